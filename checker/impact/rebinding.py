"""Proposals for quotes that a rewording took away: the words that now stand there, holes in place.

A proposal is made only where it can be proved: put into the rule it matches exactly once, and its
holes read figures of the same kind. A person decides whether the rule still means it. Where an
older version still has the old words, the rule keeps both quotes, each for its time. The file is
longer than others because a proposal and its proof are one thing.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

from checker import quotes, rulefile
from checker.binding import Binder, words
from checker.checker import Checker
from checker.figures import HAN, Hole, hole
from checker.impact import splitting
from checker.impact.books import Unbound
from checker.impact.splitting import scalar, scalar_length, specs
from checker.quotes import squeeze
from checker.rules import QuoteSpec, Text
from handbook import citation
from handbook.errors import HandbookError
from handbook.provision import Provision, Regulation
from handbook.textfile import decode

#: Least share of the quote's characters that stand in the proposed words, in their order: in what
#: the rule cites, and elsewhere, where it may have gone.
_ALIKE, _ALIKE_ELSEWHERE = 0.45, 0.8
#: How far a proposal may reach beyond the words that are alike, to the end of a clause.
_REACH = 12
#: How many stretches of the texts are tried for a quote, the most alike first.
_MOST_WINDOWS = 6
_CLAUSE = "，,。;；：:、"
_ENDS = " 　，,。;；：:、"
_HOLE = re.compile(r"\{([^{}]*)\}")
_MARK = "\ue000"
_BARE = re.compile(rf"[\d{HAN}]$")


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a rule should quote and cite now.

    Attributes:
        rule: its id.
        file: the rule file, below the folder of regulations.
        line: of the quote.
        old_quote: as written.
        quote: proposed.
        old_cites: as written.
        cites: proposed; the same where the provision kept its number.
        since: where the old quote stays for the time before: the first day of the new one.
        before: the whole file as it is.
        after: the whole file with the proposal.
    """

    rule: str
    file: str
    line: int
    old_quote: str
    quote: str
    old_cites: str
    cites: str
    before: str
    after: str
    since: date | None = None


@dataclass(frozen=True, slots=True)
class _Window:
    """A stretch of a provision's words (without white space) that a quote may have become."""

    likeness: float
    regulation: Regulation
    provision: Provision
    start: int
    end: int


def propose(checker: Checker, unbound: Sequence[Unbound]) -> tuple[Proposal, ...]:
    """A proposal for each quote for which one can be proved; those of one file go together.

    Raises:
        HandbookError: a rule file cannot be read.
    """
    first: dict[str, str] = {}
    texts: dict[str, str] = {}
    binders: dict[tuple[str, date], Binder] = {}

    def binder_of(body: str, day: date) -> Binder:
        if (body, day) not in binders:
            binders[body, day] = Binder.of(checker.library, body, day)
        return binders[body, day]

    found = []
    # From the end of a file: lines that are put in move only what is done already.
    for n, own in sorted(enumerate(unbound), key=lambda e: (-e[1].quote.quote.place.line, e[0])):
        body = own.rule.partition("/")[0]
        path = checker.root / own.regulation / rulefile.FILE
        name = f"{own.regulation}/{rulefile.FILE}"
        if name not in texts:
            first[name] = texts[name] = decode(path.read_bytes(), path.as_posix())
        since = None
        for start in _starts(checker, body, own.day):
            eve = start - timedelta(1)
            if own.quote.holds(eve) and _binds(own.quote, binder_of(body, eve), own):
                since = start
                break
        made = _proposal(own, binder_of(body, own.day), name, texts[name], path, since)
        if made is not None:
            texts[name] = made.after
            found.append((n, made))
    return tuple(
        replace(made, before=first[made.file], after=texts[made.file])
        for _, made in sorted(found, key=lambda e: e[0])
    )


def _starts(checker: Checker, body: str, day: date) -> list[date]:
    """The days up to `day` on which a version took the place of another, latest first."""
    slugs = {version.slug for version in checker.library.history}
    versions = (*checker.library.regulations, *checker.library.history)
    own = (v for v in versions if v.slug in slugs and v.slug.startswith(f"{body}/"))
    starts = {v.metadata.start for v in own if v.metadata.start is not None}
    return sorted((start for start in starts if start <= day), reverse=True)


