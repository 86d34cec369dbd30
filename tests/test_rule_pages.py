"""Pages of rules and form types: quotes are the text's, every rule and provision is reached."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from datetime import date
from html import unescape
from html.parser import HTMLParser
from pathlib import Path

import openpyxl
import pytest

from checker.checker import Checker
from checker.forms import FormType
from checker.quotes import squeeze
from handbook.provision import Regulation
from plugins.rules.catalogue import Catalogue
from plugins.rules.formpage import form_body, form_files, index_body
from plugins.rules.marks import marks
from plugins.rules.quoting import quoted
from plugins.rules.rulepage import rules_body

ROOT = Path(__file__).parent.parent
CATALOGUE = Catalogue(Checker.load(ROOT / "regulations"), date.today(), checked=True)
RULED = [r for r in CATALOGUE.regulations.values() if CATALOGUE.of(r)]
FORMS = list(CATALOGUE.checker.forms.types.values())


class Reader(HTMLParser):
    """Collects ids and the text of quoted and marked words by the section that they stand in."""

    def __init__(self) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.marked: dict[str, str] = {}
        self.figures: dict[str, list[str]] = {}
        self._section = ""
        self._open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if id := values.get("id"):
            self.ids.append(id)
        if tag == "section":
            self._section = values.get("id") or ""
        self._open.append(tag)
        if tag == "b" and "mark" in self._open:
            self.figures.setdefault(self._section, []).append("")

    def handle_endtag(self, tag: str) -> None:
        self._open.pop()

    def handle_data(self, data: str) -> None:
        if "mark" in self._open:
            self.marked[self._section] = self.marked.get(self._section, "") + data
            if "b" in self._open:
                self.figures[self._section][-1] += data


def read(html: str) -> Reader:
    reader = Reader()
    reader.feed(re.sub(r"<(?:input|br|img|option)[^>]*>", "", html))
    reader.close()
    return reader


def slug(regulation: Regulation) -> str:
    return regulation.slug


@pytest.mark.parametrize("regulation", RULED, ids=slug)
def test_each_rule_has_its_place_and_quotes_the_text(regulation: Regulation) -> None:
    rules = CATALOGUE.of(regulation)
    page = read(rules_body(CATALOGUE, regulation, rules).html)
    assert len(page.ids) == len(set(page.ids))
    for rule in rules:
        assert rule.anchor in page.ids
        marked = squeeze(page.marked[rule.anchor])
        for bound in rule.quotes:
            assert squeeze(bound.provided.quote) in marked, rule.id
            figures = "".join(page.figures.get(rule.anchor, []))
            if rule.held:
                assert all(f.words in squeeze(figures) for f in bound.figures), rule.id


def test_quoted_words_are_the_provisions_own() -> None:
    """Marks left out, what is shown is the text, or parts of it where …… says so."""
    for uses in CATALOGUE.uses.values():
        for found in uses.values():
            node = CATALOGUE.node(found[0].bound)
            assert node is not None
            html = quoted(node, [use.bound for use in found])
            shown = unescape(re.sub(r"</?(?:mark|b)>", "", html))
            whole = (f"{node.label} " if node.label else "") + (node.heading or "") + node.text
            at = 0
            for part in shown.split("……"):
                at = whole.index(part, at) + len(part)
            assert "……" in shown or shown == whole


def test_a_long_provision_is_cut_to_the_sentences_of_the_quotes() -> None:
    long = [
        (node, found)
        for uses in CATALOGUE.uses.values()
        for found in uses.values()
        if (node := CATALOGUE.node(found[0].bound)) and len(node.text) > 400
    ]
    assert long
    for node, found in long:
        html = quoted(node, [found[0].bound])
        assert "……" in html and len(html) < len(node.text)


def test_each_provision_that_a_rule_reads_shows_it() -> None:
    for regulation in CATALOGUE.regulations.values():
        under = marks(CATALOGUE, regulation).under
        uses = CATALOGUE.uses.get(regulation.slug, {})
        assert set(under) == set(uses)
        for id, html in under.items():
            assert not read(html).ids
            for use in uses[id]:
                assert f"#{use.rule.anchor}" in html
                for form in use.rule.forms:
                    assert form in html
                assert all(f.words in unescape(html) for f in use.bound.figures)


def test_every_held_rule_is_reached_from_a_provision_and_from_its_forms() -> None:
    used = {use.rule.id for uses in CATALOGUE.uses.values() for f in uses.values() for use in f}
    held = {rule.id for rule in CATALOGUE.rules.values() if rule.held}
    assert held and used == held
    for form in FORMS:
        html = form_body(CATALOGUE, form, []).html
        for rule in CATALOGUE.rules.values():
            if rule.held and form.name in rule.forms:
                assert CATALOGUE.rule_path(rule.id) in html, rule.id


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.name)
def test_a_form_formhas_its_page_and_empty_forms(form: FormType) -> None:
    files = form_files(CATALOGUE, form)
    assert {name.rpartition(".")[2] for name in files} == {"xlsx", "yaml", "csv"}
    html = form_body(CATALOGUE, form, list(files)).html
    assert all(f'href="{name}"' in html for name in files)
    book = next(data for name, data in files.items() if name.endswith(".xlsx"))
    head = [cell.value for cell in next(openpyxl.load_workbook(io.BytesIO(book)).active.rows)]
    assert len(head) == len(form.fields)
    assert form.name in index_body(CATALOGUE).html


def test_hostile_words_are_shown_as_text() -> None:
    node = CATALOGUE.node(next(iter(next(iter(CATALOGUE.uses.values())).values()))[0].bound)
    assert node is not None
    evil = replace(node, label="<b>", heading=None, text="<script>alert(1)</script>")
    assert "<script" not in quoted(evil, [])
