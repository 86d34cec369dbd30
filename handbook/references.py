"""References in the texts, resolved to provisions: 本办法第五条, 前款, 《休假规定》第七条, 附件1.

Rules of context (Lawtext's, with what Chinese texts need besides):

- A bare 第X条 means the regulation itself, or the one that it amends (关于修改《…》的通知), or if
  it has no such 条 the one that it explains (关于适用《…》的解释).
- A law or regulation named with a number holds for bare numbers after it, up to the end of the
  sentence; 本办法 ends that.
- In one list a later member takes what it leaves out from the one before it (第三条第一款、第三款);
  a new list does not. A bracket after a number (第二款除外) is read in the context of that number.
- 前款, 前条, 本条 are seen from where they stand; 该条, 同条 mean the 条 named last.

The scanner and what it keeps while it reads are one thing, and so one file.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace

from handbook import nearby, numerals, pointers
from handbook import reference_words as words
from handbook.library import Library
from handbook.pointers import Kind, Pointer, Step
from handbook.provision import Provision, ProvisionRef, Regulation
from handbook.reference_context import Context, Surroundings, problem_of
from handbook.resolution import Found, Problem
from handbook.resolver import Resolver, refs_of


@dataclass(frozen=True, slots=True)
class Reference:
    """A place in a provision's text that points at something.

    Attributes:
        regulation: slug of the regulation in which it stands.
        provision: id of the provision in whose text it stands.
        start: offset in that text.
        end: offset after the last character.
        text: what it says.
        title: the regulation or document that it names; "" for the text itself.
        targets: what it points at (id "" for a whole regulation); for an ambiguous one everything
            that may be meant.
        problem: why it leads nowhere; None where it is resolved.
        loose: the words do not fit the target's labels or title exactly (第五条 for 五、).
        excluded: it stands in a bracket that takes it out (第二款除外).
        reached: id of the deepest provision found on the way to a missing one; "" if none.
    """

    regulation: str
    provision: str
    start: int
    end: int
    text: str
    title: str = ""
    targets: tuple[ProvisionRef, ...] = ()
    problem: Problem | None = None
    loose: bool = False
    excluded: bool = False
    reached: str = ""


def find(library: Library | Resolver, regulation: Regulation) -> tuple[Reference, ...]:
    """All references in the texts of `regulation`, in document order.

    `library`: the regulations that may be meant besides this one. Linear in the text.
    """
    resolver = library if isinstance(library, Resolver) else Resolver.of(library)
    around = Surroundings(resolver, regulation)
    found: list[Reference] = []
    for provision in regulation.walk():
        if provision.text:
            found.extend(_Scanner(around, provision).scan())
    return tuple(found)


class _Scanner:
    """Reads one provision's text from left to right, keeping what bare numbers are counted in."""

    def __init__(self, around: Surroundings, provision: Provision) -> None:
        self.around = around
        self.tree = around.tree
        self.provision = provision
        self.text, self.offsets = words.squeeze(provision.text)
        self.context = around.default
        self.named: Context | None = None  # the document named last: 该办法
        self.last: tuple[Context, tuple[Step, ...]] | None = None  # the 条 named last: 该条
        self.quotes: tuple[list[int], list[int]] | None = None
        self.out: list[Reference] = []

    def scan(self) -> list[Reference]:
        at = 0
        while match := words.TOKEN.search(self.text, at):
            at = max(self._token(match), match.start() + 1)
        return self.out

    def _token(self, match: re.Match[str]) -> int:
        if (match["self"] or match["unit"] or match["level"]) and self._quoted(match.start()):
            return self._in_quote(match)
        if match["stop"]:
            self.context = self.around.default
            return match.end()
        if match["title"]:
            return self._document(match)
        if match["self"]:
            return self._self(match)
        if match["appendix"]:
            return self._appendix(match)
        if match["unit"] or match["level"]:
            return self._relative(match)
        return self._bare(match.start())

    def _quoted(self, at: int) -> bool:
        """Whether `at` stands in new words for another text: 修改为：“犯前款罪的，…”."""
        if not self.around.default.title:
            return False
        if self.quotes is None:
            self.quotes = (_places(self.text, "“"), _places(self.text, "”"))
        opened, closed = self.quotes
        return bisect_left(opened, at) > bisect_left(closed, at)

    def _in_quote(self, match: re.Match[str]) -> int:
        """本法第三条 in new words for another text is counted there; 前款 there is not known."""
        end = match["self"] and self._numbers(
            words.OF.match(self.text, match.end()), match.start(), self.around.default
        )
        return end or match.end()

    def _document(self, match: re.Match[str]) -> int:
        context = self.named = self.around.named(match.group())
        end = self._numbers(words.OF.match(self.text, match.end()), match.start(), context)
        if end:
            self.context = context
            return end
        if not context.title:
            return match.end()
        appendix = words.APPENDIX.match(self.text, match.end())
        if appendix:
            start = match.start()
            while appendix:  # 《…公约》附录一、附录二
                self._resolve(_appendix(appendix), start, context, "")
                end = appendix.end()
                joint = words.JOINT.match(self.text, end)
                appendix = words.APPENDIX.match(self.text, joint.end()) if joint else None
                start = appendix.start() if appendix else end
            return end
        found = tuple(ProvisionRef(r.slug, context.base) for r in context.regulations)
        self._add(match.start(), match.end(), context, found, problem_of(context))
        return match.end()

    def _self(self, match: re.Match[str]) -> int:
        of = words.OF.match(self.text, match.end())
        end = self._numbers(of, match.start(), Context())
        if end:
            self.context = Context()
        return end or match.end()

    def _appendix(self, match: re.Match[str]) -> int:
        """附件1, (见附件); not 及附件, 公文附件, which are any document's."""
        pointer = _appendix(match)
        cue = words.APPENDIX_CUE.search(self.text, max(0, match.start() - 6), match.start())
        if pointer.steps[0].number or cue:
            self._resolve(pointer, match.start(), Context(), "")
        return match.end()

    def _relative(self, match: re.Match[str]) -> int:
        start, end = match.span()
        if match["here"]:
            if match["here"] != "本":
                return self._same(match)
            node = nearby.own(self.tree, self.provision, match["level"])
            bases = [node] if node else []
        else:
            count = numerals.parse(match["count"] or "一") or 1
            way = 1 if match["way"] == "下" else -1
            bases = nearby.beside(self.tree, self.provision, match["unit"], count, way)
            said = words.SAID.match(self.text, end)
            doubtful = match["way"] != "前" or (match["unit"] == "项" and not bases)
            if doubtful and not said:
                return end  # 下一条线索, 前三项工作: words, no reference
        if len(bases) == 1:
            below = self._numbers(words.OF.match(self.text, end), start, Context(), bases[0].id)
            if below:
                return below
        refs = tuple(ProvisionRef(self.around.regulation.slug, p.id) for p in bases)
        self._add(start, end, Context(), refs, None if refs else Problem.MISSING)
        return end

    def _same(self, match: re.Match[str]) -> int:
        """该条, 同条: the 条 named last in this text."""
        if self.last is None or match["level"] != "条":
            return match.end()
        context, steps = self.last
        found = pointers.read(self.text, match.end(), context=steps)
        if found and found[0].steps[: len(steps)] == steps:
            return self._list(found, match.start(), context, "")
        pointer = Pointer(steps, start=match.start(), end=match.end())
        self._resolve(pointer, match.start(), context, "")
        return match.end()

    def _bare(self, start: int) -> int:
        found = pointers.read(self.text, start)
        if not found:
            return start + 1
        first, end = found[0].steps[0], found[-1].end
        if self._label(start, end):
            return end
        context, base, begin = self.context, "", start
        if first.kind in (Kind.PARAGRAPH, Kind.POINT, Kind.INDENT):
            return self._inside(found, start)
        if first.kind is Kind.RULE:
            return end
        if first.kind is not Kind.ARTICLE and len(found[0].steps) == 1:
            cue = words.FOLLOWING.search(self.text, max(0, start - 2), start)
            if not cue and not words.SAID.match(self.text, end):
                return end
        name = self.around.before(self.text, start, self.named)
        if name is not None:
            begin, context = name
            self.context = context
        return self._list(found, begin, context, base)

    def _label(self, start: int, end: int) -> bool:
        """Whether a number is the label of a provision that is glued to this one: …。 第五条 …."""
        after = self.offsets[end - 1] + 1
        ends = start > 0 and self.text[start - 1] in "。;"
        return ends and self.provision.text[after : after + 1].isspace()

    def _inside(self, found: tuple[Pointer, ...], start: int) -> int:
        """A bare 第二款 or （三）项: of the 条 in which it stands, or of the one named before."""
        first, end = found[0].steps[0], found[-1].end
        if self.around.default.title or self.context.title:
            if self.last is None:
                return end
            context, steps = self.last
            whole = pointers.read(self.text, start, context=steps)
            return self._list(whole, start, context, "")
        own = nearby.own(self.tree, self.provision, "条")
        base = own.id if own else ""
        ordinal = first.kind is not Kind.PARAGRAPH and self.text[start + 1] != "("
        if ordinal and not words.SAID.match(self.text, end):
            return end  # 第一项工作
        if self.tree.resolve(found[0], base).problem:
            if ordinal or not own:
                return end
            if self.last and not self.last[0].title:  # it may be counted in the 条 named last
                whole = pointers.read(self.text, start, context=self.last[1])
                if not self.tree.resolve(whole[0]).problem:
                    return self._list(whole, start, replace(self.last[0], loose=True), "")
        return self._list(found, start, Context(), base)

    def _numbers(
        self, of: re.Match[str] | None, start: int, context: Context, base: str = ""
    ) -> int:
        """The numbers that follow a name or 前款, if any do; where they end, else 0."""
        at = of.end() if of else start
        found = pointers.read(self.text, at)
        if found and base and found[0].steps[0].kind in _OUTER - {Kind.SECTION}:
            return 0
        return self._list(found, start, context, base) if found else 0

    def _list(self, found: Sequence[Pointer], start: int, context: Context, base: str) -> int:
        """A list of numbers with the brackets that take something out; where it ends."""
        while True:
            for at, pointer in enumerate(found):
                begin = start if at == 0 else pointer.start
                self._resolve(pointer, begin, context, self._base(pointer, base))
            last, end = found[-1], found[-1].end
            if further := self._further(last):
                found, start, base = further, further[0].start, ""
                continue
            close = self.text.find(")", end, end + 60) if self.text[end : end + 1] == "(" else -1
            if close < 0 or not words.EXCLUDES.search(self.text[end + 1 : close]):
                return end
            for match in re.finditer("第", self.text[end + 1 : close]):
                inner = pointers.read(self.text, end + 1 + match.start(), context=last.steps)
                for pointer in inner[:1]:
                    self._resolve(pointer, pointer.start, context, base, excluded=True)
            joint = words.JOINT.match(self.text, close + 1)
            found = pointers.read(self.text, joint.end(), context=last.steps) if joint else ()
            if not found:
                return close + 1
            start = found[0].start

    def _further(self, last: Pointer) -> tuple[Pointer, ...]:
        """第五条所列第（一）项, 第五条第一款的规定和第二款: what goes on counting inside `last`."""
        if first := words.FIRST.match(self.text, last.end):
            kind = Kind.PARAGRAPH if first["unit"] == "款" else Kind.POINT
            count = numerals.canonical(first["count"])
            steps = [(*last.steps, Step(kind, number)) for number in ("1", count)]
            return (Pointer(steps[0], steps[1], start=first.start(), end=first.end()),)
        joint = words.WITHIN.match(self.text, last.end)
        if joint is None:
            return ()
        found = pointers.read(self.text, joint.end(), context=last.steps)
        inner = found and any(s.kind is Kind.ARTICLE for s in last.steps)
        head = pointers.read(self.text, joint.end())[0].steps[0].kind if inner else Kind.ARTICLE
        return () if head in _OUTER else found

    def _base(self, pointer: Pointer, base: str) -> str:
        """A 条 is looked up in the whole text, a 款 in its 条, whatever the list began with."""
        kind = pointer.steps[0].kind
        if kind in _OUTER:
            return base if kind is Kind.SECTION else ""
        if base and kind is Kind.PARAGRAPH:
            article = nearby.own(self.tree, self.tree.nodes[self.tree.at[base]], "条")
            return article.id if article else base
        return base

    def _resolve(
        self, pointer: Pointer, start: int, context: Context, base: str, excluded: bool = False
    ) -> None:
        article = next((i for i, s in enumerate(pointer.steps) if s.kind is Kind.ARTICLE), None)
        if article is not None:
            self.last = (context, pointer.steps[: article + 1])
        problem = problem_of(context)
        if problem:
            refs = tuple(ProvisionRef(r.slug, "") for r in context.regulations)
            self._add(start, pointer.end, context, refs, problem, excluded=excluded)
            return
        regulation = context.regulations[0] if context.regulations else self.around.regulation
        found = self.around.resolver.tree(regulation).resolve(pointer, base or context.base)
        if found.problem is Problem.MISSING and not context.title:
            about, outer = self.around.about, pointer.steps[0].kind in _OUTER
            if about.title and outer and not found.reached:
                self._resolve(pointer, start, about, "", excluded)
                return
        refs = refs_of(regulation, found)
        self._add(start, pointer.end, context, refs, found.problem, found, excluded)

    def _add(
        self,
        start: int,
        end: int,
        context: Context,
        targets: tuple[ProvisionRef, ...],
        problem: Problem | None,
        found: Found | None = None,
        excluded: bool = False,
    ) -> None:
        begin, stop = self.offsets[start], self.offsets[end - 1] + 1
        self.out.append(
            Reference(
                regulation=self.around.regulation.slug,
                provision=self.provision.id,
                start=begin,
                end=stop,
                text=self.provision.text[begin:stop],
                title=context.title,
                targets=targets,
                problem=problem,
                loose=context.loose or bool(found and found.loose),
                excluded=excluded,
                reached=found.reached.id if found and found.reached else "",
            )
        )


#: Steps that are looked up in the whole text, wherever they stand.
_OUTER = frozenset((Kind.BOOK, Kind.PART, Kind.CHAPTER, Kind.SECTION, Kind.ARTICLE))


def _places(text: str, char: str) -> list[int]:
    return [at for at, c in enumerate(text) if c == char]


def _appendix(match: re.Match[str]) -> Pointer:
    step = Step(Kind.APPENDIX, numerals.canonical(match["number"] or ""), words=match["word"])
    return Pointer((step,), start=match.start(), end=match.end())
