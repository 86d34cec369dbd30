"""Writing an import."""

from __future__ import annotations

import hashlib
from pathlib import Path

from handbook import sourcemap
from handbook.errors import HandbookError, Place, reason
from handbook.files import write_whole
from handbook.importing import report
from handbook.importing.run import Import
from handbook.library import ISSUER_FILE, TEXT_FILE, dump_issuer


def save(result: Import, out: Path, *, overwrite: bool = False) -> None:
    """Write the folders and the report of an import below `out`.

    Files that editors own (rules, cases, fix-ups, settings) are left alone. A text that was edited
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
        files += [(target / name, text) for name, text in folder.files]
    if not (home / ISSUER_FILE).exists():
        files.append((home / ISSUER_FILE, dump_issuer(result.issuer)))
    files.append((home / report.FILE, report.to_json(result.report)))
    files.append((home / report.PAGE, report.to_markdown(result.report)))
    write_whole(out, files)


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
    if origin is None or origin.text_sha256 != hashlib.sha256(old).hexdigest():
        raise HandbookError(
            "这部制度在上次导入之后被编辑过，重新导入会丢掉修改。"
            "确要丢掉请加 --overwrite，否则请用 --out 导入到别的文件夹再比较。",
            Place(f"{shown}/{TEXT_FILE}"),
        )
