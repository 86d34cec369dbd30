"""How deep each provision stands, read from the order of the labels: 一、→(一)→1.→(1)→①.

All readings are carried along in a small beam. A reading pays for what a careful drafter would not
do (a gap, a repeated number, a list inside a list of its own style). Where the count of an open
list goes on, or 1 opens a new list, nothing is paid. If two readings cost the same in the end, the
better-looking one is taken and the place is reported as a doubt, for a person to decide.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from handbook.labels import RANK, Label, Style
from handbook.numerals import order


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


class Doubt(NamedTuple):
    """Two readings cost the same: place of the entry where they part, and the depth not taken."""

    place: int
    depth: int


class Nesting(NamedTuple):
    """The reading taken, one placement for each entry, and the places where it was close."""

    placements: list[Placement]
    doubts: list[Doubt]


class _Open(NamedTuple):
    """The last provision of an open list."""

    style: Style | None
    number: tuple[int, ...]


class _Choice(NamedTuple):
    cost: int
    placement: Placement
    opened: _Open


class _Link(NamedTuple):
    """A placement of a reading since the readings parted; `before` leads back to the first."""

    place: int
    placement: Placement
    before: _Link | None


class _Reading(NamedTuple):
    cost: int
    path: tuple[_Open, ...]
    chain: _Link | None = None
    doubts: tuple[Doubt, ...] = ()


_WIDTH = 8
_HOPELESS = 8  # a reading that costs so much more than the best never wins
_LOST, _MIXED_MARK, _MIXED, _GAP, _REPEATED, _BACKWARD, _RESTART, _LATE = range(1, 9)
_PLAIN = Placement(-1, False)
_DIVISION_STYLES = (Style.BOOK, Style.PART, Style.CHAPTER, Style.SECTION)
_MARKS = {  # styles that differ by the mark only
    Style.HAN_COMMA: "一",
    Style.HAN_DOT: "一",
    Style.DIGIT_COMMA: "1",
    Style.DIGIT_DOT: "1",
    Style.DIGIT_HALF_PAREN: "1)",
    Style.DIGIT_PAREN: "1)",
}


def nest(entries: Sequence[Entry], nesting: Iterable[str] = ()) -> Nesting:
    """The depth of every entry.

    `nesting`: label styles from the outside in, as a person wrote them down; they then nest so.
    Linear in the number of entries.
    """
    stated = {Style(name): rank for rank, name in enumerate(nesting)}
    done = Nesting([], [])
    beam = [_Reading(0, ())]
    last: dict[Style, tuple[int, ...]] = {}  # last number of each style in the order of the text
    after_plain = False
    for index, entry in enumerate(entries):
        if entry.plain:
            after_plain = True
            if len(beam) == 1:
                done.placements.append(_PLAIN)
            else:
                beam = [r._replace(chain=_Link(index, _PLAIN, r.chain)) for r in beam]
            continue
        if len(beam) == 1:
            path = beam[0].path
            choices = _choices(entry, path, last, after_plain, stated)
            free = [c for c in choices if not c.cost] if len(choices) > 1 else choices
            if len(free) == 1:
                _, placement, opened = free[0]
                done.placements.append(placement)
                beam = [_Reading(0, (*path[: placement.depth], opened))]
            else:
                beam = _settle(_extend(beam, index, [choices]))
        else:
            every = [_choices(entry, r.path, last, after_plain, stated) for r in beam]
            beam = _settle(_extend(beam, index, every))
            if len(beam) == 1:
                _commit(beam[0], done)
                beam = [_Reading(0, beam[0].path)]
        if entry.label is not None:
            style, number = entry.label.style, entry.label.number
            last[style] = _number(number) or _next(last.get(style, ()))
        after_plain = False
    if len(beam) > 1:
        _commit(_doubted(beam[0], beam[1]), done)
    return done


def _extend(beam: list[_Reading], index: int, every: list[list[_Choice]]) -> list[_Reading]:
    """Each reading with each of its choices, cheapest first; of equals the one offered first."""
    grown = [
        _Reading(
            reading.cost + cost,
            (*reading.path[: placement.depth], opened),
            _Link(index, placement, reading.chain),
            reading.doubts,
        )
        for reading, choices in zip(beam, every, strict=True)
        for cost, placement, opened in choices
    ]
    grown.sort(key=lambda r: r.cost)
    return grown


def _settle(beam: list[_Reading]) -> list[_Reading]:
    """Of readings that will go on alike only the best is kept, and of all the best few."""
    best: dict[tuple[_Open, ...], _Reading] = {}
    for reading in beam:
        better = best.get(reading.path)
        if better is not None:
            best[reading.path] = _doubted(better, reading)
        elif len(best) == _WIDTH or reading.cost > beam[0].cost + _HOPELESS:
            break
        else:
            best[reading.path] = reading
    return list(best.values())


def _doubted(better: _Reading, worse: _Reading) -> _Reading:
    """The better of two readings; with a doubt where they part if the worse costs the same."""
    if better.cost != worse.cost:
        return better
    one, other, parted = better.chain, worse.chain, None
    while one is not None and other is not None and one is not other:
        if one.placement != other.placement:
            parted = Doubt(one.place, other.placement.depth)
        one, other = one.before, other.before
    return better if parted is None else better._replace(doubts=(*better.doubts, parted))


def _commit(reading: _Reading, done: Nesting) -> None:
    """Adds the placements and doubts of the reading that is taken."""
    tail: list[Placement] = []
    link = reading.chain
    while link is not None:
        tail.append(link.placement)
        link = link.before
    done.placements.extend(reversed(tail))
    first = {doubt.place: doubt for doubt in reversed(reading.doubts)}
    done.doubts.extend(first[place] for place in sorted(first))


def _next(number: tuple[int, ...]) -> tuple[int, ...]:
    return (number[0] + 1,) if number else (1,)


_numbers: dict[str, tuple[int, ...]] = {str(n): (n,) for n in range(1, 1500)} | {"": ()}


def _number(canonical: str) -> tuple[int, ...]:
    known = _numbers.get(canonical)
    return order(canonical) if known is None else known


def _follows(number: tuple[int, ...], last: tuple[int, ...]) -> bool:
    """第十二条 → 第十三条 or 第十二条之一; 第十二条之一 → 第十二条之二 or 第十三条."""
    if len(number) == len(last):
        return number[:-1] == last[:-1] and number[-1] == last[-1] + 1
    if len(number) == len(last) + 1:
        return number[:-1] == last and number[-1] == 1
    return len(number) == 1 and bool(last) and number[0] == last[0] + 1


def _step(number: tuple[int, ...], last: tuple[int, ...]) -> int:
    """What it costs that `number` comes after `last` in one list."""
    if not number:
        return _LOST
    if _follows(number, last):
        return 0
    if number > last:
        return _GAP
    return _REPEATED if number == last else _BACKWARD


def _start(number: tuple[int, ...], last: tuple[int, ...]) -> int:
    """What it costs that a list starts with `number`; `last` is the style's last in the text."""
    if number == (1,):
        return 0
    if not number:
        return _LOST
    return _MIXED_MARK if last and _follows(number, last) else _LATE


