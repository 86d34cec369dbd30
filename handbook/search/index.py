"""An opened index: its data, and what is worked out from them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from functools import cached_property

from handbook import citation
from handbook.search.address import Step
from handbook.search.corpus import Column, Corpus
from handbook.search.figures import Figure, FigureReader
from handbook.search.fold import SEP, Folder, variants
from handbook.search.model import Entry, IndexData, Unit
from handbook.search.sounds import Sounds
from handbook.search.weights import REFINED

_SENTENCE = re.compile(r"[^。;；!！?？\n]+[。;；!！?？\n]?")


@dataclass(frozen=True, slots=True)
class FoldedSentence:
    """A sentence of a text.

    Attributes:
        start, end: half-open range in the text as printed.
        folded: its folded form.
        offsets: for each character of `folded` its offset in the text as printed.
        figures: its figures, places as in `folded`.
    """

    start: int
    end: int
    folded: str
    offsets: tuple[int, ...]
    figures: tuple[Figure, ...]


class SearchIndex:
    """Everything a search reads. Treat as frozen: it is worked out lazily but never changes."""

    #: Units whose sentences are looked at, best first.
    refined = REFINED

    def __init__(self, data: IndexData, corpus: Corpus | None = None) -> None:
        """`corpus`: the folded texts of `data`, where they are there already."""
        self.data = data
        self._sentences: dict[int, list[FoldedSentence]] = {}
        self.folder = Folder(variants(data.variants))
        fold = self.folder.fold
        self.corpus = corpus or Corpus(
            Column(fold(unit.text) for unit in data.units),
            Column(fold(unit.heading) for unit in data.units),
            Column(fold(entry.title) for entry in data.regulations),
            Column(fold("，".join((body.name, *body.short_names))) for body in data.bodies),
        )
        #: For each unit the number after the last one below it.
        self.ends = [
            entry.first + end
            for entry in data.regulations
            for end in subtree_ends([u.depth for u in data.units[entry.first : entry.last]])
        ]
        #: For each unit the number of its regulation.
        self.owner = [
            number
            for number, entry in enumerate(data.regulations)
            for _ in range(entry.first, entry.last)
        ]
        lengths = self.corpus.texts.lengths
        filled = sum(1 for length in lengths if length)
        #: Mean length of the texts that are not empty.
        self.mean_length = sum(lengths) / filled if filled else 1.0

    @property
    def size(self) -> int:
        """Number of units."""
        return len(self.data.units)

    @property
    def lost(self) -> Set[str]:
        """Names of parts that could not be read; a whole index has none."""
        return frozenset()

    def unit(self, number: int) -> Unit:
        """A unit by its number."""
        return self.data.units[number]

    def named(self, steps: tuple[Step, ...], titles: tuple[int, ...]) -> Sequence[int]:
        """Numbers of the regulations where an address may point to; `titles`: those it names."""
        return titles or range(len(self.data.regulations))

    def outline(self, number: int) -> list[tuple[int, str, bool, int]]:
        """Of each unit of a regulation: number, citation, whether it has text, where its
        subtree ends.
        """
        entry, units = self.data.regulations[number], self.data.units
        return [
            (i, units[i].words, bool(units[i].text), self.ends[i])
            for i in range(entry.first, entry.last)
        ]

    @cached_property
    def synonyms(self) -> tuple[tuple[str, ...], ...]:
        """The groups of synonyms, folded."""
        return tuple(tuple(map(self.folder.fold, group)) for group in self.data.synonyms)

    @cached_property
    def groups(self) -> dict[str, list[int]]:
        """Folded word → numbers of the groups of synonyms it stands in."""
        found: dict[str, list[int]] = {}
        for number, group in enumerate(self.synonyms):
            for word in group:
                found.setdefault(word, []).append(number)
        return found

    @cached_property
    def stop(self) -> frozenset[str]:
        """Words without content, folded."""
        return frozenset(map(self.folder.fold, self.data.language.stop))

    @cached_property
    def singles(self) -> dict[str, tuple[str, ...]]:
        """Single characters that stand for words."""
        return {single[0]: single[1:] for single in self.data.language.singles}

    @cached_property
    def words(self) -> frozenset[str]:
        """Words of the texts and of the thesaurus, folded."""
        return frozenset(map(self.folder.fold, self.data.vocabulary)).union(self.groups)

    @cached_property
    def cutting(self) -> frozenset[str]:
        """All words by which queries are cut."""
        return self.words | self.stop

    @cached_property
    def longest(self) -> int:
        """Length of the longest word of `cutting`."""
        return max(map(len, self.cutting), default=1)

    @cached_property
    def reader(self) -> FigureReader:
        """Finds figures."""
        return self.data.language.figures()

    @cached_property
    def figures(self) -> list[list[Figure]]:
        """The figures of each unit's text."""
        return [self.reader.find(text) for text in self.corpus.texts]

    @cached_property
    def kinds(self) -> dict[str, list[int]]:
        """Kind of figure → units whose text has one."""
        found: dict[str, list[int]] = {}
        for unit, figures in enumerate(self.figures):
            for kind in sorted({self.reader.units[figure.unit].kind for figure in figures}):
                found.setdefault(kind, []).append(unit)
        return found

    @cached_property
    def _contexts(self) -> list[str]:
        contexts: list[str] = []
        for entry_number, entry in enumerate(self.data.regulations):
            above: list[str] = [self.corpus.titles[entry_number]]
            for unit in range(entry.first, entry.last):
                del above[self.data.units[unit].depth + 1 :]
                above.append(self.corpus.headings[unit])
                contexts.append(SEP.join(filter(None, above)))
        return contexts

    def context(self, unit: int) -> str:
        """Title, headings above and own heading of a unit, folded."""
        return self._contexts[unit]

    def sentences(self, unit: int) -> list[FoldedSentence]:
        """The sentences of a unit's text."""
        found = self._sentences.get(unit)
        if found is None:
            found = self._sentences[unit] = list(self._split(self.unit(unit).text))
        return found

    def _split(self, text: str) -> Iterator[FoldedSentence]:
        for match in _SENTENCE.finditer(text):
            folded, offsets = self.folder.offsets(match[0])
            if folded:
                start = match.start()
                figures = tuple(self.reader.find(folded))
                yield FoldedSentence(
                    start, match.end(), folded, tuple(start + at for at in offsets), figures
                )

    @cached_property
    def sounds(self) -> Sounds:
        """How words are read, and what looks or sounds alike."""
        return Sounds(self.data.sounds, self.data.readings, self.data.looks)

    def entry(self, unit: int) -> Entry:
        """The regulation that a unit belongs to."""
        return self.data.regulations[self.owner[unit]]

    def citation(self, unit: int) -> str:
        """The printed citation of a unit."""
        return citation.cite_title(self.entry(unit).title) + self.unit(unit).words


def subtree_ends(depths: Sequence[int]) -> list[int]:
    """For each of some units in document order where what is below it ends (half open).

    A subtree ends where a unit of no greater depth stands, or with the last unit. `depths`: of
    each, 0 at the top level.
    """
    ends = [len(depths)] * len(depths)
    above: list[int] = []
    for i, depth in enumerate(depths):
        while above and depths[above[-1]] >= depth:
            ends[above.pop()] = i
        above.append(i)
    return ends
