"""Prices: a seekable, bounded function that reverts to its base."""

from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

from cartsim.world.prices import FLOOR_PERCENT, PERIOD, epoch_at, grain, price, prices_due

SEEDS = st.integers(0, 2**63 - 1)
IDS = st.integers(1, 1_000_000)
BASES = st.integers(1, 10_000_000)
VOLATILITIES = st.integers(0, 10_000)
STEPS = st.integers(0, 10_000_000)


def test_a_price_is_the_same_on_every_machine() -> None:
    course = [price(20_260_618, 42, 59_900, 800, step) for step in range(1, 2_000, PERIOD)]
    assert course == [59_900, 61_400, 60_400, 61_900, 58_900, 60_400, 60_900, 60_400, 61_900, 59_400]


@given(SEEDS, IDS, BASES, VOLATILITIES, st.lists(STEPS, min_size=2, max_size=8))
def test_a_price_does_not_depend_on_what_was_asked_before(
    seed: int, sku: int, base: int, volatility: int, steps: list[int]
) -> None:
    forwards = {step: price(seed, sku, base, volatility, step) for step in steps}
    backwards = {step: price(seed, sku, base, volatility, step) for step in reversed(steps)}
    assert forwards == backwards


@given(SEEDS, IDS, BASES, VOLATILITIES, STEPS)
def test_a_price_stays_within_its_volatility_and_above_the_floor(
    seed: int, sku: int, base: int, volatility: int, step: int
) -> None:
    shown = price(seed, sku, base, volatility, step)
    assert abs(shown - base) * 10_000 <= base * volatility
    assert shown * 100 >= base * FLOOR_PERCENT
    assert shown > 0


@given(SEEDS, IDS, BASES, STEPS)
def test_without_volatility_a_price_is_its_base(seed: int, sku: int, base: int, step: int) -> None:
    assert price(seed, sku, base, 0, step) == base


@given(SEEDS, IDS, BASES, VOLATILITIES, STEPS)
def test_moves_keep_the_ending_of_the_base(seed: int, sku: int, base: int, volatility: int, step: int) -> None:
    assert (price(seed, sku, base, volatility, step) - base) % grain(base) == 0


@given(SEEDS, IDS, BASES, VOLATILITIES, STEPS)
def test_a_price_stands_still_between_two_moves(seed: int, sku: int, base: int, volatility: int, step: int) -> None:
    epoch = epoch_at(sku, step)
    last = step + next(n for n in range(PERIOD) if epoch_at(sku, step + n + 1) != epoch)
    assert price(seed, sku, base, volatility, last) == price(seed, sku, base, volatility, step)
    assert epoch_at(sku, last + 1) == epoch + 1


def test_every_sku_stands_at_its_base_before_its_first_move() -> None:
    assert [price(1, sku, 9_990, 1_000, 0) for sku in range(1, 500)] == [9_990] * 499


@given(SEEDS, st.integers(1, 100_000))
def test_the_prices_of_a_step_are_the_single_prices(seed: int, step: int) -> None:
    first = 1 + (step - 1) % PERIOD
    goods = [(first + n * PERIOD, 990 + 731 * n, 150 * n) for n in range(8)]
    assert prices_due(seed, step, goods) == [price(seed, *sku, step) for sku in goods]


def test_the_mean_over_time_is_near_the_base() -> None:
    for sku in (1, 2, 3):
        course = [price(7, sku, 100_000, 1_000, step) for step in range(1, 4_000 * PERIOD, PERIOD)]
        assert abs(sum(course) / len(course) - 100_000) < 200


def test_a_deviation_is_half_forgotten_with_each_move() -> None:
    """The correlation of neighbouring moves is near one half, and that of distant ones near nothing."""
    course = [price(7, 11, 1_000_000, 5_000, step) - 1_000_000 for step in range(1, 6_000 * PERIOD, PERIOD)]

    def correlation(lag: int) -> float:
        pairs = zip(course, course[lag:], strict=False)
        return sum(a * b for a, b in pairs) / sum(a * a for a in course)

    assert 0.42 < correlation(1) < 0.56
    assert abs(correlation(5)) < 0.06


def test_the_grain_is_about_a_hundredth_of_the_base() -> None:
    bases = (99, 990, 1_990, 5_990, 12_900, 69_900, 129_900, 1_000_000)
    assert [grain(base) for base in bases] == [1, 10, 10, 50, 100, 500, 1_000, 10_000]


def test_chance_of_the_interpreter_plays_no_part() -> None:
    random.seed(1)
    one = price(3, 5, 8_880, 900, 12_345)
    random.seed(2)
    assert price(3, 5, 8_880, 900, 12_345) == one
