"""The check page for everybody: axe finds nothing, in light and dark, on a screen and a phone."""

from __future__ import annotations

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from clerk import FORMS, address, fill_by_mouse, open_form, text_field
from playwright.sync_api import Browser, Page, expect

#: WCAG 2.2 A and AA, and axe's own good practice.
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
SIZES = {"screen": {"width": 1280, "height": 900}, "phone": {"width": 390, "height": 844}}


def violations(page: Page) -> list[str]:
    """What axe finds on our part of the page; the theme around it is not ours."""
    found = Axe().run(page, context=".md-content", options={"runOnly": RULES})
    return [
        f"{v['id']}: {node['html'][:200]} {node['failureSummary']}"
        for v in found.response["violations"]
        for node in v["nodes"]
    ]


@pytest.fixture(params=["light", "dark"])
def scheme(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(params=list(SIZES))
def shown(request: pytest.FixtureRequest, browser: Browser, scheme: str) -> Page:
    context = browser.new_context(
        viewport=SIZES[request.param],  # type: ignore[arg-type]
        color_scheme=scheme,  # type: ignore[arg-type]
        locale="zh-CN",
        reduced_motion="reduce",
    )
    request.addfinalizer(context.close)
    return context.new_page()


def test_choosing(site: str, shown: Page) -> None:
    shown.goto(f"{site}check/")
    expect(shown.get_by_label("单位")).to_be_visible()
    assert violations(shown) == []


@pytest.mark.parametrize("kind", ["公务接待", "加班补助", "请假"])
def test_a_form_with_findings(site: str, shown: Page, kind: str) -> None:
    form = FORMS[kind]
    open_form(shown, site, form)
    fill_by_mouse(shown, form)
    text_field(shown, "填表日期").fill("明天")
    text_field(shown, "部门").click()
    shown.evaluate("document.querySelectorAll('.hc details').forEach((d) => { d.open = true })")
    shown.locator(".hc-cite").first.click()
    expect(shown.locator(".hc-opened mark").first).to_be_visible()
    # Out from under the bar at the bottom of a phone, which covers what scrolls past it
    shown.locator(".hc-source a").first.evaluate("e => e.scrollIntoView({block: 'center'})")
    assert violations(shown) == []


def test_drafts(site: str, shown: Page) -> None:
    shown.goto(address(site, "quju", "请假"))
    for words in ("探亲", "看病"):
        text_field(shown, "事由").fill(words)
        expect(shown.locator(".hc-saved")).not_to_be_empty()
        shown.get_by_role("button", name="另填一张").click()
    shown.get_by_role("button", name="全部草稿").click()
    shown.get_by_role("button", name=re.compile("^删除“请假 看病")).click()
    expect(shown.get_by_role("button", name="放回来")).to_be_visible()
    assert violations(shown) == []
