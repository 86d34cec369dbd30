"""`handbook rebind`: proposals for quotes that no longer stand in the texts."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import click


@click.command("rebind", options_metavar="[选项]")
@click.option(
    "--regulations", type=click.Path(path_type=Path), default=Path("regulations"),
    metavar="文件夹", help="制度所在的文件夹（默认 regulations）。",
)  # fmt: skip
@click.option("--write", is_flag=True, help="把改法写进 rules.yml（先看过再写）。")
def command(regulations: Path, write: bool) -> None:
    """条文改写以后，给对不上的引文提出改法；由规则的负责人核对。

    还有提不出改法的引文时，退出码为 1。
    """
    from checker.checker import Checker
    from checker.impact import rebinding
    from checker.impact.books import day_judged, partial_book
    from handbook.files import write_whole

    checker, day = Checker.load(regulations), date.today()
    days = {body: day_judged(checker, body, day) for body in checker.bodies}
    unbound = [u for b, then in days.items() for u in partial_book(checker, b, then).unbound]
    proposals = rebinding.propose(checker, unbound)
    click.echo(rebinding.patch(proposals, rebinding.patch_folder(regulations)), nl=False)
    if write and proposals:
        last = {regulations / p.file: p.after for p in proposals}
        write_whole(regulations, list(last.items()))
    done = {(p.rule, p.old_quote) for p in proposals}
    left = [u for u in unbound if (u.rule, u.quote.quote.text) not in done]
    for own in left:
        click.echo(f"{own.quote.quote.place} {own.message}", err=True)
    wrote = "，已写入" if write and proposals else ""
    click.echo(f"对不上的引文 {len(unbound)} 处，提出改法 {len(proposals)} 处{wrote}。", err=True)
    sys.exit(1 if left else 0)
