"""Words people type → words the texts use: `regulations/thesaurus.yml`, kept by editors.

A list of groups, each a list of words; the first is the one the texts use.
"""

from __future__ import annotations

from pathlib import Path

import yaml

from handbook.errors import HandbookError, Place

FILE = "thesaurus.yml"


def load(root: Path) -> tuple[tuple[str, ...], ...]:
    """The groups of a folder of regulations; none where it has no such file.

    Raises:
        HandbookError: the file is no list of lists of words, or a group has fewer than two.
    """
    path = root / FILE
    try:
        text = path.read_text("utf-8")
    except FileNotFoundError:
        return ()
    except (OSError, UnicodeDecodeError) as error:
        raise HandbookError(f"读不了近义词表：{error}", Place(path.as_posix())) from None
    try:
        node = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        raise HandbookError(
            "近义词表不是合格的 YAML", Place(path.as_posix(), line, column)
        ) from None
    if node is None:
        return ()
    if not isinstance(node, yaml.SequenceNode):
        raise _wrong(path, node)
    groups = []
    for group in node.value:
        if not isinstance(group, yaml.SequenceNode):
            raise _wrong(path, group)
        words = []
        for word in group.value:
            if not isinstance(word, yaml.ScalarNode) or not word.value.strip():
                raise _wrong(path, word)
            words.append(word.value.strip())
        if len(dict.fromkeys(words)) < 2:
            raise _wrong(path, group)
        groups.append(tuple(dict.fromkeys(words)))
    return tuple(groups)


def _wrong(path: Path, node: yaml.Node) -> HandbookError:
    mark = node.start_mark
    return HandbookError(
        "近义词表应是一行一组词，如“- [报销, 报账, 核销]”，每组至少两个不同的词",
        Place(path.as_posix(), mark.line + 1, mark.column + 1),
    )
