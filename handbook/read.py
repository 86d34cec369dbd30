"""`text.md` → `Regulation`: front matter, typed lines, blocks, depth, tree.

The text is never refused for what it says: whatever cannot be placed is kept as it stands, and
what was doubtful is a diagnostic.
"""

from __future__ import annotations

import gc
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice
from pathlib import Path

from handbook import frontmatter, tree
from handbook.blocks import read_blocks
from handbook.errors import Diagnostic, HandbookError, Place, Remarks, Severity
from handbook.lines import Form, heading_words, opens, read_lines
from handbook.markdown import unescape
from handbook.provision import Metadata, Regulation
from handbook.textfile import decode, line_and_column, read_bytes, with_line_feeds

INFO_END = "<!-- INFO END -->"
_DATED = re.compile(r"([0-9]{4})年([0-9]{1,2})月([0-9]{1,2})日\s*(.*)")
_CONTROL = re.compile(r"[\x01-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
#: A damaged file has so many that a person needs no more.
_MOST_REMARKS = 100
_CONFLICT = re.compile(r"^(?:<{7}|>{7})(?: |$)", re.MULTILINE)
_SHORT_LINE = re.compile(r"[^，。；：！？]{2,40}")


@dataclass(frozen=True, slots=True)
class Reading:
    """A regulation as read, and what was doubtful in its text, in the order of the lines."""

    regulation: Regulation
    diagnostics: tuple[Diagnostic, ...]


def read_file(path: Path, slug: str = "", shown: str | None = None) -> Reading:
    """Reads a file; `shown` is its path as messages show it.

    Raises:
        HandbookError: it cannot be opened, is not UTF-8, or `read` refuses it.
    """
    name = str(path) if shown is None else shown
    return read(decode(read_bytes(path, name), name), name, slug)


def read(text: str, file: str = "", slug: str = "") -> Reading:
    """Reads one regulation.

    Args:
        text: `text.md`, a file of the community's law corpus, or pasted text.
        file: its path as shown to people.
        slug: `<issuer>/<folder>`.

    Raises:
        HandbookError: the text is empty, holds a NUL or marks of a merge conflict, has wrong front
            matter, or its title is another than that of the front matter.
    """
    text = with_line_feeds(text.removeprefix("\ufeff"))
    if not text.strip():
        raise HandbookError("文件是空的", Place(file))
    if "\0" in text:
        place = Place(file, *line_and_column(text, text.index("\0")))
        raise HandbookError("这不是文本文件（含有空字符）", place)
    if conflict := _CONFLICT.search(text):
        place = Place(file, *line_and_column(text, conflict.start()))
        raise HandbookError(
            "这里有没有解决的合并冲突（<<<<<<<、=======、>>>>>>>）；请选定一种写法，删去这些标记",
            place,
        )
    remarks = Remarks(file)
    _note_controls(text, remarks)
    head = _head(text, file)
    if not head.titled:
        title = head.metadata.title
        remarks.add(
            head.title_line, 1, "missing-title", Severity.WARNING if title else Severity.ERROR,
            "正文前要有一行标题，写作“# 标题”" + (f"；暂以“{title}”为标题" if title else ""),
        )  # fmt: skip
    with _without_collecting():
        lines = read_lines(head.body, head.first, head.form)
        blocks = read_blocks(lines, head.form, remarks)
        provisions = tree.build(blocks, head.metadata.nesting, remarks)
    regulation = Regulation(slug, head.metadata, provisions, head.preface, file)
    return Reading(regulation, tuple(sorted(remarks.found)))


@dataclass(frozen=True, slots=True)
class _Head:
    """What stands before the provisions.

    `titled`: there is a title line `# …`; `title_line`: where it is, or would be. `body`: the
    rest; `first`: number of its first line.
    """

    metadata: Metadata
    form: Form
    titled: bool
    title_line: int
    body: str
    first: int
    preface: tuple[str, ...] = ()


def _head(text: str, file: str) -> _Head:
    meta, body, first = frontmatter.split(text, file)
    start = len(body) - len(body.lstrip())
    line, _, rest = body[start:].partition("\n")
    hashes, title = heading_words(line)
    title_line = first + body.count("\n", 0, start)
    titled = hashes == 1 and title != ""
    if titled:
        body, first = rest, title_line + 1
    if meta is None and INFO_END in body:
        above, body = body.split(INFO_END, 1)
        first += above.count("\n")
        preface = tuple(s for line in above.split("\n") if (s := line.strip())) or ("",)
        meta = _from_preface(title if titled else "", preface)
        return _Head(meta, Form.CORPUS, titled, title_line, body, first, preface)
    if titled:
        title = unescape(title)
        if meta is None:
            meta = Metadata(title)
        elif not meta.title:
            meta = replace(meta, title=title)
        elif meta.title != title:
            raise HandbookError(
                f"标题“{title[:40]}”和文头的 title“{meta.title[:40]}”不一致，请改成一样",
                Place(file, title_line),
            )
        return _Head(meta, Form.TEXT, titled, title_line, body, first)
    if meta is not None:
        return _Head(meta, Form.TEXT, titled, title_line, body, first)
    line = line.strip()
    if _is_title(line):
        return _Head(Metadata(line), Form.LOOSE, titled, title_line, rest, title_line + 1)
    return _Head(Metadata(""), Form.LOOSE, titled, title_line, body, first)


@contextmanager
def _without_collecting() -> Iterator[None]:
    """Pauses the garbage collector: reading makes many objects and no cycle among them.

    Without this a large file costs a third more, and more the larger it is.
    """
    collects = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collects:
            gc.enable()


def _note_controls(text: str, remarks: Remarks) -> None:
    line, start = 1, 0
    for match in islice(_CONTROL.finditer(text), _MOST_REMARKS):
        line += text.count("\n", start, match.start())
        start = match.start()
        column = start - text.rfind("\n", 0, start)
        remarks.add(
            line, column, "control-character", Severity.WARNING,
            f"这里有看不见的控制字符 U+{ord(match[0]):04X}，请删去",
        )  # fmt: skip


def _is_title(line: str) -> bool:
    """Whether the first line of pasted text can be its title."""
    return line[0] not in "#|" and bool(_SHORT_LINE.fullmatch(line)) and not opens(line)


def _from_preface(title: str, preface: tuple[str, ...]) -> Metadata:
    """The metadata of a law-corpus file. A date that two lines state differently is left out."""
    dates: dict[str, set[date]] = {"adopted": set(), "issued": set(), "effective": set()}
    for line in preface:
        match = _DATED.fullmatch(line)
        if match is None:
            continue
        kind = _kind(match[4])
        if kind:
            try:
                dates[kind].add(date(int(match[1]), int(match[2]), int(match[3])))
            except ValueError:
                continue
    known = {kind: next(iter(days)) for kind, days in dates.items() if len(days) == 1}
    return Metadata(
        title,
        adopted=known.get("adopted"),
        issued=known.get("issued"),
        effective=known.get("effective"),
    )


def _kind(words: str) -> str:
    """Which date a preface line states by its other words: …会议通过, …公布, 施行; or ""."""
    if _DATED.search(words):
        return ""
    if words.endswith("通过") and not words.endswith(("修订通过", "修正通过")):
        return "adopted"
    if words.endswith(("公布", "发布", "印发")):
        return "issued"
    return "effective" if words.endswith("施行") else ""
