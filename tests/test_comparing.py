"""Provisions of two versions of a text find each other, whatever their numbers have become."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from handbook import numerals
from handbook.comparing.aligning import align
from handbook.comparing.changes import Aspect, compare
from handbook.comparing.folding import folded
from handbook.library import Library
from handbook.provision import Regulation
from handbook.read import read

ROOT = Path(__file__).parent.parent / "regulations"


@pytest.fixture(scope="module")
def library() -> Library:
    return Library.load(ROOT)


def test_a_text_is_itself(library: Library) -> None:
    for regulation in library.regulations:
        pairs = align(regulation, regulation)
        assert all(p.old is p.new for p in pairs), regulation.slug
        assert compare(regulation, regulation) == ()


def text(articles: list[str]) -> Regulation:
    """A regulation of these articles, numbered from 1."""
    lines = [f"第{numerals.to_han(n)}条　{words}" for n, words in enumerate(articles, 1)]
    return read("---\ntitle: 办法\n---\n\n# 办法\n\n" + "\n\n".join(lines) + "\n").regulation


def reworded(words: str, dice: random.Random) -> str:
    """The words with a tenth of their characters replaced."""
    chars = list(words)
    for at in dice.sample(range(len(chars) - 1), max(1, len(chars) // 10)):
        chars[at] = "某"
    return "".join(chars)


@pytest.mark.parametrize("seed", range(12))
def test_articles_are_followed_through_amendments(library: Library, seed: int) -> None:
    """Some articles go, some are put in, some change a tenth of their words; all others stay."""
    dice = random.Random(seed)
    sentences = dict.fromkeys(
        p.text for r in library.regulations for p in r.walk() if 20 <= len(p.text) <= 120
        and "\n" not in p.text and "第" not in p.text[:1]
    )  # fmt: skip
    own = dice.sample(list(sentences), 60)
    old, spare = own[:45], own[45:]
    kept = [(n, words) for n, words in enumerate(old) if dice.random() > 0.15]
    changed = {n for n, _ in kept if dice.random() < 0.2}
    new: list[tuple[int | None, str]] = []
    for n, words in kept:
        if dice.random() < 0.2 and spare:
            new.append((None, spare.pop()))
        new.append((n, reworded(words, dice) if n in changed else words))
    pairs = align(text(old), text([words for _, words in new]))
    found = {
        int(p.new.number) - 1: int(p.old.number) - 1 if p.old else None for p in pairs if p.new
    }
    stays = {n for n, _ in kept}
    for at, (n, _) in enumerate(new):
        replaced = n is None and found[at] == at and at not in stays  # new words at an old place
        assert found[at] == n or replaced, at


def test_aspects() -> None:
    old = text(
        ["甲单位负责收取费用，每次不超过80元。", "乙单位负责验收。", "丙单位负责归档，期限为三天。"]
    )
    new = text(
        [
            "丙单位负责归档，期限为三天。",
            "甲单位负责收取费用,每次不超过８０元。",
            "乙单位负责验收工作。",
        ]
    )
    found = {c.words.id: c.aspects for c in compare(old, new)}
    assert found["art_2"] == {Aspect.FORMAT, Aspect.NUMBERING}
    assert found["art_3"] == {Aspect.TEXT, Aspect.NUMBERING}
    assert found["art_1"] == {Aspect.NUMBERING, Aspect.POSITION}


def test_a_second_paragraph_makes_the_first_a_paragraph() -> None:
    old = text(["甲单位负责收取费用，每次不超过80元。", "乙单位负责验收。"])
    new = text(
        ["甲单位负责收取费用，每次不超过80元。\n\n特殊情况除外，由乙单位批准。", "乙单位负责验收。"]
    )
    found = [(c.old and c.old.id, c.new and c.new.id, c.reworded) for c in compare(old, new)]
    assert found == [("art_1", "art_1__para_1", False), (None, "art_1__para_2", False)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("４０％，", "40%,"),
        ("（一）", "(一)"),
        ("“甲”", '"甲"'),
        ("甲 乙\n丙", "甲乙丙"),
        ("——", "—"),
    ],
)
def test_forms_of_one_mark_are_one(one: str, other: str) -> None:
    assert folded(one) == folded(other)


def test_other_words_are_others() -> None:
    assert folded("80元") != folded("60元") and folded("以上") != folded("以下")
