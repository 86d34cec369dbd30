"""Defined terms inside their scope, each linked to the sentence that defines it."""

from __future__ import annotations

import re
from collections.abc import Iterator

import rjieba

from handbook import terms
from handbook.provision import Provision, Regulation
from handbook.terms import Term, TermKind
from plugins.pages.marks import Mark

#: What may stand before a short abbreviation: “本中心”, “由中心”; in 政务中心 it is another word.
_BEFORE = re.compile(r"(?:^|[^\w]|[由向报经本我在对为与和及是将到按从以被给该各让使受])$")
_SHORT = 2  # characters of an abbreviation that is short


def definition_marks(regulation: Regulation) -> dict[str, list[Mark]]:
    """Marks of the terms of `regulation`, by provision id.

    The first place in each provision where a term stands as a word of its own is marked. An
    abbreviation holds from its definition on, a term of 本章, 本条 … inside that provision.
    """
    marks: dict[str, list[Mark]] = {}
    found = sorted(terms.find(regulation), key=lambda term: -len(term.name))
    if not found:
        return marks
    nodes = list(regulation.walk())
    at = {node.id: place for place, node in enumerate(nodes)}
    for term in found:
        own = marks.setdefault(term.provision, [])
        own.append(Mark(term.start, term.end, "dfn"))
        for node in _scope(nodes, at, term):
            place = _place(node, term, _printed(nodes[at[term.provision]], term))
            if place is not None:
                link = f' class="term" href="#{term.provision}"'
                marks.setdefault(node.id, []).append(Mark(*place, "a", link))
    return marks


def _scope(nodes: list[Provision], at: dict[str, int], term: Term) -> Iterator[Provision]:
    """The provisions in which the term holds, in document order."""
    first, last = 0, len(nodes)
    if term.within:
        first = at[term.within]
        last = first + sum(1 for _ in nodes[first].walk())
    if term.kind is not TermKind.DEFINITION:
        first = max(first, at[term.provision])
    yield from nodes[first:last]


def _printed(holder: Provision, term: Term) -> str:
    """The term as it is to be looked for: a title with its 《》."""
    around = holder.text[term.start - 1 : term.start] + holder.text[term.end : term.end + 1]
    return f"《{term.name}》" if around == "《》" else term.name


def _place(node: Provision, term: Term, words: str) -> tuple[int, int] | None:
    """The first place of the term in the text of `node`, outside of its own definition."""
    begin = 0
    if node.id == term.provision:
        begin = max(node.text.find(term.sentence), 0) + len(term.sentence)
        if term.kind is not TermKind.DEFINITION:
            begin = term.end
    at = node.text.find(words, begin)
    if at < 0:
        return None
    edges = _edges(node.text)
    while at >= 0:
        end = at + len(words)
        whole = words.startswith("《") or (at in edges and end in edges)
        short = term.kind is TermKind.ABBREVIATION and len(words) <= _SHORT
        if whole and (not short or _BEFORE.search(node.text[max(at - 1, 0) : at])):
            return at, end
        at = node.text.find(words, end)
    return None


def _edges(text: str) -> frozenset[int]:
    """The offsets at which a word begins or ends."""
    edges, at = {0}, 0
    for word in rjieba.cut(text):
        at += len(word)
        edges.add(at)
    return frozenset(edges)
