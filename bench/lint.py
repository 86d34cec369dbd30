"""How fast lint and references are: the handbook as it stands, the law corpus, one growing law.

    python bench/lint.py [LAWS]

One process, one core, CPU time; reading is not counted. Linear growth shows as a constant last
column.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path

from handbook import references
from handbook.library import Library
from handbook.linting.run import check, check_library
from handbook.provision import Regulation
from handbook.read import read
from handbook.resolver import Resolver

ROOT = Path(__file__).resolve().parents[1]
SIZES = (1, 2, 4, 8)


def row(name: str, characters: int, work: Callable[[], int]) -> None:
    start = time.process_time()
    found = work()
    took = time.process_time() - start
    print(f"| {name} | {characters:,} | {found:,} | {took:.2f} | {took / characters * 1e6:.2f} |")


def refer(texts: list[Regulation]) -> int:
    return sum(len(references.find(Resolver([text]), text)) for text in texts)


def main(laws: Path) -> None:
    print("| what | characters | found | s | s per million |\n|---|---:|---:|---:|---:|")
    library = Library.load(ROOT / "regulations")
    size = sum(len(p.text) for r in library.regulations for p in r.walk())
    row("lint, handbook", size, lambda: len(check_library(library)))
    row(
        "references, handbook", size,
        lambda: sum(len(references.find(library, r)) for r in library.regulations),
    )  # fmt: skip
    files = sorted(laws.rglob("*.md"))
    if not files:
        print(f"no laws below {laws}: the rest is left out")
        return
    texts = [path.read_text("utf-8") for path in files]
    read_all = [read(text).regulation for text in texts]
    row("references, laws", sum(map(len, texts)), lambda: refer(read_all))
    longest = max(texts, key=len)
    for times in SIZES:
        head, _, body = longest.partition("<!-- INFO END -->")
        text = head + "<!-- INFO END -->" + body * times
        law = read(text).regulation
        row(f"references, one law × {times}", len(text), lambda law=law: refer([law]))
        row(f"lint, one law × {times}", len(text), lambda law=law, t=text: len(check(law, t)))


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT.parent / "shared" / "laws")
