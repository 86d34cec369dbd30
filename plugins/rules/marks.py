"""What a regulation's page shows of rules: a quiet mark at each provision that one reads."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from handbook.provision import Regulation
from plugins.pages.contributions import Contribution
from plugins.rules.catalogue import RULES, Catalogue, Use

_ROOT = "../../"
#: So many figures stand in the folded mark at most.
_SHOWN = 4


def marks(catalogue: Catalogue, regulation: Regulation) -> Contribution:
    """The part of one regulation's page."""
    uses = catalogue.uses.get(regulation.slug, {})
    own = [rule for rule in catalogue.of(regulation) if rule.held]
    above = ""
    if own:
        forms = dict.fromkeys(form for rule in own for form in rule.forms)
        named = "、".join(
            f'<a href="{_ROOT}{catalogue.form_path(form)}">{escape(form)}</a>' for form in forms
        )
        above = (
            f'<p class="checks-above" data-search-exclude><a href="{RULES}/">{len(own)} 条校验规则'
            f"</a>读这部制度，用在：{named}</p>"
        )
    under = {id: _mark(catalogue, regulation, found) for id, found in uses.items()}
    return Contribution(above, under)


def _mark(catalogue: Catalogue, regulation: Regulation, uses: Sequence[Use]) -> str:
    """Folded: on which forms; unfolded: rule by rule, with the figures that it reads."""
    forms = "、".join(dict.fromkeys(form for use in uses for form in use.rule.forms))
    figures = tuple(dict.fromkeys(f.words for use in uses for f in use.bound.figures))
    read = f"{'、'.join(figures)} · " if 0 < len(figures) <= _SHOWN else ""
    items = "".join(f"<li>{_use(catalogue, regulation, use)}</li>" for use in uses)
    return (
        '<details class="checks" data-search-exclude>'
        f"<summary>校验 {escape(read + forms)}</summary><ul>{items}</ul></details>"
    )


def _use(catalogue: Catalogue, regulation: Regulation, use: Use) -> str:
    rule = use.rule
    here = rule.regulation == regulation.slug
    path = f"{RULES}/#{rule.anchor}" if here else _ROOT + catalogue.rule_path(rule.id)
    figures = "、".join(dict.fromkeys(figure.words for figure in use.bound.figures))
    text = f'<a href="{path}">{escape(rule.spec.title)}</a>'
    text += f" <b>{escape(figures)}</b>" if figures else ""
    for form in rule.forms:
        check = catalogue.check_path(form, regulation.issuer_slug)
        if check:
            text += f' <a class="try" href="{_ROOT}{check}">试填{escape(form)}</a>'
    return text
