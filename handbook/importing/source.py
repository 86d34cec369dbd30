"""Raw files of any office, decoded: text, saved web pages, Word files, PDF.

The ranges of an import are half-open ranges of code points in the decoded text of a file. That is
the file itself for text and web pages; for Word and PDF it is the canonical text (`canonical.py`),
which the import writes beside its report as `<file>.txt`.
"""

from __future__ import annotations

import hashlib
import re
from array import array
from bisect import bisect_right
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from handbook.errors import Diagnostic, HandbookError, Place, Severity, reason
from handbook.importing import docx, web_page
from handbook.importing.canonical import Canonical, Join, Noise
from handbook.textfile import with_line_feeds

#: A compilation of five thousand printed pages has about 4 million characters (12 MB); a file
#: beyond this limit (bytes) is hardly a text, and working on it would need gigabytes of memory.
MAX_BYTES = 24 * 1024 * 1024
#: Word and PDF carry pictures beside their text.
MAX_PACKED_BYTES = 256 * 1024 * 1024
WORD_SUFFIXES = (".docx", ".docm")
PACKED_SUFFIXES = (*WORD_SUFFIXES, ".pdf")
SUFFIXES = (".txt", ".md", ".html", ".htm", *PACKED_SUFFIXES)
_ADVICE = {
    ".doc": "这是旧版 Word 文件。请用 Word 或 WPS 打开，另存为 .docx，再导入。",
    ".wps": "这是 WPS 文件。请用 WPS 打开，另存为 .docx，再导入。",
    ".rtf": "这是 RTF 文件。请用 Word 或 WPS 打开，另存为 .docx，再导入。",
    ".ofd": "不能导入 OFD 版式文件。请用阅读器另存或打印为 PDF，再导入。",
    ".xlsx": "不能导入表格文件。请把制度正文另存为 .docx 或 .txt，再导入。",
}

_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class Source:
    """A raw text.

    Attributes:
        name: file name, as reports show it.
        text: decoded, BOM removed, line ends as LF; for a web page the text of its blocks; for
            Word and PDF the canonical text.
        sha256: of the bytes.
        encoding: as detected.
        offsets: for a web page the place of each character of `text` in the decoded page;
            None where the text is the file itself.
        page: the decoded page; "" where the text is the file itself.
        diagnostics: remarks on the file, placed in the decoded text.
        noise: what its format tells to be no text: heads of pages, menus, comments.
        joins: white space between the lines of one paragraph, where a page broke them.
        pages: where the pages of a PDF begin in `text`; else ().
        title: range of the title where the file itself says which it is; then it is one
            regulation.
        canonical: whether `text` is a canonical text, and so a file to be written.
        other: the canonical text of the other version (see `old`), None without tracked changes.
        old: whether `text` is the version before the tracked changes.
    """

    name: str
    text: str
    sha256: str
    encoding: str
    offsets: array[int] | None = None
    diagnostics: tuple[Diagnostic, ...] = ()
    page: str = ""
    noise: tuple[Noise, ...] = ()
    joins: tuple[Join, ...] = ()
    pages: tuple[int, ...] = ()
    title: tuple[int, int] | None = None
    canonical: bool = False
    other: str | None = None
    old: bool = False

    @property
    def decoded(self) -> tuple[tuple[str, str], ...]:
        """Name and text of each file to be written, so that a person can look at the ranges."""
        if not self.canonical:
            return ()
        texts = [(f"{self.name}.txt", self.text)]
        if self.other is not None:
            version = "修订后" if self.old else "修订前"
            texts.append((f"{self.name}.{version}.txt", self.other))
        return tuple(texts)

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


def load(path: Path, *, old: bool = False) -> Source:
    """Read and decode a raw file.

    Args:
        path: the file.
        old: of a Word file with tracked changes take the text before them.

    Raises:
        HandbookError: the file cannot be read, is empty, too large, damaged, has a password, or is
            in no encoding that offices use (UTF-8, UTF-8 with BOM, GB18030, Big5).
    """
    place = Place(path.name)
    suffix = path.suffix.lower()
    if suffix not in SUFFIXES:
        known = f"不能导入“{path.suffix or path.name}”类型的文件；可导入 {'、'.join(SUFFIXES)}。"
        raise HandbookError(_ADVICE.get(suffix, known), place)
    try:
        size = path.stat().st_size
        most = MAX_PACKED_BYTES if suffix in PACKED_SUFFIXES else MAX_BYTES
        if size > most:
            raise HandbookError(
                f"文件有 {size // 1_048_576} MB，超过 {most // 1_048_576} MB 的上限。"
                "请先把汇编拆成几个文件。",
                place,
            )
        data = path.read_bytes()
    except OSError as error:
        raise HandbookError(f"读不了这个文件：{reason(error)}。", place) from None
    return decode(data, path.name, old=old)


