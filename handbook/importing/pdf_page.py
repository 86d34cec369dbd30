"""One page of a PDF: its printed lines and the ruled lines of its tables, with their places.

Units are points (1/72 inch), x from the left, y from the bottom of the page as it is shown.
"""

from __future__ import annotations

import ctypes
import math
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium

#: Radicals that fonts give where a whole character is meant, and that NFKC leaves alone.
_RADICALS = str.maketrans(
    "⺁⺄⺆⺇⺈⺊⺌⺍⺗⺜⺝⺠⺡⺢⺣⺤⺥⺧⺨⺪⺫⺬⺭⺮⺱⺲⺶⺷⺸⺹⺺⺼⻀⻁⻃⻄⻅⻆⻇⻈⻉⻋⻌⻍⻎⻏⻐⻒⻓⻔⻖⻗⻘⻙⻚⻛⻜⻝⻢⻤⻥⻦⻧⻨⻩⻪⻬⻮⻰⻳",
    "厂乙冂几刀卜小小心日月民水水火爪爪牛犬疋网示礻竹网网羊羊羊老聿肉艸虎西西见角角讠贝车辶辶辶邑钅长长门阝雨青韦页风飞食马鬼鱼鸟卤麦黄黾齐齿龙龟",
)
_UPRIGHT = math.radians(5)  # text turned by more is a stamp or watermark
_BLANK_GAP = 0.27  # em; a wider gap between two characters is a printed blank, unless
WIDE_GAP = 1.3  # em; a wider one may part columns or cells
_SPREAD = 2.5  # times the usual gap of its line, which is spread to fill the column
_MIN_SIZE = 0.5  # points; smaller type is not meant to be read


class Char(NamedTuple):
    """A printed character: its left and right end, the line it stands on, the size of its type."""

    text: str
    x0: float
    x1: float
    y: float
    size: float


class Rule(NamedTuple):
    """A ruled line, level or upright: x0 ≤ x1, y0 ≤ y1."""

    x0: float
    y0: float
    x1: float
    y1: float


class Span(NamedTuple):
    """From where to where."""

    x0: float
    x1: float


class Gap(NamedTuple):
    """A wide gap inside a line: where it is, and how many characters stand before it."""

    span: Span
    words: int


@dataclass(frozen=True, slots=True)
class Line:
    """A printed line, or one column's part of it.

    Attributes:
        text: its words, outer white space left out.
        x0, x1: left and right end.
        y: height of its foot (base line).
        size: of its type.
        first: width of its beginning up to where a line may be broken.
        gaps: its wide gaps, as between the cells of a table.
    """

    text: str
    x0: float
    x1: float
    y: float
    size: float
    first: float
    gaps: tuple[Gap, ...] = ()


@dataclass(frozen=True, slots=True)
class Page:
    """What stands on a page.

    Attributes:
        height, width: of the page.
        chars: its characters, each once.
        turned: words that stand aslant.
        rules: ruled lines.
        pictures: how many pictures it has.
        mapped: how many characters were given as radicals or compatibility forms.
        unreadable: how many characters the font does not tell.
    """

    height: float
    width: float
    chars: tuple[Char, ...]
    turned: str
    rules: tuple[Rule, ...]
    pictures: int
    mapped: int
    unreadable: int


def read(page: Any) -> Page:
    """Read a page of pypdfium2."""
    turn = page.get_rotation() % 360
    width, height = page.get_size()
    text = page.get_textpage()
    try:
        chars, turned, mapped, unreadable = _chars(text.raw, turn, width, height)
    finally:
        text.close()
    rules: list[Rule] = []
    pictures = 0
    for kind, thing in _drawn(page.raw):
        if kind == pdfium.FPDF_PAGEOBJ_IMAGE:
            pictures += 1
        elif len(rules) < _MOST_RULES:
            rules += _rules(_turn_box(_bounds(thing), turn, width, height), thing)
    return Page(height, width, tuple(chars), turned, tuple(rules), pictures, mapped, unreadable)


_MOST_RULES = 5000  # on a page; a drawing has more, a table has not
_THIN = 2.5  # points


