"""The fast evaluator says the same as the plain one, of all rules and of forms of any kind."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from checker import engine
from checker.book import Book
from checker.checker import Checker
from checker.forms import Field, FormType
from checker.program import Program

ROOT = Path(__file__).parent.parent / "regulations"
DAY = date(2024, 5, 22).toordinal()
FORMS = 40


@cache
def checker() -> Checker:
    return Checker.load(ROOT)


def value(field: Field, body: str, chance: random.Random) -> Any:
    """A value of the field's type, near what the texts' figures are."""
    choices = field.choices_of(body) or ("甲", "乙")
    match field.type:
        case "文本列表":
            return tuple(chance.sample(choices, chance.randint(0, min(6, len(choices)))))
        case "选项" | "文本":
            return chance.choice(choices)
        case "是否":
            return chance.random() < 0.5
        case "日期":
            return DAY + chance.randint(-40, 40)
        case "时刻":
            return chance.randint(0, 24 * 60)
        case "金额":
            return chance.choice((0, 100, 4000, 20000, 50000, 100000, 200000, 500001))
        case _:
            return chance.choice((0, 1, 2, 3, 6, 10, 30))


def forms(kind: FormType, body: str) -> Iterator[dict[str, Any]]:
    chance = random.Random(f"{kind.name} {body}")
    for n in range(FORMS):
        filled = (1.0, 0.95, 0.7, 0.3)[n % 4]
        row = {f.name: value(f, body, chance) for f in kind.fields if chance.random() < filled}
        yield {**row, "单位": body}


@pytest.mark.parametrize("body", sorted(p.parent.name for p in ROOT.glob("*/issuer.yml")))
def test_both_evaluators_agree(body: str) -> None:
    book: Book = checker().book(body, date(2024, 5, 22))
    for name, chapter in book.chapters.items():
        program = Program(chapter, book.calendar)
        for row in forms(checker().forms.types[name], body):
            plain = engine.check(book, name, row)
            for _ in range(2):  # the second time from what it remembers
                fast = program.check(name, row)
                assert fast.verdict is plain.verdict and fast.broken == plain.broken
                assert [f.verdict for f in fast.findings] == [
                    f.outcome.verdict for f in plain.findings
                ]
                assert fast == plain


@pytest.mark.parametrize("body", sorted(p.parent.name for p in ROOT.glob("*/issuer.yml")))
def test_json_is_that_of_the_keys(body: str) -> None:
    book: Book = checker().book(body, date(2024, 5, 22))
    for name in book.chapters:
        for row in forms(checker().forms.types[name], body):
            result = engine.check(book, name, row, '"\\\n\x00')
            assert json.loads(result.as_json()) == result.as_dict()
