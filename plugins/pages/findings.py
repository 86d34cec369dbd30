"""What reading and import doubted, at the provision that it speaks of."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path

from handbook.errors import Diagnostic, HandbookError, Severity
from handbook.importing import source
from handbook.importing.report import Report
from handbook.provision import Regulation
from handbook.sourcemap import SourceMap

SEVERITY = {Severity.ERROR: "错误", Severity.WARNING: "存疑", Severity.INFO: "说明"}


@dataclass(frozen=True, slots=True)
class Finding:
    """A doubt as a page shows it; `anchor` is "" where it belongs to no provision."""

    severity: Severity
    code: str
    message: str
    anchor: str = ""


def read_findings(regulation: Regulation, diagnostics: Iterable[Diagnostic]) -> list[Finding]:
    """Diagnostics of `text.md`, placed by their line."""
    return [
        Finding(d.severity, d.code, d.message, anchor_at(regulation, d.line)) for d in diagnostics
    ]


def anchor_at(regulation: Regulation, line: int) -> str:
    """The id of the provision whose own words stand at `line` of the file; "" if there is none."""
    for node in regulation.walk():
        if node.lines[0] <= line < node.lines[1]:
            return node.id
    return ""


class ImportFindings:
    """The diagnostics of import reports, which are placed in the sources, by regulation."""

    def __init__(self, report: Report, sources: Path) -> None:
        self._by_slug: dict[str, list[tuple[int, Diagnostic]]] = {}
        starts: dict[str, list[int]] = {}
        for diagnostic in report.diagnostics:
            if diagnostic.file not in starts:
                starts[diagnostic.file] = _line_starts(sources / diagnostic.file)
            lines = starts[diagnostic.file]
            if diagnostic.line > len(lines):
                continue
            offset = lines[diagnostic.line - 1] + diagnostic.column - 1
            for entry in report.regulations:
                if entry.file == diagnostic.file and entry.start <= offset < entry.end:
                    self._by_slug.setdefault(entry.slug, []).append((offset, diagnostic))

    def of(
        self, regulation: Regulation, origins: SourceMap | None, known: Sequence[Finding]
    ) -> list[Finding]:
        """What import said of `regulation` beside what is `known` from reading its text."""
        said = {(finding.code, finding.message) for finding in known}
        return [
            Finding(d.severity, d.code, d.message, _anchor(origins, offset))
            for offset, d in self._by_slug.get(regulation.slug, ())
            if (d.code, d.message) not in said
        ]


def _anchor(origins: SourceMap | None, offset: int) -> str:
    """The id of the last provision that begins at or before `offset` of the source."""
    if origins is None:
        return ""
    begins = sorted((o.spans[0][0], id) for id, o in origins.origins.items() if o.spans)
    at = bisect_right(begins, (offset, "\uffff")) - 1
    return begins[at][1] if at >= 0 else ""


def _line_starts(path: Path) -> list[int]:
    """Offsets at which the lines of a source begin; none where it is not there any more."""
    try:
        text = source.load(path).text
    except HandbookError:
        return []
    return [0, *(place + 1 for place, char in enumerate(text) if char == "\n")]


def findings_html(findings: Sequence[Finding]) -> str:
    """All findings, folded; "" where there are none."""
    if not findings:
        return ""
    items = "".join(f"<li>{finding_html(finding)}</li>" for finding in findings)
    return (
        '<details class="findings" data-search-exclude>'
        f"<summary>校对记录 {len(findings)} 条</summary><ul>{items}</ul></details>"
    )


def finding_html(finding: Finding) -> str:
    """One finding: how grave, what, and where."""
    place = f' <a href="#{finding.anchor}">查看</a>' if finding.anchor else ""
    return f"<b>{SEVERITY[finding.severity]}</b> {escape(finding.message)}{place}"
