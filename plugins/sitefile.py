"""Files that a plugin adds to the site; their names hold the hash of what is in them."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SiteFile:
    """A file of the site: its path below the root, and its content."""

    uri: str
    content: str


def named(folder: str, name: str, content: str) -> SiteFile:
    """A file in `folder`, the hash of its content between the stem and the suffix of `name`."""
    stem, suffix = name.rsplit(".", 1)
    digest = hashlib.sha256(content.encode()).hexdigest()[:10]
    return SiteFile(f"{folder}/{stem}.{digest}.{suffix}", content)


def call(function: str, *arguments: str | int) -> str:
    """A script that calls a function of the page: data that are there from file:// too.

    A text stands in single quotes: a packed index is mostly double ones.
    """
    written = (str(a) if isinstance(a, int) else _quoted(a) for a in arguments)
    return f"{function}({','.join(written)})\n"


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace("'", "\\'").replace("\n", "\\n")
    return f"'{escaped}'"
