"""Whole tables on the check page in Chromium: time, and the longest task of the page.

    python -m bench.checker_batch_browser [rows]

`read`: from the choice of the file until its rows are known; `checked`: until all are checked;
`file`: until the annotated workbook is there; `longest`: the longest stretch, of the page's main
thread, of all three; `busy`: how long it ran altogether. Once in a worker, once from file://, where
there is none. The workbook has fifteen columns of leave forms of three bodies, as clerks fill them.
Compared: the command on the same file, with all cores.
"""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import openpyxl
from playwright.sync_api import Browser, sync_playwright

from tests.browser.conftest import ARGS, NAMES, build, serve, until

ROOT = Path(__file__).parent.parent
HEADER = (
    "单位", "填表人", "部门", "职务", "填表日期", "请假类别", "天数（天）", "开始日期", "请假方式",
    "事由", "当年事假天数", "当年休假天数", "审批", "附件", "情形",
)  # fmt: skip
POSTS = {"quju": ["科员", "科长"], "ali": ["干部职工", "科室负责人"], "wangcheng": ["主任"]}
#: Times of what happens, and of every task of more than 50 ms, in the page.
WATCH = """() => {
  window.tasks = [];
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) tasks.push(entry.duration);
  }).observe({ type: "longtask" });
  window.begun = 0;
  new MutationObserver(() => {
    if (!begun && !document.querySelector(".hb-result").hidden) begun = performance.now();
  }).observe(document.querySelector(".hc-batch"), { subtree: true, attributes: true });
}"""


def workbook(path: Path, count: int) -> None:
    chance = random.Random(1)
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("请假")
    sheet.append(HEADER)
    for _ in range(count):
        body = chance.choice(list(POSTS))
        day = date(2024, 1, 2) + timedelta(chance.randrange(300))
        sheet.append([
            body, chance.choice("张王李赵") + chance.choice("三四五六"), "综合科",
            chance.choice(POSTS[body]), day, chance.choice(["事假", "病假", "年休假", "婚假"]),
            chance.choice([0.5, 1, 2, 3.5, 10, 16]), day + timedelta(2), "书面", "有事",
            chance.choice([None, 3, 21]), chance.choice([0, 5]),
            chance.choice(["分管领导", "科长、分管局长", "无"]), "无",
            chance.choice(["无", "当年已休假" if body == "ali" else "无"]),
        ])  # fmt: skip
    book.save(path)


def measured(browser: Browser, address: str, table: Path) -> list[float]:
    context = browser.new_context(locale="zh-CN")
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Performance.enable")
    page.goto(f"{address}?body=quju&view=batch")
    page.wait_for_selector(".hb-drop")
    page.evaluate(WATCH)

    def busy() -> Any:
        metrics = session.send("Performance.getMetrics")["metrics"]
        return next(m["value"] for m in metrics if m["name"] == "TaskDuration")

    before = busy()
    start: float = page.evaluate("performance.now()")
    page.locator(".hc-batch input[type=file]").first.set_input_files(table)
    until(page, "document.querySelector('.hb-said').textContent.includes('核对完了')", seconds=300)
    end: float = page.evaluate("performance.now()")
    begun: float = page.evaluate("begun")
    with page.expect_download(timeout=300_000):
        page.get_by_role("button", name="下载带结论的表").click()
    saved: float = page.evaluate("performance.now()")
    longest: float = page.evaluate("Math.max(0, ...tasks)")
    total = busy() - before
    context.close()
    return [(begun - start) / 1000, (end - start) / 1000, (saved - end) / 1000, longest, total]


def main() -> None:
    count = int(sys.argv[1]) if sys.argv[1:] else 20_000
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        table = Path(folder, "请假.xlsx")
        workbook(table, count)
        target = Path(folder, "site")
        build(target, ROOT / "regulations")
        path = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)))
        browser = playwright.chromium.launch(executable_path=path, args=list(ARGS))
        server = serve(target)
        print(f"{count} rows, load of the machine {os.getloadavg()[0]:.1f}")
        print(f"{'':10}{'read s':>9}{'checked s':>11}{'file s':>9}{'longest ms':>12}{'busy s':>9}")
        places = {
            "worker": f"{next(server)}check/",
            "file://": (target / "check" / "index.html").as_uri(),
        }
        for name, address in places.items():
            read, checked, written, longest, total = measured(browser, address, table)
            figures = f"{read:9.1f}{checked:11.1f}{written:9.1f}{longest:12.0f}{total:9.1f}"
            print(f"{name:10}{figures}")
        browser.close()
        next(server, None)
        command = [sys.executable, "-m", "handbook", "check", str(table), "--format", "json"]
        start = time.perf_counter()
        subprocess.run(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        print(f"{'command':10}{'':9}{time.perf_counter() - start:11.1f}")


if __name__ == "__main__":
    main()
