"""The container of a Word file: a zip of XML parts, read within bounds; nothing in it is run.

A part is read block by block, so that a small file cannot grow without end; none may declare a
document type, in whatever encoding, since its entities could grow so too. What a part refers to
outside the file is never fetched.

Source of the format: ECMA-376 (Office Open XML), part 2 (packages) and part 1 (namespaces).
"""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import NoReturn
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

from handbook.errors import HandbookError, Place

_LARGEST = 256 * 2**20  # bytes of all parts read, unpacked: some 20,000 pages
_PACKED = 250  # how much smaller packed than unpacked; XML of real files reaches 40
_CHECKED_FROM = 2**20  # bytes below which the ratio does not matter
_ENTRIES = 20_000
_DEPTH = 250  # of XML elements; Word itself nests some sixty
_BLOCK = 2**16
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_W = (
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "http://purl.oclc.org/ooxml/wordprocessingml/main",
)
#: Tags and attributes of WordprocessingML lose their namespace; these others get a short one.
_PREFIXES = {
    "http://schemas.openxmlformats.org/officeDocument/2006/math": "m:",
    "http://purl.oclc.org/ooxml/officeDocument/math": "m:",
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships": "r:",
    "http://purl.oclc.org/ooxml/officeDocument/relationships": "r:",
    "http://schemas.openxmlformats.org/markup-compatibility/2006": "mc:",
    "http://schemas.openxmlformats.org/package/2006/relationships": "rel:",
    "": "",
    **dict.fromkeys(_W, ""),
}


@dataclass(frozen=True, slots=True)
class Link:
    """A relationship of a part: its id, the last word of its kind, its target.

    Attributes:
        target: path of a part; the address as written where it is outside the file.
        outside: whether the target is outside the file.
    """

    id: str
    kind: str
    target: str
    outside: bool


class Package:
    """An opened Word file.

    Attributes:
        name: as messages show it.
        main: path of the part that holds the text.
        macros: whether it carries macros.
    """

    def __init__(self, data: bytes, name: str) -> None:
        """Open the container.

        Raises:
            HandbookError: it is none, is damaged, has a password, or is no Word file.
        """
        self.name = name
        self._read = 0
        if data.startswith(_OLE):
            self._fail(_old_format(data))
        if data.startswith(b"{\\rtf"):
            self._fail("这是 RTF 文件，只是名字叫 .docx。请用 Word 或 WPS 打开，另存为 .docx。")
        with self._in_words():
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            self._parts = {i.filename: i for i in self._zip.infolist()}
        if len(self._zip.infolist()) > _ENTRIES:
            self._fail("压缩包里的文件多得不合常理，不读取。请用 Word 重新另存一份。")
        starts = [i for i in self.links("") if i.kind == "officeDocument"]
        if not starts or starts[0].target not in self._parts:
            self._fail("这个压缩包里没有 Word 正文。请用 Word 或 WPS 打开确认，另存为 .docx。")
        self.main = starts[0].target
        self.macros = any(n.lower().endswith("vbaproject.bin") for n in self._parts)

    def _fail(self, message: str) -> NoReturn:
        raise HandbookError(message, Place(self.name))

    @contextmanager
    def _in_words(self) -> Iterator[None]:
        try:
            yield
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, KeyError, OSError):
            self._fail("文件已损坏，解不开。请向来源单位重新索取，或用 Word 打开修复后另存。")
        except RuntimeError:
            self._fail("文件有密码，读不了。请先在 Word 里取消密码，再导入。")
        except (expat.ExpatError, ValueError, LookupError):
            self._fail("文件内部的 XML 已损坏。请用 Word 打开修复后另存为 .docx。")

    def has(self, part: str) -> bool:
        """Whether there is a part of that path."""
        return part in self._parts

    def links(self, part: str) -> tuple[Link, ...]:
        """The relationships of a part ("" for the package)."""
        folder, file = posixpath.split(part)
        path = posixpath.join(folder, "_rels", f"{file}.rels")
        if not self.has(path):
            return ()
        out = []
        for node in self.root(path):
            target, outside = node.get("Target", ""), node.get("TargetMode") == "External"
            if not outside:
                target = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
            kind = node.get("Type", "").rsplit("/", 1)[-1]
            out.append(Link(node.get("Id", ""), kind, target, outside))
        return tuple(out)

    def root(self, part: str) -> Element:
        """The whole tree of a part."""
        found: list[Element] = []
        for _ in self._parse(part, 0, found.append):
            pass
        return found[0]

    def children(self, part: str) -> Iterator[Element]:
        """The children of the body of the main part, one by one, so that memory stays small."""
        ready: list[Element] = []
        for _ in self._parse(part, 2, ready.append):
            yield from ready
            ready.clear()
        yield from ready

    def _parse(self, part: str, depth: int, take: Callable[[Element], None]) -> Iterator[None]:
        """Parse a part; `take` gets each element that stands `depth` below the root."""
        parser = expat.ParserCreate(namespace_separator="}")
        parser.buffer_text = True
        tree = TreeBuilder()
        level = 0

        def start(tag: str, attributes: dict[str, str]) -> None:
            nonlocal level, tree
            if level == depth:
                tree = TreeBuilder()
            if level > _DEPTH:
                self._fail("文件内部嵌套得太深，不合常理，不读取。请用 Word 重新另存一份。")
            level += 1
            if level > depth:
                tree.start(_short(tag), {_short(k): v for k, v in attributes.items()})

        def end(tag: str) -> None:
            nonlocal level
            level -= 1
            if level >= depth:
                element = tree.end(_short(tag))
                if level == depth:
                    take(element)

        def data(text: str) -> None:
            if level > depth:
                tree.data(text)

        def doctype(*_: object) -> None:
            self._fail("文件内部声明了文档类型，可能被人动过手脚，不读取。")

        parser.StartElementHandler, parser.EndElementHandler = start, end
        parser.CharacterDataHandler, parser.StartDoctypeDeclHandler = data, doctype
        with self._in_words():
            for block in self._blocks(part):
                parser.Parse(block)
                yield
            parser.Parse(b"", True)
        yield

    def _blocks(self, part: str) -> Iterator[bytes]:
        size, packed = 0, max(1, self._parts[part].compress_size)
        with self._zip.open(self._parts[part]) as file:
            while block := file.read(_BLOCK):
                size += len(block)
                self._read += len(block)
                bomb = size > _CHECKED_FROM and size > packed * _PACKED
                if bomb or self._read > _LARGEST:
                    self._fail(
                        "文件展开后大得不合常理（可能是压缩炸弹），不读取。"
                        "确是正常文件时，请用 Word 拆成几个再导入。"
                    )
                yield block


def _short(name: str) -> str:
    space, _, local = name.rpartition("}")
    return _PREFIXES.get(space, "x:") + local


def _old_format(data: bytes) -> str:
    if "EncryptedPackage".encode("utf-16-le") in data:
        return "文件有密码，读不了。请先在 Word 里取消密码（文件 → 信息 → 保护文档），再导入。"
    return "这是旧版 Word（.doc）或 WPS 的文件格式。请用 Word 或 WPS 打开，另存为 .docx，再导入。"
