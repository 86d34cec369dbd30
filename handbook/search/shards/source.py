"""Where parts come from: for the command one file (those of the site are scripts)."""

from __future__ import annotations

import contextlib
import os
import sqlite3
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path

from handbook.search.damage import PackError
from handbook.search.shards.codec import checksum
from handbook.search.shards.write import Part

#: Gives the content of a part; raises OSError or PackError where that cannot be.
Source = Callable[[str], str]
HEAD = "head"
_TABLE = "CREATE TABLE parts (name TEXT PRIMARY KEY, sum INTEGER, content TEXT) WITHOUT ROWID"


def save(path: Path, head: str, parts: Iterable[Part]) -> None:
    """Writes head and parts into one file, whole or not at all.

    Raises:
        OSError: it cannot be written.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".search-", suffix=".tmp")
    os.close(handle)
    try:
        with contextlib.closing(sqlite3.connect(name)) as file:
            file.execute("PRAGMA synchronous = OFF")
            file.execute("PRAGMA journal_mode = OFF")
            file.execute(_TABLE)
            rows = ((part.name, checksum(part.content), part.content) for part in parts)
            file.executemany("INSERT INTO parts VALUES (?, ?, ?)", rows)
            file.execute("INSERT INTO parts VALUES (?, ?, ?)", (HEAD, checksum(head), head))
            file.commit()
        os.replace(name, path)
    except sqlite3.Error as error:
        raise OSError(str(error)) from error
    finally:
        with contextlib.suppress(FileNotFoundError):
            os.unlink(name)


def stored(path: Path) -> Source:
    """The parts of a file that `save` wrote.

    Raises:
        OSError: there is none.
    """
    if not path.is_file():
        raise FileNotFoundError(path)
    file = sqlite3.connect(f"file:{path}?mode=ro", uri=True)

    def read(name: str) -> str:
        try:
            query = "SELECT sum, content FROM parts WHERE name = ?"
            row = file.execute(query, (name,)).fetchone()
        except sqlite3.Error as error:
            raise PackError(f"{path} 已损坏：{error}") from None
        if row is None:
            raise FileNotFoundError(name)
        if checksum(row[1]) != row[0]:
            raise PackError(f"{name} 已损坏")
        content: str = row[1]
        return content

    return read
