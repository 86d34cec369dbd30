"""Automatic numbering of Word files, resolved to the labels that Word prints.

A paragraph names a list (num) and a level, itself or through its style and the styles that one is
based on. The list refers to a definition (abstractNum), which counts through all lists that refer
to it. Source: ECMA-376 part 1, §17.9.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from xml.etree.ElementTree import Element

from handbook.importing import docx_numerals

_PLACE = re.compile(r"%([1-9])")
_LEVELS = 9
_BASES = 50  # styles based on one another; a longer chain is a ring


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list.

    Attributes:
        start: its first number.
        form: number format, a name of ST_NumberFormat or a custom pattern.
        text: what is printed, with %1 … %9 for the numbers of the levels.
        suffix: what stands behind: tab, space or nothing.
        restart: None: after any higher level; 0: never; n: after level n (from 1) or a higher one.
        legal: whether all its numbers are printed as plain digits.
        style: id of the paragraph style that stands for this level, or "".
    """

    start: int = 0
    form: str = "decimal"
    text: str = ""
    suffix: str = "tab"
    restart: int | None = None
    legal: bool = False
    style: str = ""


@dataclass(frozen=True, slots=True)
class List:
    """A list: the definition it counts in, its levels, and the numbers it begins anew with."""

    definition: str
    levels: Mapping[int, Level]
    starts: Mapping[int, int]


@dataclass(frozen=True, slots=True)
class Style:
    """A paragraph style: its name, the style it is based on, the list and level it stands for."""

    name: str = ""
    base: str = ""
    list_id: str | None = None
    level: int | None = None


@dataclass(frozen=True, slots=True)
class Numbering:
    """All lists of a file by id, its paragraph styles by id, and the id of the default style."""

    lists: Mapping[str, List] = field(default_factory=dict)
    styles: Mapping[str, Style] = field(default_factory=dict)
    default: str = ""

    def of(self, properties: Element | None) -> tuple[str, int] | None:
        """List id and level (from 0) of a paragraph with these properties; None if it has none."""
        own = _reference(properties)
        style_id = value(properties, "pStyle") or self.default
        list_id, level = own
        for _ in range(_BASES):
            if list_id is not None and level is not None:
                break
            style = self.styles.get(style_id)
            if style is None:
                break
            if list_id is None and style.list_id is not None:
                list_id = style.list_id
                if level is None:
                    level = self._level_of(list_id, style_id, style)
            style_id = style.base
        if list_id is None or list_id == "0" or list_id not in self.lists:
            return None
        return list_id, min(level or 0, _LEVELS - 1)

    def style_name(self, properties: Element | None) -> str:
        """The name of the style of a paragraph with these properties."""
        style = self.styles.get(value(properties, "pStyle") or self.default)
        return style.name if style else ""

    def _level_of(self, list_id: str, style_id: str, style: Style) -> int | None:
        """The level that a style stands for in its list."""
        levels = self.lists[list_id].levels if list_id in self.lists else {}
        linked = (i for i, level in levels.items() if level.style == style_id)
        return next(linked, style.level)


class Counter:
    """Counts the numbered paragraphs of one story (the body; the headers; …)."""

    def __init__(self, numbering: Numbering) -> None:
        self._numbering = numbering
        self._numbers: dict[str, dict[int, int]] = {}
        self._seen: set[tuple[str, int]] = set()

    def label(self, list_id: str, at: int) -> tuple[str, str, str]:
        """Count one paragraph: its label, the white space behind, an unknown format (or "")."""
        entry = self._numbering.lists[list_id]
        numbers = self._numbers.setdefault(entry.definition, {})
        if at in entry.starts and (list_id, at) not in self._seen:
            self._seen.add((list_id, at))
            numbers.pop(at, None)
        for higher in range(at):
            numbers.setdefault(higher, self._start(entry, higher))
        numbers[at] = numbers[at] + 1 if at in numbers else self._start(entry, at)
        for level in [n for n in numbers if n > at]:
            restart = entry.levels.get(level, Level()).restart
            if restart is None or (restart and at < restart):
                del numbers[level]
        return self._print(entry, at, numbers)

    def _start(self, entry: List, level: int) -> int:
        own = entry.levels.get(level, Level())
        return entry.starts.get(level, own.start)

    def _print(self, entry: List, at: int, numbers: Mapping[int, int]) -> tuple[str, str, str]:
        level = entry.levels.get(at, Level())
        gap = {"tab": "\t", "space": " "}.get(level.suffix, "")
        if level.form == "bullet":
            return level.text, gap, ""
        unknown = ""

        def number(match: re.Match[str]) -> str:
            nonlocal unknown
            index = int(match[1]) - 1
            form = entry.levels.get(index, Level()).form
            if level.legal and form != "none":
                form = "decimal"
            if not docx_numerals.knows(form):
                unknown = form
            return docx_numerals.printed(numbers.get(index, self._start(entry, index)), form)

        return _PLACE.sub(number, level.text), gap, unknown


