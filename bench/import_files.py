"""How fast Word files and PDFs are read, and how much memory that takes.

`python bench/import_files.py [PAGES]` (2,000 without) makes one Word file and, where `CHROMIUM`
names a browser, one PDF of about that many pages out of the regulations, in a folder of its own,
and reads each in a process of its own. Compared are reading alone (to the canonical text), in
seconds of one processor, and the peak of the process's memory; making the files is not timed.
"""

from __future__ import annotations

import html
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
_STYLE = (
    "@page{size:A4;margin:25mm;@bottom-center{content:'— ' counter(page) ' —'}"
    "@top-center{content:'制度汇编'}}body{font:16px serif;line-height:1.7;text-align:justify}"
    "p{text-indent:2em;margin:0}"
)
_PAGE = 900  # characters of a printed page


def paragraphs(pages: int) -> list[str]:
    """Paragraphs of the regulations, again and again, for so many pages."""
    own = [
        line
        for path in sorted((ROOT / "regulations").glob("*/*/text.md"))
        for line in path.read_text("utf-8").split("---\n", 2)[2].split("\n")
        if line.strip() and not line.startswith("|")
    ]
    out: list[str] = []
    size = 0
    while size < pages * _PAGE:
        for line in own:
            out.append(line.lstrip("# "))
            size += max(40, len(line))
            if size >= pages * _PAGE:
                break
    return out


def make_word(lines: list[str], path: Path) -> None:
    """A Word file whose paragraphs are numbered by Word."""
    import docx
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    file = docx.Document()
    space = nsdecls("w")
    for index, line in enumerate(lines):
        paragraph = file.add_paragraph(line)
        if index % 3 == 0:
            paragraph._p.get_or_add_pPr().append(
                parse_xml(f'<w:numPr {space}><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>')
            )
    file.save(str(path))


def make_pdf(lines: list[str], path: Path, browser: str) -> None:
    """A PDF that Chromium prints."""
    page = path.with_suffix(".html")
    body = "".join(f"<p>{html.escape(line)}</p>" for line in lines)
    page.write_text(f"<meta charset=utf-8><style>{_STYLE}</style>{body}", "utf-8")
    subprocess.run(
        [browser, "--headless", "--no-sandbox", "--no-pdf-header-footer",
         f"--print-to-pdf={path}", page.as_uri()],
        check=True, capture_output=True,
    )  # fmt: skip


def measure(path: Path) -> None:
    """Read one file and print a line of the table."""
    from handbook.importing import source

    start = time.process_time()
    raw = source.load(path)
    seconds = time.process_time() - start
    pages = len(raw.pages) or len(raw.text) / _PAGE
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    size = path.stat().st_size / 2**20
    print(
        f"{path.suffix[1:]:5} {size:8.1f} {len(raw.text):10,} {pages:8,.0f} {seconds:8.2f}"
        f" {pages / seconds:10,.0f} {peak:8.0f}"
    )


def main() -> None:
    """Make the files and measure each in its own process."""
    if len(sys.argv) > 2:
        measure(Path(sys.argv[2]))
        return
    pages = int(sys.argv[1]) if len(sys.argv) > 1 else 2000
    lines = paragraphs(pages)
    print("file        MB characters    pages  seconds    pages/s  MB peak")
    with tempfile.TemporaryDirectory() as folder:
        files = [Path(folder, "long.docx")]
        make_word(lines, files[0])
        if browser := os.environ.get("CHROMIUM"):
            files.append(Path(folder, "long.pdf"))
            make_pdf(lines, files[1], browser)
        for path in files:
            subprocess.run([sys.executable, __file__, "-", str(path)], check=True)


if __name__ == "__main__":
    main()
