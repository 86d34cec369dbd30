"""Generated forms, and all example forms, through Python and through the browser's engine in Node.

Each run takes a fresh seed and says which; PARITY_SEED repeats it, PARITY_COUNT takes more forms.
`make parity` runs a million. In Chromium: tests/browser/test_checker_engine.py.
"""

from __future__ import annotations

import os
from collections.abc import Iterator

import parity
import pytest
from parity import Node, Parity

from checker.checker import Checker

SEED = int(os.environ.get("PARITY_SEED", "") or parity.fresh())
COUNT = int(os.environ.get("PARITY_COUNT", "") or 20_000)


@pytest.fixture(scope="module")
def checker() -> Checker:
    return Checker(parity.REGULATIONS)


@pytest.fixture(scope="module")
def engine(checker: Checker) -> Iterator[Node]:
    with parity.node(checker) as found:
        yield found


def test_example_forms(checker: Checker, engine: Node) -> None:
    both = Parity(checker, engine, 0)
    forms = list(parity.examples(checker))
    assert len(forms) > 300
    assert not both.compare(forms)
    assert {"violation", "approval", "missing", "judgement", "pass"} <= both.verdicts.keys()


def test_generated_forms(checker: Checker, engine: Node, note: list[str]) -> None:
    both = Parity(checker, engine, SEED)
    found = both.run(COUNT)
    note.append(f"网页与命令对照：种子 {SEED}，{COUNT} 张表，{len(found)} 处不同；{both.counts}")
    assert not found, f"PARITY_SEED={SEED}\n{both.shortest(found)}"
    # A generator that only makes forms of one kind would compare nothing.
    assert all(n > COUNT / 200 for n in both.verdicts.values()) and len(both.verdicts) == 6
