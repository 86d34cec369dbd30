"""Where each provision stands in the raw source: `source-map.json`, written by import.

Beside its ranges each provision carries a digest of its words, so that a place is given only as
long as the text is still the source's.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from handbook import frontmatter
from handbook.files import read_json

FILE = "source-map.json"
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Origin:
    """Ranges (code points, half-open) of one provision's own words, and the digest of the words."""

    spans: tuple[Span, ...]
    digest: str


@dataclass(frozen=True, slots=True)
class SourceMap:
    """The origins of a regulation's provisions in one source file.

    Attributes:
        file: name of the source file.
        text_sha256: digest of `text.md` as the import wrote it.
        origins: by provision id, in document order; provisions without words have none.
    """

    file: str
    text_sha256: str
    origins: dict[str, Origin] = field(default_factory=dict)

    def spans(self, provision_id: str, words: str) -> tuple[Span, ...] | None:
        """The source ranges of a provision whose label, heading and text are `words` now.

        None where the provision was added, or its words changed, after the import.
        """
        origin = self.origins.get(provision_id)
        if origin is None or origin.digest != digest(words):
            return None
        return origin.spans

    def provision_at(self, offset: int) -> str:
        """The id of the provision whose words stand at `offset` (code points) of the source file.

        Between provisions that of the words before it; "" before the first.
        """
        begun = (
            (start, order, key)
            for order, (key, origin) in enumerate(self.origins.items())
            for start, _ in origin.spans
            if start <= offset
        )
        return max(begun, default=(0, 0, ""))[2]


def digest(words: str) -> str:
    """A short digest of words, white space left out."""
    return hashlib.sha256(re.sub(r"\s", "", words).encode()).hexdigest()[:12]


def text_digest(text: str) -> str:
    """SHA-256 of a `text.md`, in hexadecimal digits; its topics, which editors give, left out."""
    return hashlib.sha256(frontmatter.without_topics(text).encode()).hexdigest()


def load(folder: Path, shown: str = "") -> SourceMap | None:
    """The source map of the regulation in `folder`, or None where it was not imported.

    `shown`: the folder as messages show it.

    Raises:
        HandbookError: the file cannot be read, or was damaged.
    """
    return read_json(
        folder / FILE, f"{shown or folder.as_posix()}/{FILE}", "来源对照表", _from_data
    )


def _from_data(data: Any) -> SourceMap:
    origins = {
        entry["id"]: Origin(tuple((a, b) for a, b in entry["spans"]), entry["digest"])
        for entry in data["provisions"]
    }
    return SourceMap(data["file"], data["text_sha256"], origins)


def dump(file: str, text: str, origins: Iterable[tuple[str, Origin]]) -> str:
    """The text of `source-map.json`, one provision a line; `text`: the `text.md` beside it."""
    rows = [
        f'{{"id": "{key}", "spans": {[list(span) for span in origin.spans]}, '
        f'"digest": "{origin.digest}"}}'
        for key, origin in origins
    ]
    body = ",\n".join(rows)
    head = json.dumps({"file": file, "text_sha256": text_digest(text)}, ensure_ascii=False)
    return f'{head[:-1]}, "provisions": [\n{body}\n]}}\n'
