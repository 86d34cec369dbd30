"""MkDocs plugin `handbook-rules`: decides when pages of rules and form types are made."""

from __future__ import annotations

from datetime import date
from typing import Any

from mkdocs.config import config_options
from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin, event_priority
from mkdocs.structure.files import File, Files, InclusionLevel

from handbook.errors import HandbookError
from handbook.library import Library
from handbook.provision import Regulation
from plugins.handbooks import checker_of
from plugins.pages import PagesPlugin
from plugins.pages.contributions import Contribution
from plugins.pages.page import Body, add_page
from plugins.rules.catalogue import FORMS, RULES, Catalogue
from plugins.rules.files import STYLE
from plugins.rules.formpage import form_body, form_files, index_body
from plugins.rules.marks import marks
from plugins.rules.rulepage import rules_body

_NAME = "handbook-rules"
_TITLE = "表单"


class RulesConfig(Config):  # type: ignore[no-untyped-call]
    """Settings in mkdocs.yml."""

    regulations = config_options.Dir(exists=True, default="regulations")


class RulesPlugin(BasePlugin[RulesConfig]):  # type: ignore[no-untyped-call]
    """Adds a page for the rules of each regulation and for each form type; marks at provisions."""

    catalogue: Catalogue

    def on_config(self, config: MkDocsConfig) -> None:
        """Offers the marks to the pages of the regulations."""
        pages = config.plugins["handbook-pages"]
        assert isinstance(pages, PagesPlugin)
        pages.contribute(_NAME, self._marks)

    def on_pre_build(self, *, config: MkDocsConfig) -> None:
        """Explains the rules: what is wrong with one is said before anything is written."""
        try:
            checker = checker_of(config, self.config.regulations)
            checked = "handbook-checking" in config.plugins and bool(checker.forms.types)
            self.catalogue = Catalogue(checker, date.today(), checked=checked)
        except HandbookError as error:
            raise PluginError(str(error)) from error
        config.extra_css = [c for c in config.extra_css if c != STYLE.uri] + [STYLE.uri]

    def _marks(self, library: Library, regulation: Regulation) -> Contribution:
        return marks(self.catalogue, regulation)

    @event_priority(-60)
    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Adds the pages; those of form types stand in the navigation."""
        catalogue = self.catalogue
        files.append(File.generated(config, STYLE.uri, content=STYLE.content))
        for regulation in catalogue.regulations.values():
            rules = catalogue.of(regulation)
            if rules:
                body = rules_body(catalogue, regulation, rules)
                _hidden(files, config, f"{regulation.slug}/{RULES}/index.md", regulation, body)
        types = catalogue.checker.forms.types
        if not types:
            return files
        add_page(files, config, f"{FORMS}/index.md", _TITLE, index_body(catalogue))
        entries: list[Any] = [f"{FORMS}/index.md"]
        for form in types.values():
            folder = f"{FORMS}/{catalogue.forms[form.name]}"
            made = form_files(catalogue, form)
            for name, data in made.items():
                files.append(File.generated(config, f"{folder}/{name}", content=data))
            body = form_body(catalogue, form, list(made))
            add_page(files, config, f"{folder}/index.md", form.name, body)
            entries.append(f"{folder}/index.md")
        nav: list[Any] = config.nav or []
        at = next((n for n, entry in enumerate(nav, 1) if "制度" in entry), len(nav))
        config.nav = [*nav[:at], {_TITLE: entries}, *nav[at:]]
        return files


def _hidden(
    files: Files, config: MkDocsConfig, uri: str, regulation: Regulation, body: Body
) -> None:
    """A page that is reached by links only."""
    add_page(files, config, uri, f"{regulation.title}：校验规则", body)
    file = files.get_file_from_path(uri)
    assert file is not None
    file.inclusion = InclusionLevel.NOT_IN_NAV
