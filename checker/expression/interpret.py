"""The reference evaluator, node by node; and what is still unknown.

`compile` does the same faster; a test holds the two together. None is "not known" (Kleene).
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

from checker import units
from checker.calendar import Calendar
from checker.expression.functions import FUNCTIONS, add_days, add_months
from checker.expression.scope import SETTING
from checker.expression.tree import Ir, below, fields
from checker.kinds import Value

Row = Mapping[str, Value]


class DivisionByZero(ArithmeticError):
    """A form's figures make a divisor zero. `fields`: those that the divisor reads."""

    def __init__(self, read: tuple[str, ...]) -> None:
        self.fields = read
        super().__init__("除数为零")


def evaluate(ir: Ir, row: Row, calendar: Calendar) -> Any:
    """The value of an expression for a form; None where it is not known.

    Raises:
        DivisionByZero: a divisor is zero.
    """
    op = ir[0]
    plain = _PAIRS.get(op)
    if plain is not None:
        left, right = evaluate(ir[1], row, calendar), evaluate(ir[2], row, calendar)
        return None if left is None or right is None else plain(left, right)
    match op:
        case "字段":
            return row.get(ir[1])
        case "常":
            return ir[1]
        case "比":
            return Fraction(ir[1], ir[2])
        case "缺设定":
            return None
        case "已填":
            return row.get(ir[1]) is not None
        case "且" | "或":
            decisive = op == "或"
            result: bool | None = not decisive
            for part in ir[1:]:
                value = evaluate(part, row, calendar)
                if value is decisive:
                    return decisive
                if value is None:
                    result = None
            return result
        case "非":
            value = evaluate(ir[1], row, calendar)
            return None if value is None else not value
        case "如果":
            condition = evaluate(ir[1], row, calendar)
            if condition is None:
                yes, no = (evaluate(part, row, calendar) for part in ir[2:])
                return yes if yes == no else None
            return evaluate(ir[2] if condition else ir[3], row, calendar)
    values = [evaluate(part, row, calendar) for part in below(ir)]
    if any(value is None for value in values):
        return None
    if op == "函":
        return FUNCTIONS[ir[1]].run(calendar, *values)
    if op == "÷":
        if values[1] == 0:
            raise DivisionByZero(tuple(sorted(fields(ir[2]))))
        return units.divide(*values)
    if op in _WITH_TEXTS:
        return _WITH_TEXTS[op](values[0], ir[2])
    assert op == "分", op
    return units.half_up(values[0])


_WITH_TEXTS: dict[str, Callable[[Any, Any], bool]] = {
    "属于": lambda a, texts: a in texts,
    "含任一": lambda a, texts: any(t in a for t in texts),
}
#: Operators of two operands.
_PAIRS: dict[str, Callable[..., Any]] = {
    "=": operator.eq,
    "≠": operator.ne,
    "<": operator.lt,
    "≤": operator.le,
    ">": operator.gt,
    "≥": operator.ge,
    "+": operator.add,
    "-": operator.sub,
    "×": lambda a, b: units.whole(a * b),
    "并": operator.add,
    "含": lambda a, b: b in a,
    "文含": lambda a, b: b in a,
    "日加": add_days,
    "月加": add_months,
    "日差": lambda a, b: 2 * (a - b),
}


def deciding(ir: Ir, row: Row, calendar: Calendar) -> tuple[str, ...]:
    """The fields that would decide an unknown expression, in the order in which it reads them.

    Only those that still matter: a part that is known, or that the known parts outweigh, asks for
    nothing. A missing setting is named 设定·name. () where the expression is known.
    """
    found: dict[str, None] = {}
    _decide(ir, row, calendar, found)
    return tuple(found)


def _decide(ir: Ir, row: Row, calendar: Calendar, found: dict[str, None]) -> None:
    if evaluate(ir, row, calendar) is not None:
        return
    if ir[0] == "字段":
        found[ir[1]] = None
    elif ir[0] == "缺设定":
        found[SETTING + ir[1]] = None
    elif ir[0] == "如果":
        condition = evaluate(ir[1], row, calendar)
        if ir[1][0] == "已填" and ir[2] == ("字段", ir[1][1]):
            found[ir[1][1]] = None  # either would do: the field, or the setting that stands for it
        for part in (ir[1], *ir[2:]) if condition is None else (ir[2] if condition else ir[3],):
            _decide(part, row, calendar, found)
    else:
        for part in below(ir):
            _decide(part, row, calendar, found)
