"""The page of one regulation: where it stands, title, status, metadata, doubts, the text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from html import escape

from handbook import citation, fixups, sourcemap
from handbook.amending.instruction import day_name
from handbook.library import Issuer, Library
from handbook.provision import Metadata, Provision, Regulation
from plugins.pages import compilations
from plugins.pages.card import card, day_words
from plugins.pages.contributions import Contributor, joined
from plugins.pages.definitions import definition_marks
from plugins.pages.findings import Finding, findings_html
from plugins.pages.marks import Marks, in_order
from plugins.pages.notes import editor_notes
from plugins.pages.outline import TITLE_ID, outline
from plugins.pages.page import Body
from plugins.pages.references import References
from plugins.pages.render import Apparatus, provisions_html
from plugins.pages.status import Quality, status_line

#: Characters from which on a title is set small.
WORDY = 60


@dataclass(frozen=True, slots=True)
class Links:
    """Addresses that a page leads to, from mkdocs.yml; "" where there is none.

    Attributes:
        law: of the official database of laws, `{title}` where the title goes.
        report: to report a problem; `{citation}`, `{url}` and `{text}` are filled in by the page.
    """

    law: str = ""
    report: str = ""


class RegulationPages:
    """Makes the pages of a library's regulations."""

    def __init__(
        self,
        library: Library,
        links: Links,
        contributors: Iterable[Contributor],
        explained: Collection[str],
    ) -> None:
        """`explained`: the codes of findings that have a page, `lint/<code>/`."""
        self._library = library
        self._report = links.report
        self._contributors = tuple(contributors)
        self._explained = explained
        self._references = References(library, links.law)
        self._compilations = compilations.load(library.root / "sources")
        # Versions before the one shown; those still to come are none of them.
        starts = {r.slug: r.metadata.start or date.min for r in library.regulations}
        self._superseded = Counter(
            v.slug for v in library.history if (v.metadata.start or date.min) < starts[v.slug]
        )

    def body(
        self,
        regulation: Regulation,
        issuer: Issuer,
        origins: sourcemap.SourceMap | None,
        findings: Sequence[Finding],
    ) -> Body:
        """The page of one regulation with the `findings` about it."""
        about = regulation.metadata
        repairs = fixups.load(self._library.root / regulation.slug)
        notes = editor_notes(regulation, repairs, origins)
        others = joined([ask(self._library, regulation) for ask in self._contributors])
        for more in (others.under, self._references.cited_by(regulation)):
            for id, html in more.items():
                notes[id] = notes.get(id, "") + html
        cites = {id: cited.words for id, cited in citation.cited(regulation).items()}
        apparatus = Apparatus(notes, self._marks(regulation), cites)
        source = self._compilations.get(about.source.file) if about.source else None
        quality = Quality.of(len(repairs.repairs), len(repairs.notes), findings)
        preface = "".join(f'<p class="preface">{escape(line)}</p>' for line in regulation.preface)
        html = (
            self._opening(regulation, issuer)
            + status_line(about, self._superseded[regulation.slug], source, quality, others.status)
            + card(about, issuer.name)
            + findings_html(findings, self._explained)
            + notes.get("", "")
            + others.above
            + preface
            + provisions_html(regulation.provisions, apparatus)
            + others.below
            + "</article>"
        )
        return Body(
            html,
            outline(regulation),
            anchors=frozenset(cites),
            hide=("path",),
            description=f"{issuer.name}：{regulation.title}",
        )

    def _opening(self, regulation: Regulation, issuer: Issuer) -> str:
        """The article's start: what its tools need to know, where it stands, its title."""
        about = regulation.metadata
        name = about.issuer or issuer.name
        report = f' data-report="{escape(self._report)}"' if self._report else ""
        wordy = " wordy" if len(regulation.title) > WORDY else ""
        return (
            f'<article class="regulation{wordy}" '
            f'data-title="{escape(citation.cite_title(regulation.title))}" '
            f'data-from="{escape(edition(about, name))}" '
            f'data-version="{day_name(about.start)}"{report}>'
            + crumbs(regulation, issuer)
            + f'<h1 id="{TITLE_ID}">{escape(regulation.title)}</h1>'
        )

    def _marks(self, regulation: Regulation) -> Marks:
        """References and, where there is none, defined terms."""
        links = self._references.marks(regulation)
        defined = definition_marks(regulation)
        return {
            id: in_order([*links.get(id, ()), *defined.get(id, ())])
            for id in links.keys() | defined.keys()
        }


def edition(about: Metadata, issuer_name: str) -> str:
    """What tells one edition of a text from others: 示例市财政局，2024年2月1日施行版.

    Of the dates that are known the one from which the text holds, else the one of its issue.
    """
    for day, what in ((about.effective, "施行"), (about.issued, "印发"), (about.adopted, "通过")):
        if day:
            return f"{issuer_name}，{day_words(day)}{what}版"
    return issuer_name


def crumbs(regulation: Regulation, issuer: Issuer) -> str:
    """Where the page stands; the script beside it adds the chapter that is being read."""
    return (
        '<nav class="crumbs" aria-label="所在位置" data-search-exclude><ol>'
        f'<li><a href="../">{escape(issuer.name)}</a></li>'
        f'<li><a href="#">{escape(regulation.title)}</a></li>'
        + ('<li class="here"></li>' if has_divisions(regulation.provisions) else "")
        + "</ol></nav>"
    )


def has_divisions(provisions: Sequence[Provision]) -> bool:
    """Whether there is a titled part that a reader may be in."""
    return any(node.heading is not None and node.children for node in provisions)
