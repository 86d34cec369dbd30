"""`handbook coverage`: which figures of the texts a rule reads."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from checker.coverage import Figure


def _say(name: str, found: Sequence[Figure], words: Mapping[str, str]) -> None:
    counts = Counter(f.status for f in found)
    parts = "，".join(f"{words[s]} {counts[s]}" for s in words)
    click.echo(f"{name} {len(found)} 个数字：{parts}", err=True)


@click.command("coverage", options_metavar="[选项]")
@click.option(
    "--regulations", type=click.Path(path_type=Path), default=Path("regulations"),
    metavar="文件夹", help="制度所在的文件夹（默认 regulations）。",
)  # fmt: skip
@click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text",
    help="输出格式：文字或 JSON。",
)  # fmt: skip
@click.pass_context
def command(ctx: click.Context, regulations: Path, form: str) -> None:
    """列出条文里的数字：哪些有规则读取，哪些注明不查，哪些还没有着落。

    还有没着落的数字时，退出码为 1。
    """
    from checker import coverage
    from checker.checker import Checker

    found = list(coverage.coverage(Checker.load(regulations), date.today()))
    if form == "json":
        click.echo(json.dumps([asdict(f) for f in found], ensure_ascii=False))
    else:
        apart = coverage.outside(found)
        left = [figure for figure in found if figure.status == "open"]
        for title, own in (
            ("没有着落：", [f for f in left if f.regulation not in apart]),
            ("没有着落，所在制度与各种表无关：", [f for f in left if f.regulation in apart]),
        ):
            if own:
                click.echo(title)
            for figure in own:
                click.echo(f"  {figure.regulation} {figure.id}：{figure.figure}")
        words = {"read": "有规则", "waived": "注明不查", "open": "没有着落"}
        for body in dict.fromkeys(f.regulation.partition("/")[0] for f in found):
            _say(body, [f for f in found if f.regulation.startswith(f"{body}/")], words)
        _say("共", found, words)
    ctx.exit(1 if any(f.status == "open" for f in found) else 0)
