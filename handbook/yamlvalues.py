"""Strict reading of small YAML texts: every value knows its line and column.

YAML is read as events: aliases, anchors, tags, repeated keys and deep nesting are refused where
they stand, so that no text can blow up.
"""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import NoReturn, Protocol

import yaml

from handbook.errors import HandbookError, Place

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_MAX_DEPTH = 8
_PROBLEM = "检查缩进、引号和冒号后的空格"
_PROBLEMS = {
    "found unexpected end of stream": "引号没有成对",
    "found character that cannot start any token": "这个字符要加引号；缩进只能用空格",
    "mapping values are not allowed in this context": "值里有冒号，请给整个值加引号",
    "could not find expected ':'": "键后面缺冒号",
}


@dataclass(frozen=True, slots=True)
class Value:
    """A YAML value.

    Attributes:
        place: where it begins.
        content: text, list of values, or mapping of values; None for null.
        key: where its key begins, if it has one.
    """

    place: Place
    content: str | tuple[Value, ...] | Mapping[str, Value] | None
    key: Place | None = None

    def fail(self, message: str) -> NoReturn:
        """Raises a HandbookError at this place."""
        raise HandbookError(message, self.place)

    def text(self, key: str) -> str:
        """The text of a scalar, never empty.

        Raises:
            HandbookError: it is a list, a mapping or empty.
        """
        if not isinstance(self.content, str) or not self.content.strip():
            self.fail(f"“{key}”应为一段文字")
        return self.content.strip()

    def items(self, key: str) -> tuple[Value, ...]:
        """The values of a list.

        Raises:
            HandbookError: it is anything else.
        """
        if not isinstance(self.content, tuple):
            self.fail(f"“{key}”应为列表，如 [甲, 乙]")
        return self.content

    def texts(self, key: str) -> tuple[str, ...]:
        """The texts of a list of scalars.

        Raises:
            HandbookError: it is anything else.
        """
        return tuple(v.text(key) for v in self.items(key))

    def mapping(self, key: str) -> Mapping[str, Value]:
        """The mapping.

        Raises:
            HandbookError: it is anything else.
        """
        if not isinstance(self.content, Mapping):
            self.fail(f"“{key}”下应为“键: 值”")
        return self.content

    def fields(
        self, key: str, keys: Collection[str], required: Iterable[str] = ()
    ) -> Mapping[str, Value]:
        """The mapping; it has no keys but `keys`, and a value for all that are `required`.

        Raises:
            HandbookError: it is none, or has other keys or lacks one.
        """
        found = self.mapping(key)
        check_keys(found, keys)
        for name in required:
            if name not in found or found[name].content is None:
                self.fail(f"“{key}”缺少“{name}”")
        return found

    def day(self, key: str) -> date:
        """The date, written 2019-07-10.

        Raises:
            HandbookError: it is none.
        """
        text = self.text(key)
        try:
            if len(text) != 10:
                raise ValueError(text)
            return date.fromisoformat(text)
        except ValueError:
            self.fail(f"“{key}”应为 2019-07-10 这样的日期，不是“{text[:20]}”")

    def whole(self, key: str) -> int:
        """The whole number, not negative.

        Raises:
            HandbookError: it is none.
        """
        text = self.text(key)
        if not (text.isascii() and text.isdigit() and len(text) < 16):
            self.fail(f"“{key}”应为整数，不是“{text[:20]}”")
        return int(text)


def parse_mapping(
    text: str, file: str, keys: Collection[str], first_line: int = 1
) -> dict[str, Value]:
    """The top-level mapping of a YAML text.

    Args:
        text: the YAML.
        file: its path as shown to people.
        keys: the keys that may stand in it.
        first_line: number in the file of the first line of `text`.

    Raises:
        HandbookError: it is no YAML mapping, or it has an unknown or repeated key, an alias, an
            anchor or a tag.
    """
    value = parse_value(text, file, first_line)
    if value is None:
        return {}
    if not isinstance(value.content, Mapping):
        value.fail("这里应为一行行的“键: 值”")
    check_keys(value.content, keys)
    return dict(value.content)


