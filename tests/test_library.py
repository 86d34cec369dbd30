"""A folder of regulations as a whole: bodies, order, versions in force, rows, look-up, `fmt`."""

from __future__ import annotations

import json
import os
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from handbook.commands import fmt, provisions
from handbook.errors import HandbookError
from handbook.library import Issuer, Library
from handbook.lookup import Index, find
from handbook.read import read
from handbook.rows import of_regulation, rows
from handbook.sourcemap import Origin, SourceMap, digest, dump

REGULATIONS = Path(__file__).parents[1] / "regulations"
LEAVE = """---
title: 休假规定
effective: 2020-01-01
---

# 休假规定

为了规范休假，制定本规定。

## 第一章　总则

第一条　甲。

第二条　下列情形：

(一)乙：

1\\. 丙；

(二)丁。

有前款情形的，可以延长：

(一)戊。

## 第二章　附则

第三条　己。

| 职务 | 天数 |
|---|---|
| 科长 | 3 |

某某办公室

## 附件1　审批表

庚。
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Two bodies; the first has two regulations and an older version of one of them."""
    for name, text in {
        "jia/issuer.yml": "name: 甲机关\nshort_names: [甲]\nkind: 机关\nparent: yi\n",
        "jia/xiujia/text.md": LEAVE,
        "jia/xiujia/history/2015-01-01.md": LEAVE.replace("2020", "2015").replace("己", "旧"),
        "jia/kaoqin/text.md": "---\ntitle: 考勤制度\nrepealed: 2019-01-01\n---\n"
        "\n# 考勤制度\n\n一、甲\n",
        "jia/baomi/text.md": "---\ntitle: 保密制度\nsource:\n  file: a.txt\n  sha256: x\n"
        "  range: [5, 9]\n---\n\n# 保密制度\n\n一、甲\n",
        "yi/issuer.yml": "name: 乙机关\n",
        "forms/leave.yml": "type: 请假\n",
    }.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return tmp_path


def test_bodies_and_regulations_in_order(root: Path) -> None:
    library = Library.load(root)
    assert library.issuers == (
        Issuer("jia", "甲机关", ("甲",), "机关", "yi"),
        Issuer("yi", "乙机关"),
    )
    assert [r.slug for r in library.regulations] == ["jia/baomi", "jia/xiujia", "jia/kaoqin"]
    assert [r.slug for r in library.history] == ["jia/xiujia"]
    found = library.find("jia/xiujia")
    assert found is not None
    assert found.file == (root / "jia/xiujia/text.md").as_posix()
    assert library.find("jia/nichts") is None


@pytest.mark.parametrize(
    ("day", "titles", "last"),
    [
        (date(2014, 12, 31), ["保密制度", "考勤制度"], None),
        (date(2015, 1, 1), ["保密制度", "休假规定", "考勤制度"], "旧。"),
        (date(2018, 12, 31), ["保密制度", "休假规定", "考勤制度"], "旧。"),
        (date(2019, 12, 31), ["保密制度", "休假规定"], "旧。"),
        (date(2020, 1, 1), ["保密制度", "休假规定"], "己。"),
    ],
)
def test_versions_in_force(root: Path, day: date, titles: list[str], last: str | None) -> None:
    texts = list(Library.load(root).in_force(day))
    assert [r.title for r in texts] == titles
    leave = [r for r in texts if r.title == "休假规定"]
    article = find(leave[0], "art_3") if leave else None
    assert (article.text if article else None) == last


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("jia/issuer.yml", "", "issuer.yml:1:1 缺“name”（机关全称）"),
        ("jia/issuer.yml", "nam: 甲\n", "issuer.yml:1:1 不认识的键“nam”；是不是“name”"),
        (
            "jia/Xiu Jia/text.md",
            "# 题\n",
            "文件夹名“Xiu Jia”会成为网址，只能用小写字母、数字和连字符",
        ),
        ("bing/ding/text.md", "# 题\n", "“bing”里有制度，却没有 issuer.yml（机关名称）"),
        ("jia/kaoqin/text.md", "", "text.md:1:1 文件是空的"),
    ],
)
def test_what_is_wrong_is_named(root: Path, name: str, text: str, said: str) -> None:
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    with pytest.raises(HandbookError) as caught:
        Library.load(root)
    assert said in str(caught.value)


