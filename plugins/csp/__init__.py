"""MkDocs plugin `handbook-csp`: writes the Content-Security-Policy when the pages are made.

Each page carries its policy in a `meta` element, so that it holds on hosts without own headers and
in the offline copy too. For servers the same as a header, for all pages together, with the other
security headers: `_headers` for Pages-like hosts, `_nginx.conf` to include in nginx.
"""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin, event_priority

from plugins.csp import headers
from plugins.csp.policy import inline, with_policy


class CspConfig(Config):  # type: ignore[no-untyped-call]
    """No settings: the policy follows from the pages."""


class CspPlugin(BasePlugin[CspConfig]):  # type: ignore[no-untyped-call]
    """Puts the policy into each page and writes it for servers."""

    _building = False

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
        """Remembers whether a site is built that stays; `serve` adds a script of its own."""
        self._building = command != "serve"

    @event_priority(-50)
    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Goes over the pages once all are written."""
        if not self._building:
            return
        site = Path(config.site_dir)
        scripts: set[str] = set()
        styles: set[str] = set()
        for path in sorted(site.rglob("*.html")):
            html = path.read_text("utf-8")
            found = inline(html)
            if found.forbidden:
                raise PluginError(
                    f"页面 {path.relative_to(site).as_posix()} 里有内容安全策略不能放行的写法："
                    f"{found.forbidden[0][:120]}。请改用样式表和脚本文件。"
                )
            scripts |= found.scripts
            styles |= found.styles
            path.write_text(with_policy(html, found), "utf-8")
        for name, content in headers.files(scripts, styles).items():
            (site / name).write_text(content, "utf-8")
