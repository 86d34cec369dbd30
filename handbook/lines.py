"""The first two stages of reading: typed physical lines, then logical blocks.

A physical line that is nothing else is `TEXT`, so the first stage cannot fail. A block is what
stands between blank lines: a heading with its run-in text, a labelled paragraph, a plain paragraph,
a table. Both stages are tuples rather than dataclasses, since there is one for every line.
"""

from __future__ import annotations

import enum
import re
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import NamedTuple

from handbook.errors import Diagnostic, Severity
from handbook.labels import Label, Style, parse_label
from handbook.markdown import escape_number, markup, unescape, unescape_number
from handbook.provision import Layout


class Form(enum.Enum):
    """How a file is written."""

    TEXT = enum.auto()  # text.md: Markdown with escapes
    CORPUS = enum.auto()  # the community's law corpus: every character stands for itself
    LOOSE = (
        enum.auto()
    )  # pasted text without Markdown: a sentence end at a line end ends a paragraph


class Kind(enum.IntEnum):
    """What a physical line is by its first characters."""

    TEXT = 0
    LABEL = 1
    HEADING = 2
    TABLE = 3


class Line(NamedTuple):
    """One physical line that is not blank.

    Attributes:
        kind: what it is by its first characters.
        number: its number in the file, from 1.
        text: without white space at both ends; of a heading what follows the #.
        blank: whether a blank line (or nothing) stands before it.
        column: where it begins, from 1.
        label: the label that `text` begins with, if that opens a provision.
        hashes: number of # of a heading, else 0.
        escaped: in the file its first number is escaped (`1.` of a list); in `text` it is bare.
    """

    kind: Kind
    number: int
    text: str
    blank: bool
    column: int = 1
    label: Label | None = None
    hashes: int = 0
    escaped: bool = False


class Block(NamedTuple):
    """One logical block.

    Attributes:
        lines: half-open range of lines in the file.
        column: where it begins in its first line, from 1.
        text: the words after label and heading, as printed, hard wraps joined; of a table its
            Markdown, of an unparsed block its characters in the file.
        breaks: offsets in `text` at which the file breaks the line.
        layout: where `text` stands.
        label: its label.
        heading: words of the heading after the label; None for a paragraph.
        hashes: number of # of its heading line, 0 for a paragraph.
        table: it is a table.
        unparsed: it can be nothing.
    """

    lines: tuple[int, int]
    column: int
    text: str
    breaks: tuple[int, ...] = ()
    layout: Layout = Layout.SAME_LINE
    label: Label | None = None
    heading: str | None = None
    hashes: int = 0
    table: bool = False
    unparsed: bool = False


