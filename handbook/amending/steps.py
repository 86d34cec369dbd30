"""Pointers of an order taken apart, and in the words of a citation again."""

from __future__ import annotations

from dataclasses import replace

from handbook import numerals
from handbook.errors import HandbookError
from handbook.labels import parse_label
from handbook.pointers import Kind, Mark, Pointer, Step


class NotReadError(HandbookError):
    """Words of an order that no phrase fits."""


def spread(found: tuple[Pointer, ...]) -> list[tuple[Step, ...]]:
    """Each provision of a list of pointers, ranges written out.

    Raises:
        NotReadError: a range cannot be counted.
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
                raise NotReadError("号数的范围数不出来")
            numbers = [f"{base}-{n}" for n in range(int(low), int(high) + 1)]
        result += [(*pointer.steps[:-1], replace(first, number=n)) for n in numbers]
    return result


def shared(lines: tuple[str, ...], steps: list[tuple[Step, ...]]) -> list[list[str]]:
    """The paragraphs of several new provisions, each its own.

    By the labels that they begin with; else one paragraph each.

    Raises:
        NotReadError: neither tells them apart.
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
    raise NotReadError("几处新文字分不清各是哪一段")


def say(pointer: Pointer) -> str:
    """A pointer in the words of a citation."""
    return say_steps(pointer.steps) + (f"至{say_steps(pointer.until)}" if pointer.until else "")


def say_steps(steps: tuple[Step, ...]) -> str:
    """Steps in the words of a citation."""
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
