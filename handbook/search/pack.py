"""The data of an index as one JSON text, the same for the browser and for the command's cache.

Ids and citations are written as what follows their parent's, and the commonest characters as ones
that take two bytes in UTF-8 (a tenth off the compressed size). `docs/search-format.md` describes
every field.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from itertools import groupby, islice
from typing import Any

from handbook.search.figures import Unit as FigureUnit
from handbook.search.language import Intent, Language
from handbook.search.model import FORMAT, Body, Entry, IndexData, Unit
from handbook.search.sounds import Sounds
from handbook.search.weights import REFINED, WEIGHTS

_CODES = 0x80  # the first code of the alphabet
_SIZE = 0x800 - _CODES  # codes that take two bytes in UTF-8
_RUN = re.compile(r"([a-z-]+)([0-9]+)")
_JOINT = "__"
_WHOLE = "/"  # marks an id or citation that does not begin with its parent's


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


class PackError(ValueError):
    """The text is no index of this format: damaged, or of another version."""


def dumps(data: IndexData, shards: Shards | None = None) -> str:
    """The index as JSON on one line; with `shards` the head of a sharded one, without units."""
    packed: dict[str, Any] = {
        "bodies": [[body.slug, body.name, *body.short_names] for body in data.bodies],
        "regulations": [
            [e.slug, e.title, e.body, e.status, e.effective, e.topics, e.last - e.first]
            for e in data.regulations
        ],
        "depths": "".join(chr(ord("a") + unit.depth) for unit in data.units),
        "ids": _pack_chain(data, [unit.id for unit in data.units], _JOINT),
        "words": _pack_chain(data, [unit.words for unit in data.units], ""),
        "headings": [unit.heading for unit in data.units],
        "texts": [unit.text for unit in data.units],
        "vocabulary": " ".join(data.vocabulary),
        "synonyms": [list(group) for group in data.synonyms],
        "variants": " ".join(data.variants),
        "sounds": _pack_sounds(data.sounds),
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
    packed = _parsed(text)
    try:
        return _unpack(packed, whole=True)
    except PackError:
        raise
    except (ValueError, LookupError, TypeError) as error:
        raise PackError(f"索引已损坏：{error}") from None


def _parsed(text: str) -> dict[str, Any]:
    """The packed columns, spelt out."""
    try:
        packed: dict[str, Any] = json.loads(text)
        if packed["format"] != FORMAT:
            raise PackError(f"格式 {packed['format']}，应为 {FORMAT}")
        table = {_CODES + i: ord(char) for i, char in enumerate(packed.pop("alphabet"))}
        return packed | dict(_translate(packed, table))
    except PackError:
        raise
    except (ValueError, LookupError, TypeError) as error:
        raise PackError(f"索引已损坏：{error}") from None


def loads_head(text: str) -> tuple[IndexData, Shards]:
    """The head of a sharded index: its data without units, and what is known of its parts.

    Raises:
        PackError: it is none, or of another format.
    """
    packed = _parsed(text)
    try:
        return _unpack(packed, whole=False), Shards(**packed["shards"])
    except PackError:
        raise
    except (ValueError, LookupError, TypeError) as error:
        raise PackError(f"索引已损坏：{error}") from None


def dumps_sounds(
    sounds: Iterable[tuple[str, str]], readings: Iterable[tuple[str, str]], looks: Iterable[str]
) -> str:
    """What typos and pinyin need, as JSON: a part by itself of a sharded index."""
    return _json([_pack_sounds(sounds), [list(pair) for pair in readings], " ".join(looks)])


def loads_sounds(text: str) -> Sounds:
    """What `dumps_sounds` wrote.

    Raises:
        PackError: it is not that.
    """
    try:
        sounds, readings, looks = json.loads(text)
        pairs = [(word, reading) for word, reading in readings]
        return Sounds(_unpack_sounds(sounds), pairs, filter(None, looks.split(" ")))
    except (ValueError, LookupError, TypeError, AttributeError) as error:
        raise PackError(f"读音已损坏：{error}") from None


def _unpack(packed: dict[str, Any], whole: bool) -> IndexData:
    entries = []
    first = 0
    for slug, title, body, status, effective, topics, size in packed["regulations"]:
        entries.append(Entry(slug, title, body, status, effective, topics, first, first + size))
        first += size
    depths = [ord(char) - ord("a") for char in packed["depths"]]
    columns = (
        _unpack_chain(entries, depths, packed["ids"], _JOINT),
        _unpack_chain(entries, depths, packed["words"], ""),
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
        _unpack_sounds(packed["sounds"]),
        tuple((word, reading) for word, reading in packed["readings"]),
        tuple(filter(None, packed["looks"].split(" "))),
        _unpack_language(packed["language"]),
    )


def _pack_chain(data: IndexData, values: list[str], joint: str) -> list[str]:
    """Each value without its parent's and the joint, or marked as whole."""
    packed = []
    for entry in data.regulations if data.units else ():
        above: list[str] = []
        for i in range(entry.first, entry.last):
            del above[data.units[i].depth :]
            prefix = above[-1] + joint if above else ""
            value = values[i]
            short = value.startswith(prefix) and not value.startswith(_WHOLE, len(prefix))
            packed.append(value[len(prefix) :] if short else _WHOLE + value)
            above.append(value)
    return packed


def _unpack_chain(
    entries: Iterable[Entry], depths: list[int], packed: list[str], joint: str
) -> list[str]:
    values: list[str] = []
    for entry in entries if depths else ():
        above: list[str] = []
        for i in range(entry.first, entry.last):
            del above[depths[i] :]
            prefix = above[-1] + joint if above else ""
            value = packed[i]
            value = value[1:] if value.startswith(_WHOLE) else prefix + value
            values.append(value)
            above.append(value)
    return values


def _pack_sounds(sounds: Iterable[tuple[str, str]]) -> list[str]:
    """The readings of the common characters in their order, run by run; then the others.

    GB 2312 has its common characters in the order of their sounds, so that the runs are long.
    """
    table = {char: syllable for syllable, chars in sounds for char in chars}
    runs = [(s, len(list(run))) for s, run in groupby(table.pop(c, "-") for c in common())]
    others: dict[str, str] = {}
    for char, syllable in table.items():
        others[syllable] = others.get(syllable, "") + char
    return [
        " ".join(f"{syllable}{length}" for syllable, length in runs),
        " ".join(f"{syllable}{chars}" for syllable, chars in others.items()),
    ]


def _unpack_sounds(packed: list[str]) -> tuple[tuple[str, str], ...]:
    found: dict[str, list[str]] = {}
    chars = iter(common())
    for syllable, length in _RUN.findall(packed[0]):
        found.setdefault(syllable, []).extend(islice(chars, int(length)))
    for word in packed[1].split(" ") if packed[1] else ():
        at = sum(1 for char in word if char.isascii())
        found.setdefault(word[:at], []).extend(word[at:])
    found.pop("-", None)
    return tuple((syllable, "".join(sorted(found[syllable]))) for syllable in sorted(found))


def common() -> str:
    """The common characters of GB 2312 (rows 16 to 55) in their order."""
    cells = (bytes((0xA0 + row, 0xA1 + cell)) for row in range(16, 56) for cell in range(94))
    return b"".join(cells).decode("gb2312", "ignore")


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
