"""What a query asks for, piece by piece."""

from __future__ import annotations

from dataclasses import dataclass

from handbook.search.figures import Figure


@dataclass(frozen=True, slots=True)
class Alternative:
    """One way to say what a group means, with its weight (1 as typed); a figure where it is one.

    `squeezed`: the word is compared with marks left out (document numbers). `kind`: any figure of
    that kind, whatever the word.
    """

    word: str
    weight: float
    figure: Figure | None = None
    squeezed: bool = False
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """One thing the query asks for.

    Attributes:
        typed: the words of the query; the name of the intent where it has none.
        weight: how much it counts.
        alternatives: the ways to say it.
        asked: whether it is what a question asks for (a figure, an approver …).
        extra: whether a provision without it still holds all that was typed.
    """

    typed: str
    weight: float
    alternatives: tuple[Alternative, ...]
    asked: bool = False
    extra: bool = False
