"""The example forms of the five bodies: verdict, findings, provisions; nothing beside them."""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from checker.checker import Checker
from checker.documents import Document
from checker.findings import Finding, Result
from checker.rules import Verdict
from handbook.errors import Place

ROOT = Path(__file__).parent.parent
DATA = Path(__file__).parent / "data/checker"
CASES: list[dict[str, Any]] = [
    case
    for path in sorted((DATA / "dev").glob("*.yml"))
    for case in yaml.safe_load(path.read_text("utf-8"))
]
#: Cases that no rule decides yet → the reason, one file a body.
UNDECIDED: dict[str, str] = {
    name: reason
    for path in sorted((DATA / "undecided").glob("*.yml"))
    for name, reason in (yaml.safe_load(path.read_text("utf-8")) or {}).items()
}
SAME = ("limit", "actual", "approver", "reason")


@cache
def checker() -> Checker:
    return Checker.load(ROOT / "regulations")


@cache
def provision_words(day: date) -> dict[tuple[str, str], str]:
    return {
        (regulation.slug, provision.id): squeeze((provision.heading or "") + provision.text)
        for regulation in checker().library.in_force(day)
        for provision in regulation.walk()
    }


def squeeze(text: str) -> str:
    return re.sub(r"\s", "", text)


def run(form: dict[str, Any]) -> tuple[Result, date]:
    """The result, and the day whose texts it goes by."""
    place = Place("dev")
    cells = {
        k: tuple(v) if isinstance(v, list) else None if v is None else str(v)
        for k, v in form.items()
    }
    read, doubts = checker().read(Document("dev", cells, place))
    assert not doubts
    return checker().check(read), read.day or date.today()


def cites(finding: Finding, quote: str, day: date) -> bool:
    words = provision_words(day)
    return any(squeeze(quote) in words[p.regulation, p.id] for p in finding.provisions)


def problems(case: dict[str, Any]) -> list[str]:
    """What differs from what is expected of a case."""
    result, day = run(case["form"])
    expect = case["expect"]
    found = []
    if result.verdict != expect["verdict"]:
        found.append(f"结论 {result.verdict}，应为 {expect['verdict']}")
    known: list[Finding] = []
    for want in expect["findings"]:
        same = [
            f
            for f in result.findings
            if f.verdict == want["verdict"]
            and cites(f, want["quote"], day)
            and all(want.get(k) in (None, getattr(f.outcome, k)) for k in SAME)
        ]
        if not same:
            found.append(f"没有 {want}")
        known += same
    for finding in result.findings:
        if finding.verdict is Verdict.PASS or finding in known:
            continue
        may = [*expect["may"], *expect["findings"]]
        fits = (m["verdict"] == finding.verdict and cites(finding, m["quote"], day) for m in may)
        if not any(fits):
            found.append(f"多了 {finding.rule} {finding.verdict}：{finding.outcome.message}")
    return found


@pytest.mark.parametrize("case", CASES, ids=lambda c: c["name"])
def test_example_form(case: dict[str, Any]) -> None:
    found = problems(case)
    if case["name"] in UNDECIDED:
        assert found, "已能判断，请从 undecided/ 里删去"
    else:
        assert not found, "\n".join(found)


def test_undecided_cases_exist() -> None:
    assert set(UNDECIDED) <= {case["name"] for case in CASES}
    assert all(UNDECIDED.values())
