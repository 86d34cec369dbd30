"""The report for a terminal."""

from __future__ import annotations

import unicodedata

from checker.findings import Finding, Note, Result
from checker.reports.base import REASON, Summary, broken_first, cited, harmless
from checker.rules import Verdict

_COLOURS = {
    Verdict.VIOLATION: "31",
    Verdict.APPROVAL: "33",
    Verdict.MISSING: "33",
    Verdict.JUDGEMENT: "36",
    Verdict.PASS: "32",
}
_MOST = 15  # rules in the table at the end


class Text:
    """What is wrong first, then what is right, then reminders; a table of rules at the end."""

    between = "\n"

    def __init__(self, colour: bool = False) -> None:
        """`colour`: whether the terminal shows colours."""
        self.colour = colour

    def one(self, result: Result) -> str:
        """A form."""
        verdict = self._paint(f"【{result.verdict.words}】", result.verdict)
        lines = [f"{harmless(result.source)}  {harmless(result.form)}  {verdict}"]
        wrong, passed = broken_first(result)
        for finding in wrong:
            lines += [f"  {line}" for line in self._finding(finding)]
        for finding in passed:
            where = "".join(f"（{harmless(p.citation)}）" for p in finding.provisions[:1])
            words = harmless(finding.outcome.message)
            lines.append(f"  {self._mark(Verdict.PASS)} {words}{where}")
        for note in result.notes:
            lines += [f"  {line}" for line in _note(note)]
        return "\n".join(lines) + "\n"

    def _paint(self, text: str, verdict: Verdict) -> str:
        return f"\x1b[{_COLOURS[verdict]}m{text}\x1b[0m" if self.colour else text

    def _mark(self, verdict: Verdict) -> str:
        return self._paint(f"[{verdict.words}]", verdict)

    def _finding(self, finding: Finding) -> list[str]:
        out = finding.outcome
        lines = [f"{self._mark(finding.verdict)} {harmless(out.message)}"]
        if out.formula:
            lines.append(f"    算法：{harmless(out.formula)}")
        if out.approver and finding.verdict in (Verdict.APPROVAL, Verdict.JUDGEMENT):
            lines.append(f"    审批人：{harmless(out.approver)}")
        if out.question:
            why = REASON.get(out.reason or "", "")
            lines.append(f"    请判断{f'（{why}）' if why else ''}：{harmless(out.question)}")
        return lines + [f"    依据：{harmless(cited(p))}" for p in finding.provisions]

    def begin(self, summary: Summary) -> str:
        """Nothing: what matters stands at the end of a terminal."""
        return ""

    def end(self, summary: Summary) -> str:
        """The rules that are broken most often, where there are several forms."""
        if summary.total < 2 or not summary.broken:
            return ""
        top = summary.broken.most_common(_MOST)
        titles = [harmless(summary.rules[rule][0]) for rule, _ in top]
        wide = max(map(_width, titles))
        lines = ["", f"{'规则'}{' ' * (wide - 4)}  张数"]
        for (rule, count), title in zip(top, titles, strict=True):
            where = summary.rules[rule][1]
            words = f"  {where.citation}" if where else ""
            lines.append(f"{title}{' ' * (wide - _width(title))}  {count:>4}{words}")
        more = len(summary.broken) - len(top)
        return "\n".join(lines) + (f"\n……另有 {more} 条规则\n" if more else "\n")


def _width(text: str) -> int:
    return sum(1 + (unicodedata.east_asian_width(c) in "WF") for c in text)


def _note(note: Note) -> list[str]:
    words = (f"    依据：{harmless(cited(p))}" for p in note.provisions)
    return [f"[提示] {harmless(note.message)}", *words]
