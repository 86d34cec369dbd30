"""MkDocs plugin `handbook-versions`: decides when pages of versions are made."""

from __future__ import annotations

from datetime import date
from html import escape

from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin, event_priority
from mkdocs.structure.files import File, Files, InclusionLevel

from handbook.errors import HandbookError
from handbook.library import Library
from handbook.provision import Regulation
from plugins.pages import PagesPlugin
from plugins.pages.contributions import Contribution
from plugins.pages.page import add_page
from plugins.versions.pages import FOLDER, STYLE, Shelf, line_html, version_body

_NAME = "handbook-versions"


class VersionsConfig(Config):  # type: ignore[no-untyped-call]
    """It has no settings."""


class VersionsPlugin(BasePlugin[VersionsConfig]):  # type: ignore[no-untyped-call]
    """A page for every version of a regulation that has several, and a timeline on its own page."""

    def __init__(self) -> None:
        self._shelves: list[Shelf] = []
        self._today = date.today()

    def on_config(self, config: MkDocsConfig) -> None:
        """Offers the timeline to the pages of the regulations."""
        self._shelves, self._today = [], date.today()
        pages = config.plugins["handbook-pages"]
        assert isinstance(pages, PagesPlugin)
        pages.contribute(_NAME, self._contribute)
        config.extra_css = [c for c in config.extra_css if c != STYLE.uri] + [STYLE.uri]

    def _contribute(self, library: Library, regulation: Regulation) -> Contribution:
        try:
            shelf = Shelf.of(library, regulation, self._today)
        except HandbookError as error:
            raise PluginError(str(error)) from error
        if shelf is None:
            return Contribution()
        self._shelves.append(shelf)
        return Contribution(above=line_html(shelf))

    @event_priority(-60)
    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Adds the pages of the versions; they are reached by links only."""
        files.append(File.generated(config, STYLE.uri, content=STYLE.content))
        for shelf in self._shelves:
            for version in shelf.versions if len(shelf.versions) > 1 else ():
                uri = f"{shelf.regulation.slug}/{FOLDER}/{version.name}/index.md"
                title = f"{version.regulation.title}（{escape(version.name)} 的版本）"
                add_page(files, config, uri, title, version_body(shelf, version))
                file = files.get_file_from_path(uri)
                assert file is not None
                file.inclusion = InclusionLevel.NOT_IN_NAV
        return files
