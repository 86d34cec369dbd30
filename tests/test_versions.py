"""Versions: opened whole or not at all, in force by day, no change unnoticed, the case of 2017."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner, Result

from checker.checker import Checker
from checker.documents import Document
from handbook import frontmatter
from handbook.amending import instruction
from handbook.amending.apply import prove
from handbook.commands import amend
from handbook.errors import HandbookError, Place, Severity
from handbook.library import Library
from handbook.linting.codes import CODES
from handbook.linting.versions import versions
from handbook.lookup import find
from handbook.provision import AppliesFrom, Commencement, Metadata
from handbook.read import read_file
from handbook.versions import record
from handbook.versions.timeline import State, standing, timeline

DATA = Path(__file__).parent / "data/versions"
REGULATIONS = Path(__file__).parent.parent / "regulations"
TEXT = """---
title: 休假规定
effective: 2020-01-01
---

# 休假规定

第一条　甲。

第二条　丙：

（一）丁；

（二）戊。
"""
OLD = "---\ntitle: 休假规定\neffective: 2015-01-01\n---\n\n# 休假规定\n\n第一条　旧。\n"
NOTICE = """---
title: 关于修改《休假规定》的通知
---

# 关于修改《休假规定》的通知

决定对《休假规定》作如下修改：

一、将第一条“甲。”修改为“乙。”

二、第二条增加一项，作为第三项：“己。”

