"""PDFs: pages put together again, heads and page numbers as noise, files that are refused."""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
import yaml
from click.testing import CliRunner

from handbook import read
from handbook.commands import import_
from handbook.errors import HandbookError
from handbook.importing import pdf_margins, pdf_page, run, source
from handbook.importing.pdf_flow import Placed, goes_on
from handbook.importing.pdf_page import Line

DATA = Path(__file__).parent / "data" / "import"
FILES = DATA / "files"
CASES = yaml.safe_load((DATA / "pdf.yml").read_text("utf-8"))


def _import(name: str) -> tuple[source.Source, run.Import]:
    raw = source.load(FILES / name)
    return raw, run.run([raw], "demo", None, Path("nowhere"))


def _body(result: run.Import) -> list[str]:
    """The paragraphs of the one regulation that was found, title first, without white space."""
    (folder,) = result.folders
    text = dict(folder.files)["text.md"].split("---\n", 2)[2]
    return [re.sub(r"[\s#\\]", "", line) for line in text.split("\n") if line.strip()]


@pytest.mark.parametrize("case", CASES, ids=[c["file"] for c in CASES])
def test_printed_pages_give_the_paragraphs_that_were_printed(case: dict[str, Any]) -> None:
    """Chromium and LibreOffice printed the paragraphs of 定密（PDF）.words, see pdf.yml."""
    raw, result = _import(case["file"])
    printed = (
        (FILES / "定密（PDF）.words").read_text("utf-8").splitlines()[: case.get("paragraphs")]
    )
    assert _body(result) == [re.sub(r"\s", "", line) for line in printed]
    assert result.report.coverage == 1.0
    assert len(raw.pages) == case["pages"]
    assert [[n.text, n.reason] for n in result.report.noise] == case["noise"]
    for noise in raw.noise:
        assert raw.text[noise.start : noise.end] == noise.text
    assert sorted({d.code for d in raw.diagnostics}) == case.get("doubts", [])


@pytest.mark.parametrize("case", CASES, ids=[c["file"] for c in CASES])
def test_sentences_go_on_over_page_numbers_and_heads(case: dict[str, Any]) -> None:
    raw, _ = _import(case["file"])
    joined = ["\n"] * len(raw.text)
    for join in raw.joins:
        joined[join.start : join.end] = [""] * (join.end - join.start)
    lines = re.findall(r"[^\n]+", raw.text)
    for words in case.get("broken", ()):
        (line,) = [one for one in lines if one.endswith(words)]
        end = raw.text.index(line) + len(line)
        number = next(n for n in raw.noise if n.start > end)
        assert raw.text[end : number.start].strip() == "" and number.reason == "页码"
        assert set(joined[end : number.start]) == {""}


def test_columns_are_said_with_their_page() -> None:
    _, result = _import("定密（左右页两栏）.pdf")
    assert any("（PDF 第 1 页）" in d.message for d in result.report.diagnostics)


def test_rows_without_ruled_lines_stay_lines_and_are_a_doubt() -> None:
    raw, result = _import("差旅费标准（无框线表）.pdf")
    rows = ["地区级别每天", "省会局级300元", "省会其他人员260元", "县城其他人员220元"]
    assert _body(result)[2:-1] == rows
    (doubt,) = [d for d in raw.diagnostics if d.code == "borderless-table"]
    assert raw.text.splitlines()[doubt.line - 1] == "地区 级别 每天"


def test_a_ruled_table_over_two_pages_is_one() -> None:
    raw, result = _import("差旅费标准（跨页表）.pdf")
    (folder,) = result.folders
    text = dict(folder.files)["text.md"]
    tables = [p for p in read.read(text).regulation.walk() if p.level.value == "table"]
    assert len(tables) == 1
    rows = tables[0].text.split("\n")
    assert len(rows) == 47  # 46 rows and the line below the head
    assert rows[:4] == [
        "| 地区 | 级别 | 元/天 |", "| --- | --- | --- |", "| 第1类地区 | 局级 | 301 |",
        "|  | 其他人员 | 302 |",
    ]  # fmt: skip
    assert rows[-1] == "| 第23类地区 | 局级 | 345 |"
    assert [n.reason for n in raw.noise] == ["续表的表头"]
    assert {d.code for d in raw.diagnostics} == {"merged-cells"}
    assert result.report.coverage == 1.0


def _line(text: str, x0: float, x1: float, y: float, size: float = 12) -> Placed:
    return Placed(Line(text, x0, x1, y, size, size), 0, 0, 480, 20)


@pytest.mark.parametrize(
    ("one", "two", "joined"),
    [
        (_line("第一条　机关公务接待坚持", 24, 480, 100), _line("统一安排。", 0, 60, 80), True),
        (_line("第一条　短的一行。", 24, 200, 100), _line("第二段。", 0, 60, 80), False),
        (_line("正好排满的一行。", 0, 480, 100), _line("第二条　乙。", 24, 100, 80), False),
        (_line("正好排满，下一段缩进", 0, 480, 100), _line("另起一段。", 24, 100, 80), False),
        (_line("依照本办法第五条第", 0, 480, 100), _line("（二）项办理。", 0, 100, 80), True),
        (_line("1. 悬挂缩进的第一行排满", 0, 480, 100), _line("接着写。", 24, 100, 80), True),
        (_line("标题字号不同的一行", 0, 480, 100, 18), _line("正文。", 0, 60, 80), False),
        (_line("某局办公室", 400, 480, 100), _line("2020年1月1日", 400, 480, 80), False),
        (_line("段间距大的上一段", 0, 480, 100), _line("下一段。", 0, 60, 60), False),
    ],
)
def test_which_lines_go_on(one: Placed, two: Placed, joined: bool) -> None:
    assert goes_on(one, two, same_page=True) is joined


