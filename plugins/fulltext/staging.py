"""A site built beside the one in use, which it replaces when it is whole."""

from __future__ import annotations

import shutil
from pathlib import Path


class Staging:
    """A folder beside `site` to build in.

    A build that fails or is killed leaves `site` as it was; what it left behind the next one
    clears away.
    """

    def __init__(self, site: Path) -> None:
        self._site = site
        self._old = site.with_name(f".{site.name}.old")
        #: Where to build.
        self.folder = site.with_name(f".{site.name}.new")
        if self._old.exists() and not site.exists():  # killed between the two renames
            self._old.rename(site)
        shutil.rmtree(self._old, ignore_errors=True)
        self.drop()

    def finish(self) -> Path:
        """Puts the new site in place, keeps hidden files of the old one, and returns its folder."""
        if self._site.exists():
            for kept in self._site.glob(".*"):
                kept.rename(self.folder / kept.name)
            self._site.rename(self._old)
        self.folder.rename(self._site)
        shutil.rmtree(self._old, ignore_errors=True)
        return self._site

    def drop(self) -> None:
        """Removes what was built so far."""
        shutil.rmtree(self.folder, ignore_errors=True)
