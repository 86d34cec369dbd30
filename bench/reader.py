"""What a regulation's page weighs and how fast it shows, beside the same text as plain Material.

    python -m bench.reader [--rounds 9] [--law FILE]

For each of the five bodies the heaviest page (HTML, gzip -9). First contentful paint, cumulative
layout shift and long tasks in Chromium on a throttled profile (CPU 4 times slower, 1.6 Mbit/s,
150 ms), both sides in turn with an empty cache, served with gzip. `--law`: a law in the corpus
format (the longest there is); its page is scrolled from top to end on the machine as it is, and
tasks of the page's main thread that take more than 50 ms of processor time are counted (by the
clock a busy machine makes any task long); beside it the same law as plain Material. Exit status 1
where a limit is passed: 60 KB of HTML, a paint later than the plain page's by more than 10 %, any
layout shift, any long task while scrolling.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import shutil
import statistics
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from http.server import ThreadingHTTPServer
from io import BytesIO
from pathlib import Path
from threading import Thread

from playwright.sync_api import Browser, Page, sync_playwright

from bench.site import ROOT, build, plain_project
from handbook.library import Library
from tests.browser.conftest import ARGS, NAMES, Quiet

HTML_LIMIT = 60 * 1024
SLOWER = 1.1
LONG_TASK = 50  # milliseconds
NETWORK = {
    "offline": False,
    "latency": 150,
    "downloadThroughput": 1_600_000 / 8,
    "uploadThroughput": 750_000 / 8,
}
WATCH = """
window.seen = { shift: 0, tasks: [] };
const watch = (type, take) => {
  const observer = new PerformanceObserver((list) => list.getEntries().forEach(take));
  observer.observe({ type, buffered: true });
};
watch("layout-shift", (entry) => (seen.shift += entry.value));
watch("longtask", (entry) => seen.tasks.push(entry.duration));
"""
PAINT = "performance.getEntriesByName('first-contentful-paint')[0].startTime"


@dataclass(frozen=True)
class View:
    """One opening of a page: milliseconds to the first paint and of the long tasks, shift."""

    paint: float
    shift: float
    tasks: float


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--law", type=Path)
    options = parser.parse_args()
    regulations = ROOT / "regulations"
    library = Library.load(regulations)
    with tempfile.TemporaryDirectory() as name, browser() as chromium:
        folder = Path(name)
        build(ROOT / "mkdocs.yml", folder / "handbook", regulations)
        build(plain_project(library, folder / "project"), folder / "plain", regulations)
        passed = weights(library, folder)
        heaviest = max(library.regulations, key=lambda r: weight(folder / "handbook", r.slug))
        passed &= openings(chromium, folder, heaviest.slug, options.rounds)
        if options.law:
            passed &= scrolling(chromium, folder, options.law)
    sys.exit(not passed)


def weight(site: Path, slug: str) -> int:
    return len(gzip.compress((site / slug / "index.html").read_bytes(), 9))


def weights(library: Library, folder: Path) -> bool:
    print(f"{'heaviest page of a body':58}{'HTML':>9}{'gzip':>9}{'plain':>9}{'gzip':>9}")
    worst = 0
    for issuer in library.issuers:
        own = [r.slug for r in library.regulations if r.issuer_slug == issuer.slug]
        slug = max(own, key=lambda s: weight(folder / "handbook", s))
        sizes = []
        for side in ("handbook", "plain"):
            sizes += [(folder / side / slug / "index.html").stat().st_size]
            sizes += [weight(folder / side, slug)]
        worst = max(worst, sizes[1])
        print(f"{slug:58}" + "".join(f"{size:9,}" for size in sizes))
    print(f"limit {HTML_LIMIT:,} bytes of gzip: {'kept' if worst <= HTML_LIMIT else 'PASSED'}\n")
    return worst <= HTML_LIMIT


def openings(chromium: Browser, folder: Path, slug: str, rounds: int) -> bool:
    views: dict[str, list[View]] = {"plain": [], "handbook": []}
    with served(folder) as base:
        for number in range(rounds + 1):
            for side, found in views.items():
                view = opened(chromium, f"{base}{side}/{slug}/")
                if number:  # the first round warms the browser and the disk
                    found.append(view)
    print(f"{slug}: opened {rounds} times a side, throttled")
    print(f"{'':12}{'first paint ms':>16}{'least':>8}{'most':>8}{'shift':>8}{'long tasks ms':>15}")
    for side, found in views.items():
        paints = [view.paint for view in found]
        print(
            f"{side:12}{statistics.median(paints):16.0f}{min(paints):8.0f}{max(paints):8.0f}"
            f"{max(view.shift for view in found):8.3f}"
            f"{statistics.median(view.tasks for view in found):15.0f}"
        )
    plain, own = (statistics.median(v.paint for v in views[side]) for side in views)
    print(f"handbook / plain = {own / plain:.2f} (limit {SLOWER})\n")
    return own <= plain * SLOWER and all(view.shift == 0 for view in views["handbook"])


def opened(chromium: Browser, url: str) -> View:
    context = chromium.new_context(viewport={"width": 1280, "height": 900}, locale="zh-CN")
    page = context.new_page()
    page.add_init_script(WATCH)
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", NETWORK)
    session.send("Emulation.setCPUThrottlingRate", {"rate": 4})
    page.goto(url, timeout=120_000)
    page.wait_for_timeout(1000)
    view = View(page.evaluate(PAINT), page.evaluate("seen.shift"), total(page))
    context.close()
    return view


def total(page: Page) -> float:
    return float(page.evaluate("seen.tasks.reduce((sum, one) => sum + one, 0)"))


def scrolling(chromium: Browser, folder: Path, law: Path) -> bool:
    regulations = folder / "laws"
    (regulations / "law" / "one").mkdir(parents=True)
    (regulations / "law" / "issuer.yml").write_text("name: 法律\n", "utf-8")
    shutil.copy(law, regulations / "law" / "one" / "text.md")
    library = Library.load(regulations)
    build(ROOT / "mkdocs.yml", folder / "law/handbook", regulations)
    build(plain_project(library, folder / "law/project"), folder / "law/plain", regulations)
    print(f"{law.stem}: scrolled from top to end")
    print(f"{'':12}{'px':>10}{'gzip':>10}{'tasks':>8}{'longest ms':>12}{'over 50':>9}{'shift':>8}")
    with served(folder / "law") as base:
        for side in ("plain", "handbook"):
            tasks, height, shift = scrolled(chromium, f"{base}{side}/law/one/")
            over = sum(task > LONG_TASK for task in tasks)
            size = weight(folder / "law" / side, "law/one")
            print(
                f"{side:12}{height:10,}{size:10,}{len(tasks):8}{max(tasks, default=0):12.1f}"
                f"{over:9}{shift:8.3f}"
            )
    return over == 0 and shift == 0


def scrolled(chromium: Browser, url: str) -> tuple[list[float], int, float]:
    """Processor time of each task (ms), the page's height, the layout shift."""
    page = chromium.new_page(viewport={"width": 1280, "height": 900})
    page.add_init_script(WATCH)
    page.goto(url, timeout=120_000)
    page.wait_for_timeout(5000)
    page.mouse.move(640, 500)
    height = page.evaluate("document.body.scrollHeight")
    chromium.start_tracing(page=page, categories=["toplevel", "disabled-by-default-lighthouse"])
    seen = -1
    while seen != (seen := page.evaluate("scrollY")):
        page.mouse.wheel(0, 1500)
        page.wait_for_timeout(60)
    events = json.loads(chromium.stop_tracing())["traceEvents"]
    shift = page.evaluate("seen.shift")
    page.close()
    names = {(e["pid"], e["tid"]): e["args"]["name"] for e in events if e["name"] == "thread_name"}
    main_threads = {key for key, name in names.items() if name == "CrRendererMain"}
    tasks = [
        event["tdur"] / 1000
        for event in events
        if "RunTask" in event["name"] and (event["pid"], event["tid"]) in main_threads
        if "tdur" in event
    ]
    return tasks, height, shift


class Compressed(Quiet):
    """Files with gzip over connections that stay, as a server for people sends them."""

    protocol_version = "HTTP/1.1"

    def send_head(self) -> BytesIO | None:  # type: ignore[override]
        path = Path(self.translate_path(self.path))
        path = path / "index.html" if path.is_dir() else path
        if not path.is_file():
            self.send_error(404)
            return None
        content = gzip.compress(path.read_bytes(), 6)
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(str(path)))
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        return BytesIO(content)


@contextmanager
def served(folder: Path) -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Compressed, directory=folder)) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()
        thread.join()


@contextmanager
def browser() -> Iterator[Browser]:
    path = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    if path is None:
        sys.exit("Chromium is missing; scripts/browser.sh installs it or says how")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=list(ARGS))
        yield chromium
        chromium.close()


if __name__ == "__main__":
    main()
