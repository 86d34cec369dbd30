"""What the ledger has to do with a result, in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from checker.findings import Finding, Note, Result
from checker.ledger import Way
from checker.reading import Form
from checker.rules import Verdict
from checker.tallies import Tally


def explain(
    result: Result, form: Form, ways: Sequence[Way], reads: Mapping[str, frozenset[str]]
) -> Result:
    """The result with what the ledger had to do with it.

    A finding that a field decides which a ledger could give says which forms are needed, or why
    the ledger did not do; a field that was computed is explained in a note where a rule reads it.

    Args:
        result: what the rules say of the form.
        form: the form.
        ways: what `tallied` says of its type and body.
        reads: field → ids of the rules that read it; only of fields that the ledger gave.
    """
    wanted = {
        field.name: tally
        for field, tally in reversed(ways)
        if form.row.get(field.name) is None and tally.applies(form.row, form.body)
    }
    asked = bool(wanted) and result.verdict is not Verdict.PASS
    given = [name for name in form.told if form.row.get(name) is not None]
    if not asked and not given:
        return result
    findings = (
        tuple(_asking(f, form, wanted) for f in result.findings) if asked else result.findings
    )
    rules = {f.rule for f in findings}
    notes = [Note(f"“{n}”{form.told[n]}") for n in given if not rules.isdisjoint(reads[n])]
    return Result(result.form, result.source, findings, (*result.notes, *notes), result.place)


def _asking(finding: Finding, form: Form, wanted: Mapping[str, Tally]) -> Finding:
    """The finding, which says of fields of the ledger how to come by them."""
    if finding.verdict is not Verdict.MISSING:
        return finding
    words = []
    for name in finding.outcome.unknown:
        if name in form.told and name in wanted:
            words.append(f"“{name}”：{form.told[name]}，请补全台账或填写这一项")
        elif name in wanted:
            tally = wanted[name]
            whose = "本人" if tally.same else "本单位"
            words.append(
                f"没有以前的“{form.type.name}”表：请附{whose}{tally.period.present}的台账，"
                f"或填写“{name}”"
            )
    if not words:
        return finding
    message = "；".join((finding.outcome.message, *dict.fromkeys(words)))
    return Finding.of(finding.rule, replace(finding.outcome, message=message), finding.provisions)
