"""Working days: Monday to Friday, corrected by the holidays and make-up days that are given."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True)
class Calendar:
    """Days that differ from the week: 放假 on weekdays, 调休上班 on Saturdays and Sundays.

    Days are day numbers (`date.toordinal`).
    """

    holidays: frozenset[int] = frozenset()
    workdays: frozenset[int] = frozenset()

    def is_working(self, day: int) -> bool:
        """Whether people work on that day."""
        if day in self.workdays:
            return True
        return day % 7 not in _WEEKEND and day not in self.holidays

    def count(self, first: int, last: int) -> int:
        """Working days from `first` to `last`, both included; 0 where `last` is earlier."""
        if last - first > _FAR:
            weeks = (last - first) // 7
            middle = first + weeks * 7
            odd = sum(first <= d < middle for d in self.workdays)
            free = sum(first <= d < middle and d % 7 not in _WEEKEND for d in self.holidays)
            return weeks * 5 + odd - free + self.count(middle, last)
        return sum(self.is_working(day) for day in range(first, last + 1))

    def on_or_after(self, day: int) -> int:
        """The first working day from `day` on."""
        while not self.is_working(day) and day < _LAST:
            day += 1
        return day

    def after(self, day: int, count: int) -> int:
        """The `count`-th working day after `day`; `day` itself for 0."""
        for _ in range(min(count, _FAR)):
            day = self.on_or_after(day + 1)
        return day


_FAR = 800
_LAST = date.max.toordinal()
#: Day number 6 (0001-01-06) was a Saturday.
_WEEKEND = (date(2024, 1, 6).toordinal() % 7, date(2024, 1, 7).toordinal() % 7)


def days(first: date, last: date) -> frozenset[int]:
    """The day numbers from `first` to `last`, both included."""
    return frozenset((first + timedelta(n)).toordinal() for n in range((last - first).days + 1))
