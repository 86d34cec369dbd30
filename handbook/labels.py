"""The grammar of printed labels: which lines begin with 第三条, 一、, (一), 1., ⑴, ①, which do not.

A label opens a provision. A sentence that begins with a reference (`第六条规定的情形…`) does not.
"""

from __future__ import annotations

import enum
import re
from dataclasses import dataclass
from functools import lru_cache

from handbook import numerals


class Style(enum.StrEnum):
    """A family of labels that count together. The value is how people write the style down."""

    BOOK = "第一编"
    PART = "第一分编"
    CHAPTER = "第一章"
    SECTION = "第一节"
    ARTICLE = "第一条"
    HAN_COMMA = "一、"
    HAN_DOT = "一."
    HAN_PAREN = "(一)"
    DIGIT_COMMA = "1、"
    DIGIT_DOT = "1."
    DIGIT_HALF_PAREN = "1)"
    DIGIT_PAREN = "(1)"
    CIRCLED = "①"
    LETTER = "A、"
    LETTER_PAREN = "(A)"
    APPENDIX = "附件"


DIVISION_STYLES = frozenset((Style.BOOK, Style.PART, Style.CHAPTER, Style.SECTION))
#: The usual order of nesting, outermost first (《立法法》第六十五条 for 编章节条款项目; below that,
#: GB/T 9704-2012 §7.3.3: 一、→(一)→1.→(1)). A text may depart from it; it only weighs.
RANK: dict[Style, int] = {style: rank for rank, style in enumerate(Style)} | {
    Style.HAN_DOT: 5,
    Style.DIGIT_DOT: 8,
    Style.APPENDIX: -1,
}


@dataclass(frozen=True, slots=True)
class Label:
    """A label found at the start of a line.

    Attributes:
        style: its family.
        text: as printed, delimiters included, white space after it left out.
        number: canonical number; "" where the numeral was lost.
        gap: white space between the label and what follows.
        end: offset in the line of what follows the gap.
        flaw: code of what is wrong with the label itself, or "" (`lookalike` 笫 for 第,
            `inner-space` 第 三 条, `lost-numeral` ()…, `lost-mark` 十九条…, `mixed-width` (一）).
    """

    style: Style
    text: str
    number: str
    gap: str
    end: int
    flaw: str = ""


_H = numerals.HAN
_D = "0-9０-９"
_N = rf"[{_H}{_D}]"
_SP = r"[ \t\u00a0\u3000\u2000-\u200a]"
_ENCLOSED_HAN = "㈠-㈩㊀-㊉"
_ENCLOSED_PAREN = "⑴-⒇"
_ENCLOSED_DOT = "⒈-⒛"
_CIRCLED = "①-⑳㉑-㉟㊱-㊿❶-❿⓵-⓾"

_LABEL = re.compile(
    rf"""
      (?P<di>[第笫苐]){_SP}*(?P<dn>{_N}(?:{_SP}*{_N})*){_SP}*(?P<unit>分编|编|章|节|条)
         (?P<sub>(?:之[{_H}{_D}]+(?![{_H}]*[章节条款项]))*)
    | (?P<hc>[{_H}]+){_SP}*、(?![{_H}{_D}]+[、，,年月日])
    | (?P<hd>[{_H}]+){_SP}*[.．]
    | (?P<hp>[(（]{_SP}*(?P<hpn>[{_H}]+(?:之[{_H}]+)?){_SP}*[)）]|[{_ENCLOSED_HAN}])
    | (?P<dp>[(（]{_SP}*(?P<dpn>[{_D}]+){_SP}*[)）]|[{_ENCLOSED_PAREN}])
    | (?P<ci>[{_CIRCLED}])
    | (?P<dc>[{_D}]{{1,3}}){_SP}*、(?![{_D}]+[、，,年月日~～—-])
    | (?P<dd>[{_D}]{{1,3}}{_SP}?[.．](?!{_SP}*[{_D}]{{1,3}}(?![{_D}]))|[{_ENCLOSED_DOT}][.．]?)
    | (?P<dh>[{_D}]{{1,3}})[)）]
    | (?P<lp>[(（](?P<lpn>[A-Za-zＡ-Ｚａ-ｚ])[)）])
    | (?P<lc>[A-Za-zＡ-Ｚａ-ｚ])[、．.](?![A-Za-z])
    | (?P<lost>[(（]{_SP}*[)）]|、)
    | (?P<bare>[{_H}]{{1,5}})条(?={_SP})
    | (?P<ap>附{_SP}*[件表录图]?{_SP}*(?:[{_H}{_D}]{{1,3}}|[A-Z])?)(?={_SP}*[:：]|{_SP}|$)
    """,
    re.VERBOSE,
)
_GAP = re.compile(rf"{_SP}*")
_STARTS = frozenset(
    "第笫苐附(（、"
    + numerals.HAN
    + "0123456789０１２３４５６７８９"
    + "".join(numerals.ENCLOSED)
    + "".join(chr(c) for c in (*range(65, 91), *range(97, 123)))
)
_UNIT_STYLE = {
    "编": Style.BOOK,
    "分编": Style.PART,
    "章": Style.CHAPTER,
    "节": Style.SECTION,
    "条": Style.ARTICLE,
}
#: What follows 第X条 without a gap when the words are a reference and not a label.
_REFERENCE_TAIL = re.compile(
    r"第|规定|所[列称指述规定]|[、，,。；;：:）)》”]|[和与或及至到]|之规定|的(?:规定|情形|要求|内容)?|中(?:的|所|规定)"
    r"|以[上下]|[款项目]|(?:修改|改)为|(?:予以)?废止"
)
#: What follows (一) without a gap when it is a reference: （一）项, （二）、（三）项, (一)至(三).
_ITEM_REFERENCE_TAIL = re.compile(
    rf"[项款目](?:规定|所|的|中|、|，|,)|[、和或至及][(（][{_H}{_D}]+[)）]|[{_ENCLOSED_HAN}]"
)


