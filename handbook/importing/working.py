"""The text that import works on: the source without noise and with repairs, each character placed.

All later stages speak of ranges of the working text; only `spans` leads back to the source.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterable
from dataclasses import dataclass

from handbook.importing.source import Source

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Edit:
    """A replacement of a range of the source; noise is replaced by nothing."""

    start: int
    end: int
    new: str = ""


@dataclass(frozen=True, slots=True)
class Working:
    """A text with, for each character, the half-open range of the source that it stands for."""

    text: str
    starts: array[int]
    ends: array[int]

    def spans(self, start: int, end: int) -> tuple[Span, ...]:
        """Ranges of the source behind `text[start:end]`, outer white space left out."""
        text = self.text
        while start < end and text[start].isspace():
            start += 1
        while end > start and text[end - 1].isspace():
            end -= 1
        out: list[Span] = []
        for index in range(start, end):
            begin, stop = self.starts[index], self.ends[index]
            if begin == stop:
                continue
            if out and out[-1][1] == begin:
                out[-1] = (out[-1][0], stop)
            else:
                out.append((begin, stop))
        return tuple(out)


def prepare(source: Source, edits: Iterable[Edit]) -> Working:
    """Apply edits (disjoint, any order) to a source."""
    text = source.text
    parts: list[str] = []
    starts, ends = array("I"), array("I")
    at = 0
    for edit in sorted(edits, key=lambda e: e.start):
        parts.append(text[at : edit.start])
        starts.extend(range(at, edit.start))
        ends.extend(range(at + 1, edit.start + 1))
        if edit.new:
            parts.append(edit.new)
            starts.append(edit.start)
            ends.append(edit.end)
            starts.extend([edit.end] * (len(edit.new) - 1))
            ends.extend([edit.end] * (len(edit.new) - 1))
        at = edit.end
    parts.append(text[at:])
    starts.extend(range(at, len(text)))
    ends.extend(range(at + 1, len(text) + 1))
    return Working("".join(parts), starts, ends)


_SPACE = re.compile(r"\s+")
_HAN = "\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u3000-\u303f“”‘’—…"
_HAN_GAP = re.compile(rf"(?<=[{_HAN}])[ \t\u00a0\u3000]+(?=[{_HAN}])")
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
    joined = re.sub(r"[ \t\u00a0\u3000]*\n\s*", "\n", text.strip())
    joined = re.sub(r"(?<=[A-Za-z0-9])\n(?=[A-Za-z0-9])", " ", joined).replace("\n", "")
    joined = re.sub(r"[ \t\u00a0\u3000]+", " ", joined)
    if _SPACED_OUT.fullmatch(joined):
        return squeeze(joined)
    if flat and _SENTENCE.search(joined):
        joined = _HAN_GAP.sub("", joined)
        joined = re.sub(r"(?<=[，、；：。,;:]) (?=\S)|(?<=\S) (?=[，、；：。,;])", "", joined)
    return joined
