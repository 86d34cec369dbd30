"""What an amending notice orders, as guarded data, and the file that keeps it.

`history/<day>.amend.yml` says how the version of that day came out of the one before. Every entry
is guarded: the old words must stand exactly `count` times in the target, and what is rewritten or
deleted as a whole is known by a digest. Nothing in the file is prose to be interpreted.
"""

from __future__ import annotations

import enum
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from handbook.errors import HandbookError, Place
from handbook.textfile import decode, read_bytes
from handbook.yamlvalues import Value, parse_mapping

SUFFIX = ".amend.yml"
#: How a version without a day is called in file names and in `base`.
UNDATED = "undated"
#: How the comment on an instruction begins that was not read and waits for a person.
UNREAD = "没有读出"


class Operation(enum.StrEnum):
    """What is done. The value is the word in the file."""

    REPLACE = "replace"  # 将“甲”修改为“乙”；new 为空即删去“甲”
    ADD = "add"  # 在开头或末尾增加文字
    REWRITE = "rewrite"  # 将第X条修改为：“……”
    INSERT = "insert"  # 增加一条、一款、一项
    DELETE = "delete"  # 删去第X条
    RENUMBER = "renumber"  # 第X条改为第Y条
    SEQUENCE = "sequence"  # 条文顺序作相应调整
    RETITLE = "retitle"  # 将名称修改为
    REPEAL = "repeal"  # 废止、停止执行


@dataclass(frozen=True, slots=True)
class Instruction:
    """One instruction.

    Attributes:
        op: what is done.
        target: citation of the provision in the version that is changed, in its own numbering;
            "" for the whole text.
        old: words that stand there now (replace); the title as it is now (retitle).
        new: words, or paragraphs one a line, that stand there then; labels of 项 included, the
            label of the target itself not.
        count: how often `old` stands in the target.
        to: the number that a provision gets: 第五条, 第三款, 第(三)项 (insert, renumber).
        after: citation of the provision right after which a new one stands (insert).
        start: the words are added at the start, not at the end (add).
        was: digest of the target as it is now (add, rewrite, delete).
        says: where the notice says so.
        note: a remark of the person who confirmed it.
        place: where the entry stands.
    """

    op: Operation
    target: str = ""
    old: str = ""
    new: str = ""
    count: int = 1
    to: str = ""
    after: str = ""
    start: bool = False
    was: str = ""
    says: str = ""
    note: str = ""
    place: Place = field(default=Place(""), compare=False)


@dataclass(frozen=True, slots=True)
class Amendment:
    """All instructions that lead from one version to the next.

    Attributes:
        base: day of the version that is changed; None for one without a day.
        notice: slug of the amending notice, or its title where the handbook does not hold it.
        instructions: in the order of the notice.
        confirmed: a person has compared them with the notice.
        file: the file, as messages show it.
    """

    base: date | None
    notice: str
    instructions: tuple[Instruction, ...]
    confirmed: bool = False
    file: str = ""


_KEYS = ("base", "notice", "confirmed", "instructions")
#: Keys in the order in which they are written.
_ENTRY = ("says", "op", "target", "old", "new", "count", "to", "after", "start", "was", "note")
_NEEDS = {
    Operation.REPLACE: ("old", "new"),
    Operation.ADD: ("target", "new"),
    Operation.REWRITE: ("target", "new"),
    Operation.INSERT: ("to", "new"),
    Operation.DELETE: ("target",),
    Operation.RENUMBER: ("target", "to"),
    Operation.SEQUENCE: (),
    Operation.RETITLE: ("old", "new"),
    Operation.REPEAL: (),
}
_HEAD = """\
# 修改指令：上一个版本怎样改成这个版本。格式见 docs/versions-format.md。
# 由 handbook amend --propose 从通知读出的，要由人逐条对照通知核对，再把 confirmed 改成 true。
"""


