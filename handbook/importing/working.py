"""The text that import works on: the source without noise and with repairs, each character placed.

All later stages speak of ranges of the working text; only `spans` leads back to the source.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass

from handbook.importing.source import Source

Span = tuple[int, int]


def trim(text: str, start: int, end: int) -> Span:
    """The range `start:end` of a text without white space at both ends."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


@dataclass(frozen=True, slots=True)
class Edit:
    """A replacement of a range of the source; noise is replaced by nothing."""

    start: int
    end: int
    new: str = ""


@dataclass(frozen=True, slots=True)
class Working:
    """A text and the pieces it is made of: stretches of the source and words that replace some.

    Attributes:
        text: the working text.
        pieces: where each piece begins in `text`, in order.
        ranges: the half-open range of the source behind each piece.
        kept: whether a piece is the source's own words, character for character.
    """

    text: str
    pieces: tuple[int, ...]
    ranges: tuple[Span, ...]
    kept: tuple[bool, ...]

    def offset(self, index: int) -> int:
        """The place in the source of `text[index]`; at the end of the text the source's end."""
        piece = bisect_right(self.pieces, index) - 1
        start, end = self.ranges[piece]
        return min(start + index - self.pieces[piece], end) if self.kept[piece] else start

    def spans(self, start: int, end: int) -> tuple[Span, ...]:
        """Ranges of the source behind `text[start:end]`, outer white space left out."""
        text = self.text
        start, end = trim(text, start, end)
        out: list[Span] = []
        piece = bisect_right(self.pieces, start) - 1
        while start < end:
            begin, stop = self.ranges[piece]
            after = self.pieces[piece + 1] if piece + 1 < len(self.pieces) else len(text)
            until = min(end, after)
            if self.kept[piece]:
                at = self.pieces[piece]
                begin, stop = begin + start - at, begin + until - at
            if out and out[-1][1] == begin:
                out[-1] = (out[-1][0], stop)
            else:
                out.append((begin, stop))
            start, piece = until, piece + 1
        return tuple(out)


def prepare(source: Source, edits: Iterable[Edit]) -> Working:
    """Apply edits (disjoint, any order) to a source."""
    text = source.text
    parts: list[str] = []
    pieces: list[int] = []
    ranges: list[Span] = []
    kept: list[bool] = []
    size = at = 0

    def take(words: str, start: int, end: int, own: bool) -> None:
        nonlocal size
        if words:
            parts.append(words)
            pieces.append(size)
            ranges.append((start, end))
            kept.append(own)
            size += len(words)

    for edit in sorted(edits, key=lambda e: e.start):
        take(text[at : edit.start], at, edit.start, True)
        take(edit.new, edit.start, edit.end, False)
        at = edit.end
    take(text[at:], at, len(text), True)
    if not parts:
        pieces, ranges, kept = [0], [(0, 0)], [True]
    return Working("".join(parts), tuple(pieces), tuple(ranges), tuple(kept))


_SPACE = re.compile(r"\s+")
_HAN = "\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u3000-\u303f“”‘’—…"
_HAN_GAP = re.compile(rf"(?<=[{_HAN}])[ \t\u00a0\u3000]+(?=[{_HAN}])")
_LINE_END = re.compile(r"[ \t\u00a0\u3000]*\n\s*")
_LATIN_WRAP = re.compile(r"(?<=[A-Za-z0-9])\n(?=[A-Za-z0-9])")
_BLANKS = re.compile(r"[ \t\u00a0\u3000]+")
_MARK_GAP = re.compile(r"(?<=[，、；：。,;:]) (?=\S)|(?<=\S) (?=[，、；：。,;])")
_SPACED_OUT = re.compile(r"(?:[\u4e00-\u9fff]\s+)+[\u4e00-\u9fff]")
#: A sentence has a comma or a full stop; a flattened table has not, and its blanks are columns.
_SENTENCE = re.compile("[，,。；;]")


def squeeze(text: str) -> str:
    """`text` without any white space: how two printings of the same words are compared."""
    return _SPACE.sub("", text)


def words(text: str, *, flat: bool = False) -> str:
    """The words of a range as one line.

    Hard wraps are joined (a blank only between two Latin words). `flat`: in a source pasted on one
    line a blank inside a sentence between two Chinese characters is the mark of a page break.
    """
    joined = text.strip()
    if "\n" in joined:
        joined = _LINE_END.sub("\n", joined)
        joined = _LATIN_WRAP.sub(" ", joined).replace("\n", "")
    joined = _BLANKS.sub(" ", joined)
    if _SPACED_OUT.fullmatch(joined):
        return squeeze(joined)
    if flat and _SENTENCE.search(joined):
        joined = _HAN_GAP.sub("", joined)
        joined = _MARK_GAP.sub("", joined)
    return joined