def test_all_that_is_wrong_is_named_at_once(root: Path) -> None:
    (root / "jia/kaoqin/text.md").write_text("", "utf-8")
    (root / "jia/baomi/text.md").write_text("---\ntitel: x\n---\n", "utf-8")
    with pytest.raises(HandbookError) as caught:
        Library.load(root)
    assert str(caught.value).count("text.md") == 2


def test_a_missing_folder_is_named() -> None:
    with pytest.raises(HandbookError, match="没有这个文件夹"):
        Library.load(Path("no-such-folder"))


def test_rows_have_the_keys_and_values_of_the_contract() -> None:
    words = "第一条甲。"
    origins = SourceMap("a.txt", "", {"art_1": Origin(((3, 8),), digest(words))})
    found = [json.loads(r.json()) for r in of_regulation(read(LEAVE, slug="jia/xiujia").regulation,
                                                         "甲机关", origins)]  # fmt: skip
    assert all(
        list(row)
        == ["regulation", "title", "issuer", "id", "level", "labels", "paragraph", "citation",
            "heading", "text", "path", "source"]
        for row in found
    )  # fmt: skip
    shown = [
        (r["id"], r["level"], r["labels"], r["paragraph"], r["heading"], r["text"]) for r in found
    ]
    assert shown == [
        ("preamble", "preamble", [], None, None, "为了规范休假，制定本规定。"),
        ("chp_1", "chapter", ["第一章"], None, "总则", ""),
        ("art_1", "article", ["第一章", "第一条"], None, None, "甲。"),
        ("art_2", "article", ["第一章", "第二条"], None, None, ""),
        ("art_2__para_1", "paragraph", ["第一章", "第二条"], 1, None, "下列情形："),
        ("art_2__para_1__point_1", "point", ["第一章", "第二条", "(一)"], None, None, "乙："),
        ("art_2__para_1__point_1__indent_1", "indent", ["第一章", "第二条", "(一)", "1."],
         None, None, "丙；"),
        ("art_2__para_1__point_2", "point", ["第一章", "第二条", "(二)"], None, None, "丁。"),
        ("art_2__para_2", "paragraph", ["第一章", "第二条"], 2, None, "有前款情形的，可以延长："),
        ("art_2__para_2__point_1", "point", ["第一章", "第二条", "(一)"], None, None, "戊。"),
        ("chp_2", "chapter", ["第二章"], None, "附则", ""),
        ("art_3", "article", ["第二章", "第三条"], None, None, "己。"),
        ("art_3__table_1", "table", ["第二章", "第三条"], None, None,
         "| 职务 | 天数 |\n|---|---|\n| 科长 | 3 |"),
        ("signature_1", "signature", [], None, None, "某某办公室"),
        ("att_1", "appendix", ["附件1"], None, "审批表", "庚。"),
    ]  # fmt: skip
    row = found[2]
    assert (row["regulation"], row["title"], row["issuer"]) == ("jia/xiujia", "休假规定", "甲机关")
    assert (row["citation"], row["path"]) == ("《休假规定》第一条", "jia/xiujia/#art_1")
    assert row["source"] == {"file": "a.txt", "spans": [[3, 8]]}
    assert all(other["source"] is None for other in found if other is not row)


