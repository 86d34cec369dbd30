"""The grammar of the reader, as its twin in the browser needs it: written once, in `handbook/`.

This is the one place that looks at what the reader's modules keep to themselves.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Mapping
from html.entities import html5

from checker import coverage
from handbook import (
    blocks,
    citation,
    labels,
    lines,
    markdown,
    pointers,
    provision,
    read,
    tree,
)
from handbook.labels import Style
from handbook.linting import codes, numbering, structure
from plugins.editing.patterns import javascript

#: Name by which the browser's modules ask for a pattern → the pattern.
PATTERNS: dict[str, re.Pattern[str]] = {
    "labels.label": labels._LABEL,
    "labels.gap": labels._GAP,
    "labels.blank": labels._BLANK,
    "labels.colon": labels._COLON,
    "labels.appendixWords": labels._APPENDIX_WORDS,
    "labels.referenceTail": labels._REFERENCE_TAIL,
    "labels.itemReferenceTail": labels._ITEM_REFERENCE_TAIL,
    "lines.hashes": lines._HASHES,
    "lines.sentenceMark": lines._SENTENCE_MARK,
    "markdown.escaped": markdown._ESCAPED,
    "markdown.orderedEscaped": markdown._ORDERED_ESCAPED,
    "markdown.ordered": markdown._ORDERED,
    "markdown.markup": markdown._MARKUP,
    "blocks.delimiter": blocks._DELIMITER,
    "blocks.special": blocks._SPECIAL,
    "blocks.sentenceEnd": blocks._SENTENCE_END,
    "tree.sentenceEnd": tree._SENTENCE_END,
    "tree.date": tree._DATE,
    "tree.bodyName": tree._BODY_NAME,
    "read.control": read._CONTROL,
    "read.conflict": read._CONFLICT,
    "read.shortLine": read._SHORT_LINE,
    "citation.endMark": citation._END_MARK,
    "structure.ends": structure._ENDS,
    "structure.openEnd": structure._OPEN_END,
    "structure.cut": structure._CUT,
    "structure.reference": structure._REFERENCE,
    "structure.glued": structure._GLUED,
    "structure.spaced": structure._SPACED,
    "coverage.figure": coverage._FIGURE,
    "coverage.noFigure": coverage._NO_FIGURE,
    "coverage.phrase": coverage._PHRASE,
}


def grammar() -> str:
    """JSON: patterns, label styles, levels, entities, codes of remarks, forms of characters."""
    return json.dumps(_content(), ensure_ascii=False, separators=(",", ":"))


def _content() -> dict[str, object]:
    return {
        "patterns": {name: javascript(pattern) for name, pattern in PATTERNS.items()},
        "styles": {style.name: style.value for style in Style},
        "rank": {style.value: rank for style, rank in labels.RANK.items()},
        "divisionStyles": sorted(labels.DIVISION_STYLES),
        "simple": {kind: style.value for kind, style in labels._SIMPLE.items()},
        "units": {unit: style.value for unit, style in labels._UNIT_STYLE.items()},
        "starts": "".join(sorted(labels._STARTS)),
        "levels": {level.value: prefix for level, prefix in provision.ID_PREFIX.items()},
        "kinds": {level.value: kind.value for level, kind in citation._KIND.items()},
        "wide": _pairs(pointers._WIDE),
        "innerQuotes": _pairs(citation._INNER_QUOTES),
        "enclosedMarks": [[low, high, mark.value] for low, high, mark in pointers._ENCLOSED_MARKS],
        "numbered": sorted(numbering._NUMBERED),
        "codes": {name: [code.severity.value, code.title] for name, code in codes.CODES.items()},
        "limits": {
            "form": structure._FORM,
            "broken": structure._BROKEN,
            "sentence": structure._SENTENCE,
        },
        "entities": _entities(),
        "charrefs": [html.unescape(f"&#{code};") for code in range(0xA0)],
    }


def _entities() -> dict[str, str]:
    """The named characters that stand for a visible one."""
    return {
        name.removesuffix(";"): char
        for name, char in html5.items()
        if name.endswith(";") and char.isprintable() and not char.isspace()
    }


def _pairs(table: Mapping[int, int | str]) -> list[str]:
    """A table of `str.translate` as two texts: from, to."""
    given = {k: v if isinstance(v, str) else chr(v) for k, v in table.items()}
    return ["".join(map(chr, given)), "".join(given.values())]
