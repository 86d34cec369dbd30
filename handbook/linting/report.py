"""Prints findings: for people, as JSON, as SARIF 2.1.0 for code hosts and editors."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import PurePath
from urllib.parse import quote

from handbook.errors import Diagnostic, Severity
from handbook.linting.codes import CODES

_WORDS = {Severity.ERROR: "错误", Severity.WARNING: "警告", Severity.INFO: "提示"}
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
#: Where the page of a code stands, below the root of the repository.
PAGES = "docs/lint"


def as_text(new: Iterable[Diagnostic], known: int) -> str:
    """One line a finding, then how many there are of each severity."""
    lines = [
        f"{d.file}:{d.line}:{d.column} {_WORDS[d.severity]} {d.message} [{d.code}]" for d in new
    ]
    counts = {s: sum(d.severity is s for d in new) for s in Severity}
    total = "，".join(f"{_WORDS[s]} {n}" for s, n in counts.items() if n) or "没有新问题"
    tail = f"；另有 {known} 处已列入基线" if known else ""
    return "\n".join([*lines, f"{total}{tail}。"])


def as_json(new: Iterable[Diagnostic], known: Iterable[Diagnostic]) -> str:
    """A list of all findings in the order of their places; `baseline` says which are known."""
    rows = [(d, False) for d in new] + [(d, True) for d in known]
    data = [
        {
            "code": d.code,
            "severity": d.severity.value,
            "file": d.file,
            "line": d.line,
            "column": d.column,
            "message": d.message,
            "baseline": is_known,
        }
        for d, is_known in sorted(rows)
    ]
    return json.dumps(data, ensure_ascii=False, indent=1)


def as_sarif(new: Iterable[Diagnostic], known: Iterable[Diagnostic]) -> str:
    """A SARIF log with one run; findings of the baseline are `unchanged`."""
    rows = sorted([(d, "new") for d in new] + [(d, "unchanged") for d in known])
    codes = sorted({d.code for d, _ in rows})
    index = {code: at for at, code in enumerate(codes)}
    rules = [
        {
            "id": code,
            "shortDescription": {"text": CODES[code].title},
            "help": {"text": f"见 {PAGES}/{code}.md"},
            "defaultConfiguration": {"level": _LEVELS[CODES[code].severity]},
        }
        for code in codes
    ]
    results = [
        {
            "ruleId": d.code,
            "ruleIndex": index[d.code],
            "level": _LEVELS[d.severity],
            "message": {"text": d.message},
            "baselineState": state,
            "locations": [
                {
                    "physicalLocation": {
                        "artifactLocation": {"uri": _uri(d.file)},
                        "region": {"startLine": d.line, "startColumn": d.column},
                    }
                }
            ],
        }
        for d, state in rows
    ]
    log = {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [
            {
                "tool": {"driver": {"name": "handbook lint", "language": "zh-CN", "rules": rules}},
                "columnKind": "unicodeCodePoints",
                "results": results,
            }
        ],
    }
    return json.dumps(log, ensure_ascii=False, indent=1)


def _uri(file: str) -> str:
    path = PurePath(file)
    return path.as_uri() if path.is_absolute() else quote(path.as_posix())
