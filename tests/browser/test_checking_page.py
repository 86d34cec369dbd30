"""The check page: findings beside fields, provisions in place, drafts, links, the check sheet."""

from __future__ import annotations

import json
import re
from pathlib import Path
from urllib.parse import parse_qs, quote, urlparse

import pytest
from clerk import (
    FORMS,
    address,
    fill_by_mouse,
    group,
    open_form,
    said,
    text_field,
    tick,
)
from playwright.sync_api import Browser, Page, expect

LUNCH = FORMS["公务接待"]
VERDICT = ".hc-verdict"


def open_filled(page: Page, site: str, kind: str = "公务接待") -> None:
    open_form(page, site, FORMS[kind])
    fill_by_mouse(page, FORMS[kind])
    expect(page.locator(VERDICT)).to_have_class(f"hc-verdict {FORMS[kind].verdict}")


def stored(page: Page) -> list[dict[str, object]]:
    """The drafts that the browser holds."""
    return page.evaluate(
        "() => Object.entries(localStorage).filter(([key]) => key.startsWith('handbook.draft.'))"
        ".map(([, text]) => JSON.parse(text))"
    )


def copied(page: Page) -> str:
    return str(page.evaluate("navigator.clipboard.readText()"))


def test_body_and_form_are_chosen_and_stand_in_the_address(site: str, page: Page) -> None:
    page.goto(site)
    page.get_by_role("link", name="填单核对").first.click()
    expect(page.get_by_text("先选单位，再选一种表。")).to_be_visible()
    page.get_by_label("单位").select_option("quju")
    page.get_by_role("button", name="请假", exact=True).click()
    expect(page.locator(VERDICT)).to_have_text("还没有填")
    assert parse_qs(urlparse(page.url).query) == {"body": ["quju"], "form": ["请假"]}
    page.reload()
    expect(page.get_by_role("button", name="请假", exact=True)).to_have_attribute(
        "aria-pressed", "true"
    )
    expect(text_field(page, "请假类别")).to_be_visible()
    page.get_by_label("单位", exact=True).select_option("ali")
    expect(text_field(page, "籍贯")).to_be_visible()
    assert parse_qs(urlparse(page.url).query) == {"body": ["ali"], "form": ["请假"]}


def test_an_own_body_is_remembered(site: str, page: Page) -> None:
    page.goto(f"{site}check/")
    page.get_by_label("单位").select_option("quju")
    page.goto(f"{site}check/")
    expect(page.get_by_label("单位")).to_have_value("quju")


def test_only_fields_of_the_body_are_asked_for(site: str, page: Page) -> None:
    page.goto(address(site, "shaoxing", "请假"))
    expect(text_field(page, "天数")).to_be_visible()
    expect(text_field(page, "籍贯")).to_have_count(0)
    expect(text_field(page, "职级")).to_have_count(0)


@pytest.mark.parametrize("asked", ["?body=nobody&form=x", "?body=quju&form=nothing", "?form=请假"])
def test_an_address_of_nothing_lets_choose(site: str, page: Page, asked: str) -> None:
    page.goto(f"{site}check/{asked}")
    expect(page.get_by_label("单位")).to_be_visible()
    expect(page.locator(VERDICT)).to_have_count(0)


def test_a_finding_stands_beside_its_field_and_in_the_list(site: str, page: Page) -> None:
    open_filled(page, site)
    beside = group(page, "就餐地点").locator(".hc-said")
    expect(beside).to_have_text("违规指定的场所：土菜馆，应为指定的场所")
    described = text_field(page, "就餐地点").get_attribute("aria-describedby") or ""
    assert beside.locator("..").get_attribute("id") in described.split()
    card = page.locator(".hc-finding", has_text="指定的场所：土菜馆")
    assert card.locator("dd").all_inner_texts() == ["指定的场所", "土菜馆"]
    expect(card.locator("q mark")).to_have_text("到指定的场所按规定的标准接待")
    text_field(page, "就餐地点").select_option("机关食堂")
    expect(beside).to_have_count(0)
    expect(card).to_have_count(0)


