"""The numbers of the ranking; tuned by `bench/search_quality.py`, exported to the page."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Weights:
    """Weights of the ranking.

    Fields of BM25F: `text` own words, `heading` own heading, `above` headings above, `lead` words
    of the provisions above, `title` of the regulation, `body` names of the issuing body.

    Attributes:
        length: how much a long text counts less (b of BM25).
        k: saturation (k1 of BM25).
        coverage: share of the score that depends on how much of the query a unit holds.
        headless: factor of a unit that has a heading and no words of its own.
        sentence: of the best sentence: what of the query stands in it.
        early: of what stands at the beginning of that sentence.
        context: of what stands in title or headings instead of the sentence.
        near: of two things asked for side by side in that sentence, as in the query.
        again: factor of a provision for each better one of the same regulation.
        primacy: of the first provisions of a regulation whose title holds all that is asked for.
        own: factor of the reader's own body.
        synonym, turned, part, stands_in, literal, abbreviated: of an alternative: a synonym; two
            characters turned round (借出, 出借); a word inside a longer one; evidence in place of a
            word; a figure exactly as typed; a word for a single character.
        unsure: factor of each further word that pinyin may mean.
        asked, sum, one, single, document, pair: of a group: what answers a question; a figure; a
            figure of 1; a single character; a document number; two words side by side.
    """

    text: float = 1.0
    heading: float = 3.0
    above: float = 1.6
    lead: float = 0.5
    title: float = 1.5
    body: float = 0.8
    length: float = 0.45
    k: float = 1.2
    coverage: float = 0.8
    headless: float = 0.5
    sentence: float = 0.5
    early: float = 0.25
    context: float = 0.9
    near: float = 0.18
    own: float = 1.3
    synonym: float = 0.8
    part: float = 0.5
    stands_in: float = 2.0
    literal: float = 0.9
    abbreviated: float = 0.5
    unsure: float = 0.7
    asked: float = 0.45
    sum: float = 1.5
    one: float = 0.5
    single: float = 0.7
    document: float = 2.0
    turned: float = 0.7
    again: float = 0.97
    primacy: float = 0.3
    pair: float = 0.3


WEIGHTS = Weights()
#: Units whose sentences are looked at, best first.
REFINED = 60
