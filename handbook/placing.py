"""Where one provision can stand below those that are open, and what each place costs.

Where the count of an open list goes on, or 1 opens a new list, nothing is paid. What a careful
drafter would not do costs more, the stranger it is.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from handbook.labels import DIVISION_STYLES, RANK, Label, Style
from handbook.numerals import order

Number = tuple[int, ...]


class Entry(NamedTuple):
    """One block, as far as nesting is concerned.

    Attributes:
        label: its label, None for a heading without number or a paragraph.
        plain: it is a paragraph or table without label or heading.
        depth: depth that its heading states (0 = top), None where it has to be found.
        or_deeper: `depth` is only the least depth (a heading of the last size).
    """

    label: Label | None
    plain: bool = False
    depth: int | None = None
    or_deeper: bool = False


class Placement(NamedTuple):
    """Where an entry stands: number of labelled or titled provisions above it.

    `continues`: it goes on with the list that is open at that depth, so that paragraphs before it
    belong inside that list's last provision. A plain entry has depth -1.
    """

    depth: int
    continues: bool


class Open(NamedTuple):
    """The last provision of an open list."""

    style: Style | None
    number: Number


class Choice(NamedTuple):
    """A place, what it costs, and what is open there afterwards."""

    cost: int
    placement: Placement
    opened: Open


#: The open lists from the outside in.
Path = tuple[Open, ...]


@dataclass(slots=True)
class Before:
    """What all readings know of the text before an entry.

    Attributes:
        stated: rank of the styles whose order a person wrote down, outermost first.
        last: last number of each style, wherever it stood.
        after_plain: whether a paragraph without label stands right before the entry.
    """

    stated: dict[Style, int]
    last: dict[Style, Number] = field(default_factory=dict)
    after_plain: bool = False


#: What a drafter would rather not do, from a lost numeral or 1、2. in one list to a list that does
#: not begin with 1. Only the order and the sums matter.
_LOST, _MIXED_MARK, _MIXED, _GAP, _REPEATED, _BACKWARD, _RESTART, _LATE = range(1, 9)
_MARKS = {  # styles that differ by the mark only
    Style.HAN_COMMA: "一",
    Style.HAN_DOT: "一",
    Style.DIGIT_COMMA: "1",
    Style.DIGIT_DOT: "1",
    Style.DIGIT_HALF_PAREN: "1)",
    Style.DIGIT_PAREN: "1)",
}
_ITEM_STYLES = frozenset(Style) - {Style.ARTICLE, Style.APPENDIX, *DIVISION_STYLES}


def after(number: Number) -> Number:
    """The number that is expected after `number`; 1 after none."""
    return (number[0] + 1,) if number else (1,)


#: `numerals.order`: a text of any size has few different numbers.
number_of = lru_cache(maxsize=4096)(order)


def _follows(number: Number, last: Number) -> bool:
    """第十二条 → 第十三条 or 第十二条之一; 第十二条之一 → 第十二条之二 or 第十三条."""
    if len(number) == len(last):
        return number[:-1] == last[:-1] and number[-1] == last[-1] + 1
    if len(number) == len(last) + 1:
        return number[:-1] == last and number[-1] == 1
    return len(number) == 1 and bool(last) and number[0] == last[0] + 1


def _step(number: Number, last: Number) -> int:
    """What it costs that `number` comes after `last` in one list."""
    if not number:
        return _LOST
    if _follows(number, last):
        return 0
    if number > last:
        return _GAP
    return _REPEATED if number == last else _BACKWARD


def _start(number: Number, last: Number) -> int:
    """What it costs that a list starts with `number`; `last` is the style's last in the text."""
    if number == (1,):
        return 0
    if not number:
        return _LOST
    return _MIXED_MARK if last and _follows(number, last) else _LATE


