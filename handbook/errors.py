"""One base class for every mistake a user can make, and the diagnostic that reports a doubt.

A `HandbookError` ends a command with exit status 2. A `Diagnostic` is a finding about a text:
it is collected, shown and sorted, and never raised.
"""

from __future__ import annotations

import enum
import errno
from dataclasses import dataclass


class Severity(enum.StrEnum):
    """How grave a diagnostic is. Only `ERROR` makes a command end with status 1."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a file. Lines and columns count from 1; columns count characters, not bytes."""

    file: str
    line: int = 1
    column: int = 1

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


class HandbookError(Exception):
    """A mistake that the user can mend: message in Chinese, with the place where it stands."""

    def __init__(self, message: str, place: Place | None = None) -> None:
        self.message = message
        self.place = place
        super().__init__(f"{place} {message}" if place else message)


@dataclass(frozen=True, slots=True, order=True)
class Diagnostic:
    """A located remark on a text. `code` names a page under `docs/lint/`.

    Sorts by file, line, column, code. `message` says what was found, what is valid and what to do.
    """

    file: str
    line: int
    column: int
    code: str
    severity: Severity
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column} [{self.severity} {self.code}] {self.message}"


class Remarks:
    """Collects the diagnostics on one file."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.found: list[Diagnostic] = []

    def add(self, line: int, column: int, code: str, severity: Severity, message: str) -> None:
        """One more diagnostic; `line` and `column` from 1."""
        self.found.append(Diagnostic(self.file, line, column, code, severity, message))


_REASONS = {
    errno.ENOENT: "没有这个文件或文件夹",
    errno.EACCES: "没有权限",
    errno.EPERM: "没有权限",
    errno.EISDIR: "这是文件夹，不是文件",
    errno.ENOTDIR: "路径中间有一段不是文件夹",
    errno.EROFS: "这里是只读的",
    errno.ENOSPC: "磁盘满了",
    errno.ENAMETOOLONG: "名字太长",
    errno.EEXIST: "同名的文件已经在了",
}


def reason(error: OSError) -> str:
    """Why the system refused a file, in Chinese where the cause is a common one."""
    return _REASONS.get(error.errno or 0, error.strerror or "原因不明")
