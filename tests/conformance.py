"""The conformance files, and what Python's evaluators make of them; runners compare with it.

Files are YAML that a clerk can read; see the notes at their tops.
"""

from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Callable, Mapping
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import yaml

from checker import figures, kinds, units, values
from checker.calendar import Calendar
from checker.demands import Measure
from checker.expression import interpret
from checker.expression.compile import Writer
from checker.expression.functions import FUNCTIONS
from checker.expression.interpret import DivisionByZero, deciding, evaluate
from checker.expression.tree import Ir
from checker.forms import Field, suggest
from checker.kinds import Type
from checker.publishing import ir_json, unit_json

FOLDER = Path(__file__).parent / "data" / "conformance"
RATIO = re.compile(r"(-?\d+)/(\d+)")
#: Operators that are never unknown, and one that is never known.
ALWAYS_KNOWN = {"常", "比", "已填"}
NEVER_KNOWN = {"缺设定"}


def load(name: str) -> dict[str, Any]:
    """The content of a file."""
    found: dict[str, Any] = yaml.safe_load((FOLDER / f"{name}.yml").read_text("utf-8"))
    return found


def text(given: Any) -> Any:
    """What YAML holds → what stands on a form; {重复: [text, times]} is a long text."""
    long = given.get("重复") if isinstance(given, dict) else None
    return long[0] * long[1] if long else given


def value(given: Any) -> Any:
    """What YAML holds → a value of the checker."""
    given = text(given)
    if isinstance(given, date):
        return given.toordinal()
    if isinstance(given, list):
        return tuple(given)
    ratio = RATIO.fullmatch(given) if isinstance(given, str) else None
    return units.whole(Fraction(int(ratio[1]), int(ratio[2]))) if ratio else given


def ir(given: list[Any]) -> Ir:
    """What YAML holds → an IR."""
    op, *parts = given
    if op == "常":
        return (op, value(parts[0]))
    if op in ("属于", "含任一"):
        return (op, ir(parts[0]), tuple(parts[1]))
    return (op, *(ir(part) if isinstance(part, list) else part for part in parts))


def packed(given: Any) -> Any:
    """A value as the browser's runner takes and gives it."""
    if isinstance(given, bool) or given is None or isinstance(given, str):
        return given
    if isinstance(given, tuple):
        return list(given)
    exact = Fraction(given)
    return {"n": str(exact.numerator), "d": str(exact.denominator)}


class Expressions:
    """`expressions.yml`."""

    def __init__(self) -> None:
        found = load("expressions")
        self.days = [[[d.toordinal(), 1] for d in found[k]] for k in ("holidays", "workdays")]
        self.calendar = Calendar(*(frozenset(d for d, _ in days) for days in self.days))
        self.cases = [
            (ir(case[0]), {k: value(v) for k, v in case[1].items()}, case[2], case[3:])
            for case in found["cases"]
        ]

    def asked(self) -> list[object]:
        """The cases as the browser's runner takes them."""
        return [
            [ir_json(node), [[k, packed(v)] for k, v in row.items()], *self.days]
            for node, row, _, _ in self.cases
        ]

    def expected(self) -> list[dict[str, Any]]:
        """What the runner has to give."""
        found: list[dict[str, Any]] = []
        for _, _, wanted, unknown in self.cases:
            if isinstance(wanted, dict):
                found.append({"error": wanted["除数为零"]})
            else:
                asked = list(unknown[0]) if unknown else []
                found.append({"value": packed(value(wanted)), "unknown": asked})
        return found

    def python(self, compiled: bool) -> list[dict[str, Any]]:
        """What one of Python's two evaluators gives."""
        found: list[dict[str, Any]] = []
        for node, row, _, _ in self.cases:
            run = self._compiled(node) if compiled else self._interpreted(node)
            try:
                known = run(row)
            except DivisionByZero as error:
                found.append({"error": list(error.fields)})
                continue
            unknown = deciding(node, row, self.calendar)
            found.append({"value": packed(known), "unknown": list(unknown)})
        return found

    def _interpreted(self, node: Ir) -> Callable[[Mapping[str, Any]], Any]:
        return lambda row: evaluate(node, row, self.calendar)

    def _compiled(self, node: Ir) -> Callable[[Mapping[str, Any]], Any]:
        writer = Writer(self.calendar)
        writer.line(f"return {writer.value(node)}")
        return writer.function("row")


