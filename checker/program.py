"""All rules of a form type as one Python function, for many forms.

It decides what most forms come to: rules that do not apply, demands that are met or not. Whatever
is rarer (a field that is not filled in, two cases at once, a gap, a divisor of zero) is left to
`engine`, rule by rule, and remembered by the values of the fields that the rule reads. Findings are
made when they are asked for, those without figures once for all forms.
"""

from __future__ import annotations

from functools import partial
from typing import Any

from checker import engine
from checker.book import Case, Chapter, Rule
from checker.calendar import Calendar
from checker.demands import Ready
from checker.expression.compile import Writer
from checker.expression.interpret import Row
from checker.expression.tree import Ir, below, fields
from checker.findings import Finding, Note, Outcome, Result, Ruling
from checker.rules import Demand, Verdict
from handbook.errors import Place

#: After how many findings that nobody made before none is remembered any more.
_TRIED = 2000
#: How many answers of `engine` are remembered for one rule before all are forgotten.
REMEMBERED = 4096
#: How many findings of one demand are shared before new ones are made.
_SHARED = 512
_Answer = tuple[tuple[Finding, ...], tuple[Note, ...]]


class Program:
    """The rules of a form type, ready for many forms."""

    def __init__(self, chapter: Chapter, calendar: Calendar) -> None:
        """Writes and compiles the function."""
        self.chapter, self.calendar = chapter, calendar
        #: Whether what one rule says may change what another does.
        self._joined = bool(chapter.conflicts) or any(rule.covers for rule in chapter.rules)
        self._fields = [tuple(sorted(fields_of(rule))) for rule in chapter.rules]
        self._answers: list[dict[tuple[Any, ...], _Answer]] = [{} for _ in chapter.rules]
        self._run = _write(self)

    def check(self, form: str, row: Row, source: str = "", place: Place | None = None) -> Result:
        """The same as `engine.check`."""
        rulings: list[Ruling] = []
        notes: list[Note] = []
        self._run(row, rulings.append, rulings, notes)
        if not rulings and not notes:
            notes.append(_NOTHING)
        elif self._joined:
            for ruling in rulings:
                if ruling.verdict is not Verdict.PASS:
                    findings = [ruling.on(row) for ruling in rulings]
                    engine.finish(self.chapter, findings, notes)
                    return Result(form, source, findings, notes, place)
        return Result(form, source, rulings, notes, place, row)

    def ask(self, at: int, row: Row, rulings: list[Ruling], notes: list[Note]) -> None:
        """Leaves one rule to `engine`."""
        key = tuple([row.get(name) for name in self._fields[at]])
        answers = self._answers[at]
        answer = answers.get(key)
        if answer is None:
            own: list[Finding] = []
            said: list[Note] = []
            engine.apply(self.chapter.rules[at], row, self.calendar, own, said)
            answer = tuple(own), tuple(said)
            if len(answers) >= REMEMBERED:
                answers.clear()
            answers[key] = answer
        rulings += answer[0]
        notes += answer[1]


_NOTHING = Note(engine.NOTHING)


def fields_of(rule: Rule) -> frozenset[str]:
    """All fields on which a rule's findings depend."""
    found: list[Ir | None] = [rule.when, rule.on.ir if rule.on else None]
    for case in rule.cases:
        edges = (m.ir for m in (case.low, case.high) if m is not None)
        found += [case.when, *edges]
    names = (_read_by(case.demand) for case in rule.cases)
    return frozenset().union(*(fields(ir) for ir in found if ir is not None), *names)


def _read_by(demand: Ready) -> frozenset[str]:
    """All fields on which a demand's outcome depends."""
    measures = [demand.shown.actual, demand.shown.limit]
    measures += [m for _, m in (*demand.readings, *demand.bounds)]
    irs = [*demand.tests, *(m.ir for m in measures if m is not None)]
    return frozenset(need.field for need in demand.needs).union(*map(fields, irs))


def _write(program: Program) -> Any:
    writer = Writer(program.calendar)
    for at, rule in enumerate(program.chapter.rules):
        ask = f"{writer.given(partial(program.ask, at))}(row, rulings, notes)"
        if _divides(rule):
            with writer.block("try:"):
                _rule(writer, rule, program.calendar, ask)
            with writer.block("except DivisionByZero:"):
                writer.line(ask)
        else:
            _rule(writer, rule, program.calendar, ask)
    return writer.function("row, add, rulings, notes")


def _divides(rule: Rule) -> bool:
    irs = [rule.when, *(ir for c in rule.cases for ir in (c.when, *c.demand.tests))]
    return any(_holds(ir, "÷") for ir in irs if ir is not None)


def _holds(ir: Ir, op: str) -> bool:
    return ir[0] == op or any(_holds(part, op) for part in below(ir))


def _rule(writer: Writer, rule: Rule, calendar: Calendar, ask: str) -> None:
    if rule.when is None:
        _cases(writer, rule, calendar, ask)
        return
    whole = writer.value(rule.when)
    with writer.block(f"if {whole} is True:"):
        _cases(writer, rule, calendar, ask)
    with writer.block(f"elif {whole} is None:"):
        writer.line(ask)


