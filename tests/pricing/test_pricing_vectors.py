"""The vectors of the price rules, and the article's own example."""

from __future__ import annotations

import pytest

from cartsim.model.goods import Gift
from cartsim.model.policy import Pricing
from cartsim.model.promotion import (
    AmountOff,
    Coupon,
    GiftGive,
    Layer,
    PercentOff,
    Promotion,
    Scope,
    Tier,
    UnitAmountOff,
    UnitPrice,
    When,
)
from cartsim.model.words import EMPTY
from cartsim.pricing import Basket, BasketLine, coupon_gaps, explain, quote
from cartsim.pricing.item import item_price
from cartsim.pricing.kinds import kind_of
from cartsim.pricing.what_if import coupon_saves, extra_cost, promotion_costs


def tiers(*steps: tuple[int, int]) -> tuple[Tier, ...]:
    return tuple(Tier(When(amount), AmountOff(off)) for amount, off in steps)


def shop_activity(code: str = "P", *steps: tuple[int, int], **limits: object) -> Promotion:
    return Promotion(code, Layer.SHOP, tiers(*steps), **limits)  # type: ignore[arg-type]


def held(promotion: Promotion, **more: object) -> Coupon:
    return Coupon(promotion, claimed=1, **more)  # type: ignore[arg-type]


def lines(*prices: int) -> tuple[BasketLine, ...]:
    return tuple(BasketLine(f"l{number}", price, 1) for number, price in enumerate(prices))


def cut_of(promotion: Promotion, *prices: int) -> int:
    return quote(Basket(lines(*prices), (promotion,))).saved


def test_r_add_5_two_at_25_of_100_less_20_leave_50_to_go() -> None:
    gap = quote(Basket(lines(2500, 2500), (shop_activity("P", (10000, 2000)),))).gaps[0]
    assert (gap.base, gap.needed, gap.reached, gap.off, gap.next_off) == (5000, 5000, 0, 0, 2000)
    assert not gap.is_met


def test_r_add_4_the_third_at_50_meets_the_threshold_and_takes_20_off() -> None:
    answer = quote(Basket(lines(2500, 2500, 5000), (shop_activity("P", (10000, 2000)),)))
    assert answer.gaps[0].is_top
    assert answer.gaps[0].needed == 0
    assert answer.net_total == 8000


def test_t2_exactly_equal_is_met() -> None:
    assert cut_of(shop_activity("P", (10000, 2000)), 5000, 5000) == 2000


@pytest.mark.parametrize(
    ("amount", "cut"), [(9999, 0), (10000, 1000), (19999, 1000), (20000, 3000), (50000, 10000), (90000, 10000)]
)
def test_t3_of_the_tiers_reached_the_one_that_gives_most(amount: int, cut: int) -> None:
    assert cut_of(shop_activity("P", (10000, 1000), (20000, 3000), (50000, 10000)), amount) == cut


@pytest.mark.parametrize(
    ("amount", "cut"), [(29999, 0), (30000, 5000), (60000, 10000), (99999, 15000), (120000, 20000)]
)
def test_t4_every_full_without_a_ceiling(amount: int, cut: int) -> None:
    assert cut_of(shop_activity("P", (30000, 5000), repeat=None), amount) == cut


@pytest.mark.parametrize("amount", [99999, 120000])
def test_t5_every_full_twice_at_most(amount: int) -> None:
    assert cut_of(shop_activity("P", (30000, 5000), repeat=2), amount) == 10000


@pytest.mark.parametrize(("base", "pays"), [("parallel", 0), ("progressive", 2000)])
def test_t8_t9_a_coupon_leaves_little_for_the_cross_shop_cut(base: str, pays: int) -> None:
    coupon = held(Promotion("C", Layer.SHOP_COUPON, tiers((40000, 38000))))
    cross = Promotion("X", Layer.CROSS_SHOP, tiers((40000, 5000)))
    answer = quote(Basket(lines(40000), (cross,), (coupon,), settings=Pricing(threshold_base=base)))
    assert answer.net_total == pays
    assert answer.optimal


