"""Puts a rule book to a form: all findings, nothing short-circuited, the missing ones asked for.

This is the reference: one rule after the other, in plain words. `program` says the same faster; a
test holds the two together.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from checker import units
from checker.book import Book, Case, Chapter, Rule
from checker.calendar import Calendar
from checker.combine import together, undecided
from checker.demands import missing
from checker.expression.interpret import DivisionByZero, Row, deciding, evaluate
from checker.findings import Finding, Note, Outcome, Provided, Result
from checker.rules import Demand, Reason, Verdict
from handbook.errors import Place

NOTHING = "文中无规定"


def check(book: Book, form: str, row: Row, source: str = "", place: Place | None = None) -> Result:
    """What a body's rules say of one form of type `form`."""
    chapter = book.chapters.get(form, Chapter())
    findings: list[Finding] = []
    notes: list[Note] = []
    for rule in chapter.rules:
        apply(rule, row, book.calendar, findings, notes)
    finish(chapter, findings, notes)
    return Result(form, source, findings, notes, place)


def apply(
    rule: Rule, row: Row, calendar: Calendar, findings: list[Finding], notes: list[Note]
) -> None:
    """Adds what one rule says of a form."""
    try:
        _apply(rule, row, calendar, findings, notes)
    except DivisionByZero as error:
        found = missing(rule.title, error.fields)
        words = f"{rule.title}：“{'”“'.join(error.fields)}”使除数为零，算不出来"
        findings.append(_finding(rule, replace(found, message=words), rule.cases))


def finish(chapter: Chapter, findings: list[Finding], notes: list[Note]) -> None:
    """Conflicts among rules, findings that others imply, and a note where nothing applies."""
    broken = {f.rule for f in findings if f.verdict is not Verdict.PASS}
    for conflict in chapter.conflicts:
        if not broken.isdisjoint(conflict.rules):
            _settle(conflict.rules, conflict.question, findings)
    if len(broken) > 1:
        _fold(chapter, findings, notes)
    if not findings and not notes:
        notes.append(Note(NOTHING))


def _finding(rule: Rule, outcome: Outcome, cases: Sequence[Case]) -> Finding:
    return Finding.of(rule.id, outcome, provisions(cases))


def provisions(cases: Sequence[Case]) -> tuple[Provided, ...]:
    """The provisions of cases, each quote once."""
    if len(cases) == 1:
        return cases[0].provisions
    return tuple(dict.fromkeys(p for c in cases for p in c.provisions))


def _apply(
    rule: Rule, row: Row, calendar: Calendar, findings: list[Finding], notes: list[Note]
) -> None:
    whole = True if rule.when is None else evaluate(rule.when, row, calendar)
    if whole is False:
        return
    certain: list[Case] = []
    possible: list[Case] = []
    for case in rule.cases:
        own = True if case.when is None else evaluate(case.when, row, calendar)
        if own is False:
            continue
        if own is True and whole is True:
            certain.append(case)
        else:
            possible.append(case)
        if own is True and rule.first:
            break
    if not certain and not possible:
        if rule.on is not None and rule.gap != "":
            _gap(rule, row, calendar, whole is True, findings)
    elif certain and not possible:
        _certain(rule, certain, row, calendar, findings, notes)
    else:
        _possible(rule, certain, possible, row, calendar, findings)


def _certain(
    rule: Rule,
    cases: list[Case],
    row: Row,
    calendar: Calendar,
    findings: list[Finding],
    notes: list[Note],
) -> None:
    reminders = [c for c in cases if c.demand.kind is Demand.NOTE]
    for case in reminders:
        notes.append(Note(case.demand.message, provisions([case])))
    cases = [c for c in cases if c.demand.kind is not Demand.NOTE]
    outcomes = [c.demand.outcome(row, calendar) for c in cases]
    if len(outcomes) > 1:
        joined = together(rule.title, outcomes, rule.conflict)
        if joined is not None:
            findings.append(_finding(rule, joined, _failing_first(cases, outcomes)))
            return
    for case, outcome in zip(cases, outcomes, strict=True):
        findings.append(_finding(rule, outcome, [case]))


