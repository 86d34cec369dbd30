"""What a check is given: one regulation with its file, and the way from it to a place there."""

from __future__ import annotations

from bisect import bisect_right
from functools import cached_property

from handbook import references
from handbook.errors import Diagnostic
from handbook.linting.codes import CODES
from handbook.markdown import unescape
from handbook.provision import Level, Provision, Regulation
from handbook.references import Reference
from handbook.resolver import Resolver


class Subject:
    """One regulation under inspection."""

    def __init__(self, regulation: Regulation, text: str, resolver: Resolver) -> None:
        """`text`: the file from which the regulation was read; `resolver` knows its neighbours."""
        self.regulation = regulation
        self.resolver = resolver
        self.lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")

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
        first, last = provision.lines
        physical = [n for n in range(first, last) if self.lines[n - 1].strip()]
        if provision.level is Level.TABLE:
            starts = [0, *(i + 1 for i, c in enumerate(provision.text) if c == "\n")]
        else:
            starts = [0, *provision.breaks]
        at = bisect_right(starts, offset) - 1
        physical = physical[len(physical) - len(starts) :]
        if not 0 <= at < len(physical):
            return self._label(provision)
        end = starts[at + 1] if at + 1 < len(starts) else len(provision.text)
        piece = provision.text[starts[at] : end].rstrip()
        raw = self.lines[physical[at] - 1]
        shown, columns = _shown(raw)
        begin = shown.rfind(piece)
        if begin < 0:
            return physical[at], 1
        return physical[at], columns[min(begin + offset - starts[at], len(columns) - 1)] + 1


def _shown(raw: str) -> tuple[str, list[int]]:
    """A line of Markdown as shown, and for each character of that its offset in the line."""
    if "\\" not in raw and "&" not in raw:
        return raw, list(range(len(raw) + 1))
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
