"""A small library with versions: articles renumbered, reworded, moved, deleted, still to come."""

from __future__ import annotations

import shutil
from pathlib import Path

DATA = Path(__file__).parent.parent / "data/versions_pages/regulations"
#: What a comparison must show as text.
MARKUP = "<img src=x onerror=document.title='坏'>"


def write(folder: Path) -> None:
    """Writes the library to `folder`, which must not be there yet."""
    shutil.copytree(DATA, folder)
