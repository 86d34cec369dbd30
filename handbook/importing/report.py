"""What an import did: as data for programs (`import-report.json`) and as a page for people.

The data are the `import` of the command contract with keys of our own beside; `load` reads them.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from handbook.errors import Diagnostic, Severity
from handbook.files import read_json

FILE = "import-report.json"
PAGE = "import-report.md"
#: How grave a diagnostic is, in words.
SEVERITY = {Severity.ERROR: "错误", Severity.WARNING: "警告", Severity.INFO: "提示"}


@dataclass(frozen=True, slots=True)
class Entry:
    """A regulation that was written.

    Attributes:
        slug: `<issuer>/<folder>`.
        title: as written.
        file: name of its source; `start`, `end`: half-open range of code points in it.
        provisions: how many it has.
    """

    slug: str
    title: str
    file: str
    start: int
    end: int
    provisions: int


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage of a source (code points, half-open), and why it is listed."""

    file: str
    start: int
    end: int
    text: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """The outcome of one import.

    Attributes:
        regulations: what was written, in order.
        noise: what was left out, piece by piece.
        contents_missing: titles that the contents announce and the file has no text of.
        unlisted: regulations that the contents do not announce.
        front: what belongs to the compilation as a whole (its name, the notice that issued it).
        groups: part headings that only group regulations.
        diagnostics: everything doubtful, placed in the source.
        coverage: share (0 to 1) of the sources' characters, white space left out, that stand in a
            provision, heading, title, metadata, contents entry, fix-up or listed noise; 1 means
            that nothing was lost.
    """

    regulations: tuple[Entry, ...]
    noise: tuple[Passage, ...] = ()
    contents_missing: tuple[Passage, ...] = ()
    unlisted: tuple[Passage, ...] = ()
    front: tuple[Passage, ...] = ()
    groups: tuple[Passage, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
    coverage: float = 1.0

    @property
    def failed(self) -> bool:
        """Whether a diagnostic is an error."""
        return any(d.severity is Severity.ERROR for d in self.diagnostics)


def sections(report: Report) -> tuple[tuple[str, tuple[Passage, ...]], ...]:
    """The lists of passages with their headings, as people read them."""
    return (
        ("目录有而正文无", report.contents_missing),
        ("正文有而目录无", report.unlisted),
        ("没有收入正文的内容（网页边框、页码、广告）", report.noise),
        ("属于整部汇编的文字（书名、印发通知）", report.front),
        ("只起分组作用的标题", report.groups),
    )


def shorten(text: str, limit: int) -> str:
    """`text` on one line, cut where it has more than `limit` characters."""
    flat = " ".join(text.split())
    return flat if len(flat) <= limit else flat[:limit] + "…"


def load(folder: Path) -> Report | None:
    """The report of the body in `folder`, or None where nothing was imported.

    Raises:
        HandbookError: the file cannot be read, or was damaged.
    """
    path = folder / FILE
    return read_json(path, path.as_posix(), "导入报告", _from_data)


def _from_data(data: Any) -> Report:
    return Report(
        regulations=tuple(Entry(**entry) for entry in data["regulations"]),
        noise=_passages(data["noise"]),
        contents_missing=_passages(data["contents_missing"]),
        unlisted=_passages(data["unlisted"]),
        front=_passages(data["front"]),
        groups=_passages(data["groups"]),
        diagnostics=tuple(
            Diagnostic(**{**d, "severity": Severity(d["severity"])}) for d in data["diagnostics"]
        ),
        coverage=float(data["coverage"]),
    )


def _passages(entries: Sequence[dict[str, Any]]) -> tuple[Passage, ...]:
    return tuple(
        Passage(e["file"], e["start"], e["end"], e.get("title") or e["text"], e.get("reason", ""))
        for e in entries
    )


def to_json(report: Report) -> str:
    """The text of `import-report.json`."""
    data = {
        "regulations": [
            {
                "slug": e.slug, "title": e.title, "file": e.file,
                "start": e.start, "end": e.end, "provisions": e.provisions,
            }
            for e in report.regulations
        ],
        "noise": [
            {"file": p.file, "start": p.start, "end": p.end, "text": p.text, "reason": p.reason}
            for p in report.noise
        ],
        "contents_missing": [_titled(p) for p in report.contents_missing],
        "unlisted": [_titled(p) for p in report.unlisted],
        "front": [_passage(p) for p in report.front],
        "groups": [_passage(p) for p in report.groups],
        "diagnostics": [
            {
                "code": d.code, "severity": d.severity.value, "file": d.file,
                "line": d.line, "column": d.column, "message": d.message,
            }
            for d in report.diagnostics
        ],
        "coverage": report.coverage,
    }  # fmt: skip
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


def _titled(passage: Passage) -> dict[str, object]:
    return {
        "title": passage.text, "file": passage.file, "start": passage.start, "end": passage.end,
    }  # fmt: skip


def _passage(passage: Passage) -> dict[str, object]:
    return {
        "file": passage.file, "start": passage.start, "end": passage.end, "text": passage.text,
    }  # fmt: skip


def to_markdown(report: Report) -> str:
    """The report as a page that an editor reads once and then reviews the texts by."""
    parts = [
        "# 导入报告\n",
        f"写出 {len(report.regulations)} 部制度；原文字符有着落的占 {report.coverage:.2%}。\n",
    ]
    if report.diagnostics:
        parts.append(f"## 需要核对的地方（{len(report.diagnostics)} 处）\n")
        parts.append(
            _table(
                ("位置", "程度", "说明"),
                [
                    (f"{d.file}:{d.line}:{d.column}", SEVERITY[d.severity], d.message)
                    for d in report.diagnostics
                ],
            )
        )
    for title, passages in sections(report):
        if passages:
            parts.append(f"## {title}（{len(passages)} 处）\n")
            parts.append(
                _table(
                    ("位置（字符）", "文字"),
                    [(f"{p.file} {p.start}–{p.end}", p.text) for p in passages],
                )
            )
    parts.append(f"## 写出的制度（{len(report.regulations)} 部）\n")
    parts.append(
        _table(
            ("制度", "文件夹", "条款数"),
            [(e.title, f"`{e.slug}`", str(e.provisions)) for e in report.regulations],
        )
    )
    return "\n".join(parts)


def _table(head: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    def line(cells: tuple[str, ...]) -> str:
        return "| " + " | ".join(_cell(c) for c in cells) + " |"

    rule = "|" + " --- |" * len(head)
    return "\n".join([line(head), rule, *map(line, rows)]) + "\n"


_CELL = 160  # characters of a passage that a table shows


def _cell(text: str) -> str:
    return shorten(text, _CELL).replace("\\", "\\\\").replace("|", "\\|").replace("<", "&lt;")
