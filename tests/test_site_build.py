"""A build that cannot be done says why in one line, and leaves no traceback."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
EXAMPLE = ROOT / "tests" / "browser" / "regulations"


@pytest.fixture
def regulations(tmp_path: Path) -> Path:
    """A copy of the example, to be spoilt."""
    return Path(shutil.copytree(EXAMPLE, tmp_path / "regulations"))


def mkdocs(regulations: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [Path(sys.executable).with_name("mkdocs"), *words, "--quiet"],
        cwd=ROOT,
        env={
            **os.environ,
            "HANDBOOK_REGULATIONS": str(regulations),
            "NO_MKDOCS_2_WARNING": "1",
        },
        capture_output=True,
        text=True,
    )


def build(regulations: Path) -> str:
    done = mkdocs(regulations, "build", "-d", str(regulations.parent / "site"))
    assert done.returncode != 0
    assert "Traceback" not in done.stderr
    return done.stderr


def test_a_damaged_text_is_named_with_its_line(regulations: Path) -> None:
    text = regulations / "shilie" / "jiedai" / "text.md"
    text.write_text(text.read_text("utf-8").replace("number:", "nummer:"), "utf-8")
    assert "shilie/jiedai/text.md:3" in build(regulations)


def test_a_damaged_import_report_is_named(regulations: Path) -> None:
    (regulations / "shilie" / "import-report.json").write_text("{}")
    assert "shilie/import-report.json" in build(regulations)


def test_a_body_cannot_take_the_address_of_the_documentation(regulations: Path) -> None:
    (regulations / "shilie").rename(regulations / "lint")
    assert "机关代号“lint”与 docs/ 下的文件夹同名" in build(regulations)


def test_an_address_in_use_is_said_before_the_build(regulations: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = mkdocs(regulations, "serve", "-a", f"127.0.0.1:{port}")
    assert done.returncode != 0
    assert f"不能在 127.0.0.1:{port} 打开" in done.stderr
    assert "Traceback" not in done.stderr
