"""The phrases in which amending notices give their orders, as patterns over folded words.

A quotation is one character (see `printed.MARK`), so no word of a text is mistaken for a phrase.
"""

from __future__ import annotations

import re

LAST_MARK = 0xF900
QUOTES = "[\ue000-\uf8ff]+"
TO = r"(?:修改|修正|修订|更改|变更|调整|替换|统一修改|统一改|更名)?(?:成|为|改为)"
CHANGE = (
    r"(?:统一|均|全部|一并|相应地?)?"
    r"(?:修改为|改为|修正为|修订为|更改为|变更为|调整为|替换为|表述为)"
)
MOVE = r"(?:相应地?|依次|分别)?(?:修改为|改为|作为|调整为|变更为|顺延为|列为)"
LIST = re.compile(r"[、和与及]|以及")
MORE = r"(?:增加|增设|增写|增补|新增|添加)"
#: What may stand between a provision and words quoted out of it.
WITHIN = (
    r"(?:规定)?(?:中|里|内|当中)?(?:规定)?(?:的)?(?:规定)?(?:章名|标题|名称)?"
    r"(?:(?:末尾|最后|开头|开始)(?:部分)?)?(?:[前后]?[一二两三]句|第[一二三四]句|部分)?(?:的)?(?:规定)?[:,]?"
)
UNITS = r"(?P<many>[一二两三四五六七八九十])?个?(?P<unit>条|款|项|目)"
SKIP = re.compile(r"(?:[,。;；、\n]|同时|并且|并|其中|相应|另外?|此外)+")
LAW = re.compile(
    r"(?:《[^《》]*(?:《[^《》]*》)?[^《》]*》|[\u4e00-\u9fff]{0,16}?(?:宪法|刑法|民法典|法|条例)(?=第|序言|中)"
    r"|本(?:办法|规定|条例|制度|细则|规则|解释|法))?(?:的)?(?:原来?的?|现行|修改后的?(?:《[^《》]*》)?)?"
)
PREAMBLE = re.compile(r"(?:序言|引言|前言|导语)(?:第(?P<nth>[一二三四五六七八九十]+)(?:自然)?段)?")
THIS = re.compile(r"(?:该|本|此|这一)(?P<kind>条|款|项|自然段)")
OFFICE = re.compile(rf"{QUOTES}中(?=第|{MORE})|[\u4e00-\u9fff]{{2,20}}?职权(?=第)")
SEQUENCE = re.compile(
    r"(?:将|对)?(?:《[^《》]*》|本[\u4e00-\u9fff]{2})?(?:的)?(?:其[他余]|以下|其后|后续|有关)?(?:各?条(?:文|款)?|款)的?(?:的)?"
    r"(?:顺序|序号|次序|编号)(?:作|做|也|予以)?(?:相应|依次|同步)?(?:的)?(?:作|做)?(?:相应)?(?:调整|顺延|变动)"
)
RETITLE = re.compile(
    rf"(?:将|把)?(?:名称|题目|标题)(?:由(?P<old>{QUOTES}))?{TO}:?\n?(?P<new>{QUOTES})"
)
REPEAL = re.compile(
    r"(?:废止|停止(?:执行|施行|适用))《[^《》]*》|《[^《》]*》(?:同时)?(?:予以)?(?:废止|停止(?:执行|施行|适用))"
)
QUOTED_MOVE = re.compile(rf"(?P<old>{QUOTES}){MOVE}(?P<new>{QUOTES})")
