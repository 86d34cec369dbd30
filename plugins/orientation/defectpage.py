"""Defects of the texts, for editors: what lint finds, what import doubted, repaired places.

What points at personal data is left out: a list of the places would spread them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from html import escape

from handbook import fixups, sourcemap, urls
from handbook.errors import Severity
from handbook.fixups import Fixup
from handbook.importing.report import SEVERITY, load
from handbook.library import Library
from handbook.provision import Regulation
from plugins.handbooks import remarks_of
from plugins.pages.findings import Finding, read_findings
from plugins.pages.import_findings import ImportFindings
from plugins.pages.notes import repair_text
from plugins.pages.page import Body
from plugins.pages.site import UNSHOWN

DEFECTS = "defects"
#: Of more defects than this a page lists those alone that are errors or were repaired.
MOST = 5000
_REPAIR, _NOTE = "repair", "note"
_KINDS: dict[str, str] = {_REPAIR: "已校正", _NOTE: "编者注", **{s: SEVERITY[s] for s in Severity}}


@dataclass(frozen=True, slots=True)
class Defect:
    """A defect: what kind (a severity, or how it was dealt with), code, words, place."""

    kind: str
    code: str
    words: str
    anchor: str


def defects(library: Library) -> Iterator[tuple[Regulation, tuple[Defect, ...]]]:
    """The regulations that have any, in the handbook's order.

    Raises:
        HandbookError: a file beside a text is wrong.
    """
    said: dict[str, list[Finding]] = {}
    remarks = [d for d in remarks_of(library) if d.code not in UNSHOWN]
    doubts = {}
    for issuer in library.issuers:
        report = load(library.root / issuer.slug)
        if report is not None:
            doubts[issuer.slug] = ImportFindings(report, library.root / "sources")
    for regulation in library.regulations:
        folder = library.root / regulation.slug
        origins = sourcemap.load(folder)
        found = read_findings(regulation, [d for d in remarks if d.file == regulation.file])
        if regulation.issuer_slug in doubts:
            found += doubts[regulation.issuer_slug].of(regulation, origins, found)
        said[regulation.slug] = [f for f in found if f.code not in UNSHOWN]
        own = [Defect(f.severity, f.code, f.message, f.anchor) for f in said[regulation.slug]]
        for id, entry in fixups.provisions(regulation, fixups.load(folder), origins):
            if isinstance(entry, Fixup):
                if not entry.privacy:
                    own.append(Defect(_REPAIR, "", repair_text(entry), id))
            else:
                own.append(Defect(_NOTE, "", entry.note, id))
        if own:
            yield regulation, tuple(own)


def defects_body(
    found: Sequence[tuple[Regulation, Sequence[Defect]]], explained: Collection[str]
) -> Body:
    """The page, at `defects/`; `explained`: codes that `lint/<code>/` explains."""
    kinds = Counter(d.kind for _, own in found for d in own)
    codes = Counter(d.code for _, own in found for d in own if d.code in explained)
    total = "，".join(f"{name} {kinds[kind]} 处" for kind, name in _KINDS.items() if kinds[kind])
    rows = "".join(
        f'<tr><td><a href="../lint/{code}/">{code}</a></td><td>{number}</td></tr>'
        for code, number in codes.most_common()
    )
    left = 0
    if kinds.total() > MOST:
        light = (str(Severity.INFO), str(Severity.WARNING))
        found = [(r, [d for d in own if d.kind not in light]) for r, own in found]
        found = [(r, own) for r, own in found if own]
        left = kinds.total() - sum(len(own) for _, own in found)
    rest = f"其中警告和提示 {left} 处太多，没有列在这里，见各部制度的页面。" if left else ""
    table = (
        '<details class="fields"><summary>按检查代码</summary><table><thead><tr><th>代码</th>'
        f"<th>处</th></tr></thead><tbody>{rows}</tbody></table></details>"
        if rows
        else ""
    )
    parts = "".join(_regulation(regulation, own, explained) for regulation, own in found)
    return Body(
        '<article class="defects"><h1>文字疑点</h1><p class="lead">给编辑：来源的损坏、编号和引用的'
        f"疑点、已作的校正。{total or '没有疑点'}。{rest}"
        '改法见<a href="../editors/">给编辑</a>。</p>'
        f"{table}{parts}</article>",
        hide=("toc",),
        description="制度文字的疑点和校正",
    )


def _regulation(regulation: Regulation, own: Sequence[Defect], explained: Collection[str]) -> str:
    path = f"../{urls.path(regulation)}"
    items = "".join(f"<li>{_defect(defect, path, explained)}</li>" for defect in own)
    title = f'<a href="{path}">{escape(regulation.title)}</a>'
    return f"<section><h2>{title}</h2><ul>{items}</ul></section>"


def _defect(defect: Defect, path: str, explained: Collection[str]) -> str:
    text = f"<b>{_KINDS[defect.kind]}</b> {escape(defect.words)}"
    if defect.anchor:
        text += f' <a href="{path}#{defect.anchor}">查看</a>'
    if defect.code in explained:
        text += f' <a href="../lint/{defect.code}/">说明</a>'
    return text
