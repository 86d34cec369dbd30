"""The reader in the browser reads as the one in Python: the same tree, the same remarks."""

from __future__ import annotations

import json
import random
import re
import subprocess
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import playwright
import pytest

from checker.checker import Checker
from handbook import citation
from handbook.errors import Diagnostic, HandbookError
from handbook.linting import numbering, structure
from handbook.linting.subject import Subject
from handbook.provision import Provision
from handbook.read import read
from handbook.resolver import Resolver
from plugins import bundle
from plugins.editing.grammar import PATTERNS, grammar
from plugins.editing.texts import Texts

HERE = Path(__file__).parent
READER = HERE.parent / "plugins/editing/assets/reader"
NODE = Path(playwright.__file__).parent / "driver/node"
LAWS = HERE.parent.parent / "shared/laws"
SEED = 7
#: The checks that the browser makes too.
CHECKS = (
    numbering.order, numbering.lost, numbering.style, numbering.flaws, structure.wrapped,
    structure.glued, structure.reference_first, structure.empty, structure.unparsed,
    structure.spaces, structure.truncated,
)  # fmt: skip
#: Labels, marks and characters of which texts are made that nobody would write.
PIECES: list[str] = json.loads((HERE / "data/editing/pieces.json").read_text("utf-8"))


class Twin:
    """The browser's reader in Node."""

    def __init__(self, folder: Path) -> None:
        given, script = folder / "grammar.json", folder / "reader.js"
        given.write_text(grammar(), "utf-8")
        script.write_text(bundle.script(READER / "conformance.js"), "utf-8")
        self._command = [str(NODE), str(HERE / "data/editing/reader.js"), str(given), str(script)]

    def read(self, texts: Sequence[str]) -> list[Any]:
        return self.call([("handbookRead", text) for text in texts])

    def call(self, calls: Sequence[tuple[object, ...]]) -> list[Any]:
        asked = "".join(f"{json.dumps(call)}\n" for call in calls)
        done = subprocess.run(
            self._command, input=asked, capture_output=True, text=True, check=True
        )
        return [json.loads(line) for line in done.stdout.split("\n") if line]


@pytest.fixture(scope="module")
def twin(tmp_path_factory: pytest.TempPathFactory) -> Twin:
    return Twin(tmp_path_factory.mktemp("twin"))


def plain(p: Provision) -> list[Any]:
    return [
        p.level.value, p.id, p.label, p.number, p.gap, p.heading, p.text, p.layout.value,
        list(p.breaks), list(p.lines), [plain(c) for c in p.children],
    ]  # fmt: skip


def expected(text: str) -> dict[str, Any]:
    try:
        reading = read(text)
    except HandbookError as error:
        place = error.place
        assert place is not None
        return {"refused": [error.message, place.line, place.column]}
    regulation = reading.regulation
    subject = Subject(regulation, text, Resolver([regulation]))
    return {
        "title": regulation.title,
        "tree": [plain(p) for p in regulation.provisions],
        "remarks": rows(reading.diagnostics),
        "lint": rows(sorted(d for one in CHECKS for d in one(subject))),
        "citations": {id: cited.words for id, cited in citation.cited(regulation).items()},
    }


def rows(diagnostics: Iterable[Diagnostic]) -> list[list[Any]]:
    return [[d.line, d.column, d.code, d.severity.value, d.message] for d in diagnostics]


def compare(twin: Twin, texts: Sequence[str], *, unread: bool = False) -> None:
    """All texts are read alike; `unread`: front matter may be left to the command."""
    for text, found in zip(texts, twin.read(texts), strict=True):
        if unread and "unread" in found:
            continue
        wanted = expected(text)
        assert found == wanted, text


def folder_texts() -> list[str]:
    """The texts of the handbook, their history, and the readable fixtures."""
    root = HERE.parent / "regulations"
    paths = [*root.glob("*/*/text.md"), *root.glob("*/*/history/*.md")]
    return [path.read_text("utf-8") for path in sorted(paths)]


def fixture_texts() -> list[str]:
    folders = ("tree", "lines", "nesting", "roundtrip", "bad")
    paths = sorted(p for f in folders for p in (HERE / "data" / f).rglob("*") if p.is_file())
    found = []
    for path in paths:
        try:
            text = path.read_bytes().decode("utf-8-sig")
        except UnicodeDecodeError:
            continue
        pieces = re.split(r"^(?:■.*|□)\n", text.replace("␀", "\0"), flags=re.M)
        found += [text, *pieces]
    return found


