"""The check page opened from a warm cache: when the first finding is there, and when it is seen.

    python -m bench.checker_page [runs]

A form that breaks a rule stands in the address. The browser is a plain one, no debugger attached:
attached to Chromium, it took as long as the page. The page tells the server itself, a script of
this bench in its head, and a page of the handbook leads to it, as a link would, time after time.

`there`: from the navigation to the finding in the document, the form already drawn; ≤ 100 ms.
`seen`: to the end of the frame that shows it; for comparison a page of the handbook without any
checker, from the navigation to its first paint. Medians; the first visits, that fill the cache, do
not count.
"""

from __future__ import annotations

import json
import shutil
import statistics
import subprocess
import sys
import tempfile
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Event, Thread

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))  # the tests' modules

from browser.conftest import ARGS, NAMES, build

from bench.checker_browser import examples, fragment
from checker.checker import Checker
from checker.documents import Document
from handbook.errors import Place

ROOT = Path(__file__).parent.parent
RUNS = 20
#: Visits that fill the caches: files, then compiled code.
FIRST = 4
MOST = 100.0
SCRIPT = "/bench.js"
#: The page that leads to the check page, and back.
OTHER = "/404.html"
CODE = """
const tell = (figures) => navigator.sendBeacon("/told", JSON.stringify(figures));
if (location.pathname === "/check/") {
  new MutationObserver((_, observer) => {
    if (!document.querySelector(".hc-found > .hc-list > li")) return;
    observer.disconnect();
    const there = performance.now();
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel(); // runs when the frame is drawn
      port1.onmessage = () => {
        const seen = performance.now();
        setTimeout(() => { tell({ there, seen }); location = "OTHER"; }, 500);
      };
      port2.postMessage(0);
    });
  }).observe(document, { childList: true, subtree: true });
} else {
  setTimeout(() => {
    tell({ plain: performance.getEntriesByName("first-contentful-paint")[0].startTime });
    location = "FORM";
  }, 700);
}
"""


class Told(SimpleHTTPRequestHandler):
    """The site with the bench's script in the head of each page; takes what it tells."""

    def __init__(self, *given: object, code: str, told: list[dict[str, float]], **more: object):
        self.code, self.told = code, told
        super().__init__(*given, **more)  # type: ignore[arg-type]

    def log_message(self, format: str, *args: object) -> None:
        """Says nothing."""

    def do_GET(self) -> None:
        path = self.path.split("?")[0]
        if path == SCRIPT:
            self._send(self.code, "text/javascript", fresh=False)
        elif path in ("/check/", OTHER):
            name = "check/index.html" if path == "/check/" else "404.html"
            html = Path(self.directory, name).read_text("utf-8")
            html = html.replace("<meta name", f'<script src="{SCRIPT}"></script><meta name', 1)
            self._send(html, "text/html; charset=utf-8", fresh=True)
        else:
            super().do_GET()

    def do_POST(self) -> None:
        self.told.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
        self.send_response(204)
        self.end_headers()

    def _send(self, text: str, kind: str, *, fresh: bool) -> None:
        data = text.encode()
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        if not fresh:
            self.send_header("Cache-Control", "max-age=31536000, immutable")
        self.end_headers()
        self.wfile.write(data)

    def end_headers(self) -> None:
        """Files with a hash in their names are never asked for again, as on a real server."""
        if "/assets/" in self.path:
            self.send_header("Cache-Control", "max-age=31536000, immutable")
        super().end_headers()


def visits(site: Path, form: str, runs: int) -> list[dict[str, float]]:
    """What the pages of `runs` visits told, in pairs: the other page, the check page."""
    told: list[dict[str, float]] = []
    code = CODE.replace("FORM", f"/{form}").replace("OTHER", OTHER)
    handler = partial(Told, directory=str(site), code=code, told=told)
    browser = next(filter(None, map(shutil.which, NAMES)))
    with (
        ThreadingHTTPServer(("127.0.0.1", 0), handler) as server,
        tempfile.TemporaryDirectory() as profile,
    ):
        Thread(target=server.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{server.server_port}{OTHER}"
        own = ("--headless=new", "--window-size=1280,900", f"--user-data-dir={profile}")
        running = subprocess.Popen(
            [browser, *own, *ARGS, address], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        pause = Event()
        for _ in range(runs * 20):
            if len(told) >= 2 * runs:
                break
            pause.wait(0.2)
        running.kill()
        running.wait()
        server.shutdown()
    return told


def main(runs: int) -> None:
    checker = Checker(ROOT / "regulations")
    with tempfile.TemporaryDirectory() as folder:
        site = Path(folder) / "site"
        build(site, ROOT / "regulations")
        for body in checker.bodies:
            form = next(form for own, form in examples() if own == body and broken(checker, form))
            told = visits(site, fragment(body, form), runs + FIRST)[2 * FIRST :]
            there, seen, plain = (
                sorted(visit[key] for visit in told if key in visit)
                for key in ("there", "seen", "plain")
            )
            print(
                f"{body:10} {form['type']:5} there {statistics.median(there):4.0f} ms "
                f"({there[0]:.0f}–{there[-1]:.0f})  seen {statistics.median(seen):4.0f} ms  "
                f"plain page {statistics.median(plain):4.0f} ms  {len(there)} runs"
                f"{'' if statistics.median(there) <= MOST else '  超过'}"
            )


def broken(checker: Checker, form: dict[str, str]) -> bool:
    """Whether a form breaks a rule."""
    read, _ = checker.read(Document("示例", form, Place("示例", 1)))
    return checker.check(read).verdict.value in ("violation", "approval")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else RUNS)
