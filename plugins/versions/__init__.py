"""MkDocs plugin `handbook-versions`: decides when pages of versions and old addresses are made."""

from __future__ import annotations

from datetime import date
from html import escape
from pathlib import Path

from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin, CombinedEvent, event_priority
from mkdocs.structure.files import File, Files, InclusionLevel

from handbook import renaming
from handbook.errors import HandbookError
from handbook.library import Library
from handbook.provision import Regulation
from plugins import bundle
from plugins.pages import PagesPlugin
from plugins.pages.contributions import Contribution
from plugins.pages.page import Body, add_page
from plugins.sitefile import SiteFile, named
from plugins.versions.comparison import Step, step, step_body
from plugins.versions.moved import add_moved
from plugins.versions.pages import (
    COMPARE,
    FOLDER,
    STYLE,
    Shelf,
    as_of,
    line_html,
    version_body,
)
from plugins.versions.texts import FILES, former_file, version_files

_NAME = "handbook-versions"
_ASSETS = Path(__file__).parent / "assets"
#: From a regulation's page back to the root of the site.
_ROOT = "../../"


class VersionsConfig(Config):  # type: ignore[no-untyped-call]
    """It has no settings."""


class VersionsPlugin(BasePlugin[VersionsConfig]):  # type: ignore[no-untyped-call]
    """Pages of all versions of a regulation that has several, comparisons, old addresses."""

    def __init__(self) -> None:
        self._shelves: list[Shelf] = []
        self._texts: list[SiteFile] = []
        self._today = date.today()
        self._library: Library | None = None

    def on_config(self, config: MkDocsConfig) -> None:
        """Offers the timeline to the pages of the regulations."""
        self._shelves, self._texts, self._today = [], [], date.today()
        self._lead = named(FILES, "versions.js", bundle.script(_ASSETS / "main.js"))
        self._compare = named(FILES, "compare.js", bundle.script(_ASSETS / "compare.js"))
        pages = config.plugins["handbook-pages"]
        assert isinstance(pages, PagesPlugin)
        pages.contribute(_NAME, self._contribute)
        config.extra_css = [c for c in config.extra_css if c != STYLE.uri] + [STYLE.uri]

    def _contribute(self, library: Library, regulation: Regulation) -> Contribution:
        self._library = library
        try:
            shelf = Shelf.of(library, regulation, self._today)
            if shelf is None:
                return Contribution(status=(as_of(library, regulation, self._today),))
        except HandbookError as error:
            raise PluginError(str(error)) from error
        self._shelves.append(shelf)
        if not shelf.compared:
            return Contribution(above=line_html(shelf))
        former = former_file(shelf)
        if former is not None:
            self._texts.append(former)
        return Contribution(
            above=line_html(shelf, _ROOT + former.uri if former else ""),
            below=f'<script src="{_ROOT}{self._lead.uri}"></script>',
        )

    @event_priority(-60)
    def _add_versions(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Adds the pages of the versions and of their comparison; they are reached by links."""
        for shelf in self._shelves:
            if shelf.compared:
                self._shelve(shelf, files, config)
        for made in (STYLE, self._lead, self._compare, *self._texts):
            files.append(File.generated(config, made.uri, content=made.content))
        return files

    @event_priority(-110)
    def _add_moved(self, files: Files, *, config: MkDocsConfig) -> Files:
        """When the pages of all plugins are there, adds those at old addresses."""
        if self._library is None:
            return files
        slugs = frozenset(r.slug for r in self._library.regulations)
        try:
            redirects = renaming.redirects(self._library.root, slugs)
        except HandbookError as error:
            raise PluginError(str(error)) from error
        add_moved(files, config, redirects, self._lead.uri)
        return files

    on_files = CombinedEvent(_add_versions, _add_moved)

    def _shelve(self, shelf: Shelf, files: Files, config: MkDocsConfig) -> None:
        folder = f"{shelf.regulation.slug}/{FOLDER}"
        title = shelf.regulation.title

        def add(path: str, words: str, body: Body) -> None:
            uri = f"{folder}/{path}/index.md"
            add_page(files, config, uri, f"{title}（{words}）", body)
            file = files.get_file_from_path(uri)
            assert file is not None
            file.inclusion = InclusionLevel.NOT_IN_NAV

        texts = list(version_files(shelf))
        self._texts += texts
        uris = [text.uri for text in texts]

        def compared(found: Step, own: bool) -> Body:
            return step_body(shelf, found, uris, self._compare.uri, own)

        for at, version in enumerate(shelf.versions):
            add(version.name, f"{escape(version.name)} 的版本", version_body(shelf, version))
            if at:
                found = step(shelf, at - 1)
                words = f"{escape(version.name)} 改了什么"
                add(f"{COMPARE}/{version.name}", words, compared(found, True))
        add(COMPARE, "版本比较", compared(found, False))
