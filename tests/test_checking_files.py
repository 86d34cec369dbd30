"""What the check page is given: fields for everything the rules read, the words they quote."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from functools import cache
from pathlib import Path

import pytest

from checker.checker import Checker
from checker.quotes import squeeze
from plugins.checking.texts import texts

ROOT = Path(__file__).parent.parent


@cache
def checker() -> Checker:
    return Checker.load(ROOT / "regulations")


BODIES = checker().bodies


def read(part: object) -> Iterator[str]:
    """The fields that a part of a rule reads."""
    if isinstance(part, tuple | list):
        if len(part) > 1 and part[0] in ("字段", "已填"):
            yield part[1]
        for inner in part:
            yield from read(inner)
    elif is_dataclass(part):
        for own in fields(part):
            yield from read(getattr(part, own.name))


@pytest.mark.parametrize("body", BODIES)
def test_a_form_of_a_body_has_every_field_that_its_rules_read(body: str) -> None:
    """The page can ask for a field only where the form has it."""
    missing = set()
    for book in checker().books(body):
        for name, chapter in book.chapters.items():
            known = checker().forms.types[name].by_name
            for field in set(read(chapter.rules)):
                own = known[field].bodies
                if own and body not in own:
                    missing.add(f"{name}：{field}")
    assert not missing


@pytest.mark.parametrize("body", BODIES)
def test_every_quote_can_be_opened_where_it_stands(body: str) -> None:
    held = json.loads(texts(checker(), body))
    quotes = {bound.provided for book in checker().books(body) for _, bound in book.quotes}
    assert quotes
    for provided in quotes:
        words = [
            row[3]
            for rows in held[provided.regulation]
            for row in rows
            if row[0] == provided.id and squeeze(provided.quote) in squeeze(row[3])
        ]
        assert words, provided


@pytest.mark.parametrize("body", BODIES)
def test_a_provision_comes_with_those_above_and_below_it(body: str) -> None:
    held = json.loads(texts(checker(), body))
    for slug, versions in held.items():
        regulation = checker().library.find(slug)
        assert regulation
        chains = {chain[-1].id: chain for chain in regulation.paths()}
        for id, depth, lead, text in versions[0]:
            chain = chains[id]
            assert depth == len(chain) - 1
            assert lead.strip() == chain[-1].label
            assert text == (chain[-1].heading or "") + chain[-1].text
            assert {node.id for node in chain} <= {row[0] for row in versions[0]}
