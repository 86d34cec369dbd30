"""Zip files that are the same, byte for byte, whenever the same things go into them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable

#: The earliest time a zip can hold; a real one would change the file every day.
_TIME = (1980, 1, 1, 0, 0, 0)
#: What is compressed already.
_STORED = (".woff", ".woff2", ".png", ".jpg", ".docx", ".zip", ".gz", ".br")


def zipped(files: Iterable[tuple[str, bytes]]) -> bytes:
    """A zip of files (name inside, content) in the order given."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in files:
            info = zipfile.ZipInfo(name, _TIME)
            info.external_attr = 0o644 << 16
            stored = name.endswith(_STORED)
            info.compress_type = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
            archive.writestr(info, content)
    return out.getvalue()
