"""Results for readers of every kind: terminal, JSON, Markdown, a printable page, SARIF.

A report is made piece by piece, one form at a time, in any process; what stands before and after
the pieces is made at the end, when the whole is known.
"""

from __future__ import annotations

from checker.reports.base import Report, Summary

FORMATS = ("text", "json", "md", "html", "sarif")

__all__ = ["FORMATS", "Report", "Summary", "make"]


def make(form: str, site: str = "", colour: bool = False) -> Report:
    """The report of a format.

    Args:
        form: one of `FORMATS`.
        site: where the handbook is served, for links; "" for none.
        colour: whether a terminal shows colours.
    """
    match form:
        case "json":
            from checker.reports.machine import Json

            return Json()
        case "sarif":
            from checker.reports.machine import Sarif

            return Sarif(site)
        case "md":
            from checker.reports.markdown import Markdown

            return Markdown(site)
        case "html":
            from checker.reports.page import Page

            return Page(site)
        case _:
            from checker.reports.text import Text

            return Text(colour)
