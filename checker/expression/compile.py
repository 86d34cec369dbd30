"""IR → one Python function: the evaluator for many forms.

The source is made from the IR alone: names of ours, and texts through `repr`. Each node becomes a
few statements that put its value into a variable of its own, so that `且` and `或` can stop early.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from fractions import Fraction
from typing import Any

from checker import units
from checker.calendar import Calendar
from checker.expression.functions import FUNCTIONS, add_days, add_months
from checker.expression.interpret import DivisionByZero
from checker.expression.tree import Ir, below, fields

_SIGNS = {"=": "==", "≠": "!=", "<": "<", "≤": "<=", ">": ">", "≥": ">=", "+": "+", "-": "-",
          "并": "+"}  # fmt: skip


class Writer:
    """Writes the body of a Python function that computes IRs of a form `row`.

    A value that was computed before on the way to a line is not computed again.
    """

    def __init__(self, calendar: Calendar) -> None:
        self.lines: list[str] = []
        self.known: list[dict[str, str]] = [{}]
        self.names: dict[str, Any] = {
            "calendar": calendar,
            "whole": units.whole,
            "half_up": units.half_up,
            "add_days": add_days,
            "add_months": add_months,
            "divide": units.divide,
            "divide_half_up": units.divide_half_up,
            "DivisionByZero": DivisionByZero,
        }
        self.count = 0

    def function(self, arguments: str) -> Callable[..., Any]:
        """The function of all lines written."""
        source = "\n".join((f"def run({arguments}):", " g = row.get", *self.lines))
        exec(compile(source, "<rules>", "exec"), self.names)  # source made here, from IRs
        run: Callable[..., Any] = self.names["run"]
        return run

    def line(self, text: str) -> None:
        """Writes a statement."""
        self.lines.append(" " * len(self.known) + text)

    @contextmanager
    def block(self, head: str) -> Iterator[None]:
        """Statements below `head`; what they compute is not known after them."""
        self.line(head)
        before = len(self.lines)
        self.known.append({})
        yield
        if len(self.lines) == before:
            self.line("pass")
        self.known.pop()

    def new(self) -> str:
        """A variable not used before."""
        self.count += 1
        return f"v{self.count}"

    def given(self, value: object) -> str:
        """A name by which the function knows a Python value."""
        name = f"k{len(self.names)}"
        self.names[name] = value
        return name

    def value(self, ir: Ir) -> str:
        """Writes what computes an IR; the name or literal that holds its value."""
        op = ir[0]
        if op == "常":
            simple = isinstance(ir[1], bool | int | str)
            return repr(ir[1]) if simple else self.given(ir[1])
        if op == "比":
            return self.given(Fraction(ir[1], ir[2]))
        if op == "缺设定":
            return "None"
        key = repr(ir)  # equal IRs may differ: 1 and True
        for scope in self.known:
            if key in scope:
                return scope[key]
        name = self.new()
        if op in ("字段", "已填"):
            self.line(f"{name} = g({ir[1]!r}){' is not None' if op == '已填' else ''}")
        elif op in ("且", "或"):
            self._chain(name, op == "或", ir[1:])
        elif op == "非":
            inner = self.value(ir[1])
            self.line(f"{name} = None if {inner} is None else not {inner}")
        elif op == "如果":
            self._choice(name, ir)
        else:
            self._strict(name, ir)
        self.known[-1][key] = name
        return name

    def _chain(self, name: str, decisive: bool, parts: tuple[Ir, ...]) -> None:
        self.line(f"{name} = {self.value(parts[0])}")
        for part in parts[1:]:
            with self.block(f"if {name} is not {decisive}:"):
                inner = self.value(part)
                self.line(f"if {inner} is {decisive}: {name} = {decisive}")
                self.line(f"elif {inner} is None: {name} = None")

    def _choice(self, name: str, ir: Ir) -> None:
        condition = self.value(ir[1])
        with self.block(f"if {condition} is None:"):
            yes, no = self.value(ir[2]), self.value(ir[3])
            self.line(f"{name} = {yes} if {yes} == {no} else None")
        for word, part in ((f"elif {condition}:", ir[2]), ("else:", ir[3])):
            with self.block(word):
                self.line(f"{name} = {self.value(part)}")

    def _strict(self, name: str, ir: Ir) -> None:
        """An operator that is unknown if one of its operands is."""
        rounded = ir[0] == "分" and ir[1][0] == "÷"
        args = [self.value(part) for part in below(ir[1] if rounded else ir)]
        unknown = " or ".join(f"{a} is None" for a in args if a[0] == "v" or a == "None")
        body = self._formula(ir, args)
        self.line(f"{name} = None if {unknown} else {body}" if unknown else f"{name} = {body}")

    def _formula(self, ir: Ir, args: list[str]) -> str:
        op = ir[0]
        if op == "分" and len(args) == 2:
            return self._quotient("divide_half_up", ir[1], args)
        if op in _SIGNS:
            return f"{args[0]} {_SIGNS[op]} {args[1]}"
        match op:
            case "属于":
                return f"{args[0]} in {self.given(frozenset(ir[2]))}"
            case "含任一":
                return " or ".join(f"{text!r} in {args[0]}" for text in ir[2])
            case "含" | "文含":
                return f"{args[1]} in {args[0]}"
            case "×":
                return f"(p if (p := {args[0]} * {args[1]}).__class__ is int else whole(p))"
            case "÷":
                return self._quotient("divide", ir, args)
            case "日加" | "月加":
                return f"{'add_days' if op == '日加' else 'add_months'}({args[0]}, {args[1]})"
            case "日差":
                return f"2 * ({args[0]} - {args[1]})"
            case "分":
                return f"half_up({args[0]})"
            case _:
                run = self.given(FUNCTIONS[ir[1]].run)
                return f"{run}(calendar, {', '.join(args)})"

    def _quotient(self, function: str, ir: Ir, args: list[str]) -> str:
        zero = self.given(_raiser(tuple(sorted(fields(ir[2])))))
        return f"({function}({args[0]}, {args[1]}) if {args[1]} else {zero}())"


def _raiser(read: tuple[str, ...]) -> Callable[[], None]:
    def fail() -> None:
        raise DivisionByZero(read)

    return fail
