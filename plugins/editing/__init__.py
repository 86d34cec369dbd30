"""MkDocs plugin `handbook-editing`: decides when the editor's page is made; others make it."""

from __future__ import annotations

from datetime import date
from html import escape
from pathlib import Path

from jinja2 import Template
from mkdocs.config import config_options
from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin, event_priority
from mkdocs.structure.files import File, Files, InclusionLevel

from handbook.errors import HandbookError
from handbook.library import Library
from handbook.provision import Regulation
from plugins.editing.files import EditingFiles
from plugins.handbooks import checker_of
from plugins.pages import PagesPlugin
from plugins.pages.contributions import Contribution
from plugins.pages.page import Body, add_page
from plugins.pages.settings import WEB

_NAME = "handbook-editing"
_TEMPLATE = Path(__file__).parent / "templates" / "page.html"
_PAGE = "edit/index.md"
_TITLE = "修改制度"


class EditingConfig(Config):  # type: ignore[no-untyped-call]
    """Settings in mkdocs.yml."""

    regulations = config_options.Dir(exists=True, default="regulations")
    #: The Git host's page on which a file is edited, `{path}` where the file's path goes.
    host_url = config_options.Type(str, default="")


class EditingPlugin(BasePlugin[EditingConfig]):  # type: ignore[no-untyped-call]
    """Adds the page on which a text is changed, and a link to it to each regulation."""

    def on_config(self, config: MkDocsConfig) -> None:
        """Offers the link to the pages of the regulations."""
        host = self.config.host_url.strip()
        if host and not (host.startswith(WEB) and "{path}" in host):
            raise PluginError(
                f"mkdocs.yml 里 {_NAME} 的“host_url”应是以 {' 或 '.join(WEB)} 开头、"
                f"含 {{path}} 的地址；现在是“{host}”"
            )
        pages = config.plugins["handbook-pages"]
        assert isinstance(pages, PagesPlugin)
        pages.contribute(_NAME, _link)

    @event_priority(-70)
    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Adds the page and its files; it is reached by links only."""
        try:
            made = EditingFiles(checker_of(config, self.config.regulations), date.today())
        except HandbookError as error:
            raise PluginError(str(error)) from error
        for file in made.all:
            files.append(File.generated(config, file.uri, content=file.content))
        template = Template(_TEMPLATE.read_text("utf-8"), autoescape=True)
        html = template.render(files=made, host=self.config.host_url.strip())
        body = Body(html, hide=("navigation", "toc"), description="修改一部制度，当场看条款和影响")
        add_page(files, config, _PAGE, _TITLE, body)
        page = files.get_file_from_path(_PAGE)
        assert page is not None
        page.inclusion = InclusionLevel.NOT_IN_NAV
        return files


def _link(library: Library, regulation: Regulation) -> Contribution:
    address = f"../../edit/?regulation={escape(regulation.slug)}"
    return Contribution(
        below='<p class="edit-this" data-search-exclude>'
        f'<a href="{address}" rel="nofollow"><small>修改这一部</small></a></p>'
    )
