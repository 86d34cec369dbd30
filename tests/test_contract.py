"""What holds for every module: who may import whom, and how long a file may be without a reason."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parent.parent
PACKAGES = ("handbook", "checker", "plugins")
MODULES = sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))
COMMAND_LINE = ("handbook/__main__.py", "handbook/commands/")
LENGTH = 400
SETTINGS = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
PROJECT = SETTINGS["project"]


def shown(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def imports(path: Path) -> Iterator[str]:
    """Dotted names of everything that `path` imports, inside functions too."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{shown(path)}: relative import"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def within(name: str, package: str) -> bool:
    return name == package or name.startswith(f"{package}.")


def forbidden(path: Path) -> tuple[str, ...]:
    """Packages that the module at `path` must not import."""
    module = shown(path)
    if module.startswith("plugins/"):
        return ("handbook.__main__", "handbook.commands")
    if module.startswith(COMMAND_LINE):
        return ("mkdocs", "plugins", "handbook.__main__")
    if module.startswith("checker/"):
        return ("mkdocs", "plugins", "handbook.__main__", "handbook.commands")
    return ("mkdocs", "plugins", "checker", "handbook.__main__", "handbook.commands")


def test_imports_point_one_way() -> None:
    """plugins → checker → handbook; only the command line joins them; only plugins know MkDocs."""
    wrong = [
        f"{shown(path)} imports {name}"
        for path in MODULES
        for name in imports(path)
        for package in forbidden(path)
        if within(name, package)
    ]
    assert MODULES and not wrong


def test_dependencies_are_declared_and_used() -> None:
    """What the packages import is a dependency in pyproject.toml, and the other way round."""
    declared = {re.split(r"[^\w-]", line)[0].lower() for line in PROJECT["dependencies"]}
    imported = {name.partition(".")[0] for path in MODULES for name in imports(path)}
    outside = imported - set(PACKAGES) - sys.stdlib_module_names
    known = {
        "docx": "python-docx",
        "markdown_it": "markdown-it-py",
        "whoosh": "whoosh-reloaded",
        "yaml": "pyyaml",
    }
    named_only = {"mkdocs-material"}  # the theme, by its name in mkdocs.yml
    assert {known.get(name, name) for name in outside} == declared - named_only


def test_packages_are_declared() -> None:
    found = {path.parent.relative_to(ROOT).as_posix().replace("/", ".") for path in MODULES}
    assert found == set(SETTINGS["tool"]["setuptools"]["packages"])


def test_a_long_module_says_why() -> None:
    """Beyond the limit the docstring has to say why the module is `longer` than the others."""
    wrong = []
    for path in MODULES:
        text = path.read_text("utf-8")
        doc = ast.get_docstring(ast.parse(text))
        assert doc, f"{shown(path)} says nothing about itself"
        if text.count("\n") > LENGTH and "longer" not in doc:
            wrong.append(f"{shown(path)}: {text.count(chr(10))} lines")
    assert not wrong


def tracked() -> list[Path]:
    """Text files of the project outside of regulations/ and what is generated."""
    hidden = {".git", ".venv", "site", "regulations", "build"}
    return sorted(
        path
        for path in ROOT.rglob("*")
        if path.suffix in {".py", ".md", ".yml", ".toml", ".sh", ".css", ".lock", ".in"}
        and not hidden & set(path.relative_to(ROOT).parts)
        and not any(part.startswith(".") for part in path.relative_to(ROOT).parts)
    )


def test_no_file_knows_a_machine() -> None:
    """No path of somebody's machine and no download address of a package registry."""
    machine = re.compile(r"(?<![\w.])/(?:work|farm|home|root|Users|opt)/|pypi\.|file:///\w")
    wrong = [
        f"{shown(path)}: {match.group()}"
        for path in tracked()
        if path != Path(__file__)
        for match in machine.finditer(path.read_text("utf-8"))
    ]
    assert not wrong


def test_locks_pin_every_package_with_a_hash() -> None:
    for name in ("build", "runtime", "dev"):
        text = (ROOT / "requirements" / f"{name}.lock").read_text("utf-8")
        entries = re.split(r"\n(?=\S)", text.strip())
        assert entries
        for entry in entries:
            assert re.match(r"[\w.-]+==\S+", entry), entry
            assert "--hash=sha256:" in entry, entry


def test_dev_lock_holds_the_runtime_lock() -> None:
    pins = [
        set(re.findall(r"^\S+==.*?(?= \\$)", (ROOT / "requirements" / name).read_text(), re.M))
        for name in ("runtime.lock", "dev.lock")
    ]
    assert pins[0] and pins[0] <= pins[1]
