"""What the search knows of Chinese: the tables of `data/`, exported to the page at build."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from handbook.search.figures import FigureReader, Unit

_DATA = Path(__file__).parent / "data"


@dataclass(frozen=True, slots=True)
class Intent:
    """What a question asks for.

    Attributes:
        name: `approver`, `money`, `days` …
        cues: words of a query that show it.
        words: cues for which the evidence or figure stands in.
        evidence: words of a sentence that answers.
        kinds: kinds of figures that answer.
    """

    name: str
    cues: tuple[str, ...]
    words: tuple[str, ...]
    evidence: tuple[str, ...]
    kinds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Language:
    """Stop words, single characters that stand for words, intents, units, words of comparison."""

    stop: tuple[str, ...]
    singles: tuple[tuple[str, ...], ...]
    intents: tuple[Intent, ...]
    units: tuple[Unit, ...]
    before: tuple[tuple[str, str], ...]
    after: tuple[tuple[str, str], ...]

    def figures(self) -> FigureReader:
        """A reader of figures with these units."""
        return FigureReader(self.units, self.before, self.after)


@cache
def language() -> Language:
    """The tables of `data/language.yml`."""
    data: dict[str, Any] = yaml.safe_load((_DATA / "language.yml").read_text("utf-8"))

    def comparisons(key: str) -> tuple[tuple[str, str], ...]:
        return tuple((word, op) for op, words in data[key].items() for word in words)

    return Language(
        tuple(data["stop"]),
        tuple((char, *words) for char, words in data["singles"].items()),
        tuple(
            Intent(
                intent["name"],
                tuple(intent["cues"]),
                tuple(intent.get("words", ())),
                tuple(intent.get("evidence", ())),
                tuple(intent.get("kinds", ())),
            )
            for intent in data["intents"]
        ),
        tuple(Unit(n, kind, float(size), tuple(more)) for n, kind, size, *more in data["units"]),
        comparisons("before"),
        comparisons("after"),
    )


@cache
def table(name: str) -> tuple[str, ...]:
    """The lines of a character table: `traditional`, `variants` or `shapes`.

    Each is a string: a character and those that belong to it.
    """
    return tuple((_DATA / f"{name}.txt").read_text("utf-8").split())
