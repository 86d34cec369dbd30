"""The files that the editor's page needs in the browser."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

from checker.checker import Checker
from plugins import bundle
from plugins.editing.grammar import grammar
from plugins.editing.texts import Texts
from plugins.sitefile import SiteFile, call, named

_SOURCE = Path(__file__).parent / "assets"


class EditingFiles:
    """The files of one build.

    Attributes:
        script: the page with its reader.
        style: how it looks.
        texts: slug of a regulation → its text, loaded on demand.
    """

    FOLDER = "assets/edit"

    def __init__(self, checker: Checker, day: date) -> None:
        """Makes all files.

        Raises:
            HandbookError: a text cannot be read, or a rule does not bind.
        """
        library = checker.library
        self._regulations = library.regulations
        self._names = {issuer.slug: issuer.name for issuer in library.issuers}
        # The grammar stands before the modules, which read it when they are made.
        written = call("globalThis.handbookGrammar=String", grammar()).rstrip() + ";\n"
        script = written + bundle.script(_SOURCE / "page" / "main.js")
        self.script = named(self.FOLDER, "edit.js", script)
        self.style = named(self.FOLDER, "edit.css", bundle.style(_SOURCE / "editing.css"))
        texts = Texts(checker, day)
        self.texts = {
            regulation.slug: self._text(regulation.slug, texts.content(regulation))
            for regulation in self._regulations
        }

    def _text(self, slug: str, content: str) -> SiteFile:
        name = f"{slug.replace('/', '-')}.js"
        return named(self.FOLDER, name, call("globalThis.handbookText?.", slug, content))

    @property
    def all(self) -> tuple[SiteFile, ...]:
        """All files."""
        return (self.script, self.style, *self.texts.values())

    @property
    def listed(self) -> str:
        """JSON: `[slug, title, name of its body, path of its file]` of each text."""
        rows = [
            [r.slug, r.title, self._names[r.issuer_slug], self.texts[r.slug].uri]
            for r in self._regulations
        ]
        return json.dumps(rows, ensure_ascii=False)
