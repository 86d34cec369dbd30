"""Saved web pages: encodings, the site's own words as noise, attachments."""

from __future__ import annotations

from pathlib import Path

import pytest

from handbook.importing import run, source

PAGE = """<html><head><meta charset="{charset}"><title>某县人民政府</title>
<script>var a = "第九条";</script></head><body>
<div class="header-nav"><ul><li><a href="/">首页</a></li>
<li><a href="/zw">政务公开</a></li></ul></div>
<ul><li><a href="/a">要闻动态</a></li><li><a href="/b">互动交流</a></li>
<li><a href="/c">服务</a></li></ul>
<div class="breadcrumb">当前位置：<a href="/">首页</a> &gt; 政策文件</div>
<div class="article"><h1>某县机关公务接待管理办法</h1>
<div>发文日期：2019-07-10</div>
<div class="bdsharebuttonbox">分享到：<a href="#">微信</a></div>
<p>第一条&emsp;为规范接待，制定本办法。</p><p>第二条&emsp;标准见下表：</p>
<table><tr><th>级别</th><th>元/人</th></tr><tr><td>县级</td><td>80</td></tr></table>
<p>第三条&emsp;本办法自2019年8月1日起施行。</p>
<div style="display: none">编辑备注</div>
<p>附件：<a href="/P020190710.docx">公务接待审批单.docx</a></p></div>
<div id="footer">版权所有：某县人民政府</div></body></html>"""


def _import(page: bytes) -> tuple[source.Source, run.Import]:
    raw = source.decode(page, "网页.html")
    return raw, run.run([raw], "demo", None, Path("nowhere"))


@pytest.mark.parametrize(
    ("declared", "codec", "shown"),
    [
        ("utf-8", "utf-8", "UTF-8"),
        ("gb2312", "gbk", "GB18030"),
        ("utf-8", "gb18030", "GB18030"),
        ("gb2312", "utf-8", "UTF-8"),
        ("big5", "big5", "Big5"),
    ],
)
def test_encodings_declared_or_not(declared: str, codec: str, shown: str) -> None:
    page = PAGE.format(charset=declared)
    if codec == "big5":
        page = page.translate(
            str.maketrans(
                "县机关务规标见级编辑备附审单权开当条办时",
                "縣機關務規標見級編輯備附審單權開當條辦時",
            )
        )
        page = page.encode("big5", "ignore").decode("big5")
    raw, result = _import(page.encode(codec))
    assert raw.encoding == shown
    assert result.report.coverage == 1.0
    assert ("encoding" in [d.code for d in raw.diagnostics]) == (shown != "UTF-8")
    if codec != "big5":
        assert "第一条　为规范接待，制定本办法。" in dict(result.folders[0].files)["text.md"]


def test_the_sites_own_words_are_noise() -> None:
    _, result = _import(PAGE.format(charset="utf-8").encode())
    assert [(n.text, n.reason) for n in result.report.noise] == [
        ("首页", "网页导航"), ("政务公开", "网页导航"), ("要闻动态", "网页导航"),
        ("互动交流", "网页导航"), ("服务", "网页导航"), ("当前位置：首页 > 政策文件", "网页导航"),
        ("分享到：微信", "分享、打印按钮"), ("编辑备注", "网页上不显示的文字"),
        ("版权所有：某县人民政府", "网页页脚"),
    ]  # fmt: skip
    text = dict(result.folders[0].files)["text.md"]
    assert "issued: 2019-07-10" in text and "| 县级 | 80 |" in text
    assert "第九条" not in text


def test_attachments_are_listed_and_not_fetched() -> None:
    raw, result = _import(PAGE.format(charset="utf-8").encode())
    (said,) = [d for d in raw.diagnostics if d.code == "outside-link"]
    assert "“/P020190710.docx”，没有下载" in said.message
    assert PAGE.split("\n")[said.line - 1].startswith("<p>附件")
    assert "公务接待审批单.docx" in dict(result.folders[0].files)["text.md"]


@pytest.mark.parametrize("wrapper", ["nav", "aside", "footer", 'div class="menu"'])
def test_a_text_inside_a_frame_is_kept(wrapper: str) -> None:
    """A damaged page, or one whose designer called all of it a menu."""
    end = wrapper.split()[0]
    page = (
        f"<{wrapper}><h1>甲办法</h1><p>第一条　本办法适用于全体工作人员和聘用人员。</p>"
        f"<p>第二条　乙。</p></{end}>"
    )
    _, result = _import(page.encode())
    assert result.report.noise == ()
    assert "第一条　本办法适用于" in dict(result.folders[0].files)["text.md"]


def test_a_frame_that_is_never_closed_swallows_no_article() -> None:
    page = (
        "<div class='nav'><a href='/'>首页</a><h1>甲办法</h1>"
        "<p>第一条　本办法适用于全体工作人员和聘用人员。</p><p>第二条　乙。</p>"
    )
    _, result = _import(page.encode())
    assert "第二条　乙。" in dict(result.folders[0].files)["text.md"]
    assert result.report.coverage == 1.0
