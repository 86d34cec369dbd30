"""What stands in a pasted file and is no part of the compilation.

Site boilerplate, advertising marks, page numbers: each piece is listed with its place; nothing is
dropped unseen. What an office may say as well (来源：…, 打印, 本站…) counts as a site's only
where a site's frame stands: before the first and after the last words of the text.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from handbook.importing.canonical import Noise
from handbook.importing.genre import is_title
from handbook.importing.working import Span, trim
from handbook.labels import RANK, Style, parse_label

#: [公文思~#享公%^众&号]: a bracket with letters broken up by odd marks, so that no filter finds it.
_ADVERT = re.compile(
    r"[\[【［](?=(?:[^\[\]【】［］\n]*[~#%^&*@$￥]){2})[^\[\]【】［］\n，。；]{4,40}[\]】］]"
)
_PAGE_NUMBER = re.compile(
    r"[-—–－─~·.]+\s*\d{1,4}\s*[-—–－─~·.]+|第\s*\d{1,4}\s*页(?:\s*[,，/]?\s*共\s*\d{1,4}\s*页)?"
    r"|Page\s+\d{1,4}(?:\s+of\s+\d{1,4})?|\d{1,4}\s*/\s*\d{1,4}",
    re.IGNORECASE,
)
_BULLET = r"(?:[•·▪●■*-]\s*)?"
#: One line of a site's frame that is nothing else, wherever it stands. Patterns of frames must
#: match the whole line.
_FRAME = re.compile(
    rf"""{_BULLET}(?:
      您?(?:现|的|所)*(?:当前)?位置\s*[:：].*(?:首页|>|»|›).*
    | (?:网站)?首页\s*(?:>|»|›).*
    | (?:发布|发文|成文|更新|公开)?(?:时间|日期)\s*[:：].*(?:来源|点击|浏览|字体|作者).*
    | (?:阅读次数|浏览次数|点击数|访问量)\s*[:：].*|【?字体\s*[:：].*
    | 扫一扫.*打开.*|.*在手机上?打开(?:当前|本)页.*|微信扫码.*
    | .*(?:本|当前|该)文档.*(?:用户|网友|内容提供方|本站|本网|文库).*
    | (?:版权所有|Copyright|©).*|.*ICP备.*|.*公网安备.*|网站标识码\s*[:：].*|.*客服\s*QQ.*
    )""",
    re.VERBOSE | re.IGNORECASE,
)
#: One line of a frame that an office might say too: the site's only at both ends of the file.
_EDGE = re.compile(
    rf"""{_BULLET}(?:
      您?(?:现|的|所)*(?:当前)?位置\s*[:：].*|网站首页
    | \d{{4}}-\d{{1,2}}-\d{{1,2}}\s*发布|\d+\s*页|[\d.]+\s*[KMG]B
    | (?:信息)?来源\s*[:：].*|(?:作者|(?:责任)?编辑)\s*[:：].*|字号\s*[:：].*
    | (?:打印|关闭|返回)(?:本页|窗口|顶部)?|分享[到至].*|扫一扫.*|版权声明.*
    | (?:上一[篇条]|下一[篇条])\s*[:：]?.*|相关(?:文档|附件|信息|链接|阅读)\s*[:：]?
    | (?:主办|承办|技术支持)(?:单位)?\s*[:：].*|网站客服.*
    | .*(?:本站|本网|范文网|文库).*(?:转载|版权|上传|下载|用户|网友|侵权|侵犯|付费|不保证).*
    )""",
    re.VERBOSE | re.IGNORECASE,
)
#: After one of these lines everything to the end is the site's.
_TAIL = re.compile(r"\s*(?:(?:(?:版权|免责)?声明|相关(?:文档|推荐|阅读))\s*(?:[:：].*)?|扫一扫.*)")
_TAIL_LINES = 40
_HEAD_LINES = 12
#: A site's list of properties; its dates and names are metadata, not noise.
#: The keys are those of 政府信息公开目录 (索引号, 发文机构 …), as sites print them.
_PROPERTY = re.compile(
    rf"{_BULLET}(?P<key>索\s*引\s*号|所属机构|公开责任部门|发文机[构关]|发布机构"
    r"|(?:发文|成文|发布|生成)日期|发布时间|名\s*称|标\s*题|文\s*号|发文字号"
    r"|公开(?:方式|范围|时限)|有\s*效\s*性|主题分类|主\s*题\s*词)\s*[:：]\s*(?P<value>.*)"
)


@dataclass(frozen=True, slots=True)
class Property:
    """One line of a site's list of properties: 发文日期:2013-02-28. Range in the source."""

    key: str
    value: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Frame:
    """The noise of a source and the properties that its site printed above the text."""

    noise: tuple[Noise, ...]
    properties: tuple[Property, ...]


