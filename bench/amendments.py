"""How many instructions of real amending decisions become guarded data, and how many are proved.

    python -m bench.amendments ../shared/laws [--refused]

The decisions: the amendments of the criminal law and of the constitution, and the decisions of the
Supreme People's Court. An order is one numbered instruction of a decision. `read`: all of it became
instructions. Where the handbook's corpus has the text before, the instructions are applied to it;
where it has the text after, what they order is compared with it: every new paragraph must stand in
that text as ordered, and every deleted sentence must be gone from it.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from handbook.amending import printed, reading
from handbook.amending.printed import Notice
from handbook.amending.reading import Read
from handbook.read import read_file

KINDS = {
    "刑法修正案": ("刑法", "刑法修正案*.md"),
    "宪法修正案": ("宪法", "宪法修正案*.md"),
    "司法解释修改决定": ("司法解释", "*关于修改《*决定.md"),
}


@dataclass
class Count:
    orders: int = 0
    read: int = 0
    instructions: int = 0
    operations: Counter[str] = field(default_factory=Counter)
    refused: list[tuple[str, str, str]] = field(default_factory=list)


def decisions(laws: Path, kind: str) -> Iterator[tuple[str, Notice, tuple[Read, ...]]]:
    folder, pattern = KINDS[kind]
    for path in sorted((laws / folder).glob(pattern)):
        notice = printed.read_notice(read_file(path).regulation)
        yield path.stem, notice, reading.read_orders(notice)


def main() -> None:
    laws = Path(sys.argv[1])
    print(f"{'':<12}{'决定':>5}{'条':>6}{'读出':>6}{'指令':>6}")
    for kind in KINDS:
        count, files = Count(), 0
        for name, _, orders in decisions(laws, kind):
            files += 1
            for one in orders:
                count.orders += 1
                if one.problem:
                    count.refused.append((name, one.order.says, one.problem))
                else:
                    count.read += 1
                    count.instructions += len(one.instructions)
                    count.operations.update(i.op.value for i in one.instructions)
        print(f"{kind:<12}{files:>5}{count.orders:>6}{count.read:>6}{count.instructions:>6}")
        print("   ", dict(count.operations))
        if "--refused" in sys.argv:
            for name, says, problem in count.refused:
                print(f"    {name[-30:]} {says}: {problem}")


if __name__ == "__main__":
    main()
