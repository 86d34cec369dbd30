"""The metadata of a regulation above its text."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from html import escape

from handbook.provision import Metadata


def card(metadata: Metadata, issuer_name: str) -> str:
    """The metadata that is known, as a definition list; what is unknown is left out."""
    rows = "".join(
        f"<div><dt>{name}</dt><dd>{value}</dd></div>"
        for name, value in _rows(metadata, issuer_name)
    )
    return f'<dl class="card" data-search-exclude>{rows}</dl>'


def _rows(metadata: Metadata, issuer_name: str) -> Iterator[tuple[str, str]]:
    yield "制定机关", f'<a href="../">{escape(metadata.issuer or issuer_name)}</a>'
    if metadata.number:
        yield "文号", escape(metadata.number)
    for name, day in (
        ("通过", metadata.adopted),
        ("印发", metadata.issued),
        ("施行", metadata.effective),
        ("废止", metadata.repealed),
    ):
        if day:
            yield name, day_html(day)
    if metadata.promulgation:
        yield "题注", "<br>".join(map(escape, metadata.promulgation))
    if metadata.topics:
        yield "主题", escape("、".join(metadata.topics))
    if metadata.source:
        source = metadata.source
        where = f"第 {source.start + 1:,}–{source.end:,} 字"
        yield "来源", f'<span title="SHA-256 {source.sha256}">{escape(source.file)}，{where}</span>'


def day_html(day: date) -> str:
    """A day as people write it, and for machines."""
    return f'<time datetime="{day.isoformat()}">{day_words(day)}</time>'


def day_words(day: date) -> str:
    """2024年2月1日."""
    return f"{day.year}年{day.month}月{day.day}日"
