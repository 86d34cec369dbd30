"""The pages that a library makes, and their place in the navigation."""

from __future__ import annotations

from functools import partial
from html import escape
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import Files

from handbook import fixups, sourcemap
from handbook.errors import Diagnostic
from handbook.library import Issuer, Library
from handbook.linting.run import check_library
from handbook.provision import Regulation
from plugins.pages import front, imported
from plugins.pages.card import card
from plugins.pages.findings import findings_html, read_findings
from plugins.pages.import_findings import ImportFindings
from plugins.pages.notes import editor_notes
from plugins.pages.outline import outline
from plugins.pages.page import Body, add_page
from plugins.pages.render import provisions_html

#: A body with more regulations than this is listed on its own page only: every page carries the
#: navigation of its section, and a long one would make the site grow with the square of its size.
NAV_LIMIT = 100

#: What concerns the editors alone: a page that points at personal data would spread them.
UNSHOWN = frozenset(("personal-data",))


def add_pages(library: Library, files: Files, config: MkDocsConfig) -> dict[str, Any]:
    """Adds all pages to `files`; returns their entry for the navigation."""
    remarks: dict[str, list[Diagnostic]] = {}
    for diagnostic in check_library(library):
        if diagnostic.code not in UNSHOWN:
            remarks.setdefault(diagnostic.file, []).append(diagnostic)
    bodies = [
        {issuer.name: _add_body(library, issuer, remarks, files, config)}
        for issuer in library.issuers
    ]
    return {"制度": bodies}


def _add_body(
    library: Library,
    issuer: Issuer,
    remarks: dict[str, list[Diagnostic]],
    files: Files,
    config: MkDocsConfig,
) -> list[str]:
    """Adds the pages of one body; returns those that the navigation lists."""
    if any(file.src_uri.startswith(f"{issuer.slug}/") for file in files):
        raise PluginError(f"机关代号“{issuer.slug}”与 docs/ 下的文件夹同名，请改其中一个。")
    report = imported.load(library.root / issuer.slug)
    uris = [
        add_page(
            files, config, f"{issuer.slug}/index.md", issuer.name,
            lambda: Body(front.issuer_page(library, issuer, report), hide=("toc",)),
        )
    ]  # fmt: skip
    regulations = front.of_issuer(library, issuer)
    doubts = ImportFindings(report, library.root / "sources") if report else None
    for regulation in regulations:
        read = remarks.get(regulation.file, [])
        make = partial(_regulation, library, regulation, issuer, read, doubts)
        uris.append(add_page(files, config, f"{regulation.slug}/index.md", regulation.title, make))
    if len(regulations) > NAV_LIMIT:
        del uris[1:]
    if report is not None:
        page = Body(imported.report_html(report, issuer.name), hide=("toc",))
        uri = f"{issuer.slug}/{front.REPORT}/index.md"
        uris.append(add_page(files, config, uri, "导入报告", lambda: page))
    return uris


def _regulation(
    library: Library,
    regulation: Regulation,
    issuer: Issuer,
    remarks: list[Diagnostic],
    doubts: ImportFindings | None,
) -> Body:
    """The page of one regulation: title, metadata, findings, provisions with their notes."""
    folder = library.root / regulation.slug
    origins = sourcemap.load(folder)
    notes = editor_notes(regulation, fixups.load(folder), origins)
    findings = read_findings(regulation, remarks)
    if doubts is not None:
        findings += doubts.of(regulation, origins, findings)
    preface = "".join(f'<p class="preface">{escape(line)}</p>' for line in regulation.preface)
    html = (
        f'<article class="regulation"><h1>{escape(regulation.title)}</h1>'
        + card(regulation.metadata, issuer.name)
        + findings_html(findings)
        + "".join(notes.get("", ()))
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
