"""The published schema of Akoma Ntoso 3.0, and what all tests of the export ask of a document."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cache

from case_files import DATA
from lxml import etree

from handbook.export import akn_names, akn_read
from handbook.export.akn import AknWriter
from handbook.provision import Provision, Regulation
from handbook.references import Reference

DAY = date(2024, 5, 6)


@cache
def schema() -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(DATA / "akn" / "akomantoso30.xsd"))


def bare(regulation: Regulation) -> Regulation:
    """The regulation without line numbers, which no export holds."""
    return replace(regulation, provisions=tuple(map(_bare, regulation.provisions)))


def _bare(provision: Provision) -> Provision:
    return replace(provision, lines=(0, 0), children=tuple(map(_bare, provision.children)))


def fault(regulation: Regulation, writer: AknWriter, references: tuple[Reference, ...] = ()) -> str:
    """What is wrong with a regulation's document (schema, tree, second writing); "" if nothing."""
    xml = writer.write(regulation, references)
    if not schema().validate(etree.fromstring(xml.encode("utf-8"))):
        return f"schema: {schema().error_log[0]}"
    back = akn_read.read(xml, regulation.slug, regulation.file)
    if back != bare(regulation):
        return "tree: another than was written"
    again = writer.write(back, references)
    return "" if again == xml else "document: written again it is another"


def lone_writer(*regulations: Regulation) -> AknWriter:
    return AknWriter({r.slug: akn_names.work(r) for r in regulations}, {}, DAY)
