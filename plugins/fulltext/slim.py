"""A packed index made smaller for the page: brackets and quotes left out, siblings counted on.

What changes of `docs/search-format.md`, told there as well:

- `alphabet`: symbols between blanks, the commonest first: characters, and texts that stand there
  often (工作, 负责人). A compressor that looks for what it has seen finds a word of two characters
  again at hardly less than it costs to write; as one symbol it costs half.
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
from collections import Counter
from itertools import groupby, pairwise
from typing import Any

from handbook.search.pack import spelt

_COLUMNS = ("ids", "words", "headings", "texts")
_TABLES = ("bodies", "regulations", "synonyms", "readings")
#: The last two stand in no text.
_MARKS = "`^~|#$&*;<=>@!\ufffe\uffff"
_CODES = 0x80  # the first code of a symbol
_SURROGATES = 0xD800  # stand in no text
_ROUNDS, _ROUND = 5, 100
_MOST, _OFTEN = 400, 12
#: A character that stands there less often stays as it is, where no code can be taken for it: the
#: codes end below U+2000.
_SELDOM, _MOST_CODES = 5, 0x1800
_HAN = "一二三四五六七八九十"
_LAST = re.compile(f"([0-9]{{1,9}}|[{_HAN}]+)([^0-9{_HAN}]*)$")


def slim(packed: str) -> str:
    """What `handbook.search.pack.dumps` wrote, smaller."""
    data: dict[str, Any] = spelt(packed)
    written = json.dumps(data, ensure_ascii=False)
    inner, outer = [mark for mark in _MARKS if json.dumps(mark)[1:-1] not in written][:2]
    head = {name: data.pop(name) for name in ("format", "build")}
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
    alphabet, coded = _coded(_json({"marks": inner + outer} | texts | data))
    return f"{_json(head | {'alphabet': alphabet})[:-1]},{coded[1:]}"


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _coded(text: str) -> tuple[str, str]:
    """A text in symbols, and their alphabet; ASCII, and what is beyond the BMP, as it is.

    Pairs that stand next to each other become one, the commonest of them again and again: byte pair
    encoding (Gage 1994), a whole round of pairs at a time.
    """
    made: dict[str, str] = {}
    for _ in range(_ROUNDS):
        pairs = Counter(map("".join, pairwise(text)))
        common = [pair for pair, n in pairs.most_common(_MOST) if n >= _OFTEN and _coding(pair)]
        for pair in common[:_ROUND]:
            made[pair] = chr(_SURROGATES + len(made))
            text = text.replace(pair, made[pair])
    counts = Counter(char for char in text if _coding(char))
    by_count = sorted(counts, key=lambda char: (-counts[char], char))
    free = [char for char in by_count if char >= "\u2000" and char not in made.values()]
    seldom = {char for n, char in enumerate(free) if counts[char] < _SELDOM or n >= _MOST_CODES}
    order = [char for char in by_count if char not in seldom]
    table = {ord(char): _CODES + n for n, char in enumerate(order)}
    whole = {code: pair for pair, code in made.items()}
    symbols = [_whole(char, whole) for char in order]
    return " ".join(symbols), text.translate(table)


def _coding(symbols: str) -> bool:
    """Whether all of them get codes."""
    return all("\x80" <= char <= "\uffff" for char in symbols)


def _whole(symbol: str, pairs: dict[str, str]) -> str:
    return "".join(_whole(part, pairs) for part in pairs[symbol]) if symbol in pairs else symbol


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
