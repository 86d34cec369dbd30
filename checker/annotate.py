"""A copy of an XLSX file with findings: comments on their cells, and three columns at the end.

The columns say of each row what the check page in the browser writes there too.
"""

from __future__ import annotations

import zipfile
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from checker.batch import Line, Mark
from checker.documents import ADDED, Content, header_of
from checker.rules import Verdict
from handbook.errors import HandbookError, Place
from handbook.files import writing

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

#: Rows whose findings are written: a workbook is held in memory whole.
MOST = 20_000
_LONGEST = 4000  # characters of a comment
_CELL = 32_767  # characters of a cell
_FILLS = {
    Verdict.VIOLATION: "FFF4B6B6",
    Verdict.APPROVAL: "FFFFE2B3",
    Verdict.MISSING: "FFFFE2B3",
    Verdict.JUDGEMENT: "FFBFE0FF",
}
_AUTHOR = "handbook check"


def annotate(source: Path, target: Path, marks: Sequence[Mark], lines: Sequence[Line]) -> None:
    """Writes the copy. The file has been read before, so its size is within bounds.

    Raises:
        HandbookError: it would replace the file itself, has too many findings, or cannot be
            written.
    """
    import openpyxl
    from openpyxl.comments import Comment
    from openpyxl.styles import PatternFill

    place = Place(target.as_posix())
    if target.exists() and target.samefile(source):
        raise HandbookError("带批注的文件不能写在原文件上，请换个名字", place)
    if len(lines) > MOST:
        raise HandbookError(f"行太多（{len(lines)}），最多批注 {MOST} 行", place)
    try:
        book = openpyxl.load_workbook(source)
    except (ValueError, KeyError, TypeError, zipfile.BadZipFile):
        raise HandbookError("这个文件不能加批注；请在表格软件里另存一次再试", place) from None
    name = source.as_posix()
    for sheet in book.worksheets:
        files = (name, f"{name}[{sheet.title}]")
        own = [m for m in marks if m.file in files]
        said = [line for line in lines if line.file in files]
        if not said or sheet.sheet_state != "visible":
            continue
        _add_columns(sheet, said)
        columns = _columns(sheet.iter_rows(values_only=True), name)
        cells: dict[tuple[int, int], list[Mark]] = defaultdict(list)
        for mark in own:
            cells[mark.row, columns.get(mark.field or "", min(columns.values()))].append(mark)
        for (row, column), found in cells.items():
            cell = sheet.cell(row, column)
            words = "\n\n".join(m.words for m in found)[:_LONGEST]
            comment = Comment(words, _AUTHOR, height=180, width=420)
            if cell.comment is not None:
                comment.text = f"{cell.comment.text}\n\n{words}"[: 2 * _LONGEST]
            cell.comment = comment
            worst = min(found, key=lambda m: m.verdict.rank).verdict
            cell.fill = PatternFill("solid", fgColor=_FILLS[worst])
    with writing(target) as file:
        book.save(file)


def _add_columns(sheet: Worksheet, lines: Sequence[Line]) -> None:
    """Writes verdict, words and provisions after the last column, in place of those written before.

    All are texts, never formulas.
    """
    head = next(cells for cells in sheet.iter_rows() if any(c.value is not None for c in cells))
    old = {cell.column for cell in head if str(cell.value or "").strip() in ADDED}
    for column in old:
        for (cell,) in sheet.iter_rows(min_col=column, max_col=column):
            cell.value = None
    used = [c.column for cells in sheet.iter_rows() for c in cells if c.column not in old]
    first = max(used) + 1

    def write(row: int, words: Sequence[str]) -> None:
        for column, text in enumerate(words, first):
            cell = sheet.cell(row, column)
            cell.value, cell.data_type = text[:_CELL], "s"

    write(head[0].row, ADDED)
    for line in lines:
        write(line.row, (line.verdict.words, line.words, line.cited))


def _columns(rows: object, name: str) -> dict[str, int]:
    """Field → number of its column, by the first row that holds anything."""
    for row in rows:  # type: ignore[attr-defined]
        cells: tuple[Content, ...] = tuple(None if c is None else str(c) for c in row)
        if any(cells):
            return {n: at for at, n in enumerate(header_of(cells, name), 1) if n}
    return {"": 1}
