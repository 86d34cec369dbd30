"""`handbook new`: the folder of a new regulation, ready to be written in."""

from __future__ import annotations

from pathlib import Path

import click

from handbook.errors import HandbookError, Place


@click.command("new", options_metavar="[选项]")
@click.argument("issuer", metavar="机关代号")
@click.argument("title", metavar="标题")
@click.option(
    "--slug", default="", metavar="代号", help="文件夹名，也是网址（默认由标题的拼音得出）。"
)
@click.option("--name", default="", metavar="全称", help="新机关的全称；机关已有时不写。")
@click.option(
    "--regulations", type=click.Path(path_type=Path), default=Path("regulations"),
    metavar="文件夹", help="制度所在的文件夹（默认 regulations）。",
)  # fmt: skip
def command(issuer: str, title: str, slug: str, name: str, regulations: Path) -> None:
    """建立一部新制度的文件夹，写好文头，等着填正文。"""
    from handbook.files import write_whole
    from handbook.importing.slugs import slug as slug_of
    from handbook.library import ISSUER_FILE, SLUG, TEXT_FILE, Issuer, dump_issuer, read_issuer
    from handbook.provision import Metadata, Regulation
    from handbook.write import write

    folder = regulations / issuer
    files: list[tuple[Path, str | bytes]] = []
    if not SLUG.fullmatch(issuer):
        raise HandbookError("机关代号只能用小写英文字母、数字和连字符", Place(issuer))
    if (folder / ISSUER_FILE).is_file():
        if name and name != read_issuer(folder).name:
            raise HandbookError(
                f"已经有这个机关，全称是“{read_issuer(folder).name}”；不要写 --name，"
                "或换一个代号", Place((folder / ISSUER_FILE).as_posix()),
            )  # fmt: skip
        name = read_issuer(folder).name
    elif name:
        files.append((folder / ISSUER_FILE, dump_issuer(Issuer(issuer, name))))
    else:
        raise HandbookError("还没有这个机关；用 --name 写明全称", Place(folder.as_posix()))
    title = title.strip().strip("《》")
    taken = {p.name for p in folder.iterdir()} if folder.is_dir() else set()
    own = slug or slug_of(title, (name,), taken)
    if not SLUG.fullmatch(own):
        raise HandbookError("代号只能用小写英文字母、数字和连字符；用 --slug 另写一个", Place(own))
    path = folder / own / TEXT_FILE
    if path.parent.exists():
        raise HandbookError("已经有这个文件夹；用 --slug 换一个代号", Place(path.parent.as_posix()))
    empty = Regulation(f"{issuer}/{own}", Metadata(title, issuer=name), ())
    write_whole(regulations, [*files, (path, write(empty))])
    click.echo(f"已建立 {path.as_posix()}，在标题下面写正文；写好后运行 handbook lint。", err=True)
