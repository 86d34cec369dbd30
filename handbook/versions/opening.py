"""Opening a new version: the text in force goes to `history/`, the new one takes its place.

The file is longer than others: all that may be wrong is looked at before the first file is written,
so the ways in (by a notice, by an edited text, by hand) share their checks and their one writing.
"""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from handbook.amending import instruction
from handbook.amending.apply import apply, repeals
from handbook.amending.instruction import UNREAD, Amendment, day_name
from handbook.amending.proposing import propose
from handbook.errors import HandbookError, Place
from handbook.files import write_whole
from handbook.library import HISTORY, TEXT_FILE, Library
from handbook.linting.versions import versions
from handbook.provision import AppliesFrom, Metadata, Regulation
from handbook.resolver import Resolver
from handbook.textfile import decode, read_bytes
from handbook.versions import record
from handbook.write import write


@dataclass(frozen=True, slots=True)
class Dates:
    """The dates of a new version.

    Attributes:
        start: the day from which it counts.
        issued: 印发、公布.
        adopted: 通过.
        assumed: why `start` is taken where no source states it; "" where it is the effective date.
    """

    start: date
    issued: date | None = None
    adopted: date | None = None
    assumed: str = ""


@dataclass(frozen=True, slots=True)
class Written:
    """What was written: files below the regulations folder, and what to tell the editor."""

    files: tuple[str, ...]
    words: str


