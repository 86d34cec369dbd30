"""The checker of the handbook that is being built: read once, shared by all plugins of a build."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig

from checker.checker import Checker


@dataclass
class _Last:
    """What the last build read; `mkdocs serve` makes a new configuration for each build."""

    config: MkDocsConfig | None = None
    folder: str = ""
    checker: Checker | None = None


_last = _Last()


def checker_of(config: MkDocsConfig, folder: str) -> Checker:
    """The checker of the regulations in `folder` for the build that `config` is of.

    Raises:
        HandbookError: a form type or a body is wrong.
    """
    if _last.checker is None or _last.config is not config or _last.folder != folder:
        _last.config, _last.folder = config, folder
        _last.checker = Checker.load(Path(os.path.relpath(folder)))
    return _last.checker
