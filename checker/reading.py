"""Reads the fields of filled-in forms of one form type and body: contents of cells → values.

Cells of a column often hold the same words; what was read once is remembered, in memory and only
while the program runs.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from checker import values
from checker.documents import Content, Document
from checker.expression.interpret import Row
from checker.forms import BODY_FIELD, TYPE_KEY, Field, FormType, suggest
from checker.kinds import Value
from handbook.errors import Diagnostic, HandbookError, Place, Severity

_REMEMBERED = 4096
_MOST = 20  # mistakes of a form that are named


@dataclass(frozen=True, slots=True)
class Form:
    """A form whose fields have been read.

    Attributes:
        type: its form type.
        body: slug of its body.
        row: field → value; fields not filled in are left out.
        source: its name in reports.
        place: where it begins.
        day: the day by whose texts it is judged; None where no date is filled in.
        told: field → how the ledger gave it, or why it could not.
    """

    type: FormType
    body: str
    row: Row
    source: str
    place: Place
    day: date | None
    told: Mapping[str, str] = field(default_factory=dict)


class FormReader:
    """Reads forms of one type of one body."""

    def __init__(self, form: FormType, body: str) -> None:
        """Prepares the fields."""
        self.form, self.body = form, body
        self._known: dict[str, dict[Content, tuple[Value, tuple[str, ...]]]] = {
            f.name: {} for f in form.fields if f.name != BODY_FIELD
        }

    def read(self, document: Document) -> tuple[Form, tuple[Diagnostic, ...]]:
        """The values of a form; doubts are items that no rule can know.

        Raises:
            HandbookError: a field or a value is wrong; all that are wrong are named.
        """
        row: dict[str, Value] = {}
        errors: list[HandbookError] = []
        doubts: list[Diagnostic] = []
        for name, content in document.contents.items():
            known = self._known.get(name)
            if known is None:
                self._unknown(document, name, content, errors)
                continue
            found = known.get(content)
            if found is None:
                try:
                    found = self._value(name, content)
                except values.Unreadable as error:
                    errors.append(HandbookError(f"“{name}”：{error}", document.place_of(name)))
                    continue
                if len(known) >= _REMEMBERED:
                    known.clear()
                known[content] = found
            if found[0] is not None:
                row[name] = found[0]
                if found[1]:
                    doubts += self._doubts(document, name, found[1])
        if errors:
            more = "".join(f"\n{e}" for e in errors[1:_MOST])
            raise HandbookError(errors[0].message + more, errors[0].place)
        row[BODY_FIELD] = self.body
        day = next((row[d] for d in self.form.dates if row.get(d) is not None), None)
        when = date.fromordinal(day) if isinstance(day, int) else None
        return Form(self.form, self.body, row, document.source, document.place, when), tuple(doubts)

    def _unknown(
        self, document: Document, name: str, content: Content, errors: list[HandbookError]
    ) -> None:
        empty = content is None or (isinstance(content, str) and not content.strip())
        if name in (TYPE_KEY, BODY_FIELD) or empty:
            return
        hint = suggest(name, self._known)
        message = f"“{self.form.name}”没有字段“{name[:30]}”；{hint}"
        errors.append(HandbookError(message, document.place_of(name)))

    def _value(self, name: str, content: Content) -> tuple[Value, tuple[str, ...]]:
        field = self.form.by_name[name]
        value = values.read(field, self.body, content)
        return value, _strange(field, self.body, value)

    def _doubts(self, document: Document, name: str, strange: tuple[str, ...]) -> list[Diagnostic]:
        choices = self.form.by_name[name].choices_of(self.body)
        place = document.place_of(name)
        return [
            Diagnostic(
                place.file, place.line, place.column, "unknown-item", Severity.WARNING,
                f"“{name}”的可选项里没有“{item[:30]}”；{suggest(item, choices)}",
            )
            for item in strange
        ]  # fmt: skip


def _strange(field: Field, body: str, value: Value) -> tuple[str, ...]:
    """Items of a list that the form does not know: no rule asks for them."""
    choices = field.choices_of(body)
    if field.type != "文本列表" or not choices or not isinstance(value, tuple):
        return ()
    return tuple(item for item in value if item not in choices)
