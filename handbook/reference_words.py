"""The words by which a text points at something: patterns over folded text without white space."""

from __future__ import annotations

import re
from collections.abc import Sequence

from handbook import numerals, pointers, terms

_ENCLOSED = "".join(numerals.ENCLOSED)
_APPENDIX_NUMBER = rf"[0-9]{{1,2}}|(?!一[并同起样般式律])[{numerals.HAN}]{{1,3}}"
_APPENDIX_WORD = rf"(?P<word>附[件表录图])(?P<number>{_APPENDIX_NUMBER})?"
APPENDIX = re.compile(_APPENDIX_WORD)
_COUNT = "[两二三四五六七八九十]"
TOKEN = re.compile(
    rf"""
      (?P<title>《[^《》]{{1,120}}(?:《[^《》]{{1,120}}》[^《》]{{0,60}})*》)
    | (?P<self>本(?:实施|暂行)?(?:{terms.SELF})(?![院庭官师])|本《[^《》]{{1,12}}》)
    | (?P<way>[前上下])(?:(?P<count>{_COUNT})|一)?(?P<unit>[条款项])(?![件目例待式])
    | (?P<here>[本该同此])(?P<level>[章节条款项])(?![件目例待式约日假程能])
    | (?P<pointer>[第笫](?=[(0-9{numerals.HAN}{_ENCLOSED}])
        |(?=[({_ENCLOSED}][^)]{{0,4}}\)?[项目、和与至]))
    | (?P<appendix>{_APPENDIX_WORD})
    | (?P<stop>[。!?])
    """,
    re.VERBOSE,
)
OF = re.compile(r"(?:\([^()]{0,60}\))?(?:中)?的?")
DOCUMENT_NUMBER = re.compile(r"([\w]{1,12}[〔\[][0-9]{4}[〕\]]第?[0-9]+号)(?:文件)?\)?$")
NAME_BEFORE = re.compile(
    rf"\w{{0,30}}?(?:法典|修正案|公约|协定|批复|[通总附]则|{terms.SELF})(?:\([^()]{{1,12}}\))?"
    r"(?:[总分附]则)?$"
)
#: The words after which a name begins: 依照刑法, 和民法典.
LEAD = re.compile(
    r".*(?:依照|按照|依据|根据|违反|适用|参照|符合|具有|属于|以及|或者|执行|遵守|遵照|对照|比照|关于|包括"
    r"|[和与或及对将由是在有的以按照从系除为被经因自至])"
)
#: 第五条前两款; 第五条所列第（一）项, 第五条第一款的规定和第二款.
FIRST = re.compile(rf"前(?P<count>{_COUNT})(?P<unit>[款项])(?!目)")
WITHIN = re.compile(r"(?:中|所列|所规定|规定|所述)的?(?=第|\()|的?规定[、和与及或](?=第|\()")
JOINT = re.compile("[、和与及或]")
DEICTIC = re.compile(rf"[该同此](?:{terms.SELF})")
#: The words before a bare 第四章 that show it to be a reference and no ordinal.
FOLLOWING = re.compile(r"(?:按照?|依照|根据|依据|适用|违反|参照|见|符合|除)$")
SAID = re.compile(r"的?(?:规定|所[列述称定指]|情形|要求)|[、和与及或至]第?[(0-9]|第")
EXCLUDES = re.compile(r"除外|不(?:含|包括|适用)|^除|^不含")
APPENDIX_CUE = re.compile(r"(?:见|按|填写|填报|本\w{1,4}|如|参照|\()$")
AMENDS = re.compile(r"关于(?:修改|修订|调整|补充|废止|印发修改)\s*(?P<title>[《〈].+[》〉])")
ABOUT = re.compile(
    r"(?:适用|执行|贯彻|实施)(?P<title>[《〈][^《》〈〉]+[》〉]|\w{1,20}?法(?![律规院]))"
)
AMENDMENT = re.compile(r"(?P<title>.+?)修正案(?:\(.+\))?$")


_SPACE = re.compile(r"\s")


def squeeze(text: str) -> tuple[str, Sequence[int]]:
    """`text` folded and without white space, and the offset in `text` of each character of it."""
    folded = pointers.fold(text)
    if not _SPACE.search(folded):
        return folded, range(len(folded))
    kept = [at for at, c in enumerate(folded) if not c.isspace()]
    return "".join(folded[at] for at in kept), kept
