"""Text from outside, made safe to draw."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from cartsim.text import cell_width, clean_text

BIDI_AND_INVISIBLE = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200b\u200c\u200d\ufeff\u2060"


@pytest.mark.parametrize(
    ("dirty", "clean"),
    [
        ("tea", "tea"),
        ("A\x1b]0;pwned\x07B\x1b[31mC", "A]0;pwnedB[31mC"),
        ("a\x9b31mb", "a31mb"),
        (f"明{BIDI_AND_INVISIBLE}茶", "明茶"),
        ("cafe\u0301", "café"),
        ("a\nb\tc", "a b c"),
        ("👩\u200d💻 👍🏽", "👩💻 👍"),
        ("a\u200db", "ab"),
        ("❤\ufe0f 1\ufe0f\u20e3", "❤ 1\u20e3"),
        ("[red]x[/]", "[red]x[/]"),
    ],
)
def test_what_would_act_on_a_terminal_is_dropped(dirty: str, clean: str) -> None:
    assert clean_text(dirty) == clean


@pytest.mark.parametrize(
    ("text", "cells", "cut"),
    [("龙井茶叶", 8, "龙井茶叶"), ("龙井茶叶", 7, "龙井茶…"), ("龙井", 0, ""), ("abcdef", 4, "abc…")],
)
def test_a_cut_counts_cells(text: str, cells: int, cut: str) -> None:
    assert clean_text(text, cells) == cut


@given(st.text(max_size=60), st.integers(1, 20))
def test_a_clean_text_fits_and_stays_clean(text: str, cells: int) -> None:
    clean = clean_text(text, cells)
    assert cell_width(clean) <= cells
    assert len(clean) <= cells * 5
    assert not any(unicodedata.category(letter) == "Cc" for letter in clean)
    assert clean_text(clean, cells) == clean


def test_letters_and_marks_are_as_wide_as_the_screen_paints_them() -> None:
    """Signs are left out: Unicode widens some from one version to the next, and Python is another one than Rich."""
    characters = [chr(code) for code in range(32, 0x30000) if unicodedata.category(chr(code))[0] in "LM"]
    assert [each for each in characters if cell_width(each) != cell_len(each)] == []
