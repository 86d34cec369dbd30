"""Single parts of the checker: times of day, working days, formulas, several outcomes at once."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from checker import figures, forms, formula, kinds, rulefile, units, values
from checker.calendar import Calendar
from checker.combine import undecided
from checker.expression.parser import parse
from checker.expression.scope import Scope
from checker.findings import Outcome
from checker.forms import Field
from checker.rules import Verdict
from handbook.errors import HandbookError


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("8:30", 510), ("8点半", 510), ("上午8时30分", 510), ("下午2点半", 870), ("晚上7点", 1140),
        ("中午12点半", 750), ("中午1点", 780), ("中午11点半", 690), ("晚上12点", 1440),
        ("下午14:30", 870), ("24:00", 1440), ("24:01", None), ("25点", None), ("8:60", None),
        ("晚上1点", None),  # of that night or of the next morning
    ],
)  # fmt: skip
def test_times_of_day(text: str, minutes: int | None) -> None:
    assert figures.read_time(text) == minutes


@pytest.mark.parametrize(
    ("text", "minutes"), [("08:30:00", 510), ("8：30", 510), ("八点半", 510), ("24:00", 1440)]
)
def test_times_in_a_form(text: str, minutes: int) -> None:
    assert values.read(Field("签到时刻", "时刻"), "", text) == minutes


@pytest.mark.parametrize("text", ["08:30:30", "8:75", "25:00", "上午"])
def test_what_is_no_time_is_refused(text: str) -> None:
    with pytest.raises(values.Unreadable, match="读不出时刻"):
        values.read(Field("签到时刻", "时刻"), "", text)


@pytest.mark.parametrize("spelled", ["日", "个工作日", "工作日", "自然日"])
def test_a_unit_goes_by_each_of_its_spellings(spelled: str) -> None:
    assert units.parse(spelled) == units.parse("天")
    hole = figures.hole(spelled)
    assert hole is not None and hole.read("3个工作日") == 6


def test_no_working_day_lies_after_the_last_day() -> None:
    last = date.max.toordinal()
    assert Calendar().after(last, 1) == last
    assert Calendar().after(last - 3, 9) <= last


@pytest.mark.parametrize("count", [799, 800, 801, 5000])
def test_a_far_working_day_is_counted_out(count: int) -> None:
    start = date(2024, 5, 22).toordinal()
    calendar = Calendar(frozenset({start + 1, start + 2}), frozenset({start + 3}))
    day = calendar.after(start, count)
    assert calendar.is_working(day)
    assert calendar.count(start + 1, day) == count


def test_days_that_are_made_up_for_count_once_however_long_the_span() -> None:
    monday = date(2024, 5, 20).toordinal()
    calendar = Calendar(frozenset({monday + 1, monday + 2}), frozenset({monday + 2, monday + 3}))
    for span in (790, 810, 4000):
        days = range(monday, monday + span)
        assert calendar.count(monday, days[-1]) == sum(map(calendar.is_working, days))


def test_a_formula_shows_no_inner_steps() -> None:
    scope = Scope({"金额": kinds.number(units.of(units.MONEY))})
    found = formula.template(parse("取整(金额)", scope).node)
    assert formula.render(found, {"金额": 12_345}, Calendar(), "123 元") == (
        "取整(123.45 元) = 123 元"
    )


def test_limits_that_are_words_stand_in_their_order() -> None:
    limits = ["指定厂店", "定点维修", "定点加油", "机关食堂", "政府采购定点厂家"]
    outcomes = [Outcome(Verdict.VIOLATION, f"甲：{limit}", limit=limit) for limit in limits]
    found = undecided("甲", [], outcomes, ("类别",))
    assert found is not None and found.limit == "或".join(limits)


def test_required_is_true_or_false(tmp_path: Path) -> None:
    (tmp_path / forms.FOLDER).mkdir()
    (tmp_path / forms.FOLDER / "a.yml").write_text(
        "name: 甲\nfields:\n- {name: 金额, type: 金额, required: 是}\n", "utf-8"
    )
    with pytest.raises(HandbookError, match="“required”应为 true 或 false"):
        forms.load(tmp_path)


RULE = "rules:\n- {id: a, title: 甲, form: 报销, cites: 一, quote: 乙, %s}\n"


@pytest.mark.parametrize(
    "demand",
    ["approval: []", "approval: '|'", "approval: ['主任', '|']", "needs: {}", "needs: {附件: []}"],
)
def test_a_demand_for_nothing_is_refused(demand: str) -> None:
    with pytest.raises(HandbookError, match="没有写要"):
        rulefile.read(RULE % demand, "rules.yml", "a/b")


def test_alternatives_are_kept_apart() -> None:
    found = rulefile.read(RULE % "approval: ['书记 | 主任', 出纳]", "rules.yml", "a/b")
    ((_, items),) = found.rules[0].cases[0].demand.items
    assert items == (("书记", "主任"), ("出纳",))


@pytest.mark.parametrize("wrong", ["else: pass", "else: 违规", "reason: 主观", "first: 是"])
def test_words_of_the_file_format_are_named(wrong: str) -> None:
    with pytest.raises(HandbookError, match=f"“{wrong.partition(':')[0]}”应为"):
        rulefile.read(RULE % f"approval: 主任, {wrong}", "rules.yml", "a/b")
