"""The handbook that is being built: read and looked through once, for all plugins of a build."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig

from checker.checker import Checker
from handbook.errors import Diagnostic
from handbook.library import Library
from handbook.linting.run import check_library


@dataclass
class _Last:
    """What the last build read; `mkdocs serve` makes a new configuration for each build."""

    config: MkDocsConfig | None = None
    folder: str = ""
    library: Library | None = None
    checker: Checker | None = None
    checked: Library | None = None
    remarks: tuple[Diagnostic, ...] = ()


_last = _Last()


def library_of(config: MkDocsConfig, folder: str) -> Library:
    """All texts in `folder`, for the build that `config` is of.

    Raises:
        HandbookError: one is wrong.
    """
    last = _of(config, folder)
    if last.library is None:
        last.library = Library.load(_shown(Path(folder)))
    return last.library


def checker_of(config: MkDocsConfig, folder: str) -> Checker:
    """The checker of the regulations in `folder`, for the build that `config` is of.

    Raises:
        HandbookError: a text, a form type or a body is wrong.
    """
    last = _of(config, folder)
    if last.checker is None:
        library = library_of(config, folder)
        last.checker = Checker(library.root, library=library)
    return last.checker


def remarks_of(library: Library) -> tuple[Diagnostic, ...]:
    """What lint says of a library; found once for all plugins that show it."""
    if _last.checked is not library:
        _last.remarks, _last.checked = check_library(library), library
    return _last.remarks


def _of(config: MkDocsConfig, folder: str) -> _Last:
    if _last.config is not config or _last.folder != folder:
        _last.config, _last.folder = config, folder
        _last.library = _last.checker = _last.checked = None
    return _last


def _shown(folder: Path) -> Path:
    """`folder` as messages show it: seen from where the command runs, if it lies below."""
    here = Path.cwd()
    return folder.relative_to(here) if folder.is_relative_to(here) else folder
