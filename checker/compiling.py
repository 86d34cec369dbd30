"""The rules of one form type of a body: conditions typed and compiled, names checked."""

from __future__ import annotations

from dataclasses import replace
from typing import Protocol

from checker import formula, kinds, units
from checker.binding import Bound
from checker.book import Case, Rule
from checker.demands import Measure, Need, Ready, Shown
from checker.expression.parser import Parsed, parse
from checker.expression.scope import Scope
from checker.expression.tokens import ExpressionError
from checker.expression.tree import Ir, Node, below, size
from checker.forms import FormType, suggest
from checker.kinds import Kind, Type, Value
from checker.rules import CaseSpec, Demand, DemandSpec, RuleSpec, Text
from checker.settings import Settings
from handbook.errors import HandbookError, Place

#: No condition, with all its exceptions, has more nodes.
LARGEST = 4000
ANYBODY = "任何人"
_OPS = {"at_most": "≤", "at_least": "≥", "equals": "=", "below": "<", "above": ">"}


class Bindings(Protocol):
    """What a compiler needs of the whole book, and where it leaves mistakes and literals."""

    body: str
    settings: Settings
    bounds: dict[str, list[tuple[Bound, ...]]]
    errors: list[HandbookError]
    literals: list[tuple[str, Place]]


class FormCompiler:
    """Compiles the rules of one form type of a body."""

    def __init__(self, builder: Bindings, form: FormType, specs: list[RuleSpec]) -> None:
        self.builder, self.form = builder, form
        self.specs = {spec.id: spec for spec in specs}
        self.fields = {f.name: f.static(builder.body) for f in form.fields}
        self.own: dict[str, Ir | None] = {}
        self.displacing: dict[str, list[str]] = {}

    def rules(self) -> list[Rule]:
        """All rules that compile; the errors of the others go to the builder."""
        for spec in self.specs.values():
            for name in spec.overrides:
                self.displacing.setdefault(name.text, []).append(spec.id)
        compiled = []
        for spec in self.specs.values():
            try:
                self.own[spec.id] = self.condition_of(spec)
            except HandbookError as error:
                self.builder.errors.append(error)
                self.own[spec.id] = None
        for spec in self.specs.values():
            try:
                compiled.append(self._rule(spec))
            except HandbookError as error:
                self.builder.errors.append(error)
        return compiled

    def scope(self, spec: RuleSpec, own: tuple[Bound, ...] = ()) -> Scope:
        """Names for an expression: figures of the whole rule, those of the case first."""
        figures: dict[str, tuple[Type, Value]] = {}
        bounds = [b for case in self.builder.bounds[spec.id] for b in case]
        for bound in (*bounds, *own):
            for figure in bound.figures:
                figures[figure.name] = (figure.type, figure.value)
        for name in figures:
            if name in self.fields:
                raise HandbookError(
                    f"规则“{spec.id}”：空格“{name}”与字段同名，请换个名字", spec.place
                )
        settings = self.builder.settings
        standing = {f.name: f.setting for f in self.form.fields if f.setting}
        return Scope(self.fields, figures, settings.values, settings.same, standing)

    def read(self, spec: RuleSpec, text: Text, scope: Scope, want: Kind | None = None) -> Parsed:
        """Parses an expression of a rule; figures written in it are kept for lint."""
        try:
            parsed = parse(text.text, scope, want)
        except ExpressionError as error:
            raise HandbookError(
                f"规则“{spec.id}”（{self.form.name}）：{error.message}：{text.text}", text.place
            ) from None
        for words, _ in parsed.literals:
            item = (f"规则“{spec.id}”的条件里写了数字“{words}”，应从条文的引文里取", text.place)
            if item not in self.builder.literals:
                self.builder.literals.append(item)
        return parsed

    def _truth(self, spec: RuleSpec, text: Text, scope: Scope) -> Ir:
        return self.read(spec, text, scope, Kind.TRUTH).node.ir

    def condition_of(self, spec: RuleSpec) -> Ir | None:
        """The rule's own condition: when, and not unless."""
        scope = self.scope(spec)
        parts: list[Ir] = []
        if spec.when is not None:
            parts.append(self._truth(spec, spec.when, scope))
        if spec.unless is not None:
            parts.append(("非", self._truth(spec, spec.unless, scope)))
        return _all_of(parts)

    def applies(self, spec: RuleSpec, above: tuple[str, ...] = ()) -> Ir | None:
        """The own condition, and no rule that displaces this one applies."""
        if spec.id in above:
            round_ = " → ".join((*above[above.index(spec.id) :], spec.id))
            raise HandbookError(f"规则互相排除，成了圈：{round_}", spec.place)
        parts = [part for part in (self.own[spec.id],) if part is not None]
        for other in self.displacing.get(spec.id, ()):
            rival = self.specs[other]
            whole = _all_of(
                [p for p in (self.applies(rival, (*above, spec.id)), self.any_case(rival)) if p]
            )
            parts.append(("非", whole if whole is not None else ("常", True)))
        found = _all_of(parts)
        if found is not None and size(found) > LARGEST:
            raise HandbookError(f"规则“{spec.id}”连同例外太大", spec.place)
        return found

    def any_case(self, spec: RuleSpec) -> Ir | None:
        """That some case of a rule applies; None where one always does."""
        found = [self._case_condition(spec, n) for n in range(len(spec.cases))]
        if any(c is None for c in found):
            return None
        cases = [c for c in found if c is not None]
        return cases[0] if len(cases) == 1 else ("或", *cases)

    def _case_condition(self, spec: RuleSpec, at: int) -> Ir | None:
        case = spec.cases[at]
        scope = self.scope(spec, self.builder.bounds[spec.id][at])
        parts: list[Ir] = []
        if case.when is not None:
            parts.append(self._truth(spec, case.when, scope))
        for name, bound in case.bounds:
            assert spec.on is not None
            parts.append(self.compare(spec, spec.on, name, bound, scope))
        return _all_of(parts)

    def compare(self, spec: RuleSpec, of: Text, name: str, bound: Text, scope: Scope) -> Ir:
        """That a value keeps within a bound; typed as one expression, errors at the bound."""
        self.read(spec, of, scope)
        self.read(spec, bound, scope)
        both = Text(f"({of.text}) {_OPS[name]} ({bound.text})", bound.place)
        return self._truth(spec, both, scope)

    def _measure(self, spec: RuleSpec, text: Text, scope: Scope, unit: str = "") -> Measure:
        return self._measured(self.read(spec, text, scope).node, text, unit)

    def _measured(self, node: Node, text: Text, unit: str = "") -> Measure:
        shown = node.type
        if unit:
            wanted = units.parse(unit)
            if wanted is None or wanted.dims != shown.unit.dims:
                raise HandbookError(f"“{unit}”不能用来显示{shown}", text.place)
            shown = kinds.number(wanted)
        return Measure(node.ir, replace(shown, choices=()), formula.template(node))

    def _rule(self, spec: RuleSpec) -> Rule:
        applies = self.applies(spec)
        bounds = self.builder.bounds[spec.id]
        on = self._measure(spec, spec.on, self.scope(spec)) if spec.on is not None else None
        cases = []
        for n, case in enumerate(spec.cases):
            scope = self.scope(spec, bounds[n])
            when = self._case_condition(spec, n)
            edges = {name: self._measure(spec, text, scope) for name, text in case.bounds}
            low = edges.get("at_least") or edges.get("above")
            high = edges.get("at_most") or edges.get("below")
            cases.append(
                Case(
                    when,
                    tuple(dict.fromkeys(b.provided for b in bounds[n])),
                    self.demand(spec, case, scope, on, high or low),
                    low,
                    high,
                )
            )
        body = self.builder.body
        return Rule(
            f"{body}/{spec.id}",
            spec.title,
            applies,
            tuple(cases),
            on,
            spec.gap,
            spec.first,
            spec.conflict,
            frozenset(f"{body}/{name.text}" for name in spec.covers),
        )

    def demand(
        self,
        spec: RuleSpec,
        case: CaseSpec,
        scope: Scope,
        on: Measure | None,
        edge: Measure | None,
    ) -> Ready:
        """Compiles what a case asks for. A ladder's step shows its value and its bound."""
        found = case.demand
        actual = self._measure(spec, found.actual, scope, found.unit) if found.actual else on
        limit = self._measure(spec, found.limit, scope, found.unit) if found.limit else edge
        if found.field and found.field not in self.fields:
            hint = suggest(found.field, self.fields)
            raise HandbookError(f"没有字段“{found.field}”；{hint}", found.place)
        field = found.field or None
        tests: list[Ir] = []
        readings: list[tuple[str, Measure]] = []
        edges: list[tuple[str, Measure]] = []
        needs: tuple[Need, ...] = ()
        if found.kind is Demand.LIMIT:
            readings = [
                (name, self._measure(spec, text, scope, found.unit))
                for name, text in self.readings(spec, found)
            ]
            edges = [(n, self.edge(spec, t, scope, readings[0][1])) for n, t in found.bounds]
            tests = [
                self.compare(spec, of, name, bound, scope)
                for _, of in self.readings(spec, found)
                for name, bound in found.bounds
            ]
            field = field or _first(readings[0][1].ir)
        elif found.kind in (Demand.APPROVAL, Demand.NEEDS):
            needs = self._needs(spec, found)
            field = field or needs[0].field
        elif found.condition is not None:
            parsed = self.read(spec, found.condition, scope, Kind.TRUTH)
            ir = parsed.node.ir if found.kind is Demand.REQUIRE else ("非", parsed.node.ir)
            tests = [ir]
            field = field or _first(ir)
        return Ready(
            found.kind,
            found.verdict,
            spec.title,
            Shown(field or (_first(on.ir) if on else None), actual, limit),
            tuple(tests),
            tuple(readings),
            tuple(edges),
            needs,
            found.reason,
            found.question,
            found.message,
            found.approver,
            found.optional,
        )

    def edge(self, spec: RuleSpec, text: Text, scope: Scope, like: Measure) -> Measure:
        """A bound, shown in its own unit; a bare 0 in that of the actual value."""
        found = self._measure(spec, text, scope)
        if found.ir == ("常", 0):
            return replace(found, type=like.type)
        return found

    def readings(self, spec: RuleSpec, found: DemandSpec) -> tuple[tuple[str, Text], ...]:
        """The readings of a limit; the one that the body has chosen, if it has."""
        chosen = self.builder.settings.readings.get(f"{spec.id}")
        if chosen is None or len(found.of) == 1:
            return found.of
        own = tuple(pair for pair in found.of if pair[0] == chosen)
        if not own:
            names = [name for name, _ in found.of]
            hint = suggest(chosen, names)
            raise HandbookError(f"规则“{spec.id}”没有读法“{chosen}”；{hint}", found.place)
        return own

    def _needs(self, spec: RuleSpec, found: DemandSpec) -> tuple[Need, ...]:
        result = []
        for field, items in found.items:
            if field.text not in self.fields:
                hint = suggest(field.text, self.fields)
                raise HandbookError(f"规则“{spec.id}”：没有字段“{field.text}”；{hint}", field.place)
            own = self.fields[field.text]
            if own.kind is not Kind.LIST:
                raise HandbookError(f"规则“{spec.id}”：“{field.text}”不是列表", field.place)
            for words in items:
                named = () if words == (ANYBODY,) else words
                for word in named:
                    if own.choices and word not in own.choices:
                        hint = suggest(word, own.choices)
                        raise HandbookError(
                            f"规则“{spec.id}”：“{field.text}”没有选项“{word}”；{hint}", field.place
                        )
                same = self.builder.settings.same
                every = frozenset(s for w in named for s in same.get(w, (w,)))
                result.append(Need(field.text, every, "或".join(named)))
        return tuple(result)


def _first(ir: Ir) -> str | None:
    """The first field that an IR reads."""
    if ir[0] in ("字段", "已填"):
        return str(ir[1])
    return next((f for part in below(ir) if (f := _first(part))), None)


def _all_of(parts: list[Ir]) -> Ir | None:
    if not parts:
        return None
    return parts[0] if len(parts) == 1 else ("且", *parts)
