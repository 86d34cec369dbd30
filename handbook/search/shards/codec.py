"""Postings as text: gaps between unit numbers, then a letter for the level of each.

The alphabet needs no escapes in a script, and gzip and brotli bring it down to the size of the best
binary forms. A number is written in digits of five bits, lowest first; all but the last have 32
added.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate
from operator import sub

from handbook.search.damage import PackError, unpacking
from handbook.search.shards.levels import OWN

_DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
_VALUES = {char: value for value, char in enumerate(_DIGITS)}
_NUMBER = re.compile(r"[g-z0-9_-]*[A-Za-f]")
_LEVELS = "abcdefghijklmnop"
_FIELD, _RECORD = ",", ";"


def number(value: int) -> str:
    """A number ≥ 0 as digits."""
    digits = ""
    while value >= 32:
        digits += _DIGITS[32 + value % 32]
        value //= 32
    return digits + _DIGITS[value]


_NUMBERS = [number(value) for value in range(1 << 18)]


@dataclass(frozen=True, slots=True)
class Postings:
    """The units of a term.

    Attributes:
        units: in order.
        levels: for each what the term is worth in it, 0 to 15.
        own, total: how many units have it themselves, and in all; more than are listed where the
            list is cut off.
        values: further words for each (`~` terms); () elsewhere.
    """

    units: Sequence[int]
    levels: Sequence[int]
    own: int
    total: int
    values: tuple[str, ...] = ()

    @property
    def complete(self) -> bool:
        """Whether all units are listed."""
        return self.total == len(self.units)


NOTHING = Postings((), (), 0, 0)


def encode(term: str, entries: Sequence[int], more: str = "") -> str:
    """A record. `entries`: units in order, each times 16 plus its level. `more`: further fields."""
    units = [entry >> 4 for entry in entries]
    gaps = map(sub, units, (0, *units))
    packed = "".join(map(_NUMBERS.__getitem__ if units[-1] < len(_NUMBERS) else number, gaps))
    levels = "".join([_LEVELS[entry & 15] for entry in entries])
    return f"{term},{packed},{levels},{more}" if more else f"{term},{packed},{levels}"


def cut_off(own: int, total: int) -> str:
    """The further fields of a list that is cut off."""
    return f"{number(own)}{_FIELD}{number(total)}"


def join(records: Iterable[str]) -> str:
    """A shard of records."""
    return _RECORD.join(records)


def split(text: str) -> dict[str, str]:
    """The records of a shard by term, not yet decoded."""
    found = {}
    for record in text.split(_RECORD) if text else ():
        term, _, rest = record.partition(_FIELD)
        found[term] = rest
    return found


def decode(record: str) -> Postings:
    """A record as `split` gives it.

    Raises:
        PackError: it is none.
    """
    with unpacking("清单"):
        packed, levels, *more = record.split(_FIELD)
        units = list(accumulate(numbers(packed)))
        worth = [ord(char) - 97 for char in levels]
        if len(units) != len(worth) or not all(0 <= level < 16 for level in worth):
            raise PackError("清单已损坏")
        if len(more) == 1:
            return Postings(units, worth, len(units), len(units), tuple(more[0].split("|")))
        if more:
            return Postings(units, worth, value(more[0]), value(more[1]))
    return Postings(units, worth, sum(1 for level in worth if level >= OWN), len(units))


def value(digits: str) -> int:
    """The number that `number` wrote."""
    found = 0
    for place, char in enumerate(digits):
        found += (_VALUES[char] & 31) << (5 * place)
    return found


def numbers(packed: str) -> list[int]:
    """All numbers of a row of digits."""
    return [value(digits) for digits in _NUMBER.findall(packed)]


def checksum(content: str) -> int:
    """Adler-32 (RFC 1950) of a text in UTF-16, low byte first."""
    return zlib.adler32(content.encode("utf-16-le"))
