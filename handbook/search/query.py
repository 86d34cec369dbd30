"""What a query asks for: words with their synonyms, figures, phrases, an address, intents.

Nothing is required but quoted phrases: a provision that lacks a word ranks lower, that is all.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from handbook.search import address
from handbook.search.address import Address
from handbook.search.fold import SEP, squeeze
from handbook.search.groups import Group
from handbook.search.index import SearchIndex
from handbook.search.reader import Reader
from handbook.search.titles import find_titles
from handbook.search.typos import Correction
from handbook.search.weights import WEIGHTS, Weights

#: Longer queries are cut off: nobody asks so much at once, and time grows with length.
LONGEST = 120

_QUOTED = re.compile(r"“([^“”]+)”|\"([^\"]+)\"|「([^「」]+)」|『([^『』]+)』|＂([^＂]+)＂")
_DOCUMENT = re.compile(
    r"([\u3400-\u9fff]{0,8})[〔\[(（【﹝［]\s*(\d{4})\s*[〕\])）】﹞］]\s*第?\s*(\d{1,4})\s*号"
)
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Query:
    """An understood query.

    Attributes:
        text: as typed, cut off at `LONGEST` characters.
        cut_off: whether it was.
        groups: what it asks for, in the order typed.
        exact: quoted phrases, squeezed; a provision must hold all of them.
        missing: the quoted phrases, as typed, where no provision has them; nothing is required.
        address: where it says to look.
        titles: numbers of the regulations that the address names.
        intent: what it asks for (`approver`, `money` …), or "".
        corrections: what may have been mistyped.
        spaced: whether its words were typed apart.
    """

    text: str
    cut_off: bool
    groups: tuple[Group, ...]
    exact: tuple[str, ...]
    missing: tuple[str, ...]
    address: Address | None
    titles: tuple[int, ...]
    intent: str
    corrections: tuple[Correction, ...]
    spaced: bool

    @property
    def wanted(self) -> int:
        """Number of groups that a provision has to hold to hold all that was typed."""
        return _wanted(self.groups)

    @property
    def suggestion(self) -> str | None:
        """The query as it may have been meant; None where nothing seems mistyped."""
        meant = self.text
        for correction in self.corrections:
            meant = meant.replace(correction.typed, correction.meant)
        return meant if meant != self.text else None


def understand(text: str, index: SearchIndex, weights: Weights = WEIGHTS) -> Query:
    """Understands a query; any string is one."""
    typed = text.strip()
    cut_off = len(typed) > LONGEST
    typed = typed[:LONGEST]
    reader = Reader(index, weights)
    # A printed citation may hold subheads in quotes: 《文电文档管理制度》“印鉴管理”3.
    cited = typed.startswith("《")
    quoted = [] if cited else [_inside(match) for match in _QUOTED.finditer(typed)]
    phrases = tuple(phrase for phrase in quoted if squeeze(index.folder.fold(phrase)))
    rest = typed if cited else _QUOTED.sub(" ", typed)
    place, titles = _address(rest, index)
    if place is not None:
        rest = place.title
    exact = tuple(squeeze(index.folder.fold(phrase)) for phrase in phrases)
    missing: tuple[str, ...] = ()
    if exact and not holding(index, exact):
        rest = f"{rest} {' '.join(phrases)}"  # no provision has them: look for their words
        exact, missing = (), phrases
    for phrase in phrases if exact else ():
        reader.phrase(phrase)
    rest = _DOCUMENT.sub(reader.document, rest)
    folded = index.folder.fold(_SPACE.sub("，", rest))
    intent = reader.read(folded)
    spaced = SEP in folded and _wanted(reader.groups) > 1
    return Query(
        typed, cut_off, tuple(reader.groups), exact, missing, place, titles, intent,
        tuple(reader.corrections), spaced,
    )  # fmt: skip


def holding(index: SearchIndex, phrases: tuple[str, ...]) -> set[int]:
    """The units that hold all of some squeezed phrases (one at least)."""
    return set.intersection(*(set(index.corpus.phrase(phrase)) for phrase in phrases))


def _wanted(groups: Iterable[Group]) -> int:
    return sum(1 for group in groups if not group.extra)


def _inside(match: re.Match[str]) -> str:
    found: str = next(part for part in match.groups() if part)
    return found


def _address(text: str, index: SearchIndex) -> tuple[Address | None, tuple[int, ...]]:
    """The first address whose title names a regulation; else one that can be nothing else."""
    found = address.find(address.fold(text))
    if found and found[0].title == "" and found[0].sure:
        return found[0], ()
    for place in found:
        if place.title:
            titles = find_titles(index, place.title, place.sure)
            if titles:
                return place, titles
    for place in found:
        if place.sure and (not place.title or place.steps[0].kind not in ("", "“")):
            return place, ()
    return None, ()
