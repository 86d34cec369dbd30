"""Finds the provisions that the steps of a pointer mean in one regulation.

Forgiving where only one provision can be meant: a missing 款 or 章, another dress of the number
(第3项 for （三）), 第五条 for 五、 in a text that has no 条. What cannot be found, or may be more
than one provision, is said and never guessed. The look-up of every kind of step is in one
class, since they share the tree's indexes.
"""

from __future__ import annotations

import enum
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from handbook import citation, numerals
from handbook.pointers import Kind, Mark, Pointer, Step
from handbook.provision import DIVISIONS, LISTED, Level, Provision, Regulation


class Problem(enum.StrEnum):
    """Why a reference leads nowhere."""

    MISSING = "missing"  # the handbook has the regulation, and the regulation no such provision
    AMBIGUOUS = "ambiguous"  # more than one provision, or regulation, may be meant
    EXTERNAL = "external"  # a law or document that the handbook does not hold


@dataclass(frozen=True, slots=True)
class Found:
    """What a pointer means.

    Attributes:
        provisions: in document order; more than one for a range, or the candidates of an ambiguity.
        problem: None where the pointer is clear.
        loose: the words do not fit the text's labels exactly (第五条 for 五、).
        reached: the deepest provision that was found on the way to a missing one.
    """

    provisions: tuple[Provision, ...] = ()
    problem: Problem | None = None
    loose: bool = False
    reached: Provision | None = None


_DIVISION = {
    Kind.BOOK: Level.BOOK,
    Kind.PART: Level.PART,
    Kind.CHAPTER: Level.CHAPTER,
    Kind.SECTION: Level.SECTION,
}
_COUNTED = {
    Kind.PREAMBLE: Level.PREAMBLE,
    Kind.TABLE: Level.TABLE,
    Kind.SIGNATURE: Level.SIGNATURE,
    Kind.UNPARSED: Level.UNPARSED,
}


