"""MkDocs plugin `handbook-pages`: decides when pages are made; the modules beside it make them."""

from __future__ import annotations

import contextlib
import logging
import socket
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, Literal

import jieba
from jinja2 import Environment
from mkdocs.config import config_options
from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import BasePlugin, event_priority
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

from handbook.errors import HandbookError
from plugins import bundle
from plugins.handbooks import library_of
from plugins.pages import theme
from plugins.pages.contributions import Contributor
from plugins.pages.front import bodies_html
from plugins.pages.regulation import Links
from plugins.pages.settings import LAW_PLACES, REPORT_PLACES, WEB, template
from plugins.pages.site import Site
from plugins.pages.styles import join_styles
from plugins.sitefile import named

#: Stands in docs/index.md where the list of bodies is to be.
BODIES = "<!-- 机关 -->"
#: Where the script of the regulations' pages is put.
SCRIPTS = "assets/reader"
_MAIN = Path(__file__).parent / "assets/main.js"


class PagesConfig(Config):  # type: ignore[no-untyped-call]
    """Settings in mkdocs.yml."""

    regulations = config_options.Dir(exists=True, default="regulations")
    #: Address of the official database of laws, `{title}` where a law's title goes.
    law_url = config_options.Type(str, default="")
    #: Where to report a problem (an issue form or mailto:), with {citation}, {url} and {text}.
    report_url = config_options.Type(str, default="")


class PagesPlugin(BasePlugin[PagesConfig]):  # type: ignore[no-untyped-call]
    """Adds a page for each regulation and each issuing body, and the front page."""

    _wants_address = False

    def __init__(self) -> None:
        self._contributors: dict[str, Contributor] = {}

    def contribute(self, name: str, contributor: Contributor) -> None:
        """Lets another plugin put its part on the page of each regulation.

        To be called in `on_config`; `name` tells the plugins apart, so that a second build of
        `mkdocs serve` does not ask twice.
        """
        self._contributors[name] = contributor

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
        """Remembers whether an address to serve at will be wanted."""
        self._wants_address = command == "serve"

    def on_config(self, config: MkDocsConfig) -> None:
        """Looks at the address before the build; keeps jieba's start-up lines off the terminal."""
        if self._wants_address:
            self._wants_address = False  # from now on the server itself holds it
            _check_free(*config.dev_addr)
        jieba.setLogLevel(logging.CRITICAL)
        # Its own place is a file in the common temporary folder, which may be another user's.
        cache = Path(config.config_file_path).parent / ".cache"
        with contextlib.suppress(OSError):
            cache.mkdir(exist_ok=True)
        jieba.dt.tmp_dir = str(cache)

    def on_files(self, files: Files, config: MkDocsConfig) -> Files:
        """Reads the library and adds its pages; their place in the navigation comes with them."""
        try:
            library = library_of(config, self.config.regulations)
            self._library = library.as_of(date.today())
            links = Links(
                template("law_url", self.config.law_url, WEB, LAW_PLACES),
                template("report_url", self.config.report_url, (*WEB, "mailto:"), REPORT_PLACES),
            )
            site = Site(self._library, files, config, links, self._contributors.values())
        except HandbookError as error:
            raise PluginError(str(error)) from error
        script = named(SCRIPTS, "reader.js", bundle.script(_MAIN))
        files.append(File.generated(config, script.uri, content=script.content))
        others = [entry for entry in config.extra_javascript if SCRIPTS not in str(entry)]
        config.extra_javascript = [*others, script.uri]
        nav: list[Any] = config.nav or []
        config.nav = [*nav[:1], {"制度": site.sections}, *nav[1:]]  # after the front page
        return files

    def on_page_markdown(
        self, markdown: str, *, page: Page, config: MkDocsConfig, files: Files
    ) -> str:
        """Puts the bodies into the front page, whose other words are written by hand."""
        if not page.is_homepage:
            return markdown
        return markdown.replace(BODIES, bodies_html(self._library))

    @event_priority(-100)
    def on_env(self, env: Environment, *, config: MkDocsConfig, files: Files) -> Environment:
        """When all plugins have added their style sheets, and their parts of the theme."""
        join_styles(files, config)
        theme.mend(env)
        return env

    def on_serve(
        self, server: LiveReloadServer, *, config: MkDocsConfig, builder: Callable[..., None]
    ) -> None:
        """Says where the handbook is, since `mkdocs serve --quiet` does not."""
        print(f"手册：{server.url}　（按 Ctrl+C 停止）", file=sys.stderr)


def _check_free(host: str, port: int) -> None:
    """Raises PluginError where nobody could listen at `host` and `port`."""
    try:
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((host, port))
    except OSError as error:
        raise PluginError(
            f"不能在 {host}:{port} 打开：端口已被占用，或没有权限。"
            f"换一个端口再试，例如 make serve PORT={port + 1}"
        ) from error
