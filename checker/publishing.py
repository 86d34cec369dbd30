"""Form types and rule books as JSON for the evaluator in the browser.

Two kinds of texts: one with all bodies and form types, and one for each body with its rule books.
A book holds conditions in the IR of `expression.tree`. What stands at its default is left out;
rules that several books share, provisions and types stand once and are named by their number. The
first line of a book holds all but its rules and provisions, which follow, each on a line of its
own: a form needs few of them, and a browser reads only those.
`plugins/checking/assets/engine` reads both: forms.js and book.js.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from checker import units
from checker.book import Book, Case, Chapter, Rule
from checker.calendar import Calendar
from checker.checker import Checker
from checker.demands import Measure, Ready
from checker.expression.tree import Ir
from checker.forms import Field
from checker.kinds import Type
from checker.tallies import Condition, Tally

#: Whole numbers beyond it are not exact in JSON as JavaScript reads it.
_EXACT = 2**53 - 1


@dataclass(frozen=True, slots=True)
class Published:
    """What the browser needs.

    Attributes:
        build: a hash of all of it; texts of two builds are not used together.
        forms: JSON of the bodies and form types.
        books: slug of a body → its rule books, lines of JSON.
    """

    build: str
    forms: str
    books: Mapping[str, str]


def publish(checker: Checker) -> Published:
    """All that a handbook's checker knows.

    Raises:
        HandbookError: the rules of a body do not bind.
    """
    forms = _dumps(_forms(checker))
    books = {body: _Books(checker, body).content() for body in checker.bodies}
    digest = hashlib.sha256("\n".join((forms, *books.values())).encode())
    return Published(digest.hexdigest()[:10], forms, books)


def _dumps(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


class _Pool:
    """Values that stand once and are named by their number."""

    def __init__(self) -> None:
        self.values: list[Any] = []
        self._numbers: dict[str, int] = {}

    def number(self, value: object) -> int:
        key = _dumps(value)
        if key not in self._numbers:
            self._numbers[key] = len(self.values)
            self.values.append(value)
        return self._numbers[key]


def _filled(**parts: object) -> dict[str, object]:
    """The parts that are not at their default; an empty text is one only of `gap`."""
    return {
        key: value
        for key, value in parts.items()
        if value is not None and value is not False and (value not in ("", []) or key == "gap")
    }


def unit_json(unit: units.Unit) -> list[object]:
    """Name, base steps in one of it as a ratio, dimensions."""
    dims = "".join(f"{name}{power}" for name, power in unit.dims)
    return [unit.name, unit.scale.numerator, unit.scale.denominator, dims]


def _forms(checker: Checker) -> dict[str, object]:
    fields = _Pool()
    own = [
        {
            "name": form.name,
            "bodies": form.bodies,
            "dates": form.dates,
            "fields": [fields.number(_field(field)) for field in form.fields],
        }
        for form in checker.forms.types.values()
    ]
    bodies = [[slug, *names] for slug, names in checker.names.items()]
    return {"bodies": bodies, "types": own, "fields": fields.values}


def _field(field: Field) -> dict[str, object]:
    """A field; its unit with the words by which people write it."""
    unit = field.static("").unit
    return _filled(
        name=field.name,
        type=field.type,
        unit=[*unit_json(unit), list(units.spellings(unit.name))],
        required=field.required,
        bodies=list(field.bodies),
        help=field.help,
        choices={key: list(words) for key, words in field.choices.items()} or None,
        setting=field.setting,
        ledger=[_tally(tally) for tally in field.ledger],
    )


def _tally(tally: Tally) -> dict[str, object]:
    return _filled(
        sum=tally.sum,
        where=_condition(tally.where),
        unsure=_condition(tally.unsure),
        when=_condition(tally.when),
        same=list(tally.same),
        period=tally.period.value,
        bodies=list(tally.bodies),
    )


def _condition(condition: Condition) -> list[object]:
    return [[field, list(texts)] for field, texts in condition.items()]


class _Books:
    """The rule books of one body."""

    def __init__(self, checker: Checker, body: str) -> None:
        self.body = body
        self.turns = checker.turns_of(body)
        self.books = tuple(checker.books(body))
        self.rules, self.provisions, self.types = _Pool(), _Pool(), _Pool()

    def content(self) -> str:
        """`books` has one more than `turns`: the first holds before the first turn."""
        books = [self._book(book) for book in self.books]
        head = {
            "body": self.body,
            "turns": [day.isoformat() for day in self.turns],
            "books": books,
            "types": self.types.values,
            "rules": len(self.rules.values),
        }
        return "\n".join(map(_dumps, (head, *self.rules.values, *self.provisions.values)))

    def _book(self, book: Book) -> dict[str, object]:
        chapters = {form: self._chapter(chapter) for form, chapter in book.chapters.items()}
        return {"calendar": _calendar(book.calendar), "chapters": chapters}

    def _chapter(self, chapter: Chapter) -> dict[str, object]:
        return _filled(
            rules=[self.rules.number(self._rule(rule)) for rule in chapter.rules],
            conflicts=[[list(c.rules), c.question] for c in chapter.conflicts],
        )

    def _rule(self, rule: Rule) -> dict[str, object]:
        return _filled(
            id=rule.id,
            title=rule.title,
            when=ir_json(rule.when),
            cases=[self._case(case) for case in rule.cases],
            on=self._measure(rule.on),
            gap=rule.gap,
            first=rule.first,
            conflict=rule.conflict,
            covers=sorted(rule.covers),
        )

    def _case(self, case: Case) -> dict[str, object]:
        cited = [
            self.provisions.number([p.regulation, p.id, p.citation, p.path, p.quote])
            for p in case.provisions
        ]
        return _filled(
            when=ir_json(case.when),
            provisions=cited,
            demand=self._demand(case.demand),
            low=self._measure(case.low),
            high=self._measure(case.high),
        )

    def _demand(self, demand: Ready) -> dict[str, object]:
        return _filled(
            kind=demand.kind.value,
            verdict=demand.verdict.value,
            field=demand.shown.field,
            actual=self._measure(demand.shown.actual),
            limit=self._measure(demand.shown.limit),
            tests=[ir_json(test) for test in demand.tests],
            readings=self._named(demand.readings),
            bounds=self._named(demand.bounds),
            needs=[[need.field, sorted(need.any_of), need.words] for need in demand.needs],
            reason=demand.reason and demand.reason.value,
            question=demand.question,
            message=demand.message,
            approver=demand.approver,
            optional=demand.optional,
        )

    def _named(self, found: Iterable[tuple[str, Measure]]) -> list[object]:
        return [[name, self._measure(measure)] for name, measure in found]

    def _measure(self, measure: Measure | None) -> list[object] | None:
        """IR, type, parts of the formula: words, or IR and type."""
        if measure is None:
            return None
        parts = [
            p if isinstance(p, str) else [ir_json(p[0]), self._type(p[1])] for p in measure.formula
        ]
        return [ir_json(measure.ir), self._type(measure.type), *([parts] if parts else [])]

    def _type(self, found: Type) -> int:
        return self.types.number([found.kind.value, *unit_json(found.unit)])


def ir_json(ir: Ir | None) -> object:
    """IR as JSON; a whole number that JavaScript cannot read exactly is a ratio of texts."""
    if ir is None:
        return None
    if ir[0] == "常":
        value = ir[1]
        if isinstance(value, int) and abs(value) > _EXACT:
            return ["比", str(value), "1"]
        return ["常", list(value) if isinstance(value, tuple) else value]
    if ir[0] == "比":
        return ["比", str(ir[1]), str(ir[2])]
    return [ir_json(a) if _is_ir(a, n, ir) else _plain(a) for n, a in enumerate(ir)]


def _is_ir(part: object, at: int, ir: Ir) -> bool:
    """Whether a part of an IR is one itself: a tuple, if not the texts of 属于 or 含任一."""
    return isinstance(part, tuple) and not (at == 2 and ir[0] in ("属于", "含任一"))


def _plain(part: object) -> object:
    return list(part) if isinstance(part, tuple) else part


def _calendar(calendar: Calendar) -> list[object]:
    """Holidays and working days at week-ends, as runs: first day, how many."""
    return [_runs(calendar.holidays), _runs(calendar.workdays)]


def _runs(days: Iterable[int]) -> list[list[int]]:
    found: list[list[int]] = []
    for day in sorted(days):
        if found and sum(found[-1]) == day:
            found[-1][1] += 1
        else:
            found.append([day, 1])
    return found
