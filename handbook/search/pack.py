"""The data of an index as one JSON text, the same for the browser and for the command's cache.

Ids and citations are written as what follows their parent's, and the commonest characters as ones
that take two bytes in UTF-8 (a tenth off the compressed size). `docs/search-format.md` describes
every field.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

from handbook.search.chain import JOINT, pack_chain, unpack_chain
from handbook.search.damage import PackError, unpacking
from handbook.search.figures import Unit as FigureUnit
from handbook.search.language import Intent, Language
from handbook.search.model import FORMAT, Body, Entry, IndexData, Unit
from handbook.search.pack_sounds import pack_sounds, unpack_sounds
from handbook.search.weights import REFINED, WEIGHTS

_CODES = 0x80  # the first code of the alphabet
_SIZE = 0x800 - _CODES  # codes that take two bytes in UTF-8


@dataclass(frozen=True, slots=True)
class Shards:
    """What the head of a sharded index says of its parts (`handbook.search.shards`).

    Attributes:
        count: of shards of postings.
        leading: for each regulation which of its first units have text: a bit each, in digits.
        spread: for each word of the vocabulary the length in bits of the number of its units.
        worth: the value of each level of a posting.
    """

    count: int
    leading: str
    spread: str
    worth: tuple[float, ...]


def dumps(data: IndexData, shards: Shards | None = None) -> str:
    """The index as JSON on one line; with `shards` the head of a sharded one, without units."""
    packed: dict[str, Any] = {
        "bodies": [[body.slug, body.name, *body.short_names] for body in data.bodies],
        "regulations": [
            [e.slug, e.title, e.body, e.status, e.effective, e.topics, e.last - e.first]
            for e in data.regulations
        ],
        "depths": "".join(chr(ord("a") + unit.depth) for unit in data.units),
        "ids": _pack_chains(data, [unit.id for unit in data.units], JOINT),
        "words": _pack_chains(data, [unit.words for unit in data.units], ""),
        "headings": [unit.heading for unit in data.units],
        "texts": [unit.text for unit in data.units],
        "vocabulary": " ".join(data.vocabulary),
        "synonyms": [list(group) for group in data.synonyms],
        "variants": " ".join(data.variants),
        "sounds": pack_sounds(data.sounds),
        "readings": [list(pair) for pair in data.readings],
        "looks": " ".join(data.looks),
        "language": _pack_language(data.language),
        "weights": asdict(WEIGHTS) | {"refined": REFINED},
    }
    if shards is not None:
        packed["shards"] = asdict(shards)
    counts = Counter(_json(packed))
    alphabet = _alphabet(counts)
    table = {ord(char): _CODES + i for i, char in enumerate(alphabet)}
    head = {"format": FORMAT, "build": data.build, "alphabet": alphabet}
    return _json(head | _translate(packed, table))


def loads(text: str) -> IndexData:
    """The index that `dumps` wrote.

    Raises:
        PackError: it is none, or of another format.
    """
    with unpacking("索引"):
        return _unpack(spelt(text), whole=True)


def loads_head(text: str) -> tuple[IndexData, Shards]:
    """The head of a sharded index: its data without units, and what is known of its parts.

    Raises:
        PackError: it is none, or of another format.
    """
    with unpacking("索引"):
        packed = spelt(text)
        return _unpack(packed, whole=False), Shards(**packed["shards"])


def spelt(text: str) -> dict[str, Any]:
    """The packed columns, as `dumps` wrote them, without their alphabet.

    Raises:
        PackError: they are of another format.
    """
    packed: dict[str, Any] = json.loads(text)
    if packed["format"] != FORMAT:
        raise PackError(f"格式 {packed['format']}，应为 {FORMAT}")
    table = {_CODES + i: ord(char) for i, char in enumerate(packed.pop("alphabet"))}
    return packed | dict(_translate(packed, table))


def _unpack(packed: dict[str, Any], whole: bool) -> IndexData:
    entries = []
    first = 0
    for slug, title, body, status, effective, topics, size in packed["regulations"]:
        entries.append(Entry(slug, title, body, status, effective, topics, first, first + size))
        first += size
    depths = [ord(char) - ord("a") for char in packed["depths"]]
    columns = (
        _unpack_chains(entries, depths, packed["ids"], JOINT),
        _unpack_chains(entries, depths, packed["words"], ""),
        depths,
        packed["headings"],
        packed["texts"],
    )
    units = tuple(Unit(*row) for row in zip(*columns, strict=True))
    if len(units) != (first if whole else 0):
        raise PackError("条款数与制度不符")
    return IndexData(
        packed["build"],
        tuple(Body(slug, name, tuple(short)) for slug, name, *short in packed["bodies"]),
        tuple(entries),
        units,
        tuple(filter(None, packed["vocabulary"].split(" "))),
        tuple(map(tuple, packed["synonyms"])),
        tuple(filter(None, packed["variants"].split(" "))),
        unpack_sounds(packed["sounds"]),
        tuple((word, reading) for word, reading in packed["readings"]),
        tuple(filter(None, packed["looks"].split(" "))),
        _unpack_language(packed["language"]),
    )


def _pack_chains(data: IndexData, values: list[str], joint: str) -> list[str]:
    """A column of the units, regulation by regulation; empty without units."""
    packed: list[str] = []
    for entry in data.regulations if data.units else ():
        own = slice(entry.first, entry.last)
        packed += pack_chain([unit.depth for unit in data.units[own]], values[own], joint)
    return packed


def _unpack_chains(
    entries: Iterable[Entry], depths: list[int], packed: list[str], joint: str
) -> list[str]:
    values: list[str] = []
    for entry in entries if depths else ():
        own = slice(entry.first, entry.last)
        values += unpack_chain(depths[own], packed[own], joint)
    return values


def _alphabet(counts: Counter[str]) -> str:
    """The characters that get codes of two bytes: those that stand there, and the commonest."""
    there = [char for char in counts if _CODES <= ord(char) < _CODES + _SIZE]
    rest = sorted(
        (char for char in counts if ord(char) >= _CODES + _SIZE), key=lambda c: (-counts[c], c)
    )
    return (
        "".join((*rest, *there))
        if len(rest) + len(there) <= _SIZE
        else "".join((*rest[: _SIZE - len(there)], *there))
    )


def _translate(value: Any, table: dict[int, int]) -> Any:
    """All strings of a JSON value translated, keys excepted."""
    if isinstance(value, str):
        return value.translate(table)
    if isinstance(value, list):
        return [_translate(part, table) for part in value]
    if isinstance(value, dict):
        return {key: _translate(part, table) for key, part in value.items()}
    return value


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _pack_language(language: Language) -> dict[str, Any]:
    return {
        "stop": " ".join(language.stop),
        "singles": [list(single) for single in language.singles],
        "intents": [
            [
                intent.name,
                *(
                    " ".join(part)
                    for part in (intent.cues, intent.words, intent.evidence, intent.kinds)
                ),
            ]
            for intent in language.intents
        ],
        "units": [[unit.name, unit.kind, unit.size, *unit.words] for unit in language.units],
        "before": [list(pair) for pair in language.before],
        "after": [list(pair) for pair in language.after],
    }


def _unpack_language(packed: dict[str, Any]) -> Language:
    return Language(
        tuple(packed["stop"].split(" ")),
        tuple(map(tuple, packed["singles"])),
        tuple(
            Intent(name, *(tuple(part.split(" ")) if part else () for part in parts))
            for name, *parts in packed["intents"]
        ),
        tuple(FigureUnit(n, kind, size, tuple(more)) for n, kind, size, *more in packed["units"]),
        tuple((word, op) for word, op in packed["before"]),
        tuple((word, op) for word, op in packed["after"]),
    )
