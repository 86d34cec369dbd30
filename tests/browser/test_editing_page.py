"""The editor's page: what a change of a text does, told while it is typed; a patch that applies."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from handbook.library import Library

SLUG = "wangcheng/gongwu-jiedai"
FILE = f"regulations/{SLUG}/text.md"
ROOT = Path(__file__).parent.parent.parent
#: WCAG 2.2 A and AA, and axe's own good practice.
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
HOSTILE = "<img src=x onerror=\"document.title='broken'\"><script>document.title='broken'</script>"


def open_text(page: Page, site: str, slug: str = SLUG) -> str:
    page.goto(f"{site}edit/?regulation={slug}")
    expect(page.locator("#he-status")).to_contain_text("处条款")
    return page.locator("#he-text").input_value()


def part(page: Page, name: str) -> str:
    return page.locator(f".he-part-{name}").inner_text()


def change(page: Page, text: str) -> None:
    """Puts in a text as one that is pasted, and waits until it has been read."""
    page.locator("#he-text").fill(text)
    page.wait_for_timeout(400)


def test_a_figure_a_rule_and_a_patch_that_applies(site: str, page: Page, tmp_path: Path) -> None:
    text = open_text(page, site)
    assert text == (ROOT / FILE).read_text("utf-8")
    expect(page.locator(".he-part-patched")).to_contain_text("没有改动")
    changed = text.replace("80元", "60元")
    change(page, changed)
    assert "80元 → 60元" in part(page, "impact")
    assert "handbook amend" in part(page, "impact"), "a change of the law wants a version"
    assert "规则会读出新的数字" in part(page, "rules")
    assert "引文对不上" not in part(page, "rules")
    with page.expect_download() as saved:
        page.get_by_role("button", name="下载补丁").click()
    patch = Path(saved.value.path()).read_text("utf-8")
    assert patch in page.locator(".he-patch").text_content()
    target = tmp_path / FILE
    target.parent.mkdir(parents=True)
    target.write_text(text, "utf-8")
    (tmp_path / "given.patch").write_text(patch, "utf-8")
    subprocess.run(["git", "apply", "given.patch"], cwd=tmp_path, check=True, capture_output=True)
    assert target.read_text("utf-8") == changed


@pytest.mark.parametrize(
    "edit",
    [
        lambda t: "新的第一行\n" + t,
        lambda t: t.rstrip("\n"),
        lambda t: t + "\n又一段。",
        lambda t: "\n".join(reversed(t.split("\n"))),
        lambda t: "",
        lambda t: t.replace("\n\n", "\n\n新的一段。\n\n"),
    ],
)
def test_every_patch_applies(
    site: str, page: Page, tmp_path: Path, edit: Callable[[str], str]
) -> None:
    text = open_text(page, site)
    change(page, edit(text))
    patch = page.locator(".he-patch").text_content()
    target = tmp_path / FILE
    target.parent.mkdir(parents=True)
    target.write_text(text, "utf-8")
    (tmp_path / "given.patch").write_text(patch or "", "utf-8")
    subprocess.run(["git", "apply", "given.patch"], cwd=tmp_path, check=True, capture_output=True)
    assert target.read_text("utf-8") == edit(text)


def test_a_quote_that_breaks_is_told(site: str, page: Page) -> None:
    text = open_text(page, site)
    change(page, text.replace("人均消费", "每人花费"))
    assert "引文对不上了" in part(page, "rules")
    expect(page.locator("#he-status")).to_contain_text("引文对不上")


def test_a_repeated_label_is_told_with_its_line(site: str, page: Page) -> None:
    text = open_text(page, site)
    lines = text.split("\n")
    at = next(n for n, line in enumerate(lines) if line.startswith("2、"))
    lines[at] = lines[at].replace("2、", "1、", 1)
    change(page, "\n".join(lines))
    remark = page.locator(".he-remark", has_text="重复")
    expect(remark.first).to_contain_text("错误")
    remark.first.get_by_role("button", name=f"第 {at + 1} 行").click()
    chosen = page.evaluate(
        "() => { const a = document.querySelector('#he-text');"
        " return a.value.slice(a.selectionStart, a.selectionEnd); }"
    )
    assert chosen == lines[at]
    expect(page.locator("#he-text")).to_be_focused()


def test_what_cannot_be_read_is_told_with_its_line(site: str, page: Page) -> None:
    text = open_text(page, site)
    lines = text.split("\n")
    lines[14:14] = ["<<<<<<< HEAD"]
    change(page, "\n".join(lines))
    expect(page.locator("#he-status")).to_contain_text("第 15 行")
    expect(page.locator("#he-status")).to_contain_text("合并冲突")


def test_hostile_words_stay_words(site: str, page: Page) -> None:
    text = open_text(page, site)
    title = page.title()
    change(page, text + f"\n\n## {HOSTILE}\n\n9、{HOSTILE}\n")
    assert HOSTILE in part(page, "patched")
    assert page.locator(".he img, .he script").count() == 0
    assert page.title() == title


def test_a_draft_stays_and_can_be_deleted(site: str, page: Page) -> None:
    text = open_text(page, site)
    change(page, text.replace("80元", "60元"))
    assert open_text(page, site) == text.replace("80元", "60元")
    page.on("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="删除草稿").click()
    expect(page.locator("#he-text")).to_have_value(text)
    assert open_text(page, site) == text
    kept = "Object.keys(localStorage).filter((key) => key.startsWith('handbook.edit.'))"
    assert page.evaluate(kept) == []


def test_the_page_of_a_regulation_leads_here(site: str, page: Page) -> None:
    page.goto(f"{site}{SLUG}/")
    page.get_by_role("link", name="修改这一部").click()
    expect(page.locator("#he-choice")).to_have_value(SLUG)


def test_it_works_from_a_folder(site_folder: Path, browser: Browser) -> None:
    context = browser.new_context(locale="zh-CN", offline=True)
    page = context.new_page()
    page.goto(f"{(site_folder / 'edit/index.html').as_uri()}?regulation={SLUG}")
    expect(page.locator("#he-status")).to_contain_text("没有改动")
    change(page, page.locator("#he-text").input_value().replace("80元", "60元"))
    assert "80元 → 60元" in part(page, "impact")
    context.close()


def test_by_keyboard(site: str, page: Page) -> None:
    open_text(page, site)
    page.locator("#he-choice").focus()
    page.keyboard.press("Tab")
    expect(page.locator("#he-text")).to_be_focused()
    page.keyboard.press("Control+End")
    page.keyboard.type("新的一段")
    expect(page.locator(".he-patch")).to_contain_text("新的一段")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 320])
def test_everybody_can_use_it(site: str, browser: Browser, scheme: str, width: int) -> None:
    context = browser.new_context(
        viewport={"width": width, "height": 800},
        color_scheme=scheme,  # type: ignore[arg-type]
        locale="zh-CN",
    )
    page = context.new_page()
    text = open_text(page, site)
    change(page, text.replace("80元", "60元").replace("人均消费不高于40", "每人不高于40"))
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    found = Axe().run(page, context=".md-content", options={"runOnly": RULES})
    assert not found.response["violations"], found.generate_report()
    context.close()


def test_every_text_is_there(site: str, page: Page) -> None:
    page.goto(f"{site}edit/")
    listed = page.locator("#he-choice option").evaluate_all("o => o.map(e => e.value)")
    library = Library.load(ROOT / "regulations")
    assert sorted(filter(None, listed)) == sorted(r.slug for r in library.regulations)
