"""The lists of all terms of a corpus, collected unit by unit.

An entry of a list is the number of a unit times 16 plus its level. The loops are written for speed:
a corpus of laws has ten million entries.
"""

from __future__ import annotations

from bisect import bisect
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from operator import add

from handbook.search.address import printed, steps, without_paragraphs
from handbook.search.figures import Figure
from handbook.search.fold import Folder, squeeze, variants
from handbook.search.model import IndexData
from handbook.search.shards import terms
from handbook.search.shards.codec import cut_off, encode
from handbook.search.shards.levels import ABOVE, BARE, LEAD, OWN, THRESHOLDS
from handbook.search.weights import WEIGHTS

#: Entries of a list that a query loads; the others follow in a part of their own.
LONGEST = 8000
_LONGEST_SINGLE = 1000
_SINGLES_KEPT = 4000
_LONGEST_INEXACT = 2000
_WORDS = 3500
#: Comparisons of figures, in the order of their levels.
OPS = ("=", "<", "<=", ">", ">=", "-")
_FROM_ABOVE = (WEIGHTS.lead, WEIGHTS.above)


class Lists:
    """Collects; afterwards gives records and vocabulary."""

    def __init__(self, data: IndexData) -> None:
        self._data = data
        self._folder = Folder(variants(data.variants))
        self._pairs = defaultdict[str, list[int]](list)
        self._singles = defaultdict[str, list[int]](list)
        self._others = defaultdict[str, list[int]](list)
        self._inherited = Counter[str]()
        self._inexact: dict[str, list[tuple[int, Figure]]] = {}

    @property
    def size(self) -> int:
        """Number of all entries."""
        tables = (self._pairs, self._singles, self._others)
        return sum(len(entries) for table in tables for entries in table.values())

    def collect(self) -> None:
        """Goes through all units."""
        data, fold = self._data, self._folder.fold
        reader = data.language.figures()
        texts = [fold(unit.text) for unit in data.units]
        filled = [len(text) for text in texts if text]
        mean = sum(filled) / len(filled) if filled else 1.0
        answers = _Answers(data, self._folder)
        addresses = _Addresses()
        for entry in data.regulations:
            stack: list[dict[str, int]] = []  # by depth what stands above the units below
            for unit in range(entry.first, entry.last):
                own, text = data.units[unit], texts[unit]
                del stack[own.depth :]
                above = stack[-1] if stack else {}
                heading = fold(own.heading) if own.heading else ""
                headed = _pairs(squeeze(heading)).union(terms.runs(heading)) if heading else set()
                plain = squeeze(text)
                found = list(map(add, plain, plain[1:]))
                if text:
                    norm = 1.0 - WEIGHTS.length + WEIGHTS.length * (len(text) / mean)
                    worth = WEIGHTS.text / norm
                    self._text(unit, found + terms.runs(text), worth, above, headed)
                    figures = reader.find(text)
                    if figures:
                        self._figures(unit, figures)
                    for name, level in answers.levels(text, figures, worth):
                        self._others[terms.ANSWER + name].append(unit * 16 + level)
                    self._single(set(plain), unit * 16 + _level(worth))
                    if heading:
                        single = set(squeeze(heading)).difference(plain)
                        self._single(single, unit * 16 + _level(WEIGHTS.heading))
                elif heading:
                    for pair in sorted(headed):
                        self._pairs[pair].append(unit * 16 + BARE)
                    self._single(set(squeeze(heading)), unit * 16 + BARE)
                for term in addresses.terms(own.words):
                    self._others[term].append(unit * 16)
                stack.extend([above] * (own.depth - len(stack)))
                if unit + 1 < entry.last and data.units[unit + 1].depth > own.depth:
                    down = dict.fromkeys(found, LEAD) | above
                    down.update(dict.fromkeys(headed, ABOVE))
                    stack.append(down)

    def _text(
        self, unit: int, found: list[str], worth: float, above: dict[str, int], heading: set[str]
    ) -> None:
        """Adds the terms of a unit with text."""
        lists, base = self._pairs, unit * 16
        once = base + _level(worth)
        counts = Counter(found)
        for pair in heading.difference(counts):
            counts[pair] = 0
        special = (counts.keys() & above.keys()) | heading if above or heading else ()
        for pair in special:
            value = worth * counts.pop(pair)
            if pair in heading:
                value += WEIGHTS.heading
            if pair in above:
                value += _FROM_ABOVE[above[pair]]
            lists[pair].append(base + _level(value))
        for pair, times in counts.items():
            lists[pair].append(once if times == 1 else base + _level(worth * times))
        if above:
            inherited = above.keys() - counts.keys()
            inherited.difference_update(special)
            self._inherited.update(inherited)
            for pair in inherited:
                lists[pair].append(base + above[pair])

    def _single(self, chars: Iterable[str], entry: int) -> None:
        for char in chars:
            entries = self._singles[char]
            if len(entries) < _SINGLES_KEPT:
                entries.append(entry)

    def _figures(self, unit: int, figures: Iterable[Figure]) -> None:
        found: dict[str, int] = {}
        for figure in figures:
            op = OPS.index(figure.op)
            for term in terms.of_figure(figure):
                found[term] = max(found.get(term, 0), op)
            if op:
                own = self._inexact.setdefault(terms.INEXACT + figure.unit, [])
                if len(own) < _LONGEST_INEXACT:
                    own.append((unit, figure))
        for term, op in found.items():
            self._others[term].append(unit * 16 + op)

    def records(self) -> Iterator[tuple[str, str, str]]:
        """Term, its record, and the record of what does not fit in ("" where all does)."""
        for table in (self._pairs, self._singles, self._others):
            for term, entries in table.items():
                yield term, *self._record(term, entries)
        for term, found in self._inexact.items():
            entries = [unit * 16 + OPS.index(figure.op) for unit, figure in found]
            values = [f"{terms.number(f.value)}~{terms.number(f.last)}" for _, f in found]
            yield term, encode(term, entries, "|".join(values)), ""

    def _record(self, term: str, entries: list[int]) -> tuple[str, str]:
        single = len(term) == 1
        longest = _LONGEST_SINGLE if single else LONGEST
        total = len(entries)
        if total <= longest:
            return encode(term, entries), ""
        levels = Counter([entry & 15 for entry in entries])
        better: set[int] = set()
        room = longest
        for level in range(15, -1, -1):
            if levels[level] > room:
                break
            room -= levels[level]
            better.add(level)
        equal = [entry for entry in entries if entry & 15 == level][:room]
        kept = sorted([entry for entry in entries if entry & 15 in better] + equal)
        record = encode(term, kept, cut_off(total - self._inherited[term], total))
        return record, "" if single else encode(term, sorted(set(entries).difference(kept)))

    def vocabulary(self) -> dict[str, int]:
        """Words by which queries are cut, with the number of units that may hold them."""
        titles = "\n".join(self._folder.fold(entry.title) for entry in self._data.regulations)
        counted = {
            word: min(
                len(self._pairs.get(term, ())) - self._inherited[term]
                for term in terms.of_word(word)
            )
            for word in self._data.vocabulary
        }
        order = sorted(counted, key=lambda word: (word not in titles, -counted[word], word))
        return {word: counted[word] for word in sorted(order[:_WORDS])}


