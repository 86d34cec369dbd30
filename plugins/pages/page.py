"""A page of the site whose HTML is made by us: Python-Markdown never sees a regulation."""

from __future__ import annotations

from dataclasses import dataclass, field

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import TableOfContents


@dataclass(frozen=True, slots=True)
class Body:
    """What stands on a page.

    Attributes:
        html: the content below the site's header, `<h1>` included.
        toc: contents at the side.
        anchors: ids on the page, so that MkDocs can check links to them.
        hide: parts of the theme that this page does without (`navigation`, `toc`).
        description: one line for search engines and link previews.
        template: of the theme, where the page has its own.
    """

    html: str
    toc: TableOfContents = field(default_factory=lambda: TableOfContents([]))
    anchors: frozenset[str] = frozenset()
    hide: tuple[str, ...] = ()
    description: str = ""
    template: str = ""


class MadePage(Page):
    """A page with a ready body in place of Markdown source."""

    def __init__(self, title: str, file: File, config: MkDocsConfig, body: Body) -> None:
        super().__init__(title, file, config)
        self._body = body

    def read_source(self, config: MkDocsConfig) -> None:
        """Nothing to read; the theme still wants its metadata."""
        self.markdown = ""
        self.meta = {"title": self.title}

    def render(self, config: MkDocsConfig, files: Files) -> None:
        """Takes the place of the Markdown conversion."""
        body = self._body
        self.content = body.html
        self.toc = body.toc
        self.present_anchor_ids = set(body.anchors)
        if body.hide:
            self.meta["hide"] = list(body.hide)
        if body.description:
            self.meta["description"] = body.description
        if body.template:
            self.meta["template"] = body.template


def add_page(files: Files, config: MkDocsConfig, uri: str, title: str, body: Body) -> None:
    """Adds a page at `uri`, a path such as `wangcheng/gongwu-jiedai/index.md`."""
    file = File.generated(config, uri, content="")
    files.append(file)
    MadePage(title, file, config, body)
