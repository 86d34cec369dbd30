"""Every link and anchor of the built site leads somewhere; nothing is loaded from outside."""

from __future__ import annotations

from html.parser import HTMLParser
from urllib.error import HTTPError
from urllib.parse import unquote, urldefrag, urljoin, urlsplit
from urllib.request import urlopen

import pytest

#: What a page loads without being asked.
LOADED = {"script": "src", "img": "src", "link": "href", "iframe": "src"}
#: Relations of <link> that load nothing.
NAMES = {"canonical", "next", "prev", "alternate"}


class Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.anchors: set[str] = set()
        self.links: list[str] = []
        self.loaded: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if values.get("id"):
            self.anchors.add(values["id"])
        if tag == "a" and "href" in values:
            self.links.append(values["href"])
        elif tag == "form" and "action" in values:
            self.links.append(values["action"])
        elif tag in LOADED and LOADED[tag] in values and values.get("rel") not in NAMES:
            self.loaded.append(values[LOADED[tag]])


def fetch(address: str) -> Links | None:
    """What a page holds; None where there is no page."""
    try:
        with urlopen(address) as answer:
            data = answer.read()
            kind = answer.headers.get_content_type()
    except HTTPError:
        return None
    links = Links()
    if kind == "text/html":
        links.feed(data.decode())
    return links


@pytest.mark.parametrize("name", ["site", "example"])
def test_no_link_is_dead(name: str, request: pytest.FixtureRequest) -> None:
    root: str = request.getfixturevalue(name)
    pages: dict[str, Links | None] = {}
    waiting = [(root, "")]
    dead: list[str] = []
    outside: list[str] = []
    anchors: list[tuple[str, str, str]] = []
    while waiting:
        address, source = waiting.pop()
        if address in pages:
            if pages[address] is None:
                dead.append(f"{source} → {address}")
            continue
        found = pages[address] = fetch(address)
        if found is None:
            dead.append(f"{source} → {address}")
            continue
        for link in (*found.links, *found.loaded):
            target, anchor = urldefrag(urljoin(address, link))
            parts = urlsplit(target)
            if parts.scheme not in ("http", "https"):
                continue
            if not target.startswith(root):
                if link in found.loaded:
                    outside.append(f"{address} loads {target}")
                continue
            target = parts._replace(query="").geturl()
            waiting.append((target, address))
            if anchor:
                anchors.append((address, target, unquote(anchor)))
    lost = {
        f"{address} → {target}#{anchor}"
        for address, target, anchor in anchors
        if (page := pages.get(target)) is not None
        and page.anchors
        and anchor not in page.anchors
        and not anchor.startswith("__")  # Material's own: made by its script
    }
    assert len(pages) > 10
    assert not dead and not outside and not lost, "\n".join([*dead, *outside, *sorted(lost)][:40])