def test_a_slow_click_right_after_typing_opens_a_citation(site: str, page: Page) -> None:
    """Leaving the field checks again; what was pressed has to be there when it is let go."""
    open_filled(page, site)
    page.get_by_label("填表人").first.press_sequentially("明")
    cite = page.locator(".hc-finding", has_text="整包香烟").get_by_role("button").last
    cite.scroll_into_view_if_needed()
    box = cite.bounding_box()
    assert box
    page.mouse.move(box["x"] + 20, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.wait_for_timeout(200)
    page.mouse.up()
    expect(cite).to_have_attribute("aria-expanded", "true")


def test_a_citation_opens_the_provision_in_place(site: str, page: Page) -> None:
    open_filled(page, site)
    card = page.locator(".hc-finding", has_text="整包香烟")
    cite = card.get_by_role("button", name="《公务接待制度》四、1")
    cite.click()
    expect(cite).to_have_attribute("aria-expanded", "true")
    opened = card.locator(".hc-opened")
    expect(opened.locator("mark")).to_have_text("区内部门和乡镇(街道)来客不发整包香烟")
    expect(opened.locator(".hc-around")).to_contain_text("四、接待标准")
    assert "实行签字领用制度" in opened.inner_text()
    text_field(page, "事由").fill("换个说法")
    expect(opened).to_be_visible()
    cite.click()
    expect(opened).to_be_hidden()
    cite.click()
    opened.get_by_role("link", name="到制度原文").click()
    expect(page.locator(":target")).to_contain_text("不发整包香烟")
    assert page.url == f"{site}wangcheng/gongwu-jiedai/#lvl_4__lvl_1"


def test_what_would_decide_is_asked_for_and_led_to(site: str, page: Page) -> None:
    open_filled(page, site)
    text_field(page, "来宾人数").fill("")
    card = page.locator(".hc-finding", has_text="没有填“来宾人数”")
    expect(card.first).to_be_visible()
    expect(group(page, "来宾人数").locator(".hc-waiting")).to_contain_text("条规定要看这一格")
    card.first.get_by_role("button", name="来宾人数", exact=True).click()
    expect(text_field(page, "来宾人数")).to_be_focused()
    page.keyboard.insert_text("5")
    expect(card).to_have_count(0)


def test_a_value_that_cannot_be_read_is_said_at_its_field(site: str, page: Page) -> None:
    open_filled(page, site)
    field = text_field(page, "接待日期")
    field.click()
    field.fill("2024-02-30")
    problem = group(page, "接待日期").locator(".hc-problem")
    expect(problem).to_have_text("没有“2024-02-30”这一天")
    expect(field).not_to_have_attribute("aria-invalid", "true")
    expect(page.locator(VERDICT)).to_have_text("有 1 格读不出")
    text_field(page, "事由").click()
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(page.locator(".hc-finding", has_text="整包香烟")).to_be_visible()
    field.fill("二〇二四年三月十三日")
    text_field(page, "事由").click()
    expect(problem).to_be_hidden()
    expect(page.locator(VERDICT)).to_have_text("违规")


def test_a_day_chosen_in_the_calendar_is_written_out(site: str, page: Page) -> None:
    open_form(page, site, LUNCH)
    box = group(page, "接待日期")
    box.get_by_role("button", name="用日历选“接待日期”").click()
    box.locator("input[type=date]").evaluate(
        "e => { e.value = '2024-03-13'; e.dispatchEvent(new Event('change')); }"
    )
    expect(text_field(page, "接待日期")).to_have_value("2024-03-13")
    expect(text_field(page, "接待日期")).to_be_focused()


def test_none_and_not_filled_in_are_told_apart(site: str, page: Page) -> None:
    open_filled(page, site)
    field = group(page, "费用项目")
    field.get_by_label("无", exact=True).click()
    assert not any(
        chip.is_checked() for chip in field.locator(".hc-chip:not(.hc-none) input").all()
    )
    page.wait_for_timeout(600)
    assert stored(page)[0]["values"]["费用项目"] == []  # type: ignore[index]
    field.get_by_label("用酒", exact=True).click()
    expect(field.get_by_label("无", exact=True)).not_to_be_checked()
    field.get_by_label("用酒", exact=True).click()
    page.wait_for_timeout(600)
    assert "费用项目" not in stored(page)[0]["values"]  # type: ignore[operator]


def test_an_item_that_is_not_offered_is_written(site: str, page: Page) -> None:
    open_form(page, site, LUNCH)
    tick(page, "附件", ["消费发票", "会议通知"])
    field = group(page, "附件")
    expect(field.get_by_label("会议通知", exact=True)).to_be_checked()
    expect(field.locator(".hc-problem")).to_contain_text("可选项里没有“会议通知”")


def test_the_verdict_is_read_out_when_typing_rests(site: str, page: Page) -> None:
    open_filled(page, site)
    live = page.locator(".hc-sitting [role=status]")
    expect(live).to_contain_text("违规。违规 4 项")


def test_nothing_is_asked_of_the_network_after_loading(site: str, page: Page) -> None:
    done: list[str] = []
    page.context.on("requestfinished", lambda request: done.append(request.url))
    page.goto(address(site, LUNCH.body, LUNCH.type))
    expect(page.locator(VERDICT)).to_be_visible()
    # What comes while nobody waits: the texts of the provisions, the index of the search
    for late in ("/check/texts-wangcheng.", "/search/index."):
        while not any(late in url for url in done):
            page.wait_for_timeout(50)
    asked: list[str] = []
    page.context.on("request", lambda request: asked.append(request.url))
    page.context.set_offline(True)
    fill_by_mouse(page, LUNCH)
    expect(page.locator(VERDICT)).to_have_text("违规")
    page.get_by_role("button", name="《公务接待制度》四、1").first.click()
    expect(page.locator(".hc-opened mark").first).to_be_visible()
    page.get_by_role("button", name="分享链接").click()
    assert not asked


def test_a_draft_waits_for_the_next_time(site: str, page: Page) -> None:
    open_filled(page, site)
    before = said(page)
    expect(page.locator(".hc-saved")).to_have_text("草稿已存在这台机器上")
    page.goto(site)
    page.goto(address(site, LUNCH.body, LUNCH.type))
    expect(page.get_by_text("接着填")).to_be_visible()
    expect(text_field(page, "金额")).to_have_value("416")
    expect(page.locator(VERDICT)).to_have_text("违规")
    assert said(page) == before


def test_what_was_typed_last_is_not_lost_when_the_page_is_left(site: str, page: Page) -> None:
    open_form(page, site, LUNCH)
    text_field(page, "事由").fill("刚写的")
    page.goto(site)
    assert stored(page)[0]["values"] == {"事由": "刚写的"}


def test_drafts_are_deleted_one_or_all_and_can_be_had_back(site: str, page: Page) -> None:
    for kind, words in (("公务接待", "甲事"), ("报销", "乙事"), ("报销", "丙事")):
        page.goto(address(site, "wangcheng", kind))
        if words == "丙事":
            page.get_by_role("button", name="另填一张").click()
        text_field(page, "事由").fill(words)
        expect(page.locator(".hc-saved")).not_to_be_empty()
    page.get_by_role("button", name="全部草稿").click()
    rows = page.locator(".hc-drafts li")
    expect(rows).to_have_count(3)
    page.get_by_role("button", name="删除“报销 乙事”").click()
    expect(rows).to_have_count(2)
    expect(page.locator(".hc-says")).to_contain_text("已删除 1 份草稿。")
    page.get_by_role("button", name="全部删除").click()
    expect(rows).to_have_count(0)
    assert stored(page) == []
    page.get_by_role("button", name="放回来").click()
    expect(rows).to_have_count(2)
    page.get_by_role("button", name=re.compile("丙事")).first.click()
    expect(text_field(page, "事由")).to_have_value("丙事")
    page.get_by_role("button", name="删除这份").click()
    expect(rows).to_have_count(1)
    assert [draft["values"] for draft in stored(page)] == [{"事由": "甲事"}]


BLOCKED = "Object.defineProperty(window, 'localStorage', {get() { throw new DOMException('no') }})"
FULL = "Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError') }"


@pytest.mark.parametrize("script", [BLOCKED, FULL], ids=["blocked", "full"])
def test_where_nothing_can_be_kept_the_page_says_so_and_works(
    site: str, browser: Browser, script: str
) -> None:
    context = browser.new_context(locale="zh-CN")
    page = context.new_page()
    errors: list[str] = []
    # The theme's own scripts do not bear a blocked store
    page.on("pageerror", lambda e: "assets/check" in (e.stack or "") and errors.append(str(e)))
    page.add_init_script(script)
    open_filled(page, site)
    expect(page.locator(".hc-says")).to_contain_text("草稿没有存下")
    page.get_by_role("button", name="全部草稿").click()
    expect(page.get_by_text("选一种表，填一格核对一次。")).to_be_visible()
    context.close()
    assert not errors


def test_a_shared_link_carries_the_form_and_no_request_does(
    site: str, page: Page, browser: Browser
) -> None:
    open_filled(page, site)
    before = said(page)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="分享链接").click()
    expect(page.locator(".hc-says")).to_contain_text("链接已复制。")
    link = copied(page)
    assert len(link) < 900
    other = browser.new_context(locale="zh-CN")
    guest = other.new_page()
    asked: list[str] = []
    guest.on("request", lambda request: asked.append(request.url))
    guest.goto(link)
    expect(guest.locator(VERDICT)).to_have_text("违规")
    assert said(guest) == before
    assert urlparse(guest.url).fragment == ""
    assert not any("%23" in url or "#" in url or "李敏" in url for url in asked)
    other.close()


