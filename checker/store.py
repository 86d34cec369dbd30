"""Rule books kept between runs, so that one form is checked at once.

A file's name holds the hash of everything it depends on: texts, rules, forms, settings, this
program. Its first line is the hash of the rest. What is written is plain JSON; a file that is
damaged or cannot be read is made anew, one that cannot be written is done without. No form and
nothing of a form ever stands in it.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

from checker import book, demands, forms, kinds, rules, tallies, units
from checker.calendar import Calendar
from checker.findings import Provided
from handbook.errors import HandbookError
from handbook.files import write_whole

_KEPT = 48  # files that stay in the cache
_SUFFIXES = (".md", ".yml")
_PACKAGES = (Path(__file__).parent, Path(__file__).parent.parent / "handbook")
_CLASSES: dict[str, Callable[..., Any]] = {
    cls.__name__: cls
    for cls in (
        book.Book, book.Case, book.Chapter, book.Conflict, book.Rule, Calendar, demands.Measure,
        demands.Need, demands.Ready, demands.Shown, forms.Field, forms.Forms, forms.FormType,
        kinds.Kind, kinds.Type, Provided, rules.Demand, rules.Reason, rules.Verdict, tallies.Period,
        tallies.Tally, units.Unit, Fraction,
    )
}  # fmt: skip


class Damaged(ValueError):
    """A file of the cache that does not hold what it should."""


def default_folder() -> Path:
    """`handbook` in the user's cache directory (XDG_CACHE_HOME, else ~/.cache)."""
    base = os.environ.get("XDG_CACHE_HOME") or os.path.join(os.path.expanduser("~"), ".cache")
    return Path(base) / "handbook"


class Store:
    """What is kept for the regulations of one folder as they are now."""

    def __init__(self, root: Path, folder: Path) -> None:
        """Reads all that the kept files depend on."""
        self.folder = folder
        self.key = _key(root)

    def _path(self, name: str) -> Path:
        return self.folder / f"check-{self.key}-{name}.json"

    def read(self, name: str) -> list[str] | None:
        """The lines kept under a name; None where there are none that can be trusted."""
        try:
            path = self._path(name)
            head, _, body = path.read_bytes().partition(b"\n")
            if head.decode() != hashlib.sha256(body).hexdigest():
                return None
            os.utime(path)
            return body.decode().split("\n")
        except (OSError, UnicodeDecodeError):
            return None

    def write(self, name: str, lines: list[str]) -> None:
        """Keeps lines under a name, if the folder can be written."""
        body = "\n".join(lines)
        head = hashlib.sha256(body.encode()).hexdigest()
        with contextlib.suppress(OSError, HandbookError):
            write_whole(self.folder, [(self._path(name), f"{head}\n{body}")])
            files = sorted(self.folder.glob("check-*.json"), key=lambda p: p.stat().st_mtime)
            for old in files[:-_KEPT]:
                old.unlink(missing_ok=True)


def _key(root: Path) -> str:
    digest = hashlib.sha256()
    for path in (*_program(), *_texts(root)):
        with contextlib.suppress(OSError):  # whoever reads it will say what is wrong with it
            data = path.read_bytes()
            digest.update(f"{path.as_posix()}\0{len(data)}\0".encode())
            digest.update(data)
    return digest.hexdigest()[:32]


def _program() -> Iterator[Path]:
    for package in _PACKAGES:
        yield from sorted(package.glob("*.py"))
    yield from sorted(_PACKAGES[0].glob("*/*.py"))


def _texts(root: Path) -> Iterator[Path]:
    """Texts, old versions, rules, forms, settings; not the raw sources, on which nothing rests."""
    for folder, folders, files in os.walk(root):
        folders[:] = sorted(f for f in folders if f != "sources" and not f.startswith("."))
        for name in sorted(files):
            if name.endswith(_SUFFIXES):
                yield Path(folder, name)


def dumps(value: object) -> str:
    """A value of the checker's data classes as one line of JSON."""
    return json.dumps(_plain(value), ensure_ascii=False, separators=(",", ":"))


def loads(text: str) -> Any:
    """The value that `dumps` wrote.

    Raises:
        Damaged: it is none.
    """
    try:
        return _tuples(json.loads(text, object_hook=_made))
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise Damaged(str(error)) from None


def _plain(value: object) -> object:
    """JSON: a tuple is a list; everything else that JSON has not is {its class: its parts}."""
    if value is None or type(value) in (bool, int, str):
        return value
    if isinstance(value, str):  # an enum
        return {type(value).__name__: [str(value)]}
    if isinstance(value, tuple | list):
        return [_plain(v) for v in value]
    if isinstance(value, Fraction):
        return {"Fraction": [value.numerator, value.denominator]}
    if isinstance(value, frozenset):
        return {"set": sorted(_plain(v) for v in value)}  # type: ignore[type-var]
    if isinstance(value, Mapping):
        return {"map": [[_plain(k), _plain(v)] for k, v in value.items()]}
    assert is_dataclass(value), value
    return {type(value).__name__: [_plain(getattr(value, f.name)) for f in fields(value)]}


def _made(found: dict[str, Any]) -> Any:
    ((name, parts),) = found.items()
    parts = _tuples(parts)
    if name == "set":
        return frozenset(parts)
    if name == "map":
        return dict(parts)
    return _CLASSES[name](*parts)


def _tuples(value: Any) -> Any:
    return tuple(map(_tuples, value)) if isinstance(value, list) else value


class Chapters(Mapping[str, book.Chapter]):
    """The chapters of a kept book, each read when it is first needed."""

    def __init__(self, lines: list[str]) -> None:
        """`lines`: form type, tab, chapter."""
        self._lines = dict(line.split("\t", 1) for line in lines)
        self._read: dict[str, book.Chapter] = {}

    def __getitem__(self, form: str) -> book.Chapter:
        if form not in self._read:
            self._read[form] = loads(self._lines[form])
        return self._read[form]

    def __iter__(self) -> Iterator[str]:
        return iter(self._lines)

    def __len__(self) -> int:
        return len(self._lines)


def book_lines(found: book.Book) -> list[str]:
    """A book as lines; what only lint and coverage need is left out."""
    head = dumps((found.body, found.calendar))
    return [head, *(f"{form}\t{dumps(chapter)}" for form, chapter in found.chapters.items())]


def book_of(lines: list[str]) -> book.Book:
    """The book that `book_lines` wrote.

    Raises:
        Damaged: it is none.
    """
    body, calendar = loads(lines[0])
    return book.Book(body, Chapters(lines[1:]), calendar, (), ())
