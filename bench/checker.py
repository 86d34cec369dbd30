"""How fast forms are checked: one form, many forms, a long table, and beside other engines.

    python -m bench.checker [one] [many] [table] [beside]

one     `handbook check` on one form, from the start of the process: the first time, and again.
many    example forms, amounts changed at random, in one process on one core: verdict and findings;
        findings put into words as JSON; the plain engine.
table   100,000 rows of CSV, read, checked, written as JSON, on all cores.
beside  20 threshold rules (equality, comparison, field times constant) on the same 100,000 rows,
        row by row: a Python function written by hand; this checker, up to the rules that are
        broken, and with the words of all findings; and of zen-engine, cel-python and
        json-logic-qubit those that are installed, on fewer rows. All have to find the same.
"""

from __future__ import annotations

import csv
import importlib.util
import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from checker import engine
from checker.book import Chapter
from checker.calendar import Calendar
from checker.checker import Checker
from checker.documents import Document
from checker.program import Program
from checker.rules import Verdict
from handbook.errors import Place

ROOT = Path(__file__).parent.parent
ROWS = 100_000


def examples() -> list[dict[str, Any]]:
    files = sorted((ROOT / "tests/data/checker/dev").glob("*.yml"))
    return [case["form"] for path in files for case in yaml.safe_load(path.read_text("utf-8"))]


def best(
    run: Callable[[], object], times: int = 3, clock: Callable[[], float] = time.process_time
) -> float:
    """Seconds of the processor, so that what else the machine does counts little."""
    spent = []
    for _ in range(times):
        begun = clock()
        run()
        spent.append(clock() - begun)
    return min(spent)


def one() -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "form.json")
        path.write_text(json.dumps(examples()[0], ensure_ascii=False, default=str), "utf-8")
        words = [sys.executable, "-m", "handbook", "check", str(path)]
        env = {**os.environ, "XDG_CACHE_HOME": folder}
        run = lambda: subprocess.run(words, cwd=ROOT, env=env, capture_output=True)  # noqa: E731
        clock = time.perf_counter
        first, again = best(run, 1, clock), best(run, 7, clock)
        print(f"一张表：第一次 {first:.2f} s，再次 {again:.2f} s（七次中最快）")


def many() -> None:
    checker = Checker(ROOT / "regulations")
    for body in checker.bodies:
        print(f"{body:10} {_many(checker, body)}")


def _many(checker: Checker, body: str) -> str:
    chance = random.Random(7)
    book = checker.book(body, date(2024, 5, 22))
    programs = {n: Program(c, book.calendar) for n, c in book.chapters.items()}
    rows: list[tuple[str, dict[str, Any]]] = []
    for form in [f for f in examples() if f["单位"] == body]:
        contents = {k: tuple(v) if isinstance(v, list) else str(v) for k, v in form.items()}
        read, _ = checker.read(Document("form", contents, Place("form")))
        for _ in range(200):
            row = dict(read.row)
            if "金额" in row:
                row["金额"] = chance.randrange(500_000)
            rows.append((read.type.name, row))
    rows = [(n, r) for n, r in rows if n in programs]
    chance.shuffle(rows)
    found = sum(len(programs[n].check(n, r).findings) for n, r in rows)
    count = len(rows)
    fast = best(lambda: [programs[n].check(n, r).verdict for n, r in rows])
    said = best(lambda: [programs[n].check(n, r).as_json() for n, r in rows])
    plain = best(lambda: [engine.check(book, n, r) for n, r in rows[:500]], 1) * count / 500
    return (
        f"每张 {found / count:4.1f} 个结论  {count / fast:8,.0f} 张/秒  "
        f"连同文字（JSON）{count / said:8,.0f} 张/秒  逐条解释 {count / plain:6,.0f} 张/秒"
    )


def table() -> None:
    forms = [f for f in examples() if f["type"] == "报销"]
    header = list(dict.fromkeys(key for form in forms for key in form))
    chance = random.Random(7)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "报销.csv")
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(header)
            for _ in range(ROWS):
                form = {**chance.choice(forms), "金额": f"{chance.randrange(500_000) / 100:.2f}"}
                cells = (form.get(key, "") for key in header)
                writer.writerow("、".join(c) or "无" if isinstance(c, list) else c for c in cells)
        words = [sys.executable, "-m", "handbook", "check", "--format", "json", str(path)]
        out = Path(folder, "out.json")
        begun, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
        with out.open("wb") as file:
            subprocess.run(words, cwd=ROOT, stdout=file, stderr=subprocess.DEVNULL)
        spent, after = time.perf_counter() - begun, resource.getrusage(resource.RUSAGE_CHILDREN)
        cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        print(
            f"{ROWS:,} 行 CSV（{path.stat().st_size / 2**20:.0f} MB）→ JSON"
            f"（{out.stat().st_size / 2**20:.0f} MB）：{spent:.1f} s，处理器 {cpu:.1f} s，"
            f"最大的一个进程 {after.ru_maxrss / 1024:.0f} MB"
        )


