"""All figures of the texts (limits, days, deadlines) with their provisions, in one table."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from html import escape

from checker.binding import words
from checker.checker import Checker
from checker.coverage import coverage, figures_in
from checker.quotes import squeeze
from handbook import citation, urls
from handbook.provision import Provision, Regulation
from handbook.terms import sentence_at
from handbook.topics import Topic
from plugins.pages.page import Body

FIGURES = "figures"
#: Kind of figure → the units that texts write.
KINDS = {
    "金额": ("元", "圆", "块钱", "万元"),
    "天数": ("天", "日", "工作日", "个工作日", "自然日", "个自然日"),
    "月、年、周": ("月", "个月", "年", "周年", "周", "星期", "个星期", "季度"),
    "时刻、钟点": ("小时", "个小时", "个钟头", "分钟", "点", "时", "号", "课时", "学时"),
    "比例": ("%", "％", "成", "折", "倍"),
    "分值": ("分",),
}
OTHER = "次数、人数等"
_KIND = {unit: kind for kind, units in KINDS.items() for unit in units}
#: Of more figures than this a page lists only those that a rule reads, lest no browser can show it.
MOST = 5000
_AROUND = 60  # characters of a long sentence on each side of a figure


@dataclass(frozen=True, slots=True)
class Row:
    """A figure: its words, the kind, where it stands, the sentence before and after, its rules."""

    words: str
    kind: str
    regulation: Regulation
    provision: Provision
    before: str
    after: str
    rules: tuple[str, ...]


def rows(checker: Checker, day: date) -> Iterator[Row]:
    """The figures of the texts in force, in document order.

    Raises:
        HandbookError: rules do not bind.
    """
    regulations = {r.slug: r for r in checker.library.in_force(day)}
    nodes = {slug: {n.id: n for n in r.walk()} for slug, r in regulations.items()}
    nth: dict[tuple[str, str], int] = defaultdict(int)
    for figure in coverage(checker, day):
        at = (figure.regulation, figure.id)
        node = nodes[at[0]][at[1]]
        text = words(node)
        found = list(figures_in(squeeze(text)))
        start, end, _, unit = found[nth[at]]
        nth[at] += 1
        solid = [i for i, char in enumerate(text) if not char.isspace()]
        first, last = solid[start], solid[end - 1] + 1
        before, after = _around(text, first, last)
        kind = _KIND.get(unit, OTHER)
        yield Row(text[first:last], kind, regulations[at[0]], node, before, after, figure.rules)


def _around(text: str, start: int, end: int) -> tuple[str, str]:
    """The sentence that holds a figure, what is far from it left out."""
    sentence = sentence_at(text, start)
    at = text.rfind(sentence, 0, start + 1)
    before, after = text[max(at, 0) : start], text[end : max(at, 0) + len(sentence)]
    if len(before) > _AROUND:
        before = "……" + before[-_AROUND:]
    if len(after) > _AROUND:
        after = after[:_AROUND] + "……"
    return before.replace("\n", " "), after.replace("\n", " ")


def figures_body(
    found: Sequence[Row],
    names: Mapping[str, str],
    topics: Sequence[Topic],
    rules: Mapping[str, str],
    script: str,
) -> Body:
    """The page, at `figures/`.

    Args:
        found: all figures.
        names: slug → name of the bodies.
        topics: all topics.
        rules: id of a rule → its path below the site's root.
        script: path of the page's script below the site's root.
    """
    total = len(found)
    if total > MOST:
        found = [row for row in found if row.rules]
    left = total - len(found)
    kinds = Counter(row.kind for row in found)
    order = [kind for kind in (*KINDS, OTHER) if kinds[kind]]
    tools = (
        _select("种类", "kind", [(k, f"{k}（{kinds[k]}）") for k in order])
        + _select("机关", "body", list(names.items()))
        + _select("主题", "topic", [(t.name, t.name) for t in topics])
        + '<label>含 <input type="search" name="words" autocomplete="off"></label>'
    )
    regulations = {row.regulation.slug: row.regulation for row in found}
    cites = {slug: citation.cited(regulation) for slug, regulation in regulations.items()}
    lines = "".join(
        _row(row, cites[row.regulation.slug][row.provision.id].words, names, rules) for row in found
    )
    html = (
        '<article class="figures"><h1>数字一览</h1>'
        f'<p class="lead">条文里的 {len(found)} 个数字：限额、天数、时限……每个都连到原文；'
        "“校验”是填单时读它的规则。"
        + (f"另有 {left} 个没有规则读的，数量太多，没有列出；请用查找。" if left else "")
        + "</p>"
        f'<form class="filters" data-filters hidden>{tools}</form>'
        '<p role="status" data-said></p>'
        '<table><thead><tr><th scope="col">数字</th><th scope="col">条款</th>'
        f'<th scope="col">原文</th></tr></thead><tbody>{lines}</tbody></table>'
        f'<script src="../{script}"></script></article>'
    )
    return Body(html, hide=("toc",), description="条文里的限额、天数、时限，连到原文")


def _select(label: str, name: str, options: Sequence[tuple[str, str]]) -> str:
    made = "".join(f'<option value="{escape(v)}">{escape(text)}</option>' for v, text in options)
    every = f'<option value="">全部</option>{made}'
    return f'<label>{label} <select name="{name}">{every}</select></label>'


def _row(row: Row, cite: str, names: Mapping[str, str], rules: Mapping[str, str]) -> str:
    regulation = row.regulation
    topics = escape(" ".join(regulation.metadata.topics))
    rule = next((rules[id] for id in row.rules if id in rules), "")
    checks = f' <a class="try" href="../{rule}">校验</a>' if rule else ""
    body = regulation.issuer_slug
    return (
        f'<tr data-kind="{row.kind}" data-body="{body}" data-topic="{topics}">'
        f"<td><b>{escape(row.words)}</b>{checks}</td>"
        f'<td><a href="../{urls.path(regulation, row.provision)}">'
        f"《{escape(regulation.title)}》{escape(cite)}</a><small>{escape(names[body])}</small></td>"
        f"<td>{escape(row.before)}<mark>{escape(row.words)}</mark>{escape(row.after)}</td></tr>"
    )
