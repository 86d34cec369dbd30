"""A rule that reads other words from a day on: one quote becomes two, each for its time.

Written into the lines of the file, so that all else stays as a person wrote it; what comes out is
read again, and refused unless it says exactly that.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import yaml

from checker import rulefile
from checker.rules import QuoteSpec
from handbook.errors import HandbookError

_KEY = re.compile(r"(?P<lead> *(?:- )?)quote: *")
_ITEM = re.compile(r"(?P<lead> *)- ")
_FLOW = re.compile(r" *- \{.*quote: *")


def split(
    text: str, old: QuoteSpec, new: QuoteSpec, since: date, path: Path, regulation: str
) -> str | None:
    """The rule file in which `old` holds until `since` and `new` from then on.

    Returns:
        None where the quote is written in a way that is not known.
    """
    lines = text.splitlines(keepends=True)
    at = old.quote.place.line - 1
    line = lines[at].rstrip("\n")
    before, rest = line[: old.quote.place.column - 1], line[old.quote.place.column - 1 :]
    length = scalar_length(rest, old.quote.text)
    if length is None:
        return None
    moved = new.cites.text if new.cites.text != old.cites.text else ""
    written = _Line(before, rest[:length], rest[length:], new, moved, since)
    for made in written.ways(old):
        tried = "".join([*lines[:at], *(f"{own}\n" for own in made), *lines[at + 1 :]])
        if _says(text, tried, old, new, since, path, regulation):
            return tried
    return None


@dataclass(frozen=True, slots=True)
class _Line:
    """The line of a quote: what stands before and after it, and what is to be added.

    Attributes:
        moved: the new citation; "" where it is the old one.
    """

    before: str
    quote: str
    after: str
    new: QuoteSpec
    moved: str
    since: date

    def ways(self, old: QuoteSpec) -> Iterator[list[str]]:
        """The ways to write the two quotes, by how the one was written."""
        if _FLOW.fullmatch(self.before) and self.after.rstrip().endswith("}"):
            yield self._flow(old)
        if self.after.strip():
            return
        if key := _KEY.fullmatch(self.before):
            lead = key["lead"]
            indent = " " * len(lead)
            yield [f"{lead}quotes:", *self._items(indent)]
            yield self._items(lead.replace("-", " ")[2:])  # an entry of a list already
        if item := _ITEM.fullmatch(self.before):
            yield self._items(item["lead"])
        if key and "-" not in key["lead"]:
            indent = key["lead"][2:]
            own = [f"{key['lead']}quote: {self.quote}", f"{key['lead']}until: {self.since}"]
            yield [*own, *self._second(indent, self.moved or old.cites.text)]

    def _items(self, indent: str) -> list[str]:
        first = [f"{indent}- quote: {self.quote}", f"{indent}  until: {self.since}"]
        return [*first, *self._second(indent, self.moved)]

    def _second(self, indent: str, cites: str) -> list[str]:
        found = [f"{indent}- quote: {scalar(self.new.quote.text, self.quote[:1] in _MARKS)}"]
        if cites:
            found.append(f"{indent}  cites: {scalar(cites, False)}")
        return [*found, f"{indent}  since: {self.since}"]

    def _flow(self, old: QuoteSpec) -> list[str]:
        end = self.after.rstrip()[:-1]
        before = self.before
        if self.moved:
            before = before.replace(old.cites.text, self.moved, 1)
        quote = scalar(self.new.quote.text, True)
        begin = f", since: {old.since}" if old.since else ""
        return [
            f"{self.before}{self.quote}{end}, until: {self.since}}}",
            f"{before}{quote}{end.replace(begin, '')}, since: {self.since}}}",
        ]


_MARKS = ("'", '"')


def _says(
    text: str,
    made: str,
    old: QuoteSpec,
    new: QuoteSpec,
    since: date,
    path: Path,
    regulation: str,
) -> bool:
    """Whether the new file says the same but for `old`, which has become the two."""
    try:
        was, now = ([*specs(t, path, regulation)] for t in (text, made))
    except HandbookError:
        return False
    wanted: list[tuple[object, ...]] = []
    for spec in was:
        if spec == old:
            wanted.append((old.cites.text, old.quote.text, old.since, since))
            wanted.append((new.cites.text, new.quote.text, since, old.until))
        else:
            wanted.append((spec.cites.text, spec.quote.text, spec.since, spec.until))
    return wanted == [(s.cites.text, s.quote.text, s.since, s.until) for s in now]


def specs(text: str, path: Path, regulation: str) -> Iterator[QuoteSpec]:
    """All quotes of a rule file, in their order.

    Raises:
        HandbookError: the file is wrong.
    """
    found = rulefile.read(text, path.as_posix(), regulation)
    for rule in found.rules:
        for case in rule.cases:
            yield from case.quotes
    yield from (waiver.quote for waiver in found.waivers)


def scalar_length(rest: str, text: str) -> int | None:
    """How many characters a YAML scalar takes that begins a string; None: not as it is written."""
    quoted = rest[:1] if rest[:1] in _MARKS else ""
    return len(text) + 2 * len(quoted) if rest.startswith(quoted + text + quoted) else None


def scalar(text: str, quoted: bool) -> str:
    """A YAML scalar on one line."""
    if not quoted and yaml.safe_load(f"a: {text}\n") == {"a": text}:
        return text
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
