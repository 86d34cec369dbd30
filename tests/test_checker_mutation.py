"""Every limit decides: moved by one 分 or half a day, a form at it comes out otherwise."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from checker import building, cases, engine, settings, units
from checker.binding import Binder, Bound
from checker.book import Rule
from checker.checker import Checker
from checker.compiling import FormCompiler
from checker.documents import Document
from checker.expression.interpret import Row
from checker.quotes import Figure
from checker.reading import Form
from handbook.errors import Place

ROOT = Path(__file__).parent.parent / "regulations"
BODIES = sorted(p.parent.name for p in ROOT.glob("*/issuer.yml"))
DAY = date(2024, 5, 22)
#: Body → figure that decides nothing → why.
IDLE: dict[str, dict[str, str]] = yaml.safe_load(
    (Path(__file__).parent / "data/checker/idle_figures.yml").read_text("utf-8")
)
#: Dimensions of limits that are moved: amounts and days.
MOVED = (units.MONEY, (("天", 1),))


@cache
def checker() -> Checker:
    return Checker(ROOT)


@cache
def forms(body: str) -> tuple[Form, ...]:
    """The forms of all cases of a body that are judged by the texts of today."""
    documents = [case.document for case in cases.of_body(checker(), body)]
    place = Place("dev")
    for path in sorted((Path(__file__).parent / "data/checker/dev").glob("*.yml")):
        for case in yaml.safe_load(path.read_text("utf-8")):
            if case["form"]["单位"] == body:
                contents = {
                    k: tuple(v) if isinstance(v, list) else str(v) for k, v in case["form"].items()
                }
                documents.append(Document(case["name"], contents, place))
    return tuple(checker().read(document)[0] for document in documents)


class Body:
    """The rules of a body, to be compiled again with one figure changed."""

    def __init__(self, body: str) -> None:
        own = checker()
        self.body = body
        self.settings = settings.load(own.root, body)
        self.builder = building._Builder(
            body, Binder.of(own.library, body, DAY), own.forms, self.settings
        )
        self.specs = []
        for file in own.files(body):
            for spec in file.rules:
                if (spec.since or DAY) <= DAY and (spec.until is None or spec.until > DAY):
                    self.builder.bind(spec, file.regulation)
                    self.specs.append(spec)
        assert not self.builder.errors

    def rules(self, form: str) -> Mapping[str, Rule]:
        specs = [s for s in self.specs if form in [f.text for f in s.forms]]
        compiler = FormCompiler(self.builder, checker().forms.types[form], specs)
        return {rule.id: rule for rule in compiler.rules()}

    def figures(self) -> Iterator[tuple[Any, Figure]]:
        for spec in self.specs:
            names: dict[str, Figure] = {}
            for case in self.builder.bounds[spec.id]:
                for bound in case:
                    names.update((f.name, f) for f in bound.figures)
            for figure in names.values():
                if figure.type.unit.dims in MOVED and isinstance(figure.value, int):
                    yield spec, figure

    def moved(self, spec: Any, figure: Figure, by: int) -> list[tuple[Bound, ...]]:
        def change(bound: Bound) -> Bound:
            return replace(
                bound,
                figures=tuple(
                    replace(f, value=f.value + by) if f.name == figure.name else f  # type: ignore[operator]
                    for f in bound.figures
                ),
            )

        return [tuple(map(change, case)) for case in self.builder.bounds[spec.id]]


def verdicts(rule: Rule, row: Row, calendar: Any) -> list[str]:
    findings: list[Any] = []
    notes: list[Any] = []
    engine.apply(rule, row, calendar, findings, notes)
    return sorted(f.verdict for f in findings) + [n.message for n in notes]


def beside(form: Form, figure: Figure) -> Iterator[Row]:
    """The form, and the form with each amount or number of days at the figure and beside it."""
    yield form.row
    for field in form.type.fields:
        if field.name in form.row and field.static(form.body).unit.dims == figure.type.unit.dims:
            for by in (-1, 0, 1):
                yield {**form.row, field.name: max(0, figure.value + by)}  # type: ignore[operator]


@pytest.mark.parametrize("body", BODIES)
def test_each_limit_decides_on_its_boundary(body: str) -> None:
    own = Body(body)
    before = {form: own.rules(form) for form in {f.text for s in own.specs for f in s.forms}}
    free = set()
    for spec, figure in own.figures():
        kept = own.builder.bounds[spec.id]
        flipped = False
        for by in (1, -1):
            own.builder.bounds[spec.id] = own.moved(spec, figure, by)
            try:
                for form in spec.forms:
                    rule = own.rules(form.text)[f"{body}/{spec.id}"]
                    old = before[form.text][rule.id]
                    flipped = flipped or any(
                        verdicts(old, row, own.settings.calendar)
                        != verdicts(rule, row, own.settings.calendar)
                        for given in forms(body)
                        if given.type.name == form.text
                        for row in beside(given, figure)
                    )
            finally:
                own.builder.bounds[spec.id] = kept
        if not flipped:
            free.add(f"{spec.id} {figure.name}")
    assert free == set(IDLE.get(body, {})), "\n".join(sorted(free ^ set(IDLE.get(body, {}))))
