"""Every law that stands beside the project reads, keeps its 条 in order, and round-trips."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from case_files import LAWS

from handbook.labels import Style, parse_label
from handbook.provision import Level, Provision
from handbook.read import Reading, decode, read
from handbook.write import write


@cache
def laws() -> dict[str, tuple[str, Reading]]:
    """Text and reading of every law, by its path."""
    paths = sorted(LAWS.rglob("*.md"))
    texts = {str(p.relative_to(LAWS)): decode(p.read_bytes(), str(p)) for p in paths}
    assert len(texts) > 1000
    return {name: (text, read(text, name)) for name, text in texts.items()}


def bare(provisions: tuple[Provision, ...]) -> tuple[Provision, ...]:
    return tuple(replace(p, lines=(0, 0), children=bare(p.children)) for p in provisions)


def test_the_articles_are_those_of_the_text_in_order() -> None:
    wrong = []
    for name, (text, reading) in laws().items():
        printed = [
            label.text
            for line in map(str.strip, text.split("\n"))
            if (label := parse_label(line[:200])) and label.style is Style.ARTICLE
        ]
        found = [p.label for p in reading.regulation.walk() if p.level is Level.ARTICLE]
        if found != printed:
            wrong.append(name)
    assert not wrong


def test_nothing_is_unparsed_and_ids_are_unique() -> None:
    wrong = []
    for name, (_, reading) in laws().items():
        ids = [p.id for p in reading.regulation.walk()]
        unparsed = any(p.level is Level.UNPARSED for p in reading.regulation.walk())
        if unparsed or not ids or len(set(ids)) < len(ids):
            wrong.append(name)
    assert not wrong


def test_written_and_read_again_they_are_the_same(note: list[str]) -> None:
    wrong, same_bytes = [], 0
    for name, (text, reading) in laws().items():
        regulation = reading.regulation
        written = write(regulation)
        again = read(written, name).regulation
        same = (again.metadata, again.preface, bare(again.provisions)) == (
            regulation.metadata,
            regulation.preface,
            bare(regulation.provisions),
        )
        if not same or "".join(written.split()) != "".join(text.split()):
            wrong.append(name)
        same_bytes += written.rstrip("\n") == text.rstrip("\n")
    note.append(f"法律语料：{len(laws())} 部读写一致，其中 {same_bytes} 部逐字节相同，其余只差空白")
    assert not wrong
