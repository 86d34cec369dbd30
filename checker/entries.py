"""Entries of YAML mappings that may be left out; used by all readers of the checker's files."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path

from handbook.textfile import decode, read_bytes
from handbook.yamlvalues import Value, parse_mapping

Found = Mapping[str, Value]


def load(path: Path, keys: Collection[str]) -> dict[str, Value]:
    """The mapping that a file holds.

    Raises:
        HandbookError: it cannot be opened, is no UTF-8 text, no YAML mapping, or has other keys.
    """
    name = path.as_posix()
    return parse_mapping(decode(read_bytes(path, name), name), name, keys)


def need(value: Value, found: Found, *keys: str) -> None:
    """Refuses a mapping, written at `value`, that lacks one of the keys.

    Raises:
        HandbookError: it does.
    """
    for key in keys:
        if key not in found:
            value.fail(f"缺“{key}”")


def words(found: Found, key: str) -> str:
    """The text of an entry; "" where there is none."""
    return found[key].text(key) if key in found else ""


def items(found: Found, key: str) -> tuple[Value, ...]:
    """The values of a list; () where there is none."""
    return found[key].items(key) if key in found else ()


def texts(found: Found, key: str) -> tuple[str, ...]:
    """The texts of a list; () where there is none."""
    return found[key].texts(key) if key in found else ()


def mapping(found: Found, key: str) -> Found:
    """The entries below an entry; none where it is left out."""
    return found[key].mapping(key) if key in found else {}


def yes(found: Found, key: str) -> bool:
    """Whether an entry says true; false where there is none.

    Raises:
        HandbookError: it says neither true nor false.
    """
    if key in found and found[key].content not in ("true", "false"):
        found[key].fail(f"“{key}”应为 true 或 false")
    return key in found and found[key].content == "true"
