"""Citations: print, read back, and what people type. The cases are in `data/citations.yml` and
`data/typed-citations.yml`.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from handbook import citation, ids
from handbook.errors import HandbookError
from handbook.labels import parse_label
from handbook.library import Library
from handbook.provision import Level, Metadata, Provision, Regulation
from handbook.read import read
from handbook.resolver import Resolver

DATA = Path(__file__).parent / "data"
ROOT = Path(__file__).parent.parent / "regulations"
PRINTED = yaml.safe_load((DATA / "citations.yml").read_text("utf-8"))
TYPED = yaml.safe_load((DATA / "typed-citations.yml").read_text("utf-8"))
LAWS = Path(__file__).parents[2] / "shared" / "laws"


@st.composite
def provisions(draw: st.DrawFn, level: int, depth: int) -> Provision:
    """A provision with everything below it; `level` counts inwards from 章."""
    kind, label, number = draw(st.sampled_from(KINDS[min(level, len(KINDS) - 1)]))
    words = draw(st.sampled_from(("", "接待标准", "会计岗位职责:", "“八小时以外”监督")))
    heading = words or "无名" if kind is Level.HEADING else None
    below = st.lists(provisions(level + 1, depth - 1), max_size=3) if depth else st.just([])
    return Provision(kind, "", label, number, heading=heading, children=tuple(draw(below)))


def rows(level: Level, labels: str) -> list[tuple[Level, str, str]]:
    """Level, label and number of provisions that the generator may choose."""
    found = []
    for label in labels.split():
        parsed = parse_label(label + "\u3000x")
        assert parsed is not None
        found.append((level, label, parsed.number))
    return found


UNNUMBERED = [(Level.TABLE, "", ""), (Level.HEADING, "", ""), (Level.PREAMBLE, "", "")]
PARAGRAPHS = [(Level.PARAGRAPH, "", "1"), (Level.PARAGRAPH, "", "2")]
KINDS = (
    rows(Level.CHAPTER, "第一章 第2章") + rows(Level.APPENDIX, "附件1 附表 附件一") + UNNUMBERED,
    rows(Level.ARTICLE, "第一条 第二条 笫三条 第一条之一")
    + rows(Level.ITEM1, "一、 二、 1、 2. (一) ㈠ ⑴ ① 1) A、"),
    rows(Level.POINT, "(一) （二） 1. ⑵ 三、 ()") + PARAGRAPHS + UNNUMBERED,
    rows(Level.ITEM2, "一、 2、 1. (一) (1) ③ B、 、") + rows(Level.INDENT, "1. (2)") + PARAGRAPHS,
    rows(Level.ITEM3, "1、 (1) ① 二、") + PARAGRAPHS + [(Level.TABLE, "", "")],
)


@st.composite
def regulations(draw: st.DrawFn) -> Regulation:
    """Any tree, however odd its numbers: doubled, lost, restarting, of all styles."""
    tops = draw(st.lists(provisions(draw(st.integers(0, 1)), 4), min_size=1, max_size=4))
    return Regulation("ju/yi", Metadata("某局会议制度"), ids.assign(tops))


def missed(resolver: Resolver, regulation: Regulation) -> list[str]:
    """The citations of a regulation that do not lead back to their provision alone."""
    bad = []
    for chain in regulation.paths():
        words = citation.cite(regulation, chain)
        found = resolver.resolve(words, near=regulation)
        where = [(ref.regulation, ref.id) for ref in found.refs]
        if found.problem or where != [(regulation.slug, chain[-1].id)]:
            bad.append(f"{chain[-1].id} {words} → {found}")
    return bad


@pytest.mark.parametrize("case", PRINTED, ids=lambda case: case["name"])
def test_printed(case: dict[str, Any]) -> None:
    regulation = read(case["text"]).regulation
    chains = {chain[-1].id: chain for chain in regulation.paths()}
    assert set(case["cite"]) <= set(chains)
    printed = {id_: citation.cite(regulation, chains[id_]) for id_ in case["cite"]}
    assert printed == case["cite"]
    assert not missed(Resolver([regulation]), regulation)


@pytest.fixture(scope="module")
def shelf() -> Resolver:
    """The regulations in `typed-citations.yml`, as one body's."""
    texts = [read(text, slug=f"ju/r{n}").regulation for n, text in enumerate(TYPED["texts"])]
    return Resolver(texts, {"ju": ["某局", "局"]})


@pytest.mark.parametrize("words", TYPED["cases"])
def test_typed(shelf: Resolver, words: str) -> None:
    expected = TYPED["cases"][words]
    found = shelf.resolve(words)
    shown = []
    for ref in found.refs:
        regulation = shelf.regulation(ref.regulation)
        assert regulation is not None
        chain = citation.cited(regulation)[ref.id].chain if ref.id else ()
        shown.append(citation.cite(regulation, chain))
    if found.problem:
        shown.insert(0, str(found.problem))
    assert shown == expected


@pytest.mark.parametrize("words", TYPED["refused"])
def test_refused(words: str) -> None:
    with pytest.raises(HandbookError, match="引用"):
        citation.parse(words)


def test_every_provision_of_the_handbook_is_found_by_its_citation() -> None:
    library = Library.load(ROOT)
    assert library.regulations
    bad = [line for r in library.regulations for line in missed(Resolver.of(library), r)]
    assert not bad


@settings(deadline=None, derandomize=True, max_examples=300)
@given(regulations())
def test_every_provision_of_any_tree_is_found_by_its_citation(regulation: Regulation) -> None:
    assert not missed(Resolver([regulation]), regulation)
    words = [citation.cite(regulation, chain) for chain in regulation.paths()]
    assert len(set(words)) == len(words)


@settings(deadline=None, derandomize=True, max_examples=500)
@given(st.text("第一二十条款项章（）()、.之至和〔〕缺号处“”《》附件表序言 12①㈠Ax", max_size=40))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        found = citation.parse(text)
    except HandbookError:
        return
    assert found.title or found.pointers


@pytest.mark.skipif(not LAWS.is_dir(), reason="laws stand beside the project only in CI")
def test_every_provision_of_the_laws_is_found_by_its_citation() -> None:
    for path in sorted(LAWS.rglob("*.md"))[::25]:
        regulation = read(path.read_text("utf-8"), path.name).regulation
        assert not missed(Resolver([regulation]), regulation), path.name
