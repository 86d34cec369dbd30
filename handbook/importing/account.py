"""Accounts of an import: which characters of a source found their place, and in which folder."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from handbook import sourcemap
from handbook.errors import Diagnostic, Severity
from handbook.importing import trace
from handbook.importing.report import Entry, Passage
from handbook.importing.source import Source
from handbook.importing.working import Span
from handbook.library import TEXT_FILE
from handbook.provision import Regulation


@dataclass(frozen=True, slots=True)
class Folder:
    """The files of one regulation, ready to be written.

    Attributes:
        slug: name of the folder.
        files: name and text of each.
    """

    slug: str
    files: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Made:
    """A regulation that an import made: its folder, its tree, and the way back to the source."""

    folder: Folder
    regulation: Regulation
    text: str
    relocate: trace.Relocation


class Ledger:
    """Which characters of a source have found their place."""

    def __init__(self, source: Source) -> None:
        self._marks = bytearray(len(source.text))
        self._runs = [run.span() for run in re.finditer(r"\S+", source.text)]

    def place(self, span: Span) -> None:
        """Note that a range stands somewhere."""
        start, end = span
        self._marks[start:end] = b"\1" * (end - start)

    @property
    def total(self) -> int:
        """Number of characters, white space left out."""
        return sum(end - start for start, end in self._runs)

    @property
    def placed(self) -> int:
        """How many of them stand somewhere."""
        return sum(self._marks.count(1, start, end) for start, end in self._runs)


def share(ledgers: Sequence[Ledger]) -> float:
    """Share (0 to 1) of all characters, white space left out, that have found their place."""
    total = sum(ledger.total for ledger in ledgers)
    return sum(ledger.placed for ledger in ledgers) / total if total else 1.0


def check(
    source: Source,
    regulation: Regulation,
    path: trace.Trace,
    ledger: Ledger,
    title: str,
    start: int,
) -> list[Diagnostic]:
    """Place the words of a regulation, or say that they are not the source's."""
    if trace.words(regulation) == path.text:
        for span in path.spans(0, len(path.at)):
            ledger.place(span)
        return []
    place = source.place(start)
    return [
        Diagnostic(
            place.file, place.line, place.column, "text-changed", Severity.ERROR,
            f"“{title}”写出的文字与原文不完全一致，请报告这个问题。",
        )
    ]  # fmt: skip


def folder_of(
    name: str, regulation: Regulation, text: str, path: trace.Trace, source: Source
) -> Folder:
    """The files of one regulation."""
    origins = [
        (key, replace(origin, spans=tuple(source.outer(*span) for span in origin.spans)))
        for key, origin in trace.origins(regulation, path)
    ]
    source_map = sourcemap.dump(source.name, text, origins)
    return Folder(name, ((TEXT_FILE, text), (sourcemap.FILE, source_map)))


def entry_of(regulation: Regulation, title: str, source: Source, area: Span) -> Entry:
    """The line of the report on one regulation."""
    count = sum(1 for _ in regulation.walk())
    return Entry(regulation.slug, title, source.name, *source.outer(*area), count)


def passage(source: Source, start: int, end: int, text: str, reason: str = "") -> Passage:
    """A passage of a source's text, placed in its file."""
    return Passage(source.name, *source.outer(start, end), text, reason)
