"""What stands in a pasted file and is no part of the compilation.

Site boilerplate, advertising marks, page numbers: each piece is listed with its place; nothing is
dropped unseen.
"""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Noise:
    """A range of the source (code points, half-open) that is left out, and why."""

    start: int
    end: int
    text: str
    reason: str


#: [公文思~#享公%^众&号]: a bracket with letters broken up by odd marks, so that no filter finds it.
_ADVERT = re.compile(
    r"[\[【［](?=(?:[^\[\]【】［］\n]*[~#%^&*@$￥…]){2})[^\[\]【】［］\n，。；]{4,40}[\]】］]"
)
_PAGE_NUMBER = re.compile(
    r"[-—–－─~·.]+\s*\d{1,4}\s*[-—–－─~·.]+|第\s*\d{1,4}\s*页(?:\s*[,，/]?\s*共\s*\d{1,4}\s*页)?"
    r"|Page\s+\d{1,4}(?:\s+of\s+\d{1,4})?|\d{1,4}\s*/\s*\d{1,4}",
    re.IGNORECASE,
)
#: One line of a site's frame around the text. Each pattern must match the whole line.
_FRAME = re.compile(
    r"""(?:[•·▪●■*-]\s*)?(?:
      当前位置\s*[:：].*|您?(?:现)?(?:的|所)?(?:当前)?位置\s*[:：].*
    | 网站首页(?:\s*(?:>+|»|›).*)?|首页\s*(?:>+|»|›).*
    | (?:发布|发文|成文|更新|公开)?(?:时间|日期)\s*[:：].*(?:来源|点击|浏览|字体|作者).*
    | \d{4}-\d{1,2}-\d{1,2}\s*发布
    | (?:来源|作者|责任编辑|编辑|信息来源|阅读次数|浏览次数|点击数|访问量)\s*[:：].*
    | (?:【?字体|字号)\s*[:：].*|(?:打印|关闭|返回)(?:本页|窗口|顶部)?|分享(?:到|至).*
    | (?:上一篇|下一篇|上一条|下一条)\s*[:：]?.*|相关(?:文档|附件|信息|链接|阅读)\s*[:：]?
    | 扫一扫.*|.*在手机(?:上)?打开(?:当前|本)页.*|微信扫码.*
    | \d+\s*页|[\d.]+\s*[KMG]B
    | (?:版权(?:声明|所有)|Copyright|©).*|.*ICP备.*|.*公网安备.*
    | (?:主办|承办|技术支持|网站标识码)(?:单位)?\s*[:：].*
    | .*(?:本文档|当前文档|本站|本网|范文网|文库).*
    | 网站客服.*|.*客服\s*QQ.*
    )""",
    re.VERBOSE | re.IGNORECASE,
)
#: After one of these lines everything to the end is the site's.
_TAIL = re.compile(r"\s*(?:版权声明|免责声明|相关(?:文档|推荐|阅读)|扫一扫|声明)\s*[:：]?.*")
#: A site's list of properties; its dates and names are metadata, not noise.
_PROPERTY = re.compile(
    r"(?:[•·▪●■*-]\s*)?(?P<key>索\s*引\s*号|所属机构|公开责任部门|发文机[构关]|发布机构|发文日期|成文日期"
    r"|发布日期|生成日期|发布时间|名\s*称|标\s*题|文\s*号|发文字号|公开方式|公开范围|公开时限|有\s*效\s*性|主题分类|主\s*题\s*词)"
    r"\s*[:：]\s*(?P<value>.*)"
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


def find(text: str) -> Frame:
    """All noise and properties of a raw text, in order."""
    noise: list[Noise] = []
    properties: list[Property] = []
    lines = [(m.start(), m.end()) for m in re.finditer(r"[^\n]+", text)]
    filled = [(a, b) for a, b in lines if text[a:b].strip()]

    def add(start: int, end: int, reason: str) -> None:
        while start < end and text[start].isspace():
            start += 1
        while end > start and text[end - 1].isspace():
            end -= 1
        noise.append(Noise(start, end, text[start:end], reason))

    tail = len(filled)
    for index in range(max(len(filled) - 40, 1), len(filled)):
        if _TAIL.fullmatch(text, *filled[index]):
            tail = index
            break
    for start, end in filled[tail:]:
        add(start, end, "网页页脚")
    in_head = True
    for index, (start, end) in enumerate(filled[:tail]):
        line = text[start:end].strip()
        if len(line) <= 120 and (found := _PROPERTY.fullmatch(line)) and in_head:
            offset = start + text[start:end].index(line)
            key = re.sub(r"\s", "", found["key"])
            properties.append(Property(key, found["value"].strip(), offset, offset + len(line)))
        elif len(line) <= 160 and _FRAME.fullmatch(_unnumbered(line)):
            add(start, end, "网页边框")
        elif _PAGE_NUMBER.fullmatch(line):
            add(start, end, "页码")
        else:
            in_head = in_head and index < 12 and len(line) < 60
            for mark in _ADVERT.finditer(text, start, end):
                add(mark.start(), mark.end(), "广告标记")
    noise.extend(_crumb(text, filled[:tail], noise))
    return Frame(tuple(sorted(noise, key=lambda n: n.start)), tuple(properties))


def _unnumbered(line: str) -> str:
    """The line without the list numbers that upload sites put before their notices."""
    return re.sub(r"^(?:\d{1,2}[.、]\s*)+", "", line)


def _crumb(text: str, lines: list[tuple[int, int]], noise: list[Noise]) -> list[Noise]:
    """A column name that stands alone above the breadcrumb of the site (规章制度 / 当前位置…)."""
    if len(lines) < 2 or not noise:
        return []
    (start, end), (after, _) = lines[0], lines[1]
    name = text[start:end].strip()
    first = min(noise, key=lambda n: n.start)
    if first.start < after or "位置" not in first.text or name not in first.text:
        return []
    return [
        Noise(
            start + text[start:end].index(name),
            start + text[start:end].index(name) + len(name),
            name,
            "网页栏目",
        )
    ]
