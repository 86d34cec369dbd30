"""What a case asks for, ready to be put to a form: each demand turns a row into an outcome.

The file is longer than others: the kinds of demand share how a finding shows actual value and
limit.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from checker import formula, units
from checker.calendar import Calendar
from checker.expression.interpret import Row, deciding, evaluate
from checker.expression.scope import SETTING
from checker.expression.tree import Ir
from checker.findings import Outcome
from checker.formula import Template
from checker.kinds import Kind, Type, Value
from checker.rules import Demand, Reason, Verdict

_BOUND = {
    "at_most": ("超过", "不超过"),
    "at_least": ("不到", "不少于"),
    "equals": ("不等于", "等于"),
    "below": ("达到或超过", "低于"),
    "above": ("没有超过", "超过"),
}
#: The same of dates and times.
_DATED = {
    "at_most": ("晚于", "不晚于"),
    "at_least": ("早于", "不早于"),
    "equals": ("不是", "正是"),
    "below": ("不早于", "早于"),
    "above": ("不晚于", "晚于"),
}


@dataclass(frozen=True, slots=True)
class Measure:
    """An expression that is shown: its value, type and formula."""

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
        return self.type.unit.text(value)


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
class Ready:
    """A demand bound to a form type and a body.

    Attributes:
        kind: what it asks for.
        verdict: where it is not met.
        title: the rule's.
        shown: what findings show.
        tests: conditions that have to hold; for a limit one for each reading and bound.
        readings: of a limit: name and measure, in the order of `tests` by reading.
        bounds: of a limit: kind of bound and measure.
        needs: of approval and needs.
        reason: of a judgement.
        question: what a person must answer; "" where the engine words it.
        message: instead of the engine's words; "" for those.
        approver: shown instead of the roles of an approval.
        optional: a limit whose actual value is not filled in is shown, not asked for.
    """

    kind: Demand
    verdict: Verdict
    title: str
    shown: Shown
    tests: tuple[Ir, ...] = ()
    readings: tuple[tuple[str, Measure], ...] = ()
    bounds: tuple[tuple[str, Measure], ...] = ()
    needs: tuple[Need, ...] = ()
    reason: Reason | None = None
    question: str = ""
    message: str = ""
    approver: str | None = None
    optional: bool = False

    def outcome(self, row: Row, calendar: Calendar) -> Outcome:
        """What the demand says of a form to which its case applies.

        Raises:
            DivisionByZero: a divisor is zero.
        """
        match self.kind:
            case Demand.LIMIT:
                return self._limit(row, calendar)
            case Demand.APPROVAL | Demand.NEEDS:
                return self._with(row, calendar, self._listed(row))
            case Demand.REQUIRE | Demand.FORBID:
                return self._said(self._with(row, calendar, self._condition(row, calendar)))
            case Demand.JUDGE:
                return self._with(row, calendar, self._fail(self.title))
            case Demand.NOTE:
                return Outcome(Verdict.PASS, self.message)

    def constant(self, verdict: Verdict) -> Outcome | None:
        """The outcome of that verdict, met or not, if it says the same of all forms."""
        met = verdict is Verdict.PASS
        if self.shown.actual is not None or self.shown.limit is not None:
            return None
        match self.kind:
            case Demand.REQUIRE | Demand.FORBID:
                return self._met() if met else self._broken()
            case Demand.JUDGE:
                return self._fail(self.title)
            case Demand.APPROVAL | Demand.NEEDS if met:
                return self._all_there()
            case _:
                return None

    def _fail(self, message: str) -> Outcome:
        judged = self.verdict is Verdict.JUDGEMENT
        return Outcome(
            self.verdict,
            self.message or message,
            field=self.shown.field,
            question=self.question or None if judged else None,
            reason=self.reason if judged else None,
            approver=self.approver,
        )

    def _with(self, row: Row, calendar: Calendar, outcome: Outcome) -> Outcome:
        """The outcome with actual value and limit as `show` says."""
        actual, limit = self.shown.actual, self.shown.limit
        if actual is None and limit is None:
            return outcome
        parts: dict[str, str | None] = {}
        for key, measure in (("actual", actual), ("limit", limit)):
            value = evaluate(measure.ir, row, calendar) if measure else None
            if measure is not None and value is not None:
                parts[key] = measure.shown(value)
                parts[f"{key}_value"] = measure.decimal(value)
                if parts[f"{key}_value"] is not None:
                    parts["unit"] = measure.type.unit.name or None
        return replace(outcome, **parts)  # type: ignore[arg-type]

    def _condition(self, row: Row, calendar: Calendar) -> Outcome:
        (test,) = self.tests
        value = evaluate(test, row, calendar)
        if value is None:
            return missing(self.title, deciding(test, row, calendar))
        return self._met() if value else self._broken()

    def _met(self) -> Outcome:
        words = f"{self.title}：符合"
        return Outcome(Verdict.PASS, words, self.shown.field, approver=self.approver)

    def _said(self, found: Outcome) -> Outcome:
        """The outcome with both states in its sentence, where the rule shows two."""
        limit = self.shown.limit
        broken = found.verdict is self.verdict and not found.unknown
        if not broken or self.message or limit is None or limit.type.kind is not Kind.TEXT:
            return found
        if found.actual is None or found.limit is None:
            return found
        return replace(found, message=f"{self.title}：{found.actual}，应为{found.limit}")

    def _broken(self) -> Outcome:
        return self._fail(f"{self.title}：不符合")

    def _listed(self, row: Row) -> Outcome:
        approving = self.kind is Demand.APPROVAL
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
        who = self._everybody()
        if absent:
            lacking = "、".join(n.words for n in absent)
            if approving:
                if self.approver is None:
                    who = "、".join(n.words for n in absent if n.any_of) or None
                words = f"须{lacking}同意，审批中没有" if who else "须经批准，文中未写由谁批准"
            else:
                words = f"缺{lacking}"
            return replace(self._fail(f"{self.title}：{words}"), approver=who)
        if unknown:
            found = missing(self.title, tuple(dict.fromkeys(unknown)))
            return replace(found, approver=who if approving else None)
        return self._all_there()

    def _everybody(self) -> str | None:
        """All who have to approve, or who is shown for them."""
        if self.approver is not None or self.kind is not Demand.APPROVAL:
            return self.approver
        return "、".join(n.words for n in self.needs if n.any_of) or None

    def _all_there(self) -> Outcome:
        roles = "、".join(n.words for n in self.needs if n.any_of)
        words = f"已由{roles}同意" if roles and self.kind is Demand.APPROVAL else "齐全"
        return Outcome(
            Verdict.PASS, f"{self.title}：{words}", self.shown.field, approver=self._everybody()
        )

    def _limit(self, row: Row, calendar: Calendar) -> Outcome:
        """One test for each reading and bound; readings that differ are for a person to settle."""
        values = [evaluate(measure.ir, row, calendar) for _, measure in self.readings]
        count = len(self.bounds)
        held: list[bool | None] = []
        broken: set[int] = set()
        for n in range(len(self.readings)):
            tests = self.tests[n * count : (n + 1) * count]
            results = [evaluate(test, row, calendar) for test in tests]
            broken.update(i for i, r in enumerate(results) if r is False)
            held.append(False if False in results else None if None in results else True)
        at = min(broken) if broken else 0
        name, bound = self.bounds[at]
        limit = evaluate(bound.ir, row, calendar)
        shown = self._shown(row, calendar, values, bound, limit)

        def outcome(
            verdict: Verdict,
            message: str,
            question: str | None = None,
            reason: Reason | None = None,
        ) -> Outcome:
            return Outcome(
                verdict, message, self.shown.field, *shown, self.approver, question, reason
            )

        actual, edge = shown[0], shown[1]
        dated = bound.type.kind in (Kind.DATE, Kind.TIME)
        wrong, right = (_DATED if dated else _BOUND)[name]
        if all(h is True for h in held):
            words = f"{self.title}：{actual}，符合（{right} {edge}）"
            return outcome(Verdict.PASS, words)
        if all(h is False for h in held):
            failed = self._fail(f"{self.title}：{actual}，{wrong} {edge}")
            return outcome(failed.verdict, failed.message, failed.question, failed.reason)
        if None in held:
            if self.optional and all(v is None for v in values) and limit is not None:
                words = f"{self.title}：没有填写，应{right} {edge}"
                return outcome(Verdict.PASS, words)
            unknown = dict.fromkeys(f for ir in self.tests for f in deciding(ir, row, calendar))
            return missing(self.title, tuple(unknown), outcome(Verdict.MISSING, ""))
        question = self.question or f"“{self.title}”按哪一种算法：" + "，还是".join(
            f"{label}（{measure.shown(value)}）"
            for (label, measure), value in zip(self.readings, values, strict=True)
        )
        words = f"{self.title}：{actual}，是否{wrong} {edge}，看怎么算"
        return outcome(Verdict.JUDGEMENT, words, question, self.reason or Reason.SILENT)

    def _shown(
        self, row: Row, calendar: Calendar, values: list[Value], bound: Measure, limit: Value
    ) -> tuple[str | None, str | None, str | None, str | None, str | None, str | None]:
        """Actual value, limit, both as decimals, unit, formula: what findings of a limit show."""
        known = [(m, v) for (_, m), v in zip(self.readings, values, strict=True) if v is not None]
        texts = list(dict.fromkeys([m.shown(v) for m, v in known]))
        edge = bound.shown(limit) if limit is not None else None
        steps = None
        if bound.formula and edge is not None:
            steps = formula.render(bound.formula, row, calendar, edge)
        elif len(texts) == 1:
            computed = next((m for m, _ in known if m.formula), None)
            if computed is not None:
                steps = formula.render(computed.formula, row, calendar, texts[0])
        return (
            either(texts),
            edge,
            _like(known[0][0], bound).decimal(known[0][1]) if len(texts) == 1 else None,
            bound.decimal(limit),
            (bound.type.unit.name or None) if bound.type.kind is Kind.NUMBER else None,
            steps,
        )


def _like(measure: Measure, bound: Measure) -> Measure:
    """The measure in the unit of the bound where both count the same: minutes as hours."""
    own, other = measure.type, bound.type
    alike = own.kind is other.kind is Kind.NUMBER and own.unit.dims == other.unit.dims
    return replace(measure, type=other) if alike else measure


def either(texts: list[str]) -> str | None:
    """Values of which one holds, as a clerk reads them: 45 元或 36 元; None for none."""
    if len(texts) == 1:
        return texts[0]
    spaced = (f" {t}" if n and t[0].isascii() else t for n, t in enumerate(texts))
    return "或".join(spaced) or None


def missing(title: str, unknown: tuple[str, ...], outcome: Outcome | None = None) -> Outcome:
    """The outcome where fields that decide are not filled in."""
    settings = [f.removeprefix(SETTING) for f in unknown if f.startswith(SETTING)]
    plain = [f for f in unknown if not f.startswith(SETTING)]
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
