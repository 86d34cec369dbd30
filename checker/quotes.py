"""Quotes with holes: the words of a provision, and the figures that are read out of them.

A quote is the text as printed; white space does not count. A figure stands as a hole:
`人均消费不高于{上限:元}/人`. It must match exactly once in what it cites.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from checker.figures import HAN, Hole, hole
from checker.kinds import Type, Value
from handbook.errors import HandbookError

LONGEST = 1000
_HOLE = re.compile(r"\{([^{}]*)\}")
_NAME = re.compile(r"[^\W\d]\w*")
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure read out of a text.

    Attributes:
        name: name of the hole.
        type: type of the value.
        value: in base steps of its unit.
        start: where it stands in the words (text without white space), half-open.
        end: see `start`.
        words: as printed.
    """

    name: str
    type: Type
    value: Value
    start: int
    end: int
    words: str


@dataclass(frozen=True, slots=True)
class Match:
    """A quote found in a text: its words, where they stand in the squeezed text, its figures."""

    words: str
    start: int
    end: int
    figures: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class Quote:
    """A quote, ready to be looked for.

    Attributes:
        text: as written in the rule.
        plain: without white space, holes as 〔名字〕: for messages.
        regex: finds it in a text without white space, overlapping places too: an empty match whose
            first group is the quote, the next ones the figures; None where there are no holes
            and the words are looked for as they are, which spares making hundreds of patterns.
        holes: name → what is read there, in order.
    """

    text: str
    plain: str
    regex: re.Pattern[str] | None
    holes: Mapping[str, Hole]

    def find(self, text: str) -> list[Match]:
        """All places in `text` that it matches, figures that cannot be read left out."""
        squeezed = squeeze(text)
        if self.regex is None:
            return list(_places(self.plain, squeezed))
        found = []
        for match in self.regex.finditer(squeezed):
            figures = []
            for n, (name, kind) in enumerate(self.holes.items(), 2):
                value = kind.read(match[n])
                if value is None:
                    break
                figures.append(
                    Figure(name, kind.type, value, match.start(n), match.end(n), match[n])
                )
            else:
                found.append(Match(match[1], match.start(1), match.end(1), tuple(figures)))
        return found


def _places(words: str, text: str) -> Iterator[Match]:
    """All places of the words in a text, overlapping ones too."""
    at = text.find(words)
    while at >= 0:
        yield Match(words, at, at + len(words), ())
        at = text.find(words, at + 1)


def squeeze(text: str) -> str:
    """The text without white space."""
    return _SPACE.sub("", text)


@cache
def parse(text: str) -> Quote:
    """Reads a quote; once, since the books of several days have most of their quotes in common.

    Raises:
        HandbookError: a hole is wrong (the caller knows the place).
    """
    if len(text) > LONGEST:
        raise HandbookError(f"引文太长（{len(text)} 字），最多 {LONGEST} 字")
    pattern, plain, end = "", "", 0
    holes: dict[str, Hole] = {}
    for found in _HOLE.finditer(text):
        name, _, kind = found[1].partition(":")
        name, kind = name.strip(), kind.strip()
        reader = hole(kind)
        if not _NAME.fullmatch(name):
            raise HandbookError(f"引文里的空格应写作 {{名字:单位}}，不是“{found[0]}”")
        if reader is None or not kind:
            raise HandbookError(
                f"空格“{name}”的单位“{kind}”不认识；可用：元、天、小时、%、日期、月日、号……"
            )
        if name in holes:
            raise HandbookError(f"空格“{name}”写了两次，名字要不同")
        before = squeeze(text[end : found.start()])
        holes[name] = reader
        if not pattern and not before:
            pattern = rf"(?<![\d.．{HAN}])"  # never in the middle of a number
        pattern += re.escape(before) + f"({reader.pattern})"
        plain += before + f"〔{name}〕"
        end = found.end()
    rest = squeeze(text[end:])
    if "{" in rest or "}" in rest:
        raise HandbookError("引文里的花括号没有写完；空格写作 {名字:单位}")
    if not squeeze(text):
        raise HandbookError("引文是空的")
    regex = re.compile(f"(?=({pattern}{re.escape(rest)}))") if holes else None
    return Quote(text, plain + rest, regex, holes)


def nearest(quote: Quote, text: str) -> tuple[str, str] | None:
    """The words of `text` nearest to a quote, and what differs, in Chinese; None if far off."""
    squeezed, wanted = squeeze(text), quote.plain
    if not squeezed:
        return None
    whole = difflib.SequenceMatcher(None, squeezed, wanted, autojunk=False)
    blocks = [b for b in whole.get_matching_blocks() if b.size > 1]
    if not blocks or sum(b.size for b in blocks) < max(2, len(wanted) // 3):
        return None
    anchor = max(blocks, key=lambda b: b.size)
    start = max(0, anchor.a - anchor.b)
    end = min(len(squeezed), start + len(wanted) + 5)
    stop = max(squeezed.rfind(mark, start + len(wanted) // 2, end) for mark in "。;；")
    if end < len(squeezed) and stop > 0:
        end = stop + 1
    window = squeezed[start:end]
    changes = []
    for old, new in _differences(wanted, window):
        if not old:
            changes.append(f"多了“{new}”")
        elif not new:
            changes.append(f"没有“{old}”")
        elif not (old.startswith("〔") and old.endswith("〕")):
            changes.append(f"“{old}”成了“{new}”")
    return window, "，".join(changes[:5])


def _differences(old: str, new: str) -> list[tuple[str, str]]:
    """What was replaced by what; runs of fewer than three equal characters do not divide."""
    pairs: list[tuple[str, str]] = []
    joined = False
    for tag, i, j, a, b in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        short = tag == "equal" and j - i < 3 and bool(pairs)
        if tag == "equal" and not short:
            joined = False
        elif joined:
            pairs[-1] = (pairs[-1][0] + old[i:j], pairs[-1][1] + new[a:b])
        elif tag != "equal":
            pairs.append((old[i:j], new[a:b]))
            joined = True
    return pairs
