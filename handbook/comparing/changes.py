"""What changed between two versions of a text, provision by provision."""

from __future__ import annotations

import enum
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from handbook import citation, urls
from handbook.comparing.aligning import Pair, align
from handbook.comparing.folding import folded
from handbook.library import Library
from handbook.provision import Provision, Regulation


class Aspect(enum.StrEnum):
    """In what a provision differs; the words are those of reports."""

    TEXT = "文字"
    NUMBERING = "编号"
    POSITION = "位置"
    FORMAT = "格式"


@dataclass(frozen=True, slots=True)
class Side:
    """A provision on one side of a comparison.

    Attributes:
        id: its address in the regulation.
        citation: with the title.
        path: with the folder.
        words: heading and own text, as printed.
    """

    id: str
    citation: str
    path: str
    words: str


@dataclass(frozen=True, slots=True)
class Change:
    """What became of one provision: new (`old` None), gone (`new` None), or different."""

    regulation: str
    old: Side | None
    new: Side | None
    aspects: frozenset[Aspect] = frozenset()

    @property
    def reworded(self) -> bool:
        """Whether it says something else."""
        return Aspect.TEXT in self.aspects

    @property
    def renumbered(self) -> bool:
        """Whether it has another address."""
        return self.old is not None and self.new is not None and self.old.id != self.new.id

    @property
    def words(self) -> Side:
        """The side that there is; the new one of two."""
        side = self.new or self.old
        assert side is not None
        return side


