"""Forms through Python and through the browser's engine in Node: the same findings, to the letter.

    python tests/parity.py [COUNT] [SEED]

Prints seed and count; of forms that differ the shortest, and how.
"""

from __future__ import annotations

import base64
import difflib
import hashlib
import json
import random
import re
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import playwright
from form_generator import Filled, Generator

from checker import cases
from checker.checker import Checker
from checker.documents import Document
from checker.forms import TYPE_KEY
from checker.publishing import publish
from handbook.errors import Diagnostic, HandbookError, Place
from handbook.search.shards.codec import checksum
from plugins import bundle
from plugins.sitefile import call

HERE = Path(__file__).parent
REGULATIONS = HERE.parent / "regulations"
ENGINE = HERE.parent / "plugins" / "checking" / "assets" / "engine"
NODE = Path(playwright.__file__).parent / "driver" / "node"
BATCH = 500
#: Nobody's file: places in messages are told by it, and name the field.
MARK = "\0"
PROBLEM = re.compile(rf"\n(?={MARK})")


def data_scripts(checker: Checker) -> str:
    """All data files of the browser's checker in one script."""
    found = publish(checker)
    forms = call("handbookForms", found.build, checksum(found.forms), found.forms)
    books = (
        call("handbookBook", found.build, body, checksum(book), book)
        for body, book in found.books.items()
    )
    return forms + "".join(books)


class Node:
    """The engine in a process of its own."""

    def __init__(self, scripts: Sequence[Path]) -> None:
        command = [str(NODE), str(HERE / "evaluator.js"), *map(str, scripts)]
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8"
        )

    def ask(self, call: str, *arguments: object) -> None:
        """Sends a question; `answer` waits for what it comes to."""
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps({"call": call, "arguments": arguments}) + "\n")
        self._process.stdin.flush()

    def answer(self) -> Any:
        assert self._process.stdout is not None
        return json.loads(self._process.stdout.readline())

    def close(self) -> None:
        assert self._process.stdin is not None
        self._process.stdin.close()
        assert self._process.wait(30) == 0
        assert self._process.stdout is not None
        self._process.stdout.close()


@contextmanager
def node(checker: Checker | None, main: str = "main.js") -> Iterator[Node]:
    """The engine in Node, with a checker's data."""
    with TemporaryDirectory() as folder:
        scripts = [Path(folder, "engine.js"), Path(folder, "data.js")]
        scripts[0].write_text(bundle.script(ENGINE / main), "utf-8")
        scripts[1].write_text(data_scripts(checker) if checker else "", "utf-8")
        found = Node(scripts)
        try:
            yield found
        finally:
            found.close()


def asked(form: Filled) -> list[object]:
    """A form as `evaluator.js` takes it."""
    return [list(form.contents.items()), form.day and form.day.isoformat()]


def expected(checker: Checker, form: Filled) -> str:
    """What Python says of a form, in the words of `evaluator.js`."""
    places = {name: Place(f"{MARK}{name}{MARK}") for name in form.contents}
    document = Document("", form.contents, Place(MARK), places.__getitem__)
    named = form.contents.get(TYPE_KEY)
    kind = named.strip() if isinstance(named, str) and named.strip() in checker.forms.types else ""
    found: dict[str, Any] = {
        "form": kind, "source": "", "verdict": None, "findings": [], "notes": [],
        "problems": [], "doubts": [],
    }  # fmt: skip
    try:
        read, doubts = checker.read(document)
    except HandbookError as error:
        found["problems"] = [_problem(text) for text in PROBLEM.split(str(error))]
        return _dumps(found)
    result = checker.check(read, form.day)
    found.update(result.as_dict())
    for said, finding in zip(found["findings"], result.findings, strict=True):
        said["unknown"] = list(finding.outcome.unknown)
    found["doubts"] = [_doubt(doubt) for doubt in doubts]
    return _dumps(found)


def _problem(text: str) -> list[str]:
    where, _, message = text.partition(":1:1 ")
    if where == MARK:  # the whole form's: 没有填“单位”
        return [message.split("“", 1)[1].split("”", 1)[0], message]
    return [where[1:-1], message]


def _doubt(doubt: Diagnostic) -> list[str]:
    return [doubt.file[1:-1], doubt.message]


