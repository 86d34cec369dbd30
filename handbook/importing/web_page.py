"""The text of a saved web page: a line for each block, tables as Markdown, places kept.

What the page's markup tells to be the site's own (menus, share buttons, feet) is kept as text and
listed as noise, unless a 条 or most of the text stands in it.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from html import unescape
from html.parser import HTMLParser
from typing import NamedTuple

from handbook.importing.canonical import Noise
from handbook.labels import Style, parse_label

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

#: Elements that never hold others, so that no end tag closes them.
_VOID_TAGS = frozenset(
    (
        "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param",
        "source", "track", "wbr",
    )
)  # fmt: skip
#: Tags, and words in the class or id of an element, that make it the site's own.
_FRAME_TAGS = {"nav": "网页导航", "footer": "网页页脚", "aside": "网页边栏"}
_FRAME_WORDS = {
    **dict.fromkeys(("nav", "navbar", "navigation", "menu", "topbar"), "网页导航"),
    **dict.fromkeys(("breadcrumb", "breadcrumbs", "crumb", "crumbs"), "网页导航"),
    **dict.fromkeys(("share", "bdsharebuttonbox", "qrcode", "toolbar"), "分享、打印按钮"),
    **dict.fromkeys(("footer", "copyright", "friendlink"), "网页页脚"),
    **dict.fromkeys(("sidebar", "related", "recommend", "banner", "search", "login"), "网页边栏"),
}
_NAME_WORD = re.compile(r"[A-Z]?[a-z]+")
_INVISIBLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_ATTACHED = re.compile(r"[^?#]*\.(?:docx?|wps|xlsx?|et|pptx?|pdf|ofd|zip|rar|7z)(?:[?#]|$)", re.I)
#: So many lines in a row that are links and nothing else are a menu.
_MENU = 3
_SHORT = 20  # characters of an entry of a menu


class Char(NamedTuple):
    """A visible character.

    Attributes:
        text: it, or two that it became in a table cell.
        at: its place in the page.
        frame: why it is the site's own, or "".
        linked: whether it stands in a link that leads elsewhere.
    """

    text: str
    at: int
    frame: str = ""
    linked: bool = False


@dataclass(frozen=True, slots=True)
class Visible:
    """The visible text of a page.

    Attributes:
        text: the text.
        offsets: place of each of its characters in the decoded page.
        noise: what of it is the site's own.
        attached: places in `text` where a file is linked, with the address of the file.
    """

    text: str
    offsets: array[int]
    noise: tuple[Noise, ...]
    attached: tuple[tuple[int, str], ...]


def read(page: str) -> Visible:
    """The visible text of a decoded page."""
    parser = _Page(page)
    parser.feed(page)
    parser.close()
    chars = parser.finish()
    # A character may have become two in a table cell (an escaped bar); both have its place.
    offsets = array("I", (char.at for char in chars for _ in char.text))
    text = "".join(char.text for char in chars)
    attached = tuple((min(bisect_left(offsets, at), len(text)), a) for at, a in parser.attached)
    return Visible(text, offsets, tuple(_noise(text, chars)), attached)


def _noise(text: str, chars: Sequence[Char]) -> Iterator[Noise]:
    """Lines that are the site's own by their element, and menus without one."""
    marks = [char for char in chars for _ in char.text]
    lines = [m.span() for m in re.finditer(r"[^\n]*\S[^\n]*", text)]
    reasons = [_reason(marks[a:b]) for a, b in lines]
    own = Counter[str]()
    for (a, b), reason in zip(lines, reasons, strict=True):
        own[reason] += b - a
    kept = {r for r in own if 2 * own[r] > sum(own.values())}
    for (a, b), reason in zip(lines, reasons, strict=True):
        label = parse_label(text[a:b].strip()[:80])
        if label is not None and label.style in _LAW and len(text[a:b].strip()) > _SHORT:
            kept.add(reason)
    menus = _menus(text, lines, marks)
    for index, ((a, b), reason) in enumerate(zip(lines, reasons, strict=True)):
        if reason in kept:
            reason = ""
        reason = reason or ("网页导航" if index in menus else "")
        if reason:
            words = text[a:b].strip()
            start = a + text[a:b].index(words)
            yield Noise(start, start + len(words), words, reason)


