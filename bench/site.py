"""How long a full build of the handbook takes, beside plain MkDocs Material for the same pages.

Both sides have the same pages, theme, features and search; the plain side gets each regulation as
ready Markdown (`text.md`), the bodies' pages and the front page as Markdown lists of links. They
are built in turn, each in a new process, so that a busy machine slows both. What may differ is
said in the last line.

    .venv/bin/python bench/site.py [--rounds 5] [--regulations DIR]
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path

from handbook.library import Library
from handbook.write import write

ROOT = Path(__file__).parent.parent
LIMIT = 1.5


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--regulations", type=Path, default=ROOT / "regulations")
    options = parser.parse_args()
    library = Library.load(options.regulations)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        plain = plain_project(library, folder / "plain")
        times: dict[str, list[float]] = {"plain Material": [], "handbook": []}
        for number in range(options.rounds + 1):
            for label, config in (("plain Material", plain), ("handbook", ROOT / "mkdocs.yml")):
                seconds = build(config, folder / label, options.regulations)
                if number:  # the first round fills caches of the file system and of jieba
                    times[label].append(seconds)
        pages = {label: len(list((folder / label).rglob("index.html"))) for label in times}
        sizes = {label: size(folder / label) for label in times}
    provisions = sum(1 for regulation in library.regulations for _ in regulation.walk())
    print(
        f"{len(library.regulations)} regulations, {provisions} provisions, {options.rounds} rounds"
    )
    print(f"{'':16}{'median s':>10}{'least s':>10}{'most s':>10}{'pages':>8}{'MB':>8}")
    for label, seconds in times.items():
        median = statistics.median(seconds)
        print(
            f"{label:16}{median:10.2f}{min(seconds):10.2f}{max(seconds):10.2f}"
            f"{pages[label]:8}{sizes[label]:8.1f}"
        )
    ratio = statistics.median(times["handbook"]) / statistics.median(times["plain Material"])
    print(f"handbook / plain = {ratio:.2f} (limit {LIMIT}); only the handbook has import reports")
    sys.exit(ratio > LIMIT)


def plain_project(library: Library, folder: Path) -> Path:
    """Writes the same pages as Markdown; returns the path of their mkdocs.yml."""
    docs = folder / "docs"
    names = {issuer.slug: issuer.name for issuer in library.issuers}
    for slug, name in names.items():
        own = [r for r in library.regulations if r.slug.startswith(f"{slug}/")]
        entries = ((f"{r.slug.split('/')[1]}/index.md", r.title) for r in own)
        put(docs / slug / "index.md", f"# {name}\n\n" + links(entries))
        for regulation in own:
            put(docs / regulation.slug / "index.md", write(regulation))
    for page in (ROOT / "docs").rglob("*"):
        if page.is_file():
            put(docs / page.relative_to(ROOT / "docs"), page.read_bytes())
    bodies = links((f"{slug}/index.md", name) for slug, name in names.items())
    front = (ROOT / "docs" / "index.md").read_text("utf-8").replace("<!-- 机关 -->", bodies)
    put(docs / "index.md", front)
    config = (ROOT / "mkdocs.yml").read_text("utf-8")
    plugin, rest = config.index("  - handbook-pages:"), config.index("\nextra:")
    config = config[:plugin] + config[rest : config.index("\nwatch:")]
    put(folder / "mkdocs.yml", config + "\n")
    return folder / "mkdocs.yml"


def links(entries: Iterable[tuple[str, str]]) -> str:
    return "".join(f"- [{title}]({path})\n" for path, title in entries)


def put(path: Path, content: str | bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))


def build(config: Path, target: Path, regulations: Path) -> float:
    environment = {
        **os.environ,
        "NO_MKDOCS_2_WARNING": "1",
        "HANDBOOK_REGULATIONS": str(regulations.resolve()),
    }
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    command = [str(Path(sys.executable).with_name("mkdocs")), "build", "--quiet"]
    command += ["-f", str(config), "-d", str(target)]
    start = time.perf_counter()
    done = subprocess.run(command, capture_output=True, text=True, env=environment)
    seconds = time.perf_counter() - start
    if done.returncode:
        sys.exit(done.stdout + done.stderr)
    return seconds


def size(folder: Path) -> float:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6


if __name__ == "__main__":
    main()
