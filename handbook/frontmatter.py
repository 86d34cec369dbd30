"""Front matter ⇄ `Metadata`."""

from __future__ import annotations

import re
from dataclasses import replace

import yaml

from handbook.errors import HandbookError, Place
from handbook.labels import Style
from handbook.provision import AppliesFrom, Commencement, Metadata, SourceRange
from handbook.yamlvalues import Value, parse_mapping

_DUMPER = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
_FENCE = "---"
#: The line of the topics, in the front matter and nowhere else.
_TOPICS = re.compile(r"---\n(?:(?!---\n).*\n)*?(?P<topics>topics: .*\n)")
_DATES = ("adopted", "issued", "effective", "repealed")
_TEXTS = ("title", "number", "issuer", "status")
_LISTS = ("topics", "promulgation", "supersedes", "amends", "amended_by", "nesting")
_SOURCE = ("file", "sha256", "range")
#: All keys, in the order in which `dump` writes them.
KEYS = (
    *_TEXTS[:3], *_DATES, "applies_from", "commencement", "status", "topics", "source", *_LISTS[1:],
)  # fmt: skip


def split(text: str, file: str) -> tuple[Metadata | None, str, int]:
    """Front matter, body, and the number of the body's first line; (None, text, 1) without any.

    Raises:
        HandbookError: the front matter does not end, or is wrong.
    """
    if not text.startswith(_FENCE + "\n"):
        return None, text, 1
    end = text.find(f"\n{_FENCE}\n", len(_FENCE))
    if end < 0:
        if text.endswith(f"\n{_FENCE}"):
            end = len(text) - len(_FENCE) - 1
        else:
            raise HandbookError("文头没有结束：缺第二行 ---", Place(file))
    head = text[len(_FENCE) + 1 : end + 1]
    body = end + len(_FENCE) + 2
    return metadata(head, file, 2), text[body:], text.count("\n", 0, body) + 1


def topics_line(text: str) -> str:
    """The line of a `text.md` that names its topics, line end included; "" where there is none."""
    found = _TOPICS.match(text)
    return found["topics"] if found else ""


def without_topics(text: str) -> str:
    """A `text.md` without the line that names its topics."""
    return text.replace(topics_line(text), "", 1)


def metadata(text: str, file: str, first_line: int = 1) -> Metadata:
    """The metadata that a YAML text states.

    Raises:
        HandbookError: it is wrong, with the place.
    """
    found = {
        k: v
        for k, v in parse_mapping(text, file, KEYS, first_line).items()
        if v.content is not None
    }
    texts = {k: found[k].text(k) for k in _TEXTS if k in found}
    dates = {k: found[k].day(k) for k in _DATES if k in found}
    lists = {k: found[k].texts(k) for k in _LISTS if k in found}
    styles = [s.value for s in Style]
    for value in found["nesting"].items("nesting") if "nesting" in found else ():
        if (style := value.text("nesting")) not in styles:
            value.fail(f"“{style[:20]}”不是编号样式；可用的有：{'、'.join(styles)}")
    source = _source(found["source"]) if "source" in found else None
    later = _commencement(found["commencement"]) if "commencement" in found else ()
    since = _applies_from(found["applies_from"]) if "applies_from" in found else None
    if since is not None and "effective" in dates:
        found["applies_from"].fail("已写了 effective（施行日期），不要再写 applies_from")
    return Metadata(
        title=texts.get("title", ""),
        number=texts.get("number"),
        issuer=texts.get("issuer"),
        adopted=dates.get("adopted"),
        issued=dates.get("issued"),
        effective=dates.get("effective"),
        repealed=dates.get("repealed"),
        status=texts.get("status"),
        topics=lists.get("topics", ()),
        promulgation=lists.get("promulgation", ()),
        source=source,
        supersedes=lists.get("supersedes", ()),
        amends=lists.get("amends", ()),
        nesting=lists.get("nesting", ()),
        applies_from=since,
        commencement=later,
        amended_by=lists.get("amended_by", ()),
    )


def _applies_from(value: Value) -> AppliesFrom:
    parts = value.fields("applies_from", ("date", "reason"), ("date", "reason"))
    return AppliesFrom(parts["date"].day("date"), parts["reason"].text("reason"))


def _commencement(value: Value) -> tuple[Commencement, ...]:
    keys = ("provisions", "effective")
    rows = [item.fields("commencement", keys, keys) for item in value.items("commencement")]
    return tuple(
        Commencement(row["provisions"].text("provisions"), row["effective"].day("effective"))
        for row in rows
    )


def _source(value: Value) -> SourceRange:
    parts = value.fields("source", _SOURCE, _SOURCE)
    ends = parts["range"].items("range")
    if len(ends) != 2:
        parts["range"].fail("“range”应为 [起, 止]")
    start, end = (v.whole("range") for v in ends)
    if start > end:
        parts["range"].fail("“range”的起点在终点之后")
    return SourceRange(parts["file"].text("file"), parts["sha256"].text("sha256"), start, end)


def with_topics_of(text: str, old: str) -> str:
    """`text` as import writes it, with the topics that editors gave `old`, the text before.

    Raises:
        HandbookError: the front matter of one of them is wrong.
    """
    if not topics_line(old):
        return text
    given, _, _ = split(old, "")
    written, body, _ = split(text, "")
    if given is None or written is None:
        return text
    return dump(replace(written, topics=given.topics)) + body


def dump(meta: Metadata) -> str:
    """The front matter of `meta`, both `---` lines included."""
    lines = [_FENCE]
    for key in KEYS:
        value = getattr(meta, key)
        if isinstance(value, SourceRange):
            lines += (f"{key}:", f"  file: {_scalar(value.file)}")
            lines += (
                f"  sha256: {_scalar(value.sha256)}",
                f"  range: [{value.start}, {value.end}]",
            )
        elif isinstance(value, AppliesFrom):
            lines += (f"{key}:", f"  date: {value.day}", f"  reason: {_scalar(value.reason)}")
        elif key == "commencement" and value:
            lines.append(f"{key}:")
            for later in value:
                lines.append(f"- provisions: {_scalar(later.provisions)}")
                lines.append(f"  effective: {later.effective}")
        elif isinstance(value, tuple) and value:
            lines.append(f"{key}: [{', '.join(map(_scalar, value))}]")
        elif value:
            lines.append(f"{key}: {_scalar(value)}")
    return "\n".join(lines) + f"\n{_FENCE}\n"


def _scalar(value: object) -> str:
    text: str = yaml.dump(
        [value], Dumper=_DUMPER, allow_unicode=True, default_flow_style=True, width=10**6
    )
    return text.strip()[1:-1]
