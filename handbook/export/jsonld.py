"""`Regulation` → schema.org/Legislation, for search engines and other programs.

Terms: https://schema.org/Legislation (from the European Legislation Identifier, ELI).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from handbook import urls
from handbook.citation import cited
from handbook.export.akn_names import version_date
from handbook.provision import Level, Regulation

CONTEXT = "https://schema.org"
_OVER = ("已废止", "失效")


def legislation(
    regulation: Regulation, issuer: str, base: str = "", *, text: bool = True
) -> dict[str, Any]:
    """The object of a regulation, with one in `hasPart` for each provision.

    Args:
        regulation: what to describe.
        issuer: name of the issuing body.
        base: what stands before every path; a page that describes itself gives the path back to
            the root.
        text: with the words of the provisions; without them only those that have a number or are
            a 款, so that a page does not hold its text twice.
    """
    about = regulation.metadata
    page = base + urls.path(regulation)
    version = version_date(about)
    dates = {
        "legislationDate": about.adopted,
        "datePublished": about.issued,
        "legislationDateOfApplicability": about.effective,
        "legislationDateVersion": version,
        "expires": about.repealed,
    }
    body = about.issuer or issuer
    made: dict[str, Any] = {
        "@type": "Legislation",
        "@id": page,
        "url": page,
        "name": about.title,
        "legislationIdentifier": about.number or regulation.slug,
        "legislationType": "制度",
        "inLanguage": "zh-CN",
        "legislationJurisdiction": "CN",
        **{name: day.isoformat() for name, day in dates.items() if day},
    }
    if body:
        made["legislationPassedBy"] = {"@type": "Organization", "name": body}
    force = _force(regulation)
    if force:
        made["legislationLegalForce"] = f"{CONTEXT}/{force}"
    if about.topics:
        made["keywords"] = list(about.topics)
    made["hasPart"] = list(_parts(regulation, page, version.isoformat() if version else "", text))
    return made


def document(regulations: Iterable[dict[str, Any]]) -> dict[str, Any]:
    """One JSON-LD document of several objects."""
    return {"@context": CONTEXT, "@graph": list(regulations)}


def script(data: dict[str, Any]) -> str:
    """JSON for a `script` element: nothing in it can end the element."""
    dumped = json.dumps({"@context": CONTEXT, **data}, ensure_ascii=False, separators=(",", ":"))
    return dumped.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def _force(regulation: Regulation) -> str:
    about = regulation.metadata
    if about.repealed or about.status in _OVER:
        return "NotInForce"
    return "InForce" if about.status else ""  # no status: not known


def _parts(regulation: Regulation, page: str, version: str, text: bool) -> Iterator[dict[str, Any]]:
    words = cited(regulation)
    for node in regulation.walk():
        if not (text or node.label or node.level is Level.PARAGRAPH):
            continue
        part: dict[str, Any] = {
            "@type": "Legislation",
            "@id": f"{page}#{node.id}",
            "legislationIdentifier": words[node.id].words,
        }
        if node.heading:
            part["name"] = node.heading
        if text and node.text:
            part["text"] = node.text
        if text and version:
            part["legislationDateVersion"] = version
        yield part
