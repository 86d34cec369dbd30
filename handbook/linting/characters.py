"""Checks of single characters, line by line: look-alikes, invisible ones, brackets and quotes."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator

from handbook import numerals
from handbook.errors import Diagnostic
from handbook.linting import damage
from handbook.linting.subject import Subject
from handbook.provision import Provision

#: A character that looks like another one of Chinese print → that other.
_LOOKALIKES = {
    "笫": "第", "苐": "第", "ー": "一", "丨": "|", "︰": "：", "﹕": "：", "﹔": "；", "﹐": "，",
    "﹑": "、", "﹒": "．", "﹗": "！", "﹖": "？", "｡": "。", "､": "、", "｢": "「", "｣": "」",
    "〝": "“", "〞": "”", "﹙": "（", "﹚": "）", "﹪": "％",
}  # fmt: skip
_LOOKALIKE = re.compile(
    "[" + "".join(_LOOKALIKES) + "\u2e80-\u2fdf\uf900-\ufaff\U0002f800-\U0002fa1f]"
)
_PRIVATE = re.compile("[\ue000-\uf8ff\U000f0000-\U0010fffd\ufffd]")
_INVISIBLE = re.compile("[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064]")
_PAIRS = {
    "(": ")",
    "〔": "〕",
    "[": "]",
    "【": "】",
    "《": "》",
    "“": "”",
    "‘": "’",
    "「": "」",
    "『": "』",
}
_CLOSERS = {close: opener for opener, close in _PAIRS.items()}
_PAIRED = re.compile("[" + re.escape("".join(_PAIRS) + "".join(_CLOSERS)) + "（）［］]")
_WIDE = str.maketrans("（）［］", "()[]")
#: A number before a half bracket is a label in running text: 1)…；2)….
_DRESSED = re.compile(r"\(([0-9]{1,3})\)")
_NUMBERED = re.compile(r"(?:[0-9a-zA-Z]+|[①-⒛一二三四五六七八九十]+)$")


def characters(subject: Subject) -> Iterator[Diagnostic]:
    """Look-alike, private-use and invisible characters."""
    for number, line in enumerate(subject.lines, 1):
        if line.isascii():
            continue
        for match in _LOOKALIKE.finditer(line):
            char = match.group()
            if char == "ー" and "ァ" <= line[max(match.start() - 1, 0)] <= "ヺ":
                continue
            meant = _LOOKALIKES.get(char) or unicodedata.normalize("NFKC", char)
            yield subject.at(
                "lookalike-character", number, match.start() + 1,
                f"“{char}”（U+{ord(char):04X}）形近“{meant}”，应改为“{meant}”",
            )  # fmt: skip
        for match in _PRIVATE.finditer(line):
            yield subject.at(
                "private-use-character", number, match.start() + 1,
                f"U+{ord(match.group()):04X} 不是通用字符，别的电脑上显示不出；对照原件改正",
            )  # fmt: skip
        for match in _INVISIBLE.finditer(line):
            yield subject.at(
                "invisible-character", number, match.start() + 1,
                f"这里有看不见的字符 U+{ord(match.group()):04X}，会使搜索和比对落空，请删去",
            )  # fmt: skip


#: A mark with its provision and its offset there.
_Mark = tuple[Provision, str, int]


def pairs(subject: Subject) -> Iterator[Diagnostic]:
    """Brackets, quotation marks and 《》 that lack their partner, or whose partner is narrower.

    A quotation may run over several paragraphs; brackets may not.
    """
    quotes: list[_Mark] = []
    for provision in subject.provisions:
        text, wide = provision.text, provision.text.translate(_WIDE)
        dressed = set(_DRESSED.findall(wide)) if ")" in wide else set()
        opened: list[_Mark] = []
        open_now = Counter[str]()
        if text.startswith("“") and quotes:
            open_now["“"] += 1
            opened.append(quotes.pop())  # each paragraph of a quotation opens with “ again
        for match in _PAIRED.finditer(text, len(opened)):
            raw, at = match.group(), match.start()
            char = raw.translate(_WIDE)
            if char in _PAIRS:
                opened.append((provision, raw, at))
                open_now[char] += 1
            elif open_now[_CLOSERS[char]]:
                while opened[-1][1].translate(_WIDE) != _CLOSERS[char]:
                    open_now[opened[-1][1].translate(_WIDE)] -= 1
                    yield from _unpaired(subject, opened.pop())
                _, start, place = opened.pop()
                open_now[_CLOSERS[char]] -= 1
                if char == ")" and (start == "(") != (raw == ")"):
                    yield subject.report(
                        "mixed-brackets", provision, f"“{start}…{raw}”两边括号一宽一窄", place
                    )
            elif char == "”" and quotes:
                quotes.pop()
            elif char != ")" or not _numbered(wide, at, dressed):
                yield from _unpaired(subject, (provision, raw, at))
        for mark in opened:
            if mark[1] == "“":
                quotes.append(mark)
            else:
                yield from _unpaired(subject, mark)
    for mark in quotes:
        yield from _unpaired(subject, mark)


def _numbered(text: str, at: int, dressed: set[str]) -> bool:
    """Whether the bracket at `at` ends a label in running text (1)…; 2)…) that needs no partner.

    `dressed`: the numbers in the text that have both brackets; before (2) a 1) has lost one.
    """
    label = _NUMBERED.search(text, max(0, at - 3), at)
    number = numerals.parse(label.group()) if label else None
    return label is not None and str((number or 0) + 1) not in dressed


def _unpaired(subject: Subject, mark: _Mark) -> Iterator[Diagnostic]:
    provision, raw, at = mark
    char = raw.translate(_WIDE)
    if char == "〔" and damage.LOST_BRACKET.match(provision.text, at):
        return  # said there
    if char in _PAIRS:
        message = f"“{raw}”后面没有“{_PAIRS[char]}”"
    else:
        message = f"“{raw}”前面没有“{_CLOSERS[char]}”"
    yield subject.report("unpaired-mark", provision, message, at)


def widths(subject: Subject) -> Iterator[Diagnostic]:
    """A text that uses brackets of both widths: said once, at the first of the rarer kind."""
    counts = {"(": 0, "（": 0}
    first: dict[str, tuple[int, int]] = {}
    for provision in subject.provisions:
        for char in counts:
            found = provision.text.count(char)
            if found and char not in first:
                report = subject.report("mixed-brackets", provision, "", provision.text.index(char))
                first[char] = (report.line, report.column)
            counts[char] += found
    if all(counts.values()):
        rare = min(counts, key=lambda char: counts[char])
        narrow, wide = counts["("], counts["（"]
        yield subject.at(
            "mixed-brackets", *first[rare],
            f"本篇括号半角 {narrow} 处、全角 {wide} 处，宜统一；这是较少的一种的第一处",
        )  # fmt: skip