def find(text: str, known: Sequence[Noise] = ()) -> Frame:
    """All noise and properties of a raw text, in order.

    `known`: the noise that the format of the file tells already (heads of pages, menus), in order;
    a line that holds some is looked at no further.
    """
    noise: list[Noise] = list(known)
    properties: list[Property] = []
    begins = [n.start for n in known]
    filled = [
        trim(text, *m.span())
        for m in re.finditer(r"[^\n]+", text)
        if not m.group().isspace() and not _holds(known, begins, *m.span())
    ]

    def add(start: int, end: int, reason: str) -> None:
        noise.append(Noise(start, end, text[start:end], reason))

    tail = _tail(text, filled)
    for start, end in filled[tail:]:
        add(start, end, "网页页脚")
    foot = tail  # from here on there are only lines that may be a frame's
    while foot and _is_edge(text[slice(*filled[foot - 1])]):
        foot -= 1
    in_head = True
    for index, (start, end) in enumerate(filled[:tail]):
        line = text[start:end]
        if in_head and len(line) <= 120 and (found := _PROPERTY.fullmatch(line)):
            key = re.sub(r"\s", "", found["key"])
            properties.append(Property(key, found["value"].strip(), start, end))
        elif _is_frame(line) or ((in_head or index >= foot) and _is_edge(line)):
            add(start, end, "网页边框")
        elif _PAGE_NUMBER.fullmatch(line):
            add(start, end, "页码")
        else:
            in_head = in_head and index < _HEAD_LINES and len(line) < 60 and not parse_label(line)
            for mark in _ADVERT.finditer(text, start, end):
                add(mark.start(), mark.end(), "广告标记")
    noise.extend(_crumb(text, filled[:tail], noise[len(known) :]))
    return Frame(tuple(sorted(noise, key=lambda n: n.start)), tuple(properties))


def _holds(known: Sequence[Noise], begins: Sequence[int], start: int, end: int) -> bool:
    """Whether a line holds a piece of noise that is known already."""
    last = bisect_left(begins, end) - 1
    return last >= 0 and known[last].end > start


def _tail(text: str, filled: Sequence[Span]) -> int:
    """Index of the line with which the site's own words begin; no 章 or 条 stands behind it."""
    for index in range(len(filled) - 1, max(len(filled) - _TAIL_LINES, 1) - 1, -1):
        label = parse_label(text[slice(*filled[index])])
        if label and label.style != Style.APPENDIX and RANK[label.style] <= RANK[Style.ARTICLE]:
            break
    else:
        index = max(len(filled) - _TAIL_LINES, 1) - 1
    return next(
        (i for i in range(index + 1, len(filled)) if _TAIL.fullmatch(text, *filled[i])),
        len(filled),
    )


def _is_frame(line: str) -> bool:
    """Whether a line is a site's, the list numbers left out that upload sites put before it."""
    return len(line) <= 160 and bool(_FRAME.fullmatch(re.sub(r"^(?:\d{1,2}[.、]\s*)+", "", line)))


def _is_edge(line: str) -> bool:
    """Whether a line is a site's if it stands before or after the whole text."""
    return _is_frame(line) or (
        len(line) <= 160 and bool(_EDGE.fullmatch(line)) and not is_title(line)
    )


def _crumb(text: str, filled: Sequence[Span], noise: Sequence[Noise]) -> list[Noise]:
    """A column name that stands alone above the breadcrumb of the site (规章制度 / 当前位置…)."""
    if len(filled) < 2 or not noise:
        return []
    (start, end), (after, _) = filled[0], filled[1]
    name = text[start:end]
    first = min(noise, key=lambda n: n.start)
    if first.start < after or "位置" not in first.text or name not in first.text:
        return []
    return [Noise(start, end, name, "网页栏目")]
