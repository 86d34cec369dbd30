"""Blocks → tree of provisions: levels, 款, and what each unnumbered paragraph belongs to."""

from __future__ import annotations

import re
from collections.abc import Sequence

from handbook import ids
from handbook.blocks import Block
from handbook.drafts import Draft, Part, freeze, settle
from handbook.errors import Remarks, Severity
from handbook.labels import Label, Style
from handbook.lines import DEEPEST
from handbook.nesting import Nesting, nest
from handbook.placing import Entry, Placement
from handbook.provision import DIVISIONS, ITEMS, Layout, Level, Provision

_FIXED = {
    Style.BOOK: Level.BOOK,
    Style.PART: Level.PART,
    Style.CHAPTER: Level.CHAPTER,
    Style.SECTION: Level.SECTION,
    Style.ARTICLE: Level.ARTICLE,
    Style.APPENDIX: Level.APPENDIX,
}
_COLON = (":", "：")
_SENTENCE_END = re.compile(r"[。！？.!?…]['\"”’」』）)》]*$")
_DATE = re.compile(
    r"[（(]?(?:[0-9０-９]{4}|[〇○零一二三四五六七八九]{4}|[X×Ｘ]{2,4})\s*年"
    r"\s*\S{1,3}\s*月\s*\S{1,3}\s*日(?:印发|发布|公布)?[）)]?$"
)
_BODY_NAME = re.compile(
    r"[^，。；：！？,;:]{2,30}(?:[局委办室部院厅会团所站司处科]|中心|政府|公司|党组|学校|医院)(?:办公室)?$"
)
#: Headings that skip a depth are rare, and settle at once as a rule.
_MOST_ROUNDS = 8


def build(
    blocks: Sequence[Block], nesting: Sequence[str], remarks: Remarks
) -> tuple[Provision, ...]:
    """The forest of provisions that `blocks` make up, with ids.

    `nesting`: label styles from the outside in, as written in the front matter.
    """
    entries = [
        Entry(
            block.label,
            block.label is None and block.heading is None,
            block.hashes - 2 if block.hashes > 1 else None,
            block.hashes == DEEPEST + 2,
        )
        for block in blocks
    ]
    reading = _nest(blocks, entries, nesting)
    _report(blocks, reading, remarks)
    grown = _Grower(blocks, reading, remarks).grow()
    for draft in grown:
        settle(draft)
    names = iter(ids.compute(grown))
    return tuple(freeze(draft, names) for draft in grown)


def _nest(blocks: Sequence[Block], entries: list[Entry], nesting: Sequence[str]) -> Nesting:
    """The nesting in which every heading stands at the depth it states.

    A heading that states too great a depth, or a 章 without any #, may have drawn what stands
    before it to another place; so the depth it got is stated in its stead, as `write` will, and
    all is nested again.
    """
    for _ in range(_MOST_ROUNDS):
        reading = nest(entries, nesting)
        settled = True
        for index, (block, placement) in enumerate(zip(blocks, reading.placements, strict=True)):
            if block.heading is None:
                continue
            depth = min(placement.depth, DEEPEST)
            if entries[index].depth != depth:
                deepest = depth == DEEPEST
                entries[index] = entries[index]._replace(depth=depth, or_deeper=deepest)
                settled = False
        if settled:
            break
    return reading


def _signatures(blocks: Sequence[Block], placements: Sequence[Placement]) -> frozenset[int]:
    """The indices of the closing name and date lines, at the end and before a main appendix."""
    found: set[int] = set()
    ends = [
        index
        for index, block in enumerate(blocks)
        if block.label is not None
        and block.label.style is Style.APPENDIX
        and placements[index].depth == 0
    ]
    for end in (*ends, len(blocks)):
        start = end
        while start and is_signature(blocks[start - 1]):
            start -= 1
        found.update(range(start, end))
    return frozenset(found)


def is_signature(block: Block) -> bool:
    """Whether a paragraph has the shape of a closing date or name."""
    if block.label is not None or block.heading is not None or block.table or block.unparsed:
        return False
    text = block.text
    return len(text) <= 40 and bool(_DATE.match(text) or _BODY_NAME.match(text))


def _report(blocks: Sequence[Block], reading: Nesting, remarks: Remarks) -> None:
    for doubt in reading.doubts:
        block = blocks[doubt.place]
        taken = reading.placements[doubt.place].depth
        remarks.add(
            block.lines[0], block.column, "unclear-depth", Severity.WARNING,
            f"“{block.label.text if block.label else block.text[:10]}”可以是第{taken + 1}层，"
            f"也可以是第{doubt.depth + 1}层，暂按前者；请在文头用 nesting 写明各级编号的次序",
        )  # fmt: skip
    for block, placement in zip(blocks, reading.placements, strict=True):
        if 1 < block.hashes < DEEPEST + 2 and placement.depth < block.hashes - 2:
            remarks.add(
                block.lines[0], block.column, "heading-skip", Severity.WARNING,
                f"标题用了 {block.hashes} 个 #，它的上一级却没有标题或编号；"
                f"应为 {placement.depth + 2} 个 #",
            )  # fmt: skip


