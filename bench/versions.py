"""A regulation of 1,300 articles in 50 versions: reading, choosing, proving, building the site.

    python -m bench.versions [--site]

The text is generated; each version changes ten articles and adds one, by instructions that are
proved. With --site the site of this handbook is built, too; the bound is 60 seconds for it all.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

from handbook import numerals
from handbook.amending.apply import amended_text
from handbook.amending.instruction import Amendment, Instruction, Operation, dump
from handbook.library import Library
from handbook.linting.versions import versions
from handbook.read import read
from handbook.rows import rows
from handbook.versions import record
from handbook.versions.timeline import standing, timeline
from handbook.write import write

ARTICLES, VERSIONS = 1300, 50
WORDS = (
    "公务接待",
    "差旅费用",
    "年度考核",
    "办公用品",
    "车辆使用",
    "会议安排",
    "请假审批",
    "档案借阅",
)


def article(dice: Random, number: int) -> str:
    label = f"第{numerals.to_han(number)}条"
    if number % 5 == 0:
        items = "\n\n".join(
            f"（{numerals.to_han(n)}）{dice.choice(WORDS)}的第{n}种情形；" for n in range(1, 5)
        )
        return (
            f"{label}　{dice.choice(WORDS)}有下列情形之一的，由办公室第{number}号处理：\n\n{items}"
        )
    words = "，".join(f"{dice.choice(WORDS)}应当按照规定办理" for _ in range(4))
    return f"{label}　{words}，标准为{number}元。"


def generate(root: Path) -> None:
    dice = Random(7)
    folder = root / "jia/daquan"
    (folder / "history").mkdir(parents=True)
    (root / "jia/issuer.yml").write_text("name: 甲机关\n", "utf-8")
    head = "---\ntitle: 大全\neffective: 1970-01-01\n---\n\n# 大全\n\n"
    body = "\n\n".join(article(dice, n) for n in range(1, ARTICLES + 1))
    text = write(read(head + body + "\n").regulation)
    superseded: dict[str, str] = {}
    for nth in range(1, VERSIONS):
        day, base = date(1970 + nth, 1, 1), date(1970 + nth - 1, 1, 1)
        instructions = [
            Instruction(
                Operation.REPLACE, f"第{numerals.to_han(n)}条", f"标准为{_figure(text, n)}元",
                f"标准为{_figure(text, n) + 1}元",
            )
            for n in dice.sample([n for n in range(1, ARTICLES) if n % 5], 10)
        ]  # fmt: skip
        added = f"第{numerals.to_han(7)}条之{numerals.to_han(nth)}"
        instructions.append(Instruction(Operation.INSERT, new="新增的一条。", to=added))
        amendment = Amendment(base, "通知", tuple(instructions), True)
        name = f"{base}.md"
        (folder / "history" / name).write_text(text, "utf-8")
        (folder / f"history/{day}.amend.yml").write_text(dump(amendment), "utf-8")
        superseded[name] = record.sha256(text)
        text = amended_text(text, amendment)
        text = text.replace(f"effective: {base}", f"effective: {day}", 1)
    (folder / "text.md").write_text(text, "utf-8")
    kept = record.of(read(text, slug="jia/daquan").regulation, superseded)
    (folder / record.FILE).write_text(record.dump(kept), "utf-8")


def _figure(text: str, number: int) -> int:
    start = text.index(f"第{numerals.to_han(number)}条　")
    at = text.index("标准为", start) + 3
    return int(text[at : text.index("元", at)])


@contextmanager
def timed(name: str) -> Any:
    start, used = time.perf_counter(), _used()
    yield
    spent = time.perf_counter() - start
    print(f"{name:<34}{spent:8.2f} s{_used() - used:8.2f} s CPU", flush=True)


def _used() -> float:
    """Processor time of this process and its children, in seconds."""
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def measure(root: Path, run: Callable[[], None] | None) -> None:
    with timed(f"读入 {VERSIONS} 个版本（{ARTICLES} 条）"):
        library = Library.load(root)
    day = date(1990, 6, 1)
    with timed("列出某一天的条款"):
        found = list(rows(library, day))
    assert len(found) > ARTICLES
    with timed("沿革和现状"):
        assert len(timeline(library, "jia/daquan", day)) == VERSIONS
        assert standing(library, "jia/daquan", day)
    with timed(f"证明 {VERSIONS - 1} 次修改，核对登记"):
        wrong = list(versions(library))
    assert not wrong, wrong[0]
    if run:
        with timed("生成网站（含读入和检查）"):
            run()


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "regulations"
        with timed("（造出样本）"):
            generate(root)

        def build() -> None:
            subprocess.run(
                ["mkdocs", "build", "--quiet", "--site-dir", f"{folder}/site"],
                check=True,
                env={
                    **os.environ,
                    "HANDBOOK_REGULATIONS": str(root),
                    "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
                    "NO_MKDOCS_2_WARNING": "1",
                },
            )

        measure(root, build if "--site" in sys.argv else None)


if __name__ == "__main__":
    main()
