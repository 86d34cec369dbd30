"""The text of each version as the page that compares loads it, and what became of former ids.

A file holds one version, so a regulation of many versions costs as much as its pages do, and the
browser loads the two that it compares. Which provision is which, and which words mean the same, the
build has found out: the files hold equal numbers for equal things.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from handbook import citation
from handbook.comparing.changes import metadata_fields, words_of
from handbook.comparing.folding import folded
from handbook.comparing.history import Event, Former, former
from handbook.provision import Level, Provision
from plugins.pages.card import day_words
from plugins.sitefile import SiteFile, call, named
from plugins.versions.pages import Shelf

#: Below the root of the site.
FILES = "assets/versions"


def shown(node: Provision) -> str:
    """Heading and own words of a provision, a table without its rules."""
    if node.level is Level.TABLE:
        lines = (line.strip().strip("|") for line in node.text.splitlines())
        return "\n".join(line.strip() for line in lines if line.strip(" |:-"))
    return words_of(node)


class _Numbers:
    """The same number for the same text."""

    def __init__(self) -> None:
        self._known: dict[str, int] = {}

    def of(self, text: str) -> int:
        return self._known.setdefault(text, len(self._known))


def version_files(shelf: Shelf) -> Iterator[SiteFile]:
    """The text of each version, oldest first.

    A file calls `handbookVersion(name, json)`; json is {"fields": [[name, value]], "rows": [[…]]},
    a row for each provision in document order: number of the provision (the same in all versions),
    row of the one above (-1 for none), id, citation, words as shown, and four numbers that are
    equal for equal words: folded words, words, folded label, label.
    """
    number = _Numbers()
    for version, identities in zip(shelf.versions, shelf.history.identities, strict=True):
        regulation = version.regulation
        at: dict[str, int] = {}
        rows: list[list[int | str]] = []
        for id, cited in citation.cited(regulation).items():
            node = cited.chain[-1]
            above = at[cited.chain[-2].id] if len(cited.chain) > 1 else -1
            at[id] = len(rows)
            text = words_of(node)
            looks = (folded(text), text, folded(node.label), node.label)
            rows.append(
                [identities[id], above, id, cited.words, shown(node), *map(number.of, looks)]
            )
        fields = [[name, value] for name, value in metadata_fields(regulation)]
        data = json.dumps(
            {"fields": fields, "rows": rows}, ensure_ascii=False, separators=(",", ":")
        )
        yield named(
            f"{FILES}/{regulation.slug}", f"{version.name}.js",
            call("handbookVersion", version.name, data),
        )  # fmt: skip


def former_file(shelf: Shelf) -> SiteFile | None:
    """What became of the ids that earlier versions have and the one shown has not; None for none.

    The file calls `handbookFormer(json)`; json is {id: [[id now or "", last version, sentence]]}.
    """
    found = former(shelf.history, shelf.shown)
    if not found:
        return None
    data = {
        id: [[one.now, shelf.versions[one.last].name, sentence(shelf, one)] for one in those]
        for id, those in found.items()
    }
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return named(f"{FILES}/{shelf.regulation.slug}", "former.js", call("handbookFormer", text))


def sentence(shelf: Shelf, one: Former) -> str:
    """这一处在2024年1月1日的修改中由第五条改为第六条。"""
    parts = [_event(shelf, event) for event in one.events]
    return f"这一处{'，'.join(parts)}。" if parts else ""


def _event(shelf: Shelf, event: Event) -> str:
    start = shelf.versions[event.version].regulation.metadata.start
    day = f"在{day_words(start)}的修改中" if start else "后来"
    then = f"改为{event.new}" if event.new else "删去"
    return f"{day}由{event.old}{then}" if event.new else f"（{event.old}）{day}{then}"
