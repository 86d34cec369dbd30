"""One compilation, from its raw text to drafts of its regulations. Nothing is written here."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from handbook.errors import Diagnostic, HandbookError, Place, Severity
from handbook.importing import blocks as blocking
from handbook.importing import contents as toc
from handbook.importing import front as fronting
from handbook.importing import metadata, noise, titles
from handbook.importing.blocks import Block
from handbook.importing.segments import FLAT_LINE, segment
from handbook.importing.source import Places, Source
from handbook.importing.working import Edit, Span, Working, prepare, squeeze
from handbook.labels import parse_label
from handbook.provision import Layout, Metadata, SourceRange


@dataclass(frozen=True, slots=True)
class Draft:
    """A regulation as found in a compilation.

    Attributes:
        title: the printed title (range and spelling), or None where the file is one regulation.
        metadata: what the text says of itself.
        blocks: its text.
        caption: range of the lines under the title that are metadata.
        wraps: places where a sentence broken over two lines was joined.
        range: half-open range of the source that the regulation fills.
        working: the text its ranges speak of.
    """

    title: titles.Title
    metadata: Metadata
    blocks: tuple[Block, ...]
    caption: tuple[int, int]
    wraps: tuple[int, ...]
    range: Span
    working: Working


@dataclass(frozen=True, slots=True)
class Compilation:
    """Everything that was found in one source, each character accounted for.

    Attributes:
        used: ranges of the source that stand in something that is not a draft: contents, names,
            notice, part headings, properties, repaired words.
        front: texts that belong to the compilation as a whole (its name, the notice), with ranges.
    """

    source: Source
    drafts: tuple[Draft, ...]
    noise: tuple[noise.Noise, ...]
    missing: tuple[toc.Entry, ...]
    used: tuple[Span, ...]
    front: tuple[Span, ...]
    groups: tuple[Span, ...]
    working: Working
    diagnostics: tuple[Diagnostic, ...]


def compile_source(source: Source, repairs: Iterable[Edit] = ()) -> Compilation:
    """Split a source into drafts. `repairs`: edits of the source by fix-ups, already located.

    Raises:
        HandbookError: no regulation can be found in the file.
    """
    frame = noise.find(source.text)
    edits = [Edit(n.start, n.end) for n in frame.noise]
    edits += [Edit(p.start, p.end) for p in frame.properties]
    repairs = tuple(repairs)
    work = prepare(source, [*edits, *repairs])
    flat = max(map(len, work.text.split("\n"))) > FLAT_LINE
    contents = toc.find(work)
    front = fronting.read(work, contents.start if contents else len(work.text))
    start = contents.end if contents else 0
    if front.names and not contents:
        start = max(start, front.names[-1].end)
    search_from = front.notice[1] if front.notice and front.announced else start
    found = titles.find(work, contents, front.announced, max(start, search_from))
    if not found.titles:
        found = replace(found, titles=(_only_title(source, work, start),))
    front = fronting.close_notice(work, front, found.titles[0].start)
    year = _published(frame.properties)
    bounds = _bounds(work, found)
    drafts = tuple(
        _draft(source, work, title, end, flat=flat, issued=front.issued or year, rest=index)
        for index, (title, end) in enumerate(zip(found.titles, bounds, strict=True))
    )
    used: list[Span] = [(p.start, p.end) for p in frame.properties]
    used += [(e.start, e.end) for e in repairs]
    front_spans: list[Span] = []
    for name in front.names:
        front_spans += work.spans(name.start, name.end)
    if front.notice:
        front_spans += work.spans(*front.notice)
    if contents:
        used += work.spans(contents.start, contents.end)
    first = found.titles[0].start
    behind = contents.end if contents else 0
    loose = _loose(work, behind, min([first, *(g[0] for g in found.groups)]), front)
    front_spans += loose
    groups = [s for g in found.groups for s in work.spans(*g)]
    diagnostics = [*source.diagnostics, *_notes(source, work, found, drafts)]
    return Compilation(
        source, drafts, frame.noise, found.missing, tuple(used), tuple(front_spans),
        tuple(groups), work, tuple(diagnostics),
    )  # fmt: skip


def _published(properties: Sequence[noise.Property]) -> date | None:
    for item in properties:
        if item.key in ("发文日期", "成文日期", "生成日期"):
            found = metadata.dates(item.value)
            if found:
                return found[0].value
    return None


def _loose(work: Working, start: int, end: int, front: fronting.Front) -> list[Span]:
    """Lines before the first regulation that are neither contents, name nor notice."""
    out: list[Span] = []
    taken = [(n.start, n.end) for n in front.names] + ([front.notice] if front.notice else [])
    for line in titles.lines(work, start, end):
        if not any(a <= line.start < b for a, b in taken):
            out += work.spans(line.start, line.end)
    return out


def _only_title(source: Source, work: Working, start: int) -> titles.Title:
    """The title of a file that holds one regulation: its first short line, or the file's name."""
    for line in titles.lines(work, start, len(work.text))[:1]:
        words = squeeze(line.text).lstrip("#")
        if len(words) <= 60 and not re.search("[，,。；;]", words) and not parse_label(line.text):
            return titles.Title(words, words, line.start, line.end, False)
    name = re.sub(r"\.[^.]+$", "", source.name)
    if not work.text[start:].strip():
        raise HandbookError("没有找到任何制度的正文。", Place(source.name))
    return titles.Title(name, "", start, start, False)