@dataclass(frozen=True, slots=True)
class Field:
    """An entry of the front matter before and after; "" where there is none."""

    regulation: str
    title: str
    name: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two libraries side by side.

    Attributes:
        changes: of provisions, regulation by regulation in document order.
        fields: of front matters.
        added: slugs of regulations that are new.
        removed: slugs of regulations that are gone.
        addresses: for each regulation in both, old id → new id of the provisions that are still
            there, where any provision differs.
    """

    changes: tuple[Change, ...]
    fields: tuple[Field, ...]
    added: tuple[str, ...]
    removed: tuple[str, ...]
    addresses: Mapping[str, Mapping[str, str]]

    @property
    def touched(self) -> frozenset[str]:
        """The slugs of all regulations that differ in anything."""
        return frozenset(
            (*(c.regulation for c in self.changes), *(f.regulation for f in self.fields),
             *self.added, *self.removed)
        )  # fmt: skip


#: Metadata → what it is called.
_FIELDS = {
    "title": "标题", "number": "文号", "issuer": "发文机关", "adopted": "通过日期",
    "issued": "印发日期", "effective": "施行日期", "repealed": "废止日期", "status": "状态",
    "topics": "主题",
}  # fmt: skip


def compare(
    old: Regulation, new: Regulation, aligned: Sequence[Pair] | None = None
) -> tuple[Change, ...]:
    """What differs between two versions of one regulation, in the order of the new text.

    `aligned`: their provisions in pairs, where that is known already.
    """
    pairs = align(old, new) if aligned is None else aligned
    before, after = _sides(old), _sides(new)
    above = _parents(old), _parents(new)
    moved = _moved(pairs, above)
    to_new = {p.old.id: p.new.id for p in pairs if p.old and p.new}
    found = []
    for pair in pairs:
        there, here = pair.old, pair.new
        if there is None or here is None:
            side = before[there.id] if there else after[here.id] if here else None
            if side is not None and side.words:  # a holder without words says nothing itself
                found.append(Change(new.slug, side if there else None, None if there else side))
            continue
        aspects = set()
        one, other = before[there.id], after[here.id]
        if folded(one.words) != folded(other.words):
            aspects.add(Aspect.TEXT)
        elif one.words != other.words:
            aspects.add(Aspect.FORMAT)
        if folded(there.label) != folded(here.label):
            aspects.add(Aspect.NUMBERING)
        elif there.label != here.label:
            aspects.add(Aspect.FORMAT)
        up = above[0][there.id]
        if here.id in moved or (to_new.get(up, up) != above[1][here.id] and up in to_new):
            aspects.add(Aspect.POSITION)
        if aspects or there.id != here.id:
            found.append(Change(new.slug, one, other, frozenset(aspects)))
    return tuple(found)


def _sides(regulation: Regulation) -> dict[str, Side]:
    cited = citation.cited(regulation)
    return {
        node.id: Side(
            node.id,
            citation.cite(regulation, cited[node.id].chain),
            urls.path(regulation, node),
            words_of(node),
        )
        for node in regulation.walk()
    }


def words_of(node: Provision) -> str:
    """Heading and own words, as they are compared."""
    return " ".join(filter(None, (node.heading, node.text)))


def _parents(regulation: Regulation) -> dict[str, str]:
    found = {top.id: "" for top in regulation.provisions}
    for node in regulation.walk():
        found.update((child.id, node.id) for child in node.children)
    return found


def _moved(pairs: Sequence[Pair], above: tuple[dict[str, str], dict[str, str]]) -> set[str]:
    """New ids of provisions that changed their order among those of one parent."""
    places = {id: n for n, id in enumerate(above[0])}
    children: dict[tuple[str, str], list[tuple[int, str]]] = {}
    for pair in pairs:
        if pair.old and pair.new:
            key = (above[0][pair.old.id], above[1][pair.new.id])
            children.setdefault(key, []).append((places[pair.old.id], pair.new.id))
    return {id for own in children.values() for id in _out_of_order(own)}


def _out_of_order(items: Sequence[tuple[int, str]]) -> Iterator[str]:
    """What does not belong to a longest increasing run (Fredman 1975)."""
    ends: list[int] = []
    chosen: list[int] = []
    back: list[int] = []
    for n, (place, _) in enumerate(items):
        at = bisect_left(ends, place)
        back.append(chosen[at - 1] if at else -1)
        ends[at : at + 1] = [place]
        chosen[at : at + 1] = [n]
    kept = set()
    n = chosen[-1] if chosen else -1
    while n >= 0:
        kept.add(n)
        n = back[n]
    for n, (_, id) in enumerate(items):
        if n not in kept:
            yield id


def compare_libraries(old: Library, new: Library) -> Comparison:
    """Everything that differs between two libraries; texts of one slug are versions of one."""
    before = {r.slug: r for r in old.regulations}
    after = {r.slug: r for r in new.regulations}
    changes: list[Change] = []
    fields: list[Field] = []
    addresses: dict[str, dict[str, str]] = {}
    for slug, now in after.items():
        was = before.get(slug)
        if was is None:
            changes += (Change(slug, None, side) for side in _sides(now).values() if side.words)
            continue
        fields += compare_fields(was, now)
        if was.provisions == now.provisions:
            continue
        pairs = align(was, now)
        found = compare(was, now, pairs)
        if found:
            changes += found
            addresses[slug] = {p.old.id: p.new.id for p in pairs if p.old and p.new}
    for slug, was in before.items():
        if slug not in after:
            changes += (Change(slug, side, None) for side in _sides(was).values() if side.words)
    return Comparison(
        tuple(changes),
        tuple(fields),
        tuple(slug for slug in after if slug not in before),
        tuple(slug for slug in before if slug not in after),
        addresses,
    )


def compare_fields(old: Regulation, new: Regulation) -> Iterator[Field]:
    """The entries of the front matters that differ."""
    for (name, was), (_, now) in zip(metadata_fields(old), metadata_fields(new), strict=True):
        if was != now:
            yield Field(new.slug, new.title, name, was, now)


def metadata_fields(regulation: Regulation) -> Iterator[tuple[str, str]]:
    """The entries of a front matter that are compared: what it is called, and its value."""
    for key, name in _FIELDS.items():
        yield name, _shown(getattr(regulation.metadata, key))


def _shown(value: object) -> str:
    if isinstance(value, tuple):
        return "、".join(map(str, value))
    return "" if value is None else str(value)
