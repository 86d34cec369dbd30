"""Search in laws (one in twelve), whole and in shards, where they stand beside the project."""

from __future__ import annotations

import random
from collections.abc import Iterator

import pytest
from case_files import LAWS

from bench.law_library import library_of_laws
from handbook.search.build import collect
from handbook.search.fold import squeeze
from handbook.search.index import SearchIndex
from handbook.search.query import understand
from handbook.search.rank import search
from handbook.search.shards.index import ShardedIndex
from handbook.search.shards.source import HEAD
from handbook.search.shards.write import write


@pytest.fixture(scope="module")
def laws() -> Iterator[tuple[SearchIndex, ShardedIndex]]:
    data = collect(library_of_laws(LAWS, every=12))
    head, others = write(data)
    found = {HEAD: head} | {part.name: part.content for part in others}
    yield SearchIndex(data), ShardedIndex(found.__getitem__)


def test_laws_are_found_by_their_words(laws: tuple[SearchIndex, ShardedIndex]) -> None:
    whole, index = laws
    choice = random.Random(13)
    numbers = [i for i, unit in enumerate(whole.data.units) if len(unit.text) > 30]
    first = 0
    for number in choice.sample(numbers, 120):
        text = whole.data.units[number].text
        start = choice.randrange(len(text) - 10)
        phrase = text[start : start + 10].replace("“", "").replace("”", "").replace('"', "")
        if len(squeeze(whole.folder.fold(phrase))) < 4:
            continue
        exact = search(index, understand(f"“{phrase}”", index), 0)
        assert number in {hit.unit for hit in exact}, phrase
        hits = search(index, understand(phrase, index), 10)
        first += number in {hit.unit for hit in hits}
    assert first > 80
