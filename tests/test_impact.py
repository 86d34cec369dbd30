"""`handbook diff` and `rebind`: small changes of a small handbook, and what the report says."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner
from markdown_it import MarkdownIt

from checker.analysis import diagnostics
from checker.checker import Checker
from checker.impact.books import partial_book
from checker.impact.impact import Impact, impact
from checker.impact.report import to_json, to_markdown, to_text
from checker.impact.splitting import specs, split
from checker.rules import QuoteSpec, Text
from handbook.commands.diff import command as diff
from handbook.commands.rebind import command as rebind
from handbook.errors import HandbookError

DATA = Path(__file__).parent / "data" / "impact"
CASES = yaml.safe_load((DATA / "cases.yml").read_text("utf-8"))
DAY = date(2024, 5, 22)
KEYS = {"added", "removed", "renumbered", "changed", "figures", "rules", "references", "flips"}


def edited(folder: Path, edits: list[dict[str, Any]]) -> Path:
    shutil.copytree(DATA / "base", folder)
    for edit in edits:
        path = folder / edit["file"]
        if edit.get("delete"):
            shutil.rmtree(path.parent)
            continue
        path.parent.mkdir(exist_ok=True)
        text = path.read_text("utf-8") if "old" in edit else ""
        assert "old" not in edit or text.count(edit["old"]) == 1, edit
        path.write_text(text.replace(edit["old"], edit["new"]) if text else edit["new"], "utf-8")
    return folder


def compared(tmp_path: Path, name: str) -> Impact:
    case = next(c for c in CASES if c["name"] == name)
    return impact(DATA / "base", edited(tmp_path / "new", case["edits"]), DAY)


@pytest.mark.parametrize("name", [case["name"] for case in CASES])
def test_report(name: str, tmp_path: Path) -> None:
    found = compared(tmp_path, name)
    written = to_markdown(found, "regulations/")
    golden = DATA / f"{name}.md"
    if os.environ.get("UPDATE_GOLDEN"):
        golden.write_text(written, "utf-8")
    assert written == golden.read_text("utf-8")
    assert str(tmp_path) not in written + to_json(found) + to_text(found)
    assert json.loads(to_json(found)).keys() >= KEYS


@pytest.mark.parametrize("name", [case["name"] for case in CASES])
def test_nothing_in_a_comment_is_markup_of_the_texts(name: str, tmp_path: Path) -> None:
    html = MarkdownIt("commonmark").render(to_markdown(compared(tmp_path, name)))
    plain = re.sub(r"</?(?:h3|h4|p|ul|li|pre|code)[^>]*>", "", html)
    assert "<" not in plain, plain


def test_what_did_not_change_says_nothing(tmp_path: Path) -> None:
    found = impact(DATA / "base", DATA / "base", DAY)
    assert not found.comparison.touched and not found.rules and not found.flips
    assert to_text(found) == "条文没有变化\n"


def test_a_proposal_binds_and_changes_nothing_else(tmp_path: Path) -> None:
    found = compared(tmp_path, "改写后引文断开")
    assert [p.quote for p in found.proposals] == [
        "应当事先报经办公室同意",
        "住宿时间最多不得超过{上限:天}",
    ]
    root = tmp_path / "new"
    result = CliRunner().invoke(rebind, ["--regulations", str(root), "--write"])
    assert result.exit_code == 0, result.output
    again = impact(DATA / "base", root, DAY)
    assert not again.unbound and not again.errors
    before = (DATA / "base/ju/jiedai/rules.yml").read_text("utf-8").splitlines()
    after = (root / "ju/jiedai/rules.yml").read_text("utf-8").splitlines()
    assert [i for i, (a, b) in enumerate(zip(before, after, strict=True)) if a != b] == [12, 19]


SPLITS = yaml.safe_load((DATA / "splits.yml").read_text("utf-8"))


@pytest.mark.parametrize("case", SPLITS, ids=[case["name"] for case in SPLITS])
def test_one_quote_becomes_two_each_for_its_time(case: dict[str, str]) -> None:
    path = Path("ju/jiedai/rules.yml")
    old = next(s for s in specs(case["rules"], path, "ju/jiedai") if s.quote.text[:3] == "旧的话")
    cites = case.get("cites", old.cites.text)
    new = QuoteSpec(Text(cites, old.cites.place), Text("新的话", old.quote.place))
    made = split(case["rules"], old, new, date(2024, 7, 1), path, "ju/jiedai")
    assert (made or "无") == case["after"]


def test_a_version_to_come_leaves_the_rule_its_old_quote_until_then(tmp_path: Path) -> None:
    compared(tmp_path, "尚未施行的新版本")
    root = tmp_path / "new"
    days = DAY, date(2024, 7, 1)
    lost = [len(partial_book(Checker(root), "ju", day).unbound) for day in days]
    assert lost == [0, 1]
    said = [d for d in diagnostics(Checker(root), DAY) if d.code == "rule-unbound"]
    assert len(said) == 1 and "从 2024-07-01 起" in said[0].message
    result = CliRunner().invoke(rebind, ["--regulations", str(root), "--write"])
    assert result.exit_code == 0, result.output
    for day in days:
        assert not partial_book(Checker(root), "ju", day).unbound
    assert not [d for d in diagnostics(Checker(root), DAY) if d.code == "rule-unbound"]
    again = CliRunner().invoke(rebind, ["--regulations", str(root), "--write"])
    assert "对不上的引文 0 处" in again.stderr


def test_a_quote_without_a_likeness_gets_no_proposal(tmp_path: Path) -> None:
    edits = [{"file": "ju/jiedai/text.md", "old": "住宿不超过2天。", "new": "车辆另行安排。"}]
    root = edited(tmp_path / "new", edits)
    found = impact(DATA / "base", root, DAY)
    assert len(found.unbound) == 1 and not found.proposals
    assert "须人工重写" in to_markdown(found)
    result = CliRunner().invoke(rebind, ["--regulations", str(root)])
    assert result.exit_code == 1 and "住宿不超过" in result.stderr


def git(folder: Path, *words: str) -> None:
    who = ["-c", "user.name=编辑", "-c", "user.email=e@example.org"]
    subprocess.run(["git", "-C", str(folder), *who, *words], check=True, capture_output=True)


def test_between_git_revisions(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    repository = tmp_path / "仓库"
    repository.mkdir()
    root = edited(repository / "regulations", [])
    git(repository, "init", "--quiet")
    git(repository, "add", ".")
    git(repository, "commit", "--quiet", "-m", "一")
    text = root / "ju/jiedai/text.md"
    text.write_text(text.read_text("utf-8").replace("80元", "60元"), "utf-8")
    monkeypatch.chdir(repository)
    result = CliRunner().invoke(diff, ["HEAD", "--format", "json"])
    assert result.exit_code == 0, result.output
    found = json.loads(result.stdout)
    assert [(f["old"], f["new"]) for f in found["figures"]] == [("80元", "60元")]
    assert {(f["name"], f["before"], f["after"]) for f in found["flips"]} >= {
        ("人均 70 元", "pass", "violation")
    }
    git(repository, "commit", "--quiet", "-am", "二")
    result = CliRunner().invoke(diff, ["HEAD~1", "HEAD"])
    assert result.exit_code == 0 and "80元 → 60元" in result.output
    for wrong in ("没有这个", "--exec=true", "HEAD:regulations"):
        with pytest.raises(HandbookError):
            CliRunner().invoke(diff, ["--", wrong], catch_exceptions=False)