_LAW = (Style.BOOK, Style.PART, Style.CHAPTER, Style.SECTION, Style.ARTICLE)


def _reason(line: Sequence[Char]) -> str:
    """Why a whole line is the site's own, or ""."""
    found = {char.frame for char in line if not char.text.isspace()}
    return found.pop() if len(found) == 1 else ""


def _menus(text: str, lines: Sequence[tuple[int, int]], marks: Sequence[Char]) -> set[int]:
    """Indexes of lines that stand together and hold short links only."""
    out: set[int] = set()
    run: list[int] = []
    for index, (a, b) in enumerate((*lines, (0, 0))):
        linked = a < b and all(m.linked or m.text in " \t\u00a0|｜·>" for m in marks[a:b])
        if linked and len(text[a:b].strip()) <= _SHORT:
            run.append(index)
            continue
        if len(run) >= _MENU:
            out.update(run)
        run = []
    return out


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
        self._open: list[tuple[str, str]] = []  # tags, and why their content is the site's own
        self._links: list[bool] = []
        self.attached: list[tuple[int, str]] = []

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
            target.append(Char("\n", self._offset()))

    def _char(self, text: str, at: int) -> Char:
        frame = self._open[-1][1] if self._open else ""
        return Char(text, at, frame, bool(self._links) and self._links[-1])

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An element that closes itself: only <br/> and the like do."""
        self.handle_starttag(tag, attrs)
        if tag in _SILENT_TAGS:
            self.handle_endtag(tag)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Blocks begin on a line of their own; tables are gathered."""
        if tag not in _VOID_TAGS:
            given = self._open[-1][1] if self._open else ""
            self._open.append((tag, given or _frame(tag, attrs)))
        if tag == "a":
            address = dict(attrs).get("href") or ""
            self._links.append(bool(address) and not address.startswith("#"))
            if _ATTACHED.match(address):
                self._links[-1] = False  # what it names belongs to the text
                self.attached.append((self._offset(), address))
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
        at = next((i for i in reversed(range(len(self._open))) if self._open[i][0] == tag), None)
        if at is not None:
            del self._open[at:]
        if tag == "a" and self._links:
            self._links.pop()
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
            self._target().extend(
                self._char(" " if c == "\n" else c, start + i) for i, c in enumerate(data)
            )

    def _reference(self, raw: str) -> None:
        if not self._silent:
            self._target().extend(self._char(char, self._offset()) for char in unescape(raw))

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
                self._chars += [*cell, Char("\n", cell[-1].at if cell else self._offset())]
            return
        for number, row in enumerate(rows):
            self._row(row, width)
            if number == 0:
                at = self._offset()
                self._chars += [Char(c, at) for c in "|" + " --- |" * width + "\n"]
        self._break()

    def _row(self, row: list[list[Char]], width: int) -> None:
        at = next((cell[0].at for cell in row if cell), self._offset())
        self._chars.append(Char("|", at))
        for index in range(width):
            cell = row[index] if index < len(row) else []
            words = [char._replace(text=_in_cell(char.text)) for char in cell]
            at = words[-1].at if words else at
            self._chars += [Char(" ", at), *words, Char(" ", at), Char("|", at)]
        self._chars.append(Char("\n", at))

    def finish(self) -> list[Char]:
        """All characters; a table that the page never closed is laid down too."""
        if self._table is not None:
            self._lay_down()
        return self._chars


def _in_cell(char: str) -> str:
    return " " if char == "\n" else "\\|" if char == "|" else char


def _words(cell: list[Char]) -> str:
    return "".join(char.text for char in cell).strip()


def _frame(tag: str, attrs: list[tuple[str, str | None]]) -> str:
    """Why an element is the site's own, or ""."""
    given = dict(attrs)
    if "hidden" in given or _INVISIBLE.search(given.get("style") or ""):
        return "网页上不显示的文字"
    if tag in _FRAME_TAGS:
        return _FRAME_TAGS[tag]
    if tag in ("body", "html", "main", "article"):
        return ""
    names = f"{given.get('class') or ''} {given.get('id') or ''} {given.get('role') or ''}"
    words = (w.lower() for w in _NAME_WORD.findall(names))
    return next((_FRAME_WORDS[w] for w in words if w in _FRAME_WORDS), "")
