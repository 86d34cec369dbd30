"""The provision tree: everything else (pages, index, rules, findings) is derived from it.

Level names follow the hierarchy of Akoma Ntoso (OASIS LegalDocML 1.0); for 项 and 目 we follow
the chain of EU acts (article, paragraph, point, indent), since no Chinese profile is published.
Texts without 条 (一、→(一)→1.→(1)→①) have plain numbered levels, `item1` … `item5`.
"""

from __future__ import annotations

import enum
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date


class Level(enum.StrEnum):
    """The kind of a provision. The value is the word of the command contract."""

    BOOK = "book"  # 编
    PART = "part"  # 分编
    CHAPTER = "chapter"  # 章
    SECTION = "section"  # 节
    ARTICLE = "article"  # 条
    PARAGRAPH = "paragraph"  # 款
    POINT = "point"  # 项 (under a 条)
    INDENT = "indent"  # 目 (under a 项)
    ITEM1 = "item1"
    ITEM2 = "item2"
    ITEM3 = "item3"
    ITEM4 = "item4"
    ITEM5 = "item5"
    HEADING = "heading"  # unnumbered subhead
    PREAMBLE = "preamble"
    TABLE = "table"
    APPENDIX = "appendix"  # 附件, 附表, 附
    SIGNATURE = "signature"  # closing name or date
    UNPARSED = "unparsed"  # kept at its place, with a diagnostic


ITEMS = (Level.ITEM1, Level.ITEM2, Level.ITEM3, Level.ITEM4, Level.ITEM5)
#: Numbered provisions that are no 编章节条: 项, 目 and the plain numbered levels.
LISTED = frozenset((Level.POINT, Level.INDENT, *ITEMS))
DIVISIONS = frozenset((Level.BOOK, Level.PART, Level.CHAPTER, Level.SECTION))
#: Levels whose provisions carry no label.
UNLABELLED = frozenset(
    (Level.PARAGRAPH, Level.PREAMBLE, Level.TABLE, Level.SIGNATURE, Level.UNPARSED)
)

#: The abbreviation that stands in an id (AKN naming convention 1.0 §5; `lvl` for plain numbered
#: levels and `subhead` for unnumbered ones, which AKN's list of hierarchy elements does not split).
ID_PREFIX: dict[Level, str] = {
    Level.BOOK: "book",
    Level.PART: "part",
    Level.CHAPTER: "chp",
    Level.SECTION: "sec",
    Level.ARTICLE: "art",
    Level.PARAGRAPH: "para",
    Level.POINT: "point",
    Level.INDENT: "indent",
    Level.ITEM1: "lvl",
    Level.ITEM2: "lvl",
    Level.ITEM3: "lvl",
    Level.ITEM4: "lvl",
    Level.ITEM5: "lvl",
    Level.HEADING: "subhead",
    Level.PREAMBLE: "preamble",
    Level.TABLE: "table",
    Level.APPENDIX: "att",
    Level.SIGNATURE: "signature",
    Level.UNPARSED: "unparsed",
}


class Layout(enum.StrEnum):
    """Where a provision's words stand in the file, seen from its label or heading."""

    SAME_LINE = "same-line"  # 第三条　为了…
    NEXT_LINE = "next-line"  # a run-in heading: printed on one line, a Markdown heading in the file
    NEXT_BLOCK = "next-block"  # after a blank line


