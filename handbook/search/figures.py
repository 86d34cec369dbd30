"""Figures (number, unit, comparison) in texts and queries, in whatever form they are written.

2000元以上 = 二千元以上 = 2,000 元以上; 半天 = 0.5天; 超过两天 = >2天. Works on folded text only.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from handbook import numerals

_HAN = "零〇一二三四五六七八九十百千万亿两廿卅壹贰叁肆伍陆柒捌玖拾佰仟"
_SCALE = {"百": 100.0, "千": 1000.0, "万": 10000.0, "亿": 100000000.0}
_ORDINAL = "第"
_LARGEST = 10**15  # 一亿亿亿… is no figure
#: The unit of times of day (8:00 is 8点).
CLOCK = "点"


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit of figures: its word, what kind of thing it counts, its size, other words for it."""

    name: str
    kind: str
    size: float
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure at `start:end` of a folded text; the comparison is not part of that range.

    Attributes:
        value: in `unit`.
        unit: name of the unit; "" where none stands behind the number.
        op: `=`, `<`, `<=`, `>`, `>=`, or `-` for a range.
        last: the end of a range; else as `value`.
    """

    value: float
    unit: str
    op: str
    start: int
    end: int
    last: float


class FigureReader:
    """Finds figures; built from the tables of `language.yml`."""

    def __init__(
        self,
        units: tuple[Unit, ...],
        before: tuple[tuple[str, str], ...],
        after: tuple[tuple[str, str], ...],
    ) -> None:
        """`before`, `after`: words of comparison with their operator."""
        self.units = {unit.name: unit for unit in units}
        self._names = {word: unit.name for unit in units for word in (unit.name, *unit.words)}
        self._before = sorted(before, key=_longest)
        self._after = sorted(after, key=_longest)
        words = "|".join(re.escape(w) for w in sorted(self._names, key=lambda w: (-len(w), w)))
        self._number = re.compile(
            rf"([0-9]{{1,2}}):([0-9]{{2}})(?![0-9])"
            rf"|(?:([0-9]+(?:\.[0-9]+)?)([百千万亿]*)|([{_HAN}]+|半))[多余]?({words})?(半)?"
        )

    def find(self, folded: str, bare: bool = False) -> list[Figure]:
        """All figures, in order. Numbers in digits without unit only if `bare`."""
        found: list[Figure] = []
        before: Figure | None = None
        for match in self._number.finditer(folded):
            start, end = match.span()
            if start and folded[start - 1] == _ORDINAL:
                continue
            if match[1]:
                hours = float(match[1]) + float(match[2]) / 60.0
                found.append(Figure(hours, CLOCK, "=", start, end, hours))
                continue
            unit = self._names.get(match[6] or "", "")
            value = _value(match)
            if value is None:
                continue
            if match[7]:
                value += 0.5
            op = self._op(folded, start, end)
            last = Figure(value, unit, op, start, end, value)
            if before and _joined(before, unit, value, folded[before.end : start]):
                if found and found[-1] is before:
                    found.pop()
                last = Figure(before.value, unit, "-", before.start, end, value)
            before = last
            if unit or (bare and match[3] and not match[7]):
                found.append(last)
        return found

    def _op(self, folded: str, start: int, end: int) -> str:
        for word, op in self._before:
            if folded.endswith(word, 0, start):
                return op
        for word, op in self._after:
            if folded.startswith(word, end):
                return op
        return "="

    def alike(self, asked: Figure, found: Figure) -> float:
        """How well a figure of a text answers one of a query: 1 the same … 0 nothing to do."""
        if asked.unit == "":
            return 0.7 if asked.value == found.value else 0.0
        own, other = self.units[asked.unit], self.units.get(found.unit)
        if other is None or other.kind != own.kind:
            return 0.0
        if other.name != own.name and own.kind not in ("duration", "length", "percent"):
            return 0.0
        a, b = asked.value * own.size, found.value * other.size
        if a == b:
            exact = 1.0 if own.name == other.name else 0.9
            same = asked.op == found.op or asked.op == "="
            return exact if same else 0.85 * exact
        if found.op == "-":
            return 0.6 if a <= found.last * other.size and a >= b else 0.0
        if asked.op == "=" and found.op != "=" and _within(a, found.op, b):
            return 0.3
        return 0.0


def _joined(low: Figure, unit: str, value: float, between: str) -> bool:
    """Whether a figure and the one before are the ends of a range: 1000元-2000元, 3至5天."""
    return (
        low.op == "="
        and low.unit in ("", unit)
        and low.value < value
        and between in ("~", "至", "到")
    )


def _longest(pair: tuple[str, str]) -> tuple[int, str]:
    return (-len(pair[0]), pair[0])


def _within(a: float, op: str, b: float) -> bool:
    return a > b if op[0] == ">" else a < b


def _value(match: re.Match[str]) -> float | None:
    if match[3]:
        value = float(match[3])
        for scale in match[4]:
            value *= _SCALE[scale]
        return value
    if match[5] == "半":
        return 0.5
    whole = numerals.parse(match[5])
    if whole is None or whole > _LARGEST:
        return None
    return float(whole)
