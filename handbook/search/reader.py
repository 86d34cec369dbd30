"""From the words of a query to groups: synonyms, figures, pinyin, typos, what is asked for."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from weakref import WeakKeyDictionary

from handbook.search.cut import Piece, cut
from handbook.search.figures import Figure
from handbook.search.fold import squeeze
from handbook.search.groups import Alternative, Group
from handbook.search.index import SearchIndex
from handbook.search.pinyin import Pinyin
from handbook.search.typos import Correction, Typos
from handbook.search.weights import Weights


class Reader:
    """Collects the groups of one query."""

    def __init__(self, index: SearchIndex, weights: Weights) -> None:
        self.index = index
        self.weights = weights
        self.groups: list[Group] = []
        self.corrections: list[Correction] = []
        self._tools = _tools.get(index) or _tools.setdefault(index, _Tools(index))
        self._count = index.corpus.count

    def document(self, match: re.Match[str]) -> str:
        """Takes a document number (藏政发〔2003〕47号); returns what replaces it in the query."""
        number = f"{match[2]}{match[3]}号"
        whole = squeeze(self.index.folder.fold(match[1])) + number
        ways = (
            Alternative(whole, 1.0, None, True),
            Alternative(number, self.weights.synonym, None, True),
        )
        self.groups.append(
            Group(match[0], self.weights.document, ways if whole != number else ways[:1])
        )
        return " "

    def phrase(self, typed: str) -> None:
        """Takes a quoted phrase as one thing."""
        word = squeeze(self.index.folder.fold(typed))
        self._add(Group(typed, self.weights.document, (Alternative(word, 1.0, None, True),)))

    def read(self, folded: str) -> str:
        """Reads a folded query; returns what it asks for (the name of an intent) or ""."""
        folded = self._correct(folded)
        pieces = cut(folded, self.index.cutting, self.index.longest)
        figures = self._figures(folded, pieces)
        before = len(self.groups)
        run: list[Piece] = []
        at = 0
        for piece in pieces:
            if piece.start < at:
                continue
            figure = next((f for f in figures if f.start <= piece.start < f.end), None)
            unknown = not piece.known and figure is None
            if run and (not unknown or piece.start != run[-1].end):
                self._run(folded, run)
                run = []
            if figure is not None:
                self._figure(folded, figure)
                at = figure.end
            elif unknown:
                run.append(piece)
            elif piece.text not in self.index.stop:
                self._word(piece.text)
        if run:
            self._run(folded, run)
        if len(self.groups) == before:  # words without content are all there is
            for piece in pieces:
                if self._count(piece.text):
                    self._add(
                        Group(piece.text, self.weights.single, (Alternative(piece.text, 1.0),))
                    )
        intent = self._intent(folded, pieces)
        self._pairs(folded, before)
        return intent

    def _pairs(self, folded: str, first: int) -> None:
        """Two words side by side that stand so in the texts as well: 接待标准."""
        words = [
            group.typed for group in self.groups[first:] if len(group.typed) > 1 and not group.asked
        ]
        for one, two in pairwise(words):
            if one + two in folded and self._count(one + two):
                ways = (Alternative(one + two, 1.0),)
                self._add(Group(one + two, self.weights.pair, ways, False, True))

    def _correct(self, folded: str) -> str:
        """The query with characters replaced that sound or look like the right ones."""
        pieces = cut(folded, self.index.cutting, self.index.longest)
        i = 0
        while i < len(pieces):
            j = i
            while (
                j < len(pieces)
                and _single(pieces[j])
                and pieces[j].end - pieces[i].start == j - i + 1
            ):
                j += 1
            if j > i:
                start, end = pieces[i].start, pieces[j - 1].end
                if not self._count(folded[start:end]):
                    found = self._tools.typos.correct(folded, start, end)
                    if found is not None:
                        self.corrections.append(found)
                        folded = folded[: found.start] + found.meant + folded[found.end :]
            i = max(j, i + 1)
        return folded

    def _intent(self, folded: str, pieces: list[Piece]) -> str:
        """The first intent that the query shows; what answers it becomes a group."""
        squeezed = squeeze(folded)
        stops = [piece.text for piece in pieces if piece.text in self.index.stop]
        for intent in self.index.data.language.intents:
            if not any(
                cue in squeezed if len(cue) > 1 else any(cue in stop for stop in stops)
                for cue in intent.cues
            ):
                continue
            ways = tuple(
                Alternative(kind, self.weights.stands_in, None, False, kind)
                for kind in intent.kinds
            )
            ways += tuple(Alternative(word, self.weights.stands_in) for word in intent.evidence)
            for i, group in enumerate(self.groups):
                if group.typed in intent.words:
                    self.groups[i] = replace(
                        group, alternatives=group.alternatives + ways, asked=True
                    )
                    return intent.name
            self.groups.append(Group(intent.name, self.weights.asked, ways, True, True))
            return intent.name
        return ""

    def _figures(self, folded: str, pieces: list[Piece]) -> list[Figure]:
        """The figures that are not part of a longer word (一次性告知)."""
        words = [p for p in pieces if p.known and p.text not in self.index.stop]
        starts = {piece.start for piece in pieces}
        return [
            figure
            for figure in self.index.reader.find(folded, bare=True)
            if figure.start in starts
            and not any(p.start <= figure.start and figure.end < p.end for p in words)
        ]

    def _figure(self, folded: str, figure: Figure) -> None:
        typed = folded[figure.start : figure.end]
        weight = self.weights.one if figure.value == 1.0 else self.weights.sum
        ways = (Alternative(typed, 1.0, figure), Alternative(typed, self.weights.literal))
        self._add(Group(typed, weight, ways))

    def _word(self, word: str, whole: dict[str, float] | None = None) -> None:
        """A word of the vocabulary. A long one counts as the words that make it up, each of which
        may also be called what the whole is called.
        """
        ways = {word: 1.0}
        for other in self._synonyms(word):
            ways.setdefault(other, self.weights.synonym)
        parts = self._parts(word) if len(word) >= 4 else []
        if parts:
            del ways[word]
            for part in parts:
                self._word(part, ways)
            return
        ways.update((other, self.weights.synonym) for other in whole or () if other not in ways)
        if len(word) == 1:
            for other in self.index.singles.get(word, ()):
                ways.setdefault(other, self.weights.abbreviated)
        if len(word) == 3:
            for part in (word[:2], word[1:]):
                if part in self.index.words:
                    ways.setdefault(part, self.weights.part)
        if len(word) == 2:
            ways.setdefault(word[1] + word[0], self.weights.turned)
        weight = 1.0 if len(word) > 1 or len(ways) > 1 else self.weights.single
        if len(word) == 1 and len(ways) > 1:
            ways[word] = self.weights.single
        self._add(Group(word, weight, self._present(ways)))

    def _parts(self, word: str) -> list[str]:
        """The vocabulary's words of two and more characters that make up `word`."""
        words = self.index.words
        for i in range(2, len(word) - 1):
            if word[:i] in words:
                rest = [word[i:]] if word[i:] in words else self._parts(word[i:])
                if rest:
                    return [word[:i], *rest]
        return []

    def _synonyms(self, word: str) -> list[str]:
        found: dict[str, None] = {}
        for number in self.index.groups.get(word, ()):
            found.update(dict.fromkeys(self.index.synonyms[number]))
        return list(found)

    def _run(self, folded: str, run: list[Piece]) -> None:
        """Pieces in a row that the vocabulary has not: a rare word, or several, or pinyin."""
        typed = folded[run[0].start : run[-1].end]
        if len(typed) > 1 and self._count(typed):
            self._add(Group(typed, 1.0, (Alternative(typed, 1.0),)))
            return
        i = 0
        while i < len(run):
            pair = run[i].text + run[i + 1].text if i + 1 < len(run) else ""
            if pair and self._count(pair):
                self._add(Group(pair, 1.0, (Alternative(pair, 1.0),)))
                i += 2
                continue
            if len(run[i].text) > 1 and not self._count(run[i].text):
                self._latin(run[i].text)
            else:
                self._word(run[i].text)
            i += 1

    def _latin(self, typed: str) -> None:
        for part in self._tools.pinyin.read(typed) or ():
            ways: dict[str, float] = {}
            weight = 1.0
            for word in part:
                ways[word] = weight
                weight *= self.weights.unsure
            self._add(Group(part[0], 1.0, self._present(ways)))

    def _present(self, ways: dict[str, float]) -> tuple[Alternative, ...]:
        """The ways whose word stands in the corpus; all of them where none does."""
        found = {word: weight for word, weight in ways.items() if self._count(word)}
        return tuple(Alternative(word, weight) for word, weight in (found or ways).items())

    def _add(self, group: Group) -> None:
        if group not in self.groups:
            self.groups.append(group)


class _Tools:
    """What is worked out once for an index."""

    def __init__(self, index: SearchIndex) -> None:
        self.pinyin = Pinyin(index)
        self.typos = Typos(index)


_tools: WeakKeyDictionary[SearchIndex, _Tools] = WeakKeyDictionary()


def _single(piece: Piece) -> bool:
    """Whether a piece is a Han character that the vocabulary has not."""
    return not piece.known and len(piece.text) == 1 and piece.text >= "\u3400"
