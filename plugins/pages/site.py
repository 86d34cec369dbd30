"""The pages that a library makes, and their place in the navigation."""

from __future__ import annotations

from collections.abc import Iterable

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import Files

from handbook import sourcemap
from handbook.errors import Diagnostic
from handbook.importing.report import load
from handbook.library import Issuer, Library
from handbook.provision import Regulation
from plugins.handbooks import remarks_of
from plugins.pages import front, imported
from plugins.pages.contributions import Contributor
from plugins.pages.findings import read_findings
from plugins.pages.import_findings import ImportFindings
from plugins.pages.page import Body, add_page
from plugins.pages.regulation import Links, RegulationPages

#: A body with more regulations than this is listed on its own page only: every page carries the
#: navigation of its section, and a long one would make the site grow with the square of its size.
NAV_LIMIT = 100

#: What concerns the editors alone: a page that points at personal data would spread them.
UNSHOWN = frozenset(("personal-data",))

#: One body in the navigation: its name, and the pages below it.
Section = dict[str, list[str]]


class Site:
    """Adds the pages of a library to the files of a build.

    Attributes:
        sections: the entries of the bodies for the navigation.
    """

    def __init__(
        self,
        library: Library,
        files: Files,
        config: MkDocsConfig,
        links: Links,
        contributors: Iterable[Contributor] = (),
    ) -> None:
        """`contributors`: of other plugins, asked once for each regulation."""
        self._library = library
        self._files = files
        self._config = config
        self._remarks: dict[str, list[Diagnostic]] = {}
        for diagnostic in remarks_of(library):
            if diagnostic.code not in UNSHOWN:
                self._remarks.setdefault(diagnostic.file, []).append(diagnostic)
        # Codes of diagnostics that docs/lint explains.
        explained = frozenset(
            file.name for file in files if file.src_uri.startswith("lint/") and file.name != "index"
        )
        self._pages = RegulationPages(library, links, contributors, explained)
        self.sections = [self._add_body(issuer) for issuer in library.issuers]

    def _add_body(self, issuer: Issuer) -> Section:
        slug = issuer.slug
        if any(file.src_uri.startswith(f"{slug}/") for file in self._files):
            raise PluginError(f"机关代号“{slug}”与 docs/ 下的文件夹同名，请改其中一个。")
        report = load(self._library.root / slug)
        index = Body(front.issuer_page(self._library, issuer, report), hide=("toc",))
        uris = [self._add(f"{slug}/index.md", issuer.name, index)]
        doubts = ImportFindings(report, self._library.root / "sources") if report else None
        for regulation in front.of_issuer(self._library, issuer):
            body = self._regulation(regulation, issuer, doubts)
            uris.append(self._add(f"{regulation.slug}/index.md", regulation.title, body))
        if len(uris) > NAV_LIMIT + 1:
            del uris[1:]
        if report is not None:
            page = Body(imported.report_html(report, issuer.name), hide=("toc",))
            uris.append(self._add(f"{slug}/{front.REPORT}/index.md", "导入报告", page))
        return {issuer.name: uris}

    def _regulation(
        self, regulation: Regulation, issuer: Issuer, doubts: ImportFindings | None
    ) -> Body:
        """The page of one regulation, with what reading and import doubted."""
        origins = sourcemap.load(self._library.root / regulation.slug)
        findings = read_findings(regulation, self._remarks.get(regulation.file, ()))
        if doubts is not None:
            findings += doubts.of(regulation, origins, findings)
        return self._pages.body(regulation, issuer, origins, findings)

    def _add(self, uri: str, title: str, body: Body) -> str:
        add_page(self._files, self._config, uri, title, body)
        return uri
