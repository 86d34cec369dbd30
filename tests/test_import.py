"""The importer on the five real sources, on damaged files, and on any text at all."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from handbook import fixups, frontmatter, read, sourcemap
from handbook.__main__ import cli
from handbook.errors import HandbookError, Place
from handbook.fixups import Fixup
from handbook.importing import run, save, source
from handbook.library import read_issuer

ROOT = Path(__file__).parents[1]
REGULATIONS = ROOT / "regulations"
SOURCES = {path.name[:3]: path for path in sorted((REGULATIONS / "sources").glob("*.txt"))}
#: Body and number of regulations in each source.
BODIES = {"000": ("shaoxing", 3), "001": ("xianwei", 12), "002": ("wangcheng", 13),
          "003": ("quju", 60), "004": ("ali", 41)}  # fmt: skip


def _import(number: str) -> run.Import:
    issuer, _ = BODIES[number]
    raw = source.load(SOURCES[number])
    return run.run([raw], issuer, read_issuer(REGULATIONS / issuer), REGULATIONS)


@pytest.mark.parametrize("number", BODIES)
def test_import_gives_the_committed_texts(number: str) -> None:
    """Golden files are the handbook itself; renewed by `handbook import … --overwrite`.

    A text that an editor changed since (its digest says so) is no longer compared.
    """
    result = _import(number)
    issuer, count = BODIES[number]
    assert len(result.folders) == count
    assert result.report.coverage == 1.0
    for folder in result.folders:
        home = REGULATIONS / issuer / folder.slug
        written = sourcemap.load(home)
        assert written is not None
        text = (home / "text.md").read_bytes()
        if sourcemap.text_digest(text.decode()) != written.text_sha256:
            continue
        for name, content in folder.files:
            committed = (home / name).read_bytes().decode()
            if name == "text.md":  # topics are the editors'; import keeps them
                content = frontmatter.with_topics_of(content, committed)
            assert committed == content, f"{issuer}/{folder.slug}/{name}"


@pytest.mark.parametrize("number", BODIES)
def test_spans_lead_to_the_words(number: str) -> None:
    raw = source.load(SOURCES[number])
    issuer, _ = BODIES[number]
    for folder in _import(number).folders:
        repaired = "".join(f.new for f in fixups.load(REGULATIONS / issuer / folder.slug).repairs)
        files = dict(folder.files)
        regulation = read.read(files["text.md"]).regulation
        spans = {e["id"]: e["spans"] for e in json.loads(files[sourcemap.FILE])["provisions"]}
        for provision in regulation.walk():
            words = re.sub(r"\s", "", provision.words)
            if not words:
                continue
            there = re.sub(r"\s", "", "".join(raw.text[a:b] for a, b in spans[provision.id]))
            if not repaired:
                assert there == words, provision.id


def test_manifest_knows_every_source() -> None:
    import hashlib

    import yaml

    entries = yaml.safe_load((REGULATIONS / "sources" / "manifest.yml").read_text("utf-8"))
    assert {e["file"] for e in entries} == {p.name for p in SOURCES.values()}
    for entry in entries:
        data = (REGULATIONS / "sources" / entry["file"]).read_bytes()
        assert hashlib.sha256(data).hexdigest() == entry["sha256"]
        assert (REGULATIONS / entry["issuer"] / "issuer.yml").is_file()


def test_messy_sample_reports_its_six_defects(tmp_path: Path) -> None:
    path = Path(__file__).parent / "data" / "import" / "messy-sample.md"
    result = run.run([source.load(path)], "demo", None, tmp_path)
    found = {(d.code, d.line, d.column) for d in result.report.diagnostics}
    assert {
        ("lookalike-character", 5, 1),
        ("wrapped-line", 6, 1),
        ("mixed-brackets", 9, 1),
        ("duplicate-number", 10, 1),
        ("missing-number", 11, 1),
        ("reference-at-line-start", 12, 1),
    } <= found
    assert result.report.coverage == 1.0
    words = re.sub(r"\s", "", path.read_text("utf-8"))
    text = dict(result.folders[0].files)["text.md"]
    body = text.split("---\n", 2)[2]
    assert re.sub(r"[\s#]", "", body) in words.replace("2020年1月1日公司通过", "")


_HARD = (
    "第一二三四条章节、.。；：:（）()《》12①㈠ \n　为了管理制度办法附件表的规定目录通知"
    "|#*_->[]`\\&;~<!AaX“”…\t\u00a0"
)


@given(st.text(st.sampled_from(_HARD), max_size=300))
@settings(max_examples=300, derandomize=True, deadline=None)
def test_no_character_of_any_text_is_lost(text: str) -> None:
    if not text.strip():
        return
    raw = source.decode(("甲乙管理办法\n" + text).encode(), "any.txt")
    result = run.run([raw], "demo", None, Path("nowhere"))
    assert result.report.coverage == 1.0, result.report.diagnostics
    again = run.run([raw], "demo", None, Path("nowhere"))
    assert again.folders == result.folders


BAD = {
    "空文件.txt": (b"", "文件是空的"),
    "空白.txt": (" \n　\n".encode(), "文件是空的"),
    "二进制.txt": (bytes(range(256)) * 4, "编码"),
    "空字节.txt": ("第一条 \0甲".encode(), "控制字符 U+0000"),
    "控制字符.txt": ("第一条 \x07甲".encode(), "控制字符 U+0007"),
    "十六位.txt": (("第一条 办法" * 9).encode("utf-16"), "编码"),
    "文档.docx": (b"PK\x03\x04", "文件已损坏"),
    "空网页.html": (b"<html><body></body></html>", "没有可导入的文字"),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_file_is_one_message_and_changes_nothing(name: str, tmp_path: Path) -> None:
    data, message = BAD[name]
    path = tmp_path / name
    path.write_bytes(data)
    out = tmp_path / "out"
    with pytest.raises(HandbookError, match=re.escape(message)) as error:
        save.save(run.run([source.load(path)], "demo", None, out), out)
    assert error.value.place is not None
    assert not out.exists()


def test_unwritable_folder_is_a_message(tmp_path: Path) -> None:
    blocked = tmp_path / "out"
    blocked.write_text("a file where the folder should be")
    result = run.run(
        [source.decode("甲办法\n第一条 乙。".encode(), "a.txt")], "demo", None, blocked
    )
    with pytest.raises(HandbookError, match=r"读不了|写不进去"):
        save.save(result, blocked)
    assert blocked.read_text() == "a file where the folder should be"


def test_interrupted_import_leaves_what_was_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    raw = source.decode("甲管理办法\n第一条 乙。".encode(), "a.txt")
    save.save(run.run([raw], "demo", None, tmp_path), tmp_path)
    before = {p: p.read_bytes() for p in tmp_path.rglob("*") if p.is_file()}
    changed = source.decode("甲管理办法\n第一条 丙。".encode(), "a.txt")

    def fail(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("handbook.files.os.replace", fail)
    with pytest.raises(KeyboardInterrupt):
        save.save(run.run([changed], "demo", None, tmp_path), tmp_path)
    assert {p: p.read_bytes() for p in tmp_path.rglob("*") if p.is_file()} == before


def test_edited_text_is_not_overwritten(tmp_path: Path) -> None:
    raw = source.decode("甲管理办法\n第一条 乙。".encode(), "a.txt")
    result = run.run([raw], "demo", None, tmp_path)
    save.save(result, tmp_path)
    path = next(tmp_path.glob("demo/*/text.md"))
    path.write_text(path.read_text("utf-8").replace("乙", "丙"), "utf-8")
    with pytest.raises(HandbookError, match="被编辑过"):
        save.save(result, tmp_path)
    assert "丙" in path.read_text("utf-8")
    save.save(result, tmp_path, overwrite=True)
    assert "乙" in path.read_text("utf-8")


def test_topics_are_the_editors_and_stay(tmp_path: Path) -> None:
    raw = source.decode("甲管理办法\n第一条 乙。".encode(), "a.txt")
    save.save(run.run([raw], "demo", None, tmp_path), tmp_path)
    path = next(tmp_path.glob("demo/*/text.md"))
    path.write_text(
        path.read_text("utf-8").replace("source:", "topics: [接待, 用车]\nsource:"), "utf-8"
    )
    changed = source.decode("甲管理办法\n第一条 丙。".encode(), "a.txt")
    save.save(run.run([changed], "demo", None, tmp_path), tmp_path)
    text = path.read_text("utf-8")
    assert "丙" in text
    assert read.read(text).regulation.metadata.topics == ("接待", "用车")
    assert (
        frontmatter.without_topics(text)
        == dict(run.run([changed], "demo", None, tmp_path).folders[0].files)["text.md"]
    )


def test_gb18030_is_read_and_said(tmp_path: Path) -> None:
    path = tmp_path / "旧文件.txt"
    path.write_bytes("甲管理办法\n第一条 本办法自2020年1月1日起施行。".encode("gb18030"))
    result = run.run([source.load(path)], "demo", None, tmp_path)
    assert [d.code for d in result.report.diagnostics] == ["encoding"]
    text = dict(result.folders[0].files)["text.md"]
    assert "effective: 2020-01-01" in text


def test_web_page_keeps_its_places(tmp_path: Path) -> None:
    page = (
        "<html><head><title>某局</title></head><body><p>当前位置：首页</p><h1>甲管理办法</h1>"
        "<p>第一条&nbsp;为了<b>规范</b>，制定本办法。</p>"
        "<table><tr><td>级别</td><td>元</td></tr><tr><td>局级</td><td>500</td></tr></table>"
        "</body></html>"
    )
    raw = source.decode(page.encode(), "a.html")
    result = run.run([raw], "demo", None, tmp_path)
    files = dict(result.folders[0].files)
    assert "| 局级 | 500 |" in files["text.md"]
    first = json.loads(files[sourcemap.FILE])["provisions"][0]
    ((start, end),) = first["spans"]
    assert page[start:end] == "第一条&nbsp;为了<b>规范</b>，制定本办法。"
    assert [n.text for n in result.report.noise] == ["当前位置：首页"]


def test_law_corpus_file_is_taken_as_it_stands(tmp_path: Path) -> None:
    text = (
        "# 甲法\n\n2020年1月1日 第一次会议通过\n\n<!-- INFO END -->\n\n"
        "## 第一章 总则\n\n第一条 乙。\n\n（一）丙；\n\n（二）丁。"
    )
    result = run.run([source.decode(text.encode(), "甲法.md")], "laws", None, tmp_path)
    assert result.report.coverage == 1.0
    written = dict(result.folders[0].files)["text.md"]
    assert "adopted: 2020-01-01" in written
    regulation = read.read(written).regulation
    assert [p.id for p in regulation.walk()] == [
        "chp_1", "art_1", "art_1__point_1", "art_1__point_2",
    ]  # fmt: skip


def _fixup(old: str, after: str = "") -> Fixup:
    return Fixup(after, old, "新", "理由", Place("甲/fixups.yml", 3, 3))


def test_fixup_must_match_once() -> None:
    text = "每年51日。\n罚款50\n罚款50"
    assert fixups.locate(_fixup("51日"), text) == (2, 5)
    assert fixups.locate(_fixup("50", "51日。罚款"), text) == (9, 11)
    with pytest.raises(HandbookError, match=r"甲/fixups.yml:3:3 .*有 2 处"):
        fixups.locate(_fixup("50"), text)
    with pytest.raises(HandbookError, match="找不到"):
        fixups.locate(_fixup("60"), text)


@pytest.mark.parametrize(
    ("entry", "message"),
    [
        ("- {old: 甲, new: 乙}", "缺少“reason”"),
        ("- {old: 甲, new: 乙, reason: 丙, wer: 丁}", "不认识的键“wer”"),
        ("- {range: [3, 1], new: 乙, reason: 丙, privacy: true}", "起小于止"),
        ("- {range: [1, 3], old: 名, new: 乙, reason: 丙, privacy: true}", "不得写出被遮盖的文字"),
        ("old: 甲", "应当是一个列表"),
        ("- [", "YAML 写法有误"),
        ("- {old: 甲, new: , reason: 丙}", "“new”应为一段文字"),
        ("- {old: 甲, old: 乙, new: 丙, reason: 丁}", "“old”写了两次"),
        ("- {old: 甲, new: 乙, reason: 丙, privacy: yes}", "只能写 true 或 false"),
        ("- {old: 甲, new: 乙, reason: 丙, range: [1, 3]}", "只有隐私遮盖"),
    ],
)
def test_bad_fixups_file_is_a_message(entry: str, message: str, tmp_path: Path) -> None:
    (tmp_path / fixups.FILE).write_text(entry, "utf-8")
    with pytest.raises(HandbookError, match=message):
        fixups.load(tmp_path)


def test_masked_name_stands_nowhere() -> None:
    """The masked characters are the ones the manifest speaks of, and stand masked in the text."""
    (mask,) = [f for f in fixups.load(REGULATIONS / "quju" / "shitang-guanli-ji-yongcan").repairs]
    assert mask.privacy
    assert mask.range is not None
    start, end = mask.range
    raw = source.load(SOURCES["003"])
    assert raw.text[start:end] == mask.new == "X" * (end - start)


def test_command_writes_and_reports(tmp_path: Path) -> None:
    shutil.copytree(REGULATIONS / "wangcheng", tmp_path / "wangcheng")
    outcome = CliRunner().invoke(
        cli,
        ["import", str(SOURCES["002"]), "--issuer", "wangcheng", "--out", str(tmp_path),
         "--format", "json"],
    )  # fmt: skip
    report = json.loads(outcome.stdout)
    assert outcome.exit_code == 1  # 公车管理缺第 4 项
    assert report["coverage"] == 1.0
    assert len(report["regulations"]) == 13
    assert any(d["code"] == "missing-number" for d in report["diagnostics"])
