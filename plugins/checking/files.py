"""The files that the check page needs in the browser."""

from __future__ import annotations

import json
from pathlib import Path

from checker.checker import Checker
from checker.publishing import publish
from handbook.search.shards.codec import checksum
from plugins import bundle
from plugins.checking.texts import texts
from plugins.sitefile import SiteFile, call, named

_SOURCE = Path(__file__).parent / "assets"


class CheckingFiles:
    """The files of one build.

    Attributes:
        build: hash of forms and rules; the page refuses data of another.
        engine, forms, page, style: what every check needs.
        ahead, later: code in the page: what brings the rules of the body in the address, and what
            brings the theme's scripts.
        batch: what checks whole tables, loaded on demand.
        books: slug of a body → its rules, loaded on demand.
        texts: slug of a body → the words of the provisions that its rules cite, on demand.
    """

    FOLDER = "assets/check"

    def __init__(self, checker: Checker) -> None:
        """Makes all files.

        Raises:
            HandbookError: the rules of a body do not bind.
        """
        published = publish(checker)
        self.build = published.build
        self.engine = self._script("engine.js", "engine")
        self.batch = self._script("batch.js", "batch")
        self.page = self._script("page.js", "page")
        styles = (_SOURCE / "checking.css", _SOURCE / "batch" / "batch.css")
        self.style = named(self.FOLDER, "check.css", "".join(map(bundle.style, styles)))
        self.forms = self._data("forms.js", "handbookForms", published.forms)
        self.books = {
            body: self._data(f"book-{body}.js", "handbookBook", book, body)
            for body, book in published.books.items()
        }
        self.texts = {
            body: self._named(
                f"texts-{body}.js", _call("handbookTexts", body, texts(checker, body))
            )
            for body in published.books
        }

        books = json.dumps({body: f"../{file.uri}" for body, file in self.books.items()})
        self.ahead = f"{bundle.short(_SOURCE / 'ahead.js')}({books})"
        self.later = bundle.short(_SOURCE / "later.js")

    @property
    def all(self) -> tuple[SiteFile, ...]:
        """All files."""
        own = (self.engine, self.batch, self.page, self.style, self.forms)
        return (*own, *self.books.values(), *self.texts.values())

    @property
    def addresses(self) -> str:
        """JSON of the paths that the page's script needs."""
        found = {
            "engine": self.engine.uri,
            "forms": self.forms.uri,
            "batch": self.batch.uri,
            "style": self.style.uri,
            "books": {body: file.uri for body, file in self.books.items()},
            "texts": {body: file.uri for body, file in self.texts.items()},
        }
        return json.dumps(found)

    def _script(self, name: str, folder: str) -> SiteFile:
        return self._named(name, bundle.script(_SOURCE / folder / "main.js"))

    def _data(self, name: str, function: str, text: str, *body: str) -> SiteFile:
        return self._named(name, _call(function, self.build, *body, checksum(text), text))

    def _named(self, name: str, content: str) -> SiteFile:
        return named(self.FOLDER, name, content)


def _call(function: str, *arguments: str | int) -> str:
    """A script that calls a function where there is one: a missing engine is told by the page."""
    return call(f"globalThis.{function}?.", *arguments)
