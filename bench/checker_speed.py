"""How many forms a second the checker judges, findings included, in one process on one core.

Forms: the example forms of tests/data/checker/dev, each read once, then checked over and over.
"""

from __future__ import annotations

import time
from datetime import date
from pathlib import Path

import yaml

from checker.checker import Checker
from checker.documents import Document
from handbook.errors import Place

ROOT = Path(__file__).parent.parent
ROUNDS = 2000


def main() -> None:
    begun = time.perf_counter()
    checker = Checker.load(ROOT / "regulations")
    loaded = time.perf_counter()
    for body in checker.bodies:
        checker.book(body, date.today())
    built = time.perf_counter()
    forms = []
    for path in sorted((ROOT / "tests/data/checker/dev").glob("*.yml")):
        for case in yaml.safe_load(path.read_text("utf-8")):
            place = Place("form")
            cells = {
                k: tuple(v) if isinstance(v, list) else str(v)
                for k, v in case["form"].items()
            }
            forms.append(checker.read(Document("form", cells, place))[0])
    for form in forms:
        checker.check(form)
    print(f"读全部制度 {loaded - begun:.2f} s，编译规则 {built - loaded:.2f} s")
    for body in checker.bodies:
        own = [f for f in forms if f.body == body]
        start = time.perf_counter()
        found = sum(len(checker.check(form).findings) for _ in range(ROUNDS // 10) for form in own)
        spent = time.perf_counter() - start
        count = len(own) * (ROUNDS // 10)
        print(f"{body:10} {count / spent:10,.0f} 张/秒  每张 {found / count:4.1f} 个结论")


if __name__ == "__main__":
    main()
