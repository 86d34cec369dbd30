"""`handbook new` and `handbook rename`."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from checker.checker import Checker
from handbook import renaming
from handbook.commands.new import command as new
from handbook.commands.rename import command as rename
from handbook.errors import HandbookError
from handbook.library import Library

BASE = Path(__file__).parent / "data" / "impact" / "base"
DAY = date(2024, 5, 22)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return Path(shutil.copytree(BASE, tmp_path / "regulations"))


def said(command: object, root: Path, *words: str) -> str:
    result = CliRunner().invoke(command, [*words, "--regulations", str(root)])  # type: ignore[arg-type]
    if result.exception:
        raise result.exception
    return result.output


def test_a_new_regulation_reads(root: Path) -> None:
    said(new, root, "ju", "《公务用车管理办法》")
    made = Library.load(root).find("ju/gongwu-yongche-guanli") or Library.load(root).regulations[0]
    assert made.title == "公务用车管理办法" and made.metadata.issuer == "甲县乙局"


def test_a_new_body(root: Path) -> None:
    said(new, root, "bing", "考勤办法", "--name", "丙局", "--slug", "kaoqin")
    library = Library.load(root)
    assert [i.name for i in library.issuers] == ["丙局", "甲县乙局"]
    assert library.find("bing/kaoqin") is not None


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("bing", "考勤办法"), "--name"),
        (("Bing", "考勤办法", "--name", "丙局"), "小写"),
        (("ju", "考勤办法", "--slug", "../x"), "小写"),
        (("ju", "接待办法", "--slug", "jiedai"), "已经有"),
        (("ju", "考勤办法", "--name", "另一个局"), "甲县乙局"),
    ],
)
def test_what_cannot_be_new(root: Path, words: tuple[str, ...], message: str) -> None:
    before = sorted(root.rglob("*"))
    with pytest.raises(HandbookError, match=message):
        said(new, root, *words)
    assert sorted(root.rglob("*")) == before


def test_a_renamed_regulation_keeps_its_rules_and_its_old_address(root: Path) -> None:
    rules = root / "ju/jiedai/rules.yml"
    rules.write_text(
        rules.read_text("utf-8").replace(
            "title: 人均餐费", "title: 人均餐费\n  overrides: jiedai/zhusu"
        ),
        "utf-8",
    )
    said(rename, root, "ju/jiedai", "ju/gongwu-jiedai")
    checker = Checker.load(root)
    ids = {rule.id for rule in checker.book("ju", DAY).chapters["接待"].rules}
    assert ids == {f"ju/gongwu-jiedai/{name}" for name in ("renjun", "pizhun", "zhusu")}
    said(rename, root, "ju/gongwu-jiedai", "ju/jiedai-2")
    there = frozenset(r.slug for r in Library.load(root).regulations)
    assert renaming.redirects(root, there) == {
        "ju/jiedai": "ju/jiedai-2",
        "ju/gongwu-jiedai": "ju/jiedai-2",
    }


@pytest.mark.parametrize(
    ("old", "to", "message"),
    [
        ("ju/meiyou", "ju/xin", "没有这部制度"),
        ("ju/jiedai", "ju/baoxiao", "已经有"),
        ("ju/jiedai", "bing/jiedai", "同一机关"),
        ("ju/jiedai", "ju/../x", "同一机关"),
    ],
)
def test_what_cannot_be_renamed(root: Path, old: str, to: str, message: str) -> None:
    with pytest.raises(HandbookError, match=message):
        said(rename, root, old, to)
    assert (root / "ju/jiedai/text.md").is_file() and not (root / renaming.FILE).exists()
