"""MkDocs plugin `handbook-orientation`: decides when the pages to find one's way are made."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from pathlib import Path
from typing import Any

from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin, event_priority
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

from handbook import topics
from handbook.errors import HandbookError
from handbook.library import Library
from handbook.provision import Regulation
from plugins import bundle
from plugins.orientation import defectpage, figurepage, home, indexpage, topicpages
from plugins.orientation.topicpages import Subject
from plugins.pages import PagesPlugin
from plugins.pages.contributions import Contribution
from plugins.pages.page import Body, add_page
from plugins.rules import RulesPlugin
from plugins.rules.catalogue import Catalogue
from plugins.rules.formpage import form_cards
from plugins.sitefile import SiteFile, named

_ASSETS = Path(__file__).parent / "assets"
_FOLDER = "assets/orientation"
_TITLE, _BROWSE = "翻阅", "browse"


class OrientationConfig(Config):  # type: ignore[no-untyped-call]
    """No settings: what there is to show, `handbook-rules` has read."""


class OrientationPlugin(BasePlugin[OrientationConfig]):  # type: ignore[no-untyped-call]
    """Adds pages by topic, an index, all figures, text defects; fills the home page."""

    _subjects: tuple[Subject, ...] = ()
    _entries: tuple[tuple[str, str, str], ...] = ()
    _cards = ""
    _read: Library | None = None
    _slugs: Mapping[str, str]

    def on_config(self, config: MkDocsConfig) -> None:
        """Offers links to the topics to the pages of the regulations."""
        pages = config.plugins["handbook-pages"]
        assert isinstance(pages, PagesPlugin)
        pages.contribute("handbook-orientation", self._topics_of)

    def on_pre_build(self, *, config: MkDocsConfig) -> None:
        """Names the files that the pages load."""
        self._style = named(_FOLDER, "orientation.css", bundle.style(_ASSETS / "orientation.css"))
        self._compare = _script("compare")
        self._figures = _script("figures")
        config.extra_css = [c for c in config.extra_css if not str(c).startswith(_FOLDER)]
        config.extra_css.append(self._style.uri)

    def _topics_of(self, library: Library, regulation: Regulation) -> Contribution:
        """Links to what the bodies say of a regulation's topics."""
        if self._read is not library:
            self._read, self._slugs = library, {t.name: t.slug for t in topics.load(library)}
        links = "、".join(
            f'<a href="../../{topicpages.TOPICS}/{self._slugs[name]}/">{escape(name)}</a>'
            for name in regulation.metadata.topics
        )
        if not links:
            return Contribution()
        return Contribution(
            f'<p class="topics-above" data-search-exclude>各机关并排看：{links}</p>'
        )

    @event_priority(-70)
    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Adds the pages and their entry in the navigation."""
        rules = config.plugins["handbook-rules"]
        assert isinstance(rules, RulesPlugin)
        for made in (self._style, self._compare, self._figures):
            files.append(File.generated(config, made.uri, content=made.content))
        try:
            pages = self._pages(rules.catalogue, files, config)
        except HandbookError as error:
            raise PluginError(str(error)) from error
        self._entries = tuple(pages)
        nav: list[Any] = config.nav or []
        at = next((n for n, entry in enumerate(nav) if "使用说明" in entry), len(nav))
        entries: list[Any] = [f"{_BROWSE}/index.md"]
        add_page(files, config, entries[0], _TITLE, home.browse_body(pages))
        for path, name, _ in pages:
            below = self._subjects if path.startswith(topicpages.TOPICS) else ()
            own = [f"{topicpages.TOPICS}/{s.topic.slug}/index.md" for s in below]
            entries.append({name: [f"{path}index.md", *own]} if own else {name: f"{path}index.md"})
        config.nav = [*nav[:at], {_TITLE: entries}, *nav[at:]]
        return files

    def _pages(
        self, catalogue: Catalogue, files: Files, config: MkDocsConfig
    ) -> list[tuple[str, str, str]]:
        """Makes the pages; returns path, name and use of each that is listed."""
        library = catalogue.library
        found = topics.load(library)
        self._subjects = tuple(topicpages.subject(library, topic) for topic in found)
        listed: list[tuple[str, str, str]] = []

        def add(path: str, name: str, about: str, body: Body) -> None:
            add_page(files, config, f"{path}/index.md", name, body)
            listed.append((f"{path}/", name, about))

        names = catalogue.names
        if self._subjects:
            add(
                topicpages.TOPICS, "主题", "一件事，各机关怎么规定，并排看",
                topicpages.index_body(self._subjects),
            )  # fmt: skip
            links = {t.name: _forms(catalogue, t) for t in found}
            made = topicpages.TopicPages(library, self._subjects, self._compare.uri, links)
            for one in self._subjects:
                uri = f"{topicpages.TOPICS}/{one.topic.slug}/index.md"
                add_page(files, config, uri, one.topic.name, made.body(one))
            add(
                topicpages.COMPARE, "比一比", "选主题和机关，并排比较",
                topicpages.compare_body(self._subjects, names, self._compare.uri),
            )  # fmt: skip
        add(
            indexpage.INDEX, "索引", "制度名称、主题和定义的词，按拼音",
            indexpage.index_body(indexpage.entries(library, found)),
        )  # fmt: skip
        rows = list(figurepage.rows(catalogue.checker, catalogue.day))
        if rows:
            paths = {id: catalogue.rule_path(id) for id in catalogue.rules}
            add(
                figurepage.FIGURES, "数字一览", "条文里的限额、天数、时限",
                figurepage.figures_body(rows, names, found, paths, self._figures.uri),
            )  # fmt: skip
        explained = frozenset(
            file.name for file in files if file.src_uri.startswith("lint/") and file.name != "index"
        )
        add(
            defectpage.DEFECTS, "文字疑点", "给编辑：来源的损坏、疑点和校正",
            defectpage.defects_body(list(defectpage.defects(library)), explained),
        )  # fmt: skip
        if catalogue.checker.forms.types:
            self._cards = form_cards(catalogue, "")
        return listed

    def on_page_markdown(
        self, markdown: str, *, page: Page, config: MkDocsConfig, files: Files
    ) -> str:
        """Puts search box, forms, topics and lists into the home page."""
        if not page.is_homepage:
            return markdown
        return (
            markdown.replace(home.SEARCH, home.search_html())
            .replace(home.FORMS, home.section("要填单", self._cards))
            .replace(home.TOPIC_LIST, home.section("按主题", home.topics_html(self._subjects)))
            .replace(home.LISTS, home.lists_html(self._entries))
        )


def _script(name: str) -> SiteFile:
    return named(_FOLDER, f"{name}.js", bundle.script(_ASSETS / f"{name}.js"))


def _forms(catalogue: Catalogue, topic: topics.Topic) -> str:
    """Links to the form types whose name speaks of a topic."""
    forms = [name for name in catalogue.forms if topic.name in name or topic.within(name)]
    if not forms:
        return ""
    links = "、".join(f'<a href="../../{catalogue.form_path(name)}">{name}</a>' for name in forms)
    return f"要填的单：{links}。"