def python_operators() -> set[str]:
    """The operators that the code of Python's evaluator names."""
    named = {*interpret._PAIRS, *interpret._WITH_TEXTS}
    for node in ast.walk(ast.parse(inspect.getsource(evaluate))):
        if isinstance(node, ast.MatchValue) and isinstance(node.value, ast.Constant):
            named.add(str(node.value.value))
        if isinstance(node, ast.Compare) and isinstance(node.left, ast.Name):
            for right in node.comparators:
                if node.left.id == "op" and isinstance(right, ast.Constant):
                    named.add(str(right.value))
    return named


def python_functions() -> set[str]:
    return set(FUNCTIONS)


class Readings:
    """`readings.yml`: what stands in a field, and what is read."""

    def __init__(self) -> None:
        self.cases: list[tuple[Field, Any, Any]] = []
        for group in load("readings")["fields"]:
            choices = {"all": tuple(group["choices"])} if "choices" in group else {}
            field = Field("字段", group["type"], group.get("unit", ""), choices=choices)
            self.cases += [(field, text(given), text(wanted)) for given, wanted in group["cases"]]

    def asked(self) -> list[object]:
        found: list[object] = []
        for field, given, _ in self.cases:
            unit = field.static("").unit
            found.append([
                {"name": field.name, "type": field.type, "choices": dict(field.choices),
                 "unit": [*unit_json(unit), list(units.spellings(unit.name))]},
                given,
            ])  # fmt: skip
        return found

    def expected(self) -> list[dict[str, Any]]:
        return [
            {"error": wanted["不读"]}
            if isinstance(wanted, dict)
            else {"value": packed(value(wanted))}
            for _, _, wanted in self.cases
        ]

    def python(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = []
        for field, given, _ in self.cases:
            try:
                content = tuple(given) if isinstance(given, list) else given
                found.append({"value": packed(values.read(field, "", content))})
            except values.Unreadable as error:
                found.append({"error": str(error)})
        return found


class Shown:
    """`shown.yml`: values as a clerk reads them."""

    def __init__(self) -> None:
        self.cases = [
            (kind(name), value(given), text, decimal)
            for name, rows in load("shown").items()
            for given, text, decimal in rows
        ]

    def asked(self) -> list[object]:
        return [[[t.kind.value, *unit_json(t.unit)], packed(v)] for t, v, _, _ in self.cases]

    def expected(self) -> list[dict[str, Any]]:
        return [{"text": text, "decimal": decimal} for _, _, text, decimal in self.cases]

    def python(self) -> list[dict[str, Any]]:
        measures = [(Measure(("常", 0), type_), given) for type_, given, _, _ in self.cases]
        return [{"text": m.shown(given), "decimal": m.decimal(given)} for m, given in measures]


def kind(name: str) -> Type:
    """The type that a heading names: a kind, or the unit of a number."""
    if name in list(kinds.Kind):
        return Type(kinds.Kind(name))
    if name == "元·公里":
        return kinds.number(units.of((("公里", 1), ("元", 1))))
    found = figures.hole(name)
    assert found is not None, name
    return found.type


class Suggestions:
    """`suggestions.yml`: a word that is none, and what is said of it."""

    def __init__(self) -> None:
        self.cases = [
            (text(word), tuple(group["known"]), said)
            for group in load("suggestions")["groups"]
            for word, said in group["words"]
        ]

    def asked(self) -> list[object]:
        return [[word, list(known)] for word, known, _ in self.cases]

    def expected(self) -> list[str]:
        return [said for _, _, said in self.cases]

    def python(self) -> list[str]:
        return [suggest(word, known) for word, known, _ in self.cases]
