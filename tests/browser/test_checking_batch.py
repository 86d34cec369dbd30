"""Whole tables on the check page: the same as `handbook check` says of the same file."""

from __future__ import annotations

import base64
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from axe_playwright_python.sync_playwright import Axe
from batch_files import BAD, CSV_BYTES, LEAVE, ROWS, leave_book, odd_book, saved
from playwright.sync_api import Browser, FilePayload, Page, expect

from checker.checker import Checker
from checker.documents import read

ROOT = Path(__file__).parent.parent.parent
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
#: Checks a file as the page does, in the worker, and asks for every row.
RUN = """async ([files, bodies, name, data, own]) => {
  const decoded = Uint8Array.from(atob(data), (c) => c.charCodeAt(0));
  const worker = new Worker(files.batch);
  const books = Object.fromEntries(bodies.map((b) => [b, files.books[b]]));
  worker.postMessage({ files: { engine: files.engine, forms: files.forms, books } });
  let last = 0;
  let count = 0;
  const call = (message) => new Promise((resolve, reject) => {
    const id = ++last;
    worker.onmessage = ({ data }) => {
      if (data.news?.kind === "begin") count = data.news.count;
      if (data.id !== id || data.news) return;
      if (data.failed) reject(new Error(data.failed.message));
      else resolve(data.done);
    };
    worker.postMessage({ ...message, id });
  });
  await call({ call: "run", task: { file: { name, bytes: decoded }, ledgers: [], own, body: "" } });
  const found = [];
  for (let at = 0; at < count; at++) found.push((await call({ call: "detail", at })).result);
  worker.terminate();
  return found;
}"""


def handbook(*arguments: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "handbook", "check", *map(str, arguments)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True)


def open_batch(page: Page, site: str, body: str = "ali") -> None:
    page.goto(f"{site}check/?body={body}&view=batch")
    expect(page.get_by_text("把要核对的表拖到这里")).to_be_visible()


def give(page: Page, name: str, data: bytes, nth: int = 0) -> None:
    file: FilePayload = {"name": name, "mimeType": XLSX, "buffer": data}
    page.locator(".hc-batch input[type=file]").nth(nth).set_input_files(file)


def done(page: Page) -> str:
    said = page.locator(".hb-said")
    expect(said).to_contain_text("核对完了", timeout=60_000)
    return said.text_content() or ""


def in_worker(page: Page, site: str, name: str, data: bytes, own: bool = False) -> Any:
    open_batch(page, site)
    files = json.loads(page.locator("[data-files]").get_attribute("data-files") or "{}")
    address = {key: site + path for key, path in files.items() if isinstance(path, str)}
    address["books"] = {body: site + path for body, path in files["books"].items()}
    given = [address, list(files["books"]), name, base64.b64encode(data).decode(), own]
    return page.evaluate(RUN, given)


def by_command(path: Path, *arguments: object) -> list[dict[str, Any]]:
    """What the command says, files named as the page knows them: without their folder."""
    text = handbook(path, "--format", "json", *arguments).stdout
    found: list[dict[str, Any]] = json.loads(text.replace(f"{path.parent.as_posix()}/", ""))
    return found


def compared(found: list[dict[str, Any]]) -> tuple[list[Any], list[list[str]]]:
    """Rows that can be read as the command's JSON, and the messages of the others."""
    read = [dict(result) for result in found if result["verdict"]]
    for result in read:
        del result["problems"], result["doubts"]
        result["findings"] = [
            {key: value for key, value in finding.items() if key != "unknown"}
            for finding in result["findings"]
        ]
    unread = [[p["message"] for p in r["problems"]] for r in found if not r["verdict"]]
    return read, unread


@pytest.mark.parametrize("own", [False, True])
def test_rows_of_a_workbook_are_judged_as_by_the_command(
    site: str, page: Page, tmp_path: Path, own: bool
) -> None:
    path = tmp_path / "表.xlsx"
    path.write_bytes(saved(leave_book(ROWS[:-1])))
    ledger = ["--ledger", path] if own else []
    expected = by_command(path, *ledger)
    found, unread = compared(in_worker(page, site, path.name, path.read_bytes(), own))
    assert not unread
    assert found == expected
    figure = next(f for f in found[2]["findings"] if f["rule"] == "ali/kaoqin/shijia-leiji")
    assert figure["actual"] == ("21.5 天" if own else None)


