"""An Akoma Ntoso document that `handbook.export.akn` wrote → the `Regulation` it was made of."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from handbook import frontmatter
from handbook.errors import HandbookError, Place
from handbook.export import akn_names as names
from handbook.export import tables
from handbook.provision import Layout, Level, Provision, Regulation

_A, _H = f"{{{names.AKN}}}", f"{{{names.OWN}}}"


def read(xml: str, slug: str = "", file: str = "") -> Regulation:
    """The regulation that a document holds; lines of the file are not in it.

    Args:
        xml: the document.
        slug: `<issuer>/<folder>`.
        file: path as shown to people.

    Raises:
        HandbookError: it is no such document.
    """
    place = Place(file)
    if "<!DOCTYPE" in xml[:1000]:
        raise HandbookError("XML 里不能有 DOCTYPE", place)
    try:
        act = ElementTree.fromstring(xml).find(f"{_A}act")
        if act is None:
            raise HandbookError("这不是制度手册导出的 Akoma Ntoso 文件：没有 act", place)
        front = act.findtext(f"{_A}meta/{_A}proprietary/{_H}frontmatter") or ""
        meta, _, _ = frontmatter.split(front, file)
        if meta is None:
            raise HandbookError("这不是制度手册导出的 Akoma Ntoso 文件：没有 frontmatter", place)
        preface = tuple(
            _words(p)[0] for p in act.findall(f"{_A}preface/{_A}p") if p.get("class") == "preface"
        )
        return Regulation(slug, meta, tuple(_top(act)), preface, file)
    except ElementTree.ParseError as error:
        line, column = error.position
        raise HandbookError("XML 不完整，读不下去", Place(file, line, column + 1)) from None
    except ValueError as error:
        raise HandbookError(f"XML 里有不认识的值：{error}", place) from None


def _top(act: Element) -> Iterator[Provision]:
    yield from map(_block, act.findall(f"{_A}preamble/*"))
    yield from _children(act.find(f"{_A}body"))
    yield from map(_block, act.findall(f"{_A}conclusions/*"))
    for attachment in act.findall(f"{_A}attachments/{_A}attachment"):
        doc = attachment.find(f"{_A}doc")
        body = None if doc is None else doc.find(f"{_A}mainBody")
        own = None if body is None else body.find(f"{_A}p")
        yield _provision(attachment, Level.APPENDIX, own, tuple(_children(body)))
        if doc is not None:
            yield from map(_block, doc.findall(f"{_A}conclusions/*"))


def _children(parent: Element | None) -> Iterator[Provision]:
    paragraphs = 0
    for element in parent if parent is not None else ():
        kind = element.get("name" if element.tag == _A + names.CONTAINER else "class", "")
        level = names.level_of(element.tag.removeprefix(_A), kind)
        if level is None:
            continue  # num, heading, intro, content
        paragraphs += level is Level.PARAGRAPH
        own = element.find(f"{_A}intro/*")
        if own is None:
            own = element.find(f"{_A}content/*")
        yield _provision(element, level, own, tuple(_children(element)), paragraphs)


def _block(element: Element) -> Provision:
    return _provision(element, Level(element.get("class", "")), element)


def _provision(
    element: Element,
    level: Level,
    own: Element | None,
    children: tuple[Provision, ...] = (),
    paragraph: int = 0,
) -> Provision:
    """`own`: the element that holds its text."""
    words, breaks = ("", ()) if own is None else _own_words(own, level)
    num, heading = element.find(f"{_A}num"), element.find(f"{_A}heading")
    return Provision(
        level,
        element.get("eId", ""),
        "" if num is None else _words(num)[0],
        str(paragraph) if level is Level.PARAGRAPH else element.get(f"{_H}number", ""),
        element.get(f"{_H}gap", ""),
        None if heading is None else _words(heading)[0],
        words,
        Layout(element.get(f"{_H}layout", Layout.SAME_LINE.value)),
        breaks,
        children,
    )


def _own_words(own: Element, level: Level) -> tuple[str, tuple[int, ...]]:
    if level is not Level.TABLE:
        return _words(own)
    exact = own.get(f"{_H}markdown")
    if exact is not None:
        return exact, ()
    cells = [["".join(_words(p)[0] for p in cell) for cell in row] for row in own]
    return tables.markdown(cells), ()


def _words(element: Element) -> tuple[str, tuple[int, ...]]:
    """The text of an element with everything in it, and where `eol` stands in it."""
    out: list[str] = []
    breaks: list[int] = []
    _collect(element, out, breaks)
    return "".join(out), tuple(breaks)


def _collect(element: Element, out: list[str], breaks: list[int]) -> None:
    if element.tag == f"{_A}eol":
        breaks.append(sum(map(len, out)))
    elif element.get("name") == names.CONTROL:
        out.append(chr(int(element.get("title", "").removeprefix("U+"), 16)))
    out.append(element.text or "")
    for child in element:
        _collect(child, out, breaks)
        out.append(child.tail or "")
