"""MkDocs plugin `handbook-checking`: decides when the check page is made; others make it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from jinja2 import ChoiceLoader, Environment, FileSystemLoader, Template
from mkdocs.config import config_options
from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin, event_priority
from mkdocs.structure.files import File, Files

from handbook.errors import HandbookError
from plugins.checking.files import CheckingFiles
from plugins.handbooks import checker_of
from plugins.pages.page import Body, add_page

_TEMPLATES = Path(__file__).parent / "templates"
_PAGE = "check/index.md"
_TITLE = "填单核对"
#: The entry of the navigation after which the page stands.
_BEFORE = "制度"


class CheckingConfig(Config):  # type: ignore[no-untyped-call]
    """Settings in mkdocs.yml."""

    regulations = config_options.Dir(exists=True, default="regulations")


class CheckingPlugin(BasePlugin[CheckingConfig]):  # type: ignore[no-untyped-call]
    """Adds the page on which a form is filled in and checked; none where there are no forms."""

    _made: CheckingFiles | None = None

    def on_pre_build(self, *, config: MkDocsConfig) -> None:
        """Makes the rule books: what is wrong with a rule is said before anything is written."""
        self._made = None
        try:
            checker = checker_of(config, self.config.regulations)
            if checker.forms.types and checker.bodies:
                self._made = CheckingFiles(checker)
        except HandbookError as error:
            raise PluginError(str(error)) from error

    @event_priority(-50)
    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Adds the page and its files; its place is after the regulations."""
        made = self._made
        if made is None:
            return files
        for file in made.all:
            files.append(File.generated(config, file.uri, content=file.content))
        template = Template((_TEMPLATES / "content.html").read_text("utf-8"), autoescape=True)
        body = Body(
            template.render(files=made),
            hide=("navigation", "toc"),
            description="填一张单，当场看它合不合规定，依据哪一条",
            template="check.html",
        )
        add_page(files, config, _PAGE, _TITLE, body)
        nav: list[Any] = config.nav or []
        at = next((n for n, entry in enumerate(nav, 1) if _BEFORE in entry), 1)
        config.nav = [*nav[:at], {_TITLE: _PAGE}, *nav[at:]]
        return files

    def on_env(self, env: Environment, *, config: MkDocsConfig, files: Files) -> Environment:
        """Adds the page's own template to those of the theme."""
        assert env.loader is not None
        env.loader = ChoiceLoader((env.loader, FileSystemLoader(_TEMPLATES)))
        env.globals["checking"] = self._made
        return env