def test_odd_cells_are_read_as_by_the_command(site: str, page: Page, tmp_path: Path) -> None:
    """The command refuses the file as a whole for what it cannot read; the page says it by row."""
    path = tmp_path / "怪表.xlsx"
    path.write_bytes(odd_book())
    result = in_worker(page, site, path.name, path.read_bytes())
    found, unread = compared(result)
    refused = handbook(path, "--format", "json")
    assert refused.returncode == 2
    messages = [line.split(" ", 1)[1] for line in refused.stderr.strip().splitlines()]
    assert [message for row in unread for message in row] == messages
    assert len(unread) == 4
    # The rows that can be read, one by one
    documents = {d.source.rpartition("/")[2]: d for d in read(path)}
    assert set(documents) == {r["source"] for r in result}
    checker = Checker(ROOT / "regulations")
    for own in found:
        form, _ = checker.read(documents[own["source"]])
        expected = checker.check(form).as_dict()
        assert own == {**expected, "source": own["source"]}


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
@pytest.mark.parametrize("name", list(CSV_BYTES))
def test_csv_is_read_as_by_the_command(
    site: str, page: Page, tmp_path: Path, name: str, encoding: str
) -> None:
    text = CSV_BYTES[name] if encoding == "utf-8" else CSV_BYTES[name].lstrip("\ufeff")
    path = tmp_path / name
    path.write_bytes(text.encode(encoding))
    found, unread = compared(in_worker(page, site, path.name, path.read_bytes()))
    assert not unread
    assert found == by_command(path)


@pytest.mark.parametrize("name", list(BAD))
def test_bad_files_are_refused_in_words(site: str, page: Page, tmp_path: Path, name: str) -> None:
    make, message = BAD[name]
    path = tmp_path / name
    path.write_bytes(make())
    refused = handbook(path)
    assert refused.returncode == 2
    assert message in refused.stderr
    open_batch(page, site)
    give(page, name, path.read_bytes())
    words = "文件是空的" if name == "空的.csv" else message
    expect(page.locator(".hb-problem")).to_contain_text(words)
    expect(page.locator(".hb-problem")).to_contain_text(name)
    expect(page.locator(".hb-said")).to_have_text("没有核对成。")


def cells(path: Path) -> list[tuple[Any, ...]]:
    return [
        row for sheet in openpyxl.load_workbook(path) for row in sheet.iter_rows(values_only=True)
    ]


def test_the_annotated_file_is_that_of_the_command(site: str, page: Page, tmp_path: Path) -> None:
    path, own, theirs = (tmp_path / n for n in ("表.xlsx", "页.xlsx", "令.xlsx"))
    path.write_bytes(saved(leave_book(ROWS[:-1])))
    assert handbook(path, "--annotate", theirs).returncode == 1
    open_batch(page, site)
    give(page, path.name, path.read_bytes())
    done(page)
    with page.expect_download() as download:
        page.get_by_role("button", name="下载带结论的表").click()
    assert download.value.suggested_filename == "表-校验.xlsx"
    download.value.save_as(own)
    found = cells(own)
    assert [[c or None for c in row] for row in found] == [
        [c or None for c in row] for row in cells(theirs)
    ]
    assert found[0] == (*LEAVE, "结论", "说明", "条款")
    sheet = openpyxl.load_workbook(own).active
    assert sheet["A1"].font.bold, "what the workbook had stays"
    assert (sheet["C5"].value, sheet["C5"].data_type) == ("=1+1", "s")
    # Mended and checked again: the columns are not read, and written anew in their place
    give(page, own.name, own.read_bytes())
    expect(page.locator(".hb-chosen")).to_contain_text("页.xlsx")
    done(page)
    with page.expect_download() as download:
        page.get_by_role("button", name="下载带结论的表").click()
    download.value.save_as(path)
    assert cells(path) == found


def test_an_annotated_csv_holds_texts_and_no_formulas(
    site: str, page: Page, tmp_path: Path
) -> None:
    open_batch(page, site)
    text = '单位,请假类别,天数,事由\nquju,事假,2,"=HYPERLINK(""http://x"")"\nquju,病假,很多,+1\n'
    give(page, "请假.csv", text.encode("gb18030"))
    assert "读不出 1" in done(page)
    with page.expect_download() as download:
        page.get_by_role("button", name="下载带结论的表").click()
    path = tmp_path / "a.xlsx"
    download.value.save_as(path)
    sheet = openpyxl.load_workbook(path).active
    assert [c.value for c in sheet[1]] == [
        "单位",
        "请假类别",
        "天数",
        "事由",
        "结论",
        "说明",
        "条款",
    ]
    assert sheet["D2"].value == '=HYPERLINK("http://x")'
    assert {c.data_type for row in sheet for c in row} <= {"s", "n", "inlineStr"}
    assert sheet["E3"].value == "读不出"
    assert sheet["F3"].value == "“天数”：读不出数“很多”，应写作 1234.50 这样的数"