@pytest.mark.parametrize(
    "fragment",
    ["#f=z0.AAAA", "#f=", "#f=p1.e30", "#f=zabc.!!!!", "#f=z1.S0xLKU4FAA", "#f=q1.AAAA"],
)
def test_a_damaged_link_says_so(site: str, page: Page, fragment: str) -> None:
    page.goto(f"{site}check/?body=quju&form={quote('请假')}{fragment}")
    expect(page.locator(".hc-says")).to_contain_text("这个链接里的单子不完整或被改动过")
    expect(page.locator(VERDICT)).to_have_text("还没有填")


def test_a_link_that_was_cut_off_says_so(site: str, page: Page) -> None:
    open_filled(page, site)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="分享链接").click()
    expect(page.locator(".hc-says")).to_contain_text("链接已复制。")
    link = copied(page)
    for broken in (link[:-6], link[:-1] + ("A" if link[-1] != "A" else "B")):
        page.goto(site)
        page.goto(broken)
        expect(page.locator(".hc-says")).to_contain_text("不完整或被改动过")


def test_the_check_sheet_is_printed_and_nothing_else(site: str, page: Page) -> None:
    open_filled(page, site)
    page.emulate_media(media="print")
    sheet = page.locator(".hc-sheet")
    expect(sheet).to_be_visible()
    for hidden in (".hc-form", ".hc-aside", ".hc-choose", ".hc-tools", ".md-header", ".md-footer"):
        expect(page.locator(hidden).first).to_be_hidden()
    words = sheet.inner_text()
    build = page.locator("[data-checking]").get_attribute("data-build")
    for part in (
        "校验单", "长沙市望城区政务服务中心", "核对时间", f"{build}", "结论：违规", "416 元",
        "整包香烟：2 包，超过 0 包", "“区内部门和乡镇(街道)来客不发整包香烟”",
        "填表人：", "审批人：",
        "“接待日期”（2024/3/13）当日有效的条款",
    ):  # fmt: skip
        assert part in words
    assert len(page.pdf(format="A4")) > 10_000


