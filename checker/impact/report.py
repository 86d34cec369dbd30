"""An impact put into words: JSON by the contract, text for a terminal, a comment in a pull request.

The comment is CommonMark with tables, as GitHub, GitLab and Gitee show it. Words of texts stand in
it as text: what would be Markdown is escaped.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from checker.impact.flips import Flip
from checker.impact.impact import Impact, RuleTouch
from checker.impact.rebinding import patch
from handbook.comparing.changes import Change, Side

_MARKDOWN = re.compile(r"([\\`*_{}\[\]<>|#~])")
#: How many entries of a kind the comment shows.
_MOST = 40
_LONGEST = 160


def as_json(impact: Impact) -> dict[str, Any]:
    """The keys of the contract, and `fields`, `proposals`, `errors`, `days` beside them."""
    changes = impact.comparison.changes
    return {
        "added": [_side(c, c.new) for c in changes if c.old is None and c.new],
        "removed": [_side(c, c.old) for c in changes if c.new is None and c.old],
        "renumbered": [
            {"regulation": c.regulation, "old_id": c.old.id, "id": c.new.id,
             "old_citation": c.old.citation, "citation": c.new.citation, "path": c.new.path}
            for c in changes if c.old and c.new and c.renumbered
        ],
        "changed": [
            {**_side(c, c.new), "old_id": c.old.id, "old_citation": c.old.citation,
             "aspects": sorted(c.aspects), "old": c.old.words, "new": c.new.words}
            for c in changes if c.old and c.new and c.aspects
        ],
        "figures": [
            {"regulation": f.regulation, "id": f.id, "citation": f.citation, "old": f.old,
             "new": f.new, "unit": f.unit}
            for f in impact.figures
        ],
        "rules": [
            {"rule": r.rule, "title": r.title, "file": r.file, "line": r.line, "state": r.state,
             "citation": r.citation, "message": r.message,
             "figures": [{"name": f.name, "old": f.old, "new": f.new} for f in r.readings]}
            for r in impact.rules
        ],
        "references": [
            {"regulation": b.regulation, "id": b.id, "citation": b.citation, "text": b.text,
             "old": b.old, "new": b.new, "meant": b.meant}
            for b in impact.references
        ],
        "flips": [
            {"form": f.form, "body": f.body, "source": f.source, "name": f.name,
             "before": f.before.value, "after": f.after.value,
             "rules": [{"rule": t.rule, "before": t.before and t.before.value,
                        "after": t.after and t.after.value, "message": t.message}
                       for t in f.turns]}
            for f in impact.flips
        ],
        "fields": [
            {"regulation": f.regulation, "title": f.title, "name": f.name, "old": f.old,
             "new": f.new}
            for f in impact.comparison.fields
        ],
        "proposals": [
            {"rule": p.rule, "file": p.file, "line": p.line, "old": p.old_quote,
             "new": p.quote, "old_cites": p.old_cites, "cites": p.cites}
            for p in impact.proposals
        ],
        "errors": list(impact.errors),
        "days": [day.isoformat() for day in impact.days],
    }  # fmt: skip


def _side(change: Change, side: Side | None) -> dict[str, str]:
    assert side is not None
    return {
        "regulation": change.regulation,
        "id": side.id,
        "citation": side.citation,
        "path": side.path,
        "text": side.words,
    }


def to_json(impact: Impact, folder: str = "") -> str:
    """`as_json` on one line; names of files begin below the folder of regulations."""
    return json.dumps(as_json(impact), ensure_ascii=False) + "\n"


def summary(impact: Impact) -> str:
    """One line: how much of what there is."""
    changes = impact.comparison.changes
    counts = (
        ("新增", sum(c.old is None for c in changes)),
        ("删去", sum(c.new is None for c in changes)),
        ("改文字", sum(c.reworded for c in changes)),
        ("改编号", sum(c.renumbered for c in changes)),
        ("数字", len(impact.figures)),
        ("引用断开或错位", len(impact.references)),
        ("规则", len(impact.rules)),
        ("结论翻转", len(impact.flips)),
    )
    said = "，".join(f"{name} {count}" for name, count in counts if count)
    return said or ("只改了标题、日期等信息" if impact.comparison.fields else "条文没有变化")


def _days(impact: Impact) -> str:
    days = "、".join(day.isoformat() for day in impact.days)
    return f"。规则和结论按 {days} 有效的制度比较" if days else ""


def to_text(impact: Impact, folder: str = "") -> str:
    """For a terminal; `folder` as in `rebinding.patch`."""
    lines = [summary(impact) + _days(impact)]
    for title, entries in _sections(impact):
        if entries:
            lines += ["", f"{title}：", *(f"  {entry}" for entry in entries)]
    if impact.proposals:
        lines += [
            "",
            "引文可以这样改（handbook rebind --write 写入）：",
            "",
            patch(impact.proposals, folder),
        ]
    return "\n".join(lines).rstrip() + "\n"


def to_markdown(impact: Impact, folder: str = "") -> str:
    """A comment in a pull request; `folder` as in `rebinding.patch`."""
    lines = ["### 这次修改动了什么", "", _plain(summary(impact)) + _days(impact) + "。"]
    for title, entries in _sections(impact):
        if not entries:
            continue
        shown = [f"- {_plain(entry)}" for entry in entries[:_MOST]]
        if len(entries) > _MOST:
            shown.append(f"- ……还有 {len(entries) - _MOST} 处")
        lines += ["", f"#### {title}", "", *shown]
    if impact.proposals:
        lines += [
            "",
            "#### 引文的改法（请规则的负责人核对）",
            "",
            "条文改写以后，下面的规则读不到数字。核对无误后，把这段补丁应用到分支上，"
            "或运行 `handbook rebind --write`：",
            "",
            "```diff",
            patch(impact.proposals, folder).rstrip("\n").replace("```", "'''"),
            "```",
        ]
    lost = {(u.rule, u.quote.quote.text) for u in impact.unbound}
    left = sorted(lost - {(p.rule, p.old_quote) for p in impact.proposals})
    if left:
        lines += ["", "#### 须人工重写的规则", ""]
        lines += [
            f"- {_plain(rule)}：“{_plain(quote)}”在新条文里没有相近的话" for rule, quote in left
        ]
    return "\n".join(lines).rstrip() + "\n"


def _plain(text: str) -> str:
    return _MARKDOWN.sub(r"\\\1", text.replace("\n", " "))


def _sections(impact: Impact) -> Iterator[tuple[str, list[str]]]:
    changes = impact.comparison.changes
    yield "结论翻转", [_flip(f) for f in impact.flips]
    yield (
        "数字",
        [f"{f.citation}：{f.old or '（无）'} → {f.new or '（无）'}" for f in impact.figures],
    )
    yield "规则", [_rule(r) for r in impact.rules]
    yield (
        "引用断开或错位",
        [
            f"{b.citation}的“{b.text}”原指{b.old}，"
            + (f"现在指到{b.new}" if b.new else "现在无处可指")
            + (f"；原来那处现在是{b.meant}" if b.meant else "；原来那处已删去")
            for b in impact.references
        ],
    )
    yield "改文字", [
        f"{c.words.citation}：{_change(c.old.words, c.new.words)}"
        for c in changes if c.old and c.new and c.reworded
    ]  # fmt: skip
    yield (
        "新增",
        [f"{c.new.citation}：{_short(c.new.words)}" for c in changes if c.new and not c.old],
    )
    yield (
        "删去",
        [f"{c.old.citation}：{_short(c.old.words)}" for c in changes if c.old and not c.new],
    )
    yield "改编号", [
        f"{c.old.citation} → {c.new.citation}"
        for c in changes if c.old and c.new and c.renumbered
    ]  # fmt: skip
    yield (
        "换了位置或只改格式",
        [
            f"{c.words.citation}（{'、'.join(sorted(c.aspects))}）"
            for c in changes
            if c.old and c.new and c.aspects and not c.reworded and not c.renumbered
        ],
    )
    yield (
        "标题、日期等",
        [
            f"《{f.title}》{f.name}：{f.old or '（无）'} → {f.new or '（无）'}"
            for f in impact.comparison.fields
        ],
    )
    yield "规则还有别的错", list(impact.errors)


def _flip(flip: Flip) -> str:
    rules = "；".join(dict.fromkeys(turn.message for turn in flip.turns))
    source = f"（{flip.source}）" if flip.source else ""
    return f"{flip.form}，{flip.name}：{flip.before.words} → {flip.after.words}。{rules}{source}"


def _rule(rule: RuleTouch) -> str:
    figures = "，".join(
        f"{f.name} {f.old or '（无）'} → {f.new or '（无）'}" for f in rule.readings
    )
    detail = rule.message or figures
    return f"{rule.state} {rule.rule}（{rule.title}，{rule.file}:{rule.line}）" + (
        f"：{detail}" if detail else f"：{rule.citation}" if rule.citation else ""
    )


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}……"


def _change(old: str, new: str) -> str:
    """The two wordings without what they have in common far from the change."""
    start = 0
    while start < min(len(old), len(new)) and old[start] == new[start]:
        start += 1
    end = 0
    while end < min(len(old), len(new)) - start and old[-1 - end] == new[-1 - end]:
        end += 1
    start, end = max(0, start - 12), max(0, end - 12)

    def shown(text: str) -> str:
        middle = text[start : len(text) - end]
        return ("……" if start else "") + _short(middle) + ("……" if end else "")

    return f"“{shown(old)}” → “{shown(new)}”"
