"""The committed baseline: findings that are known and stay, as the printed text has them.

An entry names code, file and a fingerprint of the line's text, so that it survives lines moving. An
entry that matches nothing any more is itself a finding.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

from handbook.errors import Diagnostic
from handbook.files import write_whole
from handbook.linting.codes import CODES
from handbook.textfile import decode, read_bytes
from handbook.yamlvalues import Value, parse_list

FILE = "lint-baseline.yml"
#: File below the regulations folder, code, fingerprint of the line.
Key = tuple[str, str, str]
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

    @property
    def key(self) -> Key:
        """What it knows a finding by."""
        return self.file, self.code, self.fingerprint


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

    def key(self, diagnostic: Diagnostic) -> Key:
        """What a baseline would know a finding by."""
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
        HandbookError: it cannot be opened, or is no list of entries as described above.
    """
    if not path.exists():
        return ()
    name = path.as_posix()
    return tuple(_entry(item) for item in parse_list(decode(read_bytes(path, name), name), name))


def _entry(item: Value) -> Entry:
    found = item.fields("条目", _KEYS, _KEYS[:3])
    code = found["code"].text("code")
    if code not in CODES:
        found["code"].fail(f"没有“{code}”这种检查")
    count = found["count"].whole("count") if "count" in found else 1
    if count < 1:
        found["count"].fail("“count”应为正整数")
    reason = found.get("reason")
    return Entry(
        found["file"].text("file"),
        code,
        found["fingerprint"].text("fingerprint"),
        count,
        reason.text("reason") if reason and reason.content else "",
    )


def judge(diagnostics: Iterable[Diagnostic], entries: Iterable[Entry], lines: Lines) -> Judged:
    """Holds findings against a baseline."""
    left: Counter[Key] = Counter()
    reasons: dict[Key, str] = {}
    for entry in entries:
        left[entry.key] += entry.count
        reasons.setdefault(entry.key, entry.reason)
    new: list[Diagnostic] = []
    known: list[Diagnostic] = []
    for diagnostic in diagnostics:
        key = lines.key(diagnostic)
        if left[key]:
            left[key] -= 1
            known.append(diagnostic)
        else:
            new.append(diagnostic)
    stale = tuple(Entry(*key, count, reasons[key]) for key, count in left.items() if count)
    return Judged(tuple(new), tuple(known), stale)


def update(
    diagnostics: Iterable[Diagnostic], entries: Iterable[Entry], lines: Lines
) -> tuple[Entry, ...]:
    """The baseline of just these findings, with the reasons that people wrote into the old one."""
    reasons = {entry.key: entry.reason for entry in entries}
    counts = Counter(lines.key(d) for d in diagnostics)
    return tuple(sorted(Entry(*key, n, reasons.get(key, "")) for key, n in counts.items()))


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
