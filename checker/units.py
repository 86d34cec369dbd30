"""Units: what a number counts, its exact base, and how it is shown.

Inside the checker a quantity is a bare exact number in the base of its unit: 元 in 分, 天 in half
days, 小时 in minutes, % as a ratio. The unit itself is static: it is known when an expression is
compiled and never travels with the value. Words that only count things (人, 次, 趟, 家, 字 …) have
no dimension, so that 趟数 × 20元 is an amount.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from functools import cache

Number = int | Fraction
Dims = tuple[tuple[str, int], ...]

#: Unit → dimension and how many base steps one of it has.
_BASE: dict[str, tuple[str, int]] = {
    "元": ("元", 100),
    "万元": ("元", 1_000_000),
    "天": ("天", 2),
    "周": ("天", 14),
    "分钟": ("时", 1),
    "小时": ("时", 60),
    "月": ("月", 1),
    "年": ("月", 12),
    "公里": ("公里", 1),
    "公升": ("公升", 1),
}
#: How a text may write a unit.
SPELLINGS: dict[str, tuple[str, ...]] = {
    "元": ("元", "圆", "块钱"),
    "天": ("个工作日", "工作日", "个自然日", "自然日", "天", "日"),
    "周": ("个星期", "星期", "周"),
    "分钟": ("分钟",),
    "小时": ("个小时", "小时", "个钟头"),
    "月": ("个月", "月"),
    "年": ("周年", "年"),
    "公里": ("公里", "千米", "km"),
    "公升": ("公升", "升"),
    "%": ("%", "％"),
}
_SPELLED = {word: unit for unit, words in SPELLINGS.items() for word in words}
_COUNT = re.compile(r"[一-鿿]{1,4}")
MONEY: Dims = (("元", 1),)
DAYS: Dims = (("天", 1),)
MONTHS: Dims = (("月", 1),)
MINUTES: Dims = (("时", 1),)
#: Dimension → the unit in which what is computed is shown.
_MAIN = {"元": "元", "天": "天", "时": "分钟", "月": "月", "公里": "公里", "公升": "公升"}


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit.

    Attributes:
        dims: its dimensions with their powers, sorted; () for counts, ratios and plain numbers.
        scale: base steps in one of it.
        name: as people read it; "" for a plain number.
    """

    dims: Dims
    scale: Fraction
    name: str

    def base(self, number: Number) -> Number:
        """The value in base steps of `number` of this unit."""
        return whole(number * self.scale)

    def text(self, value: Number) -> str:
        """A base value as a decimal string."""
        steps = self.scale.numerator
        if isinstance(value, int) and self.scale.denominator == 1 and value >= 0:
            units, rest = divmod(value, steps)
            if not rest:
                return str(units)
            if steps == 100:  # 分 of 元: by far the most frequent
                return f"{units}.{rest:02d}".rstrip("0")
        return decimal(value / self.scale)

    def shown(self, value: Number) -> str:
        """A base value as people read it: 70 元, 1.5 天, 90%."""
        text = self.text(value)
        if self.name == "%":
            return f"{text}%"
        return f"{text} {self.name}" if self.name else text


PLAIN = Unit((), Fraction(1), "")
PERCENT = Unit((), Fraction(1, 100), "%")


@cache
def parse(text: str) -> Unit | None:
    """The unit that `text` names, in any spelling: 天, 个工作日, 公升/公里, %, 趟; else None."""
    top, _, bottom = text.partition("/")
    first = _single(top)
    if first is None or not bottom:
        return first
    second = _single(bottom)
    if second is None:
        return None
    dims = product(first.dims, second.dims, -1)
    name = f"{first.name}/{second.name}" if second.dims else first.name
    return Unit(dims, first.scale / second.scale, name)


def _single(text: str) -> Unit | None:
    if text in ("", "数"):
        return PLAIN
    name = _SPELLED.get(text, text)
    if name == "%":
        return PERCENT
    if name in _BASE:
        dim, scale = _BASE[name]
        return Unit(((dim, 1),), Fraction(scale), name)
    return Unit((), Fraction(1), text) if _COUNT.fullmatch(text) else None


def spellings(name: str) -> tuple[str, ...]:
    """How texts write a single unit, whichever spelling `name` is; () for a plain number."""
    if name in ("", "数"):
        return ()
    return SPELLINGS.get(_SPELLED.get(name, name), (name,))


@cache
def of(dims: Dims) -> Unit:
    """The unit in which a computed quantity of these dimensions is shown."""
    if not dims:
        return PLAIN
    names: tuple[list[str], list[str]] = ([], [])
    scale = Fraction(1)
    for dim, power in dims:
        unit = _single(_MAIN[dim])
        assert unit is not None
        scale *= unit.scale**power
        names[power < 0].extend([_MAIN[dim]] * abs(power))
    bottom = "/".join(names[1])
    return Unit(dims, scale, "·".join(names[0]) + (f"/{bottom}" if bottom else ""))


def product(a: Dims, b: Dims, power: int) -> Dims:
    """The dimensions of a × b (`power` 1) or a ÷ b (-1)."""
    found = dict(a)
    for dim, exponent in b:
        found[dim] = found.get(dim, 0) + power * exponent
    return tuple(sorted((d, p) for d, p in found.items() if p))


def whole(number: Number) -> Number:
    """The same number, as an int where it is whole."""
    if isinstance(number, Fraction) and number.denominator == 1:
        return number.numerator
    return number


def divide(number: Number, by: Number) -> Number:
    """The exact quotient; `by` is not 0."""
    if isinstance(number, int) and isinstance(by, int) and not number % by:
        return number // by
    return whole(Fraction(number) / by)


def divide_half_up(number: Number, by: Number) -> int:
    """The quotient rounded to a whole base step; `by` is not 0."""
    if isinstance(number, int) and isinstance(by, int) and number >= 0 < by:
        return (2 * number + by) // (2 * by)
    return half_up(divide(number, by))


def half_up(number: Number, step: int = 1) -> int:
    """The nearest multiple of `step` base steps; halves away from zero."""
    if isinstance(number, int) and step == 1:
        return number
    scaled = Fraction(number) / step
    sign = -1 if scaled < 0 else 1
    doubled = abs(scaled) * 2 + 1
    return sign * (doubled.numerator // (2 * doubled.denominator)) * step


def decimal(number: Number, digits: int = 2) -> str:
    """A decimal string: exact where it ends within 12 digits, else rounded to `digits`."""
    number = Fraction(number)
    if number.denominator == 1:
        return str(number.numerator)
    for places in range(1, 13):
        scaled = number * 10**places
        if scaled.denominator == 1:
            return _point(scaled.numerator, places)
    text = _point(half_up(number * 10**digits), digits)
    return text.rstrip("0").rstrip(".")


def _point(scaled: int, places: int) -> str:
    sign, digits = ("-" if scaled < 0 else ""), str(abs(scaled)).rjust(places + 1, "0")
    return f"{sign}{digits[:-places]}.{digits[-places:]}"
