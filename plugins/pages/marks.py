"""What is drawn around printed words, without changing them: links, terms, figures kept whole."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape


@dataclass(frozen=True, slots=True)
class Mark:
    """An element around a part of a provision's own text.

    Attributes:
        start: offset of its first character.
        end: offset after its last.
        tag: name of the element.
        attributes: of the element, as HTML, with a space before; "" for none.
    """

    start: int
    end: int
    tag: str
    attributes: str = ""


#: Marks by id of the provision in whose text they stand, in order, none inside another.
Marks = Mapping[str, Sequence[Mark]]

#: A number and its unit, which no line break may part. Only what is short: the line must fit on
#: a phone.
_FIGURE = re.compile(
    r"[0-9０-９]{4}年[0-9０-９]{1,2}月(?:[0-9０-９]{1,2}日)?"
    r"|(?:[0-9０-９]{1,9}(?:[.．,，][0-9０-９]{1,6})*|[一二三四五六七八九十百千万两半几]{1,5})"
    r"(?:[%％‰℃]|(?:个)?(?:工作日|小时|分钟|公里|平方米|公斤|万元|亿元|周岁"
    r"|[天日年月周元角分人次名份辆台件张倍级岁升米吨秒号]))"
)


def in_order(marks: Iterable[Mark]) -> tuple[Mark, ...]:
    """Marks by their place; of two that overlap the one that comes first in `marks` stays."""
    kept: list[Mark] = []
    for mark in marks:
        if all(mark.end <= other.start or other.end <= mark.start for other in kept):
            kept.append(mark)
    return tuple(sorted(kept, key=lambda mark: mark.start))


def draw(text: str, marks: Sequence[Mark] = ()) -> str:
    """`text` as HTML with its marks: the words are the same, character for character."""
    out: list[str] = []
    at = 0
    for mark in marks:
        out.append(_plain(text[at : mark.start]))
        words = _plain(text[mark.start : mark.end])
        out.append(f"<{mark.tag}{mark.attributes}>{words}</{mark.tag}>")
        at = mark.end
    out.append(_plain(text[at:]))
    return "".join(out)


def _plain(text: str) -> str:
    whole = r'<span class="nobr">\g<0></span>'
    return _FIGURE.sub(whole, escape(text, quote=False))


#: Noncharacters of Unicode: they stand for tags while a table goes through the Markdown parser.
_OPEN, _CLOSE = "\ufdd0", "\ufdd1"


def mark_table(text: str, marks: Sequence[Mark]) -> tuple[str, tuple[Mark, ...]]:
    """A Markdown table with places for marks, and the marks that stand in one cell.

    `close_table` puts the elements into the HTML that it becomes.
    """
    if _OPEN in text or _CLOSE in text:
        return text, ()
    inside = [m for m in marks if not set("|\n\\") & set(text[m.start : m.end])]
    for mark in reversed(inside):
        held = _OPEN + text[mark.start : mark.end] + _CLOSE
        text = text[: mark.start] + held + text[mark.end :]
    return text, tuple(inside)


def close_table(html: str, marks: Sequence[Mark]) -> str:
    """The HTML of a table in whose source `mark_table` made places for `marks`."""
    for mark in marks:
        html = html.replace(_OPEN, f"<{mark.tag}{mark.attributes}>", 1)
        html = html.replace(_CLOSE, f"</{mark.tag}>", 1)
    return html
