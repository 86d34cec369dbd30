"""Figures as texts and people write them: 1,234.50, ８０, 五百, 半, 百分之九十, 5月1日, 下午2点半.

One reader serves the holes of quotes, the values of forms and the search for figures in texts. It
never guesses: what is no figure gives None.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cache

from checker import kinds, units
from checker.kinds import Type, Value
from checker.units import Number
from handbook import numerals

#: Full-width digits and signs to half-width.
FOLD = str.maketrans("０１２３４５６７８９．，：％－－", "0123456789.,:%--")
#: Characters of Chinese numerals, those of cheques (壹贰叁 …) included.
HAN = numerals.HAN + "亿壹贰叁肆伍陆柒捌玖拾佰仟"
#: A digit, half or full width; those of other scripts are none in a Chinese text.
_D = "[0-9０-９]"
#: A number: 1,234.50, 5万, 五百, 半. No label, no sign.
NUMBER = rf"(?:{_D}+(?:[,，]{_D}{{3}})*(?:[.．]{_D}+)?[百千万亿]?|[{HAN}]+|半)"
_DIGITS = re.compile(r"([0-9]+(?:,[0-9]{3})*)(\.[0-9]+)?([百千万亿]?)")
_POWERS = {"": 1, "百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000}
_YEAR = rf"(?:{_D}{{4}}|[〇○零一二三四五六七八九]{{4}})"
_DAY = rf"(?:{_D}{{1,2}}|[{HAN}]{{1,3}})"
_LONGEST = 40
DATE_PATTERN = rf"{_YEAR}年{_DAY}月{_DAY}[日号]"


def read_number(text: str) -> Number | None:
    """The exact number that `text` writes, without unit or sign; None where it is none."""
    text = text.translate(FOLD).strip()
    if not text or len(text) > _LONGEST:
        return None
    if text == "半":
        return Fraction(1, 2)
    found = _DIGITS.fullmatch(text)
    if found:
        digits = found[1].replace(",", "") + (found[2] or "")
        return units.whole(Fraction(digits) * _POWERS[found[3]])
    return None if text.isascii() else numerals.parse(text)


def read_amount(text: str, unit: str) -> Number | None:
    """The number of a single unit: 3天, 一天半, 80; without sign. None where it is none."""
    found = _amount(unit).fullmatch(text)
    if not found or (found[2] and found[1] == "半"):  # 半半 is no amount
        return None
    number = read_number(found[1])
    return number + Fraction(1, 2) if found[2] and number is not None else number


@cache
def _amount(unit: str) -> re.Pattern[str]:
    """A number; the unit, in any spelling, and 半 may follow it. Groups: number, 半."""
    words = _spellings(unit)
    return re.compile(rf"({NUMBER})(?:{words})?(半)?" if words else rf"({NUMBER})()")


def _spellings(unit: str) -> str:
    return "|".join(map(re.escape, units.spellings(unit)))


@dataclass(frozen=True, slots=True)
class Hole:
    """What can be read from a text: its pattern, its reader, the type of the value.

    `pattern` has no capturing group and matches text without white space.
    """

    pattern: str
    read: Callable[[str], Value]
    type: Type


def hole(kind: str) -> Hole | None:
    """The hole of a kind: 日期, 月日, 月份, 号, 时刻, 数, %, or a unit; None for anything else."""
    if kind in _SPECIAL:
        return _SPECIAL[kind]
    unit = units.parse(kind)
    return None if unit is None else _quantity(kind, unit)


def _quantity(kind: str, unit: units.Unit) -> Hole:
    top, _, bottom = kind.partition("/")
    tail = rf"(?:/(?:{_spellings(bottom)}))?" if bottom else ""
    own = re.compile(f"({_bare(_amount(top).pattern)}){tail}")

    def read(text: str) -> Value:
        found = own.fullmatch(text)
        number = read_amount(found[1], top) if found else None
        return None if number is None else unit.base(number)

    return Hole(_bare(own.pattern), read, kinds.number(unit))


def _bare(pattern: str) -> str:
    """The pattern without capturing groups."""
    return re.sub(r"\((?!\?)", "(?:", pattern)


def _percent(text: str) -> Value:
    text = text.translate(FOLD).removeprefix("百分之").removesuffix("%")
    number = read_number(text)
    return None if number is None else units.PERCENT.base(number)


def read_date(text: str) -> int | None:
    """The day number of 2017年4月14日, 二〇二四年三月五日; None where there is no such day."""
    year, month, day = (read_number(p) for p in re.split("[年月日号]", text.translate(FOLD))[:3])
    try:
        return date(_int(year), _int(month), _int(day)).toordinal()
    except ValueError:
        return None


def _int(number: Number | None) -> int:
    if isinstance(number, int) and number < 10_000:
        return number
    raise ValueError(number)


def _month_day(text: str) -> Value:
    month, day = (read_number(p) for p in re.split("[月日号]", text.translate(FOLD))[:2])
    try:
        date(2024, _int(month), _int(day))
    except ValueError:
        return None
    return _int(month) * 100 + _int(day)


_TIME = re.compile(rf"(上午|下午|早上|早晨|中午|晚上|早|晚)?({_DAY})[:：点时](?:(半)|({_DAY}))?分?")
#: Part of the day → the hours that a clock of twelve hours calls so, of which 12 more have passed.
_LATER = {"中午": range(1, 4), "下午": range(1, 12), "晚上": range(5, 13), "晚": range(5, 13)}


def read_time(text: str) -> int | None:
    """Minutes since midnight of 08:30, 8点半, 下午5时30分, 晚上12点; None where it is no time.

    晚上1点 is none either: it may be that of the next morning.
    """
    found = _TIME.fullmatch(text.translate(FOLD).replace("整", ""))
    if not found:
        return None
    hour, minute = read_number(found[2]), 30 if found[3] else read_number(found[4] or "0")
    if hour is None or minute is None:
        return None
    if hour in _LATER.get(found[1], ()):
        hour += 12
    elif found[1] in ("晚上", "晚") and hour < 12:
        return None
    total = hour * 60 + minute
    return int(total) if minute < 60 and total <= 24 * 60 else None


def _whole(text: str) -> Value:
    found = re.match(NUMBER, text)
    return read_number(found[0]) if found else None


def _day_of_month(text: str) -> Value:
    """The day; of 上旬 and 中旬 the last one."""
    return {"上旬": 10, "中旬": 20}.get(text) or _whole(text)


_SPECIAL: dict[str, Hole] = {
    "%": Hole(rf"(?:百分之{NUMBER}|{NUMBER}[%％])", _percent, kinds.number(units.PERCENT)),
    "日期": Hole(DATE_PATTERN, read_date, kinds.DATE),
    "月日": Hole(rf"{_DAY}月{_DAY}[日号]", _month_day, kinds.MONTHDAY),
    "月份": Hole(rf"{_DAY}(?:月份|月)?", _whole, kinds.NUMBER),
    "号": Hole(rf"(?:{_DAY}[日号]?|[上中]旬)", _day_of_month, kinds.NUMBER),
    "时刻": Hole(_bare(_TIME.pattern), read_time, kinds.TIME),
}
