"""Expressions in words: a data file that a person has read, and nothing without words."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
import yaml

from checker import figures
from checker.checker import Checker
from checker.describing import describe
from checker.expression.functions import FUNCTIONS
from checker.expression.parser import parse
from checker.expression.scope import Scope
from checker.expression.wording import CALLS, words
from checker.forms import Field
from checker.rules import Demand

ROOT = Path(__file__).parent.parent
DATA = yaml.safe_load((ROOT / "tests/data/rules/wording.yml").read_text("utf-8"))
CHECKER = Checker.load(ROOT / "regulations")


def scope() -> Scope:
    fields = {}
    for name, kind in DATA["fields"].items():
        type_, _, unit = kind.partition(":")
        fields[name] = Field(name, type_, unit).static("")
    found = {}
    for name, (unit, text) in DATA["figures"].items():
        hole = figures.hole(unit)
        assert hole is not None
        found[name] = (hole.type, hole.read(text))
    return Scope(fields, found)


@pytest.mark.parametrize("case", DATA["cases"], ids=lambda c: c["expr"])
def test_words(case: dict[str, str]) -> None:
    assert words(parse(case["expr"], scope()).node) == case["words"]


def test_every_function_has_words_and_a_case() -> None:
    assert set(CALLS) == set(FUNCTIONS)
    written = " ".join(case["expr"] for case in DATA["cases"])
    assert not [name for name in FUNCTIONS if f"{name}(" not in written]


@pytest.mark.parametrize("body", CHECKER.bodies)
def test_every_rule_of_the_handbook_is_described(body: str) -> None:
    described = describe(CHECKER, body, date.today())
    known = {f"{body}/{spec.id}" for file in CHECKER.files(body) for spec in file.rules}
    assert {rule.id for rule in described} == known
    for rule in described:
        assert bool(rule.when) == (rule.spec.when is not None)
        assert bool(rule.unless) == (rule.spec.unless is not None)
        assert len(rule.cases) == len(rule.spec.cases)
        for case, spec in zip(rule.cases, rule.spec.cases, strict=True):
            assert case.asks and all(case.asks), rule.id
            assert bool(case.when) == (spec.when is not None or bool(spec.bounds))
            assert len(case.quotes) == len(spec.quotes)
            if spec.demand.kind in (Demand.APPROVAL, Demand.NEEDS):
                items = [
                    word for _, found in spec.demand.items for any_of in found for word in any_of
                ]
                assert all(word in "".join(case.asks) or word == "任何人" for word in items), (
                    rule.id
                )


def test_figures_in_words_are_those_of_the_text() -> None:
    """Every figure that a condition compares with is printed in what the rule quotes."""
    rules = {rule.id: rule for rule in describe(CHECKER, "wangcheng", date.today())}
    ladder = rules["wangcheng/caiwu/zhichu"]
    read = {figure.words for bound in ladder.quotes for figure in bound.figures}
    said = " ".join(case.when for case in ladder.cases)
    assert read and all(words.rstrip("元") in said for words in read)


def test_examples_say_whether_a_rule_fires() -> None:
    rules = {rule.id: rule for rule in describe(CHECKER, "wangcheng", date.today())}
    examples = rules["wangcheng/gongwu-jiedai/yongjiu"].examples
    assert {e.fires for e in examples} == {True, False}
    assert all(set(dict(e.form)) <= {"餐别", "接待日期", "酒水金额"} for e in examples)
