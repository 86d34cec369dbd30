"""From segments to blocks: what `text.md` prints between two blank lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from handbook.importing import titling
from handbook.importing.segments import Segment
from handbook.importing.working import Working, words
from handbook.labels import Label
from handbook.provision import Layout


@dataclass(frozen=True, slots=True)
class Block:
    """One block of `text.md`.

    Attributes:
        label: printed label, or None.
        heading: title, or None; for an unnumbered subhead its words.
        text: sentence behind label or title; "" where it stands in the next block.
        layout: where the sentence stands.
        start, end: range in the working text.
        table: it is a Markdown table, `text` its lines.
        remark: it is a remark below a list (备注:…), and belongs to no member of it.
        dropped: how many blanks inside its sentences were left out as marks of page breaks.
    """

    label: Label | None
    heading: str | None
    text: str
    layout: Layout
    start: int
    end: int
    dropped: int = 0
    table: bool = False
    remark: bool = False


def blocks(work: Working, segments: Sequence[Segment], *, flat: bool) -> tuple[Block, ...]:
    """All blocks of a regulation, in order."""
    plain = [words(work.text[s.body : s.end]) for s in segments]
    kin = titling.kinship(work.text, segments, plain)
    out: list[Block] = []
    for index, segment in enumerate(segments):
        following = segments[index + 1] if index + 1 < len(segments) else None
        raw = work.text[segment.body : segment.end]
        # Below the name of a form stand columns, not sentences: their blanks are kept.
        columns = index > 0 and segments[index - 1].form
        body = words(raw, flat=True) if flat and not columns else plain[index]
        if segment.label is None and raw.startswith("|"):
            table = "\n".join(line.strip() for line in raw.split("\n"))
            out.append(
                Block(None, None, table, Layout.SAME_LINE, segment.start, segment.end, table=True)
            )
            continue
        if segment.label is None and (remark := titling.REMARK.match(body)):
            out.append(
                Block(
                    None, remark["head"], remark["rest"], Layout.NEXT_LINE,
                    segment.start, segment.end, remark=True,
                )
            )  # fmt: skip
            continue
        if segment.label is None:
            subhead = titling.is_subhead(body, segment, following, segments, index)
            out.append(
                Block(None, body, "", Layout.NEXT_BLOCK, segment.start, segment.end)
                if subhead
                else Block(
                    None, None, body, Layout.SAME_LINE, segment.start, segment.end,
                    plain[index].count(" ") - body.count(" "),
                )
            )  # fmt: skip
            continue
        heading, text, layout = titling.titled(
            work, segment, raw, body, following, flat=flat, kin=kin, index=index
        )
        kept = f"{heading or ''}{' ' if heading and text else ''}{text}".count(" ")
        dropped = max(0, plain[index].count(" ") - kept) if flat else 0
        out.append(Block(segment.label, heading, text, layout, segment.start, segment.end, dropped))
    return tuple(out)