def test_filtered_sorted_and_opened(site: str, page: Page) -> None:
    open_batch(page, site)
    give(page, "请假.xlsx", saved(leave_book(ROWS * 40)))
    said = done(page)
    assert "共 240 张" in said and "读不出 40" in said
    assert [w.url for w in page.workers if "/batch." in w.url], "not in the page itself"
    rows = page.locator(".hb-space .hb-row")
    grid = page.get_by_role("grid")
    expect(grid).to_have_attribute("aria-rowcount", "241")
    assert rows.count() < 60, "only rows in sight are drawn"
    page.get_by_role("button", name="读不出 40").click()
    expect(grid).to_have_attribute("aria-rowcount", "41")
    expect(rows.first).to_contain_text("“天数”：读不出数“很多”")
    page.get_by_role("button", name="读不出 40").click()
    choice = page.get_by_label("条款", exact=True)
    wanted = choice.locator("option", has_text="全年事假天数").first.get_attribute("value")
    choice.select_option(wanted)
    expect(grid).to_have_attribute("aria-rowcount", "121")
    choice.select_option("-1")
    page.get_by_role("columnheader", name="结论").get_by_role("button").click()
    expect(rows.first).to_contain_text("读不出")
    page.get_by_role("columnheader", name="行").get_by_role("button").click()
    grid.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(page.locator(".hb-detail h2")).to_have_text("请假.xlsx 第 3 行，请假")
    expect(page.locator(".hb-row[aria-selected=true]")).to_have_attribute("aria-rowindex", "3")
    page.keyboard.press("End")
    expect(page.locator(".hb-detail h2")).to_have_text("请假.xlsx 第 241 行，请假")
    expect(page.locator(".hb-cells")).to_contain_text("<b>处</b>")
    expect(page.locator(".hb-detail")).to_contain_text("有 1 处读不出")


def test_the_table_is_its_own_ledger_when_wanted(site: str, page: Page) -> None:
    open_batch(page, site)
    page.get_by_label("这张表自己也是台账").check()
    give(page, "请假.xlsx", saved(leave_book(ROWS[:3])))
    assert "违规 1" in done(page)
    page.locator(".hb-row.violation").click()
    expect(page.locator(".hb-detail")).to_contain_text("全年事假天数：21.5 天，超过 20 天")


def test_ledgers_are_added_and_taken_away(site: str, page: Page) -> None:
    open_batch(page, site)
    give(page, "请假.xlsx", saved(leave_book([ROWS[2]])))
    assert "违规" not in done(page)
    give(page, "以前.xlsx", saved(leave_book([ROWS[0], ROWS[1], ROWS[1]])), nth=1)
    expect(page.locator(".hb-said")).to_contain_text("违规 1")
    expect(page.locator(".hb-doubts")).to_contain_text("台账有 1 处要留意")
    page.get_by_role("button", name="去掉台账 以前.xlsx").click()
    expect(page.locator(".hb-said")).to_contain_text("缺材料或信息 1")
    give(page, "坏台账.csv", "type,单位,天数\n请假,ali,很多\n".encode(), nth=1)
    expect(page.locator(".hb-problem")).to_contain_text("台账 坏台账.csv:2：“天数”：读不出数“很多”")


def test_hostile_names_are_shown_as_text(site: str, page: Page) -> None:
    name = "<img src=x onerror=alert(1)>‮.csv"
    open_batch(page, site)
    give(page, name, b"a,b\n1,2\n")
    done(page)
    expect(page.locator(".hb-chosen")).to_contain_text(name)
    page.locator(".hb-space .hb-row").first.click()
    expect(page.locator(".hb-detail h2")).to_contain_text("<img")
    assert not page.locator(".hc-batch img").count()


def test_cancelled(site: str, page: Page) -> None:
    open_batch(page, site)
    give(page, "请假.xlsx", saved(leave_book(ROWS * 3000)))
    page.get_by_role("button", name="取消").click()
    expect(page.locator(".hb-said")).to_have_text("已取消。", timeout=20_000)
    expect(page.locator(".hb-progress")).to_be_hidden()


def test_works_from_a_folder(site_folder: Path, browser: Browser, tmp_path: Path) -> None:
    """From file:// there are no workers: the page does the work in slices."""
    context = browser.new_context(locale="zh-CN")
    page = context.new_page()
    errors: list[str] = []
    page.on("console", lambda m: m.type == "error" and errors.append(m.text))
    page.on("pageerror", lambda e: errors.append(str(e)))
    page.goto(f"{site_folder.as_uri()}/check/index.html?body=ali&view=batch")
    give(page, "请假.xlsx", saved(leave_book(ROWS * 40)))
    assert "共 240 张" in done(page)
    with page.expect_download() as download:
        page.get_by_role("button", name="下载带结论的表").click()
    download.value.save_as(tmp_path / "a.xlsx")
    context.close()
    assert len(cells(tmp_path / "a.xlsx")) == 241
    assert not errors


@pytest.mark.parametrize("width", [1280, 320])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_for_everybody(site: str, browser: Browser, width: int, scheme: Any) -> None:
    context = browser.new_context(
        viewport={"width": width, "height": 900}, color_scheme=scheme, locale="zh-CN"
    )
    page = context.new_page()
    open_batch(page, site)
    give(page, "请假.xlsx", saved(leave_book()))
    done(page)
    page.locator(".hb-space .hb-row").nth(1).click()
    expect(page.locator(".hb-detail h2")).to_be_visible()
    found = Axe().run(page, context=".hc-batch")
    assert [v["id"] + str(v["nodes"][0]["html"]) for v in found.response["violations"]] == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    context.close()
