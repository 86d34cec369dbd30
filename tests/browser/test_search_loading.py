"""How the search gets its data: offline, from a folder, damaged, missing, of another build."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import EXAMPLE, build
from playwright.sync_api import Browser, Page, Route, expect

INPUT = ".md-search__input"
INDEX = re.compile(r"/assets/search/index\.[0-9a-f]+\.js")
FAILED = "查找的数据没有装上：文件缺失或损坏，也可能手册刚刚更新过。"


def ask(page: Page, query: str) -> None:
    page.keyboard.press("/")
    page.keyboard.insert_text(query)


@pytest.fixture
def loose(browser: Browser) -> Iterator[Page]:
    """A page that may log errors: files are taken away from it."""
    context = browser.new_context(locale="zh-CN")
    yield context.new_page()
    context.close()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A built handbook as a folder, opened without a server."""
    target = tmp_path_factory.mktemp("folder") / "site"
    build(target, EXAMPLE)
    return target


def test_everything_is_loaded_once(example: str, page: Page) -> None:
    asked: list[str] = []
    page.context.on("request", lambda request: asked.append(request.url))
    page.goto(example)
    ask(page, "审批")
    expect(page.locator(".ft-hit").first).to_be_visible()
    loaded = [url for url in asked if "/assets/search/" in url]
    assert len(loaded) == len(set(loaded)) == 3  # page, engine, index; the style is the site's
    del asked[:]
    for query in ("标准", "第二条", "jiedai", "接侍"):
        page.locator(INPUT).fill(query)
        expect(page.locator(".ft-says")).to_contain_text("找到")
    assert not asked


def test_it_works_when_the_network_is_gone(example: str, page: Page) -> None:
    page.goto(example, wait_until="networkidle")
    ask(page, "审批")
    expect(page.locator(".ft-hit").first).to_be_visible()
    page.context.set_offline(True)
    page.locator(INPUT).fill("就餐标准")
    expect(page.locator(".ft-hit").first).to_contain_text("就餐标准")


def test_nothing_is_loaded_early_where_data_are_saved(example: str, page: Page) -> None:
    page.add_init_script(
        "Object.defineProperty(navigator, 'connection', {value: {saveData: true}})"
    )
    asked: list[str] = []
    page.context.on("request", lambda request: asked.append(request.url))
    page.goto(example, wait_until="networkidle")
    assert not any(INDEX.search(url) for url in asked)
    ask(page, "审批")
    expect(page.locator(".ft-hit").first).to_be_visible()


def test_it_works_from_a_folder(folder: Path, browser: Browser) -> None:
    context = browser.new_context(locale="zh-CN")
    page = context.new_page()
    errors: list[str] = []
    page.on("console", lambda m: m.type == "error" and errors.append(m.text))
    page.on("pageerror", lambda e: errors.append(str(e)))
    page.goto(f"{folder.as_uri()}/index.html")
    ask(page, "就餐标准")
    page.locator(".ft-hit").first.click()
    expect(page.locator(":target")).to_contain_text("就餐标准")
    assert page.url == f"{folder.as_uri()}/shilie/jiedai/index.html#art_3"
    ask(page, "第二条")
    expect(page.locator(".ft-hit").first).to_contain_text("接待应当事先审批")
    page.keyboard.press("Enter")
    expect(page.locator(".ft-input")).to_have_value("第二条")
    expect(page.locator(".ft-hit").first).to_be_visible()
    page.get_by_role("link", name="使用说明").first.click()
    expect(page.locator("h1")).to_be_visible()
    context.close()
    assert not errors


@pytest.mark.parametrize(
    "damage",
    [
        lambda text: text[:3000] + chr(ord(text[3000]) ^ 1) + text[3001:],
        lambda text: text[: len(text) // 2],
        lambda text: "<!doctype html><title>404</title>",
        lambda text: "",
    ],
    ids=["one character", "cut off", "another page", "empty"],
)
def test_a_damaged_index_is_tried_again_and_then_named(
    example: str, loose: Page, damage: object
) -> None:
    times = 0

    def spoil(route: Route) -> None:
        nonlocal times
        times += 1
        body = route.fetch().text()
        assert callable(damage)
        route.fulfill(body=damage(body), content_type="text/javascript; charset=utf-8")

    loose.add_init_script(
        "Object.defineProperty(navigator, 'connection', {value: {saveData: true}})"
    )
    loose.context.route(INDEX, spoil)
    loose.goto(example)
    ask(loose, "审批")
    expect(loose.locator(".ft-says")).to_contain_text(FAILED)
    loose.context.unroute(INDEX)
    loose.get_by_role("button", name="再试一次").click()
    expect(loose.locator(".ft-hit").first).to_be_visible()
    assert times >= 2


def test_a_damage_that_passes_is_not_noticed(example: str, loose: Page) -> None:
    loose.context.route(INDEX, lambda route: route.fulfill(body="("), times=1)
    loose.goto(example)
    ask(loose, "审批")
    expect(loose.locator(".ft-hit").first).to_be_visible()
    expect(loose.locator(".ft-says")).not_to_contain_text(FAILED)


def test_a_missing_index_leaves_the_rest_of_the_page(example: str, loose: Page) -> None:
    loose.context.route(INDEX, lambda route: route.fulfill(status=404, body="404"))
    loose.goto(example)
    ask(loose, "审批")
    expect(loose.locator(".ft-says")).to_contain_text(FAILED)
    expect(loose.get_by_role("button", name="重新载入本页")).to_be_visible()
    loose.keyboard.press("Escape")
    loose.locator(".bodies a").first.click()
    expect(loose.locator("h1")).to_have_text("示例市财政局")


def test_an_index_of_another_build_is_noticed(example: str, page: Page) -> None:
    def older(route: Route) -> None:
        body = re.sub(r'data-build="\w+"', 'data-build="0123456789abcdef"', route.fetch().text())
        route.fulfill(body=body, content_type="text/html; charset=utf-8")

    page.route(example, older)
    page.goto(example)
    ask(page, "审批")
    expect(page.locator(".ft-says")).to_contain_text("手册已经更新，这一页是以前的。")
    expect(page.locator(".ft-hit").first).to_be_visible()
    page.unroute(example)
    with page.expect_navigation():
        page.get_by_role("button", name="重新载入本页").click()
    ask(page, "审批")
    expect(page.locator(".ft-hit").first).to_be_visible()
    expect(page.locator(".ft-says")).not_to_contain_text("手册已经更新")


def test_where_workers_are_forbidden_the_page_does_the_work(example: str, page: Page) -> None:
    page.add_init_script("globalThis.Worker = class { constructor() { throw new Error('no') } }")
    page.goto(example)
    ask(page, "审批")
    expect(page.locator(".ft-hit").first).to_be_visible()


def test_a_strict_content_policy_is_enough(example: str, page: Page) -> None:
    policy = "default-src 'self'; script-src 'self' 'nonce-theme'; img-src 'self' data:"
    policy += "; style-src 'self' 'unsafe-inline'"

    def strict(route: Route) -> None:
        answer = route.fetch()
        body = answer.text().replace("<script>", '<script nonce="theme">')  # Material's own
        route.fulfill(response=answer, body=body, headers={
            **answer.headers, "content-security-policy": policy,
        })  # fmt: skip

    page.route(f"{example}search/**", strict)
    page.goto(f"{example}search/?q=%E5%AE%A1%E6%89%B9")
    expect(page.locator(".ft-hit").first).to_be_visible()
