"""Tables of Word files: rows and cells with their merges. Source: ECMA-376 part 1, §17.4."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from handbook.importing.docx_inline import ADDED, REMOVED
from handbook.importing.docx_numbering import value

_MOST = 500  # columns that one cell may span; Word has 63


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of the grid.

    Attributes:
        content: its paragraphs and tables; () where another cell was merged over it.
        merged: whether it is part of a merged cell.
    """

    content: tuple[Element, ...] = ()
    merged: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A row. `changed`: a tracked change added or removed it; `dropped`: not in this version."""

    cells: tuple[Cell, ...]
    changed: bool
    dropped: bool


def rows(table: Element, old: bool) -> Iterator[Row]:
    """The rows of a table; `old`: as before the tracked changes."""
    for node in _inside(table, "tr"):
        properties = node.find("trPr")
        tags = {child.tag for child in properties} if properties is not None else set()
        changed = tags & (ADDED | REMOVED)
        dropped = bool(changed & (ADDED if old else REMOVED))
        yield Row(tuple(_cells(node, properties)), bool(changed), dropped)


def _cells(row: Element, properties: Element | None) -> Iterator[Cell]:
    yield from [Cell()] * _count(properties, "gridBefore", 0)
    for node in _inside(row, "tc"):
        own = node.find("tcPr")
        vertical = own.find("vMerge") if own is not None else None
        horizontal = own.find("hMerge") if own is not None else None
        span = _count(own, "gridSpan", 1)
        continued = any(
            m is not None and m.get("val", "continue") == "continue" for m in (vertical, horizontal)
        )
        merged = vertical is not None or horizontal is not None or span > 1
        content = () if continued and not _words(node) else tuple(node)
        yield Cell(content, merged)
        yield from [Cell((), True)] * (span - 1)
    yield from [Cell()] * _count(properties, "gridAfter", 0)


def _words(node: Element) -> bool:
    return any((t.text or "").strip() for t in node.iter("t"))


def _inside(node: Element, tag: str) -> Iterable[Element]:
    """The rows of a table or the cells of a row, out of whatever wraps them."""
    for child in node:
        if child.tag == tag:
            yield child
        elif child.tag in ("sdt", "sdtContent", "customXml"):
            yield from _inside(child, tag)


def _count(properties: Element | None, tag: str, default: int) -> int:
    text = value(properties, tag)
    return min(int(text), _MOST) if text and text.isdigit() else default
