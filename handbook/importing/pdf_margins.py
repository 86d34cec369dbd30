"""What the pages of a PDF print around the text: running heads and feet, page numbers.

A line at the upper or lower edge is a head or foot where many pages repeat it at the same height;
so is another that stands as high and apart from the text (left and right pages, or chapters, may
differ in words). A number there is the page's where it counts on from page to page. A line at the
upper edge in smaller type than the page's, apart from what follows, is a head though its words
stand on one page only. Small type at the lower edge may be a note, and stays text.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from handbook.importing.pdf_page import Line
from handbook.labels import Style, parse_label

_EDGE_LINES = 3  # lines at each edge that are looked at
_EDGE = 0.14  # share of the page's height that counts as its edge
_SHARE = 0.4  # share of the pages that repeat a running head
_SMALLER = 0.88  # of the type of the page, for a head that is not repeated
_APART = 1.7  # times the size of its own type; what follows such a head is further below
_FAR = 1.45  # of the usual distance of lines
_FEWEST = 3  # lines that show the type of a page
_CERTAIN = re.compile(
    r"[-—–－─~·.]+\s*(\d{1,4})\s*[-—–－─~·.]+"
    r"|第\s*(\d{1,4})\s*页(?:\s*[,，/(（]?\s*共\s*\d{1,4}\s*页\s*[)）]?)?"
    r"|Page\s+(\d{1,4})(?:\s+of\s+\d{1,4})?",
    re.IGNORECASE,
)
_BARE = re.compile(r"(\d{1,4})(?:\s*/\s*\d{1,4})?")


def find(pages: Sequence[tuple[float, Sequence[Line]]]) -> list[dict[int, str]]:
    """For each page (height, lines in any order) its lines that are no text: index → reason."""
    edges = [_edges(height, lines) for height, lines in pages]
    repeated = Counter(
        key
        for (_, lines), found in zip(pages, edges, strict=True)
        for key in {_key(lines[i], top=top) for i, top in found.items()}
    )
    places = Counter(
        place
        for (_, lines), found in zip(pages, edges, strict=True)
        for place in {
            (top, _height(lines[i]))
            for i, top in found.items()
            if repeated[_key(lines[i], top=top)] > 1
        }
    )
    least = max(2, round(len(pages) * _SHARE))
    offsets = Counter(
        offset
        for number, ((_, lines), found) in enumerate(zip(pages, edges, strict=True))
        for offset in _offsets(number, [lines[i] for i in found])
    )
    small = [_small_head(lines, found) for (_, lines), found in zip(pages, edges, strict=True)]
    heights = Counter(
        _height(lines[i]) for (_, lines), i in zip(pages, small, strict=True) if i is not None
    )
    out: list[dict[int, str]] = []
    for number, ((_, lines), found) in enumerate(zip(pages, edges, strict=True)):
        reasons: dict[int, str] = {}
        for index, top in found.items():
            line = lines[index]
            bare = _BARE.fullmatch(line.text)
            counts_on = bare is not None and (
                offsets[int(bare[1]) - number] >= least
                or (len(pages) == 1 and int(bare[1]) == 1 and not top)
            )
            if _opens_appendix(line.text):
                continue
            if counts_on or _CERTAIN.fullmatch(line.text):
                reasons[index] = "页码"
            elif places[top, _height(line)] >= least and (
                repeated[_key(line, top=top)] > 1 or _apart(lines, index)
            ):
                reasons[index] = "页眉" if top else "页脚"
            elif index == small[number] and (
                heights[_height(line)] >= least or parse_label(line.text) is None
            ):
                reasons[index] = "页眉（字比正文小）"
        out.append(_outermost(reasons, _from_top(lines)))
    return out


def _opens_appendix(text: str) -> bool:
    """Whether a line is the mark of an appendix alone, which stands on top of a page too."""
    label = parse_label(text)
    return label is not None and label.style is Style.APPENDIX and label.end >= len(text)


def _offsets(number: int, lines: Sequence[Line]) -> set[int]:
    """By how much the bare numbers on a page differ from the number of the page."""
    found = (_BARE.fullmatch(line.text) for line in lines)
    return {int(match[1]) - number for match in found if match}


def _edges(height: float, lines: Sequence[Line]) -> dict[int, bool]:
    """Indexes of the lines at the edges of a page → whether at the upper one."""
    found: dict[int, bool] = {}
    order = _from_top(lines)
    for rank, index in enumerate(order):
        y = lines[index].y
        if rank < _EDGE_LINES and y > height * (1 - _EDGE):
            found[index] = True
        elif rank >= len(order) - _EDGE_LINES and y < height * _EDGE:
            found[index] = False
    return found


def _from_top(lines: Sequence[Line]) -> list[int]:
    return sorted(range(len(lines)), key=lambda i: -lines[i].y)


def _key(line: Line, *, top: bool) -> tuple[bool, int, str]:
    """What running heads have in common: height (within some points) and words without numbers."""
    return top, _height(line), re.sub(r"\d+", "0", line.text)


def _apart(lines: Sequence[Line], index: int) -> bool:
    """Whether a line is further from its neighbours than lines of the page usually are."""
    steps = [abs(a.y - b.y) for a, b in pairwise(sorted(lines, key=lambda o: o.y))]
    usual = [step for step in steps if step > lines[index].size / 2]  # columns stand side by side
    near = [abs(o.y - lines[index].y) for o in lines if abs(o.y - lines[index].y) > 1]
    return bool(usual) and min(near) > _FAR * median(usual)


def _height(line: Line) -> int:
    return round(line.y / 4)


def _small_head(lines: Sequence[Line], edges: dict[int, bool]) -> int | None:
    """The uppermost line where it is in small type and apart from the next; else None."""
    if len(lines) <= _FEWEST:
        return None
    first, second = _from_top(lines)[:2]
    usual = median(o.size for o in lines)
    one = lines[first]
    apart = one.y - lines[second].y > _APART * one.size
    return first if edges.get(first) and one.size <= _SMALLER * usual and apart else None


def _outermost(reasons: dict[int, str], from_top: Sequence[int]) -> dict[int, str]:
    """Only what has no line of text between itself and the edge."""
    kept: dict[int, str] = {}
    for order in (from_top, reversed(from_top)):
        for index in order:
            if index not in reasons:
                break
            kept[index] = reasons[index]
    return kept
