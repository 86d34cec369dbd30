"""Pull requests: the pipelines of all Git hosts, the scripts they call, the comment they post.

The scripts run on a small repository of their own, in which `make site` fails at once: building the
site has tests of its own and takes minutes.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from handbook.__main__ import COMMANDS

ROOT = Path(__file__).parent.parent
DATA = Path(__file__).parent / "data" / "pull_request"
BASE = Path(__file__).parent / "data" / "impact" / "base"
PIPELINES = (
    ".github/workflows/handbook.yml",
    ".github/workflows/proposals.yml",
    ".gitlab-ci.yml",
    ".workflow/pull-request.yml",
    ".pre-commit-config.yaml",
)
SCRIPTS = sorted(p.name for p in (ROOT / "scripts").glob("*.sh"))
TEMPLATES = (
    ".github/pull_request_template.md",
    ".gitlab/merge_request_templates/Default.md",
    ".gitee/PULL_REQUEST_TEMPLATE.zh-CN.md",
)


def strings(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for own in value.values():
            yield from strings(own)
    elif isinstance(value, list):
        for own in value:
            yield from strings(own)
    elif isinstance(value, str):
        yield value


@pytest.mark.parametrize("name", PIPELINES)
def test_a_pipeline_calls_only_what_exists(name: str) -> None:
    words = "\n".join(strings(yaml.safe_load((ROOT / name).read_text("utf-8"))))
    called = re.findall(r"scripts/[\w.]+", words)
    lines = [line for line in words.splitlines() if "apt-get install" not in line]
    targets = re.findall(r"\bmake ([a-z]+)\b", "\n".join(lines))
    commands = re.findall(r"\.venv/bin/handbook ([a-z]+)", words)
    assert called or targets or commands
    assert {f"scripts/{script}" for script in SCRIPTS} >= set(called)
    assert set(targets) <= set(
        re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.M)
    )
    assert set(commands) <= set(COMMANDS)


@pytest.mark.parametrize("name", SCRIPTS)
def test_a_script_can_be_run(name: str) -> None:
    path = ROOT / "scripts" / name
    assert os.access(path, os.X_OK)
    done = subprocess.run(["bash", "-n", str(path)], capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()


def test_the_templates_of_the_hosts_say_the_same() -> None:
    assert len({(ROOT / name).read_text("utf-8") for name in TEMPLATES}) == 1


def test_every_body_has_a_line_among_the_owners() -> None:
    owners = (ROOT / ".github/CODEOWNERS").read_text("utf-8")
    bodies = {path.parent.name for path in (ROOT / "regulations").glob("*/issuer.yml")}
    assert bodies and bodies == set(re.findall(r"^# /regulations/([a-z]+)/ ", owners, re.M)) - {
        "sources"
    }


def test_the_form_issues_are_what_github_reads() -> None:
    for path in (ROOT / ".github/ISSUE_TEMPLATE").glob("*.yml"):
        found = yaml.safe_load(path.read_text("utf-8"))
        assert path.name == "config.yml" or {"name", "description", "body"} <= set(found)


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository with the scripts and a small handbook, whose branch main is committed."""
    folder = tmp_path / "shouce"
    shutil.copytree(BASE, folder / "regulations")
    (folder / "scripts").mkdir()
    for name in ("pull_request.sh", "proposals.sh"):
        shutil.copy(ROOT / "scripts" / name, folder / "scripts" / name)
    (folder / "Makefile").write_text("site:\n\t@false\n", "utf-8")
    (folder / ".gitignore").write_text(".venv\nsaid/\n", "utf-8")
    (folder / ".venv").symlink_to(ROOT / ".venv")
    git(folder, "init", "--quiet", "--initial-branch", "main")
    run(folder, ".venv/bin/handbook", "amend", "--record")
    commit(folder, "手册")
    return folder


def run(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(words, cwd=folder, capture_output=True, text=True, check=False)


def git(folder: Path, *words: str) -> None:
    who = ("-c", "user.name=编辑", "-c", "user.email=e@example.org")
    done = run(folder, "git", *who, *words)
    assert done.returncode == 0, done.stderr


def commit(folder: Path, message: str) -> None:
    git(folder, "add", ".")
    git(folder, "commit", "--quiet", "--message", message)


EDITS = yaml.safe_load((DATA / "edits.yml").read_text("utf-8"))


@pytest.mark.parametrize("case", EDITS, ids=[case["name"] for case in EDITS])
def test_the_comment(case: dict[str, Any], repository: Path) -> None:
    for edit in case["edits"]:
        path = repository / "regulations" / edit["file"]
        text = path.read_text("utf-8")
        assert text.count(edit["old"]) == 1
        path.write_text(text.replace(edit["old"], edit["new"]), "utf-8")
    commit(repository, "修改")
    before = run(repository, "git", "status", "--porcelain").stdout
    done = run(repository, "scripts/pull_request.sh", "HEAD~1", "said")
    assert done.returncode == 1, done.stderr  # the site is never built here
    assert run(repository, "git", "status", "--porcelain").stdout == before == ""
    said = repository / "said"
    comment = re.sub(r"\nindex [0-9a-f]+\.\.[0-9a-f]+ ", "\nindex 0..0 ", (
        said / "comment.md"
    ).read_text("utf-8"))  # fmt: skip
    assert "/tmp" not in comment and str(repository) not in comment
    golden = DATA / f"{case['name']}.md"
    if os.environ.get("UPDATE_GOLDEN"):
        golden.write_text(comment, "utf-8")
    assert comment == golden.read_text("utf-8")
    patch = said / "proposal.patch"
    assert patch.is_file() == bool(case.get("proposed"))
    if case.get("proposed"):
        git(repository, "apply", str(patch))
        listed = run(repository, "git", "-c", "core.quotepath=off", "status", "--porcelain",
                     "--untracked-files=all").stdout  # fmt: skip
        changed = sorted(line[3:] for line in listed.splitlines())
        assert changed == [f"regulations/{name}" for name in case["proposed"]]
        for name in changed:
            assert (said / "files" / name).read_bytes() == (repository / name).read_bytes()
        lint = run(repository, ".venv/bin/handbook", "lint")
        assert " 错误 " not in lint.stdout and lint.returncode == 0, lint.stdout


def test_a_revision_that_is_not_there(repository: Path) -> None:
    done = run(repository, "scripts/pull_request.sh", "没有", "said")
    assert done.returncode == 2 and "没有这个分支或提交" in done.stderr
    assert not (repository / "said").exists()
