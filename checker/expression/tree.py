"""The typed tree of an expression and the intermediate form (IR) that evaluators share.

IR is made of plain tuples, texts, whole numbers and truths, so that it can be written as JSON:

    ("常", value)              a truth, whole number, text or tuple of texts
    ("比", n, d)               the ratio n/d
    ("字段", name)             a field of the form
    ("缺设定", name)           a setting that the body has not made: never known
    ("且", a, b, …) ("或", …) ("非", a)
    ("=", a, b) ("≠" "<" "≤" ">" "≥")
    ("属于", a, texts) ("含", list, a) ("含任一", list, texts)
    ("文含", text, a)          whether a text holds another
    ("+", a, b) ("-" "×" "÷")  exact; ("并", a, b) joins texts
    ("日加", day, half-days) ("月加", day, months) ("日差", day, day)
    ("分", a)                  rounded to a whole 分
    ("已填", name)             whether a field is filled in; never unknown
    ("如果", c, a, b)
    ("函", name, a, …)         a function of `functions.FUNCTIONS`
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from checker import kinds
from checker.kinds import Type, Value

Ir = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Node:
    """One node of the typed tree.

    Attributes:
        op: operator of the IR.
        args: what follows it in the IR: nodes, or plain values of a leaf.
        type: its static type.
        at: where it begins, in characters from 0.
        name: of a leaf that stands for a figure of the text: the hole's name.
    """

    op: str
    args: tuple[Any, ...]
    type: Type
    at: int
    name: str = ""

    @property
    def ir(self) -> Ir:
        """The intermediate form."""
        return (self.op, *(a.ir if isinstance(a, Node) else a for a in self.args))

    @property
    def nodes(self) -> tuple[Node, ...]:
        """The nodes right below."""
        return tuple(a for a in self.args if isinstance(a, Node))


def below(ir: Ir) -> tuple[Ir, ...]:
    """The IRs right below one: its arguments that are IRs themselves."""
    if ir[0] in _LEAVES:
        return ()
    if ir[0] in _WITH_TEXTS:
        return (ir[1],)
    return tuple(a for a in ir[1:] if isinstance(a, tuple))


def size(ir: Ir) -> int:
    """How many nodes it has."""
    return 1 + sum(size(part) for part in below(ir))


def fields(ir: Ir) -> frozenset[str]:
    """The fields that an IR reads."""
    if ir[0] in ("字段", "已填"):
        return frozenset((ir[1],))
    return frozenset().union(*(fields(a) for a in below(ir)))


_LEAVES = frozenset(("常", "比", "缺设定", "字段", "已填"))
_WITH_TEXTS = frozenset(("属于", "含任一"))


def constant(value: Value, type_: Type, at: int) -> Node:
    """The leaf of a known value."""
    if isinstance(value, Fraction):
        return Node("比", (value.numerator, value.denominator), type_, at)
    return Node("常", (value,), type_, at)


ZERO = Node("常", (0,), kinds.NUMBER, 0)


def is_zero(node: Node) -> bool:
    """Whether it is a bare 0, which fits every unit."""
    return node.op == "常" and node.args == (0,) and not node.type.unit.dims and not node.name


#: Operators whose result is a whole number of base steps if their operands are.
_WHOLE = frozenset("+-")


def to_fen(node: Node) -> Node:
    """The amount, rounded to a whole 分 where it may not be one."""
    return node if _is_whole(node) else Node("分", (node,), node.type, node.at)


def _is_whole(node: Node) -> bool:
    if node.op in ("常", "字段", "缺设定", "分"):
        return True
    return node.op in _WHOLE and all(_is_whole(n) for n in node.nodes)
