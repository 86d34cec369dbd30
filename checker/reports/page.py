"""The report as one printable HTML page that needs nothing else."""

from __future__ import annotations

from html import escape

from checker.findings import Finding, Provided, Result
from checker.reports.base import REASON, Summary, address, broken_first, harmless
from checker.rules import Verdict

_STYLE = """
:root { color-scheme: light dark; --rule: #8886; }
body { font: 16px/1.6 "Noto Sans CJK SC", "Source Han Sans SC", "Microsoft YaHei", sans-serif;
  max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.5rem; } h2 { font-size: 1.1rem; margin: 0; overflow-wrap: anywhere; }
section { border-top: 1px solid var(--rule); padding: .8rem 0; break-inside: avoid; }
table { border-collapse: collapse; width: 100%; margin: .5rem 0; }
th, td { border: 1px solid var(--rule); padding: .25rem .5rem; text-align: left;
  vertical-align: top; overflow-wrap: anywhere; }
th { font-weight: 600; white-space: nowrap; }
.verdict { font-weight: 600; white-space: nowrap; }
.violation { color: #b3261e; } .approval, .missing { color: #8a5000; }
.judgement { color: #00639b; } .pass { color: #226b2b; }
@media (prefers-color-scheme: dark) { .violation { color: #ff8a80; }
  .approval, .missing { color: #ffb868; } .judgement { color: #7cc7ff; } .pass { color: #81d48a; } }
q { quotes: "“" "”"; } ul { margin: .3rem 0; padding-left: 1.2rem; } p { margin: .3rem 0; }
@media print { body { margin: 0; max-width: none; font-size: 11pt; } a { color: inherit; } }
"""


class Page:
    """A summary, then a section for each form."""

    between = "\n"

    def __init__(self, site: str = "") -> None:
        """`site`: where the handbook is served."""
        self.site = site

    def one(self, result: Result) -> str:
        """A form."""
        wrong, passed = broken_first(result)
        parts = [
            f"<section><h2>{_safe(result.source)}　{_safe(result.form)}　"
            f"{_verdict(result.verdict)}</h2>"
        ]
        if wrong:
            parts.append(
                "<table><thead><tr><th>结论<th>内容<th>应为<th>实际<th>依据</thead><tbody>"
            )
            parts += [self._row(finding) for finding in wrong]
            parts.append("</tbody></table>")
        if passed:
            titles = "、".join(f.outcome.message.partition("：")[0] for f in passed)
            parts.append(f'<p><span class="pass">合规 {len(passed)} 项</span>：{_safe(titles)}</p>')
        if result.notes:
            parts.append("<ul>")
            for note in result.notes:
                words = "；".join(map(self._cited, note.provisions))
                parts.append(f"<li>提示：{_safe(note.message)}　{words}</li>")
            parts.append("</ul>")
        parts.append("</section>\n")
        return "\n".join(parts)

    def _row(self, finding: Finding) -> str:
        out = finding.outcome
        words = [_safe(out.message)]
        if out.formula:
            words.append(f"算法：{_safe(out.formula)}")
        if out.approver and finding.verdict in (Verdict.APPROVAL, Verdict.JUDGEMENT):
            words.append(f"审批人：{_safe(out.approver)}")
        if out.question:
            why = REASON.get(out.reason or "", "")
            words.append(f"请判断{f'（{why}）' if why else ''}：{_safe(out.question)}")
        where = "<br>".join(map(self._cited, finding.provisions))
        return (
            f"<tr><td>{_verdict(finding.verdict)}<td>{'<br>'.join(words)}"
            f"<td>{_safe(out.limit or '')}<td>{_safe(out.actual or '')}<td>{where}"
        )

    def _cited(self, provided: Provided) -> str:
        words = _safe(provided.citation)
        if self.site:
            words = f'<a href="{escape(address(self.site, provided.path))}">{words}</a>'
        return f"{words}<q>{_safe(provided.quote)}</q>"

    def begin(self, summary: Summary) -> str:
        """Head, counts, rules that are broken most often."""
        rows = "".join(
            f"<tr><td>{_safe(summary.rules[rule][0])}<td>{self._first(summary, rule)}<td>{count}"
            for rule, count in summary.broken.most_common(30)
        )
        table = (
            f"<table><thead><tr><th>规则<th>依据<th>张数</thead><tbody>{rows}</tbody></table>"
            if rows and summary.total > 1
            else ""
        )
        return (
            '<!DOCTYPE html>\n<html lang="zh-CN"><head><meta charset="utf-8">'
            '<meta name="viewport" content="width=device-width, initial-scale=1">'
            f"<title>校验单</title><style>{_STYLE}</style></head>\n<body><h1>校验单</h1>"
            f"<p>{summary.words()}</p>{table}\n"
        )

    def _first(self, summary: Summary, rule: str) -> str:
        first = summary.rules[rule][1]
        return self._cited(first) if first else ""

    def end(self, summary: Summary) -> str:
        """Closes the page."""
        return "</body></html>\n"


def _verdict(verdict: Verdict) -> str:
    return f'<span class="verdict {verdict.value}">{verdict.words}</span>'


def _safe(text: str) -> str:
    return escape(harmless(text))
