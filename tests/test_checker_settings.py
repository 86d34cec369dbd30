"""What the texts leave to a body: the common calendar, and the settings of its own."""

from __future__ import annotations

import re
import shutil
from datetime import date
from pathlib import Path

import pytest
import yaml

from checker import forms, settings
from checker.checker import Checker
from checker.documents import Document
from checker.findings import Outcome
from handbook.errors import HandbookError, Place

ROOT = Path(__file__).parent.parent / "regulations"
DAYS = yaml.load(
    (Path(__file__).parent / "data/checker/workdays.yml").read_text("utf-8"), yaml.BaseLoader
)
CALENDAR = settings.load(ROOT, "xianwei").calendar
YEARS = range(2012, 2027)
BODIES = sorted(p for p in ROOT.glob("*/settings.yml") if p.parent.name != forms.FOLDER)
SIGN_IN = {
    "type": "考勤", "单位": "xianwei", "记录类别": "个人每日考勤", "状态": "出勤",
    "签到时刻": "08:41", "签退时刻": "17:30", "情形": (), "附件": ("考勤登记", "《月度工作记实》"),
}  # fmt: skip


@pytest.mark.parametrize("known", DAYS, ids=lambda k: k["day"])
def test_known_days(known: dict[str, str]) -> None:
    day = date.fromisoformat(known["day"])
    assert CALENDAR.is_working(day.toordinal()) is (known["works"] == "是"), known["why"]


@pytest.mark.parametrize("year", YEARS)
def test_each_year_is_whole(year: int) -> None:
    for month, day in ((1, 1), (5, 1), (10, 1), (10, 2), (10, 3)):
        assert not CALENDAR.is_working(date(year, month, day).toordinal())
    own = [date.fromordinal(d) for d in CALENDAR.workdays]
    made_up = [d for d in own if d.year == year]
    assert made_up
    assert all(d.weekday() >= 5 for d in made_up)
    first, last = date(year, 1, 1).toordinal(), date(year, 12, 31).toordinal()
    # 11 (since 2025: 13) statutory holidays, some of which fall on a weekend and move or are lost
    assert 246 <= CALENDAR.count(first, last) <= 252


def test_no_day_is_holiday_and_workday() -> None:
    assert CALENDAR.holidays.isdisjoint(CALENDAR.workdays)


@pytest.fixture
def regulations(tmp_path: Path) -> Path:
    root = tmp_path / "regulations"
    for name in ("forms", "xianwei"):
        shutil.copytree(ROOT / name, root / name)
    return root


def settle(root: Path, text: str) -> Path:
    path = root / "xianwei" / "settings.yml"
    path.write_text(path.read_text("utf-8") + text, "utf-8")
    return root


def lateness(root: Path, **fields: str) -> Outcome:
    checker = Checker.load(root)
    read, _ = checker.read(Document("form", {**SIGN_IN, **fields}, Place("form")))
    found = checker.check(read).findings
    return next(f.outcome for f in found if f.rule == "xianwei/kaoqin/chidao")


def test_without_office_hours_the_form_has_to_say_them(regulations: Path) -> None:
    found = lateness(regulations)
    assert (found.verdict, found.unknown) == ("missing", ("规定上班时刻", "设定·上班时刻"))
    assert "没有填“规定上班时刻”，本单位没有设定“上班时刻”（settings.yml）" in found.message


def test_office_hours_of_the_body_stand_for_an_empty_field(regulations: Path) -> None:
    settle(regulations, "values: {上班时刻: '08:30', 下班时刻: '17:30'}\n")
    found = lateness(regulations)
    assert (found.verdict, found.actual, found.limit) == ("violation", "11 分钟", "10 分钟")


def test_what_the_form_says_goes_before_the_setting(regulations: Path) -> None:
    settle(regulations, "values: {上班时刻: '08:00'}\n")
    assert lateness(regulations, 规定上班时刻="08:30").actual == "11 分钟"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("values: {上班时间: '08:30'}\n", "没有设定“上班时间”；是不是“上班时刻”“下班时刻”"),
        ("values: {上班时刻: 早上}\n", "读不出“早上”，应为时刻"),
        ("holidays: [2024-02-30]\n", "没有这一天：“2024-02-30”"),
        ("holidays: [2024-10-07至2024-10-01]\n", "“2024-10-07至2024-10-01”的起止不对"),
        ("workdays: [十月一日]\n", "应为 2024-10-01 或 2024-10-01至2024-10-07，不是“十月一日”"),
        ("values: {}\n同一人: []\n", "不认识的键“同一人”"),
        ("readings: {kaoqin/chidao: {take: 甲}}\n", "读法“kaoqin/chidao”缺“reason”"),
    ],
)
def test_a_wrong_setting_is_located(regulations: Path, text: str, message: str) -> None:
    settle(regulations, text)
    with pytest.raises(HandbookError) as caught:
        settings.load(regulations, "xianwei")
    assert caught.value.message.startswith(message)
    assert caught.value.place is not None
    assert caught.value.place.line


def test_own_days_go_before_the_common_calendar(regulations: Path) -> None:
    shutil.copy(ROOT / "calendar.yml", regulations)
    settle(regulations, "holidays: [2024-10-12]\nworkdays: [2024-10-04]\n")
    own = settings.load(regulations, "xianwei").calendar
    assert not own.is_working(date(2024, 10, 12).toordinal())
    assert own.is_working(date(2024, 10, 4).toordinal())


def test_each_setting_exists_fits_its_fields_and_is_used() -> None:
    known = settings.load(ROOT, "xianwei").values
    used = set()
    for form in forms.load(ROOT).types.values():
        for field in form.fields:
            if field.setting:
                assert known[field.setting][0].kind is field.static("xianwei").kind
                used.add(field.setting)
    for path in ROOT.glob("*/*/rules.yml"):
        used.update(re.findall(r"设定·(\w+)", path.read_text("utf-8")))
    assert used == set(known)


@pytest.mark.parametrize("path", BODIES, ids=lambda p: p.parent.name)
def test_settings_of_the_bodies_read_and_name_titles_that_exist(path: Path) -> None:
    body = path.parent.name
    same = settings.load(ROOT, body).same
    found = forms.load(ROOT)
    titles = {
        choice
        for form in found.types.values()
        for field in form.fields
        for choice in field.choices_of(body)
    }
    assert set(same) <= titles
