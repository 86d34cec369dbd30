"""The built site on loopback, and a Chromium that fails a test which leaves it or logs an error."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).parent.parent.parent
EXAMPLE = Path(__file__).parent / "regulations"
MKDOCS = Path(sys.executable).with_name("mkdocs")
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
#: Root needs --no-sandbox; the others keep Chromium from calling home.
ARGS = (
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
    "--no-first-run",
)


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Says nothing: the log would stand between the tests."""


def build(target: Path, regulations: Path) -> None:
    environment = {
        **os.environ,
        "HANDBOOK_REGULATIONS": str(regulations),
        "NO_MKDOCS_2_WARNING": "1",
    }
    command = [str(MKDOCS), "build", "--strict", "-d", str(target)]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    said = [line for line in done.stderr.splitlines() if line and not line.startswith("INFO")]
    assert not said, "the build says nothing but MkDocs' own steps"


def serve(folder: Path) -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder))) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()
        thread.join()


@pytest.fixture(scope="session")
def site_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The built handbook with the regulations of this repository."""
    target = tmp_path_factory.mktemp("site") / "site"
    build(target, ROOT / "regulations")
    return target


@pytest.fixture(scope="session")
def site(site_folder: Path) -> Iterator[str]:
    """Address of the handbook with the regulations of this repository."""
    yield from serve(site_folder)


@pytest.fixture(scope="session")
def example(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of a handbook with one small regulation full of things to get wrong."""
    target = tmp_path_factory.mktemp("example")
    build(target, EXAMPLE)
    yield from serve(target)


@pytest.fixture(scope="session")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of the body's folder in a handbook of texts that refer to each other."""
    import reader_library  # beside the tests; bench/ imports this module from elsewhere

    folder = tmp_path_factory.mktemp("reader")
    reader_library.write(folder / "regulations")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HANDBOOK_REPORT_URL", reader_library.REPORT)
        build(folder / "site", folder / "regulations")
    for address in serve(folder / "site"):
        yield f"{address}shilie/"


@pytest.fixture(scope="session")
def versions_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The built handbook of a regulation in four versions that has had another address."""
    import versions_library  # beside the tests; bench/ imports this module from elsewhere

    folder = tmp_path_factory.mktemp("versions")
    versions_library.write(folder / "regulations")
    build(folder / "site", folder / "regulations")
    return folder / "site"


@pytest.fixture(scope="session")
def versions(versions_folder: Path) -> Iterator[str]:
    """Address of the body's folder in that handbook."""
    for address in serve(versions_folder):
        yield f"{address}shilie/"


def until(page: Page, expression: str, arg: object = None, seconds: float = 10) -> None:
    """Waits until an expression is true; Playwright's own way is what the site's policy forbids."""
    end = time.monotonic() + seconds
    while not page.evaluate(expression, arg):
        assert time.monotonic() < end, expression
        page.wait_for_timeout(20)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    assert path, "Chromium is missing; `make test` installs it or says how"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(ARGS))
        yield browser
        browser.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page at desktop width. It must ask nothing of another host and log no error."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="zh-CN")
    page = context.new_page()
    elsewhere: list[str] = []
    errors: list[str] = []
    page.on(
        "request",
        lambda r: (
            r.url.startswith(("http://127.0.0.1:", "data:", "blob:")) or elsewhere.append(r.url)
        ),
    )
    page.on("console", lambda m: m.type == "error" and errors.append(m.text))
    page.on("pageerror", lambda e: errors.append(str(e)))
    yield page
    context.close()
    assert not elsewhere
    assert not errors
