"""The HTML of a provision is its printed text; what the editors add stands beside it."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import pytest
from mkdocs.structure.toc import AnchorLink

from handbook.errors import Diagnostic, HandbookError, Place, Severity
from handbook.fixups import Fixup, Fixups, Note
from handbook.library import Library
from handbook.provision import Level, Provision, Regulation
from handbook.read import read
from handbook.sourcemap import Origin, SourceMap
from plugins.pages.card import card
from plugins.pages.compilations import Compilation
from plugins.pages.compilations import load as load_compilations
from plugins.pages.contributions import Contribution
from plugins.pages.findings import Finding, findings_html, read_findings
from plugins.pages.notes import editor_notes
from plugins.pages.outline import outline
from plugins.pages.regulation import Links, RegulationPages
from plugins.pages.settings import LAW_PLACES, REPORT_PLACES, WEB, template
from plugins.pages.status import Quality, status_line

ROOT = Path(__file__).parent.parent
LIBRARY = Library.load(ROOT / "regulations")
EXAMPLES = Library.load(ROOT / "tests/browser/regulations")
LAW = "https://laws.example/?title={title}"
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


HANDBOOK, SAMPLES = (
    RegulationPages(library, Links(LAW, "mailto:a@b.example"), (), ())
    for library in (LIBRARY, EXAMPLES)
)


def made(regulation: Regulation) -> str:
    """The whole page of a regulation of the handbook or of the examples."""
    issuers = {issuer.slug: issuer for issuer in (*LIBRARY.issuers, *EXAMPLES.issuers)}
    pages = HANDBOOK if LIBRARY.find(regulation.slug) else SAMPLES
    return pages.body(regulation, issuers[regulation.issuer_slug], None, ()).html


@pytest.mark.parametrize(
    "regulation", [*LIBRARY.regulations, *EXAMPLES.regulations], ids=regulation_ids
)
def test_the_page_shows_what_is_printed_and_every_address(regulation: Regulation) -> None:
    page = parse(made(regulation))
    assert page.text == "".join(printed(node) for node in regulation.walk())
    assert page.ids == ["__title", *(node.id for node in regulation.walk())]


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


@pytest.mark.parametrize(
    ("status", "versions", "shown"),
    [("试行", 0, "试行"), ("已废止", 1, "已废止"), (None, 2, "有过修改"), (None, 0, "效力未注明")],
)
def test_the_status_is_what_is_known(status: str | None, versions: int, shown: str) -> None:
    about = replace(EXAMPLE.metadata, status=status)
    line = status_line(about, versions, None, Quality(0, 0))
    assert re.search(r'<b class="state[^"]*">([^<]*)</b>', line)[1] == shown  # type: ignore[index]
    assert "文字未见疑点" in line
    assert "截至" not in line
    assert "来源" not in line


def test_the_status_tells_source_and_quality() -> None:
    doubts = [Finding(severity, "gap", "…") for severity in Severity]
    source = Compilation("汇<编>", "网页", date(2020, 6, 4))
    line = status_line(EXAMPLE.metadata, 0, source, Quality.of(3, 1, doubts))
    assert "文字校正 3 处、存疑 3 处" in line  # a hint is no doubt
    assert '文本截至 <time datetime="2020-06-04">2020年6月4日</time>' in line
    assert "来源：汇&lt;编&gt;" in line


def test_every_source_is_in_the_manifest() -> None:
    known = load_compilations(ROOT / "regulations/sources")
    named = {r.metadata.source.file for r in LIBRARY.regulations if r.metadata.source}
    assert named <= set(known)


@pytest.mark.parametrize(
    ("value", "wrong"),
    [
        ("javascript:alert(1)", "https://"),
        ("example.org/{title}", "https://"),
        ("https://example.org/ {title}", "没有空格"),
        ("https://example.org/{name}", "{name}"),
    ],
)
def test_an_address_that_cannot_be_meant_is_refused(value: str, wrong: str) -> None:
    with pytest.raises(HandbookError, match=re.escape(wrong)):
        template("law_url", value, WEB, LAW_PLACES)


def test_addresses_that_are_meant_are_taken() -> None:
    assert template("law_url", " https://a.example/?q={title} ", WEB, LAW_PLACES)
    mail = "mailto:a@b.example?subject={citation}&body={url}%0A{text}"
    assert template("report_url", mail, (*WEB, "mailto:"), REPORT_PLACES) == mail
    assert template("report_url", "", WEB, REPORT_PLACES) == ""


def test_what_other_plugins_put_on_a_page_stands_outside_of_the_words() -> None:
    def ask(library: Library, regulation: Regulation) -> Contribution:
        return Contribution("<i>上</i>", {"art_2__para_2": "<i>中</i>"}, "<i>下</i>")

    pages = RegulationPages(EXAMPLES, Links(), (ask, ask), ())
    html = pages.body(EXAMPLES.regulations[0], EXAMPLES.issuers[0], None, ()).html
    assert html.count("<i>上</i><i>上</i>") == html.count("<i>下</i><i>下</i></article>") == 1
    assert "可以事后补办：</p><i>中</i><i>中</i>" in re.sub("<a[^>]*></a>", "", html)
