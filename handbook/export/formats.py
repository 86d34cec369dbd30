"""The formats in which a regulation can be had as a file, by their name in `handbook export`."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cached_property
from typing import Any

from handbook import write
from handbook.export import akn_names, jsonld, word
from handbook.export.akn import AknWriter
from handbook.library import Library
from handbook.provision import Regulation
from handbook.references import find
from handbook.resolver import Resolver


def build_day() -> date:
    """Today, or the day that SOURCE_DATE_EPOCH states (reproducible-builds.org)."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    return datetime.fromtimestamp(int(epoch), UTC).date() if epoch.isdigit() else date.today()


class Exporter:
    """Makes files of the regulations of a library."""

    def __init__(self, library: Library, day: date) -> None:
        """`day`: the day on which the files are made."""
        self._library = library
        self._day = day
        self._issuers = {issuer.slug: issuer.name for issuer in library.issuers}

    def akn(self, regulation: Regulation) -> bytes:
        """Akoma Ntoso 3.0, references as links."""
        return self._akn.write(regulation, find(self._resolver, regulation)).encode("utf-8")

    def docx(self, regulation: Regulation) -> bytes:
        """A Word document."""
        return word.write(regulation, self._issuers[regulation.issuer_slug])

    def markdown(self, regulation: Regulation) -> bytes:
        """The canonical `text.md`."""
        return write.write(regulation).encode("utf-8")

    def legislation(self, regulation: Regulation, base: str = "", *, text: bool) -> dict[str, Any]:
        """schema.org/Legislation; see `handbook.export.jsonld.legislation`."""
        issuer = self._issuers[regulation.issuer_slug]
        return jsonld.legislation(regulation, issuer, base, text=text)

    @cached_property
    def _resolver(self) -> Resolver:
        return Resolver.of(self._library)

    @cached_property
    def _akn(self) -> AknWriter:
        works = {r.slug: akn_names.work(r) for r in self._library.regulations}
        return AknWriter(works, self._issuers, self._day)


@dataclass(frozen=True, slots=True)
class Format:
    """A format with one file for each regulation.

    Attributes:
        name: what people call it.
        suffix: the end of its files' names.
        make: the file of a regulation.
    """

    name: str
    suffix: str
    make: Callable[[Exporter, Regulation], bytes]


FORMATS: Mapping[str, Format] = {
    "docx": Format("Word", ".docx", Exporter.docx),
    "md": Format("Markdown", ".md", Exporter.markdown),
    "akn": Format("Akoma Ntoso", ".akn.xml", Exporter.akn),
}
