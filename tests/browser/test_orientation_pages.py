"""Home page, topics side by side, figures, index, defects: by mouse, keyboard, on a phone."""

from __future__ import annotations

from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

PAGES = [
    "", "browse/", "topics/", "topics/qingjia/", "compare/", "figures/", "index-az/", "defects/",
]  # fmt: skip
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
#: A page of each kind, a short one where there are several.
LOOKED_AT = [
    "", "browse/", "topics/", "topics/yongyin/", "compare/", "figures/", "index-az/", "defects/",
    "forms/", "forms/yongyin/", "wangcheng/gongwu-jiedai/rules/",
]  # fmt: skip
SIZES = {"desktop": (1280, 900), "phone": (390, 800), "narrow": (320, 700)}


def test_the_home_page_says_what_this_is_before_scrolling(page: Page, site: str) -> None:
    page.goto(site)
    for locator in (
        page.get_by_role("heading", level=1),
        page.locator(".home-search input"),
        page.get_by_role("link", name="请假").first,
        page.get_by_role("link", name="绍兴市机关事务服务中心").first,
    ):
        box = locator.bounding_box()
        assert box is not None and box["y"] + box["height"] < 900


def test_the_search_box_of_the_home_page_finds(page: Page, site: str) -> None:
    page.goto(site)
    page.locator(".home-search input").fill("工作日中餐用酒")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?q=*")
    expect(page.get_by_text("工作日中餐接待不用酒").first).to_be_visible()


def test_bodies_and_words_are_chosen_and_kept_in_the_address(page: Page, site: str) -> None:
    page.goto(site + "topics/qingjia/")
    expect(page.locator(".column:visible")).to_have_count(5)
    page.get_by_label("县委办公室", exact=True).first.uncheck()
    page.locator("[data-tools] input[type=search]").fill("批准")
    expect(page.locator(".column:visible")).to_have_count(4)
    texts = page.locator(".passage:visible").all_inner_texts()
    assert texts and all("批准" in text for text in texts)
    address = page.url
    assert "xianwei" not in address and "words=" in address
    page.goto("about:blank")
    page.goto(address)
    expect(page.locator(".column:visible")).to_have_count(4)
    assert page.locator(".passage:visible").all_inner_texts() == texts


def test_single_provisions_are_chosen_by_keyboard_and_shared(page: Page, site: str) -> None:
    page.goto(site + "topics/qingjia/")
    boxes = page.locator(".passage > input")
    for n in (0, 3):
        boxes.nth(n).focus()
        page.keyboard.press("Space")
    page.get_by_role("button", name="只看选中的（2）").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".passage:visible")).to_have_count(2)
    expect(page.locator("[data-said]")).to_contain_text("2 处条款")
    address = page.url
    page.goto("about:blank")
    page.goto(address)
    expect(page.locator(".passage:visible")).to_have_count(2)


def test_compare_leads_to_the_topic_that_the_address_names(page: Page, site: str) -> None:
    page.goto(site + "compare/?topic=接待&bodies=wangcheng,xianwei")
    page.wait_for_url("**/topics/jiedai/?bodies=wangcheng,xianwei")
    expect(page.locator(".column:visible")).to_have_count(2)
    page.locator("[data-topic]").select_option("yongche")
    page.wait_for_url("**/topics/yongche/?bodies=wangcheng,xianwei")


def test_compare_says_that_a_topic_is_unknown(page: Page, site: str) -> None:
    page.goto(site + "compare/?topic=<b>没有</b>")
    expect(page.get_by_role("alert")).to_have_text("没有主题“<b>没有</b>”，请从下面选。")
    page.get_by_label("阿里地区行署办公室").uncheck()
    page.get_by_role("button", name="并排看").click()
    page.wait_for_url("**/topics/qingjia/?bodies=*")
    expect(page.locator(".column:visible")).to_have_count(4)


def test_a_damaged_address_shows_everything(page: Page, site: str) -> None:
    page.goto(site + "topics/qingjia/?bodies=%%,<script>&items=x:y&words=")
    expect(page.locator(".column:visible")).to_have_count(5)


def test_columns_are_stacked_on_a_phone(page: Page, site: str) -> None:
    page.set_viewport_size({"width": 390, "height": 800})
    page.goto(site + "topics/qingjia/")
    first, second = (page.locator(".column").nth(n).bounding_box() for n in (0, 1))
    assert first is not None and second is not None
    assert second["x"] == first["x"] and second["y"] > first["y"]


def test_figures_are_filtered_and_kept_in_the_address(page: Page, site: str) -> None:
    page.goto(site + "figures/")
    rows = page.locator(".figures tbody tr:visible")
    every = rows.count()
    page.get_by_label("种类").select_option("金额")
    page.get_by_label("机关").select_option("wangcheng")
    few = rows.count()
    assert 0 < few < every
    assert all(
        "元" in text for text in page.locator("tbody tr:visible td:first-child").all_inner_texts()
    )
    expect(page.locator("[data-said]")).to_have_text(f"显示 {few} 个数字。")
    page.reload()
    expect(rows).to_have_count(few)
    page.get_by_label("主题").select_option("接待")
    assert 0 < rows.count() < few


def test_without_scripts_everything_is_there(page: Page, site: str) -> None:
    context = page.context.browser.new_context(java_script_enabled=False)  # type: ignore[union-attr]
    bare = context.new_page()
    bare.goto(site + "topics/qingjia/")
    assert bare.locator(".column:visible").count() == 5
    assert bare.locator("[data-tools]:visible").count() == 0
    bare.goto(site + "figures/")
    assert bare.locator(".figures tbody tr:visible").count() > 500
    context.close()


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("path", PAGES)
def test_nothing_runs_out_of_the_page(page: Page, site: str, path: str, size: str) -> None:
    width, height = SIZES[size]
    page.set_viewport_size({"width": width, "height": height})
    page.goto(site + path)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", LOOKED_AT)
def test_axe_finds_nothing(
    page: Page, site: str, path: str, scheme: Literal["light", "dark"]
) -> None:
    page.emulate_media(color_scheme=scheme)
    few = "?kind=金额&body=wangcheng" if path == "figures/" else ""  # axe looks at what is shown
    page.goto(site + path + few)
    page.evaluate("document.querySelectorAll('details').forEach((d) => { d.open = true; })")
    found = Axe().run(page, context=".md-content", options={"runOnly": RULES})
    assert not found.response["violations"], found.generate_report()


def test_a_small_handbook_has_no_empty_parts(page: Page, example: str) -> None:
    page.goto(example)
    assert page.get_by_role("heading", name="要填单").count() == 0
    page.goto(example + "defects/")
    expect(page.get_by_role("heading", level=1)).to_have_text("文字疑点")