def _choices(
    entry: Entry,
    path: tuple[_Open, ...],
    last: dict[Style, tuple[int, ...]],
    after_plain: bool,
    stated: dict[Style, int],
) -> list[_Choice]:
    """The places where an entry can stand below `path`, best-looking first."""
    label = entry.label
    if label is None:
        depth = entry.depth if entry.depth is not None else _below_divisions(path)
        depth = min(depth, len(path))
        return [_Choice(0, Placement(depth, depth < len(path)), _Open(None, ()))]
    style, number = label.style, _number(label.number)
    if entry.depth is None and not stated and path and _plainly_goes_on(style, number, path):
        return [_Choice(0, Placement(len(path) - 1, True), _Open(style, number))]
    if entry.depth is not None and not (entry.or_deeper and len(path) > entry.depth):
        depth = min(entry.depth, len(path))
        opened = _Open(style, number or _next(last.get(style, ())))
        return [_Choice(0, Placement(depth, depth < len(path)), opened)]
    least = entry.depth or 0
    if style is Style.APPENDIX or style in _DIVISION_STYLES:
        depth = max(_division_depth(style, path), least)
        return [_Choice(0, Placement(depth, depth < len(path)), _Open(style, number))]
    if style in stated:
        return [_as_stated(style, number, path, last, after_plain, stated)]
    if style is Style.ARTICLE:
        choices = _article(number, path, last)
    else:
        choices = _item(style, number, path, last, after_plain)
    if least:
        choices = [c for c in choices if c.placement.depth >= least]
    return choices or [_child(style, number, path, last)]


