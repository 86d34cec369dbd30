"""The checker of a handbook: forms in, results out. Rule books are made when first needed."""

from __future__ import annotations

import bisect
from collections.abc import Iterable
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from checker import engine, forms, store
from checker.book import Book
from checker.documents import Document
from checker.explaining import explain
from checker.findings import Result
from checker.forms import BODY_FIELD, TYPE_KEY, Forms, suggest
from checker.ledger import Ledger, Way, tallied
from checker.reading import Form, FormReader
from handbook.errors import Diagnostic, HandbookError, Place

if TYPE_CHECKING:  # loaded only where they are needed, so that one form is checked at once
    from checker.program import Program
    from checker.rules import RuleFile
    from handbook.library import Library

#: From how many forms of a type on its rules are compiled into one function.
_MANY = 16
#: Forms of a ledger that cannot be read and are named.
_MOST_WRONG = 20


class Checker:
    """Forms, rules and texts of one handbook."""

    def __init__(
        self, root: Path, cache: Path | None = None, library: Library | None = None
    ) -> None:
        """Reads form types and which bodies there are; rules only when a form needs them.

        Args:
            root: the folder of regulations.
            cache: where rule books are kept between runs; None: nowhere.
            library: the texts, where they have been read already.

        Raises:
            HandbookError: there is no such folder, or a form type is wrong.
        """
        if not root.is_dir():
            raise HandbookError("没有这个文件夹", Place(root.as_posix()))
        self.root = root
        if library is not None:
            self.library = library
        self._store = store.Store(root, cache) if cache else None
        self._files: dict[str, tuple[RuleFile, ...]] = {}
        self._books: dict[tuple[str, int], Book] = {}
        self._turns: dict[str, list[date]] = {}
        self._readers: dict[tuple[str, str], FormReader] = {}
        self._programs: dict[tuple[str, int, str], Program] = {}
        self._uses: dict[tuple[str, int, str], int] = {}
        self._ways: dict[tuple[str, str], list[Way]] = {}
        self._readers_of: dict[tuple[str, int, str, str], frozenset[str]] = {}
        self.forms, self.names = self._office()

    @classmethod
    def load(cls, root: Path) -> Checker:
        """The checker of a folder of regulations, nothing kept.

        Raises:
            HandbookError: a form type is wrong.
        """
        return cls(root)

    @cached_property
    def library(self) -> Library:
        """All texts.

        Raises:
            HandbookError: one is wrong.
        """
        from handbook.library import Library

        return Library.load(self.root)

    @property
    def bodies(self) -> tuple[str, ...]:
        """The slugs of the bodies."""
        return tuple(self.names)

    def _office(self) -> tuple[Forms, dict[str, tuple[str, ...]]]:
        """Form types, and body → its names; from the store where they are kept."""
        lines = self._store.read("forms") if self._store else None
        if lines:
            try:
                kept: tuple[Forms, dict[str, tuple[str, ...]]] = store.loads(lines[0])
                return kept
            except store.Damaged:
                pass
        names = {i.slug: (i.name, *i.short_names) for i in self.library.issuers}
        found = forms.load(self.root)
        if self._store:
            self._store.write("forms", [store.dumps((found, names))])
        return found, names

    def read(self, document: Document) -> tuple[Form, tuple[Diagnostic, ...]]:
        """Reads the fields of a form; doubts are values that no rule can know.

        Raises:
            HandbookError: type, body, a field or a value is wrong; all that are wrong are named.
        """
        key = (document.contents.get(TYPE_KEY), document.contents.get(BODY_FIELD))
        reader = self._readers.get(key)  # type: ignore[arg-type]
        if reader is None:
            kind = self.forms.find(self._one(document, TYPE_KEY), document.place_of(TYPE_KEY))
            body = self.body(self._one(document, BODY_FIELD), document.place_of(BODY_FIELD))
            reader = FormReader(kind, body)
            self._readers[key] = reader  # type: ignore[index]
        return reader.read(document)

    def body(self, body: str, place: Place | None = None) -> str:
        """The slug of a body, of which slug, name or short name is given.

        Raises:
            HandbookError: there is none; names the nearest.
        """
        if body in self.names:
            return body
        named = [slug for slug, names in self.names.items() if body in names]
        if len(named) == 1:
            return named[0]
        if named:
            which = "、".join(self.names[slug][0] for slug in named)
            raise HandbookError(f"“{body}”可能是{which}，请写全称或代号", place)
        known = [*self.names, *(names[0] for names in self.names.values())]
        message = f"没有单位“{body[:30]}”；{suggest(body, known)}"
        raise HandbookError(message, place)

    def _one(self, document: Document, key: str) -> str:
        content = document.contents.get(key)
        if not isinstance(content, str) or not content.strip():
            known = self.forms.types if key == TYPE_KEY else self.bodies
            raise HandbookError(f"没有填“{key}”；可填：{'、'.join(known)}", document.place)
        return content.strip()

    def check(self, form: Form, as_of: date | None = None) -> Result:
        """All findings on a form, by the texts in force on its day, on `as_of`, or today.

        Raises:
            HandbookError: the body's rules do not bind.
        """
        day = as_of or form.day or date.today()
        at = bisect.bisect_right(self.turns_of(form.body), day)
        found = self._checked(form, at, day)
        key = (form.type.name, form.body)
        if key not in self._ways:
            self._ways[key] = tallied(form.type, form.body)
        if not self._ways[key]:
            return found
        reads = {name: self._reads(form, at, day, name) for name in form.told}
        return explain(found, form, self._ways[key], reads)

    def _checked(self, form: Form, at: int, day: date) -> Result:
        key = (form.body, at, form.type.name)
        program = self._programs.get(key)
        if program is not None:
            return program.check(form.type.name, form.row, form.source, form.place)
        book = self.book(form.body, day)
        self._uses[key] = uses = self._uses.get(key, 0) + 1
        if uses >= _MANY and form.type.name in book.chapters:
            from checker.program import Program

            self._programs[key] = Program(book.chapters[form.type.name], book.calendar)
        return engine.check(book, form.type.name, form.row, form.source, form.place)

    def _reads(self, form: Form, at: int, day: date, field: str) -> frozenset[str]:
        """The ids of the rules for a form that read a field."""
        key = (form.body, at, form.type.name, field)
        if key not in self._readers_of:
            from checker.program import fields_of

            chapters = self.book(form.body, day).chapters
            rules = chapters[form.type.name].rules if form.type.name in chapters else ()
            self._readers_of[key] = frozenset(r.id for r in rules if field in fields_of(r))
        return self._readers_of[key]

    def ledger(self, documents: Iterable[Document]) -> tuple[Ledger, tuple[Diagnostic, ...]]:
        """A ledger of earlier forms; doubts are of forms that stand in it twice.

        Forms of types no field of which follows from earlier ones are left out.

        Raises:
            HandbookError: a form cannot be read; the first that cannot are named.
        """
        found = Ledger()
        doubts: list[Diagnostic] = []
        wrong: list[HandbookError] = []
        for document in documents:
            named = self.forms.types.get(str(document.contents.get(TYPE_KEY)))
            if named is not None and not any(field.ledger for field in named.fields):
                continue
            try:
                form, strange = self.read(document)
            except HandbookError as error:
                wrong.append(error)
                if len(wrong) >= _MOST_WRONG:
                    break
                continue
            twice = found.add(form)
            doubts += [*strange, *([twice] if twice else [])]
        if wrong:
            more = "".join(f"\n{error}" for error in wrong[1:])
            raise HandbookError(f"台账：{wrong[0].message}{more}", wrong[0].place)
        return found, tuple(doubts)

    def book(self, body: str, day: date) -> Book:
        """The rule book of a body on a day.

        Raises:
            HandbookError: its rules do not bind.
        """
        key = (body, bisect.bisect_right(self.turns_of(body), day))
        if key not in self._books:
            self._books[key] = self._kept(*key) or self._made(*key, day)
        return self._books[key]

    def _kept(self, body: str, at: int) -> Book | None:
        lines = self._store.read(f"{body}-{at}") if self._store else None
        try:
            return store.book_of(lines) if lines else None
        except store.Damaged:
            return None

    def _made(self, body: str, at: int, day: date) -> Book:
        from checker import building, settings
        from checker.binding import Binder

        book = building.build(
            body,
            day,
            Binder.of(self.library, body, day),
            self.files(body),
            self.forms,
            settings.load(self.root, body),
        )
        if self._store:
            self._store.write(f"{body}-{at}", store.book_lines(book))
        return book

    def books(self, body: str) -> Iterable[Book]:
        """The books of a body on all days on which they differ, the present one last.

        Raises:
            HandbookError: a rule does not bind.
        """
        for day in (date.min, *self.turns_of(body)):
            yield self.book(body, day)

    def files(self, body: str) -> tuple[RuleFile, ...]:
        """The rule files of a body.

        Raises:
            HandbookError: one is wrong.
        """
        from checker import rulefile

        if body not in self._files:
            found = []
            for regulation in self.library.regulations:
                if regulation.slug.startswith(f"{body}/"):
                    path = self.root / regulation.slug / rulefile.FILE
                    if path.is_file():
                        found.append(rulefile.load(path, regulation.slug))
            self._files[body] = tuple(found)
        return self._files[body]

    def turns_of(self, body: str) -> list[date]:
        """The days on which the body's texts or rules change, ascending."""
        if body not in self._turns:
            lines = self._store.read(f"{body}-turns") if self._store else None
            if lines is None:
                lines = [d.isoformat() for d in self._changes(body)]
                if self._store:
                    self._store.write(f"{body}-turns", lines)
            self._turns[body] = [date.fromisoformat(line) for line in lines if line]
        return self._turns[body]

    def _changes(self, body: str) -> list[date]:
        turns: set[date | None] = set()
        for regulation in (*self.library.regulations, *self.library.history):
            if regulation.slug.startswith(f"{body}/"):
                metadata = regulation.metadata
                turns |= {metadata.start, metadata.repealed}
                turns |= {later.effective for later in metadata.commencement}
        for file in self.files(body):
            for rule in file.rules:
                turns |= {rule.since, rule.until}
                for case in rule.cases:
                    turns |= {day for q in case.quotes for day in (q.since, q.until)}
            for waiver in file.waivers:
                turns |= {waiver.quote.since, waiver.quote.until}
        return sorted(t for t in turns if t is not None)
