"""Filled-in forms from files: YAML, JSON and CSV; one flat mapping a form, with its place."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from checker.forms import TYPE_KEY
from handbook.errors import HandbookError, Place, reason
from handbook.frontmatter import Value, parse_value
from handbook.read import decode

LARGEST = 64 * 1024 * 1024
_CELL = 100_000


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in a field: a text, a truth, a list of texts or None; and where."""

    content: str | bool | tuple[str, ...] | None
    place: Place


@dataclass(frozen=True, slots=True)
class Document:
    """One form as filled in: its name in reports, its fields."""

    source: str
    cells: dict[str, Cell]
    place: Place


def read(path: Path) -> Iterator[Document]:
    """The forms of a file.

    Raises:
        HandbookError: the file cannot be read.
    """
    name = path.as_posix()
    try:
        size = path.stat().st_size
        suffix = path.suffix.lower()
        if size > LARGEST and suffix != ".csv":
            raise HandbookError(
                f"文件太大（{size // 2**20} MB），最多 {LARGEST // 2**20} MB；请分开，或存成 CSV",
                Place(name),
            )
        data = path.read_bytes()
    except OSError as error:
        raise HandbookError(f"打不开文件：{reason(error)}", Place(name)) from None
    readers = {".yml": _yaml, ".yaml": _yaml, ".json": _json, ".csv": _csv}
    if suffix not in readers:
        raise HandbookError(f"不认识的文件种类“{suffix}”；可用 {'、'.join(readers)}", Place(name))
    if suffix == ".csv":
        yield from _csv(_decode_csv(data, name), name, path.stem)
    else:
        yield from readers[suffix](decode(data, name), name, path.stem)


def _decode_csv(data: bytes, name: str) -> str:
    """Spreadsheet programs write CSV in UTF-8 or, in China, GB 18030."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    try:
        return data.decode("gb18030")
    except UnicodeDecodeError:
        raise HandbookError("编码不是 UTF-8 也不是 GB 18030", Place(name)) from None


def _yaml(text: str, name: str, stem: str) -> Iterator[Document]:
    value = parse_value(text, name)
    if value is None:
        return
    many = isinstance(value.content, tuple)
    for n, item in enumerate(value.items("表") if many else (value,), 1):
        if not isinstance(item.content, dict):
            item.fail("一张表应写成“字段: 值”")
        cells = {key: Cell(_plain(v, key), v.place) for key, v in item.content.items()}
        yield Document(f"{name}:{n}" if many else name, cells, item.place)


def _plain(value: Value, key: str) -> str | tuple[str, ...] | None:
    if isinstance(value.content, tuple):
        return value.texts(key)
    if isinstance(value.content, str) or value.content is None:
        return value.content
    return value.fail(f"“{key}”里不能再套一层")


def _refuse(text: str) -> str:
    raise HandbookError(f"JSON 里不能有 {text}")


def _json(text: str, name: str, stem: str) -> Iterator[Document]:
    place = Place(name)
    try:
        found = json.loads(text, parse_int=str, parse_float=str, parse_constant=_refuse)
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
        source = f"{name}:{n}" if many else name
        if not isinstance(item, dict):
            raise HandbookError(f"第 {n} 项不是一张表，应为 {{字段: 值}}", place)
        cells = {}
        for key, value in item.items():
            if isinstance(value, list):
                if not all(isinstance(v, str) for v in value):
                    raise HandbookError(f"第 {n} 张表的“{key[:40]}”：列表里只能是文字", place)
                value = tuple(value)
            elif isinstance(value, dict):
                raise HandbookError(f"第 {n} 张表的“{key[:40]}”里不能再套一层", place)
            cells[key] = Cell(value, place)
        yield Document(source, cells, place)


def _csv(text: str, name: str, stem: str) -> Iterator[Document]:
    csv.field_size_limit(_CELL)
    rows = csv.reader(io.StringIO(text, newline=""))
    try:
        header = [h.strip() for h in next(rows, [])]
        # A header may carry the unit: 金额（元）.
        header = [h.partition("（")[0].partition("(")[0].strip() for h in header]
        twice = sorted({h for h in header if h and header.count(h) > 1})
        if twice:
            raise HandbookError(f"表头“{'”“'.join(twice)}”写了两次", Place(name))
        if not any(header):
            raise HandbookError("没有表头：第一行应是字段名", Place(name))
        for row in rows:
            if not any(cell.strip() for cell in row):
                continue
            line = rows.line_num
            if len(row) > len(header) and any(c.strip() for c in row[len(header) :]):
                raise HandbookError("这一行的格子比表头多", Place(name, line, len(header) + 1))
            cells = {
                key: Cell(cell, Place(name, line, column))
                for column, (key, cell) in enumerate(zip(header, row, strict=False), 1)
                if key
            }
            cells.setdefault(TYPE_KEY, Cell(stem, Place(name, line)))
            yield Document(f"{name}:{line}", cells, Place(name, line))
    except csv.Error:
        raise HandbookError("CSV 写法有误；检查引号", Place(name, rows.line_num or 1)) from None
