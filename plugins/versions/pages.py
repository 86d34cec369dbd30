"""The timeline of a regulation, and the page of each of its versions, at an address that stays."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from html import escape
from pathlib import Path

from handbook import citation
from handbook.comparing.history import History, trace
from handbook.library import Library
from handbook.provision import Regulation
from handbook.versions.timeline import Standing, State, Version, standing, timeline
from plugins import bundle
from plugins.pages.card import card, day_html, day_words
from plugins.pages.outline import TITLE_ID, outline
from plugins.pages.page import Body
from plugins.pages.regulation import edition
from plugins.pages.render import Apparatus, provisions_html
from plugins.sitefile import named

#: The folder of a regulation's versions, below its own address.
FOLDER = "versions"
#: The page that compares any two, below that folder; below it a page for each step.
COMPARE = "compare"
#: More versions than this are folded away above a text.
_FEW = 5
#: Words of a status that say that a text is in force.
_IN_FORCE = frozenset(("现行", "试行", "暂行"))
STYLE = named(
    "assets/versions", "versions.css", bundle.style(Path(__file__).parent / "assets/versions.css")
)


@dataclass(frozen=True, slots=True)
class Shelf:
    """All versions of one regulation, as they stand on the day of the build.

    Attributes:
        regulation: as its own page shows it.
        issuer: name of the issuing body.
        versions: oldest first.
        standing: how it stands.
        notices: title of an amending decision → the address below the root, where it is here.
        history: the provisions through the versions.
    """

    regulation: Regulation
    issuer: str
    versions: tuple[Version, ...]
    standing: Standing
    notices: dict[str, str]
    history: History

    @classmethod
    def of(cls, library: Library, regulation: Regulation, day: date) -> Shelf | None:
        """The shelf of a regulation; None where it has one version, all of it in force.

        Raises:
            HandbookError: a `commencement` leads nowhere.
        """
        versions = timeline(library, regulation.slug, day)
        now = standing(library, regulation.slug, day)
        if now is None or (len(versions) < 2 and not now.pending):
            return None
        names = {i.slug: i.name for i in library.issuers}
        notices = {
            r.title: f"{r.slug}/"
            for r in library.regulations
            if any(r.title in v.regulation.metadata.amended_by for v in versions)
        }
        history = trace([v.regulation for v in versions])
        return cls(regulation, names[regulation.issuer_slug], versions, now, notices, history)

    @property
    def compared(self) -> bool:
        """Whether there are versions to compare."""
        return len(self.versions) > 1

    @property
    def shown(self) -> int:
        """Which of the versions the regulation's own page shows."""
        return self.versions.index(self.standing.version)


def as_of(library: Library, regulation: Regulation, day: date) -> str:
    """截至 day 现行, of a regulation with one version.

    What says nowhere that it is in force is only said not to be known as amended or repealed.
    """
    now = standing(library, regulation.slug, day)
    words = f"截至{day_words(day)}"
    if now is None:
        return ""
    about = now.version.regulation.metadata
    if now.state is State.IN_FORCE and not (about.start or about.status in _IN_FORCE):
        return f"{words}没有收录修改、废止它的文件"
    return f"{words}{now.state}"


def line_html(shelf: Shelf, former: str = "") -> str:
    """The timeline above a regulation's text.

    Args:
        shelf: the versions.
        former: address of the file of former ids, from the page; "" for none.
    """
    now = shelf.standing
    pending = f"；已公布未施行的修改 {now.pending} 处" if now.pending else ""
    words = f"截至{day_words(now.day)}{now.state}{pending}"
    names = " ".join(v.name for v in shelf.versions) if shelf.compared else ""
    data = f' data-versions="{names}"' if names else ""
    data += f' data-former="{former}"' if former else ""
    return _timeline(shelf, words, f"{FOLDER}/", "../../", None, data)


