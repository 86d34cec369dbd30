"""From the provisions of a written text back to the source, and whether all of it is there.

Block by block and provision by provision the same characters must come, white space left out; so
one running count leads from the tree to the source.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from handbook.errors import Diagnostic, Place
from handbook.importing.blocks import Block
from handbook.importing.source import Places
from handbook.importing.working import Span, Working, squeeze
from handbook.provision import Provision, Regulation
from handbook.sourcemap import Origin, digest

_RUN = re.compile(r"\S+")
_LINE = re.compile(r"第 (\d+) 行")


@dataclass(frozen=True, slots=True)
class Trace:
    """The characters of a regulation's blocks, white space left out, with their places.

    Attributes:
        text: all characters in order.
        at: working-text index of each.
    """

    text: str
    at: array[int]
    working: Working

    def spans(self, start: int, end: int) -> tuple[Span, ...]:
        """Source ranges of characters `start:end`, joined where only white space parts them."""
        out: list[Span] = []
        at, text = self.at, self.working.text
        while start < end:
            stop = end
            if len(squeeze(text[at[start] : at[end - 1] + 1])) != end - start:
                # Words of several places (a chapter heading of the compilation, then its section).
                stop = start + 1
                while (
                    stop < end
                    and not text[at[stop - 1] + 1 : at[stop]].strip()
                    and at[stop] > at[stop - 1]
                ):
                    stop += 1
            for span in self.working.spans(at[start], at[stop - 1] + 1):
                if out and out[-1][1] == span[0]:
                    out[-1] = (out[-1][0], span[1])
                else:
                    out.append(span)
            start = stop
        return tuple(out)


def trace(working: Working, blocks: Sequence[Block]) -> Trace:
    """The characters behind the blocks. A block's own words are what its range holds."""
    at = array("I")
    parts: list[str] = []
    for block in blocks:
        for run in _RUN.finditer(working.text, block.start, block.end):
            at.extend(range(*run.span()))
            parts.append(run.group())
    return Trace("".join(parts), at, working)


def stretches(regulation: Regulation) -> Iterator[tuple[Provision, int, int]]:
    """Each provision with the half-open range of its words in the running count."""
    count = 0
    for provision in regulation.walk():
        size = len(squeeze(provision.words))
        yield provision, count, count + size
        count += size


def words(regulation: Regulation) -> str:
    """All words of a regulation in document order, white space left out."""
    return "".join(squeeze(p.words) for p in regulation.walk())


def origins(regulation: Regulation, trace_: Trace) -> list[tuple[str, Origin]]:
    """Where each provision that has words of its own stands in the source.

    No provision has a place where the words are not the source's.
    """
    if words(regulation) != trace_.text:
        return []
    return [
        (provision.id, Origin(trace_.spans(start, end), digest(provision.words)))
        for provision, start, end in stretches(regulation)
        if end > start
    ]


class Relocation:
    """Moves diagnostics on a written text to the place in the source that they speak of."""

    def __init__(self, regulation: Regulation, trace_: Trace, places: Places, text: str) -> None:
        self._places = places
        self._trace = trace_
        self._lines = text.split("\n")
        placed = [s for s in stretches(regulation) if s[0].lines != (0, 0)]
        placed.sort(key=lambda s: s[0].lines[0])
        self._placed = placed
        self._starts = [p.lines[0] for p, _, _ in placed]

    def __call__(self, diagnostic: Diagnostic) -> Diagnostic:
        """The same remark, placed in the source; unchanged where nothing stands there."""
        place = self._place(diagnostic.line, diagnostic.column)
        if place is None:
            return diagnostic
        message = _LINE.sub(self._line, diagnostic.message)
        return Diagnostic(
            place.file, place.line, place.column, diagnostic.code, diagnostic.severity, message
        )

    def _line(self, match: re.Match[str]) -> str:
        """Another line that a message speaks of (上一处在第 19 行), as a line of the source."""
        place = self._place(int(match[1]), 1)
        return f"第 {place.line} 行" if place else match[0]

    def _place(self, line: int, column: int) -> Place | None:
        last = bisect_right(self._starts, line) - 1
        if last < 0 or not self._trace.at:
            return None
        first = bisect_left(self._starts, self._starts[last])
        provision, start, _ = self._placed[first]
        end = self._placed[last][2]
        before = "".join(self._lines[provision.lines[0] - 1 : line - 1])
        if 0 < line <= len(self._lines):
            before += self._lines[line - 1][: column - 1]
        offset = len(squeeze(before.lstrip("# ").replace("\\", "")))
        at = min(start + offset, max(end - 1, start), len(self._trace.at) - 1)
        return self._places(self._trace.working.offset(self._trace.at[at]))
