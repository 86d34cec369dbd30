"""Makes regulations/calendar.yml. Run by hand when a new year is announced; needs chinesecalendar.

    python scripts/holidays.py > calendar.yml

The package (MIT) keeps the days of the yearly notices of 国务院办公厅 as tables. It is no
dependency of the project: install it in an environment of its own.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date, timedelta

from chinese_calendar.constants import holidays, workdays

#: The oldest text of the handbook is of 2013-02; leave of the year before still counts then.
FIRST = 2012


def periods(days: Collection[date]) -> Iterator[tuple[date, date]]:
    """Days as periods of one year each, first and last day included."""
    for day in sorted(days):
        before = day - timedelta(1)
        if before in days and before.year == day.year:
            continue
        last = day
        while last + timedelta(1) in days and (last + timedelta(1)).year == day.year:
            last += timedelta(1)
        yield day, last


def lines(days: Collection[date]) -> Iterator[str]:
    """The days as they stand in the file, under their years."""
    year = 0
    for first, last in periods(frozenset(d for d in days if d.year >= FIRST)):
        if first.year != year:
            year = first.year
            yield f"# {year}"
        yield f"- {first}" + (f"至{last}" if last != first else "")


if __name__ == "__main__":
    end = max(d.year for d in holidays)
    print(
        f"# 全国放假和调休上班的日子（国务院办公厅历年通知，{FIRST} 至 {end} 年）；各单位共用。\n"
        "# 单位另有安排的，写在自己的 settings.yml。新的一年公布后用 scripts/holidays.py 重做。"
    )
    for name, days in (("holidays", holidays), ("workdays", workdays)):
        print(f"{name}:", *lines(days), sep="\n")
