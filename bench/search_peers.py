"""Our search beside others: quality, bytes, build time, latency, on one machine in one run.

    python -m bench.search_peers [--keep FOLDER]

Peers are fetched into a temporary folder (`--keep`: one that stays) and are no dependencies:
Material's own search (as installed), Pagefind 1.5.2 (PyPI, `pagefind[extended]`) and 1.6.0 (npm),
MiniSearch (npm), Whoosh with jieba's ChineseAnalyzer. Each gets the documented Chinese set-up: a
page for each regulation, a `##` section for each provision with its citation and heading.

Quality is by provision, as `bench.search_quality` has it. Of peers that show pages with sections
under them, at most three sections of a page count, in the order shown. Bytes are what the browser
asks the server for (code of the search included, that of the page around it not), each file packed
by itself, plus for MiniSearch the texts to show. Latency is that of the search with the ten hits'
data, second time asked; build time is processor time.
"""

from __future__ import annotations

import argparse
import gzip
import json
import math
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from bench.search_browser import brotli
from bench.search_quality import DATA, Case, load, relevant
from handbook.library import Library
from handbook.search.build import collect
from handbook.search.index import SearchIndex
from plugins.fulltext.files import SearchFiles
from tests.browser.conftest import ARGS, NAMES

DRIVERS = Path(__file__).parent / "search_peers.js"
SETS = ("dev", "held")
SHOWN = 10
FRESH = 5  # sessions of which the middle counts
MKDOCS = r"""site_name: peers
theme:
  name: material
  language: zh
  font: false
plugins:
  - search:
      lang: zh
      separator: '[\s\u200b\-]'
markdown_extensions:
  - attr_list
"""
Ask = Callable[[str], list[int]]


@dataclass
class Row:
    """A line of the table."""

    name: str
    quality: dict[str, tuple[float, float, float, float]] = field(default_factory=dict)
    build: float = 0.0
    first: tuple[int, int] = (0, 0)
    later: tuple[float, float] = (0.0, 0.0)
    cold: float = 0.0
    warm: tuple[float, float] = (0.0, 0.0)


class Bench:
    """The handbook, its queries, and the table so far."""

    def __init__(self, peers: Path, folder: Path) -> None:
        self.peers = peers
        self.folder = folder
        self.data = collect(Library.load(Path("regulations")))
        self.index = SearchIndex(self.data)
        self.cases = {name: load(DATA / f"queries-{name}.jsonl") for name in SETS}
        self.queries = [case.query for cases in self.cases.values() for case in cases]
        self.rows: list[Row] = []
        self._sizes: dict[tuple[Path, float], tuple[int, int]] = {}

    def judge(self, row: Row, answers: dict[str, list[int]]) -> None:
        for name, cases in self.cases.items():
            results = [self._judge(case, answers[case.query]) for case in cases]
            means = [statistics.mean(result[i] for result in results) for i in range(4)]
            row.quality[name] = (means[0], means[1], means[2], means[3])
        self.rows.append(row)
        print(row.name, row, file=sys.stderr, flush=True)

    def _judge(self, case: Case, units: list[int]) -> tuple[float, float, float, float]:
        right = relevant(self.index, case)
        good = [unit in right for unit in units[:SHOWN]]
        gain = sum(1 / math.log2(i + 2) for i, found in enumerate(good) if found)
        ideal = sum(1 / math.log2(i + 2) for i in range(min(len(right), SHOWN)))
        return gain / ideal, float(good[:1] == [True]), float(any(good[:5])), float(not units)

    def packed(self, path: Path) -> tuple[int, int]:
        """Bytes of a file, by gzip and by brotli (the smaller of both where it is packed)."""
        key = (path, path.stat().st_mtime)
        if key not in self._sizes:
            raw = path.read_bytes()
            small = len(gzip.compress(raw, 9))
            self._sizes[key] = (min(small, len(raw)), min(brotli(path) or small, len(raw)))
        return self._sizes[key]


@contextmanager
def children() -> Iterator[list[float]]:
    """Processor time of the commands that run inside, put into the list at the end."""
    spent: list[float] = []
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    yield spent
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    spent.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)


