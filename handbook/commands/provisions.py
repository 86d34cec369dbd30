"""`handbook provisions`: every provision in force, one JSON object a line."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import click

from handbook.library import Library
from handbook.rows import rows


@click.command("provisions", options_metavar="[选项]")
@click.option(
    "--regulations", type=click.Path(path_type=Path), default=Path("regulations"),
    metavar="文件夹", help="制度所在的文件夹（默认 regulations）。",
)  # fmt: skip
@click.option(
    "--format",
    "form",
    type=click.Choice(["jsonl"]),
    default="jsonl",
    help="输出格式：每行一个 JSON。",
)
@click.option(
    "--as-of", "day", type=click.DateTime(["%Y-%m-%d"]), metavar="日期",
    help="列出这一天有效的条款，如 2020-01-01（默认今天）。",
)  # fmt: skip
def command(regulations: Path, form: str, day: datetime | None) -> None:
    """列出全部现行条款，每行一个 JSON 对象。"""
    library = Library.load(regulations)
    for row in rows(library, day.date() if day else date.today()):
        click.echo(row.json())
