"""Which words are a title and which a sentence.

A title is told by its form (short, no sentence) and by what stands below it. Where only one of
several brothers qualifies it stays text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from handbook.importing.genre import GENRES
from handbook.importing.segments import Segment
from handbook.importing.working import Working, words
from handbook.labels import RANK, Label, Style
from handbook.provision import Layout

_UNITS = (Style.BOOK, Style.PART, Style.CHAPTER, Style.SECTION)
_STOP = re.compile("[，,。；;！？!?]")
_LEAD_IN = re.compile(
    "下列|以下|如下|应|须|(?<![主重需])要|不得|[由将把对]"
    "|(?<!的)(?:报销|执行|办理|处理|处罚|遵守|具备|履行|包括|提供|提交|处以)$"
)
#: A line with a colon that names what stands below it, and is no sentence that leads into a list.
_NAMES_SUBJECT = re.compile(
    rf"(?:{'|'.join(GENRES)}|范围|内容|原则|对象|时间|分工|附则|总则|目标|依据|管理)[：:]$"
)
#: A phrase, a blank, a sentence: 1、学习形式 为保证…
_BLANK_RUN_IN = re.compile(
    r"(?P<head>[^，,。；;：:！？\s]{2,26}[：:]?)[ \t\u00a0\u3000]+"
    r"(?P<rest>[\u4e00-\u9fffA-Z“《(（].{5,})",
    re.DOTALL,
)
#: A phrase, a full stop, a sentence: (一)信息筛选。信息科科长…
_STOP_RUN_IN = re.compile(r"(?P<head>[^，,。；;：:！？\s]{2,18}。)\s*(?P<rest>\S.+)", re.DOTALL)
#: A remark below a list (备注:…); it belongs to no member of it.
REMARK = re.compile(r"(?P<head>(?:备注|附注|注)[:：])\s*(?P<rest>\S.*)", re.DOTALL)
_SCORE = re.compile(r"[（(][^（()）]{1,12}[)）]$")


@dataclass(frozen=True, slots=True)
class Kin:
    """Indexes of segments whose brothers mostly have the same form of title."""

    stop: frozenset[int]
    blank_run_in: frozenset[int]
    colon_title: frozenset[int]
    above_articles: frozenset[int]
    stop_article: frozenset[int]


def _above_articles(segments: Sequence[Segment]) -> frozenset[int]:
    """Members of lists whose first stands right above a 条: (一)总则 第一条 … (二)… 第三条."""
    out: set[int] = set()
    opened: set[Style] = set()
    for index, (segment, following) in enumerate(pairwise(segments)):
        if segment.label is None or following.label is None:
            continue
        if segment.label.style is not Style.ARTICLE and following.label.style is Style.ARTICLE:
            if segment.label.number == "1":
                opened.add(segment.label.style)
            if segment.label.style in opened:
                out.add(index)
    return frozenset(out)


def _stop_titled_articles(text: str, segments: Sequence[Segment]) -> frozenset[int]:
    """条 that are a short phrase with a full stop; one alone is a short sentence."""
    out = {
        index
        for index, (segment, following) in enumerate(pairwise(segments))
        if segment.label
        and segment.label.style is Style.ARTICLE
        and text[segment.end - 1] == "。"
        and segment.end - segment.body <= 17
        and (following.label is None or following.label.number == "1")
    }
    return frozenset(out) if len(out) > 1 else frozenset()


def titled(
    work: Working,
    segment: Segment,
    raw: str,
    body: str,
    following: Segment | None,
    *,
    flat: bool,
    kin: Kin,
    index: int,
) -> tuple[str | None, str, Layout]:
    """Title, sentence and layout of a labelled segment."""
    label = segment.label
    assert label is not None
    if not body:
        alone = following is not None and following.label is None
        return None, "", Layout.NEXT_BLOCK if alone else Layout.SAME_LINE
    if label.style in _UNITS and not _STOP.search(body):
        run_in = _BLANK_RUN_IN.match(raw)
        if run_in is None:
            return body, "", Layout.NEXT_BLOCK
    below = index in kin.above_articles or _opens_below(work.text, label, following, body)
    if below and _is_title(body, label, following, kin, index):
        return body, "", Layout.NEXT_BLOCK
    run_in = _BLANK_RUN_IN.match(raw.strip())
    if (
        run_in
        and (label.style in _UNITS or index in kin.blank_run_in or len(run_in["head"]) <= 6)
        and _is_blank_run_in(raw.strip())
    ):
        return words(run_in["head"]), words(run_in["rest"], flat=flat), Layout.NEXT_LINE
    if index in kin.stop and (run_in := _STOP_RUN_IN.match(body)):
        return run_in["head"], run_in["rest"], Layout.NEXT_LINE
    return None, body, Layout.SAME_LINE


def _opens_below(text: str, label: Label, following: Segment | None, body: str) -> bool:
    """Whether what follows can only stand below `label`.

    That is a paragraph, the first of a new list, or, under words that end no sentence, a list of a
    deeper style whose numbers run on through the regulation (二、加强… → 4.).
    """
    if following is None:
        return False
    if following.label is None:
        # A short line without a mark is a subhead, and so is a remark: they stand beside.
        if REMARK.match(text, following.body, following.end):
            return False
        return following.end - following.body >= 15 or text[following.end - 1] in "。；;：:"
    if following.label.style is label.style:
        return False
    if following.label.number in ("1", "a", ""):
        return True
    return RANK[following.label.style] > RANK[label.style] and body[-1] not in "。；;，,"


def _is_title(body: str, label: Label, following: Segment | None, kin: Kin, index: int) -> bool:
    """Whether words that stand above something are its title and no sentence."""
    assert following is not None
    core = _SCORE.sub("", body)
    if core.endswith("。"):
        core = core[:-1]
        certain = core != body[:-1] or index in kin.stop_article or index in kin.stop
        return len(core) <= 16 and certain and not _STOP.search(core)
    if core[-1:] in "：:":
        above_list = following.label is not None
        return _is_colon_title(core) and (
            not above_list or len(core) <= 9 or index in kin.colon_title
        )
    if re.search("[。；;！？]", core):
        return False
    # No mark ends the words: a sentence would have one.
    return len(core) <= (40 if following.label is not None else 34) and (
        ("，" not in core and "," not in core) or following.label is not None
    )


def _is_colon_title(body: str) -> bool:
    core = body.rstrip("：:")
    return core != body and len(core) <= 14 and not _STOP.search(core) and not _LEAD_IN.search(core)


def _is_blank_run_in(raw: str) -> bool:
    """A phrase before a blank and a sentence; or a phrase alone, which counts for its brothers."""
    match = _BLANK_RUN_IN.match(raw)
    if match is None:
        return bool(raw) and len(raw) <= 24 and not _STOP.search(raw) and raw[-1] not in "：:"
    head, rest = match["head"], match["rest"]
    return (
        head[-1] not in "、0123456789"
        and bool(re.search("[\u4e00-\u9fff]", head))
        and not re.match("[的及和与等了地得]", rest)
    )


def _is_colon_headed(body: str) -> bool:
    """A phrase with a colon, alone or before a blank and a sentence."""
    return _is_colon_title(re.split(r"\s", body, maxsplit=1)[0])


def _is_stop_headed(body: str) -> bool:
    """A phrase before a full stop and a sentence, or a phrase with a full stop alone."""
    alone = body.endswith("。") and len(body) <= 14 and not _STOP.search(body[:-1])
    return alone or _STOP_RUN_IN.match(body) is not None


def kinship(text: str, segments: Sequence[Segment], plain: Sequence[str]) -> Kin:
    """Which segments look like titles together with their brothers.

    `plain`: the words of each segment.
    """
    lists = _lists(segments)
    return Kin(
        _brothers(lists, plain, _is_stop_headed, 2 / 3),
        _brothers(lists, plain, _is_blank_run_in, 1 / 2),
        _brothers(lists, plain, _is_colon_headed, 1 / 2),
        _above_articles(segments),
        _stop_titled_articles(text, segments),
    )


def _lists(segments: Sequence[Segment]) -> list[list[int]]:
    """Indexes of the segments that count together: 1、 2、 3、…"""
    lists: list[list[int]] = []
    open_lists: list[tuple[Style, list[int]]] = []
    for index, segment in enumerate(segments):
        if segment.label is None:
            continue
        style, number = segment.label.style, segment.label.number
        for at in range(len(open_lists) - 1, -1, -1):
            if open_lists[at][0] is style and number != "1":
                del open_lists[at + 1 :]
                open_lists[at][1].append(index)
                break
        else:
            members = [index]
            lists.append(members)
            open_lists = [entry for entry in open_lists if entry[0] is not style]
            open_lists.append((style, members))
    return lists


def _brothers(
    lists: Sequence[list[int]],
    plain: Sequence[str],
    qualifies: Callable[[str], bool],
    share: float,
) -> frozenset[int]:
    """Indexes of segments that qualify together with at least `share` of their list."""
    out: set[int] = set()
    for members in lists:
        good = [i for i in members if qualifies(plain[i])]
        if len(good) >= 2 and len(good) >= len(members) * share:
            out.update(good)
    return frozenset(out)


def is_subhead(
    body: str,
    segment: Segment,
    following: Segment | None,
    segments: Sequence[Segment],
    index: int,
) -> bool:
    """A short line of its own above the first member of a list, or above another subhead."""
    if segment.form:
        return True
    if not segment.line_start or following is None or not following.line_start:
        return False
    if len(body) > 30 or _STOP.search(body):
        return False
    if body[-1] in "：:" and not _NAMES_SUBJECT.search(body):
        return False
    if following.label is not None:
        fresh = following.label.number in ("1", "a") and following.label.style not in _UNITS
        return fresh and not _leads_list(body, segments, index)
    # Two short lines above a list: a subhead above a subhead.
    below = segments[index + 2] if index + 2 < len(segments) else None
    short = following.end - following.body <= 20
    return bool(
        short
        and below
        and below.label
        and below.label.number == "1"
        and index + 2 < len(segments)
        and len(body) <= 12
    )


def _leads_list(body: str, segments: Sequence[Segment], index: int) -> bool:
    """Whether a line is the sentence that leads into a list inside an open item."""
    before = segments[index - 1] if index else None
    return (
        body[-1] in "：:"
        and before is not None
        and before.label is not None
        and (before.label.style in (Style.ARTICLE,) and not segments[index].line_start)
    )
