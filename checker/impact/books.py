"""Rule books of a body before and after a change, as far as the rules bind."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from checker import building, settings
from checker.binding import Binder, Bound
from checker.book import Book, Rule
from checker.checker import Checker
from checker.rules import ConflictSpec, QuoteSpec, RuleFile, RuleSpec, Text
from handbook.errors import HandbookError

#: What stands for a rule's title where words are waived.
_WAIVED = "注明不查的文字"


@dataclass(frozen=True, slots=True)
class Unbound:
    """A quote that no longer stands in what its rule cites.

    Attributes:
        rule: id with the body's slug; of a waiver the regulation beside which it stands.
        title: the rule's.
        quote: the quote.
        regulation: beside which the rule stands.
        message: why it does not bind.
        day: on which it does not.
    """

    rule: str
    title: str
    quote: QuoteSpec
    regulation: str
    message: str
    day: date


@dataclass(frozen=True, slots=True)
class Partial:
    """The book of a body without the rules that do not bind.

    Attributes:
        book: None where something else is wrong with the rules.
        unbound: the quotes that do not bind.
        errors: what else is wrong.
        quotes: rule id → its quotes as written and bound.
        specs: rule id → the rule as written, and the regulation beside which it stands.
    """

    book: Book | None
    unbound: tuple[Unbound, ...]
    errors: tuple[HandbookError, ...]
    quotes: dict[str, list[tuple[QuoteSpec, Bound]]]
    specs: dict[str, tuple[RuleSpec, str]]

    def rules(self) -> Iterator[tuple[str, Rule]]:
        """Form type and rule of all rules that bind."""
        for form, chapter in self.book.chapters.items() if self.book else ():
            for rule in chapter.rules:
                yield form, rule


def day_judged(checker: Checker, body: str, day: date, before: Checker | None = None) -> date:
    """The day whose rules show what a change does: when all that is adopted has come into force.

    Args:
        checker: the handbook after the change.
        body: slug of the body.
        day: today; never an earlier day.
        before: the handbook before the change; days that it knows as well do not count, except
            those of its newest versions, which may have been edited.
    """
    turns = set(checker.turns_of(body))
    if before is not None:
        turns -= set(before.turns_of(body)) - _starts(checker, body)
    return max({day, *turns})


def _starts(checker: Checker, body: str) -> set[date]:
    found = (r for r in checker.library.regulations if r.slug.startswith(f"{body}/"))
    return {r.metadata.start for r in found if r.metadata.start is not None}


def partial_book(checker: Checker, body: str, day: date) -> Partial:
    """The rules of a body that bind on a day, and what is wrong with the others.

    Raises:
        HandbookError: a rule file or the body's settings cannot be read.
    """
    binder = Binder.of(checker.library, body, day)
    files = checker.files(body)
    unbound: list[Unbound] = []
    quotes: dict[str, list[tuple[QuoteSpec, Bound]]] = {}
    specs: dict[str, tuple[RuleSpec, str]] = {}
    for file in files:
        for spec in (rule.as_of(day) for rule in file.rules):
            if spec is None:
                continue
            id = f"{body}/{spec.id}"
            specs[id] = (spec, file.regulation)
            if file.regulation not in binder.regulations:
                continue
            for quote in dict.fromkeys(q for case in spec.cases for q in case.quotes):
                try:
                    bound = binder.bind(quote, file.regulation, spec.id)
                except HandbookError as error:
                    unbound.append(
                        Unbound(id, spec.title, quote, file.regulation, error.message, day)
                    )
                else:
                    quotes.setdefault(id, []).append((quote, bound))
    gone = {own.rule.partition("/")[2] for own in unbound}
    for file in files:
        for waiver in file.waivers:
            if file.regulation in binder.regulations and waiver.quote.holds(day):
                try:
                    binder.bind(waiver.quote, file.regulation, _WAIVED)
                except HandbookError as error:
                    unbound.append(
                        Unbound(
                            file.regulation, _WAIVED, waiver.quote, file.regulation,
                            error.message, day,
                        )
                    )  # fmt: skip
    book, errors = building.attempt(
        body,
        day,
        binder,
        tuple(_without(file, gone) for file in files),
        checker.forms,
        settings.load(checker.root, body),
    )
    return Partial(book, tuple(unbound), tuple(errors), quotes, specs)


def _without(file: RuleFile, gone: set[str]) -> RuleFile:
    """A rule file without some rules, and without their names in others."""
    if not gone:
        return file

    def left(names: tuple[Text, ...]) -> tuple[Text, ...]:
        return tuple(name for name in names if name.text not in gone)

    rules = tuple(
        replace(spec, overrides=left(spec.overrides), covers=left(spec.covers))
        for spec in file.rules
        if spec.id not in gone
    )
    conflicts: tuple[ConflictSpec, ...] = tuple(
        c for c in file.conflicts if len(left(c.between)) == len(c.between)
    )
    return replace(file, rules=rules, conflicts=conflicts)
