"""Any two versions compared, former addresses followed, in Chromium; served and as files."""

from __future__ import annotations

import re
import zipfile
from itertools import permutations
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from handbook.comparing.aligning import Pair
from handbook.comparing.changes import compare
from handbook.comparing.history import trace
from handbook.library import Library
from plugins.versions.comparison import kinds

FIXTURE = Path(__file__).parent.parent / "data/versions_pages/regulations"
NAMES = ["undated", "2020-01-01", "2024-01-01", "2199-01-01"]
ROWS = ".changes tr[data-kinds]"
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
LINE = (
    "这一处在2020年1月1日的修改中由第四条第（一）项改为第五条第（一）项，"
    "在2024年1月1日的修改中由第五条第（一）项改为第六条第（二）项。"
)


def compared(versions: str, one: str, other: str) -> str:
    return f"{versions}chuchai/versions/compare/?from={one}&to={other}"


def rows(page: Page) -> list[tuple[str, str, str, str]]:
    """Kinds, citations, words of both sides as the page shows them."""
    found = []
    for row in page.locator(ROWS).all():
        names = [link.inner_text() for link in row.locator("th a").all()]
        cells = [cell.inner_text() for cell in row.locator("td").all()]
        kind = row.get_attribute("data-kinds") or ""
        found.append((kind, names[0], names[-1], " | ".join(cells)))
    return found


# --- Comparing -----------------------------------------------------------------------


@pytest.mark.parametrize(("one", "other"), [*permutations(range(4), 2)])
def test_the_browser_compares_as_the_commands_do(
    versions: str, page: Page, one: int, other: int
) -> None:
    """For every pair, also backwards; pairs of provisions go through the versions between."""
    history = trace(Library.load(FIXTURE).versions("shilie/chuchai"))
    old, new = history.versions[one], history.versions[other]
    before, after = ({p.id: p for p in r.walk()} for r in (old, new))
    was = {n: before[id] for id, n in history.identities[one].items()}
    now = {n: after[id] for id, n in history.identities[other].items()}
    pairs = [Pair(was.get(n), p) for n, p in now.items()]
    pairs += [Pair(p, None) for n, p in was.items() if n not in now]
    title = len("《出差管理办法》")
    expected = sorted(
        (
            " ".join(kinds(c)),
            (c.old or c.words).citation[title:],
            (c.new or c.words).citation[title:],
        )
        for c in compare(old, new, pairs)
        if kinds(c)
    )
    page.goto(compared(versions, NAMES[one], NAMES[other]))
    expect(page.locator(".sum")).to_contain_text("处")
    assert sorted(row[:3] for row in rows(page)) == expected


@pytest.mark.parametrize("at", range(3))
def test_what_the_script_draws_is_what_the_page_held(versions: str, page: Page, at: int) -> None:
    """The step's own page and the chosen pair are the same, letter by letter."""
    page.goto(f"{versions}chuchai/versions/compare/{NAMES[at + 1]}/")
    held = rows(page)
    words = page.locator(".sum").inner_text()
    fields = page.locator("tr.field").all_inner_texts()
    other = NAMES[1 if at else 2]  # the page of another step draws this one
    pair = f"?from={NAMES[at]}&to={NAMES[at + 1]}"
    page.goto(f"{versions}chuchai/versions/compare/{other}/{pair}")
    expect(page.locator(".sum")).to_have_text(words)
    assert rows(page) == held
    assert page.locator("tr.field").all_inner_texts() == fields


