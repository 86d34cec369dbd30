"""What people type into a form → values: 1,234.50元, ８０, 二〇二四年三月五日, 半天, 是/否/√.

What cannot be read is refused, never guessed. An empty cell is a field that is not filled in.
"""

from __future__ import annotations

import re
from datetime import date
from fractions import Fraction

from checker import figures, units
from checker.forms import Field, suggest
from checker.kinds import Value

_EMPTY = frozenset(("", "/", "-", "—", "——"))
_YES = frozenset(("是", "√", "✓", "✔", "有", "y", "yes", "true", "1"))
_NO = frozenset(("否", "×", "✗", "✕", "无", "n", "no", "false", "0"))
_DATE = re.compile(r"([0-9]{4})[-./]([0-9]{1,2})[-./]([0-9]{1,2})(?:[ T]00:00(?::00(?:\.0+)?)?)?")
_NO_SECONDS = re.compile(r"(?<=:[0-9][0-9]):00$")  # as spreadsheets write times
_MONEY = re.compile(r"(?:￥|¥|人民币)?(.*?)(?:元整|元正|元|圆整|圆)?")
#: An amount as most people and programs write it.
_AMOUNT = re.compile(r"([0-9]{1,13})(?:\.([0-9]{1,2}))?")
_LIST = re.compile(r"[;；\n]|、")
LONGEST_TEXT = 2000
LONGEST_LIST = 200
_LARGEST = 10**15


class Unreadable(ValueError):
    """A cell that cannot be read; the text says what is valid."""


def read(field: Field, body: str, given: object) -> Value:
    """The value of a field.

    Args:
        field: the field.
        body: slug of the form's body, for the choices.
        given: a text, a truth, None or a list of texts.

    Raises:
        Unreadable: it is none of the field's type.
    """
    if given is None:
        return None
    if field.type == "文本列表":
        return _list(field, body, given)
    if isinstance(given, list | tuple):
        raise Unreadable("这里只能填一项，不能填列表")
    text = ("是" if given else "否") if isinstance(given, bool) else str(given).strip()
    if text in _EMPTY:
        return None
    if len(text) > LONGEST_TEXT:
        raise Unreadable(f"太长（{len(text)} 字），最多 {LONGEST_TEXT} 字")
    match field.type:
        case "文本":
            return text
        case "选项":
            return _choice(field, body, text)
        case "是否":
            return _truth(text)
        case "日期":
            return _date(text)
        case "时刻":
            return _time(text)
        case _:
            return _number(field, text)


def _choice(field: Field, body: str, text: str) -> str:
    choices = field.choices_of(body)
    if not choices or text in choices:
        return text
    plain = {_plain(c): c for c in choices}
    if _plain(text) in plain:
        return plain[_plain(text)]
    raise Unreadable(f"没有这个选项“{text[:30]}”；{suggest(text, choices)}")


def _plain(text: str) -> str:
    """Without white space and widths, which do not tell choices apart."""
    return re.sub(r"\s", "", text).translate(_WIDTHS)


_WIDTHS = str.maketrans("（），：；“”", '(),:;""')


def _list(field: Field, body: str, given: object) -> tuple[str, ...]:
    choices = field.choices_of(body)
    if isinstance(given, list | tuple):
        parts = [str(p).strip() for p in given]
    else:
        text = str(given).strip()
        if len(text) > LONGEST_TEXT:
            raise Unreadable(f"太长（{len(text)} 字），最多 {LONGEST_TEXT} 字")
        parts = _parts(text.strip("[]"), choices)
    parts = [p for p in parts if p and p not in ("无", "没有")]
    if len(parts) > LONGEST_LIST:
        raise Unreadable(f"项目太多（{len(parts)} 项），最多 {LONGEST_LIST} 项")
    plain = {_plain(c): c for c in choices}
    return tuple(dict.fromkeys(plain.get(_plain(p), p) for p in parts))


def _parts(text: str, choices: tuple[str, ...]) -> list[str]:
    """The items of a list in one cell; an item that is a choice may hold a separator itself."""
    joined = sorted((c for c in choices if _LIST.search(c)), key=len, reverse=True)
    parts: list[str] = []
    while text:
        text = text.lstrip()
        whole = next(
            (c for c in joined if re.match(rf"{re.escape(c)}\s*(?:$|[;；、\n])", text)), None
        )
        end = len(whole) if whole else len(_LIST.split(text, maxsplit=1)[0])
        parts.append(text[:end].strip())
        text = text[end:].lstrip(" ")[1:]
    return parts


def _truth(text: str) -> bool:
    low = text.lower()
    if low in _YES or low in _NO:
        return low in _YES
    raise Unreadable(f"应填 是 或 否，不是“{text[:20]}”")


def _date(text: str) -> int:
    folded = text.translate(figures.FOLD)
    found = _DATE.fullmatch(folded)
    try:
        if found:
            return date(int(found[1]), int(found[2]), int(found[3])).toordinal()
    except ValueError:
        raise Unreadable(f"没有“{text[:20]}”这一天") from None
    if re.fullmatch(figures.DATE_PATTERN, folded):
        day = figures.read_date(folded)
        if day is None:
            raise Unreadable(f"没有“{text[:20]}”这一天")
        return day
    if re.fullmatch(r"[34][0-9]{4}(?:\.0+)?", folded):
        raise Unreadable(f"“{text[:20]}”像是表格软件的日期序号，请把单元格设成日期格式")
    raise Unreadable(f"读不出日期“{text[:20]}”，应写作 2024-03-05 或 2024年3月5日")


def _time(text: str) -> int:
    minutes = figures.read_time(_NO_SECONDS.sub("", text.translate(figures.FOLD)))
    if minutes is None:
        raise Unreadable(f"读不出时刻“{text[:20]}”，应写作 08:30")
    return minutes


def _number(field: Field, text: str) -> units.Number:
    plain = _AMOUNT.fullmatch(text) if field.type == "金额" else None
    if plain:
        return int(plain[1]) * 100 + int((plain[2] or "").ljust(2, "0"))
    unit = field.static("").unit
    folded = text.translate(figures.FOLD).replace("−", "-")
    negative = folded.startswith("-")
    body = folded.removeprefix("-").replace(" ", "")
    if field.type == "金额":
        found = _MONEY.fullmatch(body)
        body = found[1] if found else body
    number = figures.read_amount(body, unit.name)
    if number is None:
        number = figures.read_number(body)
    if number is None:
        raise Unreadable(f"读不出数“{text[:20]}”，应写作 1234.50 这样的数")
    if negative:
        number = -number
    return _checked(field, text, number, unit)


def _checked(field: Field, text: str, number: units.Number, unit: units.Unit) -> units.Number:
    shown = f"“{text[:20]}”"
    if number < 0:
        raise Unreadable(f"不能是负数：{shown}")
    if number > _LARGEST:
        raise Unreadable(f"太大：{shown}")
    value = unit.base(number)
    if field.type == "金额" and not isinstance(value, int):
        raise Unreadable(f"金额最多两位小数：{shown}")
    if field.type == "天数" and not isinstance(value, int):
        raise Unreadable(f"天数最小 0.5 天（半天），不足半天的填小时：{shown}")
    if field.type == "整数" and Fraction(number).denominator != 1:
        raise Unreadable(f"应是整数：{shown}")
    return value
