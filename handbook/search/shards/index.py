"""An opened sharded index: answers what `SearchIndex` does, from parts read on demand."""

from __future__ import annotations

from collections.abc import Sequence, Set
from functools import cached_property, partial

from handbook.search.address import Step
from handbook.search.corpus import Corpus
from handbook.search.fold import SEP, squeeze
from handbook.search.groups import Group
from handbook.search.index import SearchIndex, subtree_ends
from handbook.search.model import Unit
from handbook.search.pack import loads_head
from handbook.search.pack_sounds import loads_sounds
from handbook.search.shards import blocks, codec, terms
from handbook.search.shards.codec import Postings
from handbook.search.shards.levels import OWN
from handbook.search.shards.parts import KEPT, Parts
from handbook.search.shards.source import HEAD, Source
from handbook.search.sounds import Sounds

_VERIFIED = 8  # candidates of a phrase that are looked at at once
_REGULATIONS = 8  # whose outlines are read for an address
_UNIT = Unit("", "", 0, "", "")
_NO_BLOCK = blocks.Block((), ())
_NO_OUTLINE = blocks.Outline((), (), ())


class ShardedIndex(SearchIndex):
    """Reads what a query needs. A part that is lost or damaged counts as empty (`lost`)."""

    refined = 12  # whose texts are read for a query

    def __init__(self, source: Source) -> None:
        """Opens the head.

        Raises:
            PackError, OSError: the head cannot be read.
        """
        data, self.shards = loads_head(source(HEAD))
        self.parts = Parts(source, self.shards.count)
        self._blocks: dict[int, blocks.Block] = {}
        self._outlines: dict[int, blocks.Outline] = {}
        super().__init__(data)
        self.lists = ShardedCorpus(self)
        self.corpus = self.lists

    @property
    def size(self) -> int:
        """Number of units."""
        return self.data.regulations[-1].last if self.data.regulations else 0

    @property
    def lost(self) -> Set[str]:
        """Names of parts that could not be read."""
        return self.parts.lost

    def unit(self, number: int) -> Unit:
        """A unit by its number; an empty one where its block is lost."""
        block = self._block(number // blocks.SIZE)
        at = number % blocks.SIZE
        return block.units[at] if at < len(block.units) else _UNIT

    def _block(self, number: int) -> blocks.Block:
        found = self._blocks.get(number)
        if found is None:
            if len(self._blocks) > KEPT:
                self._blocks.clear()
            first = number * blocks.SIZE
            inside = range(first, min(first + blocks.SIZE, self.size))
            starts = [i for i in inside if self.entry(i).first == i]
            unpack = partial(blocks.unpack_block, first=first, starts=starts)
            found = self._blocks[number] = self.parts.read(f"b/{number}", unpack, _NO_BLOCK)
        return found

    def holds(self, unit: int, phrase: str) -> bool:
        """Whether text or heading of a unit hold a squeezed phrase."""
        own = self.unit(unit)
        fold = self.folder.fold
        return any(phrase in squeeze(fold(text)) for text in (own.text, own.heading))

    def says(self, unit: int, group: Group) -> bool:
        """Whether text, headings or title of a unit hold one of the words of a group."""
        text = f"{self.folder.fold(self.unit(unit).text)}\n{self.context(unit)}"
        return any(way.word in text for way in group.alternatives if not way.kind)

    def context(self, unit: int) -> str:
        """Title, headings above and own heading of a unit, folded."""
        block = self._block(unit // blocks.SIZE)
        at = unit % blocks.SIZE
        own = (*block.above[at], block.units[at].heading) if at < len(block.units) else ()
        parts = [self.corpus.titles[self.owner[unit]], *map(self.folder.fold, own)]
        return SEP.join(filter(None, parts))

    def named(self, steps: tuple[Step, ...], titles: tuple[int, ...]) -> Sequence[int]:
        """Of the regulations that `SearchIndex.named` gives the first ones; without titles those
        that have a provision of exactly that address.
        """
        if titles:
            return titles[:_REGULATIONS]
        units = self.parts.postings(terms.of_address(steps)).units
        return tuple(dict.fromkeys(self.owner[unit] for unit in units))[:_REGULATIONS]

    def outline(self, number: int) -> list[tuple[int, str, bool, int]]:
        """As `SearchIndex.outline`; [] where the part is lost."""
        known = self._outlines.get(number)
        if known is None:
            known = self.parts.read(f"o/{number}", blocks.unpack_outline, _NO_OUTLINE)
            self._outlines[number] = known
        first = self.data.regulations[number].first
        ends = (first + end for end in subtree_ends(known.depths))
        return list(
            zip(
                range(first, first + len(known.words)), known.words, known.filled, ends, strict=True
            )
        )

    @cached_property
    def sounds(self) -> Sounds:
        """How words are read; nothing where the part is lost."""
        return self.parts.read("s/0", loads_sounds, Sounds((), (), ()))

    @cached_property
    def spread(self) -> dict[str, int]:
        """Word of the vocabulary → about how many units hold it."""
        lengths = codec.numbers(self.shards.spread)
        return {
            word: 1 << length >> 1
            for word, length in zip(self.data.vocabulary, lengths, strict=True)
        }

    @cached_property
    def leading(self) -> list[list[int]]:
        """For each regulation the first of its units that have text."""
        masks = codec.numbers(self.shards.leading)
        return [
            [entry.first + i for i in range(mask.bit_length()) if mask >> i & 1]
            for entry, mask in zip(self.data.regulations, masks, strict=True)
        ]


class ShardedCorpus(Corpus):
    """Which units hold a word, by the lists of its pairs of characters."""

    def __init__(self, index: ShardedIndex) -> None:
        own = index.corpus
        super().__init__(own.texts, own.headings, own.titles, own.bodies)
        self._index = index
        self._parts = index.parts
        self._counts: dict[str, int] = {}

    def count(self, word: str) -> int:
        """About how many units, titles and bodies hold a word: 0 only where none does."""
        if word in self._index.spread:
            return self._index.spread[word]
        found = self._counts.get(word)
        if found is None:
            if len(self._counts) > KEPT:
                self._counts.clear()
            found = len(self.candidates(terms.of_word(word))) if word else 0
            for column in (self.titles, self.bodies):
                found += len({row for row, _ in column.find(word)})
            self._counts[word] = found
        return found

    def candidates(self, wanted: tuple[str, ...]) -> dict[int, int]:
        """The units that may have all of some terms, with the lowest level of those.

        A unit that is missing in a list that is cut off may have the term all the same, unless all
        lists are.
        """
        lists = sorted((self._parts.postings(t) for t in wanted), key=lambda found: found.total)
        lists.sort(key=lambda found: not found.complete)
        if not lists:
            return {}
        best = dict(zip(lists[0].units, lists[0].levels, strict=True))
        all_cut = not lists[0].complete
        for other in lists[1:]:
            levels = dict(zip(other.units, other.levels, strict=True))
            if other.complete or all_cut:
                best = {u: min(level, levels[u]) for u, level in best.items() if u in levels}
            else:
                best = {u: min(level, levels.get(u, level)) for u, level in best.items()}
        return best

    def phrase(self, squeezed: str) -> list[int]:
        """The units that may hold a phrase; those that do, where they are few."""
        wanted = terms.of_phrase(squeezed)
        lists = [self._parts.postings(term) for term in wanted]
        if not lists or all(found.complete for found in lists):
            found = sorted(u for u, level in self.candidates(wanted).items() if level >= OWN)
        else:
            found = sorted(self._full(wanted))
        if len(squeezed) > 2 and len(found) <= _VERIFIED:
            return [unit for unit in found if self._index.holds(unit, squeezed)]
        return found

    def _full(self, wanted: tuple[str, ...]) -> set[int]:
        """All units of the shortest list that no complete list leaves out."""
        parts = self._parts
        least = min(wanted, key=lambda term: (parts.postings(term).total, term))
        units = _own(parts.postings(least))
        if not parts.postings(least).complete:
            units |= _own(parts.postings(least, rest=True))
        for term in wanted:
            if parts.postings(term).complete:
                units &= _own(parts.postings(term))
        return units


def _own(found: Postings) -> set[int]:
    pairs = zip(found.units, found.levels, strict=True)
    return {unit for unit, level in pairs if level >= OWN}
