"""The names that an expression may use."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from checker.kinds import Type, Value

#: What the names of settings begin with, in an expression and where one is asked for.
SETTING = "设定·"


@dataclass(frozen=True, slots=True)
class Scope:
    """The names that an expression may use.

    Attributes:
        fields: fields of the form → type.
        figures: holes of the rule's quotes → type and value.
        settings: settings of the body → type and value; value None where the body has made none.
        standing: field → the setting that holds where it is not filled in.
        same: text → all texts that mean the same (titles of one person), itself included.
    """

    fields: Mapping[str, Type]
    figures: Mapping[str, tuple[Type, Value]] = field(default_factory=dict)
    settings: Mapping[str, tuple[Type, Value]] = field(default_factory=dict)
    same: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    standing: Mapping[str, str] = field(default_factory=dict)
