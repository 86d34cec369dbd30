"""`cases.yml` beside the rules: forms and what the named rules say of them. All rules bind."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from checker.checker import Checker
from checker.documents import Document
from checker.rules import Demand
from handbook.errors import Place

ROOT = Path(__file__).parent.parent / "regulations"
CHECKER = Checker.load(ROOT)
FILES = sorted(ROOT.glob("*/*/cases.yml"))


def cases() -> Iterator[Any]:
    for path in FILES:
        data = yaml.load(path.read_text("utf-8"), yaml.BaseLoader)
        for case in data["cases"]:
            form = {**data.get("bases", {}).get(case.get("base"), {}), **case.get("with", {})}
            form.update(case.get("form", {}))
            for name in case.get("without", ()):
                del form[name]
            slug = path.parent.relative_to(ROOT).as_posix()
            yield pytest.param(slug, form, case["expect"], id=f"{slug} {case['name']}")


def full(slug: str, rule: str) -> str:
    """The rule's whole id: body/folder/name."""
    body, folder = slug.split("/")
    return f"{body}/{rule if '/' in rule else f'{folder}/{rule}'}"


@pytest.mark.parametrize(("slug", "form", "expect"), list(cases()))
def test_case(slug: str, form: dict[str, Any], expect: list[dict[str, str]]) -> None:
    place = Place(slug)
    cells = {k: tuple(v) if isinstance(v, list) else v for k, v in form.items()}
    read, _ = CHECKER.read(Document(slug, cells, place))
    result = CHECKER.check(read)
    for want in expect:
        rule = full(slug, want["rule"])
        own = [f.as_dict() for f in result.findings if f.rule == rule]
        if want["verdict"] == "none":
            assert not own, f"{rule} 不应有结论：{own}"
            continue
        keys = {k: v for k, v in want.items() if k != "rule"}
        assert any(all(f[k] == v for k, v in keys.items()) for f in own), (
            f"{rule} 应有 {keys}，得到 {own or [f.rule for f in result.findings]}"
        )


def test_all_rules_have_cases() -> None:
    ruled = {f.regulation for body in CHECKER.bodies for f in CHECKER.files(body) if f.rules}
    assert {p.parent.relative_to(ROOT).as_posix() for p in FILES} == ruled


@pytest.mark.parametrize("body", CHECKER.bodies)
def test_rules_bind_and_write_no_figures(body: str) -> None:
    for book in CHECKER.books(body):
        assert not book.literals, "\n".join(f"{place} {text}" for text, place in book.literals)


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.parent.name)
def test_each_rule_has_a_case_that_fires_and_one_that_does_not(path: Path) -> None:
    slug = path.parent.relative_to(ROOT).as_posix()
    body = slug.partition("/")[0]
    seen: dict[str, set[bool]] = {}
    for case in yaml.load(path.read_text("utf-8"), yaml.BaseLoader)["cases"]:
        for want in case["expect"]:
            fired = want["verdict"] not in ("pass", "none")
            seen.setdefault(full(slug, want["rule"]), set()).add(fired)
    own = next(f for f in CHECKER.files(body) if f.regulation == slug)
    lacking = {
        rule.id: "不满足的" if False in seen.get(f"{body}/{rule.id}", ()) else "满足的"
        for rule in own.rules
        if rule.cases[0].demand.kind is not Demand.NOTE
        and seen.get(f"{body}/{rule.id}") != {True, False}
    }
    assert not lacking, f"缺例子：{lacking}"
