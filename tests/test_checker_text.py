"""The text rules: a changed figure changes the verdict, a changed sentence stops the check."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from checker.checker import Checker
from checker.documents import Document
from checker.findings import Finding
from handbook.errors import HandbookError, Place

ROOT = Path(__file__).parent.parent
RECEPTION = "wangcheng/gongwu-jiedai/text.md"
GOLDEN = Path(__file__).parent / "data/checker/reworded.txt"
FORM: dict[str, Any] = {
    "type": "公务接待", "单位": "wangcheng", "接待日期": "2024-05-16", "餐别": "晚餐",
    "就餐地点": "在外就餐", "接待类别": "重大接待活动", "来宾人数": "10", "陪餐人数": "0",
    "金额": "700", "情形": (),
}  # fmt: skip


@pytest.fixture
def regulations(tmp_path: Path) -> Path:
    root = tmp_path / "regulations"
    for name in ("forms", "wangcheng"):
        shutil.copytree(ROOT / "regulations" / name, root / name)
    return root


def change(root: Path, old: str, new: str) -> None:
    path = root / RECEPTION
    text = path.read_text("utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), "utf-8")


def per_head(root: Path) -> Finding:
    checker = Checker.load(root)
    place = Place("form.yml")
    result = checker.check(checker.read(Document("form.yml", FORM, place))[0])
    return next(f for f in result.findings if f.rule == "wangcheng/gongwu-jiedai/renjun")


@pytest.mark.parametrize(
    ("printed", "verdict", "limit"),
    [("80元", "pass", "80 元"), ("60元", "violation", "60 元"), ("七十元", "pass", "70 元"),
     ("69.99元", "violation", "69.99 元")],
)  # fmt: skip
def test_a_changed_figure_changes_the_verdict(
    regulations: Path, printed: str, verdict: str, limit: str
) -> None:
    change(regulations, "人均消费不高于80元/人", f"人均消费不高于{printed}/人")
    finding = per_head(regulations)
    assert (finding.verdict, finding.outcome.limit) == (verdict, limit)
    assert printed in finding.provisions[0].quote


def test_a_reworded_sentence_stops_the_check(regulations: Path) -> None:
    change(regulations, "人均消费不高于80元/人", "每人不得超过80元")
    with pytest.raises(HandbookError) as caught:
        per_head(regulations)
    assert caught.value.message + "\n" == GOLDEN.read_text("utf-8")
