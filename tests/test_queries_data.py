"""The search data itself: example queries with their answers, and the list of synonyms.

`tests/data/search/queries-tune.jsonl` is for tuning; nothing may be tuned on `queries-held.jsonl`
and `queries-fresh.jsonl`, which were written at another time, the latter in more everyday words.
A query's own text decides whether it is for tuning, so that a new query cannot be put where it
suits.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from handbook.library import Library

ROOT = Path(__file__).parent.parent
QUERIES = ROOT / "tests" / "data" / "search"
THESAURUS = ROOT / "regulations" / "thesaurus.yml"
HALVES = ("tune", "held")
FILES = (*HALVES, "fresh")
KINDS = {
    "body",  # names an issuing body
    "clause_no",  # an address: 考勤制度 五(二)
    "document_no",  # 国办发〔2014〕42号
    "keyword",
    "multi",  # several words
    "number",  # a figure
    "pinyin",
    "question",
    "synonym",  # words that the texts do not use
    "typo",
    "word",  # a single word
}
ENOUGH_QUERIES = 150
ENOUGH_GROUPS = 200


def rows(half: str) -> list[dict[str, Any]]:
    text = (QUERIES / f"queries-{half}.jsonl").read_text("utf-8")
    return [json.loads(line) for line in text.splitlines()]


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


@cache
def provisions() -> tuple[tuple[str, str], ...]:
    """Regulation and text without white space, for every provision."""
    library = Library.load(ROOT / "regulations")
    return tuple(
        (regulation.slug, squeezed(provision.text))
        for regulation in library.regulations
        for provision in regulation.walk()
    )


@cache
def all_words() -> str:
    """Everything printed in the texts, titles and headings, and the names of the bodies."""
    library = Library.load(ROOT / "regulations")
    parts = [issuer.name for issuer in library.issuers]
    for regulation in library.regulations:
        parts.append(regulation.title)
        parts.extend(f"{p.heading or ''}\n{p.text}" for p in regulation.walk())
    return "\n".join(squeezed(part) for part in parts)


def half_of(query: str) -> str:
    return HALVES[hashlib.sha256(query.encode()).digest()[-1] % 2]


@pytest.mark.parametrize("half", FILES)
def test_rows_have_the_form(half: str) -> None:
    for row in rows(half):
        assert list(row) == ["q", "kind", "answers", "regulations"], row
        assert row["q"] == row["q"].strip() != "", row
        assert row["kind"] in KINDS, row
        assert row["answers"] and len(set(row["answers"])) == len(row["answers"]), row
        assert row["regulations"] == sorted(set(row["regulations"])), row


@pytest.mark.parametrize("half", FILES)
def test_answers_stand_in_the_named_regulations_only(half: str) -> None:
    wrong = []
    for row in rows(half):
        found: set[str] = set()
        for answer in row["answers"]:
            places = {slug for slug, text in provisions() if squeezed(answer) in text}
            if not places:
                wrong.append(f"{row['q']}: nowhere: {answer}")
            found |= places
        if found != set(row["regulations"]):
            wrong.append(f"{row['q']}: {sorted(found)} instead of {row['regulations']}")
    assert not wrong, "\n".join(wrong)


def test_no_query_twice() -> None:
    files = sorted(QUERIES.glob("queries-*.jsonl"))
    queries = Counter(
        json.loads(line)["q"] for file in files for line in file.read_text("utf-8").splitlines()
    )
    assert [query for query, times in queries.items() if times > 1] == []


@pytest.mark.parametrize("half", FILES)
def test_the_text_of_a_query_decides_its_half(half: str) -> None:
    own = "tune" if half == "tune" else "held"
    assert [row["q"] for row in rows(half) if half_of(row["q"]) != own] == []


def test_enough_queries_from_every_body() -> None:
    queries = [row for half in HALVES for row in rows(half)]
    assert len(queries) >= ENOUGH_QUERIES
    asked = {slug for row in queries for slug in row["regulations"]}
    assert {slug for slug, _ in provisions()} - asked == set()


def groups() -> list[list[str]]:
    loaded: list[list[str]] = yaml.safe_load(THESAURUS.read_text("utf-8"))
    return loaded


def test_thesaurus_has_the_form() -> None:
    assert len(groups()) >= ENOUGH_GROUPS
    for group in groups():
        assert isinstance(group, list) and len(group) >= 2, group
        for word in group:
            assert isinstance(word, str), group  # `on`, `no`, `12` would be read as other types
            assert word == squeezed(word) and len(word) >= 2, word


def test_thesaurus_has_no_word_twice() -> None:
    times = Counter(word for group in groups() for word in group)
    assert [word for word, count in times.items() if count > 1] == []


def test_first_word_of_a_group_stands_in_the_texts() -> None:
    assert [group[0] for group in groups() if group[0] not in all_words()] == []
