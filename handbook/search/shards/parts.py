"""The parts of a sharded index, read when they are asked for."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from handbook.search.damage import PackError
from handbook.search.shards import codec, terms
from handbook.search.shards.codec import NOTHING, Postings
from handbook.search.shards.source import Source

T = TypeVar("T")
#: Lists, shards and blocks of each that are kept in memory.
KEPT = 2000


class Parts:
    """What a source gives, unpacked. A part that is lost or damaged counts as empty.

    Attributes:
        lost: names of the parts that could not be read.
    """

    def __init__(self, source: Source, count: int) -> None:
        """`count`: of shards of postings."""
        self.lost = set[str]()
        self._source = source
        self._count = count
        self._records: dict[str, dict[str, str]] = {}
        self._lists: dict[str, Postings] = {}

    def read(self, name: str, unpack: Callable[[str], T], empty: T) -> T:
        """What `unpack` makes of a part; `empty` where it is lost or damaged."""
        content = self._content(name)
        if content is None:
            return empty
        try:
            return unpack(content)
        except PackError:
            self.lost.add(name)
            return empty

    def postings(self, term: str, rest: bool = False) -> Postings:
        """The list of a term; with `rest` what does not fit into it."""
        kind = "t" if rest else "p"
        found = self._lists.get(kind + term)
        if found is None:
            if len(self._lists) > KEPT:
                self._lists.clear()
            found = self._lists[kind + term] = self._decoded(
                f"{kind}/{terms.shard(term, self._count)}", term
            )
        return found

    def _decoded(self, name: str, term: str) -> Postings:
        """The list of a term in the shard `name`."""
        if name not in self._records:
            if len(self._records) > KEPT:
                self._records.clear()
            self._records[name] = self.read(name, codec.split, {})
        record = self._records[name].get(term)
        try:
            return NOTHING if record is None else codec.decode(record)
        except PackError:
            self.lost.add(name)
            return NOTHING

    def _content(self, name: str) -> str | None:
        """The content of a part; None for one that cannot be read, also the second time."""
        for _ in range(2):
            try:
                return self._source(name)
            except (OSError, PackError, UnicodeDecodeError):
                continue
        self.lost.add(name)
        return None
