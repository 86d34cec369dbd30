"""Provisions as HTML: exactly the printed words, in the printed order, each at its own address.

Everything editorial (permalinks, counted 款, notes) is drawn by the style sheet from attributes or
stands in elements of its own, so that the text of an element marked `words` is the printed text
and nothing else; a test holds every page to that.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html import escape

from markdown_it import MarkdownIt

from handbook import numerals
from handbook.provision import Layout, Level, Provision
from plugins.pages.marks import Marks, close_table, draw, mark_table


@dataclass(frozen=True, slots=True)
class Apparatus:
    """What editors and machines add to the printed text, by provision id.

    Attributes:
        notes: HTML under a provision's own words.
        marks: links and other elements around parts of its words.
        cites: how it is cited, without the title; the page's tools copy it.
    """

    notes: Mapping[str, str] = field(default_factory=dict)
    marks: Marks = field(default_factory=dict)
    cites: Mapping[str, str] = field(default_factory=dict)

    def address(self, node: Provision) -> str:
        """The attributes by which a provision is found."""
        cite = self.cites.get(node.id)
        return f'id="{node.id}"' + (f' data-cite="{escape(cite)}"' if cite else "")

    def words(self, node: Provision) -> str:
        """The own text of a provision with its marks."""
        return draw(node.text, self.marks.get(node.id, ()))


#: Only the table rule: what looks like Markdown in a cell is shown as it is printed.
_TABLE = MarkdownIt("zero", {"html": False}).enable(["table", "escape"])


def provisions_html(provisions: Sequence[Provision], apparatus: Apparatus) -> str:
    """All `provisions` with everything below them, as HTML."""
    out: list[str] = []
    for provision in provisions:
        _provision(out, provision, 0, "", apparatus)
    return "".join(out)


def _provision(out: list[str], node: Provision, depth: int, run_in: str, more: Apparatus) -> None:
    """Appends `node`.

    Args:
        out: what is written so far.
        node: the provision.
        depth: number of titled provisions above it, so that no rank of headings is skipped.
        run_in: its parent's label and heading where printed on this line.
        more: what is added to the printed text.
    """
    children = node.children
    split = not node.text and bool(children) and children[0].level is Level.PARAGRAPH
    titled = node.heading is not None and not (
        node.layout is Layout.NEXT_LINE and (node.text or split)
    )
    carried = ""
    if node.level is Level.TABLE:
        out.append(f'<div class="provision table" {more.address(node)}>{permalink(node.id)}')
        out.append(_table(node, more))
    elif titled:
        rank = min(depth + 2, 6)
        words = _run(f"{node.label}{node.gap}{node.heading}")
        out.append(
            f'<div class="provision {node.level}"><h{rank} class="words" {more.address(node)}>'
        )
        out.append(f"{words}{permalink(node.id)}</h{rank}>")
        if node.text:
            out.append(f'<p class="words">{more.words(node)}</p>')
    else:
        out.append(f'<div class="provision {node.level}" {more.address(node)}>')
        lead = run_in + _label(node) + _run_in(node.heading or "")
        if split and node.layout is not Layout.NEXT_BLOCK:
            carried = lead
        elif node.layout is Layout.NEXT_BLOCK:
            out.append(f'<p class="words">{lead}</p>')
            if node.text:
                out.append(f'<p class="words">{more.words(node)}</p>')
        else:
            link = "" if node.label else permalink(node.id)
            out.append(f'<p class="words"{_count(node)}>{lead}{more.words(node)}{link}</p>')
    if not carried:
        out.append(more.notes.get(node.id, ""))
    # What stands below a sentence is set in; what stands below a title or is a 款 is not.
    inset = bool(children) and not titled and not split
    if inset:
        out.append('<div class="below">')
    for place, child in enumerate(children):
        _provision(out, child, depth + titled, "" if place else carried, more)
    if carried:  # its own words stand on the line of its first 款
        out.append(more.notes.get(node.id, ""))
    out.append("</div></div>" if inset else "</div>")


def _table(node: Provision, more: Apparatus) -> str:
    text, marks = mark_table(node.text, more.marks.get(node.id, ()))
    html: str = _TABLE.render(text).replace("<table>", '<table class="grid">', 1)
    name = escape(more.cites.get(node.id, "") or "表")
    # What may be wider than the page scrolls by itself, by keyboard too.
    scroll = f'<div class="scroll" role="region" aria-label="{name}" tabindex="0">'
    return f"{scroll}{close_table(html, marks)}</div>"


def permalink(id: str) -> str:
    """The ¶ that leads to the address `id`; empty, so that it adds nothing to the text."""
    return f'<a class="headerlink" href="#{id}" title="本处的地址" aria-label="本处的地址"></a>'


def _label(node: Provision) -> str:
    """The printed label as the link to its own address, with the white space that follows it."""
    if not node.label:
        return ""
    link = f'<a class="label" href="#{node.id}" title="本处的地址">{_run(node.label)}</a>'
    return link + _run(node.gap)


def _run_in(heading: str) -> str:
    """A heading that is printed on one line with its sentence."""
    if not heading:
        return ""
    unmarked = ' class="unmarked"' if heading[-1].isalnum() else ""
    return f"<b{unmarked}>{_run(heading)}</b>"


def _count(node: Provision) -> str:
    """The computed number of a 款 from the second on; the printed text has none."""
    if node.level is not Level.PARAGRAPH or node.number in ("", "1"):
        return ""
    return f' data-count="第{numerals.to_han(int(node.number))}款"'


def _run(text: str) -> str:
    return escape(text, quote=False)
