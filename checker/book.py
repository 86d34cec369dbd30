"""The rule book of one body on one day: rules bound to the texts in force, ready for forms."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from checker.binding import Bound
from checker.calendar import Calendar
from checker.demands import Measure, Ready, Test
from checker.rules import RuleSpec
from handbook.errors import Place


@dataclass(frozen=True, slots=True)
class Case:
    """A case, bound: when it applies (None: always), its quotes, what it asks for, its step."""

    when: Test | None
    quotes: tuple[Bound, ...]
    demand: Ready
    low: Measure | None = None
    high: Measure | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule, bound to a form type. `id` begins with the body's slug."""

    spec: RuleSpec
    id: str
    when: Test | None
    cases: tuple[Case, ...]
    on: Measure | None
    covers: frozenset[str]


@dataclass(frozen=True, slots=True)
class Conflict:
    """Rules of which a person must choose one where they differ."""

    rules: tuple[str, ...]
    question: str


@dataclass(frozen=True, slots=True)
class Chapter:
    """The rules of a form type, in the order of the files; conflicts among them."""

    rules: tuple[Rule, ...]
    conflicts: tuple[Conflict, ...]


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
