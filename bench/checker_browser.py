"""The checker in Chromium: bytes, the first finding, a check after each keystroke, long tables.

    python -m bench.checker_browser [bytes] [page] [keys] [rows]

bytes   gzip of what a check needs: forms, engine, page, style, and the rules of one body; ≤ 120 KB.
page    from opening the check page with a form in its address, everything in the browser's cache,
        to the first finding on the screen: median of 15 for each body; ≤ 100 ms. Beside it what of
        that the evaluator takes: data parsed, rules made ready, the form checked.
keys    example forms, one field changed at a time, as while typing: one check, 95th percentile;
        < 10 ms. The evaluator alone.
rows    20,000 generated forms of a type, read and checked in a worker, all findings as objects;
        < 10 s.
"""

from __future__ import annotations

import base64
import gzip
import json
import shutil
import statistics
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import yaml
from playwright.sync_api import Browser, sync_playwright

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))  # the tests' modules

from browser.conftest import ARGS, NAMES, Quiet, build
from form_generator import Generator

from checker.checker import Checker
from handbook.search.shards.codec import checksum
from plugins.checking.files import CheckingFiles
from plugins.sitefile import SiteFile

ROOT = Path(__file__).parent.parent
RUNS = 15
ROWS = 20_000
MOST = {"bytes": 120_000, "page": 100.0, "keys": 10.0, "rows": 10_000.0}
#: Notes when the first finding stands on the page.
WATCH = """
  globalThis.found = new Promise((resolve) => {
    new MutationObserver((_, observer) => {
      if (!document.querySelector(".hc-found .hc-list li, .hc-found details")) return;
      observer.disconnect();
      resolve(performance.now());
    }).observe(document, { childList: true, subtree: true });
  });
"""
#: The evaluator alone: what the scripts of forms and rules do, and the first check.
ALONE = """async ([engine, forms, book, body, document]) => {
  const load = async (url) => (await fetch(url)).text();
  const texts = await Promise.all([engine, forms, book].map(load));
  const start = performance.now();
  for (const text of texts) {
    const script = document_.createElement("script");
    script.textContent = text;
    document_.head.append(script);
  }
  handbookCheck.check(document, { body });
  return performance.now() - start;
}""".replace("document_", "globalThis.document")
KEYS = """([cases]) => {
  const spent = [];
  for (const [body, document] of cases) {
    handbookCheck.check(document, { body });
    for (const name of Object.keys(document)) {
      if (name === "type" || name === "单位") continue;
      const changed = { ...document, [name]: document[name].slice(0, -1) };
      for (const now of [changed, document]) {
        const start = performance.now();
        handbookCheck.check(now, { body });
        spent.push(performance.now() - start);
      }
    }
  }
  return spent;
}"""
#: In a worker: rows are cells under a header, as a table has them.
WORKER = """
  onmessage = ({ data: [scripts, header, rows] }) => {
    importScripts(...scripts);
    const start = performance.now();
    const verdicts = {};
    for (const cells of rows) {
      const document = new Map();
      header.forEach((name, i) => cells[i] === "" || document.set(name, cells[i]));
      const { verdict } = handbookCheck.check(document);
      verdicts[verdict] = (verdicts[verdict] ?? 0) + 1;
    }
    postMessage([performance.now() - start, verdicts]);
  };
"""
ROWS_RUN = """([worker, ...task]) => new Promise((resolve) => {
  const made = new Worker(URL.createObjectURL(new Blob([worker])));
  made.onmessage = ({ data }) => resolve(data);
  made.postMessage(task);
})"""


def examples() -> list[tuple[str, dict[str, str]]]:
    """Body and form of all example forms, as the page gives them to the evaluator."""
    files = sorted((ROOT / "tests/data/checker/dev").glob("*.yml"))
    forms = [case["form"] for path in files for case in yaml.safe_load(path.read_text("utf-8"))]
    return [
        (
            form["单位"],
            {k: "、".join(v) if isinstance(v, list) else str(v) for k, v in form.items()},
        )
        for form in forms
    ]


def size(file: SiteFile) -> int:
    return len(gzip.compress(file.content.encode(), 9))


def show(part: str, name: str, value: float, more: str = "") -> None:
    limit = MOST[part]
    shown = f"{value / 1000:.1f} KB" if part == "bytes" else f"{value:.1f} ms"
    mark = "" if value <= limit else "  超过"
    print(f"{part:6} {name:12} {shown:>12} {more}{mark}")


def bytes_(files: CheckingFiles) -> None:
    own = {"表": files.forms, "求值": files.engine, "页": files.page, "样式": files.style}
    whole = sum(map(size, own.values()))
    print("       " + "，".join(f"{name} {size(file) / 1000:.1f} KB" for name, file in own.items()))
    for body, book in files.books.items():
        show("bytes", body, whole + size(book), f"其中规则 {size(book) / 1000:.1f} KB")


