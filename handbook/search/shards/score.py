"""Scores from lists: as `handbook.search.score`, with what a list's levels are worth.

A title adds to the units that the rest of the query finds, and to the first ones of its regulation.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from handbook.search.figures import Figure
from handbook.search.groups import Alternative, Group
from handbook.search.query import Query
from handbook.search.score import (
    SHARED,
    Scored,
    coverage,
    inverse_frequency,
    primacy,
    titled,
)
from handbook.search.shards import codec, terms
from handbook.search.shards.index import ShardedIndex
from handbook.search.shards.levels import BARE, OWN
from handbook.search.shards.lists import OPS
from handbook.search.weights import Weights


@dataclass(slots=True)
class _Way:
    """A way to say a group: values by unit, what titles and bodies add by regulation."""

    weight: float
    values: dict[int, float]
    own: set[int]
    entries: dict[int, float] = field(default_factory=dict)
    spread: int = 0
    complete: bool = True


def score(index: ShardedIndex, query: Query, weights: Weights) -> Scored:
    """BM25F with coverage, over the units that the lists name."""
    bare: set[int] = set()
    groups = [
        [_way(index, way, weights, bare) for way in _ways(index, g, query)] for g in query.groups
    ]
    units = set[int]().union(*(way.values for ways in groups for way in ways))
    for number in {number for ways in groups for way in ways for number in way.entries}:
        units.update(index.leading[number])
    n = index.size
    scores: dict[int, float] = {}
    share: dict[int, float] = {}
    held: dict[int, int] = {}
    inverse = []
    doubtful = []
    total = 0.0
    ordered = sorted(units)
    for group, ways in zip(query.groups, groups, strict=True):
        best, spread = _group(index, ways, ordered)
        rarity = group.weight * inverse_frequency(spread, n)
        inverse.append(rarity)
        total += rarity
        for unit, value in best.items():
            scores[unit] = scores.get(unit, 0.0) + rarity * (value / (value + weights.k))
            share[unit] = share.get(unit, 0.0) + rarity
            if not group.extra:
                held[unit] = held.get(unit, 0) + 1
        if not group.extra and not all(way.complete for way in ways):
            doubtful.append((len(inverse) - 1, best))
    for unit in scores:
        scores[unit] *= coverage(share[unit] / total, unit in bare, weights)
    for number in titled(index, query):
        first = index.data.regulations[number].first
        for unit in index.leading[number]:
            scores[unit] = scores.get(unit, 0.0) + primacy(total, unit - first, weights)
    for _, best in doubtful:  # until their texts are read
        for unit in held.keys() - best.keys():
            held[unit] += 1
    return Scored(scores, held, inverse, tuple(doubtful))


def _group(index: ShardedIndex, ways: list[_Way], units: list[int]) -> tuple[dict[int, float], int]:
    """The weighted frequency of a group by unit, and in how many units it stands."""
    best: dict[int, float] = {}
    shared: set[int] = set()
    spread = 0
    beside = 0
    for way in ways:
        if way.weight >= SHARED:
            shared |= way.own
            spread = max(spread, way.spread)
        if way.entries:
            regulations = index.data.regulations
            beside += sum(regulations[i].last - regulations[i].first for i in way.entries)
            for unit in units:
                extra = way.entries.get(index.owner[unit], 0.0)
                value = (way.values.get(unit, 0.0) + extra) * way.weight
                if value > best.get(unit, 0.0):
                    best[unit] = value
        else:
            for unit, value in way.values.items():
                value = value * way.weight
                if value > best.get(unit, 0.0):
                    best[unit] = value
    spread = max(spread, len(shared)) or beside or len(best)
    return best, min(spread, index.size)


def _ways(index: ShardedIndex, group: Group, query: Query) -> list[Alternative]:
    """The ways of a group; what answers a question is one list."""
    if not group.asked:
        return list(group.alternatives)
    intent = next(i for i in index.data.language.intents if i.name == query.intent)
    evidence = set(intent.evidence)
    kept = [way for way in group.alternatives if not way.kind and way.word not in evidence]
    weight = next(way.weight for way in group.alternatives if way.kind or way.word in evidence)
    return [*kept, Alternative(terms.ANSWER + intent.name, weight)]


def _way(index: ShardedIndex, way: Alternative, weights: Weights, bare: set[int]) -> _Way:
    if way.figure is not None:
        return _figure(index, way.figure, way.weight, weights)
    if way.squeezed:
        found = index.corpus.phrase(way.word)
        return _Way(way.weight, dict.fromkeys(found, weights.text), set(found), spread=len(found))
    wanted = (way.word,) if way.word.startswith(terms.ANSWER) else terms.of_word(way.word)
    lists = [index.parts.postings(term) for term in wanted]
    levels = index.lists.candidates(wanted)
    bare.update(unit for unit, level in levels.items() if level == BARE)
    worth = index.shards.worth
    made = _Way(
        way.weight,
        {unit: worth[level] for unit, level in levels.items()},
        {unit for unit, level in levels.items() if level >= OWN},
        complete=any(found.complete for found in lists),
    )
    made.spread = len(made.own) if made.complete else min(found.own for found in lists)
    for row in dict.fromkeys(row for row, _ in index.corpus.titles.find(way.word)):
        made.entries[row] = made.entries.get(row, 0.0) + weights.title
    for body in dict.fromkeys(row for row, _ in index.corpus.bodies.find(way.word)):
        for number, entry in enumerate(index.data.regulations):
            if entry.body == body:
                made.entries[number] = made.entries.get(number, 0.0) + weights.body
    return made


def _figure(index: ShardedIndex, figure: Figure, weight: float, weights: Weights) -> _Way:
    """The units with that value in any unit of its kind, and with a range or bound around it."""
    found: dict[int, float] = {}
    exact: set[int] = set()

    def offer(unit: int, other: Figure) -> None:
        alike = index.reader.alike(figure, other)
        if alike > 0.0 and weights.text * alike > found.get(unit, 0.0):
            found[unit] = weights.text * alike
        if alike >= 0.5:
            exact.add(unit)

    own = index.reader.units.get(figure.unit)
    if own is None:
        for unit in index.parts.postings(terms.FIGURE + terms.number(figure.value)).units:
            offer(unit, figure)
    for other in index.data.language.units:
        if own is None or other.kind != own.kind:
            continue
        value = figure.value * own.size / other.size
        name = terms.number(value)
        same = index.parts.postings(terms.FIGURE + other.name + name) if name else codec.NOTHING
        for unit, op in zip(same.units, same.levels, strict=True):
            if op < len(OPS):
                offer(unit, Figure(value, other.name, OPS[op], 0, 0, value))
        around = index.parts.postings(terms.INEXACT + other.name)
        for unit, op, pair in zip(around.units, around.levels, around.values, strict=False):
            low, _, high = pair.partition("~")
            if op < len(OPS) and low and high:
                offer(unit, Figure(float(low), other.name, OPS[op], 0, 0, float(high)))
    return _Way(weight, found, exact or set(found), spread=len(exact or found))
