"""From the data of an index to the parts of its sharded form."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import chain

from handbook.search.model import IndexData
from handbook.search.pack import Shards, dumps
from handbook.search.pack_sounds import dumps_sounds
from handbook.search.shards.blocks import pack_blocks, pack_outline
from handbook.search.shards.codec import join, number
from handbook.search.shards.levels import WORTH
from handbook.search.shards.lists import Lists
from handbook.search.shards.terms import shard

#: Units of a regulation that its title alone can find.
LEADING = 10
_PER_SHARD = 1400  # postings; about 2 KB compressed
_MOST_SHARDS = 8192


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the index: its name (`p/12`) and content."""

    name: str
    content: str


def write(data: IndexData) -> tuple[str, Iterator[Part]]:
    """The head, packed, which is loaded first, and all other parts."""
    lists = Lists(data)
    lists.collect()
    count = 1
    while count * _PER_SHARD < lists.size and count < _MOST_SHARDS:
        count *= 2
    words = lists.vocabulary()
    written = {word for group in data.synonyms for word in group}.union(words)
    readings = tuple(pair for pair in data.readings if pair[0] in written)
    spread = "".join(number(n.bit_length()) for n in words.values())
    shards = Shards(count, _leading(data), spread, WORTH)
    head = dumps(
        replace(data, units=(), vocabulary=tuple(words), sounds=(), readings=(), looks=()), shards
    )
    lazy = dumps_sounds(data.sounds, readings, data.looks)
    return head, chain([Part("s/0", lazy)], _parts(data, count, lists))


def _parts(data: IndexData, count: int, lists: Lists) -> Iterator[Part]:
    records: list[list[str]] = [[] for _ in range(count)]
    tails: dict[int, list[str]] = {}
    for term, record, tail in lists.records():
        place = shard(term, count)
        records[place].append(record)
        if tail:
            tails.setdefault(place, []).append(tail)
    for place in range(count):
        yield Part(f"p/{place}", join(sorted(records[place])))
    for place, own in tails.items():
        yield Part(f"t/{place}", join(sorted(own)))
    for place, block in enumerate(pack_blocks(data.units, data.regulations)):
        yield Part(f"b/{place}", block)
    for place, entry in enumerate(data.regulations):
        yield Part(f"o/{place}", pack_outline(data.units[entry.first : entry.last]))


def _leading(data: IndexData) -> str:
    """For each regulation which of its first units have text, as a number."""
    masks = []
    for entry in data.regulations:
        first = data.units[entry.first : min(entry.first + LEADING, entry.last)]
        masks.append(number(sum(1 << i for i, unit in enumerate(first) if unit.text)))
    return "".join(masks)
