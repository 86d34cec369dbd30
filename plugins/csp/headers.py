"""The security and caching headers of the site, as servers read them.

`_headers` is the format of Netlify and Cloudflare Pages; `_nginx.conf` holds what changes from
build to build, everything else of nginx is in `deploy/nginx/`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from plugins.csp.policy import policy

#: Besides the policy; https://owasp.org/www-project-secure-headers/.
SECURITY: Mapping[str, str] = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
#: Files whose names hold the hash of their content: they never change under their name.
HASHED = tuple(
    f"/assets/{folder}/*"
    for folder in ("check", "edit", "handbook", "orientation", "reader", "search", "versions")
)
FOREVER = "public, max-age=31536000, immutable"
REVALIDATE = "no-cache"


def files(scripts: Iterable[str], styles: Iterable[str]) -> dict[str, str]:
    """The files by name; `scripts`, `styles`: hashes of the inline code of all pages."""
    whole = {"Content-Security-Policy": policy(scripts, styles, header=True), **SECURITY}
    return {"_headers": _pages(whole), "_nginx.conf": _nginx(whole)}


def _pages(headers: Mapping[str, str]) -> str:
    lines = ["/*", *(f"  {name}: {value}" for name, value in headers.items())]
    lines.append(f"  Cache-Control: {REVALIDATE}")
    for pattern in HASHED:
        # Values of several matching rules would be joined, so the general one is taken out first.
        lines += (pattern, "  ! Cache-Control", f"  Cache-Control: {FOREVER}")
    return "\n".join(lines) + "\n"


def _nginx(headers: Mapping[str, str]) -> str:
    lines = [f'add_header {name} "{value}" always;' for name, value in headers.items()]
    return "\n".join(("# 由 make site 写出，请勿手改。", *lines)) + "\n"
