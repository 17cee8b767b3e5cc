"""Proration: largest remainder, ties to the earlier line, nothing above its room."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from cartsim.pricing.split import allocate, head_start, rounded

weights = st.lists(st.integers(0, 100_000), min_size=1, max_size=12)


def test_t6_three_equal_lines() -> None:
    assert allocate((1000, 1000, 1000), 1000) == (334, 333, 333)


def test_t7_a_one_fen_line_never_goes_below_zero() -> None:
    assert allocate((891, 2109, 1), 3000) == (891, 2108, 1)


def test_twenty_equal_lines_have_no_unfair_tail() -> None:
    assert allocate((333,) * 20, 999) == (50,) * 19 + (49,)


def test_what_finds_no_room_goes_to_the_others() -> None:
    assert allocate((100, 100), 60, room=(10, 100)) == (10, 50)


def test_what_finds_no_room_is_dropped_where_the_promotion_says_so() -> None:
    assert allocate((100, 100), 60, room=(10, 100), drop_excess=True) == (10, 30)


def test_a_cut_above_all_room_takes_all_of_it() -> None:
    assert allocate((1, 2), 1000, room=(5, 7)) == (5, 7)


def test_without_weight_nobody_gets_anything() -> None:
    assert allocate((0, 0), 10) == (0, 0)


def test_rounding_of_a_whole_cut() -> None:
    assert [rounded(number, 10, "half_up") for number in (4, 5, 14, 15)] == [0, 1, 1, 2]
    assert [rounded(3333, 1000, how) for how in ("half_up", "floor", "ceil")] == [3, 3, 4]


@given(weights, st.integers(0, 100_000))
def test_shares_sum_to_the_amount_and_stay_within_a_fen_of_exact(values: list[int], amount: int) -> None:
    shares = allocate(values, amount)
    total = sum(values)
    assert sum(shares) == (amount if total else 0)
    assert all(
        abs(share * total - value * amount) < total for share, value in zip(shares, values, strict=True) if total
    )


@given(st.data(), weights, st.integers(0, 100_000))
def test_no_share_above_its_room_and_nothing_lost_that_has_room(
    data: st.DataObject, values: list[int], amount: int
) -> None:
    room = data.draw(st.lists(st.integers(0, 20_000), min_size=len(values), max_size=len(values)))
    shares = allocate(values, amount, room)
    assert all(0 <= share <= most for share, most in zip(shares, room, strict=True))
    reachable = sum(most for value, most in zip(values, room, strict=True) if value)
    assert sum(shares) == min(amount, reachable)


@given(st.integers(1, 10**6), st.integers(1, 10_000), st.sampled_from(("half_up", "floor", "ceil")))
def test_the_least_numerator_rounded_to_an_amount_lacks_the_head_start(amount: int, over: int, rounding: str) -> None:
    numerator = amount * over - head_start(over, rounding)
    assert rounded(numerator, over, rounding) == amount
    assert rounded(numerator - 1, over, rounding) == amount - 1
