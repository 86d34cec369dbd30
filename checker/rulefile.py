"""Reading `rules.yml`: strict, each mistake with its place. The format stands in docs/rules.md."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

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
from handbook.textfile import decode
from handbook.yamlvalues import Value, check_keys, parse_mapping

FILE = "rules.yml"
_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_BOUNDS = ("at_most", "at_least", "equals", "below", "above")
_DEMANDS = tuple(d.value for d in Demand)
_QUOTES = ("cites", "quote", "quotes")
_OPTIONS = ("else", "reason", "question", "message", "show", "approver")
_RULE = (
    "id", "title", "form", "when", "unless", *_QUOTES, *_DEMANDS, *_OPTIONS, "cases", "ladder",
    "first", "conflict", "overrides", "covers", "since", "until",
)  # fmt: skip
_CASE = ("when", *_QUOTES, *_DEMANDS, *_OPTIONS)
_SHOW = ("field", "actual", "limit", "unit")
Found = Mapping[str, Value]


def load(path: Path, regulation: str) -> RuleFile:
    """Reads the rules beside a regulation.

    Raises:
        HandbookError: the file is wrong.
    """
    name = path.as_posix()
    return read(decode(path.read_bytes(), name), name, regulation)


def read(text: str, file: str, regulation: str) -> RuleFile:
    """Reads the text of a rule file.

    Raises:
        HandbookError: it is wrong.
    """
    found = parse_mapping(text, file, ("rules", "conflicts", "waived"))
    folder = regulation.partition("/")[2]
    rules = tuple(_rule(v, folder) for v in _list(found, "rules"))
    seen: set[str] = set()
    for rule in rules:
        if rule.id in seen:
            Value(rule.place, None).fail(f"规则“{rule.id}”写了两次")
        seen.add(rule.id)
    return RuleFile(
        regulation,
        file,
        rules,
        tuple(_conflict(v, folder) for v in _list(found, "conflicts")),
        tuple(_waiver(v) for v in _list(found, "waived")),
    )


def _list(found: Found, key: str) -> tuple[Value, ...]:
    return found[key].items(key) if key in found else ()


def _need(value: Value, found: Found, *keys: str) -> None:
    for key in keys:
        if key not in found:
            value.fail(f"缺“{key}”")


def _text(found: Found, key: str) -> Text | None:
    return Text(found[key].text(key), found[key].place) if key in found else None


def _words(found: Found, key: str) -> str:
    return found[key].text(key) if key in found else ""


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
    _need(value, found, "id", "title", "form")
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
        first=_yes(found, "first"),
        conflict=_words(found, "conflict"),
        overrides=_ids(found, "overrides", folder),
        covers=_ids(found, "covers", folder),
        since=found["since"].day("since") if "since" in found else None,
        until=found["until"].day("until") if "until" in found else None,
    )


def _yes(found: Found, key: str) -> bool:
    if key not in found:
        return False
    if found[key].content not in ("true", "false"):
        found[key].fail(f"“{key}”应为 true 或 false")
    return found[key].content == "true"


def _quotes(value: Value, found: Found, cites: Text | None) -> tuple[QuoteSpec, ...]:
    own = _text(found, "cites") or cites
    result = []
    if "quote" in found:
        result.append(_quote(found["quote"], own))
    for item in _list(found, "quotes"):
        if isinstance(item.content, str):
            result.append(_quote(item, own))
            continue
        parts = item.mapping("quotes")
        check_keys(parts, ("cites", "quote"))
        _need(item, parts, "quote")
        result.append(_quote(parts["quote"], _text(parts, "cites") or own))
    return tuple(result)


def _quote(value: Value, cites: Text | None) -> QuoteSpec:
    if cites is None:
        value.fail("缺“cites”：引文出自哪一条，如 四、3")
    return QuoteSpec(cites, Text(value.text("quote"), value.place))


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
    _need(value, found, "of", "steps")
    gap = None
    if "gap" in found:
        gap = found["gap"].text("gap")
        gap = "" if gap == "无" else gap
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
    return of, gap, tuple(cases)


def _bounds(found: Found) -> tuple[tuple[str, Text], ...]:
    return tuple((k, Text(found[k].text(k), found[k].place)) for k in _BOUNDS if k in found)


def _demand(value: Value, found: Found) -> DemandSpec:
    kinds = [k for k in _DEMANDS if k in found]
    if len(kinds) != 1:
        value.fail(f"要正好一种要求：{'、'.join(_DEMANDS)}")
    kind = Demand(kinds[0])
    given = found[kind.value]
    verdict = DEFAULT[kind]
    if "else" in found:
        text = found["else"].text("else")
        if text not in list(Verdict) or text == Verdict.PASS:
            found["else"].fail(f"“else”应为 {'、'.join(v for v in Verdict if v != 'pass')}")
        verdict = Verdict(text)
    reason = _reason(found)
    parts: dict[str, object] = {}
    if kind is Demand.LIMIT:
        parts = _limit(given)
    elif kind is Demand.APPROVAL:
        parts["items"] = (_items(Value(given.place, "审批"), given),)
    elif kind is Demand.NEEDS:
        parts["items"] = tuple(
            _items(Value(v.place, k), v) for k, v in given.mapping("needs").items()
        )
    elif kind in (Demand.REQUIRE, Demand.FORBID):
        parts["condition"] = Text(given.text(kind.value), given.place)
    question, message = _words(found, "question"), _words(found, "message")
    if kind is Demand.JUDGE:
        question = given.text("judge")
    if kind is Demand.NOTE:
        message = given.text("note")
    if verdict is Verdict.JUDGEMENT:
        if reason is None:
            value.fail("须人工判断的规则要写 reason：subjective、silent 或 conflict")
        if not question:
            value.fail("须人工判断的规则要写 question：要人回答什么")
    show = found["show"].mapping("show") if "show" in found else {}
    check_keys(show, _SHOW)
    return DemandSpec(
        kind=kind,
        verdict=verdict,
        place=given.place,
        reason=reason,
        question=question,
        message=message,
        field=_words(show, "field"),
        actual=_text(show, "actual"),
        limit=_text(show, "limit"),
        unit=_words(show, "unit"),
        approver=_words(found, "approver") or None,
        **parts,  # type: ignore[arg-type]
    )


def _reason(found: Found) -> Reason | None:
    if "reason" not in found:
        return None
    text = found["reason"].text("reason")
    if text not in list(Reason):
        found["reason"].fail(f"“reason”应为 {'、'.join(Reason)}")
    return Reason(text)


def _limit(given: Value) -> dict[str, object]:
    found = given.mapping("limit")
    check_keys(found, ("of", *_BOUNDS, "optional"))
    _need(given, found, "of")
    of = found["of"]
    if isinstance(of.content, str):
        readings: tuple[tuple[str, Text], ...] = (("", Text(of.text("of"), of.place)),)
    else:
        readings = tuple((k, Text(v.text(k), v.place)) for k, v in of.mapping("of").items())
    bounds = _bounds(found)
    if not bounds:
        given.fail(f"缺界限：{'、'.join(_BOUNDS)} 至少一个")
    return {"of": readings, "bounds": bounds, "optional": _yes(found, "optional")}


def _items(field: Value, given: Value) -> tuple[Text, tuple[tuple[str, ...], ...]]:
    """A field and what has to stand in it; 甲|乙 are alternatives."""
    name = Text(field.text("字段"), field.place)
    if isinstance(given.content, str):
        words: tuple[str, ...] = (given.text("要求"),)
    else:
        words = given.texts("要求")
    return name, tuple(tuple(p.strip() for p in re.split("[|｜]", w) if p.strip()) for w in words)


def _conflict(value: Value, folder: str) -> ConflictSpec:
    found = value.mapping("conflicts")
    check_keys(found, ("between", "question"))
    _need(value, found, "between", "question")
    between = _ids(found, "between", folder)
    if len(between) < 2:
        found["between"].fail("至少写两条规则")
    return ConflictSpec(between, found["question"].text("question"), value.place)


def _waiver(value: Value) -> WaiverSpec:
    found = value.mapping("waived")
    check_keys(found, ("cites", "quote", "reason"))
    _need(value, found, "cites", "quote", "reason")
    return WaiverSpec(
        _quote(found["quote"], _text(found, "cites")), found["reason"].text("reason"), value.place
    )