#: Rule number → kind, field, operator, limit in 分; every rule holds for one kind of expense.
KINDS = ("差旅费", "招待费", "会议费", "办公用品")
FIELDS = ("金额", "单价", "票据金额")
RULES = [
    (KINDS[n % 4], FIELDS[n % 3], (">", "≥")[n % 2], 50_000 * (n + 1), 1 + n % 3) for n in range(20)
]


def rows() -> list[dict[str, Any]]:
    chance = random.Random(7)
    return [
        {"费用项目": chance.choice(KINDS), **{f: chance.randrange(3_000_000) for f in FIELDS}}
        for _ in range(ROWS)
    ]


def by_hand() -> Callable[[dict[str, Any]], list[str]]:
    """What a programmer would write: one function, one line for each rule."""
    lines = ["def run(row):", " out = []", " kind = row['费用项目']"]
    lines += [f" {f} = row['{f}']" for f in FIELDS]
    for n, (kind, field, op, limit, times) in enumerate(RULES):
        sign = ">" if op == ">" else ">="
        lines.append(
            f" if kind == '{kind}' and {field} * {times} {sign} {limit}: out.append('{n}')"
        )
    space: dict[str, Any] = {}
    exec("\n".join([*lines, " return out"]), space)
    run: Callable[[dict[str, Any]], list[str]] = space["run"]
    return run


def ours() -> Chapter:
    """The same as rules of this checker, without their texts."""
    from checker.book import Case, Rule
    from checker.demands import Measure, Ready, Shown
    from checker.findings import Provided
    from checker.forms import Field
    from checker.rules import Demand

    money = Field("金额", "金额").static("")
    found = []
    for n, (kind, field, op, limit, times) in enumerate(RULES):
        measure = Measure(("×", ("字段", field), ("常", times)), money)
        bound = Measure(("常", limit), money)
        keeps = ("≤" if op == ">" else "<", measure.ir, bound.ir)
        name = "at_most" if op == ">" else "below"
        ready = Ready(
            Demand.LIMIT, Verdict.VIOLATION, f"规则{n}", Shown(field, None, None),
            (keeps,), (("", measure),), ((name, bound),),
        )  # fmt: skip
        provided = Provided("a/b", f"art_{n}", f"第{n}条", f"a/b/#art_{n}", "不得超过")
        when = ("=", ("字段", "费用项目"), ("常", kind))
        found.append(Rule(str(n), f"规则{n}", when, (Case(None, (provided,), ready),)))
    return Chapter(tuple(found))


def zen() -> Callable[[dict[str, Any]], list[str]]:
    import zen

    parts = ",".join(
        f"kind == '{k}' and {'abc'[FIELDS.index(f)]} * {t} {'>' if o == '>' else '>='} {v}"
        for k, f, o, v, t in RULES
    )
    run = zen.compile_expression(f"[{parts}]")

    def judge(row: dict[str, Any]) -> list[str]:
        given = {"kind": row["费用项目"], **dict(zip("abc", (row[f] for f in FIELDS), strict=True))}
        return [str(n) for n, hit in enumerate(run.evaluate(given)) if hit]

    return judge


def cel() -> Callable[[dict[str, Any]], list[str]]:
    import celpy

    env = celpy.Environment()
    programs = [
        env.program(env.compile(
            f"kind == '{k}' && {'abc'[FIELDS.index(f)]} * {t} {'>' if o == '>' else '>='} {v}"
        ))
        for k, f, o, v, t in RULES
    ]  # fmt: skip

    def judge(row: dict[str, Any]) -> list[str]:
        given = {
            "kind": celpy.celtypes.StringType(row["费用项目"]),
            **{c: celpy.celtypes.IntType(row[f]) for c, f in zip("abc", FIELDS, strict=True)},
        }
        return [str(n) for n, program in enumerate(programs) if program.evaluate(given)]

    return judge


