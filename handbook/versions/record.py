"""The record of a regulation's versions, `versions.yml`: what was enacted, so that no text changes
unnoticed, also without Git.

Of the newest version it holds a digest of each provision, of every older one that of its file. A
misprint may be corrected without a new version: the correction says what stood there, and undone it
must give the digest back, so nothing else can have been changed.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from handbook.errors import HandbookError, Place
from handbook.provision import Regulation
from handbook.sourcemap import digest
from handbook.textfile import decode, read_bytes
from handbook.yamlvalues import Value, parse_mapping

FILE = "versions.yml"
_SHA = re.compile(r"[0-9a-f]{64}")
_HEAD = """\
# 版本登记，由 handbook amend 写出，随正文一起提交。每处条款后面是它的指纹；条文改了而没有新版本，
# handbook lint 会指出来。订正错字写在 corrections 里，见 docs/versions-format.md。
"""


@dataclass(frozen=True, slots=True)
class Correction:
    """A misprint that was corrected in the newest version.

    Attributes:
        provision: id of the provision.
        old: what stood there.
        new: what stands there; exactly once in the provision.
        reason: why this is a misprint and no amendment.
        place: where the entry stands.
    """

    provision: str
    old: str
    new: str
    reason: str
    place: Place


@dataclass(frozen=True, slots=True)
class Record:
    """What `versions.yml` holds.

    Attributes:
        start: day of the newest version; None where it has none.
        title: its title.
        provisions: id → digest of label, heading and text, in document order.
        superseded: name of a file in `history/` → its SHA-256, oldest first.
        corrections: of the newest version.
        open: the newest version is still being written.
    """

    start: date | None
    title: str
    provisions: Mapping[str, str]
    superseded: Mapping[str, str]
    corrections: tuple[Correction, ...] = ()
    open: bool = False


def of(regulation: Regulation, superseded: Mapping[str, str], *, is_open: bool = False) -> Record:
    """The record of a newest version, without corrections."""
    provisions = {p.id: digest(p.words) for p in regulation.walk()}
    start = regulation.metadata.start
    return Record(start, regulation.title, provisions, superseded, open=is_open)


def sha256(text: str) -> str:
    """What a superseded version's file is known by."""
    return hashlib.sha256(text.encode()).hexdigest()


def load(folder: Path) -> Record | None:
    """The record of the regulation in `folder`; None where there is none.

    Raises:
        HandbookError: it cannot be read, or is not written as described above.
    """
    path = folder / FILE
    if not path.is_file():
        return None
    name = path.as_posix()
    return parse(decode(read_bytes(path, name), name), name)


_KEYS = ("start", "title", "open", "provisions", "superseded", "corrections")
_CORRECTION = ("provision", "old", "new", "reason")


def parse(text: str, name: str) -> Record:
    """The record in a text; `name`: the file as messages show it.

    Raises:
        HandbookError: it is not written as described above.
    """
    found = parse_mapping(text, name, _KEYS)
    for key in ("title", "provisions"):
        if key not in found:
            raise HandbookError(f"缺少“{key}”；请从 Git 恢复这个文件", Place(name))
    superseded = found.get("superseded")
    corrections = found.get("corrections")
    return Record(
        found["start"].day("start") if "start" in found else None,
        found["title"].text("title"),
        {k: v.text(k) for k, v in found["provisions"].mapping("provisions").items()},
        {k: _sha(k, v) for k, v in superseded.mapping("superseded").items()} if superseded else {},
        tuple(_correction(v) for v in corrections.items("corrections")) if corrections else (),
        "open" in found and found["open"].content == "true",
    )


def _sha(key: str, value: Value) -> str:
    text = value.text(key)
    if not _SHA.fullmatch(text):
        value.fail("应为 64 位的 SHA-256；请从 Git 恢复这个文件")
    return text


def _correction(value: Value) -> Correction:
    entry = value.fields("corrections", _CORRECTION, _CORRECTION)
    texts = [entry[key].text(key) for key in _CORRECTION]
    return Correction(texts[0], texts[1], texts[2], texts[3], value.place)


def dump(record: Record) -> str:
    """The text of `versions.yml`."""
    lines = [f"start: {record.start}"] if record.start else []
    lines.append(f"title: {_quoted(record.title)}")
    if record.open:
        lines.append("open: true")
    if record.corrections:
        lines.append("corrections:")
        for one in record.corrections:
            lines.append(f"- provision: {one.provision}")
            for key in _CORRECTION[1:]:
                lines.append(f"  {key}: {_quoted(getattr(one, key))}")
    if record.superseded:
        lines.append("superseded:")
        lines += [f"  {name}: {sha}" for name, sha in record.superseded.items()]
    lines.append("provisions:" if record.provisions else "provisions: {}")
    lines += [f"  {key}: {value}" for key, value in record.provisions.items()]
    return _HEAD + "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
