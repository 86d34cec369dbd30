"""Old version + instructions → new version, or a located reason why not.

All targets are looked up in the old version and its numbering, so the order of the instructions
matters only where two change the same words. Words are changed first, then provisions deleted,
renumbered and added; numbers that are then there twice are refused.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import zip_longest

from handbook import frontmatter, numerals
from handbook.amending.growth import Surgeon
from handbook.amending.instruction import Amendment, Instruction, Operation
from handbook.errors import HandbookError, Place
from handbook.provision import LISTED, Level, Provision, Regulation
from handbook.read import read
from handbook.write import write

#: The order in which the operations are carried out.
_PHASES: tuple[tuple[Operation, ...], ...] = (
    (Operation.RETITLE, Operation.REPLACE, Operation.ADD, Operation.REWRITE),
    (Operation.DELETE,),
    (Operation.RENUMBER,),
    (Operation.INSERT,),
    (Operation.SEQUENCE,),
)


def apply(old: Regulation, amendment: Amendment) -> Regulation:
    """The new version; its metadata are the old ones but for the title.

    Raises:
        HandbookError: an instruction does not fit the old version; all that do not are named.
    """
    surgeon = Surgeon(old, amendment)
    errors: list[HandbookError] = []
    steps: dict[Operation, Callable[[Instruction], None]] = {
        Operation.RETITLE: surgeon.retitle,
        Operation.REPLACE: surgeon.replace,
        Operation.ADD: surgeon.add,
        Operation.REWRITE: surgeon.rewrite,
        Operation.DELETE: surgeon.delete,
        Operation.RENUMBER: surgeon.renumber,
        Operation.INSERT: surgeon.insert,
        Operation.SEQUENCE: surgeon.sequence,
    }
    for phase in _PHASES:
        for instruction in amendment.instructions:
            if instruction.op in phase:
                try:
                    steps[instruction.op](instruction)
                except HandbookError as error:
                    where = f"（通知{instruction.says}）" if instruction.says else ""
                    errors.append(HandbookError(f"{error.message}{where}", instruction.place))
    if not errors:
        errors = surgeon.check()
    if errors:
        rest = "\n".join(str(e) for e in errors[1:])
        raise HandbookError(errors[0].message + (f"\n{rest}" if rest else ""), errors[0].place)
    metadata = replace(old.metadata, title=surgeon.title)
    changed = replace(old, metadata=metadata, provisions=surgeon.growing.provisions())
    new = read(write(changed), old.file, old.slug).regulation
    place = Place(amendment.file)
    _refuse_new_defects(old, new, place)
    _refuse_misread(changed, new, place)
    return new


def repeals(amendment: Amendment) -> bool:
    """Whether the notice puts the regulation out of force."""
    return any(i.op is Operation.REPEAL for i in amendment.instructions)


def _refuse_new_defects(old: Regulation, new: Regulation, place: Place) -> None:
    """Numbers that are there twice, and what could not be read back, where it was not so before."""
    twice = Counter(_twice(new))
    twice.subtract(Counter(_twice(old)))
    for label, count in twice.items():
        if count > 0:
            raise HandbookError(
                f"改完后编号“{label}”有两处。后面的条款要改号的，请加 renumber（改号）"
                "或 sequence（条文顺序作相应调整）",
                place,
            )
    before = sum(p.level is Level.UNPARSED for p in old.walk())
    if sum(p.level is Level.UNPARSED for p in new.walk()) > before:
        raise HandbookError("改完后有读不出层级的文字，请核对新文字的写法", place)


def _refuse_misread(meant: Regulation, there: Regulation, place: Place) -> None:
    """A paragraph that the reader puts into another provision than the one it was added to."""
    for ours, theirs in zip_longest(_outline(meant), _outline(there)):
        if ours != theirs:
            shown = (ours or theirs or (0, "", ""))[2]
            raise HandbookError(
                f"改完后“{_cut(shown)}”会被读成别处的文字，请核对它的位置和编号的写法", place
            )


def _outline(regulation: Regulation) -> Iterator[tuple[int, str, str]]:
    """Depth, level and words of each provision."""
    for chain in regulation.paths():
        level = "item" if chain[-1].level in LISTED else chain[-1].level.value
        yield len(chain), level, "".join(chain[-1].words.split())


def _cut(words: str) -> str:
    return words if len(words) <= 24 else words[:24] + "…"


def _twice(regulation: Regulation) -> list[str]:
    """The labels of numbers that stand more than once below one provision; 条: in the text."""
    found: list[str] = []
    articles: Counter[str] = Counter()

    def look(siblings: tuple[Provision, ...]) -> None:
        seen: Counter[tuple[Level, str, str]] = Counter()
        for node in siblings:
            if node.number and node.level is Level.ARTICLE:
                articles[node.number] += 1
                if articles[node.number] > 1:
                    found.append(f"第{numerals.to_han(int(node.number.split('-')[0]))}条")
            elif node.number and node.label:
                key = (node.level, node.number, node.label)
                seen[key] += 1
                if seen[key] > 1:
                    found.append(node.label)
            if node.level is not Level.APPENDIX:
                look(node.children)

    look(regulation.provisions)
    return found


def body(text: str) -> str:
    """A text without its front matter, as it is compared byte for byte."""
    return frontmatter.split(text, "")[1].lstrip("\n")


def amended_text(old: str, amendment: Amendment) -> str:
    """The text of the new version, made from the text of the old one, whose front matter it keeps.

    Raises:
        HandbookError: the instructions do not fit.
    """
    return write(apply(read(old).regulation, amendment))


def prove(old: Regulation, amendment: Amendment, new: str) -> None:
    """Proves that old version and instructions give the text of the new one, byte for byte.

    The front matter is not compared: the new version has dates of its own.

    Raises:
        HandbookError: they do not fit, or give another text; names the first line that differs.
    """
    made, there = body(write(apply(old, amendment))), body(new)
    if made == there:
        return
    first = new.count("\n", 0, len(new) - len(there)) + 1
    pairs = zip_longest(made.split("\n"), there.split("\n"), fillvalue="")
    for number, (ours, theirs) in enumerate(pairs):
        if ours != theirs:
            raise HandbookError(
                f"上一版本按指令改出来的文字与这个版本不同。第 {first + number} 行："
                f"改出“{_short(ours, theirs)}”，文件里是“{_short(theirs, ours)}”",
                Place(amendment.file),
            )
    raise HandbookError("上一版本按指令改出来的文字与这个版本的结尾不同", Place(amendment.file))


def _short(line: str, other: str) -> str:
    """The part of a line from shortly before where it differs from another."""
    same = next(
        (i for i, (a, b) in enumerate(zip(line, other, strict=False)) if a != b),
        min(len(line), len(other)),
    )
    start = max(0, same - 8)
    return ("…" if start else "") + line[start : same + 24]
