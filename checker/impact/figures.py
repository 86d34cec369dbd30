"""Figures that a rewording changes: 80元 → 60元."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from checker.coverage import figures_in
from checker.quotes import squeeze
from handbook.comparing.changes import Change


@dataclass(frozen=True, slots=True)
class FigureChange:
    """A figure before and after, as printed; "" where there is none."""

    regulation: str
    id: str
    citation: str
    old: str
    new: str
    unit: str


def figure_changes(change: Change) -> Iterator[FigureChange]:
    """The figures in which the words of a provision differ, in their order."""
    old = _figures(change.old.words) if change.old else []
    new = _figures(change.new.words) if change.new else []
    side = change.words
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for tag, i, j, a, b in matcher.get_opcodes():
        if tag == "equal":
            continue
        for before, after in _paired(old[i:j], new[a:b]):
            unit = (after or before)[1]
            yield FigureChange(change.regulation, side.id, side.citation, before[0], after[0], unit)


def _figures(text: str) -> list[tuple[str, str]]:
    return [(words, unit) for _, _, words, unit in figures_in(squeeze(text))]


_NONE = ("", "")


def _paired(
    old: list[tuple[str, str]], new: list[tuple[str, str]]
) -> Iterator[tuple[tuple[str, str], tuple[str, str]]]:
    """Figures of one unit belong together, in their order; the others stand alone."""
    left = list(new)
    for before in old:
        after = next((f for f in left if f[1] == before[1]), _NONE)
        if after is not _NONE:
            left.remove(after)
        yield before, after
    yield from ((_NONE, after) for after in left)
