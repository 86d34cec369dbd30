"""From a library to the data of an index. The one stage at which jieba and pypinyin work."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Set
from dataclasses import replace
from datetime import date

from pypinyin import lazy_pinyin

from handbook import citation
from handbook.library import Issuer, Library
from handbook.provision import Regulation
from handbook.search import thesaurus
from handbook.search.fold import SEP, Folder, variants
from handbook.search.language import language, table
from handbook.search.model import FORMAT, Body, Entry, IndexData, Unit
from handbook.search.pack_sounds import common
from handbook.search.words import Cutter

_LONGEST_WORD = 8
_LOOKS = 2  # characters that another may be taken for


def collect(library: Library, day: date | None = None) -> IndexData:
    """The data of the index of the texts in force on a day (default: today).

    Raises:
        HandbookError: `thesaurus.yml` is wrong.
    """
    regulations = list(library.in_force(day or date.today()))
    bodies = tuple(Body(i.slug, i.name, i.short_names) for i in library.issuers)
    units: list[Unit] = []
    entries: list[Entry] = []
    place = {body.slug: i for i, body in enumerate(bodies)}
    for regulation in regulations:
        first = len(units)
        units.extend(_units(regulation))
        entries.append(_entry(regulation, place[regulation.slug.split("/")[0]], first, len(units)))
    groups = thesaurus.load(library.root)
    others = (*table("variants"), *table("traditional"))
    folder = Folder(variants(others))
    texts = [folder.fold(unit.text) for unit in units]
    titled = [folder.fold(unit.heading) for unit in units if unit.heading]
    titled += [folder.fold(entry.title) for entry in entries]
    words = _vocabulary(texts, titled, library.issuers, groups, folder)
    written = {folder.fold(word) for group in groups for word in group}
    chars = set[str]().union(*texts, *titled, *words, *written)
    sounds = _sounds(chars)
    data = IndexData(
        "",
        bodies,
        tuple(entries),
        tuple(units),
        tuple(sorted(words - written)),
        groups,
        tuple(line for line in others if folder.fold(line[0]) in chars),
        sounds,
        tuple(_readings(sorted(words | written), sounds)),
        tuple(_looks("".join(words))),
        language(),
    )
    digest = hashlib.sha256(f"{FORMAT}{data}".encode()).hexdigest()[:16]
    return replace(data, build=digest)


def _units(regulation: Regulation) -> Iterator[Unit]:
    cited = citation.cited(regulation)
    for chain in regulation.paths():
        own = chain[-1]
        yield Unit(own.id, cited[own.id].words, len(chain) - 1, own.heading or "", own.text)


def _entry(regulation: Regulation, body: int, first: int, last: int) -> Entry:
    known = regulation.metadata
    effective = known.effective or known.issued or known.adopted
    return Entry(
        regulation.slug,
        regulation.title,
        body,
        known.status or "",
        effective.isoformat() if effective else "",
        " ".join(known.topics),
        first,
        last,
    )


def _han(word: str) -> bool:
    return all("\u3400" <= char <= "\u9fff" for char in word)


def _vocabulary(
    texts: Iterable[str],
    titles: Iterable[str],
    issuers: Iterable[Issuer],
    groups: Iterable[tuple[str, ...]],
    folder: Folder,
) -> set[str]:
    """Words of two and more Han characters by which queries are cut.

    A two-character word that stands in two provisions only needs no entry: what is left over of
    a query is looked for as it stands. Words of titles and headings count however rare. `texts`,
    `titles`: folded.
    """
    named = [name for issuer in issuers for name in (issuer.name, *issuer.short_names)]
    own = {folder.fold(word) for word in (*named, *(w for group in groups for w in group))}
    cutter = Cutter(word for word in own if _han(word) and 2 <= len(word) <= _LONGEST_WORD)
    spread = Counter[str]()
    titled: set[str] = set()
    for text in texts:
        spread.update({word for part in text.split(SEP) for word in cutter.words(part)})
    for title in titles:
        titled.update(word for part in title.split(SEP) for word in cutter.words(part))
    words = {word for word, n in spread.items() if n >= (3 if len(word) == 2 else 2)} | titled
    words = {word for word in words if _han(word) and 2 <= len(word) <= _LONGEST_WORD}
    return {word for word in words if len(word) < 4 or not _made_up(word, words)}


def _made_up(word: str, words: Set[str]) -> bool:
    """Whether shorter words make up `word`: then it is cut into them anyway."""
    return any(
        word[:i] in words and (word[i:] in words or _made_up(word[i:], words))
        for i in range(2, len(word) - 1)
    )


def _sounds(chars: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """Syllable → characters read so: those of the corpus and the common ones."""
    known = {char for char in chars if _han(char)}.union(common())
    found: dict[str, list[str]] = {}
    for char in sorted(known):
        syllable = lazy_pinyin(char)[0]
        if syllable.isascii():
            found.setdefault(syllable, []).append(char)
    return tuple((syllable, "".join(found[syllable])) for syllable in sorted(found))


def _readings(words: Iterable[str], sounds: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Words that are not read character by character: 银行, 调休."""
    alone = {char: syllable for syllable, chars in sounds for char in chars}
    for word in words:
        if _han(word):
            reading = lazy_pinyin(word)
            if len(reading) == len(word) and reading != [alone.get(char) for char in word]:
                yield word, " ".join(reading)


def _looks(used: str) -> Iterator[str]:
    """Characters that stand in words, each with those that may be written for it by mistake."""
    typed = set(used).union(common())
    found: dict[str, str] = {}
    for line in table("shapes"):
        if line[0] in typed:
            for char in [char for char in line[1:] if char in used][:_LOOKS]:
                found[char] = found.get(char, "") + line[0]
    for char in sorted(found):
        yield char + found[char]