def test_t8_nominal_and_granted_are_both_told() -> None:
    coupon = held(Promotion("C", Layer.SHOP_COUPON, tiers((40000, 38000))))
    cross = Promotion("X", Layer.CROSS_SHOP, tiers((40000, 5000)))
    applied = quote(Basket(lines(40000), (cross,), (coupon,))).applied
    assert [(one.id, one.off, one.granted) for one in applied] == [("C", 38000, 38000), ("X", 5000, 2000)]


def test_t12_a_percent_coupon_stops_at_its_ceiling() -> None:
    coupon = held(Promotion("C", Layer.SHOP_COUPON, (Tier(When(), PercentOff(2000)),), max_off=3000))
    assert quote(Basket(lines(20000), (), (coupon,))).saved == 3000


@pytest.mark.parametrize(("price", "cut"), [(3333, 333), (9999, 1000)])
def test_a_percentage_is_rounded_half_up_on_the_whole(price: int, cut: int) -> None:
    assert cut_of(Promotion("P", Layer.SHOP, (Tier(When(), PercentOff(1000)),)), price) == cut


def golden(base: str) -> Basket:
    basket_lines = (
        BasketLine("A", 16900, 1, 19900, "S1"),
        BasketLine("B", 8800, 2, None, "S1"),
        BasketLine("C", 32000, 1, None, "S2"),
        BasketLine("D", 2990, 1, None, "S2"),
    )
    promotions = (
        shop_activity("P1", (30000, 4000), shop="S1"),
        Promotion("P2", Layer.SHOP, (Tier(When(pieces=2), PercentOff(1000)),), shop="S2"),
        Promotion("X", Layer.CROSS_SHOP, tiers((30000, 5000)), repeat=None, excess_drops=True),
    )
    coupons = (
        held(Promotion("C1", Layer.SHOP_COUPON, tiers((32000, 1500)), shop="S1")),
        held(Promotion("C2", Layer.PLATFORM_COUPON, tiers((60000, 3000)))),
    )
    return Basket(basket_lines, promotions, coupons, settings=Pricing(threshold_base=base))


def test_t14_golden_cart_parallel() -> None:
    answer = quote(golden("parallel"))
    assert (answer.list_total, answer.goods, answer.saved, answer.shown_saved) == (72490, 69490, 21999, 24999)
    assert answer.net_total == 47491
    assert [line.net for line in answer.lines] == [11044, 11501, 22814, 2132]
    assert [(one.id, one.base, one.shares) for one in answer.applied] == [
        ("P1", 34500, (1959, 2041)),
        ("P2", 34990, (3200, 299)),
        ("C1", 34500, (735, 765)),
        ("X", 69490, (2432, 2533, 4605, 430)),
        ("C2", 69490, (730, 760, 1381, 129)),
    ]


def test_t14_golden_cart_progressive() -> None:
    basket = golden("progressive")
    answer = quote(basket)
    assert answer.net_total == 51991
    assert [line.net for line in answer.lines] == [12531, 13049, 24154, 2257]
    assert [(one.id, one.reason, one.short) for one in explain(basket).refused] == [
        ("C1", "below_threshold", 1500),
        ("C2", "below_threshold", 8009),
    ]
    assert answer.optimal


def test_r_add_g_lines_priced_by_another_promotion_do_not_count() -> None:
    better = shop_activity("A", (5000, 3000), scope=Scope(lines=frozenset({"l0"})))
    answer = quote(Basket(lines(6000, 3000), (shop_activity("B", (10000, 500)), better)))
    assert [line.promotion for line in answer.lines] == ["A", "B"]
    assert {gap.promotion: (gap.base, gap.needed) for gap in answer.gaps} == {"A": (6000, 0), "B": (3000, 7000)}


def test_r_add_c_a_met_tier_shows_the_next() -> None:
    gap = quote(Basket(lines(17000), (shop_activity("P", (10000, 2000), (20000, 5000)),))).gaps[0]
    assert (gap.reached, gap.off, gap.needed, gap.next_off, gap.threshold) == (1, 2000, 3000, 5000, 20000)


def test_r_add_d_every_full_shows_one_more() -> None:
    gap = quote(Basket(lines(65000), (shop_activity("P", (30000, 5000), repeat=None),))).gaps[0]
    assert (gap.reached, gap.off, gap.needed, gap.next_off, gap.threshold) == (2, 10000, 25000, 15000, 90000)


