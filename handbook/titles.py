"""Which regulation a title means: 《局考勤管理办法》, 考勤办法, 《休假规定》 → the regulation."""

from __future__ import annotations

import enum
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from handbook import pointers
from handbook.provision import Regulation


class Match(enum.IntEnum):
    """How closely a title was met, best first."""

    SAME = 0  # the same words, widths and white space apart
    CORE = 1  # the same but for the body's name before it, or （试行） after it
    TAIL = 2  # the end of the title, what stands before it being a body's name
    SHORT = 3  # typed short: 考勤办法 for 考勤管理办法


_SPACE = re.compile(r"\s+")
_STATUS = re.compile(r"\((?:试行|暂行|修订|修正|[0-9]+年?修[订正]本?|征求意见稿)\)$")
#: What may stand before a title without changing what it means.
_BODY = re.compile(
    r"(?:[\w·]*(?:局|委|办|厅|办公室|中心|公司|集团|院|校|政府|机关|单位|[省市区县乡镇]|X))?"
    r"(?:机关|本)?$"
)
_KINDS = (
    "制度",
    "办法",
    "规定",
    "规则",
    "细则",
    "条例",
    "方案",
    "通知",
    "意见",
    "规范",
    "职责",
    "预案",
    "法",
)


def normal(title: str) -> str:
    """`title` without white space, 《》 around it and differences of width."""
    folded = _SPACE.sub("", pointers.fold(title))
    if folded.startswith("《") and folded.endswith("》") and folded.count("《") == 1:
        folded = folded[1:-1]
    return folded


def kind_of(title: str) -> str:
    """The word for what a title names: 制度, 办法, 规定 …; "" where it is none of them."""
    return next((k for k in _KINDS if _STATUS.sub("", normal(title)).endswith(k)), "")


def strip_body(title: str, names: Iterable[str]) -> str:
    """A normal title without 试行 after it and the name of one of the bodies before it."""
    core = _STATUS.sub("", title).removeprefix("关于印发").removeprefix("中华人民共和国")
    for name in sorted(names, key=len, reverse=True):
        if name and core.startswith(name) and len(core) > len(name) + 1:
            return core[len(name) :]
    return core


class Titles:
    """The titles of a handbook's regulations, each belonging to its issuing body."""

    def __init__(
        self, regulations: Sequence[Regulation], names: Mapping[str, Sequence[str]]
    ) -> None:
        """`names`: the slug of each issuing body → its name and short names."""
        self._names = {slug: tuple(map(normal, words)) for slug, words in names.items()}
        self._same: dict[str, list[Regulation]] = defaultdict(list)
        self._core: dict[str, list[Regulation]] = defaultdict(list)
        self._by_ending: dict[str, list[tuple[str, Regulation]]] = defaultdict(list)
        self._memo: dict[tuple[str, str, Match], tuple[tuple[Regulation, ...], Match]] = {}
        for regulation in regulations:
            title = normal(regulation.title)
            core = self.core(title, regulation.issuer_slug)
            self._same[title].append(regulation)
            self._core[core].append(regulation)
            self._by_ending[core[-1:]].append((core, regulation))

    def core(self, title: str, issuer: str) -> str:
        """A normal title without the name of its body and without 试行."""
        return strip_body(title, self._names.get(issuer, ()))

    def names(self, issuer: str) -> tuple[str, ...]:
        """The name and the short names of a body, widths folded."""
        return self._names.get(issuer, ())

    def find(
        self, title: str, issuer: str = "", upto: Match = Match.TAIL
    ) -> tuple[tuple[Regulation, ...], Match]:
        """The regulations that `title` may mean, and how closely.

        Those of `issuer` come first: others are given only where it has none.
        """
        key = (normal(title), issuer, upto)
        if key not in self._memo:
            self._memo[key] = self._find(key[0], issuer, upto)
        return self._memo[key]

    def named_in(self, title: str, issuer: str) -> tuple[tuple[Regulation, ...], Match]:
        """The regulations that `title` means in a text of `issuer`, and how closely.

        A 会议制度 is one's own; another body's text is meant only if its whole title is given and
        tells whose it is (绍兴市…工作规则, 中华人民共和国…, any 法 and 条例).
        """
        found, match = self.find(title, issuer)
        if match is Match.SAME:
            return tuple(r for r in found if r.issuer_slug == issuer or self._travels(r)), match
        return tuple(r for r in found if r.issuer_slug == issuer), match

    def _travels(self, regulation: Regulation) -> bool:
        title = normal(regulation.title)
        whose = ("中华人民共和国", *self.names(regulation.issuer_slug))
        return title.startswith(whose) or kind_of(title) in ("法", "条例")

    def _find(self, title: str, issuer: str, upto: Match) -> tuple[tuple[Regulation, ...], Match]:
        for match in Match:
            if match > upto:
                break
            found = self._candidates(title, issuer, match)
            own = tuple(r for r in found if r.issuer_slug == issuer)
            if found:
                return own or tuple(found), match
        return (), Match.SAME

    def _candidates(self, title: str, issuer: str, match: Match) -> list[Regulation]:
        if match is Match.SAME:
            return self._same.get(title, [])
        core = self.core(title, issuer)
        if match is Match.CORE:
            return self._core.get(core, [])
        near = self._by_ending.get(core[-1:], [])
        if match is Match.TAIL:
            return [r for known, r in near if _same_tail(core, known)]
        return [r for known, r in near if _shortened(core, known)]


def _same_tail(one: str, other: str) -> bool:
    """Whether two cores are the same but for a body's name before one of them."""
    short, long = sorted((one, other), key=len)
    return len(short) > 3 and long.endswith(short) and bool(_BODY.match(long[: -len(short)]))


def _shortened(typed: str, known: str) -> bool:
    """Whether `typed` is `known` with characters left out, its kind (办法, 制度 …) kept."""
    kind = next((k for k in _KINDS if known.endswith(k)), known[-2:])
    if (
        len(typed) < 2
        or len(typed) > len(known)
        or (typed not in known and not typed.endswith(kind))
    ):
        return False
    rest = iter(known)
    return all(char in rest for char in typed)
