"""The versions of a regulation in order, and what each of them is on a day."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from datetime import date
from itertools import pairwise, zip_longest
from pathlib import Path

from handbook.amending.instruction import SUFFIX, day_name
from handbook.library import HISTORY, Library
from handbook.provision import Regulation
from handbook.sourcemap import digest
from handbook.versions import commencement


class State(enum.StrEnum):
    """What a version is on a day. The value is the word on a page."""

    PAST = "已被取代"
    IN_FORCE = "现行"
    PENDING = "未施行"
    REPEALED = "已废止"


@dataclass(frozen=True, slots=True)
class Version:
    """One version.

    Attributes:
        regulation: its text.
        name: its day as in file names: 2017-05-01, undated.
        state: what it is on the day asked for.
        until: first day on which it no longer counts; None where it is the last and not repealed.
        amendment: the instructions that made it, below the regulations folder; "" for none.
    """

    regulation: Regulation
    name: str
    state: State
    until: date | None
    amendment: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """How a regulation stands on a day: 截至 day 现行；已公布未施行的修改 N 处.

    Attributes:
        day: the day.
        state: of the version that counts; PENDING where none has begun.
        version: the version that counts, or the first one where none has begun.
        pending: provisions that are changed, added or deleted by versions that are still to take
            effect, and provisions of this one that take effect later.
    """

    day: date
    state: State
    version: Version
    pending: int


def timeline(library: Library, slug: str, day: date) -> tuple[Version, ...]:
    """All versions of a regulation, oldest first; () for an unknown one."""
    chain = library.versions(slug)
    found = []
    for version, following in zip_longest(chain, chain[1:]):
        start, repealed = version.metadata.start, version.metadata.repealed
        until = following.metadata.start if following else repealed
        if start is not None and start > day:
            state = State.PENDING
        elif until is not None and until <= day:
            state = State.PAST if following else State.REPEALED
        else:
            state = State.REPEALED if version.metadata.status == "已废止" else State.IN_FORCE
        name = day_name(start)
        path = Path(slug) / HISTORY / f"{name}{SUFFIX}"
        made = path.as_posix() if (library.root / path).is_file() else ""
        found.append(Version(version, name, state, until, made))
    return tuple(found)


def standing(library: Library, slug: str, day: date) -> Standing | None:
    """How a regulation stands on a day; None for an unknown one."""
    versions = timeline(library, slug, day)
    if not versions:
        return None
    begun = [v for v in versions if v.state is not State.PENDING]
    now = begun[-1] if begun else versions[0]
    later = versions[versions.index(now) + 1 :]
    count = sum(_changed(a.regulation, b.regulation) for a, b in pairwise((now, *later)))
    own = sum(
        len(commencement.later(now.regulation, entry))
        for entry in now.regulation.metadata.commencement
        if entry.effective > day
    )
    return Standing(day, now.state, now, count + own)


def _changed(old: Regulation, new: Regulation) -> int:
    """How many provisions differ, told by their words: one replaced by another counts once."""
    before = [digest(p.words) for p in old.walk()]
    after = [digest(p.words) for p in new.walk()]
    gone, come = set(before) - set(after), set(after) - set(before)
    return max(len(gone), len(come))