def _dumps(found: object) -> str:
    return json.dumps(found, ensure_ascii=False, separators=(",", ":"))


def digest(text: str) -> str:
    """The hash that `evaluator.js` makes of a text."""
    return base64.b64encode(hashlib.md5(text.encode()).digest()).decode()


def examples(checker: Checker) -> Iterator[Filled]:
    """The forms of all `cases.yml`."""
    found = sorted(checker.root.glob(f"*/*/{cases.FILE}"))
    forms = (
        case.document.contents
        for path in found
        for case in cases.load(path, path.parent.relative_to(checker.root).as_posix())
    )
    yield from (Filled(n, dict(contents), None) for n, contents in enumerate(forms))


@dataclass(frozen=True, slots=True)
class Difference:
    """A form of which the two say different things."""

    form: Filled
    python: str
    browser: str

    def __str__(self) -> str:
        shown = [json.dumps(json.loads(t), ensure_ascii=False, indent=1).split("\n")
                 for t in (self.python, self.browser)]  # fmt: skip
        lines = difflib.unified_diff(*shown, "Python", "browser", lineterm="", n=1)
        contents = json.dumps(self.form.contents, ensure_ascii=False)
        return "\n".join((f"form {self.form.number}, day {self.form.day}: {contents}", *lines))


class Parity:
    """Compares the two on forms that are generated."""

    def __init__(self, checker: Checker, engine: Node, seed: int) -> None:
        self.checker, self.engine, self.seed = checker, engine, seed
        self.generator = Generator(checker, seed)
        self.verdicts: dict[str, int] = {}

    def run(self, count: int, most: int = 20, progress: bool = False) -> list[Difference]:
        """The first forms that differ, of `count` that are generated."""
        found: list[Difference] = []
        start = time.monotonic()
        for first in range(0, count, BATCH):
            numbers = range(first, min(first + BATCH, count))
            found += self.compare([self.generator.form(n) for n in numbers])
            if len(found) >= most:
                break
            if progress and first and not first % 50_000:
                spent = time.monotonic() - start
                print(
                    f"{first} 张，{spent:.0f} 秒，{len(found)} 处不同", file=sys.stderr, flush=True
                )
        return found

    def compare(self, forms: Sequence[Filled]) -> list[Difference]:
        """The forms that differ."""
        self.engine.ask("digests", [asked(form) for form in forms])
        own = [expected(self.checker, form) for form in forms]
        digests = self.engine.answer().split(" ")
        for text in own:
            verdict = text.partition('"verdict":')[2].partition(",")[0].strip('"')
            self.verdicts[verdict] = self.verdicts.get(verdict, 0) + 1
        pairs = zip(forms, own, digests, strict=True)
        return [self.difference(form) for form, text, other in pairs if digest(text) != other]

    def difference(self, form: Filled) -> Difference:
        self.engine.ask("results", [asked(form)])
        return Difference(form, expected(self.checker, form), self.engine.answer()[0])

    @property
    def counts(self) -> str:
        """How many forms came to which verdict; null: they could not be read."""
        return "，".join(f"{k} {v}" for k, v in sorted(self.verdicts.items()))

    def shortest(self, found: Sequence[Difference]) -> Difference:
        """The shortest form that differs, without the fields that do not matter."""
        best = min(found, key=lambda d: len(str(d.form.contents)))
        for name in list(best.form.contents):
            rest = {k: v for k, v in best.form.contents.items() if k != name}
            less = self.difference(replace(best.form, contents=rest))
            if less.python != less.browser:
                best = less
        return best


def fresh() -> int:
    """A seed that nobody has chosen."""
    return random.SystemRandom().randrange(10**9)


def main(count: int = 20_000, seed: int | None = None) -> int:
    """Compares; 1 where something differs."""
    seed = fresh() if seed is None else seed
    checker = Checker(REGULATIONS)
    start = time.monotonic()
    print(f"种子 {seed}，{count} 张表", flush=True)
    with node(checker) as engine:
        parity = Parity(checker, engine, seed)
        found = parity.run(count, progress=True)
        print(f"{len(found)} 处不同；{parity.counts}；{time.monotonic() - start:.0f} 秒")
        if found:
            print(parity.shortest(found))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
