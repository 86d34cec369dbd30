"""What all tests share: where the law corpus is, and saying aloud when it is not there."""

from __future__ import annotations

from pathlib import Path

import pytest

#: 1,453 laws in the community's Markdown format; too large for the repository, so they may stand
#: beside it. Where they do not, the run says so at its end.
LAWS = Path(__file__).resolve().parents[2] / "shared" / "laws"
collect_ignore = [] if LAWS.is_dir() else ["test_laws.py"]
#: Lines for the end of the run.
NOTES = pytest.StashKey[list[str]]()


def pytest_configure(config: pytest.Config) -> None:
    config.stash[NOTES] = []
    if not LAWS.is_dir():
        config.stash[NOTES].append("项目旁没有法律语料 ../shared/laws，没有运行 test_laws.py")


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    for note in config.stash[NOTES]:
        terminalreporter.write_line(note)


@pytest.fixture(scope="session")
def note(pytestconfig: pytest.Config) -> list[str]:
    """Lines that the run shows at its end."""
    return pytestconfig.stash[NOTES]
