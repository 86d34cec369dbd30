"""Addresses of provisions that people type: 休假规定第九条, 考勤办法 五（三）4, 财务管理制度 三.

A citation is a title and steps. A step is a kind (条, 款, 项 … or "" for a plain number) and a
number; subheads in quotes are steps of the kind “ with their words. The steps of every printed
citation are read by the same grammar, so that what is shown can be typed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from handbook import numerals

_N = rf"[0-9]+|[{numerals.HAN}]+"
_ENCLOSED = "".join(numerals.ENCLOSED)
_STEP = re.compile(
    rf"第[(]?({_N}|[{_ENCLOSED}])[)]?(分编|编|章|节|条|款|项|目)((?:之(?:{_N}))*)"
    rf"|(附件|附表|附录|附图)({_N})?"
    rf"|第({_N})(表|段)|(序言|落款)"
    rf"|[(]({_N}|[a-z])[)]|([{_ENCLOSED}])"
    rf"|({_N}|[a-z])(?=[、.:)(]|第|[“{_ENCLOSED}]|$)"
    r"|“([^”]*)”|〔第([0-9]+)处〕|(〔缺号〕)"
)
_MARKS = re.compile(r"[、.:)的]*")
_LONGEST = 80
#: How well a provision agrees with an address that is typed as its citation is printed.
EXACTLY = 3


@dataclass(frozen=True, slots=True)
class Step:
    """One step: kind ("" for a plain number) and canonical number or words."""

    kind: str
    number: str


@dataclass(frozen=True, slots=True)
class Address:
    """What a query says about where to look: the words in front (a title) and the steps.

    `typed`: the steps as typed, folded, without white space.
    `sure`: the steps can be nothing else; a plain number right behind a word (制度五) can.
    """

    title: str
    steps: tuple[Step, ...]
    sure: bool
    typed: str


def fold(text: str) -> str:
    """Width and brackets made one; white space kept."""
    folded = []
    for char in text:
        code = ord(char)
        if 0xFF01 <= code <= 0xFF5E:
            char = chr(code - 0xFEE0)
        folded.append({"〈": "《", "〉": "》", "\u3000": " ", "\t": " ", "\n": " "}.get(char, char))
    return "".join(folded).lower()


def printed(words: str) -> str:
    """A printed citation in the form that `steps` reads."""
    return fold(words).replace(" ", "")


def steps(words: str) -> tuple[Step, ...] | None:
    """The steps that make up all of `words`, without white space; None where they do not."""
    found = []
    at = 0
    while at < len(words):
        match = _STEP.match(words, at)
        if match is None:
            return None
        found.append(_step(match))
        marks = _MARKS.match(words, match.end())
        at = marks.end() if marks else match.end()
    return tuple(found)


def _step(match: re.Match[str]) -> Step:
    g = match.groups()
    if g[0]:
        number = numerals.canonical(g[0])
        more = [numerals.canonical(n) for n in (g[2] or "").split("之")[1:]]
        return Step(g[1], "-".join([number, *more]))
    if g[3]:
        return Step("附", numerals.canonical(g[4] or ""))
    if g[5]:
        return Step(g[6], numerals.canonical(g[5]))
    if g[7]:
        return Step(g[7], "")
    if g[11] is not None:
        return Step("“", g[11])
    if g[12]:
        return Step("处", g[12])
    if g[13]:
        return Step("", "")
    return Step("", numerals.canonical(g[8] or g[9] or g[10]))


def find(query: str) -> list[Address]:
    """The addresses that may end a query, longest first. `query` is folded by `fold`."""
    text = query.strip()
    if len(text) > _LONGEST:
        return []
    squeezed = text.replace(" ", "")
    gaps = _gaps(text)
    found = []
    for split in range(len(squeezed)):
        own = steps(squeezed[split:])
        if own:
            sure = not split or _opens(squeezed, split, own[0], split in gaps)
            title = squeezed[:split].strip("《》的,，:、")
            found.append(Address(title, own, sure, squeezed[split:]))
    return found


def _gaps(text: str) -> set[int]:
    """The offsets, white space not counted, before which white space stands."""
    found, at = set(), 0
    for char in text:
        if char == " ":
            found.add(at)
        else:
            at += 1
    return found


def _opens(text: str, at: int, first: Step, gap: bool) -> bool:
    """Whether steps may begin at `at` inside a query: a plain number needs a gap in front."""
    if first.kind not in ("", "“"):
        return True
    return gap or text[at] in "(《“" or text[at - 1] in "》,，:、" or text[at] in _ENCLOSED


def agree(asked: tuple[Step, ...], own: tuple[Step, ...]) -> int:
    """How well steps that were typed name a provision: 2 fully, 1 its end, 0 not at all.

    款 may be left out, and 项 or 目 may stand without their word.
    """
    both = (own, without_paragraphs(own))
    for steps_of_own in both:
        if len(asked) == len(steps_of_own) and all(map(_same, asked, steps_of_own)):
            return 2
    for steps_of_own in both:
        if not asked or not steps_of_own or not _same(asked[-1], steps_of_own[-1]):
            continue
        rest = iter(steps_of_own[:-1])
        if all(any(_same(step, other) for other in rest) for step in asked[:-1]):
            return 1
    return 0


def without_paragraphs(own: tuple[Step, ...]) -> tuple[Step, ...]:
    """The steps of a provision as people say them who do not count 款."""
    return tuple(step for step in own if step.kind != "款")


def _same(asked: Step, own: Step) -> bool:
    if asked.number != own.number:
        return False
    return asked.kind == own.kind or (
        asked.kind in ("", "项", "目") and own.kind in ("", "项", "目")
    )
