"""Search in a corpus of laws: build, bytes, latency in Chromium; Whoosh's index timed apart.

    python -m bench.search_laws [FOLDER] [--every N] [--queries N] [--whoosh]

FOLDER: laws in the community's Markdown form (default: `../shared/laws` beside the project).
`--every`: only each N-th law. Queries are one to four words from random provisions, and the
questions of `QUESTIONS`. Processor time, since other work may share the machine. Bytes are gzip's,
each file by itself, as a server sends them.
"""

from __future__ import annotations

import argparse
import gzip
import resource
import shutil
import tempfile
import time
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

from bench.law_library import library_of_laws, phrases
from handbook.search import whoosh_store
from handbook.search.build import collect
from handbook.search.index import SearchIndex
from handbook.search.model import IndexData
from handbook.search.shards.write import write
from plugins import bundle
from plugins.fulltext.files import index_script, part_script
from plugins.fulltext.slim import slim
from tests.browser.conftest import ARGS, NAMES
from tests.case_files import LAWS

ASSETS = Path(__file__).parent.parent / "plugins" / "fulltext" / "assets"
QUESTIONS = (
    "试用期最长多久", "醉酒驾驶怎么处罚", "劳动合同 试用期", "盗窃罪的量刑", "公司法 董事 任期",
    "刑法第二百六十四条", "罚款 五万元以上", "食品 召回", "laodonghetong", "“不得超过六个月”",
    "离婚 子女抚养", "个人信息 同意", "谁批准 建设用地", "未成年人 网络保护", "工伤认定 期限",
    "行政复议 六十日", "缓刑 条件", "著作权 保护期", "安全生产 处罚", "第十二条",
)  # fmt: skip
OPEN = """() => {
  const start = performance.now();
  for (const steps = handbookSearch.open(); !steps.next().done; );
  return performance.now() - start;
}"""
#: Answers with the parts that `part` gives; then again, with all of them there.
ASK = """async (query) => {
  const names = [];
  let rounds = 0;
  const steps = handbookSearch.answering({ query, limit: 10 });
  let step = steps.next();
  for (; !step.done; rounds++) {
    names.push(...step.value);
    for (const text of await part(step.value)) (0, eval)(text);
    const parts = handbookSearch.parts();
    for (const name of step.value) if (!parts.has(name)) parts.lose(name);
    step = steps.next();
  }
  const start = performance.now();
  const { total } = handbookSearch.answer({ query, limit: 10 });
  return { names, rounds, total, warm: performance.now() - start };
}"""


def spread(values: list[float], unit: str) -> str:
    """Middle, 95th percentile, greatest."""
    found = sorted(values)
    at = {"p50": len(found) // 2, "p95": int(len(found) * 0.95), "max": len(found) - 1}
    return "  ".join(f"{name} {found[i]:,.1f} {unit}" for name, i in at.items())


class Site:
    """The files of a sharded index on disk."""

    def __init__(self, data: IndexData, folder: Path) -> None:
        self.folder = folder
        began = time.process_time()
        head, parts = write(data)
        self.files = 0
        for part in parts:
            path = folder / f"{part.name}.js"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(part_script(part.name, part.content), "utf-8")
            self.files += 1
        self.seconds = time.process_time() - began
        self.index = index_script(slim(head))
        self.engine = bundle.script(ASSETS / "engine" / "sharded.js")
        self.page = bundle.script(ASSETS / "page" / "main.js")
        self.style = bundle.style(ASSETS / "search.css")
        self._sizes: dict[str, int] = {}

    @property
    def start(self) -> int:
        """Bytes before the first query."""
        texts = (self.index, self.engine, self.page, self.style)
        return sum(len(gzip.compress(text.encode(), 9)) for text in texts)

    def read(self, names: list[str]) -> list[str]:
        paths = [self.folder / f"{name}.js" for name in names]
        return [path.read_text("utf-8") for path in paths if path.exists()]

    def bytes(self, names: list[str]) -> int:
        for name in names:
            path = self.folder / f"{name}.js"
            if name not in self._sizes and path.exists():
                self._sizes[name] = len(gzip.compress(path.read_bytes(), 9))
        return sum(self._sizes.get(name, 0) for name in names)

    def open(self, browser: Browser) -> tuple[Page, float]:
        page = browser.new_page()
        page.expose_function("part", self.read)
        page.add_script_tag(content=self.engine)
        page.add_script_tag(content=self.index)
        return page, page.evaluate(OPEN)


def measure(site: Site, queries: list[str]) -> None:
    path = next(filter(None, map(shutil.which, NAMES)))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(ARGS))
        fresh, opening = [], []
        for query in queries[:: max(1, len(queries) // 40)]:
            page, took = site.open(browser)
            opening.append(took)
            fresh.append(site.start + site.bytes(page.evaluate(ASK, query)["names"]))
            page.close()
        page, _ = site.open(browser)
        answers: list[dict[str, Any]] = [page.evaluate(ASK, query) for query in queries]
        warm = [page.evaluate(ASK, query)["warm"] for query in queries]
        browser.close()
    print(f"before the first answer   {spread([size / 1000 for size in fresh], 'KB')}")
    later = [site.bytes(answer["names"]) / 1000 for answer in answers[1:]]
    print(f"a further query           {spread(later, 'KB')}  mean {sum(later) / len(later):.1f} KB")
    print(f"rounds of loading         {spread([answer['rounds'] for answer in answers], '')}")
    print(f"opening the head          {spread(opening, 'ms')}")
    print(f"warm                      {spread(warm, 'ms')}  ({len(queries)} queries)")
    print(f"without any hit           {sum(1 for answer in answers if not answer['total'])}")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", nargs="?", type=Path, default=LAWS)
    parser.add_argument("--every", type=int, default=1)
    parser.add_argument("--queries", type=int, default=200)
    parser.add_argument("--whoosh", action="store_true")
    asked = parser.parse_args()
    began = time.process_time()
    library = library_of_laws(asked.folder, asked.every)
    reading = time.process_time() - began
    began = time.process_time()
    data = collect(library)
    collecting = time.process_time() - began
    del library
    n = len(data.units)
    with tempfile.TemporaryDirectory() as folder:
        site = Site(data, Path(folder))
        both = collecting + site.seconds
        characters = sum(len(unit.text) for unit in data.units)
        print(f"laws {len(data.regulations)}  provisions {n}  characters {characters:,}")
        print(f"read the texts            {reading:.1f} s")
        print(f"collect                   {collecting:.1f} s")
        print(f"write the parts           {site.seconds:.1f} s, {site.files} files")
        print(f"provisions a second       {n / both:,.0f}  (writing alone {n / site.seconds:,.0f})")
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        print(f"memory                    {memory} MB")
        index = SearchIndex(data)
        measure(site, [*QUESTIONS, *phrases(index, asked.queries)])
        if asked.whoosh:
            began = time.process_time()
            whoosh_store.write(index, Path(folder, "whoosh"))
            print(f"Whoosh's index            {time.process_time() - began:.1f} s")


if __name__ == "__main__":
    main()
