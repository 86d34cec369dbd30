"""Text files as people save them: their bytes, their encoding, their lines."""

from __future__ import annotations

from pathlib import Path

from handbook.errors import HandbookError, Place, reason


def read_bytes(path: Path, shown: str) -> bytes:
    """The bytes of a file; `shown` is its path as messages show it.

    Raises:
        HandbookError: it cannot be opened.
    """
    try:
        return path.read_bytes()
    except OSError as error:
        raise HandbookError(f"打不开文件：{reason(error)}", Place(shown)) from None


def decode(data: bytes, file: str) -> str:
    """The text of a UTF-8 file, without byte order mark.

    Raises:
        HandbookError: it is binary or in another encoding.
    """
    if b"\0" in data:
        line = data.count(b"\n", 0, data.index(b"\0")) + 1
        raise HandbookError("这不是文本文件（含有空字节）", Place(file, line))
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = data[: error.start]
        start = before.rfind(b"\n") + 1
        column = len(before[start:].decode("utf-8", "replace")) + 1
        raise HandbookError(
            "文件不是 UTF-8 编码；请另存为 UTF-8 再试", Place(file, before.count(b"\n") + 1, column)
        ) from None


def with_line_feeds(text: str) -> str:
    """`text` with its lines ending in LF, whether they ended in CR LF, CR or LF."""
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def line_and_column(text: str, offset: int) -> tuple[int, int]:
    """Line and column, both from 1, of an offset in a text whose lines end in LF."""
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)
