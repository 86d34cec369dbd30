"""Checks of what copying and conversion damage: document numbers, dates, units, ranges."""

from __future__ import annotations

import re
from collections.abc import Iterator

from handbook.errors import Diagnostic
from handbook.linting.subject import Subject
from handbook.provision import Level

#: A document number that lost one of its brackets.
LOST_BRACKET = re.compile(r"〔[0-9]{4}(?!〕)[0-9 ]*号?|(?<![0-9〔])[0-9]{4}〕第?[0-9]+号")
_NO_BRACKETS = re.compile(r"[一-鿿](?:发|函|办|字|令|通|政)(?:19|20)[0-9]{3,6}号")
_LOST_MONTH = re.compile(
    r"(?:每年|(?<=[0-9])年|自|从|时间[:：])(?P<one>[0-9]{2,4})日(?:[至到](?P<until>[0-9]{2,4})日)?"
    r"|(?P<from>[0-9]{2,4})日[至到](?P<to>[0-9]{2,4})日"
)
_DATE = re.compile(r"(?<![0-9])(?P<month>[0-9]{1,2})月(?P<day>[0-9]{1,2})日")
_DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_MONEY = (
    "罚款|扣款|扣发|扣除|扣|奖励|奖金|补助|补贴|标准|费用|金额|工资|津贴|经费|不超过|不高于|不低于"
    "|给予"
)
_LOST_UNIT = re.compile(
    rf"(?:{_MONEY})[^0-9，,。;；、]{{0,6}}(?P<amount>[0-9]+(?:\.[0-9]+)?)"
    r"(?=$|[。；;，,)）]|[/／][人次天日月年餐趟]|(?:处罚|罚款|奖励|补助))"
)
_JOINED = re.compile(r"(?<![0-9.])(?P<low>[0-9]{2})(?P<high>[0-9]{2})(?P<unit>分|天|人|岁|℃|度|%)")
_SINGLE = "(?<![0-9.])%s(?:分|天|人|岁|℃|度|%%)"


def document_numbers(subject: Subject) -> Iterator[Diagnostic]:
    """Document numbers that lost a bracket: 〔201625号."""
    for provision in subject.provisions:
        for pattern in (LOST_BRACKET, _NO_BRACKETS):
            for match in pattern.finditer(provision.text):
                yield subject.report(
                    "damaged-document-number", provision,
                    f"文号“{match.group()}”缺括号，应如“〔2016〕25号”；对照原文件改正",
                    match.start(),
                )  # fmt: skip


def dates(subject: Subject) -> Iterator[Diagnostic]:
    """Dates that lost 月, or that no calendar has: 每年51日至930日, 2月30日."""
    for provision in subject.provisions:
        if "日" not in provision.text:
            continue
        done = -1
        for match in _LOST_MONTH.finditer(provision.text):
            for group in ("one", "until", "from", "to"):
                number = match[group]
                if number and int(number) > 31 and _split(number) and match.start(group) > done:
                    done = match.start(group)
                    yield subject.report(
                        "damaged-date", provision,
                        f"“{number}日”不成日期，可能缺“月”（{_split(number)}？）", done,
                    )  # fmt: skip
        for match in _DATE.finditer(provision.text):
            month, day = int(match["month"]), int(match["day"])
            if not 1 <= month <= 12 or not 1 <= day <= _DAYS[month - 1]:
                yield subject.report(
                    "damaged-date", provision, f"没有“{match.group()}”这一天", match.start()
                )


def _split(number: str) -> str:
    """The dates that a number may be without its 月: 51 → 5月1日, 101 → 10月1日 或 1月01日."""
    found = []
    for at in (1, 2):
        month, day = number[:at], number[at:]
        fits = day and day[0] != "0" and month[0] != "0"
        if fits and int(month) <= 12 and 1 <= int(day) <= _DAYS[int(month) - 1]:
            found.append(f"{month}月{day}日")
    return "或".join(found)


def units(subject: Subject) -> Iterator[Diagnostic]:
    """Amounts without unit: 罚款50, 给予200处罚, 不高于80/人."""
    for provision in subject.provisions:
        if provision.level is Level.TABLE:
            continue
        for match in _LOST_UNIT.finditer(provision.text):
            yield subject.report(
                "lost-unit", provision,
                f"“{match['amount']}”后面没有单位（元？分？）；对照原件补上", match.start("amount"),
            )  # fmt: skip


def dashes(subject: Subject) -> Iterator[Diagnostic]:
    """Two numbers that run together: 8085分 in a text that also says 80分 and 85分."""
    whole = "\n".join(p.text for p in subject.provisions if _JOINED.search(p.text))
    if not whole:
        return
    everything = "\n".join(p.text for p in subject.provisions)
    for provision in subject.provisions:
        for match in _JOINED.finditer(provision.text):
            low, high = match["low"], match["high"]
            alone = all(re.search(_SINGLE % number, everything) for number in (low, high))
            if int(low) < int(high) and alone:
                yield subject.report(
                    "lost-dash", provision,
                    f"“{match.group()}”可能是“{low}—{high}{match['unit']}”丢了连接号",
                    match.start(),
                )  # fmt: skip
