"""The report in Markdown."""

from __future__ import annotations

from checker.findings import Provided, Result
from checker.reports.base import Summary, address, broken_first, cited, harmless

_ESCAPE = str.maketrans({c: f"\\{c}" for c in "\\`*_{}[]<>#|~&"})


class Markdown:
    """A check sheet: a table for each form, what is right in one line."""

    between = "\n"

    def __init__(self, site: str = "") -> None:
        """`site`: where the handbook is served."""
        self.site = site

    def one(self, result: Result) -> str:
        """A form."""
        head = f"## {_safe(result.source)}　{_safe(result.form)}　{result.verdict.words}"
        lines = [head, ""]
        wrong, passed = broken_first(result)
        if wrong:
            lines += ["| 结论 | 内容 | 应为 | 实际 | 依据 |", "| --- | --- | --- | --- | --- |"]
        for finding in wrong:
            out = finding.outcome
            extra = f" 请判断：{_safe(out.question)}" if out.question else ""
            extra += f" 算法：{_safe(out.formula)}" if out.formula else ""
            cells = (
                finding.verdict.words,
                _safe(out.message) + extra,
                _safe(out.limit or ""),
                _safe(out.actual or ""),
                "；".join(map(self._cited, finding.provisions)),
            )
            lines.append(f"| {' | '.join(cells)} |")
        if passed:
            titles = "、".join(f.outcome.message.partition("：")[0] for f in passed)
            lines += ["", f"合规 {len(passed)} 项：{_safe(titles)}"]
        for note in result.notes:
            words = "；".join(map(self._cited, note.provisions))
            lines += ["", f"- 提示：{_safe(note.message)}{'　' + words if words else ''}"]
        return "\n".join(lines) + "\n"

    def _cited(self, provided: Provided) -> str:
        words = _safe(cited(provided))
        return f"[{words}](<{address(self.site, provided.path)}>)" if self.site else words

    def begin(self, summary: Summary) -> str:
        """Title and counts."""
        return f"# 校验单\n\n{summary.words()}\n\n"

    def end(self, summary: Summary) -> str:
        """Nothing."""
        return ""


def _safe(text: str) -> str:
    """Text of a form or a provision, shown as text in Markdown."""
    return harmless(text).translate(_ESCAPE)
