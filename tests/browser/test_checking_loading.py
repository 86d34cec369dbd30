"""How the check page gets its data: from a folder, damaged, missing, of another build."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from clerk import FORMS, address, expected, fill_by_mouse, open_form, said
from playwright.sync_api import Browser, Page, Route, expect

LEAVE = FORMS["请假"]
BOOK = re.compile(r"/assets/check/book-ali\.[0-9a-f]+\.js")
DATA = re.compile(r"/assets/check/forms\.[0-9a-f]+\.js")
TEXTS = re.compile(r"/assets/check/texts-ali\.[0-9a-f]+\.js")
VERDICT = ".hc-verdict"
MISSING = "核对用的数据没有装上：文件缺失或损坏，也可能手册刚刚更新过。"
OUTDATED = "手册已经更新，这一页或这一份规则是以前的"


@pytest.fixture
def loose(browser: Browser) -> Iterator[Page]:
    """A page that may log what it could not load; nothing may be thrown."""
    context = browser.new_context(locale="zh-CN")
    page = context.new_page()
    thrown: list[str] = []
    page.on("pageerror", lambda e: thrown.append(str(e)))
    yield page
    context.close()
    # A damaged script is none; the browser says so itself
    assert not [words for words in thrown if "token" not in words and "end of input" not in words]


def test_it_works_from_a_folder(site_folder: Path, browser: Browser) -> None:
    root = site_folder.as_uri()
    context = browser.new_context(locale="zh-CN")
    page = context.new_page()
    errors: list[str] = []
    page.on("console", lambda m: m.type == "error" and errors.append(m.text))
    page.on("pageerror", lambda e: errors.append(str(e)))
    page.goto(f"{root}/index.html")
    page.get_by_role("link", name="填单核对").first.click()
    assert page.url == f"{root}/check/index.html"
    page.get_by_label("单位").select_option("ali")
    page.get_by_role("button", name="请假", exact=True).click()
    expect(page.locator(VERDICT)).to_have_text("还没有填")
    fill_by_mouse(page, LEAVE)
    expect(page.locator(VERDICT)).to_have_text("违规")
    wanted = expected(LEAVE)
    shown = said(page)
    assert (shown.findings, shown.notes) == (wanted.findings, wanted.notes)
    card = page.locator(".hc-finding", has_text="三月全员在岗")
    card.locator(".hc-cite").click()
    expect(card.locator(".hc-opened mark")).to_contain_text("每年3月")
    card.get_by_role("link", name="到制度原文").click()
    expect(page.locator(":target")).to_contain_text("每年3月")
    assert page.url == f"{root}/ali/ganbuzhigong-xiujia/index.html#art_9__point_1"
    page.goto(f"{root}/check/index.html?body=ali&form={quote('请假')}")
    expect(page.locator(VERDICT)).to_have_text("违规")
    context.close()
    assert not errors


def test_only_the_book_of_the_body_is_loaded(site: str, page: Page) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(address(site, "ali", "请假"), wait_until="networkidle")
    expect(page.locator(VERDICT)).to_be_visible()
    for _ in range(100):  # the texts come when the page is idle
        if any("/texts-" in url for url in asked):
            break
        page.wait_for_timeout(50)
    names = sorted(
        re.sub(r"\.[0-9a-f]+\.", ".", url.rpartition("/")[2]) for url in asked if "/check/" in url
    )
    own = ["book-ali.js", "check.css", "engine.js", "forms.js", "page.js", "texts-ali.js"]
    assert [name for name in names if name.endswith((".js", ".css"))] == own


DAMAGES = {
    "one character": lambda text: text[:3000] + chr(ord(text[3000]) ^ 1) + text[3001:],
    "cut off": lambda text: text[: len(text) // 2],
    "another page": lambda text: "<!doctype html><title>404</title>",
    "empty": lambda text: "",
}


@pytest.mark.parametrize("damage", list(DAMAGES))
@pytest.mark.parametrize("file", [BOOK, DATA], ids=["book", "forms"])
def test_damaged_data_are_tried_again_and_then_named(
    site: str, loose: Page, file: re.Pattern[str], damage: str
) -> None:
    times = 0

    def spoil(route: Route) -> None:
        nonlocal times
        times += 1
        body = DAMAGES[damage](route.fetch().text())
        route.fulfill(body=body, content_type="text/javascript; charset=utf-8")

    loose.context.route(file, spoil)
    loose.goto(address(site, "ali", "请假"))
    expect(loose.locator(".hc-says")).to_contain_text(MISSING)
    assert times >= 2
    loose.context.unroute(file)
    loose.get_by_role("button", name="再试一次").click()
    expect(loose.locator(VERDICT)).to_have_text("还没有填")


@pytest.mark.parametrize("file", [BOOK, DATA], ids=["book", "forms"])
def test_a_damage_that_passes_is_not_noticed(site: str, loose: Page, file: re.Pattern[str]) -> None:
    loose.context.route(file, lambda route: route.fulfill(body="("), times=1)
    loose.goto(address(site, "ali", "请假"))
    expect(loose.locator(VERDICT)).to_have_text("还没有填")
    expect(loose.locator(".hc-says")).not_to_contain_text(MISSING)


@pytest.mark.parametrize("file", ["engine", "forms", "book-ali"])
def test_missing_data_are_named(site: str, loose: Page, file: str) -> None:
    loose.context.route(
        re.compile(rf"/assets/check/{file}\."), lambda route: route.fulfill(status=404, body="404")
    )
    loose.goto(address(site, "ali", "请假"))
    expect(loose.locator(".hc-says")).to_contain_text(MISSING)
    expect(loose.get_by_role("button", name="重新载入本页")).to_be_visible()


def other_build(text: str) -> str:
    return re.sub(r"^(globalThis\.handbook\w+\?\.\()'\w+'", r"\1'0123456789'", text)


def other_page(text: str) -> str:
    return re.sub(r'(<div data-checking.*?)data-build="\w+"', r'\1data-build="0123456789"', text)


@pytest.mark.parametrize(
    ("file", "change"),
    [(BOOK, other_build), (DATA, other_build), (re.compile(r"/check/\?"), other_page)],
    ids=["book", "forms", "page"],
)
def test_what_belongs_to_another_build_is_refused(
    site: str, page: Page, file: re.Pattern[str], change: Callable[[str], str]
) -> None:
    def older(route: Route) -> None:
        answer = route.fetch()
        changed = change(answer.text())
        assert changed != answer.text()
        headers = {**answer.headers, "cache-control": "no-store"}
        route.fulfill(response=answer, body=changed, headers=headers)

    page.route(file, older)
    page.goto(address(site, "ali", "请假"))
    expect(page.locator(".hc-says")).to_contain_text(OUTDATED)
    page.unroute(file)
    with page.expect_navigation():
        page.get_by_role("button", name="重新载入本页").click()
    expect(page.locator(VERDICT)).to_have_text("还没有填")


def test_what_is_typed_before_the_book_is_there_is_checked_when_it_is(
    site: str, page: Page
) -> None:
    waiting: list[Route] = []
    page.route(BOOK, lambda route: waiting.append(route))
    page.goto(address(site, "ali", "请假"), wait_until="commit")
    page.locator('[name="事由"]').fill("探亲")
    expect(page.locator(".hc-saved")).not_to_be_empty()
    for route in waiting:
        route.continue_()
    expect(page.locator(VERDICT)).to_have_text("缺材料或信息")


def test_without_the_texts_a_provision_still_leads_to_its_page(site: str, loose: Page) -> None:
    loose.context.route(TEXTS, lambda route: route.fulfill(status=404, body="404"))
    open_form(loose, site, LEAVE)
    fill_by_mouse(loose, LEAVE)
    loose.locator(".hc-cite").first.click()
    opened = loose.locator(".hc-opened").first
    expect(opened).to_contain_text("这里没有装上条款的全文")
    expect(opened.get_by_role("link", name="到制度原文")).to_be_visible()


def test_a_strict_content_policy_is_enough(site: str, page: Page) -> None:
    policy = "default-src 'self'; script-src 'self' 'nonce-theme'; img-src 'self' data:"
    policy += "; style-src 'self' 'unsafe-inline'"  # the theme's

    def strict(route: Route) -> None:
        answer = route.fetch()
        body = answer.text().replace("<script>", '<script nonce="theme">')  # Material's own
        route.fulfill(response=answer, body=body, headers={
            **answer.headers, "content-security-policy": policy,
        })  # fmt: skip

    page.route(f"{site}check/**", strict)
    open_form(page, site, LEAVE)
    fill_by_mouse(page, LEAVE)
    expect(page.locator(VERDICT)).to_have_text("违规")
    page.locator(".hc-cite").first.click()
    expect(page.locator(".hc-opened mark").first).to_be_visible()
    assert page.locator(".hc [style]").count() == 0
