"""`cases.yml` beside the rules: forms, and what the named rules say of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from checker.checker import Checker
from checker.documents import Content, Document
from checker.reading import Form
from checker.rules import Demand
from handbook.errors import HandbookError, Place
from handbook.textfile import decode
from handbook.yamlvalues import Value, check_keys, parse_mapping

FILE = "cases.yml"
_CASE = ("name", "base", "with", "without", "form", "expect")
#: Verdicts of an expectation beside those of findings: no finding, a note.
NOTHING, NOTE = "none", "note"


@dataclass(frozen=True, slots=True)
class Expectation:
    """What one rule says: its whole id, verdict, other keys of the finding; where it stands."""

    rule: str
    verdict: str
    keys: Mapping[str, str]
    place: Place


@dataclass(frozen=True, slots=True)
class Case:
    """A form and what is expected of it."""

    name: str
    document: Document
    expect: tuple[Expectation, ...]


def load(path: Path, regulation: str) -> tuple[Case, ...]:
    """The cases beside a regulation.

    Raises:
        HandbookError: the file is wrong.
    """
    file = path.as_posix()
    found = parse_mapping(decode(path.read_bytes(), file), file, ("bases", "cases"))
    bases = found["bases"].mapping("bases") if "bases" in found else {}
    return tuple(
        _case(value, bases, regulation)
        for value in (found["cases"].items("cases") if "cases" in found else ())
    )


def _case(value: Value, bases: Mapping[str, Value], regulation: str) -> Case:
    parts = value.mapping("cases")
    check_keys(parts, _CASE)
    for key in ("name", "expect"):
        if key not in parts:
            value.fail(f"例子缺“{key}”")
    contents: dict[str, Content] = {}
    if "base" in parts:
        base = parts["base"].text("base")
        if base not in bases:
            parts["base"].fail(f"没有底表“{base[:30]}”；可用的有：{'、'.join(bases)}")
        contents.update(_contents(bases[base]))
    for key in ("with", "form"):
        if key in parts:
            contents.update(_contents(parts[key]))
    for name in parts["without"].texts("without") if "without" in parts else ():
        if name not in contents:
            parts["without"].fail(f"底表里没有“{name[:30]}”")
        del contents[name]
    expect = tuple(_expect(v, regulation) for v in parts["expect"].items("expect"))
    document = Document(f"{value.place.file}:{value.place.line}", contents, value.place)
    return Case(parts["name"].text("name"), document, expect)


def _contents(value: Value) -> dict[str, Content]:
    return {
        key: tuple(v.text(key) for v in own.content)
        if isinstance(own.content, tuple)
        else None
        if own.content is None
        else own.text(key)
        for key, own in value.mapping("表").items()
    }


def _expect(value: Value, regulation: str) -> Expectation:
    parts = dict(value.mapping("expect"))
    for key in ("rule", "verdict"):
        if key not in parts:
            value.fail(f"expect 里缺“{key}”")
    rule = parts.pop("rule").text("rule")
    body, folder = regulation.split("/")
    verdict = parts.pop("verdict").text("verdict")
    return Expectation(
        f"{body}/{rule if '/' in rule else f'{folder}/{rule}'}",
        verdict,
        {key: own.text(key) for key, own in parts.items()},
        value.place,
    )


def of_body(checker: Checker, body: str) -> tuple[Case, ...]:
    """All cases of a body's rules.

    Raises:
        HandbookError: a file is wrong.
    """
    found: list[Case] = []
    for file in checker.files(body):
        path = checker.root / file.regulation / FILE
        if path.is_file():
            found += load(path, file.regulation)
    return tuple(found)


def failures(checker: Checker, case: Case) -> Iterator[tuple[Place, str]]:
    """What a case says otherwise than expected, with the place of the expectation."""
    try:
        form, _ = checker.read(case.document)
    except HandbookError as error:
        yield case.document.place, f"例子“{case.name}”的表读不出：{error.message}"
        return
    result = checker.check(form)
    for want in case.expect:
        own = [f.as_dict() for f in result.findings if f.rule == want.rule]
        if want.verdict == NOTHING:
            if own:
                said = own[0]["message"]
                yield want.place, f"“{case.name}”：{want.rule} 不应有结论，得到：{said}"
            continue
        if want.verdict == NOTE:
            if not _reminders(checker, form, want.rule) & {n.message for n in result.notes}:
                yield want.place, f"“{case.name}”：{want.rule} 应有提示，没有"
            continue
        keys = {"verdict": want.verdict, **want.keys}
        if not any(all(str(f.get(k)) == v for k, v in keys.items()) for f in own):
            said = "；".join(f"{f['verdict']} {f['message']}" for f in own) or "没有结论"
            wanted = "，".join(f"{k} {v}" for k, v in keys.items())
            yield want.place, f"“{case.name}”：{want.rule} 应为 {wanted}，得到：{said}"


def _reminders(checker: Checker, form: Form, rule: str) -> set[str]:
    """The notes that a rule may say of a form."""
    chapter = checker.book(form.body, form.day or date.today()).chapters.get(form.type.name)
    return {
        case.demand.message
        for own in (chapter.rules if chapter else ())
        if own.id == rule
        for case in own.cases
        if case.demand.kind is Demand.NOTE
    }
