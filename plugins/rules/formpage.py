"""The page of a form type: the provisions that bear on it, by body, and empty forms to take."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from mkdocs.structure.toc import AnchorLink, TableOfContents

from checker import template
from checker.forms import Field, FormType
from plugins.pages.page import Body
from plugins.rules.catalogue import Catalogue, Use
from plugins.rules.quoting import quoted

_ROOT = "../../"


def form_files(catalogue: Catalogue, form: FormType) -> dict[str, bytes]:
    """Empty forms by file name: a workbook for all bodies; YAML and CSV for each of them."""
    bodies = catalogue.checker.bodies
    stem = catalogue.forms[form.name]
    files = {f"{stem}.xlsx": template.make(form, bodies, "xlsx")}
    for body in _bodies(catalogue, form):
        for kind in ("yaml", "csv"):
            files[f"{stem}-{body}.{kind}"] = template.make(form, (body,), kind)
    return files


def _bodies(catalogue: Catalogue, form: FormType) -> list[str]:
    """The bodies with rules for a form type, or whose form it is."""
    return [
        body
        for body in catalogue.checker.bodies
        if catalogue.uses_form(form.name, body) or catalogue.of_form(form, body)
    ]


def index_body(catalogue: Catalogue) -> Body:
    """All form types, at `forms/`."""
    return Body(
        '<article class="forms"><h1>要填哪张单</h1>'
        '<p class="lead">每张单：各机关有哪些条款管着它，限额多少，谁批；空表可以下载。</p>'
        + form_cards(catalogue, "../")
        + "</article>",
        hide=("toc",),
        description="各种表单和管着它们的条款",
    )


def form_cards(catalogue: Catalogue, root: str) -> str:
    """A card for each form type; `root`: the way to the site's root."""
    cards = "".join(
        f'<li><a href="{root}{catalogue.form_path(name)}"><b>{escape(name)}</b>'
        f"<span>{_count(catalogue, form)}</span></a></li>"
        for name, form in catalogue.checker.forms.types.items()
    )
    return f'<ul class="cards">{cards}</ul>'


def _count(catalogue: Catalogue, form: FormType) -> str:
    bodies = _bodies(catalogue, form)
    rules = sum(len(catalogue.of_form(form, body)) for body in bodies)
    return f"{len(bodies)} 个机关 · {rules} 条规则"


def form_body(catalogue: Catalogue, form: FormType, files: Sequence[str]) -> Body:
    """The page of one form type; `files`: names of the empty forms beside it."""
    bodies = [b for b in _bodies(catalogue, form) if catalogue.of_form(form, b)]
    html = (
        f'<article class="forms"><h1>{escape(form.name)}</h1>'
        f'<p class="lead">填{escape(form.name)}单时要看的条款，按机关分列；'
        "标出的是校验所依据的原文，粗体是从中读出的数字。</p>"
        + _ways(catalogue, form, files)
        + "".join(_section(catalogue, form, body) for body in bodies)
        + _fields(form)
        + "</article>"
    )
    top = AnchorLink(escape(form.name), "", 1)
    top.children = [AnchorLink(escape(catalogue.names[body]), body, 2) for body in bodies]
    return Body(
        html,
        TableOfContents([top]),
        anchors=frozenset(bodies),
        description=f"{form.name}单有关的条款、限额和空表",
    )


def _ways(catalogue: Catalogue, form: FormType, files: Sequence[str]) -> str:
    """To fill it in here, or to take it along."""
    path = catalogue.check_path(form.name)
    fill = (
        f'<a class="md-button md-button--primary" href="{_ROOT}{path}">在网页上填并核对</a>'
        if path
        else ""
    )
    links = "".join(f"<li>{_file(catalogue, name)}</li>" for name in files)
    return (
        f'<p class="ways">{fill}</p><details class="templates"><summary>下载空表</summary>'
        f"<ul>{links}</ul></details>"
    )


def _file(catalogue: Catalogue, name: str) -> str:
    stem, _, kind = name.rpartition(".")
    body = catalogue.names.get(stem.rpartition("-")[2], "各机关通用，选项做成下拉")
    return f'<a href="{name}" download>{kind.upper()}</a> {escape(body)}'


def _section(catalogue: Catalogue, form: FormType, body: str) -> str:
    """The provisions of a body, in the order of its regulations."""
    groups: dict[tuple[str, str], list[Use]] = {}
    for rule in catalogue.of_form(form, body):
        for bound in rule.quotes:
            key = (bound.provided.regulation, bound.provided.id)
            groups.setdefault(key, []).append(Use(rule, bound))
    order = {slug: n for n, slug in enumerate(catalogue.in_force)}
    places = {slug: list(catalogue.nodes(slug)) for slug, _ in groups}
    keys = sorted(groups, key=lambda key: (order[key[0]], places[key[0]].index(key[1])))
    path = catalogue.check_path(form.name, body)
    link = f' <a class="try" href="{_ROOT}{path}">试填</a>' if path else ""
    items = "".join(_provision(catalogue, groups[key]) for key in keys)
    name = escape(catalogue.names[body])
    return f'<section id="{body}"><h2>{name}{link}</h2><ul class="bearing">{items}</ul></section>'


def _provision(catalogue: Catalogue, uses: Sequence[Use]) -> str:
    """A provision with all that rules quote of it, and the rules."""
    provided = uses[0].bound.provided
    node = catalogue.node(uses[0].bound)
    assert node is not None
    rules = {use.rule.id: use.rule for use in uses}
    links = "、".join(
        f'<a href="{_ROOT}{catalogue.rule_path(id)}">{escape(rule.spec.title)}</a>'
        for id, rule in rules.items()
    )
    words = quoted(node, [use.bound for use in uses])
    return (
        f'<li><a class="cite" href="{_ROOT}{provided.path}">{escape(provided.citation)}</a>'
        f"<blockquote>{words}</blockquote><p>{links}</p></li>"
    )


def _fields(form: FormType) -> str:
    rows = "".join(
        f"<tr><td>{escape(f.name)}</td><td>{_kind(f)}</td><td>{escape(f.help)}</td></tr>"
        for f in form.fields
    )
    return (
        '<details class="fields"><summary>单上有哪些栏</summary><table>'
        f"<thead><tr><th>栏</th><th>填什么</th><th>说明</th></tr></thead><tbody>{rows}</tbody>"
        "</table></details>"
    )


def _kind(field: Field) -> str:
    unit = f"（{field.unit}）" if field.unit else ""
    return escape(f"{field.type}{unit}{'，必填' if field.required else ''}")
