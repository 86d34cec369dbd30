"""The words of one paragraph of a Word file: runs, fields, tracked changes, what is no text.

Source: ECMA-376 part 1, §17.3.2 (runs), §17.16 (fields), §17.13.5 (tracked changes).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from handbook import numerals
from handbook.importing import docx_symbols

#: What only the text after a change has, and what only the text before it.
ADDED, REMOVED = frozenset(("ins", "moveTo")), frozenset(("del", "moveFrom"))
#: Wrappers that hold runs and print nothing themselves.
_WRAPPERS = frozenset(
    ("hyperlink", "smartTag", "customXml", "sdt", "sdtContent", "fldSimple", "dir", "bdo")
)
_MARKS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_CIRCLED = re.compile(r"\s*eq\s+\\o\s*\\ac\s*\([○〇]\s*[,，;；]\s*(\d+)\s*\)", re.IGNORECASE)
_UNNAMED = "正文"  # the font of a run that names none
_OWN_NUMBER = re.compile(r"\s*(?:LISTNUM|AUTONUM(?:LGL|OUT)?|EQ)\b", re.IGNORECASE)
_CIRCLES = {
    n: c
    for c, n in numerals.ENCLOSED.items()
    if unicodedata.name(c).startswith(("CIRCLED DIGIT", "CIRCLED NUMBER"))
}


@dataclass(slots=True)
class Inline:
    """What the runs of a paragraph hold.

    Attributes:
        pieces: words in order, each with whether they are hidden (not printed).
        boxes: text boxes anchored here.
        notes: footnotes (True: endnotes) referred to, by id.
        comments: ids of comments.
        remarks: what is no text, as (code, message).
        changed: whether a tracked change lies here.
    """

    pieces: list[tuple[str, bool]] = field(default_factory=list)
    boxes: list[Element] = field(default_factory=list)
    notes: list[tuple[str, bool]] = field(default_factory=list)
    comments: list[str] = field(default_factory=list)
    remarks: list[tuple[str, str]] = field(default_factory=list)
    changed: bool = False

    def say(self, code: str, message: str) -> None:
        """Remark on the paragraph, each remark once."""
        if (code, message) not in self.remarks:
            self.remarks.append((code, message))


@dataclass(slots=True)
class _Field:
    """A field that is open: its instruction, and whether its result has begun."""

    instruction: str = ""
    result: bool = False


class Runs:
    """Reads runs of one story; fields may reach over paragraphs.

    Args:
        old: read the text as it was before the tracked changes.
        numbers: the numbers of notes, shared by the stories of a file; filled in here.
    """

    def __init__(self, old: bool, numbers: dict[tuple[str, bool], int]) -> None:
        self._old = old
        self._numbers = numbers
        self._fields: list[_Field] = []

    def read(self, paragraph: Iterable[Element], into: Inline) -> None:
        """Add the words of a paragraph's children to `into`."""
        for node in paragraph:
            self._node(node, into)

    def _node(self, node: Element, into: Inline) -> None:
        tag = node.tag
        if tag == "r":
            self._run(node, into)
        elif tag in ADDED or tag in REMOVED:
            into.changed = True
            if (tag in REMOVED) == self._old:
                self.read(node, into)
        elif tag in _WRAPPERS:
            self.read(node, into)
        elif tag in ("m:oMath", "m:oMathPara"):
            self._add("".join(t.text or "" for t in node.iter("m:t")), into)
            into.say("picture-left-out", "这一段有公式，只取了其中的文字；请对照原件补全。")
        elif tag == "mc:AlternateContent":
            self.read(alternative(node), into)

    def _run(self, run: Element, into: Inline) -> None:
        properties = run.find("rPr")
        hidden = is_on(properties, "vanish")
        font = _font(properties)
        if is_on(properties, "strike") or is_on(properties, "dstrike"):
            into.say("struck-text", "这一段有画了删除线的文字，已照录；是否作废请对照原件。")
        for node in run:
            tag = node.tag
            if tag == "t" or (tag == "delText" and self._old):
                self._text(node, font, hidden, into)
            elif tag in _MARKS:
                self._add(_MARKS[tag], into, hidden)
            elif tag == "sym":
                self._sign(node, hidden, into)
            elif tag == "fldChar":
                self._field(node.get("fldCharType", ""), into)
            elif tag in ("instrText", "delInstrText"):
                if self._fields:
                    self._fields[-1].instruction += node.text or ""
            elif tag in ("footnoteReference", "endnoteReference"):
                self._note(node, tag == "endnoteReference", hidden, into)
            elif tag == "commentReference":
                into.comments.append(node.get("id", ""))
            elif tag == "ruby":
                self.read(node.iterfind("rubyBase/*"), into)
                into.say("picture-left-out", "这一段有注音，注音没有收入。")
            elif tag in ("drawing", "pict", "object"):
                self._drawing(node, into)
            elif tag == "mc:AlternateContent":
                for inner in alternative(node):
                    if inner.tag in ("drawing", "pict", "object"):
                        self._drawing(inner, into)

    def _add(self, text: str, into: Inline, hidden: bool = False) -> None:
        if text and all(f.result for f in self._fields):
            into.pieces.append((text, hidden))

    def _text(self, node: Element, font: str, hidden: bool, into: Inline) -> None:
        text = node.text or ""
        if node.get("x:space") != "preserve":
            text = text.strip(" \t\n\r")
        text, unknown = docx_symbols.readable(text.replace("\n", " "), font)
        if unknown:
            self._unknown_sign(font, into)
        self._add(text, into, hidden)

    def _sign(self, node: Element, hidden: bool, into: Inline) -> None:
        font = node.get("font", "")
        try:
            found = docx_symbols.sign(int(node.get("char", ""), 16), font)
        except ValueError:
            found = None
        if found is None:
            self._unknown_sign(font, into)
        self._add(found or docx_symbols.MISSING, into, hidden)

    def _unknown_sign(self, font: str, into: Inline) -> None:
        into.say(
            "mapped-characters",
            f"这一段有“{font or '符号'}”字体的符号，不知道是什么字，"
            f"以“{docx_symbols.MISSING}”代替，请对照原件改。",
        )

    def _field(self, kind: str, into: Inline) -> None:
        if kind == "begin":
            self._fields.append(_Field())
        elif kind == "separate" and self._fields:
            self._fields[-1].result = True
        elif kind == "end" and self._fields:
            ended = self._fields.pop()
            circled = _CIRCLED.match(ended.instruction)
            if circled and int(circled[1]) in _CIRCLES:
                self._add(_CIRCLES[int(circled[1])], into)
            elif not ended.result and _OWN_NUMBER.match(ended.instruction):
                into.say(
                    "unknown-number",
                    f"这一段有域代码“{ended.instruction.strip()}”，印出来的字没有存在文件里，"
                    "请对照原件补。",
                )

    def _note(self, node: Element, end: bool, hidden: bool, into: Inline) -> None:
        key = (node.get("id", ""), end)
        into.notes.append(key)
        if is_on(node, "customMarkFollows", own=True):
            return  # the mark itself is in the run behind
        count = sum(1 for _, kind in self._numbers if kind == end)
        number = self._numbers.setdefault(key, count + 1)
        self._add(docx_symbols.raised(number, roman=end), into, hidden)

    def _drawing(self, node: Element, into: Inline) -> None:
        boxes = list(_boxes(node))
        into.boxes += boxes
        if not boxes or next(node.iter("x:blip"), None) is not None:
            into.say("picture-left-out", "这里有图片或嵌入的对象，没有收入；里面的字请人工录入。")


def _boxes(node: Element) -> Iterator[Element]:
    """The text boxes of a drawing, each once (newer and older form of it stand side by side)."""
    for child in node:
        if child.tag == "txbxContent":
            yield child
        elif child.tag == "mc:AlternateContent":
            for inner in alternative(child):
                yield from _boxes(inner)
        else:
            yield from _boxes(child)


def alternative(node: Element) -> list[Element]:
    """The children of the form that newer programs show, else of the one for older programs."""
    for name in ("mc:Choice", "mc:Fallback"):
        form = node.find(name)
        if form is not None and len(form):
            return list(form)
    return []


def is_on(node: Element | None, tag: str, *, own: bool = False) -> bool:
    """Whether a switch is on: a child element, or (`own`) an attribute of `node` itself."""
    if node is None:
        return False
    if own:
        return node.get(tag, "0") in ("1", "true", "on")
    child = node.find(tag)
    return child is not None and child.get("val", "1") in ("1", "true", "on")


def _font(properties: Element | None) -> str:
    fonts = properties.find("rFonts") if properties is not None else None
    if fonts is None:
        return _UNNAMED
    names = (fonts.get(k, "") for k in ("ascii", "hAnsi", "cs", "eastAsia"))
    return next((n for n in names if n), "")
