"""Finding a provision by its id, also where a 款 in the id is missing or is none of its own."""

from __future__ import annotations

import re

from handbook.provision import Level, Provision, Regulation

Chain = tuple[Provision, ...]
_PARAGRAPH = re.compile(r"__para_(\d+)(?=__|$)")


class Index:
    """The provisions of one regulation by id; for many look-ups."""

    def __init__(self, regulation: Regulation) -> None:
        self._chains: dict[str, Chain] = {}
        self._forgiving: dict[str, Chain | None] = {}
        for chain in regulation.paths():
            own = chain[-1].id
            self._chains[own] = chain
            short = _PARAGRAPH.sub("", own)
            if short != own and chain[-1].level is not Level.PARAGRAPH:
                # Without its 款 an id is good as long as only one provision has it.
                self._forgiving[short] = None if short in self._forgiving else chain

    def chain(self, provision_id: str) -> Chain | None:
        """From the top level down to the provision with that id; None where there is none.

        `art_7__point_3` finds the 项 in whatever 款 of 第七条 it stands, if it is the only one;
        第一款 of a provision that is not divided is the provision.
        """
        found = self._chains.get(provision_id)
        if found is None:
            found = self._chains.get(self._whole(provision_id))
        if found is None:
            found = self._forgiving.get(_PARAGRAPH.sub("", provision_id))
            if found is not None and not self._agrees(provision_id, found):
                found = None
        return found

    def find(self, provision_id: str) -> Provision | None:
        """The provision with that id, as forgiving as `chain`."""
        chain = self.chain(provision_id)
        return chain[-1] if chain else None

    def _whole(self, provision_id: str) -> str:
        """The id without every first 款 that its holder is not divided into."""
        return _PARAGRAPH.sub(
            lambda m: "" if m[1] == "1" and not self._divided(provision_id[: m.start()]) else m[0],
            provision_id,
        )

    def _divided(self, holder: str) -> bool:
        return f"{holder}__para_1" in self._chains

    def _agrees(self, provision_id: str, chain: Chain) -> bool:
        """Whether the 款 that the id does name are those of the provision found."""
        return all(part in chain[-1].id for part in re.findall(r"para_\d+", provision_id))


def find(regulation: Regulation, provision_id: str) -> Provision | None:
    """The provision with that id, as forgiving as `Index.chain`; None where there is none."""
    return Index(regulation).find(provision_id)
