"""The types of operators: what they can stand between, and what unit the result has.

Each function makes the node of an operation whose operands are typed already. A mistake stands
where its operand begins.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from checker import kinds, units
from checker.expression.functions import DAYS, FUNCTIONS
from checker.expression.tokens import ExpressionError
from checker.expression.tree import ZERO, Node, constant, is_zero, to_fen
from checker.forms import suggest
from checker.kinds import Kind, Type

Alike = Mapping[str, tuple[str, ...]]
_ORDERED = frozenset((Kind.NUMBER, Kind.DATE, Kind.TIME, Kind.MONTHDAY))


def must(node: Node, kind: Kind) -> None:
    """Refuses an operand of another kind.

    Raises:
        ExpressionError: it is one.
    """
    if node.type.kind is not kind:
        raise ExpressionError(f"这里要{kind}，写的是{node.type}", node.at)


def must_be_choice(text: str, type_: Type, at: int) -> None:
    """Refuses a text that stands at `at` and cannot be one of a type.

    Raises:
        ExpressionError: names the nearest that can.
    """
    if type_.choices and text not in type_.choices:
        raise ExpressionError(f"没有选项“{text}”；{suggest(text, type_.choices)}", at)


def chain(word: str, parts: Sequence[Node]) -> Node:
    """Conditions joined by 且 or 或; a single operand of any kind is itself.

    Raises:
        ExpressionError: one of several is no condition.
    """
    if len(parts) == 1:
        return parts[0]
    for node in parts:
        must(node, Kind.TRUTH)
    return Node(word, tuple(parts), kinds.TRUTH, parts[0].at)


def negated(node: Node, at: int) -> Node:
    """非 of a condition.

    Raises:
        ExpressionError: it is none.
    """
    must(node, Kind.TRUTH)
    return Node("非", (node,), kinds.TRUTH, at)


def compare(op: str, left: Node, right: Node) -> Node:
    """A comparison; amounts are compared as whole 分.

    Raises:
        ExpressionError: the two cannot be compared so.
    """
    a, b = left.type, right.type
    if a.kind is not b.kind:
        raise ExpressionError(f"{a}和{b}不能比较", right.at)
    if a.kind is Kind.LIST:
        raise ExpressionError("列表不能用“=”比较，用“含”“含任一”“个数(…)”", right.at)
    if op not in "=≠" and a.kind not in _ORDERED:
        raise ExpressionError(f"{a}不分大小，只能用 = 或 ≠", right.at)
    if a.kind is Kind.NUMBER:
        left, right = _same_unit(left, right, "比较")
        if left.type.unit.dims == units.MONEY:
            left, right = to_fen(left), to_fen(right)
    for one, other in ((left, right), (right, left)):
        if one.op == "常" and a.kind is Kind.TEXT:
            must_be_choice(one.args[0], other.type, one.at)
    return Node(op, (left, right), kinds.TRUTH, left.at)


def _same_unit(left: Node, right: Node, what: str) -> tuple[Node, Node]:
    """Both with one unit; a bare 0 takes that of the other."""
    if is_zero(left):
        return replace(left, type=right.type), right
    if is_zero(right):
        return left, replace(right, type=left.type)
    if left.type.unit.dims != right.type.unit.dims:
        one, other = left.type.unit.name or "无单位", right.type.unit.name or "无单位"
        raise ExpressionError(f"单位不同，不能{what}：{one}和{other}", right.at)
    return left, right


def contains(left: Node, right: Node, alike: Alike) -> Node:
    """含: a text of a text, or an item of a list, `alike` ones included where it is written out.

    Raises:
        ExpressionError: they are none, or the item is no choice of the list.
    """
    must(right, Kind.TEXT)
    if left.type.kind is Kind.TEXT:
        return Node("文含", (left, right), kinds.TRUTH, left.at)
    must(left, Kind.LIST)
    if right.op == "常":
        must_be_choice(right.args[0], left.type, right.at)
        return contains_any(left, right.args, alike)
    return Node("含", (left, right), kinds.TRUTH, left.at)


def contains_any(left: Node, texts: tuple[str, ...], alike: Alike) -> Node:
    """Whether a list holds one of the texts, or what means the same (titles of one person)."""
    every = tuple(dict.fromkeys(s for t in texts for s in alike.get(t, (t,))))
    return Node("含任一", (left, every), kinds.TRUTH, left.at)


def contains_all(left: Node, texts: tuple[str, ...], alike: Alike) -> Node:
    """Whether a list holds each of the texts, or what means the same."""
    return chain("且", [contains_any(left, (text,), alike) for text in texts])


def add(op: str, left: Node, right: Node) -> Node:
    """A sum or difference: of numbers, of a day or time and a span, of two days; texts joined.

    Raises:
        ExpressionError: the two cannot be added or subtracted.
    """
    a, b = left.type.kind, right.type.kind
    if a is Kind.TEXT and b is Kind.TEXT and op == "+":
        return Node("并", (left, right), kinds.TEXT, left.at)
    if a is Kind.DATE and b is Kind.DATE and op == "-":
        return Node("日差", (left, right), DAYS, left.at)
    if a is Kind.TIME and b is Kind.TIME and op == "-":
        return Node("-", (left, right), kinds.number(units.of(units.MINUTES)), left.at)
    if a is Kind.NUMBER and b is Kind.NUMBER:
        left, right = _same_unit(left, right, "加减")
        return Node(op, (left, right), replace(left.type, choices=()), left.at)
    if b is Kind.NUMBER:
        dims = right.type.unit.dims
        if a is Kind.DATE and dims in (units.DAYS, units.MONTHS):
            span = minus(right, right.at) if op == "-" else right
            word = "日加" if dims == units.DAYS else "月加"
            return Node(word, (left, span), kinds.DATE, left.at)
        if a is Kind.TIME and dims == units.MINUTES:
            return Node(op, (left, right), kinds.TIME, left.at)
    verb = "相加" if op == "+" else "相减"
    raise ExpressionError(f"{left.type}和{right.type}不能{verb}", right.at)


def minus(node: Node, at: int) -> Node:
    """A number below zero.

    Raises:
        ExpressionError: it is no number.
    """
    must(node, Kind.NUMBER)
    return Node("-", (ZERO, node), node.type, at)


def multiply(op: str, left: Node, right: Node) -> Node:
    """A product or quotient, in the unit of one of the two where its dimensions are those.

    Raises:
        ExpressionError: one is no number.
    """
    must(left, Kind.NUMBER)
    must(right, Kind.NUMBER)
    dims = units.product(left.type.unit.dims, right.type.unit.dims, 1 if op == "×" else -1)
    unit = units.of(dims)
    if dims or op == "×":  # 12 人 ÷ 4 人 is a plain number
        for one in (right.type.unit, left.type.unit):
            if one.dims == dims and one != units.PERCENT:
                unit = one
    return Node(op, (left, right), kinds.number(unit), left.at)


def choice(args: Sequence[Node], at: int) -> Node:
    """如果(condition, yes, no).

    Raises:
        ExpressionError: there are not three, or the two results are of different kinds or units.
    """
    if len(args) != 3:
        raise ExpressionError("“如果”要三项：如果(条件, 是则, 否则)", at)
    condition, yes, no = args
    must(condition, Kind.TRUTH)
    if yes.type.kind is not no.type.kind:
        both = f"一个是{yes.type}，一个是{no.type}"
        raise ExpressionError(f"“如果”的两个结果要同类，{both}", no.at)
    if yes.type.kind is Kind.NUMBER:
        yes, no = _same_unit(yes, no, "二选一")
    return Node("如果", (condition, yes, no), replace(yes.type, choices=()), at)


def call(name: str, args: list[Node], at: int) -> Node:
    """A function of the fixed list.

    Raises:
        ExpressionError: the number of arguments or one of them is wrong.
    """
    function = FUNCTIONS[name]
    least = len(function.args)
    if len(args) != least and not (function.many and len(args) > least):
        count = f"{least} 项" + ("以上" if function.many else "")
        raise ExpressionError(f"“{name}”要 {count}，写了 {len(args)} 项", at)
    result = function.result
    first = args[0].type
    ordered = result is None and function.many and first.kind in _ORDERED
    for i, arg in enumerate(args):
        must(arg, first.kind if ordered else function.args[min(i, least - 1)])
        if result is None and first.kind is Kind.NUMBER:
            args[i] = _same_unit(args[0], arg, "放在一起")[1]
    if result is None:
        result = replace(first, choices=())
    step = (constant(units.whole(first.unit.scale), kinds.NUMBER, at),) if function.scaled else ()
    return Node("函", (name, *args, *step), result, at)
