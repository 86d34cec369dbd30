"""Reading `rules.yml`: strict, each mistake with its place. The format stands in docs/rules.md."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import TypeVar

from checker import entries
from checker.entries import Found
from checker.rules import (
    DEFAULT,
    CaseSpec,
    ConflictSpec,
    Demand,
    DemandSpec,
    QuoteSpec,
    Reason,
    RuleFile,
    RuleSpec,
    Text,
    Verdict,
    WaiverSpec,
)
from handbook.textfile import decode, read_bytes
from handbook.yamlvalues import Value, check_keys, parse_mapping

FILE = "rules.yml"
_APPROVALS = "审批"  # the field of every form that lists who has approved
_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_BOUNDS = ("at_most", "at_least", "equals", "below", "above")
_DEMANDS = tuple(d.value for d in Demand)
_QUOTES = ("cites", "quote", "quotes")
_SPAN = ("since", "until")
_OPTIONS = ("else", "reason", "question", "message", "show", "approver")
_RULE = (
    "id", "title", "form", "when", "unless", *_QUOTES, *_DEMANDS, *_OPTIONS, "cases", "ladder",
    "first", "conflict", "overrides", "covers", "since", "until",
)  # fmt: skip
_CASE = ("when", *_QUOTES, *_DEMANDS, *_OPTIONS)
Word = TypeVar("Word", Verdict, Reason)
_SHOW = ("field", "actual", "limit", "unit")


def load(path: Path, regulation: str) -> RuleFile:
    """Reads the rules beside a regulation.

    Raises:
        HandbookError: the file is wrong.
    """
    name = path.as_posix()
    return read(decode(read_bytes(path, name), name), name, regulation)


def read(text: str, file: str, regulation: str) -> RuleFile:
    """Reads the text of a rule file.

    Raises:
        HandbookError: it is wrong.
    """
    found = parse_mapping(text, file, ("rules", "conflicts", "waived"))
    folder = regulation.partition("/")[2]
    rules = tuple(_rule(v, folder) for v in entries.items(found, "rules"))
    seen: set[str] = set()
    for rule in rules:
        if rule.id in seen:
            Value(rule.place, None).fail(f"规则“{rule.id}”写了两次")
        seen.add(rule.id)
    return RuleFile(
        regulation,
        file,
        rules,
        tuple(_conflict(v, folder) for v in entries.items(found, "conflicts")),
        tuple(_waiver(v) for v in entries.items(found, "waived")),
    )


def _text(found: Found, key: str) -> Text | None:
    return Text(found[key].text(key), found[key].place) if key in found else None


def _texts(found: Found, key: str) -> tuple[Text, ...]:
    """One text or a list of them."""
    if key not in found:
        return ()
    value = found[key]
    if isinstance(value.content, str):
        return (Text(value.text(key), value.place),)
    return tuple(Text(v.text(key), v.place) for v in value.items(key))


def _id(value: Value, text: str, folder: str) -> str:
    """`folder/id`; a name without folder is one of the same file."""
    where, _, name = text.rpartition("/")
    if not _ID.fullmatch(name) or (where and not _ID.fullmatch(where)):
        value.fail(
            f"规则名“{text[:40]}”只能用小写字母、数字和连字符（别的制度的写作 文件夹/规则名）"
        )
    return f"{where or folder}/{name}"


def _ids(found: Found, key: str, folder: str) -> tuple[Text, ...]:
    return tuple(
        Text(_id(Value(t.place, None), t.text, folder), t.place) for t in _texts(found, key)
    )


def _rule(value: Value, folder: str) -> RuleSpec:
    found = value.mapping("规则")
    check_keys(found, _RULE)
    entries.need(value, found, "id", "title", "form")
    cites = _text(found, "cites")
    quotes = _quotes(value, found, cites)
    shapes = [k for k in ("cases", "ladder", *_DEMANDS) if k in found]
    if len(shapes) != 1:
        given = "、".join(shapes) or "没有"
        known = "、".join((*_DEMANDS, "cases", "ladder"))
        value.fail(f"一条规则要正好一种要求（{known}），写的是：{given}")
    on, gap = None, None
    if "ladder" in found:
        on, gap, cases = _ladder(found["ladder"], found, cites, quotes)
    elif "cases" in found:
        cases = tuple(_case(v, cites, quotes, found) for v in found["cases"].items("cases"))
    else:
        cases = (CaseSpec(None, quotes, _demand(value, found), value.place),)
    if not cases:
        value.fail("一种情形也没有")
    for case in cases:
        if not case.quotes:
            Value(case.place, None).fail("缺“quote”：每条规则都要引条款的原文")
    return RuleSpec(
        id=_id(found["id"], found["id"].text("id"), folder),
        title=found["title"].text("title"),
        forms=_texts(found, "form"),
        place=value.place,
        cases=cases,
        when=_text(found, "when"),
        unless=_text(found, "unless"),
        on=on,
        gap=gap,
        first=entries.yes(found, "first"),
        conflict=entries.words(found, "conflict"),
        overrides=_ids(found, "overrides", folder),
        covers=_ids(found, "covers", folder),
        since=found["since"].day("since") if "since" in found else None,
        until=found["until"].day("until") if "until" in found else None,
    )


def _quotes(value: Value, found: Found, cites: Text | None) -> tuple[QuoteSpec, ...]:
    own = _text(found, "cites") or cites
    result = []
    if "quote" in found:
        result.append(_quote(found["quote"], own))
    for item in entries.items(found, "quotes"):
        if isinstance(item.content, str):
            result.append(_quote(item, own))
            continue
        parts = item.mapping("quotes")
        check_keys(parts, ("cites", "quote", *_SPAN))
        entries.need(item, parts, "quote")
        result.append(_quote(parts["quote"], _text(parts, "cites") or own, parts))
    return tuple(result)


def _quote(value: Value, cites: Text | None, span: Found | None = None) -> QuoteSpec:
    if cites is None:
        value.fail("缺“cites”：引文出自哪一条，如 四、3")
    since, until = (span[key].day(key) if span and key in span else None for key in _SPAN)
    if since and until and until <= since:
        value.fail("“until”要晚于“since”")
    return QuoteSpec(cites, Text(value.text("quote"), value.place), since, until)


def _case(value: Value, cites: Text | None, quotes: tuple[QuoteSpec, ...], rule: Found) -> CaseSpec:
    found = value.mapping("cases")
    check_keys(found, _CASE)
    own = _quotes(value, found, cites)
    demand = _demand(value, {**{k: rule[k] for k in _OPTIONS if k in rule}, **found})
    return CaseSpec(_text(found, "when"), own or quotes, demand, value.place)


def _ladder(
    value: Value, rule: Found, cites: Text | None, quotes: tuple[QuoteSpec, ...]
) -> tuple[Text, str | None, tuple[CaseSpec, ...]]:
    found = value.mapping("ladder")
    check_keys(found, ("of", "steps", "gap"))
    entries.need(value, found, "of", "steps")
    gap = entries.words(found, "gap") or None
    cases = []
    for step in found["steps"].items("steps"):
        parts = step.mapping("steps")
        check_keys(parts, (*_CASE, "at_most", "at_least", "below", "above"))
        rest = {k: v for k, v in parts.items() if k not in _BOUNDS}
        case = _case(Value(step.place, rest), cites, quotes, rule)
        bounds = _bounds(parts)
        if not bounds:
            step.fail("梯级缺界限：at_most、at_least、below、above 至少一个")
        cases.append(CaseSpec(case.when, case.quotes, case.demand, case.place, bounds))
    of = _text(found, "of")
    assert of is not None
    return of, "" if gap == "无" else gap, tuple(cases)


def _bounds(found: Found) -> tuple[tuple[str, Text], ...]:
    return tuple((k, Text(found[k].text(k), found[k].place)) for k in _BOUNDS if k in found)


def _demand(value: Value, found: Found) -> DemandSpec:
    kinds = [k for k in _DEMANDS if k in found]
    if len(kinds) != 1:
        value.fail(f"要正好一种要求：{'、'.join(_DEMANDS)}")
    kind = Demand(kinds[0])
    given = found[kind.value]
    verdict = _one_of(found, "else", [v for v in Verdict if v is not Verdict.PASS])
    verdict = DEFAULT[kind] if verdict is None else verdict
    reason = _one_of(found, "reason", list(Reason))
    parts: dict[str, object] = {}
    if kind is Demand.LIMIT:
        parts = _limit(given)
    elif kind is Demand.APPROVAL:
        parts["items"] = (_items(_APPROVALS, given),)
    elif kind is Demand.NEEDS:
        parts["items"] = tuple(_items(k, v) for k, v in given.mapping("needs").items())
        if not parts["items"]:
            given.fail("没有写要什么，如 {附件: [发票]}")
    elif kind in (Demand.REQUIRE, Demand.FORBID):
        parts["condition"] = Text(given.text(kind.value), given.place)
    question, message = entries.words(found, "question"), entries.words(found, "message")
    if kind is Demand.JUDGE:
        question = given.text("judge")
    if kind is Demand.NOTE:
        message = given.text("note")
    if verdict is Verdict.JUDGEMENT:
        if reason is None:
            value.fail("须人工判断的规则要写 reason：subjective、silent 或 conflict")
        if not question:
            value.fail("须人工判断的规则要写 question：要人回答什么")
    show = entries.mapping(found, "show")
    check_keys(show, _SHOW)
    return DemandSpec(
        kind=kind,
        verdict=verdict,
        place=given.place,
        reason=reason,
        question=question,
        message=message,
        field=entries.words(show, "field"),
        actual=_text(show, "actual"),
        limit=_text(show, "limit"),
        unit=entries.words(show, "unit"),
        approver=entries.words(found, "approver") or None,
        **parts,  # type: ignore[arg-type]
    )


def _one_of(found: Found, key: str, words: Sequence[Word]) -> Word | None:
    text = entries.words(found, key)
    if text and text not in words:
        found[key].fail(f"“{key}”应为 {'、'.join(words)}")
    return next((word for word in words if word == text), None)


def _limit(given: Value) -> dict[str, object]:
    found = given.mapping("limit")
    check_keys(found, ("of", *_BOUNDS, "optional"))
    entries.need(given, found, "of")
    of = found["of"]
    if isinstance(of.content, str):
        readings: tuple[tuple[str, Text], ...] = (("", Text(of.text("of"), of.place)),)
    else:
        readings = tuple((k, Text(v.text(k), v.place)) for k, v in of.mapping("of").items())
    bounds = _bounds(found)
    if not bounds:
        given.fail(f"缺界限：{'、'.join(_BOUNDS)} 至少一个")
    return {"of": readings, "bounds": bounds, "optional": entries.yes(found, "optional")}


def _items(field: str, given: Value) -> tuple[Text, tuple[tuple[str, ...], ...]]:
    """A field and what has to stand in it; 甲|乙 are alternatives."""
    words = (given.text(field),) if isinstance(given.content, str) else given.texts(field)
    found = tuple(tuple(p.strip() for p in re.split("[|｜]", w) if p.strip()) for w in words)
    if not all(found) or not found:
        given.fail(f"没有写要“{field}”里有什么，如 主任 或 [书记|主任, 分管领导]")
    return Text(field, given.place), found


def _conflict(value: Value, folder: str) -> ConflictSpec:
    found = value.mapping("conflicts")
    check_keys(found, ("between", "question"))
    entries.need(value, found, "between", "question")
    between = _ids(found, "between", folder)
    if len(between) < 2:
        found["between"].fail("至少写两条规则")
    return ConflictSpec(between, found["question"].text("question"), value.place)


def _waiver(value: Value) -> WaiverSpec:
    found = value.mapping("waived")
    check_keys(found, ("cites", "quote", "reason", *_SPAN))
    entries.need(value, found, "cites", "quote", "reason")
    return WaiverSpec(
        _quote(found["quote"], _text(found, "cites"), found),
        found["reason"].text("reason"),
        value.place,
    )