def patch(proposals: Sequence[Proposal], folder: str = "") -> str:
    """All proposals as one unified diff, file by file, below `folder` (`regulations/`)."""
    parts: list[str] = []
    for name in dict.fromkeys(p.file for p in proposals):
        own = [p for p in proposals if p.file == name]
        parts += difflib.unified_diff(
            own[0].before.splitlines(keepends=True),
            own[-1].after.splitlines(keepends=True),
            f"a/{folder}{name}",
            f"b/{folder}{name}",
        )
    return "".join(line if line.endswith("\n") else f"{line}\n" for line in parts)


def patch_folder(root: Path) -> str:
    """What stands before a file's name in a patch that is applied where the command runs."""
    return "" if root.is_absolute() or root == Path() else f"{root.as_posix()}/"


def _proposal(
    own: Unbound, binder: Binder, name: str, text: str, path: Path, since: date | None
) -> Proposal | None:
    spec = own.quote
    cites = spec.cites.text
    there = _there(spec, own, binder)
    for window in _windows(spec, _cited(cites, own.regulation, binder)):
        if window.likeness < _ALIKE_ELSEWHERE and window.provision.id not in there:
            continue
        quote = _with_holes(spec.quote.text, window)
        if quote is None:
            continue
        for attempt in (cites, _cite(window, own.regulation)):
            tried = QuoteSpec(Text(attempt, spec.cites.place), Text(quote, spec.quote.place))
            if attempt and _binds(tried, binder, own):
                if since is not None:
                    made = splitting.split(text, spec, tried, since, path, own.regulation)
                else:
                    made = _written(text, spec, tried)
                    if made is not None and not _sound(text, made, spec, tried, path, binder):
                        made = None
                if made is not None:
                    return Proposal(
                        own.rule, name, spec.quote.place.line, spec.quote.text, quote, cites,
                        attempt, text, made, since,
                    )  # fmt: skip
    return None


def _binds(spec: QuoteSpec, binder: Binder, own: Unbound) -> bool:
    try:
        bound = binder.bind(spec, own.regulation, own.rule)
        wanted = quotes.parse(own.quote.quote.text).holes
    except HandbookError:
        return False
    return {f.name: f.type for f in bound.figures} == {n: h.type for n, h in wanted.items()}


def _there(spec: QuoteSpec, own: Unbound, binder: Binder) -> set[str]:
    """The ids of the provisions that a rule cites."""
    try:
        cited = binder.cited(spec, own.regulation, own.rule)
    except HandbookError:
        return set()
    return {p.id for _, top in cited for p in top.walk()}


def _cited(cites: str, near: str, binder: Binder) -> list[Regulation]:
    """The regulations of which a citation may mean one: those it names, else the one beside it."""
    named = [r for r in binder.regulations.values() if r.title in cites]
    if "《" in cites:
        return named or list(binder.regulations.values())
    return [r for r in binder.regulations.values() if r.slug == near]


def _cite(window: _Window, near: str) -> str:
    """The citation of the window's provision as a rule beside `near` writes it."""
    regulation = window.regulation
    cited = citation.cited(regulation)[window.provision.id]
    return cited.words if regulation.slug == near else citation.cite(regulation, cited.chain)


def _windows(spec: QuoteSpec, regulations: Sequence[Regulation]) -> list[_Window]:
    """Where the quote's words may stand now, the most alike first."""
    plain = squeeze(_HOLE.sub(_MARK, spec.quote.text))
    found = []
    for regulation in regulations:
        for provision in regulation.walk():
            text = squeeze(words(provision))
            for first, last in dict.fromkeys([(0, len(text)), *_sentences(text)]):
                window = _window(plain, text[first:last], regulation, provision)
                if window is not None:
                    found.append(
                        replace(window, start=window.start + first, end=window.end + first)
                    )
    return sorted(found, key=lambda w: -w.likeness)[:_MOST_WINDOWS]


def _sentences(text: str) -> list[tuple[int, int]]:
    """Start and end of the sentences, their marks left out."""
    return [match.span() for match in re.finditer("[^。；;]+", text)]


def _window(plain: str, text: str, regulation: Regulation, provision: Provision) -> _Window | None:
    matcher = difflib.SequenceMatcher(None, text, plain, autojunk=False)
    if not text or matcher.real_quick_ratio() == 0:
        return None
    blocks = [b for b in matcher.get_matching_blocks() if b.size > 1]
    if not blocks:
        return None
    likeness = sum(b.size for b in blocks) / len(plain.replace(_MARK, ""))
    if likeness < _ALIKE:
        return None
    first, last = blocks[0], blocks[-1]
    start = first.a if first.b == 0 else _clause(text, first.a, -1, first.b)
    end = last.a + last.size
    left = len(plain) - last.b - last.size
    if left:
        end = _clause(text, end, 1, left)
    return _Window(likeness, regulation, provision, start, end)


