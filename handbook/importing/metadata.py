"""What a text says of itself: dates, document number, status. Only what is printed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from handbook import numerals

_H = numerals.HAN
_DATE = re.compile(
    rf"(?P<y>\d{{4}}|[{_H}]{{4}})\s*年\s*(?P<m>\d{{1,2}}|[{_H}]{{1,3}})\s*月\s*(?P<d>\d{{1,2}}|[{_H}]{{1,3}})\s*日"
    r"|(?P<iso>\d{4}-\d{1,2}-\d{1,2})"
)
_NUMBER = re.compile(
    r"[\u4e00-\u9fff]{1,12}(?:〔|\[|［|【)\s*(?:19|20)\d{2}\s*(?:〕|\]|］|】)\s*第?\s*\d{1,4}\s*号"
)
_SELF_EFFECTIVE = re.compile(
    r"(?:本(?:办法|规定|制度|规则|细则|方案|规范|准则|条例|法|意见)|上述规定)自"
    rf"({_DATE.pattern.replace('?P<', '?P<x_')})\s*起"
)


@dataclass(frozen=True, slots=True)
class PrintedDate:
    """A date found in a text; offsets in that text."""

    value: date
    start: int
    end: int


def dates(text: str) -> tuple[PrintedDate, ...]:
    """All whole dates printed in `text` (2019年7月10日, 二〇一九年七月十日, 2013-02-28)."""
    out = []
    for match in _DATE.finditer(text):
        value = _date(match)
        if value is not None:
            out.append(PrintedDate(value, match.start(), match.end()))
    return tuple(out)


def _date(match: re.Match[str], prefix: str = "") -> date | None:
    if iso := match[prefix + "iso"]:
        year, month, day = (int(p) for p in iso.split("-"))
    else:
        parts = [numerals.parse(match[prefix + name]) for name in "ymd"]
        if None in parts:
            return None
        year, month, day = (p or 0 for p in parts)
    try:
        return date(year, month, day)
    except ValueError:
        return None


def document_number(text: str) -> str | None:
    """The document number (文号) that stands alone in a line, brackets whole, or None."""
    for line in text.splitlines():
        stripped = line.strip().strip("（）()")
        if _NUMBER.fullmatch(stripped):
            return stripped
    return None


def effective(text: str) -> date | None:
    """The date from which the text says it is in force (本办法自2020年1月1日起施行)."""
    match = _SELF_EFFECTIVE.search(text)
    return _date(match, "x_") if match else None


def status(title: str) -> str | None:
    """试行 or 暂行 where the title says so."""
    for word in ("试行", "暂行"):
        if word in title:
            return word
    return None
