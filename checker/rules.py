"""What a rule says, before it is bound to the texts: the content of `rules.yml`."""

from __future__ import annotations

import enum
from dataclasses import dataclass, replace
from datetime import date

from handbook.errors import Place


class Verdict(enum.StrEnum):
    """What a finding says of a form; the gravest first, with `rank` 0."""

    VIOLATION = "violation"
    APPROVAL = "approval"
    MISSING = "missing"
    JUDGEMENT = "judgement"
    PASS = "pass"

    rank: int

    @property
    def words(self) -> str:
        """In Chinese."""
        return _WORDS[self]


_WORDS = {
    Verdict.VIOLATION: "违规",
    Verdict.APPROVAL: "须报批",
    Verdict.MISSING: "缺材料或信息",
    Verdict.JUDGEMENT: "须人工判断",
    Verdict.PASS: "合规",
}
for _rank, _verdict in enumerate(Verdict):
    _verdict.rank = _rank


class Reason(enum.StrEnum):
    """Why a person has to judge."""

    SUBJECTIVE = "subjective"
    SILENT = "silent"
    CONFLICT = "conflict"


class Demand(enum.StrEnum):
    """What a rule asks for."""

    LIMIT = "limit"
    APPROVAL = "approval"
    NEEDS = "needs"
    REQUIRE = "require"
    FORBID = "forbid"
    JUDGE = "judge"
    NOTE = "note"


#: What follows where a demand is not met and the rule does not say otherwise.
DEFAULT = {
    Demand.LIMIT: Verdict.VIOLATION,
    Demand.APPROVAL: Verdict.APPROVAL,
    Demand.NEEDS: Verdict.MISSING,
    Demand.REQUIRE: Verdict.VIOLATION,
    Demand.FORBID: Verdict.VIOLATION,
    Demand.JUDGE: Verdict.JUDGEMENT,
    Demand.NOTE: Verdict.PASS,
}


@dataclass(frozen=True, slots=True)
class Text:
    """A text of the rule file with its place: an expression, a citation, a quote."""

    text: str
    place: Place


@dataclass(frozen=True, slots=True)
class QuoteSpec:
    """Words of a provision: the citation, and the quote with its holes.

    Attributes:
        since: first day on which the words stand there; None: always.
        until: first day on which they no longer do; None: always.
    """

    cites: Text
    quote: Text
    since: date | None = None
    until: date | None = None

    def holds(self, day: date) -> bool:
        """Whether the rule reads this quote on a day."""
        return _within(day, self.since, self.until)


@dataclass(frozen=True, slots=True)
class DemandSpec:
    """What a case asks for.

    Attributes:
        kind: the key in the file.
        verdict: where it is not met.
        reason: of a judgement.
        question: what a person must answer; "" where the engine words it.
        message: instead of the engine's words; "" for those.
        of: name of a reading ("" if there is one) → expression of the actual value (limit).
        bounds: at_most, at_least, equals, below, above → expression (limit).
        items: field → items of which each is needed, alternatives inside (approval, needs).
        condition: expression (require, forbid).
        field: the field of the finding; "" for the first one that the demand reads.
        actual: expression shown as actual value.
        limit: expression shown as limit.
        unit: unit in which actual value and limit are shown; "" for their own.
        approver: shown instead of the roles of an approval.
        optional: a limit whose actual value is not filled in is shown, not asked for.
        place: where it stands.
    """

    kind: Demand
    verdict: Verdict
    place: Place
    reason: Reason | None = None
    question: str = ""
    message: str = ""
    of: tuple[tuple[str, Text], ...] = ()
    bounds: tuple[tuple[str, Text], ...] = ()
    items: tuple[tuple[Text, tuple[tuple[str, ...], ...]], ...] = ()
    condition: Text | None = None
    field: str = ""
    actual: Text | None = None
    limit: Text | None = None
    unit: str = ""
    approver: str | None = None
    optional: bool = False


@dataclass(frozen=True, slots=True)
class CaseSpec:
    """One case of a rule: when it applies (beside the rule's own condition), what it asks for.

    Attributes:
        bounds: of a ladder's step: at_most, at_least, below, above → expression.
    """

    when: Text | None
    quotes: tuple[QuoteSpec, ...]
    demand: DemandSpec
    place: Place
    bounds: tuple[tuple[str, Text], ...] = ()


@dataclass(frozen=True, slots=True)
class RuleSpec:
    """A rule as written.

    Attributes:
        id: `<folder>/<id>`, unique in the body.
        title: what it is about, in a few words; begins every message.
        forms: form types.
        when: whether it applies.
        unless: exceptions in its own words.
        cases: at least one; a simple rule is one case without condition of its own.
        on: of a ladder: the value on which its steps depend.
        gap: of a ladder: the question where no step applies; None: the engine words it; "" : none.
        first: of several cases that apply only the first counts.
        conflict: the question where several cases apply and differ; "" for the engine's words.
        overrides: ids of rules that it displaces where it applies.
        covers: ids of rules whose findings a finding of this one already implies.
        since: first day on which it holds; None: always.
        until: first day on which it no longer holds; None: always.
    """

    id: str
    title: str
    forms: tuple[Text, ...]
    place: Place
    cases: tuple[CaseSpec, ...]
    when: Text | None = None
    unless: Text | None = None
    on: Text | None = None
    gap: str | None = None
    first: bool = False
    conflict: str = ""
    overrides: tuple[Text, ...] = ()
    covers: tuple[Text, ...] = ()
    since: date | None = None
    until: date | None = None

    def as_of(self, day: date) -> RuleSpec | None:
        """The rule with the quotes that it reads on a day; None where it does not hold then."""
        if not _within(day, self.since, self.until):
            return None
        if all(quote.holds(day) for case in self.cases for quote in case.quotes):
            return self
        cases = (
            replace(case, quotes=tuple(q for q in case.quotes if q.holds(day)))
            for case in self.cases
        )
        return replace(self, cases=tuple(cases))


def _within(day: date, since: date | None, until: date | None) -> bool:
    return (since is None or since <= day) and (until is None or day < until)


@dataclass(frozen=True, slots=True)
class ConflictSpec:
    """Rules of one body that cannot all be meant: where their outcomes differ, a person decides."""

    between: tuple[Text, ...]
    question: str
    place: Place


@dataclass(frozen=True, slots=True)
class WaiverSpec:
    """Words of a provision that no rule reads, and why."""

    quote: QuoteSpec
    reason: str
    place: Place


@dataclass(frozen=True, slots=True)
class RuleFile:
    """One `rules.yml`."""

    regulation: str
    file: str
    rules: tuple[RuleSpec, ...] = ()
    conflicts: tuple[ConflictSpec, ...] = ()
    waivers: tuple[WaiverSpec, ...] = ()
