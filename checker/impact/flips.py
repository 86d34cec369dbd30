"""Forms whose verdict a change turns: the cases beside the rules, and examples that prove it.

Rules that do not bind on one side say nothing here on either: that they are broken is told apart.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass

from checker import cases, engine, units
from checker.book import Book, Case, Rule
from checker.checker import Checker
from checker.documents import Document
from checker.examples import Search, words
from checker.expression.interpret import DivisionByZero, Row
from checker.expression.tree import Ir, fields
from checker.findings import Finding, Note
from checker.forms import TYPE_KEY, FormType
from checker.impact.books import Partial
from checker.kinds import Kind
from checker.rules import Verdict
from handbook.errors import HandbookError

#: Cases of a rule that are tried with another figure.
_MOST_CASES = 8


@dataclass(frozen=True, slots=True)
class Turn:
    """What one rule says before and after; None where it says nothing."""

    rule: str
    before: Verdict | None
    after: Verdict | None
    message: str


@dataclass(frozen=True, slots=True)
class Flip:
    """A form that is judged otherwise.

    Attributes:
        form: its type.
        body: slug of its body.
        source: where it is written; "" for an example made for the purpose.
        name: what the case is called, or the form in a few words.
        before: the whole form's verdict; of an example the rule's.
        after: the same after the change.
        turns: the rules that say something else.
    """

    form: str
    body: str
    source: str
    name: str
    before: Verdict
    after: Verdict
    turns: tuple[Turn, ...]


def of_cases(
    old: Partial, new: Partial, checkers: tuple[Checker, Checker], known: Iterable[cases.Case]
) -> Iterator[Flip]:
    """The cases beside the rules that come out otherwise."""
    if old.book is None or new.book is None:
        return
    for case in known:
        flip = of_document(case.document, case.name, old, new, checkers)
        if flip is not None:
            yield flip


def known_cases(checkers: tuple[Checker, Checker], body: str) -> tuple[cases.Case, ...]:
    """The cases of both sides, each form once; a file that did not change is read once.

    Raises:
        HandbookError: a file of cases is wrong.
    """
    known: dict[str, cases.Case] = {}
    read: set[tuple[str, bytes]] = set()
    for checker in checkers:
        for file in checker.files(body):
            path = checker.root / file.regulation / cases.FILE
            content = path.read_bytes() if path.is_file() else b""
            if content and (file.regulation, content) not in read:
                read.add((file.regulation, content))
                for case in cases.load(path, file.regulation):
                    known[repr(sorted(case.document.contents.items()))] = case
    return tuple(known.values())


def of_document(
    document: Document, name: str, old: Partial, new: Partial, checkers: tuple[Checker, Checker]
) -> Flip | None:
    """The flip of one form; None where nothing is judged otherwise or it cannot be read."""
    if old.book is None or new.book is None:
        return None
    kind = document.contents.get(TYPE_KEY)
    if isinstance(kind, str) and old.book.chapters.get(kind) == new.book.chapters.get(kind):
        return None
    silent = {own.rule for own in (*old.unbound, *new.unbound)}
    sides = []
    for checker, book in zip(checkers, (old.book, new.book), strict=True):
        try:
            form, _ = checker.read(document)
        except HandbookError:
            return None
        found = engine.check(book, form.type.name, form.row).findings
        sides.append([f for f in found if f.rule not in silent])
    before, after = map(_worst, sides)
    turns = tuple(_turns(before, after))
    return (
        Flip(
            form.type.name, form.body, document.source, name,
            _verdict(before), _verdict(after), turns,
        )
        if turns
        else None
    )  # fmt: skip


def _verdict(findings: Mapping[str, Finding]) -> Verdict:
    return min((f.verdict for f in findings.values()), key=lambda v: v.rank, default=Verdict.PASS)


def _turns(one: Mapping[str, Finding], other: Mapping[str, Finding]) -> Iterator[Turn]:
    for rule in dict.fromkeys((*one, *other)):
        was, now = one.get(rule), other.get(rule)
        verdicts = was.verdict if was else None, now.verdict if now else None
        said = now or was
        if said is not None and verdicts[0] is not verdicts[1]:
            yield Turn(rule, *verdicts, said.outcome.message)


def _worst(findings: Sequence[Finding]) -> dict[str, Finding]:
    found: dict[str, Finding] = {}
    for finding in findings:
        known = found.get(finding.rule)
        if known is None or finding.verdict.rank < known.verdict.rank:
            found[finding.rule] = finding
    return found


def examples(
    old: Partial, new: Partial, checker: Checker, known: Sequence[cases.Case]
) -> Iterator[Flip]:
    """For each rule that says something else a form that proves it, found by search.

    The form is a case of the rule with one figure changed where there is such a one, else the
    shortest that the search finds.
    """
    if old.book is None or new.book is None:
        return
    before = {(form, rule.id): rule for form, rule in old.rules()}
    changed = [
        (form, before[form, rule.id], rule)
        for form, rule in new.rules()
        if before.get((form, rule.id), rule) != rule
    ]
    for form, was, now in changed:
        hunt = _Hunt(was, now, checker.forms.types[form], new.book)
        flip = hunt.found(list(_rows(known, now.id, checker, form)))
        if flip is not None:
            yield flip


def _rows(
    known: Iterable[cases.Case], rule: str, checker: Checker, form: str
) -> Iterator[tuple[str, Row]]:
    """Name and row of the cases of a rule."""
    for case in known:
        if any(want.rule == rule for want in case.expect):
            with suppress(HandbookError):
                read, _ = checker.read(case.document)
                if read.type.name == form:
                    yield case.name, read.row


class _Hunt:
    """Looks for a form of which a rule says one thing before and another after."""

    def __init__(self, was: Rule, now: Rule, kind: FormType, book: Book) -> None:
        self.was, self.now, self.kind, self.book = was, now, kind, book
        self.search = Search(kind, book.body, book.calendar)

    def found(self, known: Sequence[tuple[str, Row]]) -> Flip | None:
        """One flip, if there is one: a plain one before one that a person has to judge."""
        doubtful: Flip | None = None
        for flip in self._all(known):
            if Verdict.JUDGEMENT not in (flip.before, flip.after):
                return flip
            doubtful = doubtful or flip
        return doubtful

    def _all(self, known: Sequence[tuple[str, Row]]) -> Iterator[Flip]:
        conditions = list(_conditions(self.was, self.now))
        read = frozenset().union(*(fields(ir) for ir in conditions))
        figures = sorted((f for f in read if self._rank(f)), key=lambda f: (self._rank(f), f))
        for name, row in known[:_MOST_CASES]:
            for field in figures:
                given = {k: v for k, v in row.items() if k != field}
                for condition in conditions:
                    yield from self._try(condition, given, (field,), f"，其余同“{name}”")
        for condition in conditions:
            yield from self._try(condition, {}, (), "")

    def _rank(self, field: str) -> int:
        """1 for an amount, 2 for a span or other measure, 3 for a count; 0 for what is none."""
        if field not in self.kind.by_name:
            return 0
        type_ = self.kind.by_name[field].static(self.book.body)
        if type_.kind is not Kind.NUMBER:
            return 0
        return 1 if type_.unit.dims == units.MONEY else 2 if type_.unit.dims else 3

    def _try(self, condition: Ir, given: Row, shown: tuple[str, ...], rest: str) -> Iterator[Flip]:
        row = self.search.form_for(condition, given)
        if row is None:
            return
        sides = []
        for rule in (self.was, self.now):
            findings: list[Finding] = []
            notes: list[Note] = []
            try:
                engine.apply(rule, row, self.book.calendar, findings, notes)
            except DivisionByZero:
                return
            sides.append(_worst(findings))
        turns = tuple(_turns(*sides))
        if not turns:
            return
        own = {k: v for k, v in row.items() if k in shown or not shown}
        name = words(own, self.kind, self.book.body) + rest
        body = self.book.body
        yield Flip(self.kind.name, body, "", name, _verdict(sides[0]), _verdict(sides[1]), turns)


def _conditions(was: Rule, now: Rule) -> Iterator[Ir]:
    """When two forms of a rule may differ, the plainest first."""
    for one, other in _cases(was, now):
        applied, applies = _both(was.when, one.when), _both(now.when, other.when)
        held, holds = _held(one), _held(other)
        if held != holds:
            yield _both(applied, applies, held, _not(holds))
            yield _both(applied, applies, holds, _not(held))
        if applied != applies:
            yield _both(applied, _not(applies))
            yield _both(applies, _not(applied))


def _cases(was: Rule, now: Rule) -> Iterator[tuple[Case, Case]]:
    if len(was.cases) == len(now.cases):
        yield from zip(was.cases, now.cases, strict=True)
    else:
        yield from ((one, other) for one in was.cases for other in now.cases)


def _held(case: Case) -> Ir:
    return _both(*case.demand.tests)


def _both(*parts: Ir | None) -> Ir:
    found = [part for part in parts if part is not None]
    return ("且", *found) if found else ("常", True)


def _not(ir: Ir) -> Ir:
    return ("非", ir)
