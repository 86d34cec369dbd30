"""The ledger: which earlier forms count, what is told, what the command says without one."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from datetime import date, timedelta
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

import playwright
import pytest
import yaml

from checker import forms
from checker.checker import Checker
from checker.documents import Document
from checker.ledger import Ledger
from checker.publishing import publish
from checker.reading import Form
from checker.rules import Verdict
from checker.tallies import Period
from handbook.errors import Diagnostic, HandbookError, Place
from handbook.search.shards.codec import checksum
from plugins import bundle
from plugins.sitefile import call

ROOT = Path(__file__).parent.parent / "regulations"
FOLDER = Path(__file__).parent / "data" / "ledger"
ENGINE = ROOT.parent / "plugins" / "checking" / "assets" / "engine" / "main.js"
NODE = Path(playwright.__file__).parent / "driver" / "node"
Case = tuple[list[dict[str, Any]], dict[str, Any]]


@cache
def checker() -> Checker:
    return Checker(ROOT)


def cases() -> list[Any]:
    found = []
    for path in sorted(FOLDER.glob("*.yml")):
        file = yaml.load(path.read_text("utf-8"), yaml.BaseLoader)
        for case in file["cases"]:
            found.append(pytest.param(file["base"], case, id=f"{path.stem}: {case['name']}"))
    return found


def document(contents: dict[str, Any], source: str, line: int = 1) -> Document:
    return Document(f"{source}:{line}", contents, Place(source, line))


def read(contents: dict[str, Any], source: str, line: int = 1) -> Form:
    return checker().read(document(contents, source, line))[0]


def filled(base: dict[str, Any], case: dict[str, Any]) -> tuple[Form, list[Diagnostic]]:
    documents = [document(base | row, "台账", n) for n, row in enumerate(case["ledger"], 1)]
    ledger, doubts = checker().ledger(documents)
    form, more = ledger.fill(read(base | case["form"], "单子"))
    return form, [*doubts, *more]


@pytest.mark.parametrize(("base", "case"), cases())
def test_what_follows_from_earlier_forms(base: dict[str, Any], case: dict[str, Any]) -> None:
    form, doubts = filled(base, case)
    for name, expected in case["values"].items():
        shown = form.type.by_name[name].static(form.body).shown(form.row.get(name))
        assert shown == (expected or "未填"), name
    for name, words in case.get("told", {}).items():
        assert words in form.told[name]
    said = [str(d) for d in doubts]
    assert len(said) == len(case.get("doubts", ())), said
    for words, doubt in zip(case.get("doubts", ()), said, strict=True):
        assert words in doubt


def leave(day: date, half: int, kind: str, who: str = "张三", **more: str) -> dict[str, Any]:
    return {
        "type": "请假", "单位": "ali", "填表人": who, "请假类别": kind, "天数": f"{half / 2}",
        "开始日期": day.isoformat(), **more,
    }  # fmt: skip


@pytest.mark.parametrize("seed", range(20))
def test_sums_are_those_of_a_plain_count(seed: int) -> None:
    """Any order of the ledger, any forms of others: the sum is that of one's own earlier ones."""
    chance = random.Random(seed)
    rows = [
        leave(
            date(2023, 12, 1) + timedelta(chance.randrange(420)),
            chance.randrange(1, 12),
            chance.choice(["事假", "病假", "休假", "轮休", "婚假"]),
            chance.choice(["张三", "张 三", "李四"]),
            事由=f"第 {n} 张",
        )
        for n in range(60)
    ]
    ledger, doubts = checker().ledger(document(r, "台账", n) for n, r in enumerate(rows, 1))
    assert not doubts
    order = {row["事由"]: (row["开始日期"], n) for n, row in enumerate(rows)}
    for n, row in enumerate(rows):
        form, more = ledger.fill(read(row, "别处", n))
        assert not more
        for name, kinds in (("当年事假天数", ["事假"]), ("当年休假天数", ["休假", "轮休"])):
            expected = sum(
                Fraction(other["天数"]) * 2
                for other in rows
                if other["请假类别"] in kinds
                and other["填表人"].replace(" ", "") == row["填表人"].replace(" ", "")
                and other["开始日期"][:4] == row["开始日期"][:4]
                and order[other["事由"]] <= order[row["事由"]]
            )
            assert form.row[name] == expected


