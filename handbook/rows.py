"""The rows of `handbook provisions`: one object for each provision."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from handbook import citation, sourcemap, urls
from handbook.library import Library
from handbook.provision import Level, Provision, Regulation
from handbook.sourcemap import SourceMap, Span

_NO_LABEL = frozenset((Level.PREAMBLE, Level.SIGNATURE))


@dataclass(frozen=True, slots=True)
class RowSource:
    """A raw file and half-open ranges of code points in it."""

    file: str
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """One provision as other programs see it; the fields are the keys of the contract."""

    regulation: str
    title: str
    issuer: str
    id: str
    level: str
    labels: tuple[str, ...]
    paragraph: int | None
    citation: str
    heading: str | None
    text: str
    path: str
    source: RowSource | None

    def json(self) -> str:
        """The row as one line of JSON."""
        data = {name: getattr(self, name) for name in self.__slots__}
        if self.source is not None:
            data["source"] = {"file": self.source.file, "spans": self.source.spans}
        return json.dumps(data, ensure_ascii=False)


def rows(library: Library, day: date) -> Iterator[Row]:
    """The rows of all texts in force on a day, in document order.

    Raises:
        HandbookError: a source map is damaged.
    """
    names = {issuer.slug: issuer.name for issuer in library.issuers}
    for regulation in library.in_force(day):
        folder = library.root / regulation.slug
        yield from of_regulation(
            regulation,
            names[regulation.issuer_slug],
            sourcemap.load(folder, folder.as_posix()),
        )


def of_regulation(
    regulation: Regulation, issuer: str, origins: SourceMap | None = None
) -> Iterator[Row]:
    """The rows of one regulation, in document order."""
    for chain in regulation.paths():
        own = chain[-1]
        paragraph = int(own.number) if own.level is Level.PARAGRAPH else None
        spans = origins.spans(own.id, own.words) if origins else None
        yield Row(
            regulation.slug,
            regulation.title,
            issuer,
            own.id,
            own.level.value,
            labels(chain),
            paragraph,
            citation.cite(regulation, chain),
            own.heading or None,
            own.text,
            urls.path(regulation, own),
            RowSource(origins.file, spans) if origins and spans else None,
        )


def labels(chain: tuple[Provision, ...]) -> tuple[str, ...]:
    """The labels from the top level to the provision, as printed; a subhead with its words."""
    return tuple(
        words for p in chain if p.level not in _NO_LABEL and (words := p.label or _subhead(p))
    )


def _subhead(provision: Provision) -> str:
    return (provision.heading or "") if provision.level is Level.HEADING else ""