def test_subheads_stand_in_the_labels_with_their_words() -> None:
    regulation = read("# 文电制度\n\n## 文电处理\n\n1、甲。\n").regulation
    assert [r.labels for r in of_regulation(regulation, "")] == [("文电处理",), ("文电处理", "1、")]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("art_2", "art_2"),
        ("art_2__para_2__point_1", "art_2__para_2__point_1"),
        ("art_2__point_2", "art_2__para_1__point_2"),
        ("art_2__point_1", None),
        ("art_2__point_1__indent_1", "art_2__para_1__point_1__indent_1"),
        ("art_1__para_1", "art_1"),
        ("art_2__para_1__point_1__para_1", "art_2__para_1__point_1"),
        ("art_1__para_2", None),
        ("art_2__para_1__point_9", None),
        ("art_2__para_3", None),
        ("art_9", None),
    ],
)
def test_look_up_forgives_a_missing_paragraph(asked: str, found: str | None) -> None:
    provision = find(read(LEAVE).regulation, asked)
    assert (provision.id if provision else None) == found


def test_every_provision_is_found_with_what_stands_above_it() -> None:
    regulation = read(LEAVE).regulation
    index = Index(regulation)
    for chain in regulation.paths():
        assert index.chain(chain[-1].id) == chain
        assert index.find(chain[-1].id) is chain[-1]


def test_the_command_prints_the_rows(root: Path) -> None:
    done = CliRunner().invoke(
        provisions.command, ["--regulations", str(root), "--as-of", "2020-06-01"]
    )
    assert done.exit_code == 0
    expected = [r.json() for r in rows(Library.load(root), date(2020, 6, 1))]
    assert done.output.splitlines() == expected
    assert len(expected) == 16


def test_source_maps_of_a_folder_are_used(root: Path) -> None:
    (root / "jia/baomi/source-map.json").write_text(
        dump("a.txt", "", [("lvl_1", Origin(((7, 9),), digest("一、甲")))]), "utf-8"
    )
    first = next(iter(rows(Library.load(root), date(2020, 6, 1))))
    assert first.source is not None
    assert first.source.spans == ((7, 9),)


def test_fmt_rewrites_and_then_leaves_alone(root: Path) -> None:
    path = root / "jia/xiujia/text.md"
    path.write_text(LEAVE.replace("\n\n有前款", "\n\n\n   有前款"), "utf-8")
    os.chmod(path, 0o640)
    checked = CliRunner().invoke(fmt.command, ["--check", str(path)], standalone_mode=False)
    assert checked.return_value == 1
    assert "   有前款" in path.read_text("utf-8")
    done = CliRunner().invoke(fmt.command, [str(path)], standalone_mode=False)
    assert (done.return_value, "已整理" in done.stderr) == (0, True)
    assert path.read_text("utf-8") == LEAVE
    assert path.stat().st_mode & 0o777 == 0o640
    assert [p.name for p in path.parent.iterdir() if p.name.startswith(".")] == []
    again = CliRunner().invoke(fmt.command, ["--check", str(path)], standalone_mode=False)
    assert (again.return_value, again.output) == (0, "")


def test_fmt_leaves_what_it_cannot_read(root: Path) -> None:
    path = root / "jia/kaoqin/text.md"
    path.write_bytes(b"\xff\xfe")
    done = CliRunner().invoke(fmt.command, [str(path)], standalone_mode=False)
    assert isinstance(done.exception, HandbookError)
    assert path.read_bytes() == b"\xff\xfe"


@pytest.mark.parametrize(("name", "said"), [("nichts.md", "没有"), ("xiujia", "文件夹")])
def test_fmt_names_what_it_cannot_open(root: Path, name: str, said: str) -> None:
    done = CliRunner().invoke(fmt.command, [str(root / "jia" / name)], standalone_mode=False)
    assert isinstance(done.exception, HandbookError)
    assert said in str(done.exception)


def test_the_regulations_of_the_handbook_have_rows_with_unique_addresses() -> None:
    found = list(rows(Library.load(REGULATIONS), date(2024, 1, 1)))
    assert len({(r.regulation, r.id) for r in found}) == len(found) > 2000
    assert all(r.path == f"{r.regulation}/#{r.id}" for r in found)
