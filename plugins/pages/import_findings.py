"""What the import doubted: placed in the sources, brought to the regulations and provisions."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from pathlib import Path

from handbook.errors import Diagnostic, HandbookError
from handbook.importing import source
from handbook.provision import Regulation
from handbook.sourcemap import SourceMap
from plugins.pages.findings import Finding
from plugins.pages.imported import ImportReport


class ImportFindings:
    """The diagnostics of import reports, which are placed in the sources, by regulation."""

    def __init__(self, report: ImportReport, sources: Path) -> None:
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
