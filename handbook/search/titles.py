"""Regulations by what people call them: 休假规定 for 阿里地区行署办公室干部职工休假规定."""

from __future__ import annotations

from handbook.search.fold import SEP, squeeze
from handbook.search.index import SearchIndex

#: Share of the typed characters that a title must hold, in pairs, to be meant.
_ENOUGH = 0.75


def find_titles(index: SearchIndex, typed: str, loosely: bool) -> tuple[int, ...]:
    """The regulations that `typed` names best, all that do so equally well, in order.

    `loosely`: titles that hold only most of it count as well.
    """
    words = squeeze(index.folder.fold(typed))
    if not words:
        return ()
    best, found = 0.0, []
    for number in range(len(index.data.regulations)):
        likeness = _likeness(words, index.corpus.titles[number].replace(SEP, ""))
        body = index.data.regulations[number].body
        if likeness < _ENOUGH:
            names = index.corpus.bodies[body].split(SEP)
            likeness = max(
                (
                    0.9 * _likeness(words[len(name) :], index.corpus.titles[number])
                    for name in names
                    if len(name) > 1 and len(words) > len(name) + 1 and words.startswith(name)
                ),
                default=likeness,
            )
        if likeness > best:
            best, found = likeness, [number]
        elif likeness == best:
            found.append(number)
    if best < (_ENOUGH if loosely else 0.9):
        return ()
    return tuple(found)


def _likeness(typed: str, title: str) -> float:
    """1 the title, .98 its end, .97 part of it, .9 its characters in order, else pairs held."""
    if typed == title:
        return 1.0
    if len(typed) > 1 and title.endswith(typed):
        return 0.98
    if len(typed) > 1 and typed in title:
        return 0.97
    rest = iter(title)
    if len(typed) > 2 and all(char in rest for char in typed):
        return 0.9
    pairs = [typed[i : i + 2] for i in range(len(typed) - 1)]
    held = sum(1 for pair in pairs if pair in title)
    return 0.89 * held / len(pairs) if pairs else 0.0
