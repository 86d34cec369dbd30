"""Looks up citations and references in all regulations of a handbook."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from handbook import citation
from handbook.library import Library
from handbook.pointers import Pointer
from handbook.provision import ProvisionRef, Regulation
from handbook.resolution import Found, Problem, Tree
from handbook.titles import Match, Titles


@dataclass(frozen=True, slots=True)
class Resolved:
    """What a citation means.

    Attributes:
        refs: the provisions (id "" for a whole regulation), in the order cited.
        problem: None where the citation is clear.
        loose: title or labels do not fit the text exactly (考勤办法 for 考勤管理办法).
    """

    refs: tuple[ProvisionRef, ...] = ()
    problem: Problem | None = None
    loose: bool = False


class Resolver:
    """Titles and trees of a handbook's regulations, ready for look-up."""

    def __init__(
        self, regulations: Sequence[Regulation], names: Mapping[str, Sequence[str]] | None = None
    ) -> None:
        """`names`: the slug of each issuing body → its name and short names."""
        self.titles = Titles(regulations, names or {})
        self._trees: dict[int, Tree] = {}
        self._by_slug = {regulation.slug: regulation for regulation in regulations}

    @classmethod
    def of(cls, library: Library) -> Resolver:
        """The resolver of a library, made once for the library used last."""
        if not (_last and _last[0][0] is library):
            names = {i.slug: (i.name, *i.short_names) for i in library.issuers}
            _last[:] = [(library, cls(library.regulations, names))]
        return _last[0][1]

    def regulation(self, slug: str) -> Regulation | None:
        """The regulation of that slug."""
        return self._by_slug.get(slug)

    def tree(self, regulation: Regulation) -> Tree:
        """The provisions of one regulation, prepared once."""
        key = id(regulation)
        if key not in self._trees:
            self._trees[key] = Tree(regulation)  # holds the regulation, so its id stays its own
        return self._trees[key]

    def resolve(self, text: str, near: Regulation | None = None) -> Resolved:
        """What a citation that a person typed means.

        Args:
            text: 《休假规定》第七条第二款, 考勤办法第三条至第五条, 四、3.
            near: the regulation in which the citation stands: meant where no title is named, and
                regulations of its body are preferred.

        Raises:
            HandbookError: `text` is no citation.
        """
        parsed = citation.parse(text)
        issuer = near.issuer_slug if near else ""
        if not parsed.title:
            if near is None:
                return Resolved(problem=Problem.AMBIGUOUS)
            return self._in((near,), parsed.pointers, loose=False)
        whole, match = self.titles.find(parsed.text, issuer, upto=Match.CORE)
        if whole:  # a title that ends like a pointer: 车辆维修登记表
            return self._in(whole, (), loose=match > Match.CORE)
        found, match = self.titles.find(parsed.title, issuer, upto=Match.SHORT)
        if not found:
            return Resolved(problem=Problem.EXTERNAL)
        return self._in(found, parsed.pointers, loose=match > Match.CORE)

    def _in(
        self, regulations: tuple[Regulation, ...], pointers: tuple[Pointer, ...], loose: bool
    ) -> Resolved:
        """The pointers in the one of `regulations` that has them; all where several do."""
        outcomes = [self._one(regulation, pointers) for regulation in regulations]
        clear = [o for o in outcomes if o.problem is None] or outcomes
        if len(clear) == 1:
            only = clear[0]
            return Resolved(only.refs, only.problem, loose or only.loose)
        refs = tuple(ref for outcome in clear for ref in outcome.refs)
        return Resolved(refs, clear[0].problem or Problem.AMBIGUOUS, loose)

    def _one(self, regulation: Regulation, pointers: tuple[Pointer, ...]) -> Resolved:
        if not pointers:
            return Resolved((ProvisionRef(regulation.slug, ""),))
        tree = self.tree(regulation)
        found = [tree.resolve(pointer) for pointer in pointers]
        problem = next((f.problem for f in found if f.problem), None)
        refs = tuple(ref for f in found for ref in refs_of(regulation, f))
        return Resolved(refs, problem, any(f.loose for f in found))


_last: list[tuple[Library, Resolver]] = []


def refs_of(regulation: Regulation, found: Found) -> tuple[ProvisionRef, ...]:
    """The provisions of a look-up as pointers."""
    return tuple(ProvisionRef(regulation.slug, p.id) for p in found.provisions)
