"""References, terms, orientation, paper and accessibility of a regulation's page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pytest
from axe_playwright_python.sync_playwright import Axe
from conftest import until
from playwright.sync_api import Browser, Page, expect
from reader_library import ARTICLES, COLUMNS, LONG_TITLE, MARKUP

PEEK = ".peek"
#: WCAG 2.2 AA and what came before it, with axe's own good practice.
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(
        viewport={"width": 390, "height": 800}, has_touch=True, is_mobile=True, locale="zh-CN"
    )
    yield context.new_page()
    context.close()


# --- References and terms ------------------------------------------------------------

REFERENCES = [
    ("#art_2__para_3 > .words .ref", ["第二条第二款", "公务接待费不超过1000元"]),
    ("#art_5 .ref >> nth=1", ["第三条", "本章所称来宾"]),
    ("#art_5 .ref >> nth=2", ["《差旅费办法》第二条", "不再报销"]),
    ("#art_6 .ref", ["第四条", "第五条", "第六条", "其他 70元"]),
    ("#art_4__table_1 .ref", ["第二条第二款"]),
    ("#art_2__para_3__point_2 .term", ["“公务接待”", "是指接待对象出席会议、考察调研的活动。"]),
]


@pytest.mark.parametrize(("link", "shown"), REFERENCES)
def test_a_reference_shows_its_target_on_hover_and_focus(
    reader: str, page: Page, link: str, shown: list[str]
) -> None:
    page.goto(f"{reader}jiedai/")
    peek = page.locator(PEEK)
    page.locator(link).hover()
    for words in shown:
        expect(peek).to_contain_text(re.compile(words.replace(" ", r"\s")))
    peek.hover()  # it stays while the mouse is on it
    page.wait_for_timeout(400)
    expect(peek).to_be_visible()
    page.keyboard.press("Escape")
    expect(peek).to_be_hidden()
    page.mouse.move(0, 0)
    page.keyboard.press("Tab")  # from now on focus is seen to be the keyboard's
    page.locator(link).focus()
    expect(peek).to_be_visible()
    assert page.locator(link).get_attribute("aria-describedby") == "peek"
    page.keyboard.press("Tab")
    expect(page.locator(f"{link}[aria-describedby]")).to_have_count(0)


def test_a_tap_shows_and_a_second_one_goes_there(reader: str, phone: Page) -> None:
    phone.goto(f"{reader}jiedai/")
    link = phone.locator("#art_5 .words .ref").nth(2)
    link.tap()
    expect(phone.locator(PEEK)).to_contain_text("不再报销")
    expect(phone.locator(PEEK)).to_contain_text("再点一次前往")
    assert phone.url == f"{reader}jiedai/"
    link.tap()
    phone.wait_for_url(f"{reader}chailv/#art_2")
    expect(phone.locator(":target")).to_be_in_viewport()


def test_a_peek_stays_on_the_page(reader: str, page: Page) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(f"{reader}jiedai/")
    for link in page.locator(".words a.ref, .words a.term").all():
        link.hover()
        expect(page.locator(PEEK)).to_be_visible()
        box = page.locator(PEEK).bounding_box()
        assert box
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 320
        page.keyboard.press("Escape")


def test_a_term_is_marked_inside_its_scope_only(reader: str, page: Page) -> None:
    page.goto(f"{reader}jiedai/")
    assert page.locator("#art_3 a.term").all_inner_texts() == ["来宾"]
    assert page.locator("#chp_2 ~ * a.term").all_inner_texts() == [], "本章 ends there"


def test_who_refers_is_counted_and_linked(reader: str, page: Page) -> None:
    page.goto(f"{reader}chailv/")
    cited = page.locator("#art_2 .cited")
    expect(cited.locator("summary")).to_have_text("被引用 1 处")
    cited.locator("summary").click()
    cited.get_by_role("link", name="《公务接待办法》第五条").click()
    expect(page.locator(":target")).to_have_attribute("id", "art_5")
    assert page.locator("#art_7 .cited").count() == 0
    whole = page.locator(".regulation > .cited")
    whole.locator("summary").click()
    assert whole.locator("a").all_inner_texts() == ["《差旅费办法》第三条"]


def test_laws_elsewhere_are_marked_and_linked(reader: str, page: Page) -> None:
    page.goto(f"{reader}jiedai/")
    laws = page.locator("#art_1 .law")
    assert laws.all_inner_texts() == [
        "《中华人民共和国公务员法》第十条",
        "《党政机关公文处理条例》",
    ]
    assert (laws.nth(0).get_attribute("href") or "").startswith("https://flk.npc.gov.cn/")
    assert laws.nth(1).get_attribute("href") is None
    assert page.locator("#art_6 .law").count() == 0, "a form is no law"


def top(page: Page, selector: str) -> int:
    place = page.locator(selector).bounding_box()
    assert place
    return round(place["y"])


# --- Orientation ---------------------------------------------------------------------


def test_the_line_of_the_chapter_and_the_outline_follow_the_scroll(reader: str, page: Page) -> None:
    page.goto(f"{reader}changpian/")
    here = page.locator(".crumbs .here")
    expect(here).to_be_empty()
    for article, chapter in (
        (60, "第二章　第2部分"),
        (405, "第九章　第9部分"),
        (20, "第一章　第1部分"),
    ):
        page.locator(f"#art_{article}").evaluate("e => e.scrollIntoView()")
        expect(here).to_have_text(chapter)
        assert top(page, ".crumbs") == 48
        active = page.locator(".md-sidebar--secondary .md-nav__link--active")
        expect(active).to_have_text(chapter)
        expect(active).to_be_in_viewport()
    page.locator(".crumbs a").nth(1).click()
    expect(here).to_be_empty()
    page.locator(".crumbs a").first.click()
    expect(page.locator("h1")).to_have_text("示例市机关事务局")


def test_the_status_line(reader: str, page: Page) -> None:
    page.goto(f"{reader}chailv/")
    *before, as_of = page.locator(".status li").all_inner_texts()
    assert before == ["试行", "文字未见疑点"]
    assert re.fullmatch(r"截至20\d\d年\d{1,2}月\d{1,2}日现行", as_of)


# --- Paper ---------------------------------------------------------------------------


def test_a_print_is_a_clean_document(reader: str, page: Page, tmp_path: Path) -> None:
    page.goto(f"{reader}changpian/#art_3")
    path = tmp_path / "paper.pdf"
    page.pdf(path=path, prefer_css_page_size=True)
    document = pypdfium2.PdfDocument(path)
    pages = [sheet.get_textpage().get_text_bounded() for sheet in document]
    width, height = document[0].get_size()
    assert (round(width / 72 * 25.4), round(height / 72 * 25.4)) == (210, 297)
    assert len(pages) > 20
    for number, text in enumerate(pages, 1):
        assert "《长篇条例》" in text, "the running title"
        assert "示例市机关事务局" in text
        assert f"{number} / {len(pages)}" in text
        assert not re.search("本页内容|查找条款|被引用|上一页|首页", text), "nothing of the site"
    whole = re.sub(r"\s", "", "".join(pages))
    assert all(f"第{n}部分" in whole for n in range(1, 16))
    assert whole.count("材料齐全的，当日办理") == ARTICLES, "nothing is cut off"
    for text in pages:  # a chapter's title is never the last line of a page
        lines = [line for line in text.splitlines() if line.strip()]
        assert not re.match(r"第.+章　", lines[-2]), lines[-3:]
    assert inked(document[0], 0.0, 0.04) == 0, "the margin is white"


def inked(sheet: pypdfium2.PdfPage, start: float, end: float) -> int:
    """Dark pixels of a page between two shares of its height."""
    picture = sheet.render(scale=1, grayscale=True)
    rows = bytes(picture.buffer)
    lines = range(int(picture.height * start), int(picture.height * end))
    row = picture.stride
    return sum(
        value < 128 for line in lines for value in rows[line * row : line * row + picture.width]
    )


# --- What is too long, or looks like markup ------------------------------------------


def test_text_that_looks_like_markup_is_text(reader: str, page: Page) -> None:
    page.goto(f"{reader}jixian/")
    for number, line in enumerate(MARKUP, 1):
        label = "一二三四五"[number - 1]
        words = page.locator(f"#art_{number} .words").text_content()
        assert words == f"第{label}条　{line}。"
    assert "坏" not in page.title()
    page.locator("#art_1 .words").hover()
    page.locator(".tools").click()
    assert page.locator(".tool-menu img, .tool-menu script").count() == 0


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("slug", ["jixian", "changpian", "jiedai"])
def test_nothing_runs_out_of_the_page(reader: str, page: Page, slug: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(f"{reader}{slug}/")
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_wide_table_scrolls_by_itself_and_by_keyboard(reader: str, page: Page) -> None:
    page.goto(f"{reader}jixian/")
    table = page.locator("#art_7__table_1")
    assert table.locator("th").count() == COLUMNS
    region = table.locator("[tabindex='0']")
    region.focus()
    page.keyboard.press("End")
    page.keyboard.press("ArrowRight")
    until(page, "e => e.scrollLeft > 0", region.element_handle())


def test_a_title_of_300_characters_leaves_room_for_the_text(reader: str, page: Page) -> None:
    assert len(LONG_TITLE) >= 300
    page.goto(f"{reader}jixian/")
    title = page.locator("h1").bounding_box()
    assert title
    assert title["height"] < 400
    for link in page.locator(".md-sidebar--primary .md-nav__link", has_text="很长").all():
        if link.is_visible():
            box = link.bounding_box()
            assert box
            assert box["height"] < 120


def test_nothing_shifts_while_the_longest_text_is_read(reader: str, page: Page) -> None:
    page.add_init_script(
        "window.shift = 0; new PerformanceObserver((list) => {"
        " for (const entry of list.getEntries()) shift += entry.value })"
        ".observe({ type: 'layout-shift', buffered: true })"
    )
    page.goto(f"{reader}changpian/")
    page.mouse.move(640, 500)
    for _ in range(20):
        page.mouse.wheel(0, 3000)
        page.wait_for_timeout(30)
    assert page.evaluate("scrollY") > 50_000
    assert page.evaluate("shift") == 0


# --- Accessibility -------------------------------------------------------------------


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", ["jiedai/", "jiedai/#art_99", "chailv/#art_2", "jixian/", ""])
def test_axe_finds_nothing(browser: Browser, reader: str, path: str, scheme: str) -> None:
    context = browser.new_context(locale="zh-CN", color_scheme=scheme)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(reader + path)
    if path == "jiedai/":
        for summary in page.locator("summary").all():
            summary.click()
        page.evaluate("scrollTo(0, 0)")  # what is under the header cannot be measured
        page.locator("#art_1 .words").hover()
        page.locator(".tools").click()
    if path == "chailv/#art_2":
        page.locator("#art_2 .words .ref").hover()
        expect(page.locator(PEEK)).to_be_visible()
    found = Axe().run(page, options=RULES)
    context.close()
    assert found.violations_count == 0, found.generate_report()


def test_with_reduced_motion_nothing_moves(browser: Browser, reader: str) -> None:
    context = browser.new_context(reduced_motion="reduce", locale="zh-CN")
    page = context.new_page()
    page.goto(f"{reader}jiedai/")
    durations = page.evaluate(
        "[...document.querySelectorAll('*')]"
        ".map((e) => parseFloat(getComputedStyle(e).transitionDuration))"
    )
    context.close()
    assert max(durations) < 0.01


def test_without_script_text_links_and_who_refers_are_there(browser: Browser, reader: str) -> None:
    context = browser.new_context(java_script_enabled=False, locale="zh-CN")
    page = context.new_page()
    page.goto(f"{reader}jiedai/#art_2")
    expect(page.locator(":target")).to_be_in_viewport()
    assert page.locator("#art_5 .words a.ref").count() == 3
    page.locator("#art_2__para_2 .cited summary").click()
    expect(page.locator("#art_2__para_2 .cited a").first).to_be_visible()
    context.close()
