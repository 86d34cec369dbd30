"""Topics, index, figures and defects: nothing missing, nothing invented, the text as printed."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date
from html import unescape
from pathlib import Path

import pytest

from checker.checker import Checker
from checker.coverage import coverage
from handbook import topics
from handbook.errors import HandbookError
from handbook.library import Library
from handbook.provision import Level
from plugins.orientation import defectpage, figurepage, indexpage, topicpages

ROOT = Path(__file__).parent.parent
CHECKER = Checker.load(ROOT / "regulations")
LIBRARY = CHECKER.library
TOPICS = topics.load(LIBRARY)
SUBJECTS = [topicpages.subject(LIBRARY, topic) for topic in TOPICS]
PAGES = topicpages.TopicPages(LIBRARY, SUBJECTS, "x.js", {})
ENTRIES = indexpage.entries(LIBRARY, TOPICS)


def by_name(subject: topicpages.Subject) -> str:
    return subject.topic.name


def test_every_regulation_has_a_topic() -> None:
    assert not [r.slug for r in LIBRARY.regulations if not r.metadata.topics]
    written = (ROOT / "regulations" / topics.FILE).read_text("utf-8")
    listed = re.findall(r"^(\w+): \[", written, re.M)
    assert [topic.name for topic in TOPICS] == listed, "a topic that no regulation has"
    assert len({topic.slug for topic in TOPICS}) == len(TOPICS)


def handbook(root: Path, front: str, body: str, extra: dict[str, str] | None = None) -> Library:
    home = root / "ju" / "zhidu"
    home.mkdir(parents=True)
    (root / "ju" / "issuer.yml").write_text("name: 某局\n", "utf-8")
    (home / "text.md").write_text(f"---\n{front}\n---\n\n{body}", "utf-8")
    for name, text in (extra or {}).items():
        (root / name).write_text(text, "utf-8")
    return Library.load(root)


def test_a_topic_that_the_file_does_not_name_is_refused(tmp_path: Path) -> None:
    library = handbook(
        tmp_path, "title: 甲制度\ntopics: [接代]", "# 甲制度\n\n一、乙。\n",
        {topics.FILE: "接待: [接待]\n"},
    )  # fmt: skip
    with pytest.raises(HandbookError, match="没有主题“接代”；可用的有：接待") as caught:
        topics.load(library)
    assert caught.value.place is not None and caught.value.place.file.endswith("text.md")


def test_without_the_file_a_topic_is_its_own_word(tmp_path: Path) -> None:
    library = handbook(
        tmp_path, "title: 甲制度\ntopics: [用车]", "# 甲制度\n\n一、用车要派车单。\n"
    )
    (topic,) = topics.load(library)
    assert topic.words == ("用车",) and topic.slug == "yongche"


PASSAGES = """# 甲制度

一、接待要报告：

1.来宾名单；

2.天数。

二、其他

接待从简。

1.不用酒。

## 三、接待标准

