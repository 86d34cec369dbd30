"""How fast changes are compared: `handbook diff` of the whole repository, versions of laws.

    python -m bench.diff [repository] [laws]

repository  a clone in which one figure of one text was changed: the command from the start of the
            process, best of five; and against a revision of 20 commits before.
laws        versions of the same law in ../shared/laws (first and last of each): pairs aligned,
            provisions found again, with equal words, under another number; milliseconds a pair.
"""

from __future__ import annotations

import re
import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from pathlib import Path

from handbook.comparing.aligning import align
from handbook.read import read_file

ROOT = Path(__file__).parent.parent
LAWS = ROOT.parent / "shared" / "laws"
TEXT = "regulations/wangcheng/gongwu-jiedai/text.md"
_DATED = re.compile(r"(.*)\((\d{4}-\d\d-\d\d)\)$")


def repository() -> None:
    with tempfile.TemporaryDirectory() as folder:
        clone = Path(folder, "clone")
        subprocess.run(["git", "clone", "--quiet", str(ROOT), str(clone)], check=True)
        path = clone / TEXT
        path.write_text(path.read_text("utf-8").replace("80元/人", "60元/人"), "utf-8")
        for base in ("HEAD", "HEAD~20"):
            words = [sys.executable, "-m", "handbook", "diff", base, "--format", "json"]
            spent = []
            for _ in range(5):
                before = resource.getrusage(resource.RUSAGE_CHILDREN)
                begun = time.perf_counter()
                subprocess.run(words, cwd=clone, capture_output=True, check=True)
                wall = time.perf_counter() - begun
                after = resource.getrusage(resource.RUSAGE_CHILDREN)
                cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
                spent.append((wall, cpu))
            wall, cpu = min(spent)
            print(f"handbook diff {base:8} {wall:.2f} s（处理器 {cpu:.2f} s），五次中最快")


def laws() -> None:
    versions: dict[str, list[tuple[str, Path]]] = defaultdict(list)
    for path in LAWS.rglob("*.md"):
        found = _DATED.match(path.stem)
        if found:
            versions[found[1]].append((found[2], path))
    counts: Counter[str] = Counter()
    spent = []
    for _, own in sorted(versions.items()):
        if len(own) < 2:
            continue
        own.sort()
        old, new = (read_file(p, "x/y", p.name).regulation for p in (own[0][1], own[-1][1]))
        begun = time.process_time()
        pairs = align(old, new)
        spent.append((time.process_time() - begun) * 1000)
        both = [(p.old, p.new) for p in pairs if p.old and p.new]
        counts["对"] += 1
        counts["两边都有"] += len(both)
        counts["文字相同"] += sum(a.words == b.words for a, b in both)
        counts["换了编号"] += sum(a.id != b.id for a, b in both)
        counts["删去"] += sum(p.new is None for p in pairs)
        counts["新增"] += sum(p.old is None for p in pairs)
    print("，".join(f"{name} {count}" for name, count in counts.items()))
    if spent:
        print(f"每对 {sum(spent) / len(spent):.0f} ms，最慢 {max(spent):.0f} ms")


if __name__ == "__main__":
    parts = {"repository": repository, "laws": laws}
    for part in sys.argv[1:] or parts:
        parts[part]()
