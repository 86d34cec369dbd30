"""All issuing bodies and regulations below one folder."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from pathlib import Path

import yaml

from handbook.errors import Diagnostic, HandbookError, Place
from handbook.provision import Regulation
from handbook.read import read_file
from handbook.textfile import decode, read_bytes
from handbook.versions import commencement
from handbook.yamlvalues import Value, parse_mapping

TEXT_FILE = "text.md"
ISSUER_FILE = "issuer.yml"
HISTORY = "history"
#: A folder's name as part of a URL.
SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_ISSUER_KEYS = ("name", "short_names", "kind", "parent")


@dataclass(frozen=True, slots=True)
class Issuer:
    """An issuing body.

    Attributes:
        slug: its folder, first part of every URL.
        name: full name.
        short_names: what the texts and people call it.
        kind: what kind of body it is, in words; "" where not stated.
        parent: the body above it, slug or name; None where not stated.
    """

    slug: str
    name: str
    short_names: tuple[str, ...] = ()
    kind: str = ""
    parent: str | None = None


@dataclass(frozen=True)
class Library:
    """What a folder of regulations holds.

    Attributes:
        root: the folder.
        issuers: by slug.
        regulations: the newest texts, also where they take effect later (see `as_of`); by issuer,
            inside by their place in the source, then by title.
        history: all other versions, in the order of `regulations`, oldest first.
        diagnostics: what was doubtful in the texts.
    """

    root: Path
    issuers: tuple[Issuer, ...]
    regulations: tuple[Regulation, ...]
    history: tuple[Regulation, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()

    @classmethod
    def load(cls, root: Path) -> Library:
        """Reads everything below `root`.

        Raises:
            HandbookError: a file is wrong; all that are wrong are named at once.
        """
        if not root.is_dir():
            raise HandbookError("没有这个文件夹", Place(root.as_posix()))
        errors: list[HandbookError] = []
        issuers: list[Issuer] = []
        current: list[Regulation] = []
        history: list[Regulation] = []
        diagnostics: list[Diagnostic] = []

        def take(path: Path, slug: str, into: list[Regulation]) -> None:
            try:
                reading = read_file(path, slug, path.as_posix())
            except HandbookError as error:
                errors.append(error)
                return
            into.append(reading.regulation)
            diagnostics.extend(reading.diagnostics)

        for folder in _folders(root):
            texts = [f for f in _folders(folder) if (f / TEXT_FILE).is_file()]
            if not texts and not (folder / ISSUER_FILE).is_file():
                continue
            try:
                issuers.append(read_issuer(folder))
            except HandbookError as error:
                errors.append(error)
            own: list[Regulation] = []
            for text in texts:
                slug = f"{folder.name}/{text.name}"
                if not SLUG.fullmatch(text.name):
                    errors.append(_bad_slug(text))
                take(text / TEXT_FILE, slug, own)
                for version in sorted((text / HISTORY).glob("*.md")):
                    take(version, slug, history)
            current.extend(sorted(own, key=_order))
        if errors:
            raise _all(errors)
        place = {r.slug: i for i, r in enumerate(current)}
        history.sort(key=lambda r: (place[r.slug], _effective(r)))
        return cls(root, tuple(issuers), tuple(current), tuple(history), tuple(sorted(diagnostics)))

    def find(self, slug: str) -> Regulation | None:
        """The regulation of that slug as it is now, or None."""
        return next((r for r in self.regulations if r.slug == slug), None)

    def in_force(self, day: date) -> Iterator[Regulation]:
        """The texts in force on a day, in the order of `regulations`.

        Of the versions that had taken effect the last counts; one without effective date counts as
        in effect since ever, and if it is the text as it is now, instead of all others. Provisions
        that take effect later than their regulation are left out until then.

        Raises:
            HandbookError: a `commencement` leads nowhere.
        """
        for now in self.regulations:
            last = self._begun(now, day)
            if last is None or last.metadata.status == "已废止":
                continue
            if last.metadata.repealed is None or last.metadata.repealed > day:
                yield commencement.in_force(last, day)

    def versions(self, slug: str) -> tuple[Regulation, ...]:
        """All versions of a regulation, oldest first; () for an unknown one."""
        found = [v for v in (*self.history, *self.regulations) if v.slug == slug]
        return tuple(sorted(found, key=_effective))

    def as_of(self, day: date) -> Library:
        """The library as a reader sees it on a day.

        `regulations` then holds the version that counts on that day, in the same order: of a
        regulation that has not begun yet the first one, of one that is repealed the last; `history`
        holds all others, those of later days too.
        """
        chosen = [self._begun(now, day) or self.versions(now.slug)[0] for now in self.regulations]
        if all(a is b for a, b in zip(chosen, self.regulations, strict=True)):
            return self
        kept = {id(version) for version in chosen}
        rest = [v for v in (*self.history, *self.regulations) if id(v) not in kept]
        place = {r.slug: i for i, r in enumerate(self.regulations)}
        rest.sort(key=lambda r: (place[r.slug], _effective(r)))
        return replace(self, regulations=tuple(chosen), history=tuple(rest))

    def _begun(self, now: Regulation, day: date) -> Regulation | None:
        """The version that counts on a day, repealed or not; None where none has begun."""
        if now.metadata.start is None:
            return now
        begun = [v for v in (now, *self._older.get(now.slug, ())) if _effective(v) <= day]
        return max(begun, key=_effective, default=None)  # of equals the text as it is now

    @cached_property
    def _older(self) -> dict[str, list[Regulation]]:
        older: dict[str, list[Regulation]] = {}
        for version in self.history:
            older.setdefault(version.slug, []).append(version)
        return older


def _folders(folder: Path) -> list[Path]:
    return sorted(p for p in folder.iterdir() if p.is_dir() and not p.name.startswith("."))


def _effective(regulation: Regulation) -> date:
    return regulation.metadata.start or date.min


def _order(regulation: Regulation) -> tuple[int, str, str]:
    source = regulation.metadata.source
    return (source.start if source else 2**62, regulation.title, regulation.slug)


def _bad_slug(folder: Path) -> HandbookError:
    return HandbookError(
        f"文件夹名“{folder.name}”会成为网址，只能用小写字母、数字和连字符", Place(folder.as_posix())
    )


def _all(errors: list[HandbookError]) -> HandbookError:
    if len(errors) == 1:
        return errors[0]
    rest = "\n".join(str(error) for error in errors[1:])
    return HandbookError(f"{errors[0].message}\n{rest}", errors[0].place)


def read_issuer(folder: Path) -> Issuer:
    """The issuing body whose folder this is.

    Raises:
        HandbookError: `issuer.yml` is missing or wrong, or the folder's name is no slug.
    """
    if not SLUG.fullmatch(folder.name):
        raise _bad_slug(folder)
    path = folder / ISSUER_FILE
    name = path.as_posix()
    if not path.exists():
        raise HandbookError(
            f"“{folder.name}”里有制度，却没有 {ISSUER_FILE}（机关名称）", Place(name)
        )
    found = parse_mapping(decode(read_bytes(path, name), name), name, _ISSUER_KEYS)

    def one(key: str) -> str | None:
        value = found.get(key)
        return value.text(key) if value is not None and value.content is not None else None

    title = one("name")
    if title is None:
        raise HandbookError("缺“name”（机关全称）", Place(name))
    short = found.get("short_names", Value(Place(name), ()))
    return Issuer(
        folder.name,
        title,
        short.texts("short_names") if short.content is not None else (),
        one("kind") or "",
        one("parent"),
    )


def dump_issuer(issuer: Issuer) -> str:
    """The text of `issuer.yml`."""
    data: dict[str, object] = {"name": issuer.name}
    if issuer.short_names:
        data["short_names"] = list(issuer.short_names)
    if issuer.kind:
        data["kind"] = issuer.kind
    if issuer.parent:
        data["parent"] = issuer.parent
    return yaml.safe_dump(data, allow_unicode=True, sort_keys=False, default_flow_style=None)
