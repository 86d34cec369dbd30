"""The provisions that answer a query, best first."""

from __future__ import annotations

from dataclasses import dataclass

from handbook.search import address
from handbook.search.address import EXACTLY, Address, agree
from handbook.search.index import SearchIndex
from handbook.search.query import Query, holding
from handbook.search.score import Scored, score
from handbook.search.sentences import Sentence, best
from handbook.search.shards.index import ShardedIndex
from handbook.search.shards.score import score as score_lists
from handbook.search.weights import WEIGHTS, Weights


@dataclass(frozen=True, slots=True)
class Filter:
    """What the reader wants to see; "" and () everything.

    Attributes:
        bodies: slugs of issuing bodies.
        topic, status: as in the front matter.
        since, until: ISO dates between which a regulation took effect.
    """

    bodies: tuple[str, ...] = ()
    topic: str = ""
    status: str = ""
    since: str = ""
    until: str = ""


#: The tier of units that hold all words typed apart; those that an address names are above it.
ALL_WORDS = 1
#: What a tier adds to a score.
TIER = 100.0
_LOOKED_AT = 4  # of a sharded index: units whose texts are read at most, for each that is wanted


@dataclass(frozen=True, slots=True)
class Hit:
    """A provision found.

    Attributes:
        unit: its number in the index.
        score: comparable within one search.
        complete: whether it holds all that was asked for.
        sentence: the sentence that answers best; None beyond the first hits.
    """

    unit: int
    score: float
    complete: bool
    sentence: Sentence | None


def search(
    index: SearchIndex,
    query: Query,
    limit: int = 10,
    own: str = "",
    only: Filter = Filter(),
    weights: Weights = WEIGHTS,
) -> tuple[Hit, ...]:
    """The best `limit` provisions, best first.

    Args:
        index: whole or sharded; units are those of its texts.
        query: as `understand` gives it for this index.
        limit: how many at most; 0 for all.
        own: slug of the reader's own body, whose provisions come first among equals.
        only: what may be found.
        weights: of the ranking.
    """
    if isinstance(index, ShardedIndex):
        scored = score_lists(index, query, weights)
    else:
        scored = score(index, query, weights)
    scores = scored.scores
    if own:
        for unit in scores:
            if index.data.bodies[index.entry(unit).body].slug == own:
                scores[unit] = scores[unit] * weights.own
    tiers = _tiers(index, query, scored)
    allowed = _allowed(index, only)
    required = holding(index, query.exact) if query.exact else None
    found = [
        unit
        for unit in sorted(scores.keys() | tiers.keys())
        if allowed[index.owner[unit]] and (required is None or unit in required)
    ]
    # Where an address says all there is, what it names stays in the order of the text.
    straight = query.address is not None and (query.titles or not query.groups)

    def order(unit: int, value: float) -> tuple[int, float, int]:
        tier = tiers.get(unit, 0)
        return (-tier, 0.0 if straight and tier > ALL_WORDS else -value, unit)

    found.sort(key=lambda unit: order(unit, scores.get(unit, 0.0)))
    if isinstance(index, ShardedIndex):
        found = _settled(index, query, scored, tiers, found, limit)
    refined = index.refined
    first = [(u, best(index, query, scored.inverse, u, weights)) for u in found[:refined]]
    for unit, sentence in first:
        scores[unit] = scores.get(unit, 0.0) + sentence.value
    first.sort(key=lambda pair: order(pair[0], scores[pair[0]]))
    if not straight:
        first = _spread(index, first, scores, tiers, weights)
    hits = []
    least = float("inf")
    for unit, closest in (*first, *((u, None) for u in found[refined:])):
        # Falls all the way down, tiers and the units not looked at included.
        least = min(least, TIER * tiers.get(unit, 0) + scores.get(unit, 0.0))
        hits.append(Hit(unit, least, scored.held.get(unit, 0) == query.wanted, closest))
        if len(hits) == limit:
            break
    return tuple(hits)


def _settled(
    index: ShardedIndex,
    query: Query,
    scored: Scored,
    tiers: dict[int, int],
    found: list[int],
    limit: int,
) -> list[int]:
    """`found` without the first ones that do not hold what lists cut off left open.

    The texts of as many units are read as are shown or refined, of all for a `limit` of 0.
    """
    wanted = max(limit, index.refined) if limit else len(found)
    kept: list[int] = []
    for at, unit in enumerate(found):
        if len(kept) == wanted or at >= _LOOKED_AT * wanted:
            return kept + found[at:]
        if all(index.holds(unit, phrase) for phrase in query.exact):
            kept.append(unit)
            for number, known in scored.doubtful:
                if unit not in known and not index.says(unit, query.groups[number]):
                    scored.held[unit] = scored.held.get(unit, 1) - 1
                    if tiers.get(unit) == ALL_WORDS:
                        del tiers[unit]
    return kept


def _spread(
    index: SearchIndex,
    first: list[tuple[int, Sentence]],
    scores: dict[int, float],
    tiers: dict[int, int],
    weights: Weights,
) -> list[tuple[int, Sentence]]:
    """The same in an order that does not dwell on one regulation: each further provision of one
    counts a little less.
    """
    rest = first[:]
    seen: dict[int, float] = {}
    found = []
    while rest:
        best_at = 0
        best_key = (-1, -1.0)
        for at, (unit, _) in enumerate(rest):
            key = (tiers.get(unit, 0), scores[unit] * seen.get(index.owner[unit], 1.0))
            if key > best_key:
                best_at, best_key = at, key
        unit, sentence = rest.pop(best_at)
        found.append((unit, sentence))
        scores[unit] = best_key[1]
        seen[index.owner[unit]] = seen.get(index.owner[unit], 1.0) * weights.again
    return found


def _allowed(index: SearchIndex, only: Filter) -> list[bool]:
    """For each regulation whether the filter lets it through."""
    return [
        (not only.bodies or index.data.bodies[entry.body].slug in only.bodies)
        and (not only.topic or only.topic in entry.topics.split(" "))
        and (not only.status or only.status == entry.status)
        and (not only.since or entry.effective >= only.since)
        and (not only.until or "" < entry.effective <= only.until)
        for entry in index.data.regulations
    ]


def _tiers(index: SearchIndex, query: Query, scored: Scored) -> dict[int, int]:
    """Units that come before all others: where the address points, what holds all words typed."""
    tiers: dict[int, int] = {}
    if query.spaced:
        wanted = query.wanted
        tiers = {unit: ALL_WORDS for unit, held in scored.held.items() if held == wanted}
    if query.address is not None:
        _point(index, query.address, query.titles, tiers)
    return tiers


def _point(
    index: SearchIndex, asked: Address, titles: tuple[int, ...], tiers: dict[int, int]
) -> None:
    """Raises the units that an address names, and what stands below them."""
    for number in index.named(asked.steps, titles):
        rows = index.outline(number)
        first = index.data.regulations[number].first
        for unit, words, filled, end in rows:
            printed = address.printed(words)
            own = address.steps(printed)
            good = agree(asked.steps, own) if own else 0
            if good and printed == asked.typed:  # 四 before (四)
                good = EXACTLY
            if good:
                tiers[unit] = max(tiers.get(unit, 0), 2 + 2 * good if filled else 2)
                for below in range(unit + 1, end):
                    if rows[below - first][2]:
                        tiers[below] = max(tiers.get(below, 0), 1 + 2 * good)