def logic() -> Callable[[dict[str, Any]], list[str]]:
    from json_logic import jsonLogic

    rules = [
        {"and": [
            {"==": [{"var": "费用项目"}, k]},
            {">" if o == ">" else ">=": [{"*": [{"var": f}, t]}, v]},
        ]}
        for k, f, o, v, t in RULES
    ]  # fmt: skip
    return lambda row: [str(n) for n, rule in enumerate(rules) if jsonLogic(rule, row)]


def fisca() -> Callable[[list[dict[str, Any]]], list[int]]:
    """OpenFisca-Core: one variable for each rule; rows into columns and building included."""
    import numpy
    from openfisca_core.entities import build_entity
    from openfisca_core.periods import DateUnit
    from openfisca_core.simulations import SimulationBuilder
    from openfisca_core.taxbenefitsystems import TaxBenefitSystem
    from openfisca_core.variables import Variable

    person = build_entity(key="person", plural="persons", label="", is_person=True)
    system, month = TaxBenefitSystem([person]), "2024-01"
    common = {"entity": person, "definition_period": DateUnit.MONTH, "label": ""}

    def formula(rule: tuple[str, str, str, int, int]) -> Callable[[Any, Any], Any]:
        kind, field, op, limit, times = rule

        def judge(person: Any, period: Any) -> Any:
            actual = person("abc"[FIELDS.index(field)], period) * times
            over = actual > limit if op == ">" else actual >= limit
            return (person("kind", period) == KINDS.index(kind)) & over

        return judge

    for name in ("a", "b", "c", "kind"):
        system.add_variable(type(name, (Variable,), {"value_type": int, **common}))
    for n, rule in enumerate(RULES):
        body = {"value_type": bool, "formula": formula(rule), **common}
        system.add_variable(type(f"r{n}", (Variable,), body))

    def count(given: list[dict[str, Any]]) -> list[int]:
        simulation = SimulationBuilder().build_default_simulation(system, len(given))
        for name, field in zip("abc", FIELDS, strict=True):
            simulation.set_input(name, month, numpy.array([r[field] for r in given]))
        kinds = numpy.array([KINDS.index(r["费用项目"]) for r in given])
        simulation.set_input("kind", month, kinds)
        return [int(simulation.calculate(f"r{n}", month).sum()) for n in range(len(RULES))]

    return count


def batch(given: list[dict[str, Any]], program: Program) -> None:
    """How often each rule is broken in all rows: ours beside OpenFisca-Core."""

    def count(rows: list[dict[str, Any]]) -> list[int]:
        found = Counter(rule for row in rows for rule in program.check("报销", row).broken)
        return [found[str(n)] for n in range(len(RULES))]

    engines = [("本程序：计数", count)]
    if importlib.util.find_spec("openfisca_core"):
        engines.append(("OpenFisca-Core：计数", fisca()))
    else:
        print("openfisca-core 没有安装，不比")
    for name, judge in engines:
        assert judge(given) == count(given), name
        spent = best(lambda judge=judge: judge(given))  # type: ignore[misc]
        print(f"{name:20} {len(given):>7,} 行  {len(given) / spent:>10,.0f} 行/秒")


def beside() -> None:
    all_rows = rows()
    hand = by_hand()
    program = Program(ours(), Calendar())

    def broken(row: dict[str, Any]) -> list[str]:
        return program.check("报销", row).broken

    def said(row: dict[str, Any]) -> list[str]:
        found = program.check("报销", row).findings
        return [f.rule for f in found if f.outcome.verdict is not Verdict.PASS]

    engines: list[tuple[str, Callable[[dict[str, Any]], list[str]], int]] = [
        ("手写的 Python 函数", hand, ROWS),
        ("本程序", broken, ROWS),
        ("本程序：连同每个结论的文字", said, ROWS),
    ]
    for name, module, make, count in (
        ("zen-engine", "zen", zen, 20_000),
        ("json-logic-qubit", "json_logic", logic, 2_000),
        ("cel-python", "celpy", cel, 200),
    ):
        if importlib.util.find_spec(module):
            engines.append((name, make(), count))
        else:
            print(f"{name} 没有安装，不比")
    for name, judge, count in engines:
        own = all_rows[:count]
        assert [judge(r) for r in own] == [hand(r) for r in own], name
        spent = best(lambda judge=judge, own=own: [judge(r) for r in own])  # type: ignore[misc]
        print(f"{name:20} {count:>7,} 行  {count / spent:>10,.0f} 行/秒")
    batch(all_rows, program)


def chosen() -> Iterator[Callable[[], None]]:
    parts = {"one": one, "many": many, "table": table, "beside": beside}
    for name in sys.argv[1:] or parts:
        yield parts[name]


if __name__ == "__main__":
    for part in chosen():
        part()
