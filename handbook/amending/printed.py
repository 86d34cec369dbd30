"""A notice as it is printed: its instructions one by one, quoted words kept apart from the rest.

Quotations run over paragraphs in two ways, and both are read: either only the first paragraph
opens with “ and the last closes with ”, or each paragraph opens with “ and the last one closes.
Single quotation marks inside are double ones again once the words stand in the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from handbook.labels import Label, Style, parse_label
from handbook.numerals import order
from handbook.pointers import fold
from handbook.provision import Layout, Level, Provision, Regulation

#: Quotations stand in an order's words as one character each, the first as this one.
MARK = 0xE000
_MOST = 6000
_VERB = re.compile(
    r"修改|修正|修订|改为|增加|增设|增写|新增|删去|删除|删掉|取消|作为|调整|废止|停止执行|停止适用|替换|统一"
)
_GROUP = re.compile(r"(?:关于)?(?:修改|修订|对)?《(?P<title>.+)》(?:的?修改|作如下修改)?[:。]?$")
_ANNOUNCED = re.compile(
    r"《(?P<title>[^《》]*(?:《[^《》]*》[^《》]*)*)》"
    r"(?:等.{0,20})?(?:\([^()]*\))*(?:等)?(?:作出?|进行|做)?(?:如下|以下)?(?:修改|修正|修订)"
)
_CLOSING = re.compile(
    r"(?:本|此)(?:决定|通知|修正案)自|本通知(?:自|从)|根据本(?:决定|通知)|.{0,30}根据本决定|特此通知"
)


@dataclass(frozen=True, slots=True)
class Order:
    """One numbered instruction of a notice.

    Attributes:
        says: its label as printed, with the one above it: 一, 三、2; "" where it has none.
        title: the regulation it is about; "" where the notice names only one, at its start.
        words: its words, each quotation one character from `MARK` on, folded, without blanks.
        quotes: the quotations, paragraphs as printed.
        unclosed: a quotation did not end where the next instruction begins.
    """

    says: str
    title: str
    words: str
    quotes: tuple[tuple[str, ...], ...]
    unclosed: bool = False


@dataclass(frozen=True, slots=True)
class Notice:
    """A notice taken apart.

    Attributes:
        title: the regulation that its first paragraphs name; "" where they name none.
        orders: the instructions in order.
        rest: what is printed besides: what stands before and after them.
    """

    title: str
    orders: tuple[Order, ...]
    rest: tuple[str, ...]


def read_notice(notice: Regulation) -> Notice:
    """Takes a notice apart."""
    return _Splitter(list(lines(notice))).split()


def lines(regulation: Regulation) -> Iterator[str]:
    """The printed lines of a regulation, in order."""
    joined = ""
    for node in regulation.walk():
        if node.level is Level.PARAGRAPH and joined:
            yield joined + node.text
        elif node.label and not node.words[len(node.label) :] and _split(node):
            joined = node.label + node.gap
            continue
        else:
            yield from _printed(node)
        joined = ""


def _split(node: Provision) -> bool:
    return bool(node.children) and node.children[0].level is Level.PARAGRAPH


def _printed(node: Provision) -> Iterator[str]:
    if node.heading is not None and node.layout is Layout.NEXT_BLOCK and node.text:
        yield node.label + node.gap + node.heading
        yield node.text
    elif node.words:
        yield node.label + node.gap + (node.heading or "") + node.text


class _Splitter:
    def __init__(self, printed: Sequence[str]) -> None:
        self.lines = printed
        self.orders: list[Order] = []
        self.rest: list[str] = []
        self.title = ""
        self.group = ("", "")  # label and title of the regulation that is amended
        self.outer: Label | None = None  # the last label of the outer numbering
        self.inner: Label | None = None
        self.open: _Open | None = None

    def split(self) -> Notice:
        for line in self.lines:
            self._line(line)
        self._close()
        return Notice(self.title, tuple(self.orders), tuple(self.rest))

    def _line(self, line: str) -> None:
        now = self.open
        label = parse_label(line)
        if now is not None and now.depth:
            if not (label and self._goes_on(label) and _VERB.search(line) and _opens(line)):
                now.take(line)
                return
            now.unclosed = True
        folded = fold(line)
        if _CLOSING.match(fold(line[label.end :]) if label else folded):
            self._close()
            self.rest.append(line)
        elif label is not None and self._goes_on(label):
            self._label(label, line)
        elif now is not None:
            now.take(line)
        elif found := _ANNOUNCED.search(folded):
            self.title = self.title or found["title"]
            self.rest.append(line)
        elif (self.title or self.group[1]) and _ORDER.match(folded) and _VERB.search(line):
            self.open = _Open(self.group[0].rstrip("、"), self.group[1])
            self.open.take(line)
        else:
            self.rest.append(line)

    def _goes_on(self, label: Label) -> bool:
        """Whether a label is the next one of the notice's own numbering, outer or inner."""
        if label.style in (Style.APPENDIX, Style.CHAPTER, Style.SECTION) or not label.number:
            return False
        if self.outer is None:
            return True
        number = order(label.number)
        if label.style is self.outer.style:
            return number[0] == order(self.outer.number)[0] + 1 and len(number) == 1
        if not self.group[1]:
            return False  # numbers inside of an order: 项 of the new text
        if self.inner is None:
            return number == (1,)
        return label.style is self.inner.style and number == (order(self.inner.number)[0] + 1,)

    def _label(self, label: Label, line: str) -> None:
        self._close()
        words = line[label.end :]
        shown = label.text.rstrip("、.．")
        if self.outer is None or label.style is self.outer.style:
            self.outer, self.inner = label, None
            self.group = ("", "")
            found = _GROUP.fullmatch(fold("".join(words.split())))
            if found:
                self.group = (shown + "、", found["title"])
                return
            self.open = _Open(shown, "")
        else:
            self.inner = label
            self.open = _Open(self.group[0] + shown, self.group[1])
        self.open.take(words)

    def _close(self) -> None:
        if self.open is not None:
            self.orders.append(self.open.order())
        self.open = None


