"""The ledger: earlier forms, from which fields that state an accumulated figure follow.

A ledger that is given is taken to be complete, as a list on a form is. What a clerk has filled in
by hand stands; where the ledger comes to another figure, that is a doubt. Where the ledger cannot
tell (a form without a date, a leave that prolongs one of unknown kind), the field stays unknown,
and the finding that asks for it says why. How a field follows is data: see `tallies`.
"""

from __future__ import annotations

import bisect
import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from checker.forms import Field, FormType
from checker.kinds import Value
from checker.reading import Form
from checker.tallies import Tally
from handbook.errors import Diagnostic, HandbookError, Place, Severity

#: Forms that a ledger may hold: it is held in memory.
MOST = 100_000
#: A field that follows from earlier forms, and one way in which it does.
Way = tuple[Field, Tally]
DEPARTMENT = "部门"
_NAMED = 3  # forms that are named where a sum is explained
_DOTS = str.maketrans(dict.fromkeys("•・‧∙⋅", "·"))


@dataclass(frozen=True, slots=True)
class Entry:
    """A form of the ledger.

    Attributes:
        day: its day; None where no date is filled in.
        at: its number in the ledger.
        row: its fields.
        place: where it stands.
    """

    day: date | None
    at: int
    row: Mapping[str, Value]
    place: Place

    @property
    def order(self) -> tuple[date, int]:
        """Earlier forms first; of one day those first that stand first."""
        return (self.day or date.min, self.at)


@dataclass(frozen=True, slots=True)
class Figure:
    """What the ledger comes to for a field; `value` is None where it cannot tell, `words` why."""

    value: Value
    words: str


class Ledger:
    """Earlier forms, found by whose they are."""

    def __init__(self) -> None:
        """Nothing is in it."""
        self._own: dict[tuple[str, str], list[Entry]] = {}
        self._ways: dict[tuple[str, str], list[Way]] = {}
        self._known: dict[tuple[str, bytes], Entry] = {}
        self._by: dict[tuple[str, str, tuple[str, ...]], dict[tuple[str, ...], list[Entry]]] = {}
        self._days: dict[tuple[str, str], list[date]] = {}
        self._said: set[tuple[str, ...]] = set()
        self._count = 0

    def add(self, form: Form) -> Diagnostic | None:
        """Adds a form; one that is in it already is not added, and told.

        Raises:
            HandbookError: there are too many.
        """
        known = (form.type.name, _print(form.row))
        first = self._known.get(known)
        if first is not None:
            words = f"与 {_where(first.place)} 的“{form.type.name}”表完全一样，台账里只算一张"
            return None if first.place == form.place else _doubt(form.place, words)
        self._count += 1
        if self._count > MOST:
            raise HandbookError(f"台账太长，最多 {MOST} 张表", form.place)
        entry = Entry(form.day, self._count, form.row, form.place)
        self._known[known] = entry
        self._own.setdefault((form.type.name, form.body), []).append(entry)
        return None

    def fill(self, form: Form) -> tuple[Form, tuple[Diagnostic, ...]]:
        """The form with the fields that follow, and doubts.

        `Form.told` says how each field was computed, or why it was not.
        """
        row = dict(form.row)
        told: dict[str, str] = {}
        doubts: list[Diagnostic] = []
        key = (form.type.name, form.body)
        if key not in self._ways:
            self._ways[key] = tallied(form.type, form.body)
        for field, tally in self._ways[key]:
            if field.name in told or not tally.applies(form.row, form.body):
                continue
            given = form.row.get(field.name)
            figure = self._figure(field, tally, form, doubts)
            if given is None:
                told[field.name] = figure.words
                if figure.value is not None:
                    row[field.name] = figure.value
            elif figure.value is not None and figure.value != given:
                filled = field.static(form.body).shown(given)
                words = f"“{field.name}”填的是 {filled}，{figure.words}；以填的为准"
                doubts.append(_doubt(form.place, words))
        return replace(form, row=row, told=told), tuple(doubts)

    def _figure(self, field: Field, tally: Tally, form: Form, doubts: list[Diagnostic]) -> Figure:
        """What the ledger comes to; doubts about it are added."""
        absent = [n for n in tally.same if form.row.get(n) is None]
        if absent:
            return Figure(None, f"没有填“{'”“'.join(absent)}”，不能从台账算")
        if form.day is None:
            return Figure(None, f"没有填“{'”或“'.join(form.type.dates)}”，不能从台账算")
        first, last = tally.period.around(form.day)
        during = tally.period.words(form.day)
        if not self._any(form, first, last):
            return Figure(None, f"台账里没有 {during}的“{form.type.name}”表")
        entries = self._entries(form, tally)
        itself = self._itself(entries, tally, form, doubts)
        order = itself.order if itself is not None else (form.day, self._count + 1)
        earlier = [
            e for e in entries if e.day is None or (first <= e.day <= last and e.order < order)
        ]
        counted: list[Entry] = []
        for entry in earlier:
            counts = tally.counts(entry.row)
            if counts is False:
                continue
            lacking = _lacking(tally, entry, counts)
            if lacking:
                return Figure(None, f"台账 {_where(entry.place)} 的表{lacking}，算不出来")
            counted.append(entry)
        own = tally.counts(form.row)
        if own is None or (own and tally.sum and form.row.get(tally.sum) is None):
            return Figure(None, "看不出本张该不该计、计多少，不能从台账算")
        before = sum(_amount(tally, e.row) for e in counted)
        total = before + (_amount(tally, form.row) if own else 0)
        shown = field.static(form.body).shown
        words = f"按台账是 {shown(total)}：{during}在本张之前 {len(counted)} 张"
        if counted:
            named = "、".join(_where(e.place) for e in counted[-_NAMED:])
            more = "等" if len(counted) > _NAMED else ""
            words += f"（{named}{more}）{shown(before) if tally.sum else ''}".rstrip()
        words += f"，本张 {shown(_amount(tally, form.row))}" if own else "，本张不计"
        self._namesakes(tally, form, counted, doubts)
        return Figure(total, words)

    def _any(self, form: Form, first: date, last: date) -> bool:
        """Whether anybody's form of these days is in the ledger: else it is one of other days."""
        key = (form.type.name, form.body)
        if key not in self._days:
            own = self._own.get(key, ())
            self._days[key] = sorted({e.day for e in own if e.day is not None})
        days = self._days[key]
        at = bisect.bisect_left(days, first)
        return at < len(days) and days[at] <= last

    def _entries(self, form: Form, tally: Tally) -> list[Entry]:
        """The forms in the ledger that are of the same person, in their order."""
        key = (form.type.name, form.body, tally.same)
        if key not in self._by:
            found: dict[tuple[str, ...], list[Entry]] = {}
            for entry in self._own.get(key[:2], ()):
                found.setdefault(_who(tally, entry.row), []).append(entry)
            for entries in found.values():
                entries.sort(key=lambda e: e.order)
            self._by[key] = found
        return self._by[key].get(_who(tally, form.row), [])

    def _itself(
        self, entries: list[Entry], tally: Tally, form: Form, doubts: list[Diagnostic]
    ) -> Entry | None:
        """The form itself, where it stands in the ledger, perhaps completed since."""
        same = self._known.get((form.type.name, _print(form.row)))
        if same is not None:
            return same
        for entry in reversed(entries):
            if entry.day == form.day and _completes(entry.row, form.row):
                words = f"台账 {_where(entry.place)} 的表看来就是本张，没有重复计算"
                if tally.counts(entry.row) and not self._told(form.place, words):
                    doubts.append(_doubt(form.place, words))
                return entry
        return None

    def _namesakes(
        self, tally: Tally, form: Form, counted: Iterable[Entry], doubts: list[Diagnostic]
    ) -> None:
        """Tells where forms that were counted are of several departments."""
        found = {e.row[DEPARTMENT]: None for e in counted if DEPARTMENT in e.row}
        if form.row.get(DEPARTMENT) is not None:
            found[form.row[DEPARTMENT]] = None
        if not tally.same or len(found) < 2:
            return
        who = "、".join(_who(tally, form.row))
        departments = "、".join(sorted(map(str, found)))
        if not self._told(None, who, departments):
            words = f"台账里“{who}”的表分属 {departments}，当作同一个人计算；不是同一个人的，请分开"
            doubts.append(_doubt(form.place, words))

    def _told(self, place: Place | None, *words: str) -> bool:
        """Whether that was told before; it is, from now on."""
        key = (str(place), *words)
        told = key in self._said
        self._said.add(key)
        return told


