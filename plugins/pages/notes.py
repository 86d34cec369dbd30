"""Editor's notes (`fixups.yml`) at the provisions whose words were repaired or are doubtful."""

from __future__ import annotations

from bisect import bisect_right
from html import escape

from handbook.fixups import Fixup, Fixups
from handbook.provision import Regulation
from handbook.sourcemap import SourceMap


def editor_notes(
    regulation: Regulation, fixups: Fixups, source_map: SourceMap | None
) -> dict[str, str]:
    """Notes as HTML by provision id; under "" those whose place is not in a provision (titles)."""
    if not fixups.repairs and not fixups.notes:
        return {}
    found: dict[str, list[str]] = {}
    places = _Places(regulation)
    for repair in fixups.repairs:
        if repair.privacy:
            place = _masked(repair, source_map)
        else:
            place = places.at(repair.after, repair.new)
        found.setdefault(place, []).append(repair_text(repair))
    for note in fixups.notes:
        found.setdefault(places.at("", note.at), []).append(note.note)
    return {id: _unfold(texts) for id, texts in found.items()}


def repair_text(repair: Fixup) -> str:
    """What was changed and why. What a privacy mask covers is never told."""
    if repair.privacy:
        return f"此处的个人信息已隐去。{repair.reason}"
    if not repair.new:
        return f"此处来源多出“{repair.old}”，已删去。{repair.reason}"
    return f"此处来源作“{repair.old}”，校正为“{repair.new}”。{repair.reason}"


class _Places:
    """Which provision holds given words, blanks not counted."""

    def __init__(self, regulation: Regulation) -> None:
        self._ids: list[str] = []
        self._starts: list[int] = []
        parts: list[str] = []
        length = 0
        for node in regulation.walk():
            words = _squeeze(node.label + (node.heading or "") + node.text)
            self._ids.append(node.id)
            self._starts.append(length)
            parts.append(words)
            length += len(words)
        self._text = "".join(parts)

    def at(self, after: str, words: str) -> str:
        """The id of the provision where `words` begin behind `after`; "" where there is none."""
        start = self._text.find(_squeeze(after))
        if start < 0:
            return ""
        place = self._text.find(_squeeze(words), start + len(_squeeze(after)))
        return "" if place < 0 else self._ids[bisect_right(self._starts, place) - 1]


def _masked(repair: Fixup, source_map: SourceMap | None) -> str:
    if repair.range is None or source_map is None:
        return ""
    start = repair.range[0]
    for id, origin in source_map.origins.items():
        if any(a <= start < b for a, b in origin.spans):
            return id
    return ""


def _squeeze(text: str) -> str:
    return "".join(text.split())


def _unfold(texts: list[str]) -> str:
    """A small mark under the provision that unfolds to its notes."""
    paragraphs = "".join(f"<p>{escape(text)}</p>" for text in texts)
    return (
        f'<details class="note" data-search-exclude><summary>编者注</summary>{paragraphs}</details>'
    )
