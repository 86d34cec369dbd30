"""Regular expressions of Python → the same in JavaScript (flag `u`)."""

from __future__ import annotations

import re

#: What `\s` is in Python, for a class of JavaScript, whose own `\s` is another.
_BLANK = r"\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
_OTHER = {"s": f"[{_BLANK}]", "S": f"[^{_BLANK}]", "d": r"\p{Nd}", "w": r"[\p{L}\p{N}_]"}
_WITHIN = {"s": _BLANK, "d": r"\p{Nd}", "w": r"\p{L}\p{N}_"}
#: Characters that may stand escaped in JavaScript with the flag `u`.
_SYNTAX = frozenset("^$\\.*+?()[]{}|/")
_ESCAPES = frozenset("bBnrtfv")


def javascript(pattern: re.Pattern[str]) -> str:
    r"""The source of a pattern for `new RegExp(…, "u")`.

    Named groups, white space and comments of VERBOSE, `^` `$` of MULTILINE, and what `.`, `\s`,
    `\d`, `\w` stand for are carried over.

    Raises:
        ValueError: the pattern has something for which there is no counterpart here.
    """
    if pattern.flags & (re.IGNORECASE | re.DOTALL | re.ASCII):
        raise ValueError(f"a flag of {pattern.pattern!r} has no counterpart")
    return "".join(_pieces(pattern.pattern, pattern.flags))


def _pieces(source: str, flags: int) -> list[str]:
    verbose, lines = bool(flags & re.VERBOSE), bool(flags & re.MULTILINE)
    start, end = ("(?<![^\\n])", "(?![^\\n])") if lines else ("^", "(?=\\n?$)")
    outside = {"^": start, "$": end, ".": "[^\\n]"}
    out: list[str] = []
    at, within = 0, False
    while at < len(source):
        char = source[at]
        if char == "\\":
            piece, at = _escape(source, at, within)
            out.append(piece)
            continue
        at += 1
        if within:
            first = out[-1] in ("[", "[^")
            within = char != "]" or first
            out.append("\\" + char if char == "[" or (char == "]" and first) else char)
        elif char == "[":
            within = True
            negated = source[at] == "^"
            out.append("[^" if negated else "[")
            at += negated
        elif verbose and char.isspace():
            continue
        elif verbose and char == "#":
            at = source.find("\n", at)
            at = len(source) if at < 0 else at
        elif source.startswith("(?P<", at - 1):
            out.append("(?<")
            at += 3
        else:
            out.append(outside.get(char, char))
    return out


def _escape(source: str, at: int, within: bool) -> tuple[str, int]:
    """What stands for the escape at `at`, and where it ends."""
    char = source[at + 1]
    if char == "U":
        return f"\\u{{{source[at + 2 : at + 10].lstrip('0')}}}", at + 10
    if char in "xu":
        end = at + (4 if char == "x" else 6)
        return source[at:end], end
    if char.isalnum():
        other = _WITHIN if within else _OTHER
        if char.isdigit() or char in _ESCAPES:
            return source[at : at + 2], at + 2
        if char not in other:
            raise ValueError(f"\\{char} of {source!r} has no counterpart")
        return other[char], at + 2
    known = char in _SYNTAX or (within and char == "-")
    return ("\\" if known else "") + char, at + 2
