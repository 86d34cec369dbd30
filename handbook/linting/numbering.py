"""Checks of numbers: each once, none missing, in order, and written one way."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterator

from handbook import labels, numerals, pointers
from handbook.errors import Diagnostic
from handbook.linting.subject import Subject
from handbook.provision import DIVISIONS, LISTED, Level, Provision

_NUMBERED = LISTED | DIVISIONS | {Level.ARTICLE}
#: What a count runs through: 项 go on over the 款 of a 条, 条 over chapters.
_PASSED = DIVISIONS | {Level.PARAGRAPH}
_UNITS = {Level.BOOK: "编", Level.PART: "分编", Level.CHAPTER: "章", Level.SECTION: "节"}
_UNITS[Level.ARTICLE] = "条"


def sequences(subject: Subject) -> list[list[Provision]]:
    """The provisions that count together, each sequence in document order.

    A count that starts anew below another parent is a sequence of its own.
    """
    groups: dict[tuple[str, Level], list[tuple[str, Provision]]] = defaultdict(list)
    for chain in subject.chains:
        provision = chain[-1]
        if provision.level in _NUMBERED:
            parent = chain[-2].id if len(chain) > 1 else ""
            groups[_scope(chain), provision.level].append((parent, provision))
    found: list[list[Provision]] = []
    for members in groups.values():
        last = None
        for parent, provision in members:
            if last is None or (provision.number == "1" and parent != last):
                found.append([])
            found[-1].append(provision)
            last = parent
    return found


def _scope(chain: tuple[Provision, ...]) -> str:
    level, above = chain[-1].level, reversed(chain[:-1])
    if level is Level.SECTION:
        return chain[-2].id if len(chain) > 1 else ""
    if level is Level.ARTICLE or level in DIVISIONS:
        return next((p.id for p in above if p.level is Level.APPENDIX), "")
    return next((p.id for p in above if p.level not in _PASSED), "")


def order(subject: Subject) -> Iterator[Diagnostic]:
    """Numbers that come twice, are missing, or stand in the wrong order."""
    running: dict[Level, tuple[int, ...]] = {}
    for sequence in sequences(subject):
        level, first = sequence[0].level, numerals.order(sequence[0].number)
        # A count may run on below the next parent: 一、 with (一)(二), 二、 with (三)(四).
        follows = level in running and not _between(running[level], first)
        alone = len(sequence) == 1 and level in DIVISIONS  # a chapter cut out of a larger text
        if not alone:
            start = running[level] if first > (1,) and follows else (0,)
            yield from _order(subject, sequence, start)
        numbers = [numerals.order(p.number) for p in sequence]
        running[level] = max(numbers)


def _order(
    subject: Subject, sequence: list[Provision], last: tuple[int, ...]
) -> Iterator[Diagnostic]:
    numbers = [numerals.order(p.number) for p in sequence]
    later = Counter(numbers)
    seen: dict[tuple[int, ...], Provision] = {}
    for provision, number in zip(sequence, numbers, strict=True):
        if not number:  # lost; it counts as one
            last = (last[0] + 1,)
            continue
        later[number] -= 1
        name = provision.label
        if number in seen:
            first = seen[number].lines[0]
            where = f"第 {first} 行已有" if first else "前面已有"
            anew = "，从这里重新编起" if number == (1,) else ""
            yield subject.report(
                "duplicate-number", provision, f"“{name}”重复：{where}“{seen[number].label}”{anew}"
            )
            if number == (1,):
                seen.clear()
            last = number
        elif number < last:
            before = f"“{seen[last].label}”" if last in seen else "更大的编号"
            yield subject.report(
                "number-out-of-order", provision, f"“{name}”排在{before}之后，次序颠倒"
            )
        else:
            missing = [n for n in _between(last, number) if not later[n]]
            if missing:
                names = "、".join(_named(n, provision) for n in missing[:5])
                more = f"等 {len(missing)} 个" if len(missing) > 5 else ""
                yield subject.report("missing-number", provision, f"“{name}”之前缺{names}{more}")
            last = number
        seen[number] = provision


def _between(last: tuple[int, ...], number: tuple[int, ...]) -> list[tuple[int, ...]]:
    """The numbers that should stand between two: 12 and 15 → 13, 14; 12-1 and 12-3 → 12-2.

    None where one of the two is lost.
    """
    if not last or not number:
        return []
    if len(number) > 1 and number[:1] == last[:1]:
        low = last[1] if len(last) > 1 else 0
        return [(number[0], sub) for sub in range(low + 1, number[1])]
    end = number[0] + (1 if len(number) > 1 else 0)  # 第十三条之一 wants a 第十三条
    return [(n,) for n in range(last[0] + 1, end)]


def _named(number: tuple[int, ...], like: Provision) -> str:
    """A number as a label of the same kind would print it."""
    mark = pointers.mark_of(like.label)
    arabic = any(c.isdigit() and c.isascii() for c in pointers.fold(like.label))
    one = [str(n) if arabic else numerals.to_han(n) for n in number]
    if like.level in _UNITS:
        return f"第{one[0]}{_UNITS[like.level]}" + "".join(f"之{n}" for n in one[1:])
    if mark is pointers.Mark.CIRCLED and number[0] <= 20:
        return chr(ord("①") + number[0] - 1)
    if mark in (pointers.Mark.LETTER, pointers.Mark.LETTER_PAREN):
        return chr(ord("A") + number[0] - 1)
    if mark in (pointers.Mark.HAN_PAREN, pointers.Mark.DIGIT_PAREN):
        return f"({'之'.join(one)})"
    return f"“{'之'.join(one)}”"


def lost(subject: Subject) -> Iterator[Diagnostic]:
    """Labels whose numeral was lost: ()…, 、…."""
    for provision in subject.provisions:
        if provision.level in _NUMBERED and not provision.number:
            shown = f"“{provision.label}”里没有数字" if provision.label else "这里没有编号"
            yield subject.report("lost-numeral", provision, f"{shown}；对照前后补上编号")


def style(subject: Subject) -> Iterator[Diagnostic]:
    """Labels that are written otherwise than those beside them: 第4章 beside 第三章."""
    for sequence in sequences(subject):
        labelled = [p for p in sequence if p.number]
        for odd, like in _odd(labelled, _dress):
            yield subject.report(
                "mixed-label-style", odd, f"“{odd.label}”与同级的“{like.label}”写法不同"
            )
        for odd, like in _odd([p for p in labelled if p.label[0] in "(（"], _brackets):
            yield subject.report(
                "mixed-brackets", odd, f"“{odd.label}”与同级的“{like.label}”括号宽窄不同"
            )


def _odd(
    row: list[Provision], key: Callable[[str], Hashable]
) -> Iterator[tuple[Provision, Provision]]:
    """Those whose key is not that of most (of as many: of the first), each with one that has it."""
    if len(row) < 2:
        return
    keys = [key(p.label) for p in row]
    usual = Counter(keys).most_common(1)[0][0]
    like = row[keys.index(usual)]
    for provision, own in zip(row, keys, strict=True):
        if own != usual:
            yield provision, like


def _dress(label: str) -> Hashable:
    folded = pointers.fold(label).strip()
    if folded[:1] in "第笫苐":
        return "第", any(c.isascii() and c.isdigit() for c in folded)
    enclosed = folded[:1] in numerals.ENCLOSED
    return pointers.mark_of(label), enclosed, folded[-1:] if folded[-1:] in "、." else ""


def _brackets(label: str) -> Hashable:
    return label[0], label.rstrip()[-1]


def flaws(subject: Subject) -> Iterator[Diagnostic]:
    """What is wrong with a single label: 笫三条, 第 三 条, 十九条, (一）."""
    for provision in subject.provisions:
        if provision.level not in _NUMBERED or not provision.label:
            continue
        found = labels.parse_label(provision.label + "\u3000")
        kind = found.flaw if found else ""
        if kind == "inner-space":
            plain = "".join(provision.label.split())
            yield subject.report(
                "space-in-label", provision, f"“{provision.label}”中间有空格，应为“{plain}”"
            )
        elif kind == "lost-mark":
            yield subject.report(
                "lost-mark", provision, f"“{provision.label}”应为“第{provision.label}”"
            )
        elif kind == "mixed-width":
            yield subject.report(
                "mixed-brackets", provision, f"“{provision.label}”两边括号一宽一窄"
            )