def _timeline(
    shelf: Shelf, words: str, below: str, root: str, own: Version | None, data: str = ""
) -> str:
    rows = "".join(_row(shelf, v, below, root, own) for v in reversed(shelf.versions))
    opened = " open" if own is None and len(shelf.versions) <= _FEW else ""
    more = f'<p><a href="{below}{COMPARE}/">比较任何两个版本</a></p>' if shelf.compared else ""
    return (
        f'<details class="versions" data-search-exclude{opened}{data}>'
        f"<summary>{escape(words)}</summary><ol reversed>{rows}</ol>{more}</details>"
    )


def _row(shelf: Shelf, version: Version, below: str, root: str, own: Version | None) -> str:
    about = version.regulation.metadata
    name = span(version)
    if version is own or len(shelf.versions) < 2:
        shown = f"<b>{name}</b>" if len(shelf.versions) > 1 else name
    else:
        shown = f'<a href="{below}{version.name}/">{name}</a>'
    parts = [f'{shown}　<span class="state">{version.state}</span>']
    if version.amendment or about.amended_by:
        by = about.amended_by[-1:]
        parts += [f"由{_notice(title, shelf, root)}修改" for title in by]
    if about.adopted and about.adopted != about.start:
        parts.append(f"{day_html(about.adopted)}通过")
    if about.issued and about.issued != about.start:
        parts.append(f"{day_html(about.issued)}印发")
    if about.applies_from:
        parts.append(f"来源没有写施行日期：{escape(about.applies_from.reason)}")
    parts += [
        f"{escape(later.provisions)}自{day_html(later.effective)}起施行"
        for later in about.commencement
    ]
    if version is not shelf.versions[0]:
        parts.append(f'<a href="{below}{COMPARE}/{version.name}/">改了什么</a>')
    return f"<li>{'；'.join(parts)}</li>"


def _notice(title: str, shelf: Shelf, root: str) -> str:
    """An amending decision in its title marks, as a link where the handbook holds it."""
    words = escape(citation.cite_title(title))
    return (
        f'<a href="{root}{shelf.notices[title]}">{words}</a>' if title in shelf.notices else words
    )


def span(version: Version) -> str:
    """From when to when a version counts, in words."""
    start, until = version.regulation.metadata.start, version.until
    begin = f"{day_words(start)}起" if start else "最初的版本"
    return f"{begin}，到{day_words(until - timedelta(1))}止" if until else begin


def version_body(shelf: Shelf, version: Version) -> Body:
    """The page of one version: what it is, the way to the present one, its whole text."""
    regulation = version.regulation
    about = regulation.metadata
    cites = {id: cited.words for id, cited in citation.cited(regulation).items()}
    words = {
        State.PAST: "这是旧版本，已被取代",
        State.IN_FORCE: "这是现行版本",
        State.PENDING: "这个版本已公布，还没有施行",
        State.REPEALED: "这个版本已废止",
    }[version.state]
    looks = "now" if version.state is State.IN_FORCE else "other"
    html = (
        f'<article class="regulation" '
        f'data-title="{escape(citation.cite_title(regulation.title))}" '
        f'data-from="{escape(edition(about, about.issuer or shelf.issuer))}">'
        f'<h1 id="{TITLE_ID}">{escape(regulation.title)}</h1>'
        f'<p class="version-note {looks}" role="note" data-search-exclude>{words}'
        f'（{span(version)}）。<a href="../../">本制度的页面</a></p>'
        + _timeline(shelf, f"全部 {len(shelf.versions)} 个版本", "../", "../../../../", version)
        + card(about, shelf.issuer).replace('href="../"', 'href="../../../"')
        + "".join(f'<p class="preface">{escape(line)}</p>' for line in regulation.preface)
        + provisions_html(regulation.provisions, Apparatus(cites=cites))
        + "</article>"
    )
    return Body(
        html,
        outline(regulation),
        anchors=frozenset(cites),
        description=f"{shelf.issuer}：{regulation.title}，{span(version)}",
    )
