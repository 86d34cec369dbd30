"""A text as the editor's page loads it: its file, and the quotes that rules read in it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date

from checker import quotes
from checker.binding import Binder
from checker.checker import Checker
from checker.rules import QuoteSpec
from handbook.provision import Regulation
from handbook.textfile import decode, read_bytes
from plugins.editing.patterns import javascript


class Texts:
    """The texts of a handbook on one day, each with the quotes of its body's rules."""

    def __init__(self, checker: Checker, day: date) -> None:
        """`day`: a text that takes effect later is read with the rules of its first day."""
        self.checker = checker
        self.day = day
        self._quotes: dict[tuple[str, date], dict[str, list[object]]] = {}

    def content(self, regulation: Regulation) -> str:
        """JSON of one text.

        `path`: its file in the repository; `text`; `plain`: a patch of LF lines fits the file;
        `rules`: `[rule's title, cited ids (null: any), quote as
        written, pattern ("": its own words), names of its holes]`.

        Raises:
            HandbookError: the file cannot be read, or a rule does not bind.
        """
        root = self.checker.root
        folder = root / regulation.slug
        data = read_bytes(folder / "text.md", f"{regulation.slug}/text.md")
        text = decode(data, regulation.file)
        start = regulation.metadata.start
        day = max(self.day, start) if start else self.day
        body = regulation.issuer_slug
        if (body, day) not in self._quotes:
            self._quotes[body, day] = self._read_by(body, day)
        found: Mapping[str, object] = {
            "path": f"{root.name}/{regulation.slug}/text.md",
            "text": text,
            "plain": data == text.encode() and "\r" not in text,
            "rules": self._quotes[body, day].get(regulation.slug, []),
        }
        return json.dumps(found, ensure_ascii=False, separators=(",", ":"))

    def _read_by(self, body: str, day: date) -> dict[str, list[object]]:
        """Slug of a regulation → the quotes that the rules of its body read in it."""
        found: dict[str, list[object]] = {}
        if body not in self.checker.bodies:
            return found
        binder = Binder.of(self.checker.library, body, day)
        for file in self.checker.files(body):
            for rule in filter(None, (written.as_of(day) for written in file.rules)):
                known: set[tuple[str, str]] = set()
                for spec in (quote for case in rule.cases for quote in case.quotes):
                    key = (spec.cites.text, spec.quote.text)
                    if key not in known:
                        known.add(key)
                        self._add(found, binder, spec, file.regulation, rule.id, rule.title)
        return found

    def _add(
        self,
        found: dict[str, list[object]],
        binder: Binder,
        spec: QuoteSpec,
        near: str,
        rule: str,
        title: str,
    ) -> None:
        if near not in binder.regulations:
            return
        cited: dict[str, list[str]] = {}
        for regulation, provision in binder.cited(spec, near, rule):
            cited.setdefault(regulation.slug, []).append(provision.id)
        if len(cited) != 1:
            return  # words of several texts; only the command can tell
        slug, ids = next(iter(cited.items()))
        quote = quotes.parse(spec.quote.text)
        whole = len(ids) == len(binder.regulations[slug].provisions)
        found.setdefault(slug, []).append(
            [title, None if whole else ids, spec.quote.text,
             javascript(quote.regex) if quote.regex else "", list(quote.holes)]
        )  # fmt: skip
