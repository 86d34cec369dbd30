"""Terms by which postings are kept, and the shard of each.

A term is one character or two in a row of a text without marks; a whole run of digits or letters
(`#2000`); a figure (`=元2000`, `=2000` whatever its unit, `~money` for what is no single value);
what answers a question (`!approver`); a full address (`@条12/项3`).
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable

from handbook.search.address import Step
from handbook.search.figures import Figure
from handbook.search.fold import squeeze

RUN = "#"
FIGURE = "="
INEXACT = "~"
ANSWER = "!"
ADDRESS = "@"
_RUNS = re.compile(r"[0-9.:]+|[a-z]+")
_LARGEST = 1e15


def shard(term: str, count: int) -> int:
    """The shard of a term, of `count` (a power of two). A pair has that of the turned pair."""
    if len(term) == 2 and term[0] > term[1]:
        term = term[::-1]
    return zlib.crc32(term.encode("utf-16-le")) & (count - 1)


def runs(folded: str) -> list[str]:
    """The runs of digits and of letters of a folded text, as terms."""
    return [RUN + squeeze(run) for run in _RUNS.findall(folded) if squeeze(run)]


def of_word(word: str) -> tuple[str, ...]:
    """The terms that a text has to have to hold a folded word (marks left out)."""
    plain = squeeze(word)
    whole = _RUNS.fullmatch(word)
    if whole and plain:
        return (RUN + plain,)
    return of_phrase(plain)


def of_phrase(squeezed: str) -> tuple[str, ...]:
    """The pairs of a squeezed phrase, each once; the character itself where it is one."""
    if len(squeezed) < 2:
        return (squeezed,) if squeezed else ()
    return tuple(dict.fromkeys(squeezed[i : i + 2] for i in range(len(squeezed) - 1)))


def of_figure(figure: Figure) -> tuple[str, ...]:
    """The terms of a figure's value: with its unit and without."""
    value = number(figure.value)
    if not value:
        return ()
    return (FIGURE + figure.unit + value, FIGURE + value) if figure.unit else (FIGURE + value,)


def number(value: float) -> str:
    """A value as it is written in a term; "" for one too large."""
    if abs(value) >= _LARGEST:
        return ""
    return str(int(value)) if value == int(value) else repr(value)


def of_address(steps: Iterable[Step]) -> str:
    """The term of a full address."""
    return ADDRESS + "/".join(step.kind + step.number for step in steps)