def test_the_check_sheet_is_copied_as_text(site: str, page: Page) -> None:
    open_filled(page, site)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="复制校验单").click()
    expect(page.locator(".hc-says")).to_contain_text("校验单已复制")
    text = copied(page)
    assert "结论：违规" in text
    assert "【违规】整包香烟：2 包，超过 0 包" in text
    assert "依据：《公务接待制度》四、1“区内部门和乡镇(街道)来客不发整包香烟”" in text


def test_where_the_clipboard_is_closed_the_text_is_shown(site: str, page: Page) -> None:
    page.add_init_script(
        "Object.defineProperty(navigator, 'clipboard', {value: undefined});"
        "document.execCommand = () => false"
    )
    open_filled(page, site)
    page.get_by_role("button", name="分享链接").click()
    expect(page.get_by_label("要复制的文字")).to_have_value(re.compile("#body=.*&f="))


HOSTILE = '<img src=x onerror="alert(1)"></textarea><script>document.title="坏"</script>{{x}}\u202e'


def test_hostile_text_stays_text(site: str, page: Page) -> None:
    open_filled(page, site)
    title = page.title()
    for name in ("事由", "金额", "接待日期", "填表人"):
        text_field(page, name).fill(HOSTILE)
    tick(page, "附件", [HOSTILE])
    text_field(page, "部门").click()
    expect(group(page, "金额").locator(".hc-problem")).to_contain_text("<img src=x")
    page.emulate_media(media="print")
    expect(page.locator(".hc-sheet")).to_contain_text(HOSTILE[:30])
    page.emulate_media(media="screen")
    page.get_by_role("button", name="全部草稿").click()
    expect(page.locator(".hc-drafts")).to_contain_text("<img src=x")
    assert page.title() == title
    expect(page.locator(".hc img, .hc script")).to_have_count(0)


