"""The choice on larger baskets, against an ILP solver's proof (pricing.md, section 0.10)."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pytest

from cartsim.model.promotion import Layer
from cartsim.pricing import Basket, quote
from tests.pricing.larger_baskets import clashing_basket, free_pieces_basket, mild_basket, nested_basket
from tests.pricing.plain_pricing import may_take
from tests.pricing.solver_pricing import cheapest_total

MAKERS: dict[str, Callable[[int], Basket]] = {
    "many activities, coupons of all slots": mild_basket,
    "some shut others out": clashing_basket,
    "lines run dry": partial(nested_basket, of_shops=95, spanning=12),
    "a coupon spoils the threshold of the next": partial(nested_basket, of_shops=20, spanning=20, base="progressive"),
}
SEEDS = range(14)
LEAST_PROVEN = {
    "many activities, coupons of all slots": 14,
    "some shut others out": 11,
    "lines run dry": 14,
    "a coupon spoils the threshold of the next": 13,
}
"""Of the seeds, how many the engine proves within its usual work limit; the others it gives a bound for."""


@pytest.mark.parametrize("kind", MAKERS)
@pytest.mark.parametrize("seed", SEEDS)
def test_the_total_is_the_one_the_solver_proves(kind: str, seed: int) -> None:
    basket = MAKERS[kind](seed)
    answer = quote(basket)
    least = cheapest_total(basket)
    if answer.optimal:
        assert answer.net_total == least
    else:
        assert answer.bound is not None
        assert answer.bound <= least <= answer.net_total


@pytest.mark.parametrize("kind", MAKERS)
def test_the_engine_proves_its_choice_on_most_larger_baskets(kind: str) -> None:
    assert sum(quote(MAKERS[kind](seed)).optimal for seed in SEEDS) >= LEAST_PROVEN[kind]


@pytest.mark.parametrize("seed", range(8))
def test_free_pieces_that_find_no_room_for_a_cross_shop_share_leave_a_large_cart_proven(seed: int) -> None:
    answer = quote(free_pieces_basket(seed))
    assert sum(line.net == 0 for line in answer.lines) > 0
    assert answer.optimal


def test_the_baskets_are_large_contested_and_run_dry_where_they_say_so() -> None:
    contested = dry = 0
    for seed in SEEDS:
        for make in MAKERS.values():
            basket = make(seed)
            activities = [one for one in basket.promotions if one.layer is Layer.SHOP]
            assert 20 <= len(basket.lines) <= 40
            assert 5 <= len(activities) <= 10
            contested += sum(
                sum(may_take(basket, activity, line) for activity in activities) > 1 for line in basket.lines
            )
        dry += any(one.granted < one.off for one in quote(MAKERS["lines run dry"](seed)).applied)
    assert contested > 4 * len(SEEDS) * 5
    assert dry >= len(SEEDS) // 3
