"""Several outcomes for one matter: cases that apply together, or may apply, and conflicts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from checker.demands import either, missing
from checker.findings import Outcome
from checker.rules import RANK, Reason, Verdict


def mildest(outcomes: Sequence[Outcome]) -> Outcome:
    """The outcome that holds however the matter is read; the first of equals."""
    return max(outcomes, key=lambda o: RANK[o.verdict])


def together(title: str, outcomes: Sequence[Outcome], question: str = "") -> Outcome | None:
    """Outcomes of provisions that all apply; None where the form satisfies all of them.

    Where it satisfies some and not others a person decides; where it satisfies none the mildest
    holds in any case.
    """
    failed = [o for o in outcomes if o.verdict is not Verdict.PASS]
    if not failed:
        return None
    worst = min(failed, key=lambda o: RANK[o.verdict])
    approvers = "或".join(dict.fromkeys(o.approver for o in failed if o.approver)) or None
    if len(failed) == len(outcomes):
        return replace(mildest(failed), approver=approvers)
    return replace(
        worst,
        verdict=Verdict.JUDGEMENT,
        message=f"{title}：两处规定要求不同，{_short(worst)}",
        question=question or "两处规定不一致，按哪一处办理？",
        reason=Reason.CONFLICT,
        approver=approvers,
        unknown=(),
    )


def _short(outcome: Outcome) -> str:
    return "其中一处：" + outcome.message.partition("：")[2]


def undecided(
    title: str, certain: Sequence[Outcome], possible: Sequence[Outcome], unknown: tuple[str, ...]
) -> Outcome | None:
    """Outcomes of which it is not known whether they apply; None where nothing can be wrong."""
    failed = [o for o in (*certain, *possible) if o.verdict is not Verdict.PASS]
    if not failed:
        return None
    if certain and len(failed) == len(certain) + len(possible):
        same = {o.verdict for o in failed}
        if len(same) == 1:
            return certain[0]
    outcomes = [*certain, *possible]
    first = failed[0]
    limits = sorted(
        {(Fraction(o.limit_value or 0), o.limit) for o in outcomes if o.limit is not None},
        key=lambda pair: pair[0],
    )
    fields = tuple(dict.fromkeys((*unknown, *(f for o in failed for f in o.unknown))))
    found = missing(title, fields, first)
    return replace(
        found,
        limit=either([text for _, text in limits]),
        limit_value=first.limit_value if len(limits) == 1 else None,
        formula=first.formula if len(limits) == 1 else None,
    )