def mutations(texts: Sequence[str], count: int) -> Iterator[str]:
    """Texts with a few lines below their front matter lost, moved or changed."""
    chance = random.Random(SEED)
    for _ in range(count):
        lines = chance.choice(texts).split("\n")
        front = lines.index("---", 1) + 1
        head, lines = lines[:front], lines[front : front + 40 + chance.randrange(60)]
        for _ in range(chance.randint(1, 6)):
            at = chance.randrange(len(lines))
            match chance.randrange(5):
                case 0:
                    lines[at : at + 1] = []
                case 1:
                    lines[at] = chance.choice(PIECES) + lines[at]
                case 2:
                    lines.insert(at, "".join(chance.choices(PIECES, k=3)))
                case 3:
                    lines[at] = lines[at][: len(lines[at]) // 2] + chance.choice(PIECES)
                case _:
                    other = chance.randrange(len(lines))
                    lines[at], lines[other] = lines[other], lines[at]
            lines = lines or [""]
        yield "\n".join(head + lines)


def hostile(count: int) -> Iterator[str]:
    chance = random.Random(SEED + 1)
    for _ in range(count):
        rows = ("".join(chance.choices(PIECES, k=chance.randint(1, 4))) for _ in range(25))
        yield chance.choice(("# 标题\n\n", "", "---\ntitle: 标题\n---\n")) + chance.choice(
            ("\n", "\n\n")
        ).join(rows)


def test_the_handbook(twin: Twin) -> None:
    texts = folder_texts()
    assert texts
    compare(twin, texts)


def test_fixtures(twin: Twin) -> None:
    texts = fixture_texts()
    assert len(texts) > 100
    compare(twin, texts, unread=True)


def test_changed_texts(twin: Twin) -> None:
    compare(twin, list(mutations(folder_texts(), 400)))


def test_texts_that_nobody_would_write(twin: Twin) -> None:
    compare(twin, list(hostile(600)))


#: Lines of front matter, right and wrong, in this and in other ways of YAML.
FRONT: list[str] = json.loads((HERE / "data/editing/front-matter.json").read_text("utf-8"))


def test_front_matter_is_read_alike_or_left_to_the_command(twin: Twin) -> None:
    chance = random.Random(SEED + 2)
    body = "# 标题\n\n一、甲。\n\n(一)乙。\n\n1.丙。\n\n(1)丁。\n"
    heads = ["\n".join(("title: 标题", line)) for line in FRONT] + list(FRONT)
    heads += ["\n".join(chance.sample(FRONT, chance.randint(2, 4))) for _ in range(300)]
    texts = [f"---\n{head}\n---\n{body}" for head in heads]
    found = twin.read(texts)
    for text, one in zip(texts, found, strict=True):
        if "unread" not in one:
            assert one == expected(text), text
    assert sum("unread" not in one for one in found) > 30


@pytest.mark.skipif(not LAWS.is_dir(), reason="the laws are not beside the project")
def test_laws(twin: Twin) -> None:
    paths = sorted(LAWS.rglob("*.md"))
    compare(twin, [p.read_text("utf-8") for p in random.Random(SEED).sample(paths, 60)])


@pytest.fixture(scope="module")
def contents() -> list[dict[str, Any]]:
    """The texts as the page loads them, those that a rule reads."""
    checker = Checker.load(HERE.parent / "regulations")
    texts = Texts(checker, date.today())
    found = [json.loads(texts.content(r)) for r in checker.library.regulations]
    return [content for content in found if content["rules"]]


def test_every_quote_stands_once(twin: Twin, contents: list[dict[str, Any]]) -> None:
    calls = [("handbookAffected", c["rules"], c["text"], c["text"]) for c in contents]
    for content, found in zip(contents, twin.call(calls), strict=True):
        assert found == [], content["path"]


def test_no_quote_stands_in_other_words(twin: Twin, contents: list[dict[str, Any]]) -> None:
    calls = [
        ("handbookAffected", c["rules"], c["text"], re.sub(r"[\u4e00-\u9fff]", "甲", c["text"]))
        for c in contents
    ]
    for content, found in zip(contents, twin.call(calls), strict=True):
        assert len(found) == len(content["rules"])
        assert {state for state, _ in found} <= {"broken", "lost"}, content["path"]


def test_every_pattern_is_one_of_the_browser(twin: Twin) -> None:
    """A pattern that the browser could not compile would have failed when it was asked for."""
    used = "".join(path.read_text("utf-8") for path in READER.parent.glob("*/*.js"))
    assert not [name for name in PATTERNS if f'"{name}"' not in used]
