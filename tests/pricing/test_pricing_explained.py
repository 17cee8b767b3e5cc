"""The numbers of an explanation hold when one does what they say (pricing.md, section 0.10)."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from cartsim.model.cart import NO_PROMOTION
from cartsim.model.promotion import AmountOff, Base, Layer, Promotion, Scope, Tier, When
from cartsim.pricing import Basket, BasketLine, explain, quote
from cartsim.pricing.basket import Refused
from tests.pricing.plain_pricing import ACTIVITIES, after_item, combinations_of, in_scope, may_take, settled
from tests.pricing.small_baskets import random_basket, varied_basket, without_clashes

seeds = st.integers(0, 10**9)


def refused(basket: Basket, code: str) -> Refused | None:
    return next((one for one in explain(basket).refused if one.id == code), None)


def promotions_of(basket: Basket) -> dict[str, Promotion]:
    return {one.id: one for one in (*basket.promotions, *[coupon.promotion for coupon in basket.coupons])}


def with_line(basket: Basket, line: BasketLine) -> Basket:
    return replace(basket, lines=tuple(line if other.id == line.id else other for other in basket.lines))


def worth(basket: Basket) -> int:
    return sum(after_item(basket, line)[0] for line in basket.lines if line.checked)


@given(seeds)
@settings(max_examples=200, deadline=None)
def test_below_threshold_ends_with_the_fen_and_pieces_it_says(seed: int) -> None:
    """But for the progressive base, where more on a line can mean that an earlier layer takes more."""
    basket = varied_basket(seed)
    promotions = promotions_of(basket)
    for one in explain(basket).refused:
        deal = promotions[one.id]
        base = deal.threshold_base or basket.settings.threshold_base
        if one.reason != "below_threshold" or deal.layer is Layer.ITEM or base == Base.PROGRESSIVE:
            continue
        read = deal.scope if deal.measures is None else deal.measures
        lines = [line for line in basket.lines if line.checked and not after_item(basket, line)[1]]
        lines = [line for line in lines if deal.shop in (None, line.shop) and in_scope(read, line)]
        lines = [line for line in lines if deal.measures is not None or may_take(basket, deal, line)]
        lines = [line for line in lines if not _is_chosen_for_another(basket, deal, line)]
        # a single piece takes the fen as they are; and no item price may wake up on the line
        lines = [line for line in lines if line.quantity == 1]
        plain = replace(
            basket, promotions=tuple(p for p in basket.promotions if p.layer is not Layer.ITEM or p is deal)
        )
        if not lines or worth(plain) != worth(basket):
            continue
        line = lines[0]
        pieces = one.short_pieces
        fen = max(0, one.short - pieces * line.price)
        list_price = None if line.list_price is None else line.list_price + fen
        if base == Base.LIST:
            fen = max(0, one.short - pieces * (line.list_price or line.price))
            list_price = (line.list_price or line.price) + fen
        more = replace(line, price=line.price + fen, list_price=list_price, quantity=1 + pieces)
        after = refused(with_line(plain, more), one.id)
        assert after is None or after.reason != "below_threshold"
        if one.short > 1 and not pieces and not _chosen_for_another(basket, deal):
            less = replace(more, price=more.price - 1, list_price=None if list_price is None else list_price - 1)
            still = refused(with_line(plain, less), one.id)
            assert still is not None
            assert (still.reason, still.short) == ("below_threshold", 1)


@given(seeds)
@settings(max_examples=150, deadline=None)
def test_what_an_activity_that_lost_would_cost_is_what_giving_it_its_lines_comes_to(seed: int) -> None:
    basket = without_clashes(varied_basket(seed, lines=4, promotions=4, coupons=2))
    lines = [line for line in basket.lines if line.checked]
    lost = [one for one in explain(basket).refused if one.reason == "not_best"]
    for one in lost:
        deal = next((deal for deal in basket.promotions if deal.id == one.id and deal.layer in ACTIVITIES), None)
        if deal is None or _chosen_for_another(basket, deal):
            continue
        wanted = tuple(number for number, line in enumerate(lines) if may_take(basket, deal, line))
        outcomes = [
            settled(basket, lines, combination)
            for combination in combinations_of(basket, lines)
            if (deal, None, wanted) in combination
        ]
        assume(outcomes)
        insisted = max(outcomes, key=lambda outcome: (outcome.granted[one.id] > 0, outcome.score))
        assert one.short == max(0, worth(basket) - insisted.score[1] - quote(basket).net_total)


@given(seeds)
@settings(max_examples=150, deadline=None)
def test_what_the_shoppers_choice_keeps_out_saves_what_giving_way_to_it_comes_to(seed: int) -> None:
    basket = varied_basket(seed, lines=4, promotions=4, coupons=2)
    deals = {deal.id: deal for deal in basket.promotions if deal.layer is Layer.SHOP}
    now = quote(basket).net_total
    for one in explain(basket).refused:
        kept = _chosen_for_another(basket, deals[one.id]) if one.id in deals else ()
        if not kept or one.reason not in ("own_choice", "not_best"):
            continue
        freed, given = (
            quote(
                replace(
                    basket,
                    lines=tuple(replace(line, promotion=code) if line in kept else line for line in basket.lines),
                )
            )
            for code in (None, one.id)
        )
        saved = now - given.net_total
        if any(applied.id == one.id for applied in freed.applied):
            saved = max(saved, now - freed.net_total)
        if one.short:
            assert (one.reason, one.short) == (("own_choice", max(0, saved)) if saved >= 0 else ("not_best", -saved))


def test_what_the_shoppers_choices_cost_is_told_beside_what_they_keep_out() -> None:
    chosen = BasketLine("A", 10_000, 1, promotion="P1")
    small = Promotion("P1", Layer.SHOP, (Tier(When(10_000), AmountOff(500)),))
    great = Promotion("P2", Layer.SHOP, (Tier(When(30_000), AmountOff(4_000)),))
    basket = Basket((chosen, BasketLine("B", 20_000, 1)), (small, great))
    told = explain(basket)
    assert told.refused == (Refused("P2", "own_choice", short=3_500),)
    assert (quote(basket).net_total, told.without_choice) == (29_500, 26_000)
    assert explain(with_line(basket, replace(chosen, promotion=None))).without_choice is None


def test_a_promotion_out_of_reach_only_by_the_shoppers_choice_says_so() -> None:
    chosen = BasketLine("A", 10_000, 1, promotion=NO_PROMOTION)
    small = Promotion("P1", Layer.SHOP, (Tier(When(20_000), AmountOff(500)),))
    assert refused(Basket((chosen,), (small,)), "P1") == Refused("P1", "own_choice")
    assert refused(Basket((chosen, BasketLine("B", 5_000, 1)), (small,)), "P1") == Refused(
        "P1", "below_threshold", short=15_000
    )


def _chosen_for_another(basket: Basket, deal: Promotion) -> tuple[BasketLine, ...]:
    lines = [line for line in basket.lines if line.checked and may_take(basket, deal, line)]
    return tuple(line for line in lines if _is_chosen_for_another(basket, deal, line))


def _is_chosen_for_another(basket: Basket, deal: Promotion, line: BasketLine) -> bool:
    if deal.layer is not Layer.SHOP or line.promotion in (None, deal.id):
        return False
    if line.promotion == NO_PROMOTION:
        return True
    own = next((other for other in basket.promotions if other.id == line.promotion), None)
    return own is not None and own.layer is Layer.SHOP and may_take(basket, own, line) and _is_open(basket, own)


def _is_open(basket: Basket, deal: Promotion) -> bool:
    one = refused(replace(basket, coupons=()), deal.id)
    return one is None or one.reason not in ("not_yet", "over", "no_lines", "not_for_shopper")


@given(seeds)
@settings(max_examples=120, deadline=None)
def test_an_item_price_that_lost_would_cost_what_it_says_on_the_line_nearest_to_it(seed: int) -> None:
    basket = varied_basket(seed)
    for one in explain(basket).refused:
        deal = promotions_of(basket)[one.id]
        if deal.layer is Layer.ITEM and one.reason == "not_best" and one.winner is not None:
            alone = replace(basket, promotions=(deal,))
            costs = [
                after_item(alone, line)[0] - after_item(basket, line)[0]
                for line in basket.lines
                if line.checked and after_item(alone, line)[1]
            ]
            assert one.short == min(costs)


@given(seeds)
@settings(max_examples=120, deadline=None)
def test_what_is_not_yet_open_is_at_the_time_it_says_and_what_is_over_was_before(seed: int) -> None:
    basket = random_basket(seed)
    for one in explain(basket).refused:
        deal = promotions_of(basket)[one.id]
        if one.reason == "not_yet":
            assert one.at is not None
            assert basket.now is not None
            assert basket.now < one.at
            then = refused(replace(basket, now=one.at), one.id)
            assert then is None or then.reason != "not_yet"
            before = refused(replace(basket, now=one.at - 1), one.id)
            assert before is not None
            assert before.reason == "not_yet"
        if one.reason == "over":
            assert deal.ends_at is not None
            then = refused(replace(basket, now=deal.ends_at - 1), one.id)
            assert then is None or then.reason != "over"


@given(seeds)
@settings(max_examples=120, deadline=None)
def test_a_coupon_not_claimed_or_put_away_is_neither_once_it_is(seed: int) -> None:
    basket = random_basket(seed)
    for one in explain(basket).refused:
        if one.reason in ("not_claimed", "put_away", "out_of_stock"):
            coupons = tuple(
                replace(coupon, claimed=1, picked=None) if coupon.id == one.id else coupon for coupon in basket.coupons
            )
            then = refused(replace(basket, coupons=coupons), one.id)
            assert then is None or then.reason not in ("not_claimed", "put_away")


@given(seeds)
@settings(max_examples=150, deadline=None)
def test_the_runner_up_is_the_best_without_one_of_what_was_applied(seed: int) -> None:
    basket = varied_basket(seed, lines=4, promotions=4, coupons=3)
    lines = [line for line in basket.lines if line.checked]
    applied = {one.id for one in quote(basket).applied if one.layer is not Layer.ITEM and one.granted}
    combinations = [
        ({deal.id for deal, _, _ in combination}, settled(basket, lines, combination).score)
        for combination in combinations_of(basket, lines)
    ]
    best = [
        max(scores)[1] for code in applied if (scores := [score for used, score in combinations if code not in used])
    ]
    assert explain(basket).runner_up == (worth(basket) - max(best) if best else None)


@given(seeds, st.sampled_from([1, 2, 5, 20]))
@settings(max_examples=200, deadline=None)
def test_a_search_that_stops_early_gives_a_bound_below_the_least_total(seed: int, work_limit: int) -> None:
    """Where the shopper insists on no coupon: one insisted on comes before the total."""
    basket = varied_basket(seed, lines=7, promotions=6)
    coupons = tuple(replace(coupon, picked=None) if coupon.picked else coupon for coupon in basket.coupons)
    basket = replace(basket, coupons=coupons)
    stopped = quote(replace(basket, settings=replace(basket.settings, work_limit=work_limit)))
    full = quote(basket)
    if stopped.optimal:
        assert stopped.net_total == full.net_total
        assert stopped.bound is None
    else:
        assert stopped.bound is not None
        assert stopped.bound <= full.net_total <= stopped.net_total


def test_some_searches_stop_early() -> None:
    stopped = 0
    for seed in range(300):
        basket = varied_basket(seed, lines=7, promotions=6)
        stopped += not quote(replace(basket, settings=replace(basket.settings, work_limit=1))).optimal
    assert stopped > 15


def test_what_lost_to_two_together_names_both_since_the_difference_is_to_both() -> None:
    lines = (BasketLine("A", 10_000, 1), BasketLine("B", 20_000, 1), BasketLine("C", 9_000, 1))
    whole = Promotion("P1", Layer.SHOP, (Tier(When(30_000), AmountOff(4_000)),))
    pair = Promotion("P2", Layer.SHOP, (Tier(When(pieces=2), AmountOff(4_750)),), scope=Scope(lines=frozenset("AC")))
    rest = Promotion("P3", Layer.SHOP, (Tier(When(), AmountOff(1_000)),), scope=Scope(lines=frozenset("B")))
    basket = Basket(lines, (whole, pair, rest))
    assert refused(basket, "P1") == Refused("P1", "not_best", short=1_750, winner="P2", beside=("P3",))
