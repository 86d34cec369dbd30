"""A Word file as canonical text: automatic numbers as printed, tables, notes, tracked changes.

Tracked changes make two texts: the one after and the one before them. The file is longer than
others because one pass over the blocks feeds all of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from handbook.errors import Severity
from handbook.importing import canonical, docx_numbering, docx_symbols
from handbook.importing.canonical import Canonical
from handbook.importing.docx_inline import ADDED, REMOVED, Inline, Runs, alternative, is_on
from handbook.importing.docx_numbering import Counter
from handbook.importing.docx_package import Package
from handbook.importing.docx_table import Cell, Row, rows
from handbook.labels import parse_label

_BEHIND = "\n\n\f\n"  # parts the text from what is printed outside it
_TITLE = "title"  # name of Word's own style, in whatever language Word speaks
_SHOWN = 40  # characters of a passage that a remark shows
_NUMERAL = re.compile(r"\d+")
_ANY = "文"  # any word behind a label
_WRAPPERS = frozenset(("sdt", "sdtContent", "customXml", "smartTag"))
_INFORMS = frozenset(("moved-note", "listed-comment", "outside-link"))


@dataclass(frozen=True, slots=True)
class Document:
    """What a Word file says.

    Attributes:
        text: after all tracked changes.
        before: before them; None where there are none.
    """

    text: Canonical
    before: Canonical | None


def read(data: bytes, name: str) -> Document:
    """The text of a Word file; `name` is its name in messages.

    Raises:
        HandbookError: the file is damaged, has a password, or is larger than bounds allow.
    """
    package = Package(data, name)
    reader = _Reader(package, old=False)
    text = reader.read()
    before = _Reader(package, old=True).read() if reader.changes else None
    return Document(text, before)


@dataclass(slots=True)
class _Paragraph:
    """A paragraph while its marks are sought: properties, label, words."""

    label: str = ""
    inline: Inline = field(default_factory=Inline)


class _Reader:
    """Reads one version (before or after the tracked changes) of a file.

    Attributes:
        changes: how many paragraphs and rows hold tracked changes.
    """

    def __init__(self, package: Package, *, old: bool) -> None:
        self._package = package
        self._old = old
        self._links = {link.id: link for link in package.links(package.main)}
        self._numbering = docx_numbering.read(self._part("numbering"), self._part("styles"))
        self._counter = Counter(self._numbering)
        self._box_counter = Counter(self._numbering)
        self._notes: dict[tuple[str, bool], int] = {}
        self._note_places: dict[tuple[str, bool], int] = {}
        self._runs = Runs(old, self._notes)
        self._out = canonical.Writer(package.name)
        self._pending = Inline()
        self._comments: list[tuple[str, int]] = []
        self._titles: list[tuple[int, int]] = []
        self._unread: set[str] = set()
        self.changes = 0

    def _part(self, kind: str) -> Element | None:
        path = next((k.target for k in self._links.values() if k.kind == kind), "")
        return self._package.root(path) if self._package.has(path) else None

    def read(self) -> Canonical:
        """The whole text."""
        for child in self._package.children(self._package.main):
            self._block(child)
        self._flush(_Paragraph("", self._pending))
        self._add_notes()
        self._add_margins()
        self._add_comments()
        self._say_file()
        return self._out.finish(self._titles[0] if len(self._titles) == 1 else None)

    # --- blocks ---

    def _block(self, node: Element) -> None:
        for block in blocks(node, self._old):
            if block.tag == "p":
                paragraph = self._paragraph(block, self._counter)
                if paragraph is not None:
                    self._flush(paragraph, self._numbering.style_name(block.find("pPr")))
            elif block.tag == "tbl":
                self._table(block)
            elif block.tag == "altChunk":
                self._remark("picture-left-out", "这里插入了另一个文件，没有收入；请单独导入它。")

    def _paragraph(self, node: Element, counter: Counter) -> _Paragraph | None:
        """A paragraph with its label; None where a tracked change joins it to the next one."""
        properties = self._properties(node)
        inline, self._pending = self._pending, Inline()
        self._runs.read(node, inline)
        mark = properties.find("rPr") if properties is not None else None
        if self._renumbered(node.find("pPr")):
            inline.changed = True
        changes = {child.tag for child in mark} & (ADDED | REMOVED) if mark is not None else set()
        if changes:
            inline.changed = True
            if changes & (ADDED if self._old else REMOVED):
                self._pending = inline
                return None
        shown = any(words.strip() for words, hidden in inline.pieces if not hidden)
        if is_on(mark, "vanish") and not shown:
            return _Paragraph("", inline)  # a hidden paragraph is not counted
        label = self._label(properties, counter, inline)
        self._say_unread(label.strip(), inline)
        return _Paragraph(label, inline)

    def _say_unread(self, label: str, inline: Inline) -> None:
        """Say once of each kind of number that it opens no provision, so that none is invented."""
        kind = _NUMERAL.sub("0", label)
        if kind in self._unread or "0" not in kind or parse_label(f"{label} {_ANY}"):
            return
        self._unread.add(kind)
        inline.say(
            "unknown-number",
            f"手册没有“{label}”这种编号；这样编号的段落（这里和以后）照印出的字收入，"
            "作为没有编号的段，不能按编号引用。请对照原件看层级。",
        )

    def _renumbered(self, properties: Element | None) -> bool:
        """Whether a tracked change gave the paragraph another place in its list."""
        before = properties.find("pPrChange/pPr") if properties is not None else None
        of = self._numbering.of
        return before is not None and of(before) != of(properties)

    def _properties(self, node: Element) -> Element | None:
        properties = node.find("pPr")
        if self._old and properties is not None:
            changed = properties.find("pPrChange/pPr")
            if changed is not None:
                mark = properties.find("rPr")
                if mark is not None:
                    changed.append(mark)
                return changed
        return properties

    def _label(self, properties: Element | None, counter: Counter, inline: Inline) -> str:
        reference = self._numbering.of(properties)
        if reference is None:
            return ""
        label, gap, unknown = counter.label(*reference)
        label, missing = docx_symbols.readable(label, "")
        if unknown or missing:
            inline.say(
                "unknown-number",
                f"自动编号的格式“{unknown or '符号'}”不认识，编号暂写作“{label}”，请对照原件改。",
            )
        return label + gap if label else ""

    def _flush(self, paragraph: _Paragraph, style: str = "") -> None:
        """Write a paragraph (of a style of that name) and what is anchored to it."""
        inline = paragraph.inline
        visible = "".join(w for w, hidden in inline.pieces if not hidden)
        self._remarks(inline, paragraph.label + visible)
        if paragraph.label.strip() or any(w.strip() for w, _ in inline.pieces):
            if style.lower() == _TITLE and not paragraph.label and visible.strip():
                self._titles.append((self._out.size, self._out.size + len(visible)))
            self._out.add(paragraph.label)
            for words, hidden in inline.pieces:
                if hidden:
                    self._out.add_noise(words, "隐藏文字")
                else:
                    self._out.add(words)
            self._out.add("\n\n")
        for box in inline.boxes:
            self._box(box)

    def _remarks(self, inline: Inline, text: str) -> None:
        for code, message in inline.remarks:
            self._remark(code, message)
        for key in inline.notes:
            self._note_places.setdefault(key, self._out.size)
        self._comments += [(id_, self._out.size) for id_ in inline.comments]
        if inline.changed:
            self.changes += 1
            self._remark(
                "tracked-changes",
                f"这一段有没有定稿的修订，{'修订前' if self._old else '接受全部修订后'}是"
                f"“{_short(text) or '（空）'}”。请确认以哪一稿为准。",
            )

    def _remark(self, code: str, message: str, at: int | None = None) -> None:
        severity = Severity.INFO if code in _INFORMS else Severity.WARNING
        self._out.remark(code, severity, message, at)

    def _box(self, box: Element) -> None:
        """A text box, behind the paragraph it is anchored to."""
        self._remark("moved-textbox", "以下是文本框里的文字，放在它所在的段落之后；请核对位置。")
        for block in (b for child in box for b in blocks(child, self._old)):
            if block.tag == "p":
                kept, self._pending = self._pending, Inline()
                paragraph = self._paragraph(block, self._box_counter)
                if paragraph is not None:
                    self._flush(paragraph)
                self._pending = kept
            elif block.tag == "tbl":
                self._table(block)

    # --- tables ---

    def _table(self, node: Element) -> None:
        found = list(rows(node, self._old))
        if any(row.changed for row in found):
            self.changes += 1
            self._remark("tracked-changes", "这个表有没有定稿的增删行，请确认以哪一稿为准。")
        found = [row for row in found if not row.dropped]
        width = max((len(row.cells) for row in found), default=0)
        if len(found) < 2 or width < 2:
            for cell in (c for row in found for c in row.cells):
                for block in cell.content:
                    self._block(block)
            return
        self._grid(found)

    def _grid(self, found: list[Row]) -> None:
        boxes: list[Element] = []
        lines = []
        for row in found:
            line = []
            for cell in row.cells:
                words, more = self._cell(cell)
                line.append(words)
                boxes += more
            lines.append(line)
        if any(cell.merged for row in found for cell in row.cells):
            self._remark(
                "merged-cells",
                "这个表有合并的单元格；文字放在合并范围的第一格，其余格空着。请对照原件核对。",
            )
        if any(b.tag == "tbl" for row in found for c in row.cells for b in c.content):
            self._remark("merged-cells", "这个表的单元格里还有表，文字接成了一串。请对照原件核对。")
        if any(word.strip() for line in lines for word in line):
            self._out.add(canonical.table(lines) + "\n\n")
        for box in boxes:
            self._box(box)

    def _cell(self, cell: Cell) -> tuple[str, list[Element]]:
        """The words of a cell on one line, and the text boxes in it."""
        words: list[str] = []
        boxes: list[Element] = []
        for block in cell.content:
            for inner in blocks(block, self._old):
                if inner.tag == "tbl":
                    for row in rows(inner, self._old):
                        for one in () if row.dropped else row.cells:
                            text, more = self._cell(one)
                            words.append(text)
                            boxes += more
                elif inner.tag == "p":
                    paragraph = self._paragraph(inner, self._counter)
                    if paragraph is None:
                        continue
                    inline = paragraph.inline
                    shown = "".join(w for w, hidden in inline.pieces if not hidden)
                    self._remarks(inline, paragraph.label + shown)
                    words.append(paragraph.label + shown)
                    boxes += inline.boxes
        return " ".join(w for w in words if w.strip()), boxes

    # --- what stands outside the text ---

    def _add_notes(self) -> None:
        """Footnotes and endnotes in order behind the text."""
        first = True
        for end, kind, name in ((False, "footnotes", "脚注"), (True, "endnotes", "尾注")):
            part = self._part(kind)
            found = {n.get("id", ""): n for n in part} if part is not None else {}
            for (id_, is_end), number in list(self._notes.items()):
                if is_end != end or id_ not in found:
                    continue
                words = " ".join(self._plain(found[id_])).strip()
                mark = docx_symbols.raised(number, roman=end)
                self._remark(
                    "moved-note",
                    f"{name}“{_short(words)}”移到正文之后，正文里的注码写作“{mark}”。",
                    self._note_places.get((id_, end)),
                )
                self._out.add(f"{'注：' if first else ''}{mark} {words}\n\n")
                first = False

    def _plain(self, node: Element) -> Iterator[str]:
        """The words of each paragraph below a node that is no part of the body."""
        runs = Runs(self._old, {})
        counter = Counter(self._numbering)
        for paragraph in node.iter("p"):
            inline = Inline()
            runs.read(paragraph, inline)
            words = "".join(w for w, hidden in inline.pieces if not hidden)
            label = self._label(self._properties(paragraph), counter, inline)
            if (label + words).strip():
                yield label + words

    def _add_margins(self) -> None:
        """Heads and feet of pages, each once, as noise."""
        seen: set[str] = set()
        for link in self._links.values():
            if link.kind not in ("header", "footer") or not self._package.has(link.target):
                continue
            root = _chosen(self._package.root(link.target))
            for words in self._plain(root):
                if words not in seen:
                    self._behind(words, "页眉" if link.kind == "header" else "页脚", not seen)
                    seen.add(words)

    def _behind(self, words: str, reason: str, first: bool) -> None:
        self._out.add(_BEHIND if first else "\n")
        for line in words.split("\n"):
            self._out.add_noise(line, reason)
            self._out.add("\n")

    def _add_comments(self) -> None:
        part = self._part("comments")
        found = {n.get("id", ""): n for n in part} if part is not None else {}
        for id_, at in self._comments:
            if id_ not in found:
                continue
            words = " ".join(self._plain(found[id_]))
            self._remark("listed-comment", f"这一段有批注“{_short(words)}”，没有收入正文。", at)
            self._behind(words, "批注", False)

    def _say_file(self) -> None:
        if self._package.macros:
            self._remark("outside-link", "文件带有宏；宏没有运行，也没有收入。", 0)
        addresses = [k.target for k in self._links.values() if k.outside and k.target]
        if addresses:
            shown = "、".join(_short(a) for a in dict.fromkeys(addresses))
            self._remark(
                "outside-link", f"文件链接到外部地址（{shown}）；没有访问，只收入印出的文字。", 0
            )


def blocks(node: Element, old: bool) -> Iterator[Element]:
    """The paragraphs and tables of a block, out of whatever wraps them."""
    if node.tag in ("p", "tbl", "altChunk"):
        yield node
    elif node.tag == "mc:AlternateContent":
        for child in alternative(node):
            yield from blocks(child, old)
    elif node.tag in _WRAPPERS or node.tag in (REMOVED if old else ADDED):
        for child in node:
            yield from blocks(child, old)


def _chosen(root: Element) -> Element:
    """A tree in which of each choice of forms only one is left."""
    for parent in list(root.iter()):
        for index, child in enumerate(list(parent)):
            if child.tag == "mc:AlternateContent":
                wrapper = Element("sdt")
                wrapper.extend(alternative(child))
                parent[index] = wrapper
    return root


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= _SHOWN else flat[:_SHOWN] + "…"
