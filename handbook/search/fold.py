"""The form in which texts and queries are compared: one character for one, or none.

1. Each character is mapped: full width to ASCII, capitals to small letters, traditional forms and
   variants to the usual ones; white space and control characters vanish; what is neither letter,
   digit, Han character nor % becomes the separator. Characters outside the BMP are separators.
2. `.` and `:` between two digits stay (1.5, 8:00), dashes before a digit become `~` (3-5天);
   `,` between a digit and exactly three digits vanishes (2,000).
3. Runs of separators become one; none stands at the start or end.

`squeeze` leaves out separators as well: so exact phrases are compared.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

SEP = " "
_KEPT = (
    (0x30, 0x39), (0x61, 0x7A), (0xDF, 0xF6), (0xF8, 0x24F), (0x370, 0x4FF),
    (0x3400, 0x9FFF), (0xF900, 0xFAFF), (0x3005, 0x3007),
)  # fmt: skip
_DROPPED = (
    (0x00, 0x20), (0x7F, 0xA0), (0xAD, 0xAD), (0x180E, 0x180E), (0x2000, 0x200F),
    (0x2028, 0x202F), (0x205F, 0x206F), (0x3000, 0x3000), (0xFE00, 0xFE0F), (0xFEFF, 0xFEFF),
)  # fmt: skip
_CONTEXT = ".,:~"
_DASHES = "-~\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u301c"
_GROUP = re.compile(r"(?<=[0-9]),(?=[0-9]{3}(?![0-9]))")
_LOOSE = re.compile(r"(?<![0-9])[.:]|[.:~](?![0-9])|,")
_SEPARATORS = re.compile(f"{SEP}{{2,}}")
_NOT_SQUEEZED = str.maketrans("", "", SEP + ".:~")


class Folder(dict[int, str]):
    """The map of step 1; works as a table for `str.translate`."""

    def __init__(self, variants: Mapping[str, str]) -> None:
        """`variants`: character → the usual one."""
        super().__init__()
        self._variants = variants

    def __missing__(self, code: int) -> str:
        char = self._char(code)
        self[code] = char
        return char

    def _char(self, code: int) -> str:
        if 0xFF01 <= code <= 0xFF5E:
            code -= 0xFEE0
        if 0x41 <= code <= 0x5A:
            code += 0x20
        char = chr(code)
        if char in _DASHES:
            return "~"
        if char in _CONTEXT or char == "%":
            return char
        if any(low <= code <= high for low, high in _DROPPED):
            return ""
        if any(low <= code <= high for low, high in _KEPT):
            return self._variants.get(char, char)
        return SEP

    def fold(self, text: str) -> str:
        """`text` in the form of comparison."""
        mapped = _GROUP.sub("", text.translate(self))
        return _SEPARATORS.sub(SEP, _LOOSE.sub(SEP, mapped)).strip(SEP)

    def offsets(self, text: str) -> tuple[str, list[int]]:
        """As `fold`, with the offset in `text` of each character of the result."""
        chars: list[str] = []
        places: list[int] = []
        for place, char in enumerate(text):
            mapped = self[ord(char)]
            if mapped:
                chars.append(mapped)
                places.append(place)
        out: list[str] = []
        kept: list[int] = []
        for i, char in enumerate(chars):
            if char in _CONTEXT:
                char = _in_context(chars, i)
            if not char or (char == SEP and (not out or out[-1] == SEP)):
                continue
            out.append(char)
            kept.append(places[i])
        if out and out[-1] == SEP:
            out.pop()
            kept.pop()
        return "".join(out), kept


def squeeze(folded: str) -> str:
    """A folded text without separators."""
    return folded.translate(_NOT_SQUEEZED)


def _digit(chars: list[str], i: int) -> bool:
    return 0 <= i < len(chars) and "0" <= chars[i] <= "9"


def _in_context(chars: list[str], i: int) -> str:
    """What becomes of `.`, `:`, `~` or `,`: itself, nothing or a separator."""
    if chars[i] == "~":
        return "~" if _digit(chars, i + 1) else SEP
    if not _digit(chars, i - 1):
        return SEP
    if chars[i] != ",":
        return chars[i] if _digit(chars, i + 1) else SEP
    group = all(_digit(chars, i + k) for k in (1, 2, 3)) and not _digit(chars, i + 4)
    return "" if group else SEP


def variants(lines: Iterable[str]) -> dict[str, str]:
    """The map of a table whose lines hold the usual character and then the others."""
    table = {other: line[0] for line in lines for other in line[1:].rstrip("\n")}
    return {other: table.get(usual, usual) for other, usual in table.items()}
