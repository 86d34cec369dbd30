"""Where each regulation of a compilation begins.

Told by its contents, by the notice that issued it, or by the form of its title alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from handbook.importing import contents as toc
from handbook.importing.genre import is_strong_title, is_title, stem
from handbook.importing.working import Working, squeeze
from handbook.labels import Style, parse_label


@dataclass(frozen=True, slots=True)
class Division:
    """A 章 or 节 of the compilation that a regulation stands in; ranges in the working text."""

    label: str
    heading: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Title:
    """The printed title of a regulation; range in the working text.

    Attributes:
        title: as known from the contents or the notice, white space dropped.
        printed: as printed in the body, white space dropped.
        listed: whether contents or notice announce it.
        divisions: 章 and 节 of the compilation above it, the innermost being the title's own.
    """

    title: str
    printed: str
    start: int
    end: int
    listed: bool
    divisions: tuple[Division, ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """All titles of a compilation in order.

    Attributes:
        titles: where the regulations begin.
        groups: printed part headings that only group regulations (一、党组工作制度).
        missing: contents entries whose text the file has not.
    """

    titles: tuple[Title, ...]
    groups: tuple[tuple[int, int], ...]
    missing: tuple[toc.Entry, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """A printed line that is not blank; `text` without white space."""

    text: str
    start: int
    end: int


def lines(work: Working, start: int, end: int) -> list[Line]:
    """The lines of a range that are not blank, outer white space left out."""
    out = []
    for match in re.finditer(r"[^\n]+", work.text[start:end]):
        raw = match.group()
        core = raw.strip()
        if core:
            at = start + match.start() + raw.index(core)
            out.append(Line(squeeze(core), at, at + len(core)))
    return out


def find(
    work: Working, contents: toc.Contents | None, announced: tuple[toc.Entry, ...], start: int
) -> Found:
    """All titles from `start` on. `announced`: titles that a notice lists (《…》等3项制度)."""
    if contents and contents.labelled:
        found = _by_labels(work, contents, start)
    else:
        entries = contents.entries if contents else announced
        found = _by_lines(work, entries, start)
    extra = _unlisted(work, found, start, bool(contents or announced))
    titles = sorted((*found.titles, *extra), key=lambda t: t.start)
    return Found(tuple(titles), found.groups, found.missing)


# --- contents with numbers ---


def _by_labels(work: Working, contents: toc.Contents, start: int) -> Found:
    wanted = toc.regulations(contents)
    titles: list[Title] = []
    groups: list[tuple[int, int]] = []
    missing: list[toc.Entry] = []
    open_divisions: dict[Style, Division] = {}
    cursor = start
    whole = _whole_chapters(contents)
    for entry in contents.entries:
        hit = _printed(work, entry, cursor)
        if hit is None:
            missing.append(entry)
            continue
        at, end, printed = hit
        cursor = end
        style = entry.label.style if entry.label else None
        division = None
        if entry.label and style in (Style.CHAPTER, Style.SECTION):
            division = Division(entry.label.text, printed, at, end)
            open_divisions[style] = division
            if style is Style.CHAPTER:
                open_divisions.pop(Style.SECTION, None)
        if entry in whole.inner:
            continue
        if entry in wanted or entry in whole.chapters:
            chain = tuple(
                open_divisions[s] for s in (Style.CHAPTER, Style.SECTION) if s in open_divisions
            )
            titles.append(
                Title(
                    _better(entry.title, printed), printed, at, end, True, chain if division else ()
                )
            )
        elif division is None:
            groups.append((at, end))
    return Found(tuple(titles), tuple(groups), tuple(missing))


@dataclass(frozen=True, slots=True)
class _Whole:
    chapters: tuple[toc.Entry, ...]
    inner: tuple[toc.Entry, ...]


def _whole_chapters(contents: toc.Contents) -> _Whole:
    """Chapters that are one regulation, since their sections have no titles of their own."""
    chapters: list[toc.Entry] = []
    inner: list[toc.Entry] = []
    current: toc.Entry | None = None
    sections: list[toc.Entry] = []

    def close() -> None:
        if current and sections:
            named = sum(is_title(s.title) for s in sections)
            if named * 5 < len(sections) * 4:
                chapters.append(current)
                inner.extend(sections)

    for entry in contents.entries:
        if entry.label and entry.label.style is Style.CHAPTER:
            close()
            current, sections = entry, []
        elif entry.label and entry.label.style is Style.SECTION:
            sections.append(entry)
    close()
    return _Whole(tuple(chapters), tuple(inner))


def _spaced(text: str) -> str:
    """A pattern that matches `text` with any white space between its characters."""
    return r"\s*".join(map(re.escape, squeeze(text)))


def _printed(work: Working, entry: toc.Entry, cursor: int) -> tuple[int, int, str] | None:
    label = entry.label.text if entry.label else ""
    pattern = re.compile(rf"(?<![^\s。；;！!）)”.]){_spaced(label + entry.title)}")
    if match := pattern.search(work.text, cursor):
        return match.start(), match.end(), entry.title
    if not entry.label or entry.label.style not in (Style.CHAPTER, Style.SECTION):
        return None
    # One side may be misprinted (接待工作管理度): the number and nearly the same words.
    for match in re.finditer(rf"(?<!\S){_spaced(label)}\s*(\S+)", work.text[cursor:]):
        found = match.group(1)[: len(entry.title) + 2]
        for size in range(len(entry.title) + 2, len(entry.title) - 3, -1):
            candidate = squeeze(found[:size])
            if _alike(candidate, entry.title) and (is_title(candidate) or size == len(found)):
                at = cursor + match.start()
                return at, cursor + match.start(1) + size, candidate
    return None


def _better(listed: str, printed: str) -> str:
    """Of two spellings the one that has the form of a title; the printed one if both have."""
    return printed if is_title(printed) or not is_title(listed) else listed


def _alike(a: str, b: str) -> bool:
    return len(a) > 5 and SequenceMatcher(None, a, b, autojunk=False).ratio() >= 0.9


# --- contents without numbers, or a notice ---


def _by_lines(work: Working, entries: tuple[toc.Entry, ...], start: int) -> Found:
    joined: dict[str, tuple[int, int]] = {}
    for first in range(len(entries)):
        for count in (1, 2, 3):
            if first + count <= len(entries):
                key = "".join(e.title for e in entries[first : first + count])
                joined.setdefault(key, (first, first + count))
    used: set[int] = set()
    titles: list[Title] = []
    body = lines(work, start, len(work.text))
    index = 0
    while index < len(body):
        for count in (3, 2, 1):
            chunk = body[index : index + count]
            if len(chunk) < count or any(len(c.text) > 45 or parse_label(c.text) for c in chunk):
                continue
            printed = "".join(c.text for c in chunk)
            match = _lookup(printed, joined)
            if match is None or match[1] & used:
                continue
            used |= match[1]
            titles.append(Title(match[0], printed, chunk[0].start, chunk[-1].end, True))
            index += count
            break
        else:
            index += 1
    missing = _unmatched(entries, used)
    return Found(tuple(titles), (), tuple(missing))


def _lookup(printed: str, joined: dict[str, tuple[int, int]]) -> tuple[str, set[int]] | None:
    if printed in joined:
        first, end = joined[printed]
        return printed, set(range(first, end))
    if len(printed) < 8:
        return None
    for key, (first, end) in joined.items():
        tail = key.endswith(printed) and len(printed) * 10 >= len(key) * 7
        if tail and is_title(printed):
            return key, set(range(first, end))
        if abs(len(key) - len(printed)) <= 2 and is_title(printed) and _alike(printed, key):
            return _better(key, printed), set(range(first, end))
    return None


def _unmatched(entries: tuple[toc.Entry, ...], used: set[int]) -> Iterator[toc.Entry]:
    """Entries that no printed title took; the lines of a broken title put together."""
    index = 0
    while index < len(entries):
        entry = entries[index]
        index += 1
        if index - 1 in used:
            continue
        while not is_title(entry.title) and index < len(entries) and index not in used:
            following = entries[index]
            entry = toc.Entry(None, entry.title + following.title, entry.start, following.end)
            index += 1
        if is_title(entry.title):
            yield entry


# --- titles that nothing announces ---

_OPENING = re.compile(
    r"1\s*[、.．]|一\s*、|第\s*[一1]\s*[编章节条]|㈠|[（(]\s*[一1]\s*[）)]|⑴|①|为|根据|依据|按照"
)
_INLINE = re.compile(
    r"(?<=[。；;！])[^\S\n]+(?P<title>[^\s，,。；;：:]{4,30})[^\S\n]+(?=(?:1[、.．]|一、|第一[编章条]|㈠|[（(]一[）)]|为[了进规加切]|根据))"
)
_ROLE_DUTY = re.compile(
    r"[^，,。；;：:]{1,12}(?:员|长|主任|书记|师|秘书|科员|人员)(?:工作|岗位)?职责"
)


def _unlisted(work: Working, found: Found, start: int, announced: bool) -> list[Title]:
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
