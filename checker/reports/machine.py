"""Reports for programs: JSON as the contract has it, SARIF 2.1.0."""

from __future__ import annotations

import json
from pathlib import PurePath
from typing import Any
from urllib.parse import quote

from checker.findings import Finding, Result
from checker.reports.base import Summary, address, cited, harmless
from checker.rules import Verdict

#: Verdict → kind and level of SARIF; a level other than none goes with `fail` alone.
_KINDS = {
    Verdict.VIOLATION: ("fail", "error"),
    Verdict.APPROVAL: ("fail", "warning"),
    Verdict.MISSING: ("open", "none"),
    Verdict.JUDGEMENT: ("review", "none"),
    Verdict.PASS: ("pass", "none"),
}


class Json:
    """A list of results."""

    between = ",\n"

    def one(self, result: Result) -> str:
        """The keys of the contract."""
        return result.as_json()

    def begin(self, summary: Summary) -> str:
        """Opens the list."""
        return "[\n" if summary.total else "["

    def end(self, summary: Summary) -> str:
        """Closes the list."""
        return "\n]\n" if summary.total else "]\n"


class Sarif:
    """One result for each finding, passes included; a form that no rule reaches: notApplicable."""

    between = ",\n"

    def __init__(self, site: str) -> None:
        """`site`: where the handbook is served."""
        self.site = site

    def one(self, result: Result) -> str:
        """The results of a form."""
        found = [self._result(result, finding) for finding in result.findings]
        if not found:
            words = "；".join(n.message for n in result.notes)
            found = [{"kind": "notApplicable", "level": "none", **_where(result, words)}]
        return ",\n".join(json.dumps(f, ensure_ascii=False) for f in found)

    def _result(self, result: Result, finding: Finding) -> dict[str, Any]:
        out = finding.outcome
        kind, level = _KINDS[finding.verdict]
        words = [out.message, *(f"依据：{cited(p)}" for p in finding.provisions)]
        if out.question:
            words.insert(1, f"请判断：{out.question}")
        shown = {
            "verdict": finding.verdict.value,
            "field": out.field,
            "actual": out.actual,
            "limit": out.limit,
            "formula": out.formula,
            "approver": out.approver,
            "reason": out.reason.value if out.reason else None,
        }
        return {
            "ruleId": finding.rule,
            "kind": kind,
            "level": level,
            **_where(result, "\n".join(words)),
            "properties": {k: v for k, v in shown.items() if v is not None},
        }

    def begin(self, summary: Summary) -> str:
        """The tool and its rules."""
        rules = []
        for rule, (title, first) in summary.rules.items():
            found: dict[str, Any] = {"id": rule, "shortDescription": {"text": title}}
            if first is not None:
                found["fullDescription"] = {"text": cited(first)}
                if self.site:
                    found["helpUri"] = address(self.site, first.path)
            rules.append(found)
        driver = {"name": "handbook check", "language": "zh-CN", "rules": rules}
        head = json.dumps({"driver": driver}, ensure_ascii=False)
        return (
            '{"$schema": "https://json.schemastore.org/sarif-2.1.0.json", "version": "2.1.0",\n'
            f'"runs": [{{"tool": {head},\n"columnKind": "unicodeCodePoints",\n"results": [\n'
        )

    def end(self, summary: Summary) -> str:
        """Closes all that is open."""
        return "\n]}]}\n"


def _where(result: Result, words: str) -> dict[str, Any]:
    found: dict[str, Any] = {"message": {"text": f"{result.form} {harmless(words)}"}}
    if result.place is not None:
        path = PurePath(result.place.file.partition("[")[0])
        uri = path.as_uri() if path.is_absolute() else quote(path.as_posix())
        region = {"startLine": result.place.line, "startColumn": result.place.column}
        location = {"artifactLocation": {"uri": uri}, "region": region}
        found["locations"] = [{"physicalLocation": location}]
    return found
