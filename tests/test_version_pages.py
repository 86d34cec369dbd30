"""Pages of versions: one for each, whole, at an address that stays; a timeline above the text."""

from __future__ import annotations

import re
from datetime import date
from html import unescape
from pathlib import Path

import pytest

from handbook.library import Library
from plugins.versions.pages import Shelf, line_html, version_body

REGULATIONS = Path(__file__).parent.parent / "regulations"
TODAY = date(2026, 1, 1)


def shelf(slug: str, day: date = TODAY) -> Shelf | None:
    library = Library.load(REGULATIONS).as_of(day)
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
        "versions/undated/",
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
