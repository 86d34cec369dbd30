"""Import of a Markdown file that is one regulation already: the community's law corpus format.

Its structure is taken as it stands; only the place of each word in the file is worked out.
"""

from __future__ import annotations

import re
from array import array
from dataclasses import dataclass, replace

from handbook import markdown, read
from handbook.errors import Diagnostic
from handbook.importing import trace
from handbook.importing.source import Source
from handbook.importing.trace import Trace
from handbook.importing.working import prepare
from handbook.provision import Metadata, Regulation, SourceRange
from handbook.write import write

_TITLE_LINE = re.compile(r"\s*#[ \t]+\S")
#: Marks of the format: heading signs, comments, escapes. They are layout, not words.
_MARKUP = re.compile(r"^[ \t]*#{1,6}(?=\s)|<!--.*?-->|^---$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class MarkdownDraft:
    """A regulation read from a Markdown file, with the place of its words.

    Attributes:
        regulation: as read back from `text`.
        text: the `text.md` to write.
        trace: its words in the source.
        markup: ranges of the source that are marks of the format.
        preface: ranges of title and preface lines.
        diagnostics: doubts of the reader, on `text`.
    """

    regulation: Regulation
    text: str
    trace: Trace
    markup: tuple[tuple[int, int], ...]
    preface: tuple[tuple[int, int], ...]
    diagnostics: tuple[Diagnostic, ...]


def is_markdown_regulation(source: Source) -> bool:
    """Whether a file is one regulation in Markdown: it begins with `# title`."""
    return source.name.lower().endswith(".md") and bool(_TITLE_LINE.match(source.text))


def draft(source: Source, slug: str, issuer: str | None) -> MarkdownDraft:
    """The regulation of a Markdown file."""
    name = f"{slug}/text.md"
    found = read.read(source.text, source.name, slug).regulation
    # The corpus names who made a law in its preface; the body that keeps the handbook did not.
    metadata: Metadata = replace(
        found.metadata,
        issuer=found.metadata.issuer or (None if found.preface else issuer),
        promulgation=tuple(line for line in found.preface if line),
        source=SourceRange(source.name, source.sha256, 0, len(source.text)),
    )
    text = write(replace(found, slug=slug, preface=(), metadata=metadata))
    reading = read.read(text, name, slug)
    markup = [m.span() for m in _MARKUP.finditer(source.text)]
    at, preface = _align(source.text, markup, found, trace.words(reading.regulation))
    working = prepare(source, ())
    words = "".join(source.text[i] for i in at)
    return MarkdownDraft(
        reading.regulation,
        text,
        Trace(words, at, working),
        tuple(markup),
        tuple(preface),
        reading.diagnostics,
    )


def _align(
    text: str, markup: list[tuple[int, int]], found: Regulation, words: str
) -> tuple[array[int], list[tuple[int, int]]]:
    """The place of each character of `words` in a Markdown text, and the lines before them."""
    skip = bytearray(len(text))
    for start, end in markup:
        skip[start:end] = b"\1" * (end - start)
    preface: list[tuple[int, int]] = []
    at = 0
    for line in (found.title, *found.preface):
        plain = line if line in text[at:] else markdown.escape(line)
        if plain and (start := text.find(plain, at)) >= 0:
            preface.append((start, start + len(plain)))
            at = start + len(plain)
    places = array("I")
    for char in words:
        while at < len(text) and (skip[at] or text[at] != char):
            at += 1
        if at == len(text):
            break
        places.append(at)
        at += 1
    return places, preface
