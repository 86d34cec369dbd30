"""The import report of a body as a page, and what it says on the body's own page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape

from handbook.importing.report import SEVERITY, Passage, Report, sections, shorten

_SHORT = 120  # characters of a passage that are shown


def missing_html(report: Report | None) -> str:
    """Titles that the compilation announces and has no text of; "" where there are none."""
    if report is None or not report.contents_missing:
        return ""
    items = "".join(f"<li>{escape(passage.text)}</li>" for passage in report.contents_missing)
    return f"<h2>目录有而正文无</h2><ul>{items}</ul>"


def report_html(report: Report, issuer_name: str) -> str:
    """What the import did, for a person who reviews it."""
    part = "全部" if report.coverage == 1 else f"有 {report.coverage:.2%} "
    return (
        f"<h1>导入报告：{escape(issuer_name)}</h1>"
        f'<p class="lead">来源的文字{part}有着落：写进了条款、标题、文头，或列在下面。</p>'
        + "".join(_sections(report))
    )


def _sections(report: Report) -> Iterator[str]:
    yield _section(
        "需要核对的地方",
        [
            f"<b>{SEVERITY[d.severity]}</b> {escape(d.message)}"
            f" <code>{escape(d.file)}:{d.line}:{d.column}</code>"
            for d in report.diagnostics
        ],
    )
    for title, passages in sections(report):
        yield _section(title, [_passage(passage) for passage in passages])


def _section(title: str, items: Sequence[str]) -> str:
    if not items:
        return ""
    rows = "".join(f"<li>{item}</li>" for item in items)
    return f"<h2>{title}（{len(items)}）</h2><ul>{rows}</ul>"


def _passage(passage: Passage) -> str:
    why = f"（{escape(passage.reason)}）" if passage.reason else ""
    place = f"<code>{escape(passage.file)} {passage.start}–{passage.end}</code>"
    return f"{escape(shorten(passage.text, _SHORT))}{why} {place}"
