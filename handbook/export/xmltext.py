"""Text as XML: what to escape, and which characters XML 1.0 does not know."""

from __future__ import annotations

import re

_SPECIAL = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;"})
_IN_ATTRIBUTE = str.maketrans({'"': "&quot;", "\t": "&#9;", "\n": "&#10;"})
#: XML 1.0 (5th ed.), production 2, the other way round.
FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def text(words: str) -> str:
    """Character data; a character that XML cannot hold becomes U+FFFD."""
    return FORBIDDEN.sub("\ufffd", words).translate(_SPECIAL)


def attributes(**values: str) -> str:
    """Attributes with a blank before each; those that are "" are left out.

    A `__` in a name stands for the colon after a prefix, a `_` at its end guards Python's words.
    """
    return "".join(
        f' {name.rstrip("_").replace("__", ":")}="{text(value).translate(_IN_ATTRIBUTE)}"'
        for name, value in values.items()
        if value
    )