def parse_label(line: str) -> Label | None:
    """The label that `line` begins with, or None where the line opens no provision.

    `line` must not begin with white space. Runs in constant time for a line that is no label.
    """
    if not line or line[0] not in _STARTS:
        return None
    match = _LABEL.match(line)
    if match is None:
        return None
    kind, text, end = match.lastgroup, match.group(), match.end()
    gap, rest = "", end
    if line[end : end + 1] in _BLANKS:
        gap = _GAP.match(line, end).group()  # type: ignore[union-attr]  # it matches anywhere
        rest = end + len(gap)
    if kind == "ap":
        return _appendix(line, text, end)
    if kind == "lost":
        return _lost(line, text, gap, rest)
    style, number, flaw = _meaning(kind or "", text)
    if not number and kind != "sub":
        return None
    if kind == "sub":
        if not gap and _REFERENCE_TAIL.match(line, rest):
            return None
    elif kind in ("hp", "dp") and _ITEM_REFERENCE_TAIL.match(line, rest):
        return None
    return Label(style, text, number, gap, rest, flaw)


@lru_cache(maxsize=4096)  # a text of any size has few different labels
def _meaning(kind: str, text: str) -> tuple[Style, str, str]:
    """Style, canonical number ("" if it is none) and flaw of a printed label."""
    if kind == "sub":
        match = _LABEL.match(text)
        assert match is not None
        flaw = "lookalike" if match["di"] != "第" else ""
        bare = _BLANK.sub("", match["dn"] + match["sub"])
        if not flaw and _BLANK.search(text):
            flaw = "inner-space"
        return _UNIT_STYLE[match["unit"]], numerals.canonical(bare), flaw
    if kind == "bare":
        return Style.ARTICLE, numerals.canonical(text.removesuffix("条")), "lost-mark"
    number = numerals.canonical(text.strip("()（）.．、 \t\u00a0\u3000"))
    mixed = text[0] in "(（" and (text[0] == "(") != (text[-1] == ")")
    return _SIMPLE[kind], number, "mixed-width" if mixed else ""


def _appendix(line: str, text: str, end: int) -> Label:
    """附件1, 附表, 附件： (the colon belongs to a label without number)."""
    digits = _APPENDIX_WORDS.sub("", text)
    colon = _COLON.match(line, end)
    if colon and not digits:
        text, end = line[: colon.end()], colon.end()
    gap = _GAP.match(line, end).group()  # type: ignore[union-attr]  # it matches anywhere
    number = numerals.canonical(digits)
    return Label(Style.APPENDIX, text.rstrip(), number, gap, end + len(gap))


def _lost(line: str, text: str, gap: str, rest: int) -> Label | None:
    if rest >= len(line):
        return None
    style = Style.HAN_COMMA if text == "、" else Style.HAN_PAREN
    return Label(style, text, "", gap, rest, "lost-numeral")


_BLANK = re.compile(_SP)
_BLANKS = frozenset(" \t\u00a0\u3000" + "".join(map(chr, range(0x2000, 0x200B))))
_COLON = re.compile(rf"{_SP}*[:：]")
_APPENDIX_WORDS = re.compile(rf"附|[件表录图]|{_SP}")
_SIMPLE = {
    "hc": Style.HAN_COMMA,
    "hd": Style.HAN_DOT,
    "hp": Style.HAN_PAREN,
    "dp": Style.DIGIT_PAREN,
    "ci": Style.CIRCLED,
    "dc": Style.DIGIT_COMMA,
    "dd": Style.DIGIT_DOT,
    "dh": Style.DIGIT_HALF_PAREN,
    "lp": Style.LETTER_PAREN,
    "lc": Style.LETTER,
}
