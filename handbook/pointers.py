"""The words that point at a provision, as steps: 第七条第二款第(三)项, 四、3, “文电处理”4.

This is the grammar shared by printed citations (`citation`) and references in running text
(`references`). It knows nothing of any regulation; `resolution` finds what the steps mean.
The grammar and the reader that follows it are one thing, and so one file.
"""

from __future__ import annotations

import enum
import re
from dataclasses import dataclass, replace

from handbook import numerals


class Kind(enum.StrEnum):
    """What a step names. The value is the word printed in a citation."""

    BOOK = "编"
    PART = "分编"
    CHAPTER = "章"
    SECTION = "节"
    ARTICLE = "条"
    PARAGRAPH = "款"
    POINT = "项"
    INDENT = "目"
    LABEL = "号"  # a plain numbered level: 四、 (三) 3. ①; printed as its label
    SUBHEAD = "标题"  # an unnumbered subhead: printed in “”
    PREAMBLE = "序言"
    TABLE = "表"
    APPENDIX = "附件"
    SIGNATURE = "落款"
    UNPARSED = "未解析"
    RULE = "点"  # 第六点, 第二部分: a numbered level, whichever it is


class Mark(enum.StrEnum):
    """How the number of a label is dressed, as far as a citation can show it."""

    NONE = ""
    HAN = "一"
    DIGIT = "1"
    HAN_PAREN = "(一)"
    DIGIT_PAREN = "(1)"
    HALF_PAREN = "1)"
    CIRCLED = "①"
    LETTER = "A"
    LETTER_PAREN = "(A)"


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a pointer.

    Attributes:
        kind: what it names.
        number: canonical number; "" for none, or for a label whose numeral was lost.
        mark: how the number is dressed (of 项, 目 and plain labels); 附件 or 附表 needs no mark.
        words: words of a subhead, or the word of an appendix (附件, 附表).
        occurrence: from 1 where the same number stands more than once (〔第2处〕); 0 otherwise.
    """

    kind: Kind
    number: str = ""
    mark: Mark = Mark.NONE
    words: str = ""
    occurrence: int = 0


@dataclass(frozen=True, slots=True)
class Pointer:
    """A way down to one provision, or from one to another: 第三条至第五条 has `until`.

    Attributes:
        steps: from the outermost named level inwards.
        until: the last provision of a range, as complete as `steps`; () where there is no range.
        start: offset of the first character in the text that was read.
        end: offset after the last character.
    """

    steps: tuple[Step, ...]
    until: tuple[Step, ...] = ()
    start: int = 0
    end: int = 0


_WIDE = str.maketrans(
    "（）［］【】０１２３４５６７８９：，．﹙﹚︰～－–〈〉「」『』",
    "()〔〕〔〕0123456789:,.():~--《》“”“”",
)


def fold(text: str) -> str:
    """`text` with half-width brackets, digits and colons; as long as before, offsets unchanged."""
    return text.translate(_WIDE)


_N = rf"(?:[{numerals.HAN}]{{1,12}}|[0-9]{{1,6}})"
_SUBBED = rf"{_N}(?:之{_N})*"
_LOST = "〔缺号〕"
_ENCLOSED = "".join(numerals.ENCLOSED)
#: A number as a label dresses it.
_PAREN = rf"[(](?:{_SUBBED}|[A-Za-z])[)]|[{_ENCLOSED}]"
_DRESSED = rf"{_PAREN}|{_SUBBED}[)]?|[A-Za-z](?![A-Za-z])|{_LOST}"
_JOIN = r"(?:、|和|与|或者?|以?及|至|到|[-—~]+)"
_UNIT_NUMBERS = rf"(?:{_SUBBED}|{_LOST})(?:{_JOIN}第?{_SUBBED}){{0,30}}"
_ITEM_NUMBERS = rf"(?:{_DRESSED})(?:{_JOIN}第?(?:{_DRESSED})){{0,30}}"
_PAREN_NUMBERS = rf"(?:{_PAREN})(?:{_JOIN}(?:{_PAREN})){{0,30}}"
_SUB = rf"(?:之{_N}(?![{numerals.HAN}]*[章节条款项目]))*"

#: The units that no other word begins with: 第一条件, 第二款项 and 第三节课 name no provision.
_UNIT = "分编|编|章(?!程)|节(?![课日假约])|条(?![件例款])|款(?![项式])|点(?!钟)|部分"
_ITEM_UNIT = "项(?!目)|目(?![标的录前])"

#: One step of a pointer in folded text without white space. `第三至五条` is one match.
STEP = re.compile(
    rf"""
      [第笫](?P<units>{_UNIT_NUMBERS})(?P<unit>{_UNIT})(?P<sub>{_SUB})
    | (?:第(?P<items>{_ITEM_NUMBERS})|(?P<parens>{_PAREN_NUMBERS}))(?P<itemunit>{_ITEM_UNIT})
    """,
    re.VERBOSE,
)
#: What can stand in a citation besides: plain labels, subheads, unnumbered things.
_PLAIN_STEP = re.compile(
    rf"""
      (?P<word>序言|前言|落款|未解析)(?:第(?P<nth>{_N})段)?
    | (?P<att>附件|附表|附录|附图)(?P<attnum>{_N}|[A-Z](?![A-Za-z]))?
    | (?:第(?P<tablenum>{_N}))?(?P<table>表)
    | “(?P<subhead>[^“”]+)”
    | (?P<label>{_DRESSED})
    """,
    re.VERBOSE,
)
_ONE = re.compile(rf"(?P<join>{_JOIN})?第?(?P<one>{_DRESSED})")
_JOINT = re.compile(_JOIN)
_TYPED_JOINT = re.compile(rf"{_JOIN}|,")
_OCCURRENCE = re.compile(rf"〔第({_N})处〕")
_UNITS = {kind.value: kind for kind in Kind} | {"部分": Kind.RULE}
_WORDS = {
    "序言": Kind.PREAMBLE,
    "前言": Kind.PREAMBLE,
    "落款": Kind.SIGNATURE,
    "未解析": Kind.UNPARSED,
}
_RANGE = frozenset("至到-—~")
_RANK = {kind: rank for rank, kind in enumerate(Kind)}


def mark_of(label: str) -> Mark:
    """How the number of a printed label is dressed: 四、 → HAN, （三） → HAN_PAREN."""
    core = fold(label).strip().rstrip("、.: ")
    if core in ("", _LOST):
        return Mark.NONE
    first = core[0]
    if first in numerals.ENCLOSED:
        marks = (mark for low, high, mark in _ENCLOSED_MARKS if low <= first <= high)
        return next(marks, Mark.CIRCLED)
    inner = core.strip("() ")[:1]
    if not inner:
        return Mark.NONE
    plain = Mark.HAN if not inner.isascii() else Mark.DIGIT if inner.isdigit() else Mark.LETTER
    if first == "(":
        return _IN_PAREN[plain]
    return Mark.HALF_PAREN if plain is Mark.DIGIT and core.endswith(")") else plain


_ENCLOSED_MARKS = (
    ("⑴", "⒇", Mark.DIGIT_PAREN),
    ("㈠", "㈩", Mark.HAN_PAREN),
    ("⒈", "⒛", Mark.DIGIT),
)
_IN_PAREN = {
    Mark.HAN: Mark.HAN_PAREN,
    Mark.DIGIT: Mark.DIGIT_PAREN,
    Mark.LETTER: Mark.LETTER_PAREN,
}


def combine(previous: tuple[Step, ...], new: tuple[Step, ...]) -> tuple[Step, ...]:
    """`new` with what it leaves out taken from the pointer before it in the same list."""
    first = new[0]
    if first.kind is Kind.APPENDIX:
        return new
    for at in range(len(previous) - 1, -1, -1):
        if previous[at].kind is first.kind and previous[at].mark == first.mark:
            return (*previous[:at], *new)
    if first.kind in (Kind.LABEL, Kind.RULE, Kind.SUBHEAD):
        return new
    rank = _RANK[first.kind]
    return (*(s for s in previous if _RANK[s.kind] < rank or s.kind is Kind.APPENDIX), *new)


def read(
    text: str, start: int = 0, *, plain: bool = False, context: tuple[Step, ...] = ()
) -> tuple[Pointer, ...]:
    """The list of pointers that begins at `start` of folded text without white space.

    第三条第一款、第三款 gives two pointers, the second as complete as the first. `plain` admits
    what only a citation contains: 四、3, “文电处理”4, 序言. `context` is the pointer before `start`
    where a list goes on. Empty where no pointer begins there.
    """
    reader = _Reader(text, plain, context)
    reader.read(start)
    return tuple(reader.pointers)


class _Reader:
    """Reads one list of pointers, each taking from the one before it what it leaves out."""

    def __init__(self, text: str, plain: bool, context: tuple[Step, ...]) -> None:
        self.text = text
        self.plain = plain
        self.previous = context
        self.joint = _TYPED_JOINT if plain else _JOINT
        self.pointers: list[Pointer] = []

    def read(self, at: int) -> None:
        until = False
        while (end := self._pointer(at, until)) != at:
            joint = self.joint.match(self.text, end)
            if not joint:
                return
            until = joint.group()[0] in _RANGE
            at = joint.end()

    def _pointer(self, start: int, until: bool) -> int:
        """One pointer from `start` (several where a step names several numbers); its end."""
        at, steps = start, list[Step]()
        while True:
            match = STEP.match(self.text, at + self._separator(at, steps))
            if match and self._goes_down(steps, match):
                *others, last = _numbers(match)
                for number in others:
                    begin = number.start if number is not others[0] else start
                    self._add((*steps, number.step), begin, number.end, until or number.ends_range)
                    until = False
                start = last.start if others else start
                until, at = until or last.ends_range, match.end()
                steps.append(last.step)
            elif self.plain and (match := self._plain(at, steps)):
                steps.append(_plain_step(match))
                at = match.end()
            else:
                break
            if occurrence := _OCCURRENCE.match(self.text, at):
                value = numerals.parse(occurrence[1]) or 0
                steps[-1] = replace(steps[-1], occurrence=value)
                at = occurrence.end()
        if steps:
            self._add(tuple(steps), start, at, until)
        return at

    def _goes_down(self, steps: list[Step], match: re.Match[str]) -> bool:
        """Whether the step leads further down: 第三条第五条 is no single pointer."""
        if not steps or self.plain:
            return True
        return _RANK[_UNITS[match["unit"] or match["itemunit"]]] > _RANK[steps[-1].kind]

    def _plain(self, at: int, steps: list[Step]) -> re.Match[str] | None:
        """The plain step that leads down from `at`, past the mark of the label before it."""
        match = _PLAIN_STEP.match(self.text, at + self._separator(at, steps))
        if match and match["label"] and self.text[at] == "、":
            mark = mark_of(match["label"])
            if any(s.kind is Kind.LABEL and s.mark is mark for s in steps):
                return None  # 一、三 and 四、3、五 are lists
        return match

    def _separator(self, at: int, steps: list[Step]) -> int:
        """The length of the mark at `at` that ends the label before it: 四、 3. 附件1:."""
        if not self.plain or not steps or steps[-1].kind not in (Kind.LABEL, Kind.APPENDIX):
            return 0
        marks = "、.:" if steps[-1].kind is Kind.LABEL else ":"
        return int(self.text[at : at + 1] in tuple(marks))

    def _add(self, steps: tuple[Step, ...], start: int, end: int, until: bool) -> None:
        steps = combine(self.previous, steps) if self.previous else steps
        if until and self.pointers:
            self.pointers[-1] = replace(self.pointers[-1], until=steps, end=end)
        else:
            self.pointers.append(Pointer(steps, start=start, end=end))
        self.previous = steps


@dataclass(frozen=True, slots=True)
class _Number:
    step: Step
    ends_range: bool
    start: int
    end: int


def _numbers(match: re.Match[str]) -> list[_Number]:
    """The numbers of one step: 第三、四条 names two."""
    group = next(g for g in ("units", "items", "parens") if match[g])
    kind, base = _UNITS[match["unit"] or match["itemunit"]], match.start(group)
    found = list(_ONE.finditer(match[group]))
    numbers = []
    for one in found:
        first, last = one is found[0], one is found[-1]
        raw = one["one"].strip("()") + ((match["sub"] or "") if last else "")
        number = "" if one["one"] == _LOST else numerals.canonical(raw)
        step = Step(kind, number, Mark.NONE if group == "units" else mark_of(one["one"]))
        ends_range = not first and (one["join"] or "")[:1] in _RANGE
        start = match.start() if first else base + one.start("one")
        numbers.append(_Number(step, ends_range, start, base + one.end()))
    return numbers


def _plain_step(match: re.Match[str]) -> Step:
    if match["word"]:
        return Step(_WORDS[match["word"]], numerals.canonical(match["nth"] or ""))
    if match["att"]:
        return Step(Kind.APPENDIX, numerals.canonical(match["attnum"] or ""), words=match["att"])
    if match["table"]:
        return Step(Kind.TABLE, numerals.canonical(match["tablenum"] or ""))
    if match["subhead"]:
        return Step(Kind.SUBHEAD, words=match["subhead"])
    label = match["label"]
    number = "" if label == _LOST else numerals.canonical(label.strip("()"))
    return Step(Kind.LABEL, number, mark_of(label))