def test_r_add_e_pieces_to_go() -> None:
    activity = Promotion("P", Layer.SHOP, (Tier(When(pieces=3), PercentOff(1000)),))
    gap = quote(Basket(lines(100, 100), (activity,))).gaps[0]
    assert (gap.needed, gap.needed_pieces, gap.threshold_pieces) == (0, 1, 3)


def test_r_add_a_an_unchecked_line_in_scope_still_has_a_gap() -> None:
    basket = Basket((BasketLine("a", 5000, 1, checked=False),), (shop_activity("P", (10000, 2000)),))
    gap = quote(basket).gaps[0]
    assert (gap.base, gap.pieces, gap.lines, gap.needed) == (0, 0, (), 10000)


def test_the_best_item_price_wins_and_is_the_unit_price() -> None:
    line = BasketLine("a", 10000, 3)
    items = (
        Promotion("cut", Layer.ITEM, (Tier(When(), UnitAmountOff(1000)),)),
        Promotion("flash", Layer.ITEM, (Tier(When(), UnitPrice(7900)),), ends_at=100),
    )
    assert item_price(line, items, now=99) == 7900
    assert item_price(line, items, now=100) == 9000
    assert quote(Basket((line,), items, now=99)).net_total == 23700


def test_pieces_beyond_the_limit_go_back_to_the_price() -> None:
    flash = Promotion("flash", Layer.ITEM, (Tier(When(), UnitPrice(7900)),), piece_limit=2)
    answer = quote(Basket((BasketLine("a", 10000, 3),), (flash,)))
    assert (answer.net_total, answer.lines[0].unit_price) == (25800, 7900)


def test_a_flash_price_can_exclude_the_shop_activity() -> None:
    flash = Promotion("flash", Layer.ITEM, (Tier(When(), UnitPrice(9000)),), excludes=frozenset({Layer.SHOP}))
    basket = Basket(lines(10000), (flash, shop_activity("P", (5000, 500))))
    assert quote(basket).net_total == 9000
    assert [(one.id, one.reason, one.winner) for one in explain(basket).refused] == [("P", "excluded_by", "flash")]


def test_a_promotion_that_would_raise_the_price_does_nothing() -> None:
    assert quote(Basket(lines(5000), (Promotion("i", Layer.ITEM, (Tier(When(), UnitPrice(9000)),)),))).net_total == 5000


def test_r_gift_a_a_full_gift_gives_what_the_stock_has() -> None:
    gift = Gift("mug", EMPTY, 2900, 1)
    activity = Promotion("P", Layer.SHOP, (Tier(When(5000), GiftGive(gift)),), repeat=None)
    answer = quote(Basket(lines(15000), (activity,)))
    assert [(one.earned, one.granted) for one in answer.gifts] == [(3, 1)]
    assert answer.net_total == 15000


def test_the_shoppers_own_choice_stands() -> None:
    basket = Basket(
        (BasketLine("a", 10000, 1, promotion="small"),),
        (shop_activity("big", (5000, 900)), shop_activity("small", (5000, 100))),
    )
    assert quote(basket).saved == 100
    assert [(one.id, one.reason, one.short) for one in explain(basket).refused] == [("big", "own_choice", 800)]
    assert promotion_costs(basket, "a") == (("big", 0), ("small", 800))


def test_reasons_with_their_numbers() -> None:
    late = shop_activity("late", (1, 1), starts_at=200)
    over = shop_activity("over", (1, 1), ends_at=100)
    nobody = shop_activity("nobody", (1, 1), shop="elsewhere")
    short = Promotion("short", Layer.CROSS_SHOP, tiers((10000, 100)))
    coupons = (
        Coupon(Promotion("free", Layer.SHOP_COUPON, tiers((0, 5))), left=3),
        Coupon(Promotion("gone", Layer.SHOP_COUPON, tiers((0, 5)))),
        held(Promotion("away", Layer.SHOP_COUPON, tiers((0, 5))), picked=False),
        held(Promotion("five", Layer.SHOP_COUPON, tiers((0, 5)))),
        held(Promotion("nine", Layer.SHOP_COUPON, tiers((0, 9)))),
    )
    refused = explain(Basket(lines(7000), (late, over, nobody, short), coupons, now=100)).refused
    assert [(one.id, one.reason, one.short, one.winner, one.at) for one in refused] == [
        ("late", "not_yet", 0, None, 200),
        ("over", "over", 0, None, None),
        ("nobody", "no_lines", 0, None, None),
        ("short", "below_threshold", 3000, None, None),
        ("free", "not_claimed", 0, None, None),
        ("gone", "out_of_stock", 0, None, None),
        ("away", "put_away", 0, None, None),
        ("five", "not_best", 4, "nine", None),
    ]


