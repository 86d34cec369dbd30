"""The sentence of a provision that answers best, and how well it does."""

from __future__ import annotations

from dataclasses import dataclass

from handbook.search.fold import squeeze
from handbook.search.groups import Alternative
from handbook.search.index import FoldedSentence, SearchIndex
from handbook.search.query import Query
from handbook.search.weights import Weights


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a unit's text.

    Attributes:
        start, end: half-open range in the text as printed.
        value: how well it answers; comparable within one query.
        marks: ranges in the text as printed that hold what was asked for.
        answers: whether it holds what a question asks for beside something else.
    """

    start: int
    end: int
    value: float
    marks: tuple[tuple[int, int], ...]
    answers: bool


_NONE = Sentence(0, 0, 0.0, (), False)


def best(
    index: SearchIndex, query: Query, inverse: list[float], unit: int, weights: Weights
) -> Sentence:
    """The best sentence of a unit; the first of equal ones. `inverse`: weight of each group."""
    found = _NONE
    context = index.context(unit)
    for sentence in index.sentences(unit):
        other = _look(index, query, inverse, sentence, context, weights)
        if other.value > found.value or found.end == 0:
            found = other
    return found


def _look(
    index: SearchIndex,
    query: Query,
    inverse: list[float],
    sentence: FoldedSentence,
    context: str,
    weights: Weights,
) -> Sentence:
    held = 0.0
    near = 0.0
    early = 0.0
    answers = False
    marks: list[tuple[int, int]] = []
    before: tuple[int, int] | None = None
    for group, rarity in zip(query.groups, inverse, strict=True):
        place, weight = _place(index, group.alternatives, sentence)
        if place is not None:
            held += rarity * weight
            marks.append(place)
            if before is not None:
                gap = max(place[0] - before[1], before[0] - place[1], 0)
                near += rarity * weight / (1.0 + gap)
            early += rarity * weight / (1.0 + place[0] / 8.0)
            answers = answers or group.asked
        elif any(not way.kind and way.word in context for way in group.alternatives):
            held += rarity * weights.context
        before = place
    value = weights.sentence * held + weights.near * near + weights.early * early
    offsets = sentence.offsets
    ranges = tuple((offsets[a], offsets[b - 1] + 1) for a, b in sorted(marks))
    return Sentence(sentence.start, sentence.end, value, ranges, answers and len(marks) > 1)


def _place(
    index: SearchIndex, ways: tuple[Alternative, ...], sentence: FoldedSentence
) -> tuple[tuple[int, int] | None, float]:
    """Where a group stands in a sentence: the way with the greatest weight, the first of equals."""
    best: tuple[int, int] | None = None
    weight = 0.0
    reader = index.reader
    for way in ways:
        if way.figure is not None:
            for figure in sentence.figures:
                alike = reader.alike(way.figure, figure) * way.weight
                if alike > weight:
                    best, weight = (figure.start, figure.end), alike
        elif way.weight > weight and way.kind:
            for figure in sentence.figures:
                if reader.units[figure.unit].kind == way.kind:
                    best, weight = (figure.start, figure.end), way.weight
                    break
        elif way.weight > weight:
            place = _find(sentence.folded, way)
            if place is not None:
                best, weight = place, way.weight
    return best, weight


def _find(folded: str, way: Alternative) -> tuple[int, int] | None:
    """The first place of a word; of a squeezed one marks left out."""
    if not way.squeezed:
        at = folded.find(way.word)
        return None if at < 0 else (at, at + len(way.word))
    kept = [i for i, char in enumerate(folded) if squeeze(char)]
    at = "".join(folded[i] for i in kept).find(way.word)
    return None if at < 0 or not way.word else (kept[at], kept[at + len(way.word) - 1] + 1)
