"""Reports: golden files that a person has looked at, and texts of forms that stay texts."""

from __future__ import annotations

import io
import json
import os
import re
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from checker import batch, reports
from checker.findings import Finding, Note, Outcome, Provided, Result
from checker.rules import Verdict
from handbook.errors import Place

ROOT = Path(__file__).parent.parent
DATA = Path(__file__).parent / "data/checker/reports"
SUFFIXES = {"text": "txt", "json": "json", "md": "md", "html": "html", "sarif": "sarif.json"}
EVIL = '<script>alert(1)</script> |[x](y) `a` *b* \x1b[31m=1+1\u202e & "\n# z'
PROVIDED = Provided("a/b", "art_1", "《甲》第一条", "a/b/#art_1", EVIL)
OUTCOME = Outcome(
    Verdict.JUDGEMENT, f"题：{EVIL}", EVIL, EVIL, EVIL, formula=EVIL, approver=EVIL, question=EVIL
)
RESULT = Result(
    EVIL,
    f"{EVIL}:2",
    (
        Finding.of("a/b/c", OUTCOME, (PROVIDED,)),
        Finding.of("a/b/d", Outcome(Verdict.PASS, f"{EVIL}：{EVIL}"), (PROVIDED,)),
    ),
    (Note(EVIL, (PROVIDED,)),),
    Place("a b<.csv", 2, 1),
)


@pytest.mark.parametrize("form", reports.FORMATS)
def test_golden(form: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Run with UPDATE_GOLDEN=1 to write the files anew; then look at what changed."""
    out = io.BytesIO()
    monkeypatch.chdir(DATA)
    task = batch.Task(ROOT / "regulations", form=form, site="https://example.org/shouce/")
    batch.run(task, [Path("forms.json")], out, print)
    path = DATA / f"golden.{SUFFIXES[form]}"
    if os.environ.get("UPDATE_GOLDEN"):
        path.write_bytes(out.getvalue())
    assert out.getvalue().decode() == path.read_text("utf-8")


def written(form: str, *results: Result) -> str:
    report = reports.make(form, "https://example.org")
    summary = reports.Summary()
    for result in results:
        summary.add(result)
    pieces = report.between.join(map(report.one, results))
    return report.begin(summary) + pieces + report.end(summary)


def test_html_shows_texts_as_texts() -> None:
    page = written("html", RESULT, RESULT)
    assert "<script" not in page and "&lt;script&gt;" in page
    assert not re.search(r"(?:src|href)=(?!\"https://example\.org/a/b/#art_1\")", page)
    assert "\x1b" not in page and "\u202e" not in page


def test_markdown_shows_texts_as_texts() -> None:
    tokens = MarkdownIt("commonmark").enable("table").parse(written("md", RESULT))
    inner = [t for token in tokens for t in (token.children or ())]
    assert {t.type for t in inner} <= {"text", "softbreak", "link_open", "link_close"}
    assert {t.attrs["href"] for t in inner if t.type == "link_open"} == {
        "https://example.org/a/b/#art_1"
    }
    assert not [t for t in tokens if t.type == "html_block"]
    assert sum(t.type == "heading_open" for t in tokens) == 2


def test_terminal_obeys_no_form() -> None:
    text = written("text", RESULT, RESULT)
    assert "\x1b" not in text and "\u202e" not in text
    assert len(text.splitlines()) < 40


@pytest.mark.parametrize("form", ["json", "sarif"])
@pytest.mark.parametrize("count", [0, 1, 2])
def test_machines_read_any_number_of_forms(form: str, count: int) -> None:
    found = json.loads(written(form, *[RESULT] * count))
    results = found if form == "json" else found["runs"][0]["results"]
    assert len(results) == (count if form == "json" else 2 * count)


def test_sarif_kinds() -> None:
    findings = tuple(Finding.of(f"a/{v}", Outcome(v, f"{v}：x"), (PROVIDED,)) for v in Verdict)
    nothing = Result("用印", "f", (), (Note("文中无规定"),))
    log = json.loads(written("sarif", Result("报销", "f", findings, ()), nothing))
    kinds = [(r["kind"], r["level"]) for r in log["runs"][0]["results"]]
    assert kinds == [
        ("fail", "error"), ("fail", "warning"), ("open", "none"), ("review", "none"),
        ("pass", "none"), ("notApplicable", "none"),
    ]  # fmt: skip
    rules = {r["id"] for r in log["runs"][0]["tool"]["driver"]["rules"]}
    assert rules == {f"a/{v}" for v in Verdict}


def test_colours_only_where_asked() -> None:
    assert "\x1b[36m【须人工判断】\x1b[0m" in reports.make("text", colour=True).one(RESULT)
