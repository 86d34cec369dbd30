"""Runs all checks on a handbook or on single texts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from handbook.errors import Diagnostic
from handbook.library import Library
from handbook.linting import characters, damage, numbering, pointing, privacy, structure
from handbook.linting.contents import contents
from handbook.linting.subject import Subject
from handbook.linting.versions import versions
from handbook.provision import Regulation
from handbook.read import read
from handbook.resolver import Resolver
from handbook.textfile import decode, read_bytes

Check = Callable[[Subject], Iterable[Diagnostic]]

#: Every check of a single regulation.
CHECKS: tuple[Check, ...] = (
    numbering.order,
    numbering.lost,
    numbering.style,
    numbering.flaws,
    characters.characters,
    characters.pairs,
    characters.widths,
    structure.wrapped,
    structure.glued,
    structure.reference_first,
    structure.empty,
    structure.unparsed,
    structure.spaces,
    structure.truncated,
    damage.document_numbers,
    damage.dates,
    damage.units,
    damage.dashes,
    privacy.personal,
    pointing.references,
)


def check(
    regulation: Regulation, text: str, resolver: Resolver | None = None
) -> tuple[Diagnostic, ...]:
    """What is wrong with one regulation, in the order of its lines.

    Args:
        regulation: as `read` made it from `text`.
        text: the file.
        resolver: knows the regulations it may refer to; without one only itself.
    """
    subject = Subject(regulation, text, resolver or Resolver([regulation]))
    return tuple(sorted(d for one in CHECKS for d in one(subject)))


def check_library(library: Library) -> tuple[Diagnostic, ...]:
    """What is wrong with a handbook: its readers' and importers' diagnostics, and all checks."""
    resolver = Resolver.of(library)
    found = list(library.diagnostics)
    for regulation in library.regulations:
        found.extend(check(regulation, _text(Path(regulation.file)), resolver))
    found.extend(contents(library.root))
    found.extend(versions(library))
    return tuple(sorted(set(found)))


def check_files(paths: Iterable[Path]) -> tuple[Diagnostic, ...]:
    """What is wrong with single texts that belong to no handbook.

    Raises:
        HandbookError: a file cannot be read.
    """
    return tuple(sorted(d for path in paths for d in _check_file(path)))


def _check_file(path: Path) -> Iterator[Diagnostic]:
    text = _text(path)
    reading = read(text, path.as_posix())
    yield from reading.diagnostics
    yield from check(reading.regulation, text)


def _text(path: Path) -> str:
    name = path.as_posix()
    return decode(read_bytes(path, name), name)
