"""The words of an amending notice → proposed instructions. A person confirms them.

Each order is read from its first word to its last by the phrases below; one that says anything
else is refused as a whole, with the words that were not understood. Nothing is guessed. The
phrases and the scanner that follows them are one thing, and so one file.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from handbook import numerals, pointers
from handbook.amending.instruction import Instruction, Operation
from handbook.amending.printed import MARK, Notice, Order
from handbook.errors import HandbookError
from handbook.labels import parse_label
from handbook.pointers import Kind, Mark, Pointer, Step


@dataclass(frozen=True, slots=True)
class Read:
    """One order as it was read: its instructions, or why it was refused."""

    order: Order
    instructions: tuple[Instruction, ...] = ()
    problem: str = ""


def read_orders(notice: Notice) -> tuple[Read, ...]:
    """The orders of a notice, in order."""
    return tuple(_read(order) for order in notice.orders)


def effective_of(notice: Notice) -> date | None:
    """The day from which the notice says it has effect; None where it states none."""
    for line in notice.rest:
        found = _EFFECT.search(pointers.fold("".join(line.split())))
        if found:
            try:
                return date(int(found[1]), int(found[2]), int(found[3]))
            except ValueError:
                return None
    return None


_EFFECT = re.compile(r"自([0-9]{4})年([0-9]{1,2})月([0-9]{1,2})日起(?:施行|实行|执行)")


def _read(order: Order) -> Read:
    if order.unclosed:
        return Read(order, problem="引号没有成对，分不清哪些是条文")
    scanner = _Scanner(order)
    try:
        found = scanner.all()
    except _NotRead as problem:
        return Read(order, problem=str(problem))
    said = tuple(replace(i, says=order.says) for i in found)
    return Read(order, said) if said else Read(order, problem="没有读出要做什么")


class _NotRead(HandbookError):
    """Words of an order that no phrase fits."""


_LAST = 0xF900
_Q = "[\ue000-\uf8ff]+"
_TO = r"(?:修改|修正|修订|更改|变更|调整|替换|统一修改|统一改|更名)?(?:成|为|改为)"
_CHANGE = (
    r"(?:统一|均|全部|一并|相应地?)?"
    r"(?:修改为|改为|修正为|修订为|更改为|变更为|调整为|替换为|表述为)"
)
_MOVE = r"(?:相应地?|依次|分别)?(?:修改为|改为|作为|调整为|变更为|顺延为|列为)"
_LIST = re.compile(r"[、和与及]|以及")
_MORE = r"(?:增加|增设|增写|增补|新增|添加)"
#: What may stand between a provision and words quoted out of it.
_WITHIN = (
    r"(?:规定)?(?:中|里|内|当中)?(?:规定)?(?:的)?(?:规定)?(?:章名|标题|名称)?"
    r"(?:(?:末尾|最后|开头|开始)(?:部分)?)?(?:[前后]?[一二两三]句|第[一二三四]句|部分)?(?:的)?(?:规定)?[:,]?"
)
_UNITS = r"(?P<many>[一二两三四五六七八九十])?个?(?P<unit>条|款|项|目)"
_SKIP = re.compile(r"(?:[,。;；、\n]|同时|并且|并|其中|相应|另外?|此外)+")
_LAW = re.compile(
    r"(?:《[^《》]*(?:《[^《》]*》)?[^《》]*》|[\u4e00-\u9fff]{0,16}?(?:宪法|刑法|民法典|法|条例)(?=第|序言|中)"
    r"|本(?:办法|规定|条例|制度|细则|规则|解释|法))?(?:的)?(?:原来?的?|现行|修改后的?(?:《[^《》]*》)?)?"
)
_PREAMBLE = re.compile(r"(?:序言|引言|前言|导语)(?:第(?P<nth>[一二三四五六七八九十]+)(?:自然)?段)?")
_THIS = re.compile(r"(?:该|本|此|这一)(?P<kind>条|款|项|自然段)")
_OFFICE = re.compile(rf"{_Q}中(?=第|{_MORE})|[\u4e00-\u9fff]{2, 20}?职权(?=第)")
_SEQUENCE = re.compile(
    r"(?:将|对)?(?:《[^《》]*》|本[\u4e00-\u9fff]{2})?(?:的)?(?:其[他余]|以下|其后|后续|有关)?(?:各?条(?:文|款)?|款)的?(?:的)?"
    r"(?:顺序|序号|次序|编号)(?:作|做|也|予以)?(?:相应|依次|同步)?(?:的)?(?:作|做)?(?:相应)?(?:调整|顺延|变动)"
)
_RETITLE = re.compile(rf"(?:将|把)?(?:名称|题目|标题)(?:由(?P<old>{_Q}))?{_TO}:?\n?(?P<new>{_Q})")
_REPEAL = re.compile(
    r"(?:废止|停止(?:执行|施行|适用))《[^《》]*》|《[^《》]*》(?:同时)?(?:予以)?(?:废止|停止(?:执行|施行|适用))"
)
_QUOTED_MOVE = re.compile(rf"(?P<old>{_Q}){_MOVE}(?P<new>{_Q})")


class _Scanner:
    """Reads one order from left to right."""

    def __init__(self, order: Order) -> None:
        self.text = order.words.replace("：", ":")
        self.quotes = order.quotes
        self.at = 0
        self.context: tuple[Step, ...] = ()
        self.found: list[Instruction] = []
        self.after_sequence = False

    def all(self) -> list[Instruction]:
        """All instructions of the order.

        Raises:
            _NotRead: something is not understood.
        """
        readers: tuple[Callable[[], bool], ...] = (
            self._sequence, self._retitle, self._repeal, self._deletion, self._provision,
            self._words,
        )  # fmt: skip
        self._skip()
        while self.at < len(self.text):
            if not any(reader() for reader in readers):
                rest = "".join("“…”" if MARK <= ord(c) < _LAST else c for c in self.text[self.at :])
                raise _NotRead(f"看不懂“{rest[:40]}”")
            self._skip()
        return self.found

    # Reading forward

    def _skip(self) -> None:
        if found := _SKIP.match(self.text, self.at):
            self.at = found.end()
        if self.text.startswith(":", self.at) and self.after_sequence:
            self.at += 1

    def _match(self, pattern: str | re.Pattern[str], at: int) -> re.Match[str] | None:
        return re.compile(pattern).match(self.text, at)

    def _quote(self, marks: str) -> tuple[str, ...]:
        """The paragraphs of quotations that follow each other."""
        return tuple(p for mark in marks for p in self.quotes[ord(mark) - MARK])

    def _one(self, marks: str) -> str:
        """A quotation of words inside a paragraph.

        Raises:
            _NotRead: it has several paragraphs.
        """
        found = self._quote(marks)
        if len(found) != 1:
            raise _NotRead("引文有几段，不能当作一段之内的文字")
        return found[0]

    def _target(self, at: int) -> tuple[tuple[Pointer, ...], int]:
        """The provisions named at an offset, as complete as the context makes them; the end."""
        if law := _LAW.match(self.text, at):
            at = law.end()
        if found := _PREAMBLE.match(self.text, at):
            nth = numerals.canonical(found["nth"] or "")
            return (Pointer((Step(Kind.PREAMBLE, nth),)),), found.end()
        if own := _THIS.match(self.text, at):
            kinds = {"条": Kind.ARTICLE, "款": Kind.PARAGRAPH, "项": Kind.POINT}
            kind, steps = kinds.get(own["kind"], Kind.PREAMBLE), self.context
            while steps and steps[-1].kind is not kind:
                steps = steps[:-1]
            if steps:
                return (Pointer(steps),), own.end()
        found_list = pointers.read(self.text, at, context=self.context)
        if not found_list:
            found_list = tuple(
                p
                for p in pointers.read(self.text, at, plain=True)
                if p.steps[0].kind is Kind.LABEL
                and parse_label(self.text[p.start : p.end] + "、字") is not None
            )
        if not found_list:
            return (), at
        end = found_list[-1].end
        office = _OFFICE.match(self.text, end)
        if office:
            end = office.end()
            below = pointers.read(self.text, end, context=found_list[-1].steps)
            if below:
                found_list, end = below, below[-1].end
        return found_list, end

    # Phrases

    def _sequence(self) -> bool:
        """条文顺序作相应调整 (and, after it, what becomes what)."""
        found = _SEQUENCE.match(self.text, self.at)
        if not found:
            return False
        self.at = found.end()
        listed = self.text.startswith(":", self.at)
        self.after_sequence = listed
        if not listed:
            self.found.append(Instruction(Operation.SEQUENCE))
        return True

    def _retitle(self) -> bool:
        """将名称修改为."""
        found = _RETITLE.match(self.text, self.at)
        if not found:
            return False
        old = self._one(found["old"]) if found["old"] else ""
        new = "".join(self._quote(found["new"]))
        self.found.append(Instruction(Operation.RETITLE, old=old, new=new))
        self.at = found.end()
        return True

    def _repeal(self) -> bool:
        found = _REPEAL.match(self.text, self.at)
        if found:
            self.found.append(Instruction(Operation.REPEAL))
            self.at = found.end()
        return found is not None

    def _deletion(self) -> bool:
        """删去第X条, 删去第X条中的“甲”和第Y条中的“乙”."""
        verb = self._match(r"(?:删去|删除|删掉|取消|去掉)", self.at)
        if not verb:
            return False
        at = verb.end()
        while True:
            targets, end = self._target(at)
            words = self._match(rf"{_WITHIN}(?P<old>{_Q})", end)
            if words:
                self._replaced(targets, self._one(words["old"]), "")
                end = words.end()
            elif targets:
                self._remember(targets)
                for pointer in targets:
                    self.found.append(Instruction(Operation.DELETE, target=say(pointer)))
                end = self._end_of(r"(?:的)?(?:规定|内容)?", end)
            else:
                return False
            self.at = end
            joint = _LIST.match(self.text, end)
            if not joint:
                return True
            at = joint.end()

    def _provision(self) -> bool:
        """What begins with a provision, or adds one."""
        verb = self._match(r"(?:将|把|对|在|于)?", self.at)
        assert verb is not None
        targets, end = self._target(verb.end())
        if self._addition(targets, end):
            return True
        if not targets:
            return False
        return self._change(targets, end) or self._quoted(targets, end)

    def _change(self, targets: tuple[Pointer, ...], end: int) -> bool:
        """第X条修改为“……”, 第X条改为第Y条，修改为“……”, 第X条和第Y条合并修改为."""
        merged = self._match(r"合并(?:修改|调整)?(?:为)?", end)
        if merged:
            return self._merged(targets, merged.end())
        heading = self._match(r"(?:的)?(?:章名|节名|标题)", end)
        if heading:
            end = heading.end()
        moved = self._match(_MOVE, end)
        if moved:
            to, after = self._move_target(moved.end())
            if to:
                self._remember(targets)
                self._renumbered(targets, to)
                self.at = after
                new = self._match(rf"[,;]?(?:并)?(?:修改为|内容为)?:?\n?(?P<new>{_Q})", after)
                if new:
                    self._rewritten(targets, self._quote(new["new"]))
                    self.at = new.end()
                return True
        whole = self._match(rf"(?:{_CHANGE}|规定):?\n?(?P<new>{_Q})", end)
        if whole:
            self._remember(targets)
            self._rewritten(targets, self._quote(whole["new"]))
            self.at = whole.end()
            return True
        removed = self._match(r"(?:予以)?(?:删去|删除)", end)
        if removed:
            self._remember(targets)
            self.found += [Instruction(Operation.DELETE, target=say(p)) for p in targets]
            self.at = removed.end()
            return True
        return False

    def _move_target(self, at: int) -> tuple[tuple[Pointer, ...], int]:
        """The number that a provision gets; 款 and 项 stay in the provision they are in."""
        law = _LAW.match(self.text, at)
        start = law.end() if law else at
        found = pointers.read(self.text, start, context=self.context)
        return found, found[-1].end if found else at

    def _merged(self, targets: tuple[Pointer, ...], at: int) -> bool:
        to, after = self._move_target(at)
        new = self._match(rf"[,;]?(?:并)?(?:修改为)?:?\n?(?P<new>{_Q})", after)
        if not new or len(targets) < 2:
            return False
        first, *others = targets
        self._remember((first,))
        self._rewritten((first,), self._quote(new["new"]))
        self.found += [Instruction(Operation.DELETE, target=say(p)) for p in others]
        if to:
            self._renumbered((first,), to)
        self.at = new.end()
        return True

    def _addition(self, targets: tuple[Pointer, ...], end: int) -> bool:
        """第X条后增加一条，作为第Y条; 增加一款作为第二款; “甲”后增加“乙”; 末尾增加."""
        where = self._match(r"(?:规定)?(?P<where>之?[后前]|以后|中|里|内)?[,:]?", end)
        assert where is not None
        more = self._match(rf"(?:分别)?{_MORE}(?:规定)?{_UNITS}", where.end())
        if more:
            return self._added_provisions(targets, where["where"] or "", more)
        ends = self._match(
            rf"(?:的)?(?P<end>末尾|最后|开头|开始|句首|段首)?(?:部分|一句)?(?:处)?{_MORE}(?:规定|一句|文字|内容)?"
            rf"(?:,?内容)?(?:为)?:?\n?(?P<new>{_Q})",
            where.end(),
        )
        if ends and targets:
            start = (ends["end"] or "") in ("开头", "开始", "句首", "段首")
            self._remember(targets)
            for pointer in targets:
                words = self._one(ends["new"])
                self.found.append(
                    Instruction(Operation.ADD, target=say(pointer), new=words, start=start)
                )
            self.at = ends.end()
            return True
        return False

    def _added_provisions(
        self, targets: tuple[Pointer, ...], where: str, more: re.Match[str]
    ) -> bool:
        kind = {"条": Kind.ARTICLE, "款": Kind.PARAGRAPH, "项": Kind.POINT, "目": Kind.INDENT}
        unit = kind[more["unit"]]
        many = numerals.parse(more["many"].replace("两", "二")) if more["many"] else 1
        if targets:
            self._remember(targets)
        given = self._match(r"[,;]?(?:分别)?(?:作为|列为|为)", more.end())
        to: tuple[Pointer, ...] = ()
        end = more.end()
        if given:
            law = _LAW.match(self.text, given.end())
            to = pointers.read(self.text, law.end() if law else given.end(), context=self.context)
            if not to:
                raise _NotRead("看不懂新增的排在第几")
            end = to[-1].end
        together = self._match(rf"[,;]?将?该条{_CHANGE}:?\n?(?P<new>{_Q})", end)
        if together and unit is Kind.PARAGRAPH:  # the 条 is given as a whole, the new 款 in it
            self._rewritten((Pointer(self.context[:1]),), self._quote(together["new"]))
            self.at = together.end()
            return True
        new = self._match(rf"(?:,)?(?:规定|内容为|修改为|并规定)?[:,]?\n?(?P<new>{_Q})", end)
        if not new:
            raise _NotRead("新增的文字没有用引号引出")
        steps = _spread(to)
        if to and (len(steps) != many or any(s[-1].kind is not unit for s in steps)):
            raise _NotRead(f"增加几{more['unit']}与排列的号数对不上")
        if not to:
            raise _NotRead(f"没有写新增的是第几{more['unit']}")
        for own, lines in zip(steps, _shared(self._quote(new["new"]), steps), strict=True):
            self._insert(targets, where, own, lines)
        self.at = new.end()
        return True

    def _insert(
        self, targets: tuple[Pointer, ...], where: str, own: tuple[Step, ...], lines: list[str]
    ) -> None:
        last = own[-1]
        if last.kind is Kind.ARTICLE:
            after = say(targets[-1]) if targets and where.endswith("后") else ""
            if (
                self.found
                and self.found[-1].op is Operation.INSERT
                and after == self.found[-1].after
            ):
                after = ""  # the second of several comes after the first: by its number
            target = ""
        else:
            after = ""
            above = own[:-1] or (targets[-1].steps if targets else self.context)
            if last.kind is Kind.PARAGRAPH:
                above = tuple(s for s in above if s.kind is not Kind.PARAGRAPH)
            if not above:
                raise _NotRead("没有写在哪一条里增加")
            target = _say(above)
        self.found.append(
            Instruction(
                Operation.INSERT, target=target, new="\n".join(lines), to=_say((last,)), after=after
            )
        )

    def _quoted(self, targets: tuple[Pointer, ...], end: int) -> bool:
        """第X条中的“甲”修改为“乙”, 第X条中“甲”后增加“乙”, 第X条：“整条”修改为：“整条”."""
        words = self._match(rf"{_WITHIN}(?P<old>{_Q})", end)
        if not words:
            return False
        self._remember(targets)
        return self._after_quote(targets, words["old"], words.end())

    def _words(self) -> bool:
        """“甲”修改为“乙”, 在“甲”后增加“乙”, 将“甲”统一修改为“乙”; “第八条”调整为“第七条”."""
        moved = _QUOTED_MOVE.match(self.text, self.at)
        if moved and self.after_sequence:
            olds, news = self._quote(moved["old"]), self._quote(moved["new"])
            if len(olds) == len(news) == 1:
                self.found.append(Instruction(Operation.RENUMBER, target=olds[0], to=news[0]))
                self.at = moved.end()
                return True
        verb = self._match(
            rf"(?:将|把|对|在)?(?:全文|文中|正文|各条)?(?:中|里)?(?:的)?(?P<old>{_Q})", self.at
        )
        if not verb:
            return False
        targets = (Pointer(self.context),) if self.context else ()
        return self._after_quote(targets, verb["old"], verb.end())

    def _after_quote(self, targets: tuple[Pointer, ...], marks: str, end: int) -> bool:
        changed = self._match(rf"[,]?(?:的规定|的表述)?,?{_CHANGE}:?\n?(?P<new>{_Q})", end)
        if changed:
            old, new = self._quote(marks), self._quote(changed["new"])
            if len(old) == len(new) == 1:
                every = self._match(r"[,]?(?:统一|均|全部)", end) is not None
                self._replaced(targets, old[0], new[0], 0 if every else 1)
            elif len(targets) == 1:
                lines = "\n".join(old)
                self.found.append(
                    Instruction(
                        Operation.REWRITE, target=say(targets[0]), old=lines, new="\n".join(new)
                    )
                )
            else:
                raise _NotRead("几段的旧文字，看不出是哪一处")
            self.at = changed.end()
            return True
        added = self._match(
            rf"之?(?P<where>[后前])(?:面)?{_MORE}(?:规定|文字|一句|内容)?(?:,?内容)?(?:为)?"
            rf":?\n?(?P<new>{_Q})",
            end,
        )
        if added:
            anchor, more = self._one(marks), self._one(added["new"])
            both = anchor + more if added["where"] == "后" else more + anchor
            self._replaced(targets, anchor, both)
            self.at = added.end()
            return True
        removed = self._match(r"(?:等?(?:字样|文字|内容))?(?:予以)?(?:删去|删除|删掉|去掉)", end)
        if removed:
            self._replaced(targets, self._one(marks), "")
            self.at = removed.end()
            return True
        return False

    # Results

    def _remember(self, targets: tuple[Pointer, ...]) -> None:
        self.context = targets[-1].until or targets[-1].steps

    def _end_of(self, pattern: str, at: int) -> int:
        found = self._match(pattern, at)
        return found.end() if found else at

    def _replaced(self, targets: tuple[Pointer, ...], old: str, new: str, count: int = 1) -> None:
        if targets:
            self._remember(targets)
        target = "、".join(say(p) for p in targets)
        if count and targets:
            count = len([s for p in targets for s in _spread((p,))])
        self.found.append(
            Instruction(Operation.REPLACE, target=target, old=old, new=new, count=count)
        )

    def _rewritten(self, targets: tuple[Pointer, ...], lines: tuple[str, ...]) -> None:
        steps = [s for p in targets for s in _spread((p,))]
        for own, share in zip(steps, _shared(lines, steps), strict=True):
            self.found.append(
                Instruction(Operation.REWRITE, target=_say(own), new="\n".join(share))
            )

    def _renumbered(self, targets: tuple[Pointer, ...], to: tuple[Pointer, ...]) -> None:
        olds, news = _spread(targets), _spread(to)
        if len(olds) != len(news):
            raise _NotRead("改号前后的号数对不上")
        for old, new in zip(olds, news, strict=True):
            self.found.append(
                Instruction(Operation.RENUMBER, target=_say(old), to=_say((new[-1],)))
            )


def _spread(found: tuple[Pointer, ...]) -> list[tuple[Step, ...]]:
    """Each provision of a list of pointers, ranges written out.

    Raises:
        _NotRead: a range cannot be counted.
    """
    result: list[tuple[Step, ...]] = []
    for pointer in found:
        if not pointer.until:
            result.append(pointer.steps)
            continue
        first, last = pointer.steps[-1], pointer.until[-1]
        if first.number.isdigit() and last.number.isdigit():
            numbers = [str(n) for n in range(int(first.number), int(last.number) + 1)]
        else:
            base, _, low = first.number.rpartition("-")
            other, _, high = last.number.rpartition("-")
            if not base or base != other:
                raise _NotRead("号数的范围数不出来")
            numbers = [f"{base}-{n}" for n in range(int(low), int(high) + 1)]
        result += [(*pointer.steps[:-1], replace(first, number=n)) for n in numbers]
    return result


def _shared(lines: tuple[str, ...], steps: list[tuple[Step, ...]]) -> list[list[str]]:
    """The paragraphs of several new provisions, each its own.

    By the labels that they begin with; else one paragraph each.

    Raises:
        _NotRead: neither tells them apart.
    """
    if len(steps) == 1:
        return [list(lines)]
    starts = []
    for own in steps:
        number = own[-1].number
        found = [
            i
            for i, line in enumerate(lines)
            if (label := parse_label(line)) is not None
            and label.number == number
            and (label.style.value.endswith("条")) == (own[-1].kind is Kind.ARTICLE)
        ]
        starts.append(found[0] if len(found) == 1 else -1)
    if starts[0] == 0 and starts == sorted(set(starts)):
        ends = [*starts[1:], len(lines)]
        return [list(lines[a:b]) for a, b in zip(starts, ends, strict=True)]
    if len(lines) == len(steps):
        return [[line] for line in lines]
    raise _NotRead("几处新文字分不清各是哪一段")


def say(pointer: Pointer) -> str:
    """A pointer in the words of a citation."""
    return _say(pointer.steps) + (f"至{_say(pointer.until)}" if pointer.until else "")


def _say(steps: tuple[Step, ...]) -> str:
    words = ""
    for step in steps:
        number = step.number
        if step.kind is Kind.PREAMBLE:
            words += "序言" + (f"第{numerals.to_han(int(number))}段" if number else "")
        elif step.kind is Kind.LABEL:
            words += ("、" if words else "") + _dressed(step)
        elif step.kind in (Kind.POINT, Kind.INDENT):
            words += f"第{_dressed(step)}{step.kind}"
        else:
            main, *subs = number.split("-")
            tail = "".join("之" + numerals.to_han(int(s)) for s in subs)
            words += f"第{numerals.to_han(int(main))}{step.kind}{tail}"
    return words


def _dressed(step: Step) -> str:
    if not step.number.isdigit():
        return step.number
    han = numerals.to_han(int(step.number))
    return {
        Mark.HAN: han,
        Mark.HAN_PAREN: f"({han})",
        Mark.DIGIT_PAREN: f"({step.number})",
    }.get(step.mark, step.number)
