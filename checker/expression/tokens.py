"""Words and signs of an expression, each with its place in characters."""

from __future__ import annotations

import enum
import re
from dataclasses import dataclass

from handbook.errors import HandbookError

LONGEST = 4000


class ExpressionError(HandbookError):
    """A mistake in an expression. `at` counts characters from 0."""

    def __init__(self, message: str, at: int) -> None:
        self.at = at
        super().__init__(f"{message}（第 {at + 1} 字）")


class Sort(enum.StrEnum):
    """Sorts of tokens; the words are those of error messages."""

    NAME = "名字"
    NUMBER = "数"
    TEXT = "文字"
    SIGN = "符号"
    END = "结尾"


@dataclass(frozen=True, slots=True)
class Token:
    """A token: its words, without quotes for a text; for a number the digits, the unit apart."""

    sort: Sort
    text: str
    at: int
    unit: str = ""


_QUOTES = {"“": "”", "「": "」", '"': '"', "'": "'", "‘": "’"}
_FOLD = {
    "（": "(", "）": ")", "，": ",", "、": ",", "＋": "+", "－": "-", "＝": "=", "＜": "<",
    "＞": ">", "｛": "{", "｝": "}", "*": "×", "/": "÷", "≦": "≤", "≧": "≥",
    "<=": "≤", ">=": "≥", "!=": "≠", "<>": "≠", "==": "=",
}  # fmt: skip
_SIGN = re.compile(r"<=|>=|!=|<>|==|[-+×÷*/=≠<>≤≥≦≧(){},（）｛｝，、＋－＝＜＞]")
_NAME = re.compile(r"[^\W\d][\w·]*")
_NUMBER = re.compile(r"(\d+(?:\.\d+)?)((?:[^\W\d]|%)*(?:/[^\W\d]+)?)")


def tokens(text: str) -> list[Token]:
    """The tokens of an expression, with an END at its end.

    Raises:
        ExpressionError: it is too long, or a character can stand nowhere.
    """
    if len(text) > LONGEST:
        raise ExpressionError(f"条件太长（{len(text)} 字），最多 {LONGEST} 字", LONGEST)
    found: list[Token] = []
    at = 0
    while at < len(text):
        char = text[at]
        if char.isspace():
            at += 1
            continue
        if char in _QUOTES:
            end = text.find(_QUOTES[char], at + 1)
            if end < 0:
                raise ExpressionError(f"文字没有写完，缺右引号 {_QUOTES[char]}", at)
            found.append(Token(Sort.TEXT, text[at + 1 : end], at))
            at = end + 1
            continue
        if match := _SIGN.match(text, at):
            found.append(Token(Sort.SIGN, _FOLD.get(match[0], match[0]), at))
        elif match := _NUMBER.match(text, at):
            found.append(Token(Sort.NUMBER, match[1], at, match[2]))
        elif match := _NAME.match(text, at):
            found.append(Token(Sort.NAME, match[0], at))
        else:
            raise ExpressionError(f"这里不能有“{char}”", at)
        at = match.end()
    found.append(Token(Sort.END, "", len(text)))
    return found