def test_without_script_neighbours_are_compared(versions: str, browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{versions}chuchai/versions/compare/2020-01-01/")
    expect(page.locator(ROWS)).to_have_count(4)
    expect(page.locator("form.versions-chooser")).to_be_hidden()
    page.get_by_role("link", name="2024年1月1日起的版本（现行） → 2199年1月1日").click()
    expect(page.locator(ROWS)).to_have_count(1)
    expect(page.locator(".new").last).to_contain_text("400元")
    context.close()


def test_what_changed_is_marked(versions: str, page: Page) -> None:
    page.goto(compared(versions, "undated", "2020-01-01"))
    row = page.locator(ROWS).first
    assert row.locator("del").all_inner_texts() == ["350"]
    assert row.locator("ins").all_inner_texts() == ["380", "，超出部分自理"]
    assert row.locator(".new").inner_text() == "住宿费按每人每天380元以内凭据报销，超出部分自理。"


def test_by_keyboard_the_reader_chooses_and_the_address_keeps_it(versions: str, page: Page) -> None:
    page.goto(f"{versions}chuchai/")
    page.get_by_role("link", name="比较任何两个版本").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/versions/compare/?from=2024-01-01&to=2199-01-01")
    page.locator("select[name=from]").focus()
    page.keyboard.press("ArrowUp")
    expect(page.locator(ROWS)).to_have_count(8)
    page.get_by_role("button", name="编号 5").focus()
    page.keyboard.press("Enter")
    expect(page.locator(f"{ROWS}:visible")).to_have_count(5)
    expect(page.get_by_role("button", name="编号 5")).to_be_focused()
    address = page.url
    assert "from=2020-01-01" in address and "only=" in address
    page.goto("about:blank")
    page.goto(address)
    expect(page.locator(f"{ROWS}:visible")).to_have_count(5)
    page.get_by_role("button", name="对调").click()
    expect(page.locator(ROWS).filter(has_text="删去")).to_have_count(2)


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("?from=甲&to=2020-01-01", "没有“甲”这个版本"),
        ("?from=2024-01-01&to=2024-01-01", "两边是同一个版本。"),
        ("?from=2021-06-01&to=2024-01-01", "仅格式 1 处"),  # a day on which a version counted
    ],
)
def test_other_addresses(versions: str, page: Page, query: str, said: str) -> None:
    page.goto(f"{versions}chuchai/versions/compare/{query}")
    expect(page.locator(".comparison")).to_contain_text(said)


def test_a_file_that_cannot_be_had_is_told(versions: str, browser: Browser) -> None:
    page = browser.new_page()
    page.route(re.compile(r"/undated\.\w+\.js"), lambda route: route.abort())
    page.goto(compared(versions, "undated", "2024-01-01"))
    expect(page.get_by_role("alert")).to_have_text("版本的文字没有取到，请再试一次。")
    page.unroute_all()
    page.get_by_role("button", name="对调").click()
    expect(page.locator(ROWS)).not_to_have_count(0)
    page.close()


# --- Former addresses ----------------------------------------------------------------


def test_an_id_that_is_gone_leads_to_what_it_became(versions: str, page: Page) -> None:
    page.goto(f"{versions}chuchai/#art_4__point_1")
    page.wait_for_url("**/chuchai/#art_6__point_2")
    expect(page.locator("p.former")).to_have_text(LINE)
    expect(page.locator("p.former")).to_be_in_viewport()
    expect(page.locator(".provision:target")).to_be_in_viewport()
    expect(page.locator(".astray")).to_have_count(0)
    page.evaluate("location.hash = 'art_2'")
    expect(page.locator("p.former")).to_have_count(0)


def test_an_id_of_another_provision_is_not_redirected(versions: str, page: Page) -> None:
    page.goto(f"{versions}chuchai/#art_4")
    page.wait_for_timeout(300)
    assert page.url.endswith("/chuchai/#art_4")
    expect(page.locator("p.former, .astray")).to_have_count(0)


def test_an_unknown_id_gets_the_nearest(versions: str, page: Page) -> None:
    page.goto(f"{versions}chuchai/#art_99")
    expect(page.locator(".astray")).to_contain_text("本页没有“art_99”这一处")


def test_a_provision_that_is_gone_is_shown_as_it_was(versions: str, page: Page) -> None:
    page.goto(f"{versions}jieyong/#art_4")
    notice = page.get_by_role("alert")
    expect(notice).to_contain_text("现行文本里没有")
    expect(notice).to_contain_text("这一处（第四条）在2021年1月1日的修改中删去。")
    notice.get_by_role("link", name="看当时的条文").click()
    page.wait_for_url("**/jieyong/versions/2020-01-01/#art_4")


def test_where_an_id_meant_several_the_reader_chooses(versions: str, page: Page) -> None:
    page.goto(f"{versions}jieyong/#art_2")
    notice = page.get_by_role("alert")
    expect(notice).to_contain_text("先后是几处条款的")
    expect(notice.locator("li")).to_have_count(2)
    notice.get_by_role("link", name="看现在的第一条").click()
    page.wait_for_url("**/jieyong/#art_1")
    expect(notice).to_have_count(0)


