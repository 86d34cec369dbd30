"""`handbook template`: an empty form to be filled in."""

from __future__ import annotations

import sys
from pathlib import Path

import click


@click.command("template", options_metavar="[选项]")
@click.argument("form", metavar="表种")
@click.option(
    "--regulations", type=click.Path(path_type=Path), default=Path("regulations"),
    metavar="文件夹", help="制度所在的文件夹（默认 regulations）。",
)  # fmt: skip
@click.option(
    "--format", "kind", type=click.Choice(["xlsx", "csv", "yaml"]), default="xlsx",
    help="文件种类（默认 xlsx，选项做成下拉）。",
)  # fmt: skip
@click.option("--body", metavar="单位", help="只给这个单位用：只列它的字段和选项。")
@click.option(
    "--output", type=click.Path(path_type=Path, dir_okay=False), metavar="文件",
    help="写到文件里（xlsx 默认写到 表种.xlsx，其余默认写到屏幕）。",
)  # fmt: skip
def command(form: str, regulations: Path, kind: str, body: str | None, output: Path | None) -> None:
    """写出一张空表，填好后用 handbook check 核对。"""
    from checker import store, template
    from checker.checker import Checker
    from handbook.errors import HandbookError, Place
    from handbook.files import writing

    checker = Checker(regulations, store.default_folder())
    type_ = checker.forms.find(form)
    bodies = checker.bodies if body is None else (checker.body(body),)
    data = template.make(type_, bodies, kind)
    if output is None and kind != "xlsx":
        sys.stdout.buffer.write(data)
        return
    path = output or Path(f"{type_.name}.xlsx")
    if output is None and path.exists():
        raise HandbookError("文件已经在了；请用 --output 另取名字", Place(path.as_posix()))
    with writing(path) as file:
        file.write(data)
    click.echo(f"已写出 {path.as_posix()}", err=True)
