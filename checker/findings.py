"""Findings: what the checker says of a form, exactly as other programs read it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from checker.rules import RANK, Reason, Verdict


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


@dataclass(frozen=True, slots=True)
class Finding:
    """An outcome with its rule and provisions."""

    rule: str
    outcome: Outcome
    provisions: tuple[Provided, ...]

    @property
    def verdict(self) -> Verdict:
        """Its verdict."""
        return self.outcome.verdict

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


@dataclass(frozen=True, slots=True)
class Note:
    """A reminder; it never changes a verdict."""

    message: str
    provisions: tuple[Provided, ...] = ()


@dataclass(frozen=True, slots=True)
class Result:
    """What the checker says of one form."""

    form: str
    source: str
    findings: tuple[Finding, ...]
    notes: tuple[Note, ...]

    @property
    def verdict(self) -> Verdict:
        """The gravest finding's verdict."""
        return min((f.verdict for f in self.findings), key=RANK.__getitem__, default=Verdict.PASS)

    def as_dict(self) -> dict[str, Any]:
        """The keys of the contract."""
        return {
            "form": self.form,
            "source": self.source,
            "verdict": self.verdict.value,
            "findings": [f.as_dict() for f in self.findings],
            "notes": [
                {"message": n.message, "provisions": [provision_dict(p) for p in n.provisions]}
                for n in self.notes
            ],
        }


_PROVIDED = tuple(f.name for f in fields(Provided))


def provision_dict(provided: Provided) -> Mapping[str, str]:
    """The keys of the contract."""
    return {name: getattr(provided, name) for name in _PROVIDED}
