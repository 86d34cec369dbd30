"""`handbook import`: raw files of an office → folders of regulations and a report."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from handbook.errors import HandbookError, Place


@click.command("import")
@click.argument("files", metavar="文件…", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--issuer", required=True, metavar="代号", help="发文机关的代号（英文文件夹名）。")
@click.option(
    "--out", required=True, type=click.Path(path_type=Path), metavar="文件夹", help="写到哪里。"
)
@click.option(
    "--regulations", default="regulations", type=click.Path(path_type=Path),
    help="制度文件夹；机关名称从这里取。", show_default=True,
)  # fmt: skip
@click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", help="输出格式。"
)
@click.option(
    "--before-changes", is_flag=True, help="Word 文件里有没有定稿的修订时，取修订之前的文字。"
)
@click.option("--overwrite", is_flag=True, help="覆盖导入之后编辑过的正文。")
def command(
    files: tuple[Path, ...],
    issuer: str,
    out: Path,
    regulations: Path,
    form: str,
    before_changes: bool,
    overwrite: bool,
) -> None:
    """把原始文件（.txt .md .html .docx .pdf）拆成一部部制度，写成文件夹，并报告存疑之处。

    Word 和 PDF 读出的文字另存一份（“文件名.txt”），报告里的位置指这份文字。

    有“错误”级问题时退出码为 1（结果照样写出）；文件读不了、写不了时为 2，不动原有内容。
    """
    from handbook.importing import report, run, save, source
    from handbook.library import ISSUER_FILE, SLUG, read_issuer

    if not SLUG.fullmatch(issuer):
        raise HandbookError("机关代号只能用小写英文字母、数字和连字符。", Place(issuer))
    known = next(
        (d / issuer for d in (out, regulations) if (d / issuer / ISSUER_FILE).is_file()), None
    )
    body = read_issuer(known) if known else None
    result = run.run([source.load(f, old=before_changes) for f in files], issuer, body, out)
    save.save(result, out, overwrite=overwrite)
    made = result.report
    if form == "json":
        click.echo(report.to_json(made), nl=False)
    else:
        for diagnostic in made.diagnostics:
            click.echo(str(diagnostic), err=True)
        click.echo(
            f"写出 {len(made.regulations)} 部制度，原文有着落的占 {made.coverage:.2%}；"
            f"存疑 {len(made.diagnostics)} 处，见 {out / issuer / report.PAGE}。",
            err=True,
        )
    sys.exit(1 if made.failed else 0)
