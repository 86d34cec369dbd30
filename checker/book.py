"""The rule book of one body on one day: rules bound to the texts in force, ready for forms.

All of it is plain data, so that it can be kept in a file (`store`) and put to forms by more than
one evaluator (`engine` in plain words, `program` for speed, the browser).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from checker.calendar import Calendar
from checker.demands import Measure, Ready
from checker.expression.tree import Ir
from checker.findings import Provided

if TYPE_CHECKING:  # it leads to the texts, which a kept book does without
    from checker.binding import Bound
    from handbook.errors import Place


@dataclass(frozen=True, slots=True)
class Case:
    """A case, bound.

    Attributes:
        when: when it applies, beside the rule's own condition; None: always.
        provisions: what it rests on.
        demand: what it asks for.
        low: of a ladder's step: its lower bound.
        high: of a ladder's step: its upper bound.
    """

    when: Ir | None
    provisions: tuple[Provided, ...]
    demand: Ready
    low: Measure | None = None
    high: Measure | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule, bound to a form type.

    Attributes:
        id: begins with the body's slug.
        title: begins every message.
        when: when it applies, exceptions and overriding rules included; None: always.
        cases: at least one.
        on: of a ladder: the value on which its steps depend.
        gap: of a ladder: the question where no step applies; None: the engine's words; "": none.
        first: of several cases that apply only the first counts.
        conflict: the question where several cases apply and differ; "" for the engine's words.
        covers: ids of rules whose findings a finding of this one already implies.
    """

    id: str
    title: str
    when: Ir | None
    cases: tuple[Case, ...]
    on: Measure | None = None
    gap: str | None = None
    first: bool = False
    conflict: str = ""
    covers: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Conflict:
    """Rules of which a person must choose one where they differ."""

    rules: tuple[str, ...]
    question: str


@dataclass(frozen=True, slots=True)
class Chapter:
    """The rules of a form type, in the order of the files; conflicts among them."""

    rules: tuple[Rule, ...] = ()
    conflicts: tuple[Conflict, ...] = ()


@dataclass(frozen=True, slots=True)
class Book:
    """All rules of a body on a day.

    Attributes:
        body: its slug.
        chapters: form type → rules.
        calendar: its working days.
        quotes: every quote that a rule reads, with the rule's id: for coverage and pages.
        literals: figures written in conditions, with places: for lint.
    """

    body: str
    chapters: Mapping[str, Chapter]
    calendar: Calendar
    quotes: tuple[tuple[str, Bound], ...]
    literals: tuple[tuple[str, Place], ...]
