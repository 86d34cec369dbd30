"""Ids and citations written as what follows their parent's; `docs/search-format.md` has the form.

`art_3__para_2` below `art_3` is written `para_2`. One that does not begin with its parent's is
written whole, behind a mark.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

#: What stands between an id and its parent's; between citations nothing does.
JOINT = "__"
_WHOLE = "/"


def pack_chain(depths: Sequence[int], values: Iterable[str], joint: str) -> list[str]:
    """The values of one regulation, in document order, each without its parent's and the joint.

    `depths`: of each value, 0 at the top level.
    """
    packed = []
    above: list[str] = []
    for depth, value in zip(depths, values, strict=True):
        del above[depth:]
        packed.append(short(value, above[-1] + joint if above else ""))
        above.append(value)
    return packed


def unpack_chain(depths: Sequence[int], packed: Iterable[str], joint: str) -> list[str]:
    """What `pack_chain` was given.

    Raises:
        ValueError: there are more depths than values, or fewer.
    """
    values: list[str] = []
    above: list[str] = []
    for depth, value in zip(depths, packed, strict=True):
        del above[depth:]
        values.append(long(value, above[-1] + joint if above else ""))
        above.append(values[-1])
    return values


def short(value: str, prefix: str) -> str:
    """A value without `prefix`; whole where it does not begin with it."""
    if value.startswith(prefix) and not value.startswith(_WHOLE, len(prefix)):
        return value[len(prefix) :]
    return _WHOLE + value


def long(packed: str, prefix: str) -> str:
    """The value that `short` wrote."""
    return packed[1:] if packed.startswith(_WHOLE) else prefix + packed
