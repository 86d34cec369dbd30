"""Amending notices: prose → guarded instructions → new text; what is refused and why."""

from __future__ import annotations

import random
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
import yaml

from handbook.amending.apply import amended_text, body, prove
from handbook.amending.instruction import Amendment, Instruction, Operation, dump, parse
from handbook.amending.proposing import Proposal, propose
from handbook.amending.words import relabel
from handbook.errors import HandbookError
from handbook.provision import Regulation
from handbook.read import read
from handbook.resolver import Resolver

DATA = Path(__file__).parent / "data/amending"
REGULATIONS = Path(__file__).parent.parent / "regulations"
TITLE = "测试办法"


def cases(name: str) -> list[Any]:
    found = yaml.safe_load((DATA / f"{name}.yml").read_text("utf-8"))
    return [pytest.param(case, id=case["name"]) for case in found]


def text_of(words: str, title: str = TITLE) -> str:
    return f"---\ntitle: {title}\n---\n\n# {title}\n\n{words}"


def written(amendment: Amendment) -> Amendment:
    """As it is read back from its file."""
    return parse(dump(amendment), "例.amend.yml")


def proposed(case: dict[str, Any]) -> Proposal:
    now = read(text_of(case["old"]), "text.md", "jia/ceshi").regulation
    notice = read(text_of(case["notice"], f"关于修改《{TITLE}》的通知"), "n.md", "jia/tongzhi")
    other = read(text_of("第一条　甲。\n", "别的办法"), "o.md", "jia/biede").regulation
    resolver = Resolver([now, other, notice.regulation])
    return propose(now, notice.regulation, resolver)


@pytest.mark.parametrize("case", cases("通知"))
def test_notice(case: dict[str, Any]) -> None:
    found = proposed(case)
    shown = [
        {f.name: v for f in fields(i) if (v := getattr(i, f.name)) != f.default and f.name != "op"}
        | {"op": i.op.value}
        for i in found.amendment.instructions
    ]
    for one, want in zip(shown, case["instructions"], strict=True):
        one.pop("place", None)
        if "was" in one:
            one["was"] = "是"
        assert one == {k: v for k, v in want.items() if v != ""}
    for words in case.get("remarks", ()):
        assert any(words in remark for remark in found.remarks), found.remarks
    assert not found.amendment.confirmed
    title = case.get("title", TITLE)
    new = amended_text(text_of(case["old"]), written(found.amendment))
    assert body(new) == f"# {title}\n\n{case['new']}"


@pytest.mark.parametrize("case", cases("指令"))
def test_instructions(case: dict[str, Any]) -> None:
    data = {"base": "undated", "notice": "通知", "instructions": case["instructions"]}
    text = yaml.safe_dump(data, allow_unicode=True, sort_keys=False)
    if "error" in case:
        with pytest.raises(HandbookError) as caught:
            amended_text(text_of(case["old"]), parse(text, "例.amend.yml"))
        assert case["error"] in caught.value.message
        assert caught.value.place is not None and caught.value.place.file == "例.amend.yml"
    else:
        amendment = parse(text, "例.amend.yml")
        new = amended_text(text_of(case["old"]), amendment)
        assert body(new) == f"# {TITLE}\n\n{case['new']}"
        prove(read(text_of(case["old"])).regulation, amendment, new)
        assert list(written(amendment).instructions) == list(amendment.instructions)


def test_each_operation_has_a_case() -> None:
    used = {
        i["op"]
        for name in ("通知", "指令")
        for c in cases(name)
        for i in c.values[0]["instructions"]
    }
    assert {op.value for op in Operation} - {"repeal"} <= used


def test_proof_names_the_first_line_that_differs() -> None:
    old = text_of("第一条　甲。\n\n第二条　乙。\n")
    amendment = parse(
        "base: undated\nnotice: 通知\ninstructions:\n"
        "- {op: replace, target: 第二条, old: 乙, new: 丙}\n",
        "例.amend.yml",
    )
    base = read(old).regulation
    prove(base, amendment, old.replace("乙", "丙"))
    with pytest.raises(HandbookError) as caught:
        prove(base, amendment, old.replace("乙", "丁"))
    assert "第 9 行" in caught.value.message
    assert "改出“第二条　丙。”，文件里是“第二条　丁。”" in caught.value.message


def test_proposal_for_a_regulation_that_the_notice_does_not_change() -> None:
    case = {"old": "第一条　甲。\n", "notice": "对《别的办法》作如下修改：\n\n一、删去第一条。\n"}
    with pytest.raises(HandbookError, match="没有读到修改“测试办法”的指令"):
        proposed(case)


LABELS = [
    ("第三条", "12", "第十二条"),
    ("第3条", "4", "第4条"),
    ("第十七条之一", "17-2", "第十七条之二"),
    ("第三条", "3-1", "第三条之一"),
    ("（三）", "4", "（四）"),
    ("(3)", "10", "(10)"),
    ("①", "3", "③"),
    ("⑴", "2", "⑵"),
    ("１．", "2", "２．"),
    ("一、", "11", "十一、"),
    ("㈢", "11", ""),
    ("A、", "2", ""),
]


@pytest.mark.parametrize(("label", "number", "new"), LABELS)
def test_labels_keep_their_style(label: str, number: str, new: str) -> None:
    assert relabel(label, number) == new


def regulations() -> list[Path]:
    return sorted(REGULATIONS.glob("*/*/text.md"))


def test_an_empty_amendment_changes_no_regulation() -> None:
    nothing = Amendment(None, "通知", ())
    for path in regulations():
        text = path.read_text("utf-8")
        assert body(amended_text(text, nothing)) == body(text), path


def test_words_replaced_and_back_give_the_text_again() -> None:
    """On every regulation some words that stand once are changed and changed back."""
    dice = random.Random(20170414)
    done = 0
    for path in regulations():
        text = path.read_text("utf-8")
        picked = _words_that_stand_once(read(text).regulation, dice)
        if not picked:
            continue
        done += 1
        there = Instruction(Operation.REPLACE, old=picked, new="〇改过〇")
        back = Instruction(Operation.REPLACE, old="〇改过〇", new=picked)
        changed = amended_text(text, Amendment(None, "通知", (there,)))
        assert changed != text
        assert "〇改过〇" in changed
        again = amended_text(changed, Amendment(None, "通知", (back,)))
        assert "".join(body(again).split()) == "".join(body(text).split()), path
    assert done > 100


def _words_that_stand_once(regulation: Regulation, dice: random.Random) -> str:
    texts = [p.text for p in regulation.walk() if len(p.text) > 12 and "|" not in p.text]
    headings = [p.heading or "" for p in regulation.walk()]
    everything = "\n".join(p.text for p in regulation.walk()) + "\n".join(headings)
    for _ in range(20):
        if not texts:
            return ""
        text = dice.choice(texts)
        start = dice.randrange(2, len(text) - 8)
        words = text[start : start + 6]
        if everything.count(words) == 1 and words.strip() == words and words.isalnum():
            return words
    return ""