本通知自2024年1月1日起施行。
"""
INSTRUCTIONS = """base: 2020-01-01
notice: jia/tongzhi
confirmed: true
instructions:
- {says: 一, op: replace, target: 第一条, old: 甲。, new: 乙。}
- {says: 二, op: insert, target: 第二条, to: 第三项, new: 己。}
"""


def cases(name: str) -> list[Any]:
    found = yaml.safe_load((DATA / f"{name}.yml").read_text("utf-8"))
    return [pytest.param(case, id=case["name"]) for case in found]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """One body, a regulation with an older version, a notice; all recorded."""
    for name, text in {
        "jia/issuer.yml": "name: 甲机关\n",
        "jia/xiujia/text.md": TEXT,
        "jia/xiujia/history/2015-01-01.md": OLD,
        "jia/tongzhi/text.md": NOTICE,
    }.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    assert run(tmp_path, "--record").exit_code == 0
    return tmp_path


def run(root: Path, *args: str) -> Result:
    return CliRunner().invoke(amend.command, [*args, "--regulations", str(root)])


def said(result: Result) -> str:
    return str(result.exception) if result.exception and result.exit_code == 1 else result.output


def confirm(root: Path, day: str = "2024-01-01") -> None:
    (root / f"jia/xiujia/history/{day}.amend.yml").write_text(INSTRUCTIONS, "utf-8")


def change(root: Path, files: dict[str, Any]) -> None:
    for name, edit in files.items():
        path = root / name
        if edit is None:
            path.unlink()
        elif isinstance(edit, str):
            path.write_text(edit, "utf-8")
        else:
            old, new = (dumped(part) for part in edit)
            text = path.read_text("utf-8")
            assert text.count(old) == 1, (name, old)
            path.write_text(text.replace(old, new), "utf-8")


def dumped(part: Any) -> str:
    """Words of a case; `confirmed: true` reads better there without quotation marks."""
    if isinstance(part, dict):
        (item,) = part.items()
        return f"{item[0]}: {str(item[1]).lower() if isinstance(item[1], bool) else item[1]}"
    return str(part)


def snapshot(root: Path) -> dict[str, bytes]:
    return {p.as_posix(): p.read_bytes() for p in sorted(root.rglob("*")) if p.is_file()}


def words(root: Path, day: date, id_: str) -> str | None:
    texts = [r for r in Library.load(root).in_force(day) if r.slug == "jia/xiujia"]
    provision = find(texts[0], id_) if texts else None
    return provision.text if provision else None


def test_a_version_made_by_instructions(root: Path) -> None:
    confirm(root)
    before = (root / "jia/xiujia/text.md").read_bytes()
    result = run(
        root, "jia/xiujia", "--effective", "2024-01-01", "--issued", "2023-12-01",
        "--by", "关于修改《休假规定》的通知",
    )  # fmt: skip
    assert result.exit_code == 0, said(result)
    assert (root / "jia/xiujia/history/2020-01-01.md").read_bytes() == before
    new = (root / "jia/xiujia/text.md").read_text("utf-8")
    head, _, _ = frontmatter.split(new, "")
    assert head == Metadata(
        "休假规定", issued=date(2023, 12, 1), effective=date(2024, 1, 1),
        amended_by=("关于修改《休假规定》的通知",),
    )  # fmt: skip
    assert new.endswith("第一条　乙。\n\n第二条　丙：\n\n（一）丁；\n\n（二）戊。\n\n（三）己。\n")
    assert words(root, date(2014, 12, 31), "art_1") is None
    assert words(root, date(2019, 12, 31), "art_1") == "旧。"
    assert words(root, date(2023, 12, 31), "art_1") == "甲。"
    assert words(root, date(2024, 1, 1), "art_1") == "乙。"
    assert not list(versions(Library.load(root)))


def test_a_version_without_instructions_is_open_until_it_is_recorded(root: Path) -> None:
    result = run(root, "jia/xiujia", "--effective", "2024-01-01")
    assert result.exit_code == 0, said(result)
    assert [d.code for d in versions(Library.load(root))] == ["version-open"]
    change(root, {"jia/xiujia/text.md": ["第一条　甲", "第一条　改"]})
    again = run(root, "jia/xiujia", "--effective", "2025-01-01")
    assert "上一个版本还在编辑" in said(again)
    assert run(root, "jia/xiujia", "--record").exit_code == 0
    assert not list(versions(Library.load(root)))
    change(root, {"jia/xiujia/text.md": ["第一条　改", "第一条　又改"]})
    assert [d.code for d in versions(Library.load(root))] == ["change-without-version"]
    assert "正文或旧版本已被改动" in said(run(root, "jia/xiujia", "--record"))


def test_a_date_that_the_source_does_not_state(root: Path) -> None:
    confirm(root)
    result = run(
        root, "jia/xiujia", "--effective", "2024-01-01", "--adopted", "2023-12-01",
        "--assumed", "通知没有写施行日期",
    )  # fmt: skip
    assert result.exit_code == 0, said(result)
    head, _, _ = frontmatter.split((root / "jia/xiujia/text.md").read_text("utf-8"), "")
    assert head is not None and head.effective is None
    assert head.applies_from == AppliesFrom(date(2024, 1, 1), "通知没有写施行日期")
    assert head.start == date(2024, 1, 1)
    assert words(root, date(2024, 1, 1), "art_1") == "乙。"


def test_a_proposal_is_read_and_waits_for_a_person(root: Path) -> None:
    shown = run(root, "jia/xiujia", "--propose", "jia/tongzhi")
    assert shown.exit_code == 0 and "confirmed: false" in shown.stdout
    assert not (root / "jia/xiujia/history/2024-01-01.amend.yml").exists()
    result = run(root, "jia/xiujia", "--effective", "2024-01-01", "--propose", "jia/tongzhi")
    assert result.exit_code == 0, said(result)
    path = root / "jia/xiujia/history/2024-01-01.amend.yml"
    text = path.read_text("utf-8")
    assert text == shown.stdout
    found = instruction.load(path)
    assert [i.op.value for i in found.instructions] == ["replace", "insert"]
    assert "# 通知写明自 2024-01-01 起施行" in text
    assert [d.code for d in versions(Library.load(root))] == ["amendment-unconfirmed"]
    path.write_text(text.replace("confirmed: false", "confirmed: true"), "utf-8")
    assert run(root, "jia/xiujia", "--effective", "2024-01-01").exit_code == 0
    assert not list(versions(Library.load(root)))


def test_repeal(root: Path) -> None:
    confirm(root)
    path = root / "jia/xiujia/history/2024-01-01.amend.yml"
    path.write_text("base: 2020-01-01\nnotice: jia/tongzhi\nconfirmed: true\n"
                    "instructions:\n- {op: repeal}\n", "utf-8")  # fmt: skip
    result = run(root, "jia/xiujia", "--effective", "2024-01-01")
    assert result.exit_code == 0, said(result)
    assert words(root, date(2023, 12, 31), "art_1") == "甲。"
    assert words(root, date(2024, 1, 1), "art_1") is None
    now = standing(Library.load(root), "jia/xiujia", date(2024, 1, 1))
    assert now is not None and now.state is State.REPEALED


@pytest.mark.parametrize("case", cases("拒绝"))
def test_refused_and_nothing_is_touched(root: Path, case: dict[str, Any]) -> None:
    confirm(root)
    change(root, case.get("files", {}))
    before = snapshot(root)
    result = run(root, *case["args"])
    assert result.exit_code != 0
    assert case["error"] in said(result).replace("\n", ""), said(result)
    assert isinstance(result.exception, HandbookError | SystemExit)
    assert snapshot(root) == before


def test_nothing_is_written_where_a_file_cannot_be(root: Path) -> None:
    (root / "jia/xiujia/history/2020-01-01.md").mkdir()
    before = snapshot(root)
    result = run(root, "jia/xiujia", "--effective", "2024-01-01")
    assert isinstance(result.exception, HandbookError)
    assert snapshot(root) == before


@pytest.mark.parametrize("case", cases("检查"))
def test_lint(root: Path, case: dict[str, Any]) -> None:
    if "2024-01-01.amend.yml" in str(case.get("files")):
        confirm(root)
    change(root, case.get("files", {}))
    found = list(versions(Library.load(root)))
    assert sorted({d.code for d in found}) == case["codes"], [str(d) for d in found]
    if "says" in case:
        assert any(case["says"] in d.message for d in found), [d.message for d in found]


def test_each_code_of_versions_has_a_case() -> None:
    codes = {code for param in cases("检查") for code in param.values[0]["codes"]}
    assert codes == {c.name for c in CODES.values() if c.group == "版本"} - {"version-open"}


def test_provisions_that_take_effect_later(root: Path) -> None:
    later = "effective: 2020-01-01\ncommencement:\n- {provisions: 第二条, effective: 2020-07-01}"
    change(root, {"jia/xiujia/text.md": ["effective: 2020-01-01", later]})
    assert words(root, date(2020, 6, 30), "art_1") == "甲。"
    assert words(root, date(2020, 6, 30), "art_2__point_1") is None
    assert words(root, date(2020, 7, 1), "art_2__point_1") == "丁；"
    library = Library.load(root)
    now = standing(library, "jia/xiujia", date(2020, 3, 1))
    assert now is not None and (now.state, now.pending) == (State.IN_FORCE, 1)


def test_a_version_that_is_to_come(root: Path) -> None:
    confirm(root, "2099-01-01")
    result = run(root, "jia/xiujia", "--effective", "2099-01-01")
    assert result.exit_code == 0 and "还没有施行" in result.output
    library = Library.load(root)
    today = date(2024, 5, 1)
    states = [(v.name, v.state, v.until) for v in timeline(library, "jia/xiujia", today)]
    assert states == [
        ("2015-01-01", State.PAST, date(2020, 1, 1)),
        ("2020-01-01", State.IN_FORCE, date(2099, 1, 1)),
        ("2099-01-01", State.PENDING, None),
    ]
    now = standing(library, "jia/xiujia", today)
    assert now is not None
    assert (now.state, now.version.name, now.pending) == (State.IN_FORCE, "2020-01-01", 2)
    seen = library.as_of(today)
    newest = seen.find("jia/xiujia")
    assert newest is not None and newest.metadata.effective == date(2020, 1, 1)
    assert {v.metadata.start for v in seen.history} == {date(2015, 1, 1), date(2099, 1, 1)}
    assert seen.versions("jia/xiujia") == library.versions("jia/xiujia")
    assert library.as_of(date(2099, 1, 1)) is library


def test_front_matter_of_versions_is_read_and_written() -> None:
    meta = Metadata(
        "题", applies_from=AppliesFrom(date(2024, 1, 1), "没有写: “施行”"),
        commencement=(Commencement("第一条、第二条", date(2024, 2, 1)),),
        amended_by=("甲", "乙: 丙"),
    )  # fmt: skip
    found, _, _ = frontmatter.split(frontmatter.dump(meta), "")
    assert found == meta
    both = frontmatter.dump(meta).replace("applies_from:", "effective: 2024-01-01\napplies_from:")
    with pytest.raises(HandbookError, match="不要再写 applies_from"):
        frontmatter.split(both, "")


def test_record_is_read_and_written() -> None:
    one = record.Correction("art_1", '旧"字', "新字", "理由", Place(""))
    kept = record.Record(
        date(2024, 1, 1), "题：“甲”", {"art_1": "0" * 12}, {"a.md": "1" * 64}, (one,)
    )
    found = record.parse(record.dump(kept), "versions.yml")
    assert record.dump(found) == record.dump(kept)
    assert found.corrections[0].old == '旧"字'


# The regulations of the handbook


def test_all_regulations_are_recorded_and_every_amendment_is_proved() -> None:
    library = Library.load(REGULATIONS)
    assert not [str(d) for d in versions(library)]
    assert list(REGULATIONS.glob("*/*/history/*.amend.yml"))


def test_the_amendment_of_2017_is_what_the_notice_says() -> None:
    folder = REGULATIONS / "quju/kaoqin"
    amendment = instruction.load(folder / "history/2017-05-01.amend.yml")
    old = read_file(folder / "history/undated.md").regulation
    prove(old, amendment, (folder / "text.md").read_text("utf-8"))
    notice = (REGULATIONS / amendment.notice / "text.md").read_text("utf-8")
    said_there = "".join(notice.split())
    assert len(amendment.instructions) == 3
    for one in amendment.instructions:
        assert "".join(one.old.split()) in said_there
        assert "".join(one.new.split()) in said_there


@pytest.mark.parametrize(
    ("month", "verdict", "quote"),
    [
        ("2017-03-31", "pass", "当月累计病假满半个月"),
        ("2017-04-30", "judgement", "当月累计病假、哺乳假满半个月"),
        ("2017-06-30", "pass", "当月累计病假、哺乳假满半个月"),
    ],
)
def test_verdicts_change_with_the_amendment_of_2017(month: str, verdict: str, quote: str) -> None:
    """The same form: before the notice, in the month of which it does not say, and after it."""
    checker = Checker.load(REGULATIONS)
    cells: dict[str, Any] = {
        "type": "考勤", "单位": "quju", "部门": "就业科", "职务": "科员", "职级": "科员及以下",
        "人员类别": "机关工作人员", "填表日期": month, "记录类别": "科室月考勤表",
        "考勤日期": month, "状态": "病假", "病假天数": "11.5", "报送日期": month,
    }  # fmt: skip
    form, _ = checker.read(Document("例", cells, Place("例")))
    result = checker.check(form)
    found = [f for f in result.findings if "gongche" in f.rule]
    assert [f.verdict for f in found] == [verdict]
    assert any(p.quote.startswith(quote) for p in found[0].provisions)
    in_force = {r.slug: r for r in checker.library.in_force(date.fromisoformat(month))}
    for provided in found[0].provisions:
        provision = find(in_force[provided.regulation], provided.id)
        assert provision is not None and provided.quote in provision.text


EDITED = TEXT.replace("effective: 2020-01-01", "issued: 2023-12-20\neffective: 2024-01-01").replace(
    "甲。", "乙。"
)


@pytest.fixture
def edited(root: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The folder with a text edited where it stands, and as it was before."""
    before = tmp_path_factory.mktemp("before") / "regulations"
    shutil.copytree(root, before)
    (root / "jia/xiujia/text.md").write_text(EDITED, "utf-8")
    return root, before


