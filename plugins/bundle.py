"""Modules of JavaScript → one script that works from file:// as well, where modules do not.

Each module becomes a function that returns what it exports; then white space and comments go. They
alone: what renames and joins statements may change what a program does, and the checker's has to
say to the letter what Python says.
The modules keep to one way of writing: imports and exports begin a line; a module is imported from
its own folder or from `plugins/assets`, where those stand that several plugins share, and no two
modules of a script have the same name.
"""

from __future__ import annotations

import re
from pathlib import Path

import rcssmin
import rjsmin

_IMPORT = re.compile(r'^import \{([^}]+)\} from "(?:\./|(\.\./.*/))([\w-]+)\.js";$', re.M)
_EXPORT = re.compile(r"^export (?:class|const|function\*?) (\w+)", re.M)


def script(main: Path) -> str:
    """The module `main` with everything it imports, short."""
    return f"{rjsmin.jsmin(joined(main))}\n"


def short(path: Path) -> str:
    """A script that imports nothing, short."""
    return str(rjsmin.jsmin(path.read_text("utf-8")))


def style(path: Path) -> str:
    """A style sheet, short."""
    return f"{rcssmin.cssmin(path.read_text('utf-8'))}\n"


def joined(main: Path) -> str:
    """The module `main` with everything it imports, as they are written."""
    modules: dict[Path, str] = {}
    _collect(main, modules)
    return '(() => {\n"use strict";\n' + "".join(modules.values()) + "})();\n"


def _collect(path: Path, modules: dict[Path, str]) -> None:
    """Adds the modules that `path` needs, and then itself."""
    source = path.read_text("utf-8")
    for _, folder, name in _IMPORT.findall(source):
        needed = (path.parent / folder / f"{name}.js").resolve()
        if needed not in modules:
            _collect(needed, modules)
    exports = ", ".join(_EXPORT.findall(source))
    body = _IMPORT.sub(lambda m: f"const {{{m[1]}}} = {_variable(m[3])};", source)
    body = re.sub(r"^export ", "", body, flags=re.M)
    modules[path] = (
        f"const {_variable(path.stem)} = (() => {{\n{body}return {{ {exports} }};\n}})();\n"
    )


def _variable(name: str) -> str:
    return "$" + name.replace("-", "_")