def load(path: Path) -> Amendment:
    """Reads a file of instructions.

    Raises:
        HandbookError: it cannot be opened, or is not written as described above.
    """
    name = path.as_posix()
    return parse(decode(read_bytes(path, name), name), name)


def parse(text: str, file: str) -> Amendment:
    """The instructions of a text; `file` is its path as messages show it.

    Raises:
        HandbookError: it is not written as described above.
    """
    found = parse_mapping(text, file, _KEYS)
    for key in ("base", "notice", "instructions"):
        if key not in found:
            raise HandbookError(f"缺少“{key}”", Place(file))
    base = found["base"]
    day = None if base.content == UNDATED else base.day("base")
    return Amendment(
        day,
        found["notice"].text("notice"),
        tuple(_instruction(item) for item in found["instructions"].items("instructions")),
        "confirmed" in found and _yes(found["confirmed"], "confirmed"),
        file,
    )


def _instruction(item: Value) -> Instruction:
    entry = item.fields("指令", _ENTRY, ("op",))
    words = [op.value for op in Operation]
    word = entry["op"].text("op")
    if word not in words:
        entry["op"].fail(f"没有“{word}”这种操作；可用的有：{'、'.join(words)}")
    op = Operation(word)
    for key in _NEEDS[op]:
        if key not in entry:
            item.fail(f"“{word}”缺少“{key}”")
    count = entry["count"].whole("count") if "count" in entry else 1
    if not count:
        entry["count"].fail("“count”应为正整数")
    return Instruction(
        op,
        _text(entry, "target"),
        _text(entry, "old"),
        _text(entry, "new"),
        count,
        _text(entry, "to"),
        _text(entry, "after"),
        "start" in entry and _yes(entry["start"], "start"),
        _text(entry, "was"),
        _text(entry, "says"),
        _text(entry, "note"),
        item.place,
    )


def _text(entry: Mapping[str, Value], key: str) -> str:
    value = entry.get(key)
    if value is None or value.content is None:
        return ""
    if not isinstance(value.content, str):
        value.fail(f"“{key}”应为一段文字")
    return value.content.strip("\n")


def _yes(value: Value, key: str) -> bool:
    if value.content not in ("true", "false"):
        value.fail(f"“{key}”只能写 true 或 false")
    return value.content == "true"


def dump(amendment: Amendment, remarks: Iterable[str] = ()) -> str:
    """The text of the file; `remarks` stand as comments at its end."""
    lines = [
        f"base: {day_name(amendment.base)}",
        f"notice: {_scalar(amendment.notice)}",
        f"confirmed: {str(amendment.confirmed).lower()}",
        "instructions:" if amendment.instructions else "instructions: []",
    ]
    for instruction in amendment.instructions:
        mark = "- "
        for key in _ENTRY:
            value = getattr(instruction, key)
            if value in ("", False) and key not in _NEEDS[instruction.op]:
                continue
            if key == "count" and value == 1:
                continue
            lines += _entry(mark, key, value)
            mark = "  "
    lines += [f"# {line}" for remark in remarks for line in remark.split("\n")]
    return _HEAD + "\n".join(lines) + "\n"


def _entry(mark: str, key: str, value: str | int | bool) -> list[str]:
    if isinstance(value, str) and "\n" in value:
        return [f"{mark}{key}: |-", *(f"    {line}".rstrip() for line in value.split("\n"))]
    shown = str(value).lower() if isinstance(value, bool) else value
    plain = not isinstance(value, str) or key in ("op", "was")
    return [f"{mark}{key}: {shown if plain else _scalar(shown)}"]


def _scalar(text: object) -> str:
    """A text as one double-quoted YAML scalar: no word of a law can be taken for markup."""
    escaped = str(text).replace("\\", "\\\\").replace('"', '\\"').replace("\t", "\\t")
    return f'"{escaped}"'


def day_name(day: date | None) -> str:
    """A version's day as file names and `base` write it."""
    return day.isoformat() if day else UNDATED
