"""Results as text for the terminal, JSON per contract, Markdown."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from checker.findings import Finding, Note, Provided, Result
from checker.rules import Verdict

_REASON = {"subjective": "要人裁量", "silent": "文中没有写", "conflict": "规定不一致"}


def as_json(results: Iterable[Result]) -> Iterator[str]:
    """The pieces of a JSON list, one result a line."""
    yield "["
    for n, result in enumerate(results):
        yield (",\n" if n else "\n") + json.dumps(result.as_dict(), ensure_ascii=False)
    yield "\n]\n"


def as_text(result: Result) -> str:
    """One result for the terminal: what is wrong first, then what is right, then reminders."""
    lines = [f"{result.source}  {result.form}  【{result.verdict.words}】"]
    wrong = [f for f in result.findings if f.verdict is not Verdict.PASS]
    passed = [f for f in result.findings if f.verdict is Verdict.PASS]
    for finding in (*wrong, *passed):
        lines += [f"  {line}" for line in _finding(finding)]
    for note in result.notes:
        lines += [f"  {line}" for line in _note(note)]
    return "\n".join(lines)


def _finding(finding: Finding) -> list[str]:
    out = finding.outcome
    lines = [f"[{finding.verdict.words}] {out.message}"]
    if finding.verdict is Verdict.PASS:
        return [lines[0] + "".join(f"（{p.citation}）" for p in finding.provisions[:1])]
    if out.formula:
        lines.append(f"    算法：{out.formula}")
    if out.approver and finding.verdict in (Verdict.APPROVAL, Verdict.JUDGEMENT):
        lines.append(f"    审批人：{out.approver}")
    if out.question:
        why = _REASON.get(out.reason or "", "")
        lines.append(f"    请判断{f'（{why}）' if why else ''}：{out.question}")
    return lines + [f"    依据：{_cited(p)}" for p in finding.provisions]


def _cited(provided: Provided) -> str:
    return f"{provided.citation}“{provided.quote}”"


def _note(note: Note) -> list[str]:
    return [f"[提示] {note.message}", *(f"    依据：{_cited(p)}" for p in note.provisions)]


def summary(results: Sequence[Result]) -> str:
    """How many forms there are of each verdict."""
    counts = Counter(r.verdict for r in results)
    parts = [f"{v.words} {counts[v]}" for v in Verdict if counts[v]]
    return f"共 {len(results)} 张：{'，'.join(parts)}" if results else "没有表"


def as_markdown(results: Sequence[Result]) -> str:
    """A check sheet in Markdown."""
    lines = ["# 校验单", "", summary(results), ""]
    for result in results:
        lines += [f"## {_safe(result.source)}　{_safe(result.form)}　{result.verdict.words}", ""]
        if result.findings:
            lines += ["| 结论 | 内容 | 应为 | 实际 | 依据 |", "| --- | --- | --- | --- | --- |"]
        for finding in result.findings:
            out = finding.outcome
            cited = "；".join(_cited(p) for p in finding.provisions)
            extra = f" 请判断：{out.question}" if out.question else ""
            cells = (
                finding.verdict.words,
                out.message + extra,
                out.limit or "",
                out.actual or "",
                cited,
            )
            lines.append("| " + " | ".join(_safe(c) for c in cells) + " |")
        for note in result.notes:
            cited = "；".join(_cited(p) for p in note.provisions)
            lines += ["", f"- 提示：{_safe(note.message)}{'　' + _safe(cited) if cited else ''}"]
        lines.append("")
    return "\n".join(lines)


_ESCAPE = str.maketrans({c: f"\\{c}" for c in "\\`*_{}[]<>#|~"} | {"\n": " "})


def _safe(text: str) -> str:
    """Text of a form or a provision, shown as text in Markdown."""
    return text.translate(_ESCAPE)
