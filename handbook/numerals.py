"""Numerals of Chinese provisions: 十二 ↔ 12, ⑿ → 12, 第十二条之一 → "12-1".

The canonical form of a number is a string of ASCII digits, with "-" before each 之N.
"""

from __future__ import annotations

import re

_DIGITS = {c: i for i, c in enumerate("〇一二三四五六七八九")} | {
    "○": 0, "零": 0, "两": 2, "Ｏ": 0,
    "壹": 1, "贰": 2, "叁": 3, "肆": 4, "伍": 5, "陆": 6, "柒": 7, "捌": 8, "玖": 9,
}  # fmt: skip
_TENS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000, "廿": 10, "卅": 10}
_GROUPS = (("亿", 100_000_000), ("万", 10_000))
_TWENTY = {"廿": 2, "卅": 3}

#: Characters that may stand in a Chinese numeral, for regular expressions.
HAN = "〇○零一二三四五六七八九十百千万两廿卅"

#: Every single character that is a number by itself (①, ⑴, ⒈, ㈠, ㊀ …) → its value.
ENCLOSED: dict[str, int] = {
    **{chr(0x2460 + i): i + 1 for i in range(20)},  # ①–⑳
    **{chr(0x2474 + i): i + 1 for i in range(20)},  # ⑴–⒇
    **{chr(0x2488 + i): i + 1 for i in range(20)},  # ⒈–⒛
    **{chr(0x3220 + i): i + 1 for i in range(10)},  # ㈠–㈩
    **{chr(0x3280 + i): i + 1 for i in range(10)},  # ㊀–㊉
    **{chr(0x3251 + i): i + 21 for i in range(15)},  # ㉑–㉟
    **{chr(0x32B1 + i): i + 36 for i in range(15)},  # ㊱–㊿
    **{chr(0x2776 + i): i + 1 for i in range(10)},  # ❶–❿
    **{chr(0x24F5 + i): i + 1 for i in range(10)},  # ⓵–⓾
}

_FULLWIDTH = str.maketrans("０１２３４５６７８９", "0123456789")
_NUMBER_PARTS = re.compile(r"之|-")


def parse(text: str) -> int | None:
    """The whole number that `text` writes: 十二, 一百二十三, 二〇二四, 廿一, 12, １２, ⑿, ㈢.

    Returns None where `text` is no numeral; never guesses.
    """
    text = text.strip().translate(_FULLWIDTH)
    if not text:
        return None
    if text.isascii():
        return int(text) if text.isdigit() and len(text) < 16 else None
    if len(text) == 1 and text in ENCLOSED:
        return ENCLOSED[text]
    if all(c in _DIGITS for c in text):
        if len(text) > 15:
            return None  # as for ASCII digits: no count of anything
        return int("".join(str(_DIGITS[c]) for c in text))
    return _grouped(text)


def _grouped(text: str) -> int | None:
    """A numeral with units: 一亿三千万, 一百二十三; None for any other words."""
    for mark, size in _GROUPS:
        high, found, low = text.partition(mark)
        if not found:
            continue
        if mark in low:
            return None
        count, rest = _grouped(high), _grouped(low) if low else 0
        return count * size + rest if count and rest is not None and rest < size else None
    return _below_ten_thousand(text)


def _below_ten_thousand(text: str) -> int | None:
    value, digit, last = 0, 0, 10_000
    for char in text:
        if char in _DIGITS and not digit:
            digit = _DIGITS[char]
            continue
        size = _TENS.get(char, 0)
        if not 0 < size < last or (digit and char in _TWENTY):
            return None  # another word; or 二三十, 十百, 一百二百: more than one numeral
        value += _TWENTY.get(char, digit or 1) * size
        digit, last = 0, size
    return value + digit if text else None


def to_han(value: int) -> str:
    """The Chinese numeral of a whole number from 0 to 99,999,999: 12 → 十二, 110 → 一百一十."""
    if value < 0 or value >= 100_000_000:
        raise ValueError(f"no numeral for {value}")
    if value >= 10_000:
        high, low = divmod(value, 10_000)
        joint = "零" if 0 < low < 1000 else ""
        return to_han(high) + "万" + joint + (_thousands(low) if low else "")
    return _thousands(value)


def _thousands(value: int) -> str:
    if value == 0:
        return "零"
    out, zero = "", False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, value = divmod(value, unit)
        if digit:
            out += ("零" if zero and out else "") + "零一二三四五六七八九"[digit] + name
            zero = False
        else:
            zero = True
    return out[1:] if out.startswith("一十") else out


def canonical(text: str) -> str:
    """The canonical number of a label's numeral: 三 → "3", ⑿ → "12", 十二之一 → "12-1".

    Letters keep themselves in lower case (A → "a"). "" where nothing can be read.
    """
    parts = []
    for part in _NUMBER_PARTS.split(text.strip()):
        value = parse(part)
        if value is None:
            letter = part.strip()
            if len(letter) == 1 and letter.isascii() and letter.isalpha():
                parts.append(letter.lower())
                continue
            return ""
        parts.append(str(value))
    return "-".join(parts)


def order(number: str) -> tuple[int, ...]:
    """A sort key of a canonical number: "12-1" → (12, 1); letters a, b … → 1, 2 …; "" → ()."""
    return tuple(int(p) if p.isdigit() else ord(p) - ord("a") + 1 for p in number.split("-") if p)
