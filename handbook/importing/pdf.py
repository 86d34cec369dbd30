"""A PDF with a text layer as canonical text: pages in order, heads and feet as noise, tables.

The library is pypdfium2 (Chromium's PDF reader; Apache-2.0 or BSD-3-Clause). Pages are read one by
one and only their lines are kept, so that memory grows by some kilobytes a page.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from statistics import median_low

import pypdfium2
import pypdfium2.raw as pdfium

from handbook.errors import HandbookError, Place, Severity
from handbook.importing import canonical, pdf_flow, pdf_margins, pdf_page, pdf_tables
from handbook.importing.canonical import Canonical
from handbook.importing.pdf_flow import Column, Placed
from handbook.importing.pdf_page import Line
from handbook.importing.pdf_tables import Table

MAX_PAGES = 5000
_UNREADABLE = 0.2  # share of characters; a text layer with more is no use
_SHOWN_PAGES = 12
_MANY = 0.25  # share of the pages
_SAME = 6  # points by which the columns of pages may differ
_OCR = "请先用 OCR 软件识别成带文字层的 PDF 或 Word，再导入。"


@dataclass(frozen=True, slots=True)
class _Page:
    """What is kept of a page.

    Attributes:
        height: in points.
        lines: in reading order, with their columns.
        tables: from the top.
        turned: words that stand aslant.
        middle: the middle between its two columns; None where it has one.
    """

    height: float
    lines: list[Column]
    tables: list[Table]
    turned: str
    middle: float | None


@dataclass(slots=True)
class _Counts:
    """What was counted over all pages."""

    characters: int = 0
    mapped: int = 0
    unreadable: int = 0


def read(data: bytes, name: str) -> Canonical:
    """The text of a PDF; `name` is its name in messages.

    Raises:
        HandbookError: it is damaged, has a password, too many pages, or no text layer.
    """
    with _opened(data, name) as document:
        count = len(document)
        if count > MAX_PAGES:
            raise HandbookError(
                f"PDF 有 {count} 页，超过 {MAX_PAGES} 页的上限。请拆成几个文件再导入。", Place(name)
            )
        counts = _Counts()
        pages: list[_Page] = []
        empty: list[int] = []
        for number in range(count):
            page = _page(document, number, counts)
            pages.append(page)
            if page is not _NOTHING and not (page.lines or page.tables):
                empty.append(number + 1)
        _find_columns(document, pages)
    if not any(p.lines or p.tables for p in pages):
        raise HandbookError(f"这个 PDF（{count} 页）没有文字层，是扫描的图片。{_OCR}", Place(name))
    if counts.unreadable > _UNREADABLE * counts.characters:
        raise HandbookError(
            f"这个 PDF 的文字层读不出来：{counts.characters} 个字里有 {counts.unreadable} 个"
            f"不知道是什么字（字体没有带对照表）。{_OCR}",
            Place(name),
        )
    return _Layout(name, pages).write(empty, counts)


@contextmanager
def _opened(data: bytes, name: str) -> Iterator[pypdfium2.PdfDocument]:
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if getattr(error, "err_code", None) in (
            pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY,
        ):  # fmt: skip
            message = "PDF 有密码，读不了。请先用密码打开，另存为没有密码的 PDF，再导入。"
        else:
            message = "PDF 已损坏，打不开。请向来源单位重新索取，或用阅读器打开后另存。"
        raise HandbookError(message, Place(name)) from None
    try:
        if len(document) == 0:
            raise HandbookError("PDF 里一页也没有，可能已损坏。请重新索取。", Place(name))
        yield document
    finally:
        document.close()


_NOTHING = _Page(0, [], [], "", None)


def _page(
    document: pypdfium2.PdfDocument, number: int, counts: _Counts, others: float | None = None
) -> _Page:
    """Read one page; `_NOTHING` where it is blank. `others`: see `pdf_flow.order`."""
    try:
        page = document[number]
    except pypdfium2.PdfiumError:
        return _Page(0, [], [], "", None)  # a damaged page counts as one without text
    try:
        found = pdf_page.read(page)
    finally:
        page.close()
    counts.characters += len(found.chars)
    counts.mapped += found.mapped
    counts.unreadable += found.unreadable
    if not found.chars and not found.turned and not found.pictures:
        return _NOTHING
    tables, rest = pdf_tables.find(found.chars, found.rules)
    lines, middle = pdf_flow.order(rest, others)
    return _Page(found.height, lines, tables, found.turned, middle)


def _find_columns(document: pypdfium2.PdfDocument, pages: list[_Page]) -> None:
    """Read again the pages that show no columns where many pages have the same two.

    A first page with a large title, or a last one, has too few lines to show them.
    """
    middles = [p.middle for p in pages if p.middle is not None]
    if not middles:
        return
    middle = median_low(middles)
    if sum(abs(m - middle) <= _SAME for m in middles) < _MANY * len(pages):
        return
    for number, page in enumerate(pages):
        if page.middle is None and len(page.lines) > 1:
            pages[number] = _page(document, number, _Counts(), middle)


class _Layout:
    """Writes the pages of a PDF as one text."""

    def __init__(self, name: str, pages: Sequence[_Page]) -> None:
        self._out = canonical.Writer(name)
        self._pages = pages
        self._before: Placed | None = None
        self._table: Table | None = None
        self._gaps: list[tuple[int, int]] = []

    def write(self, empty: Sequence[int], counts: _Counts) -> Canonical:
        """All pages; `empty`: numbers of those that have pictures and no text."""
        self._say(empty, counts)
        margins = pdf_margins.find([(p.height, [o for o, _ in p.lines]) for p in self._pages])
        kept = [
            [c for i, c in enumerate(p.lines) if i not in m]
            for p, m in zip(self._pages, margins, strict=True)
        ]
        for number, (page, noise, text) in enumerate(
            zip(self._pages, margins, pdf_flow.place(kept), strict=True)
        ):
            self._out.page()
            if number:
                self._gap("\f\n")
            self._margin(page, noise, top=True)
            self._body(page, text)
            self._margin(page, noise, top=False)
            if page.turned:
                self._noise(page.turned, "斜排的文字（水印、印章）")
        self._out.add("\n")
        return self._out.finish()

    def _say(self, empty: Sequence[int], counts: _Counts) -> None:
        if empty:
            shown = "、".join(map(str, empty[:_SHOWN_PAGES]))
            more = f"等 {len(empty)} 页" if len(empty) > _SHOWN_PAGES else "页"
            self._out.remark(
                "page-without-text", Severity.WARNING,
                f"第 {shown} {more}没有文字层（只有图片），没有收入。{_OCR}",
            )  # fmt: skip
        if counts.mapped:
            self._out.remark(
                "mapped-characters", Severity.INFO,
                f"有 {counts.mapped} 个字在 PDF 里写作部首或兼容字，已换成平常的字。",
            )  # fmt: skip
        if counts.unreadable:
            self._out.remark(
                "mapped-characters", Severity.WARNING,
                f"有 {counts.unreadable} 个字不知道是什么字（字体没有带对照表），请对照原件改。",
            )  # fmt: skip

    def _margin(self, page: _Page, noise: dict[int, str], *, top: bool) -> None:
        for index in sorted(noise):
            line = page.lines[index][0]
            if (line.y > page.height / 2) == top:
                self._noise(line.text, noise[index])

    def _noise(self, words: str, reason: str) -> None:
        self._out.add_noise(words, reason)
        self._gap("\n")

    def _gap(self, white: str) -> None:
        """White space that belongs to no paragraph yet."""
        self._gaps.append((self._out.size, self._out.size + len(white)))
        self._out.add(white)

    def _body(self, page: _Page, text: Sequence[Placed]) -> None:
        if page.middle is not None:
            self._out.remark(
                "two-columns", Severity.INFO, "这一页分两栏，先左栏后右栏读入；请核对次序。"
            )
        tables = list(page.tables)
        same_page = False
        for placed in text:
            while tables and tables[0].top > placed.line.y:
                self._add_table(tables.pop(0))
            self._add_line(placed, same_page=same_page)
            same_page = True
        for table in tables:
            self._add_table(table)

    def _add_line(self, placed: Placed, *, same_page: bool) -> None:
        before = self._before
        if before is not None and pdf_flow.goes_on(before, placed, same_page=same_page):
            latin = _is_latin(before.line) and placed.line.text[0].isascii()
            last = len(self._gaps) - 1
            for index, (start, end) in enumerate(self._gaps):
                self._out.join(start, end, " " if latin and index == last else "")
        elif before is not None or self._table is not None:
            self._out.add("\n")
        self._gaps.clear()
        if placed.row and not (same_page and before is not None and before.row):
            self._out.remark(
                "borderless-table", Severity.WARNING,
                "这里像是没有框线的表（也可能分栏），没有读成表，一行作一段。"
                "请对照原件，是表的改成 Markdown 表。",
            )  # fmt: skip
        self._out.add(placed.line.text)
        self._gap("\n")
        self._before, self._table = placed, None

    def _add_table(self, table: Table) -> None:
        if table.merged:
            self._out.remark(
                "merged-cells", Severity.WARNING,
                "这个表有合并的单元格；文字放在合并范围的第一格，其余格空着。请对照原件核对。",
            )  # fmt: skip
        cells = list(table.cells)
        if self._table is not None and _same_columns(self._table, table):
            self._go_on(cells)
        else:
            if self._before is not None or self._table is not None:
                self._out.add("\n")
            self._out.add(canonical.table(cells))
        self._gaps.clear()
        self._gap("\n")
        self._before, self._table = None, table

    def _go_on(self, cells: list[tuple[str, ...]]) -> None:
        """The rest of a table that the page broke, its repeated head as noise."""
        assert self._table is not None
        self._out.remark(
            "merged-cells", Severity.INFO, "这个表跨页，两页的行已接在一起。请对照原件核对。"
        )
        head = self._table.cells[0]
        rows = canonical.table_rows(cells)
        if cells[0] == head:
            self._out.add_noise(rows.pop(0), "续表的表头")
            self._gap("\n")
        for index, (start, end) in enumerate(self._gaps):
            self._out.join(start, end, "\n" if index == 0 else "")
        self._out.add("\n".join(rows))


def _is_latin(line: Line) -> bool:
    last = line.text[-1]
    return last.isascii() and last.isalnum()


def _same_columns(one: Table, two: Table) -> bool:
    return len(one.x) == len(two.x) and all(
        abs(a - b) <= 3 for a, b in zip(one.x, two.x, strict=True)
    )
