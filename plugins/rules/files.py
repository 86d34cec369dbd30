"""The style sheet of marks, rules and form types."""

from __future__ import annotations

from pathlib import Path

from plugins import bundle
from plugins.sitefile import named

STYLE = named(
    "assets/rules", "rules.css", bundle.style(Path(__file__).parent / "assets" / "rules.css")
)
