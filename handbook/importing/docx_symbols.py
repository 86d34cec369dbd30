"""Characters of Word files that are no Unicode text: signs of symbol fonts, raised marks of notes.

Symbol fonts keep their signs at U+F000–U+F0FF. The tables hold those that offices use for lists and
boxes; they follow the fonts' own charts (Wingdings, Wingdings 2, Symbol).
"""

from __future__ import annotations

#: A sign that nobody can read; printers of Chinese use it where a type is missing.
MISSING = "〓"

_WINGDINGS = {
    0x6C: "●", 0x6D: "❍", 0x6E: "■", 0x6F: "□", 0x70: "❐", 0x71: "❑", 0x72: "❒", 0x73: "⬧",
    0x74: "⧫", 0x75: "◆", 0x76: "❖", 0x77: "⬥", 0x9F: "•", 0xA1: "○", 0xA7: "▪", 0xA8: "□",
    0xAB: "★", 0xB2: "☆", 0xD8: "➢", 0xDF: "←", 0xE0: "→", 0xE1: "↑", 0xE2: "↓", 0xE8: "➔",
    0xF0: "⇨", 0xFB: "✗", 0xFC: "✓", 0xFD: "☒", 0xFE: "☑", 0x22: "✂", 0x28: "☎", 0x2A: "✉",
    0x46: "☞", 0x4A: "☺", 0x80: "⓪", 0x8B: "⓿",
    **{0x81 + i: chr(0x2460 + i) for i in range(10)},
    **{0x8C + i: chr(0x2776 + i) for i in range(10)},
}  # fmt: skip
_WINGDINGS_2 = {
    0x4F: "✗", 0x50: "✓", 0x51: "☒", 0x52: "☑", 0x53: "☒", 0x54: "☒", 0x97: "●", 0xA1: "■",
    0xA2: "■", 0xA3: "□", 0x30: "□", 0x35: "■",
    **{0x6A + i: chr(0x2460 + i) for i in range(10)},
}  # fmt: skip
_SYMBOL = {
    0xA3: "≤", 0xB3: "≥", 0xB1: "±", 0xB4: "×", 0xB8: "÷", 0xB9: "≠", 0xBB: "≈", 0xB7: "•",
    0xB0: "°", 0xA5: "∞", 0xD7: "⋅", 0xAE: "→", 0xAC: "←", 0xAD: "↑", 0xAF: "↓", 0xE5: "∑",
    0xD6: "√", 0x61: "α", 0x62: "β", 0x67: "γ", 0x64: "δ", 0x6D: "μ", 0x70: "π", 0x57: "Ω",
    0x44: "Δ", 0x71: "θ", 0x6C: "λ", 0x73: "σ",
}  # fmt: skip
_FONTS = {"wingdings": _WINGDINGS, "wingdings 2": _WINGDINGS_2, "symbol": _SYMBOL}
_RAISED = str.maketrans("0123456789ivx", "⁰¹²³⁴⁵⁶⁷⁸⁹ⁱᵛˣ")
_ROMAN = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))


def sign(code: int, font: str) -> str | None:
    """The character of a sign of a symbol font; None where it is not known.

    `code` is the code point as the file has it, with or without F000 added. A bullet of a font
    that the file does not name is looked up in Wingdings, then in Symbol.
    """
    low = code - 0xF000 if 0xF000 <= code <= 0xF0FF else code
    table = _FONTS.get(font.lower())
    if table is not None:
        return table.get(low) or (chr(low) if low == 0x20 else None)
    if low != code and not font:
        return _WINGDINGS.get(low) or _SYMBOL.get(low)
    return chr(code) if low == code else None


def readable(text: str, font: str) -> tuple[str, bool]:
    """`text` with signs of symbol fonts as characters; and whether one of them is not known."""
    if not any("\uf000" <= c <= "\uf0ff" for c in text):
        return text, False
    signs = [sign(ord(c), font) if "\uf000" <= c <= "\uf0ff" else c for c in text]
    return "".join(s or MISSING for s in signs), None in signs


def raised(number: int, *, roman: bool = False) -> str:
    """The mark of a note in raised digits (¹²) or raised small Roman numerals (ⁱⁱ)."""
    if not roman:
        return str(number).translate(_RAISED)
    out = ""
    for size, letters in _ROMAN:
        count, number = divmod(number, size)
        out += letters * count
    return out.translate(_RAISED)
