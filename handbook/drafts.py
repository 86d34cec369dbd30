"""Provisions while they grow: paragraphs and children in document order, not yet frozen."""

from __future__ import annotations

from collections.abc import Iterator

from handbook.provision import Layout, Level, Provision


class Part:
    """A paragraph of a provision."""

    __slots__ = ("breaks", "lines", "text")

    def __init__(self, text: str, breaks: tuple[int, ...], lines: tuple[int, int]) -> None:
        self.text = text
        self.breaks = breaks
        self.lines = lines


class Draft:
    """A provision while it grows. `parts` are its paragraphs and children in document order."""

    __slots__ = (
        "breaks", "children", "gap", "heading", "label", "layout", "level", "lines", "number",
        "parts", "text",
    )  # fmt: skip

    def __init__(self, level: Level, lines: tuple[int, int], number: str = "") -> None:
        self.level = level
        self.lines = lines
        self.number = number
        self.label = self.gap = self.text = ""
        self.heading: str | None = None
        self.layout = Layout.SAME_LINE
        self.breaks: tuple[int, ...] = ()
        self.parts: list[Part | Draft] = []
        self.children: list[Draft] = []


def settle(draft: Draft) -> None:
    """Parts → own text and children: 款 where paragraphs are several or follow children."""
    parts = draft.parts
    own = [p for p in parts if isinstance(p, Part)]
    if not own:
        draft.children = parts  # type: ignore[assignment]
    elif len(own) == 1 and parts[0] is own[0]:
        draft.text, draft.breaks = own[0].text, own[0].breaks
        draft.lines = (draft.lines[0], own[0].lines[1])
        draft.children = parts[1:]  # type: ignore[assignment]
    else:
        if parts[0] is not own[0]:
            draft.layout = Layout.SAME_LINE
        target, count = draft.children, 0
        for part in parts:
            if isinstance(part, Part):
                count += 1
                paragraph = Draft(Level.PARAGRAPH, part.lines, str(count))
                paragraph.text, paragraph.breaks = part.text, part.breaks
                draft.children.append(paragraph)
                target = paragraph.children
            else:
                if part.heading is not None or part.level is Level.ARTICLE:
                    target = draft.children  # what is titled, and a 条, is no part of a 款
                target.append(part)
    for part in parts:
        if isinstance(part, Draft) and part.parts:
            settle(part)


def freeze(draft: Draft, names: Iterator[str]) -> Provision:
    """The provision, with ids from `names`, which gives them in document order."""
    name = next(names)
    return Provision(
        draft.level,
        name,
        draft.label,
        draft.number,
        draft.gap,
        draft.heading,
        draft.text,
        draft.layout,
        draft.breaks,
        tuple([freeze(c, names) for c in draft.children]) if draft.children else (),
        draft.lines,
    )
