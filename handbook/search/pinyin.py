"""Words that a Latin string may mean: jiedai, gongwu jiedai, gwjd, also unfinished (jied)."""

from __future__ import annotations

from functools import cached_property

from handbook.search.corpus import Column
from handbook.search.index import SearchIndex

_LONGEST = 40
_FEWEST = 2
_INITIALS = 12
_LIKELIEST = 4


#: For each part of a Latin string the words it may be, likeliest first.
Reading = tuple[tuple[str, ...], ...]


class Pinyin:
    """Looks Latin strings up among the words and titles of an index."""

    def __init__(self, index: SearchIndex) -> None:
        self._index = index

    def read(self, latin: str) -> Reading | None:
        """What `latin` (small letters) may mean, or None."""
        if not _FEWEST <= len(latin) <= _LONGEST:
            return None
        return self._full(latin) or self._initials(latin)

    @cached_property
    def _words(self) -> dict[str, list[str]]:
        """Pinyin → words of the texts read so."""
        table: dict[str, list[str]] = {}
        for word in sorted(self._index.words):
            if len(word) > 1 and "\u3400" <= word[0] <= "\u9fff":
                key = "".join(self._index.sounds.reading(word))
                table.setdefault(key, []).append(word)
        return table

    @cached_property
    def _by_initials(self) -> dict[str, list[str]]:
        """First letters → words of the texts, one letter for each character."""
        table: dict[str, list[str]] = {}
        for word in sorted(self._index.words):
            initials = self._index.sounds.initials(word)
            if len(initials) == len(word):
                table.setdefault(initials, []).append(word)
        return table

    def _full(self, latin: str) -> Reading | None:
        """Cut into the pinyin of words, as few as possible; the last may be unfinished."""
        n = len(latin)
        best: list[int | None] = [None] * (n + 1)
        back = [0] * (n + 1)
        best[0] = 0
        for end in range(1, n + 1):
            for start in range(end):
                before = best[start]
                if before is None or latin[start:end] not in self._words:
                    continue
                if best[end] is None or before + 1 < (best[end] or 0):
                    best[end], back[end] = before + 1, start
        cuts: list[tuple[str, ...]] = []
        end = n
        if best[n] is None:
            end = max(i for i in range(n + 1) if best[i] is not None)
            rest = latin[end:]
            if len(rest) < (2 if end else 3):
                return None
            words = [w for key, found in self._words.items() if key.startswith(rest) for w in found]
            if not words:
                return None
            cuts.append(self._likeliest(words))
        while end:
            cuts.append(self._likeliest(self._words[latin[back[end] : end]]))
            end = back[end]
        return tuple(cuts[::-1])

    def _initials(self, latin: str) -> Reading | None:
        """Characters in a row of a title or heading, or a word, with these initials."""
        if len(latin) > _INITIALS or not latin.isalpha():
            return None
        for texts in (self._titles, self._headings):
            found: list[str] = []
            for text, initials in texts:
                at = initials.find(latin)
                if at >= 0 and text[at : at + len(latin)] not in found:
                    found.append(text[at : at + len(latin)])
            if found and (len(latin) > 2 or texts is self._titles):
                return (self._likeliest(found),)
        words = self._by_initials.get(latin, [])
        return (self._likeliest(words),) if words else None

    @cached_property
    def _titles(self) -> list[tuple[str, str]]:
        return self._initialed(self._index.corpus.titles)

    @cached_property
    def _headings(self) -> list[tuple[str, str]]:
        return self._initialed(self._index.corpus.headings)

    def _initialed(self, column: Column) -> list[tuple[str, str]]:
        """Each text of a column once, with the initials of its characters."""
        return [(text, self._index.sounds.initials(text)) for text in dict.fromkeys(column)]

    def _likeliest(self, words: list[str]) -> tuple[str, ...]:
        """At most four words, those that stand in more provisions first."""
        count = self._index.corpus.count
        present = [word for word in dict.fromkeys(words) if count(word)]
        return tuple(sorted(present, key=lambda word: (-count(word), word))[:_LIKELIEST]) or tuple(
            words[:1]
        )