def _failing_first(cases: list[Case], outcomes: list[Outcome]) -> list[Case]:
    pairs = sorted(zip(outcomes, cases, strict=True), key=lambda p: p[0].verdict is Verdict.PASS)
    return [case for _, case in pairs]


def _possible(
    rule: Rule,
    certain: list[Case],
    possible: list[Case],
    row: Row,
    calendar: Calendar,
    findings: list[Finding],
) -> None:
    certain = [c for c in certain if c.demand.kind is not Demand.NOTE]
    possible = [c for c in possible if c.demand.kind is not Demand.NOTE]
    sure = [c.demand.outcome(row, calendar) for c in certain]
    maybe = [c.demand.outcome(row, calendar) for c in possible]
    unknown: dict[str, None] = {}
    for test in (rule.when, *(c.when for c in possible)):
        if test is not None:
            unknown.update(dict.fromkeys(deciding(test, row, calendar)))
    outcome = undecided(rule.title, sure, maybe, tuple(unknown))
    if outcome is None:
        for case, passed in zip(certain, sure, strict=True):
            findings.append(_finding(rule, passed, [case]))
        return
    cases = _failing_first([*certain, *possible], [*sure, *maybe])
    findings.append(_finding(rule, outcome, cases))


def _gap(rule: Rule, row: Row, calendar: Calendar, applies: bool, findings: list[Finding]) -> None:
    """No step of a ladder applies: silent where the value lies between two steps."""
    assert rule.on is not None
    value = evaluate(rule.on.ir, row, calendar)
    if not isinstance(value, int | Fraction) or isinstance(value, bool):
        return
    below: list[tuple[units.Number, Case, str]] = []
    above: list[tuple[units.Number, Case, str]] = []
    for case in rule.cases:
        for edge in (case.low, case.high):
            limit = evaluate(edge.ir, row, calendar) if edge is not None else None
            if edge is None or limit is None:
                continue
            (below if limit <= value else above).append((limit, case, edge.shown(limit)))
    if not below or not above:
        return
    low = max(below, key=lambda b: b[0])
    high = min(above, key=lambda b: b[0])
    shown = rule.on.shown(value)
    question = rule.gap or f"{shown}介于 {low[2]} 与 {high[2]} 之间，文中没有规定，如何办理？"
    outcome = Outcome(
        Verdict.JUDGEMENT,
        f"{rule.title}：{shown}，{low[2]} 与 {high[2]} 之间文中没有规定",
        field=low[1].demand.shown.field,
        actual=shown,
        limit=f"{low[2]}、{high[2]}",
        actual_value=rule.on.decimal(value),
        unit=rule.on.type.unit.name or None,
        question=question,
        reason=Reason.SILENT,
    )
    if not applies:
        assert rule.when is not None
        outcome = missing(rule.title, deciding(rule.when, row, calendar), outcome)
    findings.append(_finding(rule, outcome, [low[1], high[1]]))


def _settle(rules: tuple[str, ...], question: str, findings: list[Finding]) -> None:
    """Rules declared to be in conflict: one finding where their outcomes differ."""
    own = [f for f in findings if f.rule in rules]
    if len({f.rule for f in own}) < 2:
        return
    title = "与".join(dict.fromkeys(f.outcome.message.partition("：")[0] for f in own))
    joined = together(title, [f.outcome for f in own], question)
    if joined is None:
        return
    own.sort(key=lambda f: f.verdict is Verdict.PASS)
    cited = tuple(dict.fromkeys(p for f in own for p in f.provisions))
    settled = Finding.of(own[0].rule, joined, cited)
    findings[:] = [
        settled if f is own[0] else f for f in findings if f is own[0] or f.rule not in rules
    ]


def _fold(chapter: Chapter, findings: list[Finding], notes: list[Note]) -> None:
    """What a graver finding implies stands among the notes, not beside it."""
    broken = {f.rule: f for f in findings if f.verdict is not Verdict.PASS}
    for rule in chapter.rules:
        if not rule.covers or rule.id not in broken:
            continue
        for name in sorted(rule.covers & broken.keys()):  # a set has no order
            other = broken[name]
            if broken[rule.id].verdict.rank <= other.verdict.rank and other in findings:
                findings.remove(other)
                notes.append(Note(f"已含在上面：{other.outcome.message}", other.provisions))
