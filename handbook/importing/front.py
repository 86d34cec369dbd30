"""What stands before the regulations of a compilation: its name, the notice that issued it.

The lines right under a title (题注: 2020年1月1日公司通过, 文号) are told apart here too.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from handbook.importing import contents as toc
from handbook.importing import metadata
from handbook.importing.genre import is_title
from handbook.importing.title import Line, lines
from handbook.importing.working import Working, squeeze
from handbook.labels import parse_label

_COMPILATION = re.compile(
    r".{2,40}(?:汇编|合集|选编|大全|手册|制度集)(?:[（(][^（()）]{1,20}[)）])?"
)
_NOTICE = re.compile(r".{0,40}关于(?:印发|下发|颁发|颁布|公布|发布|修订|执行).{2,80}的通知")
_QUOTED = re.compile(r"《([^《》]{3,60})》")
_CAPTION = re.compile(r"通过|批准|公布|发布|印发|施行|实施|修订|修正|修改|起草|制定|生效|\d号")
#: The name of a body that stands below the title of its regulation.
_ISSUER = re.compile(
    r"[\u4e00-\u9fffXx×]{2,28}(?:[局委办厅部院处会室署]|中心|政府|[大支]队|学校|大学|学院|公司|集团)"
)


@dataclass(frozen=True, slots=True)
class Front:
    """Lines before the first regulation; ranges in the working text.

    Attributes:
        names: lines that name the compilation.
        notice: range of the notice that issued the regulations, or None.
        announced: titles that the notice lists.
        issued: date of the notice.
    """

    names: tuple[Line, ...] = ()
    notice: tuple[int, int] | None = None
    announced: tuple[toc.Entry, ...] = ()
    issued: date | None = None


def read(work: Working, end: int) -> Front:
    """What stands in the working text up to `end` (the contents, or the search limit)."""
    names: list[Line] = []
    notice_start = None
    announced: list[toc.Entry] = []
    body = lines(work, 0, end)
    for index, line in enumerate(body[:40]):
        if parse_label(line.text):
            break
        if _NOTICE.fullmatch(line.text):
            notice_start = body[max(0, index - 1)].start if index else line.start
            if index and len(body[index - 1].text) > 30:
                notice_start = line.start
            break
        if _COMPILATION.fullmatch(line.text):
            names.append(line)
    if notice_start is None:
        return Front(tuple(names))
    text = work.text
    limit = _notice_end(body, notice_start, min(end, notice_start + 4000))
    seen: set[str] = set()
    for match in _QUOTED.finditer(text, notice_start, limit):
        title = squeeze(match.group(1))
        if title in seen or not is_title(title):
            continue
        seen.add(title)
        announced.append(toc.Entry(None, title, match.start(1), match.end(1)))
    return Front(tuple(names), (notice_start, limit), tuple(announced))


def _notice_end(body: list[Line], start: int, limit: int) -> int:
    """Where a notice ends: behind its date, which stands on a line of its own."""
    for line in body:
        if line.start > start and line.end <= limit:
            found = metadata.dates(line.text)
            if found and len(line.text) <= 16:
                return line.end
    return limit


def close_notice(work: Working, front: Front, first_title: int) -> Front:
    """The front once the first regulation is known: the notice ends where that begins."""
    if front.notice is None:
        return front
    start = front.notice[0]
    text = work.text[start:first_title]
    found = metadata.dates(text)
    return Front(
        front.names,
        (start, first_title),
        front.announced,
        found[-1].value if found else None,
    )


@dataclass(frozen=True, slots=True)
class Caption:
    """The lines under a title that are metadata; range in the working text and what they say."""

    lines: tuple[str, ...] = ()
    end: int = 0
    number: str | None = None
    adopted: date | None = None
    issued: date | None = None
    effective: date | None = None


def caption(work: Working, start: int, end: int) -> Caption:
    """The lines from `start` on that tell dates and numbers of the regulation."""
    out: list[str] = []
    stop = start
    number: str | None = None
    adopted: date | None = None
    issued: date | None = None
    effective: date | None = None
    for line in lines(work, start, min(end, start + 1500))[:6]:
        if parse_label(line.text) or len(line.text) > 90 or re.search("[。；;]", line.text):
            break
        found = metadata.dates(line.text)
        own_number = metadata.document_number(line.text)
        body = not any(_ISSUER.fullmatch(o) for o in out) and _ISSUER.fullmatch(line.text)
        if body and not is_title(line.text):
            out.append(line.text)
            stop = line.end
            continue
        if not own_number and not (found and (_CAPTION.search(line.text) or len(line.text) <= 14)):
            break
        number = number or own_number
        for printed in found:
            following = line.text[printed.end : printed.end + 40]
            word = re.search(r"通过|批准|公布|发布|印发|施行|实施|生效", following)
            kind = word.group() if word else ""
            if kind in ("通过", "批准"):
                adopted = adopted or printed.value
            elif kind in ("施行", "实施", "生效"):
                effective = effective or printed.value
            elif kind:
                issued = issued or printed.value
        out.append(line.text)
        stop = line.end
    return Caption(tuple(out), stop, number, adopted, issued, effective)
