"""Baskets of thousands of lines: answered, proven or with a bound, however deep the search for them goes."""

from __future__ import annotations

import sys

import pytest

from cartsim.model.policy import Pricing
from cartsim.model.promotion import AmountOff, Coupon, Layer, PercentOff, Promotion, Tier, When
from cartsim.pricing import Basket, BasketLine, explain, quote

DEEP = sys.getrecursionlimit() + 500


def lines(count: int, shops: int = 1) -> tuple[BasketLine, ...]:
    return tuple(
        BasketLine(f"l{number}", 100 + number * 37 % 900, 1 + number % 3, shop=f"S{number % shops}")
        for number in range(count)
    )


def holds(basket: Basket) -> None:
    priced = quote(basket)
    assert sum(line.net for line in priced.lines) == priced.net_total
    assert priced.optimal or (priced.bound is not None and priced.bound <= priced.net_total)


def test_more_lines_that_several_activities_want_than_calls_can_nest() -> None:
    rates = tuple(
        Promotion(f"p{n}", Layer.SHOP, (Tier(When(10_000 * n), PercentOff(500 * (4 - n))),)) for n in range(1, 4)
    )
    holds(Basket(lines(DEEP), rates))
    tiers = tuple(
        Promotion(f"t{n}", Layer.SHOP, tuple(Tier(When(200_000 * k + n), AmountOff(9_000 * k + n)) for k in (1, 2)))
        for n in range(4)
    )
    holds(Basket(lines(DEEP), tiers))


@pytest.mark.parametrize("base", ["parallel", "progressive"])
def test_more_shops_in_one_search_than_calls_can_nest(base: str) -> None:
    own = tuple(Promotion(f"p{n}", Layer.SHOP, (Tier(When(50), AmountOff(90)),), f"S{n}") for n in range(DEEP))
    across = Promotion("x", Layer.CROSS_SHOP, (Tier(When(3_000), AmountOff(2_900)),), repeat=None)
    coupon = Coupon(Promotion("c", Layer.PLATFORM_COUPON, (Tier(When(2_000), AmountOff(700)),)), claimed=1)
    holds(Basket(lines(DEEP, DEEP), (*own, across), (coupon,), settings=Pricing(threshold_base=base)))


def test_many_activities_over_many_lines_are_explained_in_the_time_the_work_limit_gives() -> None:
    rates = tuple(Promotion(f"p{n}", Layer.SHOP, (Tier(When(10_000), PercentOff(n % 30 * 100)),)) for n in range(60))
    basket = Basket(lines(300, 10), rates)
    holds(basket)
    told = explain(basket)
    assert {one.reason for one in told.refused} <= {"not_best", "below_threshold"}
    assert len(told.refused) + len(quote(basket).applied) == len(rates)
