"""Compares label paths noted by people with the provisions that hold the quoted words.

Each row of the given JSON Lines file has `seed` (first digits of the source's file name),
`regulation` (title), `locator` (components parted by /) and `quote`. A locator agrees if its
components, white space and 、.() dropped, stand in this order in the labels and headings from the
top level down to the deepest provision that holds the whole quote.
Run: .venv/bin/python bench/locators.py norms.jsonl
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

from handbook.importing.trace import stretches, words
from handbook.library import Library
from handbook.provision import Provision, Regulation

ROOT = Path(__file__).parents[1]


def squeeze(text: str) -> str:
    return re.sub(r"\s", "", text)


def bare(text: str) -> str:
    return re.sub(r"[\s、.()]", "", text)


class Text:
    def __init__(self, regulation: Regulation) -> None:
        self.title = squeeze(regulation.title)
        self.words = words(regulation)
        self.chains = list(regulation.paths())
        self.stretches = list(stretches(regulation))

    def holders(self, quote: str) -> list[tuple[Provision, ...]]:
        """For each place of the quote the chain down to the deepest provision that holds it."""
        out = []
        for match in re.finditer(re.escape(quote), self.words):
            start, end = match.span()
            hit = [
                self.chains[i]
                for i, (_, a, b) in enumerate(self.stretches)
                if a < end and b > start
            ]
            common = hit[0]
            for chain in hit[1:]:
                size = 0
                while size < min(len(common), len(chain)) and common[size] is chain[size]:
                    size += 1
                common = common[:size]
            out.append(common)
        return out


def agrees(locator: str, chain: tuple[Provision, ...]) -> bool:
    path = "/".join(bare(p.label) + bare(p.heading or "") for p in chain)
    at = 0
    for component in map(bare, locator.split("/")):
        found = path.find(component, at)
        if found < 0:
            return False
        at = found + len(component)
    return True


def main() -> None:
    library = Library.load(ROOT / "regulations")
    by_source: dict[str, list[Text]] = {}
    for regulation in library.regulations:
        source = regulation.metadata.source
        if source:
            by_source.setdefault(source.file[:3], []).append(Text(regulation))
    total = good = 0
    for line in Path(sys.argv[1]).read_text("utf-8").splitlines():
        row = json.loads(line)
        if not row.get("locator"):
            continue
        total += 1
        title, quote = squeeze(row["regulation"]), squeeze(row["quote"])
        texts = [t for t in by_source[row["seed"]] if t.title == title] or by_source[row["seed"]]
        if any(agrees(row["locator"], c) for t in texts for c in t.holders(quote)):
            good += 1
        else:
            print(f"{row['id']}: {row['regulation']} {row['locator']}")
    print(f"{good} of {total} label paths agree ({good / total:.1%})")


if __name__ == "__main__":
    main()
