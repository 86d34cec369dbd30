"""Texts in blocks of units, and the outline of each regulation: what is shown and addressed."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from handbook.search.chain import JOINT, long, pack_chain, short, unpack_chain
from handbook.search.damage import unpacking
from handbook.search.model import Entry, Unit

#: Units of a block.
SIZE = 16


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
                    short(unit.id, parent.id + JOINT if parent else ""),
                    short(unit.words, parent.words if parent else ""),
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
    with unpacking("正文"):
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
                long(id, parent.id + JOINT if parent else ""),
                long(words, parent.words if parent else ""),
                depth,
                heading,
                body,
            )
            units.append(unit)
            headings.append(tuple(other.heading for other in above))
            above.append(unit)
        return Block(tuple(units), tuple(headings))


def pack_outline(units: Sequence[Unit]) -> str:
    """The outline of a regulation, as JSON: depths (`a` the top level), 1 with text, citations."""
    depths = [unit.depth for unit in units]
    columns = [
        "".join(chr(97 + depth) for depth in depths),
        "".join("1" if unit.text else "0" for unit in units),
        pack_chain(depths, (unit.words for unit in units), ""),
    ]
    return json.dumps(columns, ensure_ascii=False, separators=(",", ":"))


def unpack_outline(text: str) -> Outline:
    """What `pack_outline` wrote.

    Raises:
        PackError: it is none.
    """
    with unpacking("目录"):
        letters, filled, packed = json.loads(text)
        depths = tuple(ord(letter) - 97 for letter in letters)
        words = unpack_chain(depths, packed, "")
        return Outline(tuple(words), tuple(digit == "1" for digit in filled), depths)
