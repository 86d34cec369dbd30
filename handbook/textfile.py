"""Text files as people save them."""

from __future__ import annotations

from handbook.errors import HandbookError, Place


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
