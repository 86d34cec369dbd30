"""The built site under its own policy: no violation, in a small server and in a real nginx."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from functools import partial
from http.server import ThreadingHTTPServer
from pathlib import Path

import pytest
from conftest import ROOT, Quiet
from playwright.sync_api import Browser

from plugins.csp.headers import HASHED
from plugins.csp.policy import inline, policy, sha256

#: One page of each kind is looked at; the policy of all others follows from the same templates.
ACROSS = 12


def header(folder: Path) -> str:
    found = re.search(r"Content-Security-Policy: (.+)", (folder / "_headers").read_text("utf-8"))
    assert found
    return found[1]


def pages(folder: Path) -> list[str]:
    """Addresses of pages: one of each shape of path, then every so many of the rest."""
    every = sorted(p.parent.relative_to(folder).as_posix() for p in folder.rglob("index.html"))
    tops = [path for path in every if "/" not in path]
    return [*tops, *every[::ACROSS]]


@pytest.fixture(scope="module")
def strict(site_folder: Path) -> Iterator[str]:
    """The site, every answer with the policy as a header."""
    content = header(site_folder)

    class Strict(Quiet):
        def end_headers(self) -> None:
            self.send_header("Content-Security-Policy", content)
            super().end_headers()

    handler = partial(Strict, directory=str(site_folder))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()
        thread.join()


def violations(browser: Browser, base: str, paths: list[str]) -> list[str]:
    found: list[str] = []
    context = browser.new_context()
    page = context.new_page()
    page.on("console", lambda m: m.type == "error" and found.append(f"{page.url}: {m.text}"))
    page.on("pageerror", lambda e: found.append(f"{page.url}: {e}"))
    for path in paths:
        page.goto(f"{base}{path}/" if path != "." else base)
        page.wait_for_load_state("networkidle")
    context.close()
    return found


def test_pages_run_under_the_policy(browser: Browser, strict: str, site_folder: Path) -> None:
    assert not violations(browser, strict, pages(site_folder))


def test_the_search_runs_under_the_policy(browser: Browser, strict: str) -> None:
    assert not violations(browser, strict, ["search/?q=%E6%8E%A5%E5%BE%85&x="])


def test_a_foreign_script_is_stopped(browser: Browser, strict: str) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.goto(strict)
    page.evaluate(
        "() => { const s = document.createElement('script'); s.textContent = 'window.bad = 1';"
        " document.body.append(s); }"
    )
    assert page.evaluate("() => window.bad") is None
    context.close()


def test_every_page_carries_its_policy(site_folder: Path) -> None:
    known = header(site_folder)
    for path in site_folder.rglob("*.html"):
        html = path.read_text("utf-8")
        assert html.count('<meta http-equiv="Content-Security-Policy"') == 1, path
        assert "unsafe" not in known
        assert all(script in known for script in inline(html).scripts), path


def test_hashes_are_of_what_runs() -> None:
    html = '<script>a()</script><script src="b.js"></script><p title="style=x">1</p>'
    found = inline(html + '<script type="application/json">{}</script>')
    assert found.scripts == {sha256("a()")} and not found.styles and not found.forbidden
    assert inline('<p onclick="x()">').forbidden and inline("<p style=a>").forbidden
    assert sha256("alert('Hello, world.');") == (
        "'sha256-qznLcsROx4GACP2dm0UCKCzCG+HiZ1guq6ZZDob/Tng='"  # the example of CSP3 §8.3
    )
    assert "frame-ancestors" not in policy((), (), header=False)


def test_every_folder_of_hashed_names_is_kept_forever(site_folder: Path) -> None:
    hashed = re.compile(r"\.[0-9a-f]{10}\.(?:js|css)$")
    assets = site_folder / "assets"
    files = [p.relative_to(assets) for p in assets.rglob("*") if p.is_file()]
    found = {path.parts[0] for path in files if hashed.search(path.name)}
    assert {f"/assets/{folder}/*" for folder in found} == set(HASHED)
    assert all(hashed.search(path.name) for path in files if path.parts[0] in found)


NGINX = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin")


@pytest.mark.skipif(NGINX is None, reason="no nginx; scripts/server.sh installs it for root")
def test_a_real_nginx_sends_what_the_guide_says(
    browser: Browser, site_folder: Path, tmp_path: Path
) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    config = (ROOT / "deploy" / "nginx" / "handbook.conf").read_text("utf-8")
    config = config.replace("/srv/handbook/site", str(site_folder))
    config = config.replace("listen 80;", f"listen 127.0.0.1:{port};")
    whole = tmp_path / "nginx.conf"
    temporary = "".join(
        f"{name}_temp_path {tmp_path}/{name};"
        for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    user = "user root;" if os.geteuid() == 0 else ""
    whole.write_text(
        f"{user} daemon off; pid {tmp_path}/pid; error_log stderr; events {{}}"
        f" http {{ include /etc/nginx/mime.types; access_log off; {temporary} {config} }}"
    )
    assert NGINX
    server = subprocess.Popen([NGINX, "-c", str(whole), "-p", str(tmp_path)])
    try:
        base = f"http://127.0.0.1:{port}/"
        for _ in range(50):
            try:
                answer = urllib.request.urlopen(base)
                break
            except OSError:
                assert server.poll() is None
                time.sleep(0.1)
        with answer:
            assert answer.headers["Content-Security-Policy"] == header(site_folder)
            assert answer.headers["X-Content-Type-Options"] == "nosniff"
            assert answer.headers["Cache-Control"] == "no-cache"
        script = next((site_folder / "assets" / "search").glob("page.*.js"))
        address = base + script.relative_to(site_folder).as_posix()
        request = urllib.request.Request(address, headers={"Accept-Encoding": "gzip"})
        with urllib.request.urlopen(request) as answer:
            assert "immutable" in answer.headers["Cache-Control"]
            assert answer.headers["Content-Encoding"] == "gzip"
            assert answer.headers["Content-Security-Policy"]
        for hidden in ("_headers", "_nginx.conf"):
            with pytest.raises(urllib.error.HTTPError, match="404") as error:
                urllib.request.urlopen(base + hidden)
            error.value.close()
        assert not violations(browser, base, [".", "search", "wangcheng/gongwu-jiedai"])
    finally:
        server.terminate()
        server.wait()