def _bounds(work: Working, found: titles.Found) -> list[int]:
    """Where each regulation ends: at the next title, part heading or chapter of the compilation."""
    stops = {t.start for t in found.titles} | {g[0] for g in found.groups}
    stops |= {d.start for t in found.titles for d in t.divisions}
    ordered = sorted(stops)
    out = []
    for title in found.titles:
        after = [s for s in ordered if s >= title.end and s > title.start]
        out.append(after[0] if after else len(work.text))
    return out


def _draft(
    source: Source,
    work: Working,
    title: titles.Title,
    end: int,
    *,
    flat: bool,
    issued: date | None,
    rest: int,
) -> Draft:
    caption = fronting.caption(work, title.end, end)
    start = max(title.end, caption.end)
    segments = segment(work, start, end, flat=flat)
    found = list(blocking.blocks(work, segments, flat=flat))
    chain = [
        Block(label, d.heading, "", Layout.NEXT_BLOCK, d.start, d.end)
        for d in title.divisions
        if (label := parse_label(d.label + " "))
    ]
    if chain:
        found = [*chain, *found]
    spans = work.spans(title.start, end)
    area = (spans[0][0], spans[-1][1]) if spans else (0, 0)
    text = work.text[start:end]
    return Draft(
        title,
        Metadata(
            title=title.title,
            number=caption.number,
            adopted=caption.adopted,
            issued=caption.issued or issued,
            effective=caption.effective or metadata.effective(text),
            status=metadata.status(title.title),
            source=SourceRange(source.name, source.sha256, *source.outer(*area)),
            promulgation=caption.lines,
        ),
        tuple(found),
        (title.end, caption.end) if caption.lines else (0, 0),
        tuple(w for s in segments for w in s.wraps),
        area,
        work,
    )


def _notes(
    source: Source, work: Working, found: titles.Found, drafts: Sequence[Draft]
) -> Iterable[Diagnostic]:
    place_of = Places(source)

    def note(at: int, code: str, severity: Severity, message: str) -> Diagnostic:
        spot = place_of(work.offset(at))
        return Diagnostic(spot.file, spot.line, spot.column, code, severity, message)

    for draft in drafts:
        for wrap in draft.wraps:
            yield note(
                wrap, "wrapped-line", Severity.INFO,
                f"一句话在这里断成两行（…{_around(work.text, wrap)}…），已接成一段。请核对。",
            )  # fmt: skip
        for block in draft.blocks:
            if block.dropped:
                yield note(
                    block.start, "page-break-blank", Severity.INFO,
                    f"这一条句子中间有 {block.dropped} 处断页留下的空格，正文里已去掉。",
                )  # fmt: skip
    for entry in found.missing:
        yield note(
            entry.start, "contents-without-text", Severity.WARNING,
            f"目录列有“{entry.title}”，文件里没有它的正文。请向来源单位索取，或确认已废止。",
        )  # fmt: skip
    for title in found.titles:
        if title.printed and title.printed != title.title:
            yield note(
                title.start, "title-differs", Severity.WARNING,
                f"正文标题印作“{title.printed}”，目录或印发通知写作“{title.title}”；手册采用后者。",
            )  # fmt: skip
        elif not title.listed and (found.missing or any(t.listed for t in found.titles)):
            yield note(
                title.start, "text-not-in-contents", Severity.INFO,
                f"“{title.title}”有正文，但目录里没有列。",
            )  # fmt: skip


def _around(text: str, at: int) -> str:
    return squeeze(text[max(0, at - 8) : at]) + "／" + squeeze(text[at : at + 6])
