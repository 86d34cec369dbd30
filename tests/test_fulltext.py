"""The search's files in a built site, and what becomes of the old site when a build fails."""

from __future__ import annotations

import gzip
import os
import re
import resource
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handbook.library import Library
from handbook.search.build import collect
from plugins import bundle
from plugins.fulltext.files import SearchFiles, index_script
from plugins.fulltext.staging import Staging

ROOT = Path(__file__).parent.parent
EXAMPLE = ROOT / "tests" / "browser" / "regulations"
MOST_GZIP = 200_000  # bytes that the search costs once: code, looks, index


def command(target: Path) -> list[str]:
    return [str(Path(sys.executable).with_name("mkdocs")), "build", "--quiet", "-d", str(target)]


def environment(regulations: Path) -> dict[str, str]:
    own = {"HANDBOOK_REGULATIONS": str(regulations), "NO_MKDOCS_2_WARNING": "1"}
    return {**os.environ, **own}


def build(
    target: Path, regulations: Path = EXAMPLE, before: Callable[[], None] | None = None
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command(target), cwd=ROOT, env=environment(regulations),
        capture_output=True, text=True, preexec_fn=before,
    )  # fmt: skip


def contents(site: Path) -> dict[str, bytes]:
    files = (path for path in site.rglob("*") if path.is_file())
    return {path.relative_to(site).as_posix(): path.read_bytes() for path in files}


@pytest.fixture
def site(tmp_path: Path) -> Path:
    assert build(tmp_path / "site").returncode == 0
    return tmp_path / "site"


def test_the_handbooks_search_costs_no_more_than_it_may() -> None:
    made = SearchFiles(collect(Library.load(ROOT / "regulations")), 700_000)
    assert sum(len(gzip.compress(file.content.encode(), 9)) for file in made.all) <= MOST_GZIP


def test_names_change_with_what_is_in_the_files(site: Path, tmp_path: Path) -> None:
    regulations = Path(shutil.copytree(EXAMPLE, tmp_path / "regulations"))
    text = regulations / "shilie" / "jiedai" / "text.md"
    text.write_text(text.read_text("utf-8").replace("事先审批", "事先报批"), "utf-8")
    assert build(tmp_path / "other", regulations).returncode == 0
    one, two = (
        {p.name for p in (s / "assets/search").iterdir()} for s in (site, tmp_path / "other")
    )
    changed = {re.sub(r"\.[0-9a-f]{10}\.", ".", name) for name in one ^ two}
    assert changed == {"index.js"}
    page = (tmp_path / "other" / "index.html").read_text("utf-8")
    assert all(name in page for name in two)


def test_a_wrong_text_stops_the_build_before_anything_is_written(
    site: Path, tmp_path: Path
) -> None:
    before = contents(site)
    regulations = Path(shutil.copytree(EXAMPLE, tmp_path / "regulations"))
    (regulations / "thesaurus.yml").write_text("- [只有一个]\n", "utf-8")
    done = build(site, regulations)
    assert done.returncode != 0
    assert "thesaurus.yml:1" in done.stderr and "Traceback" not in done.stderr
    assert contents(site) == before


def test_a_full_disk_leaves_the_old_site_whole(site: Path) -> None:
    before = contents(site)

    def no_room() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (60_000, 60_000))

    done = build(site, before=no_room)
    assert done.returncode != 0
    assert "原来的网站没有动" in done.stderr and "Traceback" not in done.stderr
    assert contents(site) == before
    assert [path.name for path in site.parent.iterdir()] == ["site"]


def test_a_killed_build_leaves_the_old_site_whole_and_the_next_one_clears_up(site: Path) -> None:
    before = contents(site)
    half = site.with_name(".site.new")
    running = subprocess.Popen(
        command(site), cwd=ROOT, env=environment(EXAMPLE), stderr=subprocess.DEVNULL
    )
    while not (half / "assets").exists():
        assert running.poll() is None
        time.sleep(0.005)
    running.kill()
    running.wait()
    assert contents(site) == before
    assert build(site).returncode == 0
    assert contents(site).keys() == before.keys()
    assert not half.exists()


def test_killed_between_the_two_renames(tmp_path: Path) -> None:
    (tmp_path / ".site.old").mkdir()
    (tmp_path / ".site.old" / "index.html").write_text("old")
    Staging(tmp_path / "site")
    assert (tmp_path / "site" / "index.html").read_text() == "old"


def test_hidden_files_of_the_old_site_stay(tmp_path: Path) -> None:
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / ".nojekyll").touch()
    (tmp_path / "site" / "old.html").touch()
    staging = Staging(tmp_path / "site")
    staging.folder.mkdir()
    (staging.folder / "new.html").touch()
    assert staging.finish() == tmp_path / "site"
    assert sorted(path.name for path in (tmp_path / "site").iterdir()) == [".nojekyll", "new.html"]


@settings(derandomize=True, max_examples=200)
@given(st.text())
def test_an_index_script_holds_its_text(text: str) -> None:
    script = index_script(text)
    quoted = script[script.index("'") + 1 : script.rindex("'")]
    assert "\n" not in quoted  # a line's end ends a JavaScript string
    assert re.sub(r"\\(.)", lambda m: "\n" if m[1] == "n" else m[1], quoted) == text


def test_the_bundle_defines_each_module_before_it_is_used() -> None:
    script = bundle.joined(ROOT / "plugins/fulltext/assets/engine/main.js")
    names = re.findall(r"^const (\$\w+) = \(\(\) => \{$", script, re.M)
    assert names[-1] == "$main" and len(names) == len(set(names))
    for match in re.finditer(r"^const \{.*\} = (\$\w+);$", script, re.M):
        assert f"const {match[1]} = (() => {{" in script[: match.start()]
    assert "import " not in script and "export " not in script


def test_no_script_of_the_site_is_inside_a_page(site: Path) -> None:
    page = (site / "search" / "index.html").read_text("utf-8")
    assert "eval(" not in "".join(p.read_text("utf-8") for p in (site / "assets/search").iterdir())
    own = page[page.index("data-fulltext") :]
    assert not re.search(r"\son\w+=", own)