def _plainly_goes_on(style: Style, number: tuple[int, ...], path: tuple[_Open, ...]) -> bool:
    """The usual case: the innermost list goes on, and no outer list of its style waits as well."""
    inner = path[-1]
    return (
        style is inner.style
        and number > (1,)
        and _follows(number, inner.number)
        and all(outer.style is not style for outer in path[:-1])
    )


def _child(
    style: Style,
    number: tuple[int, ...],
    path: tuple[_Open, ...],
    last: dict[Style, tuple[int, ...]],
) -> _Choice:
    cost = _start(number, last.get(style, ()))
    return _Choice(cost, Placement(len(path), False), _Open(style, number or (1,)))


def _division_depth(style: Style, path: tuple[_Open, ...]) -> int:
    """The depth of a 编章节 that no heading states: that of its like, else below the higher."""
    if style is Style.APPENDIX:
        return 0
    alike = (depth for depth, opened in enumerate(path) if opened.style is style)
    return next(alike, _below_divisions(path, style))


def _below_divisions(path: tuple[_Open, ...], style: Style | None = None) -> int:
    """The depth below the open 编章节 (those above `style`) and appendix."""
    depth = 0
    for opened in path:
        above = opened.style is Style.APPENDIX or (
            opened.style in _DIVISION_STYLES and (style is None or RANK[opened.style] < RANK[style])
        )
        if not above:
            break
        depth += 1
    return depth


def _as_stated(
    style: Style,
    number: tuple[int, ...],
    path: tuple[_Open, ...],
    last: dict[Style, tuple[int, ...]],
    after_plain: bool,
    stated: dict[Style, int],
) -> _Choice:
    depth = next(
        (
            d
            for d, o in enumerate(path)
            if o.style is not None and stated.get(o.style, -1) >= stated[style]
        ),
        len(path),
    )
    restarts = depth == len(path) or (after_plain and number == (1,))
    opened = _Open(style, number or _next(last.get(style, ())))
    return _Choice(0, Placement(depth, not restarts), opened)


def _article(
    number: tuple[int, ...], path: tuple[_Open, ...], last: dict[Style, tuple[int, ...]]
) -> list[_Choice]:
    """条 go on where one is open; else they stand below the innermost provision."""
    for depth, opened in enumerate(path):
        if opened.style is Style.ARTICLE:
            cost = _step(number, opened.number)
            placement = Placement(depth, True)
            return [_Choice(cost, placement, _Open(Style.ARTICLE, number or _next(opened.number)))]
    before = last.get(Style.ARTICLE, ())
    placement = Placement(len(path), False)
    return [_Choice(0, placement, _Open(Style.ARTICLE, number or _next(before)))]


def _item(
    style: Style,
    number: tuple[int, ...],
    path: tuple[_Open, ...],
    last: dict[Style, tuple[int, ...]],
    after_plain: bool,
) -> list[_Choice]:
    choices: list[_Choice] = []
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
                cost = 0 if after_plain else _RESTART
                choices.append(_Choice(cost, Placement(depth, False), _Open(style, number)))
            else:
                step = number or _next(opened.number)
                choices.append(_Choice(cost, Placement(depth, True), _Open(style, step)))
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
            choices.append(_Choice(cost, Placement(depth, True), _Open(style, number)))
    # A list inside a list of its own style occurs only below a 条 or subhead.
    below = any(o.style is Style.ARTICLE or o.style is None for o in path[inside + 1 :])
    if inside < 0 or below:
        child = _child(style, number, path, last)
        choices.append(child if inside < 0 else child._replace(cost=child.cost + _LOST))
    choices.sort(key=lambda c: (c.cost, -c.placement.depth))
    return choices


_ITEM_STYLES = frozenset(Style) - {Style.ARTICLE, Style.APPENDIX, *_DIVISION_STYLES}