class Desk:
    """Opens, records and proposes versions in one folder of regulations."""

    def __init__(self, root: Path) -> None:
        """Reads the library.

        Raises:
            HandbookError: a text is wrong.
        """
        self.root = root
        self.library = Library.load(root)

    def find(self, slug: str) -> Regulation:
        """The regulation of that slug.

        Raises:
            HandbookError: there is none; names the nearest.
        """
        found = self.library.find(slug.strip("/"))
        if found is None:
            known = [r.slug for r in self.library.regulations]
            near = difflib.get_close_matches(slug, known, n=3, cutoff=0.4)
            hint = f"；是不是 {'、'.join(near)}" if near else ""
            raise HandbookError(f"没有制度“{slug}”，应写成 机关/制度{hint}", Place(str(self.root)))
        return found

    def notice(self, name: str) -> Regulation | None:
        """The notice of that slug or title; None where the handbook does not hold it."""
        found = self.library.find(name)
        if found is not None:
            return found
        titled = [r for r in self.library.regulations if r.title == name.strip("《》")]
        return titled[0] if len(titled) == 1 else None

    def propose(self, slug: str, name: str, start: date | None) -> tuple[Written, str]:
        """The instructions of a notice, written beside the version where its day is given.

        Returns:
            What was written, and the text of the proposal.

        Raises:
            HandbookError: there is no such regulation or notice, nothing was read, or there are
                instructions for that day already.
        """
        now, notice = self.find(slug), self.notice(name)
        if notice is None:
            raise HandbookError(f"手册里没有通知“{name}”；请先收录它，或写它的 机关/制度")
        found = propose(now, notice, Resolver.of(self.library))
        text = instruction.dump(found.amendment, found.remarks)
        words = (
            f"读出 {len(found.amendment.instructions)} 条指令，"
            f"{sum(r.startswith(UNREAD) for r in found.remarks)} 处没有读出；"
            "请逐条对照通知核对，再把 confirmed 改成 true。"
        )
        if start is None:
            return Written((), words), text
        path = self._amendment_path(now, start)
        if path.exists():
            raise HandbookError("这一天的修改指令已经有了；要重读请先删去这个文件", _place(path))
        write_whole(self.root, [(path, text)])
        return Written((self._shown(path),), words), text

    def open(self, slug: str, dates: Dates, by: str = "") -> Written:
        """Puts the text in force into `history/` and the new version in its place.

        With confirmed instructions for that day the new text is made by them; without, it is the
        old text, to be edited, and the version stays open until it is recorded.

        Raises:
            HandbookError: dates are out of order, there is such a version, the text was changed
                without a version, or the instructions do not fit; nothing is written then.
        """
        now = self.find(slug)
        _check_dates(dates)
        self._check_order(now, dates.start)
        found = record.load(self.root / now.slug)
        self._check_untouched(now, found)
        amendment = self._amendment(now, dates.start, by)
        if amendment is not None and repeals(amendment):
            return self._repeal(now, dates, found)
        new = now if amendment is None else apply(now, amendment)
        titles = self._amended_by(now, amendment, by)
        metadata = _metadata(now.metadata, dates, titles)
        new = replace(new, metadata=replace(metadata, title=new.title))
        folder = self.root / now.slug
        old_name = f"{day_name(now.metadata.start)}.md"
        old = self._text(now)
        superseded = {**(found.superseded if found else {}), old_name: record.sha256(old)}
        kept = record.of(new, superseded, is_open=amendment is None)
        files = [
            (folder / HISTORY / old_name, old),
            (folder / TEXT_FILE, write(new)),
            (folder / record.FILE, record.dump(kept)),
        ]
        write_whole(self.root, files)
        then = (
            f"请改 {TEXT_FILE}，改完运行 handbook amend {now.slug} --record 登记。"
            if amendment is None
            else f"已按 {len(amendment.instructions)} 条指令改好。"
        )
        waits = "（还没有施行）" if dates.start > date.today() else ""
        words = f"“{new.title}”{dates.start} 的版本已建立{waits}。{then}"
        return Written(tuple(self._shown(path) for path, _ in files), words)

    def edited(self, before: Desk) -> tuple[str, ...]:
        """The regulations whose words differ from `before` while no version was opened."""
        found = []
        for now in self.library.regulations:
            was = before.library.find(now.slug)
            if was is None or record.load(self.root / now.slug) != record.load(
                before.root / now.slug
            ):
                continue
            if record.of(now, {}).provisions != record.of(was, {}).provisions:
                found.append(now.slug)
        return tuple(found)

    def adopt(self, slug: str, before: Desk, dates: Dates | None = None, by: str = "") -> Written:
        """Makes a version of a text that was edited where it stands: the old one is in `before`.

        For who edits on the page of a Git host, where nothing can be run beforehand.

        Args:
            slug: the regulation.
            before: the handbook as it was, for example in the main branch.
            dates: of the new version; None: those that the edited front matter states.
            by: the amending notice; "": what the front matter states.

        Raises:
            HandbookError: there is a version already, dates are missing or out of order, or the
                old text was changed without a version; nothing is written then.
        """
        now, was = self.find(slug), before.find(slug)
        found = record.load(before.root / was.slug)
        if record.load(self.root / now.slug) != found:
            raise HandbookError("这次修改里已经建立了版本，不必再建", Place(now.file))
        before._check_untouched(was, found)
        metadata = now.metadata
        if dates is None:
            dates = _stated(now, was)
        else:
            metadata = _metadata(metadata, dates, self._amended_by(now, None, by))
        _check_dates(dates)
        before._check_order(was, dates.start)
        new = replace(now, metadata=metadata)
        old, old_name = before._text(was), f"{day_name(was.metadata.start)}.md"
        superseded = {**(found.superseded if found else {}), old_name: record.sha256(old)}
        folder = self.root / now.slug
        files = [
            (folder / HISTORY / old_name, old),
            (folder / TEXT_FILE, write(new)),
            (folder / record.FILE, record.dump(record.of(new, superseded))),
        ]
        write_whole(self.root, files)
        words = f"“{new.title}”{dates.start} 的版本已建立，旧文字存在 {HISTORY}/{old_name}。"
        return Written(tuple(self._shown(path) for path, _ in files), words)

    def enter(self, slug: str) -> Written:
        """Records a new regulation, or closes a version that was open.

        Raises:
            HandbookError: it is recorded already, and differs.
        """
        now = self.find(slug)
        found = record.load(self.root / now.slug)
        if found is not None and not found.open:
            self._check_untouched(now, found)
            return Written((), f"“{now.title}”已经登记，没有变化。")
        return self._enter([now])

    def enter_all(self) -> Written:
        """Records every regulation that has no record yet."""
        found = self.library.regulations
        return self._enter([r for r in found if record.load(self.root / r.slug) is None])

    def _enter(self, regulations: list[Regulation]) -> Written:
        files = []
        for now in regulations:
            folder = self.root / now.slug
            known = record.load(folder)
            superseded = known.superseded if known else self._history(folder)
            text = record.dump(record.of(now, superseded))
            files.append((folder / record.FILE, text))
        if files:
            write_whole(self.root, files)
        return Written(
            tuple(self._shown(path) for path, _ in files), f"登记了 {len(files)} 部制度。"
        )

    def _history(self, folder: Path) -> Mapping[str, str]:
        paths = sorted((folder / HISTORY).glob("*.md"))
        return {p.name: record.sha256(decode(read_bytes(p, p.name), p.name)) for p in paths}

    # Checks

    def _check_order(self, now: Regulation, start: date) -> None:
        chain = self.library.versions(now.slug)
        for version in chain:
            if version.metadata.start == start:
                raise HandbookError(f"已经有 {start} 的版本了", Place(version.file))
        newest = chain[-1].metadata.start
        if newest is not None and start < newest:
            raise HandbookError(
                f"最新的版本从 {newest} 起，新版本不能早于它；版本要按日期先后一个接一个建立",
                Place(chain[-1].file),
            )
        old = self.root / now.slug / HISTORY / f"{day_name(now.metadata.start)}.md"
        if old.exists():
            raise HandbookError("要放旧版本的地方已经有这个文件，请先查明它是什么", _place(old))

    def _check_untouched(self, now: Regulation, found: record.Record | None) -> None:
        if found is None:
            return
        if found.open:
            raise HandbookError(
                f"上一个版本还在编辑；先运行 handbook amend {now.slug} --record 登记",
                Place(now.file),
            )
        only = replace(
            self.library,
            regulations=(now,),
            history=tuple(v for v in self.library.history if v.slug == now.slug),
        )
        wrong = [
            d for d in versions(only) if d.code in ("change-without-version", "version-edited")
        ]
        if wrong:
            raise HandbookError(
                "建立版本之前，正文或旧版本已被改动，这样旧文字就丢了。请先恢复原来的文字"
                f"（如 git checkout -- {now.file}），建立版本以后再改。发现的改动：\n"
                + "\n".join(f"{d.file}:{d.line}:{d.column} {d.message}" for d in wrong[:5]),
                Place(now.file),
            )

    def _amendment(self, now: Regulation, start: date, by: str) -> Amendment | None:
        path = self._amendment_path(now, start)
        if not path.exists():
            return None
        found = instruction.load(path)
        if not found.confirmed:
            raise HandbookError(
                "修改指令还没有人核对；逐条对照通知核对后，把 confirmed 改成 true", _place(path)
            )
        lines = decode(read_bytes(path, path.as_posix()), path.as_posix()).splitlines()
        unread = next((n for n, line in enumerate(lines, 1) if line.startswith(f"# {UNREAD}")), 0)
        if unread:
            raise HandbookError(
                "这一行说通知里有没有读出的修改：请照通知补成指令，或确认不必改，然后删去这行注释",
                Place(path.as_posix(), unread),
            )
        if found.base != now.metadata.start:
            raise HandbookError(
                f"指令改的是 {day_name(found.base)} 的版本，而现在的版本是 "
                f"{day_name(now.metadata.start)}；修改要一个接一个，请核对次序",
                _place(path),
            )
        if by and self._name(by) != self._name(found.notice):
            raise HandbookError(f"指令出自“{found.notice}”，不是“{by}”", _place(path))
        return found

    def _name(self, name: str) -> str:
        notice = self.notice(name)
        return notice.slug if notice else name.strip("《》")

    def _amended_by(self, now: Regulation, amendment: Amendment | None, by: str) -> tuple[str, ...]:
        name = by or (amendment.notice if amendment else "")
        if not name:
            return now.metadata.amended_by
        notice = self.notice(name)
        return (*now.metadata.amended_by, notice.title if notice else name.strip("《》"))

    def _repeal(self, now: Regulation, dates: Dates, found: record.Record | None) -> Written:
        metadata = replace(now.metadata, repealed=dates.start)
        path = self.root / now.slug / TEXT_FILE
        files = [(path, write(replace(now, metadata=metadata)))]
        if found is None:
            files.append((path.with_name(record.FILE), record.dump(record.of(now, {}))))
        write_whole(self.root, files)
        return Written(
            tuple(self._shown(p) for p, _ in files), f"“{now.title}”自 {dates.start} 起废止。"
        )

    def _amendment_path(self, now: Regulation, start: date) -> Path:
        return self.root / now.slug / HISTORY / f"{start}{instruction.SUFFIX}"

    def _text(self, version: Regulation) -> str:
        return decode(read_bytes(Path(version.file), version.file), version.file)

    def _shown(self, path: Path) -> str:
        return path.relative_to(self.root).as_posix()


