"""Rows of a table without ruled lines: lines one below the other that leave the same place white.

Whether they are a table, a form to fill in or words set apart by hand, a machine cannot tell; so
the rows stay lines, each a paragraph of its own, and a person is asked.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from handbook.importing.pdf_page import Line, Span
from handbook.labels import parse_label

_FEWEST = 3  # rows; two lines set apart are as often a signature
_MARK = re.compile(r"[\d.]+ |[•●○■□◆◇▪·*-]+ ")  # of lists that are no labels


def find(lines: Sequence[tuple[Line, int]]) -> frozenset[int]:
    """Indexes of the lines (with their columns, in reading order) that look like rows."""
    found: set[int] = set()
    run: list[int] = []
    white: list[Span] = []
    for index, (one, column) in enumerate(lines):
        own = _gaps(one)
        shared = [
            Span(max(a.x0, b.x0), min(a.x1, b.x1))
            for a in white
            for b in own
            if min(a.x1, b.x1) > max(a.x0, b.x0)
        ]
        if run and shared and lines[run[-1]][1] == column:
            run.append(index)
            white = shared
        else:
            run, white = ([index] if own else []), own
        if len(run) >= _FEWEST:
            found.update(run)
    return frozenset(found)


def _gaps(line: Line) -> list[Span]:
    """The wide gaps of a line, without the one that stands behind its label."""
    if not line.gaps:
        return []
    label, mark = parse_label(line.text[:80]), _MARK.match(line.text)
    words = label.end if label is not None else mark.end() if mark is not None else 0
    return [gap.span for gap in line.gaps if gap.words >= words]
