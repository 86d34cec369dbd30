"""Editorial repairs of a damaged source: `fixups.yml` beside a regulation's text.

The source itself is never touched. A repair says what stands there (`old`), what must stand
there (`new`) and why (`reason`); where `old` stands in several places, `after` says which words
come right before it. Together they must match exactly once, and a repair that no longer matches is
an error. A repair with `privacy: true` masks personal data: it locates by a range of the source,
and never says what it masks. A `note` says in place what is doubtful and was left as printed.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from handbook.errors import HandbookError, Place, reason
from handbook.provision import Regulation
from handbook.sourcemap import SourceMap
from handbook.textfile import decode
from handbook.yamlvalues import Value, check_keys, parse_value

FILE = "fixups.yml"


@dataclass(frozen=True, slots=True)
class Fixup:
    """One repair.

    Attributes:
        after: words that stand right before `old`, to tell it from other places; "" if not needed.
        old: what the source prints; "" for a privacy mask.
        new: what the text prints.
        reason: why this is certain, for readers.
        privacy: masks personal data.
        range: for a privacy mask, half-open range of code points in the decoded source.
        place: where the entry stands.
    """

    after: str
    old: str
    new: str
    reason: str
    place: Place
    privacy: bool = False
    range: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Note:
    """An editor's remark on words that are doubtful and were left as printed."""

    at: str
    note: str
    place: Place


@dataclass(frozen=True, slots=True)
class Fixups:
    """All repairs and notes of one regulation, in the order of the file."""

    repairs: tuple[Fixup, ...] = ()
    notes: tuple[Note, ...] = ()


_REPAIR_KEYS = ("after", "old", "new", "reason", "privacy", "range")
_NOTE_KEYS = ("at", "note")


def load(folder: Path, shown: str = "") -> Fixups:
    """The repairs of the regulation in `folder`; none where there is no file.

    `shown`: the folder as messages show it.

    Raises:
        HandbookError: the file cannot be read, or is no list of repairs and notes.
    """
    name = f"{shown or folder.as_posix()}/{FILE}"
    try:
        text = decode((folder / FILE).read_bytes(), name)
    except (FileNotFoundError, NotADirectoryError):
        return Fixups()
    except OSError as error:
        raise HandbookError(f"打不开文件：{reason(error)}。", Place(name)) from None
    root = parse_value(text, name)
    if root is None:
        return Fixups()
    if not isinstance(root.content, tuple):
        root.fail("应当是一个列表，每项是一处校正或说明。")
    repairs: list[Fixup] = []
    notes: list[Note] = []
    for item in root.content:
        if not isinstance(item.content, Mapping):
            item.fail("每一项应当写成“键: 值”。")
        entry = item.content
        if "note" in entry:
            _check(entry, _NOTE_KEYS, _NOTE_KEYS, item.place)
            notes.append(Note(entry["at"].text("at"), entry["note"].text("note"), item.place))
        else:
            repairs.append(_repair(entry, item.place))
    return Fixups(tuple(repairs), tuple(notes))


def _repair(entry: Mapping[str, Value], place: Place) -> Fixup:
    privacy = "privacy" in entry and _is_true(entry["privacy"])
    required = ("range", "new", "reason") if privacy else ("old", "new", "reason")
    _check(entry, _REPAIR_KEYS, required, place)
    if privacy and ("old" in entry or "after" in entry):
        raise HandbookError("隐私遮盖只写 range，不得写出被遮盖的文字。", place)
    if not privacy and "range" in entry:
        raise HandbookError("只有隐私遮盖（privacy: true）用 range；这里用 old 写明原文。", place)
    after = entry.get("after")
    return Fixup(
        after.text("after") if after else "",
        "" if privacy else entry["old"].text("old"),
        _new(entry["new"]),
        entry["reason"].text("reason"),
        place,
        privacy,
        _range(entry["range"]) if privacy else None,
    )


