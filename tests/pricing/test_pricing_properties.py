"""What holds of every quote, on random small baskets and against a second, plain pricing of them."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from cartsim.model.policy import Pricing
from cartsim.model.promotion import AmountOff, Layer, Promotion, Tier, When
from cartsim.pricing import Basket, BasketLine, explain, quote
from cartsim.pricing.by_shop import Memo
from cartsim.pricing.offers import OF_SHOPS
from cartsim.pricing.quote import net_total
from cartsim.pricing.scope import share_one_place
from cartsim.pricing.what_if import with_coupon
from tests.pricing.small_baskets import (
    random_basket,
    random_coupon,
    random_promotion,
    scaled,
    varied_basket,
    without_pieces,
)

seeds = st.integers(0, 10**9)
LAYERS_ABOVE_ITEM = 6
STEPS = ("more", "tick", "move", "take_offer", "add", "join", "settle_otherwise", "wait")
"""What a shopper or the shop may change between two quotes."""


def after_step(basket: Basket, line: BasketLine, step: str) -> Basket:
    """The basket after one step, most of which concern one line of it."""
    match step:
        case "add":
            return replace(basket, lines=(*basket.lines, replace(line, id=f"{line.id}+{len(basket.lines)}")))
        case "join":
            return replace(basket, shopper=basket.shopper ^ {"member"})
        case "settle_otherwise":
            rounding = "floor" if basket.settings.rounding != "floor" else "ceil"
            return replace(basket, settings=replace(basket.settings, rounding=rounding))
        case "wait":
            return replace(basket, now=None if basket.now is None else basket.now + 10)
        case "more":
            changed = replace(line, quantity=line.quantity + 1)
        case "move":
            changed = replace(line, shop="S1" if line.shop == "S2" else "S2")
        case "take_offer":
            changed = replace(line, add_on="p0" if line.add_on is None else None)
        case _:
            changed = replace(line, checked=not line.checked)
    return replace(basket, lines=tuple(changed if other is line else other for other in basket.lines))


def kept_within_shops(basket: Basket) -> Basket:
    """The basket with a shop for every promotion and coupon of a layer that may have one, shutting nothing out."""

    def kept(promotion: Promotion) -> Promotion:
        shop = (promotion.shop or "S1") if promotion.layer in OF_SHOPS else None
        return replace(promotion, shop=shop, excludes=frozenset(), group=None, threshold_base=None)

    return replace(
        basket,
        promotions=tuple(kept(promotion) for promotion in basket.promotions),
        coupons=tuple(replace(coupon, promotion=kept(coupon.promotion)) for coupon in basket.coupons),
        settings=replace(basket.settings, threshold_base="parallel"),
    )


@given(seeds)
@settings(max_examples=80, deadline=None)
def test_amounts_add_up_to_the_fen(seed: int) -> None:
    basket = varied_basket(seed, lines=6)
    answer = quote(basket)
    assert answer.net_total == sum(line.net for line in answer.lines) == answer.goods - answer.saved
    assert answer.saved == sum(one.granted for one in answer.applied)
    for line in answer.lines:
        assert 0 <= line.net == line.amount - sum(cut.amount for cut in line.cuts) <= line.amount
        assert all(cut.amount > 0 for cut in line.cuts)
    for one in answer.applied:
        assert sum(one.shares) == one.granted <= one.off
        assert len(one.shares) == len(one.lines)


@given(seeds, seeds)
@settings(max_examples=80, deadline=None)
def test_one_more_promotion_above_the_item_layer_never_raises_the_total(seed: int, other: int) -> None:
    basket = varied_basket(seed)
    added = replace(random_promotion(Random(other), 7), id="added")
    if added.layer is not Layer.ITEM:
        assert net_total(replace(basket, promotions=(*basket.promotions, added))) <= net_total(basket)


@given(seeds, seeds)
@settings(max_examples=80, deadline=None)
def test_one_more_coupon_left_to_the_engine_never_raises_the_total(seed: int, other: int) -> None:
    basket = varied_basket(seed)
    added = replace(random_coupon(Random(other), 7), picked=None, claimed=1)
    assert net_total(replace(basket, coupons=(*basket.coupons, added))) <= net_total(basket)


@given(seeds, st.sampled_from([2, 10, 100]))
@settings(max_examples=120, deadline=None)
def test_prices_and_thresholds_scaled_together_scale_the_total_but_for_rounding(seed: int, factor: int) -> None:
    """Where no rounding comes before a threshold: item prices in percent, and what earlier layers leave, are rounded
    before; and where no line runs dry, for there the split, rounded too, decides what has room."""
    basket = scaled(varied_basket(seed), 1)
    answer, many = quote(basket), quote(scaled(basket, factor))
    if all(line.net for line in (*answer.lines, *many.lines)):
        rounding = (factor + 1) * (len(answer.applied) + len(many.applied))
        assert abs(many.net_total - factor * answer.net_total) <= rounding


@given(seeds)
@settings(max_examples=60, deadline=None)
def test_unchecked_lines_never_matter(seed: int) -> None:
    basket = varied_basket(seed)
    more = (BasketLine("idle", 12345, 2, shop="S1", category="shoes", checked=False), *basket.lines)
    before, after = quote(basket), quote(replace(basket, lines=more))
    assert (after.net_total, after.lines, after.applied) == (before.net_total, before.lines, before.applied)


@given(seeds, st.randoms())
@settings(max_examples=80, deadline=None)
def test_reordering_lines_moves_a_line_by_at_most_a_fen_per_layer(seed: int, chance: Random) -> None:
    """But for kinds that pick pieces: of pieces equally dear the earlier line's come first.

    So the total moves no further than by that fen of a layer: what a later layer is measured on, or finds room in.
    """
    basket = without_pieces(random_basket(seed, lines=6))
    shuffled = list(basket.lines)
    chance.shuffle(shuffled)
    before = quote(basket)
    after = quote(replace(basket, lines=tuple(shuffled)))
    assert abs(after.net_total - before.net_total) <= LAYERS_ABOVE_ITEM
    nets = {line.id: line.net for line in after.lines}
    assert all(abs(nets[line.id] - line.net) <= LAYERS_ABOVE_ITEM for line in before.lines)


@given(seeds, st.booleans(), st.lists(st.tuples(st.integers(0, 5), st.sampled_from(STEPS)), max_size=5))
@settings(max_examples=200, deadline=None)
def test_a_memo_handed_from_quote_to_quote_changes_nothing(
    seed: int, within_shops: bool, steps: list[tuple[int, str]]
) -> None:
    basket = random_basket(seed, lines=6, promotions=5)
    if within_shops:
        basket = kept_within_shops(basket)
    memo = Memo()
    for place, step in [(0, "wait"), *steps]:
        basket = after_step(basket, basket.lines[place % len(basket.lines)], step)
        assert quote(basket, memo) == quote(basket)
        assert net_total(basket, memo) == net_total(basket)


@given(seeds)
@settings(max_examples=60, deadline=None)
def test_every_promotion_and_coupon_gets_exactly_one_answer(seed: int) -> None:
    basket = varied_basket(seed)
    answer = quote(basket)
    told = sorted([one.id for one in answer.applied] + [one.id for one in explain(basket).refused])
    assert told == sorted([one.id for one in basket.promotions] + [one.id for one in basket.coupons])


@given(seeds)
@settings(max_examples=120, deadline=None)
def test_what_a_lost_coupon_would_cost_is_what_insisting_on_it_comes_to(seed: int) -> None:
    """Instead of those of its place that the shopper insists on, where there are any."""
    basket = random_basket(seed, lines=6, promotions=5, coupons=4)
    coupons = {coupon.id: coupon for coupon in basket.coupons}
    for one in explain(basket).refused:
        if one.id in coupons and one.reason in ("not_best", "excluded_by"):
            insisted = with_coupon(basket, one.id, True)
            for other in basket.coupons:
                if other.picked and other.id != one.id and share_one_place(coupons[one.id], other):
                    insisted = with_coupon(insisted, other.id, None)
            assert one.short == max(0, net_total(insisted) - net_total(basket))


@given(seeds)
@settings(max_examples=60, deadline=None)
def test_the_gap_of_a_shop_activity_counts_the_lines_it_prices(seed: int) -> None:
    basket = random_basket(seed)
    answer = quote(basket)
    shop = {promotion.id for promotion in basket.promotions if promotion.layer is Layer.SHOP}
    for gap in answer.gaps:
        if gap.promotion in shop:
            priced = tuple(line.id for line in answer.lines if line.promotion == gap.promotion)
            assert not priced or gap.lines == priced
            assert gap.needed >= 0
            assert gap.needed_pieces >= 0


def test_a_search_stopped_at_its_limit_says_so_and_gives_a_bound() -> None:
    lines = tuple(BasketLine(f"l{number}", 1000 + 37 * number, 1) for number in range(10))
    rivals = tuple(
        Promotion(f"p{number}", Layer.SHOP, (Tier(When(4000 + 211 * number), AmountOff(700 + 31 * number)),))
        for number in range(3)
    )
    full = quote(Basket(lines, rivals))
    stopped = quote(Basket(lines, rivals, settings=Pricing(work_limit=1)))
    assert full.optimal
    assert full.bound is None
    assert not stopped.optimal
    assert stopped.bound is not None
    assert stopped.bound <= full.net_total <= stopped.net_total
