"""The static types of the checker: what a field, a figure or an expression is.

Run-time values are plain: True/False, exact numbers in the base of their unit (see `units`), str,
tuples of str, day numbers (date.toordinal) and minutes since midnight. None is "not known".
"""

from __future__ import annotations

import enum
from dataclasses import dataclass
from datetime import date

from checker.units import PLAIN, Number, Unit

Value = bool | Number | str | tuple[str, ...] | None


class Kind(enum.StrEnum):
    """What kind of value; the words are those of error messages."""

    NUMBER = "数"
    TRUTH = "是非"
    TEXT = "文字"
    LIST = "列表"
    DATE = "日期"
    TIME = "时刻"
    MONTHDAY = "月日"


@dataclass(frozen=True, slots=True)
class Type:
    """A static type.

    Attributes:
        kind: the kind of value.
        unit: unit of a number, `PLAIN` for everything else.
        choices: the texts that are possible, where they are known: for typing errors in literals.
    """

    kind: Kind
    unit: Unit = PLAIN
    choices: tuple[str, ...] = ()

    def __str__(self) -> str:
        if self.kind is Kind.NUMBER and self.unit.name:
            return f"数（{self.unit.name}）"
        return self.kind.value

    def shown(self, value: Value) -> str:
        """A value as a clerk reads it: 70 元, 2024-05-31, 电话."""
        if value is None:
            return "未填"
        match self.kind:
            case Kind.NUMBER:
                assert not isinstance(value, str | tuple)
                return self.unit.shown(value)
            case Kind.TRUTH:
                return "是" if value else "否"
            case Kind.LIST:
                assert isinstance(value, tuple)
                return "、".join(value) if value else "无"
            case Kind.DATE:
                assert isinstance(value, int)
                return date.fromordinal(value).isoformat()
            case Kind.TIME:
                assert isinstance(value, int)
                return f"{value // 60:02d}:{value % 60:02d}"
            case Kind.MONTHDAY:
                assert isinstance(value, int)
                return f"{value // 100}月{value % 100}日"
            case _:
                return str(value)


TRUTH = Type(Kind.TRUTH)
TEXT = Type(Kind.TEXT)
LIST = Type(Kind.LIST)
DATE = Type(Kind.DATE)
TIME = Type(Kind.TIME)
MONTHDAY = Type(Kind.MONTHDAY)
NUMBER = Type(Kind.NUMBER)


def number(unit: Unit) -> Type:
    """The type of a number with a unit."""
    return Type(Kind.NUMBER, unit)
