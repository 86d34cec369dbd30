"""MkDocs plugin `handbook-fulltext`: decides when the search is made; others make it."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal

from jinja2 import ChoiceLoader, DictLoader, Environment, FileSystemLoader
from mkdocs.config import config_options
from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin, event_priority
from mkdocs.structure.files import File, Files, InclusionLevel

from handbook.errors import HandbookError
from handbook.search.build import collect
from handbook.search.shards import WHOLE_UP_TO
from plugins.fulltext.files import SearchFiles
from plugins.fulltext.staging import Staging
from plugins.handbooks import library_of
from plugins.pages.page import Body, add_page

_TEMPLATES = Path(__file__).parent / "templates"
_HEADER = "partials/header.html"
#: Where Material's header has its own search box; ours goes before it.
_PLACE = '{% if "material/search" in config.plugins %}'
_PAGE = "search/index.md"


class FulltextConfig(Config):  # type: ignore[no-untyped-call]
    """Settings in mkdocs.yml."""

    regulations = config_options.Dir(exists=True, default="regulations")
    #: Characters of text up to which the index is one file; a larger one is cut into parts of
    #: which a query loads only some.
    whole_up_to = config_options.Type(int, default=WHOLE_UP_TO)


class FulltextPlugin(BasePlugin[FulltextConfig]):  # type: ignore[no-untyped-call]
    """Adds the index of all provisions, the search box and the search page."""

    _staging: Staging | None = None
    _building = False

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
        """Remembers whether a site is built that somebody may be using."""
        self._building = command != "serve" and not dirty

    def on_config(self, config: MkDocsConfig) -> None:
        """Builds beside the site, so that the old one stays whole until the new one is."""
        if self._building:
            self._staging = Staging(Path(config.site_dir))
            config.site_dir = str(self._staging.folder)

    def on_pre_build(self, *, config: MkDocsConfig) -> None:
        """Makes the index: what is wrong with a text is said before anything is written."""
        try:
            library = library_of(config, self.config.regulations)
            self._made = SearchFiles(collect(library), self.config.whole_up_to)
        except HandbookError as error:
            raise PluginError(str(error)) from error
        config.extra_css = [*_others(config.extra_css), self._made.style.uri]
        config.extra_javascript = [*_others(config.extra_javascript), self._made.page.uri]

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Adds the search's files and its page."""
        for made in self._made.all:
            files.append(File.generated(config, made.uri, content=made.content))
        html = (_TEMPLATES / "page.html").read_text("utf-8")
        add_page(files, config, _PAGE, "查找", Body(html, hide=("navigation", "toc")))
        page = files.get_file_from_path(_PAGE)
        assert page is not None
        page.inclusion = InclusionLevel.NOT_IN_NAV
        return files

    def on_env(self, env: Environment, *, config: MkDocsConfig, files: Files) -> Environment:
        """Puts the box into Material's header."""
        assert env.loader is not None
        header, _, _ = env.loader.get_source(env, _HEADER)
        if header.count(_PLACE) != 1:
            raise PluginError(
                "查找框放不进这一版 Material 的页头，请用 requirements 里锁定的版本。"
            )
        header = header.replace(_PLACE, '{% include "box.html" %}\n' + _PLACE)
        own = (DictLoader({_HEADER: header}), env.loader, FileSystemLoader(_TEMPLATES))
        env.loader = ChoiceLoader(own)
        env.globals["fulltext"] = self._made
        return env

    @event_priority(-100)
    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Puts the new site in the place of the old one."""
        self._made.write_parts(Path(config.site_dir))
        if self._staging is not None:
            config.site_dir = str(self._staging.finish())

    def on_build_error(self, *, error: Exception) -> None:
        """Drops what was written so far; says in one line where it could not be written."""
        if self._staging is not None:
            self._staging.drop()
        if isinstance(error, OSError):
            where = f" {error.filename} " if error.filename else ""
            raise PluginError(
                f"读写文件{where}时出错：{error.strerror}。原来的网站没有动。"
            ) from error


def _others(entries: list[Any]) -> list[Any]:
    """What is not ours of a list that outlives a build (`mkdocs serve`)."""
    return [entry for entry in entries if not str(entry).startswith(f"{SearchFiles.FOLDER}/")]
