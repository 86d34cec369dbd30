"""The HTML of a provision is its printed text; what the editors add stands beside it."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from mkdocs.structure.toc import AnchorLink

from handbook.errors import Diagnostic, Place, Severity
from handbook.fixups import Fixup, Fixups, Note
from handbook.library import Library
from handbook.provision import Level, Provision, Regulation
from handbook.read import read
from handbook.sourcemap import Origin, SourceMap
from plugins.pages.card import card
from plugins.pages.findings import findings_html, read_findings
from plugins.pages.notes import editor_notes
from plugins.pages.outline import outline
from plugins.pages.render import provisions_html

ROOT = Path(__file__).parent.parent
LIBRARY = Library.load(ROOT / "regulations")
EXAMPLE = read(
    (ROOT / "tests/browser/regulations/shilie/jiedai/text.md").read_text("utf-8"),
    slug="shilie/jiedai",
    file="text.md",
).regulation


class Words(HTMLParser):
    """Collects the text of elements of class `words` and of table cells, and every id."""

    def __init__(self) -> None:
        super().__init__()
        self.text = ""
        self.ids: list[str] = []
        self._inside: list[bool] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        printed = values.get("class") == "words" or tag in ("td", "th")
        self._inside.append(printed or (bool(self._inside) and self._inside[-1]))
        if values.get("id"):
            self.ids.append(values["id"] or "")

    def handle_endtag(self, tag: str) -> None:
        self._inside.pop()

    def handle_data(self, data: str) -> None:
        if self._inside and self._inside[-1]:
            self.text += data


def parse(html: str) -> Words:
    words = Words()
    words.feed(html)
    words.close()
    return words


def printed(node: Provision) -> str:
    """What the page must show of a provision; of a table its cells without the rules."""
    if node.level is not Level.TABLE:
        return node.label + node.gap + (node.heading or "") + node.text
    rows = [line for line in node.text.split("\n") if line.strip(" |-:")]
    cells = (cell.strip() for row in rows for cell in row.strip().strip("|").split("|"))
    return re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", "".join(cells))


def regulation_ids(regulation: Regulation) -> str:
    return regulation.slug


@pytest.mark.parametrize("regulation", [*LIBRARY.regulations, EXAMPLE], ids=regulation_ids)
def test_the_page_shows_what_is_printed_and_every_address(regulation: Regulation) -> None:
    page = parse(provisions_html(regulation.provisions, {}))
    assert page.text == "".join(printed(node) for node in regulation.walk())
    assert page.ids == [node.id for node in regulation.walk()]


@pytest.mark.parametrize("regulation", [*LIBRARY.regulations, EXAMPLE], ids=regulation_ids)
def test_the_contents_lead_to_addresses(regulation: Regulation) -> None:
    known = {node.id for node in regulation.walk()}

    def entries(links: list[AnchorLink]) -> list[AnchorLink]:
        return [e for link in links for e in (link, *entries(link.children))]

    top = outline(regulation).items[0]
    found = entries(top.children)
    assert {entry.id for entry in found} <= known
    assert len({entry.id for entry in found}) == len(found)
    assert all(entry.title.strip() for entry in found)


def test_findings_point_to_the_provision_on_their_line() -> None:
    article = next(node for node in EXAMPLE.walk() if node.id == "art_2")
    doubt = Diagnostic("text.md", article.lines[0], 1, "gap", Severity.WARNING, "缺<b>第三条</b>")
    html = findings_html(read_findings(EXAMPLE, [doubt]), {"gap"})
    assert 'href="#art_2"' in html
    assert 'href="../../lint/gap/"' in html
    assert "缺&lt;b&gt;第三条&lt;/b&gt;" in html
    assert findings_html([], set()) == ""


def test_the_card_leaves_out_what_is_unknown() -> None:
    html = card(EXAMPLE.metadata, "示例市财政局")
    assert "2024年2月1日" in html
    assert "通过" not in html
    assert "废止" not in html


def repair(**changes: object) -> Fixup:
    values: dict[str, object] = {
        "after": "", "old": "办理", "new": "办公", "reason": "理由。", "place": Place("fixups.yml"),
        **changes,
    }  # fmt: skip
    return Fixup(**values)  # type: ignore[arg-type]


def test_a_repair_is_noted_at_the_provision_that_holds_it() -> None:
    fixups = Fixups((repair(after="第二章", old="就飡标准", new="就 餐标准"),))
    notes = editor_notes(EXAMPLE, fixups, None)
    assert list(notes) == ["art_3"]
    assert "来源作“就飡标准”，校正为“就 餐标准”。理由。" in notes["art_3"]


def test_a_repair_outside_of_the_provisions_is_noted_below_the_title() -> None:
    assert list(editor_notes(EXAMPLE, Fixups((repair(new="公务接待法"),)), None)) == [""]


def test_words_left_out_and_doubts_are_noted() -> None:
    left_out = repair(after="适用于机关各处室", old="[广告]", new="")
    doubt = Note("国家另有规定", "疑为“法律”。", Place("fixups.yml"))
    notes = editor_notes(EXAMPLE, Fixups((left_out,), (doubt,)), None)
    assert "多出“[广告]”，已删去" in notes["art_1"]
    assert "疑为“法律”。" in notes["art_2__para_2__point_2"]


def test_a_mask_is_noted_without_what_it_masks() -> None:
    mask = repair(old="", new="某", privacy=True, range=(105, 107))
    source = SourceMap(file="a.txt", text_sha256="", origins={"art_4": Origin(((100, 140),), "")})
    notes = editor_notes(EXAMPLE, Fixups((mask,)), source)
    assert "个人信息已隐去" in notes["art_4"]