def in_python(case: Case) -> list[Any]:
    rows, contents = case
    documents = [document(row, "台账", n) for n, row in enumerate(rows, 1)]
    ledger, doubts = checker().ledger(documents)
    form, strange = checker().read(document(contents, "单子"))
    form, more = ledger.fill(form)
    result = checker().check(form)
    findings = [
        [f.rule, f.verdict.value, f.outcome.message, f.outcome.actual] for f in result.findings
    ]
    said = [d.message for d in (*doubts, *strange, *more)]
    return [result.verdict.value, findings, [n.message for n in result.notes], said]


def in_browser(cases: list[Case], folder: Path) -> list[list[Any]]:
    found = publish(checker())
    data = [call("handbookForms", found.build, checksum(found.forms), found.forms)]
    for body, book in found.books.items():
        data.append(call("handbookBook", found.build, body, checksum(book), book))
    scripts = [folder / "engine.js", folder / "data.js"]
    scripts[0].write_text(bundle.script(ENGINE), "utf-8")
    scripts[1].write_text("".join(data), "utf-8")
    asked = (
        {
            "ledger": [[row, f"台账:{n}"] for n, row in enumerate(rows, 1)],
            "form": [contents, "单子:1"],
        }
        for rows, contents in cases
    )
    lines = "".join(json.dumps(a, ensure_ascii=False) + "\n" for a in asked)
    command = [NODE, Path(__file__).parent / "ledger.js", *scripts]
    done = subprocess.run(command, input=lines.encode(), capture_output=True)
    assert not done.stderr, done.stderr.decode()
    return [json.loads(line) for line in done.stdout.splitlines()]


def chance_case(chance: random.Random) -> Case:
    """Leave forms of a few people in a few months, with what a clerk may have forgotten."""

    def one() -> dict[str, Any]:
        body = chance.choice(["ali", "ali", "quju", "wangcheng"])
        kinds = ["事假", "病假", "休假", "轮休", "临时请假", "婚假", "续假"]
        row: dict[str, Any] = {
            "type": "请假", "单位": body,
            "填表人": chance.choice(["张三", "张 三", "扎西·多吉", "扎西•多吉"]),
            "请假类别": chance.choices(kinds, [9, 5, 5, 4, 6, 3, 1])[0],
            "天数": chance.choice(["0.5", "1", "2", "3.5", "11", "半天"]),
            chance.choice(["开始日期", "填表日期"]): str(
                date(2023, 12, 20) + timedelta(chance.choice([0, 20, 21, 40, 41, 300]))
            ),
        }  # fmt: skip
        if chance.random() < 0.4:
            row["部门"] = chance.choice(["综合科", "财务室"])
        if chance.random() < 0.2:
            row["返岗日期"] = "2024-03-01"
        if chance.random() < 0.3:
            row["情形"] = "当年已休假"
        if chance.random() < 0.1:
            row["当年事假天数"] = chance.choice(["3", "21"])
        for name in list(row)[2:]:
            if chance.random() < 0.03:
                del row[name]
        return row

    rows = [one() for _ in range(chance.randrange(8))]
    return rows, (chance.choice(rows) if rows and chance.random() < 0.3 else one())


def test_the_browser_says_the_same(tmp_path: Path) -> None:
    chance = random.Random(20240522)
    all_cases: list[Case] = [
        ([p.values[0] | row for row in p.values[1]["ledger"]], p.values[0] | p.values[1]["form"])
        for p in cases()
    ]
    all_cases += [chance_case(chance) for _ in range(2000)]
    found = in_browser(all_cases, tmp_path)
    for case, said in zip(all_cases, found, strict=True):
        assert said == in_python(case), case


@pytest.mark.parametrize("period", list(Period))
def test_periods_tile_the_days(period: Period) -> None:
    day, seen = date(2023, 1, 1), []
    while day < date(2025, 1, 1):
        first, last = period.around(day)
        assert first == day
        assert all(period.around(d) == (first, last) for d in (first, last))
        seen.append(period.words(first))
        day = last + timedelta(1)
    assert len(set(seen)) == len(seen) == {"年": 2, "季度": 8, "月": 24}[period]


