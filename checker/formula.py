"""How a computed value came about, in words: 200 元 × 2 趟 = 400 元."""

from __future__ import annotations

from dataclasses import replace

from checker.calendar import Calendar
from checker.expression.functions import FUNCTIONS
from checker.expression.interpret import Row, evaluate
from checker.expression.tree import Ir, Node
from checker.kinds import Type

Part = str | tuple[Ir, Type]
_LEAVES = frozenset(("常", "比", "字段", "缺设定", "已填"))
_LEVEL = {"+": 1, "-": 1, "日加": 1, "月加": 1, "日差": 1, "并": 1, "×": 2, "÷": 2}
_SIGN = {"日加": "+", "月加": "+", "日差": "-", "并": "+"}
Template = tuple[Part, ...]


def template(node: Node) -> Template:
    """The parts of a formula: signs as they are, leaves to be filled in; () for a bare leaf."""
    while node.op == "分":
        node = node.nodes[0]
    return () if node.op in _LEAVES else tuple(_parts(node, 0))


def _parts(node: Node, above: int) -> list[Part]:
    if node.op == "分":
        return _parts(node.nodes[0], above)
    if node.op in _LEAVES or (node.op == "如果" and node.nodes[0].op == "已填"):
        # A field, or the setting that stands for it, is one value.
        return [(node.ir, replace(node.type, choices=()))]
    level = _LEVEL.get(node.op)
    if level is None:
        if node.op not in ("函", "如果"):
            return [(node.ir, replace(node.type, choices=()))]
        name, shown = "如果", node.nodes
        if node.op == "函":
            name = node.args[0]
            if FUNCTIONS[name].scaled:
                shown = shown[:-1]
        inner: list[Part] = []
        for n, arg in enumerate(shown):
            inner += [*([", "] if n else []), *_parts(arg, 0)]
        return [f"{name}(", *inner, ")"]
    left, right = node.nodes
    sign = _SIGN.get(node.op, node.op)
    if node.op in ("日加", "月加") and right.op == "-" and right.nodes[0].ir == ("常", 0):
        # A day minus days is kept as a day plus (0 - days).
        sign, right = "-", right.nodes[1]
    # a - (b + c), a ÷ (b × c): the right side needs brackets at its own level too.
    parts = [
        *_parts(left, level),
        f" {sign} ",
        *_parts(right, level + (node.op in ("-", "÷"))),
    ]
    return ["(", *parts, ")"] if level < above else parts


def render(found: Template, row: Row, calendar: Calendar, result: str) -> str:
    """The formula of a form, with its result."""
    words = (
        part if isinstance(part, str) else part[1].shown(evaluate(part[0], row, calendar))
        for part in found
    )
    return "".join(words) + f" = {result}"
