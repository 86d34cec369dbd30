"""What a case asks for, ready to be put to a form: each demand turns a row into an outcome."""

from __future__ import annotations

from dataclasses import dataclass, replace

from checker import formula, units
from checker.calendar import Calendar
from checker.expression.compile import Compiled
from checker.expression.interpret import Row, deciding
from checker.expression.tree import Ir
from checker.findings import Outcome
from checker.formula import Template
from checker.kinds import Kind, Type, Value
from checker.rules import Demand, DemandSpec, Reason, Verdict

_BOUND = {
    "at_most": ("超过", "不超过"),
    "at_least": ("不到", "不少于"),
    "equals": ("不等于", "等于"),
    "below": ("达到或超过", "低于"),
    "above": ("没有超过", "超过"),
}
_LATE = {
    "at_most": "晚于",
    "at_least": "早于",
    "equals": "不是",
    "below": "不早于",
    "above": "不晚于",
}


@dataclass(frozen=True, slots=True)
class Measure:
    """An expression that is shown: its value, type and formula."""

    run: Compiled
    ir: Ir
    type: Type
    formula: Template = ()

    def shown(self, value: Value) -> str:
        """A value as a clerk reads it; amounts are rounded to 分."""
        if self.type.unit.dims == units.MONEY and not isinstance(value, str | tuple | None):
            value = units.half_up(value)
        return self.type.shown(value)

    def decimal(self, value: Value) -> str | None:
        """A number as a decimal string in its unit; None for anything else."""
        if value is None or self.type.kind is not Kind.NUMBER or isinstance(value, str | tuple):
            return None
        if self.type.unit.dims == units.MONEY:
            value = units.half_up(value)
        return units.decimal(value / self.type.unit.scale)


@dataclass(frozen=True, slots=True)
class Shown:
    """What findings of a demand show beside the verdict: field, actual value, limit."""

    field: str | None
    actual: Measure | None
    limit: Measure | None


@dataclass(frozen=True, slots=True)
class Need:
    """Something that has to stand in a list: alternatives, and how to call them."""

    field: str
    any_of: frozenset[str]
    words: str


@dataclass(frozen=True, slots=True)
class Test:
    """A condition that has to hold, compiled and as IR."""

    run: Compiled
    ir: Ir


