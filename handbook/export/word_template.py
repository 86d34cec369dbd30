"""The Word document into which a regulation's text is put: A4, styles, Chinese fonts, footer.

Margins follow GB/T 9704-2012 §5.1 (top 37 mm, left 28 mm, type area 156 × 225 mm). Sizes are those
of ordinary office print: the text in 小四 (12 pt), titles in 黑体.
"""

from __future__ import annotations

import io
import zipfile
from functools import cache

import docx
from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle

#: Stands in the footer where the citation goes.
CITATION = "〔引文〕"
#: Heading styles that are made; deeper titles are ordinary paragraphs in bold.
RANKS = 6
_SONG, _HEI, _LATIN = "宋体", "黑体", "Times New Roman"
_TABLES = ("Normal Table", "Table Grid")
_SIZES = (Pt(16), Pt(14), Pt(13), Pt(12), Pt(12), Pt(12))


@cache
def template() -> tuple[tuple[str, bytes], ...]:
    """The parts of the package: name and content."""
    document = docx.Document()
    _page(document)
    _styles(document)
    _footer(document)
    _slim(document)
    out = io.BytesIO()
    document.save(out)
    with zipfile.ZipFile(out) as archive:
        return tuple((name, archive.read(name)) for name in archive.namelist())


def _slim(document: Document) -> None:
    """Leaves out what python-docx's own template has and no regulation needs: nine parts in ten."""
    for relations in (document.part.package.rels, document.part.rels):
        for id, relation in list(relations.items()):
            if relation.reltype.endswith(("/thumbnail", "/stylesWithEffects", "/customXml")):
                relations.pop(id)
    for style in list(document.styles):
        tabular = style.type is WD_STYLE_TYPE.TABLE and style.name not in _TABLES
        if tabular or (style.name or "").startswith("List"):
            style.delete()


def _page(document: Document) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)


def _styles(document: Document) -> None:
    normal = _style(document, "Normal")
    _font(normal, _SONG, Pt(12))
    normal.paragraph_format.line_spacing = 1.5
    for language in document.styles.element.iter(qn("w:lang")):
        language.set(qn("w:eastAsia"), "zh-CN")  # else punctuation gets the form of another region
    normal.paragraph_format.space_after = Pt(0)
    title = _style(document, "Title")
    _font(title, _HEI, Pt(22))
    title.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
    title.paragraph_format.space_after = Pt(6)
    border = title.element.pPr.find(qn("w:pBdr"))
    if border is not None:
        title.element.pPr.remove(border)
    for rank, size in enumerate(_SIZES, 1):
        heading = _style(document, f"Heading {rank}")
        _font(heading, _HEI, size)
        heading.font.bold = heading.font.italic = False
        heading.paragraph_format.space_before = Pt(12 if rank == 1 else 6)
        heading.paragraph_format.space_after = Pt(3)
    _made(document, "Provision", first_line=True)
    about = _made(document, "About", first_line=False)
    about.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
    signature = _made(document, "Signature Line", first_line=False)
    signature.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    cell = _made(document, "Cell", first_line=False)
    cell.paragraph_format.line_spacing = 1.15
    cell.paragraph_format.space_before = cell.paragraph_format.space_after = Pt(2)
    _font(_style(document, "Footer"), _SONG, Pt(9))


def _made(document: Document, name: str, *, first_line: bool) -> ParagraphStyle:
    style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    assert isinstance(style, ParagraphStyle)
    style.base_style = _style(document, "Normal")
    if first_line:  # two characters of whatever size the text has
        indent = f'<w:ind {nsdecls("w")} w:firstLineChars="200" w:firstLine="480"/>'
        style.element.get_or_add_pPr().append(parse_xml(indent))
    return style


def _style(document: Document, name: str) -> ParagraphStyle:
    style = document.styles[name]
    assert isinstance(style, ParagraphStyle)
    return style


def _font(style: ParagraphStyle, family: str, size: Pt) -> None:
    style.font.name = _LATIN
    style.font.size = size
    style.font.color.rgb = RGBColor(0, 0, 0)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    fonts.set(qn("w:eastAsia"), family)


def _footer(document: Document) -> None:
    paragraph = document.sections[0].footer.paragraphs[0]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paragraph.add_run(f"{CITATION}　第 ")
    for field, after in (("PAGE", " 页，共 "), ("NUMPAGES", " 页")):
        xml = f'<w:fldSimple {nsdecls("w")} w:instr="{field}"><w:r><w:t>1</w:t></w:r></w:fldSimple>'
        paragraph._p.append(parse_xml(xml))
        paragraph.add_run(after)
