"""Lint. The cases are in `data/lint.yml` and on the pages of the codes; here also the baseline."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner, Result
from hypothesis import given, settings
from hypothesis import strategies as st

from handbook.commands.lint import command
from handbook.errors import HandbookError
from handbook.linting import baseline
from handbook.linting.codes import CODES
from handbook.linting.run import check
from handbook.read import read

CASES = yaml.safe_load((Path(__file__).parent / "data" / "lint.yml").read_text("utf-8"))
ROOT = Path(__file__).parent.parent / "regulations"
DEFECT = "# 公车制度\n\n1、要爱护车辆。\n\n2、用车要申请。\n\n5、下班后入库。\n"


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_lint(case: dict[str, Any]) -> None:
    reading = read(case["text"], "例.md")
    found = sorted((*reading.diagnostics, *check(reading.regulation, case["text"])))
    assert [f"{d.line}:{d.column} {d.code}" for d in found] == case["expect"]


def test_personal_data_is_never_repeated() -> None:
    case = next(c for c in CASES if c["name"].startswith("人名"))
    reading = read(case["text"], "例.md")
    said = "".join(d.message for d in check(reading.regulation, case["text"]))
    assert not any(word in said for word in ("四光", "赵钱", "大力", "13800", "110105", "小明"))


@pytest.fixture
def handbook(tmp_path: Path) -> Path:
    """A handbook of one regulation with one error."""
    root = tmp_path / "regulations"
    (root / "ju" / "gongche").mkdir(parents=True)
    (root / "ju" / "issuer.yml").write_text("name: 某局\n", "utf-8")
    (root / "ju" / "gongche" / "text.md").write_text(DEFECT, "utf-8")
    return root


@pytest.fixture
def lint(handbook: Path) -> Callable[..., Result]:
    """Runs the command on that handbook."""
    return lambda *args: CliRunner().invoke(
        command, ["--regulations", str(handbook), *args], catch_exceptions=False
    )


def test_an_error_ends_with_status_1(lint: Callable[..., Result], handbook: Path) -> None:
    result = lint()
    assert result.exit_code == 1
    place = f"{(handbook / 'ju/gongche/text.md').as_posix()}:7:1"
    assert result.stdout.splitlines()[0] == f"{place} 错误 “5、”之前缺“3”、“4” [missing-number]"


def test_json_has_the_fields_of_the_contract(lint: Callable[..., Result]) -> None:
    rows = json.loads(lint("--format", "json").stdout)
    assert [(r["code"], r["severity"], r["line"], r["column"]) for r in rows] == [
        ("missing-number", "error", 7, 1)
    ]
    assert {"file", "message"} <= rows[0].keys()


def test_sarif_points_at_rules_and_places(lint: Callable[..., Result]) -> None:
    log = json.loads(lint("--format", "sarif").stdout)
    assert log["version"] == "2.1.0"
    (run,) = log["runs"]
    rules = run["tool"]["driver"]["rules"]
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"] in CODES
        assert result["level"] in ("error", "warning", "note")
        region = result["locations"][0]["physicalLocation"]["region"]
        assert region["startLine"] >= 1 <= region["startColumn"]
    assert run["results"]


def test_what_is_in_the_baseline_is_no_error(lint: Callable[..., Result], handbook: Path) -> None:
    assert lint("--update-baseline").exit_code == 0
    assert lint().exit_code == 0
    text = handbook / "ju" / "gongche" / "text.md"
    text.write_text(DEFECT.replace("# 公车制度\n", "# 公车制度\n\n前言。\n"), "utf-8")  # lines move
    result = lint()
    assert (result.exit_code, "另有 1 处已列入基线" in result.stdout) == (0, True)
    known = json.loads(lint("--format", "json").stdout)
    assert [row["baseline"] for row in known] == [True]


def test_a_new_defect_of_the_same_line_is_an_error(
    lint: Callable[..., Result], handbook: Path
) -> None:
    lint("--update-baseline")
    text = handbook / "ju" / "gongche" / "text.md"
    text.write_text(DEFECT.replace("5、下班后入库。", "5、下班后入库，按第九条办理。"), "utf-8")
    result = lint()
    assert result.exit_code == 1
    assert "stale-baseline" in result.stdout and "unresolved-reference" in result.stdout


def test_an_entry_that_matches_nothing_is_an_error(
    lint: Callable[..., Result], handbook: Path
) -> None:
    lint("--update-baseline")
    text = handbook / "ju" / "gongche" / "text.md"
    text.write_text(DEFECT.replace("5、", "3、"), "utf-8")
    result = lint()
    assert (result.exit_code, "[stale-baseline]" in result.stdout) == (1, True)
    assert lint("--update-baseline").exit_code == 0
    assert baseline.load(handbook / baseline.FILE) == ()


def test_a_reason_survives_an_update(lint: Callable[..., Result], handbook: Path) -> None:
    lint("--update-baseline")
    path = handbook / baseline.FILE
    path.write_text(path.read_text("utf-8") + "  reason: 原件如此\n", "utf-8")
    lint("--update-baseline")
    assert [entry.reason for entry in baseline.load(path)] == ["原件如此"]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("- {code: missing-number, file: a}\n", "fingerprint"),
        ("- {code: nonsense, file: a, fingerprint: b}\n", "nonsense"),
        ("- {code: markup, file: a, fingerprint: b, note: c}\n", "note"),
        ("- {code: markup, file: a, fingerprint: b, count: 0}\n", "正整数"),
        ("- {code: markup, file: a, fingerprint: b, count: 1.5}\n", "整数"),
        ("- {code: [markup], file: a, fingerprint: b}\n", "“code”应为一段文字"),
        ("- markup\n", "键: 值"),
        ("code: markup\n", "应当是一个列表"),
        ("7\n", "应当是一个列表"),
        ("- {code: markup, file: a, fingerprint: b}\n- {code: markup, code: cut-off}\n", ":2:18 "),
        ("code: [\n", "YAML 写法有误"),
    ],
)
def test_a_wrong_baseline_is_refused(tmp_path: Path, text: str, says: str) -> None:
    path = tmp_path / "lint-baseline.yml"
    path.write_text(text, "utf-8")
    with pytest.raises(HandbookError, match=says):
        baseline.load(path)


def test_single_files_are_checked_without_a_handbook(tmp_path: Path) -> None:
    path = tmp_path / "x.md"
    path.write_text(DEFECT, "utf-8")
    result = CliRunner().invoke(command, [str(path)])
    assert (result.exit_code, "[missing-number]" in result.stdout) == (1, True)


def test_a_file_that_is_not_there_is_named_in_chinese(tmp_path: Path) -> None:
    path = tmp_path / "x.md"
    with pytest.raises(HandbookError) as caught:
        CliRunner().invoke(command, [str(path)], catch_exceptions=False)
    assert str(caught.value) == f"{path.as_posix()}:1:1 打不开文件：没有这个文件或文件夹"


def test_import_reports_speak_of_the_contents(lint: Callable[..., Result], handbook: Path) -> None:
    (handbook / "sources").mkdir()
    (handbook / "sources" / "a.txt").write_text("目录\n甲制度\n乙制度\n", "utf-8")
    entries = [{"title": "乙制度", "file": "a.txt", "start": 7, "end": 10}]
    report = {"contents_missing": entries, "unlisted": []}
    (handbook / "ju" / "import-report.json").write_text(json.dumps(report), "utf-8")
    rows = json.loads(lint("--format", "json").stdout)
    found = [(r["line"], r["column"]) for r in rows if r["code"] == "contents-without-text"]
    assert found == [(3, 1)]
    (handbook / "ju" / "import-report.json").write_text("[]", "utf-8")
    with pytest.raises(HandbookError, match="导入报告"):
        lint()


def test_the_handbook_has_no_error_outside_its_baseline() -> None:
    result = CliRunner().invoke(command, ["--regulations", str(ROOT)], catch_exceptions=False)
    assert result.exit_code == 0, result.stdout


PIECES = st.sampled_from((
    "第一条", "第二条\u3000", "笫三条", "一、", "(一)", "（二）", "()", "、", "1.", "##", "#", "\n",
    "\n\n", "|", "|-|", "“", "”", "(", "）", "〔", "〕", "》", "罚款50", "每年51日", "〔201625号",
    "局长张三担任", "按第九条", "前款", "\ue000", "\u200b", "\\", "&", "&amp;", "总则", "。",
    "，", " ",
))  # fmt: skip
BODIES = st.lists(st.lists(PIECES, max_size=12).map("".join), max_size=8).map("\n\n".join)


@settings(deadline=None, derandomize=True, max_examples=400)
@given(BODIES)
def test_any_text_is_checked_and_places_are_in_it(body: str) -> None:
    text = "# 办法\n\n" + body
    reading = read(text, "x.md")
    lines = text.split("\n")
    for found in check(reading.regulation, text):
        assert 1 <= found.line <= len(lines)
        assert 1 <= found.column <= len(lines[found.line - 1]) + 1
        assert found.code in CODES
