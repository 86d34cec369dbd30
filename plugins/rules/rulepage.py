"""The page of a regulation's rules: provision, condition in words, demand, examples of each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from html import escape

from mkdocs.structure.toc import AnchorLink, TableOfContents

from checker.binding import Bound
from checker.describing import Case, Described, Example
from checker.documents import Content
from checker.rules import Demand, Reason, Verdict, WaiverSpec
from handbook.provision import Regulation
from plugins.pages.page import Body
from plugins.rules.catalogue import Catalogue
from plugins.rules.quoting import quoted

_ROOT = "../../../"
_REASONS = {
    Reason.SUBJECTIVE: "要人裁量",
    Reason.SILENT: "文中没有写",
    Reason.CONFLICT: "规定不一致",
}
_EXPECTED = {"none": "不适用", "note": "提示", **{v.value: v.words for v in Verdict}}


def rules_body(catalogue: Catalogue, regulation: Regulation, rules: Sequence[Described]) -> Body:
    """The page, at `<regulation>/rules/`."""
    waived = catalogue.waivers(regulation)
    about = f"有 {len(rules)} 条规则" if rules else "没有规则"
    html = (
        f'<article class="rulebook"><h1>{escape(regulation.title)}：校验规则</h1>'
        f'<p class="lead"><a href="../">{escape(regulation.title)}</a>{about}。'
        "数字都从条文里读出，条文改了，规则跟着变。</p>"
        + "".join(_rule(catalogue, rule) for rule in rules)
        + (_waived(waived) if waived else "")
        + "</article>"
    )
    top = AnchorLink(escape(regulation.title), "", 1)
    titles = Counter(rule.spec.title for rule in rules)
    top.children = [AnchorLink(escape(_entry(rule, titles)), rule.anchor, 2) for rule in rules]
    if waived:
        top.children.append(AnchorLink("不校验的数字", "_waived", 2))
    return Body(
        html,
        TableOfContents([top]),
        anchors=frozenset((*(rule.anchor for rule in rules), "_waived")),
        description=f"{catalogue.names[regulation.issuer_slug]}《{regulation.title}》的校验规则",
    )


def _entry(rule: Described, titles: Counter[str]) -> str:
    """Its title; where several have it, with the forms."""
    title = rule.spec.title
    return f"{title}（{'、'.join(rule.forms)}）" if titles[title] > 1 else title


def _rule(catalogue: Catalogue, rule: Described) -> str:
    title = escape(rule.spec.title)
    link = f'<a class="headerlink" href="#{rule.anchor}" aria-label="本条规则的地址"></a>'
    return (
        f'<section class="rule" id="{rule.anchor}"><h2>{title}{link}</h2>'
        + _forms(catalogue, rule)
        + "".join(_source(catalogue, rule))
        + f"<dl>{''.join(f'<dt>{name}</dt><dd>{value}</dd>' for name, value in _says(rule))}</dl>"
        + _relations(catalogue, rule)
        + _examples(rule.examples)
        + "</section>"
    )


def _forms(catalogue: Catalogue, rule: Described) -> str:
    """On which forms, since when, where to try."""
    body = rule.regulation.partition("/")[0]
    parts = []
    for form in rule.forms:
        link = f'<a href="{_ROOT}{catalogue.form_path(form)}">{escape(form)}</a>'
        path = catalogue.check_path(form, body)
        parts.append(link + (f' <a class="try" href="{_ROOT}{path}">试填</a>' if path else ""))
    if rule.spec.since:
        parts.append(f"{rule.spec.since.isoformat()} 起")
    if rule.spec.until:
        parts.append(f"{rule.spec.until.isoformat()} 起不再适用")
    if not rule.held:
        parts.append("<b>现在不适用</b>")
    return f'<p class="on">{" · ".join(parts)}</p>'


def _source(catalogue: Catalogue, rule: Described) -> Iterator[str]:
    """The provisions with the quotes marked; of one that has changed since, the quote alone."""
    places: dict[str, list[Bound]] = {}
    for bound in rule.quotes:
        places.setdefault(bound.provided.path, []).append(bound)
    for path, bounds in places.items():
        node = catalogue.node(bounds[0]) if rule.held else None
        whole = quoted(node, bounds) if node else ""
        words = whole or "……".join(f"<mark>{escape(b.provided.quote)}</mark>" for b in bounds)
        yield (
            f'<figure class="quote"><blockquote>{words}</blockquote><figcaption>'
            f'<a href="{_ROOT}{path}">{escape(bounds[0].provided.citation)}</a>'
            "</figcaption></figure>"
        )


def _says(rule: Described) -> Iterator[tuple[str, str]]:
    if rule.when:
        yield "什么时候", escape(rule.when)
    if rule.unless:
        yield "除非", escape(rule.unless)
    if len(rule.cases) == 1 and not rule.cases[0].when:
        case = rule.cases[0]
        if not rule.when:
            yield "什么时候", "每一张"
        yield ("提示" if case.kind is Demand.NOTE else "要求"), _asks(case)
        if case.kind is not Demand.NOTE:
            yield ("结论" if case.kind is Demand.JUDGE else "不满足时"), _outcome(case)
        return
    if not rule.when:
        yield "什么时候", "有下面的情形之一"
    order = "（按次序，只算第一种）" if rule.spec.first else ""
    yield f"情形{order}", "".join(_case(case) for case in rule.cases)
    if rule.spec.on is not None and rule.spec.gap != "":
        ask = f"：{escape(rule.spec.gap)}" if rule.spec.gap else ""
        yield "落在两档之间", f"{_badge(Verdict.JUDGEMENT)}（文中没有写）{ask}"
    if len(rule.cases) > 1 and rule.spec.conflict:
        yield "几种情形要求不同", f"{_badge(Verdict.JUDGEMENT)}：{escape(rule.spec.conflict)}"


def _case(case: Case) -> str:
    when = escape(case.when) if case.when else "总是"
    said = "" if case.kind is Demand.NOTE else f" → {_outcome(case)}"
    return f'<div class="case"><p>{when}</p><div>{_asks(case)}{said}</div></div>'


def _asks(case: Case) -> str:
    if len(case.asks) == 1:
        return escape(case.asks[0])
    return "<ul>" + "".join(f"<li>{escape(ask)}</li>" for ask in case.asks) + "</ul>"


def _outcome(case: Case) -> str:
    reason = f"（{_REASONS[case.reason]}）" if case.reason else ""
    question = f"：{escape(case.question)}" if case.question else ""
    return _badge(case.verdict) + reason + question


def _badge(verdict: Verdict) -> str:
    return f'<span class="verdict {verdict.value}">{verdict.words}</span>'


def _relations(catalogue: Catalogue, rule: Described) -> str:
    rows = []
    for words, ids in (
        ("它适用时，不再适用", rule.overrides),
        ("遇到下面的规则适用时，让位给", rule.overridden),
        ("它不满足就已经包含", rule.covers),
    ):
        if ids:
            rows.append(f"<li>{words}：{_links(catalogue, ids)}</li>")
    for question, ids in rule.conflicts:
        rows.append(f"<li>与{_links(catalogue, ids)}不一致时由人判断：{escape(question)}</li>")
    return f'<ul class="relations">{"".join(rows)}</ul>' if rows else ""


def _links(catalogue: Catalogue, ids: Sequence[str]) -> str:
    found = []
    for id in ids:
        if id in catalogue.rules:
            title = escape(catalogue.rules[id].spec.title)
            found.append(f'<a href="{_ROOT}{catalogue.rule_path(id)}">{title}</a>')
    return "、".join(found)


def _examples(examples: Sequence[Example]) -> str:
    """Cases that fire first; "" where there are none."""
    if not examples:
        return ""
    fires = sum(example.fires for example in examples)
    rows = "".join(_example(e) for e in sorted(examples, key=lambda e: not e.fires))
    return (
        f'<details class="examples"><summary>例子：{fires} 个触发，{len(examples) - fires} 个不触发'
        f"</summary><ul>{rows}</ul></details>"
    )


def _example(example: Example) -> str:
    known = example.verdict in {v.value for v in Verdict}
    name = _EXPECTED.get(example.verdict, example.verdict)
    badge = f'<span class="verdict {example.verdict if known else "none"}">{name}</span>'
    form = "，".join(f"{escape(name)} {_content(value)}" for name, value in example.form)
    limit = example.shown.get("limit", "")
    shown = f"（应为 {escape(limit)}）" if limit else ""
    return f"<li>{badge} {escape(example.name)}{shown}<small>{form}</small></li>"


def _content(content: Content) -> str:
    if content is None:
        return "空"
    if isinstance(content, bool):
        return "是" if content else "否"
    if isinstance(content, str):
        return escape(content)
    return escape("、".join(content)) if content else "无"


def _waived(waived: Sequence[tuple[Bound, WaiverSpec]]) -> str:
    """Words that no rule reads, and why."""
    rows = "".join(
        f'<li><a href="{_ROOT}{bound.provided.path}">{escape(bound.provided.citation)}</a>'
        f" <q>{escape(bound.provided.quote)}</q> {escape(waiver.reason)}</li>"
        for bound, waiver in waived
    )
    return f'<section class="waived" id="_waived"><h2>不校验的数字</h2><ul>{rows}</ul></section>'
