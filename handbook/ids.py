"""Ids of provisions: `art_12__para_2__point_3`, derived from levels and numbers, never typed.

What stands above a provision is part of its id only where its number needs it:

- 编章节 are left out below them, and above a 条 everything else as well, where the numbering runs
  on; it starts anew if a number 1 stands below two different parents. An appendix is a text of its
  own: its id is always kept.
- A number that comes twice gets `_2`, `_3` in order; a lost numeral is `u1`, `u2` …; what has no
  number (subheads, tables, preamble …) is counted.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Protocol

from handbook.provision import DIVISIONS, ID_PREFIX, Level, Provision


class Node(Protocol):
    """What ids need of a provision."""

    @property
    def level(self) -> Level:
        """Its kind."""

    @property
    def number(self) -> str:
        """Its canonical number."""

    @property
    def children(self) -> Sequence[Node]:
        """What stands below it, in document order."""


#: Numbered provisions that have no running number of their own: they hang on their parent.
_COUNTED = frozenset(
    (Level.PREAMBLE, Level.TABLE, Level.SIGNATURE, Level.UNPARSED, Level.HEADING, Level.APPENDIX)
)
_DIVISION_RUNS = frozenset((Level.BOOK, Level.PART, Level.CHAPTER))


def compute(provisions: Sequence[Node]) -> list[str]:
    """The ids of a forest, in document order, each of them once. Linear in its size."""
    return _Namer(provisions).ids


def assign(provisions: Sequence[Provision]) -> tuple[Provision, ...]:
    """The same forest with ids."""
    ids = iter(compute(provisions))
    return tuple(_with_ids(p, ids) for p in provisions)


def _with_ids(provision: Provision, ids: Iterator[str]) -> Provision:
    own = next(ids)
    return replace(provision, id=own, children=tuple(_with_ids(c, ids) for c in provision.children))


class _Place:
    """Where the walk stands: parent, nearest appendix, nearest ancestor that is no division."""

    __slots__ = ("id", "level", "outer", "scope")

    def __init__(self, level: Level | None, above: _Place | None) -> None:
        self.level = level
        self.id = ""
        self.scope: _Place = self if above is None or level is Level.APPENDIX else above.scope
        self.outer: _Place = self if above is None or level not in DIVISIONS else above.outer


class _Namer:
    """Two walks over a forest: which numberings start anew, then the ids."""

    def __init__(self, provisions: Sequence[Node]) -> None:
        self.ids: list[str] = []
        self._used: set[str] = set()
        self._counts: dict[str, int] = {}
        self._first: dict[tuple[int, str], int] = {}  # numbering → parent below which its 1 stands
        self._anew: set[tuple[int, str]] = set()  # numberings that start anew
        self._lone_preamble = sum(p.level is Level.PREAMBLE for p in provisions) == 1
        root = _Place(None, None)
        self._places: list[_Place] = [root]  # of those that have children, in document order
        self._survey(provisions, root)
        self._next = 1
        self._name(provisions, root)

    def _survey(self, nodes: Sequence[Node], parent: _Place) -> None:
        for node in nodes:
            if node.number == "1":
                article = node.level is Level.ARTICLE
                for holder in (parent.scope, parent.outer) if article else (parent.outer,):
                    key = (id(holder), ID_PREFIX[node.level])
                    if self._first.setdefault(key, id(parent)) != id(parent):
                        self._anew.add(key)
            if node.children:
                place = _Place(node.level, parent)
                self._places.append(place)
                self._survey(node.children, place)

    def _name(self, nodes: Sequence[Node], parent: _Place) -> None:
        for node in nodes:
            prefix = ID_PREFIX[node.level]
            base = self._base(node.level, prefix, parent).id
            if node.level is Level.PREAMBLE and self._lone_preamble:
                own = prefix
            elif node.number and node.level is not Level.HEADING:
                own = f"{prefix}_{node.number}"
            else:
                own = f"{prefix}_{self._count(base + '__' + prefix, node.level)}"
            whole = self._unique(f"{base}__{own}" if base else own)
            self.ids.append(whole)
            if node.children:
                place = self._places[self._next]
                place.id = whole
                self._next += 1
                self._name(node.children, place)

    def _base(self, level: Level, prefix: str, parent: _Place) -> _Place:
        """The place whose id the id of a child of `parent` begins with."""
        if level is Level.ARTICLE:
            for holder in (parent.scope, parent.outer):
                if (id(holder), prefix) not in self._anew:
                    return holder
            return parent
        if level in _COUNTED or level is Level.PARAGRAPH or level is Level.SECTION:
            return parent
        if level in _DIVISION_RUNS or parent.level in DIVISIONS:
            holder = parent.outer
            return parent if (id(holder), prefix) in self._anew else holder
        return parent

    def _count(self, key: str, level: Level) -> str:
        count = self._counts[key] = self._counts.get(key, 0) + 1
        return str(count) if level in _COUNTED else f"u{count}"

    def _unique(self, wanted: str) -> str:
        found, count = wanted, 1
        while found in self._used:
            count = self._counts[wanted] = max(self._counts.get(wanted, 1) + 1, 2)
            found = f"{wanted}_{count}"
        self._used.add(found)
        return found
