"""Cutting a query into words: the same steps in Python and in the browser, no dictionary but ours.

The cut with the fewest pieces is taken; of equal ones that with the longer words (sum of squares,
single characters against it: 开会｜时间, not 开会时｜间);
of equal ones that whose last word is longest, and so on towards the front. A word is one of the
vocabulary, a run of digits or a run of letters; any other character is a piece by itself.
"""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass

_NO_PIECES = (" ", "~")
_ALONE = -4  # what a single character adds to the sum of squares


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a folded query: its range and whether the vocabulary has it."""

    text: str
    start: int
    end: int
    known: bool


def cut(folded: str, vocabulary: Set[str], longest: int) -> list[Piece]:
    """The pieces of `folded` in order, separators left out.

    `longest`: length of the longest word of the vocabulary. Time grows with length × `longest`.
    """
    n = len(folded)
    pieces = [0] * (n + 1)
    squares = [0] * (n + 1)
    back = [0] * (n + 1)
    for end in range(1, n + 1):
        pieces[end], squares[end] = pieces[end - 1] + 1, squares[end - 1] + _ALONE
        back[end] = end - 1
        run = _run(folded, end)
        lengths = range(2, min(longest, end) + 1) if run < 2 else range(run, run + 1)
        for length in lengths:
            start = end - length
            if run < 2 and folded[start:end] not in vocabulary:
                continue
            count, square = pieces[start] + 1, squares[start] + length * length
            if count < pieces[end] or (count == pieces[end] and square >= squares[end]):
                pieces[end], squares[end], back[end] = count, square, start
    found = []
    end = n
    while end:
        start = back[end]
        word = folded[start:end]
        if word not in _NO_PIECES:
            found.append(Piece(word, start, end, word in vocabulary))
        end = start
    return found[::-1]


def _run(folded: str, end: int) -> int:
    """The length of the run of digits or of letters that ends at `end`, if it ends there."""
    kind = _kind(folded[end - 1])
    if not kind:
        return 0
    start = end - 1
    while start and _kind(folded[start - 1]) == kind:
        start -= 1
    return end - start


def _kind(char: str) -> int:
    """1 digit (and the marks inside a number), 2 Latin letter, 0 anything else."""
    if "0" <= char <= "9" or char in ".:":
        return 1
    return 2 if "a" <= char <= "z" else 0
