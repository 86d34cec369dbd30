"""Times the import of the five sources in a fresh process, start-up apart; prints a table.

Compared with the goal of the project: under 1 s and 200 MB for 172,000 characters.
Run: .venv/bin/python bench/import_sources.py [runs]
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]

ONE_RUN = """
import json, resource, sys, time
from pathlib import Path
from handbook.importing import run, slugs, source
from handbook.library import read_issuer
root = Path(sys.argv[1])
bodies = {"000": "shaoxing", "001": "xianwei", "002": "wangcheng", "003": "quju", "004": "ali"}
slugs.slug("会议制度", (), ())  # start-up: the dictionaries for words and pinyin are loaded
start = time.perf_counter(), time.process_time()
characters = regulations = 0
for path in sorted((root / "sources").glob("*.txt")):
    slug = bodies[path.name[:3]]
    raw = source.load(path)
    characters += len(raw.text)
    regulations += len(run.run([raw], slug, read_issuer(root / slug), root).folders)
wall, cpu = time.perf_counter() - start[0], time.process_time() - start[1]
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(json.dumps([characters, regulations, wall, cpu, peak]))
"""


def main() -> None:
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    rows = []
    for _ in range(runs):
        out = subprocess.run(
            [sys.executable, "-c", ONE_RUN, str(ROOT / "regulations")],
            capture_output=True, text=True, check=True,
        )  # fmt: skip
        rows.append(json.loads(out.stdout))
    characters, regulations = rows[0][:2]
    print(f"{characters} characters, {regulations} regulations, {runs} runs (median, min–max)")
    for name, column, unit in (("wall", 2, "s"), ("cpu", 3, "s"), ("peak memory", 4, "MB")):
        values = [row[column] for row in rows]
        print(
            f"{name:12} {statistics.median(values):8.2f} {unit}"
            f"   ({min(values):.2f}–{max(values):.2f})"
        )


if __name__ == "__main__":
    main()