def test_a_draft_that_somebody_wrote_is_not_trusted(site: str, page: Page) -> None:
    drafts = {
        "a": json.dumps({"body": "quju", "type": "请假", "saved": "x", "values": {}}),
        "b": "{",
        "c": json.dumps({"body": "gone", "type": "请假", "saved": "2024-01-01"}),
        "d": json.dumps(
            {"body": "quju", "type": "请假", "saved": "2024-01-01",
             "values": {"天数": {"a": 1}, "没有的格": "x", "请假类别": "病休",
                        "审批": "科长、局长"}}
        ),
    }  # fmt: skip
    for key, text in drafts.items():
        page.add_init_script(f"localStorage.setItem('handbook.draft.{key}', {json.dumps(text)})")
    page.goto(address(site, "quju", "请假"))
    expect(page.locator(".hc-says")).to_contain_text("没有“没有的格”这样的格")
    expect(text_field(page, "天数")).to_have_value("")
    expect(text_field(page, "请假类别")).to_have_value("病休")
    expect(group(page, "请假类别").locator(".hc-problem")).to_contain_text("没有这个选项“病休”")
    expect(group(page, "审批").get_by_label("科长", exact=True)).to_be_checked()


@pytest.mark.parametrize("kind", sorted(FORMS))
@pytest.mark.parametrize("width", [320, 390])
def test_it_fits_a_phone(site: str, page: Page, kind: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    form = FORMS[kind]
    page.goto(address(site, form.body, form.type))
    expect(page.locator(VERDICT)).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    bar = page.locator(".hc-bar")
    expect(bar).to_be_in_viewport()
    bar.click()
    expect(page.locator(VERDICT)).to_be_focused()
    expect(page.locator(VERDICT)).to_be_in_viewport()


def test_without_javascript_it_says_so(site: str, browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site}check/")
    expect(page.get_by_text("填单核对要用 JavaScript")).to_be_visible()
    context.close()


EARLIER = "type,单位,填表人,请假类别,开始日期,天数\n请假,ali,张三,事假,2024-01-08,15\n"


def test_a_ledger_gives_the_figures_of_the_year(site: str, page: Page, tmp_path: Path) -> None:
    file = tmp_path / "<b>台账.csv"
    file.write_text(EARLIER, "utf-8")
    page.goto(address(site, "ali", "请假"))
    for name, value in (("填表人", "张三"), ("天数", "6"), ("开始日期", "2024-05-06")):
        text_field(page, name).fill(value)
    text_field(page, "请假类别").select_option("事假")
    findings = page.locator(".hc-results .hc-message")
    asked = findings.filter(
        has_text="全年事假天数：没有填“当年事假天数”，不能判断；没有以前的“请假”表"
    )
    expect(asked).to_be_attached()
    page.locator("input[type=file]").set_input_files(file)
    expect(findings.filter(has_text="全年事假天数：21 天，超过 20 天")).to_be_visible()
    expect(asked).to_have_count(0)
    page.get_by_role("button", name="去掉台账 <b>台账.csv").click()
    expect(asked).to_be_attached()
    file.write_text("天数,天数\n1,2\n", "utf-8")
    page.locator("input[type=file]").set_input_files(file)
    expect(page.locator(".hc-says")).to_contain_text("表头“天数”写了两次")
