"""The tools of a provision by mouse, keyboard and touch; addresses that lead nowhere."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

TOOLS = ".tools"
MENU = ".tool-menu"
EDITION = "（示例市机关事务局，2024年2月1日施行版）"


@pytest.fixture
def page(page: Page) -> Page:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    return page


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(
        viewport={"width": 390, "height": 800}, has_touch=True, is_mobile=True, locale="zh-CN"
    )
    yield context.new_page()
    context.close()


def clipboard(page: Page) -> str:
    return str(page.evaluate("navigator.clipboard.readText()"))


def choose(page: Page, name: str) -> None:
    page.locator(TOOLS).click()
    page.locator(MENU).get_by_role("menuitem", name=name).click()


COPIES = [
    ("#art_1", "复制引文", f"《公务接待办法》第一条{EDITION}"),
    ("#art_2__para_3__point_2", "复制引文", f"《公务接待办法》第二条第三款第（二）项{EDITION}"),
    ("#art_3", "复制文字", "第三条　本章所称来宾，是指外单位人员。来宾持公函前来。"),
    (
        "#art_2__para_1",
        "复制文字",
        "本办法所称公务接待，是指接待对象出席会议、考察调研的活动。接待以外的活动不适用本办法。",
    ),
    (
        "#art_2__para_3",
        "复制文字",
        "前款规定的审批由下列人员负责：\n（一）一般接待，由处长审批；\n（二）公务接待中的重要接待，由局长审批。",
    ),
    ("#art_4__table_1", "复制文字", "级别\t标准\n来宾\t按第二条第二款\n其他\t70元"),
]


@pytest.mark.parametrize(("id", "tool", "copied"), COPIES)
def test_by_mouse_a_provision_is_copied(
    reader: str, page: Page, id: str, tool: str, copied: str
) -> None:
    page.goto(f"{reader}jiedai/")
    page.locator(f"{id} .words, {id} table").first.hover()
    choose(page, tool)
    expect(page.locator(".said")).to_contain_text("已复制")
    assert clipboard(page) == copied
    expect(page.locator(MENU)).to_be_hidden()
    expect(page.locator(TOOLS)).to_be_focused()


def test_the_link_is_permanent(reader: str, page: Page) -> None:
    page.goto(f"{reader}jiedai/?h=x#art_7")
    page.locator("#art_2__para_2 .words").hover()
    choose(page, "复制链接")
    expect(page.locator(".said")).to_contain_text("已复制链接")
    assert clipboard(page) == f"{reader}jiedai/#art_2__para_2"


def test_by_keyboard_alone(reader: str, page: Page) -> None:
    page.goto(f"{reader}jiedai/")
    page.locator("#art_7 .label").focus()
    page.keyboard.press("Tab")
    expect(page.locator(TOOLS)).to_be_focused()
    assert page.locator(TOOLS).get_attribute("aria-label") == "第七条的工具"
    page.keyboard.press("Enter")
    items = page.locator(f"{MENU} [role=menuitem]")
    expect(items.nth(0)).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(items.last).to_be_focused()
    page.keyboard.press("Home")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator(".said")).to_contain_text("已复制引文")
    assert clipboard(page) == f"《公务接待办法》第七条{EDITION}"
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    expect(page.locator(MENU)).to_be_hidden()
    expect(page.locator(TOOLS)).to_be_focused()
    assert page.locator(TOOLS).get_attribute("aria-expanded") == "false"


def test_by_touch(reader: str, phone: Page) -> None:
    phone.context.grant_permissions(["clipboard-read", "clipboard-write"])
    phone.goto(f"{reader}jiedai/")
    phone.locator("#art_7 .words").tap()
    button = phone.locator(f"#art_7 {TOOLS}")
    box = button.bounding_box()
    assert box
    assert min(box["width"], box["height"]) >= 24, "WCAG 2.5.8"
    button.tap()
    phone.locator(MENU).get_by_role("menuitem", name="复制引文").tap()
    expect(phone.locator(".said")).to_contain_text("已复制引文")
    assert clipboard(phone) == f"《公务接待办法》第七条{EDITION}"


def test_the_menu_goes_up_to_the_provision_above(reader: str, page: Page) -> None:
    page.goto(f"{reader}jiedai/")
    page.locator("#art_2__para_1 .words").hover()
    choose(page, "转到上一级：第二条")
    expect(page.locator(".tool-cite")).to_have_text("《公务接待办法》第二条")


def test_a_report_knows_its_provision(reader: str, page: Page) -> None:
    page.goto(f"{reader}jiedai/")
    page.locator("#art_7 .words").hover()
    page.locator(TOOLS).click()
    href = page.get_by_role("menuitem", name="报告问题").get_attribute("href") or ""
    asked = parse_qs(urlsplit(href).query)
    assert href.startswith("https://issues.example/new?")
    assert asked["title"] == ["《公务接待办法》第七条"]
    assert asked["body"] == [f"{reader}jiedai/#art_7\n第七条　本办法自2024年2月1日起施行。"]


def test_without_an_address_there_is_no_report(example: str, page: Page) -> None:
    page.goto(f"{example}shilie/jiedai/")
    page.locator("#art_4 .words").hover()
    page.locator(TOOLS).click()
    expect(page.get_by_role("menuitem", name="复制链接")).to_be_visible()
    expect(page.get_by_role("menuitem", name="报告问题")).to_have_count(0)


def test_without_the_clipboard_the_old_way_copies(reader: str, page: Page) -> None:
    page.add_init_script("Object.defineProperty(navigator, 'clipboard', {value: undefined})")
    page.goto(f"{reader}jiedai/")
    page.evaluate("addEventListener('copy', () => (window.copied = getSelection().toString()))")
    page.locator("#art_7 .words").hover()
    choose(page, "复制引文")
    expect(page.locator(".said")).to_contain_text("已复制引文")
    page.keyboard.press("/")
    page.keyboard.press("Control+v")
    assert "第七条" in page.locator(".md-search__input").input_value()


def test_what_cannot_be_copied_is_shown_to_be_copied(reader: str, page: Page) -> None:
    page.add_init_script(
        "Object.defineProperty(navigator, 'clipboard', {value: undefined});"
        "document.execCommand = () => false"
    )
    page.goto(f"{reader}jiedai/")
    page.locator("#art_7 .words").hover()
    choose(page, "复制引文")
    field = page.locator(".said textarea")
    expect(field).to_be_visible()
    assert field.input_value() == f"《公务接待办法》第七条{EDITION}"
    page.locator(".said").get_by_role("button", name="关闭").click()
    expect(field).to_have_count(0)


@pytest.mark.parametrize(
    ("typed", "id"),
    [
        ("第七条", "art_7"),
        ("第7条", "art_7"),
        ("7", "art_7"),
        ("art-7", "art_7"),
        ("ART_7", "art_7"),
        ("《公务接待办法》第七条", "art_7"),
        ("第二章", "chp_2"),
        ("第二条第三款第(一)项", "art_2__para_3__point_1"),
        ("第二条第（一）项", "art_2__para_3__point_1"),
        ("art_2__point_2", "art_2__para_3__point_2"),
    ],
)
def test_an_address_may_be_written_as_people_write(
    reader: str, page: Page, typed: str, id: str
) -> None:
    page.goto(f"{reader}jiedai/#{typed}")
    expect(page.locator(":target")).to_have_attribute("id", id)
    assert page.url == f"{reader}jiedai/#{id}"
    expect(page.locator(".astray")).to_have_count(0)


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("art_9", ["第三条", "第四条", "第五条", "第六条", "第七条"]),
        ("第九条", ["第三条", "第四条", "第五条", "第六条", "第七条"]),
        ("第二条第三款第（五）项", ["第二条第三款第（一）项", "第二条第三款第（二）项"]),
        ("chp_3", ["第一章", "第二章"]),
        ("%E0%A4%A", []),
        ("<img src=x>", []),
    ],
)
def test_a_wrong_address_says_so_and_offers_the_nearest(
    reader: str, page: Page, typed: str, offered: list[str]
) -> None:
    page.goto(f"{reader}jiedai/#{typed}")
    notice = page.locator(".astray")
    expect(notice).to_be_in_viewport()
    expect(notice).to_contain_text("本页没有")
    links = notice.locator("a").all_inner_texts()
    assert set(offered) <= set(links)
    assert bool(links) == bool(offered)
    assert notice.locator("img").count() == 0
    if offered:
        notice.locator("a").last.click()
        expect(page.locator(":target")).to_be_in_viewport()
        expect(notice).to_have_count(0)


def test_the_target_stays_below_the_line_of_the_chapter(reader: str, page: Page) -> None:
    page.goto(f"{reader}changpian/#art_400__point_2")
    target = page.locator(":target")
    expect(target).to_be_in_viewport()
    crumbs = page.locator(".crumbs").bounding_box()
    place = target.bounding_box()
    assert crumbs
    assert place
    assert crumbs["y"] + crumbs["height"] <= place["y"] < 300
