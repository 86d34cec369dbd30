"""Each form type filled in as a clerk would: the page says what the command says."""

from __future__ import annotations

import pytest
from clerk import FORMS, Form, checker, expected, fill_by_keys, fill_by_mouse, open_form, said
from playwright.sync_api import Page, expect


def test_there_is_a_form_of_each_type() -> None:
    assert set(FORMS) == set(checker().forms.types)


def agree(page: Page, form: Form) -> None:
    """The page agrees with the command, finding by finding."""
    wanted = expected(form)
    expect(page.locator(".hc-verdict")).to_have_text(wanted.verdict)
    expect(page.locator(".hc-verdict")).to_have_class(f"hc-verdict {form.verdict}")
    shown = said(page)
    assert shown.findings == wanted.findings
    assert shown.notes == wanted.notes
    assert page.locator(".hc-problem:visible").all_inner_texts() == []


@pytest.mark.parametrize("kind", sorted(FORMS))
def test_filled_in_with_the_mouse(site: str, page: Page, kind: str) -> None:
    form = FORMS[kind]
    open_form(page, site, form)
    fill_by_mouse(page, form)
    agree(page, form)


@pytest.mark.parametrize("kind", sorted(FORMS))
def test_filled_in_with_the_keyboard_only(site: str, page: Page, kind: str) -> None:
    form = FORMS[kind]
    open_form(page, site, form)
    page.evaluate("document.querySelector('.hc-choose select').focus()")
    fill_by_keys(page, form)
    agree(page, form)
