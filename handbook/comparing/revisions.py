"""The regulations of a Git revision, laid out in a folder of their own."""

from __future__ import annotations

import io
import subprocess
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from handbook.errors import HandbookError

#: What a comparison does without: the raw compilations.
_SOURCES = "sources"


@contextmanager
def laid_out(root: Path, revision: str) -> Iterator[Path]:
    """The folder of regulations as it was; deleted afterwards.

    Args:
        root: the folder of regulations in the work tree.
        revision: a folder, or a Git revision of the repository in which `root` lies.

    Raises:
        HandbookError: it is neither, Git is not there, or the folder was not there then.
    """
    if Path(revision).is_dir():
        yield Path(revision)
        return
    top = _git(root, "rev-parse", "--show-toplevel").decode().strip()
    inside = root.resolve().relative_to(Path(top).resolve()).as_posix()
    commit = _commit(root, revision)
    listed = _git(root, "ls-tree", "--full-tree", "--name-only", f"{commit}:{inside}", said=(
        f"修订“{revision}”里没有文件夹 {inside}"
    )).decode().split("\n")  # fmt: skip
    wanted = [name for name in listed if name and name != _SOURCES]
    with TemporaryDirectory(prefix="handbook-") as folder:
        if wanted:
            packed = _git(Path(top), "archive", "--format=tar", f"{commit}:{inside}", *wanted)
            with tarfile.open(fileobj=io.BytesIO(packed)) as tar:
                tar.extractall(folder, filter="data")
        yield Path(folder)


def _commit(root: Path, revision: str) -> str:
    if revision.startswith("-"):
        raise HandbookError(f"“{revision}”不是 Git 修订")
    said = f"没有这个 Git 修订或文件夹：“{revision}”；写分支名、标签、提交号，或一个文件夹"
    found = _git(root, "rev-parse", "--verify", "--quiet", f"{revision}^{{commit}}", said=said)
    return found.decode().strip()


def _git(root: Path, *words: str, said: str = "") -> bytes:
    try:
        done = subprocess.run(
            ["git", "-C", str(root), "-c", "core.quotepath=off", *words],
            capture_output=True, check=False, stdin=subprocess.DEVNULL,
        )  # fmt: skip
    except FileNotFoundError:
        raise HandbookError("要比较 Git 修订，须先装好 git") from None
    if done.returncode:
        why = done.stderr.decode("utf-8", "replace").strip().split("\n")[-1]
        raise HandbookError(said or f"git {words[0]} 没有成功：{why[:200]}")
    return done.stdout
