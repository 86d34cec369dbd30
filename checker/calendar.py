"""Working days: Monday to Friday, corrected by the holidays and make-up days that are given."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True)
class Calendar:
    """Days that differ from the week: 放假 on weekdays, 调休上班 on Saturdays and Sundays.

    Days are day numbers (`date.toordinal`), none later than that of `date.max`.
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
            odd = sum(first <= d < middle and d % 7 in _WEEKEND for d in self.workdays)
            free = sum(
                first <= d < middle and d % 7 not in _WEEKEND and d not in self.workdays
                for d in self.holidays
            )
            return weeks * 5 + odd - free + self.count(middle, last)
        return sum(self.is_working(day) for day in range(first, last + 1))

    def on_or_after(self, day: int) -> int:
        """The first working day from `day` on."""
        while not self.is_working(day) and day < _LAST:
            day += 1
        return day

    def after(self, day: int, count: int) -> int:
        """The `count`-th working day after `day`; `day` itself for 0, the last day if none is."""
        while count > 0 and day < _LAST:
            last = min(day + count, _LAST)  # never too far: at best all these days are working days
            day, count = last, count - self.count(day + 1, last)
        return day


#: Spans longer than this many days are counted by whole weeks.
_FAR = 800
_LAST = date.max.toordinal()
#: Saturdays and Sundays by the remainder of their day numbers: 0001-01-06 and 0001-01-07 were such.
_WEEKEND = (6, 0)


def days(first: date, last: date) -> frozenset[int]:
    """The day numbers from `first` to `last`, both included."""
    return frozenset((first + timedelta(n)).toordinal() for n in range((last - first).days + 1))
