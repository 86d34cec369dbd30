"""Folder names of regulations: pinyin of the title without tones, hyphens between words."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable

import rjieba
from pypinyin import lazy_pinyin

from handbook.importing.genre import stem

_MAX_WORDS = 6


def slug(title: str, prefixes: Iterable[str], taken: Container[str]) -> str:
    """A free folder name for a regulation.

    Args:
        title: 阿里地区行署办公室车辆运行费用管理办法.
        prefixes: names of the issuing body; a title need not repeat them in its address.
        taken: names in use; a second regulation of a name gets `-2`.
    """
    core = re.sub(r"[（(][^（()）]*[)）]", "", title)
    for prefix in sorted(prefixes, key=len, reverse=True):
        if prefix and core.startswith(prefix) and len(core) > len(prefix) + 3:
            core = core[len(prefix) :]
            break
    short = stem(core)
    core = core if not short or short[-1] in "与和及的之、" else short
    syllables = []
    for word in rjieba.cut(core):
        pinyin = "".join(lazy_pinyin(word, errors="ignore")) or word
        pinyin = re.sub(r"[^a-z0-9]", "", pinyin.lower().replace("ü", "v"))
        if pinyin:
            syllables.append(pinyin)
    base = "-".join(syllables[:_MAX_WORDS]) or "zhidu"
    name, count = base, 1
    while name in taken:
        count += 1
        name = f"{base}-{count}"
    return name
