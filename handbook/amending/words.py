"""A provision tree that can be changed: parts in document order, found again by their old ids."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from handbook import ids, numerals, sourcemap
from handbook.drafts import Draft, Part, freeze, settle
from handbook.labels import parse_label
from handbook.provision import Level, Provision
from handbook.read import INFO_END, read

#: Levels whose words stand in the draft itself, not in paragraphs.
SOLID = frozenset((Level.TABLE, Level.UNPARSED, Level.PREAMBLE, Level.SIGNATURE))
_ENCLOSED_MOST = 50


class Growing:
    """The provisions of a regulation while instructions change them.

    Attributes:
        top: the drafts at the top level, in document order.
        at: id in the version that is changed → its draft, and the paragraph where it is a 款.
    """

    def __init__(self, provisions: Sequence[Provision]) -> None:
        self.at: dict[str, tuple[Draft, Part | None]] = {}
        self.top = [self._draft(p) for p in provisions]

    def _draft(self, provision: Provision) -> Draft:
        draft = Draft(provision.level, provision.lines, provision.number)
        draft.label, draft.gap = provision.label, provision.gap
        draft.heading, draft.layout = provision.heading, provision.layout
        self.at[provision.id] = (draft, None)
        if provision.level in SOLID:
            draft.text, draft.breaks = provision.text, provision.breaks
            return draft
        if provision.text:
            draft.parts.append(Part(provision.text, provision.breaks, provision.lines))
        for child in provision.children:
            if child.level is Level.PARAGRAPH:
                part = Part(child.text, child.breaks, child.lines)
                draft.parts.append(part)
                self.at[child.id] = (draft, part)
                draft.parts.extend(self._draft(c) for c in child.children)
            else:
                draft.parts.append(self._draft(child))
        return draft

    def parent(self, draft: Draft) -> Draft | None:
        """The draft that holds another; None at the top."""
        return next((d for d in self.walk() if draft in d.parts), None)

    def siblings(self, draft: Draft) -> list[Part | Draft]:
        """The list that a draft stands in."""
        above = self.parent(draft)
        return above.parts if above else self.top  # type: ignore[return-value]

    def walk(self) -> Iterator[Draft]:
        """All drafts in document order."""
        stack = list(reversed(self.top))
        while stack:
            draft = stack.pop()
            yield draft
            stack.extend(p for p in reversed(draft.parts) if isinstance(p, Draft))

    def provisions(self) -> tuple[Provision, ...]:
        """The frozen tree. Nothing may be changed after it was asked for."""
        for draft in self.top:
            if draft.parts:
                settle(draft)
        names = iter(ids.compute(self.top))
        return tuple(freeze(draft, names) for draft in self.top)


def belongings(owner: Draft, part: Part | None) -> list[Part | Draft]:
    """The parts of a provision: of a 款 its paragraph and what is listed below it."""
    if part is None:
        return owner.parts
    start = owner.parts.index(part)
    end = start + 1
    while end < len(owner.parts) and isinstance(owner.parts[end], Draft):
        end += 1
    return owner.parts[start:end]


def digest(provision: Provision) -> str:
    """What a provision with everything below it is known by, white space left out."""
    return sourcemap.digest("".join(p.words for p in provision.walk()))


def fragment(label: str, lines: Sequence[str]) -> list[Part | Draft] | None:
    """The parts of a provision with that label that are printed as `lines`, a paragraph each.

    None where the lines are more than one provision: one of them begins a sibling.
    """
    first = f"{label}\u3000{lines[0]}" if label else lines[0]
    text = f"# 题\n\n{INFO_END}\n\n" + "\n\n".join((first, *lines[1:])) + "\n"
    provisions = read(text).regulation.provisions
    if not label:
        if any(p.level not in (Level.PREAMBLE, Level.SIGNATURE) for p in provisions):
            return None
        return [Part(p.text, p.breaks, p.lines) for p in provisions]
    if len(provisions) != 1 or provisions[0].label != label:
        return None
    return Growing(provisions).top[0].parts


def change(text: str, breaks: tuple[int, ...], old: str, new: str) -> tuple[str, tuple[int, ...]]:
    """A paragraph with each `old` replaced; hard wraps inside what is replaced are gone."""
    at = text.find(old)
    while at >= 0:
        end, shift = at + len(old), len(new) - len(old)
        breaks = tuple(b if b <= at else b + shift for b in breaks if not at < b < end)
        text = text[:at] + new + text[end:]
        at = text.find(old, at + len(new))
    return text, tuple(b for b in breaks if 0 < b < len(text))


def relabel(label: str, number: str) -> str:
    """A label of the same style with another number; "" where the style has no such number."""
    main, *subs = number.split("-")
    if not main.isdigit():
        return ""
    enclosed = next((c for c in label if c in numerals.ENCLOSED), "")
    if enclosed:
        other = chr(ord(enclosed) + int(main) - numerals.ENCLOSED[enclosed])
        if subs or int(main) > _ENCLOSED_MOST or numerals.ENCLOSED.get(other) != int(main):
            return ""
        return label.replace(enclosed, other)
    places = [i for i, c in enumerate(label) if c in numerals.HAN or c.isdigit()]
    if not places:
        return ""
    start = end = places[0]
    while end < len(label) and (label[end] in numerals.HAN or label[end].isdigit()):
        end += 1
    has_digits = label[start].isdigit()
    rest = label[end:]
    unit = rest[:1] if "之" in rest and rest[0] != "之" else rest
    wide = "０" <= label[start] <= "９"
    shown = main if has_digits else numerals.to_han(int(main))
    if wide:
        shown = shown.translate(str.maketrans("0123456789", "０１２３４５６７８９"))
    out = label[:start] + shown + unit + "".join("之" + numerals.to_han(int(s)) for s in subs)
    found = parse_label(out + "\u3000字")
    return out if found and found.text == out and found.number == number else ""
