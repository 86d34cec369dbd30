"""How characters are read, and which sound or look alike."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

#: What people mix up when they write by sound, as pairs (written, folded into).
_FUZZY_START = (("zh", "z"), ("ch", "c"), ("sh", "s"), ("l", "n"))
_FUZZY_END = (("ing", "in"), ("eng", "en"), ("ang", "an"))
SAME_SOUND = 1.0
LIKE_SOUND = 0.6
LOOKS = 0.9


class Sounds:
    """Readings without tones and look-alikes, from the tables of the index."""

    def __init__(
        self,
        sounds: Iterable[tuple[str, str]],
        readings: Iterable[tuple[str, str]],
        looks: Iterable[str],
    ) -> None:
        self._sounds = tuple(sounds)
        self._syllable = {char: syllable for syllable, chars in self._sounds for char in chars}
        self._readings = {word: tuple(text.split(" ")) for word, text in readings}
        self._looks_table = tuple(looks)

    def reading(self, word: str) -> tuple[str, ...]:
        """The syllables of a word; a character without reading stands for itself."""
        own = self._readings.get(word)
        return own or tuple(self._syllable.get(char, char) for char in word)

    def initials(self, word: str) -> str:
        """The first letters of the syllables: 公务接待 → gwjd."""
        return "".join(syllable[0] for syllable in self.reading(word))

    def alike(self, char: str) -> dict[str, float]:
        """Characters that a person may mean who wrote `char`, with how likely it is."""
        found: dict[str, float] = {}
        syllable = self._syllable.get(char)
        if syllable is not None:
            for other in self._by_fuzzy.get(fuzzy(syllable), ""):
                same = self._syllable[other] == syllable
                found[other] = SAME_SOUND if same else LIKE_SOUND
        for other in self._looks.get(char, ""):
            if found.get(other, 0.0) < LOOKS:
                found[other] = LOOKS
        found.pop(char, None)
        return found

    @cached_property
    def _by_fuzzy(self) -> dict[str, str]:
        table: dict[str, str] = {}
        for syllable, chars in self._sounds:
            key = fuzzy(syllable)
            table[key] = table.get(key, "") + chars
        return table

    @cached_property
    def _looks(self) -> dict[str, str]:
        table: dict[str, str] = {}
        for line in self._looks_table:
            for other in line[1:]:
                table[line[0]] = table.get(line[0], "") + other
                table[other] = table.get(other, "") + line[0]
        return table


def fuzzy(syllable: str) -> str:
    """A syllable with the differences left out that many do not hear: zhang → zan."""
    for written, heard in _FUZZY_START:
        if syllable.startswith(written):
            syllable = heard + syllable[len(written) :]
            break
    for written, heard in _FUZZY_END:
        if syllable.endswith(written):
            return syllable[: -len(written)] + heard
    return syllable
