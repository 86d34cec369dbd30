"""Words that a Latin string may mean: jiedai, gongwu jiedai, gwjd, also unfinished (jied)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from handbook.search.index import SearchIndex

_LONGEST = 40
_FEWEST = 2


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read a Latin string: for each part the words it may be, likeliest first."""

    parts: tuple[tuple[str, ...], ...]


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
        return Reading(tuple(cuts[::-1]))

    def _initials(self, latin: str) -> Reading | None:
        """Characters in a row of a title or heading, or a word, with these initials."""
        if len(latin) > 12 or not latin.isalpha():
            return None
        for texts in (self._titles, self._headings):
            found: list[str] = []
            for text, initials in texts:
                at = initials.find(latin)
                if at >= 0 and text[at : at + len(latin)] not in found:
                    found.append(text[at : at + len(latin)])
            if found and (len(latin) > 2 or texts is self._titles):
                return Reading((self._likeliest(found),))
        words = [
            w for w in sorted(self._index.words)
            if len(w) == len(latin) and self._index.sounds.initials(w) == latin
        ]  # fmt: skip
        return Reading((self._likeliest(words),)) if words else None

    @cached_property
    def _titles(self) -> list[tuple[str, str]]:
        titles = self._index.corpus.titles
        rows = [titles[i] for i in range(len(titles.lengths))]
        return [(text, self._index.sounds.initials(text)) for text in rows]

    @cached_property
    def _headings(self) -> list[tuple[str, str]]:
        headings = self._index.corpus.headings
        rows = dict.fromkeys(headings[i] for i in range(len(headings.lengths)))
        return [(text, self._index.sounds.initials(text)) for text in rows]

    def _likeliest(self, words: list[str]) -> tuple[str, ...]:
        """At most four words, those that stand in more provisions first."""
        count = self._index.corpus.count
        present = [word for word in dict.fromkeys(words) if count(word)]
        return tuple(sorted(present, key=lambda word: (-count(word), word))[:4]) or tuple(words[:1])
