"""Reads XLSX workbooks row by row: values as a person sees them, nothing that runs.

An XLSX file is a zip of XML files. Only what a table of forms needs is read: sheets, shared texts,
which number formats are dates, and rows. A cell with a formula counts with the value that the
spreadsheet program last computed; one without is refused, as are merged and error cells, since
what they mean would be a guess. Hidden sheets are left out; hidden rows are refused, since nobody
sees what is checked.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import IO
from xml.etree import ElementTree
from xml.parsers import expat

from checker.documents import Content, Row, Sheet, header_of
from handbook.errors import HandbookError, Place, reason

#: Rows of a sheet that are read; whoever has more keeps them as CSV.
MOST_ROWS = 200_000
MOST_COLUMNS = 500
_LARGEST = 400 * 2**20  # bytes of one part, unpacked
_TEXTS = 64 * 2**20  # characters of shared texts
_PACKED = 200  # how much smaller packed than unpacked
_EMPTY_ROWS = 20_000  # formatted rows without content after which the table has ended
_BLOCK = 2**16
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_STRICT = "{http://purl.oclc.org/ooxml/spreadsheetml/main}"
_REL = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_REL_STRICT = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"
_DATE_FORMATS = frozenset((*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)))
_NOT_DATE = re.compile(r"\"[^\"]*\"|\[[^\]]*\]|\\.|_.|\*.|General|E\+")
_CELL = re.compile(r"([A-Z]{1,3})(\d{1,7})")


@dataclass(frozen=True, slots=True)
class _Tab:
    """A visible sheet: its name and the path of its part."""

    name: str
    part: str


def sheets(path: Path) -> Iterator[tuple[Sheet, Iterator[Row]]]:
    """The visible sheets of a workbook that are not empty.

    Raises:
        HandbookError: it is no workbook, or larger than bounds allow.
    """
    name = path.as_posix()
    try:
        with zipfile.ZipFile(path) as archive:
            book = _Book(archive, name)
            for tab in book.tabs:
                file = name if len(book.tabs) == 1 else f"{name}[{tab.name}]"
                rows = book.rows(tab, file)
                first = next(rows, None)
                if first is None:
                    continue
                form = path.stem if tab.name.lower().startswith("sheet") else tab.name
                yield Sheet(file, form, header_of(first[1], file)), rows
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, KeyError):
        raise HandbookError("不是完好的 XLSX 文件（也许有密码）", Place(name)) from None
    except (expat.ExpatError, ElementTree.ParseError, UnicodeDecodeError, LookupError):
        raise HandbookError("XLSX 文件的内容已损坏", Place(name)) from None
    except OSError as error:
        raise HandbookError(f"打不开文件：{reason(error)}", Place(name)) from None


class _Book:
    def __init__(self, archive: zipfile.ZipFile, name: str) -> None:
        self.archive, self.name = archive, name
        self.place = Place(name)
        for info in archive.infolist():
            bomb = info.file_size > 2**20 and info.file_size > _PACKED * max(info.compress_size, 1)
            if info.file_size > _LARGEST or bomb:
                raise HandbookError("XLSX 文件展开后太大，不读取；请存成 CSV", self.place)
        self.epoch = date(1899, 12, 30)
        self.tabs = self._tabs()
        self.texts = self._texts()
        self.dates = self._dates()

    def _open(self, part: str) -> IO[bytes]:
        return self.archive.open(part)

    def _tree(self, part: str) -> ElementTree.Element:
        """A small part, whole. A document type could declare entities that grow without end."""
        with self._open(part) as file:
            data = file.read(16 * 2**20 + 1)
        if len(data) > 16 * 2**20:
            raise HandbookError("XLSX 文件展开后太大，不读取；请存成 CSV", self.place)
        if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
            raise HandbookError("XLSX 文件里有不该有的声明（DOCTYPE），不读取", self.place)
        return ElementTree.fromstring(data)

    def _tabs(self) -> list[_Tab]:
        root = self._tree("xl/workbook.xml")
        rels = self._tree("xl/_rels/workbook.xml.rels")
        targets = {r.get("Id"): r.get("Target", "") for r in rels}
        for properties in _all(root, "workbookPr"):
            if properties.get("date1904") in ("1", "true"):
                self.epoch = date(1904, 1, 1)
        found = []
        for sheet in _all(root, "sheet"):
            target = targets.get(sheet.get(_REL) or sheet.get(_REL_STRICT), "")
            if sheet.get("state", "visible") == "visible" and "worksheets" in target:
                part = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
                found.append(_Tab(sheet.get("name", ""), posixpath.normpath(part)))
        if not found:
            raise HandbookError("没有可见的工作表", self.place)
        return found

    def _texts(self) -> list[str]:
        part = "xl/sharedStrings.xml"
        if part not in self.archive.namelist():
            return []
        found: list[str] = []
        parts: list[str] = []
        state = {"text": False, "phonetic": False, "size": 0}

        def start(tag: str, _: Mapping[str, str]) -> None:
            state["text"] = tag == "t" and not state["phonetic"]
            if tag == "rPh":
                state["phonetic"] = True

        def end(tag: str) -> None:
            state["text"] = False
            if tag == "rPh":
                state["phonetic"] = False
            elif tag == "si":
                found.append("".join(parts))
                parts.clear()

        def text(words: str) -> None:
            if state["text"]:
                parts.append(words)
                state["size"] += len(words)
                if state["size"] > _TEXTS:
                    raise HandbookError("XLSX 文件里的文字太多；请存成 CSV", self.place)

        for _ in self._parse(part, start, end, text):
            pass
        return found

    def _dates(self) -> frozenset[int]:
        """The cell styles that show a number as a date or time."""
        if "xl/styles.xml" not in self.archive.namelist():
            return frozenset()
        root = self._tree("xl/styles.xml")
        own = {
            int(f.get("numFmtId", "0"))
            for f in _all(root, "numFmt")
            if re.search("[ymdhs]", _NOT_DATE.sub("", f.get("formatCode", "")), re.IGNORECASE)
        }
        styles = next(iter(_all(root, "cellXfs")), ())
        kinds = (int(style.get("numFmtId", "0")) for style in styles)
        return frozenset(n for n, kind in enumerate(kinds) if kind in _DATE_FORMATS or kind in own)

    def _parse(
        self,
        part: str,
        start: Callable[[str, Mapping[str, str]], None],
        end: Callable[[str], None],
        text: Callable[[str], None],
    ) -> Iterator[None]:
        """Feeds a part to handlers block by block, names without their namespace."""
        parser = expat.ParserCreate()
        parser.buffer_text = True

        def refuse(*_: object) -> None:
            raise HandbookError("XLSX 文件里有不该有的声明（DOCTYPE），不读取", self.place)

        parser.StartDoctypeDeclHandler = refuse
        parser.StartElementHandler = lambda tag, given: start(tag.rpartition(":")[2], given)
        parser.EndElementHandler = lambda tag: end(tag.rpartition(":")[2])
        parser.CharacterDataHandler = text
        total = 0
        with self._open(part) as file:
            while block := file.read(_BLOCK):
                total += len(block)
                if total > _LARGEST:
                    raise HandbookError("XLSX 文件展开后太大，不读取；请存成 CSV", self.place)
                parser.Parse(block, False)
                yield
            parser.Parse(b"", True)
            yield

    def rows(self, tab: _Tab, file: str) -> Iterator[Row]:
        """The rows of a sheet that hold something, the header first."""
        reader = _Rows(self, file)
        for _ in self._parse(tab.part, reader.start, reader.end, reader.text):
            yield from reader.ready
            reader.ready.clear()
            if reader.ended:
                return


class _Rows:
    """Handlers that collect the rows of one sheet."""

    def __init__(self, book: _Book, file: str) -> None:
        self.book, self.file = book, file
        self.ready: list[Row] = []
        self.cells: dict[int, Content] = {}
        self.row = self.column = self.count = self.empty = 0
        self.hidden = self.formula = self.inside = self.ended = self.wanted = False
        self.kind = ""
        self.style = 0
        self.parts: list[str] = []

    def start(self, tag: str, given: Mapping[str, str]) -> None:
        if tag == "c":
            self._cell(given)
        elif tag in ("v", "t"):
            self.wanted = True
        elif tag == "rPh":
            self.wanted = False
        elif tag == "f":
            self.formula = True
        elif tag == "row":
            self.row = int(given["r"]) if given.get("r", "").isdigit() else self.row + 1
            self.hidden = given.get("hidden") in ("1", "true")
            self.column = 0
        elif tag == "mergeCell":
            where = given.get("ref", "")
            found = _CELL.match(where)
            place = Place(self.file, int(found[2]), _column(found[1])) if found else None
            raise HandbookError(f"有合并的单元格（{where[:20]}）；请取消合并，每行填全", place)

    def _cell(self, given: Mapping[str, str]) -> None:
        found = _CELL.fullmatch(given.get("r", ""))
        self.column = _column(found[1]) if found else self.column + 1
        self.kind = given.get("t", "n")
        style = given.get("s", "0")
        self.style = int(style) if style.isdigit() else 0
        self.formula = False
        self.parts.clear()

    def text(self, words: str) -> None:
        if self.wanted:
            self.parts.append(words)

    def end(self, tag: str) -> None:
        if tag in ("v", "t"):
            self.wanted = False
        elif tag == "c":
            self._end_cell()
        elif tag == "row":
            self._end_row()

    def _end_cell(self) -> None:
        raw = "".join(self.parts)
        place = Place(self.file, self.row, self.column)
        if not raw:
            if self.formula:
                raise HandbookError("公式还没有算出值；请在表格软件里打开、保存后再试", place)
            return
        value = self._value(raw, place)
        if value is not None:
            if self.column > MOST_COLUMNS:
                raise HandbookError(f"列太多，最多 {MOST_COLUMNS} 列", place)
            self.cells[self.column] = value

    def _value(self, raw: str, place: Place) -> Content:
        if self.kind == "s":
            texts = self.book.texts
            if not raw.isdigit() or int(raw) >= len(texts):
                raise HandbookError("XLSX 文件的内容已损坏", place)
            raw = texts[int(raw)]
            return raw if raw.strip() else None
        if self.kind == "b":
            return raw == "1"
        if self.kind == "e":
            raise HandbookError(f"单元格里是错误值“{raw[:20]}”", place)
        if self.kind in ("str", "inlineStr", "d"):
            return raw if raw.strip() else None
        return self._number(raw, place)

    def _number(self, raw: str, place: Place) -> str:
        try:
            number = Decimal(raw)
        except InvalidOperation:
            raise HandbookError(f"单元格里的数“{raw[:20]}”读不出", place) from None
        if not number.is_finite() or abs(number) >= Decimal(10) ** 15:
            raise HandbookError(f"数太大：“{raw[:20]}”", place)
        # Spreadsheet programs keep binary numbers: 1234.5 may be written 1234.4999999999998.
        number = Decimal(f"{float(number):.15g}")
        if self.style in self.book.dates:
            return self._moment(number, place)
        return f"{number.normalize():f}"

    def _moment(self, number: Decimal, place: Place) -> str:
        """A serial number of days as a date, a time, or both."""
        days, part = divmod(number, 1)
        minutes = int((part * 24 * 60).to_integral_value())
        clock = f"{minutes // 60:02d}:{minutes % 60:02d}"
        if days == 0:
            return clock
        try:
            day = self.book.epoch + timedelta(int(days))
        except OverflowError:
            raise HandbookError(f"没有第“{days}”天这个日期", place) from None
        return day.isoformat() if not minutes else f"{day.isoformat()} {clock}"

    def _end_row(self) -> None:
        if not self.cells:
            self.empty += 1
            self.ended = self.empty >= _EMPTY_ROWS
            return
        if self.hidden:
            raise HandbookError("这一行是隐藏的；请取消隐藏，或删去", Place(self.file, self.row))
        self.empty = 0
        self.count += 1
        if self.count > MOST_ROWS + 1:
            message = f"行太多，最多 {MOST_ROWS} 行；请存成 CSV"
            raise HandbookError(message, Place(self.file, self.row))
        cells = self.cells
        self.ready.append((self.row, tuple(cells.get(n) for n in range(1, max(cells) + 1))))
        self.cells = {}


def _all(root: ElementTree.Element, tag: str) -> list[ElementTree.Element]:
    return [*root.iter(_MAIN + tag), *root.iter(_STRICT + tag)]


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number
