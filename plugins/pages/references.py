"""References between provisions as links, and who refers to a provision."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape
from urllib.parse import quote

from handbook import citation, titles
from handbook import references as finding
from handbook.library import Library
from handbook.provision import Provision, ProvisionRef, Regulation
from handbook.references import Reference
from handbook.resolution import Problem
from handbook.resolver import Resolver
from plugins.pages.marks import Mark

#: Characters of a target on another page that its link carries; a longer one ends in “…”.
_CARRIED = 300

#: What names a norm beside the kinds of titles: 党章, 《…准则》, 《…纲要》.
_NORM = re.compile(r"(?:章程|党章|准则|纲要|宪法|法典|决定|解释|公约|规程|标准)(?:\([^()]*\))?$")
#: Held by the national database of laws: constitution, laws, regulations; not those of the Party.
_STATE = re.compile(
    r"^(?!中国共产党|党政|中共)(?:中华人民共和国.*|.*(?:(?<!办)法|法典|条例))(?:\([^()]*\))?$"
)

Place = tuple[str, str]  # slug of a regulation, id of a provision ("": the regulation)


class References:
    """The references of a library, from where they stand and from where they lead."""

    def __init__(self, library: Library, law_url: str = "") -> None:
        """`law_url`: address of the official database, `{title}` where the title goes; "": none."""
        self._law_url = law_url
        self._resolver = Resolver.of(library)
        self._regulations = {r.slug: r for r in library.regulations}
        self._names = {issuer.slug: issuer.name for issuer in library.issuers}
        self._found: dict[str, tuple[Reference, ...]] = {}
        self._cited_by: dict[Place, list[Place]] = {}
        for regulation in library.regulations:
            found = self._found[regulation.slug] = finding.find(self._resolver, regulation)
            for reference in found:
                if reference.problem or reference.excluded:
                    continue
                source = (reference.regulation, reference.provision)
                for target in reference.targets:
                    self._note(source, (target.regulation, target.id))

    def _note(self, source: Place, target: Place) -> None:
        """Keeps who refers to `target`; 本条 in a 款 of that very 条 says nothing new."""
        inside = source[0] == target[0] and (source[1] + "__").startswith(target[1] + "__")
        known = self._cited_by.setdefault(target, [])
        if not inside and source not in known:
            known.append(source)

    def marks(self, regulation: Regulation) -> dict[str, list[Mark]]:
        """Links to draw in the texts of `regulation`, by provision id."""
        marks: dict[str, list[Mark]] = {}
        for reference in self._found[regulation.slug]:
            drawn = self._drawn(reference)
            if drawn is not None:
                marks.setdefault(reference.provision, []).append(drawn)
        return marks

    def _drawn(self, reference: Reference) -> Mark | None:
        start, end = reference.start, reference.end
        if reference.problem is Problem.EXTERNAL:
            return self._law(reference)
        if reference.problem or not reference.targets:
            return None
        first, *others = reference.targets
        loose = " loose" if reference.loose else ""
        attributes = f' class="ref{loose}" href="{self._href(reference.regulation, first)}"'
        if first.regulation != reference.regulation:
            attributes += self._carried(first)
        elif others:
            attributes += f' data-also="{" ".join(target.id for target in others)}"'
        return Mark(start, end, "a", attributes)

    def _law(self, reference: Reference) -> Mark | None:
        """A law elsewhere: marked, and linked where the official database may have it."""
        title = titles.normal(reference.title)
        if not (titles.kind_of(title) or _NORM.search(title)):
            return None  # a form, a periodical
        if self._law_url and _STATE.match(title):
            href = escape(self._law_url.replace("{title}", quote(title, safe="")))
            attributes = f' class="law" href="{href}" rel="external noreferrer"'
            return Mark(reference.start, reference.end, "a", attributes)
        return Mark(reference.start, reference.end, "span", ' class="law"')

    def _href(self, here: str, target: ProvisionRef) -> str:
        """The address of `target` seen from the page of the regulation `here`."""
        page = "" if target.regulation == here else f"../../{target.regulation}/"
        return f"{page}#{target.id}" if target.id else page or "#"

    def _carried(self, target: ProvisionRef) -> str:
        """What a link to another page shows of its target, since that page is not at hand."""
        regulation = self._regulations[target.regulation]
        tree = self._resolver.tree(regulation)
        if not target.id:
            return (
                f' data-cite="{escape(citation.cite_title(regulation.title))}"'
                f' data-text="{escape(self._names.get(regulation.issuer_slug, ""))}"'
            )
        cite = self._cite((regulation.slug, target.id), "")
        text = shortened(tree.nodes[tree.at[target.id]], _CARRIED)
        return f' data-cite="{escape(cite)}" data-text="{escape(text)}"'

    def _cite(self, place: Place, here: str) -> str:
        """The citation of a provision; without the title on the page of its own regulation."""
        regulation = self._regulations[place[0]]
        words = citation.cited(regulation)[place[1]].words if place[1] else ""
        return words if place[0] == here else citation.cite_title(regulation.title) + words

    def cited_by(self, regulation: Regulation) -> dict[str, str]:
        """Who refers to each provision of `regulation`, as HTML by id; "" for the whole."""
        found = {}
        for id in ("", *(node.id for node in regulation.walk())):
            sources = self._cited_by.get((regulation.slug, id))
            if sources:
                found[id] = self._list(regulation.slug, sources)
        return found

    def _list(self, here: str, sources: Sequence[Place]) -> str:
        items = "".join(
            f'<li><a class="ref" href="{self._href(here, ProvisionRef(*source))}"'
            f"{'' if source[0] == here else self._carried(ProvisionRef(*source))}>"
            f"{escape(self._cite(source, here))}</a></li>"
            for source in sources
        )
        return (
            '<details class="cited" data-search-exclude>'
            f"<summary>被引用 {len(sources)} 处</summary><ul>{items}</ul></details>"
        )


def shortened(node: Provision, most: int) -> str:
    """The words of a provision and of what stands below it, one line each, cut at `most`."""
    lines: list[str] = []
    length = 0
    for part in node.walk():
        line = f"{part.label}{part.gap}{part.heading or ''}{part.text}"
        lines.append(line)
        length += len(line)
        if length > most:
            break
    text = "\n".join(filter(None, lines))
    return text if len(text) <= most else text[:most] + "…"
