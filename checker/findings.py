"""Findings: what the checker says of a form, exactly as other programs read it."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields
from functools import lru_cache
from json.encoder import encode_basestring
from types import MappingProxyType
from typing import Any, Protocol

from checker.kinds import Value
from checker.rules import Reason, Verdict
from handbook.errors import Place


@dataclass(frozen=True, slots=True)
class Provided:
    """A provision that a finding rests on, with the words that matter, as printed."""

    regulation: str
    id: str
    citation: str
    path: str
    quote: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one case says of a form.

    Attributes:
        verdict: the verdict.
        message: one sentence.
        field: the field to look at.
        actual: what the form says, as a clerk reads it.
        limit: what the text says, or is computed from it, or the state required.
        actual_value: decimal string of a number.
        limit_value: decimal string of a number.
        unit: unit of the two.
        formula: how limit or actual value was computed.
        approver: who must approve, or has.
        question: what a person must answer.
        reason: why a person must.
        unknown: fields that would decide it.
    """

    verdict: Verdict
    message: str
    field: str | None = None
    actual: str | None = None
    limit: str | None = None
    actual_value: str | None = None
    limit_value: str | None = None
    unit: str | None = None
    formula: str | None = None
    approver: str | None = None
    question: str | None = None
    reason: Reason | None = None
    unknown: tuple[str, ...] = ()


class Ruling(Protocol):
    """What a rule says of a form: the verdict at once, the finding when it is asked for."""

    @property
    def rule(self) -> str:
        """Its id."""

    @property
    def verdict(self) -> Verdict:
        """The finding's verdict."""

    def on(self, row: Mapping[str, Value]) -> Finding:
        """The finding on the form whose row is given."""


class Finding:
    """An outcome with its rule and provisions.

    The verdict is known at once; the words are made when they are first asked for, since a batch
    needs most of them only as a count. Not a dataclass for that reason; nothing of it changes.
    """

    __slots__ = ("_json", "_make", "_outcome", "provisions", "rule", "verdict")

    def __init__(
        self,
        rule: str,
        verdict: Verdict,
        provisions: tuple[Provided, ...],
        outcome: Outcome | None = None,
        make: Callable[[], Outcome] | None = None,
    ) -> None:
        """Either `outcome` or `make`, which gives it."""
        self.rule = rule
        self.verdict = verdict
        self.provisions = provisions
        self._outcome = outcome
        self._make = make
        self._json: str | None = None

    @classmethod
    def of(cls, rule: str, outcome: Outcome, provisions: tuple[Provided, ...]) -> Finding:
        """A finding whose outcome is known."""
        return cls(rule, outcome.verdict, provisions, outcome)

    @property
    def outcome(self) -> Outcome:
        """What it says."""
        if self._outcome is None:
            assert self._make is not None
            self._outcome, self._make = self._make(), None
        return self._outcome

    def on(self, row: Mapping[str, Value]) -> Finding:
        """Itself: it was made for one form, or says the same of all."""
        return self

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Finding):
            return NotImplemented
        return (self.rule, self.outcome, self.provisions) == (
            other.rule,
            other.outcome,
            other.provisions,
        )

    def __hash__(self) -> int:
        return hash((self.rule, self.verdict))

    def __repr__(self) -> str:
        return f"Finding({self.rule!r}, {self.outcome!r}, {self.provisions!r})"

    def as_dict(self) -> dict[str, Any]:
        """The keys of the contract."""
        out = self.outcome
        return {
            "rule": self.rule,
            "verdict": out.verdict.value,
            "message": out.message,
            "provisions": [provision_dict(p) for p in self.provisions],
            "field": out.field,
            "actual": out.actual,
            "limit": out.limit,
            "actual_value": out.actual_value,
            "limit_value": out.limit_value,
            "unit": out.unit,
            "formula": out.formula,
            "approver": out.approver,
            "question": out.question,
            "reason": out.reason.value if out.reason else None,
        }

    def as_json(self) -> str:
        """`as_dict` as JSON, made once: findings that do not depend on figures are shared."""
        if self._json is None:
            out = self.outcome
            self._json = (
                f'{{"rule": {_text(self.rule)}, "verdict": "{out.verdict.value}", '
                f'"message": {_text(out.message)}, "provisions": {_provisions(self.provisions)}, '
                f'"field": {_text(out.field)}, "actual": {_text(out.actual)}, '
                f'"limit": {_text(out.limit)}, "actual_value": {_text(out.actual_value)}, '
                f'"limit_value": {_text(out.limit_value)}, "unit": {_text(out.unit)}, '
                f'"formula": {_text(out.formula)}, "approver": {_text(out.approver)}, '
                f'"question": {_text(out.question)}, '
                f'"reason": {_text(out.reason and out.reason.value)}}}'
            )
        return self._json


