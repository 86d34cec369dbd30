"""`settings.yml` of a body: what its texts leave to it. Format and reasons: docs/rules.md.

What settings exist stands in `forms/settings.yml`; holidays common to all in `calendar.yml`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from checker import entries, figures, kinds
from checker.calendar import Calendar, days
from checker.forms import FOLDER, suggest
from checker.kinds import Type
from checker.kinds import Value as Plain
from handbook.yamlvalues import Value, check_keys

FILE = "settings.yml"
CALENDAR = "calendar.yml"
_PERIOD = re.compile(r"(\d{4}-\d\d-\d\d)(?:(?:至|~)(\d{4}-\d\d-\d\d))?")
_WORDS = {"文本": kinds.TEXT, "文本列表": kinds.LIST, "是否": kinds.TRUTH}


@dataclass(frozen=True, slots=True)
class SettingType:
    """A setting that a body may make: its type as a hole kind or 文本, 文本列表, 是否; its help."""

    type: Type
    kind: str
    help: str


@dataclass(frozen=True, slots=True)
class Settings:
    """What a body has settled.

    Attributes:
        calendar: its working days.
        same: title → all titles of the same person, itself included.
        values: every setting that exists → type and value; None where the body has made none.
        readings: rule id → the reading chosen.
    """

    calendar: Calendar = field(default_factory=Calendar)
    same: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    values: Mapping[str, tuple[Type, Plain]] = field(default_factory=dict)
    readings: Mapping[str, str] = field(default_factory=dict)


def load(root: Path, body: str) -> Settings:
    """The settings of a body of a handbook.

    Raises:
        HandbookError: a file is wrong.
    """
    schema = _schema(root / FOLDER / FILE)
    shared = _calendar(_read(root / CALENDAR, ("holidays", "workdays")))
    found = _read(root / body / FILE, ("same_person", "holidays", "workdays", "values", "readings"))
    own = _calendar(found)
    same: dict[str, tuple[str, ...]] = {}
    for group in entries.items(found, "same_person"):
        titles = group.texts("same_person")
        for title in titles:
            if title in same:
                group.fail(f"称呼“{title}”在 same_person 里写了两次")
            same[title] = titles
    values: dict[str, tuple[Type, Plain]] = {k: (s.type, None) for k, s in schema.items()}
    for name, value in entries.mapping(found, "values").items():
        if name not in schema:
            value.fail(f"没有设定“{name[:40]}”；{suggest(name, schema)}")
        values[name] = (schema[name].type, _value(value, schema[name]))
    readings: dict[str, str] = {}
    for rule, value in entries.mapping(found, "readings").items():
        parts = value.mapping(rule)
        check_keys(parts, ("take", "reason"))
        for key in ("take", "reason"):
            if key not in parts:
                value.fail(f"读法“{rule}”缺“{key}”（取哪一种读法，理由是什么）")
        parts["reason"].text("reason")
        readings[rule] = parts["take"].text("take")
    calendar = Calendar(
        (shared.holidays - own.workdays) | own.holidays,
        (shared.workdays - own.holidays) | own.workdays,
    )
    return Settings(calendar, same, values, readings)


def _read(path: Path, keys: tuple[str, ...]) -> dict[str, Value]:
    return entries.load(path, keys) if path.is_file() else {}


def _schema(path: Path) -> dict[str, SettingType]:
    found = _read(path, ("settings",))
    schema = {}
    for name, value in entries.mapping(found, "settings").items():
        parts = value.mapping(name)
        check_keys(parts, ("type", "help"))
        entries.need(value, parts, "type")
        kind = parts["type"].text("type")
        hole = figures.hole(kind)
        type_ = _WORDS.get(kind) or (hole.type if hole else None)
        if type_ is None:
            parts["type"].fail(
                f"“{kind}”不是设定的类型；应为 {'、'.join(_WORDS)}，或引文空格的单位，如 元、时刻"
            )
        schema[name] = SettingType(type_, kind, entries.words(parts, "help"))
    return schema


def _value(value: Value, setting: SettingType) -> Plain:
    if setting.kind == "文本列表":
        return value.texts("values")
    text = value.text("values")
    if setting.kind == "文本":
        return text
    if setting.kind == "是否":
        if text not in ("是", "否"):
            value.fail("应为 是 或 否")
        return text == "是"
    hole = figures.hole(setting.kind)
    assert hole is not None
    found = hole.read(text) if re.fullmatch(hole.pattern, text) else None
    if found is None:
        value.fail(f"读不出“{text[:20]}”，应为{setting.kind}")
    return found


def _calendar(found: Mapping[str, Value]) -> Calendar:
    return Calendar(_days(found, "holidays"), _days(found, "workdays"))


def _days(found: Mapping[str, Value], key: str) -> frozenset[int]:
    result: set[int] = set()
    for value in entries.items(found, key):
        text = value.text(key)
        match = _PERIOD.fullmatch(text)
        if not match:
            value.fail(f"应为 2024-10-01 或 2024-10-01至2024-10-07，不是“{text[:30]}”")
        try:
            first = date.fromisoformat(match[1])
            last = date.fromisoformat(match[2] or match[1])
        except ValueError:
            value.fail(f"没有这一天：“{text}”")
        if not 0 <= (last - first).days < 400:
            value.fail(f"“{text}”的起止不对")
        result |= days(first, last)
    return frozenset(result)
