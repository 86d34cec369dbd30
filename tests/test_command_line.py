"""The command line as a user meets it: Chinese, quick to start, no traceback for a mistake."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import click
import pytest

from handbook import __main__ as command_line
from handbook.errors import HandbookError, Place

ROOT = Path(__file__).parent.parent
HANDBOOK = Path(sys.executable).with_name("handbook")


def run(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([HANDBOOK, *words], cwd=ROOT, capture_output=True, text=True)


@pytest.mark.parametrize("words", [(), *((name,) for name in command_line.COMMANDS)], ids=str)
def test_help_is_chinese(words: tuple[str, ...]) -> None:
    done = run(*words, "--help")
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("用法")
    assert not re.search(r"Usage|Options|Commands|Show this|\[OPTIONS\]|required", done.stdout)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("lnt",), "没有命令 'lnt'。 （是不是 'lint'）"),
        (("--foo",), "没有选项 '--foo'。"),
        (("provisions", "--as-of", "昨天"), "'--as-of' 的值不对：'昨天' 不合格式 '%Y-%m-%d'。"),
        (("provisions", "--format", "xml"), "'--format' 的值不对：'xml'"),
        (("provisions", "--as-of"), "选项 '--as-of' 后面要有一个值。"),
        (("provisions", "--regulations", "没有这里"), "没有这里"),
        (("provisions", "多余"), "多出的参数：多余"),
        (("fmt",), "缺少参数"),
    ],
    ids=str,
)
def test_a_mistake_is_said_in_chinese_with_status_2(words: tuple[str, ...], said: str) -> None:
    done = run(*words)
    assert done.returncode == 2
    assert said in done.stderr
    assert done.stdout == ""
    assert "Traceback" not in done.stderr


def test_start_imports_no_command() -> None:
    """A command's own modules (YAML, the reader, the importer) are imported when it is called."""
    code = "import sys, handbook.__main__; print(*sorted(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    modules = done.stdout.split()
    assert "handbook.__main__" in modules
    assert not {"yaml", "handbook.read", "handbook.library", "markdown_it"} & set(modules)
    own = [m for m in modules if m.startswith("handbook.commands.")]
    assert own == ["handbook.commands.chinese"]


def test_a_reader_that_leaves_is_no_error() -> None:
    done = subprocess.run(
        f"'{HANDBOOK}' provisions | head -n 1", cwd=ROOT, shell=True, capture_output=True, text=True
    )
    assert done.stdout.count("\n") == 1
    assert done.stderr == ""


@pytest.mark.parametrize(
    ("raised", "status", "said"),
    [
        (KeyboardInterrupt(), 130, "已中断。"),
        (
            HandbookError("编号重复。", Place("a/text.md", 3, 5)),
            2,
            "错误：a/text.md:3:5 编号重复。",
        ),
        (click.exceptions.Exit(1), 1, ""),
    ],
)
def test_what_a_command_raises_becomes_an_exit_status(
    raised: BaseException,
    status: int,
    said: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    @click.command("lint")
    def failing() -> None:
        raise raised

    monkeypatch.setattr(command_line.signal, "signal", lambda *_: None)  # pytest keeps its own
    monkeypatch.setattr(command_line.LazyGroup, "get_command", lambda *_: failing)
    monkeypatch.setattr(sys, "argv", ["handbook", "lint"])
    with pytest.raises(SystemExit) as stopped:
        command_line.main()
    assert stopped.value.code == status
    assert capsys.readouterr().err.strip() == said
