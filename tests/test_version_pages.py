"""Pages of versions: one for each, whole, at an address that stays; a timeline above the text."""

from __future__ import annotations

import re
from datetime import date
from html import unescape
from pathlib import Path

import pytest

from handbook.comparing.aligning import Pair
from handbook.comparing.changes import compare
from handbook.comparing.history import History, former, trace
from handbook.library import Library
from handbook.read import read
from plugins.versions.comparison import kinds, step, step_body
from plugins.versions.pages import Shelf, as_of, line_html, version_body
from plugins.versions.texts import former_file, sentence, version_files

REGULATIONS = Path(__file__).parent.parent / "regulations"
FIXTURE = Path(__file__).parent / "data/versions_pages/regulations"
TODAY = date(2026, 1, 1)


def shelf(slug: str, day: date = TODAY, root: Path = REGULATIONS) -> Shelf | None:
    library = Library.load(root).as_of(day)
    found = library.find(slug)
    assert found is not None
    return Shelf.of(library, found, day)


def shown(html: str) -> str:
    return unescape(re.sub(r"<[^>]+>", "", html))


@pytest.fixture(scope="module")
def attendance() -> Shelf:
    found = shelf("quju/kaoqin")
    assert found is not None
    return found


def test_a_regulation_with_one_version_has_no_timeline() -> None:
    assert shelf("wangcheng/gongwu-jiedai") is None


def test_the_timeline_says_what_is_in_force_and_who_changed_it(attendance: Shelf) -> None:
    html = line_html(attendance)
    assert "截至2026年1月1日现行" in shown(html)
    assert "由《关于修改〈局考勤管理办法(试行)〉的通知》修改" in shown(html)
    assert "2017年5月1日起　现行" in shown(html)
    assert "最初的版本，到2017年4月30日止　已被取代" in shown(html)
    assert "来源没有写施行日期：" in shown(html)
    links = re.findall(r'href="([^"]+)"', html)
    assert links == [
        "versions/2017-05-01/",
        "../../quju/guanyu-xiugai-ju-kaoqin-guanli-banfa/",
        "versions/compare/2017-05-01/",
        "versions/undated/",
        "versions/compare/",
    ]


def test_before_the_amendment_it_is_to_come() -> None:
    found = shelf("quju/kaoqin", date(2017, 4, 20))
    assert found is not None
    assert found.regulation.metadata.start is None
    assert "截至2017年4月20日现行；已公布未施行的修改 3 处" in shown(line_html(found))
    bodies = [shown(version_body(found, v).html) for v in found.versions]
    assert "这是现行版本（最初的版本，到2017年4月30日止）" in bodies[0]
    assert "这个版本已公布，还没有施行（2017年5月1日起）" in bodies[1]


def test_each_page_holds_its_own_text(attendance: Shelf) -> None:
    old, new = (version_body(attendance, v) for v in attendance.versions)
    assert "1.公车补贴。当月累计病假满半个月" in shown(old.html)
    assert "1.公车补贴。当月累计病假、哺乳假满半个月" in shown(new.html)
    assert "这是旧版本，已被取代" in shown(old.html)
    for version, body in zip(attendance.versions, (old, new), strict=True):
        ids = {node.id for node in version.regulation.walk()}
        assert body.anchors == ids
        assert set(re.findall(r' id="([^"]+)"', body.html)) >= ids
        words = "".join(re.findall(r'class="words"[^>]*>(.*?)</(?:p|h\d)>', body.html, re.S))
        printed = "".join(node.words for node in version.regulation.walk())
        assert "".join(shown(words).split()) == "".join(printed.split())


@pytest.fixture(scope="module")
def travel() -> Shelf:
    found = shelf("shilie/chuchai", TODAY, FIXTURE)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("front", "words"),
    [
        ("effective: 2021-03-01", "截至2026年1月1日现行"),
        ("effective: 2026-03-01", "截至2026年1月1日未施行"),
        ("status: 试行", "截至2026年1月1日现行"),
        ("effective: 2021-03-01\nrepealed: 2025-01-01", "截至2026年1月1日已废止"),
        ("number: 甲〔2021〕1号", "截至2026年1月1日没有收录修改、废止它的文件"),
    ],
)
def test_a_regulation_with_one_version_says_how_it_stands(
    tmp_path: Path, front: str, words: str
) -> None:
    """What is not said to be in force anywhere is not claimed to be."""
    folder = tmp_path / "jia/yi"
    folder.mkdir(parents=True)
    (tmp_path / "jia/issuer.yml").write_text("name: 甲机关\n", "utf-8")
    text = f"---\ntitle: 办法\n{front}\n---\n\n# 办法\n\n第一条　甲。\n"
    (folder / "text.md").write_text(text, "utf-8")
    library = Library.load(tmp_path)
    assert as_of(library, library.regulations[0], TODAY) == words


