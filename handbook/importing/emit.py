"""From blocks to the words of `text.md`: depth by nesting, headings with their #."""

from __future__ import annotations

import re
from collections.abc import Sequence

from handbook import markdown
from handbook.importing.blocks import Block
from handbook.labels import Label, Style
from handbook.nesting import nest
from handbook.placing import Entry
from handbook.provision import Layout

_DIVISIONS = (Style.BOOK, Style.PART, Style.CHAPTER, Style.SECTION, Style.ARTICLE)
#: Labels that stand in a heading line even where no words follow them.
_HEADED = (*_DIVISIONS[:4], Style.APPENDIX)


def body(blocks: Sequence[Block]) -> str:
    """The Markdown body of a regulation, without front matter and title."""
    placements = nest(_entries(blocks)).placements
    parts: list[str] = []
    for block, placement in zip(blocks, placements, strict=True):
        hashes = "#" * min(6, placement.depth + 2)
        label = label_text(block.label)
        bare = block.label is not None and block.label.style in _HEADED and not block.text
        if block.heading is not None or bare:
            line = f"{hashes} {label}{markdown.escape(block.heading or '')}".rstrip()
            joint = "\n" if block.layout is Layout.NEXT_LINE else "\n\n"
            parts.append(line + (joint + _paragraph(block.text) if block.text else ""))
        elif block.label is not None:
            parts.append(markdown.escape_number(label + markdown.escape(block.text)).rstrip())
        else:
            parts.append(block.text if block.table else _paragraph(block.text))
    return "\n\n".join(parts) + "\n"


def label_text(label: Label | None) -> str:
    """A label as `text.md` prints it: blanks inside and behind it are layout, not words.

    One ideographic space stands behind 第三条 and its like, as in print; none behind the others.
    """
    if label is None:
        return ""
    text = re.sub(r"\s", "", label.text)
    return text + "\u3000" if label.style in _DIVISIONS or label.style is Style.APPENDIX else text


def _paragraph(text: str) -> str:
    return markdown.escape(text, starts_line=True) if text else ""


def _entries(blocks: Sequence[Block]) -> list[Entry]:
    """Blocks as nesting sees them; unnumbered subheads get their depth here.

    A subhead right under another stands one deeper; a later one goes back to the depth of the
    subhead of its own form (with or without a colon).
    """
    out: list[Entry] = []
    open_forms: list[bool] = []
    previous_subhead = False
    base = 0
    for block in blocks:
        subhead = block.label is None and block.heading is not None and not block.remark
        if block.remark:
            out.append(Entry(None, depth=base + len(open_forms)))
        elif subhead:
            assert block.heading is not None
            colon = block.heading[-1:] in "：:"
            if previous_subhead:
                open_forms.append(colon)
            elif colon in open_forms:
                del open_forms[open_forms.index(colon) + 1 :]
            else:
                open_forms = [colon]
            out.append(Entry(None, depth=base + len(open_forms) - 1))
        elif block.label is None:
            out.append(Entry(None, plain=True))
        else:
            if block.label.style in (Style.CHAPTER, Style.SECTION):
                base = 1 if block.label.style is Style.CHAPTER else 2
                open_forms = []
            elif block.label.style is Style.APPENDIX:
                base, open_forms = 1, []
            out.append(Entry(block.label))
        previous_subhead = subhead
    return out