1.每人八十元。
"""


def test_a_title_or_a_colon_brings_what_stands_below(tmp_path: Path) -> None:
    library = handbook(tmp_path, "title: 甲制度\ntopics: [接待]", PASSAGES)
    (topic,) = topics.load(library)
    found = list(topics.passages(topic, library.regulations[0]))
    assert [(p.provision.label, p.whole) for p in found if p.provision.label] == [
        ("一、", True),
        ("三、", True),
    ]
    assert any("接待从简" in p.provision.text for p in found)
    assert not any("不用酒" in p.provision.text for p in found)


@pytest.mark.parametrize("subject", SUBJECTS, ids=by_name)
def test_a_topic_page_shows_the_printed_words_once(subject: topicpages.Subject) -> None:
    html = PAGES.body(subject).html
    keys = re.findall(r'data-key="([^"]+)"', html)
    assert keys and len(keys) == len(set(keys))
    shown = unescape(re.sub(r"<[^>]+>", "", html))
    for found in (f for own in subject.bodies.values() for f in own):
        seen: set[str] = set()
        for passage in found.passages:
            nodes = list(passage.provision.walk()) if passage.whole else [passage.provision]
            for node in nodes:
                assert node.id not in seen, "shown twice"
                seen.add(node.id)
                if node.level is not Level.TABLE:
                    assert node.label + node.gap + (node.heading or "") in shown
                    assert node.text in shown


def test_regulations_that_carry_a_topic_are_on_its_page() -> None:
    for subject in SUBJECTS:
        listed = {f.regulation.slug for own in subject.bodies.values() for f in own}
        carry = {r.slug for r in LIBRARY.regulations if subject.topic.name in r.metadata.topics}
        assert carry <= listed, subject.topic.name


def test_the_index_holds_every_title_in_the_order_of_pinyin() -> None:
    assert {r.title for r in LIBRARY.regulations} <= {entry.words for entry in ENTRIES}
    letters = [entry.letter for entry in ENTRIES]
    ordered = sorted(letters, key=lambda letter: (letter == "#", letter))
    assert letters == ordered
    found = {entry.words: entry.letter for entry in ENTRIES}
    assert found["公务接待制度"] == "G" and found["重要文稿办理工作制度"] == "Z"
    assert len(ENTRIES) == len(set(ENTRIES))


def test_short_titles_leave_out_the_body() -> None:
    words = {entry.words for entry in ENTRIES}
    assert "阿里地区行署办公室印章管理制度" in words and "印章管理制度" in words


def test_all_figures_are_listed_with_their_words() -> None:
    day = date.today()
    rows = list(figurepage.rows(CHECKER, day))
    expected = list(coverage(CHECKER, day))
    assert [re.sub(r"\s", "", row.words) for row in rows] == [f.figure for f in expected]
    for row in rows:
        text = (row.provision.heading or "") + row.provision.text
        near = row.before.lstrip("…") + row.words + row.after.rstrip("…")
        assert near.strip() in text.replace("\n", " ")
    kinds = Counter(row.kind for row in rows)
    assert kinds["金额"] > 50 and kinds["天数"] > 80


def test_defects_say_nothing_of_personal_data(tmp_path: Path) -> None:
    library = handbook(
        tmp_path, "title: 甲制度", "# 甲制度\n\n一、联系人 13800138000。\n\n三、乙。\n"
    )
    found = list(defectpage.defects(library))
    codes = {defect.code for _, own in found for defect in own}
    assert "missing-number" in codes and "personal-data" not in codes
    html = defectpage.defects_body(found, {"missing-number"}).html
    assert "138" not in html and 'href="../lint/missing-number/"' in html


def test_too_many_figures_or_defects_are_cut_and_said(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = list(figurepage.rows(CHECKER, date.today()))
    found = list(defectpage.defects(LIBRARY))
    monkeypatch.setattr(figurepage, "MOST", 100)
    monkeypatch.setattr(defectpage, "MOST", 10)
    read = sum(bool(row.rules) for row in rows)
    html = figurepage.figures_body(rows, {b: b for b in CHECKER.bodies}, TOPICS, {}, "x.js").html
    assert html.count("<tr data-kind") == read
    assert f"另有 {len(rows) - read} 个没有规则读的" in html
    html = defectpage.defects_body(found, frozenset()).html
    light = sum(d.kind in ("info", "warning") for _, own in found for d in own)
    assert f"其中警告和提示 {light} 处太多" in html
    assert html.count("<li>") == sum(len(own) for _, own in found) - light


def test_masked_places_are_not_listed() -> None:
    """A privacy repair exists in the handbook; the page of defects does not lead to it."""
    shown = [d.words for _, own in defectpage.defects(LIBRARY) for d in own]
    assert shown and not [words for words in shown if "个人信息" in words]


def test_hostile_titles_are_shown_as_text(tmp_path: Path) -> None:
    library = handbook(
        tmp_path, "title: <img src=x>制度\ntopics: [接待]", "# <img src=x>制度\n\n一、接待<b>。\n"
    )
    found = topics.load(library)
    subject = topicpages.subject(library, found[0])
    html = topicpages.TopicPages(library, [subject], "x.js", {}).body(subject).html
    html += indexpage.index_body(indexpage.entries(library, found)).html
    assert "<img" not in html and "<b>。" not in html
