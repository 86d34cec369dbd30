"""Finds a form for which a condition holds: the proof of what analysis says of rules.

The form is filled in field by field, only with fields that still decide (three-valued logic tells),
with values at and beside the figures that the condition itself compares. What is found is a proof;
that nothing is found within the bound says nothing certain, except where all values were tried.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from fractions import Fraction
from itertools import combinations

from checker.calendar import Calendar
from checker.expression.interpret import DivisionByZero, deciding, evaluate
from checker.expression.scope import SETTING
from checker.expression.tree import Ir, below
from checker.forms import FormType
from checker.kinds import Kind, Value

#: How often the condition is evaluated before the search gives up.
TRIES = 4000
_DAY = date(2024, 5, 22).toordinal()  # a Wednesday
_FILLED = "已填·"
_LARGER = (12, 24, 48, 100, 1000, 100_000)
_SPANS = (0, 1, 2, 3, 4, 5, 7, 8, 10, 11, 14, 15, 16, 20, 21, 25, 30, 31, 32, 45, 60, 61, 90, 366)


class Search:
    """Looks for forms of one type of one body."""

    def __init__(self, form: FormType, body: str, calendar: Calendar) -> None:
        """Nothing is looked for yet."""
        self.form, self.body, self.calendar = form, body, calendar
        self.left = 0

    def form_for(
        self, condition: Ir, given: Mapping[str, Value] | None = None
    ) -> dict[str, Value] | None:
        """A form, as short as the search finds, for which the condition is true."""
        self.left = TRIES
        constants = tuple(sorted(_numbers(condition)))
        texts = _texts(condition)
        open_ = _asked(condition)
        found = self._fill(open_, dict(given or {}), constants, texts)
        if found is None:
            return None
        row = {name: value for name, value in found.items() if not name.startswith(_FILLED)}
        for name in _choices(found):
            field = name.removeprefix(_FILLED)
            if found[name] and field not in row:
                row[field] = next(self._values(field, constants, texts.get(field, ())))
        return row if evaluate(condition, row, self.calendar) is True else None

    @property
    def exhausted(self) -> bool:
        """Whether the last search tried everything it knew, so that its silence means something."""
        return self.left > 0

    def _fill(
        self,
        condition: Ir,
        row: dict[str, Value],
        constants: tuple[int | Fraction, ...],
        texts: Mapping[str, tuple[str, ...]],
    ) -> dict[str, Value] | None:
        self.left -= 1
        if self.left <= 0:
            return None
        try:
            held = evaluate(condition, row, self.calendar)
        except DivisionByZero:
            return None
        if held is not None:
            clash = any(not row[n] and n.removeprefix(_FILLED) in row for n in _choices(row))
            return dict(row) if held and not clash else None
        unknown = [f for f in deciding(condition, row, self.calendar) if not f.startswith(SETTING)]
        if not unknown:
            return None
        name = unknown[0]
        for value in self._values(name, constants, texts.get(name, ())):
            found = self._fill(condition, {**row, name: value}, constants, texts)
            if found is not None:
                return found
        return None

    def _values(
        self, name: str, constants: tuple[int | Fraction, ...], texts: tuple[str, ...]
    ) -> Iterator[Value]:
        if name.startswith(_FILLED):
            yield from (True, False)
            return
        field = self.form.by_name[name]
        choices = field.choices_of(self.body)
        kind = field.static(self.body).kind
        if kind is Kind.TEXT:
            yield from dict.fromkeys((*texts, *choices[:3], *choices[-1:], "其他"))
        elif kind is Kind.LIST:
            other = tuple(c for c in choices if c not in texts)[:1]
            own = (*texts, *other)
            yield ()
            for count in dict.fromkeys((1, 2, 3 if len(own) <= 12 else 1, len(texts))):
                yield from combinations(own, count)
        elif kind is Kind.TRUTH:
            yield from (False, True)
        elif kind is Kind.DATE:
            for span in _SPANS:
                yield from dict.fromkeys((_DAY + span, _DAY - span))
            yield from (date(2024, month, 1).toordinal() for month in range(1, 13))
        elif kind is Kind.TIME:
            times = [int(c) for c in constants if 0 <= c <= 1440]
            yield from dict.fromkeys((*times, *(c + 1 for c in times), 480, 600, 840, 1080, 1200))
        else:
            near: list[int | Fraction] = [c for c in constants if c >= 0]
            beside = [c + d for c in near for d in (-1, 1) if c + d >= 0]
            last = max(near, default=1)
            yield from dict.fromkeys(
                (*near, *beside, 0, 1, 2, 3, last * 2 + 1, last * 10, *_LARGER)
            )


def _choices(row: Mapping[str, Value]) -> list[str]:
    """What was chosen to be filled in or not."""
    return [name for name in row if name.startswith(_FILLED)]


def _asked(ir: Ir) -> Ir:
    """The condition with 已填(甲) as a field of its own, not known until it is chosen."""
    if ir[0] == "已填":
        return ("字段", _FILLED + ir[1])
    if ir[0] in ("属于", "含任一", "含全部"):
        return (ir[0], _asked(ir[1]), ir[2])
    if ir[0] in ("常", "比", "字段", "缺设定"):
        return ir
    return tuple(_asked(part) if isinstance(part, tuple) else part for part in ir)


def _numbers(ir: Ir) -> set[int | Fraction]:
    if ir[0] == "常":
        plain = isinstance(ir[1], int) and not isinstance(ir[1], bool)
        return {ir[1]} if plain else set()
    if ir[0] == "比":
        return {Fraction(ir[1], ir[2])}
    return set().union(*(_numbers(part) for part in below(ir)))


def _texts(ir: Ir) -> dict[str, tuple[str, ...]]:
    """Field → the texts with which a condition compares it."""
    found: dict[str, dict[str, None]] = {}

    def walk(part: Ir) -> None:
        if part[0] in ("属于", "含任一", "含全部") and part[1][0] == "字段":
            found.setdefault(part[1][1], {}).update(dict.fromkeys(part[2]))
        elif len(part) == 3 and part[0] in ("=", "≠", "文含", "含"):
            for one, other in ((part[1], part[2]), (part[2], part[1])):
                if one[0] == "字段" and other[0] == "常" and isinstance(other[1], str):
                    found.setdefault(one[1], {})[other[1]] = None
        for inner in below(part):
            walk(inner)

    walk(ir)
    return {name: tuple(texts) for name, texts in found.items()}


def words(row: Mapping[str, Value], form: FormType, body: str) -> str:
    """A form in a few words: 金额 2000 元，情形 无."""
    parts = []
    for name, value in row.items():
        type_ = form.by_name[name].static(body)
        parts.append(f"{name} {type_.shown(value)}")
    return "，".join(parts) or "任何一张表"
