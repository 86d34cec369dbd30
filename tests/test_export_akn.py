"""Akoma Ntoso: every document is valid by the published schema and leads back to its tree."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
from akn_schema import DAY, fault, lone_writer
from case_files import cases
from hypothesis import given
from lxml import etree
from test_reading_properties import TEXTS, many, reading

from handbook.errors import HandbookError
from handbook.export import akn_names, akn_read
from handbook.export.akn import AknWriter
from handbook.library import Library
from handbook.provision import Level
from handbook.read import read
from handbook.references import find
from handbook.resolver import Resolver

ROOT = Path(__file__).parent.parent
A = {"a": akn_names.AKN}


@cache
def library() -> Library:
    return Library.load(ROOT / "regulations")


@cache
def writer() -> AknWriter:
    works = {r.slug: akn_names.work(r) for r in library().regulations}
    return AknWriter(works, {i.slug: i.name for i in library().issuers}, DAY)


@cache
def resolver() -> Resolver:
    return Resolver.of(library())


@pytest.mark.parametrize("regulation", library().regulations, ids=lambda r: r.slug)
def test_every_regulation_is_valid_and_round_trips(regulation) -> None:  # type: ignore[no-untyped-def]
    assert not fault(regulation, writer(), find(resolver(), regulation))


@many
@given(TEXTS)
def test_every_text_is_valid_and_round_trips(text: str) -> None:
    found = reading(text)
    if found and found.regulation.provisions:
        assert not fault(found.regulation, lone_writer(found.regulation))


@pytest.mark.parametrize(("given_text", "expected"), cases("export_akn"))
def test_the_document_is_the_one_expected(given_text: str, expected: str) -> None:
    """From the preface on; `meta` has a test of its own."""
    regulation = read(given_text, "text.md", "jiguan/banfa").regulation
    references = find(Library(ROOT, (), (regulation,)), regulation)
    xml = lone_writer(regulation).write(regulation, references)
    assert xml.partition("</meta>\n")[2].removesuffix("</act>\n</akomaNtoso>\n").strip() == expected
    assert not fault(regulation, lone_writer(regulation), references)


def test_metadata_stand_where_the_standard_wants_them() -> None:
    text = (
        "---\ntitle: 考勤办法\nnumber: 某办〔2019〕3号\nissuer: 某办公室\nadopted: 2019-01-02\n"
        "issued: 2019-01-03\neffective: 2019-02-01\nrepealed: 2023-04-05\nstatus: 已废止\n"
        "topics: [请假, 考勤]\n---\n\n# 考勤办法\n\n第一条　准时上班。\n"
    )
    regulation = read(text, "text.md", "jiguan/kaoqin").regulation
    act = etree.fromstring(lone_writer(regulation).write(regulation).encode())

    def values(path: str) -> list[str]:
        return [str(v) for v in act.xpath(path, namespaces=A)]

    assert values("//a:FRBRWork/a:FRBRuri/@value") == ["/akn/cn/act/jiguan/2019-01-02/kaoqin"]
    assert values("//a:FRBRExpression/a:FRBRuri/@value") == [
        "/akn/cn/act/jiguan/2019-01-02/kaoqin/zho@2019-02-01"
    ]
    assert values("//a:FRBRcountry/@value") == ["cn"]
    assert values("//a:FRBRlanguage/@language") == ["zho"]
    assert values("//a:FRBRnumber/@value") == ["某办〔2019〕3号"]
    assert values("//a:TLCOrganization[@eId='issuer']/@showAs") == ["某办公室"]
    assert values("//a:keyword/@value") == ["请假", "考勤"]
    events = zip(values("//a:eventRef/@date"), values("//a:eventRef/@type"), strict=True)
    assert list(events) == [
        ("2019-01-02", "generation"),
        ("2019-01-03", "generation"),
        ("2019-02-01", "generation"),
        ("2023-04-05", "repeal"),
    ]
    assert values("//a:TLCEvent/@showAs") == ["通过", "印发", "施行", "废止"]


def test_an_unknown_date_is_said_to_be_unknown() -> None:
    regulation = read("# 办法\n\n第一条　准时。\n", "text.md", "jiguan/banfa").regulation
    xml = lone_writer(regulation).write(regulation)
    assert xml.count('<FRBRdate date="0001-01-01" name="unknown"/>') == 2
    assert "<lifecycle" not in xml


def test_every_level_has_its_own_element() -> None:
    named = [akn_names.ELEMENT.get(level, (akn_names.CONTAINER, level.value)) for level in Level]
    assert len(set(named)) == len(named)
    assert [akn_names.level_of(*name) for name in named] == list(Level)


@pytest.mark.parametrize(
    ("xml", "said"),
    [
        ("<a", "XML 不完整"),
        ("<a/>", "没有 act"),
        (f'<akomaNtoso xmlns="{akn_names.AKN}"><act/></akomaNtoso>', "没有 frontmatter"),
        ('<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', "DOCTYPE"),
    ],
)
def test_another_document_is_refused(xml: str, said: str) -> None:
    with pytest.raises(HandbookError, match=said):
        akn_read.read(xml, file="a.xml")
