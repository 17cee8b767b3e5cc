"""Lines of spans: everything is measured in cells."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from cartsim.tui.draw import (
    NOT_FIRST,
    NOT_LAST,
    Ink,
    Place,
    Span,
    blank,
    cells,
    cut,
    fit,
    places,
    progress,
    right,
    spread,
    strip,
    width_of,
    wrap,
)
from cartsim.tui.glyphs import TWINS, to_ascii

PLAIN = Ink("#ffffff")
texts = st.text(st.sampled_from("ab 龙井茶¥，。（）🍎-"), max_size=30)
lines = st.lists(texts.map(lambda text: Span(text, PLAIN)), max_size=5).map(tuple)


def said(line: tuple[Span, ...]) -> str:
    return "".join(span.text for span in line)


@given(texts, st.integers(0, 20))
def test_a_cut_text_is_never_wider_than_asked(text: str, width: int) -> None:
    assert cells(cut(text, width)) <= width


def test_a_cut_never_splits_a_wide_cell() -> None:
    assert cut("龙井茶", 4) == "龙…"
    assert cut("a龙井茶", 4) == "a龙…"


def test_a_text_that_fits_stays_as_it_is() -> None:
    assert cut("龙井茶", 6) == "龙井茶"


@given(lines, st.integers(0, 30))
def test_a_fitted_line_is_never_wider_than_asked(line: tuple[Span, ...], width: int) -> None:
    assert width_of(fit(line, width)) <= width


@given(lines, lines, st.integers(1, 60))
def test_a_spread_line_fills_the_width_or_holds_its_end(
    left: tuple[Span, ...], end: tuple[Span, ...], width: int
) -> None:
    made = spread(left, end, width)
    assert width_of(made) <= width
    if end and width_of(end) <= width:
        assert width_of(made) == width
        assert said(made).endswith(said(end))


def test_the_money_column_ends_at_one_edge() -> None:
    for money in ("¥9.90", "¥12,345.00"):
        assert said(right((Span(money, PLAIN),), 12)) == money.rjust(12)


@given(st.integers(0, 500), st.integers(1, 500), st.integers(1, 30))
def test_progress_is_full_only_when_reached_and_empty_only_at_nothing(done: int, whole: int, width: int) -> None:
    full, rest = progress(done, whole, width, "#111111", "#222222")
    assert cells(full.text) + cells(rest.text) == width
    assert (not rest.text) == (done >= whole)
    if width > 1:
        assert (not full.text) == (done == 0)


@given(texts, st.integers(4, 20))
def test_wrapped_lines_fit_and_lose_no_character(text: str, width: int) -> None:
    wrapped = wrap(text, width)
    assert all(cells(line) <= width for line in wrapped)
    assert "".join(wrapped).replace(" ", "") == text.replace(" ", "")


def test_chinese_marks_stand_neither_first_nor_last() -> None:
    for line in wrap("满三百减四十，还差四十二元（不含运费），再选一件。", 10)[1:]:
        assert line[0] not in NOT_FIRST
    for line in wrap("满三百减四十还差（不含运费的）四十二元", 18)[:-1]:
        assert line[-1] not in NOT_LAST


def test_parts_are_found_where_they_stand_in_cells() -> None:
    drawn = (
        (Span("龙", PLAIN), Span("[ ]", PLAIN, "check")),
        (blank(3), Span("¥", PLAIN, "price"), Span("5", PLAIN, "price")),
    )
    assert places(drawn, 1) == (Place("check", 3, 0, 3), Place("price", 4, 1, 2))


@given(lines, st.integers(1, 40))
def test_a_strip_is_exactly_as_wide_as_asked(line: tuple[Span, ...], width: int) -> None:
    assert strip(line, width, "#000000").cell_length == width


def test_every_sign_has_a_twin_of_its_width() -> None:
    for sign, twin in TWINS.items():
        assert twin.isascii()
        assert cells(sign) == cells(twin)


def test_ascii_leaves_chinese_alone() -> None:
    assert to_ascii("领券 ▾ ×2") == "领券 v x2"
