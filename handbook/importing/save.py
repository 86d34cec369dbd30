"""Writing an import: every file is prepared beside its place, then put there whole."""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from handbook import sourcemap
from handbook.errors import HandbookError, Place, reason
from handbook.importing import report
from handbook.importing.run import Import
from handbook.library import ISSUER_FILE, dump_issuer

REPORT_JSON = "import-report.json"
REPORT_PAGE = "import-report.md"


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
            _refuse_edited(target, dict(folder.files)["text.md"], f"{home.name}/{folder.slug}")
        files += [(target / name, text) for name, text in folder.files]
    if not (home / ISSUER_FILE).exists():
        files.append((home / ISSUER_FILE, dump_issuer(result.issuer)))
    files.append((home / REPORT_JSON, report.to_json(result.report)))
    files.append((home / REPORT_PAGE, report.to_markdown(result.report)))
    with _writable(out):
        out.mkdir(parents=True, exist_ok=True)
        staging = Path(tempfile.mkdtemp(prefix=".import-", dir=out))
        try:
            for index, (_, text) in enumerate(files):
                (staging / str(index)).write_text(text, "utf-8", newline="\n")
            for index, (path, _) in enumerate(files):
                path.parent.mkdir(parents=True, exist_ok=True)
                os.replace(staging / str(index), path)
        finally:
            shutil.rmtree(staging, ignore_errors=True)


@contextmanager
def _writable(out: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        where = error.filename or str(out)
        raise HandbookError(f"写不进去：{reason(error)}。", Place(str(where))) from None


def _refuse_edited(target: Path, new: str, shown: str) -> None:
    path = target / "text.md"
    try:
        old = path.read_bytes()
    except FileNotFoundError:
        return
    except OSError as error:
        raise HandbookError(f"读不了：{reason(error)}。", Place(f"{shown}/text.md")) from None
    if old == new.encode():
        return
    origin = sourcemap.load(target, shown)
    if origin is None or origin.text_sha256 != hashlib.sha256(old).hexdigest():
        raise HandbookError(
            "这部制度在上次导入之后被编辑过，重新导入会丢掉修改。"
            "确要丢掉请加 --overwrite，否则请用 --out 导入到别的文件夹再比较。",
            Place(f"{shown}/text.md"),
        )
