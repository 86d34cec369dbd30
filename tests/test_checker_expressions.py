"""The conformance file: every evaluator gives the same value, or the same error in one place."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from checker import figures, values
from checker.calendar import Calendar
from checker.expression.compile import Writer
from checker.expression.interpret import DivisionByZero, deciding, evaluate
from checker.expression.parser import DEEPEST, parse
from checker.expression.scope import Scope
from checker.expression.tokens import LONGEST, ExpressionError
from checker.forms import Field
from checker.kinds import NUMBER, TRUTH

DATA = yaml.safe_load((Path(__file__).parent / "data/checker/conformance.yml").read_text("utf-8"))
FIELDS = {
    name: Field(
        name, kind.partition(":")[0], kind.partition(":")[2],
        choices={"all": tuple(DATA["choices"].get(name, ()))},
    )
    for name, kind in DATA["fields"].items()
}  # fmt: skip
WORDS = {True: "是", False: "否", None: "不知道"}


def scope() -> Scope:
    found = {}
    for name, (unit, text) in DATA["figures"].items():
        hole = figures.hole(unit)
        assert hole is not None
        found[name] = (hole.type, hole.read(text))
        assert found[name][1] is not None, name
    return Scope({name: field.static("") for name, field in FIELDS.items()}, found)


def compiled(ir: Any, calendar: Calendar) -> Callable[[Any], Any]:
    """The function that gives an expression's value for a form, as `evaluate` does."""
    writer = Writer(calendar)
    writer.line(f"return {writer.value(ir)}")
    return writer.function("row")


def row_of(case: dict[str, Any]) -> dict[str, Any]:
    return {k: values.read(FIELDS[k], "", v) for k, v in case.get("row", {}).items()}


@pytest.mark.parametrize("case", DATA["cases"], ids=lambda c: c["expr"])
def test_conformance(case: dict[str, Any]) -> None:
    calendar = Calendar()
    if isinstance(case.get("error"), int):
        with pytest.raises(ExpressionError) as caught:
            parse(case["expr"], scope())
        assert caught.value.at + 1 == case["error"]
        assert case["says"] in caught.value.message
        return
    ir = parse(case["expr"], scope()).node.ir
    row = row_of(case)
    for run in (lambda: evaluate(ir, row, calendar), lambda: compiled(ir, calendar)(row)):
        if "error" in case:
            with pytest.raises(DivisionByZero, match=case["error"]):
                run()
        else:
            value = (
                "是" if case["value"] is True else "否" if case["value"] is False else case["value"]
            )
            assert WORDS[run()] == value


def test_bounds() -> None:
    deep = DEEPEST + 1
    with pytest.raises(ExpressionError, match="套得太深"):
        parse("(" * deep + "金额" + ")" * deep, scope())
    with pytest.raises(ExpressionError, match="太长"):
        parse("(" * 10_000, scope())
    parse("非 " * (LONGEST // 2 - 4) + "是", scope())


LEAVES = st.sampled_from(
    [
        ("=", ("字段", "甲"), ("常", 1)),
        ("<", ("字段", "乙"), ("字段", "甲")),
        ("含任一", ("字段", "丙"), ("子", "丑")),
        ("已填", "甲"),
        ("≥", ("÷", ("字段", "甲"), ("字段", "乙")), ("比", 1, 2)),
        ("常", True),
        ("缺设定", "丁"),
    ]
)
TREES = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.tuples(st.just("非"), inner),
        st.tuples(st.sampled_from(["且", "或"]), inner, inner),
        st.tuples(st.sampled_from(["且", "或"]), inner, inner, inner),
        st.tuples(st.just("如果"), inner, inner, inner),
    ),
    max_leaves=12,
)
ROWS = st.fixed_dictionaries(
    {},
    optional={
        "甲": st.integers(0, 2),
        "乙": st.integers(0, 2) | st.just(Fraction(1, 2)),
        "丙": st.sampled_from([(), ("子",), ("寅",)]),
    },
)


@settings(max_examples=400, derandomize=True, deadline=None)
@given(TREES, ROWS)
def test_evaluators_agree_and_unknown_fields_decide(ir: Any, row: dict[str, Any]) -> None:
    calendar = Calendar()
    outcomes = []
    for run in (lambda: evaluate(ir, row, calendar), lambda: compiled(ir, calendar)(row)):
        try:
            outcomes.append(run())
        except DivisionByZero as error:
            outcomes.append(error.fields)
    assert outcomes[0] == outcomes[1]
    if outcomes[0] is None:
        assert deciding(ir, row, calendar)
        assert not set(deciding(ir, row, calendar)) & row.keys()


def test_types_say_what_they_are() -> None:
    assert str(NUMBER) == "数" and str(TRUTH) == "是非"