def _is_true(value: Value) -> bool:
    if value.content not in ("true", "false"):
        value.fail("“privacy”只能写 true 或 false。")
    return value.content == "true"


def _new(value: Value) -> str:
    """The words that take the place of the old ones, white space at their ends included."""
    if not isinstance(value.content, str):
        value.fail('“new”应为一段文字；要删去原文，写 new: ""。')
    return value.content


def _check(
    entry: Mapping[str, Value], known: tuple[str, ...], required: tuple[str, ...], place: Place
) -> None:
    check_keys(entry, known)
    for key in required:
        if key not in entry:
            raise HandbookError(f"缺少“{key}”。", place)


def _range(value: Value) -> tuple[int, int]:
    ends = value.items("range")
    if len(ends) == 2:
        start, end = (v.whole("range") for v in ends)
        if start < end:
            return start, end
    value.fail("range 应当是两个整数 [起, 止)，起小于止。")


def locate(fixup: Fixup, text: str) -> tuple[int, int]:
    """The half-open range of `text` (code points) that a repair replaces.

    Blanks and line breaks of the text need not be repeated in `old` and `after`.

    Raises:
        HandbookError: `after` and `old` together match never or more than once.
    """
    if fixup.range is not None:
        return fixup.range
    pattern = rf"{_loose(fixup.after)}\s*(?P<old>{_loose(fixup.old)})"
    matches = list(re.finditer(pattern, text))
    if len(matches) == 1:
        return matches[0].span("old")
    what = f"“{_short(fixup.old)}”"
    if fixup.after:
        what = f"“{_short(fixup.after)}”之后的{what}"
    if not matches:
        raise HandbookError(
            f"原文里找不到{what}，这处校正用不上了。请核对文字，或删去。", fixup.place
        )
    raise HandbookError(
        f"{what}在原文里有 {len(matches)} 处，应当恰好一处。请用 after 写明它前面的字。",
        fixup.place,
    )


def provisions(
    regulation: Regulation, fixups: Fixups, origins: SourceMap | None
) -> list[tuple[str, Fixup | Note]]:
    """Each repair and note with the id of the provision where it stands, repairs first.

    The id is "" where that is no provision (a title). `origins`: for privacy masks, which say
    nothing of the words around them.
    """
    if not fixups.repairs and not fixups.notes:
        return []
    text = _Text(regulation)
    found: list[tuple[str, Fixup | Note]] = []
    for repair in fixups.repairs:
        if repair.range is None:
            place = text.provision(repair.after, repair.new)
        else:
            place = origins.provision_at(repair.range[0]) if origins else ""
        found.append((place, repair))
    found += [(text.provision("", note.at), note) for note in fixups.notes]
    return found


class _Text:
    """The words of a regulation, white space left out, and the provision that holds each."""

    def __init__(self, regulation: Regulation) -> None:
        self._ids: list[str] = []
        self._starts: list[int] = []
        parts: list[str] = []
        length = 0
        for node in regulation.walk():
            own = _squeeze(node.words)
            self._ids.append(node.id)
            self._starts.append(length)
            parts.append(own)
            length += len(own)
        self._all = "".join(parts)

    def provision(self, after: str, own: str) -> str:
        """The id of the provision where `own` begin behind `after`; "" if there is none.

        Right behind, if they stand so; where `after` itself was repaired they need not.
        """
        after, own = _squeeze(after), _squeeze(own)
        start = self._all.find(after + own)
        if start < 0:
            start = self._all.find(after)
        place = self._all.find(own, start + len(after)) if start >= 0 else -1
        return self._ids[bisect_right(self._starts, place) - 1] if place >= 0 else ""


def _squeeze(text: str) -> str:
    return "".join(text.split())


def _loose(words: str) -> str:
    return r"\s*".join(re.escape(c) for c in words if not c.isspace())


def _short(words: str) -> str:
    return words if len(words) <= 24 else words[:24] + "…"