@dataclass(frozen=True, slots=True)
class Provision:
    """One provision with everything below it, in document order.

    Attributes:
        level: its kind.
        id: address in the regulation, ASCII, unique: `art_12__para_2__point_3`, `lvl_4__lvl_3`.
        label: the numeral as printed, delimiters included (`第十二条`, `(三)`, `3、`); "" if none.
        number: canonical number ("12", "12-1", "a"); "" where there is none or it was lost.
        gap: white space between label and what follows on the line.
        heading: title on the label's line, as printed; None where there is none.
        text: its own words as printed, hard wraps joined; children not included. A table's text
            is its Markdown table. "" where the words are split into 款 (paragraph children).
        layout: where the words stand in the file.
        breaks: offsets in `text` at which the file breaks the line (hard wraps).
        children: provisions below, in document order (款, 项, tables …).
        lines: half-open range of lines in the file (from 1) of label, heading and own words,
            children not included; (0, 0) in a tree that was not read from a file.
    """

    level: Level
    id: str
    label: str = ""
    number: str = ""
    gap: str = ""
    heading: str | None = None
    text: str = ""
    layout: Layout = Layout.SAME_LINE
    breaks: tuple[int, ...] = ()
    children: tuple[Provision, ...] = ()
    lines: tuple[int, int] = (0, 0)

    @property
    def words(self) -> str:
        """Label, heading and own text, as they follow each other in print."""
        return self.label + (self.heading or "") + self.text

    def walk(self) -> Iterator[Provision]:
        """This provision and all below it, in document order."""
        stack = [self]
        while stack:
            node = stack.pop()
            yield node
            stack.extend(reversed(node.children))


@dataclass(frozen=True, slots=True)
class SourceRange:
    """Where a text comes from: a raw file, its SHA-256, half-open range of code points in it."""

    file: str
    sha256: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class AppliesFrom:
    """From which day a version counts where its source states no effective date, and why."""

    day: date
    reason: str


@dataclass(frozen=True, slots=True)
class Commencement:
    """Provisions (a citation without title) that take effect later than the rest, and when."""

    provisions: str
    effective: date


@dataclass(frozen=True, slots=True)
class Metadata:
    """What is known of a regulation beside its provisions. Unknown dates are absent, never guessed.

    The four dates are never mixed: adopted 通过, issued 印发/公布, effective 施行, repealed 废止.
    They are those of this version: of an amended one those of the amending decision.
    """

    title: str
    number: str | None = None  # 文号, as printed
    issuer: str | None = None  # name of the issuing body, as printed
    adopted: date | None = None
    issued: date | None = None
    effective: date | None = None
    repealed: date | None = None
    status: str | None = None  # 现行, 试行, 暂行, 已修改, 已废止
    topics: tuple[str, ...] = ()
    promulgation: tuple[str, ...] = ()  # 题注: the lines under the title, as printed
    source: SourceRange | None = None
    supersedes: tuple[str, ...] = ()
    amends: tuple[str, ...] = ()
    nesting: tuple[str, ...] = ()  # order of label styles, written by a person where it is doubtful
    applies_from: AppliesFrom | None = None  # only where `effective` is not known
    commencement: tuple[Commencement, ...] = ()
    amended_by: tuple[str, ...] = ()  # titles of the decisions that made this version

    @property
    def start(self) -> date | None:
        """The day from which this version counts; None: since ever, as far as is known."""
        return self.effective or (self.applies_from.day if self.applies_from else None)


@dataclass(frozen=True, slots=True)
class Regulation:
    """One regulation: its metadata and the forest of its top-level provisions.

    Attributes:
        slug: `<issuer>/<folder>`, the first two parts of its URL; "" for a text read alone.
        metadata: front matter.
        provisions: top-level provisions in document order.
        preface: lines of a law-corpus file between title and `<!-- INFO END -->`, as printed.
        file: path of the file as shown to people.
    """

    slug: str
    metadata: Metadata
    provisions: tuple[Provision, ...]
    preface: tuple[str, ...] = ()
    file: str = ""

    @property
    def issuer_slug(self) -> str:
        """The folder of the body that issued it; "" for a text read alone."""
        return self.slug.rpartition("/")[0]

    @property
    def title(self) -> str:
        """Its title, as in the metadata."""
        return self.metadata.title

    def walk(self) -> Iterator[Provision]:
        """All provisions in document order."""
        for top in self.provisions:
            yield from top.walk()

    def paths(self) -> Iterator[tuple[Provision, ...]]:
        """For each provision in document order the chain from the top level down to it."""
        stack: list[tuple[Provision, ...]] = [(p,) for p in reversed(self.provisions)]
        while stack:
            chain = stack.pop()
            yield chain
            stack.extend((*chain, c) for c in reversed(chain[-1].children))


@dataclass(frozen=True, slots=True)
class ProvisionRef:
    """A pointer to a provision: regulation slug, id (of a whole regulation: ""), version date."""

    regulation: str
    id: str
    version: date | None = None
