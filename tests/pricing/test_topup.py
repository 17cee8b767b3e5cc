"""What to add for a threshold: real cost, combinations, the tier after, refunds; against pricing every basket anew."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from cartsim.model.checkout import FreightRule
from cartsim.model.promotion import AmountOff, Coupon, Layer, PercentOff, Promotion, Scope, Tier, UnitPrice, When
from cartsim.pricing.basket import Basket, BasketLine
from cartsim.pricing.explain import explain
from cartsim.pricing.quote import net_total, quote
from cartsim.pricing.refund import refund_of
from cartsim.pricing.topup import ORDERS, Addition, Effort, Filler, TopUpAdvice, top_up
from cartsim.pricing.topup_sums import Missing
from cartsim.pricing.what_if import with_lines
from tests.pricing.small_baskets import random_basket, random_line

FULL = Promotion("P", Layer.SHOP, (Tier(When(30_000), AmountOff(4_000)),))
COAT = BasketLine("coat", 29_000, 1)


def goods(name: str, price: int, **more: object) -> Filler:
    """One more line of the basket."""
    return Filler(BasketLine(name, price, 1, **more))  # type: ignore[arg-type]


def costs(additions: tuple[Addition, ...]) -> list[tuple[str, int]]:
    """Names joined by +, and the real cost."""
    return [("+".join(name for name, times in one.takes for _ in range(times)), one.extra) for one in additions]


def test_r_add_7_twelve_yuan_more_cost_28_less() -> None:
    advice = top_up(Basket((COAT,), (FULL,)), FULL, [goods("cap", 3_900), goods("sock", 1_200)])
    assert (advice.gap.needed, advice.net_total) == (1_000, 29_000)
    assert costs(advice.goods) == [("sock", -2_800), ("cap", -100)]
    assert all(addition.is_exact and addition.closes for addition in advice.goods)


def test_t15_the_refund_of_the_filler_is_1041_by_split_and_nothing_by_clawback() -> None:
    (sock,) = top_up(Basket((COAT,), (FULL,)), FULL, [goods("sock", 1_200)]).goods
    assert (sock.split, sock.clawback) == (1_041, 0)


def test_the_refund_by_clawback_is_what_the_filler_really_cost() -> None:
    (sock,) = top_up(Basket((BasketLine("coat", 25_800, 1),), (FULL,)), FULL, [goods("sock", 4_300)]).goods
    assert (sock.extra, sock.split, sock.clawback) == (300, 3_729, 300)


def test_the_three_numbers_still_missing_over_by_and_equals_which_discount() -> None:
    clip, sock = top_up(Basket((COAT,), (FULL,)), FULL, [goods("clip", 400), goods("sock", 1_200)], order="price").goods
    assert (clip.gap.needed, clip.over, clip.left_rate, clip.closes) == (600, 0, None, False)
    assert (sock.gap.needed, sock.over, sock.left_rate, sock.closes) == (0, 200, 8_675, True)


def test_r_add_f_unticked_lines_stand_apart_and_before_all_others() -> None:
    box = BasketLine("box", 5_000, 1, checked=False)
    advice = top_up(
        Basket((COAT, box), (FULL,)), FULL, [goods("sock", 1_200), Filler(replace(box, checked=True), most=1)]
    )
    assert costs(advice.unticked) == [("box", 1_000)]
    assert costs(advice.goods) == [("sock", -2_800)]


def test_a_combination_reaches_the_gap_where_no_single_does_as_cheaply() -> None:
    basket = Basket((BasketLine("coat", 25_800, 1),), (FULL,))
    advice = top_up(basket, FULL, [goods("pen", 2_200), goods("pad", 2_190), goods("scarf", 5_900)])
    assert costs(advice.goods)[0] == ("scarf", 1_900)
    assert costs(advice.combinations) == [("pad+pad", 380), ("pad+pen", 390), ("pen+pen", 400)]
    assert [one.price for one in advice.combinations] == [4_380, 4_390, 4_400]
    assert advice.combinations[0].lines == (BasketLine("pad", 2_190, 2),)


def test_what_can_be_added_once_is_taken_once() -> None:
    basket = Basket((BasketLine("coat", 25_800, 1),), (FULL,))
    pads = [Filler(BasketLine("pad", 2_190, 1), most=1), Filler(BasketLine("pen", 2_200, 1), most=1)]
    assert costs(top_up(basket, FULL, pads).combinations) == [("pad+pen", 390)]


def test_more_pieces_of_a_line_take_its_place() -> None:
    pen = BasketLine("pen", 10_000, 2)
    advice = top_up(Basket((pen,), (FULL,)), FULL, [Filler(replace(pen, quantity=3))])
    (more,) = advice.goods
    assert (more.price, more.extra, more.gap.base, more.split) == (10_000, 6_000, 30_000, 8_666)


def test_the_tier_after_costs_what_reaching_it_costs() -> None:
    tiers = (Tier(When(10_000), AmountOff(1_000)), Tier(When(20_000), AmountOff(4_000)))
    promotion = replace(FULL, tiers=tiers)
    fillers = [goods("pen", 2_000), goods("pad", 11_500), goods("lamp", 14_000)]
    tier = top_up(Basket((BasketLine("coat", 9_000, 1),), (promotion,)), promotion, fillers).next_tier
    assert tier is not None
    assert (tier.threshold, tier.missing, tier.off) == (20_000, Missing(11_000), 4_000)
    assert tier.cheapest is not None
    assert costs((tier.cheapest,)) == [("pad", 7_500)]


def test_above_the_top_there_is_no_tier_and_no_combination() -> None:
    advice = top_up(Basket((BasketLine("coat", 31_000, 1),), (FULL,)), FULL, [goods("pen", 500)])
    assert (advice.gap.is_top, advice.next_tier, advice.combinations) == (True, None, ())
    assert costs(advice.goods) == [("pen", 500)]


def test_every_full_always_has_a_tier_after() -> None:
    every = Promotion("P", Layer.SHOP, (Tier(When(10_000), AmountOff(1_000)),), repeat=None)
    advice = top_up(Basket((BasketLine("coat", 25_000, 1),), (every,)), every, [goods("pen", 15_000)])
    assert (advice.gap.reached, advice.gap.needed) == (2, 5_000)
    assert advice.next_tier is not None
    assert (advice.next_tier.threshold, advice.next_tier.off) == (40_000, 4_000)


def test_a_threshold_of_pieces_takes_the_cheapest_pieces() -> None:
    pieces = Promotion("P", Layer.SHOP, (Tier(When(pieces=3), PercentOff(5_000)),))
    fillers = [goods("pen", 700), goods("pad", 300), goods("box", 9_000)]
    advice = top_up(Basket((BasketLine("coat", 10_000, 1),), (pieces,)), pieces, fillers)
    assert advice.gap.needed_pieces == 2
    assert costs(advice.combinations) == [("pad+pad", -4_700), ("pad+pen", -4_500), ("pen+pen", -4_300)]


def test_what_does_not_count_is_named_and_left_out() -> None:
    scoped = replace(FULL, scope=Scope(categories=frozenset({"shoes"})))
    advice = top_up(Basket((COAT,), (scoped,)), scoped, [goods("sock", 1_200), goods("boot", 30_000, category="shoes")])
    assert (advice.aside, costs(advice.goods)) == (("sock",), [("boot", 26_000)])


def test_an_item_price_counts_with_what_it_leaves() -> None:
    flash = Promotion("F", Layer.ITEM, (Tier(When(), UnitPrice(900)),), scope=Scope(lines=frozenset({"sock"})))
    (sock,) = top_up(Basket((COAT,), (FULL, flash)), FULL, [goods("sock", 1_200)]).goods
    assert (sock.price, sock.gap.needed, sock.extra) == (900, 100, 900)


def test_a_coupon_is_aimed_at_like_a_promotion() -> None:
    coupon = Coupon(replace(FULL, id="C", layer=Layer.PLATFORM_COUPON), claimed=1)
    advice = top_up(Basket((COAT,), coupons=(coupon,)), coupon.promotion, [goods("sock", 1_200)])
    assert (advice.gap.needed, costs(advice.goods)) == (1_000, [("sock", -2_800)])


def test_free_freight_is_aimed_at_and_the_freight_counts_in_the_real_cost() -> None:
    rule = FreightRule(fee=1_000, free_over=29_900)
    (sock, clip) = top_up(Basket((COAT,), freight=(rule,)), rule, [goods("clip", 300), goods("sock", 950)]).goods
    assert (sock.extra, sock.closes, sock.over, sock.gap.off) == (-50, True, 50, 1_000)
    assert (clip.extra, clip.closes, clip.gap.needed) == (300, False, 600)


def test_combinations_for_free_freight_make_up_for_what_a_promotion_takes_off_its_base() -> None:
    rule = FreightRule(fee=1_000, free_over=30_000)
    fillers = [goods("pen", 2_200), goods("pad", 2_190), goods("lamp", 2_900)]
    advice = top_up(Basket((BasketLine("coat", 28_000, 1),), (FULL,), freight=(rule,)), rule, fillers)
    assert (advice.gap.needed, [one.closes for one in advice.goods]) == (2_000, [False] * 3)
    assert costs(advice.combinations)[0] == ("pad+pad+pad", 1_570)
    assert all(one.closes and one.gap.base >= 30_000 for one in advice.combinations)


def test_beyond_the_head_the_cost_is_what_this_threshold_alone_gives() -> None:
    fillers = [goods(f"g{number:02}", 2_000 + number) for number in range(20)]
    advice = top_up(Basket((COAT,), (FULL,)), FULL, fillers, effort=Effort(head=5, combinations=0))
    exact = [addition.is_exact for addition in advice.goods]
    assert exact == [True] * 5 + [False] * 15
    assert advice.is_proven
    assert [one.extra for one in advice.goods] == [2_000 + number - 4_000 for number in range(20)]


def test_few_quotes_are_enough_where_the_bound_holds_and_the_value_says_where_they_are_not() -> None:
    fillers = [goods(f"g{number:02}", 2_000 + number) for number in range(20)]
    effort = Effort(head=5, combinations=0, quotes=3)
    advice = top_up(Basket((COAT,), (FULL,)), FULL, fillers, effort=effort)
    assert not advice.is_proven
    assert sum(addition.is_exact for addition in advice.goods) == 3


def test_at_a_glance_nothing_is_quoted_and_all_is_estimated() -> None:
    basket = Basket((COAT,), (FULL,))
    glance = Effort(combinations=0, quotes=0)
    for order in ORDERS:
        advice = top_up(basket, FULL, [goods("sock", 1_200)], effort=glance, order=order, priced=quote(basket))
        assert [(one.extra, one.closes, one.is_exact) for one in advice.goods] == [(-2_800, True, False)]


def test_combinations_say_among_how_many_goods_they_were_looked_for() -> None:
    fillers = [goods(f"g{number:03}", 10 + number) for number in range(100)]
    advice = top_up(Basket((COAT,), (FULL,)), FULL, fillers, effort=Effort(among=20))
    assert (advice.among, advice.of) == (20, 100)


def fillers_of(seed: int, basket: Basket, count: int = 8) -> list[Filler]:
    """New goods, and lines of the basket ticked or with a piece more."""
    chance = Random(seed)
    more = [
        replace(random_line(chance, number), id=f"f{number}", checked=True, promotion=None) for number in range(count)
    ]
    kept = [
        replace(line, checked=True, quantity=line.quantity + line.checked)
        for line in basket.lines
        if chance.random() < 0.5 and line.add_on is None
    ]
    return [Filler(line, step=line.quantity if line in more else 1) for line in (*more, *kept)]


baskets = st.integers(0, 10**9)


@settings(max_examples=150)
@example(681_320_711, 1)  # thresholds that read list prices
@given(baskets, st.integers(1, 6))
def test_the_real_cost_is_the_difference_of_the_totals_and_the_head_is_the_cheapest(seed: int, head: int) -> None:
    basket = random_basket(seed)
    fillers = fillers_of(seed, basket)
    for promotion in basket.promotions:
        if promotion.layer is Layer.ITEM:
            continue
        advice = top_up(basket, promotion, fillers, effort=Effort(head=head, combinations=2), of_cart=True)
        every = {}
        for addition in (*advice.unticked, *advice.goods, *advice.combinations):
            after = with_lines(basket, addition.lines)
            extra = net_total(after) - net_total(basket)
            if addition.is_exact:
                assert addition.extra == extra
                gaps = [gap for gap in quote(after).gaps if gap.promotion == promotion.id]
                assert [addition.gap] == gaps
            if len(addition.takes) == 1 and addition not in advice.combinations:
                every[addition.takes[0][0]] = (not _closes(advice.gap, after, promotion), extra)
        assert advice.gap in quote(basket).gaps or not advice.gap.lines
        if advice.is_proven:
            names = [addition.takes[0][0] for addition in advice.goods]
            shown = [every[name] for name in names[:head]]
            assert shown == sorted(every[name] for name in names)[:head]


def _closes(gap: object, after: Basket, promotion: Promotion) -> bool:
    now = gap
    then = next((one for one in quote(after).gaps if one.promotion == promotion.id), None)
    return (
        then is not None
        and not now.is_top  # type: ignore[attr-defined]
        and then.base >= now.threshold  # type: ignore[attr-defined]
        and then.pieces >= now.threshold_pieces  # type: ignore[attr-defined]
    )


@settings(max_examples=60)
@given(baskets)
def test_the_refunds_are_those_of_returning_the_addition(seed: int) -> None:
    basket = random_basket(seed)
    for promotion in basket.promotions[:1]:
        for addition in top_up(basket, promotion, fillers_of(seed, basket, 4), effort=Effort(combinations=0)).goods:
            after = with_lines(basket, addition.lines)
            counted = {line.id for line in basket.lines if line.checked}
            pieces = 1 if addition.lines[0].id in counted else addition.lines[0].quantity
            split, clawback = (refund_of(after, addition.lines[0].id, pieces, by) for by in ("split", "clawback"))
            assert (addition.split, addition.clawback) == (split.amount, clawback.amount)


@settings(max_examples=100)
@given(baskets)
def test_the_order_of_the_fillers_changes_nothing(seed: int) -> None:
    basket = random_basket(seed)
    fillers = fillers_of(seed, basket)
    for promotion in basket.promotions[:1]:
        one, other = top_up(basket, promotion, fillers), top_up(basket, promotion, fillers[::-1])
        assert (one.unticked, one.goods, one.combinations) == (other.unticked, other.goods, other.combinations)


@pytest.mark.parametrize("order", ["price", "closest_gap"])
def test_other_orders_quote_the_head_too(order: str) -> None:
    fillers = [goods(f"g{price}", price) for price in (3_000, 900, 1_000, 1_400)]
    advice = top_up(Basket((COAT,), (FULL,)), FULL, fillers, order=order, effort=Effort(head=2))
    expected = {"price": ["g900", "g1000", "g1400", "g3000"], "closest_gap": ["g1000", "g1400", "g3000", "g900"]}
    assert [one.takes[0][0] for one in advice.goods] == expected[order]
    assert [one.is_exact for one in advice.goods] == [True, True, False, False]


# Lines that several activities want (R-ADD-5): what is missing is missing after all lines that could go there

BAG = BasketLine("bag", 20_000, 1)
THREE = Promotion("PP", Layer.SHOP, (Tier(When(pieces=3), PercentOff(1_000)),))
FROM_220 = Promotion("P2", Layer.SHOP, (Tier(When(22_000), AmountOff(1_500)),))
FROM_300 = Promotion("P1", Layer.SHOP, (Tier(When(30_000), AmountOff(2_500)),))
PEN, PAD, LAMP = goods("pen", 1_000), goods("pad", 6_000), goods("lamp", 10_000)


def missing(advice: TopUpAdvice) -> list[tuple[str, int, int]]:
    """Names joined by +, and the fen and pieces still missing then."""
    additions = (*advice.goods, *advice.combinations)
    names = [name for name, _ in costs(additions)]
    return [(name, one.gap.needed, one.gap.needed_pieces) for name, one in zip(names, additions, strict=True)]


def test_r_add_5_a_line_that_stands_under_another_activity_counts_for_a_threshold_of_pieces() -> None:
    advice = top_up(Basket((BAG,), (THREE, FROM_300)), THREE, [PEN, PAD, LAMP])
    assert (advice.gap.needed_pieces, advice.gap.pieces) == (2, 1)
    assert sorted(missing(advice)[:3]) == [("lamp", 0, 1), ("pad", 0, 1), ("pen", 0, 1)]
    assert costs(advice.combinations)[0] == ("pen+pen", -200)


@pytest.mark.parametrize(
    ("target", "needed", "told"),
    [
        (FROM_220, 2_000, [("pad", 0, 0), ("lamp", 0, 0), ("pen", 1_000, 0), ("pen+pen", 0, 0)]),
        (FROM_300, 10_000, [("lamp", 0, 0), ("pen", 9_000, 0), ("pad", 4_000, 0), ("pad+pad", 0, 0)]),
    ],
)
def test_r_add_5_two_thresholds_of_the_same_line_each_miss_what_it_lacks(
    target: Promotion, needed: int, told: list[tuple[str, int, int]]
) -> None:
    advice = top_up(Basket((BAG,), (FROM_220, FROM_300)), target, [PEN, PAD, LAMP])
    assert (advice.gap.needed, missing(advice)) == (needed, told)


def test_r_add_5_a_line_priced_by_another_activity_counts_for_the_one_that_would_give_more() -> None:
    small = Promotion("P2", Layer.SHOP, (Tier(When(10_000), AmountOff(500)),))
    advice = top_up(Basket((BAG,), (small, FROM_300)), FROM_300, [PEN, PAD, LAMP])
    assert advice.gap.needed == 10_000
    assert costs(advice.goods)[0] == ("lamp", 8_000)
    assert costs(advice.combinations) == [("pad+pad", 10_000)]


def test_r_add_g_a_line_chosen_for_an_activity_counts_for_it_and_for_no_other() -> None:
    basket = Basket((replace(BAG, promotion="PP"),), (THREE, FROM_300))
    assert top_up(basket, THREE, [PEN]).goods[0].gap.needed_pieces == 1
    advice = top_up(basket, FROM_300, [PEN])
    assert (advice.gap.needed, advice.goods[0].gap.needed) == (30_000, 29_000)


def test_what_lost_to_another_counts_what_it_could_have_beside_it() -> None:
    strong = Promotion("Q", Layer.SHOP, (Tier(When(20_000), AmountOff(9_000)),), scope=Scope(lines=frozenset({"bag"})))
    basket = Basket((BAG, replace(BAG, id="sack", price=12_000)), (strong, FROM_300))
    advice = top_up(basket, FROM_300, [goods("coat", 18_000)])
    assert (advice.gap.needed, costs(advice.goods), advice.goods[0].closes) == (18_000, [("coat", 15_500)], True)


@settings(max_examples=100)
@given(baskets)
def test_r_add_5_what_is_missing_is_what_the_explanation_says_is_missing(seed: int) -> None:
    basket = random_basket(seed)
    short = {
        one.id: (one.short, one.short_pieces) for one in explain(basket).refused if one.reason == "below_threshold"
    }
    for promotion in (*basket.promotions, *(coupon.promotion for coupon in basket.coupons)):
        if promotion.layer is not Layer.ITEM and promotion.id in short:
            gap = top_up(basket, promotion, ()).gap
            assert (gap.needed, gap.needed_pieces) == short[promotion.id]


def test_the_real_cost_of_one_good_is_the_same_whatever_it_is_added_for() -> None:
    rule = FreightRule(None, fee=1_000, free_over=29_500)
    cross = Promotion("X", Layer.CROSS_SHOP, (Tier(When(29_500), AmountOff(3_000)),))
    basket = Basket((replace(COAT, price=28_900),), (FULL, cross), freight=(rule,))
    sock = goods("sock", 700)
    costs_told = [top_up(basket, target, [sock]).goods[0].extra for target in (FULL, cross, rule)]
    assert costs_told == [700 - 3_000 - 1_000] * 3
    assert top_up(basket, cross, [sock], of_cart=True).goods[0].extra == 700 - 3_000
