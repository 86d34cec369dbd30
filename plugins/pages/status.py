"""The line under a regulation's title: is it in force, as of when, from where, how well is it read.

Nothing is guessed: what the text and its source do not say is said to be unknown.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

from handbook.errors import Severity
from handbook.provision import Metadata
from plugins.pages.card import day_html
from plugins.pages.compilations import Compilation
from plugins.pages.findings import Finding

#: The looks of a status; any other is shown plainly.
_LOOKS = {
    "现行": "valid",
    "试行": "trial",
    "暂行": "trial",
    "已修改": "old",
    "有过修改": "valid",
    "已废止": "gone",
}


@dataclass(frozen=True, slots=True)
class Quality:
    """How well a text came out of its source.

    Attributes:
        repaired: number of places where editors mended damage of the source.
        doubtful: number of places that are doubtful and stand as printed.
    """

    repaired: int
    doubtful: int

    @classmethod
    def of(cls, repairs: int, notes: int, findings: Sequence[Finding]) -> Quality:
        """`repairs` and `notes` of the editors, and findings, of which hints do not count."""
        grave = sum(1 for finding in findings if finding.severity is not Severity.INFO)
        return cls(repairs, notes + grave)

    def __str__(self) -> str:
        if not (self.repaired or self.doubtful):
            return "文字未见疑点"
        parts = [f"校正 {self.repaired} 处"] if self.repaired else []
        parts += [f"存疑 {self.doubtful} 处"] if self.doubtful else []
        return "文字" + "、".join(parts)


def status_line(
    metadata: Metadata,
    versions: int,
    source: Compilation | None,
    quality: Quality,
    more: Sequence[str] = (),
) -> str:
    """The line as HTML.

    Args:
        metadata: of the text shown.
        versions: number of superseded versions that the handbook holds.
        source: the compilation that the text comes from.
        quality: how well it came out of it.
        more: items of other plugins, as HTML.
    """
    found = (*_items(metadata, versions, source, quality), *more)
    items = "".join(f"<li>{item}</li>" for item in found)
    return f'<ul class="status" aria-label="状态" data-search-exclude>{items}</ul>'


def _items(
    metadata: Metadata, versions: int, source: Compilation | None, quality: Quality
) -> Iterator[str]:
    force = _force(metadata, versions)
    if force:
        look = f" {_LOOKS[force]}" if force in _LOOKS else ""
        yield f'<b class="state{look}">{escape(force)}</b>'
    else:
        yield '<b class="state">效力未注明</b>'
    if versions:
        yield f"另存旧版 {versions} 个"
    if source and source.dated:
        yield f"文本截至 {day_html(source.dated)}"
    if source:
        yield f'<span title="{escape(source.origin)}">来源：{escape(source.title)}</span>'
    look = "doubtful" if quality.doubtful else "repaired" if quality.repaired else "clean"
    yield f'<span class="{look}">{quality}</span>'


def _force(metadata: Metadata, versions: int) -> str:
    """What the metadata say; the newest text has been changed where older versions are kept.

    已修改 is the word for a text that another has taken the place of.
    """
    if metadata.status:
        return metadata.status
    if metadata.repealed:
        return "已废止"
    return "有过修改" if versions else ""
