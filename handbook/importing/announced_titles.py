"""Titles that the contents or the notice of a compilation announce, found in its text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from handbook.importing import contents as toc
from handbook.importing.genre import is_title
from handbook.importing.title import Division, Found, Title, lines
from handbook.importing.working import Working, squeeze
from handbook.labels import Style, parse_label

# --- contents with numbers ---


def by_labels(work: Working, contents: toc.Contents, start: int) -> Found:
    """Titles of contents with numbers: number and words come again in the text, in order."""
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


def by_lines(work: Working, entries: tuple[toc.Entry, ...], start: int) -> Found:
    """Titles of contents without numbers: lines of the text that are an entry, or several."""
    joined: dict[str, tuple[int, int]] = {}
    for first in range(len(entries)):
        for count in (1, 2, 3):
            if first + count <= len(entries):
                key = "".join(e.title for e in entries[first : first + count])
                joined.setdefault(key, (first, first + count))
    used: set[int] = set()
    titles: list[Title] = []
    body = lines(work, start, len(work.text)) if entries else []
    short = [len(line.text) <= 45 and parse_label(line.text) is None for line in body]
    index = 0
    while index < len(body):
        for count in (3, 2, 1):
            chunk = body[index : index + count]
            if len(chunk) < count or not all(short[index : index + count]):
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
