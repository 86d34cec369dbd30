"""Analysis of rules: what it finds in good rules, and in the same rules made bad in one place."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from checker import analysis
from checker.checker import Checker
from checker.coverage import figures_in

ROOT = Path(__file__).parent.parent / "regulations"
DAY = date(2024, 5, 22)
RULES = "wangcheng/caiwu/rules.yml"


@pytest.fixture
def regulations(tmp_path: Path) -> Path:
    root = tmp_path / "regulations"
    for name in ("forms", "wangcheng"):
        shutil.copytree(ROOT / name, root / name)
    shutil.copy(ROOT / "calendar.yml", root)
    return root


def change(root: Path, file: str, old: str, new: str) -> None:
    path = root / file
    text = path.read_text("utf-8")
    assert text.count(old) >= 1, old
    path.write_text(text.replace(old, new, 1), "utf-8")


def found(root: Path, code: str) -> list[str]:
    remarks = analysis.of_body(Checker(root), "wangcheng", DAY)
    return [f"{d.severity} {Path(d.file).parent.name}:{d.line} {d.message}" for d in remarks
            if d.code == code]  # fmt: skip


def test_the_gap_of_the_spending_ladder_is_proved_by_a_form(regulations: Path) -> None:
    (gap, *_) = [g for g in found(regulations, "ladder-gap") if "“支出审批”" in g]
    assert gap.startswith("info caiwu:")
    assert "500 元 与 1000 元 之间没有哪一档管" in gap
    assert "金额 750 元 → 须人工判断" in gap


def test_a_gap_and_an_overlap_nobody_asked_about_are_warnings(regulations: Path) -> None:
    change(regulations, RULES, "    gap: 这个金额由谁审批，文中没有写，按哪一档办理？\n", "")
    change(regulations, RULES, "  conflict: 这个金额两档都落上，由谁审批？\n", "")
    assert any("warning caiwu" in g for g in found(regulations, "ladder-gap"))
    (overlap, *_) = [o for o in found(regulations, "ladder-overlap") if "warning" in o]
    assert "第 2 档和第 3 档重叠" in overlap and "金额 2000 元" in overlap
    assert "须中心主任同意，审批中没有；须班子集体同意，审批中没有" in overlap


def test_a_step_that_no_form_reaches(regulations: Path) -> None:
    change(regulations, RULES, "      at_least: 乙档起\n", "      at_least: 丙档 × 丙档 ÷ 乙档起\n")
    (remark, *_) = found(regulations, "ladder-unreachable")
    assert "“支出审批”：第 2 种情形找不到一张表达得到" in remark


def test_figures_in_conditions(regulations: Path) -> None:
    change(regulations, RULES, "金额 ≤ 不刷卡上限", "金额 ≤ 200元")
    assert any("条件里写了数字“200元”" in r for r in found(regulations, "rule-literal"))


def test_every_rule_that_does_not_bind_is_named(regulations: Path) -> None:
    change(regulations, "wangcheng/caiwu/text.md", "500元以下报", "五百元以内报")
    change(regulations, "wangcheng/gongwu-jiedai/text.md", "工作日中餐接待不用酒", "中午不喝酒")
    remarks = found(regulations, "rule-unbound")
    assert any("caiwu/zhichu”" in r and "“〔甲档〕以下”成了“五百元以内”" in r for r in remarks)
    assert any("gongwu-jiedai/yongjiu”" in r for r in remarks)


def test_cases_that_come_out_otherwise_and_rules_without(regulations: Path) -> None:
    change(regulations, "wangcheng/gongwu-jiedai/cases.yml", "verdict: violation", "verdict: pass")
    assert found(regulations, "case-differs")
    path = regulations / "wangcheng/gongwu-jiedai/cases.yml"
    path.write_text(path.read_text("utf-8").split("cases:")[0] + "cases: []\n", "utf-8")
    assert any("缺满足和不满足的例子" in r for r in found(regulations, "rule-without-case"))


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("每次扣50元,三次以上", ["50元", "三次"]),
        ("发放80%,即百分之八十", ["80%", "百分之八十"]),
        ("(一)一条龙服务,提出两点意见,一次性告知", []),
        ("第三条第2次会议,〔2017〕14号文件", []),
        ("下午2点到5点,一点半", ["2点", "5点", "一点"]),
        ("十分重要,扣十分。", ["十分"]),
        ("统一件数,更换零件,半成品,一时疏忽", []),
        ("半天以内,1个月,21.75个工作日", ["半天", "1个月", "21.75个工作日"]),
    ],
)
def test_figures_of_a_text(text: str, figures: list[str]) -> None:
    assert [words for _, _, words, _ in figures_in(text)] == figures
