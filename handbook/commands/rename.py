"""`handbook rename`: another folder, and so another address, for a regulation."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click


@click.command("rename", options_metavar="[选项]")
@click.argument("old", metavar="机关/旧代号")
@click.argument("new", metavar="机关/新代号")
@click.option(
    "--regulations", type=click.Path(path_type=Path), default=Path("regulations"),
    metavar="文件夹", help="制度所在的文件夹（默认 regulations）。",
)  # fmt: skip
def command(old: str, new: str, regulations: Path) -> None:
    """给一部制度换代号（网址）：旧网址转到新网址，规则里的名字一起改。"""
    from handbook.renaming import rename

    for path in rename(regulations, old.strip("/"), new.strip("/"), date.today()):
        click.echo(f"已改 {path.as_posix()}", err=True)
    click.echo(
        f"{old} 已改为 {new}。请运行 handbook lint 和 make test 看有没有别处写着旧代号。", err=True
    )
