"""The fixed list of functions. All are total on their types and know nothing of unknown values."""

from __future__ import annotations

import calendar as months
import math
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from checker import kinds, units
from checker.calendar import Calendar
from checker.kinds import Kind, Type
from checker.units import Number

_LAST = date.max.toordinal()
DAYS = kinds.number(units.of(units.DAYS))
MONTHS = kinds.number(units.of(units.MONTHS))
YEARS = kinds.number(units.Unit(units.MONTHS, Fraction(12), "年"))


@dataclass(frozen=True, slots=True)
class Function:
    """A function.

    Attributes:
        args: the kinds of its arguments; the last one may repeat if `many`.
        result: its type; None where it is that of the arguments.
        run: takes the calendar, then the values.
        many: whether it takes more arguments of its last kind.
        scaled: whether `run` takes the base steps of one unit after the values.
    """

    args: tuple[Kind, ...]
    result: Type | None
    run: Callable[..., Any]
    many: bool = False
    scaled: bool = False


def clamp(day: int) -> int:
    """A day number that is a date."""
    return min(max(day, 1), _LAST)


def add_days(day: int, halves: Number) -> int:
    """The day that lies `halves` half-days later, halves of days dropped."""
    whole = halves // 2 if isinstance(halves, int) else math.floor(halves / 2)
    return clamp(day + whole)


def add_months(day: int, count: Number) -> int:
    """The same day of a later month, or that month's last day."""
    start = date.fromordinal(day)
    month = start.year * 12 + start.month - 1 + math.floor(count)
    year = min(max(month // 12, 1), 9999)
    last = months.monthrange(year, month % 12 + 1)[1]
    return date(year, month % 12 + 1, min(start.day, last)).toordinal()


def _whole_months(_: Calendar, first: int, last: int) -> int:
    a, b = date.fromordinal(first), date.fromordinal(last)
    return (b.year - a.year) * 12 + b.month - a.month - (b.day < a.day)


def _month_end(_: Calendar, day: int) -> int:
    found = date.fromordinal(day)
    return found.replace(day=months.monthrange(found.year, found.month)[1]).toordinal()


def _date(_: Calendar, year: Number, month: Number, day: Number) -> int:
    y, m = min(max(int(year), 1), 9999), min(max(int(month), 1), 12)
    return date(y, m, min(max(int(day), 1), months.monthrange(y, m)[1])).toordinal()


def _within(_: Calendar, day: int, start: int, end: int) -> bool:
    return start <= day <= end if start <= end else day >= start or day <= end


def _month_day(_: Calendar, day: int) -> int:
    found = date.fromordinal(day)
    return found.month * 100 + found.day


N, D = Kind.NUMBER, Kind.DATE
FUNCTIONS: dict[str, Function] = {
    "工作日": Function((D,), kinds.TRUTH, lambda c, d: c.is_working(d)),
    "工作日数": Function((D, D), DAYS, lambda c, a, b: 2 * c.count(a, b)),
    "工作日后": Function((D, N), kinds.DATE, lambda c, d, n: c.after(d, max(0, int(n / 2)))),
    "顺延": Function((D,), kinds.DATE, lambda c, d: c.on_or_after(d)),
    "月初": Function((D,), kinds.DATE, lambda _, d: d - date.fromordinal(d).day + 1),
    "月末": Function((D,), kinds.DATE, _month_end),
    "年份": Function((D,), kinds.NUMBER, lambda _, d: date.fromordinal(d).year),
    "月份": Function((D,), kinds.NUMBER, lambda _, d: date.fromordinal(d).month),
    "日号": Function((D,), kinds.NUMBER, lambda _, d: date.fromordinal(d).day),
    "季度": Function((D,), kinds.NUMBER, lambda _, d: (date.fromordinal(d).month + 2) // 3),
    "星期": Function((D,), kinds.NUMBER, lambda _, d: date.fromordinal(d).isoweekday()),
    "当月第几个": Function((D,), kinds.NUMBER, lambda _, d: (date.fromordinal(d).day + 6) // 7),
    "月日": Function((D,), kinds.MONTHDAY, _month_day),
    "日期": Function((N, N, N), kinds.DATE, _date),
    "期间内": Function((Kind.MONTHDAY,) * 3, kinds.TRUTH, _within),
    "满月": Function((D, D), MONTHS, _whole_months),
    "满年": Function((D, D), YEARS, lambda c, a, b: _whole_months(c, a, b) // 12 * 12),
    "个数": Function((Kind.LIST,), kinds.NUMBER, lambda _, x: len(x)),
    "字数": Function((Kind.TEXT,), kinds.NUMBER, lambda _, x: len(x)),
    "最小": Function((N, N), None, lambda _, *x: min(x), many=True),
    "最大": Function((N, N), None, lambda _, *x: max(x), many=True),
    "绝对值": Function((N,), None, lambda _, x: abs(x)),
    "取整": Function((N,), None, lambda _, x, s: math.floor(x / Fraction(s)) * s, scaled=True),
    "进整": Function((N,), None, lambda _, x, s: math.ceil(x / Fraction(s)) * s, scaled=True),
}
