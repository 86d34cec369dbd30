"""The pages that a library makes, and their place in the navigation."""

from __future__ import annotations

from functools import partial
from html import escape
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import Files
from mkdocs.structure.toc import TableOfContents

from handbook import fixups, sourcemap
from handbook.errors import Diagnostic
from handbook.library import Issuer, Library
from handbook.provision import Regulation
from plugins.pages import card, front
from plugins.pages.notes import editor_notes
from plugins.pages.outline import outline
from plugins.pages.page import Body, add_page
from plugins.pages.render import provisions_html

#: A body with more regulations than this is listed on its own page only: every page carries the
#: navigation of its section, and a long one would make the site grow with the square of its size.
NAV_LIMIT = 100


def add_pages(library: Library, root: Path, files: Files, config: MkDocsConfig) -> list[Any]:
    """Adds all pages to `files`; returns entries for the navigation (front page, bodies).

    `root`: the folder of the regulations, where their editorial files stand.
    """
    nothing = TableOfContents([])
    front_body = Body(
        front.front_page(library, config.site_name), nothing, hide=("navigation", "toc", "path")
    )
    home = add_page(files, config, "index.md", "首页", lambda: front_body)
    bodies: list[dict[str, list[str]]] = []
    for issuer in library.issuers:
        if any(f.src_uri.startswith(f"{issuer.slug}/") for f in files):
            raise PluginError(f"机关代号“{issuer.slug}”与 docs/ 下的文件夹同名，请改其中一个。")
        index = Body(front.issuer_page(library, issuer), nothing, hide=("toc",))
        uris = [add_page(files, config, f"{issuer.slug}/index.md", issuer.name, lambda b=index: b)]
        regulations = front.of_issuer(library, issuer)
        for regulation in regulations:
            remarks = tuple(d for d in library.diagnostics if d.file == regulation.file)
            make = partial(regulation_body, regulation, issuer, remarks, root / regulation.slug)
            uris.append(
                add_page(files, config, f"{regulation.slug}/index.md", regulation.title, make)
            )
        bodies.append({issuer.name: uris if len(regulations) <= NAV_LIMIT else uris[:1]})
    return [{"首页": home}, {"制度": bodies}]


def regulation_body(
    regulation: Regulation, issuer: Issuer, remarks: tuple[Diagnostic, ...], folder: Path
) -> Body:
    """The page of one regulation: title, metadata, findings, provisions with their notes."""
    notes = editor_notes(regulation, fixups.load(folder), sourcemap.load(folder))
    preface = "".join(f'<p class="preface">{escape(line)}</p>' for line in regulation.preface)
    html = (
        f'<article class="regulation"><h1>{escape(regulation.title)}</h1>'
        + "".join(notes.get("", ()))
        + card.card(regulation.metadata, issuer.name)
        + card.findings(regulation, remarks)
        + preface
        + provisions_html(regulation.provisions, notes)
        + "</article>"
    )
    return Body(
        html,
        outline(regulation),
        anchors=frozenset(node.id for node in regulation.walk()),
        description=f"{issuer.name}：{regulation.title}",
    )
