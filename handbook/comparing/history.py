"""Provisions followed through the versions of a text: what each of them was called, and became.

Neighbouring versions are aligned by content (`handbook.comparing.aligning`); what stands in both is
one and the same provision, so any two versions can be compared through those between them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from handbook import citation
from handbook.comparing.aligning import Pair, align
from handbook.provision import Regulation


@dataclass(frozen=True, slots=True)
class History:
    """The versions of a regulation, with what is the same in them.

    Attributes:
        versions: oldest first.
        steps: from each version but the last to the next: the provisions in pairs.
        identities: for each version id → number of the provision, the same in all versions.
    """

    versions: tuple[Regulation, ...]
    steps: tuple[tuple[Pair, ...], ...]
    identities: tuple[Mapping[str, int], ...]


@dataclass(frozen=True, slots=True)
class Event:
    """A provision gets another number by the version at `version`, or is deleted (`new` "").

    Attributes:
        version: place of the new version in the history.
        old: its citation before, without the title.
        new: its citation from then on.
    """

    version: int
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Former:
    """A provision that once had an id which no provision has now.

    Attributes:
        last: place in the history of the last version in which the provision had the id.
        now: the id that it has now; "" where it is gone.
        events: what happened since `last`, in order of time.
    """

    last: int
    now: str
    events: tuple[Event, ...]


def trace(versions: Sequence[Regulation]) -> History:
    """Follows the provisions through `versions`, oldest first."""
    steps = tuple(align(old, new) for old, new in pairwise(versions))
    first = {node.id: n for n, node in enumerate(versions[0].walk())} if versions else {}
    identities = [first] if versions else []
    count = len(first)
    for pairs in steps:
        own: dict[str, int] = {}
        for pair in pairs:
            if pair.new is None:
                continue
            if pair.old is None:
                own[pair.new.id], count = count, count + 1
            else:
                own[pair.new.id] = identities[-1][pair.old.id]
        identities.append(own)
    return History(tuple(versions), steps, tuple(identities))


def former(history: History, at: int) -> Mapping[str, tuple[Former, ...]]:
    """The ids that a version before `at` has and the one at `at` has not.

    Returns:
        id → the provisions that had it, the latest first: several where an id was given anew.
    """
    there = frozenset(history.identities[at])
    if all(there.issuperset(own) for own in history.identities[:at]):
        return {}
    now = {identity: id for id, identity in history.identities[at].items()}
    # For each provision that is in a version: what happened to it later.
    events: dict[int, tuple[Event, ...]] = {}
    found: dict[str, dict[int, Former]] = {}
    for n in range(at - 1, -1, -1):
        _precede(history, n, events)
        for id, identity in history.identities[n].items():
            if id not in there:
                one = Former(n, now.get(identity, ""), events.get(identity, ()))
                found.setdefault(id, {}).setdefault(identity, one)
    return {id: tuple(own.values()) for id, own in found.items()}


def _precede(history: History, n: int, events: dict[int, tuple[Event, ...]]) -> None:
    """Adds to `events` what the step from version `n` to the next did."""
    before, after = (citation.cited(history.versions[i]) for i in (n, n + 1))
    identities = history.identities[n]
    for pair in history.steps[n]:
        if pair.old is None:
            continue
        old = before[pair.old.id].words
        new = after[pair.new.id].words if pair.new else ""
        if old != new:
            identity = identities[pair.old.id]
            events[identity] = (Event(n + 1, old, new), *events.get(identity, ()))