class Served:
    """A folder on loopback that remembers which files were asked for."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.asked: list[Path] = []
        served = self

        class Handler(SimpleHTTPRequestHandler):
            def log_message(self, format: str, *args: object) -> None:
                path = Path(self.translate_path(self.path))
                if path.is_file() and path.name not in ("blank.html", "numbers.json"):
                    served.asked.append(path)

        (folder / "blank.html").write_text("<!doctype html><meta charset=utf-8><title></title>")
        handler = partial(Handler, directory=str(folder))
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        self.address = f"http://127.0.0.1:{self._server.server_port}/"

    def taken(self) -> list[Path]:
        asked, self.asked = self.asked, []
        return asked


def in_browser(bench: Bench, row: Row, folder: Path, setup: str) -> None:
    """Measures a peer whose driver (`search_peers.js`) is set up by `setup`."""
    served = Served(folder)
    path = next(filter(None, map(shutil.which, NAMES)))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(ARGS))

        def opened() -> Page:
            page = browser.new_context().new_page()
            page.goto(f"{served.address}blank.html")
            page.add_script_tag(path=DRIVERS)
            served.taken()
            return page

        fresh = []
        for query in bench.queries[:: len(bench.queries) // FRESH][:FRESH]:
            page = opened()
            page.evaluate(f"async () => {{ await peers.{setup}; }}")
            page.evaluate("(query) => peers.ask(query)", query)
            sizes = [bench.packed(path) for path in set(served.taken())]
            took = page.evaluate("() => peers.sinceSetup")
            fresh.append((sum(s[0] for s in sizes), sum(s[1] for s in sizes), took))
            page.context.close()
        middle = [statistics.median(values) for values in zip(*fresh, strict=True)]
        row.first, row.cold = (int(middle[0]), int(middle[1])), middle[2]
        page = opened()
        page.evaluate(f"async () => {{ await peers.{setup}; }}")
        answers, later = {}, []
        for query in bench.queries:
            found = page.evaluate("(query) => peers.ask(query)", query)
            answers[query] = [int(unit) for unit in found["units"]]
            later.append(sum(bench.packed(path)[0] for path in set(served.taken())))
        row.later = (statistics.mean(later[1:]), sorted(later[1:])[int(len(later) * 0.95)])
        warm = [page.evaluate("(q) => peers.ask(q)", q)["took"] for q in bench.queries]
        row.warm = (statistics.median(warm), sorted(warm)[int(len(warm) * 0.95)])
        browser.close()
    bench.judge(row, answers)


def ours(bench: Bench, name: str, largest: int) -> None:
    folder = bench.folder / name.replace("，", "-")
    began = time.process_time()
    data = collect(Library.load(Path("regulations")))
    files = SearchFiles(data, largest)
    for file in files.all:
        path = folder / file.uri
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(file.content, "utf-8")
    files.write_parts(folder)
    row = Row(name, build=time.process_time() - began)
    numbers = {f"{bench.index.entry(i).slug}/#{unit.id}": i for i, unit in enumerate(data.units)}
    (folder / "numbers.json").write_text(json.dumps(numbers))
    in_browser(bench, row, folder, f"ours({files.engine.uri!r}, {files.index.uri!r})")


def pages(bench: Bench) -> Path:
    """A site in which every provision is a section whose anchor is its number."""
    folder = bench.folder / "material"
    docs = folder / "docs"
    for entry in bench.data.regulations:
        lines = [f"# {entry.title}"]
        for number in range(entry.first, entry.last):
            unit = bench.data.units[number]
            if unit.text or unit.heading:
                escaped = unit.text.replace("<", "&lt;")
                lines += ["", f"## {unit.words} {unit.heading} {{ #u{number} }}", "", escaped]
        path = docs / f"{entry.slug}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("\n".join(lines), "utf-8")
    (docs / "index.md").write_text("# 首页\n", "utf-8")
    (folder / "mkdocs.yml").write_text(MKDOCS, "utf-8")
    return folder


def material(bench: Bench) -> Path:
    folder = pages(bench)
    mkdocs = Path(sys.executable).with_name("mkdocs")
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1", "PYTHONWARNINGS": "ignore"}
    with children() as spent:
        command = [mkdocs, "build", "--quiet"]
        subprocess.run(command, cwd=folder, env=environment, check=True, capture_output=True)
    site = folder / "site"
    (worker,) = (site / "assets" / "javascripts" / "workers").glob("search.*.min.js")
    row = Row("Material", build=spent[0])
    in_browser(bench, row, site, f"material({worker.relative_to(site).as_posix()!r})")
    return site


def pagefind(bench: Bench, site: Path, name: str, program: list[str]) -> None:
    environment = {**os.environ, "PYTHONPATH": str(bench.peers / "py")}
    command = [*program, "--site", str(site), "--force-language", "zh"]
    with children() as spent:
        subprocess.run(
            [*command, "--root-selector", ".md-content"],
            check=True, capture_output=True, env=environment,
        )  # fmt: skip
    in_browser(bench, Row(name, build=spent[0]), site, "pagefind()")
    shutil.rmtree(site / "pagefind")


def minisearch(bench: Bench, name: str, cut: str) -> None:
    folder = bench.folder / name.replace("，", "-")
    folder.mkdir()
    library = bench.peers / "node_modules" / "minisearch" / "dist" / "umd" / "index.js"
    units = [
        [bench.index.entry(i).title, f"{unit.words} {unit.heading}", unit.text]
        for i, unit in enumerate(bench.data.units)
    ]
    (folder / "texts.json").write_text(json.dumps(units, ensure_ascii=False), "utf-8")
    shutil.copy(library, folder / "minisearch.js")
    with children() as spent:
        subprocess.run(["node", DRIVERS, folder, cut], check=True)
    in_browser(bench, Row(name, build=spent[0]), folder, f"minisearch({cut!r})")


def whoosh(bench: Bench) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from jieba.analyse import ChineseAnalyzer
        from whoosh.fields import NUMERIC, TEXT, Schema
        from whoosh.index import create_in
        from whoosh.qparser import AndGroup, MultifieldParser, OrGroup
    analyzer = ChineseAnalyzer()
    schema = Schema(
        unit=NUMERIC(stored=True),
        title=TEXT(analyzer=analyzer, field_boost=2.0),
        text=TEXT(analyzer=analyzer),
    )
    folder = bench.folder / "whoosh"
    folder.mkdir()
    began = time.process_time()
    made = create_in(str(folder), schema)
    writer = made.writer(limitmb=256)
    for number, unit in enumerate(bench.data.units):
        if unit.text or unit.heading:
            title = f"{bench.index.entry(number).title} {unit.words} {unit.heading}"
            writer.add_document(unit=number, title=title, text=unit.text)
    writer.commit()
    spent = time.process_time() - began
    searcher = made.searcher()
    for name, group in (("Whoosh，AND", AndGroup), ("Whoosh，OR", OrGroup.factory(0.9))):
        parser = MultifieldParser(["title", "text"], schema, group=group)

        def ask(query: str, parser: MultifieldParser = parser) -> list[int]:
            return [hit["unit"] for hit in searcher.search(parser.parse(query), limit=SHOWN)]

        row = Row(name, build=spent)
        answers = {query: ask(query) for query in bench.queries}
        times = []
        for query in bench.queries:
            began = time.process_time()
            ask(query)
            times.append((time.process_time() - began) * 1000)
        row.warm = (statistics.median(times), sorted(times)[int(len(times) * 0.95)])
        bench.judge(row, answers)


def fetch(folder: Path) -> None:
    """The peers, from the registries of Python and JavaScript."""
    if not (folder / "node_modules").exists():
        packages = ["minisearch", "pagefind@1.6.0"]
        npm = ["npm", "install", "--no-audit", "--no-fund", "--silent", "--prefix", folder]
        subprocess.run([*npm, *packages], check=True)
    if not (folder / "py").exists():
        pip = [sys.executable, "-m", "pip", "install", "--quiet", "--target", folder / "py"]
        subprocess.run([*pip, "pagefind[extended]==1.5.2"], check=True)


def table(rows: list[Row]) -> str:
    head = "| | " + " | ".join(f"{s} nDCG@10 | first | top 5 | none" for s in SETS)
    lines = [
        f"{head} | build s | first answer KB gz / br | further KB mean / p95 | cold ms |"
        " warm ms p50 / p95 |",
        "|---" * (6 + 4 * len(SETS)) + "|",
    ]
    for row in rows:
        quality = " | ".join(
            f"{q[0]:.3f} | {q[1]:.0%} | {q[2]:.0%} | {q[3]:.0%}" for q in row.quality.values()
        )
        server = not row.first[0]
        first = "server" if server else f"{row.first[0] / 1000:.0f} / {row.first[1] / 1000:.0f}"
        later = "–" if server else f"{row.later[0] / 1000:.1f} / {row.later[1] / 1000:.1f}"
        cold = "–" if server else f"{row.cold:.0f}"
        lines.append(
            f"| {row.name} | {quality} | {row.build:.1f} | {first} | {later} | {cold} |"
            f" {row.warm[0]:.1f} / {row.warm[1]:.1f} |"
        )
    return "\n".join(lines)


def run(folder: Path) -> None:
    fetch(folder)
    with tempfile.TemporaryDirectory(dir=folder) as work:
        compare(folder, Path(work))


def compare(peers: Path, work: Path) -> None:
    bench = Bench(peers, work)
    ours(bench, "ours", 10**9)
    ours(bench, "ours，sharded", 0)
    site = material(bench)
    python = [sys.executable, "-m", "pagefind"]
    pagefind(bench, site, "Pagefind 1.5.2", python)
    pagefind(bench, site, "Pagefind 1.6.0", [str(peers / "node_modules" / ".bin" / "pagefind")])
    minisearch(bench, "MiniSearch，bigrams", "bigrams")
    minisearch(bench, "MiniSearch，words", "words")
    whoosh(bench)
    print(table(bench.rows))


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--keep", type=Path)
    kept = parser.parse_args().keep
    if kept:
        kept.mkdir(parents=True, exist_ok=True)
        run(kept)
    else:
        with tempfile.TemporaryDirectory() as folder:
            run(Path(folder))


if __name__ == "__main__":
    main()