def read(numbering: Element | None, styles: Element | None) -> Numbering:
    """The numbering of a file out of its parts numbering.xml and styles.xml."""
    nodes = list(styles) if styles is not None else []
    paragraph_styles = {
        s.get("styleId", ""): Style(
            value(s, "name") or "", value(s, "basedOn") or "", *_reference(s.find("pPr"))
        )
        for s in nodes
        if s.tag == "style" and s.get("type", "paragraph") in ("paragraph", "numbering")
    }
    default = next(
        (
            s.get("styleId", "")
            for s in nodes
            if s.tag == "style" and s.get("type") == "paragraph" and _on(s.get("default"))
        ),
        "",
    )
    lists = dict(_lists(numbering, paragraph_styles)) if numbering is not None else {}
    return Numbering(lists, paragraph_styles, default)


def _lists(root: Element, styles: Mapping[str, Style]) -> Iterator[tuple[str, List]]:
    definitions = {d.get("abstractNumId", ""): d for d in root if d.tag == "abstractNum"}
    nums = {n.get("numId", ""): n for n in root if n.tag == "num"}

    def definition(list_id: str, depth: int = 0) -> str:
        """The definition behind a list, through a numbering style where it names one."""
        found = value(nums[list_id], "abstractNumId") or ""
        link = value(definitions.get(found), "numStyleLink")
        style = styles.get(link or "")
        if style and style.list_id in nums and depth < _BASES:
            return definition(style.list_id or "", depth + 1)
        return found

    for list_id, num in nums.items():
        found = definition(list_id)
        node = definitions.get(found)
        levels = dict(_level(n) for n in node if n.tag == "lvl") if node is not None else {}
        starts: dict[int, int] = {}
        for override in (n for n in num if n.tag == "lvlOverride"):
            at = _whole(override.get("ilvl"), 0)
            own = override.find("lvl")
            if own is not None:
                levels[at] = _level(own)[1]
            start = value(override, "startOverride")
            if start is not None:
                starts[at] = _whole(start, 1)
                levels[at] = replace(levels.get(at, Level()), start=starts[at])
        yield list_id, List(found, levels, starts)


def _level(node: Element) -> tuple[int, Level]:
    form = "decimal"
    for one in _formats(node):
        form = one.get("val", "decimal")
        if form == "custom":
            form = one.get("format", "decimal")
        if docx_numerals.knows(form) or form == "bullet":
            break
    restart = value(node, "lvlRestart")
    return _whole(node.get("ilvl"), 0), Level(
        start=_whole(value(node, "start"), 0),
        form=form,
        text=value(node, "lvlText") or "",
        suffix=value(node, "suff") or "tab",
        restart=None if restart is None else _whole(restart, 0),
        legal=(legal := node.find("isLgl")) is not None and _on(legal.get("val", "1")),
        style=value(node, "pStyle") or "",
    )


def _formats(level: Element) -> Iterable[Element]:
    """The formats that a level offers: its own, or those of a choice for newer programs."""
    for child in level:
        if child.tag == "numFmt":
            yield child
        elif child.tag == "mc:AlternateContent":
            yield from child.iter("numFmt")


def _reference(properties: Element | None) -> tuple[str | None, int | None]:
    """List id and level that properties name themselves."""
    node = properties.find("numPr") if properties is not None else None
    if node is None:
        return None, None
    level = value(node, "ilvl")
    return value(node, "numId"), None if level is None else _whole(level, 0)


def value(node: Element | None, tag: str) -> str | None:
    """The `val` of a child element, or None."""
    child = node.find(tag) if node is not None else None
    return child.get("val") if child is not None else None


def _whole(text: str | None, default: int) -> int:
    try:
        return max(0, int(text or ""))
    except ValueError:
        return default


def _on(text: str | None) -> bool:
    return text in ("1", "true", "on")