def _edge(*lines: tuple[str, float, float]) -> list[Line]:
    """Lines (words, height, size of type) of a page that is 200 high, above a body of text."""
    body = [Line("正文", 0, 480, y, 12, 12) for y in range(150, 30, -20)]
    return [Line(words, 0, 100, y, size, size) for words, y, size in lines] + body


@pytest.mark.parametrize(
    ("pages", "noise"),
    [
        ([_edge(("汇编", 190, 9))], ["页眉（字比正文小）"]),
        ([_edge(("标题", 190, 12))], []),
        ([_edge(("第一章　总则", 190, 9))], []),
        ([_edge(("汇编", 190, 12))] * 2, ["页眉"] * 2),
        ([_edge((w, 190, 12)) for w in ("汇编", "某局", "汇编")], ["页眉"] * 3),
        ([_edge((w, 190, 12)) for w in ("第一章", "第一章", "第二章", "第二章")], ["页眉"] * 4),
        ([_edge((f"附件{n}", 190, 12)) for n in (1, 2, 3, 4)], []),
        ([_edge(("汇编", 190, 12)), _edge(), _edge(("汇编", 190, 12))], ["页眉"] * 2),
        ([_edge((w, 174, 12)) for w in ("附件", "正文的一行", "附件")], []),
        ([_edge((w, 174, 12)) for w in ("汇编", "正文的一行", "汇编")], ["页眉"] * 2),
        ([_edge((str(n), 10, 9)) for n in (7, 8, 9)], ["页码"] * 3),
        ([_edge((str(n), 10, 9)) for n in (7, 3, 9)], ["页码", "页脚", "页码"]),
        ([_edge(("注：小字的注", 10, 9))], []),
    ],
)
def test_which_lines_at_the_edge_are_no_text(pages: list[list[Line]], noise: list[str]) -> None:
    found = pdf_margins.find([(200, lines) for lines in pages])
    assert [reason for page in found for reason in page.values()] == noise


def test_radicals_become_the_characters_they_stand_for() -> None:
    given = "⼀⼆⽂⽅⻓⻔⻛⻚⻅⻋"
    assert "".join(pdf_page._ordinary(c) for c in given) == "一二文方长门风页见车"
    assert pdf_page._ordinary("第") == "第"


def _blank(pages: int) -> bytes:
    document = pypdfium2.PdfDocument.new()
    for _ in range(pages):
        document.new_page(300, 400).close()
    out = io.BytesIO()
    document.save(out)
    document.close()
    return out.getvalue()


def _scan() -> bytes:
    """A page with a picture and no text."""
    document = pypdfium2.PdfDocument.new()
    page = document.new_page(300, 400)
    picture = pypdfium2.PdfImage.new(document)
    picture.set_bitmap(pypdfium2.PdfBitmap.new_native(8, 8, 4))
    picture.set_matrix(pypdfium2.PdfMatrix().scale(300, 400))
    page.insert_obj(picture)
    page.gen_content()
    out = io.BytesIO()
    document.save(out)
    document.close()
    return out.getvalue()


BAD = {
    "有密码.pdf": ((FILES / "有密码.pdf").read_bytes(), "有密码"),
    "损坏.pdf": (b"%PDF-1.7\n%%EOF", "已损坏"),
    "不是.pdf": ("第一条　甲。".encode(), "已损坏"),
    "空.pdf": (b"", "已损坏"),
    "扫描.pdf": (_scan(), "没有文字层"),
    "两千页扫描.pdf": (_blank(2000), "2000 页）没有文字层"),
    "页太多.pdf": (_blank(5001), "5001 页，超过 5000 页"),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_file_is_one_message_and_changes_nothing(name: str, tmp_path: Path) -> None:
    data, message = BAD[name]
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(HandbookError, match=re.escape(message)) as error:
        source.load(path)
    assert error.value.place is not None and error.value.place.file == name
    assert [p.name for p in tmp_path.iterdir()] == [name]


def test_one_bad_file_among_others_writes_nothing(tmp_path: Path) -> None:
    good = tmp_path / "好.txt"
    good.write_text("甲管理办法\n第一条 乙。", "utf-8")
    bad = [FILES / "有密码.pdf", tmp_path / "扫描.pdf", tmp_path / "损坏.docx"]
    bad[1].write_bytes(_scan())
    bad[2].write_bytes(b"PK\x03\x04")
    out = tmp_path / "out"
    for path in bad:
        arguments = [str(good), str(path), "--issuer", "demo", "--out", str(out)]
        result = CliRunner().invoke(import_.command, arguments)
        assert isinstance(result.exception, HandbookError)
        assert result.exception.place is not None and result.exception.place.file == path.name
        assert not out.exists()
    assert CliRunner().invoke(import_.command, [*arguments[:1], *arguments[2:]]).exit_code == 0
    assert out.exists()


def test_pages_without_text_among_others_are_named() -> None:
    document = pypdfium2.PdfDocument((FILES / "定密（左右页两栏）.pdf").read_bytes())
    scan = pypdfium2.PdfDocument(_scan())
    document.import_pages(scan)
    out = io.BytesIO()
    document.save(out)
    scan.close()
    document.close()
    raw = source.decode(out.getvalue(), "a.pdf")
    (said,) = [d for d in raw.diagnostics if d.code == "page-without-text"]
    assert "第 4 页没有文字层" in said.message
