"""What the import doubted: placed in the sources, brought to the regulations and provisions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

from handbook.errors import Diagnostic, HandbookError
from handbook.importing import source
from handbook.importing.report import Report
from handbook.provision import Regulation
from handbook.sourcemap import SourceMap
from plugins.pages.findings import Finding


class ImportFindings:
    """The diagnostics of an import report, which are placed in the sources, by regulation.

    Those in a source that is not there any more are left out.
    """

    def __init__(self, report: Report, sources: Path) -> None:
        self._by_slug: dict[str, list[tuple[int, Diagnostic]]] = defaultdict(list)
        places: dict[str, source.Places | None] = {}
        for diagnostic in report.diagnostics:
            file = diagnostic.file
            if file not in places:
                places[file] = _places(sources / file)
            place = places[file]
            offset = place.outer(diagnostic.line, diagnostic.column) if place else None
            if offset is None:
                continue
            for entry in report.regulations:
                if entry.file == file and entry.start <= offset < entry.end:
                    self._by_slug[entry.slug].append((offset, diagnostic))

    def of(
        self, regulation: Regulation, origins: SourceMap | None, known: Sequence[Finding]
    ) -> list[Finding]:
        """What import said of `regulation` beside what is `known` from reading its text."""
        said = {(finding.code, finding.message) for finding in known}
        return [
            Finding(d.severity, d.code, d.message, origins.provision_at(offset) if origins else "")
            for offset, d in self._by_slug.get(regulation.slug, ())
            if (d.code, d.message) not in said
        ]


def _places(path: Path) -> source.Places | None:
    try:
        return source.Places(source.load(path))
    except HandbookError:
        return None
