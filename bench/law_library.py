"""The corpus of laws (`../shared/laws` beside the project) as a library, for tests and benches."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from handbook.library import Issuer, Library
from handbook.read import decode, read
from handbook.search.index import SearchIndex


def library_of_laws(folder: Path, every: int = 1) -> Library:
    """Each kind of law is a body; of the files, in their order, every `every`-th is taken."""
    kinds = sorted(path for path in folder.iterdir() if path.is_dir())
    issuers, regulations = [], []
    taken = 0
    for number, kind in enumerate(kinds):
        issuers.append(Issuer(f"k{number}", kind.name))
        for path in sorted(kind.rglob("*.md")):
            taken += 1
            if taken % every == 0:
                reading = read(decode(path.read_bytes(), path.as_posix()), path.name)
                slug = f"k{number}/l{taken}"
                regulations.append(replace(reading.regulation, slug=slug))
    return Library(folder, tuple(issuers), tuple(regulations))


def phrases(index: SearchIndex, count: int, seed: int = 1) -> list[str]:
    """Queries of one to four words taken from random provisions."""
    from random import Random

    dice = Random(seed)
    found = []
    units = [unit.text for unit in index.data.units if len(unit.text) > 30]
    while len(found) < count:
        text = dice.choice(units)
        words = []
        for _ in range(dice.randint(1, 4)):
            start = dice.randrange(len(text) - 6)
            words.append(text[start : start + dice.randint(2, 4)])
        query = " ".join(words)
        if all("\u4e00" <= char <= "\u9fff" or char == " " for char in query):
            found.append(query)
    return found
