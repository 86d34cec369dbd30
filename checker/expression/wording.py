"""A typed expression in Chinese: exactly what it says, in the words of a person.

Every operator and function has its words here; `tests/test_wording.py` fails where one has none.
Figures are shown with their units, as they were read out of the texts.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from checker.expression.functions import FUNCTIONS
from checker.expression.scope import SETTING
from checker.expression.tree import Node
from checker.kinds import Kind

#: How tightly what a node becomes holds together; a looser one inside a tighter is bracketed.
_LOOSEST, _OR, _AND, _STATEMENT, _SUM, _PRODUCT, _WORD = range(7)
_DATED = frozenset((Kind.DATE, Kind.TIME, Kind.MONTHDAY))
_ORDER = {"<": "小于", "≤": "不超过", ">": "超过", "≥": "不少于", "=": "等于", "≠": "不等于"}
_TIMES = {"<": "早于", "≤": "不晚于", ">": "晚于", "≥": "不早于", "=": "正是", "≠": "不是"}
_SIGNS = {
    "+": (_SUM, "+"), "-": (_SUM, "−"), "并": (_SUM, "后面接"), "×": (_PRODUCT, "×"),
    "÷": (_PRODUCT, "÷"),
}  # fmt: skip
_Say = Callable[..., str]
#: Function → its words; those of a truth come twice, the second time denied.
CALLS: dict[str, tuple[_Say, _Say | None]] = {
    "工作日": (lambda d: f"{d}是工作日", lambda d: f"{d}不是工作日"),
    "工作日数": (lambda a, b: f"{a}至{b}（首尾都算）的工作日数", None),
    "工作日后": (lambda d, n: f"{d}之后第 {n}（只数工作日）的那一天", None),
    "顺延": (lambda d: f"{d}（遇休息日顺延到工作日）", None),
    "月初": (lambda d: f"{d}那个月的第一天", None),
    "月末": (lambda d: f"{d}那个月的最后一天", None),
    "年份": (lambda d: f"{d}的年份", None),
    "月份": (lambda d: f"{d}的月份", None),
    "日号": (lambda d: f"{d}的日（几号）", None),
    "季度": (lambda d: f"{d}的季度", None),
    "星期": (lambda d: f"{d}的星期（一至日记作 1 至 7）", None),
    "当月第几个": (lambda d: f"{d}在当月同一星期几里的次序", None),
    "月日": (lambda d: f"{d}的月日", None),
    "日期": (lambda y, m, d: f"年为{y}、月为{m}、日为{d}的日期", None),
    "期间内": (
        lambda d, a, b: f"{d}在 {a}至 {b}之间（首尾都算）",
        lambda d, a, b: f"{d}不在 {a}至 {b}之间（首尾都算）",
    ),
    "满月": (lambda a, b: f"从{a}到{b}满的月数", None),
    "满年": (lambda a, b: f"从{a}到{b}满的年数", None),
    "个数": (lambda x: f"{x}的项数", None),
    "字数": (lambda x: f"{x}的字数", None),
    "最小": (lambda *x: f"{'、'.join(x)}中最小的", None),
    "最大": (lambda *x: f"{'、'.join(x)}中最大的", None),
    "绝对值": (lambda x: f"{x}的绝对值", None),
    "取整": (lambda x: f"{x}舍去零头", None),
    "进整": (lambda x: f"{x}的零头进整", None),
}


def words(node: Node) -> str:
    """An expression in words: 餐别是“中餐”，并且接待日期是工作日."""
    return _clause(node, _LOOSEST) if node.type.kind is Kind.TRUTH else _words(node, _LOOSEST)


def compared(left: Node, op: str, right: Node) -> str:
    """A comparison in words; `op` is one of = ≠ < ≤ > ≥."""
    if left.type.kind is Kind.TRUTH and right.op == "常":
        said = right.args[0] == (op == "=")
        return f"{_words(left, _SUM)}为“{'是' if said else '否'}”"
    if left.type.kind in (Kind.TEXT, Kind.TRUTH):
        verb = "是" if op == "=" else "不是"
    elif left.type.kind in _DATED:
        verb = _TIMES[op]
    else:
        verb = _ORDER[op]
    return f"{_words(left, _SUM)}{verb}{_spaced(_words(right, _SUM))}"


def _words(node: Node, above: int) -> str:
    """Bracketed where it holds together less than what it stands in."""
    level, text = _said(node)
    return f"（{text}）" if level < above else text


def _said(node: Node) -> tuple[int, str]:
    """How tightly it holds together, and its words."""
    op, args = node.op, node.nodes
    if op in ("且", "或"):
        own, joint = (_AND, "，并且") if op == "且" else (_OR, "，或者")
        return own, joint.join(_clause(n, _STATEMENT) for n in args)
    if op == "非":
        return _STATEMENT, _denied(args[0])
    if op in _ORDER:
        return _STATEMENT, compared(args[0], op, args[1])
    if op in ("属于", "含任一", "含", "文含"):
        return _STATEMENT, _member(node, denied=False)
    if op == "已填":
        return _STATEMENT, f"填了{node.args[0]}"
    if op in _SIGNS:
        own, sign = _SIGNS[op]
        right = _words(args[1], own + (op in "-÷"))
        return own, f"{_words(args[0], own)} {sign} {right}"
    if op in ("日加", "月加"):
        return _SUM, _shifted(args[0], args[1])
    if op == "日差":
        return _WORD, f"从{_words(args[1], _WORD)}到{_words(args[0], _WORD)}的天数"
    if op == "分":
        return _said(args[0])
    if op == "如果":
        return _chosen(node)
    if op == "函":
        return (_STATEMENT if _is_truth(node) else _WORD), _called(node, denied=False)
    return _WORD, _leaf(node)


def _clause(node: Node, above: int) -> str:
    """A part of a condition: a field that is true or false alone is a statement."""
    return f"{_leaf(node)}为“是”" if node.op == "字段" else _words(node, above)


def _denied(node: Node) -> str:
    if node.op in ("属于", "含任一", "含", "文含"):
        return _member(node, denied=True)
    if node.op == "已填":
        return f"没有填{node.args[0]}"
    if node.op == "字段":
        return f"{_leaf(node)}为“否”"
    if node.op == "函":
        return _called(node, denied=True)
    return f"不是这样：{_words(node, _STATEMENT)}"


def _member(node: Node, *, denied: bool) -> str:
    """Membership of a set, of a list, of a text."""
    what = _words(node.nodes[0], _SUM)
    if node.op == "文含":
        part = _words(node.nodes[1], _SUM)
        return f"{what}里{'没有写' if denied else '写有'}{part}"
    if node.op == "含":
        return f"{what}里{'没有' if denied else '有'}{_words(node.nodes[1], _SUM)}"
    texts = "".join(f"“{text}”" for text in node.args[1])
    several = len(node.args[1]) > 1
    if node.op == "属于":
        if several:
            return f"{what}{'不在' if denied else '是'}{texts}{'之内' if denied else '之一'}"
        return f"{what}{'不是' if denied else '是'}{texts}"
    if several:
        return f"{what}里{texts}一个也没有" if denied else f"{what}里有{texts}之一"
    return f"{what}里{'没有' if denied else '有'}{texts}"


def _shifted(day: Node, span: Node) -> str:
    """A day plus days or months; a day minus days is kept as a day plus (0 - days)."""
    way = "加"
    if span.op == "-" and span.nodes[0].ir == ("常", 0):
        way, span = "减", span.nodes[1]
    return f"{_words(day, _SUM)}{way}{_spaced(_words(span, _PRODUCT))}"


def _chosen(node: Node) -> tuple[int, str]:
    condition, yes, no = node.nodes
    if condition.op == "已填" and yes.op == "字段" and yes.args == condition.args:
        return _WORD, f"{yes.args[0]}（没有填时用{_words(no, _LOOSEST)}）"
    return _LOOSEST, (
        f"若{words(condition)}，取{_spaced(_words(yes, _SUM))}，否则取{_spaced(_words(no, _SUM))}"
    )


def _is_truth(node: Node) -> bool:
    return node.type.kind is Kind.TRUTH


def _called(node: Node, *, denied: bool) -> str:
    name = node.args[0]
    args = node.nodes[:-1] if FUNCTIONS[name].scaled else node.nodes
    said, opposite = CALLS[name]
    say = opposite if denied and opposite is not None else said
    return say(*(_words(arg, _PRODUCT) for arg in args))


def _leaf(node: Node) -> str:
    if node.op == "字段":
        return str(node.args[0])
    if node.op == "缺设定":
        return f"本单位设定的{node.args[0]}（没有定）"
    if node.op == "比":
        return node.type.shown(Fraction(*node.args))
    shown = node.type.shown(node.args[0])
    if node.type.kind is Kind.NUMBER and node.type.unit.name == "月":
        shown = shown.replace(" 月", " 个月")  # 6 月 is June
    if node.name.startswith(SETTING):
        return f"{shown}（本单位设定的{node.name.removeprefix(SETTING)}）"
    return f"“{shown}”" if node.type.kind is Kind.TEXT else shown


def _spaced(text: str) -> str:
    """A figure stands off from the Chinese before it."""
    return f" {text}" if text[:1].isascii() and text[:1].isalnum() else text
