"""Scores of units: BM25F over the groups of a query.

BM25F: S. Robertson, H. Zaragoza, The Probabilistic Relevance Framework: BM25 and Beyond (2009), 3.3
and 3.6, with what stands above a provision as further fields.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from handbook.search.arithmetic import ln
from handbook.search.corpus import Places
from handbook.search.figures import Figure
from handbook.search.groups import Alternative, Group
from handbook.search.index import SearchIndex
from handbook.search.query import Query
from handbook.search.weights import Weights

#: An alternative with this weight says the same as what was typed.
SHARED = 0.75


@dataclass(frozen=True, slots=True)
class Scored:
    """A query's groups over all units.

    Attributes:
        scores: by unit; those not there have none.
        held: by unit, how many groups it holds, extra ones not counted.
        inverse: by group, its inverse document frequency times its weight.
        doubtful: groups whose units are not all known, with those that are; for the others `held`
            takes it that they hold the group.
    """

    scores: dict[int, float]
    held: dict[int, int]
    inverse: list[float]
    doubtful: tuple[tuple[int, dict[int, float]], ...] = ()


def score(index: SearchIndex, query: Query, weights: Weights) -> Scored:
    """BM25F with coverage, over all units."""
    n = len(index.data.units)
    scores, share, held = [0.0] * n, [0.0] * n, [0] * n
    inverse = []
    total = 0.0
    for group in query.groups:
        values, spread = _group(index, group, weights)
        rarity = group.weight * inverse_frequency(spread, n)
        inverse.append(rarity)
        total += rarity
        for unit, value in values.items():
            part = rarity * (value / (value + weights.k))
            scores[unit] += part
            share[unit] += rarity
            held[unit] += not group.extra
    if total > 0.0:
        for unit in range(n):
            if scores[unit] > 0.0:
                headless = not index.data.units[unit].text
                scores[unit] *= coverage(share[unit] / total, headless, weights)
    for number in titled(index, query):
        entry = index.data.regulations[number]
        for unit in range(entry.first, entry.last):
            if index.data.units[unit].text:
                scores[unit] += primacy(total, unit - entry.first, weights)
    return Scored(
        {unit: value for unit, value in enumerate(scores) if value > 0.0},
        {unit: number for unit, number in enumerate(held) if number},
        inverse,
    )


def inverse_frequency(spread: int, size: int) -> float:
    """BM25's inverse document frequency of what stands in `spread` of `size` units."""
    return ln(1.0 + (size - spread + 0.5) / (spread + 0.5))


def coverage(share: float, headless: bool, weights: Weights) -> float:
    """The factor of a unit that holds a share (0 to 1, by rarity) of what a query asks for.

    `headless`: it has a heading and no words of its own.
    """
    factor = 1.0 - weights.coverage + weights.coverage * share * share
    return factor * weights.headless if headless else factor


def primacy(total: float, place: int, weights: Weights) -> float:
    """What the title of a regulation adds to its `place`-th unit (from 0), where it holds all.

    `total`: rarity of all groups.
    """
    return total * weights.primacy / (1.0 + place / 8.0)


def titled(index: SearchIndex, query: Query) -> Iterator[int]:
    """Numbers of the regulations whose title holds all that a query asks for."""
    asked = [group.alternatives for group in query.groups if not group.extra]
    for number, title in enumerate(index.corpus.titles if query.groups else ()):
        if all(any(way.word in title for way in ways if not way.kind) for ways in asked):
            yield number


def _group(index: SearchIndex, group: Group, weights: Weights) -> tuple[dict[int, float], int]:
    """The weighted frequency of a group by unit, and in how many units it stands."""
    best: dict[int, float] = {}
    units: set[int] = set()
    for way in group.alternatives:
        values, own = _way(index, way, weights)
        if way.weight >= SHARED:
            units |= own
        for unit, value in values.items():
            value = value * way.weight
            if value > best.get(unit, 0.0):
                best[unit] = value
    if not units:
        units = set(best)
    return dict(sorted(best.items())), len(units)


def _way(
    index: SearchIndex, way: Alternative, weights: Weights
) -> tuple[dict[int, float], set[int]]:
    if way.figure is not None:
        return _figure(index, way.figure, weights)
    if way.kind:
        units = index.kinds.get(way.kind, ())
        return dict.fromkeys(units, weights.text), set(units)
    if way.squeezed:
        found = index.corpus.phrase(way.word)
        return dict.fromkeys(found, weights.text), set(found)
    return _word(index, index.corpus.places(way.word), weights)


def _figure(
    index: SearchIndex, figure: Figure, weights: Weights
) -> tuple[dict[int, float], set[int]]:
    values: dict[int, float] = {}
    exact: set[int] = set()
    for unit, own in enumerate(index.figures):
        best = 0.0
        for other in own:
            alike = index.reader.alike(figure, other)
            if alike > best:
                best = alike
        if best > 0.0:
            values[unit] = weights.text * best
            if best >= 0.5:
                exact.add(unit)
    return values, exact or set(values)


def _word(
    index: SearchIndex, places: Places, weights: Weights
) -> tuple[dict[int, float], set[int]]:
    """BM25F's weighted frequency of a word: own fields, then what stands above."""
    values: dict[int, float] = {}
    data, lengths = index.data, index.corpus.texts.lengths
    above: dict[int, float] = {}
    for unit, found in places.texts.items():
        norm = 1.0 - weights.length + weights.length * (lengths[unit] / index.mean_length)
        values[unit] = weights.text * len(found) / norm
        for below in range(unit + 1, index.ends[unit]):
            if above.get(below, 0.0) < weights.lead:
                above[below] = weights.lead
    for unit in places.headings:
        values[unit] = values.get(unit, 0.0) + weights.heading
        for below in range(unit + 1, index.ends[unit]):
            if above.get(below, 0.0) < weights.above:
                above[below] = weights.above
    for number in places.titles:
        entry = data.regulations[number]
        for unit in range(entry.first, entry.last):
            above[unit] = above.get(unit, 0.0) + weights.title
    for body in places.bodies:
        for entry in data.regulations:
            if entry.body == body:
                for unit in range(entry.first, entry.last):
                    above[unit] = above.get(unit, 0.0) + weights.body
    own = set(values)
    for unit, value in above.items():
        values[unit] = values.get(unit, 0.0) + value
    return values, own or set(values)
