"""A regulation gets another folder, and so another address; the old address leads to the new one.

`moved.yml` below the regulations holds old and new slug and the day, in the order in which it
happened; a chain of moves is followed to its end.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import yaml

from handbook.errors import HandbookError, Place
from handbook.files import write_whole
from handbook.library import SLUG, TEXT_FILE
from handbook.textfile import decode, read_bytes
from handbook.yamlvalues import check_keys, parse_list

FILE = "moved.yml"
_KEYS = ("old", "new", "day")
_HEAD = """\
# 换过代号（网址）的制度，由 handbook rename 写出；手册里旧网址转到新网址。
"""


@dataclass(frozen=True, slots=True)
class Move:
    """A regulation's old and new slug, and the day of the move."""

    old: str
    new: str
    day: date


def load(root: Path) -> tuple[Move, ...]:
    """All moves, the oldest first.

    Raises:
        HandbookError: the file is wrong.
    """
    path = root / FILE
    if not path.is_file():
        return ()
    name = path.as_posix()
    moves = []
    for value in parse_list(decode(read_bytes(path, name), name), name):
        found = value.mapping("换代号")
        check_keys(found, _KEYS)
        for key in _KEYS:
            if key not in found:
                value.fail(f"缺“{key}”")
        moves.append(
            Move(found["old"].text("old"), found["new"].text("new"), found["day"].day("day"))
        )
    return tuple(moves)


def redirects(root: Path, there: frozenset[str]) -> Mapping[str, str]:
    """Old slug → the slug at which the regulation stands now, for those that lead anywhere.

    Args:
        root: the folder of regulations.
        there: the slugs that there are; none of them is redirected.

    Raises:
        HandbookError: the file is wrong.
    """
    now: dict[str, str] = {}
    for move in load(root):
        for old, new in now.items():
            if new == move.old:
                now[old] = move.new
        now[move.old] = move.new
    return {old: new for old, new in now.items() if old not in there and new in there}


def rename(root: Path, old: str, new: str, day: date) -> tuple[Path, ...]:
    """Moves a regulation's folder and rewrites what names it.

    Returns:
        The files that were rewritten.

    Raises:
        HandbookError: there is no such regulation, the new slug is taken or none, or of another
            body (a regulation does not change its issuer by a new address).
    """
    source, target = root / old, root / new
    if not (source / TEXT_FILE).is_file():
        raise HandbookError("没有这部制度；写成 机关/制度，如 wangcheng/caiwu", Place(old))
    body, _, folder = new.partition("/")
    if body != old.partition("/")[0] or not SLUG.fullmatch(folder):
        raise HandbookError("新代号应是同一机关下的小写字母、数字和连字符", Place(new))
    if target.exists():
        raise HandbookError("新代号已经有了", Place(target.as_posix()))
    moved = [*load(root), Move(old, new, day)]
    changed: list[tuple[Path, str | bytes]] = [(root / FILE, _dump(moved))]
    for path in sorted(root.rglob("*.yml")):
        text = path.read_text("utf-8")
        after = _renamed(text, old, new, path.is_relative_to(root / body))
        if after != text and path != root / FILE:
            where = target / path.relative_to(source) if path.is_relative_to(source) else path
            changed.append((where, after))
    try:
        source.rename(target)
    except OSError as error:
        raise HandbookError(f"改不了文件夹名：{error.strerror}", Place(old)) from None
    write_whole(root, changed)
    return tuple(path for path, _ in changed)


def _renamed(text: str, old: str, new: str, inside: bool) -> str:
    """A file with the new slug; inside the body's folder rules are named without the body."""
    text = re.sub(rf"(?<![\w/-]){re.escape(old)}(?![\w-])", new, text)
    if inside:
        was, now = (slug.partition("/")[2] for slug in (old, new))
        text = re.sub(rf"(?<![\w/-]){re.escape(was)}/(?=[a-z0-9])", f"{now}/", text)
    return text


def _dump(moves: list[Move]) -> str:
    data = [{"old": m.old, "new": m.new, "day": m.day} for m in moves]
    return _HEAD + yaml.safe_dump(data, allow_unicode=True, sort_keys=False)
