"""Versions: no text changes unnoticed, dates are in order, every amendment is proved."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise
from pathlib import Path

from handbook import citation, sourcemap
from handbook.amending import instruction
from handbook.amending.apply import prove
from handbook.amending.instruction import Amendment, day_name
from handbook.errors import Diagnostic, HandbookError, Place
from handbook.library import HISTORY, TEXT_FILE, Library
from handbook.linting.codes import CODES
from handbook.provision import Provision, Regulation
from handbook.sourcemap import digest
from handbook.textfile import decode, read_bytes
from handbook.versions import commencement, record
from handbook.versions.record import Record


def versions(library: Library) -> Iterator[Diagnostic]:
    """What is wrong with the versions of all regulations.

    Raises:
        HandbookError: a record cannot be read.
    """
    records = {r.slug: record.load(library.root / r.slug) for r in library.regulations}
    recorded = any(found is not None for found in records.values())
    for regulation in library.regulations:
        chain = library.versions(regulation.slug)
        folder = library.root / regulation.slug
        newest = next((v for v in chain if Path(v.file).name == TEXT_FILE), regulation)
        yield from _names_and_dates(newest, chain)
        yield from _commencement(chain)
        found = records[regulation.slug]
        if found is not None:
            yield from _recorded(newest, found, folder)
            yield from _superseded(found, folder)
        elif recorded:
            yield _at(
                "version-unrecorded", Place(regulation.file),
                f"这部制度还没有登记版本；运行 handbook amend {regulation.slug} --record",
            )  # fmt: skip
        yield from _amendments(chain, folder)


def _at(code: str, place: Place, message: str) -> Diagnostic:
    return Diagnostic(place.file, place.line, place.column, code, CODES[code].severity, message)


def _key(version: Regulation, key: str) -> Place:
    """Where a key of the front matter stands."""
    lines = Path(version.file).read_text("utf-8-sig").split("\n")
    line = next((n for n, text in enumerate(lines, 1) if text.startswith(f"{key}:")), 1)
    return Place(version.file, line)


def _names_and_dates(now: Regulation, chain: tuple[Regulation, ...]) -> Iterator[Diagnostic]:
    for version in chain:
        start, metadata = version.metadata.start, version.metadata
        name = f"{day_name(start)}.md"
        if version is not now and Path(version.file).name != name:
            yield _at(
                "version-name", Place(version.file),
                f"旧版本的文件名应为它起用的日子：{name}；请改文件名，或改文头的日期",
            )  # fmt: skip
        for key, words in (("adopted", "通过"), ("issued", "印发、公布")):
            before = getattr(metadata, key)
            if before and metadata.effective and metadata.effective < before:
                yield _at(
                    "version-order", _key(version, "effective"),
                    f"施行日期 {metadata.effective} 早于{words}日期 {before}；请核对哪个写错了",
                )  # fmt: skip
        if metadata.repealed and start and metadata.repealed < start:
            yield _at(
                "version-order", _key(version, "repealed"),
                f"废止日期 {metadata.repealed} 早于施行日期 {start}；请核对哪个写错了",
            )  # fmt: skip
    if len(chain) > 1 and now.metadata.start is None:
        yield _at(
            "version-order", Place(now.file),
            f"{HISTORY}/ 里有旧版本，{TEXT_FILE} 却没有日期；请在文头写 effective（施行日期），"
            "来源没有写的，写 applies_from 和理由",
        )  # fmt: skip
        return
    if chain[-1] is not now:
        yield _at(
            "version-order", Place(chain[-1].file),
            f"这个版本比 {TEXT_FILE}（{now.metadata.start}）还新；{TEXT_FILE} 应当是最新的版本",
        )  # fmt: skip
    for one, other in pairwise(chain):
        if one.metadata.start == other.metadata.start:
            yield _at(
                "version-order", Place(one.file),
                f"有两个版本都从 {day_name(one.metadata.start)} 起；同一天只能有一个版本",
            )  # fmt: skip


def _commencement(chain: tuple[Regulation, ...]) -> Iterator[Diagnostic]:
    earlier: Regulation | None = None
    for version in chain:
        for entry in version.metadata.commencement:
            place = _key(version, "commencement")
            try:
                found = commencement.later(version, entry)
            except HandbookError as error:
                yield _at("commencement-unclear", place, error.message)
                continue
            start = version.metadata.start
            if start is not None and entry.effective <= start:
                yield _at(
                    "commencement-unclear", place,
                    f"“{entry.provisions}”的施行日期 {entry.effective} 不晚于全文的 {start}，"
                    "不必写在 commencement 里",
                )  # fmt: skip
            before = {p.id for p in earlier.walk()} if earlier else set()
            if any(p.id in before for p in found):
                yield _at(
                    "commencement-unclear", place,
                    f"“{entry.provisions}”在上一个版本里也有，新文字施行以前旧文字仍有效；"
                    "请分成两个版本，各写各的施行日期",
                )  # fmt: skip
        earlier = version


def _recorded(now: Regulation, found: Record, folder: Path) -> Iterator[Diagnostic]:
    """Whether the newest text is the recorded one, corrections undone."""
    metadata, slug = now.metadata, now.slug
    if found.open:
        yield _at(
            "version-open", Place(now.file),
            f"这个版本还在编辑；改完后运行 handbook amend {slug} --record 登记",
        )  # fmt: skip
        return
    if found.start != metadata.start:
        yield _at(
            "change-without-version", _key(now, "effective"),
            f"这个版本起用的日子是 {day_name(metadata.start)}，登记的是 {day_name(found.start)}；"
            f"新版本请用 handbook amend {slug} 建立，登记错了请改 {record.FILE}",
        )  # fmt: skip
    if found.title != now.title:
        yield _at(
            "change-without-version", _key(now, "title"),
            f"名称与登记的“{found.title}”不同；改名是修订，请用 handbook amend {slug} 建立新版本",
        )  # fmt: skip
    yield from _changed(now, found, folder)


def _changed(now: Regulation, found: Record, folder: Path) -> Iterator[Diagnostic]:
    origins = sourcemap.load(folder) if not found.superseded else None
    own = {p.id: p for p in now.walk()}
    used: set[int] = set()
    how = (
        f"修订请用 handbook amend {now.slug} --effective 施行日期 建立新版本；只是订正错字的，"
        f"在 {record.FILE} 的 corrections 里写明（provision、old、new、reason）"
    )
    for key, provision in own.items():
        expected = found.provisions.get(key)
        words, applied = _undone(provision, found)
        used |= applied
        if expected == digest(words) or _as_imported(origins, provision):
            continue
        shown = citation.cited(now)[key].words
        what = "没有登记过" if expected is None else "与登记的不同"
        yield _at(
            "change-without-version", Place(now.file, max(provision.lines[0], 1)),
            f"{shown} 的文字{what}。{how}；这处的 provision 是 {key}",
        )  # fmt: skip
    missing = [key for key in found.provisions if key not in own]
    if missing and not (origins and all(key not in origins.origins for key in missing)):
        some = "、".join(missing[:5]) + ("……" if len(missing) > 5 else "")
        yield _at(
            "change-without-version", Place(now.file),
            f"登记过的条款不见了：{some}。{how}",
        )  # fmt: skip
    elif [k for k in own if k in found.provisions] != [k for k in found.provisions if k in own]:
        yield _at(
            "change-without-version", Place(now.file), f"条款的次序与登记的不同。{how}"
        )  # fmt: skip
    for number, one in enumerate(found.corrections):
        if number not in used:
            yield _at(
                "correction-unused", one.place,
                f"这处订正对不上：“{one.new[:30]}”在 {one.provision} 里要正好一处；"
                "请核对，或删去这一项",
            )  # fmt: skip


def _undone(provision: Provision, found: Record) -> tuple[str, set[int]]:
    """The words of a provision with its corrections taken back, and which these were."""
    words, used = "".join(provision.words.split()), set[int]()
    for number, one in reversed(list(enumerate(found.corrections))):
        new = "".join(one.new.split())
        if one.provision == provision.id and words.count(new) == 1:
            words = words.replace(new, "".join(one.old.split()))
            used.add(number)
    return words, used


def _as_imported(origins: sourcemap.SourceMap | None, provision: Provision) -> bool:
    """Whether import wrote these words: from the source, by the repairs in `fixups.yml`."""
    return origins is not None and origins.spans(provision.id, provision.words) is not None


def _superseded(found: Record, folder: Path) -> Iterator[Diagnostic]:
    there: dict[str, Path] = {p.name: p for p in sorted((folder / HISTORY).glob("*.md"))}
    for name, path in there.items():
        shown = path.as_posix()
        text = decode(read_bytes(path, shown), shown)
        if name not in found.superseded:
            yield _at(
                "version-edited", Place(shown),
                f"{record.FILE} 里没有登记这个旧版本；旧版本由 handbook amend 写入，不手工增加",
            )  # fmt: skip
        elif record.sha256(text) != found.superseded[name]:
            yield _at(
                "version-edited", Place(shown),
                "旧版本登记之后被改过。旧版本是当时的原文，不能再改；请从 Git 恢复这个文件",
            )  # fmt: skip
    for name in found.superseded:
        if name not in there:
            yield _at(
                "version-edited", Place((folder / record.FILE).as_posix()),
                f"登记过的旧版本 {HISTORY}/{name} 不见了；请从 Git 恢复",
            )  # fmt: skip


def _amendments(chain: tuple[Regulation, ...], folder: Path) -> Iterator[Diagnostic]:
    by_name: Mapping[str, Regulation] = {day_name(v.metadata.start): v for v in chain}
    for path in sorted((folder / HISTORY).glob(f"*{instruction.SUFFIX}")):
        try:
            amendment = instruction.load(path)
        except HandbookError as error:
            yield _at("amendment-unproved", error.place or Place(path.as_posix()), error.message)
            continue
        version = by_name.get(path.name.removesuffix(instruction.SUFFIX))
        if not amendment.confirmed:
            yield _at(
                "amendment-unconfirmed", Place(path.as_posix()),
                "这些指令还没有人核对；逐条对照通知核对后，把 confirmed 改成 true",
            )  # fmt: skip
        if version is None:
            if amendment.confirmed:
                yield _at(
                    "amendment-unproved", Place(path.as_posix()),
                    "没有这一天的版本；请用 handbook amend 建立，或改文件名",
                )  # fmt: skip
            continue
        try:
            _prove(chain, by_name, version, amendment)
        except HandbookError as error:
            yield _at("amendment-unproved", error.place or Place(path.as_posix()), error.message)


def _prove(
    chain: tuple[Regulation, ...],
    by_name: Mapping[str, Regulation],
    version: Regulation,
    amendment: Amendment,
) -> None:
    base = by_name.get(day_name(amendment.base))
    place = Place(amendment.file)
    if base is None:
        raise HandbookError(f"base 写的版本 {day_name(amendment.base)} 不在手册里", place)
    if chain.index(base) + 1 != chain.index(version):
        raise HandbookError(
            f"base 写的是 {day_name(amendment.base)}，它不是这个版本的前一个版本；"
            "修改要一个接一个，请核对次序",
            place,
        )
    new = decode(read_bytes(Path(version.file), version.file), version.file)
    prove(base, amendment, new)
