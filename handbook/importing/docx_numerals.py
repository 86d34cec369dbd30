"""How Word prints a number: the number formats of automatic numbering.

Source: ECMA-376 part 1, §17.18.59 ST_NumberFormat, and for numbers beyond a format's own signs
the notes on it in [MS-OI29500].
"""

from __future__ import annotations

import re
from collections.abc import Callable

from handbook import numerals

_STEMS, _BRANCHES = "甲乙丙丁戊己庚辛壬癸", "子丑寅卯辰巳午未申酉戌亥"
_FORMAL = str.maketrans("一二三四五六七八九十百千", "壹贰叁肆伍陆柒捌玖拾佰仟")
_TRADITIONAL = str.maketrans("一二三四五六七八九十百千", "壹貳參肆伍陸柒捌玖拾佰仟")
_DIGITS = str.maketrans("0123456789", "〇一二三四五六七八九")
_CIRCLE_DIGITS = str.maketrans("0123456789", "○一二三四五六七八九")
_FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")
_ROMAN = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"),
    (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip
_MOST = 32_767  # the largest number Word counts to


def _roman(value: int) -> str:
    out = ""
    for size, sign in _ROMAN:
        count, value = divmod(value, size)
        out += sign * count
    return out


def _letter(value: int) -> str:
    """A … Z, then AA, BB … (not AB as in a spreadsheet)."""
    turn, index = divmod(value - 1, 26)
    return chr(ord("A") + index) * (turn + 1)


def _counting(value: int) -> str:
    """Tens up to 99; from 100 on digit by digit (一○○)."""
    return numerals.to_han(value) if value < 100 else str(value).translate(_CIRCLE_DIGITS)


def _japanese(value: int) -> str:
    """Without 一 before 十 百 千 and without 零 between: 百一, 百十."""
    return re.sub("一(?=[十百千])|零", "", numerals.to_han(value)) or "〇"


def _signs(first: int, count: int) -> Callable[[int], str]:
    """The signs from code point `first` on; beyond the last the plain number."""
    return lambda value: chr(first + value - 1) if 1 <= value <= count else str(value)


def _formal(table: dict[int, int]) -> Callable[[int], str]:
    def write(value: int) -> str:
        text = numerals.to_han(value).translate(table)
        one = "一".translate(table)
        return one + text if 10 <= value < 20 else text

    return write


_FORMATS: dict[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalHalfWidth": str,
    "decimalZero": lambda value: f"{value:02d}",
    "decimalFullWidth": lambda value: str(value).translate(_FULL_WIDTH),
    "decimalFullWidth2": lambda value: str(value).translate(_FULL_WIDTH),
    "numberInDash": lambda value: f"- {value} -",
    "upperRoman": _roman,
    "lowerRoman": lambda value: _roman(value).lower(),
    "upperLetter": _letter,
    "lowerLetter": lambda value: _letter(value).lower(),
    "chineseCounting": _counting,
    "taiwaneseCounting": _counting,
    "chineseCountingThousand": numerals.to_han,
    "taiwaneseCountingThousand": numerals.to_han,
    "japaneseCounting": _japanese,
    "ideographDigital": lambda value: str(value).translate(_DIGITS),
    "japaneseDigitalTenThousand": lambda value: str(value).translate(_DIGITS),
    "taiwaneseDigital": lambda value: str(value).translate(_CIRCLE_DIGITS),
    "chineseLegalSimplified": _formal(_FORMAL),
    "ideographLegalTraditional": _formal(_TRADITIONAL),
    "ideographTraditional": lambda value: _STEMS[value - 1] if value <= 10 else str(value),
    "ideographZodiac": lambda value: _BRANCHES[value - 1] if value <= 12 else str(value),
    "ideographZodiacTraditional": lambda value: (
        _STEMS[(value - 1) % 10] + _BRANCHES[(value - 1) % 12] if value <= 60 else str(value)
    ),
    "decimalEnclosedCircle": _signs(0x2460, 20),
    "decimalEnclosedCircleChinese": _signs(0x2460, 20),
    "decimalEnclosedFullstop": _signs(0x2488, 20),
    "decimalEnclosedParen": _signs(0x2474, 20),
    "ideographEnclosedCircle": _signs(0x3280, 10),
    "none": lambda value: "",
}


def knows(form: str) -> bool:
    """Whether the number format `form` is one that this module prints."""
    return form in _FORMATS or _pattern(form) is not None


def printed(value: int, form: str) -> str:
    """`value` as the number format `form` prints it; an unknown format gives plain digits.

    `form` is a name of ST_NumberFormat, or the pattern of a custom one ("001, 002, 003, ...").
    """
    if (width := _pattern(form)) is not None:
        return f"{value:0{width}d}"
    if value == 0 and form.startswith(("upper", "lower", "ideographTrad", "ideographZodiac")):
        return "0"
    return _FORMATS.get(form, str)(min(value, _MOST))


def _pattern(form: str) -> int | None:
    """The width of the numbers of a custom format."""
    match = re.match(r"(0+1), ", form)
    return len(match[1]) if match else None
