"""The words of the provisions that a body's rules cite, for opening them on the check page.

JSON: slug of a regulation → its versions, the present one first; a version is a list of rows
`[id, depth, lead, text]` in the order of the text: the cited provisions, those above and below.
`lead` is the label with the white space after it; `text`, heading and own words, is what quotes
are looked for in (`checker.binding.words`).
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from checker.binding import words
from checker.checker import Checker
from handbook.provision import Provision, Regulation

Row = tuple[str, int, str, str]


def texts(checker: Checker, body: str) -> str:
    """The texts of a body.

    Raises:
        HandbookError: its rules do not bind.
    """
    cited: dict[str, set[str]] = {}
    for book in checker.books(body):
        for _, bound in book.quotes:
            cited.setdefault(bound.provided.regulation, set()).add(bound.provided.id)
    versions: dict[str, list[list[Row]]] = {}
    for regulation in (*checker.library.regulations, *checker.library.history):
        if regulation.slug in cited:
            rows = list(_rows(regulation, cited[regulation.slug]))
            versions.setdefault(regulation.slug, []).append(rows)
    return json.dumps(versions, ensure_ascii=False, separators=(",", ":"))


def _rows(regulation: Regulation, cited: set[str]) -> Iterator[Row]:
    needed: set[str] = set()
    chains = list(regulation.paths())
    for chain in chains:
        if chain[-1].id in cited:
            needed |= {node.id for node in chain} | {node.id for node in chain[-1].walk()}
    for chain in chains:
        if chain[-1].id in needed:
            yield _row(chain[-1], len(chain) - 1)


def _row(node: Provision, depth: int) -> Row:
    return node.id, depth, node.label + node.gap, words(node)
