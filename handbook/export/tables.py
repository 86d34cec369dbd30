"""The cells of a Markdown table, and back."""

from __future__ import annotations

from collections.abc import Sequence

from markdown_it import MarkdownIt

#: Only the table rule: what looks like Markdown in a cell is text.
_TABLE = MarkdownIt("zero", {"html": False}).enable(["table", "escape"])

#: Rows of cells; the first row is the head.
Rows = tuple[tuple[str, ...], ...]


def rows(markdown: str) -> Rows:
    """The cells of a table as they are shown; () where `markdown` is no table."""
    found: list[list[str]] = []
    for token in _TABLE.parse(markdown):
        if token.type == "tr_open":
            found.append([])
        elif token.type == "inline":
            if not found:
                return ()
            found[-1].append("".join(child.content for child in token.children or ()))
    return tuple(map(tuple, found))


def markdown(cells: Sequence[Sequence[str]]) -> str:
    """The table as the handbook writes it: `| a | b |`, no padding."""
    head, *rest = cells
    lines = [head, ["---"] * len(head), *rest]
    return "\n".join("| " + " | ".join(map(_cell, line)) + " |" for line in lines)


def _cell(words: str) -> str:
    return words.replace("\\", "\\\\").replace("|", "\\|")