def _cases(writer: Writer, rule: Rule, calendar: Calendar, ask: str) -> None:
    """The one case that applies; none, or several, are `engine`'s."""
    if len(rule.cases) == 1 and rule.cases[0].when is None:
        _demand(writer, rule, rule.cases[0], calendar, ask)
        return
    tests = ["True" if c.when is None else writer.value(c.when) for c in rule.cases]
    if rule.first:
        _first(writer, rule, tests, calendar, ask)
        return
    with writer.block(f"if {' or '.join(f'{t} is None' for t in tests)}:"):
        writer.line(ask)
    total = writer.new()
    with writer.block("else:"):
        writer.line(f"{total} = {' + '.join(tests)}")
        with writer.block(f"if {total} == 1:"):
            for n, (test, case) in enumerate(zip(tests, rule.cases, strict=True)):
                with writer.block(f"{'elif' if n else 'if'} {test}:"):
                    _demand(writer, rule, case, calendar, ask)
        gap = rule.on is not None and rule.gap != ""
        with writer.block("else:" if gap else f"elif {total}:"):
            writer.line(ask)


def _first(writer: Writer, rule: Rule, tests: list[str], calendar: Calendar, ask: str) -> None:
    for n, (test, case) in enumerate(zip(tests, rule.cases, strict=True)):
        with writer.block(f"{'elif' if n else 'if'} {test} is True:"):
            _demand(writer, rule, case, calendar, ask)
        with writer.block(f"elif {test} is None:"):
            writer.line(ask)
    if rule.on is not None and rule.gap != "":
        with writer.block("else:"):
            writer.line(ask)


def _demand(writer: Writer, rule: Rule, case: Case, calendar: Calendar, ask: str) -> None:
    demand = case.demand
    if demand.kind is Demand.NOTE:
        writer.line(f"notes.append({writer.given(Note(demand.message, case.provisions))})")
        return
    met = _ruling(writer, rule, case, calendar, Verdict.PASS)
    broken = _ruling(writer, rule, case, calendar, demand.verdict)
    if demand.kind is Demand.JUDGE:
        writer.line(broken)
    elif demand.needs:
        _needs(writer, demand, met, broken, ask)
    else:
        tests = [writer.value(test) for test in demand.tests]
        failing = [t for t in tests if t != "True"]
        several = len(demand.readings) > 1
        joined = (" and " if several else " or ").join(f"{t} is False" for t in failing)
        # Bounds of one reading: one that is broken decides. Several readings: all must agree.
        with writer.block(f"if {' and '.join(f'{t} is True' for t in tests)}:"):
            writer.line(met)
        if joined and not (several and len(demand.bounds) > 1):
            with writer.block(f"elif {joined}:"):
                writer.line(broken)
        with writer.block("else:"):
            writer.line(ask)


def _needs(writer: Writer, demand: Ready, met: str, broken: str, ask: str) -> None:
    """Absent where something is known not to be there; else asked for where a list is unknown."""
    known: list[str] = []
    absent: list[str] = []
    for need in demand.needs:
        held = writer.value(("字段", need.field))
        known.append(f"{held} is not None")
        if need.any_of:
            there = " or ".join(f"{word!r} in {held}" for word in sorted(need.any_of))
            absent.append(f"{held} is not None and not ({there})")
        else:
            absent.append(f"{held} is not None and not {held}")
    with writer.block(f"if {' or '.join(f'({a})' for a in absent)}:"):
        writer.line(broken)
    with writer.block(f"elif {' and '.join(dict.fromkeys(known))}:"):
        writer.line(met)
    with writer.block("else:"):
        writer.line(ask)


def _ruling(writer: Writer, rule: Rule, case: Case, calendar: Calendar, verdict: Verdict) -> str:
    """The statement that adds a ruling: a finding that says the same of all forms, or its maker."""
    constant = case.demand.constant(verdict)
    if constant is not None:
        return f"add({writer.given(Finding.of(rule.id, constant, case.provisions))})"
    return f"add({writer.given(_Maker(rule, case, calendar, verdict))})"


class _Maker:
    """Makes the findings of one demand and verdict; those that say the same are one."""

    __slots__ = ("calendar", "demand", "fields", "made", "missed", "provisions", "rule", "verdict")

    def __init__(self, rule: Rule, case: Case, calendar: Calendar, verdict: Verdict) -> None:
        self.rule, self.verdict, self.provisions = rule.id, verdict, case.provisions
        self.demand, self.calendar = case.demand, calendar
        self.fields = tuple(sorted(_read_by(case.demand)))
        self.made: dict[tuple[Any, ...], Finding] = {}
        self.missed = 0  # how much more often a finding was new than four times not

    def on(self, row: Row) -> Finding:
        """The finding on a form; its words are made when they are asked for."""
        if self.missed > _TRIED:  # hardly any two forms say the same
            return Finding(self.rule, self.verdict, self.provisions, None, partial(self._say, row))
        get = row.get
        key = tuple([get(name) for name in self.fields])
        found = self.made.get(key)
        if found is None:
            found = Finding(self.rule, self.verdict, self.provisions, None, partial(self._say, row))
            self.missed += 1
            if len(self.made) >= _SHARED:
                self.made.clear()
            self.made[key] = found
        else:
            self.missed -= 4
        return found

    def _say(self, row: Row) -> Outcome:
        return self.demand.outcome(row, self.calendar)