def _pairs(plain: str) -> set[str]:
    return set(map(add, plain, plain[1:]))


def _level(value: float) -> int:
    return OWN + bisect(THRESHOLDS, value)


class _Answers:
    """What answers a question: evidence and kinds of figures of each intent, in one list."""

    def __init__(self, data: IndexData, folder: Folder) -> None:
        self._units = {unit.name: unit.kind for unit in data.language.units}
        self._intents = [
            (intent.name, tuple(map(folder.fold, intent.evidence)), frozenset(intent.kinds))
            for intent in data.language.intents
        ]

    def levels(
        self, text: str, figures: Iterable[Figure], worth: float
    ) -> Iterator[tuple[str, int]]:
        kinds = {self._units[figure.unit] for figure in figures}
        for name, evidence, own in self._intents:
            value = WEIGHTS.text if kinds & own else 0.0
            for word in evidence:
                if word in text:
                    value = max(value, worth * text.count(word))
            if value:
                yield name, _level(value)


class _Addresses:
    """The terms of citations, each citation read once."""

    def __init__(self) -> None:
        self._found: dict[str, tuple[str, ...]] = {}

    def terms(self, words: str) -> tuple[str, ...]:
        found = self._found.get(words)
        if found is None:
            own = steps(printed(words)) or ()
            both = (own, without_paragraphs(own))
            found = tuple(sorted({terms.of_address(s) for s in both if s}))
            self._found[words] = found
        return found
