"""What is said about a regulation beside its text: metadata and findings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from html import escape

from handbook.errors import Diagnostic, Severity
from handbook.provision import Metadata, Regulation

_SEVERITY = {Severity.ERROR: "错误", Severity.WARNING: "存疑", Severity.INFO: "说明"}


def card(metadata: Metadata, issuer_name: str) -> str:
    """The metadata that is known, as a definition list; what is unknown is left out."""
    rows = "".join(
        f"<div><dt>{name}</dt><dd>{value}</dd></div>"
        for name, value in _rows(metadata, issuer_name)
    )
    return f'<dl class="card" data-search-exclude>{rows}</dl>'


def _rows(metadata: Metadata, issuer_name: str) -> Iterator[tuple[str, str]]:
    yield "制定机关", escape(metadata.issuer or issuer_name)
    if metadata.number:
        yield "文号", escape(metadata.number)
    for name, day in (
        ("通过", metadata.adopted),
        ("印发", metadata.issued),
        ("施行", metadata.effective),
        ("废止", metadata.repealed),
    ):
        if day:
            yield name, _date(day)
    if metadata.status:
        yield "状态", escape(metadata.status)
    if metadata.topics:
        yield "主题", escape("、".join(metadata.topics))
    if metadata.source:
        source = metadata.source
        where = f"第 {source.start + 1:,}–{source.end:,} 字"
        yield "来源", f'<span title="SHA-256 {source.sha256}">{escape(source.file)}，{where}</span>'


def _date(day: date) -> str:
    return f'<time datetime="{day.isoformat()}">{day.year}年{day.month}月{day.day}日</time>'


def findings(regulation: Regulation, diagnostics: Sequence[Diagnostic]) -> str:
    """What import and reading doubted, folded; "" where there is nothing to say."""
    if not diagnostics:
        return ""
    items = "".join(_finding(regulation, diagnostic) for diagnostic in diagnostics)
    return (
        '<details class="findings" data-search-exclude>'
        f"<summary>校对记录 {len(diagnostics)} 条</summary><ul>{items}</ul></details>"
    )


def _finding(regulation: Regulation, diagnostic: Diagnostic) -> str:
    text = f"<b>{_SEVERITY[diagnostic.severity]}</b> {escape(diagnostic.message)}"
    place = anchor_at(regulation, diagnostic.line)
    if place:
        text += f' <a href="#{place}">查看</a>'
    return f"<li>{text} <code>{escape(diagnostic.code)}</code></li>"


def anchor_at(regulation: Regulation, line: int) -> str:
    """The id of the provision whose own words stand at `line` of the file; "" if there is none."""
    for node in regulation.walk():
        if node.lines[0] <= line < node.lines[1]:
            return node.id
    return ""
