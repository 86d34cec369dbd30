"""The page ranks as the command does: same provisions, same scores to the last bit."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from dataclasses import replace
from itertools import zip_longest
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from handbook.library import Library
from handbook.search.build import collect
from handbook.search.index import SearchIndex
from handbook.search.model import Unit
from handbook.search.pack import dumps
from handbook.search.query import understand
from handbook.search.rank import Filter, search
from handbook.search.remarks import remarks
from plugins import bundle
from plugins.fulltext.files import index_script
from plugins.fulltext.slim import slim

ROOT = Path(__file__).parent.parent.parent
DATA = ROOT / "tests" / "data" / "search"
ENGINE = ROOT / "plugins" / "fulltext" / "assets" / "engine" / "main.js"
Case = tuple[str, str, Filter]

OPEN = """() => {
  const steps = handbookSearch.open();
  for (let count = 1; ; count++) if (steps.next().done) return count;
}"""
ASK = """cases => cases.map(([query, own, only]) => {
  const { hits, total, remarks } = handbookSearch.answer({ query, own, only, limit: 10 });
  return {
    hits: hits.map((hit) => [hit.path, hit.score, hit.complete, hit.answers, hit.citation]),
    total,
    remarks: remarks.map((remark) => remark.text),
    marks: hits.map(({ parts }) => parts.map(({ mark, text }) => (mark ? text : "")).join("")),
  };
})"""


@pytest.fixture(scope="module")
def index() -> SearchIndex:
    return SearchIndex(collect(Library.load(ROOT / "regulations")))


@pytest.fixture(scope="module")
def engine(browser: Browser, index: SearchIndex) -> Iterator[Page]:
    """A page with the engine and the opened index in it."""
    page = browser.new_page()
    page.add_script_tag(content=bundle.script(ENGINE))
    page.add_script_tag(content=index_script(slim(dumps(index.data))))
    page.evaluate(OPEN)
    yield page
    page.close()


def command(index: SearchIndex, case: Case) -> dict[str, Any]:
    text, own, only = case
    query = understand(text, index)
    hits = search(index, query, 0, own, only)
    shown = []
    marks = []
    for hit in hits[:10]:
        unit, sentence = index.data.units[hit.unit], hit.sentence
        path = f"{index.entry(hit.unit).slug}/#{unit.id}"
        answers = sentence is not None and sentence.answers
        shown.append([path, hit.score, hit.complete, answers, index.citation(hit.unit)])
        held = {i for a, b in (sentence.marks if sentence else ()) for i in range(a, b)}
        marks.append("".join(unit.text[i] for i in sorted(held)))
    return {
        "hits": shown,
        "total": len(hits),
        "remarks": list(remarks(index, query, hits)),
        "marks": marks,
    }


def compare(engine: Page, index: SearchIndex, cases: list[Case]) -> None:
    asked = [
        [text, own, {"bodies": only.bodies, "topic": only.topic, "status": only.status,
                     "since": only.since, "until": only.until}]
        for text, own, only in cases
    ]  # fmt: skip
    for case, found in zip(cases, engine.evaluate(ASK, asked), strict=True):
        expected = json.loads(json.dumps(command(index, case)))
        assert found == expected, case


def example_queries() -> list[str]:
    lines = (
        line
        for path in sorted(DATA.glob("queries-*.jsonl"))
        for line in path.read_text("utf-8").splitlines()
    )
    return [json.loads(line)["q"] for line in lines]


def test_example_queries(engine: Page, index: SearchIndex) -> None:
    queries = example_queries()
    assert len(queries) > 300
    compare(engine, index, [(query, "", Filter()) for query in queries])


def test_own_body_and_filters(engine: Page, index: SearchIndex) -> None:
    filters = [
        Filter(bodies=("quju", "ali")), Filter(status="暂行"), Filter(since="2012-01-01"),
        Filter(until="2014-12-31"), Filter(topic="没有"),
    ]  # fmt: skip
    queries = example_queries()[::9]
    compare(engine, index, [(query, "wangcheng", Filter()) for query in queries])
    compare(engine, index, [(q, "", filters[i % len(filters)]) for i, q in enumerate(queries)])


def test_hostile_queries(engine: Page, index: SearchIndex) -> None:
    queries = json.loads((Path(__file__).parent / "hostile.json").read_text("utf-8"))
    compare(engine, index, [(query, "", Filter()) for query in queries])


def test_random_queries(engine: Page, index: SearchIndex) -> None:
    """Pieces of texts, numbers, marks, letters and rare characters thrown together."""
    dice = random.Random(20240201)
    texts = [unit.text for unit in index.data.units if len(unit.text) > 20]
    odd = [
        *"(）“”《》、., -~第条款元天半亿①㈢aZ😀𠀀號裏éİ%\u3000\ufeff\t\x85\uffff",
        *("之一", "10", "２０", "一百二十", "gw", "jied", "50%", "8:30", "3-5天", "1,200.50"),
    ]

    def piece() -> str:
        if dice.random() < 0.5:
            return dice.choice(odd)
        text = dice.choice(texts)
        start = dice.randrange(len(text) - 8)
        return text[start : start + dice.randint(1, 8)]

    queries = ["".join(piece() for _ in range(dice.randint(1, 8))) for _ in range(250)]
    compare(engine, index, [(query, "", Filter()) for query in queries])


def test_a_small_index(browser: Browser) -> None:
    small = SearchIndex(collect(Library.load(Path(__file__).parent / "regulations")))
    page = browser.new_page()
    page.add_script_tag(content=bundle.script(ENGINE))
    page.add_script_tag(content=index_script(slim(dumps(small.data))))
    page.evaluate(OPEN)
    words = ["审批", "第二条", "示办发〔2024〕1号", "100元", "坏", "jiedai", "接侍", "没有的东西"]
    compare(page, small, [(word, "", Filter()) for word in words])
    page.close()


STRANGE = (
    "·×§é—“”　\ue000\U0001f600𠀀", "`^~|#$&*;<=>@!", "龘" * 40 + "𠀀𠀁" * 30,
    "\u0080\u07ff\u0800" * 9,
)  # fmt: skip


@pytest.mark.parametrize("strange", [(), STRANGE], ids=["as they are", "strange"])
def test_every_text_arrives_as_it_was(
    browser: Browser, index: SearchIndex, strange: tuple[str, ...]
) -> None:
    units = [
        replace(unit, text=unit.text + text)
        for unit, text in zip_longest(index.data.units, strange, fillvalue="")
        if isinstance(unit, Unit)
    ]
    page = browser.new_page()
    code = bundle.joined(ENGINE.parent / "unpack.js")
    code = code.removesuffix("})();\n") + "globalThis.unpack = $unpack.unpack;})();\n"
    page.add_script_tag(content=code)
    found = page.evaluate(
        "text => { const { ids, words, headings, texts } = unpack(text);"
        "return [ids, words, headings, texts]; }",
        slim(dumps(replace(index.data, units=tuple(units)))),
    )
    for name, column in zip(("id", "words", "heading", "text"), found, strict=True):
        assert column == [getattr(unit, name) for unit in units]
    page.close()


def test_the_page_is_not_held_up_while_the_index_opens(
    browser: Browser, index: SearchIndex
) -> None:
    """Opening comes in steps; how long each takes is measured by the bench."""
    page = browser.new_page()
    page.add_script_tag(content=bundle.script(ENGINE))
    page.add_script_tag(content=index_script(slim(dumps(index.data))))
    assert page.evaluate(OPEN) > 3
    page.close()