def _raised(paragraph: str) -> str:
    """A quoted paragraph as it stands outside of the quotation, where ‘…’ is “…” again.

    Quotation marks inside of a quotation are printed as single ones (GB/T 15834-2011, 4.8).
    """
    return paragraph.strip().translate(_SINGLE)


_SINGLE = str.maketrans("‘’", "“”")
_ORDER = re.compile(r"(?:将|删|在|增加|对|把|第)")


def _opens(line: str) -> bool:
    return bool(re.match(r"\S{1,12}?[、.．\s]?\s*(?:将|删|在|增加|对|把|《|第|条文)", line))


class _Open:
    """An instruction whose lines are being read."""

    def __init__(self, says: str, title: str) -> None:
        self.says, self.title = says, title
        self.words: list[str] = []
        self.quotes: list[list[str]] = []
        self.depth = 0
        self.unclosed = False

    def take(self, line: str) -> None:
        """One more line."""
        start = 0
        if self.depth:
            self.quotes[-1].append("")
            if line[:1] == "“":
                opened, closed = line.count("“"), line.count("”")
                ends = line.rstrip("。；; ").endswith("”")
                if opened > closed or (opened == closed and ends):
                    start = 1
        elif self.words:
            self.words.append("\n")
        for char in line[start:]:
            if char == "“":
                self.depth += 1
                if self.depth == 1:
                    if len(self.quotes) < _MOST:
                        self.words.append(chr(MARK + len(self.quotes)))
                    self.quotes.append([""])
                    continue
            elif char == "”" and self.depth:
                self.depth -= 1
                if not self.depth:
                    continue
            if self.depth:
                self.quotes[-1][-1] += char
            elif not char.isspace():
                self.words.append(char)

    def order(self) -> Order:
        quotes = tuple(tuple(_raised(p) for p in q if p.strip()) for q in self.quotes)
        words = fold("".join(self.words))
        return Order(self.says, self.title, words, quotes, self.unclosed or self.depth > 0)
