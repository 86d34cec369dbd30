"""Form types: fields, units, choices; read from `regulations/forms/*.yml`."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

from checker import entries, kinds, tallies, units
from checker.kinds import Kind, Type
from checker.tallies import Tally
from handbook.errors import HandbookError, Place
from handbook.yamlvalues import Value, check_keys

FOLDER = "forms"
VOCABULARY = "vocabulary.yml"
TYPE_KEY = "type"
BODY_FIELD = "单位"
_FIELD_KEYS = (
    "name", "type", "unit", "required", "bodies", "help", "choices", "setting", "ledger"
)  # fmt: skip
_TYPES = {
    "金额": kinds.number(units.of(units.MONEY)),
    "整数": kinds.NUMBER,
    "数值": kinds.NUMBER,
    "天数": kinds.number(units.of(units.DAYS)),
    "日期": kinds.DATE,
    "时刻": kinds.TIME,
    "是否": kinds.TRUTH,
    "选项": kinds.TEXT,
    "文本": kinds.TEXT,
    "文本列表": kinds.LIST,
}


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a form.

    Attributes:
        name: as printed on the form.
        type: 金额, 整数, 数值, 天数, 日期, 时刻, 是否, 选项, 文本, 文本列表.
        unit: unit in which a number is filled in; "" where it has none.
        required: whether the paper form asks for it.
        bodies: slugs of the bodies whose texts use it.
        help: what a clerk should know.
        choices: body → possible texts; "all" for every body, "added" for words of ours.
        setting: the setting of the body that holds where it is not filled in; "" for none.
        ledger: how it follows from earlier forms; () where it does not.
    """

    name: str
    type: str
    unit: str = ""
    required: bool = False
    bodies: tuple[str, ...] = ()
    help: str = ""
    choices: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    setting: str = ""
    ledger: tuple[Tally, ...] = ()

    def choices_of(self, body: str) -> tuple[str, ...]:
        """The texts that a form of a body may hold here; () where anything may stand."""
        keys = ("all", body, "added")
        return tuple(dict.fromkeys(c for key in keys for c in self.choices.get(key, ())))

    def static(self, body: str) -> Type:
        """Its type in an expression of a body's rules."""
        found = _TYPES[self.type]
        unit = units.parse(self.unit) if self.unit else None
        return replace(found, unit=unit or found.unit, choices=self.choices_of(body))


@dataclass(frozen=True)
class FormType:
    """A kind of form.

    Attributes:
        name: 报销, 请假 …
        bodies: slugs of the bodies that use it.
        dates: the fields that decide by which version it is judged; the first that is filled in.
        fields: header first.
        file: where it is written.
    """

    name: str
    bodies: tuple[str, ...]
    dates: tuple[str, ...]
    fields: tuple[Field, ...]
    file: str

    @cached_property
    def by_name(self) -> Mapping[str, Field]:
        """The fields by their names."""
        return {f.name: f for f in self.fields}


@dataclass(frozen=True, slots=True)
class Forms:
    """All form types and the vocabularies that they share."""

    types: Mapping[str, FormType]
    roles: Mapping[str, Mapping[str, tuple[str, ...]]]

    def find(self, name: str, place: Place | None = None) -> FormType:
        """The form type of that name.

        Raises:
            HandbookError: there is none; names the nearest.
        """
        if name not in self.types:
            raise HandbookError(f"没有“{name[:20]}”这种表；{suggest(name, self.types)}", place)
        return self.types[name]


def suggest(word: str, known: Iterable[str]) -> str:
    """The nearest of the known words, as the end of an error message."""
    known = list(known)
    near = difflib.get_close_matches(word[:40], known, n=3, cutoff=0.4)
    if near:
        return f"是不是“{'”“'.join(near)}”"
    return f"可用的有：{'、'.join(known[:30])}" + ("……" if len(known) > 30 else "")


