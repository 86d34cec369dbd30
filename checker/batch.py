"""Files of forms → a report: read, checked and written piece by piece, on all cores.

A long table is cut into pieces of rows; each piece is read, checked and put into words by a process
of its own. Memory does not grow with the length of the table: pieces wait on the disk, in a file
without a name, until the whole is known, so that a report appears whole or not at all. The file is
longer than others because what a process gets and what it gives back stand side by side.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import IO

from checker import documents, reports
from checker.checker import Checker
from checker.documents import Document, Row, Sheet
from checker.findings import Result
from checker.ledger import Ledger
from checker.reports import Summary
from checker.reports.base import broken_first, cited
from checker.rules import Verdict
from handbook.errors import Diagnostic, HandbookError

CHUNK = 1000  # rows of a piece
MOST_ERRORS = 20  # mistakes that are named
_MOST_SAME = 1000  # mistakes that are counted
_IN_MEMORY = 8 * 2**20
_MOST_PROCESSES = 8


@dataclass(frozen=True, slots=True)
class Task:
    """What to do with forms: everything that a process needs to know.

    Attributes:
        root: the folder of regulations.
        cache: where rule books are kept.
        as_of: the day by whose texts all forms are judged; None: each by its own.
        form: format of the report.
        site: where the handbook is served.
        colour: whether the terminal shows colours.
        marks: whether findings are also wanted cell by cell.
        ledger: files of earlier forms.
    """

    root: Path
    cache: Path | None = None
    as_of: date | None = None
    form: str = "text"
    site: str = ""
    colour: bool = False
    marks: bool = False
    ledger: tuple[Path, ...] = ()


@dataclass(frozen=True, slots=True)
class Mark:
    """A finding or note at a cell: file (with sheet), row, field, verdict, words."""

    file: str
    row: int
    field: str | None
    verdict: Verdict
    words: str


@dataclass(frozen=True, slots=True)
class Line:
    """What an annotated table says of a row in its own columns.

    Attributes:
        file: the file, with the sheet.
        row: the row's number.
        verdict: the verdict.
        words: what is not met, a line each; notes where no rule applies.
        cited: the provisions that are not met, a line each.
    """

    file: str
    row: int
    verdict: Verdict
    words: str
    cited: str


@dataclass(slots=True)
class Piece:
    """What some forms came to: words of the report, sums, mistakes, doubts, marks, lines."""

    text: bytes = b""
    summary: Summary = field(default_factory=Summary)
    errors: list[tuple[str, str]] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)


class Worker:
    """Reads, checks and reports forms."""

    def __init__(self, task: Task, ledger: Ledger | None = None) -> None:
        """Opens the checker; `ledger`: the ledger, where it has been read already."""
        self.task = task
        self.checker = Checker(task.root, task.cache)
        self.ledger = ledger
        self.doubts: tuple[Diagnostic, ...] = ()
        if task.ledger and ledger is None:
            for path in task.ledger:
                documents.check_kind(path)
            self.ledger, self.doubts = self.checker.ledger(
                document for path in task.ledger for document in documents.read(path)
            )
        self.report = reports.make(task.form, task.site, task.colour)

    def forms(self, found: Iterable[Document]) -> Piece:
        """What some forms come to.

        Raises:
            HandbookError: rules do not bind. Mistakes of forms are in the piece.
        """
        piece = Piece()
        words: list[str] = []
        for document in found:
            try:
                form, doubts = self.checker.read(document)
            except HandbookError as error:
                where = f"{error.place} " if error.place else ""
                piece.errors.append((error.message, where))
                if len(piece.errors) >= _MOST_SAME:
                    break
                continue
            if self.ledger is not None:
                form, more = self.ledger.fill(form)
                doubts = (*doubts, *more)
            piece.doubts += map(str, doubts)
            result = self.checker.check(form, self.task.as_of)
            piece.summary.add(result)
            words.append(self.report.one(result))
            if self.task.marks:
                piece.marks += _marks(result)
                piece.lines += _line(result)
        piece.text = self.report.between.join(words).encode()
        return piece

    def rows(self, sheet: Sheet, rows: Sequence[Row]) -> Piece:
        """What some rows come to."""
        return self.forms(map(sheet.document, rows))


def _marks(result: Result) -> Iterator[Mark]:
    if result.place is None:
        return
    for finding in result.findings:
        if finding.verdict is not Verdict.PASS:
            out = finding.outcome
            lines = [f"{finding.verdict.words}：{out.message}"]
            if out.question:
                lines.append(f"请判断：{out.question}")
            lines += [f"依据：{cited(p)}" for p in finding.provisions]
            yield Mark(
                result.place.file, result.place.line, out.field, finding.verdict, "\n".join(lines)
            )


def _line(result: Result) -> Iterator[Line]:
    if result.place is None:
        return
    wrong, _ = broken_first(result)
    words = [
        f"{f.verdict.words}：{f.outcome.message}"
        + (f"；请判断：{f.outcome.question}" if f.outcome.question else "")
        for f in wrong
    ]
    if not result.findings:
        words = [note.message for note in result.notes]
    cites = dict.fromkeys(p.citation for f in wrong for p in f.provisions)
    yield Line(
        result.place.file, result.place.line, result.verdict, "\n".join(words), "\n".join(cites)
    )


_worker: list[Worker] = []  # of this process


def _start(task: Task, ledger: Ledger | None) -> None:
    _worker[:] = [Worker(task, ledger)]


def _rows(sheet: Sheet, rows: Sequence[Row]) -> Piece:
    return _worker[0].rows(sheet, rows)


def pieces(task: Task, files: Sequence[Path]) -> Iterator[Piece]:
    """What the forms of files come to, in their order.

    Raises:
        HandbookError: a file cannot be read, or rules do not bind.
    """
    for path in files:
        documents.check_kind(path)
    own = Worker(task)
    if own.doubts:
        yield Piece(doubts=list(map(str, own.doubts)))
    for path in files:
        if path.suffix.lower() in documents.LARGEST:
            yield own.forms(documents.read(path))
            continue
        for sheet, rows in documents.sheets(path):
            chunks = documents.chunks(rows, CHUNK)
            first = next(chunks, None)
            if first is None:
                continue
            yield own.rows(sheet, first)
            if len(first) == CHUNK:
                yield from _spread(task, own, sheet, chunks)


def _spread(task: Task, own: Worker, sheet: Sheet, chunks: Iterator[list[Row]]) -> Iterator[Piece]:
    """The rest of a long table, on all cores. The rule book is kept by now."""
    count = min(len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity")
                else os.cpu_count() or 1, _MOST_PROCESSES)  # fmt: skip
    if count == 1:
        yield from (own.rows(sheet, rows) for rows in chunks)
        return
    from concurrent.futures import Future, ProcessPoolExecutor

    waiting: deque[Future[Piece]] = deque()
    with ProcessPoolExecutor(count, initializer=_start, initargs=(task, own.ledger)) as pool:
        try:
            for rows in chunks:
                waiting.append(pool.submit(_rows, sheet, rows))
                if len(waiting) >= 2 * count:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        finally:
            for future in waiting:
                future.cancel()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a batch came to."""

    summary: Summary
    marks: tuple[Mark, ...]
    lines: tuple[Line, ...] = ()


