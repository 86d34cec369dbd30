"""Printed text ⇄ Markdown: which characters a `text.md` escapes so that they are shown as they are.

CommonMark 0.31 and the extensions that Git hosts add (tables, strikethrough) are provided for.
"""

from __future__ import annotations

import html
import re
from html.entities import html5

_PUNCTUATION = r"!-/:-@\[-`{-~"
_ESCAPED = re.compile(
    rf"\\([{_PUNCTUATION}])|&(#[0-9]{{1,7}}|#[xX][0-9a-fA-F]{{1,6}}|[0-9A-Za-z]{{1,40}});"
)
#: What starts emphasis, code, links, tags, entities, escapes anywhere in a line.
_INLINE = re.compile(r"[\\*_`]|\](?=[(:\[])|<(?=[A-Za-z/!?])|&(?=#?[0-9A-Za-z]{1,40};)|~")
#: What starts a heading, quotation, list, rule, table or fence at the start of a line.
_BLOCK = re.compile(r"[#>+\-=|~:]")
_ORDERED = re.compile(r"([0-9]{1,9})([.)])(?=[ \t]|$)")
_ORDERED_ESCAPED = re.compile(r"([0-9]{1,9})\\([.)])")


def unescape(text: str) -> str:
    """The text that CommonMark shows for one line of `text` without markup."""
    return _ESCAPED.sub(_shown, text) if "\\" in text or "&" in text else text


def _shown(match: re.Match[str]) -> str:
    if match[1]:
        return match[1]
    name = match[2]
    char = html.unescape(match[0]) if name[0] == "#" else html5.get(name + ";", match[0])
    # White space and control characters typed as entities are no words: they stay as typed.
    return char if char.isprintable() and not char.isspace() else match[0]


def escape(text: str, *, starts_line: bool = False) -> str:
    """`text` (one line) so that CommonMark shows it unchanged; `starts_line`: nothing before it."""
    out = _INLINE.sub(r"\\\g<0>", text)
    if not starts_line:
        return out
    if _BLOCK.match(out):
        return "\\" + out
    return escape_number(out)


def escape_number(text: str) -> str:
    """Keeps `1. ` and `1) ` at the start of `text` from becoming an ordered list."""
    return _ORDERED.sub(r"\1\\\2", text, count=1) if _ORDERED.match(text) else text


def unescape_number(line: str) -> str:
    r"""`line` with a printed number at its start bare again: `1\. 父母` → `1. 父母`."""
    match = _ORDERED_ESCAPED.match(line)
    return match[1] + match[2] + line[match.end() :] if match else line


def conceal(text: str) -> str:
    """`text`, already escaped, so that no label is seen at its start: 第三条 → `&#31532;三条`."""
    if text.startswith("\\"):
        return text
    if text[0] in "(-":
        return "\\" + text
    return f"&#{ord(text[0])};" + text[1:]


_MARKUP = re.compile(
    r"^[ \t]*(?:[-+*]|[0-9]{1,9}[.)])[ \t]|^>|^(?:```|~~~)"
    r"|(?<!\\)(?:\*\S|`|\]\(|<[A-Za-z/!])"
)


def markup(line: str) -> bool:
    """Whether CommonMark would read `line` as more than its characters (a list, a link …)."""
    return _MARKUP.search(line) is not None
