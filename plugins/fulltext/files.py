"""The files that the search needs in the browser; names hold the hash of what is in them."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from handbook.search.model import IndexData
from handbook.search.pack import dumps
from handbook.search.shards import write as shards
from handbook.search.shards.codec import checksum
from handbook.search.shards.write import Part
from plugins import bundle
from plugins.fulltext.slim import slim
from plugins.sitefile import SiteFile, call, named

_SOURCE = Path(__file__).parent / "assets"


class SearchFiles:
    """The files of one build.

    Attributes:
        build: hash of what the index holds; the page compares it with the index it gets.
        index, engine, page, style: data, the search itself, the search box, its looks.
    """

    FOLDER = "assets/search"

    def __init__(self, data: IndexData, largest: int) -> None:
        """`largest`: characters of text up to which the index is one file."""
        self.build = data.build
        self._parts: Iterable[Part] = ()
        if sum(len(unit.text) for unit in data.units) <= largest:
            packed, engine = dumps(data), "main.js"
        else:
            packed, self._parts = shards.write(data)
            engine = "sharded.js"
        self.index = named(self.FOLDER, "index.js", index_script(slim(packed)))
        self.engine = named(self.FOLDER, "engine.js", bundle.script(_SOURCE / "engine" / engine))
        self.page = named(self.FOLDER, "page.js", bundle.script(_SOURCE / "page" / "main.js"))
        self.style = named(self.FOLDER, "search.css", bundle.style(_SOURCE / "search.css"))

    @property
    def all(self) -> tuple[SiteFile, ...]:
        """All files."""
        return (self.index, self.engine, self.page, self.style)

    def write_parts(self, site: Path) -> None:
        """Writes the parts of a sharded index, once; too many to be kept as files of MkDocs."""
        folder = site / self.FOLDER / self.build
        for part in self._parts:
            path = folder / f"{part.name}.js"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(part_script(part.name, part.content), "utf-8")


def index_script(packed: str) -> str:
    """A packed index as a script: a string is opened faster than an object, and has a check sum."""
    return call("handbookIndex", checksum(packed), packed)


def part_script(name: str, content: str) -> str:
    """A part of a sharded index as a script, with its check sum."""
    return call("handbookPart", name, checksum(content), content)