@dataclass(frozen=True, slots=True)
class Ready:
    """A demand bound to a form type and a body.

    Attributes:
        spec: as written.
        title: the rule's.
        shown: what findings show.
        tests: conditions that have to hold; for a limit one for each reading and bound.
        readings: of a limit: name and measure, in the order of `tests` by reading.
        bounds: of a limit: kind of bound and measure.
        needs: of approval and needs.
        chosen: whether the body has settled which reading counts.
    """

    spec: DemandSpec
    title: str
    calendar: Calendar
    shown: Shown
    tests: tuple[Test, ...] = ()
    readings: tuple[tuple[str, Measure], ...] = ()
    bounds: tuple[tuple[str, Measure], ...] = ()
    needs: tuple[Need, ...] = ()

    def outcome(self, row: Row) -> Outcome:
        """What the demand says of a form to which its case applies."""
        match self.spec.kind:
            case Demand.LIMIT:
                return self._limit(row)
            case Demand.APPROVAL | Demand.NEEDS:
                return self._listed(row)
            case Demand.REQUIRE | Demand.FORBID:
                return self._condition(row)
            case Demand.JUDGE:
                return self._with(row, self._fail(row, self.title))
            case Demand.NOTE:
                return Outcome(Verdict.PASS, self.spec.message)

    def _fail(self, row: Row, message: str) -> Outcome:
        spec = self.spec
        judged = spec.verdict is Verdict.JUDGEMENT
        return Outcome(
            spec.verdict,
            spec.message or message,
            field=self.shown.field,
            question=spec.question or None if judged else None,
            reason=spec.reason if judged else None,
            approver=spec.approver,
        )

    def _with(self, row: Row, outcome: Outcome) -> Outcome:
        """The outcome with actual value and limit as `show` says."""
        actual, limit = self.shown.actual, self.shown.limit
        if actual is None and limit is None:
            return outcome
        parts: dict[str, str | None] = {}
        for key, measure in (("actual", actual), ("limit", limit)):
            value = measure.run(row) if measure else None
            if measure is not None and value is not None:
                parts[key] = measure.shown(value)
                parts[f"{key}_value"] = measure.decimal(value)
                if parts[f"{key}_value"] is not None:
                    parts["unit"] = measure.type.unit.name or None
        return replace(outcome, **parts)  # type: ignore[arg-type]

    def _unknown(self, row: Row, irs: tuple[Ir, ...], outcome: Outcome | None = None) -> Outcome:
        found = dict.fromkeys(f for ir in irs for f in deciding(ir, row, self.calendar))
        return missing(self.title, tuple(found), outcome)

    def _condition(self, row: Row) -> Outcome:
        (test,) = self.tests
        value = test.run(row)
        if value is None:
            return self._with(row, self._unknown(row, (test.ir,)))
        if value:
            return self._with(
                row,
                Outcome(
                    Verdict.PASS,
                    f"{self.title}：符合",
                    self.shown.field,
                    approver=self.spec.approver,
                ),
            )
        return self._with(row, self._fail(row, f"{self.title}：不符合"))

    def _listed(self, row: Row) -> Outcome:
        spec = self.spec
        approving = spec.kind is Demand.APPROVAL
        absent: list[Need] = []
        unknown: list[str] = []
        for need in self.needs:
            held = row.get(need.field)
            if held is None:
                unknown.append(need.field)
            elif need.any_of:
                if need.any_of.isdisjoint(held):  # type: ignore[arg-type]
                    absent.append(need)
            elif not held:
                absent.append(need)
        everybody = "、".join(n.words for n in self.needs if n.any_of) if approving else ""
        who = spec.approver if spec.approver is not None else (everybody or None)
        if absent:
            lacking = "、".join(n.words for n in absent)
            if approving:
                who = (
                    spec.approver
                    if spec.approver is not None
                    else ("、".join(n.words for n in absent if n.any_of) or None)
                )
                words = f"须{lacking}同意，审批中没有" if who else "须经批准，文中未写由谁批准"
            else:
                words = f"缺{lacking}"
            found = self._fail(row, f"{self.title}：{words}")
            return self._with(row, replace(found, approver=who))
        if unknown:
            found = missing(self.title, tuple(dict.fromkeys(unknown)))
            return self._with(row, replace(found, approver=who if approving else None))
        words = f"已由{everybody}同意" if everybody else "齐全"
        passed = Outcome(Verdict.PASS, f"{self.title}：{words}", self.shown.field, approver=who)
        return self._with(row, passed)

    def _limit(self, row: Row) -> Outcome:
        """One test for each reading and bound; readings that differ are for a person to settle."""
        values = [measure.run(row) for _, measure in self.readings]
        limits = [measure.run(row) for _, measure in self.bounds]
        count = len(self.bounds)
        held: list[bool | None] = []
        broken: set[int] = set()
        for n in range(len(self.readings)):
            results = [t.run(row) for t in self.tests[n * count : (n + 1) * count]]
            broken.update(i for i, r in enumerate(results) if r is False)
            held.append(False if False in results else None if None in results else True)
        at = min(broken) if broken else 0
        name = self.bounds[at][0]
        base = self._measured(row, values, at, limits[at])
        if all(h is True for h in held):
            return replace(base, verdict=Verdict.PASS, message=self._says(base, name, True))
        if all(h is False for h in held):
            failed = self._fail(row, self._says(base, name, False))
            return _merge(base, failed)
        if None in held:
            if self.spec.optional and all(v is None for v in values) and limits[at] is not None:
                words = f"{self.title}：没有填写，应{_BOUND[name][1]} {base.limit}"
                return replace(base, verdict=Verdict.PASS, message=words)
            return self._unknown(row, tuple(t.ir for t in self.tests), base)
        question = self.spec.question or f"“{self.title}”按哪一种算法：" + "，还是".join(
            f"{label}（{measure.shown(value)}）"
            for (label, measure), value in zip(self.readings, values, strict=True)
        )
        return replace(
            base,
            verdict=Verdict.JUDGEMENT,
            message=f"{self.title}：{base.actual}，是否{_BOUND[name][0]} {base.limit}，看怎么算",
            question=question,
            reason=self.spec.reason or Reason.SILENT,
        )

    def _measured(self, row: Row, values: list[Value], at: int, limit: Value) -> Outcome:
        bound = self.bounds[at][1]
        measures = [m for _, m in self.readings]
        known = [(m, v) for m, v in zip(measures, values, strict=True) if v is not None]
        texts = list(dict.fromkeys(m.shown(v) for m, v in known))
        computed = next((m for m, _ in known if m.formula and len(texts) == 1), None)
        steps = None
        if bound.formula and limit is not None:
            steps = formula.render(bound.formula, row, self.calendar, bound.shown(limit))
        elif computed is not None:
            steps = formula.render(computed.formula, row, self.calendar, texts[0])
        number = bound.decimal(limit)
        return Outcome(
            Verdict.PASS,
            "",
            field=self.shown.field,
            actual=either(texts),
            limit=bound.shown(limit) if limit is not None else None,
            actual_value=known[0][0].decimal(known[0][1]) if len(texts) == 1 else None,
            limit_value=number,
            unit=(bound.type.unit.name or None) if bound.type.kind is Kind.NUMBER else None,
            formula=steps,
            approver=self.spec.approver,
        )

    def _says(self, base: Outcome, name: str, good: bool) -> str:
        dated = self.bounds[0][1].type.kind in (Kind.DATE, Kind.TIME)
        if good:
            return f"{self.title}：{base.actual}，符合（{_BOUND[name][1]} {base.limit}）"
        word = _LATE[name] if dated else _BOUND[name][0]
        return f"{self.title}：{base.actual}，{word} {base.limit}"


def either(texts: list[str]) -> str | None:
    """Values of which one holds, as a clerk reads them: 45 元或 36 元; None for none."""
    spaced = (f" {t}" if n and t[0].isascii() else t for n, t in enumerate(texts))
    return "或".join(spaced) or None


def _merge(base: Outcome, failed: Outcome) -> Outcome:
    return replace(
        base,
        verdict=failed.verdict,
        message=failed.message,
        question=failed.question,
        reason=failed.reason,
        approver=failed.approver,
    )


def missing(title: str, unknown: tuple[str, ...], outcome: Outcome | None = None) -> Outcome:
    """The outcome where fields that decide are not filled in."""
    settings = [f.removeprefix("设定·") for f in unknown if f.startswith("设定·")]
    plain = [f for f in unknown if not f.startswith("设定·")]
    lacks = []
    if plain:
        lacks.append(f"没有填“{'”“'.join(plain)}”")
    if settings:
        lacks.append(f"本单位没有设定“{'”“'.join(settings)}”（settings.yml）")
    base = outcome or Outcome(Verdict.MISSING, "")
    return replace(
        base,
        verdict=Verdict.MISSING,
        message=f"{title}：{'，'.join(lacks) or '缺信息'}，不能判断",
        field=plain[0] if plain else base.field,
        unknown=unknown,
        question=None,
        reason=None,
    )