def test_finding_says_which_forms_are_needed() -> None:
    form = read(leave(date(2024, 5, 6), 4, "事假", 情形="当年已休假"), "单子")
    found = {f.rule: f.outcome for f in checker().check(form).findings}["ali/kaoqin/shijia-leiji"]
    assert found.verdict is Verdict.MISSING
    assert found.message == (
        "全年事假天数：没有填“当年事假天数”，不能判断；没有以前的“请假”表：请附本人本年的台账，"
        "或填写“当年事假天数”"
    )
    filled, _ = Ledger().fill(form)
    found = {f.rule: f.outcome for f in checker().check(filled).findings}["ali/kaoqin/shijia-leiji"]
    assert found.message.endswith(
        "；“当年事假天数”：台账里没有 2024 年的“请假”表，请补全台账或填写这一项"
    )


def test_result_explains_a_figure_where_a_rule_reads_it() -> None:
    ledger = Ledger()
    ledger.add(read(leave(date(2024, 1, 8), 38, "事假"), "台账"))
    form, _ = ledger.fill(read(leave(date(2024, 5, 6), 4, "事假", 情形="当年已休假"), "单子"))
    result = checker().check(form)
    found = {f.rule: f.outcome for f in result.findings}["ali/kaoqin/shijia-leiji"]
    assert (found.verdict, found.actual, found.limit) == (Verdict.VIOLATION, "21 天", "20 天")
    notes = [n.message for n in result.notes if "台账" in n.message]
    assert any(n.startswith("“当年事假天数”按台账是 21 天") for n in notes)
    assert not any("当年病假天数" in n for n in notes)


def test_many_forms_are_explained_as_one_is() -> None:
    """The compiled rules and the reference say the same of a form with a ledger."""
    form = read(leave(date(2024, 5, 6), 4, "事假"), "单子")
    first = Checker(ROOT).check(form).as_dict()
    for _ in range(40):
        last = checker().check(form).as_dict()
    assert first == last


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "handbook", "check", "--format", "json", *arguments]
    return subprocess.run(command, cwd=ROOT.parent, capture_output=True, text=True)


def test_a_table_can_be_its_own_ledger(tmp_path: Path) -> None:
    table = tmp_path / "请假.csv"
    lines = [f"ali,张三,综合科,事假,9,2024-0{n}-08,当年已休假" for n in (1, 2, 3)]
    table.write_text("单位,填表人,部门,请假类别,天数,开始日期,情形\n" + "\n".join(lines), "utf-8")
    done = run(str(table), "--ledger", str(table))
    found = json.loads(done.stdout)
    assert [
        f["actual"] for r in found for f in r["findings"] if f["rule"] == "ali/kaoqin/shijia-leiji"
    ] == ["9 天", "18 天", "27 天"]
    assert done.returncode == 1
    assert "台账" not in done.stderr


def test_a_ledger_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    table, ledger = tmp_path / "请假.csv", tmp_path / "旧.csv"
    table.write_text("单位,填表人\nali,张三\n", "utf-8")
    ledger.write_text("type,单位,天数\n请假,ali,很多\n", "utf-8")
    done = run(str(table), "--ledger", str(ledger))
    assert (done.returncode, done.stdout) == (2, "")
    assert f"{ledger}:2:3" in done.stderr
    assert "台账：“天数”：读不出数“很多”" in done.stderr


@pytest.mark.parametrize(
    ("entry", "message"),
    [
        ("{where: {假别: [事假]}, same: [填表人], period: 年}", "“ledger”用到的“假别”"),
        ("{where: {类: [病]}, same: [填表人], period: 年}", "没有选项“病”"),
        ("{where: {类: [事假]}, same: [填表人], period: 世纪}", "“period”应为 年、季度、月"),
        ("{sum: 类, where: {类: [事假]}, same: [填表人], period: 年}", "要加的“类”不是本表的数"),
        ("{where: {类: [事假]}, same: [填表人]}", "缺“period”"),
    ],
)
def test_wrong_declarations_are_refused(tmp_path: Path, entry: str, message: str) -> None:
    folder = tmp_path / "forms"
    folder.mkdir()
    (folder / "假.yml").write_text(
        "name: 假\nfields:\n- {name: 填表人, type: 文本}\n"
        "- {name: 类, type: 选项, choices: {all: [事假]}}\n"
        f"- name: 累计\n  type: 天数\n  unit: 天\n  ledger: {entry}\n",
        "utf-8",
    )
    with pytest.raises(HandbookError) as caught:
        forms.load(tmp_path)
    assert message in str(caught.value)
