"""Every quote of a small basket against a second, plain pricing that tries all legal combinations."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from cartsim.model.goods import Gift
from cartsim.model.policy import Pricing
from cartsim.model.promotion import (
    AmountOff,
    Bundle,
    Coupon,
    GiftGive,
    Layer,
    Part,
    PercentOff,
    Promotion,
    Scope,
    Tier,
    UnitAmountOff,
    When,
)
from cartsim.model.words import EMPTY
from cartsim.pricing import Basket, BasketLine, quote
from tests.pricing.plain_pricing import after_item, cheapest, nets_of_everything
from tests.pricing.small_baskets import dropping_basket, random_basket, varied_basket
from tests.pricing.stacking_baskets import stacking_basket


def assert_cheapest(basket: Basket, told: object) -> None:
    """The total is the least there is; among equals most is given away."""
    answer = quote(basket)
    _, off, gifts = cheapest(basket)
    worth = sum(after_item(basket, line)[0] for line in basket.lines if line.checked)
    assert answer.optimal, told
    assert answer.net_total == worth - off, told
    assert sum(gift.granted * gift.gift.list_price for gift in answer.gifts) == gifts, told


@pytest.mark.parametrize("block", range(4))
def test_no_legal_combination_is_cheaper(block: int) -> None:
    for seed in range(block * 250, block * 250 + 250):
        assert_cheapest(random_basket(seed), seed)


@pytest.mark.parametrize("block", range(8))
def test_no_legal_combination_is_cheaper_whatever_the_terms(block: int) -> None:
    for seed in range(block * 500, block * 500 + 500):
        assert_cheapest(varied_basket(seed), seed)


@pytest.mark.parametrize("seed", [201416, *range(200000, 200030)])
def test_no_legal_combination_is_cheaper_where_many_activities_compete(seed: int) -> None:
    assert_cheapest(random_basket(seed, lines=7, promotions=6, coupons=1), seed)


@pytest.mark.parametrize("block", range(4))
def test_no_legal_combination_is_cheaper_where_coupons_that_stack_spoil_each_other(block: int) -> None:
    for seed in range(block * 100, block * 100 + 100):
        assert_cheapest(stacking_basket(seed), seed)


@pytest.mark.parametrize("seed", [15983, 21855, 59670])
def test_lines_without_a_fen_left_do_not_hide_what_gives_most_away(seed: int) -> None:
    assert_cheapest(varied_basket(seed), seed)


@pytest.mark.parametrize("seed", [120502, 123050])
def test_no_legal_combination_is_cheaper_where_an_earlier_cut_makes_a_later_one_give_nothing_or_more(seed: int) -> None:
    """What gives nothing shuts nothing out, and pieces whose prices a cut evens out may bring more at 第二件半价."""
    assert_cheapest(varied_basket(seed), seed)


@pytest.mark.parametrize("block", range(4))
def test_no_legal_combination_is_cheaper_where_cuts_drop_what_finds_no_room(block: int) -> None:
    for seed in range(block * 75, block * 75 + 75):
        assert_cheapest(dropping_basket(seed), seed)


@pytest.mark.parametrize("make", [varied_basket, stacking_basket])
def test_a_search_that_stops_early_keeps_all_coupons_insisted_on_that_go_together(
    make: Callable[[int], Basket],
) -> None:
    stopped = 0
    for seed in range(1_000, 1_500):
        basket = make(seed)
        picked = {coupon.id for coupon in basket.coupons if coupon.picked}
        answer = quote(replace(basket, settings=replace(basket.settings, work_limit=1)))
        if picked and not answer.optimal:
            stopped += 1
            assert sum(one.id in picked and one.granted > 0 for one in answer.applied) == cheapest(basket)[0], seed
    assert stopped > 10


@pytest.mark.parametrize("block", range(8))
def test_where_everything_applies_each_line_comes_to_what_the_order_of_the_basket_makes_of_it(block: int) -> None:
    for seed in range(block * 500, block * 500 + 500):
        basket = varied_basket(seed, choose="all")
        assert [line.net for line in quote(basket).lines] == nets_of_everything(basket), seed


def test_a_gift_does_not_keep_a_dearer_coupon_off_that_shuts_its_layer_out() -> None:
    line = BasketLine("l", 15_000, 1)
    gift = Promotion("p", Layer.SHOP, (Tier(When(15_000), GiftGive(Gift("g", EMPTY, 1_500, 1))),))
    coupon = Promotion(
        "c", Layer.CATEGORY_COUPON, (Tier(When(2_000), AmountOff(5_000)),), excludes=frozenset({Layer.SHOP})
    )
    answer = quote(Basket((line,), (gift,), (Coupon(coupon, claimed=1),)))
    assert answer.net_total == 10_000
    assert answer.gifts == ()


def test_one_more_set_counts_though_the_one_before_it_brought_nothing_for_rounding() -> None:
    parts = (Part(Scope(), 1),)
    halves = Promotion("p", Layer.SHOP, (Tier(When(), Bundle(parts, rate=5_000)),), repeat=None)
    assert quote(Basket((BasketLine("a", 7, 1), BasketLine("b", 1, 2)), (halves,))).saved == 5


def test_where_everything_applies_equal_item_prices_go_by_the_order_of_the_basket() -> None:
    minus = Promotion("z", Layer.ITEM, (Tier(When(), UnitAmountOff(500)),))
    tenth = Promotion("a", Layer.ITEM, (Tier(When(), UnitAmountOff(700)),), group="g")
    basket = Basket((BasketLine("l", 1_000, 1),), (replace(minus, group="g"), tenth), settings=Pricing(choose="all"))
    assert [cut.by for cut in quote(basket).lines[0].cuts] == ["z"]


def test_where_everything_applies_a_later_item_price_reads_each_piece_as_the_limits_before_left_it() -> None:
    member = Promotion("a", Layer.ITEM, (Tier(When(), UnitAmountOff(200)),), piece_limit=1, priority=1)
    tenth = Promotion("b", Layer.ITEM, (Tier(When(), PercentOff(1_000)),))
    basket = Basket((BasketLine("l", 1_000, 3),), (member, tenth), settings=Pricing(choose="all"))
    (line,) = quote(basket).lines
    assert [cut.amount for cut in line.cuts] == [200, 80 + 100 + 100]
    assert line.unit_price == 720
