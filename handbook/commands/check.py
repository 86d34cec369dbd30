"""`handbook check`: forms against the provisions that bear on them."""

from __future__ import annotations

import os
import sys
from datetime import datetime
from pathlib import Path

import click

#: Where `make serve` serves the handbook: links of reports lead there.
SITE = "http://127.0.0.1:8000"


@click.command("check", options_metavar="[选项]")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="文件…")
@click.option(
    "--regulations", type=click.Path(path_type=Path), default=Path("regulations"),
    metavar="文件夹", help="制度所在的文件夹（默认 regulations）。",
)  # fmt: skip
@click.option(
    "--as-of", "day", type=click.DateTime(["%Y-%m-%d"]), metavar="日期",
    help="按这一天有效的制度判断（默认按表上的日期）。",
)  # fmt: skip
@click.option(
    "--ledger", type=click.Path(path_type=Path), multiple=True, metavar="文件",
    help="台账：以前的表，用来算全年累计这样的数；可以给几个，也可以就是要核对的文件。",
)  # fmt: skip
@click.option(
    "--format", "form", type=click.Choice(["text", "json", "md", "html", "sarif"]), default="text",
    help="输出格式：文字、JSON、Markdown、网页或 SARIF 2.1.0。",
)  # fmt: skip
@click.option(
    "--output", type=click.Path(path_type=Path, dir_okay=False), metavar="文件",
    help="写到文件里（默认写到屏幕）。",
)  # fmt: skip
@click.option(
    "--annotate", type=click.Path(path_type=Path, dir_okay=False), metavar="文件.xlsx",
    help="另存一份带批注的 XLSX（只给出一个 XLSX 文件时可用）。",
)  # fmt: skip
@click.option("--site", default=SITE, metavar="网址", help=f"手册的网址，链接用（默认 {SITE}）。")
@click.pass_context
def command(
    ctx: click.Context,
    files: tuple[Path, ...],
    regulations: Path,
    day: datetime | None,
    ledger: tuple[Path, ...],
    form: str,
    output: Path | None,
    annotate: Path | None,
    site: str,
) -> None:
    """按制度条款核对填好的表（YAML、JSON、CSV、XLSX）。

    有一张表不是“合规”时，退出码为 1；文件或规则有误时为 2。
    """
    from checker import batch, store
    from checker.rules import Verdict
    from handbook.files import writing

    if annotate is not None and (len(files) != 1 or files[0].suffix.lower() != ".xlsx"):
        raise click.UsageError("--annotate 只用于一个 XLSX 文件。")
    if not site.startswith(("http://", "https://", "/")) and site:
        raise click.UsageError("--site 应以 http://、https:// 或 / 开头。")
    colour = output is None and sys.stdout.isatty() and "NO_COLOR" not in os.environ
    task = batch.Task(
        regulations,
        store.default_folder(),
        day.date() if day else None,
        form,
        site,
        colour,
        annotate is not None,
        ledger,
    )

    def say(words: str) -> None:
        click.echo(words, err=True)

    if output is None:
        outcome = batch.run(task, files, sys.stdout.buffer, say)
        sys.stdout.buffer.flush()
    else:
        with writing(output) as file:
            outcome = batch.run(task, files, file, say)
    if annotate is not None:
        from checker.annotate import annotate as write_comments

        write_comments(files[0], annotate, outcome.marks, outcome.lines)
    if form == "text":
        say(outcome.summary.words())
    passed = outcome.summary.counts[Verdict.PASS] == outcome.summary.total
    ctx.exit(0 if passed else 1)
