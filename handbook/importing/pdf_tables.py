"""Tables of a PDF page: found by their ruled lines, cells filled with the characters inside.

A table without ruled lines is not told from text with blanks; it stays lines.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from handbook.importing.pdf_page import Char, Rule, line, rows

_NEAR = 3.0  # points by which rules that meet may miss one another
_COVERED = 0.6  # share of a cell's side that a rule must cover to part it from the next


@dataclass(frozen=True, slots=True)
class Table:
    """A ruled table.

    Attributes:
        cells: rows from the top, each with one text a column; "" in the covered part of a merge.
        merged: whether cells are merged.
        x: its upright lines, from the left.
        top, bottom: its height.
    """

    cells: tuple[tuple[str, ...], ...]
    merged: bool
    x: tuple[float, ...]
    top: float
    bottom: float


def find(chars: Sequence[Char], rules: Sequence[Rule]) -> tuple[list[Table], list[Char]]:
    """The tables of a page from the top, and the characters outside them."""
    tables: list[Table] = []
    rest = list(chars)
    for group in _groups(rules):
        xs = _distinct(r.x0 for r in group if r.x0 == r.x1)
        ys = _distinct(r.y0 for r in group if r.y0 == r.y1)
        if len(xs) < 3 or len(ys) < 3:
            continue  # a frame around words, or a line below them
        inside: list[Char] = []
        outside: list[Char] = []
        for char in rest:
            x, y = _middle(char)
            (inside if xs[0] < x < xs[-1] and ys[0] < y < ys[-1] else outside).append(char)
        table = _table(inside, group, xs, ys)
        if table is not None:
            tables.append(table)
            rest = outside
    tables.sort(key=lambda t: -t.top)
    return tables, rest


def _groups(rules: Sequence[Rule]) -> list[list[Rule]]:
    """Rules that meet one another, directly or over others."""
    parent = list(range(len(rules)))

    def root(index: int) -> int:
        while parent[index] != index:
            parent[index] = parent[parent[index]]
            index = parent[index]
        return index

    order = sorted(range(len(rules)), key=lambda i: rules[i].x0)
    open_: list[int] = []
    for index in order:
        rule = rules[index]
        open_ = [i for i in open_ if rules[i].x1 + _NEAR >= rule.x0]
        for other in open_:
            one = rules[other]
            if one.y0 - _NEAR <= rule.y1 and rule.y0 - _NEAR <= one.y1:
                parent[root(index)] = root(other)
        open_.append(index)
    groups: dict[int, list[Rule]] = {}
    for index, rule in enumerate(rules):
        groups.setdefault(root(index), []).append(rule)
    return [g for g in groups.values() if len(g) >= 6]


def _distinct(values: Iterable[float]) -> list[float]:
    """Values in order, those near one another as one."""
    out: list[float] = []
    for value in sorted(values):
        if not out or value - out[-1] > _NEAR:
            out.append(value)
    return out


def _table(
    chars: Sequence[Char], group: Sequence[Rule], xs: Sequence[float], ys: Sequence[float]
) -> Table | None:
    columns, count = len(xs) - 1, len(ys) - 1
    home = _merges(group, xs, ys)
    filled: dict[tuple[int, int], list[Char]] = {}
    for char in chars:
        x, y = _middle(char)
        column = min(max(bisect_right(xs, x) - 1, 0), columns - 1)
        row = min(max(bisect_right(ys, y) - 1, 0), count - 1)
        filled.setdefault(home[row, column], []).append(char)
    if not filled:
        return None
    cells = tuple(
        tuple(_words(filled.get((row, column), ())) for column in range(columns))
        for row in reversed(range(count))
    )
    merged = any(place != cell for place, cell in home.items())
    return Table(cells, merged, tuple(xs), ys[-1], ys[0])


def _merges(
    group: Sequence[Rule], xs: Sequence[float], ys: Sequence[float]
) -> dict[tuple[int, int], tuple[int, int]]:
    """For each cell (row from the bottom, column) the cell whose words it holds.

    Cells with no rule between them are one; its words stand in the topmost, leftmost.
    """
    upright = [r for r in group if r.x0 == r.x1]
    level = [r for r in group if r.y0 == r.y1]
    home: dict[tuple[int, int], tuple[int, int]] = {}
    for row in reversed(range(len(ys) - 1)):
        for column in range(len(xs) - 1):
            place = (row, column)
            if column and not _ruled(
                [(r.y0, r.y1) for r in upright if abs(r.x0 - xs[column]) <= _NEAR],
                ys[row], ys[row + 1],
            ):  # fmt: skip
                place = home[row, column - 1]
            elif row + 2 < len(ys) and not _ruled(
                [(r.x0, r.x1) for r in level if abs(r.y0 - ys[row + 1]) <= _NEAR],
                xs[column], xs[column + 1],
            ):  # fmt: skip
                place = home[row + 1, column]
            home[row, column] = place
    return home


def _ruled(spans: Sequence[tuple[float, float]], start: float, end: float) -> bool:
    covered = sum(max(0.0, min(b, end) - max(a, start)) for a, b in set(spans))
    return covered >= _COVERED * (end - start)


def _middle(char: Char) -> tuple[float, float]:
    return (char.x0 + char.x1) / 2, char.y + 0.35 * char.size


def _words(chars: Sequence[Char]) -> str:
    """The words of a cell; a word broken over two lines is joined."""
    out = ""
    for found in (line(row) for row in rows(chars)):
        if found is None:
            continue
        latin = out[-1:].isascii() and found.text[0].isascii() and out
        out += (" " if latin else "") + found.text
    return out
