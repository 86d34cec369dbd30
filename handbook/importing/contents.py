"""The contents (目录) of a compilation: where it stands and which titles it announces.

It comes in three shapes: a title a line (long ones broken over two), labels and titles on one line,
and paragraphs with dot leaders and page numbers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from handbook import numerals
from handbook.importing.genre import is_title
from handbook.importing.working import Working, squeeze, trim
from handbook.labels import Label, Style, parse_label

_H = numerals.HAN
_HEAD = re.compile(r"(?:^|(?<=\n)|(?<=\s))目[ \t\u00a0\u3000]*[录次](?=\s|$)")
_LEADER = re.compile(
    r"(?:[…·.．—－_-]\s*){2,}\s*(?:\d(?:\s?\d)*(?![\d]|\s*[.．、]))?|\t+\s*\d+\s*$"
)
#: Where a label may begin inside a contents line.
_INNER = re.compile(
    rf"(?<=\s)(?=第[{_H}0-9]+[编章节]|[{_H}]+、|\d{{1,3}}[.．、]|[（(][{_H}]+[)）])"
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One contents entry. Range in the working text; several lines of a broken title are one entry.

    Attributes:
        label: its printed number, or None.
        title: white space dropped.
    """

    label: Label | None
    title: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Contents:
    """The contents of a compilation; range in the working text from 目录 to the last entry."""

    start: int
    end: int
    entries: tuple[Entry, ...]

    @property
    def labelled(self) -> bool:
        """Whether most entries carry a number."""
        return sum(e.label is not None for e in self.entries) * 2 > len(self.entries)


def find(work: Working) -> Contents | None:
    """The contents of a compilation, or None. Ends where the first announced thing begins."""
    head = _HEAD.search(work.text, 0, 20_000)
    if head is None:
        return None
    entries: list[Entry] = []
    seen: set[str] = set()
    pairs: set[tuple[str, str]] = set()
    for piece_start, piece_end in _pieces(work.text, head.end()):
        entry = _entry(work.text, piece_start, piece_end)
        if entry is None:
            continue
        if len(entry.title) > 80 or re.search("[。；;]", entry.title):
            break  # a sentence: the body has begun
        key = _key(entry)
        if key in seen and (entry.label or len(entry.title) >= 12):
            break  # an entry comes again
        if entries and (_key(entries[-1]), key) in pairs:
            entries.pop()
            break
        if entries:
            pairs.add((_key(entries[-1]), key))
        seen.add(key)
        entries.append(entry)
    while entries and _key(entries[-1]) in {_key(e) for e in entries[:-1]}:
        entries.pop()  # the title that opens the body
    if len(entries) < 2:
        return None
    return Contents(head.start(), entries[-1].end, tuple(entries))


def _key(entry: Entry) -> str:
    return (squeeze(entry.label.text) if entry.label else "") + entry.title


def _pieces(text: str, start: int) -> Iterator[tuple[int, int]]:
    """Ranges of what may be one entry each, from `start` on."""
    for line in re.finditer(r"[^\n]+", text[start : start + 200_000]):
        a, b = start + line.start(), start + line.end()
        cuts = [a, *(m.end() for m in _LEADER.finditer(text, a, b) if m.end() < b)]
        cuts += [m.start() for m in _INNER.finditer(text, a, b)]
        cuts = sorted({*cuts, b})
        yield from ((x, y) for x, y in pairwise(cuts) if text[x:y].strip())
        if b - a > 4000:
            return  # flattened: the contents are within this line


def _entry(text: str, start: int, end: int) -> Entry | None:
    start, end = trim(text, start, end)
    raw = text[start:end]
    label = parse_label(raw)
    rest = raw[label.end :] if label else raw
    title = squeeze(_LEADER.sub("", rest))
    if not title or not re.search("[\u4e00-\u9fff]", title):
        return None
    return Entry(label, title, start, end)


def regulations(contents: Contents) -> tuple[Entry, ...]:
    """Entries that announce a regulation: not a part or chapter that only groups others."""
    out = []
    for index, entry in enumerate(contents.entries):
        following = contents.entries[index + 1] if index + 1 < len(contents.entries) else None
        if entry.label is None:
            out.append(entry)
        elif following and following.label and _deeper(following.label, entry.label):
            continue
        elif entry.label.style in (Style.SECTION, Style.CHAPTER) or is_title(entry.title):
            out.append(entry)
    return tuple(out)


def _deeper(label: Label, than: Label) -> bool:
    order = (Style.BOOK, Style.PART, Style.CHAPTER, Style.SECTION, Style.HAN_COMMA, Style.HAN_PAREN)
    rank = {style: i for i, style in enumerate(order)}
    return rank.get(label.style, 9) > rank.get(than.style, 9)
