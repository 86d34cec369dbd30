"""The checker's engine in Chromium: the conformance files, and a sample of generated forms."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import parity
import pytest
from conformance import Expressions, Readings, Shown, Suggestions
from form_generator import Generator
from playwright.sync_api import Browser, Page

from checker.checker import Checker
from plugins import bundle

KINDS = {"evaluate": Expressions, "reading": Readings, "shown": Shown, "suggest": Suggestions}
SAMPLE = 500


@pytest.fixture(scope="module")
def checker() -> Checker:
    return Checker(parity.REGULATIONS)


@pytest.fixture(scope="module")
def parts(browser: Browser) -> Iterator[Page]:
    page = browser.new_page()
    page.add_script_tag(content=bundle.script(parity.ENGINE / "conformance.js"))
    yield page
    page.close()


@pytest.fixture(scope="module")
def engine(browser: Browser, checker: Checker) -> Iterator[Page]:
    page = browser.new_page()
    page.add_script_tag(content=bundle.script(parity.ENGINE / "main.js"))
    page.add_script_tag(content=parity.data_scripts(checker))
    page.add_script_tag(path=parity.HERE / "evaluator.js")
    yield page
    page.close()


@pytest.mark.parametrize("call", KINDS)
def test_conformance(parts: Page, call: str) -> None:
    cases: Any = KINDS[call]()
    found = parts.evaluate("([call, cases]) => evaluators[call](cases)", [call, cases.asked()])
    assert found == cases.expected()


def test_generated_forms(engine: Page, checker: Checker, note: list[str]) -> None:
    seed = parity.fresh()
    generator = Generator(checker, seed)
    forms = [generator.form(number) for number in range(SAMPLE)]
    said = engine.evaluate("forms => evaluators.results(forms)", [parity.asked(f) for f in forms])
    for form, text in zip(forms, said, strict=True):
        expected = parity.expected(checker, form)
        assert text == expected, f"seed {seed}: {parity.Difference(form, expected, text)}"
    note.append(f"Chromium 里对照：种子 {seed}，{SAMPLE} 张表，没有不同")


def test_all_example_forms(engine: Page, checker: Checker) -> None:
    forms = list(parity.examples(checker))
    said = engine.evaluate("forms => evaluators.results(forms)", [parity.asked(f) for f in forms])
    assert said == [parity.expected(checker, form) for form in forms]


STATES = """([forms, book]) => {
  const states = [];
  const note = () => states.push(handbookCheck.state());
  note();
  const [build, sum, text] = forms;
  handbookForms(build, sum, text.slice(1));
  note();
  handbookForms(build, sum, text);
  const [, body, own, rules] = book;
  handbookBook(build, body, own + 1, rules);
  note();
  handbookBook("another", body, own, rules);
  note();
  const refused = handbookCheck.check({ type: "请假" }, { body });
  handbookBook(build, body, own, rules);
  note();
  return { states, refused, ready: handbookCheck.has(body), other: handbookCheck.has("nobody") };
}"""


def test_damaged_data_and_data_of_another_build_are_refused(
    browser: Browser, checker: Checker
) -> None:
    published = parity.publish(checker)
    page = browser.new_page()
    page.add_script_tag(content=bundle.script(parity.ENGINE / "main.js"))
    book = published.books["ali"]
    forms = [published.build, parity.checksum(published.forms), published.forms]
    found = page.evaluate(STATES, [forms, ["", "ali", parity.checksum(book), book]])
    states = [(s["forms"], s["books"].get("ali")) for s in found["states"]]
    assert states == [
        ("absent", None), ("damaged", None), ("ready", "damaged"), ("ready", "foreign"),
        ("ready", "ready"),
    ]  # fmt: skip
    assert found["refused"]["verdict"] is None and found["refused"]["problems"]
    assert found["ready"] and not found["other"]
    page.close()
