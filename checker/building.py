"""Rule files → rule book: binding quotes, compiling conditions, checking that all names exist."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from checker.binding import Binder, Bound
from checker.book import Book, Chapter, Conflict, Rule
from checker.compiling import FormCompiler
from checker.forms import Forms, suggest
from checker.rules import ConflictSpec, RuleFile, RuleSpec, Text
from checker.settings import Settings
from handbook.errors import HandbookError, Place


def build(
    body: str,
    day: date,
    binder: Binder,
    files: tuple[RuleFile, ...],
    forms: Forms,
    settings: Settings,
) -> Book:
    """Binds and compiles the rules of a body that hold on a day.

    Raises:
        HandbookError: a rule is wrong or does not bind; all that are wrong are named at once.
    """
    book, errors = attempt(body, day, binder, files, forms, settings)
    if book is None:
        raise _all(errors)
    return book


def attempt(
    body: str,
    day: date,
    binder: Binder,
    files: tuple[RuleFile, ...],
    forms: Forms,
    settings: Settings,
) -> tuple[Book | None, list[HandbookError]]:
    """As `build`; the mistakes of the rules instead of a book where there are any."""
    builder = _Builder(body, binder, forms, settings)
    held = [
        (spec, file.regulation)
        for file in files
        if file.regulation in binder.regulations
        for spec in (rule.as_of(day) for rule in file.rules)
        if spec is not None
    ]
    known = {spec.id: spec for file in files for spec in file.rules}
    for spec, regulation in held:
        builder.bind(spec, regulation)
    for spec, _ in held:
        builder.check_names((*spec.overrides, *spec.covers), known)
    conflicts = tuple(c for file in files for c in file.conflicts)
    for conflict in conflicts:
        builder.check_names(conflict.between, known)
    if not builder.errors:
        builder.compile([spec for spec, _ in held])
    if builder.errors:
        return None, builder.errors
    return builder.book(conflicts), []


def _all(errors: list[HandbookError]) -> HandbookError:
    rest = "\n".join(str(error) for error in errors[1:20])
    more = f"\n……还有 {len(errors) - 20} 处" if len(errors) > 20 else ""
    return HandbookError(errors[0].message + (f"\n{rest}" if rest else "") + more, errors[0].place)


class _Builder:
    def __init__(self, body: str, binder: Binder, forms: Forms, settings: Settings) -> None:
        self.body, self.binder, self.forms, self.settings = body, binder, forms, settings
        self.errors: list[HandbookError] = []
        self.bounds: dict[str, list[tuple[Bound, ...]]] = {}
        self.quotes: list[tuple[str, Bound]] = []
        self.literals: list[tuple[str, Place]] = []
        self.chapters: dict[str, list[Rule]] = {}

    def bind(self, spec: RuleSpec, regulation: str) -> None:
        """Finds all quotes of a rule; quotes that two cases share once."""
        known: dict[tuple[str, str], Bound] = {}
        result = []
        try:
            for case in spec.cases:
                if not case.quotes:
                    raise HandbookError(
                        f"规则“{spec.id}”有一种情形在有的日子里没有引文；请接上 since、until",
                        case.place,
                    )
                for quote in case.quotes:
                    key = (quote.cites.text, quote.quote.text)
                    if key not in known:
                        known[key] = self.binder.bind(quote, regulation, spec.id)
                        self.quotes.append((f"{self.body}/{spec.id}", known[key]))
                result.append(tuple(known[q.cites.text, q.quote.text] for q in case.quotes))
        except HandbookError as error:
            self.errors.append(error)
        self.bounds[spec.id] = result

    def check_names(self, names: tuple[Text, ...], known: Mapping[str, RuleSpec]) -> None:
        for name in names:
            if name.text not in known:
                hint = suggest(name.text, known)
                self.errors.append(HandbookError(f"没有规则“{name.text}”；{hint}", name.place))

    def compile(self, specs: list[RuleSpec]) -> None:
        by_form: dict[str, list[RuleSpec]] = {}
        for spec in specs:
            for form in spec.forms:
                if form.text not in self.forms.types:
                    hint = suggest(form.text, self.forms.types)
                    self.errors.append(
                        HandbookError(f"没有“{form.text}”这种表；{hint}", form.place)
                    )
                    continue
                by_form.setdefault(form.text, []).append(spec)
        for form_name, own in by_form.items():
            compiler = FormCompiler(self, self.forms.types[form_name], own)
            self.chapters[form_name] = compiler.rules()

    def book(self, conflicts: tuple[ConflictSpec, ...]) -> Book:
        chapters = {}
        for form, rules in self.chapters.items():
            own = {r.id for r in rules}
            there = []
            for c in conflicts:
                ids = tuple(i for t in c.between if (i := f"{self.body}/{t.text}") in own)
                if len(ids) > 1:
                    there.append(Conflict(ids, c.question))
            chapters[form] = Chapter(tuple(rules), tuple(there))
        return Book(
            self.body, chapters, self.settings.calendar, tuple(self.quotes), tuple(self.literals)
        )
