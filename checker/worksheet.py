"""The rows of one sheet of an XLSX workbook, from the events of its XML.

A cell with a formula counts with the value that the spreadsheet program last computed; one without
is refused, as are merged and error cells, since what they mean would be a guess. Hidden rows are
refused, since nobody sees what is checked.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Context, Decimal, InvalidOperation, Overflow

from checker.documents import Content, Row
from handbook.errors import HandbookError, Place

#: Rows of a sheet that are read; whoever has more keeps them as CSV.
MOST_ROWS = 200_000
MOST_COLUMNS = 500
#: What is said of a part that is not as spreadsheet programs write it.
DAMAGED = "XLSX 文件的内容已损坏"
_EMPTY_ROWS = 20_000  # formatted rows without content after which the table has ended
_CELL = re.compile(r"([A-Z]{1,3})(\d{1,7})")
#: Spreadsheet programs keep binary numbers, of which 15 digits count: 1234.5 may be written
#: 1234.4999999999998. What is too small for the exponents is 0.
_FIFTEEN = Context(prec=15, rounding=ROUND_HALF_UP, Emin=-30, Emax=30)
_LARGEST = Decimal(10) ** 15
_SECONDS = 24 * 60 * 60
_LAST_DAY = (date.max - date(1904, 1, 1)).days  # by the later of the two epochs


@dataclass(frozen=True, slots=True)
class Shared:
    """What the sheets of a workbook share.

    Attributes:
        texts: the texts that cells name by their number.
        dates: numbers of the cell styles that show a number as a date or time.
        epoch: the day that is 0.
    """

    texts: Sequence[str]
    dates: frozenset[int]
    epoch: date


class Rows:
    """Handlers of XML events that collect the rows of one sheet.

    Attributes:
        ready: the rows that are whole; whoever takes them clears the list.
        ended: whether nothing is to be expected any more.
    """

    def __init__(self, file: str, shared: Shared) -> None:
        """`file`: the sheet's name in messages."""
        self.file, self.shared = file, shared
        self.ready: list[Row] = []
        self.ended = False
        self._cells: dict[int, Content] = {}
        self._row = self._column = self._count = self._empty = self._style = 0
        self._hidden = self._formula = self._wanted = self._phonetic = False
        self._kind = ""
        self._parts: list[str] = []

    def start(self, tag: str, given: Mapping[str, str]) -> None:
        """An element begins.

        Raises:
            HandbookError: cells are merged.
        """
        if tag == "c":
            self._start_cell(given)
        elif tag in ("v", "t"):
            self._wanted = not self._phonetic
        elif tag == "rPh":
            self._phonetic = True
        elif tag == "f":
            self._formula = True
        elif tag == "row":
            self._row = whole(given.get("r", "")) or self._row + 1
            self._hidden = given.get("hidden") in ("1", "true")
            self._column = 0
        elif tag == "mergeCell":
            where = given.get("ref", "")
            found = _CELL.match(where)
            place = Place(self.file, int(found[2]), _number(found[1])) if found else None
            raise HandbookError(f"有合并的单元格（{where[:20]}）；请取消合并，每行填全", place)

    def text(self, words: str) -> None:
        """Characters of the present element."""
        if self._wanted:
            self._parts.append(words)

    def end(self, tag: str) -> None:
        """An element ends.

        Raises:
            HandbookError: a cell or row cannot be read, or is hidden; or there are too many.
        """
        if tag in ("v", "t"):
            self._wanted = False
        elif tag == "rPh":
            self._phonetic = False
        elif tag == "c":
            self._end_cell()
        elif tag == "row":
            self._end_row()

    def _start_cell(self, given: Mapping[str, str]) -> None:
        found = _CELL.fullmatch(given.get("r", ""))
        self._column = _number(found[1]) if found else self._column + 1
        self._kind = given.get("t", "n")
        self._style = whole(given.get("s", "")) or 0
        self._formula = False
        self._parts.clear()

    def _end_cell(self) -> None:
        raw = "".join(self._parts)
        place = Place(self.file, self._row, self._column)
        if not raw:
            if self._formula and self._kind != "str":  # of which nothing may be the computed text
                raise HandbookError("公式还没有算出值；请在表格软件里打开、保存后再试", place)
            return
        value = self._value(raw, place)
        if value is not None:
            if self._column > MOST_COLUMNS:
                raise HandbookError(f"列太多，最多 {MOST_COLUMNS} 列", place)
            self._cells[self._column] = value

    def _value(self, raw: str, place: Place) -> Content:
        if self._kind == "s":
            at = whole(raw)
            if at is None or at >= len(self.shared.texts):
                raise HandbookError(DAMAGED, place)
            raw = self.shared.texts[at]
            return raw if raw.strip() else None
        if self._kind == "b":
            return raw == "1"
        if self._kind == "e":
            raise HandbookError(f"单元格里是错误值“{raw[:20]}”", place)
        if self._kind in ("str", "inlineStr", "d"):
            return raw if raw.strip() else None
        return self._figure(raw, place)

    def _figure(self, raw: str, place: Place) -> str:
        """A number, exact to the digits that count, or the date or time that its style shows."""
        try:
            number = _FIFTEEN.create_decimal(raw)
        except InvalidOperation:
            raise HandbookError(f"单元格里的数“{raw[:20]}”读不出", place) from None
        except Overflow:
            raise HandbookError(f"数太大：“{raw[:20]}”", place) from None
        if not number.is_finite() or abs(number) >= _LARGEST:
            raise HandbookError(f"数太大：“{raw[:20]}”", place)
        if self._style in self.shared.dates:
            return self._moment(number, place)
        return f"{number.normalize():f}"

    def _moment(self, number: Decimal, place: Place) -> str:
        """A serial number of days as a date, a time, or both; seconds only where there are some."""
        days, part = divmod(number, 1)
        seconds = int((part * _SECONDS).to_integral_value())
        if days and seconds == _SECONDS:
            days, seconds = days + 1, 0
        minutes, rest = divmod(seconds, 60)
        clock = f"{minutes // 60:02d}:{minutes % 60:02d}" + (f":{rest:02d}" if rest else "")
        if number < 0 or days > _LAST_DAY:
            raise HandbookError(f"没有第“{number.normalize():f}”天这个日期", place)
        if not days:
            return clock
        day = self.shared.epoch + timedelta(int(days))
        return day.isoformat() if not seconds else f"{day.isoformat()} {clock}"

    def _end_row(self) -> None:
        cells = self._cells
        if not cells:
            self._empty += 1
            self.ended = self._empty >= _EMPTY_ROWS
            return
        if self._hidden:
            raise HandbookError("这一行是隐藏的；请取消隐藏，或删去", Place(self.file, self._row))
        self._empty = 0
        self._count += 1
        if self._count > MOST_ROWS + 1:
            message = f"行太多，最多 {MOST_ROWS} 行；请存成 CSV"
            raise HandbookError(message, Place(self.file, self._row))
        self.ready.append((self._row, tuple(cells.get(n) for n in range(1, max(cells) + 1))))
        self._cells = {}


def whole(text: str) -> int | None:
    """The whole number of an attribute; None where it is none that a workbook can hold."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def _number(letters: str) -> int:
    """The number of the column that letters name: A is 1."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number
