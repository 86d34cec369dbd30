"""What an index holds: plain data, the same in memory, in the cache and in the browser's files."""

from __future__ import annotations

from dataclasses import dataclass

from handbook.search.language import Language

#: Raised with every change of format or algorithm: an index of another version is built anew.
FORMAT = 1


@dataclass(frozen=True, slots=True)
class Body:
    """An issuing body: slug, name, and what else it is called."""

    slug: str
    name: str
    short_names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """A regulation: its units are `first` to `last` (half open) of the index.

    Attributes:
        slug: `<issuer>/<folder>`.
        title: as printed.
        body: number of the issuing body.
        status, effective, topics: as the front matter has them; "" where unknown.
    """

    slug: str
    title: str
    body: int
    status: str
    effective: str
    topics: str
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Unit:
    """A provision as the search sees it.

    Attributes:
        id: its id in the regulation.
        words: its citation without the title (四、3).
        depth: 0 at the top level.
        heading: "" where there is none.
        text: own words as printed.
    """

    id: str
    words: str
    depth: int
    heading: str
    text: str


@dataclass(frozen=True, slots=True)
class IndexData:
    """Everything a search needs.

    Attributes:
        build: hash of what the index was built from.
        bodies, regulations, units: in document order.
        vocabulary: words by which queries are cut.
        synonyms: groups of words; the first is the one the texts use.
        variants: usual character and its other forms, a string for each.
        sounds: syllable and the characters read so: `("jie", "接街…")`.
        readings: words read otherwise than character by character: `("银行", "yin hang")`.
        looks: a character and those that look like it, a string for each.
        language: tables that are the same for every corpus.
    """

    build: str
    bodies: tuple[Body, ...]
    regulations: tuple[Entry, ...]
    units: tuple[Unit, ...]
    vocabulary: tuple[str, ...]
    synonyms: tuple[tuple[str, ...], ...]
    variants: tuple[str, ...]
    sounds: tuple[tuple[str, str], ...]
    readings: tuple[tuple[str, str], ...]
    looks: tuple[str, ...]
    language: Language
