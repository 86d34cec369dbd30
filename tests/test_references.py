"""References and terms in texts. The cases are in `data/references.yml` and `data/terms.yml`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from handbook import citation, references, terms
from handbook.library import Library
from handbook.provision import Level, Metadata, Provision, Regulation
from handbook.read import read
from handbook.references import Reference
from handbook.resolution import Problem
from handbook.resolver import Resolver

DATA = Path(__file__).parent / "data"
ROOT = Path(__file__).parent.parent / "regulations"
CASES = yaml.safe_load((DATA / "references.yml").read_text("utf-8"))
TERMS = yaml.safe_load((DATA / "terms.yml").read_text("utf-8"))


def shown(resolver: Resolver, regulation: Regulation, reference: Reference) -> str:
    """A reference as the data file writes it."""
    place = citation.cited(regulation)[reference.provision].words
    words = reference.text + ("（除外）" if reference.excluded else "")
    targets = []
    for ref in reference.targets:
        target = resolver.regulation(ref.regulation)
        assert target is not None
        own = citation.cited(target)[ref.id].words if ref.id else ""
        title = "" if target is regulation else citation.cite_title(target.title)
        targets.append(title + own)
    if reference.problem is Problem.EXTERNAL:
        to = f"外《{reference.title}》"
    elif reference.problem is Problem.MISSING:
        to = "缺"
    else:
        to = ("不明 " if reference.problem else "") + "、".join(targets)
    return f"{place}｜{words} → {to}"


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_references(case: dict[str, Any]) -> None:
    texts = [case["text"], *case.get("others", ())]
    shelf = [read(text, slug=f"ju/r{n}").regulation for n, text in enumerate(texts)]
    resolver = Resolver(shelf, {"ju": ["X区X局", "局"]})
    found = references.find(resolver, shelf[0])
    assert [shown(resolver, shelf[0], reference) for reference in found] == case["expect"]


@pytest.mark.parametrize("case", TERMS, ids=lambda case: case["name"])
def test_terms(case: dict[str, Any]) -> None:
    regulation = read(case["text"]).regulation
    found = [
        f"{term.name}｜{term.kind.value}｜{term.within or '全篇'}｜{term.full}"
        for term in terms.find(regulation)
    ]
    assert found == case["expect"]
    texts = {p.id: p.text for p in regulation.walk()}
    for term in terms.find(regulation):
        assert texts[term.provision][term.start : term.end] == term.name
        assert term.name in term.sentence


def test_references_of_the_handbook_say_where_they_stand() -> None:
    library = Library.load(ROOT)
    slugs = {r.slug: {p.id: p.text for p in r.walk()} for r in library.regulations}
    count = 0
    for regulation in library.regulations:
        for reference in references.find(library, regulation):
            count += 1
            text = slugs[reference.regulation][reference.provision]
            assert text[reference.start : reference.end] == reference.text != ""
            assert bool(reference.targets) or reference.problem is not None
            for target in reference.targets:
                assert target.id == "" or target.id in slugs[target.regulation]
    assert count > 200


PIECES = st.sampled_from((
    "第", "一", "二", "十", "百", "条", "款", "项", "目", "章", "之一", "、", "和", "至",
    "（", "）", "(一)", "㈠", "本办法", "本条", "前款", "前两款", "前条", "该条", "《", "》",
    "《甲》", "附件", "1", "。", "；", "“", "”", "除外", "规定", "刑法", "〔2016〕25号", "X",
    "\u3000", "\u00a0", "以下简称", "是指", "修改",
))  # fmt: skip


@settings(deadline=None, derandomize=True, max_examples=500)
@given(st.lists(st.lists(PIECES, max_size=25).map("".join), min_size=1, max_size=4))
def test_any_words_are_read(words: list[str]) -> None:
    points = tuple(
        Provision(Level.POINT, f"art_1__point_{n}", f"({n})", str(n), text=text)
        for n, text in enumerate(words, 1)
    )
    article = Provision(Level.ARTICLE, "art_1", "第一条", "1", text="".join(words), children=points)
    for title in ("办法", "关于修改《甲》的决定", "关于适用《甲》的解释"):
        regulation = Regulation("a/b", Metadata(title), (article,))
        for reference in references.find(Resolver([regulation]), regulation):
            text = article.text if reference.provision == "art_1" else ""
            assert reference.start < reference.end
            assert not text or text[reference.start : reference.end] == reference.text
        terms.find(regulation)
