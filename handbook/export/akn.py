"""`Regulation` → Akoma Ntoso 3.0, with everything that is needed to read the same tree back.

Title, document number and 题注 are the preface; the paragraphs before the first number the
preamble; closing name and date the conclusions; 附件 at the end attachments with a document of
their own. Hard wraps of the file are `eol`. What the standard has no place for (the canonical
number, the white space after a label, the layout) is in attributes of our own namespace, and the
front matter in `proprietary`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from handbook.export import akn_names as names
from handbook.export import tables
from handbook.export.akn_meta import meta
from handbook.export.xmltext import FORBIDDEN, attributes, text
from handbook.provision import Layout, Level, Provision, ProvisionRef, Regulation
from handbook.references import Reference


class AknWriter:
    """Writes the regulations of one library."""

    def __init__(self, works: Mapping[str, str], issuers: Mapping[str, str], made: date) -> None:
        """
        Args:
            works: addresses of the works that references lead to, by slug.
            issuers: names of the issuing bodies, by slug.
            made: the day on which the files are made.
        """
        self._works = works
        self._issuers = issuers
        self._made = made

    def write(self, regulation: Regulation, references: Sequence[Reference] = ()) -> str:
        """The document, with `references` of its provisions as links."""
        issuer = self._issuers.get(regulation.issuer_slug, "")
        document = _Document(regulation, self._works, references)
        lines = document.lines(issuer, self._made)
        return "\n".join(('<?xml version="1.0" encoding="UTF-8"?>', *lines, ""))


class _Document:
    def __init__(
        self, regulation: Regulation, works: Mapping[str, str], references: Sequence[Reference]
    ) -> None:
        self._regulation = regulation
        self._works = works
        self._references: dict[str, list[Reference]] = defaultdict(list)
        for reference in references:
            known = all(target.regulation in works for target in reference.targets)
            if reference.targets and reference.problem is None and known:
                self._references[reference.provision].append(reference)

    def lines(self, issuer: str, made: date) -> Iterator[str]:
        regulation = self._regulation
        lead, body, end, appendices = _parts(regulation.provisions)
        yield f'<akomaNtoso xmlns="{names.AKN}" xmlns:h="{names.OWN}">'
        yield '<act name="regulation" contains="singleVersion">'
        yield from meta(regulation, issuer, made, "main")
        yield from self._preface()
        if lead:
            yield "<preamble>"
            for provision in lead:
                yield self._block(provision)
            yield "</preamble>"
        yield "<body>"
        for provision in body:
            yield from self._hierarchy(provision)
        yield "</body>"
        yield from self._conclusions(end)
        if appendices:
            yield "<attachments>"
            for appendix, signatures in appendices:
                yield from self._attachment(appendix, signatures, issuer, made)
            yield "</attachments>"
        yield "</act>"
        yield "</akomaNtoso>"

    def _preface(self) -> Iterator[str]:
        about = self._regulation.metadata
        paragraphs = []
        if about.title:
            title = f"<docTitle>{_run(about.title)}</docTitle>"
            paragraphs.append(f'<p class="title">{title}</p>')
        if about.number:
            number = f"<docNumber>{_run(about.number)}</docNumber>"
            paragraphs.append(f'<p class="number">{number}</p>')
        for line in about.promulgation:
            paragraphs.append(f'<p class="promulgation">{_run(line)}</p>')
        for line in self._regulation.preface:
            paragraphs.append(f'<p class="preface">{_run(line)}</p>')
        if paragraphs:
            yield "<preface>"
            yield from paragraphs
            yield "</preface>"

    def _conclusions(self, signatures: Sequence[Provision]) -> Iterator[str]:
        if signatures:
            yield "<conclusions>"
            for signature in signatures:
                yield self._block(signature)
            yield "</conclusions>"

    def _attachment(
        self, appendix: Provision, signatures: Sequence[Provision], issuer: str, made: date
    ) -> Iterator[str]:
        yield f"<attachment{_own(appendix)}>"
        yield from _title(appendix)
        yield '<doc name="appendix">'
        yield from meta(self._regulation, issuer, made, appendix.id)
        yield "<mainBody>"
        if appendix.text:
            yield self._paragraph(appendix)
        for child in appendix.children:
            yield from self._hierarchy(child)
        if not appendix.text and not appendix.children:
            yield "<p/>"
        yield "</mainBody>"
        yield from self._conclusions(signatures)
        yield "</doc>"
        yield "</attachment>"

    def _hierarchy(self, provision: Provision) -> Iterator[str]:
        """A provision with everything below it, as an element of the hierarchy."""
        named = names.ELEMENT.get(provision.level)
        if named is None:
            element, kind = names.CONTAINER, attributes(name=provision.level.value)
        else:
            element, kind = named[0], attributes(class_=named[1])
        yield f"<{element}{kind}{_own(provision)}>"
        yield from _title(provision)
        words = ""
        if provision.level is Level.TABLE:
            words = self._table(provision)
        elif provision.text:
            words = self._paragraph(provision)
        if words:
            holder = "intro" if provision.children else "content"
            yield f"<{holder}>{words}</{holder}>"
        for child in provision.children:
            yield from self._hierarchy(child)
        yield f"</{element}>"

    def _block(self, provision: Provision) -> str:
        """A provision of preamble or conclusions as a block."""
        kind = attributes(class_=provision.level.value) + _own(provision)
        if provision.level is Level.TABLE:
            return self._table(provision, kind)
        return f"<p{kind}>{self._words(provision)}</p>"

    def _paragraph(self, provision: Provision) -> str:
        return f"<p>{self._words(provision)}</p>"

    def _table(self, provision: Provision, kind: str = "") -> str:
        """A table; its Markdown stands in an attribute where the cells do not say how it was."""
        rows = tables.rows(provision.text)
        if not rows:
            exact = attributes(h__markdown=provision.text)
            return f"<table{kind}{exact}><tr><td><p>{_run(provision.text)}</p></td></tr></table>"
        same = tables.markdown(rows) == provision.text
        exact = "" if same else attributes(h__markdown=provision.text)
        out = [f"<table{kind}{exact}>"]
        for number, row in enumerate(rows):
            cell = "td" if number else "th"
            cells = (f"<{cell}><p>{_run(words)}</p></{cell}>" for words in row)
            out.append(f"<tr>{''.join(cells)}</tr>")
        return "".join((*out, "</table>"))

    def _words(self, provision: Provision) -> str:
        """The provision's own text with its references and hard wraps."""
        words, breaks = provision.text, list(provision.breaks)
        out, at = [], 0
        for reference in self._references.get(provision.id, ()):
            if reference.start < at:
                continue  # inside the one before
            out.append(_run(words, at, reference.start, breaks))
            linked = _run(words, reference.start, reference.end, breaks)
            out.append(self._link(reference.targets, linked))
            at = reference.end
        out.append(_run(words, at, None, breaks))
        return "".join(out)

    def _link(self, targets: Sequence[ProvisionRef], words: str) -> str:
        own = self._regulation.slug
        if len(targets) > 1 and all(t.regulation == own and t.id for t in targets):
            ends = attributes(from_=f"#{targets[0].id}", upTo=f"#{targets[-1].id}")
            return f"<rref{ends}>{words}</rref>"
        target = targets[0]
        if target.regulation == own:
            href = f"#{target.id}" if target.id else self._works[own]
        else:
            href = self._works[target.regulation] + (f"/~{target.id}" if target.id else "")
        return f"<ref{attributes(href=href)}>{words}</ref>"


