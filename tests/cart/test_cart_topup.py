"""Promotion bars and the 凑单 panel (R-ADD)."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cartsim.cart.commands import AddToCart, Check, CheckAll
from cartsim.cart.panels import TopUp
from cartsim.cart.topup import QUOTED_GOODS, top_up_of
from cartsim.cart.view import Entry, PromotionBar
from cartsim.errors import UnknownCodeError
from tests.cart.shopping import (
    AmountOff,
    Layer,
    PercentOff,
    Promotion,
    Shopper,
    Tier,
    When,
    done,
    goods,
    off,
    scene_of,
)

P = frozenset({"p"})
FULL = off("p", (10000, 2000))


def _bar(shopper: Shopper, promotion: str = "p") -> PromotionBar:
    bar = shopper.group(promotion).bar
    assert bar is not None
    return bar


def _golden() -> Shopper:
    offers = [goods("pen", 2500, tags=P), goods("ink", 2500, tags=P), goods("pad", 5000, tags=P)]
    return Shopper(scene_of(*offers, promotions=[FULL]))


def test_r_add_5_the_article_two_at_25_of_100_are_50_short() -> None:
    bar = _bar(_golden().add("pen", "ink").enter())
    assert (bar.gap.needed, bar.entry, bar.state, bar.granted) == (5000, Entry.GO, "gap", 0)
    assert (bar.reason.code, bar.reason["needed_fen"]) == ("bar_gap", 5000)


def test_r_add_4_the_third_at_50_makes_it_browse_and_takes_20_off() -> None:
    shopper = _golden().add("pen", "ink").enter().add("pad")
    bar = _bar(shopper)
    assert (bar.gap.needed, bar.entry, bar.state, bar.granted) == (0, Entry.BROWSE, "top", 2000)
    assert (shopper.view.totals.net_total, shopper.view.totals.saved) == (8000, 2000)


def test_r_add_a_nothing_ticked_keeps_the_entry_and_asks_for_the_whole_threshold() -> None:
    shopper = _golden().add("pen", "ink").enter()
    shopper.do(CheckAll(False))
    bar = _bar(shopper)
    assert (bar.state, bar.entry, bar.gap.needed) == ("none_checked", Entry.GO, 10000)


def test_r_add_c_a_met_tier_points_to_the_next() -> None:
    offers = [goods("pen", 12000, tags=P)]
    shopper = Shopper(scene_of(*offers, promotions=[off("p", (10000, 2000), (15000, 5000))])).add("pen").enter()
    bar = _bar(shopper)
    assert (bar.state, bar.entry) == ("met", Entry.BROWSE)
    assert (bar.reason.code, bar.reason["off_fen"], bar.reason["needed_fen"], bar.reason["next_off_fen"]) == (
        "bar_met",
        2000,
        3000,
        5000,
    )


def test_r_add_d_every_full_always_has_a_next_step() -> None:
    shopper = Shopper(scene_of(goods("pen", 70000, tags=P), promotions=[off("p", (30000, 5000), repeat=None)]))
    bar = _bar(shopper.add("pen").enter())
    assert (bar.kind, bar.state, bar.gap.reached, bar.granted, bar.gap.needed) == (
        "every_full",
        "met",
        2,
        10000,
        20000,
    )


def test_r_add_e_piece_thresholds_say_pieces() -> None:
    by_pieces = off("p", (0, 0), tiers=(Tier(When(pieces=3), PercentOff(1500)),))
    shopper = Shopper(scene_of(goods("pen", tags=P), promotions=[by_pieces])).add("pen").enter()
    bar = _bar(shopper)
    assert (bar.kind, bar.gap.needed_pieces, bar.reason.code) == ("pieces_discount", 2, "bar_gap_pieces")


def test_r_add_3_only_the_kinds_of_the_policy_have_an_entry() -> None:
    percent = off("p", (0, 0), tiers=(Tier(When(5000), PercentOff(1000)),))
    shopper = Shopper(scene_of(goods("pen", tags=P), promotions=[percent])).add("pen").enter()
    assert _bar(shopper).entry is Entry.NONE
    shopper.policy(addon__types=("full_reduction", "full_discount"))
    assert _bar(shopper).entry is Entry.GO


def test_r_add_f_unticked_lines_that_would_do_are_offered_the_cheapest_single_first() -> None:
    shopper = _golden().read(goods("dear", 9000, tags=P)).add("pen", "ink", "pad", "dear").enter()
    shopper.do(Check(("l3", "l4"), False))
    assert _bar(shopper).tickable == ("l3",)
    shopper.do(CheckAll(False), Check(("l1",), True))
    assert _bar(shopper).tickable == ("l4",)


@pytest.mark.parametrize(("starts", "ends", "state"), [(1_000_001, None, "not_started"), (None, 1_000_000, "ended")])
def test_a_bar_outside_its_window_has_no_entry_and_grants_nothing(
    starts: int | None, ends: int | None, state: str
) -> None:
    shopper = _golden().add("pen", "ink", "pad").enter()
    shopper.read(promotions=(off("p", (10000, 2000), starts_at=starts, ends_at=ends),))
    bar = _bar(shopper)
    assert (bar.state, bar.entry, bar.granted, bar.tickable) == (state, Entry.NONE, 0, ())
    assert shopper.view.totals.net_total == 10000


def test_r_add_1_7_the_panel_has_the_gap_of_the_cart_and_keeps_it_after_an_add() -> None:
    shopper = _golden().add("pen", "ink").enter()
    offers = list(shopper.scene.offers.values())
    assert top_up_of(shopper.cart, shopper.scene, shopper.view, "p", offers).gap == _bar(shopper).gap
    done(shopper.do(AddToCart("pad")))
    panel = top_up_of(shopper.cart, shopper.scene, shopper.view, "p", offers)
    assert (panel.gap, panel.gap.needed, panel.subtotal) == (_bar(shopper).gap, 0, 10000)


def test_the_real_cost_of_a_filler_is_what_the_total_rises_by() -> None:
    offers = [goods("coat", 29000, tags=P), goods("sock", 1200, tags=P), goods("cap", 3900, tags=P)]
    shopper = Shopper(scene_of(*offers, promotions=[off("p", (30000, 4000))])).add("coat").enter()
    panel = top_up_of(shopper.cart, shopper.scene, shopper.view, "p", offers)
    costs = {good.sku: (good.extra, good.gap_after.is_met, good.is_exact) for good in panel.goods}
    assert costs["sock"] == (-2800, True, True)
    assert costs["cap"] == (-100, True, True)
    assert [good.sku for good in panel.goods] == ["sock", "cap", "coat"]


def test_r_add_f_h_i_cart_lines_first_quantities_shown_and_what_cannot_come_is_left_out() -> None:
    offers = [
        goods("pen", 2500, tags=P),
        goods("ink", 8000, tags=P),
        goods("gone", tags=P, stock=0),
        goods("far", tags=P, listed=False),
    ]
    shopper = Shopper(scene_of(*offers[:2], promotions=[FULL])).add("pen", "pen", "ink").enter()
    shopper.do(Check(("l2",), False))
    panel = top_up_of(shopper.cart, shopper.scene, shopper.view, "p", offers)
    assert [(good.sku, good.extra) for good in panel.in_cart] == [("ink", 6000)]
    assert [(good.sku, good.quantity, good.checked) for good in panel.goods] == [("pen", 2, True)]
    assert (panel.hidden, panel.total) == (2, 1)


def test_bands_follow_the_gap_and_filter_the_goods() -> None:
    prices = (2000, 4000, 5000, 6500, 9000)
    offers = [goods(f"g{price}", price, tags=P) for price in prices]
    shopper = Shopper(scene_of(goods("pen", 5000, tags=P), *offers, promotions=[FULL])).add("pen").enter()
    panel = top_up_of(shopper.cart, shopper.scene, shopper.view, "p", offers, band="just", sort="price")
    assert [(band.code, band.low, band.high, band.count) for band in panel.bands] == [
        ("low", None, 2500, 1),
        ("middle", 2500, 5000, 1),
        ("just", 5000, 6500, 2),
        ("above", 6500, None, 1),
    ]
    assert [good.price for good in panel.goods] == [5000, 6500]


def test_the_bands_of_a_gap_of_162_print_their_real_edges() -> None:
    prices = (8100, 8101, 16199, 16200, 21060, 21061)
    offers = [goods(f"g{price}", price, tags=P) for price in prices]
    promotion = off("p", (20000, 2000))
    shopper = Shopper(scene_of(goods("pen", 3800, tags=P), *offers, promotions=[promotion])).add("pen").enter()
    panels = {
        code: top_up_of(shopper.cart, shopper.scene, shopper.view, "p", offers, band=code, sort="price")
        for code in ("low", "middle", "just", "above")
    }
    assert [(band.low, band.high) for band in panels["low"].bands] == [
        (None, 8100),
        (8100, 16200),
        (16200, 21060),
        (21060, None),
    ]
    assert {code: [good.price for good in panel.goods] for code, panel in panels.items()} == {
        "low": [8100],
        "middle": [8101, 16199],
        "just": [16200, 21060],
        "above": [21061],
    }


def test_goods_that_close_the_gap_stand_before_cheaper_ones_that_do_not() -> None:
    offers = [goods("clip", 100, tags=P), goods("bag", 9000, tags=P), goods("box", 6000, tags=P)]
    shopper = Shopper(scene_of(goods("pen", 5000, tags=P), *offers, promotions=[FULL])).add("pen").enter()
    panel = top_up_of(shopper.cart, shopper.scene, shopper.view, "p", offers, sort="cost")
    assert [(good.sku, good.extra) for good in panel.goods] == [("box", 4000), ("bag", 7000), ("clip", 100)]


def test_goods_far_down_the_list_carry_the_estimate_of_the_promotion_alone() -> None:
    offers = [goods(f"g{number}", 6000 + number, tags=P) for number in range(QUOTED_GOODS + 5)]
    shopper = Shopper(scene_of(goods("pen", 5000, tags=P), *offers, promotions=[FULL])).add("pen").enter()
    panel = top_up_of(shopper.cart, shopper.scene, shopper.view, "p", offers)
    assert [good.is_exact for good in panel.goods] == [True] * QUOTED_GOODS + [False] * 5
    assert panel.goods[-1].extra == panel.goods[-1].price - 2000


def test_an_unknown_promotion_is_an_error_of_the_caller() -> None:
    shopper = _golden().add("pen")
    with pytest.raises(UnknownCodeError):
        top_up_of(shopper.cart, shopper.scene, shopper.view, "nothing", [])


def test_the_kind_of_a_bar_is_read_from_its_terms() -> None:
    promotion = Promotion("p", FULL.layer, (Tier(When(pieces=2), AmountOff(300)),), "a", FULL.scope)
    shopper = Shopper(scene_of(goods("pen", tags=P), promotions=[promotion])).add("pen").enter()
    assert _bar(shopper).kind == "pieces_minus"


def _every_good(shopper: Shopper) -> TopUp:
    return top_up_of(shopper.cart, shopper.scene, shopper.view, "p", shopper.scene.offers.values())


def test_r_add_f_a_line_under_another_promotion_is_ticked_not_added_once_more() -> None:
    campaign = Promotion("p", Layer.CROSS_SHOP, (Tier(When(10000), AmountOff(2000)),))
    offers = [goods("a:pen", 6000), goods("b:pad", 4500)]
    shopper = Shopper(scene_of(*offers, promotions=[campaign])).add("pen", "pad").enter()
    shopper.do(Check(("l2",), False))
    panel = _every_good(shopper)
    assert [(good.sku, good.extra, good.over) for good in panel.in_cart] == [("pad", 2500, 500)]
    assert [good.sku for good in panel.goods] == ["pen"]


def test_combinations_are_shown_where_they_cost_less_than_every_single_good() -> None:
    offers = [goods("pen", 2200, tags=P), goods("pad", 2190, tags=P), goods("box", 4600, tags=P)]
    coat = goods("coat", 5800, tags=P)
    shopper = Shopper(scene_of(coat, *offers, promotions=[FULL])).add("coat").enter()
    shown = [([(part.sku, part.pieces) for part in one.parts], one.extra) for one in _every_good(shopper).combinations]
    assert shown == [([("pad", 2)], 2380), ([("pad", 1), ("pen", 1)], 2390), ([("pen", 2)], 2400)]
    shopper.read(goods("box", 4300, tags=P))
    assert _every_good(shopper).combinations == ()


def test_a_combination_says_what_each_part_needs() -> None:
    offers = [goods("pen", 2200, tags=P), goods("pad", 2100, tags=P), goods("coat", 5800, tags=P)]
    shopper = Shopper(scene_of(*offers, promotions=[FULL])).add("coat", "pad").enter()
    shopper.do(Check(("l2",), False))
    first = _every_good(shopper).combinations[0]
    assert [(part.sku, part.line, part.ticks, part.quantity) for part in first.parts] == [
        ("pad", "l2", True, 1),
        ("pen", None, False, 1),
    ]


def test_a_combination_asks_for_no_more_than_stock_and_limits_let_it() -> None:
    offers = [goods("pen", 2200, tags=P, stock=1), goods("pad", 2190, tags=P, purchase_limit=1)]
    shopper = Shopper(scene_of(goods("coat", 5800, tags=P), *offers, promotions=[FULL])).add("coat").enter()
    shown = [[(part.sku, part.pieces) for part in one.parts] for one in _every_good(shopper).combinations]
    assert shown == [[("pad", 1), ("pen", 1)]]


def test_in_a_full_cart_nothing_new_is_combined() -> None:
    offers = [goods("pen", 2200, tags=P), goods("pad", 2190, tags=P)]
    shopper = Shopper(scene_of(goods("coat", 5800, tags=P), *offers, promotions=[FULL])).add("coat").enter()
    shopper.policy(cap__total=1)
    assert _every_good(shopper).combinations == ()


@settings(max_examples=40)
@given(st.integers(0, 10**6))
def test_r_add_7_the_gap_of_a_good_is_the_gap_of_the_bar_once_it_is_added(seed: int) -> None:
    chance = Random(seed)
    offers = [goods(f"g{number}", chance.randint(1, 60) * 100, tags=P) for number in range(6)]
    tiers = sorted(chance.sample(range(2000, 16000, 500), 2))
    full = off("p", *[(threshold, threshold // 5) for threshold in tiers])
    shopper = Shopper(scene_of(*offers, promotions=[full])).add(*[offer.sku for offer in offers[:2]]).enter()
    shopper.do(Check(("l1",), chance.random() < 0.5))
    panel = _every_good(shopper)
    assert panel.gap == _bar(shopper).gap
    before = shopper.view.totals.net_total
    good = chance.choice(panel.goods)
    done(shopper.do(AddToCart(good.sku)))
    gap = _bar(shopper).gap
    assert (good.gap_after.base, good.gap_after.needed) == (gap.base, gap.needed)
    assert shopper.view.totals.net_total == before + good.extra
