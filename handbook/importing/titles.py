"""Where each regulation of a compilation begins.

Told by its contents, by the notice that issued it, or by the form of its title alone.
"""

from __future__ import annotations

from handbook.importing import contents as toc
from handbook.importing import unannounced_titles
from handbook.importing.announced_titles import by_labels, by_lines
from handbook.importing.title import Found
from handbook.importing.working import Working


def find(
    work: Working, contents: toc.Contents | None, announced: tuple[toc.Entry, ...], start: int
) -> Found:
    """All titles from `start` on. `announced`: titles that a notice lists (《…》等3项制度)."""
    if contents and contents.labelled:
        found = by_labels(work, contents, start)
    else:
        entries = contents.entries if contents else announced
        found = by_lines(work, entries, start)
    extra = unannounced_titles.find(work, found, start, bool(contents or announced))
    titles = sorted((*found.titles, *extra), key=lambda t: t.start)
    return Found(tuple(titles), found.groups, found.missing)