#: For each step of the fixture: kinds, old and new citation, in the order of the new text.
STEPS = [
    [
        ("文字", "第三条", "第三条"),
        ("编号 位置", "第五条", "第四条"),
        ("删去", "第六条", ""),
        ("编号", "第四条", "第五条"),
    ],
    [
        ("仅格式", "第一条", "第一条"),
        ("新增", "", "第三条"),
        ("编号", "第三条", "第四条"),
        ("编号", "第四条", "第五条"),
        ("编号", "第五条", "第六条"),
        ("文字 编号 位置", "第五条第（二）项", "第六条第（一）项"),
        ("文字 编号", "第五条第（一）项", "第六条第（二）项"),
        ("新增", "", "第七条"),
    ],
    [("文字", "第四条", "第四条")],
]


@pytest.mark.parametrize("at", range(3))
def test_a_step_lists_what_changed(travel: Shelf, at: int) -> None:
    found = step(travel, at)
    html = step_body(travel, found, ["f.js"] * 4, "s.js", own=True).html
    rows = re.findall(r'<tr data-kinds="([^"]+)"><th scope="row">(.*?)<span', html)
    assert [(k, *cites(shown(words), k)) for k, words in rows] == STEPS[at]
    assert ("另有 2 处只是随上级改了编号" in html) is (at == 0)


def cites(words: str, kinds: str) -> tuple[str, str]:
    old, arrow, new = words.partition(" → ")
    if kinds == "新增":
        return "", old
    return (old, new) if arrow else (old, "" if kinds == "删去" else old)


def test_the_table_holds_whole_words_as_text(travel: Shelf) -> None:
    html = step_body(travel, step(travel, 1), ["f.js"] * 4, "s.js", own=False).html
    assert "<img" not in html and "显示为<img src=x onerror=" in shown(html)
    assert '<td class="old">附住宿发票；</td><td class="new">附住宿发票。</td>' in html
    links = re.findall(r'<a href="([^"]+#art_6__point_2)">', html)
    assert links == ["../2024-01-01/#art_6__point_2"]
    dates = '<th scope="row">施行日期</th><td class="old">2020-01-01</td>'
    assert dates in html


def test_provisions_are_followed_through_all_versions(travel: Shelf) -> None:
    history = travel.history
    three = history.identities[0]["art_3"]
    assert [own.get("art_4") == three for own in history.identities] == [False, False, True, True]
    pairs = across(history, 0, 3)
    found = {
        (c.old.citation, c.new.citation): kinds(c)
        for c in compare(history.versions[0], history.versions[3], pairs)
        if c.old and c.new
    }
    title = "《出差管理办法》"
    assert found[f"{title}第三条", f"{title}第四条"] == ("文字", "编号")
    assert found[f"{title}第四条第（一）项", f"{title}第六条第（二）项"] == ("文字", "编号")


def across(history: History, one: int, other: int) -> list[Pair]:
    """The provisions of two versions in pairs by what they are in the versions between."""
    old, new = ({p.id: p for p in history.versions[n].walk()} for n in (one, other))
    before = {number: old[id] for id, number in history.identities[one].items()}
    after = {number: new[id] for id, number in history.identities[other].items()}
    numbers = [*after, *(n for n in before if n not in after)]
    return [Pair(before.get(n), after.get(n)) for n in numbers]


def test_former_ids_know_what_they_have_become(travel: Shelf) -> None:
    assert travel.shown == 2
    found = former(travel.history, travel.shown)
    # Of the ids that are gone; art_3, art_4 … are still there and mean something else.
    assert set(found) == {
        "art_4__point_1", "art_4__point_2", "art_5__point_1", "art_5__point_2",
    }  # fmt: skip
    (one,) = found["art_4__point_1"]
    assert one.now == "art_6__point_2"
    assert sentence(travel, one) == (
        "这一处在2020年1月1日的修改中由第四条第（一）项改为第五条第（一）项，"
        "在2024年1月1日的修改中由第五条第（一）项改为第六条第（二）项。"
    )
    made = former_file(travel)
    assert made is not None and made.content.startswith("handbookFormer('{")


def test_an_id_that_meant_several_knows_all_of_them() -> None:
    """art_2 was given anew: neither of its provisions is silently taken for the other."""
    library = [
        "第一条　公务接待应当从简。\n\n第二条　借款应当及时归还。\n\n第三条　车辆统一调度。",
        "第一条　公务接待应当从简。\n\n第二条　车辆统一调度。",
        "第一条　车辆统一调度。",
    ]
    versions = [
        read(f"---\ntitle: 办法\neffective: 202{n}-01-01\n---\n\n# 办法\n\n{text}\n").regulation
        for n, text in enumerate(library)
    ]
    found = former(trace(versions), 2)
    assert [(f.last, f.now) for f in found["art_2"]] == [(1, "art_1"), (0, "")]


def test_each_version_is_one_small_file(travel: Shelf) -> None:
    files = list(version_files(travel))
    assert len(files) == 4 and len({f.uri for f in files}) == 4
    for version, file in zip(travel.versions, files, strict=True):
        printed = sum(len(p.words) for p in version.regulation.walk())
        rows = sum(1 for _ in version.regulation.walk())
        assert len(file.content) < 2 * printed + 100 * rows + 500
