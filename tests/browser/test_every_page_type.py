"""A page of each type (tests/data/pages.yml) is for everybody: axe, landmarks, keyboard, 320 px.

Every test of this file also fails when a page asks anything of another host or logs an error; see
the fixture `page`.
"""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import pytest
import yaml
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

DATA = Path(__file__).parent.parent / "data/pages.yml"
PAGES: dict[str, str] = yaml.safe_load(DATA.read_text("utf-8"))
#: WCAG 2.2 A and AA, and axe's own good practice.
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
#: WCAG 1.4.10: what fits in this width needs no scrolling in two directions.
NARROW = 320

each_page = pytest.mark.parametrize("path", PAGES.values(), ids=PAGES.keys())


def go(page: Page, address: str) -> None:
    """Opens a page and waits for what its scripts load and draw."""
    answer = page.goto(address)
    assert answer is not None and answer.ok
    page.wait_for_load_state("networkidle")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@each_page
def test_axe_finds_nothing(
    page: Page, site: str, path: str, scheme: Literal["light", "dark"]
) -> None:
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    go(page, site + path)
    drawn = page.locator("body").get_attribute("data-md-color-scheme")
    assert drawn == {"light": "default", "dark": "slate"}[scheme]
    page.evaluate("document.querySelectorAll('details').forEach((d) => { d.open = true; })")
    found = Axe().run(page, options={"runOnly": RULES, "resultTypes": ["violations"]})
    violations = [
        f"{violation['id']}: {node['html'][:200]} {node['failureSummary']}"
        for violation in found.response["violations"]
        for node in violation["nodes"]
    ]
    assert violations == []


@each_page
def test_a_screen_reader_finds_its_way(page: Page, site: str, path: str) -> None:
    go(page, site + path)
    expect(page.locator("html")).to_have_attribute("lang", "zh")
    for landmark in ("banner", "main", "contentinfo"):
        expect(page.get_by_role(landmark)).to_have_count(1)
    expect(page.get_by_role("search").first).to_be_attached()
    heading = page.get_by_role("heading", level=1)
    expect(heading).to_have_count(1)
    assert heading.inner_text().strip()
    assert page.title().endswith("制度手册")


@each_page
def test_the_keyboard_reaches_the_content(page: Page, site: str, path: str) -> None:
    inside = "document.activeElement.closest('.md-content') !== null"
    go(page, site + path)
    if not page.evaluate(inside):  # the page of the search begins in its field
        page.keyboard.press("Tab")
        expect(page.locator(".md-skip")).to_be_focused()
        expect(page.locator(".md-skip")).to_have_css("opacity", "1")
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
    assert page.evaluate(inside)
    outline, shadow = page.evaluate(
        "(({ outlineStyle, boxShadow }) => [outlineStyle, boxShadow])"
        "(getComputedStyle(document.activeElement))"
    )
    assert outline != "none" or shadow != "none", "where the focus is cannot be seen"


@each_page
def test_nothing_runs_out_of_a_narrow_page(page: Page, site: str, path: str) -> None:
    page.set_viewport_size({"width": NARROW, "height": 700})
    go(page, site + path)
    page.evaluate("document.querySelectorAll('details').forEach((d) => { d.open = true; })")
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW


@each_page
def test_what_cannot_be_used_on_paper_is_not_printed(page: Page, site: str, path: str) -> None:
    go(page, site + path)
    page.emulate_media(media="print")
    controls = page.locator(":is(button, select, input, textarea, nav, header, footer):visible")
    assert controls.evaluate_all("all => all.map((e) => e.outerHTML.slice(0, 100))") == []