def decode(data: bytes, name: str, *, old: bool = False) -> Source:
    """Decode the bytes of a raw file; see `load` for the arguments and errors."""
    suffix = name.lower().rpartition(".")[2]
    if f".{suffix}" in WORD_SUFFIXES:
        return _word(data, name, old=old)
    if suffix == "pdf":
        from handbook.importing import pdf  # its library takes a while to load

        return _canonical(pdf.read(data, name), data, name)
    return _text(data, name)


def _word(data: bytes, name: str, *, old: bool) -> Source:
    document = docx.read(data, name)
    if document.before is None:
        return _canonical(document.text, data, name)
    new, before = document.text, document.before
    taken, other = (before, new) if old else (new, before)
    return replace(_canonical(taken, data, name), other=other.text, old=old)


def _canonical(made: Canonical, data: bytes, name: str) -> Source:
    source = Source(
        name,
        made.text,
        hashlib.sha256(data).hexdigest(),
        "",
        diagnostics=made.diagnostics,
        noise=made.noise,
        joins=made.joins,
        pages=made.pages,
        title=made.title,
        canonical=True,
    )
    if not made.text.strip():
        raise HandbookError("文件里没有可导入的文字。", Place(name))
    return source


def _text(data: bytes, name: str) -> Source:
    digest = hashlib.sha256(data).hexdigest()
    html = name.lower().endswith((".html", ".htm"))
    text, encoding = _decoded(data, name, html=html)
    notes: list[Diagnostic] = []
    if not encoding.startswith("UTF-8"):
        message = f"文件按 {encoding} 编码读入（不是 UTF-8）。"
        notes.append(Diagnostic(name, 1, 1, "encoding", Severity.INFO, message))
    text = with_line_feeds(text)
    if control := _CONTROL.search(text):
        source = Source(name, text, digest, encoding)
        raise HandbookError(
            f"文件里有控制字符 U+{ord(control.group()):04X}，不像是文本。"
            "若是 Word 或 PDF，请把文件名改回 .docx 或 .pdf 再导入。",
            source.place(control.start()),
        )
    if not text.strip():
        raise HandbookError("文件是空的，没有可导入的文字。", Place(name))
    return (
        _page(text, name, digest, encoding, notes)
        if html
        else Source(name, text, digest, encoding, None, tuple(notes))
    )


def _page(text: str, name: str, digest: str, encoding: str, notes: Sequence[Diagnostic]) -> Source:
    """The source of a saved web page."""
    visible = web_page.read(text)
    if not visible.text.strip():
        raise HandbookError("网页里没有可导入的文字。", Place(name))
    source = Source(
        name, visible.text, digest, encoding, visible.offsets, tuple(notes), text, visible.noise
    )
    place_of = Places(source)
    links = []
    for at, address in visible.attached:
        spot = place_of(at)
        message = f"网页附有文件“{address}”，没有下载；是制度一部分的，请另行导入。"
        links.append(
            Diagnostic(name, spot.line, spot.column, "outside-link", Severity.INFO, message)
        )
    return replace(source, diagnostics=(*source.diagnostics, *links))


def _decoded(data: bytes, name: str, *, html: bool) -> tuple[str, str]:
    """The text of bytes and the name of their encoding.

    UTF-8 where it can be; else what a web page declares, if that fits; else GB18030, which holds
    GB 2312 and GBK.
    """
    if data.startswith(b"\xef\xbb\xbf"):
        encoding, data = "UTF-8（带 BOM）", data[3:]
    else:
        encoding = "UTF-8"
    try:
        return data.decode("utf-8"), encoding
    except UnicodeDecodeError as utf8:
        declared = _CHARSET.search(data[:4096]) if html else None
        chinese = declared and declared[1].lower() in (b"big5", b"big5-hkscs")
        for codec, shown in (("big5hkscs", "Big5"), ("gb18030", "GB18030")):
            if codec == "gb18030" or chinese:
                with suppress(UnicodeDecodeError):
                    return data.decode(codec), shown
        line = data.count(b"\n", 0, utf8.start) + 1
        raise HandbookError(
            f"既不是 UTF-8 也不是 GB18030 编码（第 {utf8.start + 1} 个字节读不通）。"
            "请用文本编辑器另存为 UTF-8。",
            Place(name, line),
        ) from None