def test_a_text_edited_in_the_browser_becomes_a_version(edited: tuple[Path, Path]) -> None:
    root, before = edited
    result = run(root, "--from", str(before))
    assert result.exit_code == 0, result.output
    assert (root / "jia/xiujia/history/2020-01-01.md").read_text("utf-8") == TEXT
    assert (root / "jia/xiujia/text.md").read_text("utf-8") == EDITED
    assert [d.code for d in versions(Library.load(root)) if d.severity is Severity.ERROR] == []
    assert words(root, date(2023, 12, 31), "art_1") == "甲。"
    assert words(root, date(2024, 1, 1), "art_1") == "乙。"
    again = run(root, "--from", str(before))
    assert again.exit_code == 0 and "没有改了条文" in again.stderr


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ("issued: 2023-12-20\neffective: 2024-01-01", "effective: 2020-01-01", "没有新的施行日期"),
        ("issued: 2023-12-20", "issued: 2024-02-01", "早于印发日期"),
        ("effective: 2024-01-01", "effective: 2019-01-01", "早于"),
    ],
)
def test_an_edited_text_without_its_dates_makes_no_version(
    edited: tuple[Path, Path], old: str, new: str, why: str
) -> None:
    root, before = edited
    change(root, {"jia/xiujia/text.md": [old, new]})
    kept = snapshot(root)
    result = run(root, "--from", str(before))
    assert why in said(result) and before.as_posix() not in said(result)
    assert snapshot(root) == kept


def test_an_instruction_that_was_not_read_is_not_passed_over(root: Path) -> None:
    confirm(root)
    path = root / "jia/xiujia/history/2024-01-01.amend.yml"
    path.write_text(path.read_text("utf-8") + "# 没有读出（三）：看不懂。\n", "utf-8")
    kept = snapshot(root)
    result = run(root, "jia/xiujia", "--effective", "2024-01-01")
    assert "没有读出" in said(result) and ".amend.yml:7:1" in said(result)
    assert snapshot(root) == kept
