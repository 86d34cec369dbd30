"""Old addresses of a regulation that has another folder now: each page leads to its new place."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping
from html import escape

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files, InclusionLevel

from plugins.pages.page import Body, add_page

_INDEX = "index.md"


def add_moved(
    files: Files, config: MkDocsConfig, redirects: Mapping[str, str], script: str
) -> None:
    """A page at the old address of every page of the regulations that have moved.

    Args:
        files: of the build, with all pages of the new addresses.
        config: of the build.
        redirects: old slug → new slug.
        script: address of the script that goes on, below the root.
    """
    for old, new in redirects.items():
        for page in list(_pages(files, new)):
            uri = old + page.src_uri.removeprefix(new)
            folder = posixpath.dirname(uri)
            target = posixpath.relpath(posixpath.dirname(page.src_uri), folder) + "/"
            root = posixpath.relpath(".", folder) + "/"
            title = page.page.title if page.page else new
            add_page(files, config, uri, str(title), moved_body(str(title), target, root + script))
            file = files.get_file_from_path(uri)
            assert file is not None
            file.inclusion = InclusionLevel.NOT_IN_NAV


def _pages(files: Files, slug: str) -> Iterator[File]:
    return (
        file
        for file in files
        if file.src_uri.startswith(f"{slug}/") and posixpath.basename(file.src_uri) == _INDEX
    )


def moved_body(title: str, target: str, script: str) -> Body:
    """The page at an old address. The script keeps what stands behind `#`; the link does not."""
    link = f'<a href="{target}" data-target>{title}</a>'
    return Body(
        f'<article class="moved" data-moved><h1>网址换了</h1><p>这一页现在在：{link}</p>'
        "<p>请改用新的网址。</p>"
        f'<script src="{escape(script)}"></script></article>',
        hide=("navigation", "toc"),
    )
