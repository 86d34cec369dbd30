"""Words people type → words the texts use: `regulations/thesaurus.yml`, kept by editors.

A list of groups, each a list of words; the first is the one the texts use.
"""

from __future__ import annotations

from pathlib import Path
from typing import NoReturn

from handbook.errors import HandbookError, Place, reason
from handbook.yamlvalues import Value, parse_value

FILE = "thesaurus.yml"


def load(root: Path) -> tuple[tuple[str, ...], ...]:
    """The groups of a folder of regulations; none where it has no such file.

    Raises:
        HandbookError: the file is no list of lists of words, or a group has fewer than two.
    """
    path = root / FILE
    place = Place(path.as_posix())
    try:
        text = path.read_text("utf-8")
    except FileNotFoundError:
        return ()
    except OSError as error:
        raise HandbookError(f"读不了近义词表：{reason(error)}", place) from None
    except UnicodeDecodeError:
        raise HandbookError("近义词表不是 UTF-8 编码的，请另存为 UTF-8", place) from None
    value = parse_value(text, path.as_posix())
    return tuple(map(_group, _parts(value))) if value else ()


def _group(value: Value) -> tuple[str, ...]:
    words = []
    for part in _parts(value):
        if not isinstance(part.content, str) or not part.content.strip():
            _wrong(part)
        words.append(part.content.strip())
    found = tuple(dict.fromkeys(words))
    if len(found) < 2:
        _wrong(value)
    return found


def _parts(value: Value) -> tuple[Value, ...]:
    if not isinstance(value.content, tuple):
        _wrong(value)
    return value.content


def _wrong(value: Value) -> NoReturn:
    value.fail("近义词表应是一行一组词，如“- [报销, 报账, 核销]”，每组至少两个不同的词")
