"""How deep each provision stands, read from the order of the labels: 一、→(一)→1.→(1)→①.

All readings are carried along in a small beam. A reading pays for what a careful drafter would not
do (`placing`). If two readings cost the same in the end, the better-looking one is taken and the
place is reported as a doubt, for a person to decide.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from handbook.labels import Style
from handbook.placing import Before, Choice, Entry, Path, Placement, after, choices, number_of


class Doubt(NamedTuple):
    """Two readings cost the same: place of the entry where they part, and the depth not taken."""

    place: int
    depth: int


class Nesting(NamedTuple):
    """The reading taken, one placement for each entry, and the places where it was close."""

    placements: list[Placement]
    doubts: list[Doubt]


class _Link(NamedTuple):
    """A placement of a reading since the readings parted; `before` leads back to the first."""

    place: int
    placement: Placement
    before: _Link | None


class _Reading(NamedTuple):
    cost: int
    path: Path
    chain: _Link | None = None
    doubts: tuple[Doubt, ...] = ()


_WIDTH = 8
_HOPELESS = 8  # a reading that costs so much more than the best never wins
_PLAIN = Placement(-1, False)


def nest(entries: Sequence[Entry], nesting: Iterable[str] = ()) -> Nesting:
    """The depth of every entry.

    `nesting`: label styles from the outside in, as a person wrote them down; they then nest so.
    Linear in the number of entries.
    """
    before = Before({Style(name): rank for rank, name in enumerate(nesting)})
    done = Nesting([], [])
    beam = [_Reading(0, ())]
    for index, entry in enumerate(entries):
        if entry.plain:
            before.after_plain = True
            if len(beam) == 1:
                done.placements.append(_PLAIN)
            else:
                beam = [r._replace(chain=_Link(index, _PLAIN, r.chain)) for r in beam]
            continue
        if len(beam) == 1:
            path = beam[0].path
            found = choices(entry, path, before)
            free = [c for c in found if not c.cost] if len(found) > 1 else found
            if len(free) == 1:
                _, placement, opened = free[0]
                done.placements.append(placement)
                beam = [_Reading(0, (*path[: placement.depth], opened))]
            else:
                beam = _settle(_extend(beam, index, [found]))
        else:
            every = [choices(entry, r.path, before) for r in beam]
            beam = _settle(_extend(beam, index, every))
        if len(beam) == 1 and beam[0].chain is not None:
            _commit(beam[0], done)
            beam = [_Reading(0, beam[0].path)]
        if entry.label is not None:
            style, number = entry.label.style, entry.label.number
            before.last[style] = number_of(number) or after(before.last.get(style, ()))
        before.after_plain = False
    if len(beam) > 1:
        _commit(_doubted(beam[0], beam[1]), done)
    return done


def _extend(beam: list[_Reading], index: int, every: list[list[Choice]]) -> list[_Reading]:
    """Each reading with each of its choices, cheapest first; of equals the one offered first."""
    grown = [
        _Reading(
            reading.cost + cost,
            (*reading.path[: placement.depth], opened),
            _Link(index, placement, reading.chain),
            reading.doubts,
        )
        for reading, found in zip(beam, every, strict=True)
        for cost, placement, opened in found
    ]
    grown.sort(key=lambda r: r.cost)
    return grown


def _settle(beam: list[_Reading]) -> list[_Reading]:
    """Of readings that will go on alike only the best is kept, and of all the best few."""
    best: dict[Path, _Reading] = {}
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
