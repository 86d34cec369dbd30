"""Filled-in forms from files: YAML, JSON, CSV and XLSX; one flat mapping a form, with its place.

YAML and JSON hold a few forms and are read whole, within bounds. CSV and XLSX hold a form a row and
are read row by row, so that their length does not matter.
"""

from __future__ import annotations

import codecs
import csv
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from checker.forms import TYPE_KEY
from handbook.errors import HandbookError, Place, reason
from handbook.textfile import decode
from handbook.yamlvalues import Value, parse_value

#: Bytes that a file may have, by what it takes to read it whole.
LARGEST = {".yml": 2 * 2**20, ".yaml": 2 * 2**20, ".json": 32 * 2**20}
SUFFIXES = (*LARGEST, ".csv", ".xlsx")
_CELL = 100_000
_BLOCK = 2**20

#: The columns that an annotated table has beside those of the form: not read, so that it can be
#: mended and checked again.
ADDED = ("结论", "说明", "条款")

Content = str | bool | tuple[str, ...] | None
#: The number of a row and what stands in its cells.
Row = tuple[int, tuple[Content, ...]]


@dataclass(frozen=True, slots=True)
class Document:
    """One form as filled in.

    Attributes:
        source: its name in reports: the file, or file:row.
        contents: field → a text, a truth, a list of texts, or None.
        place: where it begins.
        places: the place of a field.
    """

    source: str
    contents: Mapping[str, Content]
    place: Place
    places: Callable[[str], Place] | None = None

    def place_of(self, field: str) -> Place:
        """Where a field stands, as near as it is known."""
        return self.places(field) if self.places and field in self.contents else self.place


@dataclass(frozen=True, slots=True)
class Sheet:
    """The head of a table of forms.

    Attributes:
        file: its name in messages, the sheet of a workbook included.
        form: form type of rows that name none.
        header: field names in the order of the columns, "" for a column without.
    """

    file: str
    form: str
    header: tuple[str, ...]

    def document(self, row: Row) -> Document:
        """The form in a row.

        Raises:
            HandbookError: it has more cells than the header.
        """
        line, cells = row
        header = self.header
        if len(cells) > len(header) and any(cells[len(header) :]):
            raise HandbookError("这一行的格子比表头多", Place(self.file, line, len(header) + 1))
        contents = {n: c for n, c in zip(header, cells, strict=False) if n and c not in ("", None)}
        contents.setdefault(TYPE_KEY, self.form)

        def place(field: str) -> Place:
            column = header.index(field) + 1 if field in header else 1
            return Place(self.file, line, column)

        return Document(f"{self.file}:{line}", contents, Place(self.file, line), place)


def read(path: Path) -> Iterator[Document]:
    """The forms of a file.

    Raises:
        HandbookError: the file cannot be read.
    """
    if path.suffix.lower() in LARGEST:
        yield from _whole(path)
        return
    for sheet, rows in sheets(path):
        yield from map(sheet.document, rows)


def sheets(path: Path) -> Iterator[tuple[Sheet, Iterator[Row]]]:
    """The tables of a CSV or XLSX file, each to be read to its end before the next.

    Raises:
        HandbookError: the file cannot be read.
    """
    if path.suffix.lower() == ".xlsx":
        from checker.workbook import sheets as of_workbook

        yield from of_workbook(path)
    else:
        yield from _csv(path)


def check_kind(path: Path) -> None:
    """Refuses files that are not among those that can be read.

    Raises:
        HandbookError: it is another kind, is not there, or is too large to be read whole.
    """
    name, suffix = path.as_posix(), path.suffix.lower()
    try:
        size = path.stat().st_size
    except OSError as error:
        raise HandbookError(f"打不开文件：{reason(error)}", Place(name)) from None
    if suffix not in SUFFIXES:
        more = "；请另存为 .xlsx" if suffix in (".xls", ".et", ".ods") else ""
        raise HandbookError(
            f"不认识的文件种类“{suffix}”；可用 {'、'.join(SUFFIXES)}{more}", Place(name)
        )
    most = LARGEST.get(suffix)
    if most is not None and size > most:
        raise HandbookError(
            f"文件太大（{size / 2**20:.1f} MB），{suffix} 最多 {most // 2**20} MB；"
            "请分开，或存成 CSV",
            Place(name),
        )


def _whole(path: Path) -> Iterator[Document]:
    check_kind(path)
    name = path.as_posix()
    try:
        data = path.read_bytes()
    except OSError as error:
        raise HandbookError(f"打不开文件：{reason(error)}", Place(name)) from None
    read = _json if path.suffix.lower() == ".json" else _yaml
    yield from read(decode(data, name), name)


def _yaml(text: str, name: str) -> Iterator[Document]:
    value = parse_value(text, name)
    if value is None:
        raise HandbookError("文件是空的", Place(name))
    many = isinstance(value.content, tuple)
    for n, item in enumerate(value.items("表") if many else (value,), 1):
        if not isinstance(item.content, Mapping):
            item.fail("一张表应写成“字段: 值”")
        found = item.content
        yield Document(
            f"{name}:{n}" if many else name,
            {key: _plain(v, key) for key, v in found.items()},
            item.place,
            lambda field, found=found: found[field].place,  # type: ignore[misc]
        )


