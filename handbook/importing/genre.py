"""Words that make a line the title of a regulation: 制度, 办法, 规定 … (文种)."""

from __future__ import annotations

import re

#: Kinds of internal regulations, after 《党政机关公文处理工作条例》 and 《行政法规制定程序条例》
#: (条例 规定 办法 …) and what offices call theirs.
GENRES = (
    "责任追究制", "首问负责制", "责任制", "制度", "办法", "规定", "细则", "规则", "规程", "规范",
    "准则", "守则", "条例", "章程", "方案", "意见", "通知", "公约", "措施", "职责", "责任书",
    "预案", "流程", "程序", "标准", "决定", "须知", "纪律", "要求", "明细表", "一览表", "任务",
    "管理", "解释", "批复", "工作规划",
)  # fmt: skip
_TAIL = (
    r"(?:[（(](?:试行|暂行|草案|修订稿?|修正|讨论稿|征求意见稿|\d{4}年?(?:修订|修正)?版?)[）)])*"
)
_TITLE = re.compile(
    rf"[^，,。；;：:！!？?、]{{0,2}}[^，,。；;：:！!？?]{{0,60}}?(?:{'|'.join(GENRES)}){_TAIL}"
)
#: Genres that are as often a subhead or a clause as the name of a regulation: they need a contents
#: entry, or stand only where no other reading is left.
_WEAK = re.compile(rf"(?:管理|要求|任务|标准|程序|纪律|流程|意见|职责|决定|通知){_TAIL}$")
_NOT_A_TITLE = re.compile(
    r"^(?:按照?|根据|依照|依据|参照|遵守|执行|违反|严格|认真|建立|健全|实行|落实|制定|完善"
    r"|本|该|各|其|并|对|由|经|应|必须|不)"
)
_MAX = 60


def is_title(line: str) -> bool:
    """Whether a line, white space dropped, has the form of a regulation's title."""
    return bool(2 < len(line) <= _MAX and _TITLE.fullmatch(line) and not _NOT_A_TITLE.match(line))


def is_strong_title(line: str) -> bool:
    """A title by its own words, without a contents entry to confirm it."""
    return is_title(line) and not _WEAK.search(line)


def stem(title: str) -> str:
    """A title without its genre word: what it is about."""
    return re.sub(rf"(?:工作|管理)*(?:{'|'.join(GENRES)}){_TAIL}$", "", title)
