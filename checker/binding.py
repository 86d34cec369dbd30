"""Binding quotes to the provisions in force: from a rule's words to the text's figures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from checker import quotes
from checker.findings import Provided
from checker.quotes import Figure
from checker.rules import QuoteSpec
from handbook import citation, urls
from handbook.errors import HandbookError
from handbook.library import Library
from handbook.lookup import Index
from handbook.provision import Provision, Regulation
from handbook.resolver import Resolver


@dataclass(frozen=True, slots=True)
class Bound:
    """A quote found in its provision.

    Attributes:
        provided: the provision and the words, as findings show them.
        figures: what its holes hold; positions count in the provision's words without white space.
        start: where the quote stands there, half-open.
        end: see `start`.
    """

    provided: Provided
    figures: tuple[Figure, ...]
    start: int
    end: int


def words(provision: Provision) -> str:
    """What a quote is looked for in: heading and own text."""
    return (provision.heading or "") + provision.text


class Binder:
    """Finds quotes in the texts of one body that are in force on one day."""

    def __init__(
        self, regulations: Sequence[Regulation], names: Mapping[str, Sequence[str]]
    ) -> None:
        self.regulations = {r.slug: r for r in regulations}
        self._resolver = Resolver(regulations, names)
        self._indexes: dict[str, Index] = {}
        self._known: dict[tuple[str, str, str], Bound] = {}

    @classmethod
    def of(cls, library: Library, body: str, day: date) -> Binder:
        """The binder of a body's texts in force on a day. Bodies are never mixed."""
        own = [r for r in library.in_force(day) if r.slug.startswith(f"{body}/")]
        return cls(own, {i.slug: (i.name, *i.short_names) for i in library.issuers})

    def bind(self, spec: QuoteSpec, near: str, rule: str) -> Bound:
        """Finds a quote of a rule that stands beside the regulation `near`.

        Raises:
            HandbookError: the citation leads nowhere, or the quote does not match exactly once.
        """
        key = (spec.cites.text, spec.quote.text, near)
        if key not in self._known:
            self._known[key] = self._bind(spec, near, rule)
        return self._known[key]

    def _bind(self, spec: QuoteSpec, near: str, rule: str) -> Bound:
        cited = self.cited(spec, near, rule)
        try:
            quote = quotes.parse(spec.quote.text)
        except HandbookError as error:
            raise HandbookError(f"规则“{rule}”：{error.message}", spec.quote.place) from None
        found = [
            (regulation, provision, match)
            for regulation, top in cited
            for provision in top.walk()
            for match in quote.find(words(provision))
        ]
        if len(found) != 1:
            raise HandbookError(
                f"规则“{rule}”：" + _why_not(spec, quote, cited, len(found)), spec.quote.place
            )
        regulation, own, match = found[0]
        whole = citation.cited(regulation)[own.id].chain
        provided = Provided(
            regulation.slug,
            own.id,
            citation.cite(regulation, whole),
            urls.path(regulation, own),
            _as_printed(words(own), match.start, match.end),
        )
        return Bound(provided, match.figures, match.start, match.end)

    def cited(self, spec: QuoteSpec, near: str, rule: str) -> list[tuple[Regulation, Provision]]:
        """The provisions that a rule cites: of a whole regulation those at its top.

        Raises:
            HandbookError: the citation leads nowhere.
        """
        try:
            resolved = self._resolver.resolve(spec.cites.text, self.regulations.get(near))
        except HandbookError as error:
            raise HandbookError(f"规则“{rule}”：{error.message}", spec.cites.place) from None
        if resolved.problem is not None or not resolved.refs:
            raise HandbookError(
                f"规则“{rule}”：引用“{spec.cites.text}”在本单位现行制度里找不到，或指着不止一处",
                spec.cites.place,
            )
        result: list[tuple[Regulation, Provision]] = []
        for ref in resolved.refs:
            regulation = self.regulations[ref.regulation]
            if not ref.id:
                result += [(regulation, top) for top in regulation.provisions]
                continue
            if ref.regulation not in self._indexes:
                self._indexes[ref.regulation] = Index(regulation)
            provision = self._indexes[ref.regulation].find(ref.id)
            assert provision is not None
            result.append((regulation, provision))
        return result


def _as_printed(text: str, start: int, end: int) -> str:
    """The part of a text whose characters other than white space are `start` to `end`."""
    solid = [i for i, char in enumerate(text) if not char.isspace()]
    return text[solid[start] : solid[end - 1] + 1]


def _why_not(
    spec: QuoteSpec,
    quote: quotes.Quote,
    cited: Sequence[tuple[Regulation, Provision]],
    places: int,
) -> str:
    if places:
        return (
            f"引文“{spec.quote.text}”在“{spec.cites.text}”里有 {places} 处，要正好一处；"
            "请多引几个字，或把引用写得更细"
        )
    best: tuple[int, str, str, str] | None = None
    for regulation, top in cited:
        for provision in top.walk():
            near = quotes.nearest(quote, words(provision))
            if near is not None:
                label = citation.cited(regulation)[provision.id].words
                if best is None or len(near[1]) < best[0]:
                    best = (len(near[1]), label, *near)
    if best is None:
        return (
            f"引文“{spec.quote.text}”在“{spec.cites.text}”里找不到，也没有相近的文字；"
            "请核对引用，或按现在的条文重写这条规则"
        )
    _, label, window, changes = best
    return (
        f"引文“{spec.quote.text}”与条文不符。{label} 现在写的是“{window}”；"
        f"不同之处：{changes or '数字读不出'}。请核对后改引文，或改规则"
    )
