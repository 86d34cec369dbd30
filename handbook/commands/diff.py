"""`handbook diff`: what changed in law between two revisions, and what that touches."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click


@click.command("diff", options_metavar="[选项]")
@click.argument("base", metavar="基准")
@click.argument("head", required=False, metavar="[现在]")
@click.option(
    "--regulations", type=click.Path(path_type=Path), default=Path("regulations"),
    metavar="文件夹", help="制度所在的文件夹（默认 regulations）。",
)  # fmt: skip
@click.option(
    "--format", "form", type=click.Choice(["text", "json", "md"]), default="text",
    help="输出格式：文字、JSON，或合并请求里的评论（md）。",
)  # fmt: skip
@click.option(
    "--form", "forms", type=click.Path(path_type=Path), multiple=True, metavar="文件",
    help="再拿这些表比较结论（可写几次）；规则旁的例子总是比较的。",
)  # fmt: skip
def command(
    base: str, head: str | None, regulations: Path, form: str, forms: tuple[Path, ...]
) -> None:
    """比较两个 Git 修订（或两个文件夹）里的制度：条款、数字、引用、规则、结论各有什么变化。

    基准和现在可以写分支名、标签、提交号或文件夹；不写现在，就是工作目录里的样子。
    """
    from checker import documents
    from checker.impact import report
    from checker.impact.impact import impact
    from checker.impact.rebinding import patch_folder
    from handbook.comparing.revisions import laid_out

    with laid_out(regulations, base) as old, laid_out(regulations, head or str(regulations)) as new:
        given = [document for path in forms for document in documents.read(path)]
        found = impact(old, new, date.today(), given)
    write = {"json": report.to_json, "md": report.to_markdown, "text": report.to_text}[form]
    click.echo(write(found, patch_folder(regulations)), nl=False)
