"""What all reports share."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Protocol

from checker.findings import Finding, Provided, Result
from checker.rules import Verdict

REASON = {"subjective": "要人裁量", "silent": "文中没有写", "conflict": "规定不一致"}


@dataclass(slots=True)
class Summary:
    """What a batch comes to; it grows form by form.

    Attributes:
        counts: verdict → forms.
        broken: rule → forms that do not satisfy it.
        rules: rule → its title and first provision, in the order of their first findings.
    """

    counts: Counter[Verdict] = field(default_factory=Counter)
    broken: Counter[str] = field(default_factory=Counter)
    rules: dict[str, tuple[str, Provided | None]] = field(default_factory=dict)

    def add(self, result: Result) -> None:
        """Counts a form."""
        self.counts[result.verdict] += 1
        self.broken.update(result.broken)
        for finding in result.findings:
            if finding.rule not in self.rules:
                title = finding.outcome.message.partition("：")[0]
                first = finding.provisions[0] if finding.provisions else None
                self.rules[finding.rule] = (title, first)

    def merge(self, other: Summary) -> None:
        """Adds another batch."""
        self.counts.update(other.counts)
        self.broken.update(other.broken)
        self.rules = {**other.rules, **self.rules} if not self.rules else {
            **self.rules, **{k: v for k, v in other.rules.items() if k not in self.rules}
        }  # fmt: skip

    @property
    def total(self) -> int:
        """How many forms."""
        return sum(self.counts.values())

    def words(self) -> str:
        """How many forms there are of each verdict."""
        parts = [f"{v.words} {self.counts[v]}" for v in Verdict if self.counts[v]]
        return f"共 {self.total} 张：{'，'.join(parts)}" if self.total else "没有表"


class Report(Protocol):
    """A report: pieces, what stands between them, and what stands around them."""

    between: str

    def one(self, result: Result) -> str:
        """The piece of a form."""

    def begin(self, summary: Summary) -> str:
        """What stands before the first piece."""

    def end(self, summary: Summary) -> str:
        """What stands after the last piece."""


def broken_first(result: Result) -> tuple[list[Finding], list[Finding]]:
    """The findings that are not pass, the gravest first; those that are."""
    wrong = [f for f in result.findings if f.verdict is not Verdict.PASS]
    wrong.sort(key=lambda f: f.verdict.rank)
    return wrong, [f for f in result.findings if f.verdict is Verdict.PASS]


def cited(provided: Provided) -> str:
    """A provision as a clerk cites it, with its words."""
    return f"{provided.citation}“{provided.quote}”"


def address(site: str, path: str) -> str:
    """The page of a provision."""
    return f"{site.rstrip('/')}/{path}"


#: Characters of a form that a terminal would obey, or that turn the order of what is shown around.
_CONTROL = {
    **dict.fromkeys((*range(32), *range(127, 160)), "\ufffd"),
    **dict.fromkeys((*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F), None),
    0x0A: " ",
    0x09: " ",
    0x0D: None,
}


def harmless(text: str) -> str:
    """The text on one line, without characters that do anything but show."""
    return text.translate(_CONTROL)
