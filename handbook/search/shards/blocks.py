"""Texts in blocks of units, and the outline of each regulation: what is shown and addressed."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from handbook.search.model import Entry, Unit
from handbook.search.pack import PackError

#: Units of a block.
SIZE = 16
_JOINT = "__"
_WHOLE = "/"


@dataclass(frozen=True, slots=True)
class Block:
    """Some units in a row, and for each its headings above, outermost first."""

    units: tuple[Unit, ...]
    above: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Outline:
    """A regulation's citations: for each unit its words, whether it has text, its depth."""

    words: tuple[str, ...]
    filled: tuple[bool, ...]
    depths: tuple[int, ...]


def pack_blocks(units: tuple[Unit, ...], entries: Iterable[Entry]) -> Iterable[str]:
    """All blocks, in order."""
    starts = {entry.first for entry in entries}
    above: list[Unit] = []
    for first in range(0, len(units), SIZE):
        if first in starts:
            above = []
        kept = [[unit.id, unit.words, unit.heading] for unit in above[: units[first].depth]]
        rows = []
        for number in range(first, min(first + SIZE, len(units))):
            unit = units[number]
            if number in starts:
                above = []
            del above[unit.depth :]
            parent = above[-1] if above else None
            rows.append(
                [
                    unit.depth,
                    _short(unit.id, parent.id + _JOINT if parent else ""),
                    _short(unit.words, parent.words if parent else ""),
                    unit.heading,
                    unit.text,
                ]
            )
            above.append(unit)
        yield json.dumps([kept, rows], ensure_ascii=False, separators=(",", ":"))


def unpack_block(text: str, first: int, starts: Iterable[int]) -> Block:
    """The block whose first unit is `first`; `starts`: first units of regulations in it.

    Raises:
        PackError: it is none.
    """
    try:
        kept, rows = json.loads(text)
        begins = set(starts)
        above = [
            Unit(id, words, depth, heading, "") for depth, (id, words, heading) in enumerate(kept)
        ]
        units, headings = [], []
        for number, (depth, id, words, heading, body) in enumerate(rows, first):
            if number in begins:
                above = []
            del above[depth:]
            parent = above[-1] if above else None
            unit = Unit(
                _long(id, parent.id + _JOINT if parent else ""),
                _long(words, parent.words if parent else ""),
                depth,
                heading,
                body,
            )
            units.append(unit)
            headings.append(tuple(other.heading for other in above))
            above.append(unit)
    except (ValueError, TypeError, AttributeError) as error:
        raise PackError(f"正文已损坏：{error}") from None
    return Block(tuple(units), tuple(headings))


def pack_outline(units: Iterable[Unit]) -> str:
    """The outline of a regulation."""
    depths, words, filled = "", [], ""
    above: list[Unit] = []
    for unit in units:
        del above[unit.depth :]
        depths += chr(97 + unit.depth)
        filled += "1" if unit.text else "0"
        words.append(_short(unit.words, above[-1].words if above else ""))
        above.append(unit)
    return json.dumps([depths, filled, words], ensure_ascii=False, separators=(",", ":"))


def unpack_outline(text: str) -> Outline:
    """What `pack_outline` wrote.

    Raises:
        PackError: it is none.
    """
    try:
        depths, filled, packed = json.loads(text)
        words: list[str] = []
        above: list[str] = []
        for letter, own in zip(depths, packed, strict=True):
            del above[ord(letter) - 97 :]
            words.append(_long(own, above[-1] if above else ""))
            above.append(words[-1])
        return Outline(
            tuple(words),
            tuple(digit == "1" for digit in filled),
            tuple(ord(letter) - 97 for letter in depths),
        )
    except (ValueError, TypeError, AttributeError) as error:
        raise PackError(f"目录已损坏：{error}") from None


def _short(value: str, prefix: str) -> str:
    short = value.startswith(prefix) and not value.startswith(_WHOLE, len(prefix))
    return value[len(prefix) :] if short else _WHOLE + value


def _long(value: Any, prefix: str) -> str:
    found: str = value[1:] if value.startswith(_WHOLE) else prefix + value
    return found
