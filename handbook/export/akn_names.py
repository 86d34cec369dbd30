"""Names that the Akoma Ntoso writer and reader share: elements, namespaces, addresses.

Elements follow Akoma Ntoso 3.0 (OASIS LegalDocML 1.0, 2018), addresses its naming convention:
work `/akn/cn/act/<issuer>[/<date>]/<slug>`, expression `…/zho@<date>`, portion `…/~<id>`. The
standard has no element for Chinese levels without 条, so these are `level` with a class; what has
no number stands in an `hcontainer` that bears the level's name.
"""

from __future__ import annotations

from datetime import date

from handbook.provision import ITEMS, Level, Metadata, Regulation

AKN = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"
#: Attributes that the standard has no place for: number, white space after a label, layout.
OWN = "urn:handbook:akn"
#: Stands where the schema asks for a date and none is known; its `name` is `unknown`.
NO_DATE = "0001-01-01"
CONTROL = "control-character"

#: Level → element, and the value of its `class` (of `level`) or `name` (of `hcontainer`).
ELEMENT: dict[Level, tuple[str, str]] = {
    Level.BOOK: ("book", ""),
    Level.PART: ("part", ""),
    Level.CHAPTER: ("chapter", ""),
    Level.SECTION: ("section", ""),
    Level.ARTICLE: ("article", ""),
    Level.PARAGRAPH: ("paragraph", ""),
    Level.POINT: ("point", ""),
    Level.INDENT: ("indent", ""),
    **{level: ("level", level.value) for level in ITEMS},
}
CONTAINER = "hcontainer"
#: What has neither label nor children: blocks in preamble and conclusions.
BLOCKS = frozenset((Level.PREAMBLE, Level.TABLE, Level.SIGNATURE, Level.UNPARSED))


def level_of(element: str, kind: str) -> Level | None:
    """The level that an element without namespace stands for; `kind`: its class or name."""
    if element in ("level", CONTAINER):
        return Level(kind)
    return _LEVEL.get(element)


_LEVEL = {element: level for level, (element, kind) in ELEMENT.items() if not kind}


def work_date(about: Metadata) -> date | None:
    """The date of the work: 通过, else 印发, else 施行; None where no date is known."""
    return about.adopted or about.issued or about.effective


def version_date(about: Metadata) -> date | None:
    """The date from which this version holds: 施行, else 印发, else 通过."""
    return about.effective or about.issued or about.adopted


def date_name(about: Metadata, day: date) -> str:
    """Which of the dates that is, as the value of `name`: adopted, issued, effective."""
    names = ("adopted", "issued", "effective")
    return next(name for name in names if getattr(about, name) == day)


def work(regulation: Regulation) -> str:
    """The address of a regulation as a work, all its versions together."""
    day = work_date(regulation.metadata)
    issuer, _, name = regulation.slug.rpartition("/")
    return "/".join(("/akn/cn/act", *filter(None, (issuer, day.isoformat() if day else "", name))))


def expression(regulation: Regulation) -> str:
    """The address of this version in Chinese; ISO 639-2/T `zho`."""
    day = version_date(regulation.metadata)
    return f"{work(regulation)}/zho@{day.isoformat() if day else ''}"