def load(root: Path) -> Forms:
    """The form types of a handbook; none where it has no folder for them.

    Raises:
        HandbookError: a file is wrong.
    """
    folder = root / FOLDER
    if not folder.is_dir():
        return Forms({}, {})
    roles: dict[str, Mapping[str, tuple[str, ...]]] = {}
    header: tuple[Field, ...] = ()
    shared = folder / VOCABULARY
    if shared.is_file():
        found = entries.load(shared, ("header", "roles"))
        for name, words in entries.mapping(found, "roles").items():
            roles[name] = _words(words, name)
        header = tuple(_field(v, roles) for v in entries.items(found, "header"))
    types: dict[str, FormType] = {}
    for path in sorted(folder.glob("*.yml")):
        if path.name != VOCABULARY and path.name != "settings.yml":
            form = _form(path, header, roles)
            if form.name in types:
                raise HandbookError(f"表种“{form.name}”写了两次", Place(path.as_posix()))
            types[form.name] = form
    return Forms(types, roles)


def _words(value: Value, key: str) -> dict[str, tuple[str, ...]]:
    return {k: v.texts(k) for k, v in value.mapping(key).items()}


def _form(
    path: Path,
    header: tuple[Field, ...],
    roles: Mapping[str, Mapping[str, tuple[str, ...]]],
) -> FormType:
    found = entries.load(path, ("name", "bodies", "dates", "fields"))
    entries.need(Value(Place(path.as_posix()), None), found, "name", "fields")
    own = tuple(_field(v, roles) for v in found["fields"].items("fields"))
    names = [f.name for f in (*header, *own)]
    twice = sorted({n for n in names if names.count(n) > 1})
    if twice:
        found["fields"].fail(f"字段“{'”“'.join(twice)}”写了两次")
    fields = (*header, *own)
    for value, made in zip(found["fields"].items("fields"), own, strict=True):
        for tally in made.ledger:
            _check_tally(value, tally, {f.name: f for f in fields})
    dates = entries.texts(found, "dates")
    for name in dates:
        if name not in names:
            found["dates"].fail(f"没有字段“{name}”；{suggest(name, names)}")
    return FormType(
        found["name"].text("name"),
        entries.texts(found, "bodies"),
        dates,
        fields,
        path.as_posix(),
    )


def _check_tally(value: Value, tally: Tally, fields: Mapping[str, Field]) -> None:
    """Refuses a tally, written at a field, that reads what the form type has not."""
    if tally.sum and (
        tally.sum not in fields or _TYPES[fields[tally.sum].type].kind != Kind.NUMBER
    ):
        value.fail(f"“ledger”要加的“{tally.sum}”不是本表的数")
    named: dict[str, tuple[str, ...]] = dict.fromkeys(tally.same, ())
    for condition in (tally.where, tally.unsure, tally.when):
        for name, texts in condition.items():
            named[name] = (*named.get(name, ()), *texts)
    for name, texts in named.items():
        if name not in fields or _TYPES[fields[name].type].kind not in (Kind.TEXT, Kind.LIST):
            value.fail(f"“ledger”用到的“{name}”不是本表的文字；{suggest(name, fields)}")
        known = {text for choices in fields[name].choices.values() for text in choices}
        for text in texts:
            if known and text not in known:
                value.fail(f"“ledger”里“{name}”没有选项“{text}”；{suggest(text, known)}")


def _field(value: Value, roles: Mapping[str, Mapping[str, tuple[str, ...]]]) -> Field:
    found = value.mapping("字段")
    check_keys(found, _FIELD_KEYS)
    entries.need(value, found, "name", "type")
    kind = found["type"].text("type")
    if kind not in _TYPES:
        found["type"].fail(f"没有字段类型“{kind[:20]}”；{suggest(kind, _TYPES)}")
    unit = entries.words(found, "unit")
    if unit and units.parse(unit) is None:
        found["unit"].fail(f"“{unit}”不是单位")
    choices: Mapping[str, tuple[str, ...]] = {}
    if "choices" in found:
        given = found["choices"]
        if isinstance(given.content, str):
            if given.content not in roles:
                given.fail(f"没有词表“{given.content}”；{suggest(given.content, roles)}")
            choices = roles[given.content]
        else:
            choices = _words(given, "choices")
    return Field(
        found["name"].text("name"),
        kind,
        unit,
        entries.yes(found, "required"),
        entries.texts(found, "bodies"),
        entries.words(found, "help"),
        choices,
        entries.words(found, "setting"),
        tallies.read(found["ledger"]) if "ledger" in found else (),
    )
