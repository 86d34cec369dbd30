"""The documentation names only what exists: commands, targets, addresses, folders."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from handbook.__main__ import COMMANDS
from handbook.library import Library

ROOT = Path(__file__).parent.parent
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")])
TEXT = {page.relative_to(ROOT).as_posix(): page.read_text("utf-8") for page in PAGES}


def named(pattern: str) -> set[str]:
    """Everything in the documentation that the group of `pattern` finds."""
    return {match for text in TEXT.values() for match in re.findall(pattern, text)}


def test_commands_exist_and_are_documented() -> None:
    assert named(r"(?:bin/|`)handbook ([a-z]+)") == set(COMMANDS)


def test_make_targets_exist_and_are_documented() -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    targets = set(re.findall(r"^([a-z]+):.*##", makefile, re.M))
    assert named(r"make ([a-z]+)") <= targets
    assert {"serve", "site", "test", "check"} <= named(r"make ([a-z]+)")


def test_addresses_exist() -> None:
    library = Library.load(ROOT / "regulations")
    addresses = named(r"([a-z]+/[a-z-]+)/#(\w+)")
    assert addresses
    for slug, id in addresses:
        regulation = library.find(slug)
        assert regulation, slug
        assert id in {node.id for node in regulation.walk()}, f"{slug}/#{id}"


def test_folders_in_the_tables_exist() -> None:
    folders = named(r"(?m)^\| `([a-z./]+/)`")
    assert not {folder for folder in folders if not (ROOT / folder).is_dir()}


@pytest.mark.parametrize("name", TEXT)
def test_links_between_files_lead_somewhere(name: str) -> None:
    page = ROOT / name
    for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", TEXT[name]):
        assert (page.parent / target).exists(), target
