"""The sharded index ranks as the command does; parts that are lost are said to be so."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from bench.search_quality import load
from handbook.library import Library
from handbook.search.build import collect
from handbook.search.index import SearchIndex
from handbook.search.query import understand
from handbook.search.rank import search
from handbook.search.remarks import remarks
from handbook.search.shards.index import ShardedIndex
from handbook.search.shards.write import write
from plugins import bundle
from plugins.fulltext.files import index_script, part_script
from plugins.fulltext.slim import slim

ROOT = Path(__file__).parent.parent.parent
DATA = ROOT / "tests" / "data" / "search"
ENGINE = ROOT / "plugins" / "fulltext" / "assets" / "engine" / "sharded.js"
OPEN = "() => { for (const steps = handbookSearch.open(); !steps.next().done; ); }"
#: Answers with the parts that `part` gives; one that it does not have is lost.
ASK = """async queries => {
  const answers = [];
  for (const query of queries) {
    const steps = handbookSearch.answering({ query, limit: 10 });
    let step = steps.next();
    for (let rounds = 0; !step.done; rounds++) {
      if (rounds > 12) throw new Error(`no end: ${query} ${step.value}`);
      for (const [name, script] of Object.entries(await part(step.value))) {
        if (script) (0, eval)(script);
        if (!handbookSearch.parts().has(name)) handbookSearch.parts().lose(name);
      }
      step = steps.next();
    }
    const { hits, remarks } = step.value;
    answers.push({
      hits: hits.map((hit) => [hit.path, hit.score, hit.complete, hit.answers, hit.citation]),
      remarks: remarks.map((remark) => remark.text),
    });
  }
  return answers;
}"""
#: Whether part b/3 is there after a script was run.
TAKE = """script => {
  try {
    (0, eval)(script);
  } catch {
    // no script any more
  }
  return handbookSearch.parts().has("b/3");
}"""
Parts = dict[str, str]


@pytest.fixture(scope="module")
def whole() -> SearchIndex:
    return SearchIndex(collect(Library.load(ROOT / "regulations")))


@pytest.fixture(scope="module")
def parts(whole: SearchIndex) -> Parts:
    head, others = write(whole.data)
    return {"head": head} | {part.name: part.content for part in others}


def open_page(browser: Browser, parts: Parts) -> Page:
    page = browser.new_page()

    def give(names: list[str]) -> dict[str, str]:
        return {name: part_script(name, parts[name]) if name in parts else "" for name in names}

    page.expose_function("part", give)
    page.add_script_tag(content=bundle.script(ENGINE))
    page.add_script_tag(content=index_script(slim(parts["head"])))
    page.evaluate(OPEN)
    return page


@pytest.fixture(scope="module")
def engine(browser: Browser, parts: Parts) -> Iterator[Page]:
    page = open_page(browser, parts)
    yield page
    page.close()


def command(index: ShardedIndex, text: str) -> dict[str, Any]:
    query = understand(text, index)
    hits = search(index, query, 10)
    shown = [
        [
            f"{index.entry(hit.unit).slug}/#{index.unit(hit.unit).id}",
            hit.score,
            hit.complete,
            hit.sentence is not None and hit.sentence.answers,
            index.citation(hit.unit),
        ]
        for hit in hits
    ]
    return {"hits": shown, "remarks": list(remarks(index, query, hits))}


def compare(page: Page, parts: Parts, queries: list[str]) -> None:
    index = ShardedIndex(parts.__getitem__)
    for query, found in zip(queries, page.evaluate(ASK, queries), strict=True):
        assert found == json.loads(json.dumps(command(index, query))), query


def test_example_queries(engine: Page, parts: Parts) -> None:
    cases = [case for path in sorted(DATA.glob("queries-*.jsonl")) for case in load(path)]
    compare(engine, parts, [case.query for case in cases])


def test_hostile_queries(engine: Page, parts: Parts) -> None:
    queries = json.loads((Path(__file__).parent / "hostile.json").read_text("utf-8"))
    compare(engine, parts, queries)


def test_random_phrases(engine: Page, parts: Parts, whole: SearchIndex) -> None:
    dice = random.Random(11)
    texts = [unit.text for unit in whole.data.units if len(unit.text) > 20]

    def piece() -> str:
        text = dice.choice(texts)
        start = dice.randrange(len(text) - 8)
        return text[start : start + dice.randint(2, 8)]

    quoted = [f"“{piece()}”" for _ in range(60)]
    compare(engine, parts, quoted + [" ".join(piece() for _ in range(3)) for _ in range(60)])


def test_lost_and_damaged_parts(browser: Browser, parts: Parts) -> None:
    """A third of the parts gone or empty of sense: every query is answered, the loss is said."""
    dice = random.Random(7)
    rest = {}
    for name, content in parts.items():
        fate = dice.random() if name != "head" else 1.0
        if fate > 0.3:
            rest[name] = content
        elif fate > 0.1:
            rest[name] = content[: len(content) // 2] + "?,!" + content[len(content) // 3 :]
    page = open_page(browser, rest)
    queries = [case.query for case in load(DATA / "queries-tune.jsonl")][:60]
    answers = page.evaluate(ASK, queries)
    page.close()
    assert sum(1 for answer in answers if answer["hits"]) > 40
    assert any("没有装上" in remark for remark in answers[-1]["remarks"])


def test_a_changed_script_is_refused(browser: Browser, parts: Parts) -> None:
    """Damage on the way: not run, or run and told by its check sum."""
    dice = random.Random(9)
    page = open_page(browser, parts)
    script = part_script("b/3", parts["b/3"])
    for _ in range(60):
        at = dice.randrange(len(script) - 1)
        changed = script[:at] + dice.choice("0x中'") + script[at + 1 :]
        if changed != script:
            assert not page.evaluate(TAKE, changed), changed[max(0, at - 20) : at + 20]
    assert page.evaluate(TAKE, script)
    page.close()
