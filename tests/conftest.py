"""What all tests share: saying aloud at the end of the run what was left out."""

from __future__ import annotations

import pytest
from case_files import LAWS

#: Lines for the end of the run.
NOTES = pytest.StashKey[list[str]]()


def pytest_configure(config: pytest.Config) -> None:
    config.stash[NOTES] = []


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leaves the laws out where they do not stand beside the project."""
    left_out = [
        item for item in items if item.path.name.startswith("test_laws") and not LAWS.is_dir()
    ]
    if left_out:
        items[:] = [item for item in items if item not in left_out]
        config.hook.pytest_deselected(items=left_out)
        config.stash[NOTES].append("项目旁没有法律语料 ../shared/laws，没有运行 test_laws*.py")


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    for note in config.stash[NOTES]:
        terminalreporter.write_line(note)


@pytest.fixture(scope="session")
def note(pytestconfig: pytest.Config) -> list[str]:
    """Lines that the run shows at its end."""
    return pytestconfig.stash[NOTES]
