"""Rules described to people: where they come from, when they apply, what they ask for, in Chinese.

Everything is derived from the rule as written, its quotes as bound and its cases; what the words
say is what the evaluators do.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from checker import cases, compiling, settings
from checker.binding import Bound
from checker.checker import Checker
from checker.compiling import FormCompiler
from checker.documents import Content
from checker.expression.tree import Node
from checker.expression.wording import words
from checker.rules import CaseSpec, Demand, Reason, RuleSpec, Text, Verdict
from checker.settings import Settings
from handbook.errors import HandbookError, Place

_BOUNDS = {"at_most": "≤", "at_least": "≥", "equals": "=", "below": "<", "above": ">"}


@dataclass(frozen=True, slots=True)
class Example:
    """A case of `cases.yml`, seen from one rule.

    Attributes:
        name: as written.
        verdict: what is expected of the rule: a verdict, `none` or `note`.
        shown: other keys that are expected (limit, actual, approver …).
        form: the fields that the rule reads, as filled in.
    """

    name: str
    verdict: str
    shown: Mapping[str, str]
    form: tuple[tuple[str, Content], ...]

    @property
    def fires(self) -> bool:
        """Whether the rule has something to say of this form."""
        return self.verdict not in (Verdict.PASS.value, cases.NOTHING)


@dataclass(frozen=True, slots=True)
class Case:
    """A case of a rule.

    Attributes:
        when: when it applies, beside the rule's own condition; "" for always.
        asks: what it asks for, one sentence each.
        verdict: where that is not met.
        kind: what kind of demand it is.
        reason: of a judgement.
        question: what a person must answer; "" for none.
        quotes: the words on which it rests.
    """

    when: str
    asks: tuple[str, ...]
    verdict: Verdict
    kind: Demand
    reason: Reason | None
    question: str
    quotes: tuple[Bound, ...]


@dataclass(frozen=True, slots=True)
class Described:
    """A rule.

    Attributes:
        id: with the body's slug before it.
        regulation: slug of the regulation beside which it is written.
        spec: as written.
        forms: names of form types.
        when: its own condition in words; "" for none.
        unless: its exceptions in words; "" for none.
        cases: at least one.
        overrides: ids of the rules that it displaces.
        overridden: ids of the rules that displace it.
        covers: ids of the rules whose findings one of this implies.
        conflicts: question, and ids of the other rules that it is declared to contradict.
        examples: of `cases.yml`.
        held: whether it holds on the day of the description.
    """

    id: str
    regulation: str
    spec: RuleSpec
    forms: tuple[str, ...]
    when: str
    unless: str
    cases: tuple[Case, ...]
    overrides: tuple[str, ...] = ()
    overridden: tuple[str, ...] = ()
    covers: tuple[str, ...] = ()
    conflicts: tuple[tuple[str, tuple[str, ...]], ...] = ()
    examples: tuple[Example, ...] = ()
    held: bool = True

    @property
    def anchor(self) -> str:
        """Its name on the page of its regulation's rules; unique there."""
        folder, _, name = self.spec.id.partition("/")
        return name if self.regulation.endswith(f"/{folder}") else f"{folder}--{name}"

    @property
    def quotes(self) -> tuple[Bound, ...]:
        """The quotes of all its cases, each once."""
        return tuple({id(q): q for case in self.cases for q in case.quotes}.values())


@dataclass
class _Bindings:
    """What the compiler of a single rule needs (`compiling.Bindings`)."""

    body: str
    settings: Settings
    bounds: dict[str, list[tuple[Bound, ...]]]
    errors: list[HandbookError] = field(default_factory=list)
    literals: list[tuple[str, Place]] = field(default_factory=list)


def describe(checker: Checker, body: str, day: date) -> tuple[Described, ...]:
    """The rules of a body, in the order of the files; those not in force on `day` as they were.

    Rules of a regulation that is not in force are left out.

    Raises:
        HandbookError: a rule is wrong or does not bind.
    """
    own = settings.load(checker.root, body)
    told = _examples(checker, body)
    files = checker.files(body)
    displaced: dict[str, list[str]] = {}
    for file in files:
        for spec in file.rules:
            for name in spec.overrides:
                displaced.setdefault(f"{body}/{name.text}", []).append(f"{body}/{spec.id}")
    clashes = [
        (conflict.question, tuple(f"{body}/{name.text}" for name in conflict.between))
        for file in files
        for conflict in file.conflicts
    ]
    found = []
    quotes: dict[date, dict[str, list[Bound]]] = {}
    for file in files:
        for spec in file.rules:
            when = _day_of(spec, day)
            if when not in quotes:
                quotes[when] = _by_rule(checker, body, when)
            then = spec.as_of(when)
            assert then is not None
            bounds = _bounds(then, quotes[when].get(f"{body}/{spec.id}", []))
            if bounds is None:
                continue
            id = f"{body}/{spec.id}"
            one = _One(checker, spec, _Bindings(body, own, {spec.id: bounds}))
            found.append(
                Described(
                    id,
                    file.regulation,
                    spec,
                    tuple(form.text for form in spec.forms),
                    one.truth(spec.when),
                    one.truth(spec.unless),
                    tuple(one.case(n, case) for n, case in enumerate(spec.cases)),
                    tuple(f"{body}/{name.text}" for name in spec.overrides),
                    tuple(displaced.get(id, ())),
                    tuple(f"{body}/{name.text}" for name in spec.covers),
                    tuple((q, tuple(r for r in ids if r != id)) for q, ids in clashes if id in ids),
                    tuple(_cut(case, want, one.fields) for case, want in told.get(id, ())),
                    when == day,
                )
            )
    return tuple(found)


