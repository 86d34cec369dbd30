"""Titles that nothing announces, told by their form and by what begins below them."""

from __future__ import annotations

import re
from difflib import SequenceMatcher

from handbook.importing.genre import is_strong_title, is_title, stem
from handbook.importing.title import Found, Line, Title, lines
from handbook.importing.working import Working, squeeze
from handbook.labels import parse_label

_OPENING = re.compile(
    r"1\s*[、.．]|一\s*、|第\s*[一1]\s*[编章节条]|㈠|[（(]\s*[一1]\s*[）)]|⑴|①|为|根据|依据|按照"
)
_INLINE = re.compile(
    r"(?<=[。；;！])[^\S\n]+(?P<title>[^\s，,。；;：:]{4,30})[^\S\n]+(?=(?:1[、.．]|一、|第一[编章条]|㈠|[（(]一[）)]|为[了进规加切]|根据))"
)
_ROLE_DUTY = re.compile(
    r"[^，,。；;：:]{1,12}(?:员|长|主任|书记|师|秘书|科员|人员)(?:工作|岗位)?职责"
)


def find(work: Working, found: Found, start: int, announced: bool) -> list[Title]:
    """Titles beside those found already; `announced`: there are contents or a notice."""
    extra: list[Title] = []
    starts = sorted(t.start for t in found.titles)
    for match in _INLINE.finditer(work.text, start):
        title = squeeze(match["title"])
        if (
            is_strong_title(title)
            and not parse_label(title)
            and not any(t.start <= match.start("title") < t.end for t in found.titles)
        ):
            extra.append(Title(title, title, match.start("title"), match.end("title"), False))
    body = lines(work, start, len(work.text))
    taken = {t.start: t for t in found.titles}
    current: Title | None = None
    has_body = False
    parts: list[str] = []
    index = 0
    while index < len(body):
        line = body[index]
        if line.start in taken:
            current, has_body, parts = taken[line.start], False, []
            index += 1
            while index < len(body) and body[index].start < current.end:
                index += 1
            continue
        candidate = _standing(body, index)
        if candidate is None or (not candidate.listed and announced and not starts):
            has_body = True
            index += 1
            continue
        if current is not None and _is_part(candidate.printed, current, parts, has_body):
            parts.append(stem(candidate.printed))
            has_body = True
        else:
            current, has_body, parts = candidate, False, []
            extra.append(candidate)
        index += 1
        while index < len(body) and body[index].start < candidate.end:
            index += 1
    return extra


def _standing(body: list[Line], index: int) -> Title | None:
    """A title that stands on a line (or two) of its own, with a beginning below it."""
    for count in (1, 2):
        chunk = body[index : index + count]
        if len(chunk) < count or any(len(c.text) > 40 or parse_label(c.text) for c in chunk):
            return None
        if count == 2 and not _may_continue(chunk[0].text, body[index - 1].text if index else "。"):
            return None
        text = "".join(c.text for c in chunk)
        below = body[index + count] if index + count < len(body) else None
        if (
            is_strong_title(text)
            and below is not None
            and (_OPENING.match(below.text) or is_title(below.text) or len(below.text) <= 15)
        ):
            return Title(text, text, chunk[0].start, chunk[-1].end, False)
    return None


def _may_continue(line: str, above: str) -> bool:
    """Whether a line that is no title may be the first half of one broken over two lines."""
    return bool(
        not re.search(r"[，,。；;：:]|日$|(?:汇编|合集|目录|选编|文件)(?:[（(].*[）)])?$", line)
        and re.search(r"[。；;！!？?：:日）)]$", above)
    )


def _is_part(title: str, current: Title, parts: list[str], has_body: bool) -> bool:
    """Whether a title-like line is a subhead of the regulation it stands in, not the next one.

    It is one where it follows the regulation's title at once, where it shares its theme with such
    a subhead, or where it names the duties of one post in a regulation on duties.
    """
    if not has_body:
        return True
    if current.title.endswith("职责") and _ROLE_DUTY.fullmatch(title):
        return True
    return any(_common(stem(title), part) >= 3 for part in parts)


def _common(a: str, b: str) -> int:
    return SequenceMatcher(None, a, b, autojunk=False).find_longest_match().size
