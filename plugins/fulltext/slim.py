"""A packed index made smaller for the page: brackets and quotes left out, siblings counted on.

What changes of `docs/search-format.md`, told there as well:

- `marks`: two characters that stand nowhere else, `|` and `/` in what follows.
- `ids`, `words`, `headings`, `texts`: one string, `|` between the values.
- `bodies`, `regulations`, `synonyms`, `readings`: one string, `|` between the values of a row, `/`
  between rows.
- An id that is its elder sibling's with the number at its end raised by one: empty.
- `vocabulary`: words of two characters by the first one (`公务司` for 公务 and 公司), a blank
  between, then `/` and all others.
"""

from __future__ import annotations

import json
import re
from itertools import groupby
from typing import Any

_COLUMNS = ("ids", "words", "headings", "texts")
_TABLES = ("bodies", "regulations", "synonyms", "readings")
#: The last two stand in no text.
_MARKS = "`^~|#$&*;<=>@!\ufffe\uffff"
_NUMBER = re.compile(r"[0-9]+$")


def slim(packed: str) -> str:
    """What `handbook.search.pack.dumps` wrote, smaller."""
    data: dict[str, Any] = json.loads(packed)
    inner, outer = [mark for mark in _MARKS if json.dumps(mark)[1:-1] not in packed][:2]
    head = {name: data.pop(name) for name in ("format", "build", "alphabet")}
    data["ids"] = _counted(data)
    for name in _COLUMNS:
        data[name] = inner.join(data[name])
    for name in _TABLES:
        data[name] = outer.join(inner.join(map(str, row)) for row in data[name])
    data["vocabulary"] = _grouped(data["vocabulary"].split(" "), outer)
    made = head | {"marks": inner + outer} | data
    return json.dumps(made, ensure_ascii=False, separators=(",", ":"))


def _counted(data: dict[str, Any]) -> list[str]:
    """Ids, those left out that follow from the sibling before."""
    counted = []
    first = 0
    for regulation in data["regulations"]:
        siblings: list[str] = []
        for i in range(first, first + regulation[-1] if data["ids"] else first):
            depth = ord(data["depths"][i]) - ord("a")
            own = data["ids"][i]
            expected = _next(siblings[depth]) if depth < len(siblings) else ""
            counted.append("" if own == expected else own)
            siblings[depth:] = [own]
        first += regulation[-1]
    return counted


def _next(id: str) -> str:
    return _NUMBER.sub(lambda match: str(int(match[0]) + 1), id)


def _grouped(words: list[str], mark: str) -> str:
    pairs = sorted(word for word in words if len(word) == 2)
    groups = [
        first + "".join(word[1] for word in group)
        for first, group in groupby(pairs, key=lambda word: word[0])
    ]
    return " ".join(groups) + mark + " ".join(word for word in words if len(word) != 2)
