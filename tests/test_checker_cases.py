"""`cases.yml` beside the rules: forms and what the named rules say of them. All rules bind."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from checker import analysis, cases
from checker.checker import Checker
from handbook.errors import Severity

ROOT = Path(__file__).parent.parent / "regulations"
CHECKER = Checker.load(ROOT)
TODAY = date(2024, 5, 22)
FILES = sorted(ROOT.glob("*/*/cases.yml"))


def every() -> list[Any]:
    return [
        pytest.param(case, id=f"{path.parent.name} {case.name}")
        for path in FILES
        for case in cases.load(path, path.parent.relative_to(ROOT).as_posix())
    ]


@pytest.mark.parametrize("case", every())
def test_case(case: cases.Case) -> None:
    found = [f"{place} {message}" for place, message in cases.failures(CHECKER, case)]
    assert not found, "\n".join(found)


def test_all_rules_have_cases() -> None:
    ruled = {f.regulation for body in CHECKER.bodies for f in CHECKER.files(body) if f.rules}
    assert {p.parent.relative_to(ROOT).as_posix() for p in FILES} == ruled


@pytest.mark.parametrize("body", CHECKER.bodies)
def test_rules_bind_and_write_no_figures(body: str) -> None:
    for book in CHECKER.books(body):
        assert not book.literals, "\n".join(f"{place} {text}" for text, place in book.literals)


@pytest.mark.parametrize("body", CHECKER.bodies)
def test_lint_finds_no_mistake_in_rules(body: str) -> None:
    found = analysis.of_body(CHECKER, body, TODAY)
    wrong = [str(d) for d in found if d.severity is not Severity.INFO]
    assert not wrong, "\n".join(wrong)
