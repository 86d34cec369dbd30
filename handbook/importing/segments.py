"""From the range of one regulation to segments: one for each label, paragraph or table.

Two things must be undone here: lines that a page or a screen broke (hard wraps), and labels that
were glued to the text before them when a file was pasted on one line. A label inside a line opens
a segment only where it continues a list that is open, or begins one that goes on.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from itertools import islice, pairwise

from handbook import numerals
from handbook.importing.working import Working, trim
from handbook.labels import Label, Style, parse_label


@dataclass(frozen=True, slots=True)
class Segment:
    """A label with the words behind it, or words without label; ranges in the working text.

    Attributes:
        label: the printed label, or None.
        start: where the label or the words begin.
        body: where the words begin (behind label and gap).
        end: where the words end, outer white space left out.
        line_start: whether it begins a printed line.
        wraps: places where a hard wrap was joined.
        form: it is the name of a form pasted behind an appendix.
    """

    label: Label | None
    start: int
    body: int
    end: int
    line_start: bool
    wraps: tuple[int, ...] = ()
    form: bool = False


#: How many possible labels are looked at for the second member of a list; bounds hostile texts.
_LOOK_AHEAD = 200
#: A source with a line this long was pasted on one line: blanks stand where lines ended.
FLAT_LINE = 3000

_H, _D = numerals.HAN, "0-9０-９"
_CANDIDATE = re.compile(
    rf"第[{_H}{_D}]{{1,6}}(?:编|分编|章|节|条)|[{_H}]{{1,3}}[、.．]|[(（][{_H}]{{1,3}}[)）]|[㈠-㈩]"
    rf"|(?<![{_D}.．])[{_D}]{{1,2}}[、.．]|(?<![{_D}])[{_D}]{{1,2}}[)）]|[(（][{_D}]{{1,2}}[)）]|[⑴-⒛①-⑳]"
    rf"|(?<![A-Za-z])[A-Z][、.．](?=[\u4e00-\u9fff])|附[:：](?=\s*[{_D}一《])"
)
_TERMINAL = "。；;：:！？!?…"
_CLOSERS = '”’」』）)】]》"'
_BREAKS_SENTENCE = re.compile("[，,。；;：:！？]")
_UNITS = (Style.BOOK, Style.PART, Style.CHAPTER, Style.SECTION, Style.ARTICLE)


def segment(work: Working, start: int, end: int, *, flat: bool) -> tuple[Segment, ...]:
    """All segments of a range, in order; together they hold every character that is not a blank."""
    counter = _Counter()
    out: list[Segment] = []
    for piece in _logical_lines(work, start, end):
        out.extend(_cut(work, piece, counter, flat=flat))
    return tuple(_forms(work.text, out) if flat else out)


@dataclass(slots=True)
class _Piece:
    """A logical line while it grows, line by line."""

    start: int
    end: int
    wraps: list[int] = field(default_factory=list)


# --- hard wraps ---


def _logical_lines(work: Working, start: int, end: int) -> list[_Piece]:
    text = work.text
    out: list[_Piece] = []
    width = max((m.end() - m.start() for m in re.finditer(r"[^\n]+", text[start:end])), default=0)
    previous_end = start
    for match in re.finditer(r"[^\n]+", text[start:end]):
        a, b = trim(text, start + match.start(), start + match.end())
        if a == b:
            continue
        adjacent = text.count("\n", previous_end, a) == 1
        if out and adjacent and text[a] == "|" and text[out[-1].start] == "|":
            out[-1].end = b
        elif out and _continues(text, out[-1], a, b, adjacent=adjacent, width=width):
            out[-1].end = b
            out[-1].wraps.append(a)
        else:
            out.append(_Piece(a, b))
        previous_end = b
    return out


def _continues(text: str, last: _Piece, a: int, b: int, *, adjacent: bool, width: int) -> bool:
    """Whether the line `a:b` goes on with the sentence of the piece before it."""
    line_end = text[last.end - 1]
    line = text[a:b]
    before = text[max(last.start, last.end - 2) : last.end - 1]
    if line_end in _TERMINAL or (line_end in _CLOSERS and before in tuple("。！？；")):
        return False
    if parse_label(_head(text, a, b)) is not None or text[last.start] == "|" or line[0] == "|":
        return False
    if line_end in "，,、":
        return True  # no sentence ends so, not even before a blank line
    if not adjacent:
        return False
    last_line = text[max(last.start, text.rfind("\n", last.start, last.end) + 1) : last.end]
    long = len(last_line) >= 0.8 * width >= 20 or len(last_line) >= 30
    if _BREAKS_SENTENCE.search(last_line):
        return long or len(last_line) >= 15
    return len(line) <= 8 and line[-1] in "。；;" and len(last_line) >= 8


# --- glued labels ---


class _Counter:
    """The lists that are open at this place: style → last number, outermost first."""

    def __init__(self) -> None:
        self._open: list[tuple[Style, int]] = []

    def last(self, style: Style) -> int | None:
        for open_style, number in reversed(self._open):
            if open_style is style:
                return number
        return None

    def take(self, label: Label) -> None:
        """Note a label that opened a provision: what stood deeper is closed."""
        number = (numerals.order(label.number) or (0,))[0]
        places = [i for i, (style, _) in enumerate(self._open) if style is label.style]
        # A list may stand once inside one of its own style ((一) below a 条 below (五)).
        if places and (number > 1 or label.style in _UNITS or len(places) > 1):
            del self._open[places[-1] :]
        elif places and places[-1] == len(self._open) - 1:
            del self._open[-1]
        self._open.append((label.style, number))


def _cut(work: Working, piece: _Piece, counter: _Counter, *, flat: bool) -> list[Segment]:
    text = work.text
    if text[piece.start] == "|":
        return [Segment(None, piece.start, piece.start, piece.end, True)]
    out: list[Segment] = []
    first = parse_label(_head(text, piece.start, piece.end))
    cuts: list[tuple[int, Label | None]] = [(piece.start, first)]
    if first:
        counter.take(first)
    since = piece.start + (first.end if first else 0)
    for match in _CANDIDATE.finditer(text, piece.start + 1, piece.end):
        at = match.start()
        if at < since:
            continue
        label = parse_label(_head(text, at, piece.end))
        if label is None or not _opens(text, since, at, piece.end, label, counter):
            continue
        counter.take(label)
        cuts.append((at, label))
        since = at + label.end
    for index, (at, label) in enumerate(cuts):
        stop = cuts[index + 1][0] if index + 1 < len(cuts) else piece.end
        stop = trim(text, at, stop)[1]
        body = min(at + (label.end if label else 0), stop)
        wraps = tuple(w for w in piece.wraps if at < w < stop)
        segment_ = Segment(label, at, body, stop, index == 0, wraps)
        out.extend(_paragraphs(text, segment_) if flat else [segment_])
    return out


def _head(text: str, at: int, end: int) -> str:
    return text[at : min(end, at + 80)]


def _opens(text: str, since: int, at: int, end: int, label: Label, counter: _Counter) -> bool:
    """Whether a label found inside a line opens a provision there."""
    before = text[since:at]
    core = before.rstrip()
    if not core:
        return True  # right behind another label: 一、(一)
    blank = len(core) < len(before)
    strong = core[-1] in _TERMINAL or (core[-1] in _CLOSERS and core[-2:-1] in tuple("。！？；;"))
    if label.flaw == "lost-numeral":
        return False
    numbers = numerals.order(label.number)
    number = numbers[0] if numbers else 0
    last = counter.last(label.style)
    follows = last is not None and number == last + 1
    if label.style is Style.APPENDIX:
        return blank
    if label.style in _UNITS:
        return blank or strong
    short = len(core) <= 28 and not _BREAKS_SENTENCE.search(core.rstrip("：:。"))
    if not (strong or short or blank):
        return False
    if follows:
        return True
    if last is not None and strong and blank and number in (last, last + 2):
        return True  # a repeated or a missing number: reported later, never dropped
    if number != 1:
        return False
    if short and (blank or last is None or core[-1] in _TERMINAL):
        return strong or not _runs_inline(text, at + label.end, end, label)
    return _goes_on(text, at + label.end, end, label)


def _runs_inline(text: str, at: int, end: int, label: Label) -> bool:
    """Whether the list that `label` begins runs inside a sentence: 采用(1)招标、(2)询价等方式."""
    for match in islice(_CANDIDATE.finditer(text, at, end), _LOOK_AHEAD):
        second = parse_label(_head(text, match.start(), end))
        if second is not None and second.style is label.style:
            return text[at : match.start()].rstrip()[-1:] in tuple("、，,和及或与")
    return False


def _goes_on(text: str, at: int, end: int, label: Label) -> bool:
    """Whether a second member of the list that `label` begins stands further on."""
    for match in islice(_CANDIDATE.finditer(text, at, end), _LOOK_AHEAD):
        second = parse_label(_head(text, match.start(), end))
        if second is None or second.style is not label.style:
            continue
        core = text[at : match.start()].rstrip()
        if core and core[-1] in _TERMINAL + _CLOSERS:
            return second.number in ("2", "b")
    return False


_NAMED = re.compile(r"《([^《》]{2,30})》")


def _forms(text: str, segments: list[Segment]) -> list[Segment]:
    """Forms pasted behind the list that names them (附: 1、《派车单》 … 派车单 用车科室 …).

    A name from the list that stands alone between blanks is the head of a form.
    """
    first = next(
        (i for i, s in enumerate(segments) if s.label and s.label.style is Style.APPENDIX), None
    )
    if first is None:
        return segments
    area = text[segments[first].start : segments[-1].end]
    names = sorted({m.group(1) for m in _NAMED.finditer(area)}, key=len, reverse=True)
    if not names:
        return segments
    head = re.compile(rf"(?:(?<=\s)|^)(?:{'|'.join(map(re.escape, names))})(?=\s)")
    out = segments[:first]
    for whole in segments[first:]:
        cuts = [whole.body + m.start() for m in head.finditer(text[whole.body : whole.end])]
        bounds = [*cuts, whole.end]
        stop = trim(text, whole.body, bounds[0])[1]
        if whole.label is not None or stop > whole.body:
            out.append(replace(whole, end=stop))
        for a, b in pairwise(bounds):
            match = head.match(text, a)
            behind = match.end() if match else a
            out.append(Segment(None, a, a, behind, True, form=True))
            rest, stop = trim(text, behind, b)
            if rest < stop:
                out.append(Segment(None, rest, rest, stop, False))
    return out


def _paragraphs(text: str, whole: Segment) -> list[Segment]:
    """In a text pasted on one line, a full stop and a blank end a paragraph."""
    cuts = [
        m.end()
        for m in re.finditer(
            r"[。！？][”’）)]?[ \u3000\u2003\u00a0]+(?=\S)", text[whole.body : whole.end]
        )
    ]
    if not cuts:
        return [whole]
    bounds = [whole.body, *(whole.body + c for c in cuts), whole.end]
    out = []
    for index, (a, b) in enumerate(pairwise(bounds)):
        b = trim(text, a, b)[1]
        if index == 0:
            out.append(replace(whole, end=b))
        else:
            out.append(Segment(None, a, a, b, False))
    return out