def _drawn(page: Any) -> Iterator[tuple[int, Any]]:
    """Kind and handle of the paths and pictures of a page, those in form objects too."""
    wanted = (pdfium.FPDF_PAGEOBJ_PATH, pdfium.FPDF_PAGEOBJ_IMAGE)
    for index in range(pdfium.FPDFPage_CountObjects(page)):
        thing = pdfium.FPDFPage_GetObject(page, index)
        kind = pdfium.FPDFPageObj_GetType(thing)
        if kind in wanted:
            yield kind, thing
        elif kind == pdfium.FPDF_PAGEOBJ_FORM:
            for inside in range(pdfium.FPDFFormObj_CountObjects(thing)):
                inner = pdfium.FPDFFormObj_GetObject(thing, inside)
                if (kind := pdfium.FPDFPageObj_GetType(inner)) in wanted:
                    yield kind, inner


def _bounds(thing: Any) -> tuple[float, float, float, float]:
    """The box of a drawn object; an empty one where there is none."""
    sides = [ctypes.c_float() for _ in range(4)]
    pdfium.FPDFPageObj_GetBounds(thing, *map(ctypes.byref, sides))
    return sides[0].value, sides[1].value, sides[2].value, sides[3].value


def _chars(text: Any, turn: int, width: float, height: float) -> tuple[list[Char], str, int, int]:
    """Upright characters, aslant words, numbers of mapped and of unreadable characters.

    Boxes of some fonts fit the ink of each character, so the place of a character is its origin
    and its size that of the type. The library tells these one character at a time; most of the
    time of reading a page goes into asking, so nothing is asked that is not needed.
    """
    box, matrix, x, y = pdfium.FS_RECTF(), pdfium.FS_MATRIX(), ctypes.c_double(), ctypes.c_double()
    to_box, to_matrix, to_x, to_y = map(ctypes.byref, (box, matrix, x, y))
    unicode, is_generated = pdfium.FPDFText_GetUnicode, pdfium.FPDFText_IsGenerated
    get_box, get_origin = pdfium.FPDFText_GetLooseCharBox, pdfium.FPDFText_GetCharOrigin
    get_matrix, get_size = pdfium.FPDFText_GetMatrix, pdfium.FPDFText_GetFontSize
    out: list[Char] = []
    turned: list[str] = []
    mapped = unreadable = 0
    slope = math.radians(turn)
    for index in range(pdfium.FPDFText_CountChars(text)):
        code = unicode(text, index)
        if code <= 32 and is_generated(text, index) == 1:
            continue  # a blank or line end that the library guesses
        if code < 32 or code in (0xFFFE, 0xFFFF):
            unreadable += code in (0, 0xFFFE, 0xFFFF)
            continue
        given = chr(code)
        char = _ordinary(given)
        mapped += char != given
        unreadable += 0xE000 <= code <= 0xF8FF or code == 0xFFFD
        if not (
            get_matrix(text, index, to_matrix)
            and get_origin(text, index, to_x, to_y)
            and get_box(text, index, to_box)
        ):
            continue
        if turn or matrix.b or matrix.a <= 0:
            angle = math.atan2(matrix.b, matrix.a) - slope
            if abs((angle + math.pi) % math.tau - math.pi) > _UPRIGHT:
                turned.append(char)
                continue
        size = get_size(text, index) * math.hypot(matrix.c, matrix.d)
        if size < _MIN_SIZE:
            continue
        if turn:
            x0, foot, _, _ = _turn_box((x.value, y.value, x.value, y.value), turn, width, height)
            _, _, x1, _ = _turn_box((box.left, box.bottom, box.right, box.top), turn, width, height)
        else:
            x0, foot, x1 = x.value, y.value, box.right
        if "\u3400" <= char <= "\u9fff":
            x1 = max(x1, x0 + 0.9 * size)
        if x1 > x0:
            out.append(Char(char, x0, x1, foot, size))
    return out, "".join(turned).strip(), mapped, unreadable


def _ordinary(char: str) -> str:
    """The character that a radical or a compatibility ideograph stands for."""
    if "\u2e80" <= char <= "\u2fdf" or "\uf900" <= char <= "\ufaff":
        return unicodedata.normalize("NFKC", char).translate(_RADICALS)
    return char


