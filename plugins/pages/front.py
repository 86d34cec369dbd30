"""The list of bodies on the front page, and the page of an issuing body."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from handbook import urls
from handbook.importing.report import Report
from handbook.library import Issuer, Library
from handbook.provision import Regulation
from plugins.pages.imported import missing_html

#: Last part of the address of a body's import report; no regulation's folder begins with `_`.
REPORT = "_import"


def count(regulations: Sequence[Regulation]) -> str:
    """`12 部制度 · 345 处条款`."""
    provisions = sum(1 for regulation in regulations for _ in regulation.walk())
    return f"{len(regulations):,} 部制度 · {provisions:,} 处条款"


def bodies_html(library: Library) -> str:
    """All issuing bodies with what they hold, for the front page."""
    bodies = "".join(
        f'<li><a href="{issuer.slug}/"><b>{escape(issuer.name)}</b>'
        f"<span>{count(of_issuer(library, issuer))}</span></a></li>"
        for issuer in library.issuers
    )
    return (
        f'<p class="lead">收录 {len(library.issuers)} 个机关的 {count(library.regulations)}。'
        "每一处条款都有自己的地址，可以直接引用。</p>"
        f'<ul class="bodies">{bodies}</ul>'
    )


def issuer_page(library: Library, issuer: Issuer, report: Report | None) -> str:
    """The regulations of one body, in the order of its compilation."""
    regulations = of_issuer(library, issuer)
    items = "".join(_entry(regulation, issuer) for regulation in regulations)
    return (
        f"<h1>{escape(issuer.name)}</h1>"
        f'<p class="lead">{count(regulations)}</p>'
        f'<ul class="regulations">{items}</ul>'
        + missing_html(report)
        + (f'<p><a href="{REPORT}/">导入报告</a></p>' if report else "")
    )


def of_issuer(library: Library, issuer: Issuer) -> tuple[Regulation, ...]:
    """The regulations whose slug begins with the issuer's."""
    return tuple(r for r in library.regulations if r.issuer_slug == issuer.slug)


def _entry(regulation: Regulation, issuer: Issuer) -> str:
    about = regulation.metadata
    parts = [about.number or ""]
    if about.effective:
        parts.append(f"{about.effective.isoformat()} 施行")
    elif about.issued:
        parts.append(f"{about.issued.isoformat()} 印发")
    if about.status:
        parts.append(about.status)
    parts.append(f"{sum(1 for _ in regulation.walk()):,} 处条款")
    href = urls.path(regulation).removeprefix(f"{issuer.slug}/")
    meta = " · ".join(escape(part) for part in parts if part)
    return f'<li><a href="{href}">{escape(regulation.title)}</a><span>{meta}</span></li>'
