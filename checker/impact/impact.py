"""Two folders of regulations side by side: what changed in law, and what that touches."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from checker.binding import Bound
from checker.checker import Checker
from checker.documents import Document
from checker.impact import flips
from checker.impact.books import Partial, Unbound, day_judged, partial_book
from checker.impact.figures import FigureChange, figure_changes
from checker.impact.flips import Flip
from checker.impact.rebinding import Proposal, propose
from checker.rules import QuoteSpec
from checker.settings import CALENDAR
from checker.settings import FILE as SETTINGS
from handbook.comparing.changes import Comparison, compare_libraries
from handbook.comparing.referring import Broken, broken
from handbook.library import Library

#: Beside the texts: what the verdicts of a body depend on.
_RULES = ("rules.yml", "cases.yml")


@dataclass(frozen=True, slots=True)
class Reading:
    """A figure that a rule reads, before and after, as printed; "" where it reads none."""

    name: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class RuleTouch:
    """A rule that rests on a provision that changed, or that was changed itself.

    Attributes:
        rule: its id.
        title: its title.
        file: where it is written, below the folder of regulations.
        line: from 1.
        state: 断开 (a quote is gone), 改值 (reads another figure), 移位 (the provision has another
            number), 改写 (the rule itself, or what displaces it), 涉及 (other words of the
            provision changed), 新增, 删去.
        citation: the provision, as it is now where it is.
        readings: the figures that differ.
        message: of a quote that is gone: why.
    """

    rule: str
    title: str
    file: str
    line: int
    state: str
    citation: str
    readings: tuple[Reading, ...] = ()
    message: str = ""


@dataclass(frozen=True, slots=True)
class Impact:
    """What lies between two folders of regulations.

    Attributes:
        comparison: what changed in the texts.
        figures: figures old → new.
        references: references that are broken or lead elsewhere.
        rules: rules touched.
        flips: forms that are judged otherwise.
        unbound: quotes that do not bind any more.
        proposals: what they could be now.
        errors: what else is wrong with the rules, as shown to people.
        days: the later days, of versions to come, by whose rules it was judged.
    """

    comparison: Comparison
    figures: tuple[FigureChange, ...]
    references: tuple[Broken, ...]
    rules: tuple[RuleTouch, ...]
    flips: tuple[Flip, ...]
    unbound: tuple[Unbound, ...]
    proposals: tuple[Proposal, ...]
    errors: tuple[str, ...]
    days: tuple[date, ...] = ()


def impact(old: Path, new: Path, day: date, forms: Sequence[Document] = ()) -> Impact:
    """What changed between two folders of regulations, and what that touches.

    Args:
        old: the folder before.
        new: the folder after.
        day: whose rules in force are compared; where a version to come is part of the change,
            the day on which it comes into force.
        forms: further forms to be judged by both.

    Raises:
        HandbookError: a text, a rule file or one of `forms` cannot be read.
    """
    libraries = Library.load(old), Library.load(new)
    comparison = compare_libraries(*libraries)
    checkers = Checker(old, None, libraries[0]), Checker(new, None, libraries[1])
    roots = tuple(f"{root.as_posix()}/" for root in (old, new))
    rules: list[RuleTouch] = []
    turned: list[Flip] = []
    unbound: list[Unbound] = []
    errors: list[str] = []
    days: set[date] = set()
    bodies = [(document, checkers[1].read(document)[0].body) for document in forms]
    both = [body for body in checkers[1].bodies if body in checkers[0].bodies]
    for body in both:
        touched = frozenset(s for s in comparison.touched if s.startswith(f"{body}/"))
        if not touched and not _differ(old, new, body):
            continue
        own_day = day_judged(checkers[1], body, day, checkers[0])
        days |= {own_day} - {day}
        one, other = (partial_book(checker, body, own_day) for checker in checkers)
        rules += _rules(one, other, comparison)
        known = flips.known_cases(checkers, body)
        turned += flips.of_cases(one, other, checkers, known)
        turned += flips.examples(one, other, checkers[1], known)
        unbound += other.unbound
        errors += map(str, other.errors)
        for document, own in bodies:
            if own == body:
                flip = flips.of_document(document, "", one, other, checkers)
                turned += [flip] if flip else []
    return Impact(
        comparison,
        tuple(f for c in comparison.changes if c.reworded for f in figure_changes(c)),
        broken(*libraries, comparison),
        tuple(rules),
        tuple(replace(f, source=_below(f.source, roots)) for f in turned),
        tuple(unbound),
        propose(checkers[1], unbound),
        tuple(errors),
        tuple(sorted(days)),
    )


def _below(source: str, roots: tuple[str, ...]) -> str:
    """A place without the folder in which a revision was laid out."""
    return next((source.removeprefix(r) for r in roots if source.startswith(r)), source)


def _differ(old: Path, new: Path, body: str) -> bool:
    """Whether rules, settings or form types of a body differ."""
    names = {
        path.relative_to(root).as_posix()
        for root in (old, new)
        for folder in (root / body, root / "forms")
        for path in folder.rglob("*.yml")
        if path.parent == root / "forms" or path.name in (*_RULES, SETTINGS, CALENDAR, "issuer.yml")
    }
    return any(_content(old / name) != _content(new / name) for name in names | {CALENDAR})


def _content(path: Path) -> bytes:
    return path.read_bytes() if path.is_file() else b""


def _rules(old: Partial, new: Partial, comparison: Comparison) -> Iterator[RuleTouch]:
    changed = {
        (c.regulation, side.id)
        for c in comparison.changes
        if c.reworded or c.old is None or c.new is None
        for side in (c.old, c.new)
        if side
    }
    rewritten = _rewritten(old, new)
    lost = {own.rule for own in new.unbound}
    known = {(own.rule, own.quote.quote.text) for own in old.unbound}
    for own in new.unbound:
        if (own.rule, own.quote.quote.text) not in known:
            yield RuleTouch(
                own.rule, own.title, f"{own.regulation}/rules.yml", own.quote.quote.place.line,
                "断开", own.quote.cites.text, (), own.message,
            )  # fmt: skip
    for rule, (spec, regulation) in new.specs.items():
        quotes, was = new.quotes.get(rule, []), old.quotes.get(rule, [])
        if rule in lost:
            continue
        state = _state(rule, old, was, quotes, rule in rewritten)
        readings = tuple(_readings(was, quotes)) if was else ()
        touched = any((b.provided.regulation, b.provided.id) in changed for _, b in (*quotes, *was))
        if state == "涉及" and not touched and not readings:
            continue
        cited = [b.provided for _, b in quotes]
        at_hand = [p for p in cited if (p.regulation, p.id) in changed] or cited
        where = at_hand[0].citation if at_hand else ""
        yield RuleTouch(
            rule, spec.title, f"{regulation}/rules.yml", spec.place.line,
            "改值" if readings else state, where, readings,
        )  # fmt: skip
    for rule, (spec, regulation) in old.specs.items():
        if rule not in new.specs:
            yield RuleTouch(
                rule, spec.title, f"{regulation}/rules.yml", spec.place.line, "删去", ""
            )


_Quotes = Sequence[tuple[QuoteSpec, Bound]]


def _rewritten(old: Partial, new: Partial) -> set[str]:
    """The rules that say something else, whether by their own words or by what displaces them."""
    before = {(form, rule.id): rule for form, rule in old.rules()}
    return {r.id for form, r in new.rules() if before.get((form, r.id), r) != r}


def _state(rule: str, old: Partial, was: _Quotes, now: _Quotes, rewritten: bool) -> str:
    if rule not in old.specs:
        return "新增"
    if _words(was) != _words(now):
        return "改写"
    moved = [b.provided.id for _, b in was] != [b.provided.id for _, b in now]
    if moved and was and now:
        return "移位"
    same = [b.provided for _, b in was] == [b.provided for _, b in now]
    return "改写" if rewritten and same else "涉及"


def _words(quotes: _Quotes) -> list[tuple[str, str]]:
    return [(q.cites.text, q.quote.text) for q, _ in quotes]


def _readings(was: _Quotes, now: _Quotes) -> Iterator[Reading]:
    """Figures of the same name in the same quote, by the order of the quotes."""
    old = {(n, f.name): f for n, (_, b) in enumerate(was) for f in b.figures}
    new = {(n, f.name): f for n, (_, b) in enumerate(now) for f in b.figures}
    for key in dict.fromkeys((*old, *new)):
        one, other = old.get(key), new.get(key)
        if (one.value if one else None) != (other.value if other else None):
            yield Reading(key[1], one.words if one else "", other.words if other else "")
