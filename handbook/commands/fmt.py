"""`handbook fmt`: text.md in its canonical form."""

from __future__ import annotations

from pathlib import Path

import click

from handbook.files import write_whole
from handbook.read import read
from handbook.textfile import decode, read_bytes
from handbook.write import write


@click.command("fmt", options_metavar="[选项]")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="文件…")
@click.option("--check", is_flag=True, help="只检查，不改文件；有不合标准写法的，退出码为 1。")
def command(files: tuple[Path, ...], check: bool) -> int:
    """把 text.md 整理成标准写法：一段一空行，编号和文字不变。"""
    changed = 0
    for path in files:
        name = path.as_posix()
        before = read_bytes(path, name)
        after = write(read(decode(before, name), name).regulation)
        if after.encode() == before:
            continue
        changed += 1
        if check:
            click.echo(f"{name} 不是标准写法；运行 handbook fmt {name} 整理", err=True)
        else:
            write_whole(path.parent, [(path, after)])
            click.echo(f"已整理 {name}", err=True)
    return 1 if check and changed else 0
