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

from handbook.errors import HandbookError, Place

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

    `text_sha256`: digest of `text.md` as the import wrote it.
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


def digest(words: str) -> str:
    """A short digest of words, white space left out."""
    return hashlib.sha256(re.sub(r"\s", "", words).encode()).hexdigest()[:12]


def text_digest(text: str) -> str:
    """SHA-256 of a `text.md`."""
    return hashlib.sha256(text.encode()).hexdigest()


def load(folder: Path, shown: str = "") -> SourceMap | None:
    """The source map of the regulation in `folder`, or None where it was not imported.

    Raises:
        HandbookError: the file was damaged.
    """
    path = folder / FILE
    if not path.is_file():
        return None
    try:
        data = json.loads(path.read_text("utf-8"))
        origins = {
            entry["id"]: Origin(tuple((a, b) for a, b in entry["spans"]), entry["digest"])
            for entry in data["provisions"]
        }
        return SourceMap(data["file"], data["text_sha256"], origins)
    except (ValueError, KeyError, TypeError):
        raise HandbookError(
            "来源对照表损坏，不能读。请重新运行 handbook import，或从 Git 恢复这个文件。",
            Place(f"{shown or folder.as_posix()}/{FILE}"),
        ) from None


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
