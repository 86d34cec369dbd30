"""What is wrong with rules themselves, as diagnostics for `handbook lint`.

Of ladders: values that two steps claim, values that none claims, steps that no form reaches. Each
is proved by a form that is run through the checker.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from itertools import combinations, pairwise

from checker import building, cases, engine, settings
from checker.binding import Binder
from checker.book import Book, Case, Rule
from checker.calendar import Calendar
from checker.checker import Checker
from checker.examples import Search, words
from checker.expression.interpret import DivisionByZero, Row, evaluate
from checker.expression.tree import Ir
from checker.findings import Finding, Note
from checker.forms import FormType
from checker.kinds import Value
from checker.rules import Demand, Reason, Verdict
from handbook.errors import Diagnostic, HandbookError, Place, Severity

_E, _W, _I = Severity.ERROR, Severity.WARNING, Severity.INFO


def diagnostics(checker: Checker, day: date) -> Iterator[Diagnostic]:
    """What is wrong with the rules of all bodies on a day."""
    for body in checker.bodies:
        yield from of_body(checker, body, day)


def of_body(checker: Checker, body: str, day: date) -> Iterator[Diagnostic]:
    """What is wrong with the rules of one body on a day."""
    try:
        files = checker.files(body)
        own = settings.load(checker.root, body)
        binder = Binder.of(checker.library, body, day)
    except HandbookError as error:
        yield _at(error.place, "rule-unbound", _E, error.message)
        return
    book, errors = building.attempt(body, day, binder, files, checker.forms, own)
    for wrong in errors:
        yield _at(wrong.place, "rule-unbound", _E, wrong.message)
    yield from _other_days(checker, body, day, {str(wrong) for wrong in errors})
    for file in files:
        for waiver in file.waivers:
            try:
                if file.regulation in binder.regulations and waiver.quote.holds(day):
                    binder.bind(waiver.quote, file.regulation, "waived")
            except HandbookError as error:
                yield _at(error.place, "rule-unbound", _E, error.message)
    if book is None:
        return
    for message, place in book.literals:
        yield _at(place, "rule-literal", _E, message)
    places = {f"{body}/{spec.id}": spec.place for file in files for spec in file.rules}
    yield from _book(checker, book, places)
    yield from _cases(checker, body)


def _other_days(checker: Checker, body: str, day: date, said: set[str]) -> Iterator[Diagnostic]:
    """What does not bind on other days on which texts or rules change, also those to come."""
    own = settings.load(checker.root, body)
    turns = checker.turns_of(body)
    now = max((turn for turn in turns if turn <= day), default=date.min)
    for turn in (date.min, *turns):
        if turn == now:
            continue
        binder = Binder.of(checker.library, body, turn)
        _, errors = building.attempt(body, turn, binder, checker.files(body), checker.forms, own)
        when = f"从 {turn} 起" if turn > date.min else f"{turns[0]} 以前"
        for wrong in errors:
            if str(wrong) not in said:
                said.add(str(wrong))
                yield _at(wrong.place, "rule-unbound", _E, f"{wrong.message}（{when}的条文）")


def _at(place: Place | None, code: str, severity: Severity, message: str) -> Diagnostic:
    place = place or Place("")
    return Diagnostic(place.file, place.line, place.column, code, severity, message)


def _book(checker: Checker, book: Book, places: dict[str, Place]) -> Iterator[Diagnostic]:
    said: set[tuple[Place, str, str]] = set()
    for name, chapter in book.chapters.items():
        form = checker.forms.types[name]
        for rule in chapter.rules:
            ladder = _Ladder(rule, form, book)
            for code, severity, message, once in ladder.remarks():
                key = (places[rule.id], code, once)
                if key not in said:  # a rule of several form types says it once
                    said.add(key)
                    yield _at(places[rule.id], code, severity, message)


class _Ladder:
    """The cases of a rule, whether or not they are steps."""

    def __init__(self, rule: Rule, form: FormType, book: Book) -> None:
        self.rule, self.form, self.body = rule, form, book.body
        self.calendar: Calendar = book.calendar
        self.search = Search(form, book.body, book.calendar)

    def remarks(self) -> Iterator[tuple[str, Severity, str, str]]:
        """Code, severity, message, and what makes the message one."""
        for n, case in enumerate(self.rule.cases):
            earlier = [c.when for c in self.rule.cases[:n]] if self.rule.first else []
            wanted = _both(self.rule.when, case.when, *(_not(when) for when in earlier))
            if self.search.form_for(wanted) is None and self.search.exhausted:
                which = f"第 {n + 1} 种情形" if len(self.rule.cases) > 1 else "这条规则"
                message = f"“{self.rule.title}”：{which}找不到一张表达得到"
                yield "ladder-unreachable", _W, message, str(n)
        if self.rule.on is not None and not self.rule.first:
            yield from self.overlaps()
            if self.rule.gap != "":
                yield from self.gaps()

    def overlaps(self) -> Iterator[tuple[str, Severity, str, str]]:
        """Values that two steps claim that do not ask for the same."""
        for (n, one), (m, other) in combinations(enumerate(self.rule.cases, 1), 2):
            if one.demand == other.demand or Demand.NOTE in (one.demand.kind, other.demand.kind):
                continue
            found = self.search.form_for(_both(self.rule.when, one.when, other.when))
            if found is None:
                continue
            row = self.unmet(found, one, other)
            finding = self.said(row)
            if finding is not None and finding.outcome.reason is Reason.CONFLICT:
                message = (
                    f"“{self.rule.title}”：第 {n} 档和第 {m} 档重叠，例如{self.words(row)}"
                    f" → {finding.outcome.message}"
                )
                yield "ladder-overlap", _I if self.rule.conflict else _W, message, f"{n} {m}"

    def unmet(self, row: Row, *steps: Case) -> Row:
        """The form with nothing in the lists that the steps ask for."""
        needs = (need for case in steps for need in case.demand.needs)
        empty: dict[str, Value] = {need.field: () for need in needs}
        return {**empty, **row, **{k: v for k, v in empty.items() if not row.get(k)}}

    def gaps(self) -> Iterator[tuple[str, Severity, str, str]]:
        """Values between two steps that none claims."""
        assert self.rule.on is not None
        edges = sorted(self.edges())
        none = [_not(case.when) for case in self.rule.cases]
        for low, high in pairwise(edges):
            middle = _between(low, high)
            if middle is None:
                continue
            at: Ir = ("=", self.rule.on.ir, _constant(middle))
            row = self.search.form_for(_both(self.rule.when, at, *none))
            finding = self.said(row) if row is not None else None
            if row is not None and finding is not None:
                if finding.outcome.reason is not Reason.SILENT:
                    continue
                shown = f"{self.rule.on.shown(low)} 与 {self.rule.on.shown(high)}"
                message = (
                    f"“{self.rule.title}”：{shown} 之间没有哪一档管，例如{self.words(row)}"
                    f" → {finding.verdict.words}"
                )
                yield "ladder-gap", _I if self.rule.gap else _W, message, shown

    def edges(self) -> set[int | Fraction]:
        """The bounds of all steps that do not depend on a form."""
        found: set[int | Fraction] = set()
        for case in self.rule.cases:
            for edge in (case.low, case.high):
                value = evaluate(edge.ir, {}, self.calendar) if edge is not None else None
                if isinstance(value, int | Fraction):
                    found.add(value)
        return found

    def said(self, row: Row) -> Finding | None:
        """The finding of the rule on a form, by the checker itself."""
        findings: list[Finding] = []
        notes: list[Note] = []
        try:
            engine.apply(self.rule, row, self.calendar, findings, notes)
        except DivisionByZero:
            return None
        broken = [f for f in findings if f.verdict is not Verdict.PASS]
        return broken[0] if broken else None

    def words(self, row: Row) -> str:
        return words(row, self.form, self.body)


def _both(*parts: Ir | None) -> Ir:
    found = [part for part in parts if part is not None]
    return ("且", *found) if found else ("常", True)


def _not(when: Ir | None) -> Ir:
    return ("非", when) if when is not None else ("常", False)


def _constant(value: int | Fraction) -> Ir:
    if isinstance(value, Fraction):
        return ("比", value.numerator, value.denominator)
    return ("常", value)


def _between(low: int | Fraction, high: int | Fraction) -> int | Fraction | None:
    """A value between two, whole where there is a whole one."""
    if high - low <= 0:
        return None
    middle = (Fraction(low) + Fraction(high)) / 2
    whole = int(middle)
    if low < whole < high:
        return whole
    return None if isinstance(low, int) and isinstance(high, int) else middle


def _cases(checker: Checker, body: str) -> Iterator[Diagnostic]:
    """Cases that come out otherwise, and rules without a case of each kind."""
    try:
        known = cases.of_body(checker, body)
    except HandbookError as error:
        yield _at(error.place, "case-differs", _E, error.message)
        return
    fired: dict[str, set[bool]] = {}
    for case in known:
        for place, message in cases.failures(checker, case):
            yield _at(place, "case-differs", _E, message)
        for want in case.expect:
            broken = want.verdict not in (Verdict.PASS, cases.NOTHING)
            fired.setdefault(want.rule, set()).add(broken)
    for file in checker.files(body):
        for spec in file.rules:
            seen = fired.get(f"{body}/{spec.id}", set())
            if spec.cases[0].demand.kind is Demand.NOTE or len(seen) == 2:
                continue  # a rule that begins with a reminder is one
            lacks = "满足和不满足的" if not seen else "满足的" if True in seen else "不满足的"
            message = f"规则“{spec.id}”缺{lacks}例子（cases.yml）"
            yield _at(spec.place, "rule-without-case", _W, message)
