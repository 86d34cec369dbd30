"""Click's own messages in Chinese.

Click looks its messages up through gettext; a catalogue would be a compiled file to keep in step,
so the few sentences that a user of this command line can meet stand here as a table.
"""

from __future__ import annotations

import click.core
import click.decorators
import click.exceptions
import click.formatting
import click.parser
import click.types

MESSAGES = {
    "(Did you mean one of: {possibilities}?)": "（是不是：{possibilities}）",
    "Choose from:\n\t{choices}": "可选：{choices}",
    "Commands": "命令",
    "Could not open file {filename!r}: {message}": "打不开文件 {filename!r}：{message}",
    "Did you mean {possibility}?": "（是不是 {possibility}）",
    "Error: {message}": "错误：{message}",
    "Got unexpected extra argument ({args})": "多出的参数：{args}",
    "Got unexpected extra arguments ({args})": "多出的参数：{args}",
    "Invalid value for {param_hint}: {message}": "{param_hint} 的值不对：{message}",
    "Invalid value: {message}": "值不对：{message}",
    "Missing argument": "缺少参数",
    "Missing command.": "缺少命令。",
    "Missing option": "缺少选项",
    "Missing parameter": "缺少参数",
    "No such command {name!r}.": "没有命令 {name!r}。",
    "No such option {name!r}.": "没有选项 {name!r}。",
    "Option {name!r} does not take a value.": "选项 {name!r} 不带值。",
    "Option {name!r} requires an argument.": "选项 {name!r} 后面要有一个值。",
    "Options": "选项",
    "Positional arguments": "参数",
    "Show the version and exit.": "显示版本。",
    "Show this message and exit.": "显示这份说明。",
    "Try '{command} {option}' for help.": "用法见：{command} {option}",
    "Usage:": "用法：",
    "default: {default}": "默认 {default}",
    "directory": "文件夹",
    "file": "文件",
    "path": "路径",
    "required": "必填",
    "{name} {filename!r} does not exist.": "{name} {filename!r} 不存在。",
    "{name} {filename!r} is a directory.": "{name} {filename!r} 是文件夹。",
    "{name} {filename!r} is a file.": "{name} {filename!r} 是文件。",
    "{name} {filename!r} is not readable.": "{name} {filename!r} 读不了。",
    "{name} {filename!r} is not writable.": "{name} {filename!r} 写不了。",
    "{value!r} does not match the format {format}.": "{value!r} 不合格式 {format}。",
    "{value!r} does not match the formats {formats}.": "{value!r} 不合格式 {formats}。",
    "{value!r} is not a valid {number_type}.": "{value!r} 不是 {number_type}。",
    "{value!r} is not one of {choices}.": "{value!r} 不在可选值里：{choices}。",
    "{value!r} is not {choice}.": "{value!r} 不是 {choice}。",
    "{value} is not in the range {range}.": "{value} 不在范围 {range} 里。",
}


def speak_chinese() -> None:
    """Makes click use the table; a message that is not in it stays English."""
    for module in (
        click.core,
        click.decorators,
        click.exceptions,
        click.formatting,
        click.parser,
        click.types,
    ):
        for name, function in (("_", _one), ("ngettext", _some)):
            if hasattr(module, name):
                setattr(module, name, function)


def _one(message: str) -> str:
    return MESSAGES.get(message, message)


def _some(singular: str, plural: str, count: int) -> str:
    return _one(singular if count == 1 else plural)
