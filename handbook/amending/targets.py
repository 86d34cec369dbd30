"""Which provision of the version that is changed an instruction means."""

from __future__ import annotations

from dataclasses import dataclass

from handbook import citation
from handbook.drafts import Draft, Part
from handbook.errors import HandbookError
from handbook.pointers import Kind, Pointer, Step
from handbook.provision import Level, Provision, Regulation
from handbook.resolution import Problem, Tree

#: Kinds whose provisions have a number of their own, as far as it can be changed.
NUMBERED = frozenset((Kind.ARTICLE, Kind.POINT, Kind.INDENT, Kind.LABEL, Kind.RULE))


@dataclass(frozen=True, slots=True)
class Target:
    """A provision that an instruction means: as it was, its draft, its paragraph if it is a 款."""

    provision: Provision
    owner: Draft
    part: Part | None


def pointers(words: str) -> tuple[Pointer, ...]:
    """The pointers of a citation without title.

    Raises:
        HandbookError: it is none, or names another regulation.
    """
    found = citation.parse(words)
    if found.title or not found.pointers:
        raise HandbookError(f"“{words}”应当写成本制度里的一处，如“第五条第一款”或“五、1”")
    return found.pointers


def last_step(words: str) -> Step:
    """The last step of the one pointer of a citation: what number a provision gets.

    Raises:
        HandbookError: it is no citation, or more than one.
    """
    found = pointers(words)
    if len(found) != 1 or found[0].until:
        raise HandbookError(f"“{words}”应当是一处")
    return found[0].steps[-1]


def numbers(words: str) -> list[Step]:
    """The numbers that a citation names one after the other, ranges written out.

    Raises:
        HandbookError: it is no citation, or a range of numbers that cannot be counted.
    """
    steps: list[Step] = []
    for pointer in pointers(words):
        first = pointer.steps[-1]
        if not pointer.until:
            steps.append(first)
            continue
        last = pointer.until[-1]
        if not (first.number.isdigit() and last.number.isdigit() and first.kind is last.kind):
            raise HandbookError(f"“{words}”数不出来；请一处一处写")
        steps += [
            Step(first.kind, str(n), first.mark)
            for n in range(int(first.number), int(last.number) + 1)
        ]
    return steps


class Finder:
    """Looks up citations in the version that is changed."""

    def __init__(self, regulation: Regulation) -> None:
        self._tree = Tree(regulation)
        self._preambles = [p for p in regulation.provisions if p.level is Level.PREAMBLE]

    def find(self, words: str) -> tuple[Provision, ...]:
        """The provisions that a citation means, in its order.

        序言 (引言) without a number means all paragraphs before the first provision.

        Raises:
            HandbookError: there is none, or more than one may be meant.
        """
        result: list[Provision] = []
        for pointer in pointers(words):
            only = pointer.steps[0]
            if len(pointer.steps) == 1 and only.kind is Kind.PREAMBLE and not only.number:
                found, problem = tuple(self._preambles), None
            else:
                outcome = self._tree.resolve(pointer)
                found, problem = outcome.provisions, outcome.problem
            if problem is Problem.AMBIGUOUS:
                raise HandbookError(f"“{words}”可能是几处，请把层级写全")
            if problem is not None or not found:
                raise HandbookError(f"这个版本里没有“{words}”")
            result += found
        return tuple(result)

    def one(self, words: str) -> Provision:
        """The provision that a citation means.

        Raises:
            HandbookError: there is none, or more than one.
        """
        found = self.find(words)
        if len(found) != 1:
            raise HandbookError(f"“{words}”有 {len(found)} 处，这里要正好一处")
        return found[0]