def _clause(text: str, at: int, step: int, least: int) -> int:
    """The end of the clause that is at hand in one direction, not too far away."""
    reach = max(_REACH, least + 4)
    for far in range(reach):
        look = at + far * step - (step < 0)
        if not 0 <= look < len(text) or text[look] in _CLAUSE:
            return at + far * step
    return max(0, min(len(text), at + least * step))


def _with_holes(quote: str, window: _Window) -> str | None:
    """The words of the window with the quote's holes where figures of their kind stand."""
    text = squeeze(words(window.provision))
    part = text[window.start : window.end]
    part = part.strip(_ENDS)
    if not part:
        return None
    plain = squeeze(_HOLE.sub(_MARK, quote))
    names = _HOLE.findall(quote)
    spans: list[tuple[int, int]] = []
    marks = [m.start() for m in re.finditer(_MARK, plain)]
    for name, mark in zip(names, marks, strict=True):
        kind = hole(name.partition(":")[2].strip())
        follows = plain[mark + 1 : mark + 2]
        near, since = _expected(plain, part, mark), spans[-1][1] if spans else 0
        span = _figure(kind, part, near, since, follows)
        if span is None:
            return None
        if _count(kind, part, follows) > _count(kind, plain, follows) + len(names):
            return None  # a figure that the quote did not have: which one is meant nobody knows
        spans.append(span)
    edges = [0, *(edge for span in spans for edge in span), len(part)]
    pieces = [part[a:b] for a, b in list(pairwise(edges))[::2]]
    made = pieces[0] + "".join(
        f"{{{name}}}{piece}" for name, piece in zip(names, pieces[1:], strict=True)
    )
    return None if "{" in "".join(pieces) or "}" in "".join(pieces) else made


def _expected(plain: str, part: str, mark: int) -> int:
    """Where in the new words what stood at `mark` should be."""
    at = 0
    for block in difflib.SequenceMatcher(None, plain, part, autojunk=False).get_matching_blocks():
        if block.a > mark:
            break
        at = block.b + min(block.size, mark - block.a)
    return at


def _figure(
    kind: Hole | None, part: str, near: int, since: int, follows: str
) -> tuple[int, int] | None:
    """The figure of a kind that stands nearest to a place, after the one before.

    A number without its unit counts only where the same follows it as before: 满{半:数}个月.
    """
    found = [span for span in _figures(kind, part, follows) if span[0] >= since]
    return min(found, key=lambda span: abs(span[0] - near), default=None)


def _figures(kind: Hole | None, part: str, follows: str) -> list[tuple[int, int]]:
    """Where figures of a kind stand; a number without its unit only before `follows`."""
    if kind is None:
        return []
    return [
        match.span()
        for match in re.finditer(kind.pattern, part)
        if match.end() > match.start()
        and kind.read(match[0]) is not None
        and (not _BARE.search(match[0]) or part[match.end() : match.end() + 1] == follows)
    ]


def _count(kind: Hole | None, part: str, follows: str) -> int:
    return len(_figures(kind, part, follows))


def _written(text: str, old: QuoteSpec, new: QuoteSpec) -> str | None:
    """The rule file with the new quote (and citation); None where that cannot be done safely."""
    lines = text.splitlines(keepends=True)
    for was, now in ((old.quote, new.quote), (old.cites, new.cites)):
        if was.text == now.text:
            continue
        n, column = was.place.line - 1, was.place.column - 1
        line = lines[n]
        rest = line[column:]
        length = scalar_length(rest, was.text)
        if length is None:
            return None
        quoted = length > len(was.text)
        lines[n] = line[:column] + scalar(now.text, quoted) + rest[length:]
    return "".join(lines)


def _sound(
    text: str, made: str, old: QuoteSpec, new: QuoteSpec, path: Path, binder: Binder
) -> bool:
    """Whether the file says the same but for the quote, and what cites with it still binds."""
    slug = f"{path.parent.parent.name}/{path.parent.name}"
    try:
        before, after = (list(specs(t, path, slug)) for t in (text, made))
        if len(before) != len(after):
            return False
        for was, now in zip(before, after, strict=True):
            same = (was.quote.text, was.cites.text) == (now.quote.text, now.cites.text)
            if was == old:
                if (now.quote.text, now.cites.text) != (new.quote.text, new.cites.text):
                    return False
            elif not same:  # shares the citation of the rule
                if was.cites.place != old.cites.place or was.quote.text != now.quote.text:
                    return False
                binder.bind(now, slug, "")
    except HandbookError:
        return False
    return True
