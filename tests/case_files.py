"""Case files: text files in which a person can read what goes in and what has to come out.

A case is a line `■ name`, the input, a line `□`, the expected output. Before the first ■ stands
what the file is about.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

DATA = Path(__file__).parent / "data"
#: 1,453 laws in the community's Markdown format; too large for the repository, so they may stand
#: beside it. Where they do not, the run says so at its end.
LAWS = Path(__file__).resolve().parents[2] / "shared" / "laws"
_CASE = re.compile(r"^■ ([^\n]+)\n(.*?)^□[^\n]*\n(.*?)(?=^■ |\Z)", re.MULTILINE | re.DOTALL)


def cases(folder: str) -> list[object]:
    """The cases of all files in a folder of tests/data, for `parametrize("given, expected", …)`."""
    found = [
        pytest.param(match[2], match[3].strip("\n"), id=f"{path.stem}: {match[1].strip()}")
        for path in sorted((DATA / folder).glob("*.txt"))
        for match in _CASE.finditer(path.read_text("utf-8"))
    ]
    assert found, f"no cases in {folder}"
    return found
