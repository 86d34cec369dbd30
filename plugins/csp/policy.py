"""The Content-Security-Policy of the site: its own files, and inline code by its SHA-256.

CSP Level 3, https://www.w3.org/TR/CSP3/. What Material writes into its pages (where the root is,
which colours were chosen) is the only inline code; a page that holds any other attribute or script
than what can be allowed by a hash is refused.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass

_SCRIPT = re.compile(r"<script\b([^>]*)>(.*?)</script\s*>", re.S | re.I)
_STYLE = re.compile(r"<style\b[^>]*>(.*?)</style\s*>", re.S | re.I)
_SOURCE = re.compile(r"\ssrc\s*=", re.I)
_TYPE = re.compile(r"\stype\s*=\s*[\"']?([^\"'\s>]*)", re.I)
#: A tag up to its end, values in quotes skipped.
_TAG = re.compile(r"<[a-zA-Z](?:[^>\"']|\"[^\"]*\"|'[^']*')*>")
_HEAD = re.compile(r"<head\b[^>]*>(?:\s*<meta\s+charset=[^>]*>)?", re.I)
_VALUE = re.compile(r"\"[^\"]*\"|'[^']*'")
_FORBIDDEN = re.compile(r"\s(style|on[a-z]+)\s*=", re.I)
#: Scripts that run; others are data blocks (HTML Standard §4.12.1), which CSP leaves alone.
_RUNNING = frozenset(("", "module", "text/javascript", "application/javascript"))


@dataclass(frozen=True, slots=True)
class Inline:
    """What stands inline on one page: hashes of scripts and styles, and what no hash can allow."""

    scripts: frozenset[str]
    styles: frozenset[str]
    forbidden: tuple[str, ...]


def inline(html: str) -> Inline:
    """The inline code of a page."""
    scripts = set()
    for attributes, code in _SCRIPT.findall(html):
        kind = _TYPE.search(attributes)
        if not _SOURCE.search(attributes) and (kind[1].lower() if kind else "") in _RUNNING:
            scripts.add(sha256(code))
    bare = _SCRIPT.sub("", html)
    styles = frozenset(map(sha256, _STYLE.findall(bare)))
    tags = _TAG.findall(_STYLE.sub("", bare))
    forbidden = tuple(tag for tag in tags if _FORBIDDEN.search(_VALUE.sub('""', tag)))
    return Inline(frozenset(scripts), styles, forbidden)


def sha256(code: str) -> str:
    """The source expression that allows exactly this code."""
    digest = hashlib.sha256(code.encode("utf-8")).digest()
    return f"'sha256-{base64.b64encode(digest).decode('ascii')}'"


def policy(scripts: Iterable[str], styles: Iterable[str], *, header: bool) -> str:
    """The policy that allows this inline code.

    Args:
        scripts: hashes of scripts.
        styles: hashes of styles.
        header: as an HTTP header; a `meta` element cannot say who may frame a page.
    """
    directives = [
        "default-src 'self'",
        " ".join(("script-src 'self'", *sorted(scripts))),
        " ".join(("style-src 'self'", *sorted(styles))),
        "img-src 'self' data:",  # Material's icons are masks with data: addresses
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
    ]
    if header:
        directives.append("frame-ancestors 'self'")
    return "; ".join(directives)


def with_policy(html: str, found: Inline) -> str:
    """The page with its policy before anything that the policy is about."""
    content = policy(found.scripts, found.styles, header=False)
    meta = f'<meta http-equiv="Content-Security-Policy" content="{content}">'
    start = _HEAD.search(html)
    if start is None:
        return html
    return html[: start.end()] + meta + html[start.end() :]