def choices(entry: Entry, path: Path, before: Before) -> list[Choice]:
    """The places where an entry can stand below `path`, best-looking first."""
    label = entry.label
    if label is None:
        depth = entry.depth if entry.depth is not None else _below_divisions(path)
        depth = min(depth, len(path))
        return [Choice(0, Placement(depth, depth < len(path)), Open(None, ()))]
    style, number = label.style, number_of(label.number)
    if entry.depth is None and not before.stated and path and _plainly_goes_on(style, number, path):
        return [Choice(0, Placement(len(path) - 1, True), Open(style, number))]
    if entry.depth is not None and not (entry.or_deeper and len(path) > entry.depth):
        depth = min(entry.depth, len(path))
        opened = Open(style, number or after(before.last.get(style, ())))
        return [Choice(0, Placement(depth, depth < len(path)), opened)]
    least = entry.depth or 0
    if style is Style.APPENDIX or style in DIVISION_STYLES:
        depth = max(_division_depth(style, path), least)
        return [Choice(0, Placement(depth, depth < len(path)), Open(style, number))]
    if style in before.stated:
        return [_as_stated(style, number, path, before)]
    found = (_article if style is Style.ARTICLE else _item)(style, number, path, before)
    if least:
        found = [c for c in found if c.placement.depth >= least]
    return found or [_child(style, number, path, before)]


def _plainly_goes_on(style: Style, number: Number, path: Path) -> bool:
    """The usual case: the innermost list goes on, and no outer list of its style waits as well."""
    inner = path[-1]
    return (
        style is inner.style
        and number > (1,)
        and _follows(number, inner.number)
        and all(outer.style is not style for outer in path[:-1])
    )


def _child(style: Style, number: Number, path: Path, before: Before) -> Choice:
    cost = _start(number, before.last.get(style, ()))
    return Choice(cost, Placement(len(path), False), Open(style, number or (1,)))


def _division_depth(style: Style, path: Path) -> int:
    """The depth of a 编章节 that no heading states: that of its like, else below the higher."""
    if style is Style.APPENDIX:
        return 0
    alike = (depth for depth, opened in enumerate(path) if opened.style is style)
    return next(alike, _below_divisions(path, style))


def _below_divisions(path: Path, style: Style | None = None) -> int:
    """The depth below the open 编章节 (those above `style`) and appendix."""
    depth = 0
    for opened in path:
        above = opened.style is Style.APPENDIX or (
            opened.style in DIVISION_STYLES and (style is None or RANK[opened.style] < RANK[style])
        )
        if not above:
            break
        depth += 1
    return depth


def _as_stated(style: Style, number: Number, path: Path, before: Before) -> Choice:
    depth = next(
        (
            d
            for d, o in enumerate(path)
            if o.style is not None and before.stated.get(o.style, -1) >= before.stated[style]
        ),
        len(path),
    )
    restarts = depth == len(path) or (before.after_plain and number == (1,))
    opened = Open(style, number or after(before.last.get(style, ())))
    return Choice(0, Placement(depth, not restarts), opened)


def _article(style: Style, number: Number, path: Path, before: Before) -> list[Choice]:
    """条 go on where one is open; else they stand below the innermost provision."""
    for depth, opened in enumerate(path):
        if opened.style is style:
            cost = _step(number, opened.number)
            placement = Placement(depth, True)
            return [Choice(cost, placement, Open(style, number or after(opened.number)))]
    last = before.last.get(style, ())
    placement = Placement(len(path), False)
    return [Choice(0, placement, Open(style, number or after(last)))]


def _item(style: Style, number: Number, path: Path, before: Before) -> list[Choice]:
    """An item goes on an open list of its style, or one that waits for its number, or opens one."""
    found: list[Choice] = []
    size = len(path)
    first = number == (1,)
    inside = -1  # innermost open list of this style
    for depth in range(size - 1, -1, -1):
        opened = path[depth]
        if opened.style is style:
            inside = max(inside, depth)
            cost = _step(number, opened.number)
            if first:
                # 1 again: a new list, below the paragraph that stands before it, if one does.
                cost = 0 if before.after_plain else _RESTART
                found.append(Choice(cost, Placement(depth, False), Open(style, number)))
            else:
                step = number or after(opened.number)
                found.append(Choice(cost, Placement(depth, True), Open(style, step)))
        elif (
            opened.style is not None
            and number
            and not first
            and opened.style in _ITEM_STYLES
            and _follows(number, opened.number)
        ):
            mark = _MARKS.get(style)
            alike = mark is not None and mark == _MARKS.get(opened.style)
            cost = _MIXED_MARK if alike else _MIXED
            found.append(Choice(cost, Placement(depth, True), Open(style, number)))
    # A list inside a list of its own style occurs only below a 条 or subhead.
    below = any(o.style is Style.ARTICLE or o.style is None for o in path[inside + 1 :])
    if inside < 0 or below:
        child = _child(style, number, path, before)
        found.append(child if inside < 0 else child._replace(cost=child.cost + _LOST))
    found.sort(key=lambda c: (c.cost, -c.placement.depth))
    return found
