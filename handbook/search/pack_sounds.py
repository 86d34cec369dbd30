"""Readings as text: run by run in the order of GB 2312, whose common characters go by sound."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from itertools import groupby, islice

from handbook.search.damage import unpacking
from handbook.search.sounds import Sounds

_RUN = re.compile(r"([a-z-]+)([0-9]+)")
_NO_SOUND = "-"


def common() -> str:
    """The common characters of GB 2312 (rows 16 to 55) in their order."""
    cells = (bytes((0xA0 + row, 0xA1 + cell)) for row in range(16, 56) for cell in range(94))
    return b"".join(cells).decode("gb2312", "ignore")


def pack_sounds(sounds: Iterable[tuple[str, str]]) -> list[str]:
    """The readings of the common characters in their order, run by run; then the others.

    `sounds`: syllable and the characters read so. The runs are long, since the common characters
    stand in the order of their sounds.
    """
    table = {char: syllable for syllable, chars in sounds for char in chars}
    runs = groupby(table.pop(char, _NO_SOUND) for char in common())
    written = " ".join(f"{syllable}{len(list(run))}" for syllable, run in runs)
    others: dict[str, str] = {}
    for char, syllable in table.items():
        others[syllable] = others.get(syllable, "") + char
    return [written, " ".join(f"{syllable}{chars}" for syllable, chars in others.items())]


def unpack_sounds(packed: list[str]) -> tuple[tuple[str, str], ...]:
    """What `pack_sounds` was given, syllables and their characters in the order of codes."""
    runs, others = packed
    found: dict[str, list[str]] = {}
    chars = iter(common())
    for syllable, length in _RUN.findall(runs):
        found.setdefault(syllable, []).extend(islice(chars, int(length)))
    for word in others.split(" ") if others else ():
        at = sum(1 for char in word if char.isascii())
        found.setdefault(word[:at], []).extend(word[at:])
    found.pop(_NO_SOUND, None)
    return tuple((syllable, "".join(sorted(found[syllable]))) for syllable in sorted(found))


def dumps_sounds(
    sounds: Iterable[tuple[str, str]], readings: Iterable[tuple[str, str]], looks: Iterable[str]
) -> str:
    """What typos and pinyin need, as JSON: a part by itself of a sharded index.

    The columns are those of `IndexData`.
    """
    columns = [pack_sounds(sounds), [list(pair) for pair in readings], " ".join(looks)]
    return json.dumps(columns, ensure_ascii=False, separators=(",", ":"))


def loads_sounds(text: str) -> Sounds:
    """What `dumps_sounds` wrote.

    Raises:
        PackError: it is not that.
    """
    with unpacking("读音"):
        sounds, readings, looks = json.loads(text)
        pairs = [(word, reading) for word, reading in readings]
        return Sounds(unpack_sounds(sounds), pairs, filter(None, looks.split(" ")))
