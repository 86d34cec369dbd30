"""Search in Chromium on the handbook: bytes, first answer in a fresh session, answers after that.

    python -m bench.search_browser [runs]

`first`: from the first key in a fresh session (empty cache) to the hits on the screen; the page
loads engine and index as soon as it is idle. `cold`: the same where it does not (data saving), so
that worker, engine and index are loaded in that time. `warm`: the same for every example query once
the session has answered some, and `engine` what of that is the search itself, without worker and
drawing: the figure that other engines give.
Brotli is measured with node, where it is installed.
"""

from __future__ import annotations

import gzip
import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.conftest import ARGS, NAMES, serve

ROOT = Path(__file__).parent.parent
QUERIES = sorted((ROOT / "tests" / "data" / "search").glob("queries-*.jsonl"))
BROTLI = """const z = require("zlib"), c = z.constants;
const b = require("fs").readFileSync(process.argv[1]);
const size = (mode) => z.brotliCompressSync(b, {params: {[c.BROTLI_PARAM_MODE]: mode,
  [c.BROTLI_PARAM_QUALITY]: 11, [c.BROTLI_PARAM_LGWIN]: 24,
  [c.BROTLI_PARAM_SIZE_HINT]: b.length}}).length;
console.log(Math.min(size(0), size(1)));"""
#: Types a query as one input and waits until what it found is drawn; milliseconds.
TYPE = """query => new Promise((resolve) => {
  const input = document.querySelector(".md-search__input");
  const list = document.querySelector(".ft-list");
  const start = performance.now();
  new MutationObserver((_, observer) => {
    observer.disconnect();
    resolve(performance.now() - start);
  }).observe(list, { childList: true });
  input.focus();
  input.value = query;
  input.dispatchEvent(new InputEvent("input"));
})"""

#: The engine alone: each query once to warm up, once timed; milliseconds.
ENGINE = """queries => {
  for (const steps = handbookSearch.open(); !steps.next().done; );
  const ask = (query) => {
    const start = performance.now();
    handbookSearch.answer({ query, limit: 10 });
    return performance.now() - start;
  };
  queries.forEach(ask);
  return queries.map(ask);
}"""


def queries() -> list[str]:
    lines = (line for path in QUERIES for line in path.read_text("utf-8").splitlines())
    return [json.loads(line)["q"] for line in lines]


def brotli(path: Path) -> int | None:
    node = shutil.which("node")
    if node is None:
        return None
    return int(subprocess.check_output([node, "-e", BROTLI, str(path)]))


def sizes(site: Path) -> None:
    total = [0, 0, 0]
    for path in sorted((site / "assets" / "search").iterdir()):
        content = path.read_bytes()
        row = (len(content), len(gzip.compress(content, 9)), brotli(path) or 0)
        total = [a + b for a, b in zip(total, row, strict=True)]
        print(f"{path.name.split('.')[0]:<8}{row[0]:>9,}{row[1]:>9,}{row[2]:>9,}")
    print(f"{'total':<8}{total[0]:>9,}{total[1]:>9,}{total[2]:>9,}  (raw, gzip, brotli; bytes)")


SAVING = "Object.defineProperty(navigator, 'connection', {value: {saveData: true}})"


def opened(browser: Browser, address: str, saving: bool = False) -> Page:
    page = browser.new_context(viewport={"width": 1280, "height": 900}).new_page()
    if saving:
        page.add_init_script(SAVING)
    page.goto(address, wait_until="networkidle")
    return page


def spread(times: list[float]) -> str:
    times = sorted(times)
    at = {"p50": len(times) // 2, "p95": int(len(times) * 0.95), "max": len(times) - 1}
    return "  ".join(f"{name} {times[i]:.1f} ms" for name, i in at.items())


def main(runs: int) -> None:
    asked = queries()
    path = next(filter(None, map(shutil.which, NAMES)))
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        site = Path(folder, "site")
        mkdocs = Path(sys.executable).with_name("mkdocs")
        subprocess.run([mkdocs, "build", "--quiet", "-d", site], cwd=ROOT, check=True)
        sizes(site)
        browser = playwright.chromium.launch(executable_path=path, args=list(ARGS))
        for address in serve(site):
            for name, saving in (("first", False), ("cold", True)):
                times = []
                for query in asked[:: max(1, len(asked) // runs)][:runs]:
                    page = opened(browser, address, saving)
                    times.append(page.evaluate(TYPE, query))
                    page.context.close()
                print(f"{name:<8}{spread(times)}  ({len(times)} sessions)")
            page = opened(browser, address)
            for query in asked[:30]:
                page.evaluate(TYPE, query)
            page.wait_for_timeout(1500)
            print(
                f"warm    {spread([page.evaluate(TYPE, q) for q in asked])}  ({len(asked)} queries)"
            )
            page = browser.new_page()
            page.goto(f"{address}404.html")
            for name in ("engine", "index"):
                file = next((site / "assets" / "search").glob(f"{name}.*.js"))
                page.add_script_tag(url=f"{address}assets/search/{file.name}")
            print(f"engine  {spread(page.evaluate(ENGINE, asked))}  ({len(asked)} queries)")
        browser.close()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 20)
