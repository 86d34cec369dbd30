"""The offline copy, unpacked and opened from the file system."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from plugins.downloads.offline import FILE, FOLDER, to_files


@pytest.fixture(scope="module")
def unpacked(site_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("offline")
    with zipfile.ZipFile(site_folder / FILE) as archive:
        archive.extractall(target)
    return target / FOLDER


@pytest.fixture
def local(browser) -> Page:  # type: ignore[no-untyped-def]
    context = browser.new_context(locale="zh-CN")
    page = context.new_page()
    wrong: list[str] = []
    page.on("request", lambda r: r.url.startswith("http") and wrong.append(r.url))
    page.on("console", lambda m: m.type == "error" and wrong.append(m.text))
    page.on("pageerror", lambda e: wrong.append(str(e)))
    yield page
    context.close()
    assert not wrong


def test_links_lead_from_page_to_page(local: Page, unpacked: Path) -> None:
    local.goto((unpacked / "index.html").as_uri())
    local.locator('main a[href="wangcheng/index.html"]').first.click()
    local.locator('main a[href="gongwu-jiedai/index.html"]').first.click()
    expect(local.locator("h1")).to_contain_text("公务接待制度")
    assert local.url.endswith("/wangcheng/gongwu-jiedai/index.html")


def test_the_search_works(local: Page, unpacked: Path) -> None:
    local.goto((unpacked / "search" / "index.html").as_uri() + "?q=%E7%94%A8%E9%A4%90")
    expect(local.locator("main")).to_contain_text("找到")
    expect(local.locator("main")).to_contain_text("用餐")


def test_the_check_page_opens(local: Page, unpacked: Path) -> None:
    local.goto((unpacked / "check" / "index.html").as_uri())
    expect(local.locator("main h1")).to_be_visible()


def test_no_link_leads_to_a_folder_or_nowhere(unpacked: Path) -> None:
    from html.parser import HTMLParser
    from urllib.parse import unquote, urlsplit

    class Links(HTMLParser):
        def __init__(self) -> None:
            super().__init__()
            self.found: list[str] = []

        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            self.found += [v for k, v in attrs if tag == "a" and k == "href" and v]

    wrong = set()
    for page in unpacked.rglob("*.html"):
        links = Links()
        links.feed(page.read_text("utf-8"))
        for href in links.found:
            parts = urlsplit(href)
            if parts.scheme or parts.netloc or not parts.path:
                continue
            if not (page.parent / unquote(parts.path)).is_file():
                wrong.add((page.relative_to(unpacked).as_posix(), href))
    assert not sorted(wrong)[:10]


@pytest.mark.parametrize(
    ("href", "expected"),
    [
        ("../b/", "../b/index.html"),
        ("../b/#art_1", "../b/index.html#art_1"),
        ("../b/?q=1#x", "../b/index.html?q=1#x"),
        ("..", "../index.html"),
        (".", "./index.html"),
        ("#art_1", "#art_1"),
        ("x.docx", "x.docx"),
        ("https://example.org/", "https://example.org/"),
    ],
)
def test_a_link_becomes_that_of_a_file(href: str, expected: str) -> None:
    known = {"index.html", "a/index.html", "b/index.html", "a/x.docx"}
    assert to_files(f'<a class="k" href="{href}">', "a/index.html", known) == (
        f'<a class="k" href="{expected}">'
    )
