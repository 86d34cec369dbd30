"""Marks of rules on the text, pages of rules and form types, in a real browser."""

from __future__ import annotations

from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

SIZES = {"desktop": (1280, 900), "phone": (390, 800), "narrow": (320, 700)}


def test_a_mark_leads_to_its_rule_and_to_the_form(page: Page, site: str) -> None:
    page.goto(site + "wangcheng/gongwu-jiedai/")
    words = page.locator("#lvl_4__lvl_2 > .words")
    printed = words.inner_text()
    mark = page.locator("#lvl_4__lvl_2 > .checks")
    mark.locator("summary").click()
    mark.get_by_role("link", name="工作日中餐用酒").click()
    expect(page).to_have_url(site + "wangcheng/gongwu-jiedai/rules/#yongjiu")
    rule = page.locator("#yongjiu")
    expect(rule.locator("mark").first).to_have_text("工作日中餐接待不用酒")
    expect(rule.locator("dl")).to_contain_text("餐别是“中餐”，并且接待日期是工作日")
    expect(rule.locator("dl")).to_contain_text("酒水金额不超过 0 元")
    expect(rule.locator(".verdict.violation").first).to_have_text("违规")
    rule.locator(".quote a").first.click()
    expect(page).to_have_url(site + "wangcheng/gongwu-jiedai/#lvl_4__lvl_2")
    assert words.inner_text() == printed


def test_marks_are_opened_by_keyboard(page: Page, site: str) -> None:
    page.goto(site + "wangcheng/gongwu-jiedai/")
    summary = page.locator("#lvl_4__lvl_2 > .checks > summary")
    summary.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('.checks li') !== null")


def test_try_leads_to_the_form_with_body_and_type(page: Page, site: str) -> None:
    page.goto(site + "forms/qingjia/")
    page.locator("#quju > h2 > a.try").click()
    page.wait_for_url("**/check/?body=quju&form=*")
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def test_an_empty_form_can_be_taken(page: Page, site: str) -> None:
    page.goto(site + "forms/gongwu-jiedai/")
    page.locator(".templates > summary").click()
    with page.expect_download() as waiting:
        page.get_by_role("link", name="XLSX").click()
    assert waiting.value.suggested_filename == "gongwu-jiedai.xlsx"


def test_examples_unfold(page: Page, site: str) -> None:
    page.goto(site + "wangcheng/caiwu/rules/#zhichu")
    examples = page.locator("#zhichu .examples")
    examples.locator("summary").click()
    expect(examples.locator("li").first).to_be_visible()


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize(
    "path", ["wangcheng/caiwu/rules/", "forms/", "forms/qingjia/", "ali/ganbuzhigong-xiujia/"]
)
def test_nothing_runs_out_of_the_page(page: Page, site: str, path: str, size: str) -> None:
    width, height = SIZES[size]
    page.set_viewport_size({"width": width, "height": height})
    page.goto(site + path)
    page.evaluate("document.querySelectorAll('details').forEach((d) => { d.open = true; })")
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_marks(
    page: Page, site: str, scheme: Literal["light", "dark"]
) -> None:
    page.emulate_media(color_scheme=scheme)
    page.goto(site + "wangcheng/gongwu-jiedai/")
    page.evaluate("document.querySelectorAll('.checks').forEach((d) => { d.open = true; })")
    found = Axe().run(page, context=".checks")
    assert not found.response["violations"], found.generate_report()


def test_marks_are_not_printed(page: Page, site: str) -> None:
    page.goto(site + "wangcheng/gongwu-jiedai/")
    page.emulate_media(media="print")
    assert page.locator(".checks:visible, .checks-above:visible").count() == 0
