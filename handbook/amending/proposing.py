"""A notice and the version that it changes → a proposal for a person to compare and confirm."""

from __future__ import annotations

from dataclasses import dataclass, replace

from handbook import citation, pointers
from handbook.amending import printed, reading
from handbook.amending.instruction import UNREAD, Amendment, Instruction, Operation
from handbook.amending.reading import Read
from handbook.amending.targets import Finder
from handbook.amending.words import digest
from handbook.errors import HandbookError
from handbook.provision import Provision, Regulation
from handbook.resolver import Resolver
from handbook.titles import Match

_GUARDED = (Operation.ADD, Operation.REWRITE, Operation.DELETE)


@dataclass(frozen=True, slots=True)
class Proposal:
    """What was read out of a notice for one regulation.

    Attributes:
        amendment: not confirmed; its instructions are guarded by the version as it is.
        remarks: what a person has to look at: orders that were not read, targets not found.
    """

    amendment: Amendment
    remarks: tuple[str, ...]


def propose(now: Regulation, notice: Regulation, resolver: Resolver) -> Proposal:
    """Reads the notice's orders on `now`.

    Raises:
        HandbookError: the notice orders nothing of this regulation.
    """
    taken = printed.read_notice(notice)
    orders = [
        one
        for one in reading.read_orders(taken)
        if _is_about(one.order.title or taken.title, now, resolver)
    ]
    if not orders:
        raise HandbookError(
            f"“{notice.title}”里没有读到修改“{now.title}”的指令；"
            "请核对是不是这份通知，或按 docs/versions-format.md 手写指令"
        )
    guard = _Guard(now)
    remarks: list[str] = []
    instructions: list[Instruction] = []
    for one in orders:
        if one.problem:
            remarks.append(
                f"{UNREAD}（{one.order.says or '未编号'}）：{one.problem}。{_shown(one)}"
            )
        for instruction in one.instructions:
            guarded, doubt = guard.guard(instruction)
            instructions.append(guarded)
            if doubt:
                remarks.append(f"待核对（{one.order.says or '未编号'}）：{doubt}")
    if not any(i.op is Operation.REPEAL for i in instructions):
        day = reading.effective_of(taken)
        remarks.append(f"通知写明自 {day} 起施行" if day else "通知没有写明哪一天起施行")
    amendment = Amendment(now.metadata.start, notice.slug or notice.title, tuple(instructions))
    return Proposal(amendment, tuple(remarks))


def _is_about(title: str, now: Regulation, resolver: Resolver) -> bool:
    if not title:
        return True
    found, _ = resolver.titles.find(title, now.issuer_slug, upto=Match.SHORT)
    return any(regulation.slug == now.slug for regulation in found)


def _shown(one: Read) -> str:
    """The words of an order as printed, for a remark."""
    words = "".join(
        "“" + "\n".join(one.order.quotes[ord(c) - printed.MARK]) + "”"
        if printed.MARK <= ord(c) < printed.MARK + len(one.order.quotes)
        else c
        for c in one.order.words
    )
    return "原文：" + words


class _Guard:
    """Adds to an instruction what guards it: the text's own citation, digest, count."""

    def __init__(self, now: Regulation) -> None:
        self._now = now
        self._find = Finder(now)

    def guard(self, instruction: Instruction) -> tuple[Instruction, str]:
        """The guarded instruction, and what is doubtful about it ("" for nothing)."""
        try:
            found = self._find.find(instruction.target) if instruction.target else ()
            if instruction.after:
                self._find.one(instruction.after)
        except HandbookError as error:
            return instruction, error.message
        guarded = self._cited(instruction, found)
        if instruction.op in _GUARDED:
            return replace(guarded, was="+".join(digest(p) for p in found)), ""
        if instruction.op is Operation.RETITLE:
            return replace(guarded, old=guarded.old or self._now.title), ""
        if instruction.op is Operation.REPLACE:
            return self._counted(guarded, found or self._now.provisions)
        return guarded, ""

    def _cited(self, instruction: Instruction, found: tuple[Provision, ...]) -> Instruction:
        """The target in the text's own words where the notice cites it otherwise: 五、1."""
        if len(found) != 1:
            return instruction
        words = citation.cited(self._now)[found[0].id].words
        if words == instruction.target or pointers.fold(words) == instruction.target:
            return instruction
        note = f"通知所指：{instruction.target}"
        return replace(instruction, target=words, note=note)

    def _counted(
        self, instruction: Instruction, found: tuple[Provision, ...]
    ) -> tuple[Instruction, str]:
        texts = [t for p in found for q in p.walk() for t in (q.heading or "", q.text) if t]
        there = sum(text.count(instruction.old) for text in texts)
        if there and instruction.count == 0:
            return replace(instruction, count=there), f"通知说统一修改，全文有 {there} 处，请逐处看"
        if there == instruction.count:
            return instruction, ""
        if not there:
            near = {words for text in texts if (words := _folded_find(text, instruction.old))}
            if len(near) == 1:
                (words,) = near
                return (
                    replace(instruction, old=words),
                    f"旧文字与条文只差空白或全角半角，已照条文写作“{words}”",
                )
        return (
            replace(instruction, count=max(instruction.count, 1)),
            f"旧文字“{instruction.old[:40]}”在“{instruction.target or '全文'}”里有 {there} 处",
        )


def _folded_find(text: str, words: str) -> str:
    """The words of `text` that are `words` but for width and white space; "" if not just once."""
    solid = [i for i, c in enumerate(text) if not c.isspace()]
    folded = pointers.fold("".join(text[i] for i in solid))
    wanted = pointers.fold("".join(words.split()))
    if not wanted or folded.count(wanted) != 1:
        return ""
    start = folded.index(wanted)
    return text[solid[start] : solid[start + len(wanted) - 1] + 1]
