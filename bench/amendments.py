"""How many instructions of real amending decisions become guarded data, and how many are proved.

    python -m bench.amendments ../shared/laws [--refused]

The decisions: the amendments of the criminal law and of the constitution (for reading only: no
text of theirs is there before or after), and the decisions of the Supreme People's Court. An order
is one numbered instruction of a decision; it is read if all of it became instructions.

A text that a decision changes is there before or after the decision, hardly ever both:

- applied: the instructions were put to the text as it was before, and all of them fitted.
- proved: from the text after the decision the text before it is made, as far as the decision
  tells: what was added is taken out, what was renumbered gets its old number, and words that
  nobody knows any more stand as 旧文. To this the instructions are applied, forward, and must give
  the text after it, byte for byte. What is proved so is every new word, every place and every
  number; not the guards on words that are not known.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path

from handbook import pointers
from handbook.amending import printed, reading, targets
from handbook.amending.apply import apply, body
from handbook.amending.instruction import Amendment, Instruction, Operation
from handbook.amending.printed import Notice
from handbook.amending.proposing import propose
from handbook.amending.reading import Read
from handbook.amending.words import Growing, relabel
from handbook.drafts import Draft, Part
from handbook.errors import HandbookError
from handbook.pointers import Kind
from handbook.provision import Level, Regulation
from handbook.read import read, read_file
from handbook.resolver import Resolver
from handbook.write import write

KINDS = {
    "刑法修正案": ("刑法", "刑法修正案*.md"),
    "宪法修正案": ("宪法", "宪法修正案*.md"),
    "司法解释修改决定": ("司法解释", "*关于修改《*决定.md"),
}
UNKNOWN = "旧文"


@dataclass
class Count:
    orders: int = 0
    read: int = 0
    instructions: int = 0
    operations: Counter[str] = field(default_factory=Counter)
    refused: list[tuple[str, str, str]] = field(default_factory=list)


def decisions(laws: Path, kind: str) -> Iterator[tuple[Regulation, Notice, tuple[Read, ...]]]:
    folder, pattern = KINDS[kind]
    for path in sorted((laws / folder).glob(pattern)):
        decision = read_file(path).regulation
        notice = printed.read_notice(decision)
        yield decision, notice, reading.read_orders(notice)


# The text before, made from the text after


class Unmade(Exception):
    """Why the text before cannot be made."""


def before(after: Regulation, instructions: list[Instruction]) -> Regulation:
    """The text before the instructions, unknown words as 旧文."""
    growing = Growing(after.provisions)
    articles = [d for d in growing.walk() if d.level is Level.ARTICLE]
    by_new = {d.number: d for d in articles}
    added: set[str] = set()
    moved: dict[str, str] = {}
    gone: list[str] = []
    for i in instructions:
        if i.op is Operation.INSERT and targets.last_step(i.to).kind is Kind.ARTICLE:
            added.add(targets.last_step(i.to).number)
        elif i.op is Operation.RENUMBER and targets.last_step(i.target).kind is Kind.ARTICLE:
            moved[targets.last_step(i.target).number] = targets.last_step(i.to).number
        elif i.op is Operation.DELETE:
            steps = targets.pointers(i.target)[0].steps
            if len(steps) != 1 or steps[0].kind is not Kind.ARTICLE:
                raise Unmade("删去的款、项不知道原来在哪里、写什么")
            gone.append(steps[0].number)
    kept = [d for d in articles if d.number not in added]
    if any(i.op is Operation.SEQUENCE for i in instructions):
        total = len(kept) + len(gone)
        olds = [str(n) for n in range(1, total + 1) if str(n) not in gone]
        if len(olds) != len(kept):
            raise Unmade("删去的条数与新文本对不上")
    else:
        back = {new: old for old, new in moved.items()}
        olds = [back.get(d.number, d.number) for d in kept]
    for number in added:
        if number not in by_new:
            raise Unmade(f"新文本里没有新增的第{number}条")
        growing.siblings(by_new[number]).remove(by_new[number])
    old_of = {}
    for draft, number in zip(kept, olds, strict=True):
        draft.label, draft.number = relabel(draft.label, number), number
        old_of[number] = draft
    for number in sorted(gone, key=int):
        _put_back(growing, old_of, number)
    for i in instructions:
        _undo(growing, old_of, i)
    title = next((UNKNOWN for i in instructions if i.op is Operation.RETITLE), after.title)
    metadata = replace(after.metadata, title=title)
    return read(
        write(replace(after, metadata=metadata, provisions=growing.provisions()))
    ).regulation


def _put_back(growing: Growing, old_of: dict[str, Draft], number: str) -> None:
    following = sorted((n for n in old_of if int(n) > int(number)), key=int)
    beside = old_of[following[0]] if following else old_of[max(old_of, key=int)]
    draft = Draft(Level.ARTICLE, (0, 0), number)
    draft.label, draft.gap = relabel(beside.label, number), beside.gap
    draft.parts = [Part(f"{UNKNOWN}{number}。", (), (0, 0))]
    siblings = growing.siblings(beside)
    siblings.insert(siblings.index(beside) + (not following), draft)
    old_of[number] = draft


def _undo(growing: Growing, old_of: dict[str, Draft], i: Instruction) -> None:
    if i.op in (Operation.DELETE, Operation.SEQUENCE, Operation.RENUMBER, Operation.RETITLE):
        return
    if i.op is Operation.INSERT and targets.last_step(i.to).kind is Kind.ARTICLE:
        return
    words = i.target
    if i.op is Operation.REWRITE and words.startswith("序言"):
        for draft in [d for d in growing.top if d.level is Level.PREAMBLE]:
            draft.text = f"{UNKNOWN}序言。"
        return
    steps = targets.pointers(words)[0].steps if words else ()
    if not steps or steps[0].kind is not Kind.ARTICLE or steps[0].number not in old_of:
        raise Unmade(f"“{words or '全文'}”不是新文本里的一条")
    draft = old_of[steps[0].number]
    if i.op is Operation.REWRITE and len(steps) == 1:
        draft.parts = [Part(f"{UNKNOWN}{steps[0].number}。", (), (0, 0))]
    elif i.op is Operation.REWRITE and len(steps) == 2 and steps[1].kind is Kind.PARAGRAPH:
        own = [p for p in draft.parts if isinstance(p, Part)]
        at = draft.parts.index(own[int(steps[1].number) - 1])
        draft.parts[at] = Part(f"{UNKNOWN}{steps[0].number}之{steps[1].number}。", (), (0, 0))
        while at + 1 < len(draft.parts) and isinstance(draft.parts[at + 1], Draft):
            del draft.parts[at + 1]
    elif i.op is Operation.REPLACE and i.new:
        parts = [p for p in draft.parts if isinstance(p, Part) and i.new in p.text]
        if len(parts) != 1 or parts[0].text.count(i.new) != 1:
            raise Unmade(f"新文字“{i.new[:20]}”在新文本那一条里不是正好一处")
        parts[0].text = parts[0].text.replace(i.new, i.old)
    else:
        raise Unmade(f"这条 {i.op} 不知道旧文字在哪里")


def prove(after: Regulation, instructions: list[Instruction]) -> None:
    old = before(after, instructions)
    plain = [replace(i, was="") for i in instructions]
    plain = [replace(i, old=UNKNOWN) if i.op is Operation.RETITLE else i for i in plain]
    new = apply(old, Amendment(None, "", tuple(plain)))
    if body(write(new)) != body(write(after)):
        ours, theirs = write(new).split("\n"), write(after).split("\n")
        at = next((n for n, (a, b) in enumerate(zip(ours, theirs, strict=False)) if a != b), -1)
        raise Unmade(f"改出“{ours[at][:40]}”，新文本是“{theirs[at][:40]}”")


# The texts


def key(title: str) -> str:
    """A title as decisions and file names write it in common."""
    return re.sub(r"中华人民共和国|[《》〈〉\s]", "", pointers.fold(title))


def texts(laws: Path) -> dict[str, list[tuple[date, Path]]]:
    found: dict[str, list[tuple[date, Path]]] = {}
    for path in laws.rglob("*.md"):
        if match := re.fullmatch(r"(.*)\((\d{4}-\d\d-\d\d)\)", path.stem):
            found.setdefault(key(match[1]), []).append((date.fromisoformat(match[2]), path))
    return found


def groups(notice: Notice, orders: tuple[Read, ...]) -> dict[str, list[Read]]:
    found: dict[str, list[Read]] = {}
    for one in orders:
        found.setdefault(one.order.title or notice.title, []).append(one)
    return found


def test_against_texts(laws: Path, show: bool) -> None:
    there = texts(laws)
    tally: Counter[str] = Counter()
    reasons: list[str] = []
    for decision, notice, orders in decisions(laws, "司法解释修改决定"):
        day = decision.metadata.adopted or decision.metadata.effective
        for title, own in groups(notice, orders).items():
            tally["部数"] += 1
            instructions = [i for one in own for i in one.instructions]
            whole = not any(one.problem for one in own)
            title = instructions and next(
                (i.new for i in instructions if i.op is Operation.RETITLE), title
            )
            name = title or ""
            versions = sorted(there.get(key(name), []))
            after = [p for d, p in versions if day and day <= d <= day + timedelta(60)]
            old = [p for d, p in versions if day and d < day]
            if old:
                tally["有旧文本"] += 1
                now = read_file(old[-1], slug="jia/yi").regulation
                try:
                    proposal = propose(now, decision, Resolver([now]))
                    apply(now, proposal.amendment)
                    tally["套上旧文本"] += whole
                except HandbookError as error:
                    reasons.append(f"旧文本 {name[-24:]}：{error.message.splitlines()[0]}")
            if after:
                tally["有新文本"] += 1
                tally["新文本的指令"] += len(instructions)
                if not whole:
                    reasons.append(f"新文本 {name[-24:]}：有没读出的指令")
                    continue
                try:
                    prove(read_file(after[0]).regulation, instructions)
                    tally["证明的部数"] += 1
                    tally["证明的指令"] += len(instructions)
                except (Unmade, HandbookError) as error:
                    reasons.append(f"新文本 {name[-24:]}：{str(error).splitlines()[0]}")
    print("\n".join(f"{name}: {count}" for name, count in tally.items()))
    if show:
        print("\n".join(f"    {reason}" for reason in reasons))


def main() -> None:
    laws, show = Path(sys.argv[1]), "--refused" in sys.argv
    print(f"{'':<12}{'决定':>5}{'条':>6}{'读出':>6}{'指令':>6}")
    for kind in KINDS:
        count, files = Count(), 0
        for decision, _, orders in decisions(laws, kind):
            files += 1
            for one in orders:
                count.orders += 1
                if one.problem:
                    count.refused.append((decision.title, one.order.says, one.problem))
                else:
                    count.read += 1
                    count.instructions += len(one.instructions)
                    count.operations.update(i.op.value for i in one.instructions)
        print(f"{kind:<12}{files:>5}{count.orders:>6}{count.read:>6}{count.instructions:>6}")
        print("   ", dict(count.operations))
        if show:
            for name, says, problem in count.refused:
                print(f"    {name[-30:]} {says}: {problem}")
    test_against_texts(laws, show)


if __name__ == "__main__":
    main()
