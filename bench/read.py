"""How fast `handbook.read` reads: the law corpus beside the project, and growth up to 50 MB.

    python bench/read.py [LAWS]

One process, one core, CPU time, without opening files. The generated texts repeat one law of the
corpus (or, without it, one regulation) until they have the size; linear growth shows as a constant
last column.
"""

from __future__ import annotations

import gc
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from handbook.read import decode, read

ROOT = Path(__file__).resolve().parents[1]
SIZES = (1, 5, 10, 25, 50)


def seconds(texts: Sequence[str], times: int) -> float:
    """The best of several runs."""
    best = float("inf")
    for _ in range(times):
        gc.collect()
        start = time.process_time()
        for text in texts:
            read(text)
        best = min(best, time.process_time() - start)
    return best


def row(name: str, texts: Sequence[str], times: int = 3) -> None:
    size = sum(len(t.encode()) for t in texts) / 1e6
    took = seconds(texts, times)
    print(f"| {name} | {len(texts):,} | {size:.1f} | {took:.2f} | {size / took:.1f} | "
          f"{1000 * took / size:.0f} |")  # fmt: skip


def repeated(text: str, size: int) -> str:
    head, _, body = text.partition("\n")
    return head + "\n" + body * (size * 1_000_000 // len(body.encode()) + 1)


def main() -> None:
    laws = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT.parent / "shared" / "laws"
    paths = sorted(laws.rglob("*.md"))
    own = sorted((ROOT / "regulations").glob("*/*/text.md"))
    print("| 文本 | 文件 | MB | 秒 | MB/s | 毫秒/MB |\n|---|--:|--:|--:|--:|--:|")
    if own:
        row("本手册的制度", [decode(p.read_bytes(), p.name) for p in own])
    if paths:
        row("法律语料", [decode(p.read_bytes(), p.name) for p in paths])
    longest = max(paths or own, key=lambda p: p.stat().st_size)
    text = decode(longest.read_bytes(), longest.name)
    text = text.split("<!-- INFO END -->")[-1].lstrip()
    text = "# 长文\n\n" + (text if paths else text.split("\n---\n", 1)[-1].split("\n", 3)[-1])
    for size in SIZES:
        row(f"一个 {size} MB 的文件", [repeated(text, size)], 1)
    row("一行 50 MB", ["# 长文\n\n第一条　" + "甲" * 16_700_000], 1)


if __name__ == "__main__":
    main()