def fragment(body: str, form: dict[str, str]) -> str:
    """The address of a form, as the page's share link has it (not packed)."""
    text = json.dumps([body, form["type"], {k: v for k, v in form.items() if k != "type"}])
    number, digits = checksum(text), ""
    while number:
        number, rest = divmod(number, 36)
        digits = "0123456789abcdefghijklmnopqrstuvwxyz"[rest] + digits
    packed = base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")
    return f"check/#f=p{digits}.{packed}"


class Cached(Quiet):
    """Files with a hash in their names are never asked for again, as on a real server."""

    def end_headers(self) -> None:
        fresh = "/assets/" in self.path
        self.send_header("Cache-Control", "max-age=31536000, immutable" if fresh else "no-cache")
        super().end_headers()


@contextmanager
def served(folder: Path) -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Cached, directory=str(folder))) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()
        thread.join()


def page(browser: Browser, files: CheckingFiles) -> None:
    with tempfile.TemporaryDirectory() as folder:
        build(Path(folder), ROOT / "regulations")
        with served(Path(folder)) as site:
            for body in files.books:
                own, form = next(case for case in examples() if case[0] == body)
                context = browser.new_context()
                spent = []
                for _ in range(RUNS + 1):
                    tab = context.new_page()
                    tab.add_init_script(WATCH)
                    tab.goto(site + fragment(own, form))
                    spent.append(tab.evaluate("found"))
                    tab.close()
                context.close()
                context = browser.new_context(
                    bypass_csp=True
                )  # the evaluator alone, put in by hand
                tab = context.new_page()
                tab.goto(site + "404.html")
                urls = [site + f.uri for f in (files.engine, files.forms, files.books[body])]
                alone = tab.evaluate(ALONE, [*urls, body, form])
                context.close()
                more = (
                    f"最慢 {max(spent[1:]):.0f} ms，求值 {alone:.0f} ms，冷缓存 {spent[0]:.0f} ms"
                )
                show("page", body, statistics.median(spent[1:]), more)


def scripts(files: CheckingFiles) -> list[SiteFile]:
    return [files.engine, files.forms, *files.books.values()]


def keys(browser: Browser, files: CheckingFiles) -> None:
    tab = browser.new_page()
    for file in scripts(files):
        tab.add_script_tag(content=file.content)
    spent = sorted(tab.evaluate(KEYS, [[list(case) for case in examples()]]))
    tab.close()
    more = f"{len(spent)} 次，中位 {statistics.median(spent):.2f} ms，最慢 {spent[-1]:.1f} ms"
    show("keys", "95%", spent[int(len(spent) * 0.95)], more)


def rows(browser: Browser, files: CheckingFiles, checker: Checker) -> None:
    generator = Generator(checker, 1)
    with tempfile.TemporaryDirectory() as folder:
        for n, file in enumerate(scripts(files)):
            Path(folder, f"{n}.js").write_text(file.content, "utf-8")
        with served(Path(folder)) as site:
            urls = [f"{site}{n}.js" for n in range(len(scripts(files)))]
            for kind, body in (("请假", "ali"), ("公务接待", "wangcheng"), ("考勤", "quju")):
                header, cells = table(generator, kind, body)
                tab = browser.new_page()
                tab.goto(site)
                spent, verdicts = tab.evaluate(ROWS_RUN, [WORKER, urls, header, cells])
                tab.close()
                show("rows", f"{kind} {body}", spent, str(verdicts))


def table(generator: Generator, kind: str, body: str) -> tuple[list[str], list[list[Any]]]:
    """`ROWS` generated forms of a type: header and cells."""
    generator.pairs = [(generator.checker.forms.types[kind], body)]
    forms = [generator.form(n).contents for n in range(ROWS)]
    header = ["type", *(f.name for f in generator.checker.forms.types[kind].fields)]
    cells = [
        ["、".join(v) if isinstance(v, tuple) else "" if v is None else str(v) for v in row]
        for row in ([form.get(name) for name in header] for form in forms)
    ]
    return header, cells


def main(parts: list[str]) -> None:
    checker = Checker(ROOT / "regulations")
    files = CheckingFiles(checker)
    if "bytes" in parts:
        bytes_(files)
    path = next(filter(None, map(shutil.which, NAMES)))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(ARGS))
        print(f"Chromium {browser.version}")
        if "page" in parts:
            page(browser, files)
        if "keys" in parts:
            keys(browser, files)
        if "rows" in parts:
            rows(browser, files, checker)
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1:] or list(MOST))
