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
from handbook.importing.canonical import Noise
from handbook.importing.segments import FLAT_LINE, segment
from handbook.importing.source import Places, Source
from handbook.importing.title import Found, Title, lines
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

    title: Title
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
    noise: tuple[Noise, ...]
    missing: tuple[toc.Entry, ...]
    used: tuple[Span, ...]
    front: tuple[Span, ...]
    groups: tuple[Span, ...]
    working: Working
    diagnostics: tuple[Diagnostic, ...]


@dataclass(frozen=True, slots=True)
class Outline:
    """Where the parts of a source stand: noise, contents, front, titles; no text is cut yet.

    Attributes:
        bounds: where the text of each title ends, in the working text.
        repairs: edits of the source by fix-ups.
        flat: the source was pasted on one line.
    """

    source: Source
    frame: noise.Frame
    working: Working
    contents: toc.Contents | None
    front: fronting.Front
    found: Found
    bounds: tuple[int, ...]
    repairs: tuple[Edit, ...]
    flat: bool

    def area(self, index: int) -> Span:
        """The half-open range of the source that a regulation fills, its title included."""
        spans = self.working.spans(self.found.titles[index].start, self.bounds[index])
        return (spans[0][0], spans[-1][1]) if spans else (0, 0)


def outline(source: Source, repairs: Iterable[Edit] = ()) -> Outline:
    """Find the parts of a source. `repairs`: edits of the source by fix-ups, already located.

    Raises:
        HandbookError: no regulation can be found in the file.
    """
    frame = noise.find(source.text, source.noise)
    edits = [Edit(n.start, n.end) for n in frame.noise]
    edits += [Edit(j.start, j.end, j.new) for j in source.joins]
    edits += [Edit(p.start, p.end) for p in frame.properties]
    repairs = tuple(repairs)
    work = prepare(source, [*edits, *repairs])
    contents = toc.find(work)
    front = fronting.read(work, contents.start if contents else len(work.text))
    start = contents.end if contents else 0
    if front.names and not contents:
        start = max(start, front.names[-1].end)
    if front.notice and front.announced:
        start = max(start, front.notice[1])
    found = _said(source, work) or titles.find(work, contents, front.announced, start)
    if not found.titles:
        found = replace(found, titles=(_only_title(source, work, start),))
    front = fronting.close_notice(work, front, found.titles[0].start)
    flat = not source.canonical and max(map(len, work.text.split("\n"))) > FLAT_LINE
    bounds = tuple(_bounds(work, found))
    return Outline(source, frame, work, contents, front, found, bounds, repairs, flat)


def compile_outline(parts: Outline) -> Compilation:
    """Cut the text of each regulation into blocks, and account for everything else."""
    work, found, front, contents = parts.working, parts.found, parts.front, parts.contents
    issued = front.issued or _published(parts.frame.properties)
    drafts = tuple(_draft(parts, index, issued) for index in range(len(found.titles)))
    used: list[Span] = [(p.start, p.end) for p in parts.frame.properties]
    used += [(e.start, e.end) for e in parts.repairs]
    front_spans: list[Span] = []
    for name in front.names:
        front_spans += work.spans(name.start, name.end)
    if front.notice:
        front_spans += work.spans(*front.notice)
    if contents:
        used += work.spans(contents.start, contents.end)
    first = min(found.titles[0].start, *(g[0] for g in found.groups), len(work.text))
    front_spans += _loose(work, contents.end if contents else 0, first, front)
    return Compilation(
        source=parts.source,
        drafts=drafts,
        noise=parts.frame.noise,
        missing=found.missing,
        used=tuple(used),
        front=tuple(front_spans),
        groups=tuple(s for g in found.groups for s in work.spans(*g)),
        working=work,
        diagnostics=(*parts.source.diagnostics, *_notes(parts.source, work, found, drafts)),
    )


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
    for line in lines(work, start, end):
        if not any(a <= line.start < b for a, b in taken):
            out += work.spans(line.start, line.end)
    return out


def _only_title(source: Source, work: Working, start: int) -> Title:
    """The title of a file that holds one regulation: its first short line, or the file's name."""
    for line in lines(work, start, len(work.text))[:1]:
        words = squeeze(line.text).lstrip("#")
        if len(words) <= 60 and not re.search("[，,。；;]", words) and not parse_label(line.text):
            return Title(words, words, line.start, line.end, False)
    name = re.sub(r"\.[^.]+$", "", source.name)
    if not work.text[start:].strip():
        raise HandbookError("没有找到任何制度的正文。", Place(source.name))
    return Title(name, "", start, start, False)


def _said(source: Source, work: Working) -> Found | None:
    """The title of a file that says itself which line it is."""
    if source.title is None:
        return None
    for line in lines(work, 0, len(work.text)):
        if source.title[0] <= work.offset(line.start) < source.title[1]:
            title = Title(line.text, line.text, line.start, line.end, False)
            return Found((title,), (), ())
    return None


def _bounds(work: Working, found: Found) -> list[int]:
    """Where each regulation ends: at the next title, part heading or chapter of the compilation."""
    stops = {t.start for t in found.titles} | {g[0] for g in found.groups}
    stops |= {d.start for t in found.titles for d in t.divisions}
    ordered = sorted(stops)
    out = []
    for title in found.titles:
        after = [s for s in ordered if s >= title.end and s > title.start]
        out.append(after[0] if after else len(work.text))
    return out


def _draft(parts: Outline, index: int, issued: date | None) -> Draft:
    source, work = parts.source, parts.working
    title, end = parts.found.titles[index], parts.bounds[index]
    caption = fronting.caption(work, title.end, end)
    start = max(title.end, caption.end)
    segments = segment(work, start, end, flat=parts.flat)
    chain = [
        Block(label, d.heading, "", Layout.NEXT_BLOCK, d.start, d.end)
        for d in title.divisions
        if (label := parse_label(d.label + " "))
    ]
    area = parts.area(index)
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
        (*chain, *blocking.blocks(work, segments, flat=parts.flat)),
        (title.end, caption.end) if caption.lines else (0, 0),
        tuple(w for s in segments for w in s.wraps),
        area,
        work,
    )


def _notes(
    source: Source, work: Working, found: Found, drafts: Sequence[Draft]
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
