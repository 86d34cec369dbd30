"""The folded texts in one string each, and where a word stands in them.

Nothing is inverted: a handbook's texts are scanned for each word of a query (a tenth of a
millisecond a word), which finds any string of characters with its positions.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from handbook.search.fold import squeeze


class Column:
    """One field of all units: folded, one after the other, a line break between them."""

    def __init__(self, values: Iterable[str]) -> None:
        parts = list(values)
        self.text = "\n".join(parts)
        self.lengths = [len(part) for part in parts]
        self.starts = []
        at = 0
        for length in self.lengths:
            self.starts.append(at)
            at += length + 1

    def __getitem__(self, row: int) -> str:
        start = self.starts[row]
        return self.text[start : start + self.lengths[row]]

    def __iter__(self) -> Iterator[str]:
        return map(self.__getitem__, range(len(self.lengths)))

    def find(
        self, word: str, rows: Iterable[int] | None = None, whole: bool = True
    ) -> Iterator[tuple[int, int]]:
        """Row and offset in it of each place where `word` stands, in order.

        If `whole`, a word that begins or ends with an ASCII letter or digit does not match inside
        a longer run of letters or digits. `rows`: the only ones to look at, in order.
        """
        if not word:
            return
        text, starts, size = self.text, self.starts, len(word)
        first, last = (_class(word[0]), _class(word[-1])) if whole else (0, 0)
        spans = [(0, len(text))]
        if rows is not None:
            spans = [(starts[row], starts[row] + self.lengths[row]) for row in rows]
        for start, stop in spans:
            at = text.find(word, start, stop)
            while at >= 0:
                end = at + size
                inside = (first and at and _class(text[at - 1]) == first) or (
                    last and end < len(text) and _class(text[end]) == last
                )
                if not inside:
                    row = bisect_right(starts, at) - 1
                    yield row, at - starts[row]
                at = text.find(word, at + 1, stop)


def _class(char: str) -> int:
    """1 digit, 2 Latin letter, 0 anything else."""
    if "0" <= char <= "9":
        return 1
    return 2 if "a" <= char <= "z" else 0


@dataclass(frozen=True, slots=True)
class Places:
    """Where a word stands: row → offsets, rows in order."""

    texts: dict[int, list[int]]
    headings: dict[int, list[int]]
    titles: tuple[int, ...]
    bodies: tuple[int, ...]

    def rows(self) -> set[int]:
        """Units that hold the word themselves."""
        return self.texts.keys() | self.headings.keys()


class Corpus:
    """The fields that are searched."""

    def __init__(self, texts: Column, headings: Column, titles: Column, bodies: Column) -> None:
        """All folded; texts and headings by unit, titles by regulation, bodies by body."""
        self.texts = texts
        self.headings = headings
        self.titles = titles
        self.bodies = bodies
        self._places: dict[str, Places] = {}

    def places(self, word: str) -> Places:
        """Where `word` (folded) stands in each field."""
        found = self._places.get(word)
        if found is None:
            if len(self._places) > 4096:
                self._places.clear()
            found = self._places[word] = Places(
                _by_row(self.texts.find(word, self._rows(self.texts, word))),
                _by_row(self.headings.find(word, self._rows(self.headings, word))),
                tuple(dict.fromkeys(row for row, _ in self.titles.find(word))),
                tuple(dict.fromkeys(row for row, _ in self.bodies.find(word))),
            )
        return found

    def count(self, word: str) -> int:
        """In how many units, titles and bodies `word` stands."""
        places = self.places(word)
        return len(places.rows()) + len(places.titles) + len(places.bodies)

    def phrase(self, squeezed: str) -> list[int]:
        """The units whose text or heading holds these characters in a row, marks left out."""
        rows: set[int] = set()
        for column, plain in ((self.texts, self._plain[0]), (self.headings, self._plain[1])):
            rows.update(row for row, _ in plain.find(squeezed, self._rows(column, squeezed), False))
        return sorted(rows)

    @cached_property
    def _plain(self) -> tuple[Column, Column]:
        """Texts and headings without marks."""
        return Column(map(squeeze, self.texts)), Column(map(squeeze, self.headings))

    def _rows(self, column: Column, word: str) -> list[int] | None:
        """The rows that may hold `word`, in order; None where all have to be looked at."""
        return None


def _by_row(found: Iterable[tuple[int, int]]) -> dict[int, list[int]]:
    rows: dict[int, list[int]] = {}
    for row, at in found:
        rows.setdefault(row, []).append(at)
    return rows
