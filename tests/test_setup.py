"""What `make` says on a machine that lacks something and where it is not root."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

SCRIPTS = Path(__file__).parent.parent / "scripts"


@pytest.fixture
def machine(tmp_path: Path) -> Path:
    """A folder that is the whole PATH: bash, dirname, rm, an `id` that is not root, no Python."""
    folder = tmp_path / "bin"
    folder.mkdir()
    for name in ("bash", "dirname", "rm"):
        (folder / name).symlink_to(shutil.which(name) or "")
    program(folder, "id", "echo 1000")
    shutil.copytree(SCRIPTS, tmp_path / "scripts")
    return folder


def program(folder: Path, name: str, script: str) -> None:
    path = folder / name
    path.write_text(f"#!{folder}/bash\n{script}\n")
    path.chmod(0o755)


def run(machine: Path, *words: str) -> subprocess.CompletedProcess[str]:
    script = machine.parent / "scripts" / words[0]
    return subprocess.run(
        [machine / "bash", script, *words[1:]],
        env={"PATH": str(machine)},
        capture_output=True,
        text=True,
    )


def test_without_python_it_says_what_to_install(machine: Path) -> None:
    done = run(machine, "setup.sh", "runtime")
    assert done.returncode == 1
    assert "没有找到 Python 3.11" in done.stderr
    assert "sudo apt-get update && sudo apt-get install -y python3 python3-venv" in done.stderr
    assert not (machine.parent / ".venv").exists()


def test_without_ensurepip_it_gives_the_command(machine: Path) -> None:
    program(
        machine,
        "python3.11",
        'case "$2" in *ensurepip*) exit 1;; *-venv*) echo python3.11-venv;; esac',
    )
    program(machine, "apt-get", "exit 9")
    done = run(machine, "setup.sh", "runtime")
    assert done.returncode == 1
    assert "sudo apt-get update && sudo apt-get install -y python3.11-venv\n" in done.stderr
    assert not (machine.parent / ".venv").exists()


def test_without_a_browser_the_tests_give_the_command(machine: Path) -> None:
    program(machine, "apt-get", "exit 9")
    done = run(machine, "browser.sh")
    assert done.returncode == 1
    assert "sudo apt-get update && sudo apt-get install -y chromium fonts-noto-cjk\n" in done.stderr
    assert done.stdout == ""


def test_a_browser_that_is_there_is_used(machine: Path) -> None:
    program(machine, "chromium", "exit 0")
    done = run(machine, "browser.sh")
    assert done.returncode == 0, done.stderr
    assert done.stdout == f"{machine}/chromium\n"
    assert os.access(done.stdout.strip(), os.X_OK)
