"""MkDocs plugin `handbook-pages`: decides when pages are made; the modules beside it make them."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

from mkdocs.config import config_options
from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin
from mkdocs.structure.files import Files

from handbook.errors import HandbookError
from handbook.library import Library
from plugins.pages.site import add_pages

log = logging.getLogger("mkdocs.plugins.handbook")


class PagesConfig(Config):  # type: ignore[no-untyped-call]
    """Settings in mkdocs.yml."""

    regulations = config_options.Dir(exists=True, default="regulations")


class PagesPlugin(BasePlugin[PagesConfig]):  # type: ignore[no-untyped-call]
    """Adds a page for each regulation and each issuing body, and the front page."""

    def on_config(self, config: MkDocsConfig) -> None:
        """Keeps jieba's start-up lines, which Material's search causes, off the terminal."""
        logging.getLogger("jieba").addFilter(lambda record: record.levelno >= logging.WARNING)

    def on_files(self, files: Files, config: MkDocsConfig) -> Files:
        """Reads the library and adds its pages; their place in the navigation comes with them."""
        try:
            pages = add_pages(Library.load(Path(self.config.regulations)), files, config)
        except HandbookError as error:
            raise PluginError(str(error)) from error
        nav: list[Any] = config.nav or []
        config.nav = [*pages, *nav]
        return files