def parse_list(text: str, file: str) -> tuple[Value, ...]:
    """The values of a YAML text that is one list; () for an empty text.

    `file`: its path as shown to people.

    Raises:
        HandbookError: it is no YAML list, or `parse_value` refuses it.
    """
    value = parse_value(text, file)
    if value is None or value.content is None:
        return ()
    if not isinstance(value.content, tuple):
        value.fail("这里应当是一个列表，每项以“- ”开头")
    return value.content


def parse_value(text: str, file: str, first_line: int = 1) -> Value | None:
    """The one YAML value of a text; None for an empty text. Scalars are texts as written.

    Raises:
        HandbookError: it is no YAML, more than one document, or it has an alias, an anchor, a tag
            or a repeated key.
    """
    place = Place(file, first_line)
    try:
        events = _events(text, file, first_line)
        value = _value(events, next(events, None), file, first_line, 0)
        if next(events, None) is not None:
            raise HandbookError("这里只能有一段 YAML", place)
    except yaml.MarkedYAMLError as error:
        raise HandbookError(
            f"YAML 写法有误：{_PROBLEMS.get(error.problem or '', _PROBLEM)}",
            _place(error.problem_mark or error.context_mark, file, first_line),
        ) from None
    except yaml.YAMLError:
        raise HandbookError("YAML 里有不能出现的字符", place) from None
    return value


def check_keys(found: Mapping[str, Value], keys: Collection[str]) -> None:
    """Refuses keys that are not among `keys`, naming the nearest ones.

    Raises:
        HandbookError: there is one.
    """
    for key, value in found.items():
        if key not in keys:
            near = difflib.get_close_matches(key[:40], keys, n=2, cutoff=0.5)
            hint = f"是不是“{'”“'.join(near)}”" if near else f"可用的有：{'、'.join(keys)}"
            raise HandbookError(f"不认识的键“{key[:40]}”；{hint}", value.key)


class _Mark(Protocol):
    line: int
    column: int


def _place(mark: _Mark | None, file: str, first_line: int) -> Place:
    return Place(file, first_line + mark.line, mark.column + 1) if mark else Place(file, first_line)


def _events(text: str, file: str, first_line: int) -> Iterator[yaml.Event]:
    for event in yaml.parse(text, _LOADER):
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            mark = _place(event.start_mark, file, first_line)
            raise HandbookError(
                "这里不能用 YAML 的锚和引用（& 和 *）；要写这两个符号请加引号", mark
            )
        if getattr(event, "tag", None):
            mark = _place(event.start_mark, file, first_line)
            raise HandbookError("这里不能用 YAML 的标签（!）；要写这个符号请加引号", mark)
        if isinstance(event, yaml.NodeEvent | yaml.CollectionEndEvent):
            yield event


def _value(
    events: Iterator[yaml.Event],
    event: yaml.Event | None,
    file: str,
    first_line: int,
    depth: int,
    key: Place | None = None,
) -> Value | None:
    if event is None:
        return None
    place = _place(event.start_mark, file, first_line)
    if depth > _MAX_DEPTH:
        raise HandbookError("嵌套太深", place)
    if isinstance(event, yaml.ScalarEvent):
        plain = not event.style and event.value in ("", "~", "null")  # "" or None, as YAML is read
        return Value(place, None if plain else event.value, key)
    items: list[Value] = []
    pairs: dict[str, Value] = {}
    is_list = isinstance(event, yaml.SequenceStartEvent)
    while not isinstance(inner := next(events), yaml.CollectionEndEvent):
        item = _value(events, inner, file, first_line, depth + 1)
        assert item is not None
        if is_list:
            items.append(item)
            continue
        name = item.text("键")
        if name in pairs:
            item.fail(f"“{name[:40]}”写了两次")
        content = _value(events, next(events), file, first_line, depth + 1, item.place)
        assert content is not None
        pairs[name] = content
    return Value(place, tuple(items) if is_list else pairs, key)
