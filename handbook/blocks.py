"""The second stage of reading: logical blocks.

A block is what stands between blank lines: a heading with its run-in text, a labelled paragraph, a
plain paragraph, a table.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise
from typing import NamedTuple

from handbook.errors import Remarks, Severity
from handbook.labels import DIVISION_STYLES, Label
from handbook.lines import Form, Kind, Line
from handbook.markdown import escape_number, markup, unescape
from handbook.provision import Layout


class Block(NamedTuple):
    """One logical block; a tuple, since there are so many.

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


_DELIMITER = re.compile(r"\|(?:[ \t]*:?-+:?[ \t]*\|)+$")
#: Without one of these `unescape` and `markup` have nothing to find.
_SPECIAL = re.compile(r"[\\&*`<]|\]\(|^[-+>~]|^[0-9]+[.)][ \t]")
_SENTENCE_END = re.compile(r"[。；：！？;:!?]['\"”’」』）)》]*$")


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
    if label is not None and heading is None and label.style in DIVISION_STYLES:
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
    division = line.label is not None and line.label.style in DIVISION_STYLES
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
