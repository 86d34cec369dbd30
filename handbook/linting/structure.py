"""Checks of paragraphs and headings: broken, glued, empty, cut off."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from handbook import labels, numerals
from handbook.errors import Diagnostic
from handbook.linting.subject import Subject
from handbook.provision import DIVISIONS, LISTED, UNLABELLED, Level, Provision

_HEADED = DIVISIONS | {Level.HEADING, Level.APPENDIX}
_LABELLED = LISTED | {Level.ARTICLE}
_FLOWING = frozenset((Level.PARAGRAPH, Level.PREAMBLE))
_ENDS = re.compile(r"[。；：！？;:!?…—)）】》”’、，,.]$")
_OPEN_END = re.compile(r"[，,、（(《“]$")
_CUT = re.compile(r"(?:\.{3,}|…+|[一-鿿]\.\.)$")
_REFERENCE = re.compile(rf"[第笫][{numerals.HAN}0-9０-９]+[条款项章节](?![件例])")
_GLUED = re.compile(rf"(?<=[。；;])[ \u3000\u00a0]*第([{numerals.HAN}0-9０-９]+)条[ \u3000\u00a0]")
_SPACED = re.compile(r"(?<=[一-鿿])[ \u00a0\u2002-\u200a]+(?=[一-鿿])")
_FORM = 5
#: A shorter piece before a comma is an entry of a list: 委员长，.
_BROKEN = 15
#: A shorter text without full stop is an entry of a list, no sentence.
_SENTENCE = 25


def wrapped(subject: Subject) -> Iterator[Diagnostic]:
    """Paragraphs that the file breaks over several lines, or that were broken into two."""
    for provision in subject.provisions:
        if provision.level is Level.TABLE:
            continue
        for at in provision.breaks:
            yield subject.report(
                "wrapped-line", provision, "一段话在这里断成两行；接成一行，以免被当作两款", at
            )
        for before, after in pairwise(provision.children):
            yield from _broken(subject, before, after)
    for before, after in pairwise(subject.regulation.provisions):
        yield from _broken(subject, before, after)


def _broken(subject: Subject, before: Provision, after: Provision) -> Iterator[Diagnostic]:
    """Two 款 that were one sentence: the first has no end."""
    both = before.level in _FLOWING and after.level in _FLOWING and not before.children
    if (
        both
        and len(before.text) >= _BROKEN
        and (_OPEN_END.search(before.text) or after.text[:1] in "，。、；）")
    ):
        yield subject.report(
            "wrapped-line", after, "上一段没有说完，这一段像是它的下半句；如是，应接成一段", 0
        )


def glued(subject: Subject) -> Iterator[Diagnostic]:
    """The next 条 within the text of a 条: …执行。 第五条 …."""
    for chain in subject.chains:
        article = next((p for p in reversed(chain) if p.level is Level.ARTICLE), None)
        if article is None or "条" not in chain[-1].text:
            continue
        expected = numerals.order(article.number)[:1]
        for match in _GLUED.finditer(chain[-1].text):
            value = numerals.parse(match[1])
            if value is not None and expected and value == expected[0] + 1:
                expected = (value,)
                yield subject.report(
                    "glued-provision", chain[-1],
                    f"“第{match[1]}条”粘在“{article.label}”后面；应另起一段", match.start(1) - 1,
                )  # fmt: skip


def reference_first(subject: Subject) -> Iterator[Diagnostic]:
    """Paragraphs that begin with a reference, where a label might be seen: 第六条规定的情形…."""
    for provision in subject.provisions:
        if provision.level not in UNLABELLED or provision.level is Level.TABLE:
            continue
        match = _REFERENCE.match(provision.text)
        if match and labels.parse_label(provision.text[:40]) is None:
            yield subject.report(
                "reference-at-line-start", provision,
                f"这一段以引用“{match.group()}”开头，不是新的一条", 0,
            )  # fmt: skip


def empty(subject: Subject) -> Iterator[Diagnostic]:
    """Labels without words, headings without text, 编章节 without title."""
    for provision in subject.provisions:
        bare = not provision.text and not provision.children
        shown = f"{provision.label}{provision.gap}{provision.heading or ''}".strip()
        if provision.level in _LABELLED and bare and not provision.heading:
            yield subject.report("empty-provision", provision, f"“{shown}”没有内容")
        elif bare and (provision.level in _HEADED or provision.heading):
            yield subject.report("heading-without-body", provision, f"“{shown}”下面没有正文")
        if provision.level in DIVISIONS and not (provision.heading or "").strip():
            yield subject.report(
                "division-without-heading", provision, f"“{provision.label}”没有标题"
            )


def unparsed(subject: Subject) -> Iterator[Diagnostic]:
    """Words that the reader could not place."""
    for provision in subject.provisions:
        if provision.level is Level.UNPARSED:
            yield subject.report(
                "unparsed", provision, "这一段没有能归入任何条款，原样保留；请调整写法"
            )


def spaces(subject: Subject) -> Iterator[Diagnostic]:
    """Blanks inside the words of a sentence: 不达 标."""
    for provision in subject.provisions:
        found = list(_SPACED.finditer(provision.text))
        if not 0 < len(found) < _FORM or provision.level is Level.TABLE:
            continue  # more of them: a form laid out with blanks
        for match in found:
            yield subject.report(
                "space-in-text", provision, "词句中间有空格；如是断页留下的，请删去", match.start()
            )


def truncated(subject: Subject) -> Iterator[Diagnostic]:
    """Sentences without end, and texts that are cut off."""
    for provision in subject.provisions:
        text = provision.text
        if not text or provision.level in (Level.TABLE, Level.SIGNATURE, Level.UNPARSED):
            continue
        if _CUT.search(text):
            yield subject.report(
                "cut-off", provision, "文字到这里中断，后面的缺失；请对照原件补全", len(text) - 1
            )
        elif len(text) >= _SENTENCE and not _ENDS.search(text) and not provision.children:
            yield subject.report(
                "truncated-sentence", provision, "句末没有标点，可能缺字或漏标点", len(text) - 1
            )
