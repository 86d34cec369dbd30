"""What other plugins put on a regulation's page: marks of rules, downloads, machine-readable data.

A plugin offers a function in its `on_config`; it is asked once for each regulation of a build:

    config.plugins["handbook-pages"].contribute("handbook-rules", function)
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from handbook.library import Library
from handbook.provision import Regulation


@dataclass(frozen=True, slots=True)
class Contribution:
    """HTML for one page. Never the words of the text: those are ours alone.

    Attributes:
        above: between the metadata and the text.
        under: by id of a provision, right under its own words.
        below: after the text.
        status: items of the line under the title.
    """

    above: str = ""
    under: Mapping[str, str] = field(default_factory=dict)
    below: str = ""
    status: tuple[str, ...] = ()


Contributor = Callable[[Library, Regulation], Contribution]


def joined(contributions: Sequence[Contribution]) -> Contribution:
    """All contributions to one page, in their order."""
    under: dict[str, str] = {}
    for contribution in contributions:
        for id, html in contribution.under.items():
            under[id] = under.get(id, "") + html
    above = "".join(c.above for c in contributions)
    status = tuple(item for c in contributions for item in c.status)
    return Contribution(above, under, "".join(c.below for c in contributions), status)
