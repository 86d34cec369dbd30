"""The reader by example: lines, blocks, depth, 款, ids, messages; see the files in tests/data."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from case_files import DATA, cases
from commonmark_view import PLAIN, shown

from handbook.blocks import read_blocks
from handbook.errors import HandbookError, Place, Remarks
from handbook.labels import parse_label
from handbook.lines import Form, read_lines
from handbook.nesting import nest
from handbook.placing import Entry
from handbook.provision import Layout, Level, Provision, Regulation
from handbook.read import read, read_file
from handbook.textfile import decode
from handbook.write import write

REGULATIONS = Path(__file__).parents[1] / "regulations"
TEXTS = sorted(REGULATIONS.glob("*/*/text.md"))
CANONICAL = sorted((DATA / "roundtrip").glob("*.md"))
FORMAT = (Path(__file__).parents[1] / "docs" / "text-format.md").read_text("utf-8")
EXAMPLES = re.findall(r"```markdown\n(.*?)```", FORMAT, re.DOTALL)
_LAYOUT = {Layout.SAME_LINE: "", Layout.NEXT_LINE: "↵", Layout.NEXT_BLOCK: "¶"}


def outline(regulation: Regulation) -> list[str]:
    """One line a provision: id, [label], «heading», text with its layout (↵ ¶) and line breaks."""
    return ["  " * (len(chain) - 1) + _described(chain[-1]) for chain in regulation.paths()]


def _described(provision: Provision) -> str:
    parts = [provision.id]
    if provision.label:
        parts.append(f"[{provision.label}]")
    if provision.heading is not None:
        parts.append(f"«{provision.heading}»")
    words = provision.text.replace("\n", "↓")
    for offset in reversed(provision.breaks):
        words = words[:offset] + "/" + words[offset:]
    return " ".join((*parts, _LAYOUT[provision.layout] + words)).rstrip()


@pytest.mark.parametrize("given, expected", cases("tree"))
def test_tree(given: str, expected: str) -> None:
    reading = read(given)
    said = [f"! {d.line}:{d.column} {d.severity} {d.code}" for d in reading.diagnostics]
    assert "\n".join(outline(reading.regulation) + said) == expected
    again = read(write(reading.regulation))
    assert outline(again.regulation) == outline(reading.regulation)


@pytest.mark.parametrize("given, expected", cases("lines"))
def test_lines(given: str, expected: str) -> None:
    remarks = Remarks("text.md")
    seen = []
    for block in read_blocks(read_lines(given), Form.TEXT, remarks):
        parts = [f"{block.lines[0]}-{block.lines[1] - 1}"]
        if block.table or block.unparsed:
            parts.append("表" if block.table else "无法识别")
        if block.hashes:
            parts.append(f"标题{block.hashes}")
        if block.label is not None:
            parts.append(f"{block.label.style}={block.label.number or '?'}")
        if block.heading is not None:
            parts.append(f"«{block.heading}»")
        parts.append(_LAYOUT[block.layout] + block.text.replace("\n", "↓"))
        seen.append(" ".join(parts).rstrip())
    said = [f"! {d.line}:{d.column} {d.code}" for d in remarks.found]
    assert "\n".join(seen + said) == expected


@pytest.mark.parametrize("given, expected", cases("nesting"))
def test_depth(given: str, expected: str) -> None:
    """Input: a label a line, `-` for a paragraph without; expected: the depths."""
    first, *rest = given.splitlines()
    order = first.removeprefix("nesting: ").split() if first.startswith("nesting: ") else []
    lines = rest if order else [first, *rest]
    entries = [Entry(parse_label(f"{line} 甲"), plain=line == "-") for line in lines]
    found = nest(entries, order)
    seen = [
        line if placement.depth < 0 else "　" * placement.depth + line
        for line, placement in zip(lines, found.placements, strict=True)
    ]
    doubts = [f"! {lines[d.place]} 或第{d.depth + 1}层" for d in found.doubts]
    assert "\n".join(seen + doubts) == expected


@pytest.mark.parametrize("given, expected", cases("bad"))
def test_what_is_refused(given: str, expected: str) -> None:
    with pytest.raises(HandbookError) as caught:
        read(given.replace("␀", "\0"), "text.md")
    assert str(caught.value) == expected


@pytest.mark.parametrize("path", [*CANONICAL, *TEXTS], ids=lambda p: "/".join(p.parts[-3:]))
def test_canonical_files_stay_as_they_are(path: Path) -> None:
    text = path.read_text("utf-8")
    reading = read_file(path)
    assert write(reading.regulation) == text
    assert all(d.code != "markup" for d in reading.diagnostics)


@pytest.mark.parametrize("path", [*CANONICAL, *TEXTS], ids=lambda p: "/".join(p.parts[-3:]))
def test_commonmark_shows_the_words_of_the_tree(path: Path) -> None:
    """No list, HTML, emphasis, code or link; the visible text is what the tree says."""
    types, words = shown(path.read_text("utf-8"))
    assert types <= PLAIN
    regulation = read_file(path).regulation
    tree = regulation.title + "".join(
        p.label + (p.heading or "") + p.text
        for p in regulation.walk()
        if p.level is not Level.TABLE
    )
    assert words == "".join(tree.split())


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda e: e[:12])
def test_the_examples_of_the_format_are_canonical(example: str) -> None:
    head = "" if example.startswith("---\n") else "---\ntitle: 例\n---\n\n# 例\n\n"
    reading = read(head + example)
    assert write(reading.regulation) == head + example
    assert not reading.diagnostics


def test_a_label_that_cannot_be_read_back_is_refused() -> None:
    odd = Provision(Level.ITEM1, "lvl_1", "甲项", "1", text="乙")
    regulation = read("# 题\n").regulation
    with pytest.raises(HandbookError, match="甲项"):
        write(Regulation("", regulation.metadata, (odd,)))


@pytest.mark.parametrize(
    "data, expected",
    [
        (b"\x89PNG\0", "x.md:1:1 这不是文本文件（含有空字节）"),
        ("好\n考勤".encode("gb18030"), "x.md:1:1 文件不是 UTF-8 编码；请另存为 UTF-8 再试"),
        ("甲\n乙".encode() + b"\xff", "x.md:2:2 文件不是 UTF-8 编码；请另存为 UTF-8 再试"),
    ],
)
def test_other_encodings_are_refused(data: bytes, expected: str) -> None:
    with pytest.raises(HandbookError) as caught:
        decode(data, "x.md")
    assert str(caught.value) == expected


def test_a_byte_order_mark_and_dos_line_ends_do_not_matter(tmp_path: Path) -> None:
    path = tmp_path / "text.md"
    path.write_bytes("\ufeff# 题\r\n\r\n第一条　甲\r\n乙\r\n".encode())
    assert write(read_file(path).regulation) == "---\ntitle: 题\n---\n\n# 题\n\n第一条　甲\n乙\n"


def test_a_missing_file_is_named() -> None:
    with pytest.raises(HandbookError) as caught:
        read_file(Path("no/such.md"))
    assert caught.value.place == Place("no/such.md")


HUGE = 300_000


@pytest.mark.parametrize(
    "words",
    [
        "甲" * 3 * HUGE, "(" * HUGE + ")" * HUGE, "第" + "1" * HUGE, "## a" + " " * HUGE + "x",
        "#" * HUGE, "|" * HUGE, "`*_~" * HUGE, "&#" * HUGE, "\\" * HUGE, "## a" + " #" * HUGE + "b",
    ],
    ids=lambda words: words[:6],
)  # fmt: skip
def test_a_huge_line_is_read_in_time(words: str) -> None:
    """Each would take minutes, or end the program, if reading were not linear and flat."""
    regulation = read("# 题\n\n" + words).regulation
    again = read(write(regulation)).regulation
    assert [p.text for p in again.walk()] == [p.text for p in regulation.walk()]
    assert len(list(again.walk())) == 1


def test_many_provisions_are_read_in_time() -> None:
    text = "# 题\n\n" + "## 一、甲\n\n###### (一)乙\n\n(三)丙\n\n1、丁\n\n4.戊\n\n" * 2000
    assert sum(1 for _ in read(text).regulation.walk()) == 10_000
