"""Numerals: what is read, what is refused, and that what is printed is read back."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handbook import numerals


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("十二", 12), ("一百二十三", 123), ("二〇二四", 2024),
        ("廿一", 21), ("卅", 30), ("⑿", 12),
        ("㈢", 3), ("１２", 12), ("两千五百万", 25_000_000),
        ("一千零三", 1003), ("三亿", 300_000_000), ("一百十五", 115),
        ("一亿三千万", 130_000_000), ("一亿二万", 100_020_000), ("二千亿零三十万", 200_000_300_000),
        ("一万亿", 1_000_000_000_000), ("叁仟伍佰", 3500),
    ],
)  # fmt: skip
def test_numerals(text: str, value: int) -> None:
    assert numerals.parse(text) == value


@pytest.mark.parametrize(
    "text",
    ["", "甲", "万", "亿万", "二三十", "三廿", "廿十", "十百", "一百二百", "一万二万", "一亿亿",
     "零万", "1万", "1" * 16, "一" * 16, "亿" * 100_000, "一亿" * 100_000],
    ids=lambda text: text[:6],
)  # fmt: skip
def test_what_is_no_numeral_is_not_guessed(text: str) -> None:
    assert numerals.parse(text) is None


@settings(deadline=None, derandomize=True)
@given(st.integers(0, 99_999_999))
def test_what_is_printed_is_read_back(value: int) -> None:
    assert numerals.parse(numerals.to_han(value)) == value
