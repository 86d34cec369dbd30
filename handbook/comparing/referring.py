"""References that a change of the texts breaks, or silently leads elsewhere."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from handbook import citation, references
from handbook.comparing.changes import Comparison
from handbook.library import Library
from handbook.provision import ProvisionRef
from handbook.references import Reference
from handbook.resolver import Resolver


@dataclass(frozen=True, slots=True)
class Broken:
    """A reference whose words are as they were, and whose target is not.

    Attributes:
        regulation: in which it stands.
        id: of the provision in which it stands, in the new text.
        citation: of that provision.
        text: the reference as printed.
        old: citation of what it meant.
        new: citation of what it leads to now; "" where it leads nowhere.
        meant: citation that what it meant has now; "" where that is gone.
    """

    regulation: str
    id: str
    citation: str
    text: str
    old: str
    new: str
    meant: str


#: Provision in the new text, words of the reference, which of several such.
_Key = tuple[str, str, str, int]


def broken(old: Library, new: Library, comparison: Comparison) -> tuple[Broken, ...]:
    """The references of both libraries of which only the target changed, in document order."""
    if not (comparison.changes or comparison.fields):
        return ()
    before = _all(old, comparison)
    found = []
    names = (_Names(old), _Names(new))
    for key, reference in _all(new, None).items():
        was = before.get(key)
        if was is None or was.problem is not None:
            continue
        meant = tuple(_now(target, comparison) for target in was.targets)
        now = () if reference.problem else reference.targets
        if tuple(meant) == tuple(_plain(t) for t in now):
            continue
        found.append(
            Broken(
                reference.regulation,
                reference.provision,
                names[1].of(ProvisionRef(reference.regulation, reference.provision)),
                reference.text,
                names[0].all(was.targets),
                names[1].all(now),
                names[1].all([t for t in meant if t is not None]),
            )
        )
    return tuple(found)


def _plain(target: ProvisionRef) -> ProvisionRef:
    return ProvisionRef(target.regulation, target.id)


def _now(target: ProvisionRef, comparison: Comparison) -> ProvisionRef | None:
    """What a target of the old text is in the new one; None where it is gone."""
    if target.regulation in comparison.removed:
        return None
    known = comparison.addresses.get(target.regulation)
    if known is None or not target.id:
        return _plain(target)
    return ProvisionRef(target.regulation, known[target.id]) if target.id in known else None


def _all(library: Library, moved: Comparison | None) -> dict[_Key, Reference]:
    """All references by where they stand; with `moved` by where that is in the new text."""
    resolver = Resolver.of(library)
    found = {}
    for regulation in library.regulations:
        known = moved.addresses.get(regulation.slug) if moved else None
        counts: Counter[tuple[str, str]] = Counter()
        for reference in references.find(resolver, regulation):
            at = known.get(reference.provision, "") if known else reference.provision
            counts[at, reference.text] += 1
            nth = counts[at, reference.text]
            if at:
                found[regulation.slug, at, reference.text, nth] = reference
    return found


class _Names:
    """How provisions are cited."""

    def __init__(self, library: Library) -> None:
        self.regulations = {r.slug: r for r in library.regulations}

    def of(self, ref: ProvisionRef) -> str:
        regulation = self.regulations[ref.regulation]
        if not ref.id:
            return citation.cite_title(regulation.title)
        return citation.cite(regulation, citation.cited(regulation)[ref.id].chain)

    def all(self, refs: Iterable[ProvisionRef]) -> str:
        return "、".join(map(self.of, refs))
