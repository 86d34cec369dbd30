"""Words with one character mistaken for another by sight or sound: 接侍 → 接待, 制渡 → 制度."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from handbook.search.index import SearchIndex
from handbook.search.sounds import LIKE_SOUND, LOOKS

_LONGEST = 6


@dataclass(frozen=True, slots=True)
class Correction:
    """`start:end` of the folded query was typed as `typed` and may mean `meant`."""

    start: int
    end: int
    typed: str
    meant: str
    likeness: float


class Typos:
    """Looks for words of an index that differ from what was typed in one character."""

    def __init__(self, index: SearchIndex) -> None:
        self._index = index

    @cached_property
    def _masks(self) -> dict[str, list[str]]:
        """A word with one character hidden → words."""
        table: dict[str, list[str]] = {}
        for word in sorted(self._index.words):
            if 2 <= len(word) <= _LONGEST:
                for i in range(len(word)):
                    table.setdefault(f"{word[:i]}*{word[i + 1 :]}", []).append(word)
        return table

    def correct(self, folded: str, start: int, end: int) -> Correction | None:
        """The likeliest correction of a piece of `folded` that covers part of `start:end`.

        Only what stands nowhere in the texts is corrected.
        """
        best: tuple[float, int, str] | None = None
        chosen: Correction | None = None
        corpus, sounds = self._index.corpus, self._index.sounds
        for at in range(max(0, start - _LONGEST + 1), end):
            for to in range(max(at + 2, start + 1), min(len(folded), at + _LONGEST) + 1):
                typed = folded[at:to]
                if " " in typed or typed in self._index.words or corpus.count(typed):
                    continue
                for i in range(len(typed)):
                    if not start <= at + i < end:
                        continue
                    masked = f"{typed[:i]}*{typed[i + 1 :]}"
                    near: dict[str, float] | None = None
                    for word in self._masks.get(masked, ()):
                        if near is None:
                            near = sounds.alike(typed[i])
                        likeness = near.get(word[i], 0.0)
                        if likeness < (LOOKS if len(word) == 2 else LIKE_SOUND):
                            continue
                        key = (likeness * len(word), corpus.count(word), word)
                        if best is None or key > best:
                            best = key
                            chosen = Correction(at, to, typed, word, likeness)
        return chosen
