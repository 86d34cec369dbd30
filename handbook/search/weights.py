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
        near: of two things asked for side by side in that sentence, as in the query.
        own: factor of the reader's own body.
        synonym, part, stands_in, literal, abbreviated: of an alternative: a synonym; a word inside
            a longer one; evidence in place of a word; a figure exactly as typed; a word for a
            single character.
        unsure: factor of each further word that pinyin may mean.
        asked, sum, one, single, document: of a group: what answers a question; a figure; a figure
            of 1; a single character; a document number.
    """

    text: float = 1.0
    heading: float = 2.0
    above: float = 1.6
    lead: float = 0.5
    title: float = 1.3
    body: float = 0.8
    length: float = 0.26
    k: float = 1.0
    coverage: float = 0.6
    headless: float = 0.5
    sentence: float = 0.5
    near: float = 0.15
    own: float = 1.3
    synonym: float = 0.8
    part: float = 0.5
    stands_in: float = 1.2
    literal: float = 0.9
    abbreviated: float = 0.6
    unsure: float = 0.7
    asked: float = 0.5
    sum: float = 1.5
    one: float = 0.5
    single: float = 0.6
    document: float = 2.0


WEIGHTS = Weights()
#: Units whose sentences are looked at, best first.
REFINED = 60
