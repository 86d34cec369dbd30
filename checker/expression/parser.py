"""Text → typed tree, by recursive descent; every mistake says where it is and what was expected.

The module is longer than others since each rule of the grammar is one method of one parser.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import NoReturn

from checker import figures, kinds, units
from checker.expression.functions import DAYS, FUNCTIONS
from checker.expression.scope import Scope
from checker.expression.tokens import ExpressionError, Sort, Token, tokens
from checker.expression.tree import ZERO, Node, constant, is_zero, to_fen
from checker.forms import suggest
from checker.kinds import Kind, Type
from checker.units import MONEY

DEEPEST = 40
SETTING = "设定·"
_KEYWORDS = frozenset((
    "或", "且", "非", "属于", "不属于", "含", "不含", "含任一", "含全部", "是", "否", "已填",
    "未填", "如果",
))  # fmt: skip
_COMPARE = frozenset("=≠<≤>≥")
_ORDERED = frozenset((Kind.NUMBER, Kind.DATE, Kind.TIME, Kind.MONTHDAY))


@dataclass(frozen=True, slots=True)
class Parsed:
    """An expression that is well typed.

    Attributes:
        node: its tree.
        literals: figures written in it (0 and 1 excepted), with their places: lint refuses them.
        used: the holes that it uses.
    """

    node: Node
    literals: tuple[tuple[str, int], ...]
    used: frozenset[str]


def parse(text: str, scope: Scope, want: Kind | None = None) -> Parsed:
    """Reads an expression.

    Args:
        text: the expression.
        scope: the names that it may use.
        want: the kind of value that it must have.

    Raises:
        ExpressionError: it is wrong.
    """
    parser = _Parser(tokens(text), scope)
    node = parser.either()
    end = parser.peek()
    if end.sort is not Sort.END:
        parser.expected("“且”“或”、比较或结尾")
    if want is not None and node.type.kind is not want:
        raise ExpressionError(f"这里要{want}，写的是{node.type}", node.at)
    return Parsed(node, tuple(parser.literals), frozenset(parser.used))


class _Parser:
    def __init__(self, found: list[Token], scope: Scope) -> None:
        self.tokens, self.scope = found, scope
        self.at = self.depth = 0
        self.literals: list[tuple[str, int]] = []
        self.used: set[str] = set()

    def peek(self) -> Token:
        return self.tokens[self.at]

    def take(self) -> Token:
        token = self.tokens[self.at]
        self.at += token.sort is not Sort.END
        return token

    def is_(self, *words: str) -> bool:
        token = self.peek()
        return token.sort in (Sort.NAME, Sort.SIGN) and token.text in words

    def need(self, sign: str) -> None:
        if not self.is_(sign):
            self.expected(f"“{sign}”")
        self.take()

    def expected(self, what: str) -> NoReturn:
        token = self.peek()
        found = "写到这里就完了" if token.sort is Sort.END else f"写的是“{token.text or '“”'}”"
        raise ExpressionError(f"这里应是{what}，{found}", token.at)

    def either(self) -> Node:
        return self.chain("或", self.both)

    def both(self) -> Node:
        return self.chain("且", self.negation)

    def chain(self, word: str, below: Callable[[], Node]) -> Node:
        """A row of conditions joined by one word."""
        self.depth += 1
        if self.depth > DEEPEST:
            raise ExpressionError(f"括号或“非”套得太深，最多 {DEEPEST} 层", self.peek().at)
        found = [below()]
        while self.is_(word):
            self.take()
            found.append(below())
        self.depth -= 1
        if len(found) == 1:
            return found[0]
        for node in found:
            self.must(node, Kind.TRUTH)
        return Node(word, tuple(found), kinds.TRUTH, found[0].at)

    def negation(self) -> Node:
        start = at = self.peek().at
        count = 0
        while self.is_("非"):
            at = self.take().at
            count += 1
        node = self.comparison()
        if count:
            self.must(node, Kind.TRUTH)
        return Node("非", (node,), kinds.TRUTH, min(start, at)) if count % 2 else node

    def must(self, node: Node, kind: Kind) -> None:
        if node.type.kind is not kind:
            raise ExpressionError(f"这里要{kind}，写的是{node.type}", node.at)

    def comparison(self) -> Node:
        left = self.sum()
        token = self.peek()
        if self.is_(*_COMPARE):
            self.take()
            node = self.compare(token.text, left, self.sum())
            if self.is_(*_COMPARE):
                raise ExpressionError("不能连着比较；写成“甲 < 乙 且 乙 < 丙”", self.peek().at)
            return node
        if self.is_("属于", "不属于"):
            self.take()
            self.must(left, Kind.TEXT)
            node = Node("属于", (left, self.texts(left.type)), kinds.TRUTH, left.at)
            return self.unless(token.text == "不属于", node)
        if self.is_("含", "不含"):
            self.take()
            return self.unless(token.text == "不含", self.contains(left, self.sum()))
        if self.is_("含任一", "含全部"):
            self.take()
            self.must(left, Kind.LIST)
            texts = self.texts(left.type)
            if token.text == "含任一":
                return Node("含任一", (left, self.alike(texts)), kinds.TRUTH, left.at)
            each = tuple(self.has(left, t, left.at) for t in texts)
            return each[0] if len(each) == 1 else Node("且", each, kinds.TRUTH, left.at)
        return left

    def unless(self, negated: bool, node: Node) -> Node:
        return Node("非", (node,), kinds.TRUTH, node.at) if negated else node

    def contains(self, left: Node, right: Node) -> Node:
        self.must(right, Kind.TEXT)
        if left.type.kind is Kind.TEXT:
            return Node("文含", (left, right), kinds.TRUTH, left.at)
        self.must(left, Kind.LIST)
        if right.op == "常":
            self.known(right.args[0], left.type, right.at)
            return self.has(left, right.args[0], left.at)
        return Node("含", (left, right), kinds.TRUTH, left.at)

    def has(self, left: Node, text: str, at: int) -> Node:
        """Whether a list holds a text, or another title of the same person."""
        return Node("含任一", (left, self.alike((text,))), kinds.TRUTH, at)

    def alike(self, texts: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(s for t in texts for s in self.scope.same.get(t, (t,))))

    def known(self, text: str, type_: Type, at: int) -> None:
        if type_.choices and text not in type_.choices:
            raise ExpressionError(f"没有选项“{text}”；{suggest(text, type_.choices)}", at)

    def texts(self, type_: Type) -> tuple[str, ...]:
        self.need("{")
        found: list[str] = []
        while True:
            token = self.peek()
            if token.sort is not Sort.TEXT:
                self.expected("文字，如 “公务卡”")
            self.take()
            self.known(token.text, type_, token.at)
            found.append(token.text)
            if self.is_("}"):
                self.take()
                return tuple(dict.fromkeys(found))
            self.need(",")

    def compare(self, op: str, left: Node, right: Node) -> Node:
        a, b = left.type, right.type
        if a.kind is not b.kind:
            raise ExpressionError(f"{a}和{b}不能比较", right.at)
        if a.kind is Kind.LIST:
            raise ExpressionError("列表不能用“=”比较，用“含”“含任一”“个数(…)”", right.at)
        if op not in "=≠" and a.kind not in _ORDERED:
            raise ExpressionError(f"{a}不分大小，只能用 = 或 ≠", right.at)
        if a.kind is Kind.NUMBER:
            left, right = self.same_unit(left, right, "比较")
            if left.type.unit.dims == MONEY:
                left, right = to_fen(left), to_fen(right)
        for one, other in ((left, right), (right, left)):
            if one.op == "常" and a.kind is Kind.TEXT:
                self.known(one.args[0], other.type, one.at)
        return Node(op, (left, right), kinds.TRUTH, left.at)

    def same_unit(self, left: Node, right: Node, what: str) -> tuple[Node, Node]:
        """Both with one unit; a bare 0 takes that of the other."""
        if is_zero(left):
            return replace(left, type=right.type), right
        if is_zero(right):
            return left, replace(right, type=left.type)
        if left.type.unit.dims != right.type.unit.dims:
            one, other = left.type.unit.name or "无单位", right.type.unit.name or "无单位"
            raise ExpressionError(f"单位不同，不能{what}：{one}和{other}", right.at)
        return left, right

    def sum(self) -> Node:
        left = self.product()
        while self.is_("+", "-"):
            op = self.take().text
            left = self.add(op, left, self.product())
        return left

    def add(self, op: str, left: Node, right: Node) -> Node:
        a, b = left.type.kind, right.type.kind
        if a is Kind.TEXT and b is Kind.TEXT and op == "+":
            return Node("并", (left, right), kinds.TEXT, left.at)
        if a is Kind.DATE and b is Kind.DATE and op == "-":
            return Node("日差", (left, right), DAYS, left.at)
        if a is Kind.TIME and b is Kind.TIME and op == "-":
            return Node("-", (left, right), kinds.number(units.of((("时", 1),))), left.at)
        if a is Kind.NUMBER and b is Kind.NUMBER:
            left, right = self.same_unit(left, right, "加减")
            return Node(op, (left, right), replace(left.type, choices=()), left.at)
        if b is Kind.NUMBER and a in (Kind.DATE, Kind.TIME):
            dims = right.type.unit.dims
            amount = Node("-", (ZERO, right), right.type, right.at) if op == "-" else right
            if a is Kind.DATE and dims in ((("天", 1),), (("月", 1),)):
                op = "日加" if dims[0][0] == "天" else "月加"
                return Node(op, (left, amount), kinds.DATE, left.at)
            if a is Kind.TIME and dims == (("时", 1),):
                return Node(op, (left, right), kinds.TIME, left.at)
        verb = "相加" if op == "+" else "相减"
        raise ExpressionError(f"{left.type}和{right.type}不能{verb}", right.at)

    def product(self) -> Node:
        left = self.primary()
        while self.is_("×", "÷"):
            op = self.take().text
            right = self.primary()
            self.must(left, Kind.NUMBER)
            self.must(right, Kind.NUMBER)
            a, b = left.type.unit, right.type.unit
            dims = units.product(a.dims, b.dims, 1 if op == "×" else -1)
            unit = units.of(dims)
            for one in (b, a):
                if one.dims == dims and one is not units.PERCENT:
                    unit = one
            if unit.name == "%" or (not dims and op == "÷"):
                unit = units.PLAIN
            left = Node(op, (left, right), kinds.number(unit), left.at)
        return left

    def primary(self) -> Node:
        token = self.peek()
        if token.sort is Sort.TEXT:
            self.take()
            return Node("常", (token.text,), kinds.TEXT, token.at)
        if token.sort is Sort.NUMBER:
            return self.literal()
        if self.is_("("):
            self.take()
            node = self.either()
            self.need(")")
            return node
        if self.is_("-"):
            self.take()
            node = self.primary()
            self.must(node, Kind.NUMBER)
            return Node("-", (ZERO, node), node.type, token.at)
        if self.is_("是", "否"):
            self.take()
            return Node("常", (token.text == "是",), kinds.TRUTH, token.at)
        if self.is_("已填", "未填"):
            return self.filled()
        if token.sort is Sort.NAME and self.tokens[self.at + 1].text == "(":
            return self.call()
        if token.sort is Sort.NAME and token.text not in _KEYWORDS:
            self.take()
            return self.name(token)
        self.expected("字段、数或文字")

    def literal(self) -> Node:
        token = self.take()
        unit = units.parse(token.unit)
        if unit is None:
            raise ExpressionError(f"“{token.unit}”不是单位", token.at + len(token.text))
        number = figures.read_number(token.text)
        assert number is not None
        if number not in (0, 1) or unit is units.PERCENT:
            self.literals.append((token.text + token.unit, token.at))
        return constant(unit.base(number), kinds.number(unit), token.at)

    def filled(self) -> Node:
        word = self.take()
        self.need("(")
        token = self.peek()
        if token.sort is not Sort.NAME or token.text not in self.scope.fields:
            self.expected("字段名")
        self.take()
        self.need(")")
        node = Node("已填", (token.text,), kinds.TRUTH, word.at)
        return self.unless(word.text == "未填", node)

    def call(self) -> Node:
        token = self.take()
        if token.text != "如果" and token.text not in FUNCTIONS:
            hint = suggest(token.text, [*FUNCTIONS, "如果", "已填"])
            raise ExpressionError(f"没有函数“{token.text}”；{hint}", token.at)
        self.need("(")
        args = [self.either()]
        while self.is_(","):
            self.take()
            args.append(self.either())
        self.need(")")
        return self.choice(token, args) if token.text == "如果" else self.function(token, args)

    def choice(self, token: Token, args: list[Node]) -> Node:
        if len(args) != 3:
            raise ExpressionError("“如果”要三项：如果(条件, 是则, 否则)", token.at)
        condition, yes, no = args
        self.must(condition, Kind.TRUTH)
        if yes.type.kind is not no.type.kind:
            both = f"一个是{yes.type}，一个是{no.type}"
            raise ExpressionError(f"“如果”的两个结果要同类，{both}", no.at)
        if yes.type.kind is Kind.NUMBER:
            yes, no = self.same_unit(yes, no, "二选一")
        return Node("如果", (condition, yes, no), replace(yes.type, choices=()), token.at)

    def function(self, token: Token, args: list[Node]) -> Node:
        function = FUNCTIONS[token.text]
        least = len(function.args)
        if len(args) != least and not (function.many and len(args) > least):
            count = f"{least} 项" + ("以上" if function.many else "")
            raise ExpressionError(f"“{token.text}”要 {count}，写了 {len(args)} 项", token.at)
        result = function.result
        first = args[0].type
        ordered = result is None and function.many and first.kind in _ORDERED
        for i, arg in enumerate(args):
            self.must(arg, first.kind if ordered else function.args[min(i, least - 1)])
            if result is None and first.kind is Kind.NUMBER:
                args[i] = self.same_unit(args[0], arg, "放在一起")[1]
        if result is None:
            result = replace(first, choices=())
        ends = (constant(units.whole(first.unit.scale), kinds.NUMBER, token.at),)
        return Node("函", (token.text, *args, *(ends if function.scaled else ())), result, token.at)

    def field(self, token: Token) -> Node:
        """A field; where it is not filled in, the body's setting that stands for it, if any."""
        type_ = self.scope.fields[token.text]
        own = Node("字段", (token.text,), type_, token.at)
        setting = self.scope.standing.get(token.text)
        if setting is None:
            return own
        if setting not in self.scope.settings:
            hint = suggest(setting, self.scope.settings)
            raise ExpressionError(
                f"字段“{token.text}”说没填时用设定“{setting}”，没有这项设定；{hint}", token.at
            )
        settled, value = self.scope.settings[setting]
        if settled.kind is not type_.kind:
            raise ExpressionError(f"字段“{token.text}”和设定“{setting}”不同类", token.at)
        filled = Node("已填", (token.text,), kinds.TRUTH, token.at)
        held = replace(constant(value, settled, token.at), name=SETTING + setting)
        if value is None:
            held = Node("缺设定", (setting,), settled, token.at)
        return Node("如果", (filled, own, held), type_, token.at)

    def name(self, token: Token) -> Node:
        text = token.text
        if text in self.scope.figures:
            self.used.add(text)
            type_, value = self.scope.figures[text]
            return replace(constant(value, type_, token.at), name=text)
        if text in self.scope.fields:
            return self.field(token)
        if text.startswith(SETTING):
            setting = text.removeprefix(SETTING)
            if setting in self.scope.settings:
                type_, value = self.scope.settings[setting]
                if value is None:
                    return Node("缺设定", (setting,), type_, token.at)
                return replace(constant(value, type_, token.at), name=text)
            hint = suggest(setting, self.scope.settings)
            raise ExpressionError(f"没有设定“{setting}”；{hint}", token.at)
        names = [*self.scope.figures, *self.scope.fields]
        hint = "选项要加引号" if any(text in t.choices for t in self.scope.fields.values()) else ""
        raise ExpressionError(f"没有字段或数字“{text}”；{hint or suggest(text, names)}", token.at)
