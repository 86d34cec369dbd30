"""A copy of an XLSX file with findings as comments on the cells that they are about."""

from __future__ import annotations

import zipfile
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

from checker.batch import Mark
from checker.documents import Content, header_of
from checker.rules import Verdict
from handbook.errors import HandbookError, Place
from handbook.files import writing

#: Rows whose findings are written: a workbook is held in memory whole.
MOST = 20_000
_LONGEST = 4000  # characters of a comment
_FILLS = {
    Verdict.VIOLATION: "FFF4B6B6",
    Verdict.APPROVAL: "FFFFE2B3",
    Verdict.MISSING: "FFFFE2B3",
    Verdict.JUDGEMENT: "FFBFE0FF",
}
_AUTHOR = "handbook check"


def annotate(source: Path, target: Path, marks: Sequence[Mark]) -> None:
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
    rows = {(m.file, m.row) for m in marks}
    if len(rows) > MOST:
        raise HandbookError(f"有结论的行太多（{len(rows)}），最多批注 {MOST} 行", place)
    try:
        book = openpyxl.load_workbook(source)
    except (ValueError, KeyError, TypeError, zipfile.BadZipFile):
        raise HandbookError("这个文件不能加批注；请在表格软件里另存一次再试", place) from None
    name = source.as_posix()
    for sheet in book.worksheets:
        own = [m for m in marks if m.file in (name, f"{name}[{sheet.title}]")]
        if not own or sheet.sheet_state != "visible":
            continue
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


def _columns(rows: object, name: str) -> dict[str, int]:
    """Field → number of its column, by the first row that holds anything."""
    for row in rows:  # type: ignore[attr-defined]
        cells: tuple[Content, ...] = tuple(None if c is None else str(c) for c in row)
        if any(cells):
            return {n: at for at, n in enumerate(header_of(cells, name), 1) if n}
    return {"": 1}
