"""换购, freight and checkout of small baskets against a plain count of each (pricing.md, sections 0.11, 7 and 8)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cartsim.model.checkout import FreightRule
from cartsim.model.promotion import AddOn, Coupon, FreightOff, Layer, Promotion, Tier, When
from cartsim.pricing import Basket, BasketLine, Quote, quote
from tests.pricing.plain_checkout import (
    add_on_nets,
    least_freight,
    payable,
    without_add_ons,
)
from tests.pricing.plain_pricing import after_item, cheapest
from tests.pricing.small_baskets import checkout_basket


def _of_goods(promotions: tuple[Promotion, ...]) -> tuple[Promotion, ...]:
    return tuple(one for one in promotions if not isinstance(one.tiers[0].give, AddOn | FreightOff))


def _of_coupons(coupons: tuple[Coupon, ...]) -> tuple[Coupon, ...]:
    return tuple(one for one in coupons if not isinstance(one.promotion.tiers[0].give, FreightOff))


BLOCKS = range(4)
OF_A_BLOCK = 400


@pytest.mark.parametrize("block", BLOCKS)
def test_r_swap_a_line_at_a_trade_up_counts_as_far_as_the_tier_goes_and_moves_nothing_else(block: int) -> None:
    counted = lost = 0
    for seed in range(block * OF_A_BLOCK, (block + 1) * OF_A_BLOCK):
        basket = checkout_basket(seed)
        answer, plain = quote(basket), quote(without_add_ons(basket))
        nets = add_on_nets(basket)
        takes = {line.id for line in basket.lines if line.add_on is not None}
        assert {line.id: line.net for line in answer.lines if line.id in takes} == nets, seed
        assert [line for line in answer.lines if line.id not in takes] == list(plain.lines), seed
        asked = [line.id for line in basket.lines if line.id in takes and line.checked]
        assert [one.line for one in answer.lost_add_ons] == [line for line in asked if line not in nets], seed
        counted += len(nets)
        lost += len(answer.lost_add_ons)
    assert min(counted, lost) > OF_A_BLOCK // 10


@pytest.mark.parametrize("block", BLOCKS)
def test_r_swap_2_where_the_policy_says_so_a_trade_up_helps_others_over_their_threshold(block: int) -> None:
    helped = 0
    for seed in range(block * OF_A_BLOCK, (block + 1) * OF_A_BLOCK):
        basket = checkout_basket(seed)
        nets = add_on_nets(basket)
        beside = [(line, nets[line.id]) for line in basket.lines if line.id in nets]
        plain = without_add_ons(basket)
        plain = replace(plain, promotions=_of_goods(plain.promotions), coupons=_of_coupons(plain.coupons))
        _, off, _ = cheapest(plain, beside)
        worth = sum(after_item(plain, line)[0] for line in plain.lines if line.checked)
        answer = quote(replace(basket, add_ons_count=True))
        assert answer.optimal, seed
        assert answer.net_total == worth - off + sum(nets.values()), seed
        assert sum(line.net for line in answer.lines if line.id in nets) == sum(nets.values()), seed
        helped += answer.net_total != quote(basket).net_total
    assert helped


@pytest.mark.parametrize("block", BLOCKS)
def test_freight_is_the_least_the_coupons_of_all_slots_leave_and_never_negative(block: int) -> None:
    lowered = 0
    for seed in range(block * OF_A_BLOCK, (block + 1) * OF_A_BLOCK):
        basket = checkout_basket(seed)
        answer = quote(basket)
        assert answer.freight == sum(part.net for part in answer.freight_parts), seed
        assert all(part.net == part.fee - sum(off for _, off in part.cuts) >= 0 for part in answer.freight_parts), seed
        assert answer.freight == least_freight(basket, answer.lines), seed
        lowered += any(part.cuts for part in answer.freight_parts)
    assert lowered > OF_A_BLOCK // 10


def test_freight_coupons_of_several_slots_are_chosen_together() -> None:
    """The one that takes most off its own slot shuts the other slot out."""

    def coupon(code: str, layer: Layer, give: FreightOff, group: str | None) -> Coupon:
        return Coupon(Promotion(code, layer, (Tier(When(), give),), group=group), claimed=1)

    coupons = (
        coupon("most", Layer.CATEGORY_COUPON, FreightOff(6_000), "g"),
        coupon("less", Layer.CATEGORY_COUPON, FreightOff(amount=500), None),
        coupon("half", Layer.PLATFORM_COUPON, FreightOff(5_000), "g"),
    )
    basket = Basket((BasketLine("A", 10_000, 1),), coupons=coupons, freight=(FreightRule(None, 1_000),))
    assert quote(basket).freight == 250


def test_a_freight_coupon_insisted_on_is_used_where_another_would_leave_less() -> None:
    def coupon(code: str, amount: int, picked: bool | None) -> Coupon:
        give = FreightOff(amount=amount)
        return Coupon(Promotion(code, Layer.PLATFORM_COUPON, (Tier(When(), give),)), claimed=1, picked=picked)

    basket = Basket(
        (BasketLine("l", 100, 1),),
        coupons=(coupon("large", 500, None), coupon("small", 200, True)),
        freight=(FreightRule(fee=600),),
    )
    assert quote(basket).freight_parts[0].cuts == (("small", 200),)


@pytest.mark.parametrize("block", BLOCKS)
def test_r_price_2_what_is_payable_is_what_checkout_leaves(block: int) -> None:
    kinds = set()
    for seed in range(block * OF_A_BLOCK, (block + 1) * OF_A_BLOCK):
        basket = checkout_basket(seed)
        answer = quote(basket)
        assert answer.payable == payable(basket, answer.net_total, answer.goods, answer.freight), seed
        assert answer.payable == answer.net_total + answer.freight - sum(row.amount for row in answer.checkout), seed
        assert answer.payable >= answer.freight, seed
        kinds |= {row.kind for row in answer.checkout}
    assert kinds == {"red_packet", "points", "pay_discount", "round_order", "min_payable"}


@pytest.mark.parametrize("block", BLOCKS)
def test_freight_and_checkout_never_move_the_goods(block: int) -> None:
    def goods(answer: Quote) -> tuple[object, ...]:
        return (answer.goods, answer.net_total, answer.lines, answer.applied, answer.gifts)

    for seed in range(block * OF_A_BLOCK, (block + 1) * OF_A_BLOCK, 4):
        basket = checkout_basket(seed)
        bare = replace(basket, freight=(), red_packets=(), points=0, pay_discounts=())
        assert goods(quote(basket)) == goods(quote(bare)), seed


@pytest.mark.parametrize(("amount", "max_off"), [(500, 1_000), (1_000, 500)])
def test_an_offer_takes_no_more_off_the_freight_than_its_amount_nor_than_its_ceiling(amount: int, max_off: int) -> None:
    offer = Promotion("F", Layer.PLATFORM, (Tier(When(), FreightOff(amount=amount)),), max_off=max_off)
    basket = Basket((BasketLine("A", 10_000, 1),), (offer,), freight=(FreightRule(None, 2_000),))
    assert quote(basket).freight == 1_500
