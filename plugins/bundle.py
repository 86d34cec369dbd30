"""Modules of JavaScript → one script that works from file:// as well, where modules do not.

Each module becomes a function that returns what it exports. Comments and indentation are left out;
nothing else is changed. The modules keep to one way of writing: imports and exports begin a line,
comments have lines of their own, no string runs over several lines; a module is imported from its
own folder or from `plugins/assets`, where those stand that several plugins share, and no two
modules of a script have the same name.
"""

from __future__ import annotations

import re
from pathlib import Path

_IMPORT = re.compile(r'^import \{([^}]+)\} from "(?:\./|(\.\./.*/))([\w-]+)\.js";$', re.M)
_EXPORT = re.compile(r"^export (?:class|const|function\*?) (\w+)", re.M)
_COMMENT = re.compile(r"^\s*(?://.*|/\*[\s\S]*?\*/)$", re.M)
_INDENTATION = re.compile(r"^[ \t]+", re.M)
_EMPTY = re.compile(r"\n{2,}")


def script(main: Path) -> str:
    """The module `main` with everything it imports."""
    modules: dict[Path, str] = {}
    _collect(main, modules)
    return '(() => {\n"use strict";\n' + "".join(modules.values()) + "})();\n"


def style(path: Path) -> str:
    """A style sheet without comments and indentation."""
    return _bare(path.read_text("utf-8"))


def _collect(path: Path, modules: dict[Path, str]) -> None:
    """Adds the modules that `path` needs, and then itself."""
    source = path.read_text("utf-8")
    for _, folder, name in _IMPORT.findall(source):
        needed = (path.parent / folder / f"{name}.js").resolve()
        if needed not in modules:
            _collect(needed, modules)
    exports = ", ".join(_EXPORT.findall(source))
    body = _IMPORT.sub(lambda m: f"const {{{m[1]}}} = {_variable(m[3])};", source)
    body = _bare(re.sub(r"^export ", "", body, flags=re.M))
    modules[path] = (
        f"const {_variable(path.stem)} = (() => {{\n{body}return {{ {exports} }};\n}})();\n"
    )


def _bare(source: str) -> str:
    bare = _INDENTATION.sub("", _COMMENT.sub("", source))
    return _EMPTY.sub("\n", bare).lstrip("\n")


def _variable(name: str) -> str:
    return "$" + name.replace("-", "_")
