"""`handbook export`: regulations as files for other programs and for Word."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from datetime import date, datetime
from difflib import get_close_matches
from pathlib import Path

import click

from handbook.errors import HandbookError, Place
from handbook.export import jsonld
from handbook.export.formats import FORMATS, Exporter, build_day
from handbook.files import write_whole
from handbook.library import Library
from handbook.provision import Regulation
from handbook.rows import rows


@click.command("export", options_metavar="[选项]")
@click.argument("names", nargs=-1, metavar="[制度]…")
@click.option(
    "--regulations", type=click.Path(path_type=Path), default=Path("regulations"),
    metavar="文件夹", help="制度所在的文件夹（默认 regulations）。",
)  # fmt: skip
@click.option(
    "--format", "form", type=click.Choice(["jsonl", "akn", "jsonld", "docx", "md"]),
    default="jsonl",
    help="输出格式：JSON Lines（默认）、Akoma Ntoso XML、schema.org、Word、Markdown。",
)  # fmt: skip
@click.option(
    "--out", type=click.Path(path_type=Path), metavar="文件",
    help="写到这个文件或文件夹（默认标准输出）；几部制度各成一个文件时要给出文件夹。",
)  # fmt: skip
@click.option(
    "--as-of", "day", type=click.DateTime(["%Y-%m-%d"]), metavar="日期",
    help="导出这一天有效的文本，如 2020-01-01（默认今天）。",
)  # fmt: skip
def command(
    names: tuple[str, ...], regulations: Path, form: str, out: Path | None, day: datetime | None
) -> None:
    """导出制度：不写制度就是全部现行制度；写代号（wangcheng/gongwu-jiedai）或全名则只导出它。"""
    library = Library.load(regulations)
    when = day.date() if day else date.today()
    chosen = _choose(tuple(library.in_force(when)), names)
    exporter = Exporter(library, build_day())
    if form == "jsonl":
        slugs = {regulation.slug for regulation in chosen}
        lines = (row.json() + "\n" for row in rows(library, when) if row.regulation in slugs)
        _one("".join(lines).encode("utf-8"), out, "export.jsonl")
    elif form == "jsonld":
        found = jsonld.document(exporter.legislation(r, text=True) for r in chosen)
        dumped = json.dumps(found, ensure_ascii=False, indent=1) + "\n"
        _one(dumped.encode("utf-8"), out, "export.jsonld")
    else:
        _files(exporter, form, chosen, out)


def _choose(known: Sequence[Regulation], names: Sequence[str]) -> list[Regulation]:
    """The regulations named, each once, in the order of the library."""
    wanted = set()
    for name in names:
        bare = name.strip().strip("/").removeprefix("《").removesuffix("》")
        found = [r for r in known if bare in (r.slug, r.title)]
        if not found:
            _unknown(name, known)
        if len(found) > 1:
            slugs = "、".join(r.slug for r in found)
            raise HandbookError(f"叫“{name}”的制度有 {len(found)} 部，请写代号：{slugs}")
        wanted.add(found[0].slug)
    return [r for r in known if not names or r.slug in wanted]


def _unknown(name: str, known: Sequence[Regulation]) -> None:
    near = get_close_matches(name, [w for r in known for w in (r.slug, r.title)], 3, 0.5)
    hint = f"是不是：{'、'.join(near)}？" if near else "代号即网址里的两段，如 机关/制度。"
    raise HandbookError(f"没有有效的制度“{name}”。{hint}")


def _files(exporter: Exporter, form: str, chosen: Sequence[Regulation], out: Path | None) -> None:
    """Writes one file for each regulation; a single one may go to a file or to stdout."""
    kind = FORMATS[form]
    single = len(chosen) == 1
    if out is None and not single:
        raise HandbookError(
            f"{kind.name} 格式一部制度一个文件，现有 {len(chosen)} 部；"
            "请用 --out 文件夹 指明写到哪里，或只写一部制度"
        )
    if single and (out is None or (out.name.endswith(kind.suffix) and not out.is_dir())):
        _one(kind.make(exporter, chosen[0]), out, chosen[0].slug + kind.suffix)
        return
    assert out is not None
    if out.exists() and not out.is_dir():
        raise HandbookError("这是文件；几部制度要写到文件夹里", Place(out.as_posix()))
    files = [(out / f"{r.slug}{kind.suffix}", kind.make(exporter, r)) for r in chosen]
    write_whole(out, files)
    click.echo(f"已写出 {len(files)} 个文件到 {out.as_posix()}", err=True)


def _one(content: bytes, out: Path | None, name: str) -> None:
    """Writes to stdout, to a file, or to a file of this name in a folder that is there."""
    if out is None:
        if sys.stdout.isatty() and content.startswith(b"PK"):
            raise HandbookError("Word 文件不能显示在终端上，请用 --out 文件.docx 指明写到哪里")
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
        return
    path = out / Path(name).name if out.is_dir() else out
    write_whole(path.parent, [(path, content)])
    click.echo(f"已写出 {path.as_posix()}", err=True)