@pytest.mark.parametrize(
    ("asked", "page_of"),
    [
        ("2020-01-01", "chuchai/versions/2020-01-01/"),
        ("2021-07-01", "chuchai/versions/2020-01-01/"),
        ("undated", "chuchai/versions/undated/"),
        ("1999-01-01", "chuchai/versions/undated/"),
        ("2024-01-01", "chuchai/?version=2024-01-01"),
        ("甲", "chuchai/?version=%E7%94%B2"),
    ],
)
def test_a_link_with_a_version_leads_there(
    versions: str, page: Page, asked: str, page_of: str
) -> None:
    page.goto(f"{versions}chuchai/?version={asked}#art_3")
    page.wait_for_url(f"{versions}{page_of}#art_3")
    expect(page.locator("#art_3")).to_be_in_viewport()


def test_the_link_to_this_version_is_copied(versions: str, page: Page) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(f"{versions}chuchai/")
    page.locator("#art_3 .words").hover()
    page.locator(".tools").click()
    page.get_by_role("menuitem", name="复制本版的链接").click()
    expect(page.locator(".said")).to_contain_text("已复制本版的链接")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == f"{versions}chuchai/?version=2024-01-01#art_3"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("chailv/#art_6", "chuchai/#art_6"),
        ("chailv/?version=2020-01-01#art_3", "chuchai/versions/2020-01-01/#art_3"),
        ("chailv/versions/undated/#art_6", "chuchai/versions/undated/#art_6"),
        (
            "chailv/versions/compare/?from=undated&to=2024-01-01",
            "chuchai/versions/compare/?from=undated&to=2024-01-01",
        ),
        ("piaoju/", "baoxiao/"),
    ],
)
def test_the_address_of_a_moved_regulation_leads_on(
    versions: str, page: Page, old: str, new: str
) -> None:
    page.goto(versions + old)
    page.wait_for_url(versions + new)


def test_without_script_a_moved_page_has_a_link(versions: str, browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{versions}chailv/versions/undated/")
    page.get_by_role("article").get_by_role("link").click()
    assert page.url == f"{versions}chuchai/versions/undated/"
    context.close()


# --- As files; accessible ------------------------------------------------------------


def test_from_the_file_system(versions_folder: Path, tmp_path: Path, browser: Browser) -> None:
    page = browser.new_page(locale="zh-CN")
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda m: m.type == "error" and errors.append(m.text))
    with zipfile.ZipFile(versions_folder / "handbook.zip") as packed:
        packed.extractall(tmp_path)
    home = (tmp_path / "handbook/shilie").as_uri()
    page.goto(f"{home}/chailv/index.html#art_4__point_1")
    page.wait_for_url(f"{home}/chuchai/index.html#art_6__point_2")
    expect(page.locator("p.former")).to_have_text(LINE)
    page.goto(f"{home}/chuchai/index.html?version=2020-01-01#art_3")
    page.wait_for_url(f"{home}/chuchai/versions/2020-01-01/index.html#art_3")
    page.goto(f"{home}/chuchai/versions/compare/index.html?from=undated&to=2024-01-01")
    expect(page.locator(ROWS)).to_have_count(9)
    page.locator(ROWS).last.locator("a").click()
    page.wait_for_url(f"{home}/chuchai/versions/2024-01-01/index.html#art_7")
    assert not errors
    page.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 320])
@pytest.mark.parametrize(
    "path",
    [
        "chuchai/#art_4__point_1", "chuchai/versions/2020-01-01/",
        "chuchai/versions/compare/?from=undated&to=2024-01-01",
    ],
)  # fmt: skip
def test_axe_finds_nothing(
    versions: str, browser: Browser, path: str, width: int, scheme: str
) -> None:
    context = browser.new_context(
        viewport={"width": width, "height": 800},
        color_scheme="dark" if scheme == "dark" else "light",
        reduced_motion="reduce",
    )
    page = context.new_page()
    page.goto(versions + path)
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(300)
    found = Axe().run(page, options=RULES)
    assert not found.response["violations"], found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.title() and "坏" not in page.title()
    context.close()
