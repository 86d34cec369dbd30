"""The page that compares two versions: a table of what differs, and the versions to choose from.

Without script it shows one step of the history; with it any two versions.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

from handbook import citation
from handbook.comparing.changes import Aspect, Change, compare, compare_fields
from handbook.provision import Provision
from handbook.versions.timeline import State, Version
from plugins.pages.card import day_words
from plugins.pages.page import Body
from plugins.versions.pages import COMPARE, Shelf
from plugins.versions.texts import shown

ADDED, REMOVED, FORMAT_ONLY = "新增", "删去", "仅格式"
#: All kinds of changes, as the page lists them.
KINDS = (ADDED, REMOVED, *(a.value for a in Aspect if a is not Aspect.FORMAT), FORMAT_ONLY)
#: Of a provision whose words are the same only so much is shown as tells which it is.
MOST = 60


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the table.

    Attributes:
        kinds: what became of the provision, of `KINDS`.
        old: it before; None where it is new.
        new: it after; None where it is gone.
    """

    kinds: tuple[str, ...]
    old: Provision | None
    new: Provision | None


@dataclass(frozen=True, slots=True)
class Step:
    """One version and the next.

    Attributes:
        at: place of the old version in the shelf.
        rows: what differs.
        following: number of provisions whose address alone changed with that of one above.
        fields: entries of the front matter that differ: name, old, new.
    """

    at: int
    rows: tuple[Row, ...]
    following: int
    fields: tuple[tuple[str, str, str], ...]


def step(shelf: Shelf, at: int) -> Step:
    """What the version after the one at `at` changed."""
    old, new = (shelf.versions[n].regulation for n in (at, at + 1))
    changes = compare(old, new, shelf.history.steps[at])
    before, after = ({p.id: p for p in r.walk()} for r in (old, new))
    rows = tuple(
        Row(
            kinds(change),
            before[change.old.id] if change.old else None,
            after[change.new.id] if change.new else None,
        )
        for change in changes
        if kinds(change)
    )
    fields = tuple((f.name, f.old, f.new) for f in compare_fields(old, new))
    return Step(at, rows, len(changes) - len(rows), fields)


def kinds(change: Change) -> tuple[str, ...]:
    """The kinds of a change; () where only its address follows that of a provision above."""
    if change.old is None:
        return (ADDED,)
    if change.new is None:
        return (REMOVED,)
    found = tuple(a.value for a in Aspect if a in change.aspects and a is not Aspect.FORMAT)
    return found or ((FORMAT_ONLY,) if change.aspects else ())


def label(version: Version) -> str:
    """2017年5月1日起的版本, 最初的版本."""
    start = version.regulation.metadata.start
    name = f"{day_words(start)}起的版本" if start else "最初的版本"
    mark = {State.IN_FORCE: "（现行）", State.PENDING: "（未施行）"}.get(version.state, "")
    return name + mark


def step_body(shelf: Shelf, found: Step, files: Sequence[str], script: str, own: bool) -> Body:
    """The page of one step.

    Args:
        shelf: the versions.
        found: the step.
        files: for each version the file of its text, below the root.
        script: address of the script, below the root.
        own: whether it is the step's own page, one level below that on which to choose.
    """
    up = "../../" if own else "../"  # to the folder of the versions
    root = f"{up}../../../"
    regulation = shelf.regulation
    pair = shelf.versions[found.at], shelf.versions[found.at + 1]
    title = f"{citation.cite_title(regulation.title)}版本比较"
    html = (
        f'<article class="comparison" data-comparison data-base="{up}" '
        f'data-from="{pair[0].name}" data-to="{pair[1].name}">'
        f"<h1>{escape(title)}</h1>"
        f'<p class="lead"><a href="{up}../">{escape(regulation.title)}</a>'
        f"（{escape(shelf.issuer)}），共 {len(shelf.versions)} 个版本。</p>"
        + _chooser(shelf, files, root, pair)
        + f"<div data-result>{_result(found, pair, up)}</div>"
        + _steps(shelf, up, found.at)
        + f'<script src="{root}{script}"></script></article>'
    )
    return Body(html, hide=("navigation", "toc"), description=f"{shelf.issuer}：{title}")


