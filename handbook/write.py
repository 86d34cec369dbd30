"""`Regulation` → canonical `text.md`: one blank line between blocks, all words as printed."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from handbook import frontmatter
from handbook.errors import HandbookError
from handbook.labels import Label, parse_label
from handbook.lines import DEEPEST, Form, opens
from handbook.markdown import conceal, escape, escape_number, unescape_number
from handbook.provision import Layout, Level, Provision, Regulation
from handbook.read import INFO_END


def write(regulation: Regulation) -> str:
    """The text whose reading is `regulation`.

    A regulation with a preface is written in the form of the community's law corpus.

    Raises:
        HandbookError: a label is none that the reader would see.
    """
    form = Form.CORPUS if regulation.preface else Form.TEXT
    title = regulation.title
    blocks: list[str] = []
    if title:
        blocks.append("# " + (title if form is Form.CORPUS else _heading_words(title)))
    if form is Form.CORPUS:
        blocks.extend(line for line in regulation.preface if line)
        blocks.append(INFO_END)
    for provision in regulation.provisions:
        blocks.extend(_blocks(provision, 0, form))
    body = "\n\n".join(blocks) + "\n"
    return body if form is Form.CORPUS else frontmatter.dump(regulation.metadata) + "\n" + body


def _blocks(provision: Provision, depth: int, form: Form) -> Iterator[str]:
    """The blocks of a provision and all below it; `depth`: labelled or titled ones above it."""
    children = provision.children
    if provision.level is Level.TABLE:
        table = provision.text
        yield f"<!-- TABLE -->\n{table}\n<!-- TABLE END -->" if form is Form.CORPUS else table
    elif provision.level is Level.UNPARSED:
        yield provision.text
    elif not provision.label and provision.heading is None:
        yield _words(provision.text, provision.breaks, form)
    else:
        words, breaks = provision.text, provision.breaks
        if not words and children and children[0].level is Level.PARAGRAPH:
            words, breaks = children[0].text, children[0].breaks
            yield from _labelled(provision, words, breaks, depth, form)
            for child in children[0].children:
                yield from _blocks(child, depth + 1, form)
            children = children[1:]
        else:
            yield from _labelled(provision, words, breaks, depth, form)
        depth += 1
    for child in children:
        yield from _blocks(child, depth, form)


def _labelled(
    provision: Provision, words: str, breaks: tuple[int, ...], depth: int, form: Form
) -> Iterator[str]:
    if provision.heading is not None:
        line = "#" * (min(depth, DEEPEST) + 2) + " " + _heading_line(provision, form)
    elif words and provision.layout is Layout.SAME_LINE:
        yield _label_and_words(provision, words, breaks, form)
        return
    else:
        line = _label_and_words(provision, "", (), form)
    if not words:
        yield line
    elif provision.layout is Layout.NEXT_BLOCK:
        yield line
        yield _words(words, breaks, form)
    else:
        yield line + "\n" + _words(words, breaks, form)


def _heading_line(provision: Provision, form: Form) -> str:
    heading = provision.heading or ""
    if form is Form.CORPUS:
        return provision.label + provision.gap + heading
    if not provision.label:
        return _heading_words(heading, conceal_label=True)
    words = _heading_words(heading)
    whole = provision.label + provision.gap + words
    return whole if _seen(parse_label(whole), provision) else _repair(provision, words, parse_label)


def _heading_words(words: str, *, conceal_label: bool = False) -> str:
    out = escape(words)
    if out.endswith("#"):
        out = out[:-1] + "\\#"
    return conceal(out) if conceal_label and out and parse_label(out) else out


def _label_and_words(provision: Provision, words: str, breaks: tuple[int, ...], form: Form) -> str:
    if form is Form.CORPUS:
        return (provision.label + provision.gap + _words(words, breaks, form)).rstrip()
    first, *rest = _cut(words, breaks)
    escaped = escape(first)
    line = escape_number((provision.label + provision.gap + escaped).rstrip())
    if not _seen(opens(unescape_number(line)), provision):
        line = _repair(provision, escaped, opens)
    return "\n".join((line, *map(_line, rest)))


def _repair(provision: Provision, words: str, parse: Callable[[str], Label | None]) -> str:
    """The line with the first character of the words written so that the label ends before it."""
    if words:
        line = escape_number(provision.label) + provision.gap + conceal(words)
        if _seen(parse(unescape_number(line)), provision):
            return line
    raise HandbookError(f"“{provision.label}”不是能识别的编号，写成 text.md 后读不回来")


def _seen(label: Label | None, provision: Provision) -> bool:
    return label is not None and label.text == provision.label


def _words(words: str, breaks: tuple[int, ...], form: Form) -> str:
    pieces = _cut(words, breaks)
    return "\n".join(pieces if form is Form.CORPUS else map(_line, pieces))


def _line(piece: str) -> str:
    """One line of a paragraph, so that it opens no provision."""
    out = escape(piece, starts_line=True)
    return conceal(out) if opens(unescape_number(out)) else out


def _cut(words: str, breaks: tuple[int, ...]) -> list[str]:
    """The lines of a paragraph; never an empty list."""
    ends = (*breaks, len(words))
    pieces = [words[a:b].strip() for a, b in zip((0, *breaks), ends, strict=True)]
    return [p for p in pieces if p] or [""]
