"""Words without what is no change of the law: white space, width, forms of punctuation."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_SPACE = re.compile(r"[\s\u200b\ufeff]+")
#: Forms of one mark; NFKC has made full width half width before.
_MARKS = str.maketrans({
    "“": '"', "”": '"', "„": '"', "「": '"', "」": '"', "『": '"', "』": '"',
    "‘": "'", "’": "'", "〔": "[", "〕": "]", "【": "[", "】": "]", "﹝": "[", "﹞": "]",
    "。": ".", "、": ",", "—": "-", "–": "-", "―": "-", "－": "-", "～": "~", "〜": "~",
    "·": ".", "•": ".", "…": ".",
})  # fmt: skip
_RUNS = re.compile(r"([-.])\1+")


@lru_cache(maxsize=65536)
def folded(text: str) -> str:
    """The text without white space, every mark and digit in one form: ４０％，→ 40%,."""
    plain = unicodedata.normalize("NFKC", text).translate(_MARKS)
    return _RUNS.sub(r"\1", _SPACE.sub("", plain))
