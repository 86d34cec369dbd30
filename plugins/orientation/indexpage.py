"""The A–Z index by pinyin: titles, short titles, topics, defined terms."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from html import escape
from itertools import groupby

from mkdocs.structure.toc import AnchorLink, TableOfContents
from pypinyin import lazy_pinyin

from handbook import terms, titles, urls
from handbook.importing.genre import stem
from handbook.library import Library
from handbook.topics import Topic
from plugins.orientation.topicpages import TOPICS
from plugins.pages.page import Body

INDEX = "index-az"
_OTHER = "#"
_SHORTEST = 2  # characters of a short title that still says what it is


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the index: the words, where they lead, what they are."""

    words: str
    path: str
    about: str

    @property
    def key(self) -> tuple[str, ...]:
        """Its place: syllable by syllable, as dictionaries sort."""
        return _syllables(self.words)

    @property
    def letter(self) -> str:
        """The letter under which it stands."""
        first = self.key[0][:1].upper() if self.key else ""
        return first if first.isascii() and first.isalpha() else _OTHER


@cache
def _syllables(words: str) -> tuple[str, ...]:
    return tuple(lazy_pinyin(words.strip("“”《》")))


def entries(library: Library, topics: Sequence[Topic]) -> list[Entry]:
    """All lines in their order."""
    found = set(_titles(library)) | set(_terms(library))
    found |= {Entry(t.name, f"{TOPICS}/{t.slug}/", "主题") for t in topics}
    return sorted(found, key=lambda e: (e.letter == _OTHER, e.letter, e.key, e.words, e.path))


def _titles(library: Library) -> Iterator[Entry]:
    names = {i.slug: (i.name, *i.short_names) for i in library.issuers}
    for regulation in library.regulations:
        own = names[regulation.issuer_slug]
        path = urls.path(regulation)
        yield Entry(regulation.title, path, own[0])
        core = titles.strip_body(regulation.title, own)
        for short in (core, stem(core)):
            if short != regulation.title and len(short) >= _SHORTEST:
                yield Entry(short, path, f"{own[0]}《{regulation.title}》")


def _terms(library: Library) -> Iterator[Entry]:
    for regulation in library.regulations:
        for term in terms.find(regulation):
            path = f"{urls.path(regulation)}#{term.provision}"
            kind = "定义" if term.kind is terms.TermKind.DEFINITION else "简称"
            yield Entry(term.name, path, f"{kind}，见《{regulation.title}》")


def index_body(found: Sequence[Entry]) -> Body:
    """The page, at `index-az/`."""
    letters = {letter: list(group) for letter, group in groupby(found, key=lambda e: e.letter)}
    links = "".join(f'<a href="#{_id(letter)}">{letter}</a>' for letter in letters)
    sections = "".join(
        f'<section id="{_id(letter)}"><h2>{letter}</h2><ul>'
        + "".join(_row(entry) for entry in group)
        + "</ul></section>"
        for letter, group in letters.items()
    )
    top = AnchorLink("索引", "", 1)
    top.children = [AnchorLink(letter, _id(letter), 2) for letter in letters]
    return Body(
        '<article class="az"><h1>索引</h1><p class="lead">制度的名称和简称、主题、文中定义的词，'
        f'按拼音。</p><nav class="letters" aria-label="字母">{links}</nav>{sections}</article>',
        TableOfContents([top]),
        anchors=frozenset(_id(letter) for letter in letters),
        description="制度名称、主题和定义的词，按拼音排列",
    )


def _id(letter: str) -> str:
    return "letter-other" if letter == _OTHER else f"letter-{letter.lower()}"


def _row(entry: Entry) -> str:
    return (
        f'<li><a href="../{entry.path}">{escape(entry.words)}</a>'
        f" <small>{escape(entry.about)}</small></li>"
    )
