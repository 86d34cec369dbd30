"""The words of an amending notice → proposed instructions. A person confirms them.

Each order is read from its first word to its last by the phrases below; one that says anything
else is refused as a whole, with the words that were not understood. Nothing is guessed. The
phrases stand in `phrases`; the scanner that follows them is one class and longer than others, since
each phrase may lean on what was said before it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from handbook import numerals, pointers
from handbook.amending.instruction import Instruction, Operation
from handbook.amending.phrases import (
    CHANGE,
    LAST_MARK,
    LAW,
    LIST,
    MORE,
    MOVE,
    OFFICE,
    PREAMBLE,
    QUOTED_MOVE,
    QUOTES,
    REPEAL,
    RETITLE,
    SEQUENCE,
    SKIP,
    THIS,
    UNITS,
    WITHIN,
)
from handbook.amending.printed import MARK, Notice, Order
from handbook.amending.steps import NotReadError, say, say_steps, shared, spread
from handbook.labels import parse_label
from handbook.pointers import Kind, Pointer, Step


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
    except NotReadError as problem:
        return Read(order, problem=str(problem))
    said = tuple(replace(i, says=order.says) for i in found)
    return Read(order, said) if said else Read(order, problem="没有读出要做什么")


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
            NotReadError: something is not understood.
        """
        readers: tuple[Callable[[], bool], ...] = (
            self._sequence, self._retitle, self._repeal, self._deletion, self._provision,
            self._words,
        )  # fmt: skip
        self._skip()
        while self.at < len(self.text):
            if not any(reader() for reader in readers):
                rest = "".join(
                    "“…”" if MARK <= ord(c) < LAST_MARK else c for c in self.text[self.at :]
                )
                raise NotReadError(f"看不懂“{rest[:40]}”")
            self._skip()
        return self.found

    # Reading forward

    def _skip(self) -> None:
        if found := SKIP.match(self.text, self.at):
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
            NotReadError: it has several paragraphs.
        """
        found = self._quote(marks)
        if len(found) != 1:
            raise NotReadError("引文有几段，不能当作一段之内的文字")
        return found[0]

    def _target(self, at: int) -> tuple[tuple[Pointer, ...], int]:
        """The provisions named at an offset, as complete as the context makes them; the end."""
        if law := LAW.match(self.text, at):
            at = law.end()
        if found := PREAMBLE.match(self.text, at):
            nth = numerals.canonical(found["nth"] or "")
            return (Pointer((Step(Kind.PREAMBLE, nth),)),), found.end()
        if own := THIS.match(self.text, at):
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
        office = OFFICE.match(self.text, end)
        if office:
            end = office.end()
            below = pointers.read(self.text, end, context=found_list[-1].steps)
            if below:
                found_list, end = below, below[-1].end
        return found_list, end

    # Phrases

    def _sequence(self) -> bool:
        """条文顺序作相应调整 (and, after it, what becomes what)."""
        found = SEQUENCE.match(self.text, self.at)
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
        found = RETITLE.match(self.text, self.at)
        if not found:
            return False
        old = self._one(found["old"]) if found["old"] else ""
        new = "".join(self._quote(found["new"]))
        self.found.append(Instruction(Operation.RETITLE, old=old, new=new))
        self.at = found.end()
        return True

    def _repeal(self) -> bool:
        found = REPEAL.match(self.text, self.at)
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
            words = self._match(rf"{WITHIN}(?P<old>{QUOTES})", end)
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
            joint = LIST.match(self.text, end)
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
        moved = self._match(MOVE, end)
        if moved:
            to, after = self._move_target(moved.end())
            if to:
                self._remember(targets)
                self._renumbered(targets, to)
                self.at = after
                new = self._match(rf"[,;]?(?:并)?(?:修改为|内容为)?:?\n?(?P<new>{QUOTES})", after)
                if new:
                    self._rewritten(targets, self._quote(new["new"]))
                    self.at = new.end()
                return True
        whole = self._match(rf"(?:{CHANGE}|规定):?\n?(?P<new>{QUOTES})", end)
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
        law = LAW.match(self.text, at)
        start = law.end() if law else at
        found = pointers.read(self.text, start, context=self.context)
        return found, found[-1].end if found else at

    def _merged(self, targets: tuple[Pointer, ...], at: int) -> bool:
        to, after = self._move_target(at)
        new = self._match(rf"[,;]?(?:并)?(?:修改为)?:?\n?(?P<new>{QUOTES})", after)
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
        more = self._match(rf"(?:分别)?{MORE}(?:规定)?{UNITS}", where.end())
        if more:
            return self._added_provisions(targets, where["where"] or "", more)
        ends = self._match(
            rf"(?:的)?(?P<end>末尾|最后|开头|开始|句首|段首)?(?:部分|一句)?(?:处)?{MORE}(?:规定|一句|文字|内容)?"
            rf"(?:,?内容)?(?:为)?:?\n?(?P<new>{QUOTES})",
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
            law = LAW.match(self.text, given.end())
            to = pointers.read(self.text, law.end() if law else given.end(), context=self.context)
            if not to:
                raise NotReadError("看不懂新增的排在第几")
            end = to[-1].end
        together = self._match(rf"[,;]?将?该条{CHANGE}:?\n?(?P<new>{QUOTES})", end)
        if together and unit is Kind.PARAGRAPH:  # the 条 is given as a whole, the new 款 in it
            self._rewritten((Pointer(self.context[:1]),), self._quote(together["new"]))
            self.at = together.end()
            return True
        new = self._match(rf"(?:,)?(?:规定|内容为|修改为|并规定)?[:,]?\n?(?P<new>{QUOTES})", end)
        if not new:
            raise NotReadError("新增的文字没有用引号引出")
        steps = spread(to)
        if to and (len(steps) != many or any(s[-1].kind is not unit for s in steps)):
            raise NotReadError(f"增加几{more['unit']}与排列的号数对不上")
        if not to:
            raise NotReadError(f"没有写新增的是第几{more['unit']}")
        for own, lines in zip(steps, shared(self._quote(new["new"]), steps), strict=True):
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
                raise NotReadError("没有写在哪一条里增加")
            target = say_steps(above)
        self.found.append(
            Instruction(
                Operation.INSERT,
                target=target,
                new="\n".join(lines),
                to=say_steps((last,)),
                after=after,
            )
        )

    def _quoted(self, targets: tuple[Pointer, ...], end: int) -> bool:
        """第X条中的“甲”修改为“乙”, 第X条中“甲”后增加“乙”, 第X条：“整条”修改为：“整条”."""
        words = self._match(rf"{WITHIN}(?P<old>{QUOTES})", end)
        if not words:
            return False
        self._remember(targets)
        return self._after_quote(targets, words["old"], words.end())

    def _words(self) -> bool:
        """“甲”修改为“乙”, 在“甲”后增加“乙”, 将“甲”统一修改为“乙”; “第八条”调整为“第七条”."""
        moved = QUOTED_MOVE.match(self.text, self.at)
        if moved and self.after_sequence:
            olds, news = self._quote(moved["old"]), self._quote(moved["new"])
            if len(olds) == len(news) == 1:
                self.found.append(Instruction(Operation.RENUMBER, target=olds[0], to=news[0]))
                self.at = moved.end()
                return True
        verb = self._match(
            rf"(?:将|把|对|在)?(?:全文|文中|正文|各条)?(?:中|里)?(?:的)?(?P<old>{QUOTES})", self.at
        )
        if not verb:
            return False
        targets = (Pointer(self.context),) if self.context else ()
        return self._after_quote(targets, verb["old"], verb.end())

    def _after_quote(self, targets: tuple[Pointer, ...], marks: str, end: int) -> bool:
        changed = self._match(rf"[,]?(?:的规定|的表述)?,?{CHANGE}:?\n?(?P<new>{QUOTES})", end)
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
                raise NotReadError("几段的旧文字，看不出是哪一处")
            self.at = changed.end()
            return True
        added = self._match(
            rf"之?(?P<where>[后前])(?:面)?{MORE}(?:规定|文字|一句|内容)?(?:,?内容)?(?:为)?"
            rf":?\n?(?P<new>{QUOTES})",
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
            count = len([s for p in targets for s in spread((p,))])
        self.found.append(
            Instruction(Operation.REPLACE, target=target, old=old, new=new, count=count)
        )

    def _rewritten(self, targets: tuple[Pointer, ...], lines: tuple[str, ...]) -> None:
        steps = [s for p in targets for s in spread((p,))]
        for own, share in zip(steps, shared(lines, steps), strict=True):
            self.found.append(
                Instruction(Operation.REWRITE, target=say_steps(own), new="\n".join(share))
            )

    def _renumbered(self, targets: tuple[Pointer, ...], to: tuple[Pointer, ...]) -> None:
        olds, news = spread(targets), spread(to)
        if len(olds) != len(news):
            raise NotReadError("改号前后的号数对不上")
        for old, new in zip(olds, news, strict=True):
            self.found.append(
                Instruction(Operation.RENUMBER, target=say_steps(old), to=say_steps((new[-1],)))
            )
