"""Reports what the importer found when it held the contents of a compilation against its bodies."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from handbook.errors import Diagnostic, HandbookError, Place
from handbook.linting.codes import CODES

REPORT = "import-report.json"
_KINDS = (
    ("contents_missing", "contents-without-text", "目录列有“{}”，却没有正文；请向来源单位索取"),
    ("unlisted", "text-not-in-contents", "“{}”有正文，目录里没有列"),
)  # fmt: skip


def contents(root: Path) -> Iterator[Diagnostic]:
    """What the import reports of all issuing bodies below `root` say of their contents.

    Raises:
        HandbookError: a report is no JSON of the form that import writes.
    """
    for path in sorted(root.glob(f"*/{REPORT}")):
        try:
            report = json.loads(path.read_text("utf-8"))
            for key, code, message in _KINDS:
                for entry in report.get(key, ()):
                    file, start, title = entry["file"], int(entry["start"]), str(entry["title"])
                    source, line, column = _place(root / "sources" / file, start)
                    yield Diagnostic(
                        source, line, column, code, CODES[code].severity, message.format(title)
                    )
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            raise HandbookError(
                "导入报告读不懂；请重新运行 handbook import", Place(path.as_posix())
            ) from None


def _place(path: Path, offset: int) -> tuple[str, int, int]:
    """File, line and column of an offset in a decoded source; line 1 if it cannot be read."""
    try:
        text = path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except (OSError, UnicodeDecodeError):
        return path.as_posix(), 1, 1
    return path.as_posix(), text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)
