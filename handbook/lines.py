"""The first stage of reading: typed physical lines.

A line that is nothing else is `TEXT`, so this stage cannot fail.
"""

from __future__ import annotations

import enum
import re
from collections.abc import Iterator
from typing import NamedTuple

from handbook.labels import DIVISION_STYLES, Label, parse_label
from handbook.markdown import unescape_number


class Form(enum.Enum):
    """How a file is written."""

    TEXT = enum.auto()  # text.md: Markdown with escapes
    CORPUS = enum.auto()  # the community's law corpus: every character stands for itself
    LOOSE = (
        enum.auto()
    )  # pasted text without Markdown: a sentence that ends a line ends a paragraph


class Kind(enum.IntEnum):
    """What a physical line is by its first characters."""

    TEXT = 0
    LABEL = 1
    HEADING = 2
    TABLE = 3


class Line(NamedTuple):
    """One physical line that is not blank; a tuple, since there are so many.

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


#: Depth (0 = top) of a heading with ######, the last size in Markdown; deeper ones have it as well.
DEEPEST = 4
_HASHES = re.compile(r"#{1,6}(?![^ \t])|#{2,6}(?=[\u3400-\u9fff(（①-⒛㈠-㈩])")
_SENTENCE_MARK = re.compile(r"[，。；：！？]")
#: No label reaches further; a line is looked at no further, so that any length costs the same.
_REACH = 200


def opens(line: str) -> Label | None:
    """The label of the provision that a paragraph beginning with `line` opens, if it opens one.

    A sentence is no division, whatever it begins with: 第七节相应改为第八节，….
    """
    label = parse_label(line if len(line) <= _REACH else line[:_REACH])
    if label is not None and label.style in DIVISION_STYLES:
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
            if label is not None and form is Form.CORPUS and label.style in DIVISION_STYLES:
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
