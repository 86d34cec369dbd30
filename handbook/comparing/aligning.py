"""Which provision of a new text is which of the old one, whatever its number has become.

By content, in this order: words that are equal and stand once on both sides; equal words that stand
more often, by their surroundings; words that are alike; what has no words of its own by what stands
below it; at last what kept its place and number though its words are new.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from handbook.comparing.folding import folded
from handbook.provision import LISTED, Level, Provision, Regulation

#: Least share of common pairs of characters (Dice) from which on words are taken for reworded ones.
ALIKE = 0.5
#: The same where the provision above is the same and the number too.
_AT_ITS_PLACE = 0.3
#: Pairs of characters that stand in more provisions than this tell none from another.
_COMMON = 400


@dataclass(frozen=True, slots=True)
class Pair:
    """A provision before and after; None where there is none."""

    old: Provision | None
    new: Provision | None


@dataclass(slots=True)
class _Side:
    """One text: provisions in document order, and for each its parent and its words."""

    nodes: list[Provision]
    parents: list[int]
    words: list[str]
    grams: list[frozenset[str]]
    siblings: dict[int, list[int]]

    @classmethod
    def of(cls, regulation: Regulation) -> _Side:
        nodes: list[Provision] = []
        parents: list[int] = []
        stack: list[tuple[Provision, int]] = [(p, -1) for p in reversed(regulation.provisions)]
        while stack:
            node, parent = stack.pop()
            stack.extend((child, len(nodes)) for child in reversed(node.children))
            nodes.append(node)
            parents.append(parent)
        words = [folded((n.heading or "") + n.text) for n in nodes]
        siblings: dict[int, list[int]] = defaultdict(list)
        for i, parent in enumerate(parents):
            siblings[parent].append(i)
        return cls(nodes, parents, words, [_grams(w) for w in words], siblings)

    def beside(self, at: int) -> tuple[int, int]:
        """The siblings before and after; -1 for none."""
        own = self.siblings[self.parents[at]]
        n = bisect_left(own, at)
        return (own[n - 1] if n else -1, own[n + 1] if n + 1 < len(own) else -1)


def _grams(words: str) -> frozenset[str]:
    return frozenset(words[i : i + 2] for i in range(len(words) - 1)) or frozenset((words,))


def alike(one: frozenset[str], other: frozenset[str]) -> float:
    """Share of common pairs of characters, 0 to 1 (Dice 1945)."""
    return 2 * len(one & other) / (len(one) + len(other) or 1)


def align(old: Regulation, new: Regulation) -> tuple[Pair, ...]:
    """The provisions of two versions of a text in pairs.

    Returns:
        In the order of the new text; what is gone after what it followed in the old one.
    """
    return _Alignment(_Side.of(old), _Side.of(new)).pairs()


class _Alignment:
    def __init__(self, old: _Side, new: _Side) -> None:
        self.old, self.new = old, new
        self.to_new: dict[int, int] = {}
        self.to_old: dict[int, int] = {}
        self._equal()
        self._surrounded()
        self._alike()
        self._holders()
        self._in_place()

    def _join(self, before: int, after: int) -> None:
        self.to_new[before], self.to_old[after] = after, before

    def _free(self) -> tuple[list[int], list[int]]:
        return (
            [i for i in range(len(self.old.nodes)) if i not in self.to_new],
            [i for i in range(len(self.new.nodes)) if i not in self.to_old],
        )

    def _equal(self) -> None:
        """Words that stand once on both sides."""
        places = [_places(side, range(len(side.nodes))) for side in (self.old, self.new)]
        for key, before in places[0].items():
            after = places[1].get(key, [])
            if len(before) == len(after) == 1:
                self._join(before[0], after[0])

    def _surrounded(self) -> None:
        """Equal words that stand several times: the one whose surroundings fit best."""
        before, after = self._free()
        places = _places(self.old, before)
        for i in after:
            key = _key(self.new, i)
            there = [j for j in places.get(key, ()) if j not in self.to_new] if key else []
            if there:
                self._join(max(there, key=lambda j: (self._fit(j, i), -abs(i - j))), i)

    def _fit(self, before: int, after: int) -> float:
        """How well two places fit: the same above, beside, by number."""
        up = self.to_new.get(self.old.parents[before], -2)
        above = (
            up == self.new.parents[after]
            or self.old.parents[before] == -1 == (self.new.parents[after])
        )
        beside = self.to_new.get(before - 1, -2) == after - 1
        following = self.to_new.get(before + 1, -2) == after + 1
        same = self.old.nodes[before].id == self.new.nodes[after].id
        return 0.2 * above + 0.1 * beside + 0.1 * following + 0.15 * same

    def _alike(self) -> None:
        """Reworded provisions, the most alike first."""
        before, after = self._free()
        index: dict[str, list[int]] = defaultdict(list)
        for i in before:
            if self.old.words[i]:
                for gram in self.old.grams[i]:
                    index[gram].append(i)
        found: list[tuple[float, int, int]] = []
        for i in after:
            shared = Counter(
                j
                for gram in self.new.grams[i]
                if self.new.words[i] and len(index.get(gram, ())) <= _COMMON
                for j in index.get(gram, ())
            )
            for j, _ in shared.most_common(12):
                if not _same_kind(self.old.nodes[j], self.new.nodes[i]):
                    continue
                share = alike(self.old.grams[j], self.new.grams[i])
                fit = self._fit(j, i)
                same = self.old.nodes[j].id == self.new.nodes[i].id
                if share >= (_AT_ITS_PLACE if same and fit >= 0.35 else ALIKE):
                    found.append((share + fit, j, i))
        for _, j, i in sorted(found, key=lambda f: (-f[0], f[1], f[2])):
            if j not in self.to_new and i not in self.to_old:
                self._join(j, i)

    def _holders(self) -> None:
        """What has no words of its own: the one to which most of what stands below it belongs."""
        votes: dict[int, Counter[int]] = defaultdict(Counter)
        for j, i in sorted(self.to_new.items(), reverse=True):
            up, above = self.old.parents[j], self.new.parents[i]
            while up >= 0 and above >= 0 and up not in self.to_new and above not in self.to_old:
                votes[above][up] += 1
                up, above = self.old.parents[up], self.new.parents[above]
        ranked = sorted(
            ((count, j, i) for i, own in votes.items() for j, count in own.items()),
            key=lambda v: (-v[0], self.old.nodes[v[1]].id != self.new.nodes[v[2]].id, v[1], v[2]),
        )
        for _, j, i in ranked:
            kinds = _same_kind(self.old.nodes[j], self.new.nodes[i])
            if j not in self.to_new and i not in self.to_old and kinds:
                self._join(j, i)

    def _in_place(self) -> None:
        """New words at an old place: same number, same above, between the same neighbours."""
        before, after = self._free()
        ids = {self.new.nodes[i].id: i for i in after}
        for j in before:
            i = ids.get(self.old.nodes[j].id, -1)
            if i < 0 or i in self.to_old or not _same_kind(self.old.nodes[j], self.new.nodes[i]):
                continue
            up, above = self.old.parents[j], self.new.parents[i]
            if up >= 0 and self.to_new.get(up, -2) != above:
                continue
            if all(
                a < 0 or b < 0 or self.to_new.get(a, b) == b
                for a, b in zip(self.old.beside(j), self.new.beside(i), strict=True)
            ):
                self._join(j, i)

    def pairs(self) -> tuple[Pair, ...]:
        gone: dict[int, list[int]] = defaultdict(list)  # by what it followed in the new text
        last = -1
        for j in range(len(self.old.nodes)):
            if j in self.to_new:
                last = self.to_new[j]
            else:
                gone[last].append(j)
        return tuple(self._ordered(gone))

    def _ordered(self, gone: dict[int, list[int]]) -> Iterator[Pair]:
        yield from (Pair(self.old.nodes[j], None) for j in gone[-1])
        for i, node in enumerate(self.new.nodes):
            j = self.to_old.get(i)
            yield Pair(None if j is None else self.old.nodes[j], node)
            yield from (Pair(self.old.nodes[j], None) for j in gone.get(i, ()))


def _key(side: _Side, at: int) -> tuple[str, str] | None:
    words = side.words[at]
    return (_kind(side.nodes[at]), words) if words else None


def _places(side: _Side, among: Iterable[int]) -> dict[tuple[str, str], list[int]]:
    found: dict[tuple[str, str], list[int]] = defaultdict(list)
    for i in among:
        key = _key(side, i)
        if key:
            found[key].append(i)
    return found


def _kind(node: Provision) -> str:
    """What a provision may become without being another: 项 and the plain numbered levels are one
    kind, and so are a provision and its first 款 (a second 款 makes the words a 款).
    """
    if node.level in LISTED:
        return "listed"
    return "article" if node.level is Level.PARAGRAPH else node.level.value


def _same_kind(one: Provision, other: Provision) -> bool:
    return _kind(one) == _kind(other)
