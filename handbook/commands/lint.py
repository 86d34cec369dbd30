"""`handbook lint`: checks the regulations, or single files."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from handbook.errors import Diagnostic, Severity
from handbook.library import Library
from handbook.linting import baseline, report
from handbook.linting.codes import CODES
from handbook.linting.run import check_files, check_library


@click.command("lint", options_metavar="[选项]")
@click.argument("files", nargs=-1, type=click.Path(path_type=Path), metavar="[文件]…")
@click.option(
    "--regulations", type=click.Path(path_type=Path), default=Path("regulations"),
    metavar="文件夹", help="制度所在的文件夹（默认 regulations）。",
)  # fmt: skip
@click.option(
    "--format", "form", type=click.Choice(["text", "json", "sarif"]), default="text",
    help="输出格式：文字、JSON 或 SARIF 2.1.0。",
)  # fmt: skip
@click.option(
    "--update-baseline", is_flag=True, help="把现有的全部错误和警告写进基线（lint-baseline.yml）。"
)
@click.pass_context
def command(
    ctx: click.Context, files: tuple[Path, ...], regulations: Path, form: str, update_baseline: bool
) -> None:
    """检查编号、引用、字符、日期、个人信息等问题。

    给出文件时只检查这些文件；否则检查整个文件夹。有不在基线中的错误时，退出码为 1。
    """
    if files and update_baseline:
        raise click.UsageError("--update-baseline 只用于整个文件夹，不能同时给出文件。")
    path = regulations / baseline.FILE
    entries = () if files else baseline.load(path)
    found = check_files(files) if files else _whole(regulations)
    lines = baseline.Lines(regulations)
    if update_baseline:
        kept = [d for d in found if d.severity is not Severity.INFO]
        entries = baseline.update(kept, entries, lines)
        baseline.save(path, entries)
        click.echo(f"基线已写入 {path.as_posix()}：{len(kept)} 处。", err=True)
    judged = baseline.judge(found, entries, lines)
    new = tuple(sorted((*judged.new, *(_stale(entry, path) for entry in judged.stale))))
    if form == "json":
        click.echo(report.as_json(new, judged.known))
    elif form == "sarif":
        click.echo(report.as_sarif(new, judged.known))
    else:
        click.echo(report.as_text(new, len(judged.known)))
    ctx.exit(1 if any(d.severity is Severity.ERROR for d in new) else 0)


def _whole(regulations: Path) -> tuple[Diagnostic, ...]:
    """What is wrong with a handbook: texts, then rules."""
    from checker import analysis
    from checker.checker import Checker

    library = Library.load(regulations)
    checker = Checker(regulations, library=library)
    return tuple(sorted({*check_library(library), *analysis.diagnostics(checker, date.today())}))


def _stale(entry: baseline.Entry, path: Path) -> Diagnostic:
    message = (
        f"{entry.file} 里已没有这一处“{CODES[entry.code].title}”（{entry.fingerprint}）；"
        "运行 handbook lint --update-baseline 清理"
    )
    return Diagnostic(
        path.as_posix(), 1, 1, "stale-baseline", CODES["stale-baseline"].severity, message
    )
