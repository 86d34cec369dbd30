"""The checker of a handbook: forms in, results out. Rule books are made when first needed."""

from __future__ import annotations

import bisect
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from checker import building, engine, forms, rulefile, settings, values
from checker.binding import Binder
from checker.book import Book
from checker.documents import Cell, Document
from checker.expression.interpret import Row
from checker.findings import Result
from checker.forms import BODY_FIELD, TYPE_KEY, Forms, FormType, suggest
from checker.kinds import Value
from checker.rules import RuleFile
from handbook.errors import Diagnostic, HandbookError, Place, Severity
from handbook.library import Library


@dataclass(frozen=True, slots=True)
class Form:
    """A form whose fields have been read.

    Attributes:
        type: its form type.
        body: slug of its body.
        row: field → value; fields not filled in are left out.
        source: its name in reports.
        day: the day by whose texts it is judged; None where no date is filled in.
    """

    type: FormType
    body: str
    row: Row
    source: str
    day: date | None


class Checker:
    """Forms, rules and texts of one handbook."""

    def __init__(self, library: Library) -> None:
        """Reads form types and which bodies there are; rules only when a form needs them."""
        self.library = library
        self.forms: Forms = forms.load(library.root)
        self.bodies = tuple(i.slug for i in library.issuers)
        self._files: dict[str, tuple[RuleFile, ...]] = {}
        self._books: dict[tuple[str, int], Book] = {}
        self._turns: dict[str, list[date]] = {}

    @classmethod
    def load(cls, root: Path) -> Checker:
        """The checker of a folder of regulations.

        Raises:
            HandbookError: a text or a form type is wrong.
        """
        return cls(Library.load(root))

    def read(self, document: Document) -> tuple[Form, tuple[Diagnostic, ...]]:
        """Reads the fields of a form; doubts are values that no rule can know.

        Raises:
            HandbookError: type, body, a field or a value is wrong; all that are wrong are named.
        """
        cells = document.cells
        kind = self.forms.find(self._one(document, TYPE_KEY), _place(document, TYPE_KEY))
        body = self._one(document, BODY_FIELD)
        if body not in self.bodies:
            known = {i.name: i.slug for i in self.library.issuers}
            named = {n: i.slug for i in self.library.issuers for n in (i.name, *i.short_names)}
            if body not in named:
                hint = suggest(body, [*self.bodies, *known])
                raise HandbookError(f"没有单位“{body[:30]}”；{hint}", _place(document, BODY_FIELD))
            body = named[body]
        row: dict[str, Value] = {}
        errors: list[HandbookError] = []
        doubts: list[Diagnostic] = []
        for name, cell in cells.items():
            if name in (TYPE_KEY, BODY_FIELD):
                continue
            field = kind.by_name.get(name)
            if field is None:
                if cell.content in (None, ""):
                    continue
                hint = suggest(name, kind.by_name)
                errors.append(
                    HandbookError(f"“{kind.name}”没有字段“{name[:30]}”；{hint}", cell.place)
                )
                continue
            try:
                value = values.read(field, body, cell.content)
            except values.Unreadable as error:
                errors.append(HandbookError(f"“{name}”：{error}", cell.place))
                continue
            if value is not None:
                row[name] = value
                doubts += _strange(field, body, value, cell)
        if errors:
            more = "".join(f"\n{e}" for e in errors[1:20])
            raise HandbookError(errors[0].message + more, errors[0].place)
        row[BODY_FIELD] = body
        day = next((row[d] for d in kind.dates if row.get(d) is not None), None)
        return (
            Form(
                kind,
                body,
                row,
                document.source,
                date.fromordinal(day) if isinstance(day, int) else None,
            ),
            tuple(doubts),
        )

    def _one(self, document: Document, key: str) -> str:
        cell = document.cells.get(key)
        if cell is None or not isinstance(cell.content, str) or not cell.content.strip():
            known = self.forms.types if key == TYPE_KEY else self.bodies
            raise HandbookError(f"没有填“{key}”；可填：{'、'.join(known)}", document.place)
        return cell.content.strip()

    def check(self, form: Form, as_of: date | None = None) -> Result:
        """All findings on a form, by the texts in force on its day, on `as_of`, or today.

        Raises:
            HandbookError: the body's rules do not bind.
        """
        book = self.book(form.body, as_of or form.day or date.today())
        return engine.check(book, form.type.name, form.row, form.source)

    def book(self, body: str, day: date) -> Book:
        """The rule book of a body on a day.

        Raises:
            HandbookError: its rules do not bind.
        """
        turns = self._turns_of(body)
        at = bisect.bisect_right(turns, day)
        key = (body, at)
        if key not in self._books:
            self._books[key] = building.build(
                body,
                day,
                Binder.of(self.library, body, day),
                self.files(body),
                self.forms,
                settings.load(self.library.root, body),
            )
        return self._books[key]

    def books(self, body: str) -> Iterable[Book]:
        """The books of a body on all days on which they differ, the present one last.

        Raises:
            HandbookError: a rule does not bind.
        """
        for day in (date.min, *self._turns_of(body)):
            yield self.book(body, day)

    def files(self, body: str) -> tuple[RuleFile, ...]:
        """The rule files of a body.

        Raises:
            HandbookError: one is wrong.
        """
        if body not in self._files:
            found = []
            for regulation in self.library.regulations:
                if regulation.slug.startswith(f"{body}/"):
                    path = self.library.root / regulation.slug / rulefile.FILE
                    if path.is_file():
                        found.append(rulefile.load(path, regulation.slug))
            self._files[body] = tuple(found)
        return self._files[body]

    def _turns_of(self, body: str) -> list[date]:
        """The days on which the body's texts or rules change."""
        if body not in self._turns:
            turns: set[date | None] = set()
            for regulation in (*self.library.regulations, *self.library.history):
                if regulation.slug.startswith(f"{body}/"):
                    turns |= {regulation.metadata.effective, regulation.metadata.repealed}
            for file in self.files(body):
                for rule in file.rules:
                    turns |= {rule.since, rule.until}
            self._turns[body] = sorted(t for t in turns if t is not None)
        return self._turns[body]


def _place(document: Document, key: str) -> Place:
    cell = document.cells.get(key)
    return cell.place if cell else document.place


def _strange(field: forms.Field, body: str, value: Value, cell: Cell) -> list[Diagnostic]:
    """Items of a list that the form does not know: no rule asks for them."""
    choices = field.choices_of(body)
    if field.type != "文本列表" or not choices or not isinstance(value, tuple):
        return []
    place = cell.place
    return [
        Diagnostic(
            place.file, place.line, place.column, "unknown-item", Severity.WARNING,
            f"“{field.name}”的可选项里没有“{item[:30]}”；{suggest(item, choices)}",
        )
        for item in value
        if item not in choices
    ]  # fmt: skip
