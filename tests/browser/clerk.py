"""A clerk at the check page: fills in forms by mouse or by keys, reads what the page says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

import yaml
from conftest import ROOT, until
from playwright.sync_api import Locator, Page, expect

from checker.checker import Checker
from checker.documents import Document
from checker.findings import Finding
from handbook.errors import Place

DATA = ROOT / "tests/data/checking"
#: A value as a clerk writes it.
Written = str | Sequence[str]


@dataclass(frozen=True, slots=True)
class Form:
    """A form of the data files."""

    name: str
    verdict: str
    type: str
    body: str
    fields: Mapping[str, Written]


def forms(path: Path = DATA / "forms.yml") -> list[Form]:
    """The forms of a data file."""
    found = []
    for entry in yaml.safe_load(path.read_text("utf-8")):
        fields = dict(entry["form"])
        kind, body = fields.pop("type"), fields.pop("单位")
        found.append(Form(entry["name"], entry["verdict"], kind, body, fields))
    return found


FORMS = {form.type: form for form in forms()}


@cache
def checker() -> Checker:
    return Checker.load(ROOT / "regulations")


@dataclass(frozen=True, slots=True)
class Said:
    """What is said of a form: the verdict; messages and quotes of findings; of notes."""

    verdict: str
    findings: frozenset[tuple[str, tuple[str, ...]]]
    notes: frozenset[str]


def expected(form: Form) -> Said:
    """What the command says of a form."""
    contents: dict[str, Any] = {"type": form.type, "单位": form.body}
    for name, value in form.fields.items():
        contents[name] = value if isinstance(value, str) else tuple(value)
    place = Place("form")
    read, _ = checker().read(Document("form", contents, place))
    result = checker().check(read)

    def line(finding: Finding) -> tuple[str, tuple[str, ...]]:
        out = finding.outcome
        waits = bool(out.unknown) and out.verdict != "pass"
        words = out.message if waits else f"{out.verdict.words}{out.message}"
        return words, tuple(p.quote for p in finding.provisions)

    return Said(
        result.verdict.words,
        frozenset(line(f) for f in result.findings),
        frozenset(n.message for n in result.notes),
    )


def said(page: Page) -> Said:
    """What the page says of the form on it, once it has drawn what was typed."""
    page.evaluate("() => new Promise((done) => requestAnimationFrame(() => setTimeout(done)))")
    until(page, "() => !document.querySelector('.hc-results .hc-list:empty')")  # closed ones
    found = page.evaluate(
        """() => [...document.querySelectorAll(".hc-results .hc-finding")].map((card) => [
          card.classList.contains("note"),
          card.querySelector(".hc-message").textContent,
          [...card.querySelectorAll("q")].map((quote) => quote.textContent),
        ])"""
    )
    return Said(
        page.locator(".hc-verdict").inner_text(),
        frozenset((message, tuple(quotes)) for note, message, quotes in found if not note),
        frozenset(message for note, message, _ in found if note),
    )


def address(site: str, body: str, kind: str) -> str:
    return f"{site}check/?body={body}&form={quote(kind)}"


def open_form(page: Page, site: str, form: Form) -> None:
    page.goto(address(site, form.body, form.type))
    expect(page.locator(".hc-verdict")).to_have_text("还没有填")


def group(page: Page, name: str) -> Locator:
    """A field with everything that belongs to it."""
    return page.locator(f'[data-field="{name}"]')


def text_field(page: Page, name: str) -> Locator:
    return page.locator(f'.hc-form [name="{name}"]')


def fill_by_mouse(page: Page, form: Form) -> None:
    """Fills in a form with the mouse and, for words, the keyboard."""
    for name, value in form.fields.items():
        if isinstance(value, str):
            field = text_field(page, name)
            if field.evaluate("e => e.localName") == "select":
                field.select_option(value)
            else:
                field.click()
                page.keyboard.insert_text(value)
        else:
            tick(page, name, value)


def tick(page: Page, name: str, items: Sequence[str]) -> None:
    """Ticks items of a list; those that it does not offer are written."""
    field = group(page, name)
    more = field.locator(".hc-quiet")
    if more.is_visible():
        more.click()
    for item in items or ["无"]:
        chip = field.get_by_label(item, exact=True)
        if chip.count():
            chip.click()
        else:
            field.locator(".hc-add input").click()
            page.keyboard.insert_text(item)
            field.get_by_role("button", name="加上").click()


FOCUS = """() => {
  const e = document.activeElement;
  const field = e.closest(".hc-field");
  const legend = field?.querySelector("legend")?.firstChild?.textContent;
  return {
    tag: e.localName, type: e.type ?? "", name: e.name || legend || "", inside: Boolean(field),
    label: e.labels?.[0]?.textContent ?? e.textContent,
    more: e.classList.contains("hc-quiet"), add: Boolean(e.closest(".hc-add")),
    at: e.options ? [...e.options].map((o) => o.value) : [],
    picks: e.classList.contains("hc-open"),
  };
}"""


def fill_by_keys(page: Page, form: Form) -> None:
    """Fills in a form with nothing but the keyboard, from the first field on."""
    left = dict(form.fields)
    unticked = {
        name: list(v) or ["无"] for name, v in form.fields.items() if not isinstance(v, str)
    }
    begun = False
    for _ in range(600):
        page.keyboard.press("Tab")
        at = page.evaluate(FOCUS)
        begun |= at["inside"]
        if begun and not at["inside"]:
            break
        name = at["name"]
        if not at["inside"] or name not in left or at["picks"]:
            continue
        value = left[name]
        if at["tag"] == "select":
            for _ in range(at["at"].index(value)):
                page.keyboard.press("ArrowDown")
            del left[name]
        elif isinstance(value, str):
            page.keyboard.insert_text(value)
            del left[name]
        elif at["more"]:
            page.keyboard.press("Enter")  # the first of the others has the focus now
            _tick_focused(page, unticked[name])
        elif at["type"] == "checkbox":
            _tick_focused(page, unticked[name])
        elif at["add"] and at["tag"] == "input":
            for item in unticked[name]:
                page.keyboard.insert_text(item)
                page.keyboard.press("Enter")
            unticked[name] = []
            del left[name]
    assert not left, "every field is reached"
    assert not any(unticked.values())


def _tick_focused(page: Page, wanted: list[str]) -> None:
    label = page.evaluate(FOCUS)["label"]
    if label in wanted:
        page.keyboard.press("Space")
        wanted.remove(label)
