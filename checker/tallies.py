"""How a field of a form follows from earlier forms: 当年事假天数 from the leave forms of the year.

What counts is data beside the field (`ledger:` in `regulations/forms/*.yml`), not program; `ledger`
does the counting. Conditions are plain: a field holds one of the texts that are listed.
"""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from checker import entries, kinds
from handbook.yamlvalues import Value, check_keys

_KEYS = ("sum", "where", "unsure", "when", "same", "period", "bodies")
Condition = Mapping[str, tuple[str, ...]]
Row = Mapping[str, kinds.Value]


class Period(enum.StrEnum):
    """The time over which forms count; the one that holds the form's day."""

    YEAR = "年"
    QUARTER = "季度"
    MONTH = "月"

    def around(self, day: date) -> tuple[date, date]:
        """Its first and last day."""
        months = {Period.YEAR: 12, Period.QUARTER: 3, Period.MONTH: 1}[self]
        first = day.replace(month=(day.month - 1) // months * months + 1, day=1)
        over = first.month - 1 + months
        after = date(first.year + over // 12, over % 12 + 1, 1)
        return first, after - timedelta(1)

    def words(self, day: date) -> str:
        """As a clerk calls the period of a day: 2024 年第 2 季度."""
        match self:
            case Period.YEAR:
                return f"{day.year} 年"
            case Period.QUARTER:
                return f"{day.year} 年第 {(day.month + 2) // 3} 季度"
            case _:
                return f"{day.year} 年 {day.month} 月"

    @property
    def present(self) -> str:
        """As a clerk calls the period of the form at hand."""
        return f"本{self.value}"


@dataclass(frozen=True, slots=True)
class Tally:
    """One way in which a field follows from forms of the same type and body.

    Attributes:
        sum: the field that is added up; "" where forms are counted.
        where: which forms count.
        unsure: forms of which nobody can say whether they count; with one the field stays unknown.
        when: the forms whose field follows in this way.
        same: the fields that tell whose forms count; () for all of the body.
        period: the time over which they count.
        bodies: slugs of the bodies for which it holds; () for all.
    """

    sum: str
    where: Condition
    unsure: Condition
    when: Condition
    same: tuple[str, ...]
    period: Period
    bodies: tuple[str, ...] = ()

    def applies(self, row: Row, body: str) -> bool:
        """Whether the field of a form follows in this way."""
        return (not self.bodies or body in self.bodies) and holds(self.when, row) is True

    def counts(self, row: Row) -> bool | None:
        """Whether a form counts; None where nobody can say."""
        if self.unsure and holds(self.unsure, row) is not False:
            return None
        return holds(self.where, row)

    @property
    def fields(self) -> tuple[str, ...]:
        """All fields that it reads of forms."""
        read = (*self.where, *self.unsure, *self.same, *((self.sum,) if self.sum else ()))
        return tuple(dict.fromkeys(read))


def holds(condition: Condition, row: Row) -> bool | None:
    """Whether each field holds one of its texts; None where one that decides is not filled in."""
    found: bool | None = True
    for name, texts in condition.items():
        value = row.get(name)
        if value is None:
            found = None
        elif isinstance(value, tuple):
            if not any(item in texts for item in value):
                return False
        elif value not in texts:
            return False
    return found


def read(value: Value) -> tuple[Tally, ...]:
    """The tallies that stand at a field: one, or a list.

    Raises:
        HandbookError: one is wrong.
    """
    many = isinstance(value.content, tuple)
    return tuple(map(_tally, value.items("ledger") if many else (value,)))


def _tally(value: Value) -> Tally:
    found = value.mapping("ledger")
    check_keys(found, _KEYS)
    entries.need(value, found, "where", "same", "period")
    period = found["period"].text("period")
    if period not in list(Period):
        found["period"].fail(f"“period”应为 {'、'.join(Period)}")
    return Tally(
        entries.words(found, "sum"),
        _condition(found, "where"),
        _condition(found, "unsure"),
        _condition(found, "when"),
        found["same"].texts("same"),
        Period(period),
        entries.texts(found, "bodies"),
    )


def _condition(found: entries.Found, key: str) -> Condition:
    return {name: texts.texts(name) for name, texts in entries.mapping(found, key).items()}
