"""Writing an import."""

from __future__ import annotations

import contextlib
from pathlib import Path

from handbook import frontmatter, sourcemap
from handbook.errors import HandbookError, Place, reason
from handbook.files import write_whole
from handbook.importing import report
from handbook.importing.run import Import
from handbook.library import ISSUER_FILE, TEXT_FILE, dump_issuer
from handbook.textfile import decode, read_bytes


def save(result: Import, out: Path, *, overwrite: bool = False) -> None:
    """Write the folders and the report of an import below `out`.

    Files that editors own (rules, cases, fix-ups, settings) are left alone, and so are the topics
    of a text. A text that was edited
    since the last import is not overwritten unless `overwrite`.

    Raises:
        HandbookError: a text was edited, or the folder cannot be written; nothing is changed then.
    """
    home = out / result.issuer.slug
    files: list[tuple[Path, str]] = []
    for folder in result.folders:
        target = home / folder.slug
        if not overwrite:
            _refuse_edited(target, dict(folder.files)[TEXT_FILE], f"{home.name}/{folder.slug}")
        files += [(target / name, _kept_topics(target, name, text)) for name, text in folder.files]
    if not (home / ISSUER_FILE).exists():
        files.append((home / ISSUER_FILE, dump_issuer(result.issuer)))
    files += [(home / name, text) for name, text in result.decoded]
    files.append((home / report.FILE, report.to_json(result.report)))
    files.append((home / report.PAGE, report.to_markdown(result.report)))
    write_whole(out, files)


def _kept_topics(target: Path, name: str, new: str) -> str:
    """A text with the topics that editors gave the one in its place, where that can be read."""
    if name == TEXT_FILE and (target / name).is_file():
        shown = (target / name).as_posix()
        with contextlib.suppress(HandbookError):
            return frontmatter.with_topics_of(new, decode(read_bytes(target / name, shown), shown))
    return new


def _refuse_edited(target: Path, new: str, shown: str) -> None:
    path = target / TEXT_FILE
    try:
        old = path.read_bytes()
    except FileNotFoundError:
        return
    except OSError as error:
        raise HandbookError(f"读不了：{reason(error)}。", Place(f"{shown}/{TEXT_FILE}")) from None
    if old == new.encode():
        return
    origin = sourcemap.load(target, shown)
    if origin is None or origin.text_sha256 != _digest(old):
        raise HandbookError(
            "这部制度在上次导入之后被编辑过，重新导入会丢掉修改。"
            "确要丢掉请加 --overwrite，否则请用 --out 导入到别的文件夹再比较。",
            Place(f"{shown}/{TEXT_FILE}"),
        )


def _digest(old: bytes) -> str:
    """The digest of a text as it is; "" of one that is no UTF-8, which import never wrote."""
    try:
        return sourcemap.text_digest(old.decode())
    except UnicodeDecodeError:
        return ""
