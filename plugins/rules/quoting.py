"""Words of a provision with the quotes of rules marked, and in them the figures that they read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from html import escape

from checker.binding import Bound, words
from handbook.provision import Provision

#: From so many characters on only the sentences that hold a quote are shown.
_LONG = 220
_SENTENCE = re.compile(r"[^。；;！？]*[。；;！？]?")
Range = tuple[int, int]


def quoted(node: Provision, bounds: Sequence[Bound]) -> str:
    """Label, heading and text of a provision as HTML.

    Of a long text the sentences that hold no quote are left out, which …… says.
    """
    text = words(node)
    solid = [at for at, char in enumerate(text) if not char.isspace()]

    def printed(start: int, end: int) -> Range:
        return solid[start], solid[end - 1] + 1

    marks = _joined(printed(b.start, b.end) for b in bounds)
    figures = _joined(printed(f.start, f.end) for b in bounds for f in b.figures)
    shown = [(0, len(text))]
    if len(text) > _LONG:
        whole = (m.span() for m in _SENTENCE.finditer(text) if m[0])
        shown = _joined(s for s in whole if any(s[0] < e and b < s[1] for b, e in marks))
    label = f"{node.label} " if node.label else ""
    out = escape(label)
    at = 0
    for start, end in shown:
        out += ("……" if start > at else "") + _part(text, start, end, marks, figures)
        at = end
    return out + ("……" if at < len(text) else "")


def _part(text: str, start: int, end: int, marks: Sequence[Range], figures: Sequence[Range]) -> str:
    """The words from `start` to `end`, marked."""
    out = ""
    for low, high in marks:
        low, high = max(low, start), min(high, end)
        if low < high:
            out += f"{escape(text[start:low])}<mark>{_figures(text, low, high, figures)}</mark>"
            start = high
    return out + escape(text[start:end])


def _figures(text: str, start: int, end: int, figures: Sequence[Range]) -> str:
    out = ""
    for low, high in figures:
        if start <= low and high <= end:
            out += f"{escape(text[start:low])}<b>{escape(text[low:high])}</b>"
            start = high
    return out + escape(text[start:end])


def _joined(ranges: Iterable[Range]) -> list[Range]:
    """Ranges in order; those that overlap or touch are one."""
    found: list[Range] = []
    for start, end in sorted(ranges):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        else:
            found.append((start, end))
    return found