def _plain(value: Value, key: str) -> Content:
    if isinstance(value.content, tuple):
        return tuple(v.text(key) for v in value.content)
    if isinstance(value.content, str) or value.content is None:
        return value.content
    return value.fail(f"“{key}”里不能再套一层")


def _refuse(text: str) -> str:
    raise HandbookError(f"JSON 里不能有 {text}")


def _pairs(found: list[tuple[str, object]]) -> dict[str, object]:
    result = dict(found)
    if len(result) < len(found):
        names = [key for key, _ in found]
        twice = next(n for n in names if names.count(n) > 1)
        raise HandbookError(f"“{twice[:40]}”写了两次")
    return result


def _json(text: str, name: str) -> Iterator[Document]:
    place = Place(name)
    try:
        found = json.loads(
            text, parse_int=str, parse_float=str, parse_constant=_refuse, object_pairs_hook=_pairs
        )
    except json.JSONDecodeError as error:
        raise HandbookError(
            "JSON 写法有误；检查引号、逗号和括号", Place(name, error.lineno, error.colno)
        ) from None
    except RecursionError:
        raise HandbookError("JSON 嵌套太深", place) from None
    except HandbookError as error:
        raise HandbookError(error.message, place) from None
    many = isinstance(found, list)
    for n, item in enumerate(found if many else [found], 1):
        if not isinstance(item, dict):
            raise HandbookError(f"第 {n} 项不是一张表，应为 {{字段: 值}}", place)
        contents: dict[str, Content] = {}
        for key, value in item.items():
            if isinstance(value, list):
                if not all(isinstance(v, str) for v in value):
                    raise HandbookError(f"第 {n} 张表的“{key[:40]}”：列表里只能是文字", place)
                value = tuple(value)
            elif isinstance(value, dict):
                raise HandbookError(f"第 {n} 张表的“{key[:40]}”里不能再套一层", place)
            contents[key] = value
        yield Document(f"{name}:{n}" if many else name, contents, place)


def header_of(cells: tuple[Content, ...], file: str) -> tuple[str, ...]:
    """The field names of a header row, "" for those of `ADDED`; one may carry its unit: 金额（元）.

    Raises:
        HandbookError: there is none, or a name stands twice.
    """
    plain = (str(c or "").strip() for c in cells)
    names = (c.partition("（")[0].partition("(")[0].strip() for c in plain)
    header = tuple("" if name in ADDED else name for name in names)
    twice = sorted({h for h in header if h and header.count(h) > 1})
    if twice:
        raise HandbookError(f"表头“{'”“'.join(twice)}”写了两次", Place(file))
    if not any(header):
        raise HandbookError("没有表头：第一行应是字段名", Place(file))
    return header


def _encoding(path: Path) -> str:
    """UTF-8, or what spreadsheet programs in China write: GB 18030."""
    name = path.as_posix()
    for encoding in ("utf-8-sig", "gb18030"):
        decoder = codecs.getincrementaldecoder(encoding)()
        try:
            with path.open("rb") as file:
                while block := file.read(_BLOCK):
                    if b"\0" in block:
                        raise HandbookError("这不是文本文件（含有空字节）", Place(name))
                    decoder.decode(block)
                decoder.decode(b"", final=True)
            return encoding
        except UnicodeDecodeError:
            continue
        except OSError as error:
            raise HandbookError(f"打不开文件：{reason(error)}", Place(name)) from None
    raise HandbookError("编码不是 UTF-8 也不是 GB 18030", Place(name))


def _csv(path: Path) -> Iterator[tuple[Sheet, Iterator[Row]]]:
    name = path.as_posix()
    encoding = _encoding(path)
    csv.field_size_limit(_CELL)
    with path.open(encoding=encoding, newline="") as file:
        rows = csv.reader(file)
        try:
            first = next(rows, [])
        except csv.Error:
            raise HandbookError("CSV 写法有误；检查引号", Place(name)) from None
        if len(first) == 1 and (";" in first[0] or "\t" in first[0]):
            raise HandbookError("CSV 要用逗号分隔", Place(name))
        yield Sheet(name, path.stem, header_of(tuple(first), name)), _rows(rows, name)


def _rows(rows: Iterator[list[str]], name: str) -> Iterator[Row]:
    try:
        for row in rows:
            if any(row) and not all(map(str.isspace, filter(None, row))):
                yield rows.line_num, tuple(row)  # type: ignore[attr-defined]
    except csv.Error:
        line = rows.line_num or 1  # type: ignore[attr-defined]
        raise HandbookError("CSV 写法有误；检查引号", Place(name, line)) from None


def chunks(rows: Iterator[Row], size: int) -> Iterator[list[Row]]:
    """The rows in lists of at most `size`."""
    while found := list(islice(rows, size)):
        yield found
