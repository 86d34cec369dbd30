"""One style sheet for all plugins: a page shows nothing before the last of its sheets is there."""

from __future__ import annotations

import rcssmin
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files

from plugins.sitefile import named

_FOLDER = "assets/handbook"


def join_styles(files: Files, config: MkDocsConfig) -> None:
    """Puts the site's own sheets of `extra_css`, in their order, into one file.

    Sheets that a plugin loads by itself, or that stand elsewhere, are left alone.
    """
    own = [file for uri in config.extra_css if (file := files.get_file_from_path(uri))]
    if not own:
        return
    content = rcssmin.cssmin("\n".join(file.content_string for file in own))
    joined = named(_FOLDER, "handbook.css", content)
    names = {file.src_uri for file in own}
    for file in own:
        files.remove(file)
    files.append(File.generated(config, joined.uri, content=joined.content))
    others = [uri for uri in config.extra_css if uri not in names]
    config.extra_css = [joined.uri, *others]
