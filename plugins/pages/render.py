"""Provisions as HTML: exactly the printed words, in the printed order, each at its own address.

Everything editorial (permalinks, counted 款, notes) is drawn by the style sheet from attributes or
stands in elements of its own, so that the text of an element marked `words` is the printed text
and nothing else; a test holds every page to that.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

from markdown_it import MarkdownIt

from handbook import numerals
from handbook.provision import Layout, Level, Provision

#: Notes under a provision, as HTML, by its id.
Notes = Mapping[str, Sequence[str]]

#: Only the table rule: what looks like Markdown in a cell is shown as it is printed.
_TABLE = MarkdownIt("zero", {"html": False}).enable(["table", "escape"])


def provisions_html(provisions: Sequence[Provision], notes: Notes) -> str:
    """All `provisions` with everything below them, as HTML."""
    out: list[str] = []
    for provision in provisions:
        _provision(out, provision, 0, "", notes)
    return "".join(out)


def _provision(out: list[str], node: Provision, depth: int, run_in: str, notes: Notes) -> None:
    """Appends `node`. `run_in` is the label of its parent where it is printed on this line."""
    if node.level is Level.TABLE:
        out.append(f'<div class="provision table" id="{node.id}">')
        out.append(_table(node.text))
        out.extend(notes.get(node.id, ()))
        out.append("</div>")
        return
    own_line = node.heading is not None and (node.layout is not Layout.NEXT_LINE or not node.text)
    children = node.children
    carried = ""
    if own_line:
        rank = min(depth + 2, 6)
        out.append(f'<section class="provision {node.level}">')
        out.append(f'<h{rank} class="words" id="{node.id}">{_run(run_in + node.label + node.gap)}')
        out.append(f"{_run(node.heading or '')}{permalink(node.id)}</h{rank}>")
        if node.text:
            out.append(f'<p class="words">{_run(node.text)}</p>')
    else:
        out.append(f'<div class="provision {node.level}" id="{node.id}">')
        label = run_in + _label(node)
        first_is_paragraph = bool(children) and children[0].level is Level.PARAGRAPH
        if not node.text and first_is_paragraph and node.layout is Layout.SAME_LINE:
            carried = label
        elif node.layout is Layout.NEXT_BLOCK and node.heading is None:
            out.append(f'<p class="words">{label}</p>')
            if node.text:
                out.append(f'<p class="words">{_run(node.text)}</p>')
        else:
            heading = f"<b>{_run(node.heading)}</b>" if node.heading else ""
            link = "" if node.label else permalink(node.id)
            words = f"{label}{heading}{_run(node.text)}{link}"
            out.append(f'<p class="words"{_count(node)}>{words}</p>')
    out.extend(notes.get(node.id, ()))
    # What stands below a sentence is set in; what stands below a heading or is a 款 is not.
    inset = not own_line and bool(children) and children[0].level is not Level.PARAGRAPH
    if inset:
        out.append('<div class="below">')
    for child in children:
        _provision(out, child, depth + 1, carried, notes)
        carried = ""
    if inset:
        out.append("</div>")
    out.append("</section>" if own_line else "</div>")


def permalink(id: str) -> str:
    """The ¶ that leads to the address `id`; empty, so that it adds nothing to the text."""
    return f'<a class="headerlink" href="#{id}" title="本处的地址" aria-label="本处的地址"></a>'


def _label(node: Provision) -> str:
    """The printed label as the link to its own address, with the white space that follows it."""
    if not node.label:
        return ""
    link = f'<a class="label" href="#{node.id}" title="本处的地址">{_run(node.label)}</a>'
    return link + _run(node.gap)


def _count(node: Provision) -> str:
    """The computed number of a 款 from the second on; the printed text has none."""
    if node.level is not Level.PARAGRAPH or node.number in ("", "1"):
        return ""
    return f' data-count="第{numerals.to_han(int(node.number))}款"'


def _run(text: str) -> str:
    return escape(text, quote=False)


def _table(text: str) -> str:
    html: str = _TABLE.render(text)
    return html
