"""The conformance files: Python's evaluators and the browser's, here in Node, give the same.

Chromium's runner: tests/browser/test_checker_engine.py.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import conformance
import pytest
from conformance import Expressions, Readings, Shown, Suggestions
from parity import Node, node

KINDS = {"evaluate": Expressions, "reading": Readings, "shown": Shown, "suggest": Suggestions}


@pytest.fixture(scope="module")
def engine() -> Iterator[Node]:
    with node(None, "conformance.js") as found:
        yield found


def differing(cases: Any, found: list[Any]) -> list[tuple[Any, Any, Any]]:
    """Case, what it has to be, what it is."""
    expected = cases.expected()
    assert len(expected) == len(found) == len(cases.cases) > 0
    three = zip(cases.cases, expected, found, strict=True)
    return [(case, wanted, got) for case, wanted, got in three if wanted != got]


@pytest.mark.parametrize("compiled", [False, True])
def test_expressions_in_python(compiled: bool) -> None:
    cases = Expressions()
    assert not differing(cases, cases.python(compiled))


@pytest.mark.parametrize("kind", [Readings, Shown, Suggestions])
def test_values_in_python(kind: Any) -> None:
    cases = kind()
    assert not differing(cases, cases.python())


@pytest.mark.parametrize("call", KINDS)
def test_in_node(engine: Node, call: str) -> None:
    cases = KINDS[call]()
    engine.ask(call, cases.asked())
    assert not differing(cases, engine.answer())


def test_each_evaluator_knows_the_same_operators_and_functions(engine: Node) -> None:
    engine.ask("names")
    names = engine.answer()
    assert set(names["operators"]) == conformance.python_operators()
    assert set(names["functions"]) == conformance.python_functions()


def test_each_operator_and_function_has_cases() -> None:
    """One at least whose value is known, and one whose value is not, where that is possible."""
    known: set[str] = set()
    unknown: set[str] = set()
    for ir, _, wanted, _ in Expressions().cases:
        (unknown if wanted is None else known).add(ir[1] if ir[0] == "函" else ir[0])
    operators = conformance.python_operators() - {"函"}
    names = operators | conformance.python_functions()
    assert known == names - conformance.NEVER_KNOWN
    assert unknown == names - conformance.ALWAYS_KNOWN