def _turn_box(
    box: tuple[float, float, float, float], turn: int, width: float, height: float
) -> tuple[float, float, float, float]:
    """A box of the page as stored, on the page as shown (turned clockwise by `turn` degrees).

    `width` and `height` are those of the page as shown.
    """
    x0, y0, x1, y1 = box
    if turn == 90:
        return y0, height - x1, y1, height - x0
    if turn == 180:
        return width - x1, height - y1, width - x0, height - y0
    if turn == 270:
        return width - y1, x0, width - y0, x1
    return x0, y0, x1, y1


def _rules(box: tuple[float, float, float, float], path: Any) -> Iterator[Rule]:
    """The ruled lines of a path: a thin one is one, the frame of a box is four."""
    x0, y0, x1, y1 = box
    if y1 - y0 <= _THIN < x1 - x0:
        middle = (y0 + y1) / 2
        yield Rule(x0, middle, x1, middle)
    elif x1 - x0 <= _THIN < y1 - y0:
        middle = (x0 + x1) / 2
        yield Rule(middle, y0, middle, y1)
    elif min(x1 - x0, y1 - y0) > _THIN and pdfium.FPDFPath_CountSegments(path) in (4, 5, 8, 10):
        mode, stroke = ctypes.c_int(), ctypes.c_int()
        pdfium.FPDFPath_GetDrawMode(path, ctypes.byref(mode), ctypes.byref(stroke))
        if stroke.value:
            yield Rule(x0, y0, x1, y0)
            yield Rule(x0, y1, x1, y1)
            yield Rule(x0, y0, x0, y1)
            yield Rule(x1, y0, x1, y1)


def rows(chars: Sequence[Char]) -> list[list[Char]]:
    """Characters that stand on one line together, from the top; each row from the left."""
    out: list[list[Char]] = []
    foot = largest = 0.0
    for char in sorted(chars, key=lambda c: -c.y):
        if out and foot - char.y < 0.45 * max(largest, char.size):
            out[-1].append(char)
            if char.size > largest:
                foot, largest = char.y, char.size
        else:
            out.append([char])
            foot, largest = char.y, char.size
    for row in out:
        row.sort(key=lambda c: c.x0)
    return out


def line(row: Sequence[Char]) -> Line | None:
    """A row of characters as a line; None where it holds only white space."""
    inked = [i for i, c in enumerate(row) if not c.text.isspace()]
    if not inked:
        return None
    row = row[inked[0] : inked[-1] + 1]
    gaps = sorted(max(0.0, b.x0 - a.x1) for a, b in pairwise(row))
    usual = gaps[len(gaps) // 2] if gaps else 0.0
    parts = [row[0].text]
    wide_gaps: list[Gap] = []
    inked_end = row[0].x1
    for before, char in pairwise(row):
        spread, blank = _SPREAD * usual, char.text.isspace()
        wide = char.x0 - before.x1 > max(_BLANK_GAP * char.size, spread)
        if wide and not blank and not before.text.isspace():
            parts.append(" ")
        if not blank:
            if char.x0 - inked_end > max(WIDE_GAP * char.size, spread):
                wide_gaps.append(Gap(Span(inked_end, char.x0), len(parts)))
            inked_end = char.x1
        parts.append(char.text)
    size = sorted(c.size for c in row)[len(row) // 2]
    foot = sorted(c.y for c in row)[len(row) // 2]
    return Line(
        "".join(parts), row[0].x0, row[-1].x1, foot, size, _first_width(row), tuple(wide_gaps)
    )


_OPENING, _CLOSING = "（《〔【〈「『([", "，。；：、！？）》〕】〉」』…％%,.;:!?)]"
_QUOTES = "“”‘’\"'"  # hold on to what stands on either side (Unicode Standard Annex 14, class QU)


def _first_width(row: Sequence[Char]) -> float:
    """Width of the beginning of a row up to where a line may be broken.

    A Latin word or number is not parted, nor an opening mark from what follows it, a closing one
    from what precedes it, a quotation mark from either.
    """
    end, last = 0, len(row) - 1
    while end < last:
        here, after = row[end].text, row[end + 1].text
        word = all(c.isascii() and c.isalnum() for c in (here, after))
        if not (word or here in _OPENING + _QUOTES or after in _CLOSING + _QUOTES):
            break
        end += 1
    return row[end].x1 - row[0].x0
