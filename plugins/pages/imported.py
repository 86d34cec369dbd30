"""The import report of a body (`import-report.json`): read back, and shown as a page."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

from handbook.errors import Diagnostic, HandbookError, Place, Severity
from plugins.pages.findings import SEVERITY

FILE = "import-report.json"
_SHORT = 120  # characters of a passage that are shown


@dataclass(frozen=True, slots=True)
class Entry:
    """A regulation that was written, and its range of code points in the source."""

    slug: str
    file: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage of a source (code points, half-open), and why it is listed."""

    file: str
    start: int
    end: int
    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class ImportReport:
    """The report as `handbook import` writes it (see its `Report`), as far as pages show it."""

    regulations: tuple[Entry, ...]
    noise: tuple[Passage, ...]
    contents_missing: tuple[Passage, ...]
    unlisted: tuple[Passage, ...]
    front: tuple[Passage, ...]
    groups: tuple[Passage, ...]
    diagnostics: tuple[Diagnostic, ...]
    coverage: float


def load(folder: Path) -> ImportReport | None:
    """The report of the body in `folder`, or None where nothing was imported.

    Raises:
        HandbookError: the file was damaged.
    """
    path = folder / FILE
    if not path.is_file():
        return None
    try:
        data = json.loads(path.read_text("utf-8"))
        return ImportReport(
            regulations=tuple(
                Entry(e["slug"], e["file"], e["start"], e["end"]) for e in data["regulations"]
            ),
            noise=_passages(data["noise"]),
            contents_missing=_passages(data["contents_missing"]),
            unlisted=_passages(data["unlisted"]),
            front=_passages(data["front"]),
            groups=_passages(data["groups"]),
            diagnostics=tuple(
                Diagnostic(
                    d["file"], d["line"], d["column"], d["code"], Severity(d["severity"]),
                    d["message"],
                )
                for d in data["diagnostics"]
            ),
            coverage=data["coverage"],
        )  # fmt: skip
    except (ValueError, KeyError, TypeError, OSError):
        raise HandbookError(
            "导入报告损坏，不能读。请重新运行 handbook import，或从 Git 恢复这个文件。",
            Place(path.as_posix()),
        ) from None


def _passages(entries: Sequence[dict[str, Any]]) -> tuple[Passage, ...]:
    return tuple(
        Passage(e["file"], e["start"], e["end"], e.get("title") or e["text"], e.get("reason", ""))
        for e in entries
    )


def missing_html(report: ImportReport | None) -> str:
    """Titles that the compilation announces and has no text of; "" where there are none."""
    if report is None or not report.contents_missing:
        return ""
    items = "".join(f"<li>{escape(passage.text)}</li>" for passage in report.contents_missing)
    return f"<h2>目录列有而正文缺失</h2><ul>{items}</ul>"


def report_html(report: ImportReport, issuer_name: str) -> str:
    """What the import did, for a person who reviews it."""
    share = "全部" if report.coverage == 1 else f"有 {report.coverage:.2%} "
    return (
        f"<h1>导入报告：{escape(issuer_name)}</h1>"
        f'<p class="lead">来源的文字{share}有着落：写进了条款、标题、文头，或列在下面。</p>'
        + "".join(_sections(report))
    )


def _sections(report: ImportReport) -> Iterator[str]:
    yield _section(
        "需要核对的地方",
        [
            f"<b>{SEVERITY[d.severity]}</b> {escape(d.message)}"
            f" <code>{escape(d.file)}:{d.line}:{d.column}</code>"
            for d in report.diagnostics
        ],
    )
    for title, passages in (
        ("目录列有而正文缺失", report.contents_missing),
        ("正文有而目录未列", report.unlisted),
        ("没有收入正文的文字（网页边框、页码、广告）", report.noise),
        ("属于整部汇编的文字（书名、印发通知）", report.front),
        ("只起分组作用的标题", report.groups),
    ):
        yield _section(title, [_passage(passage) for passage in passages])


def _section(title: str, items: Sequence[str]) -> str:
    if not items:
        return ""
    rows = "".join(f"<li>{item}</li>" for item in items)
    return f"<h2>{title}（{len(items)}）</h2><ul>{rows}</ul>"


def _passage(passage: Passage) -> str:
    flat = " ".join(passage.text.split())
    short = flat if len(flat) <= _SHORT else flat[:_SHORT] + "…"
    why = f"（{escape(passage.reason)}）" if passage.reason else ""
    place = f"<code>{escape(passage.file)} {passage.start}–{passage.end}</code>"
    return f"{escape(short)}{why} {place}"
