"""The search box in the header: keys, hits, answers, suggestions, filters, phone, screen reader."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from conftest import until
from playwright.sync_api import Locator, Page, expect

HOSTILE = json.loads((Path(__file__).parent / "hostile.json").read_text("utf-8"))
INPUT = ".md-search__input"


def ask(page: Page, query: str) -> Locator:
    """Types a query into the box by way of the `/` key; returns the options."""
    page.keyboard.press("/")
    page.keyboard.insert_text(query)
    return page.locator(".ft-list [role=option]")


def test_the_slash_key_leads_to_provisions(site: str, page: Page) -> None:
    page.goto(site)
    options = ask(page, "公务接待")
    expect(page.locator(INPUT)).to_be_focused()
    hit = page.locator(".ft-hit").first
    expect(hit).to_be_visible()
    expect(hit.locator(".ft-cite")).to_contain_text("接待")
    expect(hit.locator("mark").first).to_have_text("公务接待")
    expect(hit.locator(".ft-place")).not_to_be_empty()
    assert "#" in (options.last.get_attribute("href") or "")


def test_arrows_choose_and_enter_opens_the_provision(site: str, page: Page) -> None:
    page.goto(site)
    options = ask(page, "病假三天要谁批")
    expect(options.first).to_be_visible()
    field = page.locator(INPUT)
    for key, chosen in (("ArrowDown", 0), ("ArrowDown", 1), ("ArrowUp", 0)):
        page.keyboard.press(key)
        option = options.nth(chosen)
        expect(option).to_have_attribute("aria-selected", "true")
        expect(field).to_have_attribute("aria-activedescendant", option.get_attribute("id") or "-")
    expect(page.locator("[aria-selected=true]")).to_have_count(1)
    page.keyboard.press("ArrowUp")
    expect(page.locator("[aria-selected=true]")).to_have_count(0)
    page.keyboard.press("ArrowDown")
    address = options.first.get_attribute("href")
    page.keyboard.press("Enter")
    page.wait_for_url(address or "-")
    expect(page.locator(":target")).to_be_in_viewport()


def test_enter_alone_leads_to_the_search_page(site: str, page: Page) -> None:
    page.goto(site)
    expect(ask(page, "会议室 预约").first).to_be_visible()
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?q=*")
    expect(page.locator(".ft-input")).to_have_value("会议室 预约")
    expect(page.locator(".ft-hit").first).to_be_visible()


def test_escape_closes_and_slash_opens_again(site: str, page: Page) -> None:
    page.goto(site)
    options = ask(page, "印章")
    expect(options.first).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(INPUT)).not_to_be_focused()
    expect(options.first).not_to_be_in_viewport()
    page.keyboard.press("/")
    expect(options.first).to_be_in_viewport()


def test_it_is_a_combobox_with_a_list(site: str, page: Page) -> None:
    page.goto(site)
    field = page.get_by_role("combobox", name="查找条款")
    field.focus()
    expect(field).to_have_attribute("aria-expanded", "false")
    expect(ask(page, "报销").first).to_be_visible()
    expect(field).to_have_attribute("aria-expanded", "true")
    controlled = page.locator(f"#{field.get_attribute('aria-controls')}")
    expect(controlled).to_have_role("listbox")
    expect(page.get_by_role("status")).to_contain_text("找到")


def test_a_question_is_answered_as_printed(site: str, page: Page) -> None:
    page.goto(site)
    ask(page, "接待标准")
    answer = page.locator(".ft-answer")
    expect(answer.locator(".ft-text")).to_have_text(
        "确需在外安排的重大接待活动由办公室根据具体情况安排,人均消费不高于80元/人。"
    )
    expect(answer.locator(".ft-cite")).to_have_text("《公务接待制度》四、3")
    places = [answer.locator(part).bounding_box() for part in (".ft-text", ".ft-cite")]
    assert places[0] and places[1] and places[0]["y"] < places[1]["y"]
    words = answer.locator(".ft-text").inner_text()
    answer.click()
    expect(page.locator(":target")).to_contain_text(words)


def test_a_slip_of_the_pen_is_put_right_on_request(site: str, page: Page) -> None:
    page.goto(site)
    ask(page, "考勤制渡")
    page.get_by_role("button", name="考勤制度").click()
    expect(page.locator(INPUT)).to_have_value("考勤制度")
    expect(page.locator(INPUT)).to_be_focused()
    expect(page.locator(".ft-says")).not_to_contain_text("您是不是要找")


def test_titles_and_words_are_suggested(site: str, page: Page) -> None:
    page.goto(site)
    ask(page, "公务接")
    suggestions = page.get_by_role("group", name="建议").get_by_role("option")
    expect(suggestions.first).to_contain_text("公务接待")
    suggestions.first.click()
    expect(page.locator("h1")).to_contain_text("公务接待")


def test_pinyin_is_suggested_and_found(site: str, page: Page) -> None:
    page.goto(site)
    ask(page, "gwjd")
    expect(page.locator(".ft-suggestion").first).to_contain_text("公务接待")
    expect(page.locator(".ft-hit mark").first).to_be_visible()


def test_past_queries_stay_on_this_machine_until_cleared(site: str, page: Page) -> None:
    page.goto(site)
    ask(page, "值班")
    page.locator(".ft-hit").first.click()
    page.wait_for_url("**/#*")
    page.wait_for_timeout(300)  # the theme closes the box once it has jumped to the provision
    page.keyboard.press("/")
    past = page.get_by_role("group", name="最近查找")
    past.get_by_role("option", name="值班").click()
    expect(page.locator(INPUT)).to_have_value("值班")
    page.locator(INPUT).fill("")
    past.get_by_role("button", name="清除").click()
    expect(past).to_have_count(0)
    assert page.evaluate("localStorage.getItem('handbook.queries')") == "[]"


def test_the_readers_own_body_comes_first_and_is_remembered(site: str, page: Page) -> None:
    page.goto(site)
    ask(page, "考勤")
    page.get_by_label("本单位").select_option("quju")
    expect(page.locator(".ft-hit").first).to_contain_text("XX市XX区XX局")
    page.goto(f"{site}staff/")
    ask(page, "考勤")
    expect(page.locator(".ft-hit").first).to_contain_text("XX市XX区XX局")
    expect(page.get_by_label("本单位")).to_have_value("quju")


def test_hits_stand_under_their_regulations_on_request(site: str, page: Page) -> None:
    page.goto(site)
    ask(page, "年休假")
    button = page.get_by_role("button", name="按制度分组")
    button.click()
    expect(button).to_have_attribute("aria-pressed", "true")
    expect(button).to_be_focused()
    groups = page.locator(".ft-regulation")
    expect(groups.first).to_be_visible()
    titles = groups.locator(".ft-head > :first-child").all_inner_texts()
    assert len(titles) == len(set(titles)) > 1
    assert all(
        (option.get_attribute("href") or "").split("#")[0]
        == (groups.first.locator("[role=option]").first.get_attribute("href") or "").split("#")[0]
        for option in groups.first.locator("[role=option]").all()
    )


def test_what_is_typed_with_an_input_method_waits_until_it_is_chosen(site: str, page: Page) -> None:
    page.goto(site)
    options = ask(page, "")
    field = page.locator(INPUT)
    field.evaluate(
        """e => {
          e.dispatchEvent(new CompositionEvent("compositionstart"));
          e.value = "jie'dai";
          e.dispatchEvent(new InputEvent("input", { isComposing: true }));
        }"""
    )
    page.wait_for_timeout(300)
    expect(options).to_have_count(0)
    field.evaluate(
        "e => { e.value = '接待'; e.dispatchEvent(new CompositionEvent('compositionend')) }"
    )
    expect(options.first).to_be_visible()


@pytest.mark.parametrize("at", range(0, len(HOSTILE), 6))
def test_hostile_queries_do_no_harm(site: str, page: Page, at: int) -> None:
    page.goto(site)
    expect(ask(page, "接待").first).to_be_visible()
    for query in HOSTILE[at : at + 6]:
        page.locator(INPUT).fill(query)
        page.locator(INPUT).fill("接待")
    expect(page.locator(".ft-hit").first).to_be_visible()
    assert page.locator(".ft img, .ft script").count() == 0


def test_a_query_of_ten_thousand_characters_is_cut_off(site: str, page: Page) -> None:
    page.goto(site)
    ask(page, "接待" * 5000)
    expect(page.get_by_role("status")).to_contain_text("查询太长，只取前 120 个字。")
    expect(page.locator(".ft-hit").first).to_be_visible()


@pytest.mark.parametrize("width", [320, 390])
def test_on_a_phone_it_fills_the_screen(site: str, page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(site)
    page.locator("label.md-header__button[for=__search]").click()
    expect(page.locator(INPUT)).to_be_focused()
    page.keyboard.insert_text("年休假天数")
    hit = page.locator(".ft-hit").first
    expect(hit).to_be_in_viewport()
    inside = page.locator(".md-search__scrollwrap")
    assert inside.evaluate("e => e.scrollWidth <= e.clientWidth")
    page.locator("label.md-search__icon[for=__search]").click()
    expect(hit).not_to_be_in_viewport()
    until(page, "innerWidth >= document.documentElement.scrollWidth")


def test_it_keeps_its_colours_in_the_dark(site: str, page: Page) -> None:
    page.emulate_media(color_scheme="dark")
    page.goto(site)
    ask(page, "接待标准")
    hit = page.locator(".ft-hit").last
    expect(hit).to_be_visible()
    colours = hit.evaluate(
        """e => [getComputedStyle(e).color,
          getComputedStyle(e.closest(".md-search__scrollwrap")).backgroundColor]"""
    )
    light = [sum(map(float, c[c.index("(") + 1 : -1].split(",")[:3])) for c in colours]
    assert light[0] - light[1] > 200
