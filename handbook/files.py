"""Files that appear whole or not at all, and data that the handbook wrote read back."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, TypeVar

from handbook.errors import HandbookError, Place, reason

T = TypeVar("T")


def write_whole(root: Path, files: Sequence[tuple[Path, str | bytes]]) -> None:
    """Write texts (UTF-8, LF) or bytes below `root`; all are prepared before one is put in place.

    A file that is replaced keeps its permissions.

    Raises:
        HandbookError: something cannot be written; what was there before is untouched, unless the
            system failed between two renames.
    """
    try:
        root.mkdir(parents=True, exist_ok=True)
        staging = Path(tempfile.mkdtemp(prefix=".writing-", dir=root))
        try:
            for index, (path, content) in enumerate(files):
                prepared = staging / str(index)
                whole = content.encode("utf-8") if isinstance(content, str) else content
                prepared.write_bytes(whole)
                if path.exists():
                    shutil.copymode(path, prepared)
            for index, (path, _) in enumerate(files):
                path.parent.mkdir(parents=True, exist_ok=True)
                os.replace(staging / str(index), path)
        finally:
            shutil.rmtree(staging, ignore_errors=True)
    except OSError as error:
        place = Place(str(error.filename or root))
        raise HandbookError(f"写不进去：{reason(error)}。", place) from None


@contextmanager
def writing(path: Path) -> Iterator[IO[bytes]]:
    """A file to write to that takes its place at `path` only once it is whole.

    Raises:
        HandbookError: it cannot be written.
    """
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        with temporary.open("wb") as file:
            yield file
        os.replace(temporary, path)
    except OSError as error:
        raise HandbookError(f"写不进去：{reason(error)}。", Place(path.as_posix())) from None
    finally:
        temporary.unlink(missing_ok=True)


def read_json(path: Path, shown: str, name: str, make: Callable[[Any], T]) -> T | None:
    """What `make` makes of the data of a JSON file that an import wrote; None if there is none.

    Args:
        path: the file.
        shown: its path as messages show it.
        name: what people call the file.
        make: may raise ValueError, KeyError or TypeError where the data are not what was written.

    Raises:
        HandbookError: the file cannot be read, or was damaged.
    """
    try:
        return make(json.loads(path.read_bytes()))
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise HandbookError(f"打不开文件：{reason(error)}。", Place(shown)) from None
    except (ValueError, KeyError, TypeError):
        raise HandbookError(
            f"{name}损坏，不能读。请重新运行 handbook import，或从 Git 恢复这个文件。",
            Place(shown),
        ) from None
