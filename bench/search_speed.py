"""How fast the search is and how large its file: build, open, first and later queries.

    python -m bench.search_speed [FOLDER]    FOLDER: regulations (default) or a corpus of laws

Queries are the example queries, each once on a fresh index (first) and ten times after (warm).
The browser's figures are measured by the tests of the page; brotli is not in Python's library, so
the size is given for gzip.
"""

from __future__ import annotations

import gzip
import resource
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from bench.search_quality import DATA, FILES, load
from handbook.library import Library
from handbook.search.build import collect
from handbook.search.index import SearchIndex
from handbook.search.pack import dumps, loads
from handbook.search.query import understand
from handbook.search.rank import search

T = TypeVar("T")


def timed(work: Callable[[], T]) -> tuple[T, float]:
    """What `work` returns, and the seconds it took."""
    began = time.perf_counter()
    result = work()
    return result, time.perf_counter() - began


def main() -> None:
    root = Path(sys.argv[1] if len(sys.argv) > 1 else "regulations")
    library, reading = timed(lambda: Library.load(root))
    data, building = timed(lambda: collect(library))
    text, packing = timed(lambda: dumps(data))
    _, opening = timed(lambda: SearchIndex(loads(text)))
    print(f"provisions        {len(data.units)}")
    print(f"read the texts    {reading:.2f} s")
    print(f"build the index   {building + packing:.2f} s")
    print(f"open the index    {opening * 1000:.0f} ms")
    raw = text.encode()
    print(f"file              {len(raw):,} bytes, gzip {len(gzip.compress(raw, 9)):,}")
    queries = [case.query for name in FILES for case in load(DATA / f"queries-{name}.jsonl")]
    index = SearchIndex(data)
    for name, rounds in (("first", 1), ("warm", 10)):
        times = []
        for _ in range(rounds):
            for query in queries:
                times.append(timed(lambda q=query: search(index, understand(q, index)))[1] * 1000)
        cut = statistics.quantiles(times, n=20)
        print(f"query, {name:5}      p50 {statistics.median(times):.2f} ms  p95 {cut[18]:.2f} ms")
    print(f"memory            {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB")


if __name__ == "__main__":
    main()
