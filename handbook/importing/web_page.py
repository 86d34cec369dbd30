"""The text of a saved web page: a line for each block, tables as Markdown, places kept."""

from __future__ import annotations

import re
from array import array
from dataclasses import dataclass, field
from html import unescape
from html.parser import HTMLParser

_BLOCK_TAGS = frozenset(
    (
        "address", "article", "aside", "blockquote", "body", "br", "dd", "div", "dl", "dt",
        "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6",
        "header", "hr", "li", "main", "nav", "ol", "p", "pre", "section", "ul",
    )
)  # fmt: skip
_SILENT_TAGS = frozenset(
    ("script", "style", "noscript", "template", "svg", "select", "button", "title")
)
#: A cell longer than this holds running text: the table only lays out the page.
_LONG_CELL = 400

Char = tuple[str, int]


def visible_text(page: str) -> tuple[str, array[int]]:
    """The visible text of a decoded page, and the place of each of its characters in the page."""
    parser = _Page(page)
    parser.feed(page)
    parser.close()
    chars = parser.finish()
    # A character may have become two in a table cell (an escaped bar); both have its place.
    return "".join(c for c, _ in chars), array("I", (at for c, at in chars for _ in c))


@dataclass(slots=True)
class _Table:
    """A table while it is read. `layout`: it holds blocks or tables and only lays out the page."""

    rows: list[list[list[Char]]] = field(default_factory=list)
    layout: bool = False


class _Page(HTMLParser):
    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=False)
        self._line_starts = [0, *(m.end() for m in re.finditer("\n", page))]
        self._chars: list[Char] = []
        self._table: _Table | None = None
        self._depth = 0
        self._silent = 0

    def _offset(self) -> int:
        line, column = self.getpos()
        return self._line_starts[line - 1] + column

    def _target(self) -> list[Char]:
        if self._table is not None and self._table.rows and self._table.rows[-1]:
            return self._table.rows[-1][-1]
        return self._chars

    def _break(self) -> None:
        target = self._target()
        if target and target[-1][0] != "\n":
            target.append(("\n", self._offset()))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Blocks begin on a line of their own; tables are gathered."""
        if tag in _SILENT_TAGS:
            self._silent += 1
        elif tag == "table":
            self._depth += 1
            if self._depth == 1:
                self._break()
                self._table = _Table()
            elif self._table is not None:
                self._table.layout = True
                self._break()
        elif self._table is not None and self._depth == 1 and tag == "tr":
            self._table.rows.append([])
        elif self._table is not None and self._depth == 1 and tag in ("td", "th"):
            if not self._table.rows:
                self._table.rows.append([])
            self._table.rows[-1].append([])
        elif tag in _BLOCK_TAGS or tag in ("tr", "td", "th"):
            self._break()

    def handle_endtag(self, tag: str) -> None:
        """Blocks end their line; a table is laid down."""
        if tag in _SILENT_TAGS:
            self._silent = max(0, self._silent - 1)
        elif tag == "table" and self._depth:
            self._depth -= 1
            if self._depth == 0:
                self._lay_down()
        elif tag in _BLOCK_TAGS:
            self._break()

    def handle_data(self, data: str) -> None:
        """Text: line breaks of the markup are white space."""
        if not self._silent:
            start = self._offset()
            self._target().extend((" " if c == "\n" else c, start + i) for i, c in enumerate(data))

    def _reference(self, raw: str) -> None:
        if not self._silent:
            self._target().extend((char, self._offset()) for char in unescape(raw))

    def handle_entityref(self, name: str) -> None:
        """A named character such as &nbsp;."""
        self._reference(f"&{name};")

    def handle_charref(self, name: str) -> None:
        """A numbered character."""
        self._reference(f"&#{name};")

    def _lay_down(self) -> None:
        table, self._table = self._table, None
        if table is None:
            return
        rows = [row for row in table.rows if any(_words(cell) for cell in row)]
        width = max((len(row) for row in rows), default=0)
        cells = [cell for row in rows for cell in row]
        data = not table.layout and len(rows) > 1 and width > 1
        if not data or any(len(cell) > _LONG_CELL for cell in cells):
            for cell in cells:
                self._chars += [*cell, ("\n", cell[-1][1] if cell else self._offset())]
            return
        for number, row in enumerate(rows):
            self._row(row, width)
            if number == 0:
                at = self._offset()
                self._chars += [(c, at) for c in "|" + " --- |" * width + "\n"]
        self._break()

    def _row(self, row: list[list[Char]], width: int) -> None:
        at = next((cell[0][1] for cell in row if cell), self._offset())
        self._chars.append(("|", at))
        for index in range(width):
            cell = row[index] if index < len(row) else []
            words = [(_in_cell(c), place) for c, place in cell]
            at = words[-1][1] if words else at
            self._chars += [(" ", at), *words, (" ", at), ("|", at)]
        self._chars.append(("\n", at))

    def finish(self) -> list[Char]:
        """All characters; a table that the page never closed is laid down too."""
        if self._table is not None:
            self._lay_down()
        return self._chars


def _in_cell(char: str) -> str:
    return " " if char == "\n" else "\\|" if char == "|" else char


def _words(cell: list[Char]) -> str:
    return "".join(c for c, _ in cell).strip()
