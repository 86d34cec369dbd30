"""Where the texts come from: the manifest of the raw compilations, `sources/manifest.yml`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from handbook.textfile import decode, read_bytes
from handbook.yamlvalues import parse_list

MANIFEST = "manifest.yml"
_KEYS = ("file", "issuer", "title", "origin", "dated", "sha256", "sha256_before_mask")


@dataclass(frozen=True, slots=True)
class Compilation:
    """One raw file.

    Attributes:
        title: of the compilation.
        origin: where it was found and in what state, in words; "" where not stated.
        dated: the date printed on it; None where there is none.
    """

    title: str
    origin: str = ""
    dated: date | None = None


def load(sources: Path) -> Mapping[str, Compilation]:
    """The compilations by file name; none where the folder has no manifest.

    Raises:
        HandbookError: the manifest is wrong.
    """
    path = sources / MANIFEST
    if not path.is_file():
        return {}
    name = path.as_posix()
    found: dict[str, Compilation] = {}
    for entry in parse_list(decode(read_bytes(path, name), name), name):
        values = entry.fields(MANIFEST, _KEYS, required=("file", "title"))
        origin, dated = values.get("origin"), values.get("dated")
        found[values["file"].text("file")] = Compilation(
            values["title"].text("title"),
            origin.text("origin") if origin else "",
            dated.day("dated") if dated else None,
        )
    return found
