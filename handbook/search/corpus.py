"""The folded texts in one string each, and where a word stands in them.

Nothing is inverted: a handbook's texts are scanned for each word of a query (a tenth of a
millisecond a word), which finds any string of characters with its positions.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

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

    def find(self, word: str) -> Iterator[tuple[int, int]]:
        """Row and offset in it of each place where `word` stands, in order.

        A word that begins or ends with an ASCII letter or digit does not match inside a longer
        run of letters or digits.
        """
        if not word:
            return
        text, starts = self.text, self.starts
        first, last = _class(word[0]), _class(word[-1])
        at = text.find(word)
        while at >= 0:
            end = at + len(word)
            inside = (first and at and _class(text[at - 1]) == first) or (
                last and end < len(text) and _class(text[end]) == last
            )
            if not inside:
                row = bisect_right(starts, at) - 1
                yield row, at - starts[row]
            at = text.find(word, at + 1)


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

    def __init__(
        self,
        texts: Iterable[str],
        headings: Iterable[str],
        titles: Iterable[str],
        bodies: Iterable[str],
    ) -> None:
        """All folded; texts and headings by unit, titles by regulation, bodies by body."""
        self.texts = Column(texts)
        self.headings = Column(headings)
        self.titles = Column(titles)
        self.bodies = Column(bodies)
        self._places: dict[str, Places] = {}
        self._squeezed: tuple[Column, Column] | None = None

    def places(self, word: str) -> Places:
        """Where `word` (folded) stands in each field."""
        found = self._places.get(word)
        if found is None:
            if len(self._places) > 4096:
                self._places.clear()
            found = self._places[word] = Places(
                _by_row(self.texts.find(word)),
                _by_row(self.headings.find(word)),
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
        if self._squeezed is None:
            n = len(self.texts.lengths)
            self._squeezed = (
                Column(squeeze(self.texts[i]) for i in range(n)),
                Column(squeeze(self.headings[i]) for i in range(n)),
            )
        rows: set[int] = set()
        for column in self._squeezed:
            at = column.text.find(squeezed)
            while at >= 0:
                row = bisect_right(column.starts, at) - 1
                rows.add(row)
                at = column.text.find(squeezed, column.starts[row] + column.lengths[row])
        return sorted(rows)


def _by_row(found: Iterable[tuple[int, int]]) -> dict[int, list[int]]:
    rows: dict[int, list[int]] = {}
    for row, at in found:
        rows.setdefault(row, []).append(at)
    return rows
