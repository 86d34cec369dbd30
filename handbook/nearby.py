"""What 本条, 前款, 前两条, 上项 mean, seen from the provision in which they stand."""

from __future__ import annotations

from handbook.provision import LISTED, Level, Provision
from handbook.resolution import Tree

_LEVELS: dict[str, frozenset[Level]] = {
    "章": frozenset((Level.CHAPTER,)),
    "节": frozenset((Level.SECTION,)),
    "条": frozenset((Level.ARTICLE,)),
    "款": frozenset((Level.PARAGRAPH,)),
    "项": LISTED,
}


def own(tree: Tree, provision: Provision, unit: str) -> Provision | None:
    """The provision of kind `unit` (章, 节, 条, 款, 项) that holds `provision`, or is it.

    In a text without 条, 本条 is the outermost numbered level; 本款 of an undivided 条 is the 条.
    """
    found = tree.ancestor(provision.id, _LEVELS[unit])
    if found is None and unit == "款":
        return own(tree, provision, "条")
    if found is None and unit == "条":
        return _outermost(tree, provision)
    return found


def beside(tree: Tree, provision: Provision, unit: str, count: int, way: int) -> list[Provision]:
    """The `count` provisions of kind `unit` before (`way` -1) or after (1) this one; [] for none.

    前三项 in a 款 after a list means the first three of that list.
    """
    if unit == "条":
        article = own(tree, provision, unit)
        if article is None:
            return []
        row = tree.articles(article.id) if article.level is Level.ARTICLE else _row(tree, article)
        return _take(row, article, count, way)
    holder = tree.ancestor(provision.id, _LEVELS[unit])
    if holder is not None:
        return _take(_row(tree, holder), holder, count, way)
    paragraph = tree.ancestor(provision.id, _LEVELS["款"])
    if unit == "项" and paragraph is not None and way < 0 and count > 1:
        before = _take(_row(tree, paragraph), paragraph, 1, -1)
        points = [c for p in before for c in p.children if c.level in LISTED]
        return points[:count] if len(points) >= count else []
    return []


def _outermost(tree: Tree, provision: Provision) -> Provision | None:
    found, node = None, tree.ancestor(provision.id, LISTED)
    while node is not None:
        found = node
        above = tree.above(node.id)
        node = tree.ancestor(above.id, LISTED) if above else None
    return found


def _row(tree: Tree, provision: Provision) -> list[Provision]:
    return [p for p in tree.siblings(provision.id) if p.level is provision.level]


def _take(row: list[Provision], at: Provision, count: int, way: int) -> list[Provision]:
    here = next(i for i, p in enumerate(row) if p.id == at.id)
    low, high = (here - count, here) if way < 0 else (here + 1, here + 1 + count)
    return row[low:high] if low >= 0 and high <= len(row) else []
