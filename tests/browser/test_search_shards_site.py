"""A site whose index is sharded (forced, on a small handbook): box, folder, lost parts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import EXAMPLE, build, serve
from playwright.sync_api import Browser, Page, Route, expect

INPUT = ".md-search__input"
PART = re.compile(r"/assets/search/[0-9a-f]{16}/[a-z]/[0-9]+\.js")
LOST = "有的数据没有装上（文件缺失或损坏），结果可能不全。"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("sharded") / "site"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HANDBOOK_WHOLE_UP_TO", "0")
        build(target, EXAMPLE)
    return target


@pytest.fixture(scope="module")
def sharded(folder: Path) -> Iterator[str]:
    yield from serve(folder)


@pytest.fixture
def loose(browser: Browser) -> Iterator[Page]:
    """A page that may log errors: parts are taken away from it."""
    context = browser.new_context(locale="zh-CN")
    yield context.new_page()
    context.close()


def ask(page: Page, query: str) -> None:
    page.keyboard.press("/")
    page.keyboard.insert_text(query)


def test_a_query_loads_what_it_needs_once(sharded: str, page: Page) -> None:
    asked: list[str] = []
    page.context.on("request", lambda request: asked.append(request.url))
    page.goto(sharded)
    ask(page, "就餐标准")
    expect(page.locator(".ft-hit").first).to_contain_text("就餐标准")
    parts = [url for url in asked if PART.search(url)]
    assert parts and len(parts) == len(set(parts))
    del asked[:]
    page.locator(INPUT).fill("审批")
    expect(page.locator(".ft-hit").first).to_contain_text("审批")
    page.locator(INPUT).fill("就餐标准")
    expect(page.locator(".ft-hit").first).to_contain_text("就餐标准")
    assert not set(parts) & set(asked)


@pytest.mark.parametrize(
    ("query", "found"),
    [("第二条", "第二条"), ("jiedai", "接待"), ("“就餐标准”", "就餐标准"), ("100元", "元")],
)
def test_kinds_of_queries(query: str, found: str, sharded: str, page: Page) -> None:
    page.goto(sharded)
    ask(page, query)
    expect(page.locator(".ft-hit").first).to_contain_text(found)


def test_it_works_from_a_folder(folder: Path, browser: Browser) -> None:
    context = browser.new_context(locale="zh-CN")
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda e: errors.append(str(e)))
    page.goto((folder / "index.html").as_uri())
    ask(page, "就餐标准")
    expect(page.locator(".ft-hit").first).to_contain_text("就餐标准")
    assert not errors
    context.close()


@pytest.mark.parametrize("damage", ["missing", "changed"])
def test_a_lost_part_is_tried_again_once_and_said(damage: str, sharded: str, loose: Page) -> None:
    tried: list[str] = []

    def spoil(route: Route) -> None:
        tried.append(route.request.url.partition("?")[0])
        if damage == "missing":
            route.abort()
        else:
            route.fulfill(body="handbookPart('b/0',2,'x')", content_type="text/javascript")

    loose.context.route(re.compile(r"/b/0\.js"), spoil)
    loose.goto(sharded)
    ask(loose, "审批")
    expect(loose.locator(".ft-says")).to_contain_text(LOST)
    assert len(tried) == 2 and len(set(tried)) == 1
    expect(loose.locator(".ft-hit").first).to_be_visible()


def test_a_part_that_comes_the_second_time(sharded: str, loose: Page) -> None:
    tried: list[str] = []

    def once(route: Route) -> None:
        tried.append(route.request.url)
        if len(tried) > 1:
            route.continue_()
        else:
            route.abort()

    loose.context.route(re.compile(r"/b/0\.js"), once)
    loose.goto(sharded)
    ask(loose, "审批")
    expect(loose.locator(".ft-hit").first).to_contain_text("审批")
    assert len(tried) == 2 and LOST not in loose.locator(".ft-says").inner_text()
