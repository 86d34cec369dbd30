"""Which rules a form breaks, without findings: for many forms of which only that is wanted.

Each rule counts by itself; conflicts among rules, and what one implies of another, are left out.
Rules of one case are two tests in a Python function for all rules of a form type, as a programmer
would write them; where a field that a test reads is not filled in, and for all other rules,
`program` is asked.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from checker.book import Chapter, Rule
from checker.calendar import Calendar
from checker.expression.compile import Writer
from checker.expression.functions import FUNCTIONS
from checker.expression.interpret import Row
from checker.expression.tree import Ir, fields
from checker.findings import Finding, Note
from checker.program import Program
from checker.rules import Demand, Verdict

_SIGNS = {
    "=": "==", "≠": "!=", "<": "<", "≤": "<=", ">": ">", "≥": ">=", "+": "+", "-": "-", "×": "*",
    "并": "+", "且": "and", "或": "or",
}  # fmt: skip


class _Beyond(Exception):
    """The expression has no plain form."""


class Screen:
    """The rules of a form type."""

    def __init__(self, chapter: Chapter, calendar: Calendar) -> None:
        """Writes and compiles the function."""
        self._program = Program(chapter, calendar)
        writer = Writer(calendar)
        writer.line("out = []")
        names: dict[str, str] = {}
        parts = [self._parts(rule) for rule in chapter.rules]
        for name in sorted({f for own in parts for ir in own or () for f in fields(ir)}):
            names[name] = writer.value(("字段", name))
        for at, (rule, own) in enumerate(zip(chapter.rules, parts, strict=True)):
            ask = f"out += {writer.given(partial(self._ask, at))}(row)"
            try:
                tests = [(_plain(ir, names, writer), sorted(fields(ir))) for ir in own or ()]
            except _Beyond:
                tests = []
            if tests:
                _write(writer, rule.id, tests, names, ask)
            elif own != ():
                writer.line(ask)
        writer.line("return out")
        self.broken: Callable[[Row], list[str]] = writer.function("row")

    def _ask(self, at: int, row: Row) -> list[str]:
        findings: list[Finding] = []
        notes: list[Note] = []
        self._program.ask(at, row, findings, notes)
        return [f.rule for f in findings if f.verdict is not Verdict.PASS]

    def _parts(self, rule: Rule) -> tuple[Ir, ...] | None:
        """When a plain rule applies, and when it is broken; () for one that never is; else None."""
        (case, *more) = rule.cases
        demand = case.demand
        if all(c.demand.kind is Demand.NOTE for c in rule.cases):
            return ()
        if more or rule.on is not None or len(demand.readings) > 1:
            return None
        applies = [ir for ir in (rule.when, case.when) if ir is not None]
        when: Ir = ("且", ("常", True), *applies)
        if demand.kind is Demand.JUDGE:
            return when, ("常", True)
        if demand.needs:
            each = [
                ("含任一", ("字段", n.field), tuple(sorted(n.any_of)))
                if n.any_of
                else ("≠", ("字段", n.field), ("常", ()))
                for n in demand.needs
            ]
            return when, ("非", ("且", ("常", True), *each))
        return when, ("非", ("且", ("常", True), *demand.tests))


def _write(
    writer: Writer,
    rule: str,
    tests: list[tuple[str, list[str]]],
    names: dict[str, str],
    ask: str,
) -> None:
    """Nested tests; a field that is not filled in goes to `ask` where it is first needed."""
    (test, read), *rest = tests
    word = "if"
    if read:
        writer.line(f"if {' or '.join(f'{names[name]} is None' for name in read)}: {ask}")
        word = "elif"
    with writer.block(f"{word} {test}:"):
        if rest:
            _write(writer, rule, rest, names, ask)
        else:
            writer.line(f"out.append({rule!r})")


def _plain(ir: Ir, names: dict[str, str], writer: Writer) -> str:
    """A Python expression for forms on which all fields of the IR are known.

    Raises:
        _Beyond: it divides, or asks whether a field is filled in.
    """
    op = ir[0]
    if op == "字段":
        return names[ir[1]]
    if op == "常":
        return repr(ir[1]) if isinstance(ir[1], bool | int | str) else writer.given(ir[1])
    if op in ("且", "或"):
        parts = [_plain(p, names, writer) for p in ir[1:] if p != ("常", True) or op == "或"]
        return f"({f' {_SIGNS[op]} '.join(parts)})" if parts else "True"
    if op in _SIGNS:
        return f"({_plain(ir[1], names, writer)} {_SIGNS[op]} {_plain(ir[2], names, writer)})"
    if op == "非":
        return f"(not {_plain(ir[1], names, writer)})"
    if op in ("属于", "含任一", "含全部"):
        left = _plain(ir[1], names, writer)
        if op == "属于":
            return f"({left} in {writer.given(frozenset(ir[2]))})"
        word = " or " if op == "含任一" else " and "
        return f"({word.join(f'{text!r} in {left}' for text in ir[2])})"
    if op in ("含", "文含"):
        return f"({_plain(ir[2], names, writer)} in {_plain(ir[1], names, writer)})"
    if op == "日差":
        return f"(2 * ({_plain(ir[1], names, writer)} - {_plain(ir[2], names, writer)}))"
    if op == "分":
        return f"half_up({_plain(ir[1], names, writer)})"
    if op in ("日加", "月加"):
        run = "add_days" if op == "日加" else "add_months"
        return f"{run}({_plain(ir[1], names, writer)}, {_plain(ir[2], names, writer)})"
    if op == "函":
        args = ", ".join(_plain(part, names, writer) for part in ir[2:])
        return f"{writer.given(FUNCTIONS[ir[1]].run)}(calendar, {args})"
    raise _Beyond
