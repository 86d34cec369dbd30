"""What is found of titles: a printed title, the 章 and 节 above it, all titles of a compilation."""

from __future__ import annotations

import re
from dataclasses import dataclass

from handbook.importing import contents as toc
from handbook.importing.working import Working, squeeze


@dataclass(frozen=True, slots=True)
class Division:
    """A 章 or 节 of the compilation that a regulation stands in; ranges in the working text."""

    label: str
    heading: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Title:
    """The printed title of a regulation; range in the working text.

    Attributes:
        title: as known from the contents or the notice, white space dropped.
        printed: as printed in the body, white space dropped.
        listed: whether contents or notice announce it.
        divisions: 章 and 节 of the compilation above it, the innermost being the title's own.
    """

    title: str
    printed: str
    start: int
    end: int
    listed: bool
    divisions: tuple[Division, ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """All titles of a compilation in order.

    Attributes:
        titles: where the regulations begin.
        groups: printed part headings that only group regulations (一、党组工作制度).
        missing: contents entries whose text the file has not.
    """

    titles: tuple[Title, ...]
    groups: tuple[tuple[int, int], ...]
    missing: tuple[toc.Entry, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """A printed line that is not blank; `text` without white space."""

    text: str
    start: int
    end: int


def lines(work: Working, start: int, end: int) -> list[Line]:
    """The lines of a range that are not blank, outer white space left out."""
    out = []
    for match in re.finditer(r"[^\n]+", work.text[start:end]):
        raw = match.group()
        core = raw.strip()
        if core:
            at = start + match.start() + raw.index(core)
            out.append(Line(squeeze(core), at, at + len(core)))
    return out