@dataclass(frozen=True, slots=True)
class Note:
    """A reminder; it never changes a verdict."""

    message: str
    provisions: tuple[Provided, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """The keys of the contract."""
        return {"message": self.message, "provisions": [provision_dict(p) for p in self.provisions]}


class Result:
    """What the checker says of one form.

    The verdict and the rules that are broken are known at once; findings are made when they are
    first asked for. Not a dataclass for that reason; nothing of it changes.

    Attributes:
        form: its type.
        source: file, or file:row.
        notes: reminders.
        place: where the form begins.
    """

    __slots__ = ("_findings", "_row", "_rulings", "form", "notes", "place", "source")

    def __init__(
        self,
        form: str,
        source: str,
        findings: Sequence[Ruling],
        notes: Sequence[Note],
        place: Place | None = None,
        row: Mapping[str, Value] = MappingProxyType({}),
    ) -> None:
        """`findings`: findings, or what makes them of `row`."""
        self.form = form
        self.source = source
        self.notes = notes
        self.place = place
        self._rulings = findings
        self._row = row
        self._findings: tuple[Finding, ...] | None = None

    @property
    def findings(self) -> tuple[Finding, ...]:
        """The findings, in the order of the rules."""
        if self._findings is None:
            self._findings = tuple([ruling.on(self._row) for ruling in self._rulings])
        return self._findings

    @property
    def verdict(self) -> Verdict:
        """The gravest finding's verdict."""
        worst = Verdict.PASS
        for ruling in self._rulings:
            if ruling.verdict.rank < worst.rank:
                worst = ruling.verdict
        return worst

    @property
    def broken(self) -> list[str]:
        """The ids of the rules that the form does not satisfy."""
        passed = Verdict.PASS
        return [ruling.rule for ruling in self._rulings if ruling.verdict is not passed]

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Result):
            return NotImplemented
        own, its = ((r.form, r.source, r.findings, tuple(r.notes), r.place) for r in (self, other))
        return own == its

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return f"Result({self.form!r}, {self.source!r}, {self.findings!r}, {self.notes!r})"

    def as_dict(self) -> dict[str, Any]:
        """The keys of the contract."""
        return {
            "form": self.form,
            "source": self.source,
            "verdict": self.verdict.value,
            "findings": [f.as_dict() for f in self.findings],
            "notes": [n.as_dict() for n in self.notes],
        }

    def as_json(self) -> str:
        """`as_dict` as JSON."""
        findings = ", ".join([f.as_json() for f in self.findings])
        notes = ", ".join(
            f'{{"message": {_text(n.message)}, "provisions": {_provisions(n.provisions)}}}'
            for n in self.notes
        )
        return (
            f'{{"form": {_text(self.form)}, "source": {_text(self.source)}, '
            f'"verdict": "{self.verdict.value}", "findings": [{findings}], "notes": [{notes}]}}'
        )


def _text(text: str | None) -> str:
    return "null" if text is None else encode_basestring(text)


@lru_cache(maxsize=8192)
def _provisions(provisions: tuple[Provided, ...]) -> str:
    return json.dumps([provision_dict(p) for p in provisions], ensure_ascii=False)


_PROVIDED = tuple(f.name for f in fields(Provided))


def provision_dict(provided: Provided) -> Mapping[str, str]:
    """The keys of the contract."""
    return {name: getattr(provided, name) for name in _PROVIDED}
