"""A packed index made smaller for the page: brackets and quotes left out, siblings counted on.

What changes of `docs/search-format.md`, told there as well:

- `marks`: two characters that stand nowhere else, `|` and `/` in what follows.
- `ids`, `words`, `headings`, `texts`: one string, `|` between the values.
- `bodies`, `regulations`, `synonyms`, `readings`: one string, `|` between the values of a row, `/`
  between rows.
- An id or citation that is its elder sibling's with the last number raised by one: empty; a
  citation that is empty: a blank.
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
_HAN = "一二三四五六七八九十"
_LAST = re.compile(f"([0-9]{{1,9}}|[{_HAN}]+)([^0-9{_HAN}]*)$")


def slim(packed: str) -> str:
    """What `handbook.search.pack.dumps` wrote, smaller."""
    data: dict[str, Any] = json.loads(packed)
    inner, outer = [mark for mark in _MARKS if json.dumps(mark)[1:-1] not in packed][:2]
    head = {name: data.pop(name) for name in ("format", "build", "alphabet")}
    data["ids"] = _counted(data, data["ids"])
    data["words"] = _counted(data, [words or " " for words in data["words"]])
    for name in _COLUMNS:
        data[name] = inner.join(data[name])
    for name in _TABLES:
        data[name] = outer.join(inner.join(map(str, row)) for row in data[name])
    data["vocabulary"] = _grouped(data["vocabulary"].split(" "), outer)
    data["variants"] = " ".join(sorted(data["variants"].split(" ")))
    # The texts first: a compressor then finds in them what stands in the other columns.
    texts = {name: data.pop(name) for name in ("texts", "headings")}
    made = head | {"marks": inner + outer} | texts | data
    return json.dumps(made, ensure_ascii=False, separators=(",", ":"))


def _counted(data: dict[str, Any], column: list[str]) -> list[str]:
    """Ids or citations, those left out that follow from the sibling before."""
    counted = []
    first = 0
    for regulation in data["regulations"]:
        siblings: list[str] = []
        for i in range(first, first + regulation[-1] if column else first):
            depth = ord(data["depths"][i]) - ord("a")
            own = column[i]
            expected = _next(siblings[depth]) if depth < len(siblings) else ""
            counted.append("" if own == expected else own)
            siblings[depth:] = [own]
        first += regulation[-1]
    return counted


def _next(text: str) -> str:
    return _LAST.sub(lambda match: _raised(match[1]) + match[2], text)


def _raised(number: str) -> str:
    """A number raised by one, in the digits in which it is written, below a hundred."""
    last = _HAN.find(number[-1])
    if last < 0:
        return str(int(number) + 1)
    if last == 9:  # 十, 二十
        return number + _HAN[0]
    if last < 8:
        return number[:-1] + _HAN[last + 1]
    if len(number) < 3:
        return "二十" if number[1:] else "十"
    above = _HAN.find(number[-3]) + 1
    return _HAN[above : above + 1] + "十"


def _grouped(words: list[str], mark: str) -> str:
    pairs = sorted(word for word in words if len(word) == 2)
    groups = [
        first + "".join(word[1] for word in group)
        for first, group in groupby(pairs, key=lambda word: word[0])
    ]
    return " ".join(groups) + mark + " ".join(word for word in words if len(word) != 2)
