"""Editor's notes (`fixups.yml`) under the provisions whose words were repaired or are doubtful."""

from __future__ import annotations

from html import escape

from handbook.fixups import Fixup, Fixups, Note, provisions
from handbook.provision import Regulation
from handbook.sourcemap import SourceMap


def editor_notes(
    regulation: Regulation, fixups: Fixups, origins: SourceMap | None
) -> dict[str, str]:
    """Notes as HTML by provision id; under "" those whose place is not in a provision (titles)."""
    found: dict[str, list[str]] = {}
    for id, entry in provisions(regulation, fixups, origins):
        text = entry.note if isinstance(entry, Note) else repair_text(entry)
        found.setdefault(id, []).append(text)
    return {id: _unfold(texts) for id, texts in found.items()}


def repair_text(repair: Fixup) -> str:
    """What was changed and why. What a privacy mask covers is never told."""
    if repair.privacy:
        return f"此处的个人信息已隐去。{repair.reason}"
    if not repair.new:
        return f"此处来源多出“{repair.old}”，已删去。{repair.reason}"
    return f"此处来源作“{repair.old}”，校正为“{repair.new}”。{repair.reason}"


def _unfold(texts: list[str]) -> str:
    """A small mark under the provision that unfolds to its notes."""
    paragraphs = "".join(f"<p>{escape(text)}</p>" for text in texts)
    return (
        f'<details class="note" data-search-exclude><summary>编者注</summary>{paragraphs}</details>'
    )