def run(task: Task, files: Sequence[Path], out: IO[bytes], say: Callable[[str], None]) -> Outcome:
    """Checks the forms of files and writes the report.

    Args:
        task: what to do.
        files: the files.
        out: takes the report, once it is whole.
        say: takes doubts.

    Raises:
        HandbookError: a form or a file is wrong (all that are wrong are named, up to a bound),
            or rules do not bind. Nothing is written then.
    """
    report = reports.make(task.form, task.site, task.colour)
    summary, doubts = Summary(), 0
    errors: dict[str, list[str]] = {}
    marks: list[Mark] = []
    lines: list[Line] = []
    progress = _Progress()
    with tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY) as spool:
        for piece in pieces(task, files):
            if piece.text and summary.total:
                spool.write(report.between.encode())
            spool.write(piece.text)
            summary.merge(piece.summary)
            marks += piece.marks
            lines += piece.lines
            for message, where in piece.errors:
                errors.setdefault(message, []).append(where)
            for doubt in piece.doubts[: max(0, MOST_ERRORS - doubts)]:
                say(f"注意：{doubt}")
            doubts += len(piece.doubts)
            progress.show(summary.total)
            if len(errors) >= MOST_ERRORS or sum(map(len, errors.values())) >= _MOST_SAME:
                break
        progress.clear()
        if doubts > MOST_ERRORS:
            say(f"注意：还有 {doubts - MOST_ERRORS} 处")
        if errors:
            raise HandbookError(_named(errors))
        spool.seek(0)
        out.write(report.begin(summary).encode())
        shutil.copyfileobj(spool, out, 2**20)
        out.write(report.end(summary).encode())
    return Outcome(summary, tuple(marks), tuple(lines))


def _named(errors: Mapping[str, Sequence[str]]) -> str:
    """Mistakes with the place of the first of a kind; there may be one on each row."""
    lines = [
        f"{places[0]}{message}" + (f"（另有 {len(places) - 1} 处同样）" if places[1:] else "")
        for message, places in errors.items()
    ]
    more = "\n……改正后再看有没有别的" if len(lines) > MOST_ERRORS else ""
    return "\n".join(lines[:MOST_ERRORS]) + more


class _Progress:
    """A line on the terminal that says how far a long batch is."""

    def __init__(self) -> None:
        self.begun = self.last = time.monotonic()
        self.shown = False

    def show(self, count: int) -> None:
        now = time.monotonic()
        if now - self.last < 0.5 or not sys.stderr.isatty():
            return
        self.last, self.shown = now, True
        rate = count / (now - self.begun)
        sys.stderr.write(f"\r\x1b[K已核对 {count:,} 张（每秒 {rate:,.0f} 张）")
        sys.stderr.flush()

    def clear(self) -> None:
        if self.shown:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()
