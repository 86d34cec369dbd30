"""Which version of a regulation a file holds, in words for people."""

from __future__ import annotations

from datetime import date

from handbook.citation import cite_title
from handbook.provision import Metadata, Regulation


def day(value: date) -> str:
    """`2013年2月28日`."""
    return f"{value.year}年{value.month}月{value.day}日"


def version(about: Metadata) -> str:
    """`2013年2月28日施行`: the date from which this version holds, or what is known instead."""
    for value, word in ((about.effective, "施行"), (about.issued, "印发"), (about.adopted, "通过")):
        if value is not None:
            return day(value) + word
    return "日期不详"


def citation(regulation: Regulation, issuer: str) -> str:
    """《公务接待制度》，某中心，2013年2月28日印发."""
    about = regulation.metadata
    parts = (cite_title(about.title), about.number, about.issuer or issuer, version(about))
    return "，".join(part for part in parts if part)
