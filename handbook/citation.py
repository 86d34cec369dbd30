"""Printed citations: a provision → 《休假规定》第七条第二款第(三)项, and what people type → steps.

The canonical form is the title in 《》 and the labels from the outside in, digits as printed:

- 第七条第二款第(三)项 where the text has 条; below 目 the label alone: 第七条第(三)项第1目(2).
- 二、(二)1.(2)③ where it has not: labels one after the other, the mark after the last one (、 .)
  left out. No 条 or 项 is invented. A colon stands where two labels of one kind would run together
  (附件1：一), since 一、三 reads as two provisions.
- 编章节, and whatever else stands above a 条, only where the number is not unique without them.
- 款 only where there are two or more. Subheads with their words: “文电处理”4.
- 序言, 附件1, 落款; a table is …表. Where there are several: 序言第二段, …第二表.
- A number that stands more than once in one place: 第十四条〔第2处〕. Lost numeral: 第〔缺号〕项.

Printing and reading stand in one file, since each is the other's inverse.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace

from handbook import numerals, pointers
from handbook.errors import HandbookError
from handbook.pointers import Kind, Mark, Pointer, Step
from handbook.provision import DIVISIONS, Level, Provision, Regulation

_KIND = {
    Level.BOOK: Kind.BOOK,
    Level.PART: Kind.PART,
    Level.CHAPTER: Kind.CHAPTER,
    Level.SECTION: Kind.SECTION,
    Level.ARTICLE: Kind.ARTICLE,
    Level.PARAGRAPH: Kind.PARAGRAPH,
    Level.POINT: Kind.POINT,
    Level.INDENT: Kind.INDENT,
    Level.HEADING: Kind.SUBHEAD,
    Level.PREAMBLE: Kind.PREAMBLE,
    Level.TABLE: Kind.TABLE,
    Level.APPENDIX: Kind.APPENDIX,
    Level.SIGNATURE: Kind.SIGNATURE,
    Level.UNPARSED: Kind.UNPARSED,
}
#: What is counted and not numbered: the number is its place among its kind, shown where it matters.
_COUNTED = frozenset((Kind.PREAMBLE, Kind.TABLE, Kind.SIGNATURE, Kind.UNPARSED))
#: No citation is longer; longer input is some other text.
_LONGEST = 400
_SPACE = re.compile(r"\s+")
_END_MARK = re.compile(r"[、.．:：\s]+$")


@dataclass(frozen=True, slots=True)
class Cited:
    """How one provision is cited.

    Attributes:
        chain: from the top level down to the provision.
        steps: the shortest unambiguous way to it; unique in the regulation.
        words: the steps in print, without the title: 四、3.
    """

    chain: tuple[Provision, ...]
    steps: tuple[Step, ...]
    words: str


@dataclass(frozen=True, slots=True)
class Citation:
    """What a typed citation says.

    Attributes:
        title: the regulation, as typed without 《》; "" where none is named.
        pointers: the provisions; () where the whole regulation is meant.
        text: all that was typed, without white space.
    """

    title: str
    pointers: tuple[Pointer, ...]
    text: str = ""


def cite(regulation: Regulation, chain: tuple[Provision, ...]) -> str:
    """The citation of the last provision of `chain` (top level first); the title for ()."""
    title = cite_title(regulation.title)
    return title + cited(regulation)[chain[-1].id].words if chain else title


def cite_title(title: str) -> str:
    """A title in 《》; titles inside it in 〈〉 (GB/T 15834-2011, 4.15)."""
    return "《" + title.replace("《", "〈").replace("》", "〉") + "》"


_recent: list[tuple[Regulation, Mapping[str, Cited]]] = []


def cited(regulation: Regulation) -> Mapping[str, Cited]:
    """How each provision of a regulation is cited, by id, in document order.

    Computed once for the regulations used last: hashing a tree costs as much as citing it, so they
    are told apart by identity.
    """
    for known, result in _recent:
        if known is regulation:
            return result
    result = _cite_all(regulation)
    _recent.insert(0, (regulation, result))
    del _recent[8:]
    return result


def parse(text: str) -> Citation:
    """What a person typed: 《休假规定》第七条第2款, 第十、十八条, 四（三）, 考勤办法第三条至第五条.

    Widths, kinds of digits, white space and a missing 《》 do not matter.

    Raises:
        HandbookError: `text` is no citation.
    """
    squeezed = _SPACE.sub("", text)
    folded = pointers.fold(squeezed)
    if len(folded) > _LONGEST:
        raise HandbookError(f"引用太长（{len(folded)} 字），最多 {_LONGEST} 字")
    if folded.startswith("《"):
        end = _closing(folded)
        title, rest = squeezed[1:end], _whole(folded, end + 1)
        if rest is not None and title:
            return Citation(title, rest, squeezed)
    else:
        for split in range(len(folded)):
            found = _whole(folded, split)
            if found:
                return Citation(squeezed[:split], found, squeezed)
        if squeezed:
            return Citation(squeezed, (), squeezed)
    raise HandbookError(
        f"看不懂的引用“{text}”；应写作“《休假规定》第七条第二款”或“《公务接待制度》四、3”"
    )


_TAIL = re.compile(r"(?:的|之)?(?:相关|有关)?(?:规定|内容|要求|情形)?[。;]?$")


def _whole(folded: str, start: int) -> tuple[Pointer, ...] | None:
    """The pointers that make up `folded` from `start`; () for none, None for other words."""
    found = pointers.read(folded, start, plain=True)
    end = found[-1].end if found else start
    return found if _TAIL.match(folded, end) else None


def _closing(text: str) -> int:
    """The offset of the 》 that closes the 《 at the start; the length where none does."""
    depth = 0
    for at, char in enumerate(text):
        depth += (char == "《") - (char == "》")
        if not depth:
            return at
    return len(text)


def own_step(provision: Provision, nth: int = 0) -> Step:
    """The step that names `provision` below what stands above it; `nth` if it is one of several
    unnumbered ones of its kind.
    """
    kind = _KIND.get(provision.level, Kind.LABEL)
    if kind is Kind.SUBHEAD:
        return Step(kind, words=pointers.fold(subhead_words(provision)))
    if kind is Kind.APPENDIX:
        return Step(kind, provision.number, words=_appendix(provision)[:2])
    if kind in _COUNTED:
        return Step(kind, str(nth) if nth else "")
    dressed = kind in (Kind.POINT, Kind.INDENT, Kind.LABEL) and provision.number
    return Step(kind, provision.number, pointers.mark_of(provision.label) if dressed else Mark.NONE)


def subhead_words(provision: Provision) -> str:
    """The words by which a citation names a provision without number: “文电处理”."""
    words = _SPACE.sub("", provision.heading or provision.text or provision.label)
    return _END_MARK.sub("", words).translate(_INNER_QUOTES) or "无题"


def _appendix(provision: Provision) -> str:
    """附件1, 附表, 附录A; a bare 附: is an 附件."""
    label = _END_MARK.sub("", _SPACE.sub("", provision.label))
    if label[:2] in ("附件", "附表", "附录", "附图"):
        return label
    return "附件" + label.removeprefix("附")


def _printed(provision: Provision, step: Step) -> str:
    """One step in print, digits as the label has them."""
    label = _END_MARK.sub("", _SPACE.sub("", provision.label))
    occurrence = f"〔第{step.occurrence}处〕" if step.occurrence else ""
    match step.kind:
        case Kind.BOOK | Kind.PART | Kind.CHAPTER | Kind.SECTION | Kind.ARTICLE:
            lost = not (step.number and label)
            words = f"第〔缺号〕{step.kind}" if lost else "第" + label.lstrip("第笫苐")
        case Kind.PARAGRAPH:
            words = f"第{numerals.to_han(int(step.number))}款"
        case Kind.POINT | Kind.INDENT:
            words = f"第{_one_width(label) if step.number else '〔缺号〕'}{step.kind}"
        case Kind.LABEL:
            words = _one_width(label) if step.number else "〔缺号〕"
        case Kind.SUBHEAD:
            words = f"“{subhead_words(provision)}”"
        case Kind.APPENDIX:
            words = _appendix(provision)
        case Kind.TABLE:
            words = f"第{numerals.to_han(int(step.number))}表" if step.number else "表"
        case _:
            nth = f"第{numerals.to_han(int(step.number))}段" if step.number else ""
            words = step.kind + nth
    return words + occurrence


def _one_width(label: str) -> str:
    """A label whose brackets are of two widths gets those of the first."""
    if label.startswith("("):
        return label.replace("）", ")")
    return label.replace(")", "）") if label.startswith("（") else label


def _joint(base: Cited | None, step: Step, words: str) -> str:
    """The mark between a citation and the step that goes further down: 四、+3, 附件1:+一."""
    if base is None or step.kind in (Kind.PARAGRAPH, Kind.TABLE):
        return ""
    last = base.steps[-1].kind
    if last is Kind.APPENDIX:
        return "：" if step.kind is Kind.LABEL and _runs_on(words[0]) else ""
    if last is not Kind.LABEL:
        return ""
    found = _END_MARK.search(pointers.fold(_SPACE.sub("", base.chain[-1].label)))
    mark = found.group()[0] if found else ""
    same = any(s.kind is Kind.LABEL and s.mark is step.mark for s in base.steps)
    if step.kind is Kind.LABEL and (
        (mark == "、" and same) or (not mark and _runs_on(base.words[-1]) and _runs_on(words[0]))
    ):
        return "："
    return mark


def _runs_on(char: str) -> bool:
    """Whether a digit before or after `char` would seem to be part of the same number."""
    return char.isalnum() and char not in numerals.ENCLOSED


def _cite_all(regulation: Regulation) -> dict[str, Cited]:
    """Finds for each provision the shortest way to it that is unique.

    A provision hangs on a scope: a 条 or 章 on the nearest 附件 or the regulation, a numbered level
    or subhead on what stands above its divisions, everything else on its parent. Where numbers
    start anew inside the scope, or a number stands below two parents, it hangs on its parent.
    """
    chains = list(regulation.paths())
    parents = [_parent(chain) for chain in chains]
    several = Counter((p, c[-1].level) for p, c in zip(parents, chains, strict=True))
    nth = Counter[tuple[str, Level]]()
    own: list[Step] = []
    for parent, chain in zip(parents, chains, strict=True):
        group = (parent, chain[-1].level)
        nth[group] += 1
        own.append(own_step(chain[-1], nth[group] if several[group] > 1 else 0))
    scopes = [_scope(chain) for chain in chains]
    below: dict[tuple[str, Step], set[str]] = defaultdict(set)
    starts: dict[tuple[str, Kind, Mark], set[str]] = defaultdict(set)
    for scope, parent, step in zip(scopes, parents, own, strict=True):
        below[scope, step].add(parent)
        if step.number == "1":
            starts[scope, step.kind, step.mark].add(parent)
    in_parent = Counter(zip(parents, own, strict=True))
    seen = Counter[tuple[str, Step]]()
    result: dict[str, Cited] = {}
    for chain, scope, parent, step in zip(chains, scopes, parents, own, strict=True):
        spread = (
            len(below[scope, step]) > 1 or len(starts.get((scope, step.kind, step.mark), ())) > 1
        )
        base = parent if spread else scope
        seen[parent, step] += 1
        if in_parent[parent, step] > 1:
            step = replace(step, occurrence=seen[parent, step])
        above = result.get(base)
        words = _printed(chain[-1], step)
        whole = (above.words if above else "") + _joint(above, step, words) + words
        result[chain[-1].id] = Cited(chain, (*(above.steps if above else ()), step), whole)
    return result


def _parent(chain: tuple[Provision, ...]) -> str:
    return chain[-2].id if len(chain) > 1 else ""


def _scope(chain: tuple[Provision, ...]) -> str:
    """The id of what a provision hangs on where its number is unique; "" for the regulation."""
    level, above = chain[-1].level, reversed(chain[:-1])
    if level is Level.ARTICLE or level in DIVISIONS - {Level.SECTION}:
        return next((p.id for p in above if p.level is Level.APPENDIX), "")
    if _KIND.get(level, Kind.LABEL) in (Kind.LABEL, Kind.POINT, Kind.INDENT, Kind.SUBHEAD):
        return next((p.id for p in above if p.level not in DIVISIONS), "")
    return _parent(chain)


_INNER_QUOTES = str.maketrans("“”「」『』", "‘’‘’‘’") | {ord('"'): "’"}
