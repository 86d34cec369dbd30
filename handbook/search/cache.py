"""The index of a folder of regulations, kept between runs so that the command starts at once.

The file's name is the hash of everything the index depends on: texts, thesaurus, this program, the
day. A file that cannot be read is built anew; one that cannot be written is done without.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from handbook.errors import HandbookError
from handbook.files import write_whole
from handbook.search.damage import PackError
from handbook.search.index import SearchIndex
from handbook.search.pack import dumps, loads
from handbook.search.shards import WHOLE_UP_TO
from handbook.search.shards.index import ShardedIndex
from handbook.search.shards.source import save, stored
from handbook.search.shards.write import write

_KEPT = 8  # indexes that stay in the cache
_SUFFIXES = (".md", ".yml")
_PACKAGE = Path(__file__).parent.parent


def open_index(
    root: Path, folder: Path | None = None, whole_up_to: int = WHOLE_UP_TO
) -> SearchIndex:
    """The index of the texts below `root` in force today, from the cache if it is there.

    `folder`: the cache; by default `handbook` in the user's cache directory. `whole_up_to`:
    characters of text up to which the index is one that is read whole.

    Raises:
        HandbookError: a text or `thesaurus.yml` is wrong.
    """
    folder = folder or default_folder()
    key = _key(root)
    whole, parts = folder / f"search-{key}.json", folder / f"search-{key}.parts"
    with contextlib.suppress(OSError, UnicodeDecodeError, PackError):
        index = SearchIndex(loads(whole.read_text("utf-8")))
        os.utime(whole)
        return index
    with contextlib.suppress(OSError, PackError):
        sharded = ShardedIndex(stored(parts))
        os.utime(parts)
        return sharded
    from handbook.library import Library  # reading the texts and jieba load slowly
    from handbook.search.build import collect

    data = collect(Library.load(root))
    with contextlib.suppress(OSError, PackError, HandbookError):
        if sum(len(unit.text) for unit in data.units) > whole_up_to:
            save(parts, *write(data))
            _tidy(folder)
            return ShardedIndex(stored(parts))
        write_whole(folder, [(whole, dumps(data))])
        _tidy(folder)
    return SearchIndex(data)


def default_folder() -> Path:
    """`handbook` in the user's cache directory (XDG_CACHE_HOME, else ~/.cache)."""
    base = os.environ.get("XDG_CACHE_HOME") or os.path.join(os.path.expanduser("~"), ".cache")
    return Path(base) / "handbook"


def _key(root: Path) -> str:
    digest = hashlib.sha256(f"{date.today().isoformat()} {root.is_dir()}".encode())
    program = (p for p in _PACKAGE.rglob("*") if p.suffix in (".py", ".yml", ".txt"))
    for path in (*sorted(program), *_texts(root)):
        digest.update(f"{path.as_posix()}\0".encode())
        with contextlib.suppress(OSError):  # `Library.load` will say what is wrong with it
            digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:32]


def _texts(root: Path) -> Iterator[Path]:
    """What an index is built from: texts, old versions, issuers, thesaurus."""
    for folder, folders, files in os.walk(root):
        folders.sort()
        for name in sorted(files):
            if name.endswith(_SUFFIXES):
                yield Path(folder, name)


def _tidy(folder: Path) -> None:
    """Drops the indexes not used for longest."""
    kept = sorted(folder.glob("search-*"), key=lambda p: p.stat().st_mtime)
    for old in kept[:-_KEPT]:
        old.unlink(missing_ok=True)
