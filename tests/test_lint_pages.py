"""Each code has a page and each page a code; the examples on the pages do what the pages say."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from handbook.linting.codes import CODES
from handbook.linting.run import check
from handbook.read import read

PAGES = Path(__file__).parent.parent / "docs" / "lint"
WORDS = {"error": "错误", "warning": "警告", "info": "提示"}
_EXAMPLE = re.compile(r"(改前|改后)：\n\n```text\n(.*?)\n```", re.DOTALL)
EXAMPLES = [
    pytest.param(page.stem, when, text, id=f"{page.stem}-{when}")
    for page in sorted(PAGES.glob("*.md"))
    for when, text in _EXAMPLE.findall(page.read_text("utf-8"))
]


def test_each_code_has_a_page_and_each_page_a_code() -> None:
    assert {p.stem for p in PAGES.glob("*.md")} == {*CODES, "index"}


@pytest.mark.parametrize("code", CODES)
def test_page_says_what_why_how(code: str) -> None:
    page = (PAGES / f"{code}.md").read_text("utf-8")
    assert page.startswith(f"# {CODES[code].title}\n")
    assert f"代码 `{code}`，{WORDS[CODES[code].severity]}。" in page
    assert re.findall(r"^## (.*)$", page, re.MULTILINE)[:3] == ["什么问题", "为什么", "怎么改"]


def test_index_lists_every_code_with_its_severity() -> None:
    index = (PAGES / "index.md").read_text("utf-8")
    for name, code in CODES.items():
        assert f"| [`{name}`]({name}.md) | {WORDS[code.severity]} | {code.title} |" in index


@pytest.mark.parametrize(("code", "when", "text"), EXAMPLES)
def test_example(code: str, when: str, text: str) -> None:
    reading = read(text, "例.md")
    found = {d.code for d in (*reading.diagnostics, *check(reading.regulation, text))}
    assert (code in found) == (when == "改前"), sorted(found)


def test_most_pages_have_an_example() -> None:
    shown = {param.values[0] for param in EXAMPLES}
    assert len(shown) > 35


def test_every_code_in_the_program_is_in_the_table() -> None:
    source = Path(__file__).parent.parent / "handbook"
    code = re.compile(r'"([a-z]+(?:-[a-z]+)+|encoding|markup)",\s*Severity\.')
    used = {c for path in source.rglob("*.py") for c in code.findall(path.read_text("utf-8"))}
    assert used and used <= set(CODES), used - set(CODES)
