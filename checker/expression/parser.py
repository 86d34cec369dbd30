"""Text → typed tree, by recursive descent; every mistake says where it is and what was expected.

Each rule of the grammar (docs/expressions.md) is one method; the types are those of `operators`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import NoReturn

from checker import figures, kinds, units
from checker.expression import operators
from checker.expression.functions import FUNCTIONS
from checker.expression.scope import SETTING, Scope
from checker.expression.tokens import ExpressionError, Sort, Token, tokens
from checker.expression.tree import Node, constant
from checker.forms import suggest
from checker.kinds import Kind, Type

DEEPEST = 40
_KEYWORDS = frozenset((
    "或", "且", "非", "属于", "不属于", "含", "不含", "含任一", "含全部", "是", "否", "已填",
    "未填", "如果",
))  # fmt: skip
_COMPARE = frozenset("=≠<≤>≥")


@dataclass(frozen=True, slots=True)
class Parsed:
    """An expression that is well typed.

    Attributes:
        node: its tree.
        literals: figures written in it (0 and 1 excepted), with their places: lint refuses them.
    """

    node: Node
    literals: tuple[tuple[str, int], ...]


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
    if want is not None:
        operators.must(node, want)
    return Parsed(node, tuple(parser.literals))


class _Parser:
    def __init__(self, found: list[Token], scope: Scope) -> None:
        self.tokens, self.scope = found, scope
        self.at = self.depth = 0
        self.literals: list[tuple[str, int]] = []

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
        return operators.chain(word, found)

    def negation(self) -> Node:
        at = self.peek().at
        count = 0
        while self.is_("非"):
            self.take()
            count += 1
        node = self.comparison()
        if count:
            operators.must(node, Kind.TRUTH)
        return operators.negated(node, at) if count % 2 else node

    def comparison(self) -> Node:
        left = self.sum()
        token = self.peek()
        if self.is_(*_COMPARE):
            self.take()
            node = operators.compare(token.text, left, self.sum())
            if self.is_(*_COMPARE):
                raise ExpressionError("不能连着比较；写成“甲 < 乙 且 乙 < 丙”", self.peek().at)
            return node
        if self.is_("属于", "不属于"):
            self.take()
            operators.must(left, Kind.TEXT)
            node = Node("属于", (left, self.texts(left.type)), kinds.TRUTH, left.at)
            return operators.negated(node, node.at) if token.text == "不属于" else node
        if self.is_("含", "不含"):
            self.take()
            node = operators.contains(left, self.sum(), self.scope.same)
            return operators.negated(node, node.at) if token.text == "不含" else node
        if self.is_("含任一", "含全部"):
            self.take()
            operators.must(left, Kind.LIST)
            texts = self.texts(left.type)
            each = token.text == "含全部"
            contains = operators.contains_all if each else operators.contains_any
            return contains(left, texts, self.scope.same)
        return left

    def texts(self, type_: Type) -> tuple[str, ...]:
        self.need("{")
        found: list[str] = []
        while True:
            token = self.peek()
            if token.sort is not Sort.TEXT:
                self.expected("文字，如 “公务卡”")
            self.take()
            operators.must_be_choice(token.text, type_, token.at)
            found.append(token.text)
            if self.is_("}"):
                self.take()
                return tuple(dict.fromkeys(found))
            self.need(",")

    def sum(self) -> Node:
        left = self.product()
        while self.is_("+", "-"):
            op = self.take().text
            left = operators.add(op, left, self.product())
        return left

    def product(self) -> Node:
        left = self.primary()
        while self.is_("×", "÷"):
            op = self.take().text
            left = operators.multiply(op, left, self.primary())
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
            return operators.minus(self.primary(), token.at)
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
        return operators.negated(node, word.at) if word.text == "未填" else node

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
        if token.text == "如果":
            return operators.choice(args, token.at)
        return operators.call(token.text, args, token.at)

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
