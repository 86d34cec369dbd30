"""Several outcomes for one matter: cases that apply together, or may apply, and conflicts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from checker.demands import either, missing
from checker.findings import Outcome
from checker.rules import Reason, Verdict


def mildest(outcomes: Sequence[Outcome]) -> Outcome:
    """The outcome that holds however the matter is read; the first of equals."""
    return max(outcomes, key=lambda o: o.verdict.rank)


def together(title: str, outcomes: Sequence[Outcome], question: str = "") -> Outcome | None:
    """Outcomes of provisions that all apply; None where the form satisfies all of them.

    Provisions that ask for the same are broken together. Where they ask for different approvers or
    figures a person decides which one counts, also where the form satisfies none of them. Only
    fields that are not filled in may still make the form satisfy all: then they are asked for.
    """
    failed = [o for o in outcomes if o.verdict is not Verdict.PASS]
    if not failed:
        return None
    certain = [o for o in failed if not o.unknown]
    if not certain:
        return _asked(title, failed)
    worst = min(certain, key=lambda o: o.verdict.rank)
    approvers = "或".join(dict.fromkeys(o.approver for o in failed if o.approver)) or None
    if len(certain) == len(outcomes) and len({_asks(o) for o in certain}) == 1:
        return replace(mildest(certain), message=_message(title, certain), approver=approvers)
    return replace(
        worst,
        verdict=Verdict.JUDGEMENT,
        message=_message(f"{title}：两处规定要求不同", failed),
        question=question or "两处规定不一致，按哪一处办理？",
        reason=Reason.CONFLICT,
        approver=approvers,
        unknown=(),
    )


def _asks(outcome: Outcome) -> tuple[object, ...]:
    if outcome.approver is not None:  # what is asked for is the approval; the step does not matter
        return (outcome.field, outcome.approver)
    return (outcome.field, outcome.limit)


def _asked(title: str, failed: Sequence[Outcome]) -> Outcome:
    fields = tuple(dict.fromkeys(f for o in failed for f in o.unknown))
    limits = {o.limit for o in failed}
    found = missing(title, fields, failed[0])
    if len(limits) == 1:
        return found
    return replace(found, limit=None, limit_value=None, formula=None)


def _message(title: str, failed: Sequence[Outcome]) -> str:
    """What fails, each once, under one title."""
    words = dict.fromkeys(o.message.partition("：")[2] or o.message for o in failed)
    return f"{title}：{'；'.join(words)}"


def undecided(
    title: str, certain: Sequence[Outcome], possible: Sequence[Outcome], unknown: tuple[str, ...]
) -> Outcome | None:
    """Outcomes of which it is not known whether they apply; None where nothing can be wrong."""
    outcomes = [*certain, *possible]
    failed = [o for o in outcomes if o.verdict is not Verdict.PASS]
    if not failed:
        return None
    if (
        certain
        and len(failed) == len(outcomes)
        and len({(o.verdict, _asks(o)) for o in failed}) == 1
    ):
        return certain[0]
    first = failed[0]
    limits = sorted(  # by figure; those that are words in the order of the text
        dict.fromkeys(
            (Fraction(o.limit_value or 0), o.limit) for o in outcomes if o.limit is not None
        ),
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