class _Grower:
    """Puts one block after the other in its place."""

    def __init__(self, blocks: Sequence[Block], reading: Nesting, remarks: Remarks) -> None:
        self.blocks = blocks
        self.placements = reading.placements
        self.remarks = remarks
        self.top: list[Draft] = []
        self.path: list[Draft] = []  # open provisions with label or heading
        self.doubtful = -2  # the last block whose owner was not clear
        self.signed = _signatures(blocks, reading.placements)

    def grow(self) -> list[Draft]:
        """The top-level drafts."""
        least = self._least()
        for index, block in enumerate(self.blocks):
            placement = self.placements[index]
            if block.unparsed or block.table:
                draft = Draft(Level.TABLE if block.table else Level.UNPARSED, block.lines)
                draft.text = block.text
                if self.path:
                    del self.path[self._owner(index, least[index]) + 1 :]
                self._add(draft)
            elif placement.depth < 0:
                self._paragraph(index, block, least[index])
            else:
                del self.path[placement.depth :]
                draft = self._labelled(block)
                self._add(draft)
                self.path.append(draft)
        return self.top

    def _least(self) -> list[int]:
        """For each block the least depth to which a paragraph may belong before the next label."""
        least, bound = [0] * len(self.placements), 0
        for index in range(len(self.placements) - 1, -1, -1):
            least[index] = bound
            depth, continues = self.placements[index]
            if depth >= 0:
                bound = depth if continues else max(depth - 1, 0)
        return least

    def _add(self, draft: Draft) -> None:
        (self.path[-1].parts if self.path else self.top).append(draft)

    def _paragraph(self, index: int, block: Block, least: int) -> None:
        if index in self.signed or not self.path:
            signed = index in self.signed
            draft = Draft(Level.SIGNATURE if signed else Level.PREAMBLE, block.lines)
            draft.text, draft.breaks = block.text, block.breaks
            self.top.append(draft)
            return
        del self.path[self._owner(index, least) + 1 :]
        owner = self.path[-1]
        if not owner.parts and (owner.label or owner.heading is not None):
            owner.layout = Layout.NEXT_BLOCK
        owner.parts.append(Part(block.text, block.breaks, block.lines))

    def _owner(self, index: int, least: int) -> int:
        """The index in the path of the provision that a paragraph belongs to.

        The innermost one that has no words yet, is titled, ends with a colon, or whose own list
        goes on with the next label; else the next 条, titled provision or top numbered level.
        """
        path = self.path
        last = len(path) - 1
        at = last
        while at > least and not _holds(path, at):
            at -= 1
        inner = path[last]
        if at == last:
            clear = _holds(path, at)
        else:
            clear = at == last - 1 and _holds(path, at) and _finished(inner)
        if not clear:
            if self.doubtful != index - 1:  # one remark for paragraphs that follow each other
                block = self.blocks[index]
                self.remarks.add(
                    block.lines[0], block.column, "unclear-owner", Severity.INFO,
                    f"“{_name(inner)}”之后的这一段没有编号，暂归“{_name(path[at])}”；"
                    "如不对，请调整编号或写法",
                )  # fmt: skip
            self.doubtful = index
        return at

    def _labelled(self, block: Block) -> Draft:
        label = block.label
        draft = Draft(self._level(label), block.lines, label.number if label else "")
        if label is not None:
            draft.label, draft.gap = label.text, label.gap
        draft.heading = block.heading
        if block.text:
            draft.layout = block.layout
            draft.parts.append(Part(block.text, block.breaks, block.lines))
        return draft

    def _level(self, label: Label | None) -> Level:
        if label is None:
            return Level.HEADING
        fixed = _FIXED.get(label.style)
        if fixed is not None:
            return fixed
        depth = 0
        for above in reversed(self.path):
            if above.level is Level.ARTICLE:
                return (Level.POINT, Level.INDENT, *ITEMS[2:])[min(depth, 4)]
            if above.level is Level.APPENDIX:
                break
            if above.level is not Level.HEADING and above.level not in DIVISIONS:
                depth += 1
        return ITEMS[min(depth, 4)]


def _holds(path: list[Draft], at: int) -> bool:
    draft = path[at]
    if draft.heading is not None or not draft.parts or draft.level is Level.ARTICLE:
        return True
    if draft.level in (Level.APPENDIX, Level.ITEM1):
        return True
    words = draft.parts[-1].text
    return words.endswith(_COLON)


def _name(draft: Draft) -> str:
    return draft.label or draft.heading or ""


def _finished(draft: Draft) -> bool:
    """Whether its words end where a sentence ends."""
    words = draft.parts[-1].text if draft.parts else ""
    return bool(_SENTENCE_END.search(words[-8:]))
