"""The checker in Chromium: bytes, the first check, a check after each keystroke, long tables.

    python -m bench.checker_browser [bytes] [first] [keys] [rows]

bytes   gzip of what a check needs: forms, engine, page, style, and the rules of one body; ≤ 120 KB.
first   the evaluator's share of a page's first finding: scripts run, rules read,
        a form checked.
keys    example forms, one field changed at a time, as while typing: one check, 95th percentile;
        < 10 ms. The evaluator alone.
rows    20,000 generated forms of a type, read and checked in a worker, all findings as objects;
        < 10 s.
"""

from __future__ import annotations

import base64
import gzip
import json
import shutil
import statistics
import sys
from pathlib import Path
from typing import Any

import yaml
from playwright.sync_api import Browser, sync_playwright

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))  # the tests' modules

from browser.conftest import ARGS, NAMES
from form_generator import Generator

from checker.checker import Checker
from handbook.search.shards.codec import checksum
from plugins.checking.files import CheckingFiles
from plugins.sitefile import SiteFile

ROOT = Path(__file__).parent.parent
ROWS = 20_000
MOST = {"bytes": 120_000, "first": 100.0, "keys": 10.0, "rows": 10_000.0}
#: What the scripts do when they come, and the first check.
FIRST = """([scripts, body, form]) => {
  const start = performance.now();
  for (const text of scripts) {
    const script = document.createElement("script");
    script.textContent = text;
    document.head.append(script);
  }
  handbookCheck.check(form, { body });
  return performance.now() - start;
}"""
KEYS = """([cases]) => {
  const spent = [];
  for (const [body, document] of cases) {
    handbookCheck.check(document, { body });
    for (const name of Object.keys(document)) {
      if (name === "type" || name === "单位") continue;
      const changed = { ...document, [name]: document[name].slice(0, -1) };
      for (const now of [changed, document]) {
        const start = performance.now();
        handbookCheck.check(now, { body });
        spent.push(performance.now() - start);
      }
    }
  }
  return spent;
}"""
#: In a worker: rows are cells under a header, as a table has them.
WORKER = """
  onmessage = ({ data: [header, rows] }) => {
    const start = performance.now();
    const verdicts = {};
    for (const cells of rows) {
      const document = new Map();
      header.forEach((name, i) => cells[i] === "" || document.set(name, cells[i]));
      const { verdict } = handbookCheck.check(document);
      verdicts[verdict] = (verdicts[verdict] ?? 0) + 1;
    }
    postMessage([performance.now() - start, verdicts]);
  };
"""
ROWS_RUN = """([worker, ...task]) => new Promise((resolve) => {
  const made = new Worker(URL.createObjectURL(new Blob([worker])));
  made.onmessage = ({ data }) => resolve(data);
  made.postMessage(task);
})"""


def examples() -> list[tuple[str, dict[str, str]]]:
    """Body and form of all example forms, as the page gives them to the evaluator."""
    files = sorted((ROOT / "tests/data/checker/dev").glob("*.yml"))
    forms = [case["form"] for path in files for case in yaml.safe_load(path.read_text("utf-8"))]
    return [
        (
            form["单位"],
            {k: "、".join(v) if isinstance(v, list) else str(v) for k, v in form.items()},
        )
        for form in forms
    ]


def size(file: SiteFile) -> int:
    return len(gzip.compress(file.content.encode(), 9))


def show(part: str, name: str, value: float, more: str = "") -> None:
    limit = MOST[part]
    shown = f"{value / 1000:.1f} KB" if part == "bytes" else f"{value:.1f} ms"
    mark = "" if value <= limit else "  超过"
    print(f"{part:6} {name:12} {shown:>12} {more}{mark}")


def bytes_(files: CheckingFiles) -> None:
    own = {"表": files.forms, "求值": files.engine, "页": files.page, "样式": files.style}
    whole = sum(map(size, own.values()))
    print("       " + "，".join(f"{name} {size(file) / 1000:.1f} KB" for name, file in own.items()))
    for body, book in files.books.items():
        show("bytes", body, whole + size(book), f"其中规则 {size(book) / 1000:.1f} KB")


def fragment(body: str, form: dict[str, str]) -> str:
    """The address of a form, as the page's share link has it (not packed)."""
    text = json.dumps([body, form["type"], {k: v for k, v in form.items() if k != "type"}])
    number, digits = checksum(text), ""
    while number:
        number, rest = divmod(number, 36)
        digits = "0123456789abcdefghijklmnopqrstuvwxyz"[rest] + digits
    packed = base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")
    return f"check/#body={body}&f=p{digits}.{packed}"


def first(browser: Browser, files: CheckingFiles) -> None:
    for body, book in files.books.items():
        form = next(form for own, form in examples() if own == body)
        own = [file.content for file in (files.engine, files.forms, book)]
        tab = browser.new_page()
        show("first", body, tab.evaluate(FIRST, [own, body, form]))
        tab.close()


def scripts(files: CheckingFiles) -> list[SiteFile]:
    return [files.engine, files.forms, *files.books.values()]


def keys(browser: Browser, files: CheckingFiles) -> None:
    tab = browser.new_page()
    for file in scripts(files):
        tab.add_script_tag(content=file.content)
    spent = sorted(tab.evaluate(KEYS, [[list(case) for case in examples()]]))
    tab.close()
    more = f"{len(spent)} 次，中位 {statistics.median(spent):.2f} ms，最慢 {spent[-1]:.1f} ms"
    show("keys", "95%", spent[int(len(spent) * 0.95)], more)


def rows(browser: Browser, files: CheckingFiles, checker: Checker) -> None:
    generator = Generator(checker, 1)
    code = "".join(file.content for file in scripts(files))
    for kind, body in (("请假", "ali"), ("公务接待", "wangcheng"), ("考勤", "quju")):
        header, cells = table(generator, kind, body)
        tab = browser.new_page()
        spent, verdicts = tab.evaluate(ROWS_RUN, [code + WORKER, header, cells])
        tab.close()
        show("rows", f"{kind} {body}", spent, str(verdicts))


def table(generator: Generator, kind: str, body: str) -> tuple[list[str], list[list[Any]]]:
    """`ROWS` generated forms of a type: header and cells."""
    generator.pairs = [(generator.checker.forms.types[kind], body)]
    forms = [generator.form(n).contents for n in range(ROWS)]
    header = ["type", *(f.name for f in generator.checker.forms.types[kind].fields)]
    cells = [
        ["、".join(v) if isinstance(v, tuple) else "" if v is None else str(v) for v in row]
        for row in ([form.get(name) for name in header] for form in forms)
    ]
    return header, cells


def main(parts: list[str]) -> None:
    checker = Checker(ROOT / "regulations")
    files = CheckingFiles(checker)
    if "bytes" in parts:
        bytes_(files)
    path = next(filter(None, map(shutil.which, NAMES)))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(ARGS))
        print(f"Chromium {browser.version}")
        if "first" in parts:
            first(browser, files)
        if "keys" in parts:
            keys(browser, files)
        if "rows" in parts:
            rows(browser, files, checker)
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1:] or list(MOST))
