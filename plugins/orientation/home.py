"""What the home page shows of the handbook, at the marks in `docs/index.md`."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from plugins.orientation.topicpages import TOPICS, Subject
from plugins.pages.page import Body

SEARCH, FORMS, TOPIC_LIST, LISTS = (
    "<!-- 检索 -->",
    "<!-- 表单 -->",
    "<!-- 主题 -->",
    "<!-- 一览 -->",
)


def search_html() -> str:
    """The search box; the page of the search takes what was typed."""
    return (
        '<form class="home-search" role="search" action="search/">'
        '<input type="search" name="q" required autocomplete="off" '
        'placeholder="查一条规定：请假谁批、报销要什么、能不能喝酒" aria-label="查找条款">'
        '<button type="submit">查找</button></form>'
    )


def section(title: str, html: str) -> str:
    """A part of the page under its own title; "" where there is nothing to show."""
    return f"<h2>{escape(title)}</h2>{html}" if html else ""


def topics_html(subjects: Sequence[Subject]) -> str:
    """All topics, small; "" where there are none."""
    if not subjects:
        return ""
    chips = "".join(
        f'<li><a href="{TOPICS}/{s.topic.slug}/">{escape(s.topic.name)}</a></li>' for s in subjects
    )
    return f'<ul class="chips">{chips}</ul>'


def browse_body(pages: Sequence[tuple[str, str, str]]) -> Body:
    """The page that leads to all that lists things, at `browse/`."""
    return Body(
        '<article class="topics"><h1>翻阅</h1><p class="lead">不知道在哪一部制度里，从这里找。</p>'
        f"{lists_html(pages, '../')}</article>",
        hide=("toc",),
    )


def lists_html(pages: Sequence[tuple[str, str, str]], root: str = "") -> str:
    """Links to pages that list things: path, name, what it is good for."""
    items = "".join(
        f'<li><a href="{root}{path}">{escape(name)}</a>：{escape(about)}</li>'
        for path, name, about in pages
    )
    return f"<ul>{items}</ul>"
