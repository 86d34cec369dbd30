"""`handbook amend`: a new version of a regulation; the instructions of an amending notice."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import click

from handbook.errors import HandbookError
from handbook.versions.opening import Dates, Desk, Written

#: Of many files written only so many are named.
_SHOWN = 10
_DAY = click.DateTime(["%Y-%m-%d"])


@click.command("amend", options_metavar="[选项]")
@click.argument("regulation", required=False, default="", metavar="[机关/制度]")
@click.option("--effective", type=_DAY, metavar="日期", help="新版本的施行日期，如 2024-01-01。")
@click.option("--issued", type=_DAY, metavar="日期", help="修改决定的印发、公布日期。")
@click.option("--adopted", type=_DAY, metavar="日期", help="修改决定的通过日期。")
@click.option("--by", default="", metavar="通知", help="修改它的通知：机关/制度，或标题。")
@click.option(
    "--assumed", default="", metavar="理由",
    help="通知没有写施行日期时：为什么从 --effective 这一天起算。",
)  # fmt: skip
@click.option(
    "--propose", "notice", default="", metavar="通知",
    help="读出通知里的修改指令，供人核对；给出 --effective 时写到 history/，否则写到屏幕。",
)  # fmt: skip
@click.option(
    "--from", "base", default="", metavar="修订",
    help="text.md 已经改了：旧文字取自这个 Git 修订或文件夹，如 main；日期取自文头。"
    "不写制度时，改了条文而没有版本的都建立。",
)  # fmt: skip
@click.option(
    "--record", is_flag=True,
    help="登记新收录的制度，或改好的版本；不写制度时登记全部还没有登记的。",
)  # fmt: skip
@click.option(
    "--regulations", type=click.Path(path_type=Path), default=Path("regulations"),
    metavar="文件夹", help="制度所在的文件夹（默认 regulations）。",
)  # fmt: skip
def command(
    regulation: str,
    effective: datetime | None,
    issued: datetime | None,
    adopted: datetime | None,
    by: str,
    assumed: str,
    notice: str,
    base: str,
    record: bool,
    regulations: Path,
) -> None:
    """建立一部制度的新版本：现行文本移入 history/，新文本接替它。

    已有核对过的修改指令（history/日期.amend.yml）时，新文本由指令改成；没有时，请自己改
    text.md，再用 --record 登记。什么都写好才写入，出错时一个文件也不动。
    """
    if record:
        if effective or notice or base:
            raise click.UsageError("--record 不能与 --effective、--propose、--from 同用。")
        desk = Desk(regulations)
        _say(desk.enter(regulation) if regulation else desk.enter_all())
        return
    start = _day(effective)
    if base:
        if notice:
            raise click.UsageError("--from 不能与 --propose 同用。")
        given = Dates(start, _day(issued), _day(adopted), assumed) if start else None
        _adopt(regulations, base, regulation, given, by)
        return
    if not regulation:
        raise click.UsageError("请写明哪一部制度，如 handbook amend quju/kaoqin --effective 日期。")
    if notice:
        written, text = Desk(regulations).propose(regulation, notice, start)
        if not written.files:
            click.echo(text, nl=False)
        _say(written)
        return
    if start is None:
        raise click.UsageError(
            "请写 --effective（新版本的施行日期）；"
            "通知没有写的，另用 --assumed 写明为什么从这一天起算。"
        )
    dates = Dates(start, _day(issued), _day(adopted), assumed)
    _say(Desk(regulations).open(regulation, dates, by))


def _adopt(regulations: Path, base: str, slug: str, dates: Dates | None, by: str) -> None:
    from handbook.comparing.revisions import laid_out

    wrong = []
    with laid_out(regulations, base) as folder:
        before = Desk(folder)
        slugs = (slug,) if slug else Desk(regulations).edited(before)
        for own in slugs:
            try:
                _say(Desk(regulations).adopt(own, before, dates, by))
            except HandbookError as error:
                wrong.append(_at_home(error, folder, regulations))
    if wrong:
        rest = "".join(f"\n{error}" for error in wrong[1:])
        raise HandbookError(wrong[0].message + rest, wrong[0].place)
    if not slugs:
        click.echo("没有改了条文而没有版本的制度。", err=True)


def _at_home(error: HandbookError, folder: Path, regulations: Path) -> HandbookError:
    """The error with names of files in the folder of regulations, not where a revision lies."""
    place = error.place
    if place is not None:
        file = place.file.replace(folder.as_posix(), regulations.as_posix())
        place = replace(place, file=file)
    return HandbookError(error.message.replace(folder.as_posix(), regulations.as_posix()), place)


def _day(moment: datetime | None) -> date | None:
    return moment.date() if moment else None


def _say(written: Written) -> None:
    for file in written.files[:_SHOWN]:
        click.echo(f"已写入 {file}", err=True)
    if len(written.files) > _SHOWN:
        click.echo(f"……共 {len(written.files)} 个文件", err=True)
    click.echo(written.words, err=True)
