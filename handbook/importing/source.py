"""Raw files of any office: decoding, and the text of a saved web page with its places."""

from __future__ import annotations

import hashlib
import re
from array import array
from bisect import bisect_right
from dataclasses import dataclass
from html import unescape
from html.parser import HTMLParser
from pathlib import Path

from handbook.errors import Diagnostic, HandbookError, Place, Severity, reason

#: A compilation of five thousand printed pages has about 4 million characters (12 MB); a file
#: beyond this limit (bytes) is hardly a text, and working on it would need gigabytes of memory.
MAX_BYTES = 24 * 1024 * 1024
SUFFIXES = (".txt", ".md", ".html", ".htm")

_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f]")
_BLOCK_TAGS = frozenset(
    (
        "address", "article", "aside", "blockquote", "body", "br", "dd", "div", "dl", "dt",
        "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6",
        "header", "hr", "li", "main", "nav", "ol", "p", "pre", "section", "table", "td", "th",
        "title", "tr", "ul",
    )
)  # fmt: skip
_SILENT_TAGS = frozenset(("script", "style", "noscript", "template", "svg", "select", "button"))


@dataclass(frozen=True, slots=True)
class Source:
    """A raw text.

    Attributes:
        name: file name, as reports show it.
        text: decoded, BOM removed, line ends as LF; for a web page the text of its blocks.
        sha256: of the bytes.
        encoding: as detected.
        offsets: for a web page the place of each character of `text` in the decoded page;
            None where the text is the file itself.
        diagnostics: remarks on the file as a whole.
    """

    name: str
    text: str
    sha256: str
    encoding: str
    offsets: array[int] | None = None
    diagnostics: tuple[Diagnostic, ...] = ()

    def place(self, offset: int) -> Place:
        """Line and column (from 1) of an offset in `text`."""
        line = self.text.count("\n", 0, offset) + 1
        column = offset - (self.text.rfind("\n", 0, offset) + 1) + 1
        return Place(self.name, line, column)


class Places:
    """Line and column of many offsets in one text, each in logarithmic time."""

    def __init__(self, source: Source) -> None:
        self._name = source.name
        self._starts = [0, *(m.end() for m in re.finditer("\n", source.text))]

    def __call__(self, offset: int) -> Place:
        """The place of one offset."""
        line = bisect_right(self._starts, offset)
        return Place(self._name, line, offset - self._starts[line - 1] + 1)


def load(path: Path) -> Source:
    """Read and decode a raw file.

    Raises:
        HandbookError: the file cannot be read, is empty, too large, binary, or in no encoding that
            offices use (UTF-8, UTF-8 with BOM, GB18030).
    """
    place = Place(path.name)
    if path.suffix.lower() not in SUFFIXES:
        raise HandbookError(
            f"不能导入“{path.suffix or path.name}”类型的文件；可导入 {'、'.join(SUFFIXES)}。", place
        )
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise HandbookError(
                f"文件有 {size // 1_048_576} MB，超过 {MAX_BYTES // 1_048_576} MB 的上限。"
                "请先把汇编拆成几个文件。",
                place,
            )
        data = path.read_bytes()
    except OSError as error:
        raise HandbookError(f"读不了这个文件：{reason(error)}。", place) from None
    return decode(data, path.name)


def decode(data: bytes, name: str) -> Source:
    """Decode the bytes of a raw file; see `load` for the errors."""
    digest = hashlib.sha256(data).hexdigest()
    notes: list[Diagnostic] = []
    if data.startswith(b"\xef\xbb\xbf"):
        encoding, data = "UTF-8（带 BOM）", data[3:]
    else:
        encoding = "UTF-8"
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as utf8:
        try:
            text = data.decode("gb18030")
        except UnicodeDecodeError:
            line = data.count(b"\n", 0, utf8.start) + 1
            raise HandbookError(
                f"既不是 UTF-8 也不是 GB18030 编码（第 {utf8.start + 1} 个字节读不通）。"
                "请用文本编辑器另存为 UTF-8。",
                Place(name, line),
            ) from None
        encoding = "GB18030"
        notes.append(
            Diagnostic(
                name, 1, 1, "encoding", Severity.INFO, "文件按 GB18030 编码读入（不是 UTF-8）。"
            )
        )
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if control := _CONTROL.search(text):
        source = Source(name, text, digest, encoding)
        raise HandbookError(
            f"文件里有控制字符 U+{ord(control.group()):04X}，不像是文本。"
            "若是 Word 或 PDF，请另存为纯文本再导入。",
            source.place(control.start()),
        )
    if not text.strip():
        raise HandbookError("文件是空的，没有可导入的文字。", Place(name))
    if name.lower().endswith((".html", ".htm")):
        page = _Page()
        page.feed(text)
        page.close()
        body, offsets = page.result()
        if not body.strip():
            raise HandbookError("网页里没有可导入的文字。", Place(name))
        return Source(name, body, digest, encoding, offsets, tuple(notes))
    return Source(name, text, digest, encoding, None, tuple(notes))


class _Page(HTMLParser):
    """Collects the visible text of a page, one line a block, with the place of each character."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self._chars: list[str] = []
        self._at = array("I")
        self._silent = 0
        self._line_starts: list[int] = [0]
        self._raw = ""

    def feed(self, data: str) -> None:
        """Take the whole page at once."""
        self._raw = data
        self._line_starts = [0, *(m.end() for m in re.finditer("\n", data))]
        super().feed(data)

    def _offset(self) -> int:
        line, column = self.getpos()
        return self._line_starts[line - 1] + column

    def _break(self) -> None:
        if self._chars and self._chars[-1] != "\n":
            self._chars.append("\n")
            self._at.append(self._offset())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A block begins on a line of its own."""
        if tag in _SILENT_TAGS:
            self._silent += 1
        elif tag in _BLOCK_TAGS:
            self._break()

    def handle_endtag(self, tag: str) -> None:
        """A block ends its line."""
        if tag in _SILENT_TAGS:
            self._silent = max(0, self._silent - 1)
        elif tag in _BLOCK_TAGS:
            self._break()

    def handle_data(self, data: str) -> None:
        """Text: line breaks of the markup are white space."""
        if not self._silent:
            start = self._offset()
            self._chars.extend(" " if c == "\n" else c for c in data)
            self._at.extend(range(start, start + len(data)))

    def _reference(self, raw: str) -> None:
        if not self._silent:
            for char in unescape(raw):
                self._chars.append(char)
                self._at.append(self._offset())

    def handle_entityref(self, name: str) -> None:
        """A named character such as &nbsp;."""
        self._reference(f"&{name};")

    def handle_charref(self, name: str) -> None:
        """A numbered character."""
        self._reference(f"&#{name};")

    def result(self) -> tuple[str, array[int]]:
        """The text and the place of each of its characters in the page."""
        return "".join(self._chars), self._at
