"""Reads XLSX workbooks row by row: values as a person sees them, nothing that runs.

An XLSX file is a zip of XML files. Only what a table of forms needs is read: sheets, shared texts,
which number formats are dates, and rows (`worksheet`); hidden sheets are left out. A part is read
block by block within bounds, and none may declare a document type, in whatever encoding: the
entities of one could grow without end.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from xml.parsers import expat

from checker.documents import Row, Sheet, header_of
from checker.worksheet import DAMAGED, Rows, Shared, whole
from handbook.errors import HandbookError, Place, reason

_LARGEST = 400 * 2**20  # bytes of one part, unpacked
_SMALL = 16 * 2**20  # of a part that is no sheet and holds no texts
_TEXTS = 64 * 2**20  # characters of shared texts
_TEXT = 8  # characters for which a text counts beside its own: many empty ones take memory too
_PACKED = 200  # how much smaller packed than unpacked
_BLOCK = 2**16
_TOO_LARGE = "XLSX 文件展开后太大，不读取；请存成 CSV"
_DATE_FORMATS = frozenset((*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)))
_NOT_DATE = re.compile(r"\"[^\"]*\"|\[[^\]]*\]|\\.|_.|\*.|General|E\+")
#: How spreadsheet programs name a sheet to which nobody gave a name.
_UNNAMED = ("sheet", "工作表")


@dataclass(frozen=True, slots=True)
class _Tab:
    """A visible sheet: its name and the path of its part."""

    name: str
    part: str


def sheets(path: Path) -> Iterator[tuple[Sheet, Iterator[Row]]]:
    """The visible sheets of a workbook that are not empty, with their rows below the header.

    Raises:
        HandbookError: it is no workbook, or larger than bounds allow; from the rows too.
    """
    name = path.as_posix()
    with _in_words(name), zipfile.ZipFile(path) as archive:
        book = _Book(archive, name)
        for tab in book.tabs:
            file = name if len(book.tabs) == 1 else f"{name}[{tab.name}]"
            rows = book.rows(tab, file)
            first = next(rows, None)
            if first is None:
                continue
            form = path.stem if tab.name.lower().startswith(_UNNAMED) else tab.name
            yield Sheet(file, form, header_of(first[1], file)), rows


@contextmanager
def _in_words(name: str) -> Iterator[None]:
    """What the readers of zip and XML say of a damaged file, in words for a clerk."""
    try:
        yield
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, KeyError):
        raise HandbookError("不是完好的 XLSX 文件（也许有密码）", Place(name)) from None
    except (expat.ExpatError, ValueError, LookupError):  # the latter two: an unknown encoding
        raise HandbookError(DAMAGED, Place(name)) from None
    except OSError as error:
        raise HandbookError(f"打不开文件：{reason(error)}", Place(name)) from None


class _Book:
    """An opened workbook: its visible sheets and what they share."""

    def __init__(self, archive: zipfile.ZipFile, name: str) -> None:
        self.archive, self.name = archive, name
        self.place = Place(name)
        for info in archive.infolist():
            bomb = info.file_size > 2**20 and info.file_size > _PACKED * max(info.compress_size, 1)
            if info.file_size > _LARGEST or bomb:
                raise HandbookError(_TOO_LARGE, self.place)
        self.parts = frozenset(archive.namelist())
        main = self._elements("xl/workbook.xml", "workbook/workbookPr", "sheets/sheet")
        self.tabs = self._tabs([given for path, given in main if path == "sheets/sheet"])
        later = any(given.get("date1904") in ("1", "true") for _, given in main)
        epoch = date(1904, 1, 1) if later else date(1899, 12, 30)
        self.shared = Shared(self._texts(), self._dates(), epoch)

    def _tabs(self, found: list[Mapping[str, str]]) -> list[_Tab]:
        links = self._elements("xl/_rels/workbook.xml.rels", "Relationships/Relationship")
        targets = {given.get("Id"): given.get("Target", "") for _, given in links}
        tabs = []
        for given in found:
            target = targets.get(given.get("id"), "")
            if given.get("state", "visible") == "visible" and "worksheets" in target:
                part = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
                tabs.append(_Tab(given.get("name", ""), posixpath.normpath(part)))
        if not tabs:
            raise HandbookError("没有可见的工作表", self.place)
        return tabs

    def _texts(self) -> list[str]:
        """The texts that cells name by their number, without how they are pronounced."""
        part = "xl/sharedStrings.xml"
        if part not in self.parts:
            return []
        found: list[str] = []
        own: list[str] = []
        wanted = phonetic = False
        size = 0

        def start(tag: str, _: Mapping[str, str]) -> None:
            nonlocal wanted, phonetic
            phonetic = phonetic or tag == "rPh"
            wanted = tag == "t" and not phonetic

        def end(tag: str) -> None:
            nonlocal wanted, phonetic, size
            wanted = False
            if tag == "rPh":
                phonetic = False
            elif tag == "si":
                found.append("".join(own))
                own.clear()
                size += _TEXT

        def text(words: str) -> None:
            nonlocal size
            if wanted:
                own.append(words)
                size += len(words)

        for _ in self._parse(part, start, end, text):
            if size > _TEXTS:
                raise HandbookError("XLSX 文件里的文字太多；请存成 CSV", self.place)
        return found

    def _dates(self) -> frozenset[int]:
        """The cell styles that show a number as a date or time."""
        part = "xl/styles.xml"
        if part not in self.parts:
            return frozenset()
        kinds: list[int | None] = []
        dates: set[int | None] = set(_DATE_FORMATS)
        for path, given in self._elements(part, "numFmts/numFmt", "cellXfs/xf"):
            kind = whole(given.get("numFmtId", "0"))
            if path == "cellXfs/xf":
                kinds.append(kind)
            elif re.search("[ymdhs]", _NOT_DATE.sub("", given.get("formatCode", "")), re.I):
                dates.add(kind)
        return frozenset(n for n, kind in enumerate(kinds) if kind in dates)

    def _elements(self, part: str, *wanted: str) -> list[tuple[str, Mapping[str, str]]]:
        """The elements of a small part that stand at a `parent/name`, with their attributes."""
        found: list[tuple[str, Mapping[str, str]]] = []
        above = [""]

        def start(tag: str, given: Mapping[str, str]) -> None:
            path = f"{above[-1]}/{tag}"
            if path in wanted:
                found.append((path, {key.rpartition(":")[2]: v for key, v in given.items()}))
            above.append(tag)

        for _ in self._parse(part, start, lambda _: above.pop(), lambda _: None, _SMALL):
            pass
        return found

    def _parse(
        self,
        part: str,
        start: Callable[[str, Mapping[str, str]], object],
        end: Callable[[str], object],
        text: Callable[[str], object],
        most: int = _LARGEST,
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
        with self.archive.open(part) as file:
            while block := file.read(_BLOCK):
                total += len(block)
                if total > most:
                    raise HandbookError(_TOO_LARGE, self.place)
                parser.Parse(block, False)
                yield
            parser.Parse(b"", True)
            yield

    def rows(self, tab: _Tab, file: str) -> Iterator[Row]:
        """The rows of a sheet that hold something, the header first.

        Raises:
            HandbookError: the sheet is damaged, or holds what cannot be trusted.
        """
        reader = Rows(file, self.shared)
        with _in_words(self.name):
            for _ in self._parse(tab.part, reader.start, reader.end, reader.text):
                yield from reader.ready
                reader.ready.clear()
                if reader.ended:
                    return
