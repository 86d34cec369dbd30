"""`handbook search`: the provisions that answer, best first; the same order as on the page."""

from __future__ import annotations

import json
from pathlib import Path

import click

from handbook.errors import HandbookError
from handbook.search.cache import open_index
from handbook.search.index import SearchIndex
from handbook.search.query import understand
from handbook.search.rank import Filter, Hit, search
from handbook.search.remarks import remarks

_SHOWN = 120  # characters of a provision that are shown


@click.command("search", options_metavar="[选项]")
@click.argument("query", metavar="查询")
@click.option(
    "--regulations", type=click.Path(path_type=Path), default=Path("regulations"),
    metavar="文件夹", help="制度所在的文件夹（默认 regulations）。",
)  # fmt: skip
@click.option(
    "--limit", type=click.IntRange(min=0), default=10, metavar="条数",
    help="最多列出几条（默认 10；0 表示全部）。",
)  # fmt: skip
@click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text",
    help="输出格式：供人看的文字，或一个 JSON 列表。",
)  # fmt: skip
@click.option("--issuer", "bodies", multiple=True, metavar="机关", help="只找这个机关（可多次）。")
@click.option("--own", default="", metavar="机关", help="本单位：它的条款排在前面。")
@click.option("--topic", default="", metavar="主题", help="只找这个主题。")
@click.option("--status", default="", metavar="状态", help="只找这种状态，如“现行”“试行”。")
@click.option("--since", default="", metavar="日期", help="只找这一天及以后的制度。")
@click.option("--until", default="", metavar="日期", help="只找这一天及以前的制度。")
def command(
    query: str,
    regulations: Path,
    limit: int,
    form: str,
    bodies: tuple[str, ...],
    own: str,
    topic: str,
    status: str,
    since: str,
    until: str,
) -> None:
    """查找条款。可以写词语、问句、数字、“第几条”、文号、拼音；引号里的原样查找。"""
    index = open_index(regulations)
    _known_bodies(index, (*bodies, own) if own else bodies)
    asked = understand(query, index)
    hits = search(index, asked, limit, own, Filter(bodies, topic, status, since, until))
    if form == "json":
        rows = [_row(index, hit) for hit in hits]
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
    else:
        for hit in hits:
            click.echo(_shown(index, hit))
    for remark in remarks(index, asked, hits):
        click.echo(remark, err=True)


def _known_bodies(index: SearchIndex, slugs: tuple[str, ...]) -> None:
    known = [body.slug for body in index.data.bodies]
    for slug in slugs:
        if slug not in known:
            raise HandbookError(f"没有机关“{slug}”；有：{'、'.join(known)}")


def _row(index: SearchIndex, hit: Hit) -> dict[str, object]:
    unit, entry = index.unit(hit.unit), index.entry(hit.unit)
    return {
        "regulation": entry.slug,
        "id": unit.id,
        "citation": index.citation(hit.unit),
        "title": entry.title,
        "text": unit.text,
        "path": f"{entry.slug}/#{unit.id}",
        "score": round(hit.score, 6),
    }


def _shown(index: SearchIndex, hit: Hit) -> str:
    """One hit for the terminal: citation, the sentence that answers, where it stands."""
    unit, entry = index.unit(hit.unit), index.entry(hit.unit)
    lines = [click.style(index.citation(hit.unit), fg="cyan", bold=True)]
    if unit.heading:
        lines[0] += "　" + unit.heading
    if unit.text:
        lines.append("  " + _excerpt(unit.text, hit))
    lines.append(click.style(f"  {entry.slug}/#{unit.id}", dim=True))
    return "\n".join(lines) + "\n"


def _excerpt(text: str, hit: Hit) -> str:
    """The text from its best sentence on, what was asked for marked."""
    sentence = hit.sentence
    start = sentence.start if sentence and len(text) > _SHOWN else 0
    end = min(len(text), start + _SHOWN)
    parts = ["…" if start else ""]
    at = start
    for first, last in sentence.marks if sentence else ():
        if at <= first and last <= end:
            parts.append(text[at:first])
            parts.append(click.style(text[first:last], fg="red", bold=True))
            at = last
    parts.append(text[at:end] + ("…" if end < len(text) else ""))
    return "".join(parts).replace("\n", " ")
