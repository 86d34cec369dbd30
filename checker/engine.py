"""Puts a rule book to a form: all findings, nothing short-circuited, the missing ones asked for."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from checker import units
from checker.binding import Bound
from checker.book import Book, Case, Chapter, Rule
from checker.combine import together, undecided
from checker.demands import missing
from checker.expression.interpret import DivisionByZero, Row, deciding
from checker.findings import Finding, Note, Outcome, Provided, Result
from checker.rules import RANK, Demand, Reason, Verdict

NOTHING = "文中无规定"


def check(book: Book, form: str, row: Row, source: str = "") -> Result:
    """What a body's rules say of one form of type `form`."""
    chapter = book.chapters.get(form, Chapter((), ()))
    findings: list[Finding] = []
    notes: list[Note] = []
    for rule in chapter.rules:
        try:
            _apply(book, rule, row, findings, notes)
        except DivisionByZero as error:
            found = missing(rule.spec.title, error.fields)
            words = f"{rule.spec.title}：“{'”“'.join(error.fields)}”使除数为零，算不出来"
            findings.append(_finding(rule, replace(found, message=words), rule.cases))
    for conflict in chapter.conflicts:
        _settle(conflict.rules, conflict.question, findings)
    _fold(chapter, findings, notes)
    if not findings and not notes:
        notes.append(Note(NOTHING))
    return Result(form, source, tuple(findings), tuple(notes))


def _finding(rule: Rule, outcome: Outcome, cases: tuple[Case, ...] | list[Case]) -> Finding:
    return Finding(rule.id, outcome, provisions(cases))


def provisions(cases: tuple[Case, ...] | list[Case]) -> tuple[Provided, ...]:
    """The provisions of cases, each quote once."""
    if len(cases) == 1 and len(cases[0].quotes) == 1:
        return (cases[0].quotes[0].provided,)
    return tuple(dict.fromkeys(q.provided for c in cases for q in c.quotes))


def _apply(book: Book, rule: Rule, row: Row, findings: list[Finding], notes: list[Note]) -> None:
    whole = True if rule.when is None else rule.when.run(row)
    if whole is False:
        return
    certain: list[Case] = []
    possible: list[Case] = []
    for case in rule.cases:
        own = True if case.when is None else case.when.run(row)
        if own is False:
            continue
        if own is True and whole is True:
            certain.append(case)
        else:
            possible.append(case)
        if own is True and rule.spec.first:
            break
    if not certain and not possible:
        if rule.on is not None and rule.spec.gap != "":
            _gap(book, rule, row, whole is True, findings)
        return
    if certain and not possible:
        _certain(rule, certain, row, findings, notes)
        return
    _possible(book, rule, certain, possible, row, findings)


def _certain(
    rule: Rule, cases: list[Case], row: Row, findings: list[Finding], notes: list[Note]
) -> None:
    reminders = [c for c in cases if c.demand.spec.kind is Demand.NOTE]
    for case in reminders:
        notes.append(Note(case.demand.spec.message, provisions([case])))
    cases = [c for c in cases if c.demand.spec.kind is not Demand.NOTE]
    outcomes = [c.demand.outcome(row) for c in cases]
    if len(outcomes) > 1:
        joined = together(rule.spec.title, outcomes, rule.spec.conflict)
        if joined is not None:
            findings.append(_finding(rule, joined, _failing_first(cases, outcomes)))
            return
    for case, outcome in zip(cases, outcomes, strict=True):
        findings.append(_finding(rule, outcome, [case]))


def _failing_first(cases: list[Case], outcomes: list[Outcome]) -> list[Case]:
    pairs = sorted(zip(outcomes, cases, strict=True), key=lambda p: p[0].verdict is Verdict.PASS)
    return [case for _, case in pairs]


def _possible(
    book: Book,
    rule: Rule,
    certain: list[Case],
    possible: list[Case],
    row: Row,
    findings: list[Finding],
) -> None:
    certain = [c for c in certain if c.demand.spec.kind is not Demand.NOTE]
    possible = [c for c in possible if c.demand.spec.kind is not Demand.NOTE]
    sure = [c.demand.outcome(row) for c in certain]
    maybe = [c.demand.outcome(row) for c in possible]
    unknown: dict[str, None] = {}
    for test in (rule.when, *(c.when for c in possible)):
        if test is not None:
            unknown.update(dict.fromkeys(deciding(test.ir, row, book.calendar)))
    outcome = undecided(rule.spec.title, sure, maybe, tuple(unknown))
    if outcome is None:
        for case, passed in zip(certain, sure, strict=True):
            findings.append(_finding(rule, passed, [case]))
        return
    cases = _failing_first([*certain, *possible], [*sure, *maybe])
    findings.append(_finding(rule, outcome, cases))


def _gap(book: Book, rule: Rule, row: Row, applies: bool, findings: list[Finding]) -> None:
    """No step of a ladder applies: silent where the value lies between two steps."""
    assert rule.on is not None
    value = rule.on.run(row)
    if not isinstance(value, int | Fraction) or isinstance(value, bool):
        return
    below: list[tuple[units.Number, Case, str]] = []
    above: list[tuple[units.Number, Case, str]] = []
    for case in rule.cases:
        for edge in (case.low, case.high):
            limit = edge.run(row) if edge is not None else None
            if edge is None or limit is None:
                continue
            (below if limit <= value else above).append((limit, case, edge.shown(limit)))
    if not below or not above:
        return
    low = max(below, key=lambda b: b[0])
    high = min(above, key=lambda b: b[0])
    shown = rule.on.shown(value)
    question = rule.spec.gap or f"{shown}介于 {low[2]} 与 {high[2]} 之间，文中没有规定，如何办理？"
    outcome = Outcome(
        Verdict.JUDGEMENT,
        f"{rule.spec.title}：{shown}，{low[2]} 与 {high[2]} 之间文中没有规定",
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
        outcome = missing(rule.spec.title, deciding(rule.when.ir, row, book.calendar), outcome)
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
    at = findings.index(own[0])
    findings[at] = Finding(own[0].rule, joined, cited)
    for other in own[1:]:
        findings.remove(other)


def _fold(chapter: Chapter, findings: list[Finding], notes: list[Note]) -> None:
    """What a graver finding implies stands among the notes, not beside it."""
    if len(findings) < 2:
        return
    broken = {f.rule: f for f in findings if f.verdict is not Verdict.PASS}
    for rule in chapter.rules:
        if not rule.covers or rule.id not in broken:
            continue
        for name in rule.covers & broken.keys():
            other = broken[name]
            if RANK[broken[rule.id].verdict] <= RANK[other.verdict] and other in findings:
                findings.remove(other)
                notes.append(Note(f"已含在上面：{other.outcome.message}", other.provisions))


def quotes_of(rule: Rule) -> tuple[Bound, ...]:
    """All quotes of a rule, each once."""
    return tuple(dict.fromkeys(q for c in rule.cases for q in c.quotes))
