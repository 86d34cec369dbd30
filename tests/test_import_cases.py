"""Small texts and the provisions they must become: tests/data/import/*.txt."""

from __future__ import annotations

from pathlib import Path

import pytest

from handbook import read
from handbook.importing import run, source
from handbook.provision import Level, Provision, Regulation

DATA = Path(__file__).parent / "data" / "import"


def _cases() -> list[tuple[str, str, str]]:
    out = []
    for path in sorted(DATA.glob("*.txt")):
        for part in path.read_text("utf-8").split("=== ")[1:]:
            name, rest = part.split("\n", 1)
            text, expected = rest.split("\n---\n")
            out.append((f"{path.stem}：{name}", text, expected.rstrip("\n")))
    return out


def _outline(regulation: Regulation) -> str:
    lines: list[str] = []

    def add(provision: Provision, depth: int) -> None:
        heading = f"〔{provision.heading}〕" if provision.heading is not None else ""
        mark = provision.label
        if not mark and not heading and provision.level is not Level.TABLE:
            mark = "¶"
        lines.append("  " * depth + mark + heading + provision.text)
        for child in provision.children:
            add(child, depth + 1)

    for top in regulation.provisions:
        add(top, 0)
    return "\n".join(lines)


@pytest.mark.parametrize(
    ("text", "expected"), [c[1:] for c in _cases()], ids=[c[0] for c in _cases()]
)
def test_text_becomes_these_provisions(text: str, expected: str, tmp_path: Path) -> None:
    raw = source.decode(text.replace("␣", " ").encode(), "用例.txt")
    result = run.run([raw], "demo", None, tmp_path)
    assert result.report.coverage == 1.0
    (folder,) = result.folders
    written = dict(folder.files)["text.md"]
    assert _outline(read.read(written).regulation) == expected