class Tree:
    """A regulation's provisions, ready to be looked up by pointers."""

    def __init__(self, regulation: Regulation) -> None:
        self.regulation = regulation
        self.nodes: list[Provision] = []
        self.parent: list[int] = []
        self.at: dict[str, int] = {}
        stack = [(p, -1) for p in reversed(regulation.provisions)]
        while stack:
            node, parent = stack.pop()
            here = len(self.nodes)
            self.nodes.append(node)
            self.parent.append(parent)
            self.at[node.id] = here
            stack.extend((child, here) for child in reversed(node.children))
        self._by_number: dict[tuple[int, str], list[int]] | None = None
        self._in_order: dict[int, list[Provision]] = {}
        self._passed: dict[int, list[int]] = {}
        self._numbered: dict[int, dict[str, list[int]]] = {}
        self._by_steps: dict[tuple[Step, ...], str] | None = None

    def resolve(self, pointer: Pointer, base: str = "") -> Found:
        """What `pointer` means, seen from the provision with id `base` ("": the regulation)."""
        start = self.find(pointer.steps, base)
        if not pointer.until or start.problem:
            return start
        end = self.find(pointer.until, base)
        if end.problem:
            return end
        return self._range(start, end)

    def find(self, steps: tuple[Step, ...], base: str = "") -> Found:
        """The provision at the end of `steps`, going down from `base`."""
        root = self.at[base] if base else -1
        exact = any(step.occurrence for step in steps)
        here, loose = [root], False
        for step in () if exact else steps:
            below = [child for node in here for child in self._below(node, step, loose)]
            if not below:
                below, loose = [c for node in here for c in self._loosely(node, step)], True
            if not below:
                reached = self.nodes[here[0]] if len(here) == 1 and here[0] >= 0 else None
                return Found((), Problem.MISSING, reached=reached)
            here = _best(below, step, self.nodes)
        if (exact or len(here) != 1) and not base:
            cited = self._cited(steps)
            if cited is not None:
                return Found((self.nodes[cited],))
            if exact:
                return Found((), Problem.MISSING)
        found = tuple(self.nodes[node] for node in sorted(set(here)) if node >= 0)
        return Found(found, Problem.AMBIGUOUS if len(found) > 1 else None, loose)

    def ancestor(self, id_: str, levels: Collection[Level]) -> Provision | None:
        """The provision itself or the nearest above it that is of one of `levels`."""
        node = self.at[id_]
        while node >= 0:
            if self.nodes[node].level in levels:
                return self.nodes[node]
            node = self.parent[node]
        return None

    def above(self, id_: str) -> Provision | None:
        """The provision that holds this one; None at the top."""
        parent = self.parent[self.at[id_]]
        return self.nodes[parent] if parent >= 0 else None

    def siblings(self, id_: str) -> tuple[Provision, ...]:
        """The provisions that stand beside this one and itself, in order."""
        above = self.above(id_)
        return above.children if above else self.regulation.provisions

    def articles(self, id_: str = "") -> list[Provision]:
        """All 条 of the regulation, or of the 附件 that the provision `id_` belongs to."""
        scope = self._scope(self.at[id_]) if id_ else -1
        if scope not in self._in_order:
            groups = self._all_articles().items()
            found = sorted(n for (s, _), numbers in groups if s == scope for n in numbers)
            self._in_order[scope] = [self.nodes[n] for n in found]
        return self._in_order[scope]

    def _scope(self, node: int) -> int:
        while node >= 0 and self.nodes[node].level is not Level.APPENDIX:
            node = self.parent[node]
        return node

    def _all_articles(self) -> dict[tuple[int, str], list[int]]:
        if self._by_number is None:
            self._by_number = defaultdict(list)
            scope: list[int] = []
            for here, node in enumerate(self.nodes):
                parent = self.parent[here]
                above = scope[parent] if parent >= 0 else -1
                scope.append(here if node.level is Level.APPENDIX else above)
                if node.level is Level.ARTICLE:
                    self._by_number[scope[here], node.number].append(here)
        return self._by_number

    def _below(self, node: int, step: Step, loose: bool = False) -> list[int]:
        """The provisions that `step` names below `node`, through what a pointer may leave out.

        `loose`: the step before fitted no label: whoever calls 五、 第五条 calls 1. below it 第1款.
        """
        kind = step.kind
        if kind is Kind.ARTICLE:
            found = self._all_articles().get((self._scope(node), step.number), [])
            return found if node < 0 else [n for n in found if self._inside(n, node)]
        if kind is Kind.PARAGRAPH and loose and (found := self._loosely(node, step)):
            return found
        if kind is Kind.PARAGRAPH:
            paragraphs = [n for n in self._children(node) if self.nodes[n].level is Level.PARAGRAPH]
            if not paragraphs and step.number == "1" and node >= 0:
                return [node]
            return [n for n in paragraphs if self.nodes[n].number == step.number]
        if kind in _COUNTED:
            wanted = [n for n in self._through(node) if self.nodes[n].level is _COUNTED[kind]]
            nth = int(step.number) if step.number else 0
            return wanted[nth - 1 : nth] if nth else wanted
        if kind in (Kind.POINT, Kind.INDENT, Kind.LABEL, Kind.RULE):
            return self._numbers_below(node).get(step.number, [])
        if kind in _DIVISION:
            level = _DIVISION[kind]
            return [
                n
                for n in self._through(node)
                if self.nodes[n].level is level and self.nodes[n].number == step.number
            ]
        return [
            n
            for n in self._through(node)
            if (own := citation.own_step(self.nodes[n])).kind is kind
            and own.words == step.words
            and own.number == step.number
        ]

    def _loosely(self, node: int, step: Step) -> list[int]:
        """What a step may mean that fits no label exactly."""
        if step.kind is Kind.ARTICLE and not self._all_articles():
            return self._numbers_below(node).get(step.number, [])
        if step.kind is Kind.PARAGRAPH and node >= 0 and self.nodes[node].level in LISTED:
            return self._numbers_below(node).get(step.number, [])
        if step.kind is Kind.APPENDIX:
            appendices = [n for n in self._through(node) if self.nodes[n].level is Level.APPENDIX]
            numbered = [n for n in appendices if self.nodes[n].number == step.number]
            return numbered or (appendices if not step.number else [])
        if step.kind is Kind.SUBHEAD:
            return [
                n
                for n in self._through(node, deep=True)
                if title_words(self.nodes[n]) == step.words
            ]
        return []

    def _children(self, node: int) -> list[int]:
        children = self.nodes[node].children if node >= 0 else self.regulation.provisions
        return [self.at[child.id] for child in children]

    def _through(self, node: int, deep: bool = False) -> list[int]:
        """The provisions below `node`, through divisions, subheads and 款; all if `deep`."""
        if not deep and node in self._passed:
            return self._passed[node]
        found, stack = [], list(reversed(self._children(node)))
        while stack:
            here = stack.pop()
            found.append(here)
            level = self.nodes[here].level
            if deep or level in _PASSED:
                stack.extend(reversed(self._children(here)))
        if not deep:
            self._passed[node] = found
        return found

    def _numbers_below(self, node: int) -> dict[str, list[int]]:
        """Numbered levels below `node`, by number, through what a pointer may leave out."""
        if node not in self._numbered:
            by_number: dict[str, list[int]] = defaultdict(list)
            for here in self._through(node):
                if self.nodes[here].level in LISTED:
                    by_number[self.nodes[here].number].append(here)
            self._numbered[node] = by_number
        return self._numbered[node]

    def _inside(self, node: int, outer: int) -> bool:
        while node > outer:
            node = self.parent[node]
        return node == outer

    def _cited(self, steps: tuple[Step, ...]) -> int | None:
        if self._by_steps is None:
            cited = citation.cited(self.regulation)
            self._by_steps = {c.steps: id_ for id_, c in cited.items()}
        id_ = self._by_steps.get(steps)
        return None if id_ is None else self.at[id_]

    def _range(self, start: Found, end: Found) -> Found:
        first, last = start.provisions[0], end.provisions[0]
        low, high = self.at[first.id], self.at[last.id]
        same_kind = first.level is last.level
        if not same_kind or low > high or self._scope(low) != self._scope(high):
            return Found((first, last), Problem.AMBIGUOUS)
        if first.level is not Level.ARTICLE and self.parent[low] != self.parent[high]:
            return Found((first, last), Problem.AMBIGUOUS)
        between = (n for n in self.nodes[low : high + 1] if n.level is first.level)
        inside = tuple(n for n in between if _between(first.number, n.number, last.number))
        return Found(inside, None, start.loose or end.loose)


def title_words(provision: Provision) -> str:
    """The title of a provision as a citation would quote it; "" where it has none."""
    return citation.subhead_words(provision) if provision.heading else ""


#: What a pointer may leave out on the way down.
_PASSED = DIVISIONS | {Level.PARAGRAPH, Level.HEADING}


def _between(first: str, number: str, last: str) -> bool:
    return numerals.order(first) <= numerals.order(number) <= numerals.order(last)


def _best(found: list[int], step: Step, nodes: list[Provision]) -> list[int]:
    """Of several provisions those whose label is dressed as the step is, if there are any."""
    if len(found) < 2:
        return found
    same = [n for n in found if citation.own_step(nodes[n]) == step]
    if same or step.mark is Mark.NONE:
        return same or found
    return [n for n in found if citation.own_step(nodes[n]).mark is step.mark] or found
