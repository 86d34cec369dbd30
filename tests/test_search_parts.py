"""The parts of the search, each against a table that a clerk can read."""

from __future__ import annotations

import math
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from handbook.citation import cite
from handbook.library import Library
from handbook.search import address
from handbook.search.arithmetic import ln
from handbook.search.build import collect
from handbook.search.cut import cut
from handbook.search.fold import Folder, squeeze, variants
from handbook.search.index import SearchIndex
from handbook.search.language import language, table

DATA = Path(__file__).parent / "data" / "search"
FOLDER = Folder(variants((*table("variants"), *table("traditional"))))
TEXTS = st.text(
    alphabet="接待第十二条2,000.5:，。 　(（）)aZ％％😀\u200b\x00报報元天半", max_size=40
)


@pytest.fixture(scope="module")
def library() -> Library:
    return Library.load(Path("regulations"))


@pytest.fixture(scope="module")
def index(library: Library) -> SearchIndex:
    return SearchIndex(collect(library))


def cases(name: str) -> list[list[object]]:
    return list(yaml.safe_load((DATA / name).read_text("utf-8")))


@pytest.mark.parametrize(("text", "folded"), cases("folds.yml"))
def test_folding(text: str, folded: str) -> None:
    assert FOLDER.fold(text) == folded


@settings(derandomize=True, max_examples=500)
@given(TEXTS)
def test_folding_with_offsets_is_folding(text: str) -> None:
    folded, offsets = FOLDER.offsets(text)
    assert folded == FOLDER.fold(text)
    assert offsets == sorted(offsets) and len(offsets) == len(folded)
    assert all(
        FOLDER[ord(text[at])] == char or char == " "
        for at, char in zip(offsets, folded, strict=True)
    )


@settings(derandomize=True, max_examples=300)
@given(TEXTS, st.integers(0, 40), st.integers(0, 40))
def test_part_of_a_text_squeezes_to_part_of_it(text: str, start: int, length: int) -> None:
    part = FOLDER.fold(text[start : start + length])
    assert squeeze(part).replace(",", "") in squeeze(FOLDER.fold(text)) or "," in text


@pytest.mark.parametrize(("text", "figures"), cases("figures.yml"))
def test_figures(text: str, figures: list[list[object]]) -> None:
    found = language().figures().find(FOLDER.fold(text))
    assert [[f.value, f.unit, f.op, *([f.last] if f.op == "-" else [])] for f in found] == figures


def test_logarithm_is_the_usual_one() -> None:
    for x in (1.0, 1.5, 2.0, 3.7, 10.0, 12345.678, 1e9):
        assert math.isclose(ln(x), math.log(x), rel_tol=1e-9, abs_tol=1e-12)


@pytest.mark.parametrize(
    ("text", "words", "pieces"),
    [
        ("公务接待标准", {"公务", "接待", "标准", "务接"}, ["公务", "接待", "标准"]),
        ("办公室主任", {"办公", "办公室", "室主", "主任"}, ["办公室", "主任"]),
        ("led屏幕2000元", {"屏幕"}, ["led", "屏幕", "2000", "元"]),
        ("病假 三天", {"病假"}, ["病假", "三", "天"]),
        ("", {"病假"}, []),
    ],
)
def test_cutting(text: str, words: set[str], pieces: list[str]) -> None:
    assert [piece.text for piece in cut(text, words, 3)] == pieces


@settings(derandomize=True, max_examples=200)
@given(st.text(alphabet="接待标准a1 .", max_size=30))
def test_pieces_make_up_the_text(text: str) -> None:
    pieces = cut(text, {"接待", "待标", "标准", "接待标"}, 3)
    assert "".join(piece.text for piece in pieces) == text.replace(" ", "")
    assert all(text[piece.start : piece.end] == piece.text for piece in pieces)


def test_every_printed_citation_is_an_address(index: SearchIndex) -> None:
    for unit in index.data.units:
        words = address.fold(unit.words).replace(" ", "")
        steps = address.steps(words)
        assert steps and address.agree(steps, steps) == 2, unit.words


def test_citations_are_those_of_the_library(index: SearchIndex, library: Library) -> None:
    expected = {
        (regulation.slug, chain[-1].id): cite(regulation, chain)
        for regulation in library.regulations
        for chain in regulation.paths()
    }
    found = {
        (index.entry(i).slug, unit.id): index.citation(i) for i, unit in enumerate(index.data.units)
    }
    assert found.items() <= expected.items()
