"""The one place that knows Whoosh: an inverted index on disk for servers and large corpora.

Whoosh holds, for text and heading of each unit, its characters and pairs of characters (marks left
out). It names the units that may hold a word; their texts say whether and where they do. So the
places found are those of a scan of all texts, and with them the ranking.
"""

from __future__ import annotations

from pathlib import Path

from whoosh.analysis import SpaceSeparatedTokenizer
from whoosh.fields import ID, Schema
from whoosh.index import create_in, exists_in, open_dir
from whoosh.reading import IndexReader, TermNotFound

from handbook.search.corpus import Column, Corpus
from handbook.search.fold import squeeze
from handbook.search.index import SearchIndex

_MEMORY = 256  # MB that the writer may use before it writes a segment
_TEXTS, _HEADINGS = "texts", "headings"


def write(index: SearchIndex, folder: Path) -> None:
    """Writes the Whoosh index of `index`; its documents are the units in their order."""
    folder.mkdir(parents=True, exist_ok=True)
    cutter = SpaceSeparatedTokenizer()
    schema = Schema(**{name: ID(analyzer=cutter) for name in (_TEXTS, _HEADINGS)})
    found = create_in(str(folder), schema, indexname=index.data.build)
    writer = found.writer(limitmb=_MEMORY)
    for unit in range(len(index.data.units)):
        fields = {
            _TEXTS: " ".join(grams(index.corpus.texts[unit])),
            _HEADINGS: " ".join(grams(index.corpus.headings[unit])),
        }
        writer.add_document(**fields)
    writer.commit(optimize=True)
    found.close()


def grams(folded: str) -> list[str]:
    """The characters and pairs of characters of a folded text, each once, marks left out."""
    plain = squeeze(folded)
    return list(dict.fromkeys((*plain, *(plain[i : i + 2] for i in range(len(plain) - 1)))))


def open_index(index: SearchIndex, folder: Path) -> SearchIndex:
    """`index` with its words looked up in Whoosh.

    Raises:
        LookupError: the folder holds no index of this build.
    """
    if not exists_in(str(folder), indexname=index.data.build):
        raise LookupError(f"no index {index.data.build} in {folder}")
    reader = open_dir(str(folder), indexname=index.data.build, readonly=True).reader()
    return SearchIndex(index.data, WhooshCorpus(index.corpus, reader))


class WhooshCorpus(Corpus):
    """A corpus that asks Whoosh which units to look at."""

    def __init__(self, corpus: Corpus, reader: IndexReader) -> None:
        super().__init__(corpus.texts, corpus.headings, corpus.titles, corpus.bodies)
        self._reader = reader

    def _rows(self, column: Column, word: str) -> list[int] | None:
        name = {id(self.texts): _TEXTS, id(self.headings): _HEADINGS}.get(id(column))
        plain = squeeze(word)
        if name is None or not plain:
            return None
        pairs = [plain[i : i + 2] for i in range(len(plain) - 1)] or [plain]
        rows: set[int] | None = None
        for pair in dict.fromkeys(pairs):
            try:
                found = set(self._reader.postings(name, pair).all_ids())
            except TermNotFound:
                return []
            rows = found if rows is None else rows & found
        return sorted(rows or ())
