"""What holds of all rules and forms: limits are monotonic, what is not known is never right.

Forms are those of the example cases, changed in one place.
"""

from __future__ import annotations

import random
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from checker import building, settings
from checker.binding import Binder
from checker.book import Book
from checker.checker import Checker
from checker.documents import Document
from checker.engine import check
from checker.expression.tree import fields
from checker.findings import Result
from checker.reading import Form
from checker.rules import Verdict
from handbook.errors import Place

ROOT = Path(__file__).parent.parent / "regulations"
BODIES = sorted(p.parent.name for p in ROOT.glob("*/issuer.yml"))


@cache
def checker() -> Checker:
    return Checker(ROOT)


@cache
def forms(body: str) -> tuple[Form, ...]:
    place = Place("form")
    found = []
    for path in sorted((Path(__file__).parent / "data/checker/dev").glob("*.yml")):
        for case in yaml.safe_load(path.read_text("utf-8")):
            if case["form"]["单位"] == body:
                contents = {
                    k: tuple(v) if isinstance(v, list) else str(v) for k, v in case["form"].items()
                }
                found.append(checker().read(Document(case["name"], contents, place))[0])
    return tuple(found)


def said(form: Form, row: Any, book: Book | None = None) -> Result:
    day = form.day or date(2024, 5, 22)
    return check(book or checker().book(form.body, day), form.type.name, row)


def by_rule(result: Result) -> dict[str, set[Verdict]]:
    found: dict[str, set[Verdict]] = {}
    for finding in result.findings:
        found.setdefault(finding.rule, set()).add(finding.verdict)
    return found


def claimed(form: Form) -> set[str]:
    """Fields that a form need not fill in: what is not claimed is not judged, only computed."""
    book = checker().book(form.body, form.day or date(2024, 5, 22))
    chapter = book.chapters[form.type.name]
    demands = [case.demand for rule in chapter.rules for case in rule.cases]
    return {f for d in demands if d.optional for _, m in d.readings for f in fields(m.ir)}


@pytest.mark.parametrize("body", BODIES)
def test_a_field_that_is_taken_away_never_makes_a_form_right(body: str) -> None:
    for form in forms(body):
        whole = said(form, form.row)
        if whole.verdict is Verdict.PASS:
            continue
        for name in form.row.keys() - {"单位"} - claimed(form):
            less = said(form, {k: v for k, v in form.row.items() if k != name})
            if less.verdict is Verdict.PASS:
                gone = [f.outcome.message for f in whole.findings if f.verdict is not Verdict.PASS]
                raise AssertionError(f"{form.source}：没有“{name}”就合规了：{gone}")


@pytest.mark.parametrize("body", BODIES)
def test_what_is_missing_is_named_and_matters(body: str) -> None:
    for form in forms(body):
        for name in form.row:
            if name == "单位":
                continue
            row = {k: v for k, v in form.row.items() if k != name}
            for finding in said(form, row).findings:
                unknown = finding.outcome.unknown
                assert not set(unknown) & row.keys(), finding
                if finding.outcome.message.endswith("不能判断"):
                    assert unknown or finding.verdict is not Verdict.MISSING, finding


def judged(result: Result) -> list[tuple[Verdict, list[str]]]:
    """Verdicts and provisions; which of two rules in conflict is named first may differ."""
    return sorted(
        (f.verdict, sorted(f"{p.citation} {p.quote}" for p in f.provisions))
        for f in result.findings
    )


@pytest.mark.parametrize("body", BODIES)
def test_the_order_of_rules_does_not_matter(body: str) -> None:
    chance = random.Random(body)
    own = checker()
    day = date(2024, 5, 22)
    binder = Binder.of(own.library, body, day)
    files = own.files(body)
    mixed = []
    for file in files:
        rules = list(file.rules)
        chance.shuffle(rules)
        mixed.append(type(file)(file.regulation, file.file, tuple(rules), file.conflicts))
    chance.shuffle(mixed)
    made = (body, day, binder, tuple(mixed), own.forms, settings.load(own.root, body))
    other = building.build(*made)
    for form in forms(body):
        if form.day is None or form.day < day:
            continue
        one, two = said(form, form.row), said(form, form.row, other)
        assert one.verdict == two.verdict
        assert judged(one) == judged(two)


def limits(book: Book, form: Form) -> dict[str, tuple[str, int, bool]]:
    """Rules with one plain upper limit → field, limit, whether the limit itself is right."""
    found = {}
    for rule in book.chapters[form.type.name].rules:
        demands = [case.demand for case in rule.cases]
        if len(demands) == 1 and len(demands[0].readings) == len(demands[0].bounds) == 1:
            (_, measure), (name, bound) = demands[0].readings[0], demands[0].bounds[0]
            if measure.ir[0] == "字段" and bound.ir[0] == "常" and name in ("at_most", "below"):
                found[rule.id] = (measure.ir[1], bound.ir[1], name == "at_most")
    return found


@pytest.mark.parametrize("body", BODIES)
def test_limits_are_monotonic_and_exact(body: str) -> None:
    """More of what is limited is never better; one 分 or half a day to each side decides."""
    seen = 0
    for form in forms(body):
        book = checker().book(body, form.day or date(2024, 5, 22))
        for rule, (field, limit, inclusive) in limits(book, form).items():
            broken = []
            for value in (0, limit - 1, limit, limit + 1, limit * 10 + 1):
                result = said(form, {**form.row, field: max(value, 0)})
                verdicts = by_rule(result).get(rule, set())
                if verdicts:
                    broken.append((value, verdicts != {Verdict.PASS}))
            bad = [value for value, wrong in broken if wrong]
            assert bad == [v for v, _ in broken if v > limit or (v == limit and not inclusive)]
            seen += bool(broken)
    assert seen or body in ("quju", "shaoxing", "xianwei")  # none has such a limit