def _place(path: Path) -> Place:
    return Place(path.as_posix())


def _check_dates(dates: Dates) -> None:
    if dates.adopted and dates.issued and dates.issued < dates.adopted:
        raise HandbookError(
            f"印发日期 {dates.issued} 早于通过日期 {dates.adopted}，请核对哪个写错了"
        )
    for day, words in ((dates.issued, "印发"), (dates.adopted, "通过")):
        if day and dates.start < day:
            raise HandbookError(f"施行日期 {dates.start} 早于{words}日期 {day}，请核对哪个写错了")


def _stated(now: Regulation, was: Regulation) -> Dates:
    """The dates that an edited front matter states, where they are those of a new version."""
    new, old = now.metadata, was.metadata
    how = "请在文头写新版本的日期：issued（修改决定的印发日期）和 effective（施行日期）"
    if new.start is None or new.start == old.start:
        raise HandbookError(
            f"条文改了，文头没有新的施行日期。{how}；只是订正错字的，不建立版本，照"
            "检查里的说明在 versions.yml 里声明",
            Place(now.file),
        )
    for key, own, before in (
        ("issued", new.issued, old.issued),
        ("adopted", new.adopted, old.adopted),
    ):
        if own is not None and own == before:
            raise HandbookError(
                f"{key} 还是旧版本的日期（{own}）。{how}；来源没有写的，删去这一行",
                Place(now.file),
            )
    assumed = new.applies_from.reason if new.applies_from else ""
    return Dates(new.start, new.issued, new.adopted, assumed)


def _metadata(old: Metadata, dates: Dates, amended_by: tuple[str, ...]) -> Metadata:
    """The front matter of a new version: its own dates, nothing of the old ones'."""
    assumed = AppliesFrom(dates.start, dates.assumed) if dates.assumed else None
    return replace(
        old,
        adopted=dates.adopted,
        issued=dates.issued,
        effective=None if assumed else dates.start,
        applies_from=assumed,
        repealed=None,
        commencement=(),
        amended_by=amended_by,
    )
