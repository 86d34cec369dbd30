"""Word files for tests: the words and numbering of a case, written by python-docx with raw XML."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import docx
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

_W = nsdecls("w", "r")


def numbered(case: dict[str, Any]) -> bytes:
    """A file with the lists, styles and paragraphs of a case of `labels.yml`."""
    file = docx.Document()
    numbering = file.part.numbering_part.element
    for child in list(numbering):
        numbering.remove(child)
    for name, levels in case["lists"].items():
        link = levels if isinstance(levels, str) else ""
        inner = f'<w:numStyleLink w:val="{link}"/>' if link else ""
        inner += "" if link else "".join(_level(i, level) for i, level in enumerate(levels))
        numbering.append(
            parse_xml(f'<w:abstractNum {_W} w:abstractNumId="{name}">{inner}</w:abstractNum>')
        )
    for name, num in case["numbers"].items():
        num = num if isinstance(num, dict) else {"list": num}
        overrides = "".join(
            f'<w:lvlOverride w:ilvl="{level}"><w:startOverride w:val="{start}"/></w:lvlOverride>'
            for level, start in num.get("starts", {}).items()
        )
        overrides += "".join(
            f'<w:lvlOverride w:ilvl="{level}">{_level(level, new)}</w:lvlOverride>'
            for level, new in num.get("levels", {}).items()
        )
        numbering.append(
            parse_xml(
                f'<w:num {_W} w:numId="{name}"><w:abstractNumId w:val="{num["list"]}"/>'
                f"{overrides}</w:num>"
            )
        )
    for name, style in case.get("styles", {}).items():
        kind = style.get("type", "paragraph")
        based = f'<w:basedOn w:val="{style["based"]}"/>' if "based" in style else ""
        file.styles.element.append(
            parse_xml(
                f'<w:style {_W} w:type="{kind}" w:styleId="{name}"><w:name w:val="{name}"/>{based}'
                f"<w:pPr>{_reference(style)}</w:pPr></w:style>"
            )
        )
    for paragraph in case["paragraphs"]:
        style = f'<w:pStyle w:val="{paragraph["style"]}"/>' if "style" in paragraph else ""
        xml = (
            f"<w:p {_W}><w:pPr>{style}{_reference(paragraph)}</w:pPr>"
            f"<w:r><w:t>{paragraph['text']}</w:t></w:r></w:p>"
        )
        if paragraph.get("cell"):
            xml = f"<w:tbl {_W}><w:tr><w:tc>{xml}</w:tc></w:tr></w:tbl>"
        file.element.body[-1].addprevious(parse_xml(xml))
    if "header" in case:
        head = file.sections[0].header.paragraphs[0]._p
        head.addnext(
            parse_xml(
                f"<w:p {_W}><w:pPr>{_reference(case['header'])}</w:pPr>"
                f"<w:r><w:t>{case['header']['text']}</w:t></w:r></w:p>"
            )
        )
    return saved(file)


def _level(index: int, level: dict[str, Any]) -> str:
    form = level.get("format", "decimal")
    number = f'<w:numFmt w:val="{form}"/>'
    if "," in form:  # a pattern of newer programs
        number = (
            '<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/'
            f'2006"><mc:Choice Requires="w14"><w:numFmt w:val="custom" w:format="{form}"/>'
            '</mc:Choice><mc:Fallback><w:numFmt w:val="decimal"/></mc:Fallback>'
            "</mc:AlternateContent>"
        )
    parts = [f'<w:start w:val="{level.get("start", 1)}"/>', number]
    if "restart" in level:
        parts.append(f'<w:lvlRestart w:val="{level["restart"]}"/>')
    if "style" in level:
        parts.append(f'<w:pStyle w:val="{level["style"]}"/>')
    if level.get("legal"):
        parts.append("<w:isLgl/>")
    parts.append(f'<w:suff w:val="{level.get("suffix", "space")}"/>')
    parts.append(f'<w:lvlText w:val="{level["text"]}"/>')
    return f'<w:lvl w:ilvl="{index}">{"".join(parts)}</w:lvl>'


def _reference(paragraph: dict[str, Any]) -> str:
    parts = ""
    if "level" in paragraph:
        parts += f'<w:ilvl w:val="{paragraph["level"]}"/>'
    if "number" in paragraph:
        parts += f'<w:numId w:val="{paragraph["number"]}"/>'
    return f"<w:numPr>{parts}</w:numPr>" if parts else ""


def with_body(body: str, parts: dict[str, str] | None = None) -> bytes:
    """A file whose body is `body` (WordprocessingML, `w:` and the usual prefixes declared).

    `parts`: further parts by kind (footnotes, comments, header …) → their XML.
    """
    names = (
        'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
        'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
        'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
        'xmlns:v="urn:schemas-microsoft-com:vml" '
        'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
        'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    )
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    links = "".join(
        f'<Relationship Id="r{i}" Type="{kind}/{name}" Target="{name}.xml"/>'
        for i, name in enumerate(parts or {})
    )
    head = '<?xml version="1.0" encoding="UTF-8"?>'
    space = "http://schemas.openxmlformats.org/package/2006/relationships"
    files = {
        "_rels/.rels": f'{head}<Relationships xmlns="{space}"><Relationship Id="a" '
        f'Type="{kind}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/_rels/document.xml.rels": f'{head}<Relationships xmlns="{space}">{links}'
        "</Relationships>",
        "word/document.xml": f"{head}<w:document {names}><w:body>{body}</w:body></w:document>",
        **{
            f"word/{name}.xml": f"{head}<w:{name} {names}>{xml}</w:{name}>"
            for name, xml in (parts or {}).items()
        },
    }
    return zipped(files)


def zipped(files: dict[str, str | bytes]) -> bytes:
    """A zip file of these parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


def saved(file: Any) -> bytes:
    """The bytes of a document of python-docx."""
    out = io.BytesIO()
    file.save(out)
    return out.getvalue()


def paragraph(*runs: str, properties: str = "") -> str:
    """A paragraph; a run that is no XML is plain text."""
    return f"<w:p><w:pPr>{properties}</w:pPr>{''.join(map(run, runs))}</w:p>"


def run(text: str) -> str:
    """A run of plain text; XML is left as it is."""
    if text.startswith("<"):
        return text
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'
