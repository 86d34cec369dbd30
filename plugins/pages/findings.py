"""What is doubtful in a regulation, at the provision that it speaks of."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from html import escape

from handbook.errors import Diagnostic, Severity
from handbook.importing.report import SEVERITY
from handbook.provision import Regulation


@dataclass(frozen=True, slots=True)
class Finding:
    """A doubt as a page shows it; `anchor` is "" where it belongs to no provision."""

    severity: Severity
    code: str
    message: str
    anchor: str = ""


def read_findings(regulation: Regulation, diagnostics: Iterable[Diagnostic]) -> list[Finding]:
    """Diagnostics of `text.md`, placed by their line."""
    return [
        Finding(d.severity, d.code, d.message, anchor_at(regulation, d.line)) for d in diagnostics
    ]


def anchor_at(regulation: Regulation, line: int) -> str:
    """The id of the provision whose own words stand at `line` of the file; "" if there is none."""
    for node in regulation.walk():
        if node.lines[0] <= line < node.lines[1]:
            return node.id
    return ""


def findings_html(findings: Sequence[Finding], explained: Collection[str]) -> str:
    """All findings, folded; "" where there are none.

    `explained`: the codes that have a page, `lint/<code>/` below the site's root.
    """
    if not findings:
        return ""
    items = "".join(f"<li>{_finding(finding, explained)}</li>" for finding in findings)
    return (
        '<details class="findings" data-search-exclude>'
        f"<summary>校对记录 {len(findings)} 条</summary><ul>{items}</ul></details>"
    )


def _finding(finding: Finding, explained: Collection[str]) -> str:
    """One finding: how grave, what, where, and why it matters."""
    text = f"<b>{SEVERITY[finding.severity]}</b> {escape(finding.message)}"
    if finding.anchor:
        text += f' <a href="#{finding.anchor}">查看</a>'
    if finding.code in explained:
        text += f' <a href="../../lint/{finding.code}/">说明</a>'
    return text
