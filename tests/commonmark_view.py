"""What CommonMark makes of a text: the kinds of its tokens, and the words it shows."""

from __future__ import annotations

from markdown_it import MarkdownIt
from markdown_it.token import Token

#: All that a text.md may be to CommonMark: headings, paragraphs, tables; no list, HTML, link, code.
PLAIN = frozenset((
    "heading_open", "heading_close", "paragraph_open", "paragraph_close", "inline", "text",
    "text_special", "softbreak", "table_open", "table_close", "thead_open", "thead_close",
    "tbody_open", "tbody_close", "tr_open", "tr_close", "th_open", "th_close", "td_open",
    "td_close",
))  # fmt: skip


def shown(text: str) -> tuple[frozenset[str], str]:
    """Token types, and the words outside tables without white space, of a text.md."""
    body = text[text.index("\n---\n", 3) + 5 :] if text.startswith("---\n") else text
    parser = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    tokens = parser.parse(body)
    types = frozenset(t.type for token in tokens for t in (token, *(token.children or ())))
    return types, "".join("".join(t.content for t in _outside_tables(tokens)).split())


def _outside_tables(tokens: list[Token]) -> list[Token]:
    depth, out = 0, []
    for token in tokens:
        depth += (token.type == "table_open") - (token.type == "table_close")
        if not depth:
            out.extend(token.children or ())
    return out