def _chooser(shelf: Shelf, files: Sequence[str], root: str, pair: tuple[Version, Version]) -> str:
    parts = []
    for name, words, chosen in (("from", "旧", pair[0]), ("to", "新", pair[1])):
        options = "".join(
            f'<option value="{v.name}" data-file="{root}{file}"'
            f"{' selected' if v is chosen else ''}>{label(v)}</option>"
            for v, file in zip(shelf.versions, files, strict=True)
        )
        parts.append(f'<label>{words} <select name="{name}">{options}</select></label>')
    return f'<form class="versions-chooser" data-chooser hidden>{"".join(parts)}</form>'


def _steps(shelf: Shelf, up: str, at: int) -> str:
    """Links to all steps, the latest first."""
    items = "".join(
        f'<li><a href="{up}{COMPARE}/{new.name}/"{" aria-current=page" if n == at else ""}>'
        f"{label(old)} → {label(new)}</a></li>"
        for n, (old, new) in reversed(list(enumerate(_neighbours(shelf))))
    )
    return f'<h2 id="steps">各次修改</h2><ul class="steps">{items}</ul>'


def _neighbours(shelf: Shelf) -> Iterator[tuple[Version, Version]]:
    return zip(shelf.versions, shelf.versions[1:], strict=False)


def _result(found: Step, pair: tuple[Version, Version], up: str) -> str:
    heads = "".join(f'<th scope="col"><a href="{up}{v.name}/">{label(v)}</a></th>' for v in pair)
    cites = [{id: cited.words for id, cited in citation.cited(v.regulation).items()} for v in pair]
    rows = "".join(
        f'<tr class="field"><th scope="row">{escape(name)}</th>'
        f'<td class="old">{escape(old) or "—"}</td><td class="new">{escape(new) or "—"}</td></tr>'
        for name, old, new in found.fields
    )
    rows += "".join(_row(row, pair, cites, up) for row in found.rows)
    table = (
        '<table class="changes"><thead><tr><th scope="col">条款</th>'
        f"{heads}</tr></thead><tbody>{rows}</tbody></table>"
    )
    return f'<p class="sum" role="status">{_summary(found)}</p>' + (table if rows else "")


def _summary(found: Step) -> str:
    counts = Counter(kind for row in found.rows for kind in row.kinds)
    parts = [f"{kind} {counts[kind]} 处" for kind in KINDS if counts[kind]]
    words = "、".join(parts) or "条款的文字、编号、位置都相同"
    more = f"；另有 {found.following} 处只是随上级改了编号" if found.following else ""
    return f"{words}{more}。"


def _row(row: Row, pair: tuple[Version, Version], cites: Sequence[dict[str, str]], up: str) -> str:
    links = [
        f'<a href="{up}{version.name}/#{node.id}">{escape(own[node.id]) or "引言"}</a>'
        for node, version, own in zip((row.old, row.new), pair, cites, strict=True)
        if node is not None
    ]
    if row.old and row.new and cites[0][row.old.id] == cites[1][row.new.id]:
        del links[0]
    marks = "".join(f'<span class="kind">{kind}</span>' for kind in row.kinds)
    old, new = (shown(node) if node else None for node in (row.old, row.new))
    if old == new and new is not None:
        cut = new[:MOST] + ("…" if len(new) > MOST else "")
        cells = f'<td class="same" colspan="2">{escape(cut)}</td>'
    else:
        cells = "".join(
            f'<td class="{side}">{"—" if words is None else escape(words)}</td>'
            for side, words in (("old", old), ("new", new))
        )
    return (
        f'<tr data-kinds="{" ".join(row.kinds)}"><th scope="row">{" → ".join(links)}{marks}</th>'
        f"{cells}</tr>"
    )
