"""Which figures of the texts a rule reads, which are waived with a reason, which are open."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from checker import units
from checker.binding import Binder, words
from checker.checker import Checker
from checker.figures import NUMBER
from checker.quotes import squeeze

#: Words after a number that make it a figure: amounts, spans, counts of acts, shares.
_UNITS = (
    *(w for spellings in units.SPELLINGS.values() for w in spellings),
    "次", "人", "名", "位", "趟", "家", "篇", "条", "件", "份", "包", "页", "字", "分", "倍", "成",
    "折", "点", "时", "季度", "课时", "学时", "岁", "号",
)  # fmt: skip
_FIGURE = re.compile(
    rf"(?:第|〔|\[|[（(])?(?:百分之{NUMBER}|({NUMBER})(?:余|多|来)?"
    rf"({'|'.join(sorted(set(_UNITS), key=lambda unit: (-len(unit), unit)))}))"
)
#: Where a numeral counts nothing, by what stands before it: 统一件, 万一 …
_NO_FIGURE = re.compile(r"(?:统|同|唯|惟|万|专|单|划)$")
#: … and by its own words and what follows: 一次性, 一条龙, 两点意见, 十分重要, 一时, 半成品, 零件.
_PHRASE = re.compile(
    r"一次性|一条龙|[一二两三四五]点(?!半|钟|[一二三四五\d]|整|[前后至到—-])|一时(?!间)|一成不变"
    r"|半成品|零件|零分|十分(?!钟|[，。、；,;:：）)]|以|之|至|或|$)"
)


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure of a text and what reads it; fields are the keys of the contract."""

    regulation: str
    id: str
    figure: str
    unit: str
    status: str
    rules: tuple[str, ...]
    reason: str | None


def figures_in(text: str) -> Iterator[tuple[int, int, str, str]]:
    """The figures of a text without white space: start, end, words, unit."""
    for found in _FIGURE.finditer(text):
        whole = found[0]
        if whole[0] in "第〔[":
            continue
        start = found.start() + (whole[0] in "（(")
        before = text[max(0, start - 2) : start]
        document = before.endswith(("〕", "］", "]", "）", ")", "第")) and found[2] == "号"
        if document or _NO_FIGURE.search(before) or _PHRASE.match(text, start):
            continue
        unit = found[2] or "%"
        yield start, found.end(), text[start : found.end()], unit


def outside(found: Sequence[Figure]) -> frozenset[str]:
    """The regulations of which no rule reads anything: what no form is about."""
    ruled = {figure.regulation for figure in found if figure.rules}
    return frozenset(figure.regulation for figure in found) - ruled


def coverage(checker: Checker, day: date) -> Iterator[Figure]:
    """All figures of the texts in force, in document order.

    Raises:
        HandbookError: rules do not bind.
    """
    for body in checker.bodies:
        book = checker.book(body, day)
        read: dict[tuple[str, str], list[tuple[int, int, str]]] = {}
        for rule, bound in book.quotes:
            at = (bound.provided.regulation, bound.provided.id)
            for figure in bound.figures:
                read.setdefault(at, []).append((figure.start, figure.end, rule))
        waived: dict[tuple[str, str], list[tuple[int, int, str]]] = {}
        binder = Binder.of(checker.library, body, day)
        for file in checker.files(body):
            for waiver in file.waivers:
                if not waiver.quote.holds(day):
                    continue
                bound = binder.bind(waiver.quote, file.regulation, "waived")
                at = (bound.provided.regulation, bound.provided.id)
                waived.setdefault(at, []).append((bound.start, bound.end, waiver.reason))
        for regulation in binder.regulations.values():
            for provision in regulation.walk():
                at = (regulation.slug, provision.id)
                for start, end, text, unit in figures_in(squeeze(words(provision))):
                    rules = tuple(
                        dict.fromkeys(r for a, b, r in read.get(at, ()) if a < end and start < b)
                    )
                    why = next(
                        (r for a, b, r in waived.get(at, ()) if a <= start and end <= b), None
                    )
                    status = "read" if rules else "waived" if why else "open"
                    yield Figure(*at, text, unit, status, rules, None if rules else why)
