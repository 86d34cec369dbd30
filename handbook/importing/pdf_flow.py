"""The order of the lines of a PDF page (columns), and which lines go on with the one before."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median_high, median_low
from typing import NamedTuple

from handbook.importing import pdf_rows
from handbook.importing.pdf_page import WIDE_GAP, Char, Line, line, rows
from handbook.labels import parse_label

_TERMINAL = "。；;：:！？!?…"
_CLOSERS = '”’」』）)】》"'
_STEPS = 40  # places in the middle third of a page where the white between columns is sought
_FEWEST = 6  # lines that two columns stand beside each other
_WORDS = 6  # characters that a line of a column has on average; a table's cells have fewer
_TOO_FAR = 1.45  # of the usual distance between lines; a greater one parts paragraphs
_CENTRED = 0.4  # share of the width of a column; a line that begins further in stands by itself
#: After these a line that looks like a label is none: 第／（二）项, 一、／二、.
_GOES_ON = "，,、第和或及至与按照依据条款"
_INDENT = 1.3  # em
_SHOWS = 8  # lines that show the margins of their column


#: A line and the number of its column.
Column = tuple[Line, int]


class Margins(NamedTuple):
    """Left and right margin of a column, usual distance of its lines, number of its lines."""

    left: float
    right: float
    pitch: float
    lines: int


@dataclass(frozen=True, slots=True)
class Placed:
    """A line in reading order.

    Attributes:
        line: the line.
        column: number of its column on the page.
        left, right: margins of that column.
        pitch: usual distance of the lines on the page, in points; 0 where there is none.
        row: whether it looks like a row of a table without ruled lines.
    """

    line: Line
    column: int
    left: float
    right: float
    pitch: float
    row: bool = False


def order(chars: Sequence[Char], others: float | None = None) -> tuple[list[Column], float | None]:
    """The lines of a page in reading order with their columns, and the middle between two columns.

    A line across both columns has a column number of its own.

    Args:
        chars: of the page.
        others: middle between the columns of other pages, where this one shows too little.
    """
    grid = rows(chars)
    gutter = _gutter(grid, others)
    placed: list[tuple[Line, int]] = []
    left: list[Line] = []
    right: list[Line] = []

    def close() -> None:
        placed.extend((one, 0) for one in left)
        placed.extend((one, 1) for one in right)
        left.clear()
        right.clear()

    for row in grid:
        if gutter is None or row[0].y > gutter.top:
            if (whole := line(row)) is not None:
                placed.append((whole, 0 if gutter is None else 2))
            continue
        middle = gutter.middle
        one = line([c for c in row if (c.x0 + c.x1) / 2 < middle])
        two = line([c for c in row if (c.x0 + c.x1) / 2 >= middle])
        if one and two and two.x0 - one.x1 < WIDE_GAP * one.size / 2:
            close()
            if (whole := line(row)) is not None:
                placed.append((whole, 2))
            continue
        if one:
            left.append(one)
        if two:
            right.append(two)
    close()
    return placed, None if gutter is None else gutter.middle


def place(pages: Sequence[Sequence[Column]]) -> list[list[Placed]]:
    """All lines of a file with the margins of their columns.

    A page with few lines does not show its margins; it has those that most pages have.
    """
    own = [
        {c: _margins([o for o, number in lines if number == c]) for c in {n for _, n in lines}}
        for lines in pages
    ]
    parted = [any(margins) for margins in own]  # a column of half a page is none of a whole one
    usual: dict[tuple[int, bool], Margins] = {}
    for column, two in {(c, two) for m, two in zip(own, parted, strict=True) for c in m}:
        known = [
            m[column] for m, same in zip(own, parted, strict=True) if column in m and same == two
        ]
        known = [m for m in known if m.lines >= _SHOWS] or known
        usual[column, two] = Margins(
            median_low(m.left for m in known),
            median_high(m.right for m in known),
            median_low(m.pitch for m in known),
            0,
        )
    out: list[list[Placed]] = []
    for lines, margins, two in zip(pages, own, parted, strict=True):
        page = []
        table_rows = pdf_rows.find(lines)
        for index, (one, column) in enumerate(lines):
            found = margins[column]
            if found.lines < _SHOWS:
                common = usual[column, two]
                found = Margins(
                    min(found.left, common.left), max(found.right, common.right), common.pitch, 0
                )
            page.append(
                Placed(one, column, found.left, found.right, found.pitch, index in table_rows)
            )
        out.append(page)
    return out


def _margins(own: Sequence[Line]) -> Margins:
    """The margins that the lines of a column show."""
    steps = sorted(a.y - b.y for a, b in pairwise(own) if 0 < a.y - b.y < 4 * a.size)
    pitch = steps[len(steps) // 2] if steps else 0.0
    return Margins(min(o.x0 for o in own), max(o.x1 for o in own), pitch, len(own))


class Gutter(NamedTuple):
    """The white between two columns: its middle, and the height where they begin."""

    middle: float
    top: float


def _gutter(grid: Sequence[Sequence[Char]], others: float | None) -> Gutter | None:
    """The white between two columns; None where the page has one."""
    parts = [part for row in grid for part in _parts(row)]
    if not parts:
        return None
    x = _whitest(parts) if others is None else others
    left, right = [p for p in parts if p.x1 <= x], [p for p in parts if p.x0 >= x]
    across = len(parts) - len(left) - len(right)
    fewest, most = sorted((len(left), len(right)))
    if others is None:
        least, enough, sides = _FEWEST, fewest >= 2 * across, [left, right]
    else:
        least, enough, sides = 1, most >= 2 * across, [left + right]
    if fewest < least or not enough:
        return None
    if any(sum(p.chars for p in side) < _WORDS * len(side) for side in sides):
        return None
    top = min(max(p.y for p in left), max(p.y for p in right))
    bottom = max(min(p.y for p in left), min(p.y for p in right))
    beside = [sum(bottom <= p.y <= top for p in side) for side in (left, right)]
    if min(beside) < least:
        return None  # one below the other: lines set to the left, then lines set to the right
    return Gutter(x, top + 2 * left[0].size)


def _whitest(parts: Sequence[_Part]) -> float:
    """The place in the middle third of a page that the fewest parts cross."""
    low, high = min(p.x0 for p in parts), max(p.x1 for p in parts)
    best: tuple[int, float, float] | None = None
    for step in range(_STEPS):
        x = low + (high - low) * (1 / 3 + step / _STEPS / 3)
        across = sum(p.x0 < x < p.x1 for p in parts)
        if best is not None and across > best[0]:
            continue
        room = min(abs(edge - x) for p in parts for edge in (p.x0, p.x1))
        best = min(best or (across, -room, x), (across, -room, x))
    assert best is not None
    return best[2]


class _Part(NamedTuple):
    """Characters of a row with no wide gap between them."""

    x0: float
    x1: float
    y: float
    size: float
    chars: int


def _parts(row: Sequence[Char]) -> Iterator[_Part]:
    inked = [c for c in row if not c.text.isspace()]
    first = 0
    for index, char in enumerate(inked):
        after = inked[index + 1] if index + 1 < len(inked) else None
        if after is None or after.x0 - char.x1 > WIDE_GAP * char.size:
            head = inked[first]
            yield _Part(head.x0, char.x1, head.y, head.size, index + 1 - first)
            first = index + 1


def goes_on(a: Placed, b: Placed, *, same_page: bool) -> bool:
    """Whether line `b` goes on with the paragraph that `a` stands in.

    It does not where its first word would still have found room on the line of `a`.
    """
    one, two = a.line, b.line
    size = one.size
    if a.row or b.row or abs(one.size - two.size) > 0.15 * size:
        return False
    if one.x1 + two.first < a.right - 0.35 * size:
        return False
    if same_page and a.column != b.column and (a.column, b.column) != (0, 1):
        return False
    apart = one.y - two.y
    if same_page and a.column == b.column and b.pitch and apart > _TOO_FAR * b.pitch:
        return False
    ended = one.text[-1] in _TERMINAL or (
        one.text[-1] in _CLOSERS and one.text[-2:-1] in tuple(_TERMINAL)
    )
    opens = parse_label(two.text[:80]) is not None
    if opens and (ended or one.text[-1] not in _GOES_ON):
        return False
    indent, before = two.x0 - b.left, one.x0 - a.left
    if max(indent / (b.right - b.left), before / (a.right - a.left)) > _CENTRED:
        return False
    if indent <= _INDENT * size or indent < before - 0.5 * size:
        return True
    if abs(indent - before) <= 0.5 * size:
        return not ended and not opens
    return not opens and parse_label(one.text[:80]) is not None  # hanging below its label
