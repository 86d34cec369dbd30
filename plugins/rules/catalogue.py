"""All rules of a handbook, explained, with their addresses in the site."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from urllib.parse import quote

from checker.binding import Binder, Bound
from checker.checker import Checker
from checker.describing import Described, describe
from checker.forms import FormType
from checker.rules import WaiverSpec
from handbook.library import Library
from handbook.provision import Provision, Regulation

#: Last part of the address of a regulation's rules, and first part of those of the form types.
RULES, FORMS = "rules", "forms"


@dataclass(frozen=True, slots=True)
class Use:
    """A rule that reads a provision, with the quote that it takes there."""

    rule: Described
    bound: Bound


class Catalogue:
    """The rules of all bodies on one day.

    Attributes:
        rules: by id.
        uses: slug of a regulation → id of a provision → the rules that read it.
        regulations: by slug, as they are now.
        in_force: by slug, the texts that count on the day.
        forms: name of a form type → the last part of its address.
    """

    def __init__(self, checker: Checker, day: date, *, checked: bool) -> None:
        """`checked`: whether the site has the page on which forms are filled in.

        Raises:
            HandbookError: rules do not bind.
        """
        self.checker, self.day, self.checked = checker, day, checked
        self.library: Library = checker.library
        self.rules: dict[str, Described] = {}
        self.uses: dict[str, dict[str, list[Use]]] = defaultdict(lambda: defaultdict(list))
        for body in checker.bodies:
            for rule in describe(checker, body, day):
                self.rules[rule.id] = rule
                if rule.held:
                    for bound in rule.quotes:
                        provided = bound.provided
                        self.uses[provided.regulation][provided.id].append(Use(rule, bound))
        self.regulations = {r.slug: r for r in self.library.regulations}
        self.in_force = {r.slug: r for r in self.library.in_force(day)}
        self.names = {issuer.slug: issuer.name for issuer in self.library.issuers}
        self.forms = {name: Path(form.file).stem for name, form in checker.forms.types.items()}
        self._nodes: dict[str, dict[str, Provision]] = {}
        self._binders: dict[str, Binder] = {}

    def of(self, regulation: Regulation) -> list[Described]:
        """The rules that are written beside a regulation."""
        return [r for r in self.rules.values() if r.regulation == regulation.slug]

    def of_form(self, form: FormType, body: str) -> list[Described]:
        """The rules of a form type of a body that hold."""
        return [
            r
            for r in self.rules.values()
            if r.held and form.name in r.forms and r.regulation.startswith(f"{body}/")
        ]

    def uses_form(self, form: str, body: str = "") -> bool:
        """Whether a form type is one of a body's; any is, where no body is asked for."""
        bodies = self.checker.forms.types[form].bodies
        return not body or not bodies or body in bodies

    def node(self, bound: Bound) -> Provision | None:
        """The provision of a quote in the text in force; None where it is not there."""
        return self.nodes(bound.provided.regulation).get(bound.provided.id)

    def nodes(self, slug: str) -> dict[str, Provision]:
        """The provisions of a text in force by id, in document order."""
        if slug not in self._nodes:
            found = self.in_force[slug].walk() if slug in self.in_force else ()
            self._nodes[slug] = {node.id: node for node in found}
        return self._nodes[slug]

    def waivers(self, regulation: Regulation) -> list[tuple[Bound, WaiverSpec]]:
        """The words of a regulation that no rule reads, bound, with the reason."""
        body = regulation.issuer_slug
        own = [f for f in self.checker.files(body) if f.regulation == regulation.slug]
        waivers = [w for f in own for w in f.waivers]
        if not waivers:
            return []
        if body not in self._binders:
            self._binders[body] = Binder.of(self.library, body, self.day)
        binder = self._binders[body]
        if regulation.slug not in binder.regulations:
            return []
        return [(binder.bind(w.quote, regulation.slug, "waived"), w) for w in waivers]

    def rule_path(self, id: str) -> str:
        """Path of a rule below the site's root."""
        rule = self.rules[id]
        return f"{rule.regulation}/{RULES}/#{rule.anchor}"

    def form_path(self, form: str) -> str:
        """Path of a form type's page below the site's root."""
        return f"{FORMS}/{self.forms[form]}/"

    def check_path(self, form: str, body: str = "") -> str:
        """Path of the page to fill in a form, body and type chosen; "" where there is none."""
        if not self.checked or not self.uses_form(form, body):
            return ""
        own = f"body={quote(body)}&amp;" if body else ""
        return f"check/?{own}form={quote(form)}"
