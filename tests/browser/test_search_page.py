"""The search page: addresses to share, filters, nothing found, no JavaScript."""

from __future__ import annotations

from urllib.parse import parse_qs, urlparse

from playwright.sync_api import Browser, Page, expect


def asked(page: Page) -> dict[str, list[str]]:
    return parse_qs(urlparse(page.url).query)


def test_a_shared_address_shows_the_same(site: str, page: Page) -> None:
    page.goto(f"{site}search/?q=%E5%B9%B4%E4%BC%91%E5%81%87%E5%A4%A9%E6%95%B0")
    hits = page.locator(".ft-hit")
    expect(hits.first).to_be_visible()
    shown = hits.all_inner_texts()
    assert len(shown) == 10
    page.reload()
    expect(hits.first).to_be_visible()
    assert hits.all_inner_texts() == shown


def test_the_address_follows_what_is_asked(site: str, page: Page) -> None:
    page.goto(f"{site}search/")
    expect(page.locator(".ft-input")).to_be_focused()
    page.keyboard.insert_text("采购 & 验收")
    expect(page.locator(".ft-hit").first).to_be_visible()
    assert asked(page) == {"q": ["采购 & 验收"]}
    page.get_by_label("机关", exact=True).select_option("wangcheng")
    page.get_by_role("button", name="按制度分组").click()
    expect(page.locator(".ft-regulation").first).to_be_visible()
    assert asked(page) == {"q": ["采购 & 验收"], "body": ["wangcheng"], "group": ["1"]}
    page.goto(page.url)
    expect(page.locator(".ft-regulation").first).to_be_visible()
    expect(page.get_by_label("机关", exact=True)).to_have_value("wangcheng")
    for option in page.locator(".ft-hit").all():
        assert (option.get_attribute("href") or "").startswith(f"{site}wangcheng/")


def test_filters_by_status_and_day(site: str, page: Page) -> None:
    page.goto(f"{site}search/?q=%E7%AE%A1%E7%90%86")
    page.get_by_label("状态").select_option("暂行")
    places = page.locator(".ft-place")
    expect(places.first).to_contain_text("暂行")
    assert all("暂行" in text for text in places.all_inner_texts())
    page.get_by_role("button", name="清除筛选").click()
    page.get_by_label("施行自").fill("2013-01-01")
    expect(places.first).to_contain_text("201")
    days = [text.rsplit(" · ", 1)[-1] for text in places.all_inner_texts()]
    assert all(day >= "2013-01-01" for day in days)
    assert asked(page)["since"] == ["2013-01-01"]


def test_more_hits_on_request(site: str, page: Page) -> None:
    page.goto(f"{site}search/?q=%E7%AE%A1%E7%90%86")
    expect(page.locator(".ft-hit")).to_have_count(10)
    page.get_by_role("button", name="再显示一些").click()
    expect(page.locator(".ft-hit")).to_have_count(20)


def test_nothing_found_says_what_was_tried_and_offers_the_nearest(site: str, page: Page) -> None:
    page.goto(f"{site}search/")
    page.keyboard.insert_text("鼋勤")
    page.locator(".ft-input").fill("鼊鼋")
    says = page.get_by_role("status")
    expect(says).to_contain_text("没有找到。找过：鼊、鼋。")
    expect(page.get_by_role("link", name="按机关翻阅全部制度")).to_have_attribute("href", site)


def test_nothing_found_for_a_filter_offers_to_drop_it(site: str, page: Page) -> None:
    page.goto(f"{site}search/?q=%E5%85%AC%E5%8A%A1%E6%8E%A5%E5%BE%85&since=2999-01-01")
    expect(page.locator(".ft-hit")).to_have_count(0)
    nearest = page.get_by_role("group", name="最接近的").get_by_role("option")
    expect(nearest.first).to_contain_text("公务接待")
    page.get_by_role("button", name="去掉筛选再找").click()
    expect(page.locator(".ft-hit").first).to_be_visible()
    assert "since" not in asked(page)


def test_words_apart_that_no_provision_holds_together(site: str, page: Page) -> None:
    page.goto(f"{site}search/")
    page.keyboard.insert_text("印章 燃油 年休假")
    expect(page.get_by_role("status")).to_contain_text("没有一条同时含有全部词语")
    expect(page.locator(".ft-hit").first).to_be_visible()


def test_the_header_has_no_second_box(site: str, page: Page) -> None:
    page.goto(f"{site}search/")
    expect(page.locator(".ft-input")).to_have_count(1)
    expect(page.locator("header").get_by_role("combobox")).to_have_count(0)
    page.locator("h1").click()
    page.keyboard.press("/")
    expect(page.locator(".ft-input")).to_be_focused()


def test_it_does_not_scroll_sideways_on_a_phone(site: str, page: Page) -> None:
    page.set_viewport_size({"width": 320, "height": 800})
    page.goto(f"{site}search/?q=%E5%B9%B4%E4%BC%91%E5%81%87")
    expect(page.locator(".ft-hit").first).to_be_visible()
    page.get_by_role("button", name="筛选").click()
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_without_javascript_it_says_so(site: str, browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site}search/?q=%E5%B9%B4%E4%BC%91%E5%81%87")
    expect(page.get_by_text("查找要用 JavaScript，这个浏览器没有打开它。")).to_be_visible()
    page.get_by_role("link", name="首页", exact=True).last.click()
    assert page.url == site
    context.close()