def tallied(form: FormType, body: str) -> list[Way]:
    """The fields of a form type that follow from earlier forms in a body, with each way."""
    return [
        (field, tally)
        for field in form.fields
        if field.ledger and (not field.bodies or body in field.bodies)
        for tally in field.ledger
        if not tally.bodies or body in tally.bodies
    ]


def _lacking(tally: Tally, entry: Entry, counts: bool | None) -> str:
    """Why a form that may count cannot be counted; "" where it can."""
    if entry.day is None:
        return "没有填日期"
    if counts is None:
        unknown = [n for n in tally.where if n not in entry.row]
        if unknown:
            return f"没有填“{'”“'.join(unknown)}”"
        texts = "、".join(str(entry.row[n]) for n in tally.unsure if n in entry.row)
        return f"是“{texts}”，说不准算不算在内"
    if tally.sum and tally.sum not in entry.row:
        return f"没有填“{tally.sum}”"
    return ""


def _print(row: Mapping[str, Value]) -> bytes:
    """What tells a form from others: all that is filled in, but for blanks."""
    filled = sorted((name, re.sub(r"\s", "", repr(value))) for name, value in row.items())
    return hashlib.blake2b(repr(filled).encode(), digest_size=16).digest()


def _completes(one: Mapping[str, Value], other: Mapping[str, Value]) -> bool:
    """Whether two forms can be one, of which fields were filled in or lists grew since."""
    return all(
        other.get(name) in (None, value)
        for name, value in one.items()
        if not isinstance(value, tuple)
    )


def _amount(tally: Tally, row: Mapping[str, Value]) -> int:
    """What a form that counts comes to, in the base of the unit."""
    return row[tally.sum] if tally.sum else 1  # type: ignore[return-value]


def _who(tally: Tally, row: Mapping[str, Value]) -> tuple[str, ...]:
    """Whose form it is: names without the blanks and dots in which writers differ."""
    return tuple(re.sub(r"\s", "", str(row.get(name, ""))).translate(_DOTS) for name in tally.same)


def _where(place: Place) -> str:
    return f"{place.file}:{place.line}"


def _doubt(place: Place, words: str) -> Diagnostic:
    return Diagnostic(place.file, place.line, place.column, "ledger", Severity.WARNING, words)
