"""Word files: automatic numbers as printed, what stands beside the text, files that are refused."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path
from typing import Any

import docx_files
import pytest
import yaml
from docx_files import paragraph
from hypothesis import given, settings
from hypothesis import strategies as st

from handbook import read
from handbook.errors import HandbookError
from handbook.export import word
from handbook.importing import docx_numerals, run, save, source
from handbook.library import Library
from handbook.provision import Regulation

DATA = Path(__file__).parent / "data" / "import"
REGULATIONS = Path(__file__).parents[1] / "regulations"
CASES = yaml.safe_load((DATA / "labels.yml").read_text("utf-8"))
FORMATS = yaml.safe_load((DATA / "number-formats.yml").read_text("utf-8"))


def _lines(text: str) -> list[str]:
    return [re.sub(r"\s", "", line) for line in text.split("\n") if line.strip()]


def _import(data: bytes, name: str = "文件.docx") -> tuple[source.Source, run.Import]:
    raw = source.decode(data, name)
    return raw, run.run([raw], "demo", None, Path("nowhere"))


def _words(regulation: Regulation) -> list[tuple[str, str]]:
    return [(p.id, re.sub(r"\s", "", p.words)) for p in regulation.walk()]


def _read(result: run.Import) -> Regulation:
    (folder,) = result.folders
    return read.read(dict(folder.files)["text.md"]).regulation


@pytest.mark.parametrize("case", CASES, ids=[c["name"] for c in CASES])
def test_automatic_numbers_are_the_printed_ones(case: dict[str, Any]) -> None:
    raw, result = _import(docx_files.numbered(case))
    assert _lines(raw.text) == [re.sub(r"\s", "", line) for line in case["printed"]]
    assert result.report.coverage == 1.0


@pytest.mark.parametrize("case", CASES, ids=[c["name"] for c in CASES])
def test_numbers_that_open_no_provision_are_said_once_a_kind(case: dict[str, Any]) -> None:
    raw, _ = _import(docx_files.numbered(case))
    said = [d.message for d in raw.diagnostics if "手册没有" in d.message]
    assert [m.split("”")[0].split("“")[1] for m in said] == case.get("unread", [])


@pytest.mark.parametrize("form", FORMATS)
def test_number_formats(form: str) -> None:
    found = [docx_numerals.printed(n, form) for n in (1, 2, 10, 11, 20, 21, 100, 101, 110)]
    assert found == [str(text) for text in FORMATS[form]]


@pytest.mark.parametrize("path", sorted((DATA / "files").glob("*.docx")), ids=lambda p: p.stem)
def test_files_that_libreoffice_wrote(path: Path) -> None:
    """`*.txt` beside a file is what LibreOffice prints of it."""
    raw, result = _import(path.read_bytes(), path.name)
    assert _lines(raw.text) == _lines(path.with_suffix(".txt").read_text("utf-8-sig"))
    assert result.report.coverage == 1.0


def test_tables_keep_their_cells() -> None:
    cell = "<w:tc><w:tcPr>{0}</w:tcPr>{1}</w:tc>".format
    plain = paragraph
    table = (
        "<w:tbl><w:tr>" + cell('<w:gridSpan w:val="2"/>', plain("甲|乙")) + cell("", plain("丙"))
        + "</w:tr><w:tr>" + cell('<w:vMerge w:val="restart"/>', plain("丁"))
        + cell("", plain("戊") + plain("己")) + cell("", plain("庚"))
        + "</w:tr><w:tr>" + cell("<w:vMerge/>", plain()) + cell("", "<w:tbl><w:tr>"
        + cell("", plain("内一")) + cell("", plain("内二")) + "</w:tr></w:tbl>" + plain())
        + cell("", plain("辛")) + "</w:tr></w:tbl>"
    )  # fmt: skip
    body = plain("甲办法") + plain("第一条　见下表：") + table
    raw, result = _import(docx_files.with_body(body))
    assert (
        "| 甲\\|乙 |  | 丙 |\n| --- | --- | --- |\n| 丁 | 戊 己 | 庚 |\n|  | 内一 内二 | 辛 |"
    ) in raw.text
    assert [d.code for d in raw.diagnostics] == ["merged-cells", "merged-cells"]
    assert result.report.coverage == 1.0
    levels = [p.level.value for p in _read(result).walk()]
    assert levels == ["article", "table"]


def test_a_frame_of_one_column_is_no_table() -> None:
    rows = "".join(
        f"<w:tr><w:tc>{paragraph(t)}</w:tc></w:tr>" for t in ("第一条　甲。", "第二条　乙。")
    )
    raw, _ = _import(docx_files.with_body(paragraph("甲办法") + f"<w:tbl>{rows}</w:tbl>"))
    assert _lines(raw.text) == ["甲办法", "第一条甲。", "第二条乙。"]


def test_tracked_changes_make_two_texts(tmp_path: Path) -> None:
    insert = '<w:ins w:id="1">{0}</w:ins>'.format
    delete = '<w:del w:id="2"><w:r><w:delText>{0}</w:delText></w:r></w:del>'.format
    mark = '<w:rPr><w:{0} w:id="3"/></w:rPr>'.format
    body = (
        paragraph("接待办法")
        + paragraph("第一条　人均不超过", delete("80"), insert(docx_files.run("60")), "元。")
        + paragraph(insert(docx_files.run("第二条　新增。")), properties=mark("ins"))
        + paragraph(delete("第二条　删去。"), properties=mark("del"))
        + paragraph("第三条　前半，", properties=mark("del"))
        + paragraph("后半。")
        + '<w:moveFrom w:id="4"/>'
    )
    data = docx_files.with_body(body)
    path = tmp_path / "接待办法.docx"
    path.write_bytes(data)
    new, old = source.load(path), source.load(path, old=True)
    first, same = "接待办法", ["第三条前半，后半。"]
    assert _lines(new.text) == [first, "第一条人均不超过60元。", "第二条新增。", *same]
    assert _lines(old.text) == [
        first, "第一条人均不超过80元。", "第二条删去。", "第三条前半，", "后半。",
    ]  # fmt: skip
    assert new.other == old.text and old.other == new.text
    changed = [d for d in new.diagnostics if d.code == "tracked-changes"]
    assert [d.line for d in changed] == [3, 5, 7]
    assert "“第一条 人均不超过60元。”" in changed[0].message
    out = tmp_path / "out"
    save.save(run.run([new], "demo", None, out), out)
    assert (out / "demo" / "接待办法.docx.txt").read_text("utf-8") == new.text
    assert (out / "demo" / "接待办法.docx.修订前.txt").read_text("utf-8") == old.text


def test_old_numbering_of_a_changed_paragraph() -> None:
    case = dict(CASES[3])
    data = docx_files.numbered(case)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts: dict[str, str | bytes] = {n: archive.read(n) for n in archive.namelist()}
    body = bytes(parts["word/document.xml"]).decode()
    now = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="2"/></w:numPr>'
    before = (
        '<w:pPrChange w:id="1"><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
        "</w:pPr></w:pPrChange>"
    )
    assert body.count(now) == 2
    parts["word/document.xml"] = body.replace(now, now + before)
    data = docx_files.zipped(parts)
    assert _lines(source.decode(data, "a.docx").text)[2:4] == ["一、从一开始", "二、丁"]
    assert _lines(source.decode(data, "a.docx", old=True).text)[2:4] == ["三、从一开始", "四、丁"]


def test_what_stands_beside_the_text_is_listed() -> None:
    reference = '<w:r><w:{0}Reference w:id="{1}"/></w:r>'.format
    field = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>{0}</w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="{1}"/></w:r>{2}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    ).format
    box = f"<w:txbxContent>{paragraph('框里的字。')}</w:txbxContent>"
    drawing = (
        "<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wps:txbx>" + box
        + "</wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox>" + box
        + "</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )  # fmt: skip
    body = (
        paragraph("甲办法")
        + paragraph("第一条　甲", reference("footnote", 2), "乙", reference("endnote", 2), "。")
        + paragraph("第二条　见", field("REF x", "separate", docx_files.run("第一条")), "。")
        + paragraph("第三条　", field(" eq \\o\\ac(○,3)", "end", ""), "带圈。")
        + paragraph("第四条　", field("LISTNUM", "end", ""), "域。")
        + paragraph("第五条　", '<w:r><w:sym w:font="Wingdings" w:char="F0FC"/></w:r>', "对。")
        + paragraph("第六条　", '<w:r><w:sym w:font="Webdings" w:char="F0FC"/></w:r>', "错。")
        + paragraph("第七条　甲", "<w:r><w:rPr><w:vanish/></w:rPr><w:t>藏</w:t></w:r>", "乙。")
        + paragraph("第八条　", "<w:r><w:rPr><w:strike/></w:rPr><w:t>划去</w:t></w:r>", "。")
        + paragraph("第九条　批", reference("comment", 5), "。")
        + paragraph("第十条　", drawing, "框。")
        + paragraph("第十一条　", "<w:r><w:drawing/></w:r>", "图。")
        + paragraph("第十二条　", "<m:oMath><m:r><m:t>a=b</m:t></m:r></m:oMath>", "。")
        + paragraph(
            "第十三条　全　角", "<w:r><w:tab/><w:t>制表</w:t><w:noBreakHyphen/></w:r>", "。"
        )
    )
    note = '<w:{0} w:id="2">{1}</w:{0}>'.format
    parts = {
        "footnotes": note("footnote", paragraph("脚注的话。")),
        "endnotes": note("endnote", paragraph("尾注的话。")),
        "comments": f'<w:comment w:id="5" w:author="某人">{paragraph("请改")}</w:comment>',
        "header": paragraph("某局文件"),
        "footer": paragraph("第1页"),
    }
    raw, result = _import(docx_files.with_body(body, parts))
    assert _lines(raw.text) == [
        "甲办法", "第一条甲¹乙ⁱ。", "第二条见第一条。", "第三条③带圈。", "第四条域。",
        "第五条✓对。", "第六条〓错。", "第七条甲藏乙。", "第八条划去。",
        "第九条批。", "第十条框。", "框里的字。",
        "第十一条图。", "第十二条a=b。", "第十三条全角制表-。", "注：¹脚注的话。", "ⁱ尾注的话。",
        "某局文件", "第1页", "请改",
    ]  # fmt: skip
    assert "第十三条　全　角\t制表-。" in raw.text
    assert [(n.text, n.reason) for n in raw.noise] == [
        ("藏", "隐藏文字"), ("某局文件", "页眉"), ("第1页", "页脚"), ("请改", "批注"),
    ]  # fmt: skip
    found = [(d.line, d.code) for d in sorted(raw.diagnostics)]
    assert found == [
        (3, "moved-note"), (3, "moved-note"), (9, "unknown-number"), (13, "mapped-characters"),
        (17, "struck-text"), (19, "listed-comment"), (23, "moved-textbox"),
        (25, "picture-left-out"), (27, "picture-left-out"),
    ]  # fmt: skip
    assert result.report.coverage == 1.0
    assert "第七条　甲乙。" in dict(result.folders[0].files)["text.md"]
    assert "某人" not in raw.text


def test_macros_and_links_are_said_and_left_alone() -> None:
    data = docx_files.with_body(paragraph("甲办法") + paragraph("第一条　甲。"))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts: dict[str, str | bytes] = {n: archive.read(n) for n in archive.namelist()}
    rels = bytes(parts["word/_rels/document.xml.rels"]).decode()
    link = (
        '<Relationship Id="z" Type="x/hyperlink" Target="http://例.test/x" TargetMode="External"/>'
    )
    parts["word/_rels/document.xml.rels"] = rels.replace(
        "</Relationships>", link + "</Relationships>"
    )
    parts["word/vbaProject.bin"] = b"\0"
    raw, _ = _import(docx_files.zipped(parts), "带宏.docm")
    assert [d.code for d in raw.diagnostics] == ["outside-link", "outside-link"]
    assert "宏没有运行" in raw.diagnostics[0].message
    assert "http://例.test/x" in raw.diagnostics[1].message


def _part(text: str, content: str | bytes) -> bytes:
    data = docx_files.with_body(paragraph("甲"))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts: dict[str, str | bytes] = {n: archive.read(n) for n in archive.namelist()}
    parts[text] = content
    return docx_files.zipped(parts)


def _locked() -> bytes:
    """A container whose parts are marked as encrypted (bit 0 of the flags, in both headers)."""
    data = bytearray(docx_files.with_body(paragraph("甲")))
    for mark, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(mark)
        while at >= 0:
            data[at + flags] |= 1
            at = data.find(mark, at + 4)
    return bytes(data)


_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
_DEEP = "<a>" * 5000 + "</a>" * 5000
_ENTITY = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "bb">]><a>&b;</a>'
BAD: dict[str, tuple[str, bytes, str]] = {
    "有密码": ("a.docx", _OLE + "EncryptedPackage".encode("utf-16-le"), "有密码"),
    "压缩包有密码": ("a.docx", _locked(), "有密码"),
    "旧版改名": ("a.docx", _OLE, "另存为 .docx"),
    "旧版": ("a.doc", _OLE, "另存为 .docx"),
    "WPS": ("a.wps", _OLE, "另存为 .docx"),
    "RTF 改名": ("a.docx", b"{\\rtf1 abc}", "RTF"),
    "截断": ("a.docx", docx_files.with_body(paragraph("甲"))[:-60], "已损坏"),
    "不是压缩包": ("a.docx", b"PK\x03\x04", "已损坏"),
    "别的压缩包": ("a.docx", docx_files.zipped({"甲.txt": "乙"}), "没有 Word 正文"),
    "压缩炸弹": ("a.docx", _part("word/document.xml", b"<a>" + b" " * 2**23 + b"</a>"), "压缩炸弹"),
    "嵌套": ("a.docx", _part("word/document.xml", _DEEP), "嵌套得太深"),
    "文档类型": ("a.docx", _part("word/document.xml", _ENTITY), "文档类型"),
    "文档类型 UTF-16": (
        "a.docx", _part("word/document.xml", _ENTITY.encode("utf-16")), "文档类型",
    ),
    "XML 损坏": ("a.docx", _part("word/document.xml", "<a><b></a>"), "XML 已损坏"),
    "没有字": ("a.docx", docx_files.with_body(paragraph(" ")), "没有可导入的文字"),
}  # fmt: skip


@pytest.mark.parametrize("case", BAD)
def test_bad_file_is_one_message_and_changes_nothing(case: str, tmp_path: Path) -> None:
    name, data, message = BAD[case]
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(HandbookError, match=re.escape(message)) as error:
        source.load(path)
    assert error.value.place is not None and error.value.place.file == name
    assert [p.name for p in tmp_path.iterdir()] == [name]


_TEXT = st.text(st.sampled_from("第一二条章、.。（）12①㈠ 　甲乙丙办法|#*&<"), max_size=30)


@given(st.lists(st.tuples(_TEXT, st.sampled_from([None, 0, 1, 2])), max_size=20))
@settings(max_examples=60, derandomize=True, deadline=None)
def test_no_character_of_any_word_file_is_lost(paragraphs: list[tuple[str, int | None]]) -> None:
    case = {"lists": CASES[0]["lists"], "numbers": {1: 1}, "paragraphs": []}
    for text, level in paragraphs:
        escaped = text.replace("&", "&amp;").replace("<", "&lt;")
        number = {} if level is None else {"number": 1, "level": level}
        case["paragraphs"].append({"text": escaped, **number})
    case["paragraphs"].append({"text": "甲办法"})
    raw, result = _import(docx_files.numbered(case))
    assert result.report.coverage == 1.0
    for text, _ in paragraphs:
        assert text.strip() in raw.text


#: Regulations whose printed lines do not tell whether a line is the title of an item or the first
#: paragraph below it, or whether a first paragraph is a caption: the words come back, one of them
#: at another level.
_READ_OTHERWISE = {
    "quju/dangzhibu-weiyuanhui", "quju/tanxin", "quju/cheliang-shiyong", "quju/huanjingweisheng",
    "quju/shitang-weishengbiaozhun-he-yaoqiu", "quju/xingfeng-jianshe-zeren-ji-zeren-zhuijiu",
    "quju/mubiao-guanli-jixiaokaohe", "quju/kaoqin", "quju/guanyu-xiugai-ju-kaoqin-guanli-banfa",
    "xianwei/jigou-yu-zhize",
}  # fmt: skip


def test_exported_regulations_come_back_as_they_were() -> None:
    library = Library.load(REGULATIONS)
    names = {issuer.slug: issuer.name for issuer in library.issuers}
    otherwise = set()
    for regulation in library.regulations:
        issuer = names[regulation.slug.partition("/")[0]]
        raw, result = _import(word.write(regulation, issuer), "导出.docx")
        assert result.report.coverage == 1.0
        assert "".join(w for _, w in _words(regulation)) in re.sub(r"\s", "", raw.text)
        if _words(_read(result)) != _words(regulation):
            otherwise.add(regulation.slug)
    assert otherwise <= _READ_OTHERWISE
