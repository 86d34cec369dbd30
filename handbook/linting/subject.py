"""What a check is given: one regulation with its file, and the way from it to a place there."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

from handbook import references
from handbook.errors import Diagnostic
from handbook.linting.codes import CODES
from handbook.markdown import unescape
from handbook.provision import Level, Provision, Regulation
from handbook.references import Reference
from handbook.resolver import Resolver
from handbook.textfile import with_line_feeds


class _Piece(NamedTuple):
    """What one physical line holds of a provision's text.

    `start`: offset in the text; `line`: its number; `begin`: offset of the text in the line as
    shown; `columns`: offset in the file's line of each character of the line as shown.
    """

    start: int
    line: int
    begin: int
    columns: Sequence[int]


class Subject:
    """One regulation under inspection."""

    def __init__(self, regulation: Regulation, text: str, resolver: Resolver) -> None:
        """`text`: the file from which the regulation was read; `resolver` knows its neighbours."""
        self.regulation = regulation
        self.resolver = resolver
        self._placed: tuple[Provision, list[_Piece]] | None = None
        self.lines = with_line_feeds(text).split("\n")

    @cached_property
    def provisions(self) -> list[Provision]:
        """All provisions in document order."""
        return list(self.regulation.walk())

    @cached_property
    def chains(self) -> list[tuple[Provision, ...]]:
        """For each provision the chain from the top level down to it."""
        return list(self.regulation.paths())

    @cached_property
    def references(self) -> tuple[Reference, ...]:
        """The references in its texts."""
        return references.find(self.resolver, self.regulation)

    @cached_property
    def by_id(self) -> dict[str, Provision]:
        """The provisions by id."""
        return {p.id: p for p in self.provisions}

    def report(self, code: str, provision: Provision, message: str, offset: int = -1) -> Diagnostic:
        """A diagnostic at a provision's label, or at an offset in its text."""
        line, column = self._label(provision) if offset < 0 else self._inside(provision, offset)
        return self.at(code, line, column, message)

    def at(self, code: str, line: int, column: int, message: str) -> Diagnostic:
        """A diagnostic at a line and column of the file, both from 1."""
        severity = CODES[code].severity
        return Diagnostic(self.regulation.file, line, column, code, severity, message)

    def _label(self, provision: Provision) -> tuple[int, int]:
        number = max(provision.lines[0], 1)
        line = self.lines[number - 1] if number <= len(self.lines) else ""
        return number, len(line) - len(line.lstrip(" \t\u3000\u00a0#")) + 1

    def _inside(self, provision: Provision, offset: int) -> tuple[int, int]:
        """Line and column of an offset in a provision's text."""
        if self._placed is None or self._placed[0] is not provision:
            self._placed = (provision, self._pieces(provision))
        pieces = self._placed[1]
        at = bisect_right(pieces, offset, key=lambda piece: piece.start) - 1
        if at < 0:
            return self._label(provision)
        piece = pieces[at]
        column = min(piece.begin + offset - piece.start, len(piece.columns) - 1)
        return piece.line, piece.columns[column] + 1

    def _pieces(self, provision: Provision) -> list[_Piece]:
        """The physical lines that hold a provision's text; [] where they do not agree with it."""
        text, (first, last) = provision.text, provision.lines
        physical = [n for n in range(first, last) if self.lines[n - 1].strip()]
        breaks = provision.breaks
        if provision.level is Level.TABLE:
            breaks = tuple(i + 1 for i, char in enumerate(text) if char == "\n")
        starts = (0, *breaks)
        if len(physical) < len(starts):
            return []
        pieces = []
        for line, (start, end) in zip(
            physical[len(physical) - len(starts) :], pairwise((*starts, len(text))), strict=True
        ):
            shown, columns = _shown(self.lines[line - 1])
            begin = shown.rfind(text[start:end].rstrip())
            if begin < 0:
                begin, columns = 0, [0]
            pieces.append(_Piece(start, line, begin, columns))
        return pieces


def _shown(raw: str) -> tuple[str, Sequence[int]]:
    """A line of Markdown as shown, and for each character of that its offset in the line."""
    if "\\" not in raw and "&" not in raw:
        return raw, range(len(raw) + 1)
    out: list[str] = []
    columns: list[int] = []
    at = 0
    while at < len(raw):
        end = at + 1
        if raw[at] == "\\" and end < len(raw):
            end += 1
        elif raw[at] == "&" and ";" in raw[at : at + 40]:
            end = raw.index(";", at) + 1
        piece = unescape(raw[at:end])
        out.append(piece)
        same = len(piece) == end - at
        columns.extend(at + i if same else end - 1 for i in range(len(piece)))
        at = end
    return "".join(out), [*columns, len(raw)]
