"""The `meta` of an Akoma Ntoso document: identification, dates, source."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from handbook import frontmatter
from handbook.export import akn_names as names
from handbook.export.xmltext import attributes, text
from handbook.provision import Metadata, Regulation

#: The four dates: metadata field, id of the event, what it is, its type in AKN's lifecycle.
EVENTS = (
    ("adopted", "event_adopted", "通过", "generation"),
    ("issued", "event_issued", "印发", "generation"),
    ("effective", "event_effective", "施行", "generation"),
    ("repealed", "event_repealed", "废止", "repeal"),
)
_ISSUER, _EDITOR = "issuer", "editor"


def meta(regulation: Regulation, issuer: str, made: date, component: str) -> Iterator[str]:
    """The lines of `meta`.

    Args:
        regulation: whose metadata.
        issuer: name of the issuing body.
        made: the day on which the file is made.
        component: `main`, or the id of an appendix.
    """
    about = regulation.metadata
    yield "<meta>"
    yield f'<identification source="#{_EDITOR}">'
    yield from _identification(regulation, made, component)
    yield "</identification>"
    if component == "main":
        if about.topics:
            yield f'<classification source="#{_EDITOR}">'
            for topic in about.topics:
                yield _empty("keyword", value=topic, showAs=topic, dictionary=f"#{_EDITOR}")
            yield "</classification>"
        yield from _lifecycle(about)
        yield from _references(regulation, issuer)
        yield f'<proprietary source="#{_EDITOR}">'
        yield f"<h:frontmatter>{text(frontmatter.dump(about))}</h:frontmatter>"
        yield "</proprietary>"
    yield "</meta>"


def _identification(regulation: Regulation, made: date, component: str) -> Iterator[str]:
    about = regulation.metadata
    work, expression = names.work(regulation), names.expression(regulation)
    yield "<FRBRWork>"
    yield from _core(work, f"{work}/!{component}", _date(about, names.work_date(about)))
    yield _empty("FRBRcountry", value="cn")
    if about.number:
        yield _empty("FRBRnumber", value=about.number)
    if about.title:
        yield _empty("FRBRname", value=about.title)
    yield "</FRBRWork>"
    yield "<FRBRExpression>"
    version = _date(about, names.version_date(about))
    yield from _core(expression, f"{expression}/!{component}", version)
    yield _empty("FRBRlanguage", language="zho")
    yield "</FRBRExpression>"
    yield "<FRBRManifestation>"
    yield from _core(
        f"{expression}.akn",
        f"{expression}/!{component}.akn",
        _empty("FRBRdate", date=made.isoformat(), name="generation"),
        _EDITOR,
    )
    yield "</FRBRManifestation>"


def _core(uri: str, this: str, day: str, author: str = _ISSUER) -> Iterator[str]:
    yield _empty("FRBRthis", value=this)
    yield _empty("FRBRuri", value=uri)
    yield day
    yield _empty("FRBRauthor", href=f"#{author}")


def _date(about: Metadata, day: date | None) -> str:
    if day is None:
        return _empty("FRBRdate", date=names.NO_DATE, name="unknown")
    return _empty("FRBRdate", date=day.isoformat(), name=names.date_name(about, day))


def _known(about: Metadata) -> list[tuple[date, str, str, str]]:
    """The known dates, earliest first: day, id, name, type."""
    found = [
        (day, id, name, kind)
        for field, id, name, kind in EVENTS
        if (day := getattr(about, field)) is not None
    ]
    return sorted(found, key=lambda event: event[0])


def _lifecycle(about: Metadata) -> Iterator[str]:
    events = _known(about)
    if not events:
        return
    yield f'<lifecycle source="#{_EDITOR}">'
    for day, id, _, kind in events:
        event = {"date": day.isoformat(), "source": f"#{_ISSUER}", "type": kind}
        yield _empty("eventRef", **event, refersTo=f"#{id}")
    yield "</lifecycle>"


def _references(regulation: Regulation, issuer: str) -> Iterator[str]:
    about = regulation.metadata
    body = regulation.issuer_slug or "unknown"
    shown = about.issuer or issuer or "不详"
    yield f'<references source="#{_EDITOR}">'
    if about.source:
        source = about.source
        href = f"{source.file}#char={source.start},{source.end}"  # RFC 5147
        yield _empty("original", eId="source", href=_uri(href), showAs=source.file)
    href = f"/akn/ontology/organization/cn/{body}"
    yield _empty("TLCOrganization", eId=_ISSUER, href=href, showAs=shown)
    href = "/akn/ontology/organization/cn/handbook"
    yield _empty("TLCOrganization", eId=_EDITOR, href=href, showAs="制度手册")
    for _, id, name, _ in _known(about):
        href = f"/akn/ontology/event/cn/{id.removeprefix('event_')}"
        yield _empty("TLCEvent", eId=id, href=href, showAs=name)
    yield "</references>"


def _uri(words: str) -> str:
    return words.replace(" ", "%20")


def _empty(element: str, **values: str) -> str:
    return f"<{element}{attributes(**values)}/>"
