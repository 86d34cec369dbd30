"""Raw files of any office: decoding, and the text of a saved web page with its places."""

from __future__ import annotations

import hashlib
import re
from array import array
from bisect import bisect_right
from dataclasses import dataclass
from pathlib import Path

from handbook.errors import Diagnostic, HandbookError, Place, Severity, reason
from handbook.importing import web_page

#: A compilation of five thousand printed pages has about 4 million characters (12 MB); a file
#: beyond this limit (bytes) is hardly a text, and working on it would need gigabytes of memory.
MAX_BYTES = 24 * 1024 * 1024
SUFFIXES = (".txt", ".md", ".html", ".htm")

_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f]")


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
        page: the decoded page; "" where the text is the file itself.
        diagnostics: remarks on the file as a whole.
    """

    name: str
    text: str
    sha256: str
    encoding: str
    offsets: array[int] | None = None
    diagnostics: tuple[Diagnostic, ...] = ()
    page: str = ""

    def outer(self, start: int, end: int) -> tuple[int, int]:
        """The range of the decoded file behind a range of `text`."""
        if self.offsets is None or start >= end:
            return start, end
        return self.offsets[start], self.offsets[end - 1] + 1

    def place(self, offset: int) -> Place:
        """Line and column (from 1) of an offset in `text`."""
        return Places(self)(offset)


class Places:
    """Line and column of many offsets in one text, each in logarithmic time."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._starts = [0, *(m.end() for m in re.finditer("\n", source.page or source.text))]

    def __call__(self, offset: int) -> Place:
        """The place of one offset."""
        offsets = self._source.offsets
        if offsets is not None:
            offset = offsets[min(offset, len(offsets) - 1)]
        line = bisect_right(self._starts, offset)
        return Place(self._source.name, line, offset - self._starts[line - 1] + 1)

    def outer(self, line: int, column: int) -> int | None:
        """The offset in the decoded file of a line and column (from 1); None if it has none."""
        if not 0 < line <= len(self._starts):
            return None
        return self._starts[line - 1] + column - 1


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
        body, offsets = web_page.visible_text(text)
        if not body.strip():
            raise HandbookError("网页里没有可导入的文字。", Place(name))
        return Source(name, body, digest, encoding, offsets, tuple(notes), text)
    return Source(name, text, digest, encoding, None, tuple(notes))
