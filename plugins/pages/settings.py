"""Addresses that mkdocs.yml gives as templates, looked at before anything is built."""

from __future__ import annotations

import re

from handbook.errors import HandbookError

_PLACE = re.compile(r"\{([^{}]*)\}")
WEB = ("https://", "http://")
#: What a report of a problem may be filled in with.
REPORT_PLACES = ("citation", "url", "text")
LAW_PLACES = ("title",)


def template(key: str, value: str, schemes: tuple[str, ...], places: tuple[str, ...]) -> str:
    """`value` if it is an address with no other `{…}` than `places`; "" for "".

    Raises:
        HandbookError: another scheme, white space, or an unknown place.
    """
    value = value.strip()
    if not value:
        return ""
    known = "、".join(f"{{{place}}}" for place in places)
    if not value.startswith(schemes) or re.search(r"\s", value):
        raise HandbookError(
            f"mkdocs.yml 里 handbook-pages 的“{key}”应是以 {' 或 '.join(schemes)} 开头、"
            f"没有空格的地址，可以含 {known}；现在是“{value}”"
        )
    for name in _PLACE.findall(value):
        if name not in places:
            raise HandbookError(
                f"mkdocs.yml 里 handbook-pages 的“{key}”含“{{{name}}}”，只能用 {known}"
            )
    return value
