"""`handbook check`: forms against the provisions that bear on them."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click


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
    "--format", "form", type=click.Choice(["text", "json", "md"]), default="text",
    help="输出格式：文字、JSON 或 Markdown。",
)  # fmt: skip
@click.pass_context
def command(
    ctx: click.Context, files: tuple[Path, ...], regulations: Path, day: datetime | None, form: str
) -> None:
    """按制度条款核对填好的表（YAML、JSON、CSV）。

    有一张表不是“合规”时，退出码为 1；文件或规则有误时为 2。
    """
    from checker import documents, report, store
    from checker.checker import Checker
    from checker.rules import Verdict

    checker = Checker(regulations, store.default_folder())
    results = []
    for path in files:
        for document in documents.read(path):
            read, doubts = checker.read(document)
            for doubt in doubts:
                click.echo(f"注意：{doubt}", err=True)
            results.append(checker.check(read, day.date() if day else None))
    if form == "json":
        for piece in report.as_json(results):
            click.echo(piece, nl=False)
    elif form == "md":
        click.echo(report.as_markdown(results))
    else:
        for result in results:
            click.echo(report.as_text(result) + "\n")
        click.echo(report.summary(results), err=True)
    ctx.exit(0 if all(r.verdict is Verdict.PASS for r in results) else 1)