def test_a_coupon_insisted_on_beats_a_better_one_and_stacked_ones_add_up() -> None:
    five = Promotion("five", Layer.SHOP_COUPON, tiers((0, 5)))
    nine = Promotion("nine", Layer.SHOP_COUPON, tiers((0, 9)))
    assert quote(Basket(lines(100), (), (held(five, picked=True), held(nine)))).saved == 5
    assert quote(Basket(lines(100), (), (held(five, stack=True), held(nine, stack=True)))).saved == 14
    assert quote(Basket(lines(100), (), (held(five, stack=True), held(nine)))).saved == 9


def test_what_a_coupon_would_save_and_what_a_filler_really_costs() -> None:
    five = Coupon(Promotion("five", Layer.SHOP_COUPON, tiers((0, 5))), left=3)
    assert coupon_saves(Basket(lines(100), (), (five,)), "five") == 5
    basket = Basket(lines(29000), (shop_activity("P", (30000, 4000)),))
    assert extra_cost(basket, BasketLine("filler", 1200, 1)) == -2800
    assert extra_cost(basket, BasketLine("filler", 3900, 1)) == -100


def test_a_coupon_not_yet_claimed_has_a_gap_of_its_own() -> None:
    coupon = Coupon(Promotion("ten", Layer.SHOP_COUPON, tiers((10000, 1000))), left=3)
    basket = Basket(lines(7000), (), (coupon,))
    assert [(gap.promotion, gap.base, gap.needed, gap.next_off) for gap in coupon_gaps(basket)] == [
        ("ten", 7000, 3000, 1000)
    ]
    assert quote(basket).gaps == ()


def test_the_runner_up_is_the_best_without_one_of_what_was_applied() -> None:
    basket = Basket(lines(10000), (shop_activity("A", (5000, 900)), shop_activity("B", (5000, 700))))
    assert (quote(basket).net_total, explain(basket).runner_up) == (9100, 9300)


@pytest.mark.parametrize(
    ("promotion", "kind"),
    [
        (shop_activity("P", (100, 10)), "full_reduction"),
        (shop_activity("P", (100, 10), repeat=None), "every_full"),
        (Promotion("P", Layer.SHOP, (Tier(When(100), PercentOff(100)),)), "full_discount"),
        (Promotion("P", Layer.SHOP, (Tier(When(pieces=2), PercentOff(100)),)), "pieces_discount"),
        (Promotion("P", Layer.SHOP, (Tier(When(pieces=2), AmountOff(100)),)), "pieces_minus"),
        (Promotion("P", Layer.SHOP, (Tier(When(1), GiftGive(Gift("g", EMPTY, 1, 1))),)), "full_gift"),
        (Promotion("P", Layer.ITEM, (Tier(When(), UnitPrice(1)),), ends_at=5), "flash"),
        (Promotion("P", Layer.ITEM, (Tier(When(), UnitPrice(1)),)), "item_cut"),
        (Promotion("P", Layer.SHOP_COUPON, tiers((0, 1))), "coupon"),
    ],
)
def test_r_tag_3_the_kind_follows_from_the_composition(promotion: Promotion, kind: str) -> None:
    assert kind_of(promotion) == kind


def test_a_cut_goes_before_gifts_of_whatever_worth() -> None:
    """What gifts are worth decides between equal savings only, at the largest figures a file may hold too."""
    riches = Gift("g", EMPTY, 1_000_000, 100_000_000)
    gifts = Promotion("Y", Layer.SHOP, (Tier(When(2_000), GiftGive(riches, 9_999)),), repeat=None)
    basket = Basket((BasketLine("A", 10_000, 1_000),), (shop_activity("X", (2_000, 50)), gifts))
    assert quote(basket).saved == 50