_Parts = tuple[
    Sequence[Provision],
    Sequence[Provision],
    Sequence[Provision],
    Sequence[tuple[Provision, Sequence[Provision]]],
]


def _parts(provisions: Sequence[Provision]) -> _Parts:
    """Preamble, body, conclusions, and attachments with the conclusions of each.

    The order is kept: what stands otherwise than these four follow each other stays in the body.
    """
    start, stop = 0, len(provisions)
    while start < stop and provisions[start].level in names.BLOCKS:
        start += 1
    if start == stop:  # nothing numbered: it is all body
        return (), provisions, (), ()
    last = stop
    while last > start and provisions[last - 1].level in (Level.APPENDIX, Level.SIGNATURE):
        last -= 1
    end = last
    while end < stop and provisions[end].level is Level.SIGNATURE:
        end += 1
    if last == start:  # a body must not be empty
        return provisions[:start], provisions[start:], (), ()
    appendices: list[tuple[Provision, list[Provision]]] = []
    for provision in provisions[end:]:
        if provision.level is Level.APPENDIX:
            appendices.append((provision, []))
        else:
            appendices[-1][1].append(provision)
    return provisions[:start], provisions[start:last], provisions[last:end], appendices


def _own(provision: Provision) -> str:
    """Id, and the attributes of our namespace."""
    layout = "" if provision.layout is Layout.SAME_LINE else provision.layout.value
    number = "" if provision.level is Level.PARAGRAPH else provision.number
    return attributes(eId=provision.id, h__number=number, h__gap=provision.gap, h__layout=layout)


def _title(provision: Provision) -> Iterator[str]:
    if provision.label:
        yield f"<num>{_run(provision.label)}</num>"
    if provision.heading is not None:
        yield f"<heading>{_run(provision.heading)}</heading>"


def _run(
    words: str, start: int = 0, end: int | None = None, breaks: list[int] | None = None
) -> str:
    """Part of a text; takes the hard wraps in it from `breaks`. `end` None: all that is left."""
    stop = len(words) if end is None else end
    out, at = [], start
    while breaks and (breaks[0] < stop or end is None):
        cut = breaks.pop(0)
        out.append(_plain(words[at:cut]))
        out.append("<eol/>")
        at = cut
    out.append(_plain(words[at:stop]))
    return "".join(out)


def _plain(words: str) -> str:
    """Characters that XML cannot hold stand as `inline` elements that name them."""
    pieces, at = [], 0
    for match in FORBIDDEN.finditer(words):
        pieces.append(text(words[at : match.start()]))
        code = f"U+{ord(match[0]):04X}"
        pieces.append(f"<inline{attributes(name=names.CONTROL, title=code)}/>")
        at = match.end()
    pieces.append(text(words[at:]))
    return "".join(pieces)
