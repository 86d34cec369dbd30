"""The operations of an amendment, each on the tree while it grows.

One class, longer than others, since all of them share what was changed before, which is how
overlaps are found.
"""

from __future__ import annotations

from handbook import numerals
from handbook.amending import targets
from handbook.amending.instruction import Amendment, Instruction, Operation
from handbook.amending.targets import Finder
from handbook.amending.words import SOLID, Growing, belongings, change, digest, fragment, relabel
from handbook.drafts import Draft, Part
from handbook.errors import HandbookError
from handbook.pointers import Kind, Step
from handbook.provision import DIVISIONS, LISTED, Layout, Level, Provision, Regulation


class Surgeon:
    """Carries out instructions on one regulation.

    Attributes:
        growing: the provisions as they are becoming.
        title: the title as it is becoming.
    """

    def __init__(self, old: Regulation, amendment: Amendment) -> None:
        self.growing = Growing(old.provisions)
        self.title = old.title
        self._old = old
        self._find = Finder(old)
        self._gone: set[str] = set()
        self._paragraphs: list[tuple[Draft, Part, int, Instruction]] = []
        self._runs_on = any(
            i.op is Operation.SEQUENCE and not i.target for i in amendment.instructions
        )

    # Words

    def retitle(self, instruction: Instruction) -> None:
        """将名称修改为."""
        if self.title != instruction.old:
            raise HandbookError(f"这个版本的名称是“{self.title}”，不是“{instruction.old}”")
        self.title = instruction.new

    def replace(self, instruction: Instruction) -> None:
        """将“甲”修改为“乙”, 删去“甲”."""
        old, new = instruction.old, instruction.new
        if not old or old == new:
            raise HandbookError("old 和 new 应当是两段不同的文字，old 不能为空")
        if "\n" in old or "\n" in new:
            raise HandbookError("replace 只改一段之内的文字；跨段的请用 rewrite 写出整处")
        if instruction.target:
            parts: list[Part | Draft] = []
            for provision in self._find.find(instruction.target):
                parts += self._parts(provision)
        else:
            parts = list(self.growing.top)
        there = sum(_count(part, old) for part in parts)
        if there != instruction.count:
            where = f"“{instruction.target}”" if instruction.target else "全文"
            raise HandbookError(
                f"旧文字“{_short(old)}”在{where}里有 {there} 处，应为 {instruction.count} 处。"
                + ("请核对旧文字和版本" if not there else "请多写几个字，或把 target 写得更细")
            )
        for part in parts:
            _replace(part, old, new)

    def add(self, instruction: Instruction) -> None:
        """在开头、末尾增加文字."""
        provision = self._guarded(instruction)
        owner, part = self.growing.at[provision.id]
        own = [p for p in belongings(owner, part) if isinstance(p, Part)]
        if not own:
            if owner.level not in SOLID:
                raise HandbookError(f"“{instruction.target}”没有自己的文字，不能在里面增加")
            owner.text = _added(owner.text, instruction)
            return
        changed = own[0] if instruction.start else own[-1]
        shift = len(instruction.new) if instruction.start else 0
        changed.breaks = tuple(b + shift for b in changed.breaks)
        changed.text = _added(changed.text, instruction)

    def rewrite(self, instruction: Instruction) -> None:
        """将第X条修改为."""
        lines = _paragraphs(instruction)
        found = self._find.find(instruction.target)
        if all(p.level is Level.PREAMBLE for p in found):
            self._check_was(instruction, found)
            self._rewrite_preamble(found, lines, instruction)
            return
        provision = self._guarded(instruction)
        owner, part = self.growing.at[provision.id]
        if owner.level in SOLID:
            owner.text, owner.breaks = "\n".join(lines), ()
            self._gone |= {provision.id}
            return
        if part is not None:
            self._rewrite_paragraph(owner, part, lines)
        else:
            self._rewrite_whole(owner, lines, instruction)
        self._gone |= {p.id for p in provision.walk()}

    def _rewrite_preamble(
        self, found: tuple[Provision, ...], lines: list[str], instruction: Instruction
    ) -> None:
        parts = fragment("", lines)
        if parts is None:
            raise HandbookError("序言的新文字里有像编号的一行，请核对")
        for provision in found:
            self._refuse_twice(provision, instruction)
            self.growing.top.remove(self.growing.at[provision.id][0])
        fresh = []
        for part in parts:
            draft = Draft(Level.PREAMBLE, (0, 0))
            assert isinstance(part, Part)
            draft.text, draft.breaks = part.text, part.breaks
            fresh.append(draft)
        self.growing.top[:0] = fresh
        self._gone |= {p.id for p in found}

    def _rewrite_paragraph(self, owner: Draft, part: Part, lines: list[str]) -> None:
        new = fragment(owner.label, lines)
        if new is None or sum(isinstance(p, Part) for p in new) != 1:
            raise HandbookError("一款的新文字应当是一段话（可带项）；几款请分开写，或改写整条")
        old = belongings(owner, part)
        at = owner.parts.index(part)
        assert isinstance(new[0], Part)
        part.text, part.breaks = new[0].text, new[0].breaks
        owner.parts[at : at + len(old)] = [part, *new[1:]]

    def _rewrite_whole(self, owner: Draft, lines: list[str], instruction: Instruction) -> None:
        if owner.level in DIVISIONS or owner.level is Level.HEADING:
            if len(lines) != 1:
                raise HandbookError("编、章、节和小标题只改标题；条文请逐条写")
            owner.heading = lines[0].removeprefix(owner.label).strip() or None
            return
        if owner.heading is not None:
            if lines[0] != owner.heading.strip():
                raise HandbookError(
                    f"“{instruction.target}”有标题“{owner.heading}”，new 的第一段应当是标题"
                    "（不改的也要写出）"
                )
            lines = lines[1:]
        parts: list[Part | Draft] | None = fragment(owner.label, lines) if lines else []
        if parts is None:
            raise HandbookError("新文字里有一段像下一个条款的编号，请核对")
        owner.parts = parts
        if owner.heading is None:
            owner.layout = Layout.SAME_LINE

    # Provisions

    def delete(self, instruction: Instruction) -> None:
        """删去第X条."""
        found = self._find.find(instruction.target)
        self._check_was(instruction, found)
        for provision in found:
            self._refuse_twice(provision, instruction)
            owner, part = self.growing.at[provision.id]
            if part is not None:
                for belonging in belongings(owner, part):
                    owner.parts.remove(belonging)
            else:
                self.growing.siblings(owner).remove(owner)
            self._gone |= {p.id for p in provision.walk()}

    def renumber(self, instruction: Instruction) -> None:
        """第X条改为第Y条, 原第二款作为第三款."""
        found = self._find.find(instruction.target)
        steps = targets.numbers(instruction.to)
        if len(found) != len(steps):
            raise HandbookError(
                f"“{instruction.target}”是 {len(found)} 处，“{instruction.to}”是 {len(steps)} 处，"
                "对不上"
            )
        for provision, step in zip(found, steps, strict=True):
            owner, part = self.growing.at[provision.id]
            if part is not None or step.kind is Kind.PARAGRAPH:
                self._move_paragraph(provision, owner, part, step, instruction)
                continue
            label = relabel(owner.label, step.number)
            if not label:
                raise HandbookError(f"编号“{owner.label}”改不成“{instruction.to}”")
            owner.label, owner.number = label, step.number

    def _move_paragraph(
        self, provision: Provision, owner: Draft, part: Part | None, step: Step,
        instruction: Instruction,
    ) -> None:  # fmt: skip
        """款 have no number of their own: what they are called in the end is checked then."""
        if step.kind is not Kind.PARAGRAPH:
            raise HandbookError(f"“{instruction.target}”是款，只能改为第几款")
        if part is None:
            own = [p for p in owner.parts if isinstance(p, Part)]
            if len(own) != 1:
                raise HandbookError(f"“{instruction.target}”不是一款")
            part = own[0]
        self._paragraphs.append((owner, part, int(step.number), instruction))

    def insert(self, instruction: Instruction) -> None:
        """增加一条、一款、一项."""
        step = targets.last_step(instruction.to)
        lines = _paragraphs(instruction)
        if step.kind is Kind.PARAGRAPH:
            self._insert_paragraph(instruction, int(step.number), lines)
        elif step.kind is Kind.ARTICLE and self._articles():
            self._insert_article(instruction, step, lines)
        else:
            self._insert_listed(instruction, step, lines)

    def _insert_paragraph(self, instruction: Instruction, nth: int, lines: list[str]) -> None:
        provision = self._one(instruction.target or instruction.after, instruction)
        owner, part = self.growing.at[provision.id]
        if part is not None or owner.level in SOLID:
            raise HandbookError(f"“{instruction.target}”里不能增加款")
        new = fragment(owner.label, lines)
        if new is None:
            raise HandbookError("新增的款里有一段像下一个条款的编号，请核对")
        own = [i for i, p in enumerate(owner.parts) if isinstance(p, Part)]
        if nth > len(own) + 1:
            raise HandbookError(
                f"“{instruction.target}”现有 {len(own)} 款，"
                f"新增的不能作为第{numerals.to_han(nth)}款"
            )
        at = own[nth - 1] if nth <= len(own) else len(owner.parts)
        owner.parts[at:at] = new

    def _articles(self) -> list[Draft]:
        found: list[Draft] = []
        stack = list(reversed(self.growing.top))
        while stack:
            draft = stack.pop()
            if draft.level is Level.ARTICLE:
                found.append(draft)
            elif draft.level is not Level.APPENDIX:
                stack.extend(p for p in reversed(draft.parts) if isinstance(p, Draft))
        return found

    def _insert_article(self, instruction: Instruction, step: Step, lines: list[str]) -> None:
        articles = self._articles()
        if instruction.after:
            anchor = self.growing.at[self._find.one(instruction.after).id][0]
            if anchor not in articles:
                raise HandbookError(f"“{instruction.after}”不是条，新的一条不能紧跟在它后面")
            before = None
        elif self._runs_on and step.number.isdigit():
            nth = int(step.number)
            if nth > len(articles) + 1:
                raise HandbookError(f"改到这里共 {len(articles)} 条，新增的不能作为第{nth}条")
            before = articles[nth - 1] if nth <= len(articles) else None
            anchor = articles[-1]
        else:
            wanted = numerals.order(step.number)
            before = next((a for a in articles if numerals.order(a.number) >= wanted), None)
            lower = [a for a in articles if numerals.order(a.number) < wanted]
            # Behind the article before it, so that it stands in that one's chapter.
            anchor, before = (lower[-1], None) if lower else (articles[0], before)
        beside = before or anchor
        self._place(beside, step.number, lines, after=before is None)

    def _insert_listed(self, instruction: Instruction, step: Step, lines: list[str]) -> None:
        above = instruction.target
        if above:
            owner, part = self.growing.at[self._one(above, instruction).id]
            inside = belongings(owner, part)
        else:
            inside = list(self.growing.top)
        listed = [p for p in inside if isinstance(p, Draft) and p.level in LISTED]
        if not listed:
            raise HandbookError(f"“{above or '全文'}”里没有编号的条款，看不出新增的怎么编号")
        if not step.number:
            raise HandbookError(f"“{instruction.to}”没有写号数")
        wanted = numerals.order(step.number)
        before = next((d for d in listed if numerals.order(d.number) >= wanted), None)
        beside = before or listed[-1]
        self._place(beside, step.number, lines, after=before is None)

    def _place(self, beside: Draft, number: str, lines: list[str], *, after: bool) -> None:
        """Puts a new provision before or after another of its kind, labelled in its style."""
        label = relabel(beside.label, number)
        if not label:
            raise HandbookError(f"按“{beside.label}”的写法编不出第 {number} 号")
        first = lines[0].removeprefix(label).lstrip("\u3000 ")
        parts = fragment(label, [first, *lines[1:]])
        if parts is None:
            raise HandbookError("新增的文字里有一段像下一个条款的编号，请核对")
        draft = Draft(beside.level, (0, 0), number)
        draft.label, draft.gap, draft.parts = label, beside.gap, parts
        siblings = self.growing.siblings(beside)
        siblings.insert(siblings.index(beside) + after, draft)

    def sequence(self, instruction: Instruction) -> None:
        """条文顺序作相应调整: all 条, or what is listed below the target, one after the other."""
        if instruction.target:
            owner, part = self.growing.at[self._one(instruction.target, instruction).id]
            found = [
                p for p in belongings(owner, part) if isinstance(p, Draft) and p.level in LISTED
            ]
        else:
            found = self._articles()
        if not found or any("-" in d.number or not d.number for d in found):
            raise HandbookError("编号里有“之一”或缺号，不能从头依次编号；请逐条写 renumber")
        for nth, draft in enumerate(found, 1):
            label = relabel(draft.label, str(nth))
            if not label:
                raise HandbookError(f"按“{draft.label}”的写法编不出第 {nth} 号")
            draft.label, draft.number = label, str(nth)

    def check(self) -> list[HandbookError]:
        """What was ordered of 款 and did not come true."""
        errors = []
        for owner, part, nth, instruction in self._paragraphs:
            own = [p for p in owner.parts if isinstance(p, Part)]
            now = own.index(part) + 1 if part in own else 0
            if now != nth:
                shown = f"第{numerals.to_han(now)}款" if now else "没有了"
                errors.append(
                    HandbookError(
                        f"“{instruction.target}”改完后是{shown}，不是“{instruction.to}”",
                        instruction.place,
                    )
                )
        return errors

    # Guards

    def _parts(self, provision: Provision) -> list[Part | Draft]:
        """What an instruction on a provision may change: the draft itself, or a 款's parts."""
        owner, part = self.growing.at[provision.id]
        return [owner] if part is None else belongings(owner, part)

    def _one(self, words: str, instruction: Instruction) -> Provision:
        if not words:
            raise HandbookError(f"“{instruction.op}”缺少“target”")
        return self._find.one(words)

    def _guarded(self, instruction: Instruction) -> Provision:
        provision = self._one(instruction.target, instruction)
        self._check_was(instruction, (provision,))
        self._refuse_twice(provision, instruction)
        return provision

    def _check_was(self, instruction: Instruction, found: tuple[Provision, ...]) -> None:
        now = "+".join(digest(p) for p in found)
        if instruction.was and instruction.was != now:
            raise HandbookError(
                f"“{instruction.target}”与核对时的文字不同（was 应为 {now}）；请重新核对这条指令"
            )

    def _refuse_twice(self, provision: Provision, instruction: Instruction) -> None:
        if provision.id in self._gone:
            raise HandbookError(
                f"“{instruction.target}”已被前面的指令改写或删去，两条指令重叠；请合成一条"
            )


def _paragraphs(instruction: Instruction) -> list[str]:
    lines = [line.strip(" \t") for line in instruction.new.split("\n") if line.strip()]
    if not lines:
        raise HandbookError("“new”是空的；要删去请用 delete")
    return lines


def _added(text: str, instruction: Instruction) -> str:
    return instruction.new + text if instruction.start else text + instruction.new


def _count(part: Part | Draft, old: str) -> int:
    if isinstance(part, Part):
        return part.text.count(old)
    own = (part.heading or "").count(old) + part.text.count(old)
    return own + sum(_count(p, old) for p in part.parts)


def _replace(part: Part | Draft, old: str, new: str) -> None:
    if part.text:
        part.text, part.breaks = change(part.text, part.breaks, old, new)
    if isinstance(part, Draft):
        if part.heading:
            part.heading = part.heading.replace(old, new)
        for below in part.parts:
            _replace(below, old, new)


def _short(words: str) -> str:
    return words if len(words) <= 30 else words[:30] + "…"
