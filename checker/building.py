"""Rule files → rule book: binding quotes, compiling conditions, checking that all names exist."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from checker import formula, kinds, units
from checker.binding import Binder, Bound
from checker.book import Book, Case, Chapter, Conflict, Rule
from checker.demands import Measure, Need, Ready, Shown
from checker.expression.parser import Parsed, parse
from checker.expression.scope import Scope
from checker.expression.tokens import ExpressionError
from checker.expression.tree import Ir, Node, below, size
from checker.forms import Forms, FormType, suggest
from checker.kinds import Kind, Type, Value
from checker.rules import CaseSpec, ConflictSpec, Demand, DemandSpec, RuleFile, RuleSpec, Text
from checker.settings import Settings
from handbook.errors import HandbookError, Place

#: No condition, with all its exceptions, has more nodes.
LARGEST = 4000
ANYBODY = "任何人"
_OPS = {"at_most": "≤", "at_least": "≥", "equals": "=", "below": "<", "above": ">"}


def build(
    body: str,
    day: date,
    binder: Binder,
    files: tuple[RuleFile, ...],
    forms: Forms,
    settings: Settings,
) -> Book:
    """Binds and compiles the rules of a body that hold on a day.

    Raises:
        HandbookError: a rule is wrong or does not bind; all that are wrong are named at once.
    """
    builder = _Builder(body, binder, forms, settings)
    held = [
        (spec, file.regulation)
        for file in files
        for spec in file.rules
        if file.regulation in binder.regulations
        and (spec.since is None or spec.since <= day)
        and (spec.until is None or day < spec.until)
    ]
    known = {spec.id: spec for file in files for spec in file.rules}
    for spec, regulation in held:
        builder.bind(spec, regulation)
    for spec, _ in held:
        builder.check_names((*spec.overrides, *spec.covers), known)
    conflicts = tuple(c for file in files for c in file.conflicts)
    for conflict in conflicts:
        builder.check_names(conflict.between, known)
    if not builder.errors:
        builder.compile([spec for spec, _ in held])
    if builder.errors:
        raise _all(builder.errors)
    return builder.book(conflicts)


def _all(errors: list[HandbookError]) -> HandbookError:
    rest = "\n".join(str(error) for error in errors[1:20])
    more = f"\n……还有 {len(errors) - 20} 处" if len(errors) > 20 else ""
    return HandbookError(errors[0].message + (f"\n{rest}" if rest else "") + more, errors[0].place)


class _Builder:
    def __init__(self, body: str, binder: Binder, forms: Forms, settings: Settings) -> None:
        self.body, self.binder, self.forms, self.settings = body, binder, forms, settings
        self.errors: list[HandbookError] = []
        self.bounds: dict[str, list[tuple[Bound, ...]]] = {}
        self.quotes: list[tuple[str, Bound]] = []
        self.literals: list[tuple[str, Place]] = []
        self.chapters: dict[str, list[Rule]] = {}

    def bind(self, spec: RuleSpec, regulation: str) -> None:
        """Finds all quotes of a rule; quotes that two cases share once."""
        known: dict[tuple[str, str], Bound] = {}
        result = []
        try:
            for case in spec.cases:
                for quote in case.quotes:
                    key = (quote.cites.text, quote.quote.text)
                    if key not in known:
                        known[key] = self.binder.bind(quote, regulation, spec.id)
                        self.quotes.append((f"{self.body}/{spec.id}", known[key]))
                result.append(tuple(known[q.cites.text, q.quote.text] for q in case.quotes))
        except HandbookError as error:
            self.errors.append(error)
        self.bounds[spec.id] = result

    def check_names(self, names: tuple[Text, ...], known: Mapping[str, RuleSpec]) -> None:
        for name in names:
            if name.text not in known:
                hint = suggest(name.text, known)
                self.errors.append(HandbookError(f"没有规则“{name.text}”；{hint}", name.place))

    def compile(self, specs: list[RuleSpec]) -> None:
        by_form: dict[str, list[RuleSpec]] = {}
        for spec in specs:
            for form in spec.forms:
                if form.text not in self.forms.types:
                    hint = suggest(form.text, self.forms.types)
                    self.errors.append(
                        HandbookError(f"没有“{form.text}”这种表；{hint}", form.place)
                    )
                    continue
                by_form.setdefault(form.text, []).append(spec)
        for form_name, own in by_form.items():
            compiler = _FormCompiler(self, self.forms.types[form_name], own)
            self.chapters[form_name] = compiler.rules()

    def book(self, conflicts: tuple[ConflictSpec, ...]) -> Book:
        chapters = {}
        for form, rules in self.chapters.items():
            own = {r.id for r in rules}
            there = []
            for c in conflicts:
                ids = tuple(i for t in c.between if (i := f"{self.body}/{t.text}") in own)
                if len(ids) > 1:
                    there.append(Conflict(ids, c.question))
            chapters[form] = Chapter(tuple(rules), tuple(there))
        return Book(
            self.body, chapters, self.settings.calendar, tuple(self.quotes), tuple(self.literals)
        )


class _FormCompiler:
    """Compiles the rules of one form type of a body."""

    def __init__(self, builder: _Builder, form: FormType, specs: list[RuleSpec]) -> None:
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
                compiled.append(self.rule(spec))
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

    def truth(self, spec: RuleSpec, text: Text, scope: Scope) -> Ir:
        return self.read(spec, text, scope, Kind.TRUTH).node.ir

    def condition_of(self, spec: RuleSpec) -> Ir | None:
        """The rule's own condition: when, and not unless."""
        scope = self.scope(spec)
        parts: list[Ir] = []
        if spec.when is not None:
            parts.append(self.truth(spec, spec.when, scope))
        if spec.unless is not None:
            parts.append(("非", self.truth(spec, spec.unless, scope)))
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
        found = [self.case_condition(spec, n) for n in range(len(spec.cases))]
        if any(c is None for c in found):
            return None
        cases = [c for c in found if c is not None]
        return cases[0] if len(cases) == 1 else ("或", *cases)

    def case_condition(self, spec: RuleSpec, at: int) -> Ir | None:
        case = spec.cases[at]
        scope = self.scope(spec, self.builder.bounds[spec.id][at])
        parts: list[Ir] = []
        if case.when is not None:
            parts.append(self.truth(spec, case.when, scope))
        for name, bound in case.bounds:
            assert spec.on is not None
            parts.append(self.compare(spec, spec.on, name, bound, scope))
        return _all_of(parts)

    def compare(self, spec: RuleSpec, of: Text, name: str, bound: Text, scope: Scope) -> Ir:
        """That a value keeps within a bound; typed as one expression, errors at the bound."""
        self.read(spec, of, scope)
        self.read(spec, bound, scope)
        both = Text(f"({of.text}) {_OPS[name]} ({bound.text})", bound.place)
        return self.truth(spec, both, scope)

    def measure(self, spec: RuleSpec, text: Text, scope: Scope, unit: str = "") -> Measure:
        return self.measured(self.read(spec, text, scope).node, text, unit)

    def measured(self, node: Node, text: Text, unit: str = "") -> Measure:
        shown = node.type
        if unit:
            wanted = units.parse(unit)
            if wanted is None or wanted.dims != shown.unit.dims:
                raise HandbookError(f"“{unit}”不能用来显示{shown}", text.place)
            shown = kinds.number(wanted)
        return Measure(node.ir, replace(shown, choices=()), formula.template(node))

    def rule(self, spec: RuleSpec) -> Rule:
        applies = self.applies(spec)
        bounds = self.builder.bounds[spec.id]
        on = self.measure(spec, spec.on, self.scope(spec)) if spec.on is not None else None
        cases = []
        for n, case in enumerate(spec.cases):
            scope = self.scope(spec, bounds[n])
            when = self.case_condition(spec, n)
            edges = {name: self.measure(spec, text, scope) for name, text in case.bounds}
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
        actual = self.measure(spec, found.actual, scope, found.unit) if found.actual else on
        limit = self.measure(spec, found.limit, scope, found.unit) if found.limit else edge
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
                (name, self.measure(spec, text, scope, found.unit))
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
            needs = self.needs(spec, found)
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
        found = self.measure(spec, text, scope)
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

    def needs(self, spec: RuleSpec, found: DemandSpec) -> tuple[Need, ...]:
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