class Remarks:
    """Collects the diagnostics on one file."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.found: list[Diagnostic] = []

    def add(self, line: int, column: int, code: str, severity: Severity, message: str) -> None:
        """One more diagnostic; `line` and `column` from 1."""
        self.found.append(Diagnostic(self.file, line, column, code, severity, message))


_DIVISION_STYLES = frozenset((Style.BOOK, Style.PART, Style.CHAPTER, Style.SECTION))
_HASHES = re.compile(r"#{1,6}(?![^ \t])|#{2,6}(?=[\u3400-\u9fff(（①-⒛㈠-㈩])")
_DELIMITER = re.compile(r"\|(?:[ \t]*:?-+:?[ \t]*\|)+$")
#: Without one of these `unescape` and `markup` have nothing to find.
_SPECIAL = re.compile(r"[\\&*`<]|\]\(|^[-+>~]|^[0-9]+[.)][ \t]")
_SENTENCE_END = re.compile(r"[。；：！？;:!?]['\"”’」』）)》]*$")
_SENTENCE_MARK = re.compile(r"[，。；：！？]")
#: No label reaches further; a line is looked at no further, so that any length costs the same.
_REACH = 200


def opens(line: str) -> Label | None:
    """The label of the provision that a paragraph beginning with `line` opens, if it opens one.

    A sentence is no division, whatever it begins with: 第七节相应改为第八节，….
    """
    label = parse_label(line if len(line) <= _REACH else line[:_REACH])
    if label is not None and label.style in _DIVISION_STYLES:
        words = line[label.end :]
        if len(words) > 40 or _SENTENCE_MARK.search(words):
            return None
    return label


def read_lines(text: str, first: int = 1, form: Form = Form.TEXT) -> Iterator[Line]:
    """The lines of `text` that are not blank; `first` is the number of its first line."""
    blank = True
    for number, physical in enumerate(text.split("\n"), first):
        line = physical.strip()
        if not line:
            blank = True
            continue
        char = line[0]
        column = 1 if physical[0] == char else physical.index(char) + 1
        if char == "#":
            yield _heading(line, number, blank, column, form)
        elif char == "|":
            yield Line(Kind.TABLE, number, line, blank, column)
        elif char == "<" and form is Form.CORPUS and line[:4] == "<!--" and line[-3:] == "-->":
            blank = True  # a mark of the corpus format, no text
            continue
        else:
            escaped = False
            if form is Form.TEXT and "\\" in line:
                bare = unescape_number(line)
                escaped, line = bare != line, bare
            label = opens(line)
            if label is not None and form is Form.CORPUS and label.style in _DIVISION_STYLES:
                label = None  # that format always writes them as headings
            kind = Kind.TEXT if label is None else Kind.LABEL
            yield Line(kind, number, line, blank, column, label, 0, escaped)
        blank = False


def heading_words(line: str) -> tuple[int, str]:
    """Number of # and words of a heading line; (0, "") if it is none.

    Closing # are no words. `##第一章` without space is no heading for CommonMark, but never means
    anything else.
    """
    match = _HASHES.match(line)
    if match is None:
        return 0, ""
    words = line[match.end() :].strip()
    open_end = words.rstrip("#")
    if not open_end or open_end[-1] in " \t":
        words = open_end.rstrip()
    return match.end(), words


def _heading(line: str, number: int, blank: bool, column: int, form: Form) -> Line:
    hashes, words = heading_words(line)
    if not words or hashes == 1:
        return Line(Kind.TEXT, number, line, blank, column, None, hashes)
    if form is Form.TEXT and "\\" in words:
        words = unescape_number(words)
    label = parse_label(words[:_REACH])
    return Line(Kind.HEADING, number, words, blank, column, label, hashes)


def read_blocks(lines: Iterable[Line], form: Form, remarks: Remarks) -> list[Block]:
    """The blocks that `lines` make up. Every character of every line is in one of them."""
    blocks: list[Block] = []
    group: list[Line] = []
    for line in lines:
        if group and not line.blank and _belongs(line, group, form):
            group.append(line)
            continue
        if group:
            _close(group, form, blocks, remarks)
            if not line.blank and form is not Form.LOOSE and group[-1].kind is not Kind.HEADING:
                remarks.add(
                    line.number, line.column, "missing-blank-line", Severity.WARNING,
                    "这一行另起一条或一段，前面要空一行，否则网页预览会把它和上一段连在一起",
                )  # fmt: skip
        group = [line]
    if group:
        _close(group, form, blocks, remarks)
    return blocks


def _belongs(line: Line, group: list[Line], form: Form) -> bool:
    """Whether a line without blank line before it goes on with the block."""
    first = group[0]
    if first.kind is Kind.TABLE:
        return line.kind is Kind.TABLE
    if line.kind is Kind.TABLE:
        return False
    if line.kind is not Kind.TEXT or line.hashes or (first.hashes and first.kind is Kind.TEXT):
        return False
    if form is Form.LOOSE:
        return first.kind is not Kind.HEADING and not _SENTENCE_END.search(group[-1].text[-8:])
    return True


def _close(group: list[Line], form: Form, blocks: list[Block], remarks: Remarks) -> None:
    """Adds the block of `group` to `blocks`."""
    first = group[0]
    if len(group) == 1 and _is_simple(first, form):
        # Nearly all lines; the rest of this function would do the same.
        label = first.label
        text = first.text if label is None else first.text[label.end :].lstrip()
        span = (first.number, first.number + 1)
        blocks.append(Block(span, first.column, text, (), Layout.SAME_LINE, label))
        return
    span = (first.number, group[-1].number + 1)
    if first.kind is Kind.TABLE:
        _close_table(group, span, form, blocks, remarks)
        return
    if first.kind is Kind.TEXT and first.hashes:
        message = "这个标题没有文字；补上文字，或删去 #"
        if first.hashes == 1:
            message = "# 只用于正文最前面的标题；这里要用 ## 或更多的 #"
        remarks.add(first.number, first.column, "stray-heading", Severity.ERROR, message)
        blocks.append(Block(span, first.column, first.text, unparsed=True))
        return
    label, heading = first.label, None
    words = first.text if label is None else first.text[label.end :]
    if first.kind is Kind.HEADING:
        heading, words = _shown(words, form), ""
    pieces = [p for line in group[1:] if (p := _shown(line.text, form))]
    layout = Layout.NEXT_LINE if pieces and not words else Layout.SAME_LINE
    if words and (own := _shown(words, form)):
        pieces.insert(0, own)
    text, breaks = _join(pieces)
    if label is not None and heading is None and label.style in _DIVISION_STYLES:
        heading, text, breaks, layout = text, "", (), Layout.SAME_LINE
        if form is Form.TEXT:
            remarks.add(
                first.number, first.column, "division-not-heading", Severity.WARNING,
                f"“{label.text}”是编章节，要写成标题（行首加 ## 和一个空格）",
            )  # fmt: skip
    if form is Form.TEXT:
        for line in group:
            raw = escape_number(line.text) if line.escaped else line.text
            if line.kind is not Kind.HEADING and markup(raw):
                remarks.add(
                    line.number, line.column, "markup", Severity.WARNING,
                    "这里的符号会被当作 Markdown 的列表、链接等；按原样显示要在符号前加 \\",
                )  # fmt: skip
    blocks.append(Block(span, first.column, text, breaks, layout, label, heading, first.hashes))


def _is_simple(line: Line, form: Form) -> bool:
    """Whether the line is a paragraph whose characters all stand for themselves."""
    if line.kind > Kind.LABEL or line.hashes:
        return False
    if form is Form.CORPUS:
        return True
    division = line.label is not None and line.label.style in _DIVISION_STYLES
    return not division and not _SPECIAL.search(line.text)


def _close_table(
    group: list[Line], span: tuple[int, int], form: Form, blocks: list[Block], remarks: Remarks
) -> None:
    first = group[0]
    if len(group) > 1 and _DELIMITER.match(group[1].text):
        blocks.append(Block(span, first.column, "\n".join(t.text for t in group), table=True))
        return
    remarks.add(
        first.number, first.column, "broken-table", Severity.WARNING,
        "以 | 开头却不是表格：第二行应为 |---|---| 这样的分隔行；这里按普通文字处理",
    )  # fmt: skip
    text, breaks = _join([p for line in group if (p := _shown(line.text, form))])
    blocks.append(Block(span, first.column, text, breaks))


def _shown(words: str, form: Form) -> str:
    return (unescape(words) if form is Form.TEXT else words).strip()


def _join(pieces: list[str]) -> tuple[str, tuple[int, ...]]:
    """The lines of a paragraph as one, and where they break."""
    if len(pieces) < 2:
        return (pieces[0] if pieces else ""), ()
    out: list[str] = [pieces[0]]
    breaks: list[int] = []
    length = len(pieces[0])
    for before, piece in pairwise(pieces):
        ends = before[-1] + piece[0]
        if ends.isascii() and ends.isalnum():
            out.append(" ")
            length += 1
        breaks.append(length)
        out.append(piece)
        length += len(piece)
    return "".join(out), tuple(breaks)