def _day_of(spec: RuleSpec, day: date) -> date:
    """`day` if the rule holds then, else the first or last one on which it does."""
    if spec.since is not None and day < spec.since:
        return spec.since
    if spec.until is not None and day >= spec.until:
        return spec.until - timedelta(days=1)
    return day


def _by_rule(checker: Checker, body: str, day: date) -> dict[str, list[Bound]]:
    """Id of a rule → its quotes in the book of a day, in the order of the book."""
    found: dict[str, list[Bound]] = {}
    for rule, bound in checker.book(body, day).quotes:
        found.setdefault(rule, []).append(bound)
    return found


def _bounds(spec: RuleSpec, quotes: Sequence[Bound]) -> list[tuple[Bound, ...]] | None:
    """For each case its quotes; None where the book lacks the rule.

    The book lists the quotes of a rule in the order in which its cases first use them.
    """
    kept = iter(quotes)
    known: dict[tuple[str, str], Bound] = {}
    result = []
    for case in spec.cases:
        for quote in case.quotes:
            key = (quote.cites.text, quote.quote.text)
            if key not in known:
                bound = next(kept, None)
                if bound is None:
                    return None
                known[key] = bound
        result.append(tuple(known[q.cites.text, q.quote.text] for q in case.quotes))
    return result


class _One:
    """Puts one rule into words; remembers the fields that it reads."""

    def __init__(self, checker: Checker, spec: RuleSpec, bindings: _Bindings) -> None:
        self.spec, self.bounds = spec, bindings.bounds[spec.id]
        form = checker.forms.types[spec.forms[0].text]
        self.compiler = FormCompiler(bindings, form, [spec])
        self.fields: dict[str, None] = {}
        self.at = 0

    def truth(self, text: Text | None) -> str:
        """A condition; "" where there is none."""
        return self._say(text) if text is not None else ""

    def case(self, at: int, case: CaseSpec) -> Case:
        """A case, with the bounds of its step before its condition."""
        self.at = at
        parts = [self._compare(self.spec.on, name, bound) for name, bound in case.bounds]
        if case.when is not None:
            parts.append(self._say(case.when))
        demand = case.demand
        return Case(
            "，并且".join(parts),
            tuple(self._asks(case)),
            demand.verdict,
            demand.kind,
            demand.reason,
            "" if demand.kind is Demand.JUDGE else demand.question,
            self.bounds[at],
        )

    def _asks(self, case: CaseSpec) -> Iterator[str]:
        demand = case.demand
        match demand.kind:
            case Demand.LIMIT:
                for name, of in self.compiler.readings(self.spec, demand):
                    reading = f"（{name}）" if name and len(demand.of) > 1 else ""
                    for bound, text in demand.bounds:
                        yield self._compare(of, bound, text) + reading
            case Demand.APPROVAL | Demand.NEEDS:
                for of, items in demand.items:
                    self.fields[of.text] = None
                    for alternatives in items:
                        yield f"{of.text}里有{_either(alternatives)}"
            case Demand.REQUIRE:
                yield self.truth(demand.condition)
            case Demand.FORBID:
                yield f"不得：{self.truth(demand.condition)}"
            case Demand.JUDGE:
                yield f"由人回答：{demand.question}"
            case Demand.NOTE:
                yield demand.message

    def _compare(self, of: Text | None, bound: str, text: Text) -> str:
        assert of is not None
        return self._say(Text(f"({of.text}) {_BOUNDS[bound]} ({text.text})", text.place))

    def _say(self, text: Text) -> str:
        scope = self.compiler.scope(self.spec, self.bounds[self.at])
        node = self.compiler.read(self.spec, text, scope).node
        self.fields.update(dict.fromkeys(_fields(node)))
        return words(node)


def _either(alternatives: tuple[str, ...]) -> str:
    if alternatives == (compiling.ANYBODY,):
        return "任何一人"
    return "或".join(f"“{word}”" for word in alternatives)


def _fields(node: Node) -> Iterator[str]:
    if node.op in ("字段", "已填"):
        yield node.args[0]
    for below in node.nodes:
        yield from _fields(below)


def _examples(checker: Checker, body: str) -> dict[str, list[tuple[cases.Case, cases.Expectation]]]:
    found: dict[str, list[tuple[cases.Case, cases.Expectation]]] = {}
    for case in cases.of_body(checker, body):
        for want in case.expect:
            found.setdefault(want.rule, []).append((case, want))
    return found


def _cut(case: cases.Case, want: cases.Expectation, fields: Mapping[str, None]) -> Example:
    contents = case.document.contents
    form = tuple((name, contents[name]) for name in fields if name in contents)
    return Example(case.name, want.verdict, want.keys, form)
