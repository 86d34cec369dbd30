"""The command `handbook`. A command's module is imported when it is called, so that start is quick.

Each module under `handbook/commands` holds one click command named `command`. Nothing imports this
module; it is the one place that may lead to `checker`.
"""

from __future__ import annotations

import importlib
import signal
import sys

import click

from handbook.commands.chinese import speak_chinese
from handbook.errors import HandbookError

#: Command name → module and the line that `handbook --help` shows.
COMMANDS: dict[str, tuple[str, str]] = {
    "amend": ("handbook.commands.amend", "建立新版本；读出通知里的修改指令"),
    "check": ("handbook.commands.check", "按制度核对填好的表"),
    "coverage": ("handbook.commands.coverage", "条文里的数字有没有规则读取"),
    "diff": ("handbook.commands.diff", "两个修订之间条款、规则、结论的变化"),
    "export": ("handbook.commands.export", "导出制度：Word、Akoma Ntoso、Markdown 等"),
    "fmt": ("handbook.commands.fmt", "把 text.md 整理成标准写法"),
    "import": ("handbook.commands.import_", "把制度汇编拆成一部部制度和一处处条款"),
    "lint": ("handbook.commands.lint", "检查编号、引用、错字等问题"),
    "new": ("handbook.commands.new", "建立一部新制度的文件夹"),
    "provisions": ("handbook.commands.provisions", "列出全部现行条款（JSON Lines）"),
    "rebind": ("handbook.commands.rebind", "条文改写后给引文提出改法"),
    "rename": ("handbook.commands.rename", "给一部制度换代号（网址）"),
    "search": ("handbook.commands.search", "查找条款"),
    "template": ("handbook.commands.template", "写出一张空表，供填写和核对"),
}


class LazyGroup(click.Group):
    """A group that knows its commands by name and imports one only when it is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All names, in the order of the table above."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command object, or None for an unknown name (click then says so)."""
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = importlib.import_module(COMMANDS[cmd_name][0]).command
        command.options_metavar = "[选项]"
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list of commands in `--help`, without importing any of them."""
        with formatter.section("命令"):
            formatter.write_dl([(name, about) for name, (_, about) in COMMANDS.items()])

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Names the nearest command where there is none of that name."""
        name = args[0]
        if name not in COMMANDS and not name.startswith("-"):
            raise click.exceptions.NoSuchCommand(name, possibilities=COMMANDS, ctx=ctx)
        return super().resolve_command(ctx, args)


@click.group(
    cls=LazyGroup,
    context_settings={"help_option_names": ["-h", "--help"]},
    options_metavar="[选项]",
    subcommand_metavar="命令 [参数]…",
)
def cli() -> None:
    """制度手册：导入、检查、查询制度。每个命令的说明：handbook 命令 --help"""


def main() -> None:
    """Runs the command line. Exit status: 0 or 1 as the command says, 2 for wrong input."""
    if hasattr(signal, "SIGPIPE"):
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)  # `handbook … | head` ends without a word
    speak_chinese()
    try:
        status = cli.main(prog_name="handbook", standalone_mode=False)
    except click.ClickException as error:
        error.show()
        status = 2
    except HandbookError as error:
        print(f"错误：{error}", file=sys.stderr)
        status = 2
    except click.Abort:
        print("已中断。", file=sys.stderr)
        status = 130
    sys.exit(status if isinstance(status, int) else 0)


if __name__ == "__main__":
    main()
