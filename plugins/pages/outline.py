"""The contents at the side of a regulation's page, made from the tree."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from mkdocs.structure.toc import AnchorLink, TableOfContents

from handbook.provision import DIVISIONS, Level, Provision, Regulation

#: Without a title these still stand in the contents, by label and first words; a 一、 only where
#: it is the top of the text, for below a subhead the subhead is enough.
_UNTITLED = frozenset((Level.ARTICLE, Level.APPENDIX, *DIVISIONS))
_WIDTH = 12  # Han characters, label included, that fit on a line at Material's width
_DEPTH = 3
#: The id of the page's title; no provision's begins with `_`.
TITLE_ID = "__title"
#: More entries than this nobody reads, and following them while scrolling takes the browser long:
#: a longer outline keeps to the levels that fit.
_MOST = 150


def outline(regulation: Regulation) -> TableOfContents:
    """Divisions, titled provisions, articles and appendices, at most three deep."""
    items = _fitting(_entries(regulation.provisions, 1))
    # Material leaves out a first entry of level 1 as the page's own title, and skips to it.
    top = AnchorLink(escape(regulation.title), TITLE_ID, 1)
    top.children = items
    return TableOfContents([top])


def _fitting(items: list[AnchorLink]) -> list[AnchorLink]:
    """The outline without its deepest levels, as far as it is too long; the top level stays."""
    while _size(items) > _MOST and any(item.children for item in items):
        _cut(items, _depth(items))
    return items


def _size(items: list[AnchorLink]) -> int:
    return sum(1 + _size(item.children) for item in items)


def _depth(items: list[AnchorLink]) -> int:
    return 1 + max((_depth(item.children) for item in items), default=0) if items else 0


def _cut(items: list[AnchorLink], depth: int) -> None:
    """Takes away what stands at `depth`, the items themselves being at 1."""
    for item in items:
        if depth <= 2:
            item.children = []
        else:
            _cut(item.children, depth - 1)


def _entries(provisions: Sequence[Provision], depth: int) -> list[AnchorLink]:
    found = []
    for node in provisions:
        listed = node.level in _UNTITLED or (depth == 1 and node.level is Level.ITEM1)
        if node.heading is None and not listed:
            continue
        entry = AnchorLink(escape(entry_title(node)), node.id, depth + 1)
        if depth < _DEPTH:
            entry.children = _entries(node.children, depth + 1)
        found.append(entry)
    return found


def entry_title(node: Provision) -> str:
    """`第一章　总则`, `一、接待原则`, or label and first words: `第三条　出差人员应当…`."""
    if node.heading is not None:
        return f"{node.label}{node.gap}{node.heading.rstrip(':：。. 　')}"
    words = (node.text or next((c.text for c in node.children if c.text), "")).lstrip()
    room = max(_WIDTH - len(node.label), 4)
    cut = words[:room] + ("…" if len(words) > room else "")
    gap = node.gap or ("　" if node.label[-1:].isalnum() else "")
    return f"{node.label}{gap}{cut}"
