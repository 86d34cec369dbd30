"""Whatever the text: nothing is lost, ids are unique, and writing and reading undo each other."""

from __future__ import annotations

import re
from dataclasses import replace

import commonmark_view
from hypothesis import example, given, settings
from hypothesis import strategies as st

from handbook.errors import HandbookError
from handbook.markdown import escape, unescape
from handbook.provision import Level, Provision, Regulation
from handbook.read import Reading, read
from handbook.write import write

LABELS = (
    "第一章", "第二章　", "第一节 ", "第一条　", "第二条 ", "第三条", "笫四条 ", "第一条之一 ",
    "一、", "二、", "三、", "(一)", "（二）", "(三)", "()", "、", "1.", "2.", "1\\. ", "2、", "3、",
    "(1)", "⑵", "①", "②", "A、", "1)", "1\\) ", "附件1　", "附件：", "附表",
)  # fmt: skip
WORDS = (
    "总则", "为了规范，制定本办法。", "下列情形：", "a b", "word", "3", "第六条规定的情形", "*",
    "\\", "`", "[x](y)", "<b>", "&amp;", "&#31532;三条", "# ", "## ", "- ", "> ", "|", "|a|b|",
    "|-|-|", "2020年1月1日", "某某办公室", "\u3000", " ", "1.5万元", "#", "\u00a0", "；", "~", "=",
    "<!-- TABLE -->", ":--|", "\\#", "&nbsp;", "_", "---", "\t",
)  # fmt: skip
HEADINGS = ("## ", "### ", "#### ", "##### ", "###### ", "# ", "##", "")
PIECES = st.one_of(st.sampled_from(LABELS), st.sampled_from(WORDS), st.text(max_size=6))
LINES = st.builds(
    lambda start, pieces: start + "".join(pieces),
    st.sampled_from(HEADINGS),
    st.lists(PIECES, max_size=4),
)
BODIES = st.builds(
    lambda lines: "".join(line + end for line, end in lines),
    st.lists(st.tuples(LINES, st.sampled_from(("\n", "\n\n", "\n\n"))), max_size=14),
)
STARTS = st.sampled_from((
    "---\ntitle: 考勤办法\n---\n\n# 考勤办法\n\n",
    "---\ntitle: 考勤办法\n---\n\n",
    "# 考勤办法\n\n",
    "# 考勤办法\n\n2020年1月1日 公布\n\n<!-- INFO END -->\n\n",
    "",
))  # fmt: skip
TEXTS = st.builds(str.__add__, STARTS, BODIES)

many = settings(max_examples=400, deadline=None, derandomize=True)


def reading(text: str) -> Reading | None:
    """The reading, or None for a text that is refused with a message."""
    try:
        return read(text, "text.md")
    except HandbookError as error:
        assert error.place is not None
        return None


def bare(provisions: tuple[Provision, ...]) -> tuple[Provision, ...]:
    """The tree without line numbers."""
    return tuple(replace(p, lines=(0, 0), children=bare(p.children)) for p in provisions)


def same(one: Regulation, other: Regulation) -> bool:
    return (one.metadata, one.preface, bare(one.provisions)) == (
        other.metadata, other.preface, bare(other.provisions),
    )  # fmt: skip


def solid(words: str) -> str:
    """The characters that show: no white space, no Markdown escapes, no # of headings."""
    return re.sub(r"\s|#", "", words)


def shown(provision: Provision) -> str:
    """The text of a provision; tables and what is unparsed keep their escapes."""
    raw = provision.level in (Level.TABLE, Level.UNPARSED)
    return unescape(provision.text) if raw else provision.text


@many
@given(TEXTS)
def test_reading_never_fails_otherwise(text: str) -> None:
    found = reading(text)
    if found is None:
        assert not text.strip() or "\0" in text or "\n# " in text
        return
    for diagnostic in found.diagnostics:
        assert 1 <= diagnostic.line <= text.count("\n") + text.count("\r") + 1
        assert diagnostic.column >= 1


@many
@given(TEXTS)
def test_ids_are_unique_and_ascii(text: str) -> None:
    found = reading(text)
    ids = [p.id for p in found.regulation.walk()] if found else []
    assert len(set(ids)) == len(ids)
    assert all(re.fullmatch(r"[a-z0-9_-]+", i) for i in ids)


@many
@given(TEXTS)
@example("---\ntitle: 考勤办法\n---\n\n第一条　甲\n\n乙\n\n(一)丙\n\n丁\n\n第二条\n\n戊\n")
def test_written_and_read_again_it_is_the_same_tree(text: str) -> None:
    found = reading(text)
    if found is None:
        return
    again = read(write(found.regulation), "text.md")
    assert same(found.regulation, again.regulation)


@many
@given(TEXTS)
def test_what_is_canonical_stays_as_it_is(text: str) -> None:
    found = reading(text)
    if found is None:
        return
    canonical = write(found.regulation)
    assert write(read(canonical).regulation) == canonical


@many
@given(BODIES)
def test_nothing_is_lost(body: str) -> None:
    """The words of the tree in document order are the words of the text."""
    found = reading("# 题\n\n" + body)
    if found is None:
        return
    words = "".join(p.label + (p.heading or "") + shown(p) for p in found.regulation.walk())
    lines = re.split(r"\r\n|\r|\n", body)
    assert solid(words) == solid("".join(map(unescape, lines)))


@many
@given(TEXTS)
def test_commonmark_shows_the_words_of_the_tree(text: str) -> None:
    """As long as nothing is unparsed; what control characters become is CommonMark's affair."""
    found = reading(text)
    if found is None or found.regulation.preface:
        return
    nodes = [p for p in found.regulation.walk() if p.level is not Level.TABLE]
    if any(p.level is Level.UNPARSED for p in nodes):
        return
    types, words = commonmark_view.shown(write(found.regulation))
    assert types <= commonmark_view.PLAIN
    tree = found.regulation.title + "".join(p.label + (p.heading or "") + p.text for p in nodes)
    assert words == "".join(tree.split())


@many
@given(TEXTS)
def test_lines_are_in_order(text: str) -> None:
    found = reading(text)
    starts = [p.lines[0] for p in found.regulation.walk()] if found else []
    assert starts == sorted(starts)
    assert all(a < b for p in (found.regulation.walk() if found else ()) for a, b in [p.lines])


@many
@given(st.text(max_size=40), st.booleans())
def test_escaping_is_undone(text: str, starts_line: bool) -> None:
    assert unescape(escape(text, starts_line=starts_line)) == text
