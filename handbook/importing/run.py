"""Import as a whole: files in, regulation folders and a report out.

Nothing is written before everything is worked out; then each folder appears whole.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

from handbook import fixups, frontmatter, markdown, read
from handbook.errors import Diagnostic, HandbookError, Place
from handbook.importing import emit, markdown_file, slugs, trace
from handbook.importing.account import (
    Folder,
    Ledger,
    Made,
    check,
    entry_of,
    folder_of,
    passage,
    share,
)
from handbook.importing.compile import Compilation, Draft, Outline, compile_outline, outline
from handbook.importing.report import Entry, Report
from handbook.importing.source import Places, Source
from handbook.importing.working import Edit
from handbook.library import Issuer
from handbook.linting import run as linting
from handbook.resolver import Resolver
from handbook.write import write


@dataclass(frozen=True, slots=True)
class Import:
    """Everything an import found; `save.save` writes it.

    Attributes:
        issuer: the body.
        folders: its regulations.
        report: what was found.
        decoded: name and text of the canonical texts of Word files and PDFs.
    """

    issuer: Issuer
    folders: tuple[Folder, ...]
    report: Report
    decoded: tuple[tuple[str, str], ...] = ()


def run(sources: Sequence[Source], slug: str, known: Issuer | None, out: Path) -> Import:
    """Work out an import.

    Args:
        sources: decoded files, in order; each holds one regulation or a compilation.
        slug: folder name of the issuing body.
        known: what is known of the body; a title need not repeat its names in its address.
        out: the folder of all bodies; repairs are read from the regulations already there.

    Raises:
        HandbookError: a source holds no regulation, or a repair does not fit.
    """
    official = [known.name, *known.short_names] if known else []
    home = out / slug
    taken: set[str] = set()
    made: list[Made] = []
    reports: list[Report] = []
    ledgers = [Ledger(source) for source in sources]
    for source, ledger in zip(sources, ledgers, strict=True):
        if markdown_file.is_markdown_regulation(source):
            one, part = _markdown(source, slug, known, official, taken, ledger)
            made.append(one)
            reports.append(part)
            continue
        parts = outline(source)
        names = _slugs(parts, official, taken)
        if edits := _repairs(parts, names, home):
            parts = outline(source, edits)
            if len(parts.found.titles) != len(names):
                taken.difference_update(names)
                names = _slugs(parts, official, taken)
        compilation = compile_outline(parts)
        some, part = _assemble(compilation, names, slug, known.name if known else None, ledger)
        made += some
        reports.append(part)
    issuer = known or Issuer(slug, _guess_name(reports) or slug)
    report = _join(reports, _lint(made), share(ledgers))
    report = replace(report, diagnostics=tuple(_with_pages(report.diagnostics, sources)))
    decoded = tuple(d for s in sources for d in s.decoded)
    return Import(issuer, tuple(m.folder for m in made), report, decoded)


def _with_pages(found: Sequence[Diagnostic], sources: Sequence[Source]) -> Iterator[Diagnostic]:
    """The same remarks; those on a PDF name the page as well."""
    begins = {s.name: [s.text.count("\n", 0, at) + 1 for at in s.pages] for s in sources if s.pages}
    for one in found:
        if lines := begins.get(one.file):
            page = max(1, bisect_right(lines, one.line))
            one = replace(one, message=f"{one.message}（PDF 第 {page} 页）")
        yield one


def _lint(made: Sequence[Made]) -> list[Diagnostic]:
    """What the checks of texts find, placed in the source."""
    resolver = Resolver([m.regulation for m in made])
    return [m.relocate(d) for m in made for d in linting.check(m.regulation, m.text, resolver)]


def _guess_name(reports: Sequence[Report]) -> str | None:
    """The name of a body nobody described, out of what its compilation is called."""
    for made in reports:
        for piece in made.front:
            match = re.match(r"\s*(\S{3,30}?)(?:机关)?(?:全套)?(?:规章|管理|工作)*制度", piece.text)
            if match:
                return match[1]
    return None


def _markdown(
    source: Source,
    issuer: str,
    known: Issuer | None,
    names: Sequence[str],
    taken: set[str],
    ledger: Ledger,
) -> tuple[Made, Report]:
    """The folder of a file that is one regulation in Markdown."""
    title = read.read(source.text, source.name).regulation.title
    name = slugs.slug(title, names, taken)
    taken.add(name)
    made = markdown_file.draft(source, f"{issuer}/{name}", known.name if known else None)
    diagnostics = [*source.diagnostics]
    for span in (*made.markup, *made.preface):
        ledger.place(span)
    diagnostics += check(source, made.regulation, made.trace, ledger, title, 0)
    move = trace.Relocation(made.regulation, made.trace, Places(source), made.text)
    diagnostics += [move(d) for d in made.diagnostics]
    entry = entry_of(made.regulation, title, source, (0, len(source.text)))
    folder = folder_of(name, made.regulation, made.text, made.trace, source)
    return Made(folder, made.regulation, made.text, move), Report(
        regulations=(entry,),
        diagnostics=tuple(sorted(diagnostics)),
    )


def _slugs(parts: Outline, names: Sequence[str], taken: set[str]) -> list[str]:
    out = []
    for title in parts.found.titles:
        name = slugs.slug(title.title, names, taken)
        taken.add(name)
        out.append(name)
    return out


def _repairs(parts: Outline, names: Sequence[str], home: Path) -> list[Edit]:
    """The fix-ups of the regulations already in place, located in the source."""
    source = parts.source
    edits: list[Edit] = []
    for index, name in enumerate(names):
        start, end = parts.area(index)
        for fixup in fixups.load(home / name, f"{home.name}/{name}").repairs:
            if fixup.range is not None:
                a, b = fixup.range
                if not (start <= a < b <= end):
                    raise HandbookError("range 不在这部制度的原文范围内。", fixup.place)
            else:
                a, b = fixups.locate(fixup, source.text[start:end])
                a, b = a + start, b + start
            edits.append(_least(source.text, a, b, fixup.new))
    edits.sort(key=lambda e: e.start)
    for one, two in pairwise(edits):
        if two.start < one.end:
            raise HandbookError(
                f"两处校正改到了同一段原文（第 {two.start + 1} 个字符）。请合并成一处。",
                Place(home.name),
            )
    return edits


def _least(text: str, start: int, end: int, new: str) -> Edit:
    """The edit of only those characters that a repair changes."""
    while start < end and new and text[start] == new[0]:
        start, new = start + 1, new[1:]
    while end > start and new and text[end - 1] == new[-1]:
        end, new = end - 1, new[:-1]
    return Edit(start, end, new)


def _assemble(
    compilation: Compilation,
    names: Sequence[str],
    issuer: str,
    official: str | None,
    ledger: Ledger,
) -> tuple[list[Made], Report]:
    source = compilation.source
    places = Places(source)
    for span in (*compilation.used, *compilation.front, *compilation.groups):
        ledger.place(span)
    for piece in compilation.noise:
        ledger.place((piece.start, piece.end))
    diagnostics = list(compilation.diagnostics)
    made: list[Made] = []
    entries: list[Entry] = []
    for draft, name in zip(compilation.drafts, names, strict=True):
        reading, text = compose(draft, f"{issuer}/{name}", official)
        regulation = reading.regulation
        path = trace.trace(draft.working, draft.blocks)
        title = draft.title.title
        diagnostics += check(source, regulation, path, ledger, title, draft.range[0])
        for area in ((draft.title.start, draft.title.end), draft.caption):
            for span in draft.working.spans(*area):
                ledger.place(span)
        move = trace.Relocation(regulation, path, places, text)
        diagnostics += [move(d) for d in reading.diagnostics]
        folder = folder_of(name, regulation, text, path, source)
        made.append(Made(folder, regulation, text, move))
        entries.append(entry_of(regulation, title, source, draft.range))
    return made, Report(
        regulations=tuple(entries),
        noise=tuple(passage(source, n.start, n.end, n.text, n.reason) for n in compilation.noise),
        contents_missing=tuple(
            passage(source, *_range(compilation, e.start, e.end), e.title)
            for e in compilation.missing
        ),
        unlisted=tuple(
            passage(source, *_range(compilation, d.title.start, d.title.end), d.title.title)
            for d in compilation.drafts
            if not d.title.listed and any(x.title.listed for x in compilation.drafts)
        ),
        front=tuple(passage(source, a, b, source.text[a:b]) for a, b in compilation.front),
        groups=tuple(passage(source, a, b, source.text[a:b]) for a, b in compilation.groups),
        diagnostics=tuple(sorted(diagnostics)),
    )


def _range(compilation: Compilation, start: int, end: int) -> tuple[int, int]:
    spans = compilation.working.spans(start, end)
    return (spans[0][0], spans[-1][1]) if spans else (0, 0)


def compose(draft: Draft, slug: str, issuer: str | None) -> tuple[read.Reading, str]:
    """A regulation as read from its own `text.md`, and that text in canonical form."""
    name = f"{slug}/text.md"
    metadata = replace(draft.metadata, issuer=issuer)
    title = markdown.escape(metadata.title)
    text = f"{frontmatter.dump(metadata)}\n# {title}\n\n{emit.body(draft.blocks)}"
    reading = read.read(text, name, slug)
    canonical = write(reading.regulation)
    if canonical != text:
        reading = read.read(canonical, name, slug)
    return reading, canonical


def _join(reports: Sequence[Report], diagnostics: Sequence[Diagnostic], coverage: float) -> Report:
    return Report(
        regulations=tuple(e for r in reports for e in r.regulations),
        noise=tuple(p for r in reports for p in r.noise),
        contents_missing=tuple(p for r in reports for p in r.contents_missing),
        unlisted=tuple(p for r in reports for p in r.unlisted),
        front=tuple(p for r in reports for p in r.front),
        groups=tuple(p for r in reports for p in r.groups),
        diagnostics=tuple(sorted({*diagnostics, *(d for r in reports for d in r.diagnostics)})),
        coverage=coverage,
    )
