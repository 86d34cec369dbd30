"""Topics: what regulations are about, and which provisions speak of it.

`topics.yml` beside the bodies names each topic with the words by which the texts speak of it; the
front matter of a regulation says which topics it has. A handbook without that file has the topics
of its front matters, each with its own name as its only word.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from handbook.errors import HandbookError, Place
from handbook.importing.slugs import slug
from handbook.library import Library
from handbook.provision import Provision, Regulation
from handbook.textfile import decode, read_bytes
from handbook.yamlvalues import parse_value

FILE = "topics.yml"


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic.

    Attributes:
        name: as front matters write it.
        slug: its name in addresses, pinyin.
        words: words of a text that speaks of it.
    """

    name: str
    slug: str
    words: tuple[str, ...]

    def within(self, text: str) -> bool:
        """Whether a text speaks of it."""
        return any(word in text for word in self.words)


@dataclass(frozen=True, slots=True)
class Passage:
    """A provision that speaks of a topic.

    Attributes:
        chain: the provisions above it, then itself.
        whole: whether all that stands below it belongs to it; else its own words alone.
    """

    chain: tuple[Provision, ...]
    whole: bool

    @property
    def provision(self) -> Provision:
        """The provision itself."""
        return self.chain[-1]


def load(library: Library) -> tuple[Topic, ...]:
    """The topics that regulations have: those of the file in its order, others by name.

    Raises:
        HandbookError: the file is wrong, or a regulation has a topic that it does not name.
    """
    path = library.root / FILE
    words = _read(path) if path.is_file() else {}
    used: dict[str, None] = {}
    for regulation in library.regulations:
        for name in regulation.metadata.topics:
            if words and name not in words:
                known = "、".join(words)
                raise HandbookError(
                    f"{FILE} 里没有主题“{name[:20]}”；可用的有：{known}", Place(regulation.file)
                )
            used[name] = None
    found: list[Topic] = []
    for name in (*(n for n in words if n in used), *sorted(n for n in used if n not in words)):
        taken = {topic.slug for topic in found}
        found.append(Topic(name, slug(name, (), taken), words.get(name, (name,))))
    return tuple(found)


def _read(path: Path) -> dict[str, tuple[str, ...]]:
    shown = path.as_posix()
    found = parse_value(decode(read_bytes(path, shown), shown), shown)
    if found is None:
        return {}
    return {name: value.texts(name) for name, value in found.mapping(FILE).items()}


def passages(topic: Topic, regulation: Regulation) -> Iterator[Passage]:
    """The provisions of a regulation that speak of a topic, in document order, none twice.

    A title that does so brings everything below it, and so does a sentence that leads in with a
    colon; any other sentence brings itself.
    """
    whole = topic.within(regulation.title)
    for provision in regulation.provisions:
        if whole:
            yield Passage((provision,), whole=True)
        else:
            yield from _passages(topic, (provision,))


def _passages(topic: Topic, chain: tuple[Provision, ...]) -> Iterator[Passage]:
    node = chain[-1]
    told = topic.within(node.text)
    leads = told and node.text.rstrip().endswith((":", "："))
    if leads or (node.heading is not None and topic.within(node.heading)):
        yield Passage(chain, whole=True)
        return
    if told:
        yield Passage(chain, whole=not node.children)
    for child in node.children:
        yield from _passages(topic, (*chain, child))
