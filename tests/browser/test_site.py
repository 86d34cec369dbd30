"""The site in a real browser: addresses land, text is as printed, phones do not scroll sideways."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from handbook import urls
from handbook.library import Library
from handbook.provision import Regulation

ROOT = Path(__file__).parent.parent.parent
LIBRARY = Library.load(ROOT / "regulations")
EXAMPLE = "shilie/jiedai/"
BODIES = ("ali", "quju", "shaoxing", "wangcheng", "xianwei")


def longest(issuer: str) -> Regulation:
    """The regulation of a body with the most provisions."""
    own = [r for r in LIBRARY.regulations if r.slug.startswith(f"{issuer}/")]
    return max(own, key=lambda regulation: sum(1 for _ in regulation.walk()))


def addresses() -> Iterator[str]:
    """In the longest regulation of each body: the first, a middle, the deepest, the last."""
    for issuer in BODIES:
        regulation = longest(issuer)
        chains = list(regulation.paths())
        deepest = max(chains, key=len)
        for chain in {chains[0], chains[len(chains) // 2], deepest, chains[-1]}:
            yield urls.path(regulation, chain[-1])


def rgba(page: Page, selector: str) -> str:
    return page.locator(selector).evaluate("e => getComputedStyle(e).backgroundColor")


@pytest.mark.parametrize("path", sorted(addresses()))
def test_an_address_lands_on_its_provision(site: str, page: Page, path: str) -> None:
    page.goto(site + path)
    target = page.locator(":target")
    expect(target).to_have_count(1)
    expect(target).to_be_in_viewport()
    header = page.locator(".md-header").bounding_box()
    place = target.bounding_box()
    assert header and place
    assert place["y"] >= header["y"] + header["height"], "hidden under the header"
    assert place["y"] < 900
    assert rgba(page, ":target") != "rgba(0, 0, 0, 0)", "not highlighted"


def test_front_page_lists_the_five_bodies(site: str, page: Page) -> None:
    page.goto(site)
    cards = page.locator(".bodies a")
    expect(cards).to_have_count(len(BODIES))
    assert [card.get_attribute("href") for card in cards.all()] == [f"{b}/" for b in BODIES]
    for card in cards.all():
        assert re.search(r"[1-9]\d* 部制度 · [\d,]+ 处条款", card.inner_text())


@pytest.mark.parametrize("issuer", BODIES)
def test_a_body_lists_its_regulations(site: str, page: Page, issuer: str) -> None:
    page.goto(f"{site}{issuer}/")
    own = [r for r in LIBRARY.regulations if r.slug.startswith(f"{issuer}/")]
    links = page.locator(".regulations a")
    assert links.all_inner_texts() == [r.title for r in own]
    links.last.click()
    expect(page.locator("h1")).to_have_text(own[-1].title)


@pytest.mark.parametrize("width", [320, 390])
@pytest.mark.parametrize("path", ["", "staff/", *(f"{b}/" for b in BODIES), *BODIES])
def test_a_phone_does_not_scroll_sideways(site: str, page: Page, path: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(site + (urls.path(longest(path)) if path in BODIES else path))
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_numbers_and_text_stand_as_printed(example: str, page: Page) -> None:
    page.goto(example + EXAMPLE)
    assert page.locator(".regulation .words").all_text_contents() == [
        "为了加强<b>公务接待</b>管理，根据*有关规定*，制定本办法。",
        "第一章　总则",
        '第一条　本办法适用于机关各处室，<script>document.title="坏"</script>照原样显示。',
        "第二条　接待应当事先审批。",
        "有下列情形之一的，可以事后补办：",
        "（一）因公务紧急，经主任批准的；",
        "1.附有批准文件的；",
        "2.三日内补办手续的。",
        "（二）国家另有规定的。",
        "前款规定的情形由财务处审核。",
        "第二章　标准",
        "第三条　就餐标准如下：",
        "第四条　本办法自2024年2月1日起施行。",
        "示例市财政局",
        "2024年1月2日",
    ]
    assert "坏" not in page.title()
    expect(page.locator(".regulation td")).to_have_text(["处级", "*100*元", "其他", "70元"])


def test_a_counted_paragraph_shows_its_number_beside_the_text(example: str, page: Page) -> None:
    page.goto(f"{example}{EXAMPLE}#art_2__para_3")
    words = page.locator(":target > .words")
    assert words.get_attribute("data-count") == "第三款"
    shown = words.evaluate("e => getComputedStyle(e, '::before').content")
    assert shown == '"第三款"'
    assert words.text_content() == "前款规定的情形由财务处审核。"


def test_label_and_contents_lead_to_the_address(example: str, page: Page) -> None:
    page.goto(example + EXAMPLE)
    page.locator("#art_4 .label").click()
    assert page.url.endswith("#art_4")
    page.locator(".md-sidebar--secondary").get_by_text("第二章　标准").click()
    assert page.url.endswith("#chp_2")
    expect(page.locator(":target")).to_be_in_viewport()


def test_metadata_stand_above_the_text(example: str, page: Page) -> None:
    page.goto(example + EXAMPLE)
    card = page.locator(".card").inner_text()
    for words in ("示例市财政局", "示办发〔2024〕1号", "2024年1月2日", "2024年2月1日"):
        assert words in card
    assert page.locator(".status .state").inner_text() == "试行"


def test_an_editors_note_unfolds_under_its_provision(example: str, page: Page) -> None:
    page.goto(example + EXAMPLE)
    note = page.locator("#art_3 .note")
    expect(note).not_to_contain_text("异体字", use_inner_text=True)
    note.locator("summary").click()
    expect(note).to_contain_text("来源作“就飡标准”，校正为“就餐标准”。", use_inner_text=True)
    assert page.locator("#art_2__para_2__point_2 .note summary").inner_text() == "编者注"


def test_dark_and_light(example: str, page: Page) -> None:
    page.goto(example)
    body = page.locator("body")
    expect(body).to_have_attribute("data-md-color-scheme", "default")
    page.locator("label[title='换成深色']").click()
    expect(body).to_have_attribute("data-md-color-scheme", "slate")
