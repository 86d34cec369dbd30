"""The committed baseline: findings that are known and stay, as the printed text has them.

An entry names code, file and a fingerprint of the line's text, so that it survives lines moving. An
entry that matches nothing any more is itself a finding.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

from handbook.errors import Diagnostic, HandbookError, Place
from handbook.files import write_whole
from handbook.linting.codes import CODES

FILE = "lint-baseline.yml"
_KEYS = ("code", "file", "fingerprint", "count", "reason")
_HEAD = """\
# 已知并保留的检查结果（原文如此，不改）。由 handbook lint --update-baseline 写出；
# reason 由人填写，再次写出时保留。fingerprint 是该行文字的指纹，行号变了仍然有效。
"""


@dataclass(frozen=True, slots=True, order=True)
class Entry:
    """A known finding.

    Attributes:
        file: path of the file below the regulations folder.
        code: its code.
        fingerprint: of the text of its line.
        count: how many findings of that code the line has.
        reason: why it stays, in words; "" where nobody wrote it down.
    """

    file: str
    code: str
    fingerprint: str
    count: int = 1
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Judged:
    """Findings held against a baseline.

    Attributes:
        new: those that are not in it, in the order given.
        known: those that are.
        stale: entries (with what is left of their count) that match no finding.
    """

    new: tuple[Diagnostic, ...]
    known: tuple[Diagnostic, ...]
    stale: tuple[Entry, ...]


class Lines:
    """The lines of files, read once, for their fingerprints."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._files: dict[str, Sequence[str]] = {}

    def key(self, diagnostic: Diagnostic) -> tuple[str, str, str]:
        """File below the root, code, and fingerprint of a finding's line."""
        if diagnostic.file not in self._files:
            try:
                text = Path(diagnostic.file).read_text("utf-8-sig")
            except (OSError, UnicodeDecodeError):
                text = ""
            self._files[diagnostic.file] = text.split("\n")
        lines = self._files[diagnostic.file]
        line = lines[diagnostic.line - 1] if diagnostic.line <= len(lines) else ""
        try:
            file = Path(diagnostic.file).relative_to(self.root).as_posix()
        except ValueError:
            file = diagnostic.file
        return file, diagnostic.code, fingerprint(line)


def fingerprint(line: str) -> str:
    """The fingerprint of a line: of its text without white space at both ends."""
    return hashlib.sha256(line.strip().encode()).hexdigest()[:12]


def load(path: Path) -> tuple[Entry, ...]:
    """The entries of a baseline file; none if there is no such file.

    Raises:
        HandbookError: it is no list of entries as described above.
    """
    try:
        data = yaml.safe_load(path.read_text("utf-8"))
    except FileNotFoundError:
        return ()
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else 1
        raise HandbookError("基线文件读不懂", Place(path.as_posix(), line)) from None
    return tuple(_entry(item, path) for item in data or ())


def _entry(item: object, path: Path) -> Entry:
    if not isinstance(item, dict) or not {"code", "file", "fingerprint"} <= item.keys():
        raise HandbookError("每一项要有 code、file、fingerprint", Place(path.as_posix()))
    for key in item.keys() - set(_KEYS):
        raise HandbookError(f"没有“{key}”这一栏，可用：{'、'.join(_KEYS)}", Place(path.as_posix()))
    if item["code"] not in CODES:
        raise HandbookError(f"没有“{item['code']}”这种检查", Place(path.as_posix()))
    count = item.get("count", 1)
    if not isinstance(count, int) or count < 1:
        raise HandbookError("count 要是正整数", Place(path.as_posix()))
    return Entry(
        str(item["file"]),
        item["code"],
        str(item["fingerprint"]),
        count,
        str(item.get("reason", "")),
    )


def judge(diagnostics: Iterable[Diagnostic], entries: Iterable[Entry], lines: Lines) -> Judged:
    """Holds findings against a baseline."""
    left: Counter[tuple[str, str, str]] = Counter()
    by_key: dict[tuple[str, str, str], Entry] = {}
    for entry in entries:
        key = (entry.file, entry.code, entry.fingerprint)
        left[key] += entry.count
        by_key.setdefault(key, entry)
    new: list[Diagnostic] = []
    known: list[Diagnostic] = []
    for diagnostic in diagnostics:
        key = lines.key(diagnostic)
        if left[key]:
            left[key] -= 1
            known.append(diagnostic)
        else:
            new.append(diagnostic)
    stale = tuple(
        Entry(*key[:1], key[1], key[2], count, by_key[key].reason)
        for key, count in left.items()
        if count
    )
    return Judged(tuple(new), tuple(known), stale)


def update(
    diagnostics: Iterable[Diagnostic], entries: Iterable[Entry], lines: Lines
) -> tuple[Entry, ...]:
    """The baseline of just these findings, with the reasons that people wrote into the old one."""
    reasons: dict[tuple[str, str, str], str] = defaultdict(str)
    for entry in entries:
        reasons[entry.file, entry.code, entry.fingerprint] = entry.reason
    counts = Counter(lines.key(d) for d in diagnostics)
    return tuple(
        sorted(
            Entry(file, code, print_, count, reasons[file, code, print_])
            for (file, code, print_), count in counts.items()
        )
    )


def save(path: Path, entries: Iterable[Entry]) -> None:
    """Writes a baseline file; it appears whole or not at all.

    Raises:
        HandbookError: the folder cannot be written.
    """
    rows = [
        {key: value for key in _KEYS if (value := getattr(entry, key)) not in ("", 1)}
        for entry in entries
    ]
    body = (
        yaml.safe_dump(rows, allow_unicode=True, sort_keys=False, width=10**6) if rows else "[]\n"
    )
    write_whole(path.parent, [(path, _HEAD + body)])
