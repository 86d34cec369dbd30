"""Terms that a regulation defines, with their scope: （以下简称“中心”）, 本规定所称领导干部是指…"""

from __future__ import annotations

import enum
import re
from collections.abc import Iterator
from dataclasses import dataclass

from handbook import pointers
from handbook.provision import Level, Provision, Regulation


class TermKind(enum.StrEnum):
    """How a term is defined."""

    ABBREVIATION = "简称"  # 以下简称
    COLLECTIVE = "统称"  # 以下统称, 以下合称
    DEFINITION = "定义"  # 本办法所称X，是指…


@dataclass(frozen=True, slots=True)
class Term:
    """A defined term.

    Attributes:
        name: the term, without quotation marks.
        kind: how it is defined.
        full: what an abbreviation stands for; "" for a definition.
        within: id of the provision in which the term holds (本章, 本条); "" for the regulation. An
            abbreviation holds from its place on (以下).
        provision: id of the provision that defines it.
        start: offset of the name in that provision's text.
        end: offset after the name.
        sentence: the sentence that defines it, as printed.
    """

    name: str
    kind: TermKind
    full: str
    within: str
    provision: str
    start: int
    end: int
    sentence: str


#: What a regulation calls itself: 本办法, 本规定 …
SELF = (
    "办法|规定|条例|制度|细则|规则|规范|规程|章程|准则|方案|预案|意见|通知|决定|解释|责任制"
    "|纲要|标准|法"
)
_NAME = r"[“《‘]?[^“”《》‘’(),。;:]{1,40}?[”》’]?"
_SHORT = re.compile(
    rf"""(?P<open>\()?(?:在?(?P<scope>本[章节条款]))?(?:以下|下)(?P<how>简|统|合|并|通)?称(?:之)?(?:为|作)?:?
         (?P<names>{_NAME}(?:(?:、|或者?){_NAME})*)(?=(?(open)\)|(?:[,。;)]|$)))""",
    re.VERBOSE,
)
_MEANS = re.compile(
    rf"""(?:在)?本(?P<scope>{SELF}|章|节|条|款|项)中?(?:所称|所指|所说|称)的?
         (?P<name>“[^”]{{1,40}}”|《[^》]{{1,40}}》|[^“”,。;:、]{{1,30}}?)
         ,?(?:均|都|主要)?(?:是指|系指|指的是|包括|,指|即|是|指)""",
    re.VERBOSE,
)
_PLAIN_MEANS = re.compile(
    r"(?:^|(?<=[。;]))(?![本这其该所凡是])(?P<name>“[^”]{1,20}”|[\w·]{2,16}),?(?:是指|系指|指的是)"
)
_SCOPES = {
    "章": Level.CHAPTER,
    "节": Level.SECTION,
    "条": Level.ARTICLE,
    "款": Level.PARAGRAPH,
    "项": Level.POINT,
}
_ONE_NAME = re.compile(r"“[^”]+”|《[^》]+》|[^“”《》、或]+")
_WORDS = re.compile(r"(?!的)(?:[^“”,。;:()]|\([^()]{1,12}\))+$")
_QUOTES = "“”《》‘’"


def find(regulation: Regulation) -> tuple[Term, ...]:
    """The terms that `regulation` defines, in the order of their definitions."""
    terms: list[Term] = []
    for chain in regulation.paths():
        if "称" in chain[-1].text or "指" in chain[-1].text:
            terms.extend(sorted(_in(chain), key=lambda term: term.start))
    return tuple(terms)


def _in(chain: tuple[Provision, ...]) -> Iterator[Term]:
    provision, text = chain[-1], pointers.fold(chain[-1].text)
    for match in _SHORT.finditer(text):
        kind = TermKind.COLLECTIVE if match["how"] in ("统", "合", "并") else TermKind.ABBREVIATION
        start, end = _before(text, match.start())
        full = provision.text[start:end]
        within = _within(chain, match["scope"])
        for name in _ONE_NAME.finditer(text, *match.span("names")):
            yield _term(provision, name.group(), name.start(), kind, within, full)
    taken = [match.span("name") for match in _MEANS.finditer(text)]
    for match in _MEANS.finditer(text):
        within = _within(chain, match["scope"])
        yield _term(provision, match["name"], match.start("name"), TermKind.DEFINITION, within, "")
    for match in _PLAIN_MEANS.finditer(text):
        if match.span("name") not in taken:
            yield _term(provision, match["name"], match.start("name"), TermKind.DEFINITION, "", "")


def _term(
    provision: Provision, raw: str, start: int, kind: TermKind, within: str, full: str
) -> Term:
    inner = raw.strip(_QUOTES)
    start += len(raw) - len(raw.lstrip(_QUOTES))
    sentence = sentence_at(provision.text, start)
    end = start + len(inner)
    return Term(provision.text[start:end], kind, full, within, provision.id, start, end, sentence)


def _within(chain: tuple[Provision, ...], word: str | None) -> str:
    """The id of the provision that 本章, 本条 … names; "" for the regulation."""
    level = _SCOPES.get((word or "")[-1:])
    return next((p.id for p in reversed(chain) if p.level is level), "") if level else ""


def _before(text: str, end: int) -> tuple[int, int]:
    """Where that stands which is abbreviated at `end`: a 《title》, or the words before."""
    while end and text[end - 1] == ")":  # a document number between title and abbreviation
        end = max(text.rfind("(", 0, end), 0)
    end = len(text[:end].rstrip(", "))
    if text[:end].endswith("》"):
        depth = 0
        for at in range(end - 1, -1, -1):
            depth += (text[at] == "》") - (text[at] == "《")
            if not depth:
                return at, end
    words = _WORDS.search(text, max(0, end - 60), end)
    return words.span() if words else (end, end)


def sentence_at(text: str, at: int) -> str:
    """The sentence of `text` that the offset `at` stands in, its full stop included."""
    start = max(text.rfind(mark, 0, at) for mark in "。！？!?") + 1
    ends = [found for mark in "。！？!?" if (found := text.find(mark, at)) >= 0]
    return text[start : min(ends) + 1 if ends else len(text)].strip()
