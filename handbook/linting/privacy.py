"""Finds personal data: names after a post, mobile numbers, identity numbers.

A message never repeats what it found. Posts without a name (组长由副局长担任), placeholders (X, ×,
某) and the telephone of an office are no personal data.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from handbook.errors import Diagnostic
from handbook.linting.subject import Subject

_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘蒋蔡余杜叶程苏魏吕丁沈姚卢姜崔"
    "钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤温康施文牛"
    "樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷盛"
    "曲翁冉骆蓝路游辛靳欧阳管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤阳时穆农司卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费"
    "卜冷晏席卫米柏宗瞿桂全佟应臧闵苟邬边卞姬师和仇栾隋商刁沙荣巫寇桑郎甄丛仲虞敖巩明佘池查麻苑迟邝"
)
_GIVEN = r"[一-鿿]{1,2}"
_POSTS = (
    "局长|书记|主任|科长|处长|组长|队长|所长|站长|院长|校长|部长|县长|区长|市长|镇长|乡长|村长|行长"
    "|专员|秘书长|经理|董事长|主席|委员|会计|出纳|干事|联络员|调研员|司机|驾驶员|保管员|成员|同志"
)
#: Words that may follow a post and begin like a surname: 局长任命, 主任何时, 书记和局长.
_NO_NAME = re.compile(
    r"[一-鿿]某|许可|许多|任何|任命|任免|任职|任期|安排|安全|应当|应该|应及|应按|应由|应在|全体|全面|全程|全权|文件|文秘|方可|方能"
    r"|成员|关于|向[一-鿿]|和[一-鿿]|由|时[一-鿿]|于[一-鿿]|查[一-鿿]|明确|高度|连续|单独|单位|管理|解释|解决"
    r"|简要|时间|路线|项目|师[一-鿿]|商[一-鿿]|通过|包括|关心|严格|温馨|平时|常务|金额|党[一-鿿]|宁可|白天"
    r"|季度|祝[一-鿿]|连同|章程|农[一-鿿]|程序|双[一-鿿]|费用|车辆|施行|施工|成立|成为|安置|易[一-鿿]|毕业"
)
#: Names that stand for a doctrine or a public example.
_PUBLIC = re.compile("毛泽东|邓小平|江泽民|胡锦涛|习近平|周恩来|马克思|马恩列|焦裕禄|孔繁森")
_AFTER = (
    r"(?=同志|担任|兼任|任(?:组|副|主|队|科|局|处)|为(?:组|副|主|第)|具体负责|负责|牵头"
    r"|[、，,；;。）)]|$)"
)
_NAMED = re.compile(rf"(?:{_POSTS})(?P<name>[{_SURNAMES}]{_GIVEN}){_AFTER}")
_LISTED = re.compile(
    rf"(?:成员|组员|联系人|负责人|经办人|责任人|组长|主任)(?:[:：]|为|由)[ \u3000]*"
    rf"(?P<name>[{_SURNAMES}]{_GIVEN})(?=、[{_SURNAMES}]{_GIVEN}(?:[、，,；;。]|$)|同志|担任)"
)
_COMRADE = re.compile(rf"(?:^|[，,。；;、由请与对])(?P<name>[{_SURNAMES}]{_GIVEN})同志")
_MOBILE = re.compile(r"(?<![0-9])1[3-9][0-9]{9}(?![0-9])")
_IDENTITY = re.compile(r"(?<![0-9A-Za-z])[1-9][0-9]{16}[0-9Xx](?![0-9A-Za-z])")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_ROLE_END = re.compile(r"[长任记员部门室科处局组办会]$")


def personal(subject: Subject) -> Iterator[Diagnostic]:
    """Personal data in the texts of a regulation."""
    for provision in subject.provisions:
        for start, kind in sorted(_found(provision.text)):
            yield subject.report(
                "personal-data", provision,
                f"这里像是{kind}；公开前应遮盖（文字与来源都要），确非个人信息的列入基线", start,
            )  # fmt: skip


def _found(text: str) -> Iterator[tuple[int, str]]:
    names = {
        match.start("name")
        for pattern in (_NAMED, _LISTED, _COMRADE)
        for match in pattern.finditer(text)
        if not _NO_NAME.match(match["name"])
        and not _ROLE_END.search(match["name"])
        and not _PUBLIC.match(match["name"])
    }
    yield from ((start, "人名") for start in names)
    yield from ((match.start(), "手机号码") for match in _MOBILE.finditer(text))
    for match in _IDENTITY.finditer(text):
        if _is_identity(match.group()):
            yield match.start(), "身份证号码"


def _is_identity(number: str) -> bool:
    """Whether the last character is the check character of GB 11643-1999."""
    total = sum(int(digit) * weight for digit, weight in zip(number, _WEIGHTS, strict=False))
    return "10X98765432"[total % 11] == number[17].upper()
