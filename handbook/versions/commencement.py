"""Provisions that take effect later than the rest of their regulation: 第十条自……起施行."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from handbook import citation
from handbook.errors import HandbookError, Place
from handbook.provision import Commencement, Provision, Regulation
from handbook.resolution import Tree


def later(regulation: Regulation, entry: Commencement) -> tuple[Provision, ...]:
    """The provisions that an entry of `commencement` means.

    Raises:
        HandbookError: the citation leads nowhere, or may mean several.
    """
    tree = Tree(regulation)
    place = Place(regulation.file)
    parsed = citation.parse(entry.provisions)
    found = [tree.resolve(pointer) for pointer in parsed.pointers]
    if parsed.title or not found or any(f.problem for f in found):
        raise HandbookError(
            f"文头 commencement 里的“{entry.provisions}”在本文中找不到，或指着不止一处；"
            "请写成“第十条”“第十条至第十二条”“五、1”这样",
            place,
        )
    return tuple(p for f in found for p in f.provisions)


def in_force(regulation: Regulation, day: date) -> Regulation:
    """The regulation without the provisions that have not taken effect on a day; ids stay.

    Raises:
        HandbookError: an entry of `commencement` leads nowhere.
    """
    waiting = {
        provision.id
        for entry in regulation.metadata.commencement
        if entry.effective > day
        for provision in later(regulation, entry)
    }
    if not waiting:
        return regulation
    return replace(regulation, provisions=_without(regulation.provisions, waiting))


def _without(provisions: tuple[Provision, ...], waiting: set[str]) -> tuple[Provision, ...]:
    return tuple(
        replace(p, children=_without(p.children, waiting))
        for p in provisions
        if p.id not in waiting
    )
