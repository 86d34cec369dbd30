"""MkDocs plugin `handbook-downloads`: decides when files to take away are made."""

from __future__ import annotations

from html import escape
from pathlib import Path
from typing import Literal

from mkdocs.config import config_options
from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin, CombinedEvent, event_priority
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page

from handbook.errors import HandbookError
from handbook.export import jsonld
from handbook.export.formats import FORMATS, Exporter, build_day
from handbook.library import Library
from handbook.provision import Regulation
from plugins.downloads import offline
from plugins.pages import PagesPlugin
from plugins.pages.contributions import Contribution

_NAME = "handbook-downloads"
#: From a regulation's page back to the root of the site.
_ROOT = "../../"
#: Stands in docs/index.md where the link to the whole handbook is to be.
WHOLE = "<!-- 整本 -->"


class DownloadsConfig(Config):  # type: ignore[no-untyped-call]
    """Settings in mkdocs.yml."""

    #: Whether the whole handbook is to be had as one zip; it doubles the work of writing the site.
    offline = config_options.Type(bool, default=True)


class DownloadsPlugin(BasePlugin[DownloadsConfig]):  # type: ignore[no-untyped-call]
    """Each regulation as Word, Markdown, Akoma Ntoso and JSON-LD; all of them as one zip."""

    _building = False

    def __init__(self) -> None:
        self._exporter: tuple[Library, Exporter] | None = None
        self._files: dict[str, bytes] = {}

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
        """Remembers whether a site is built that stays; `serve` makes no zip."""
        self._building = command != "serve"

    def on_config(self, config: MkDocsConfig) -> None:
        """Offers links and data to the pages of the regulations."""
        self._files = {}
        pages = config.plugins["handbook-pages"]
        assert isinstance(pages, PagesPlugin)
        pages.contribute(_NAME, self._contribute)

    def _contribute(self, library: Library, regulation: Regulation) -> Contribution:
        if self._exporter is None or self._exporter[0] is not library:
            self._exporter = (library, Exporter(library, build_day()))
        exporter = self._exporter[1]
        links = []
        stem = regulation.slug.rpartition("/")[2]
        for kind in FORMATS.values():
            name = stem + kind.suffix
            self._files[f"{regulation.slug}/{name}"] = kind.make(exporter, regulation)
            saved = escape(regulation.title + kind.suffix)
            links.append(f'<a href="{name}" download="{saved}">{kind.name}</a>')
        data = jsonld.script(exporter.legislation(regulation, _ROOT, text=False))
        return Contribution(
            above=f'<p class="downloads" data-search-exclude>下载：{"、".join(links)}</p>',
            below=f'<script type="application/ld+json">{data}</script>',
        )

    def on_page_markdown(
        self, markdown: str, *, page: Page, config: MkDocsConfig, files: Files
    ) -> str:
        """Puts the link to the whole handbook into the front page."""
        if not page.is_homepage:
            return markdown
        link = (
            '<p class="downloads whole">没有网络时：'
            f'<a href="{offline.FILE}" download>下载整本手册</a>'
            "（解压后打开 index.html，检索和核对照常）</p>"
        )
        return markdown.replace(WHOLE, link if self._zips else "")

    @event_priority(0)
    def _write(self, config: MkDocsConfig) -> None:
        """Writes the files beside the pages; as files of MkDocs the `.md` would become pages."""
        site = Path(config.site_dir)
        for uri, content in self._files.items():
            (site / uri).write_bytes(content)
        self._files = {}

    @event_priority(-110)
    def _zip(self, config: MkDocsConfig) -> None:
        """Zips the site when it stands at its place, parts of the index included."""
        if self._zips:
            try:
                offline.write(Path(config.site_dir))
            except HandbookError as error:
                raise PluginError(str(error)) from error

    on_post_build = CombinedEvent(_write, _zip)

    @property
    def _zips(self) -> bool:
        return self._building and self.config.offline
