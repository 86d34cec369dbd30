"""The canonical plain text of a file that is not text itself (Word, PDF), while it is put together.

A paragraph is a line, a blank line stands between paragraphs, a table is a Markdown table. What is
printed outside the text (heads and feet of pages, comments) stands in it too, and is listed as
noise; so the ranges of an import speak of one text that holds all the file says.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from handbook.errors import Diagnostic, Severity
from handbook.textfile import line_and_column

_CONTROL = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class Noise:
    """A range of the source (code points, half-open) that is left out, and why."""

    start: int
    end: int
    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class Join:
    """White space between two lines of one paragraph (half-open), and what belongs there."""

    start: int
    end: int
    new: str


@dataclass(frozen=True, slots=True)
class Canonical:
    """A text with what is known of it.

    Attributes:
        text: the text.
        noise: what of it is no part of a regulation.
        joins: white space inside paragraphs, where a page or column broke a line.
        pages: where each page begins; () where the format has no pages.
        diagnostics: doubts, placed in the text.
        title: range of the one paragraph that the file says to be its title; else None.
    """

    text: str
    noise: tuple[Noise, ...] = ()
    joins: tuple[Join, ...] = ()
    pages: tuple[int, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
    title: tuple[int, int] | None = None


class Writer:
    """Puts a canonical text together, piece by piece."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._parts: list[str] = []
        self._noise: list[Noise] = []
        self._remarks: list[tuple[int, str, Severity, str]] = []
        self._joins: list[Join] = []
        self._pages: list[int] = []
        self.size = 0

    def add(self, text: str) -> None:
        """More text; control characters, which print nothing, become blanks."""
        self._parts.append(_CONTROL.sub(" ", text))
        self.size += len(text)

    def add_noise(self, text: str, reason: str) -> None:
        """Text that is no part of a regulation."""
        start = self.size + len(text) - len(text.lstrip())
        self.add(text)
        if words := text.strip():
            self._noise.append(Noise(start, start + len(words), words, reason))

    def remark(self, code: str, severity: Severity, message: str, at: int | None = None) -> None:
        """A doubt about what comes next, or about the place `at`."""
        self._remarks.append((self.size if at is None else at, code, severity, message))

    def join(self, start: int, end: int, new: str) -> None:
        """The white space `start:end` lies inside a paragraph; `new` belongs there."""
        self._joins.append(Join(start, end, new))

    def page(self) -> None:
        """A page begins here."""
        self._pages.append(self.size)

    def finish(self, title: tuple[int, int] | None = None) -> Canonical:
        """All that was put in."""
        text = "".join(self._parts)
        diagnostics = []
        for at, code, severity, message in self._remarks:
            line, column = line_and_column(text, min(at, len(text)))
            diagnostics.append(Diagnostic(self._name, line, column, code, severity, message))
        return Canonical(
            text,
            tuple(self._noise),
            tuple(self._joins),
            tuple(self._pages),
            tuple(diagnostics),
            title,
        )


def table(rows: Sequence[Sequence[str]]) -> str:
    """Rows of cells as a Markdown table; the first row is its head. Short rows are filled up."""
    lines = table_rows(rows)
    width = max(len(row) for row in rows)
    return "\n".join([lines[0], "|" + " --- |" * width, *lines[1:]])


def table_rows(rows: Sequence[Sequence[str]]) -> list[str]:
    """Rows of cells as rows of a Markdown table, without the line below its head."""
    width = max(len(row) for row in rows)
    return [_row([*row, *[""] * (width - len(row))]) for row in rows]


def _row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(" ".join(c.split()).replace("|", "\\|") for c in cells) + " |"
