"""What moved between two quotes, what comes back for returned pieces, and the fall from goods to total."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cartsim.model.checkout import FreightRule
from cartsim.model.policy import Pricing
from cartsim.model.promotion import AddOn, AddOnOffer, AmountOff, Layer, Promotion, Tier, UnitPrice, When
from cartsim.pricing import Basket, BasketLine, quote, quote_diff, refund_of, refund_together, waterfall
from cartsim.pricing.diff import Moved
from cartsim.pricing.waterfall import funding
from tests.pricing.small_baskets import random_basket, varied_basket

seeds = st.integers(0, 10**9)
DEAL = Promotion("P", Layer.SHOP, (Tier(When(amount=30_000), AmountOff(4_000)),))
T15 = Basket((BasketLine("A", 29_000, 1), BasketLine("F", 1_200, 1)), (DEAL,))


def test_t15_the_filler_comes_back_with_its_share_or_with_nothing() -> None:
    assert refund_of(T15, "F", 1, "split").amount == 1_041
    kept = refund_of(T15, "F", 1, "clawback")
    assert (kept.amount, kept.lost) == (0, 1_041)


def test_the_policy_says_how_a_refund_goes() -> None:
    clawed = replace(T15, settings=Pricing(refund="clawback"))
    assert [refund_of(basket, "F", 1).amount for basket in (T15, clawed)] == [1_041, 0]


def test_a_lost_free_freight_is_charged_apart() -> None:
    basket = Basket(
        (BasketLine("A", 9_000, 1), BasketLine("B", 2_000, 1)), freight=(FreightRule(None, 600, free_over=9_900),)
    )
    assert quote(basket).freight == 0
    refund = refund_of(basket, "B", 1, "clawback")
    assert (refund.amount, refund.freight) == (2_000, 600)


def test_pieces_the_rest_of_the_basket_was_dearer_for_bring_back_more_than_their_share() -> None:
    flash = Promotion("F", Layer.ITEM, (Tier(When(), UnitPrice(5_000)),), piece_limit=2)
    basket = Basket((BasketLine("A", 10_000, 3),), (flash,))
    refund = refund_of(basket, "A", 1, "clawback")
    assert (quote(basket).net_total, refund.amount, refund.lost) == (20_000, 10_000, 6_666 - 10_000)


@pytest.mark.parametrize(("line", "pieces", "error"), [("Z", 1, KeyError), ("F", 2, ValueError), ("F", 0, ValueError)])
def test_a_refund_of_what_is_not_there_is_refused(line: str, pieces: int, error: type[Exception]) -> None:
    with pytest.raises(error):
        refund_of(T15, line, pieces)


@given(seeds)
@settings(max_examples=60, deadline=None)
def test_shares_of_all_pieces_come_to_the_net_of_the_line(seed: int) -> None:
    basket = random_basket(seed)
    priced = quote(basket)
    quantities = {line.id: line.quantity for line in basket.lines}
    for line in priced.lines:
        count = quantities[line.id]
        shares = [refund_of(basket, line.id, pieces, "split").amount for pieces in range(1, count + 1)]
        units = [share - before for share, before in zip(shares, [0, *shares], strict=False)]
        assert shares[-1] == line.net
        assert max(units) - min(units) <= 1


def test_a_threshold_that_two_lines_held_up_is_lost_once_when_they_go_back_together() -> None:
    basket = Basket((BasketLine("A", 10_000, 1), BasketLine("B", 10_000, 1), BasketLine("C", 10_000, 1)), (DEAL,))
    alone = [refund_of(basket, line, 1, "clawback") for line in ("A", "B")]
    assert [(one.amount, one.lost) for one in alone] == [(6_000, 2_666), (6_000, 2_667)]
    joint = refund_together(basket, {"A": 1, "B": 1}, "clawback")
    assert [(one.line, one.pieces, one.share) for one in joint.lines] == [("A", 1, 8_666), ("B", 1, 8_667)]
    assert (joint.amount, joint.lost, joint.freight) == (16_000, 1_333, 0)
    assert refund_together(basket, {"A": 1, "B": 1}, "split").amount == 8_666 + 8_667


def test_r_swap_a_trade_up_that_is_kept_costs_its_own_price_once_what_earned_it_is_returned() -> None:
    offer = Promotion("W", Layer.SHOP, (Tier(When(amount=10_000), AddOn((AddOnOffer("X", 990),))),))
    basket = Basket((BasketLine("A", 12_000, 1), BasketLine("X", 2_900, 1, add_on="W")), (offer,))
    assert quote(basket).net_total == 12_990
    refund = refund_of(basket, "A", 1, "clawback")
    assert (refund.amount, refund.lost) == (12_990 - 2_900, 1_910)
    assert refund_together(basket, {"A": 1, "X": 1}, "clawback").amount == 12_990


@given(seeds, st.sampled_from(("split", "clawback")))
@settings(max_examples=60, deadline=None)
def test_returning_everything_brings_back_the_total(seed: int, policy: str) -> None:
    basket = varied_basket(seed)
    priced = quote(basket)
    counted = {line.id for line in priced.lines}
    everything = {line.id: line.quantity for line in basket.lines if line.id in counted}
    refund = refund_together(basket, everything, policy)
    assert (refund.amount, refund.lost, refund.freight) == (priced.net_total, 0, 0)


@given(seeds, st.randoms(use_true_random=False))
@settings(max_examples=60, deadline=None)
def test_several_come_to_their_shares_by_split_and_to_the_price_of_the_rest_by_clawback(
    seed: int, chance: Random
) -> None:
    basket = random_basket(seed)
    priced = quote(basket)
    counted = {line.id for line in priced.lines}
    returned = {line.id: chance.randint(1, line.quantity) for line in basket.lines if line.id in counted}
    split = refund_together(basket, returned, "split")
    assert split.amount == sum(refund_of(basket, line, pieces, "split").amount for line, pieces in returned.items())
    rest = replace(
        basket,
        lines=tuple(replace(line, quantity=line.quantity - returned.get(line.id, 0)) for line in basket.lines),
    )
    clawed = refund_together(basket, returned, "clawback")
    assert clawed.amount == max(0, priced.net_total - quote(rest).net_total)
    assert clawed.amount + clawed.lost == split.amount


def test_a_difference_names_what_moved_and_nothing_else() -> None:
    before = quote(replace(T15, lines=T15.lines[:1]))
    moved = quote_diff(before, quote(T15))
    assert Moved("net_total", 29_000, 26_200) in moved.totals
    assert moved.lines == (Moved("A", 29_000, 25_159), Moved("F", None, 1_041))
    assert moved.promotions == (Moved("P", None, 4_000),)
    assert moved.promotions[0].change == 4_000
    assert (moved.gifts, moved.freight) == ((), ())


@given(seeds)
@settings(max_examples=60, deadline=None)
def test_a_quote_does_not_differ_from_itself_and_the_fall_ends_at_the_total(seed: int) -> None:
    priced = quote(random_basket(seed))
    assert quote_diff(priced, priced).is_empty
    falls = waterfall(priced)
    assert ([fall.left for fall in falls] or [priced.goods])[-1] == priced.net_total
    assert all(sum(fall.by_line.values()) == fall.granted <= fall.nominal for fall in falls)
    assert sum(funding(priced).values()) == priced.saved
