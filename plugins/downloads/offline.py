"""The whole site as one zip that works from the file system.

A browser that opens a folder from the file system lists it, so each link to a folder of the site
becomes one to the `index.html` in it. Links that scripts make they mend themselves.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Collection, Iterator
from pathlib import Path
from urllib.parse import unquote

from handbook.export.archive import zipped
from handbook.files import write_whole

#: Name in the site's root, and of the folder in it.
FILE = "handbook.zip"
FOLDER = "handbook"
#: What only a server reads, and the zip itself.
_LEFT_OUT = frozenset(
    (FILE, "404.html", "_headers", "_nginx.conf", "sitemap.xml", "sitemap.xml.gz")
)
_LINK = re.compile(r'(<a\b[^>]*?\shref=)(?:"([^"]*)"|([^\s">]+))')
#: The link to the zip, which is not in itself.
_WHOLE = re.compile(r'<p class="downloads whole">.*?</p>', re.S)
_ELSEWHERE = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:|//|/|#")


def write(site: Path) -> None:
    """Writes the zip of `site` into it; the same site gives the same bytes.

    Raises:
        HandbookError: it cannot be written.
    """
    write_whole(site, [(site / FILE, zipped(_files(site)))])


def _files(site: Path) -> Iterator[tuple[str, bytes]]:
    paths = sorted(path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file())
    paths = [path for path in paths if not path.startswith(".") and path not in _LEFT_OUT]
    known = frozenset(paths)
    for path in paths:
        content = (site / path).read_bytes()
        if path.endswith(".html"):
            html = _WHOLE.sub("", content.decode("utf-8"))
            content = to_files(html, path, known).encode("utf-8")
        yield f"{FOLDER}/{path}", content


def to_files(html: str, path: str, known: Collection[str]) -> str:
    """A page whose links to folders lead to the page in them.

    Args:
        html: the page.
        path: its place below the root of the site.
        known: the places of all files.
    """
    folder = posixpath.dirname(path)

    def mended(match: re.Match[str]) -> str:
        href = match[2] if match[2] is not None else match[3]
        if not href or _ELSEWHERE.match(href):
            return match[0]
        target, mark, rest = re.match(r"([^?#]*)([?#]?)(.*)", href, re.S).groups()  # type: ignore[union-attr]
        page = posixpath.normpath(posixpath.join(folder, unquote(target), "index.html"))
        if page not in known:
            return match[0]
        joint = "" if not target or target.endswith("/") else "/"
        return f'{match[1]}"{target}{joint}index.html{mark}{rest}"'

    return _LINK.sub(mended, html)
