"""`Regulation` → Word document (.docx): the printed words, numbers as text, titles as headings.

Word's own numbering is not used: it would count anew, and a printed number is law. A character
that XML cannot hold (a control character in a damaged text) is shown as �.
"""

from __future__ import annotations

from collections.abc import Iterator
from xml.sax.saxutils import quoteattr

from handbook.export import tables
from handbook.export.archive import zipped
from handbook.export.version import citation, day
from handbook.export.word_template import CITATION, RANKS, template
from handbook.export.xmltext import text
from handbook.provision import Layout, Level, Metadata, Provision, Regulation

_CORE = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/'
    'core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/">'
    "<dc:title>{title}</dc:title><dc:creator>{issuer}</dc:creator>"
    "<dc:identifier>{identifier}</dc:identifier><dc:language>zh-CN</dc:language>"
    "</cp:coreProperties>"
)


def write(regulation: Regulation, issuer: str) -> bytes:
    """The file; `issuer`: name of the issuing body. The same regulation gives the same bytes."""
    about = regulation.metadata
    body = "".join(_body(regulation, issuer))
    cited = text(citation(regulation, issuer))
    core = _CORE.format(
        title=text(about.title),
        issuer=text(about.issuer or issuer),
        identifier=text(regulation.slug),
    )
    parts = dict(template())
    for name, mark, content in (
        ("word/document.xml", "<w:sectPr", body + "<w:sectPr"),
        ("word/footer1.xml", CITATION, cited),
    ):
        parts[name] = parts[name].decode("utf-8").replace(mark, content, 1).encode("utf-8")
    parts["docProps/core.xml"] = core.encode("utf-8")
    return zipped(parts.items())


def _body(regulation: Regulation, issuer: str) -> Iterator[str]:
    yield _paragraph("Title", _run(regulation.title))
    for line in _about(regulation.metadata, issuer):
        yield _paragraph("About", _run(line))
    for line in (*regulation.metadata.promulgation, *regulation.preface):
        if line:
            yield _paragraph("About", _run(line))
    for provision in regulation.provisions:
        yield from _provision(provision, 1, "")


def _about(about: Metadata, issuer: str) -> Iterator[str]:
    """Document number, issuing body and the dates that are known, one line each."""
    if about.number:
        yield about.number
    yield about.issuer or issuer
    dates = ((about.adopted, "通过"), (about.issued, "印发"), (about.effective, "施行"))
    known = [day(value) + word for value, word in (*dates, (about.repealed, "废止")) if value]
    if known:
        yield "，".join(known)


def _provision(node: Provision, depth: int, lead: str) -> Iterator[str]:
    """A provision with all below it; `lead`: runs of its parent that are printed on its line."""
    children = node.children
    split = not node.text and bool(children) and children[0].level is Level.PARAGRAPH
    run_in = node.layout is Layout.NEXT_LINE and bool(node.text or split)
    carried = ""
    if node.level is Level.TABLE:
        yield _table(node.text)
    elif node.heading is not None and not run_in:
        words = _run(node.label + node.gap + node.heading)
        if depth <= RANKS:
            yield _paragraph(f"Heading{depth}", words)
        else:
            yield _paragraph("Provision", _run(node.label + node.gap + node.heading, bold=True))
        if node.text:
            yield _paragraph("Provision", _run(node.text))
    else:
        bold = node.label and node.level is Level.ARTICLE
        head = lead + _run(node.label, bold=bool(bold)) + _run(node.gap)
        head += _run(node.heading or "", bold=True)
        style = "SignatureLine" if node.level is Level.SIGNATURE else "Provision"
        if split and node.layout is not Layout.NEXT_BLOCK:
            carried = head
        elif node.layout is Layout.NEXT_BLOCK:
            yield _paragraph(style, head)
            if node.text:
                yield _paragraph(style, _run(node.text))
        else:
            yield _paragraph(style, head + _run(node.text))
    for child in children:
        yield from _provision(child, depth + 1, carried)
        carried = ""


def _paragraph(style: str, runs: str) -> str:
    return f"<w:p><w:pPr><w:pStyle w:val={quoteattr(style)}/></w:pPr>{runs}</w:p>"


def _run(words: str, *, bold: bool = False) -> str:
    if not words:
        return ""
    look = "<w:rPr><w:b/></w:rPr>" if bold else ""
    pieces = "<w:br/>".join(
        f'<w:t xml:space="preserve">{text(piece)}</w:t>' for piece in words.split("\n")
    )
    return f"<w:r>{look}{pieces}</w:r>"


def _table(markdown: str) -> str:
    """A table with lines; its head is repeated on every page."""
    rows = tables.rows(markdown)
    if not rows:
        return _paragraph("Provision", _run(markdown))
    width = max(map(len, rows))
    grid = "<w:gridCol/>" * width
    out = [
        '<w:tbl><w:tblPr><w:tblStyle w:val="TableGrid"/><w:tblW w:w="5000" w:type="pct"/>'
        f"</w:tblPr><w:tblGrid>{grid}</w:tblGrid>"
    ]
    for number, row in enumerate(rows):
        head = "" if number else "<w:trPr><w:tblHeader/></w:trPr>"
        cells = "".join(
            f"<w:tc>{_paragraph('Cell', _run(words, bold=not number))}</w:tc>"
            for words in (*row, *[""] * (width - len(row)))
        )
        out.append(f"<w:tr>{head}{cells}</w:tr>")
    return "".join(out) + "</w:tbl>" + '<w:p><w:pPr><w:pStyle w:val="Cell"/></w:pPr></w:p>'
