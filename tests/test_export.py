"""The files of `handbook export` hold the words of the tree, whole or not at all."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import zipfile
from datetime import date
from functools import cache
from pathlib import Path

import docx
import pytest
from docx.document import Document
from docx.oxml.ns import qn
from docx.table import Table
from docx.text.paragraph import Paragraph

from handbook.export import jsonld, tables, word
from handbook.export.archive import zipped
from handbook.library import Library
from handbook.provision import Level, Provision, Regulation
from handbook.read import read

ROOT = Path(__file__).parent.parent
HANDBOOK = Path(sys.executable).with_name("handbook")
SLUG = "wangcheng/gongwu-jiedai"
HOSTILE = (ROOT / "tests" / "data" / "export" / "hostile.md").read_text("utf-8")


@cache
def library() -> Library:
    return Library.load(ROOT / "regulations")


def run(*words: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run([HANDBOOK, "export", *words], cwd=ROOT, capture_output=True)


def opened(regulation: Regulation) -> Document:
    return docx.Document(io.BytesIO(word.write(regulation, "某机关")))


def printed(document: Document) -> str:
    """All words of the document without white space, tables cell by cell."""
    out = []
    for block in document.iter_inner_content():
        if isinstance(block, Paragraph):
            out.append(block.text)
        else:
            assert isinstance(block, Table)
            out.extend(cell.text for row in block.rows for cell in row.cells)
    return "".join("".join(out).split())


def in_tree(regulation: Regulation) -> str:
    def words(node: Provision) -> str:
        if node.level is Level.TABLE:
            return "".join(cell for row in tables.rows(node.text) for cell in row)
        return node.words

    return "".join("".join(map(words, regulation.walk())).split())


def head(regulation: Regulation) -> str:
    """What stands above the text, as the document has it."""
    about = regulation.metadata
    days = ((about.adopted, "通过"), (about.issued, "印发"), (about.effective, "施行"))
    dates = "，".join(f"{d.year}年{d.month}月{d.day}日{word}" for d, word in days if d)
    lines = (about.title, about.number or "", about.issuer or "某机关", dates, *about.promulgation)
    return "".join("".join(lines).split())


@pytest.mark.parametrize("regulation", library().regulations, ids=lambda r: r.slug)
def test_the_word_document_has_the_words_of_the_tree(regulation: Regulation) -> None:
    assert printed(opened(regulation)) == head(regulation) + in_tree(regulation)


def test_hostile_text_stays_text_in_word() -> None:
    regulation = read(HOSTILE, "text.md", "a/b").regulation
    found = printed(opened(regulation))
    assert found == head(regulation) + in_tree(regulation)
    assert "“<b>节约</b>”" in found and "**300**" in found and "甲|乙" in found


def test_titles_are_headings_and_numbers_are_text() -> None:
    document = opened(read(HOSTILE, "text.md", "a/b").regulation)
    styles = {p.text: p.style.name for p in document.paragraphs if p.style}
    assert styles["差旅办法"] == "Title"
    assert styles["第一章　总则 & 附则"] == "Heading 1"
    assert styles["第一条　标准如下："] == "Provision"
    assert not list(document.element.iter(qn("w:numPr")))
    outline = document.styles["Heading 1"].element.find(f".//{qn('w:outlineLvl')}")
    assert outline is not None and outline.get(qn("w:val")) == "0"


def test_the_page_is_a4_in_chinese_fonts_with_a_citation_below() -> None:
    document = opened(read(HOSTILE, "text.md", "a/b").regulation)
    section = document.sections[0]
    assert (section.page_width.mm, section.page_height.mm) == pytest.approx((210, 297), abs=0.1)
    for style, font in (("Normal", "宋体"), ("Title", "黑体"), ("Heading 2", "黑体")):
        fonts = document.styles[style].element.rPr.rFonts
        assert fonts.get(qn("w:eastAsia")) == font
        assert fonts.get(qn("w:eastAsiaTheme")) is None
    footer = section.footer.paragraphs[0]
    assert footer.text.startswith("《差旅办法》，某办〔2020〕1号，某机关，2020年2月1日施行")
    fields = [f.get(qn("w:instr")) for f in footer._p.iter(qn("w:fldSimple"))]
    assert fields == ["PAGE", "NUMPAGES"]


def test_the_same_regulation_gives_the_same_bytes() -> None:
    regulation = library().regulations[0]
    assert word.write(regulation, "甲") == word.write(regulation, "甲")
    with zipfile.ZipFile(io.BytesIO(zipped([("a/b.html", b"x" * 100), ("c.png", b"y")]))) as got:
        assert got.testzip() is None
        assert [i.date_time[0] for i in got.infolist()] == [1980, 1980]


def test_json_ld_has_the_dates_in_their_places_and_every_provision() -> None:
    regulation = read(HOSTILE, "text.md", "a/b").regulation
    made = jsonld.legislation(regulation, "某机关")
    assert made["legislationIdentifier"] == "某办〔2020〕1号"
    assert made["legislationDate"] == "2020-01-01"
    assert made["legislationDateVersion"] == "2020-02-01"
    assert made["legislationPassedBy"]["name"] == "某机关"
    assert "datePublished" not in made and "expires" not in made
    nodes = list(regulation.walk())
    assert [part["@id"] for part in made["hasPart"]] == [f"a/b/#{n.id}" for n in nodes]
    assert [part.get("text", "") for part in made["hasPart"]] == [n.text for n in nodes]


def test_json_ld_cannot_end_its_script() -> None:
    text = HOSTILE.replace("差旅办法", "</script><script>办法")
    made = jsonld.legislation(read(text, "t").regulation, "", text=False)
    script = jsonld.script(made)
    assert "<" not in script
    assert json.loads(script)["name"] == "</script><script>办法"
    assert all("text" not in part for part in made["hasPart"])


def test_jsonl_is_what_provisions_prints() -> None:
    every = subprocess.run([HANDBOOK, "provisions"], cwd=ROOT, capture_output=True).stdout
    assert run().stdout == every
    chosen = [line for line in every.splitlines() if json.loads(line)["regulation"] == SLUG]
    assert run(SLUG).stdout.splitlines() == chosen


def test_markdown_is_the_canonical_text() -> None:
    expected = (ROOT / "regulations" / SLUG / "text.md").read_bytes()
    for name in (SLUG, "《公务接待制度》", "公务接待制度"):
        assert run("--format", "md", name).stdout == expected


def test_all_as_files(tmp_path: Path) -> None:
    for name, suffix in (("akn", ".akn.xml"), ("docx", ".docx"), ("md", ".md")):
        done = run("--format", name, "--out", str(tmp_path))
        assert done.returncode == 0, done.stderr
        assert done.stdout == b""
        for regulation in library().in_force(date.today()):
            assert (tmp_path / f"{regulation.slug}{suffix}").stat().st_size
    assert not [p for p in tmp_path.rglob(".*")]


def test_one_as_a_file(tmp_path: Path) -> None:
    target = tmp_path / "接待.docx"
    assert run("--format", "docx", SLUG, "--out", str(target)).returncode == 0
    assert docx.Document(str(target)).paragraphs[0].text == "公务接待制度"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("公务接侍制度",), "没有有效的制度“公务接侍制度”。是不是：公务接待制度"),
        (("--format", "akn"), "请用 --out 文件夹"),
        (("--format", "docx"), "请用 --out 文件夹"),
        (("--format", "pdf"), "'--format' 的值不对"),
        (("--format", "md", "--out", "README.md"), "README.md:1:1 这是文件"),
        (("--out", "README.md/x"), "写不进去"),
    ],
    ids=str,
)
def test_a_mistake_is_said_and_nothing_is_written(words: tuple[str, ...], said: str) -> None:
    done = run(*words)
    assert done.returncode == 2
    assert said in done.stderr.decode()
    assert done.stdout == b""
    assert b"Traceback" not in done.stderr
