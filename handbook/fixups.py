"""Editorial repairs of a damaged source: `fixups.yml` beside a regulation's text.

The source itself is never touched. A repair says what stands there (`old`), what must stand
there (`new`) and why (`reason`); where `old` stands in several places, `after` says which words
come right before it. Together they must match exactly once, and a repair that no longer matches is
an error. A repair with `privacy: true` masks personal data: it locates by a range of the source,
and never says what it masks. A `note` says in place what is doubtful and was left as printed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import yaml

from handbook.errors import HandbookError, Place

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
        HandbookError: the file is no list of repairs and notes.
    """
    path = folder / FILE
    if not path.is_file():
        return Fixups()
    name = f"{shown or folder.as_posix()}/{FILE}"
    try:
        root = yaml.compose(path.read_text("utf-8"), Loader=yaml.SafeLoader)
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise HandbookError(f"不是能读的 YAML：{error}", Place(name)) from None
    if root is None:
        return Fixups()
    if not isinstance(root, yaml.SequenceNode):
        raise HandbookError("应当是一个列表，每项是一处修复或说明。", Place(name))
    repairs: list[Fixup] = []
    notes: list[Note] = []
    for node in root.value:
        place = Place(name, node.start_mark.line + 1, node.start_mark.column + 1)
        entry = _mapping(node, place)
        if "note" in entry:
            _check(entry, _NOTE_KEYS, ("at", "note"), place)
            notes.append(Note(str(entry["at"]), str(entry["note"]), place))
            continue
        privacy = entry.get("privacy") is True
        required = ("range", "new", "reason") if privacy else ("old", "new", "reason")
        _check(entry, _REPAIR_KEYS, required, place)
        if privacy and ("old" in entry or "after" in entry):
            raise HandbookError("隐私遮盖只写 range，不得写出被遮盖的文字。", place)
        span = entry.get("range")
        repairs.append(
            Fixup(
                str(entry.get("after", "")),
                str(entry.get("old", "")),
                str(entry["new"]),
                str(entry["reason"]),
                place,
                privacy,
                _range(span, place) if privacy else None,
            )
        )
    return Fixups(tuple(repairs), tuple(notes))


def _mapping(node: yaml.Node, place: Place) -> dict[str, object]:
    if not isinstance(node, yaml.MappingNode):
        raise HandbookError("每一项应当写成“键: 值”。", place)
    value = yaml.SafeLoader("").construct_mapping(node, deep=True)
    return {str(k): v for k, v in value.items()}


def _check(
    entry: dict[str, object], known: tuple[str, ...], required: tuple[str, ...], place: Place
) -> None:
    for key in entry:
        if key not in known:
            raise HandbookError(f"不认识的键“{key}”；可用的有 {'、'.join(known)}。", place)
    for key in required:
        if key not in entry:
            raise HandbookError(f"缺少“{key}”。", place)


def _range(value: object, place: Place) -> tuple[int, int]:
    if isinstance(value, list) and len(value) == 2 and all(isinstance(v, int) for v in value):
        start, end = value
        if 0 <= start < end:
            return start, end
    raise HandbookError("range 应当是两个整数 [起, 止)，起小于止。", place)


def locate(fixup: Fixup, text: str) -> tuple[int, int]:
    """The half-open range of `text` that a repair replaces.

    Blanks and line breaks of the text need not be repeated in `old` and `after`.

    Raises:
        HandbookError: `after` and `old` together match never or more than once.
    """
    if fixup.range is not None:
        return fixup.range
    pattern = rf"{_loose(fixup.after)}\s*(?P<old>{_loose(fixup.old)})"
    matches = list(re.finditer(pattern, text))
    if len(matches) != 1:
        what = (
            f"“{_short(fixup.after)}”之后的“{_short(fixup.old)}”"
            if fixup.after
            else f"“{_short(fixup.old)}”"
        )
        if not matches:
            raise HandbookError(
                f"原文里找不到{what}，这处修复用不上了。请核对文字，或删去。", fixup.place
            )
        raise HandbookError(
            f"{what}在原文里有 {len(matches)} 处，应当恰好一处。请用 after 写明它前面的字。",
            fixup.place,
        )
    return matches[0].span("old")


def _loose(words: str) -> str:
    return r"\s*".join(re.escape(c) for c in words if not c.isspace())


def _short(words: str) -> str:
    return words if len(words) <= 24 else words[:24] + "…"
