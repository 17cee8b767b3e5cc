"""Reasons say what is the case: gifts, deals not begun, goods without stock, settings that can be set."""

from __future__ import annotations

import pytest

from cartsim.cart.bars import entry_reason
from cartsim.cart.commands import Check, SetQuantity
from cartsim.cart.gift_news import lost_gifts
from cartsim.cart.settle import settlement_of
from cartsim.cart.view import GroupView, PromotionBar
from cartsim.cart.why import why
from cartsim.i18n import Speaker
from tests.cart.shopping import (
    AmountOff,
    Gift,
    GiftGive,
    ItemGift,
    Layer,
    Offer,
    Promotion,
    Scope,
    Shopper,
    Tier,
    UnitAmountOff,
    When,
    Words,
    coupon,
    goods,
    off,
    scene_of,
)

BAG = Gift("bag", Words("亚麻布袋", "Linen bag"), 900, 5)


def _giving(gift: Gift = BAG, give: int = 1) -> Promotion:
    return Promotion(
        id="bags",
        layer=Layer.SHOP,
        tiers=(Tier(When(2000), GiftGive(gift, give)),),
        shop="a",
        scope=Scope(tags=frozenset({"bags"})),
    )


def _bar(group: GroupView) -> PromotionBar:
    assert group.bar is not None
    return group.bar


@pytest.mark.parametrize(
    ("stock", "code", "quantity"), [(5, "bar_gift_earned", 3), (2, "bar_gift_partial", 2), (0, "bar_gift_gone", 0)]
)
def test_r_gift_3_the_bar_of_a_met_gift_deal_says_what_it_gives_not_zero_yuan_off(
    stock: int, code: str, quantity: int
) -> None:
    gift = Gift("bag", BAG.title, 900, stock)
    scene = scene_of(goods("pen", 2000, tags=frozenset({"bags"})), promotions=(_giving(gift, 3),))
    reason = _bar(Shopper(scene).add("pen").enter().group("bags")).reason
    assert (reason.code, reason["quantity"]) == (code, quantity)


def test_r_add_3_a_deal_that_has_not_begun_says_so_where_its_entry_would_be() -> None:
    deal = off("deal", (5000, 500), starts_at=2_000_000)
    shopper = Shopper(scene_of(goods("pen", tags=frozenset({"deal"})), promotions=(deal,))).add("pen").enter()
    bars = [_bar(group) for shop in shopper.view.shops for group in shop.groups if group.bar is not None]
    assert [entry_reason(bar).code for bar in bars] == ["bar_not_started"] * len(bars)


def test_r_cpn_5_a_coupon_of_which_none_is_left_is_gone_and_has_no_gift() -> None:
    scene = scene_of(goods("pen"), coupons=(coupon("five", 1000, 500, left=0, claimed=0),))
    shopper = Shopper(scene).add("pen").enter()
    reasons = why(shopper.view, shopper.scene, "coupon:five", explain=shopper.explanation)
    assert [reason.code for reason in reasons] == ["coupon_gone"]


def test_r_stock_6_a_line_without_stock_is_out_of_stock_and_not_short_by_a_number() -> None:
    shopper = Shopper(scene_of(goods("pen"))).add("pen").enter()
    shopper.do(SetQuantity("l1", 3))
    shopper.read(goods("pen", stock=0))
    for part in ("", "quantity", "mend"):
        reasons = why(shopper.view, shopper.scene, "line:l1", part, explain=shopper.explanation)
        assert reasons[0].code == "stock_zero", part
        assert not {"stock_short", "maximum_stock"} & {reason.code for reason in reasons}
    assert shopper.line("pen").blocks is None


def test_r_gift_c_a_line_that_no_tick_can_bring_shows_no_gift() -> None:
    hung = ItemGift(BAG, 1, 1)
    shopper = Shopper(scene_of(goods("pen", gifts=(hung,)))).add("pen").enter()
    assert len(shopper.line("pen").gifts) == 1
    shopper.read(goods("pen", stock=0, gifts=(hung,)))
    assert shopper.line("pen").gifts == ()


def test_r_stock_2_a_setting_is_proposed_only_where_its_field_takes_it() -> None:
    shopper = Shopper(scene_of(goods("pen", stock=999))).add("pen").enter()
    asked = [why(shopper.view, shopper.scene, "line:l1", "stock", explain=shopper.explanation)]
    shopper.read(goods("pen", stock=1500))
    asked.append(why(shopper.view, shopper.scene, "line:l1", "stock", explain=shopper.explanation))
    assert [[reason.code for reason in reasons] for reasons in asked] == [
        ["stock_plenty", "if_tight"],
        ["stock_plenty"],
    ]


def test_r_gift_g_a_gift_lost_with_its_threshold_is_told_with_what_is_missing() -> None:
    pen, pad = goods("pen", 1500, tags=frozenset({"bags"})), goods("pad", 1500, tags=frozenset({"bags"}))
    shopper = Shopper(scene_of(pen, pad, promotions=(_giving(),))).add("pen", "pad").enter()
    before = shopper.view
    shopper.do(Check(("l1",), False))
    (lost,) = lost_gifts(before, shopper.view)
    assert (lost.code, lost["gift"], lost["needed_fen"]) == ("gift_lost", BAG.title, 500)
    assert lost_gifts(before, before) == ()


def test_r_gift_a_the_settlement_lists_the_gifts_of_each_order() -> None:
    hung = ItemGift(Gift("sock", Words("运动袜", "Socks"), 500, 1), 1, 2)
    scene = scene_of(goods("pen", 2000, tags=frozenset({"bags"}), gifts=(hung,)), promotions=(_giving(),))
    shopper = Shopper(scene).add("pen").enter()
    (order,) = settlement_of(shopper.cart, scene, scene).shops
    assert [(gift.gift.code, gift.quantity, gift.earned, gift.state) for gift in order.gifts] == [
        ("sock", 1, 2, "partial"),
        ("bag", 1, 1, "full"),
    ]


def _placing(shopper: Shopper, line: str = "line:l1") -> list[str]:
    """Codes of the reasons for the place of a row."""
    reasons = why(shopper.view, shopper.scene, line, "promotion", explain=shopper.explanation)
    return [reason.code for reason in reasons if reason.code.startswith(("placed_", "counts_"))][:-1]


def test_a_line_that_counts_across_shops_is_told_so_and_shows_under_the_tab_of_deals() -> None:
    across = Promotion("x", Layer.CROSS_SHOP, (Tier(When(30000), AmountOff(5000)),), None, Scope(tags=frozenset({"x"})))
    shopper = Shopper(scene_of(goods("pen", tags=frozenset({"x"})), goods("b:cup"), promotions=(across,)))
    shopper.add("pen", "cup").enter()
    assert _placing(shopper) == ["placed_none", "counts_across"]
    assert _placing(shopper, "line:l2") == ["placed_none"]
    assert (shopper.view.counts.promotion, shopper.line("pen").in_deal, shopper.line("cup").in_deal) == (1, True, False)


def test_a_place_under_a_deal_is_called_cheapest_only_where_the_deal_takes_something_off() -> None:
    shopper = Shopper(scene_of(goods("pen", 1000, tags=frozenset({"p"})), promotions=(off("p", (2000, 300)),)))
    shopper.add("pen").enter()
    assert _placing(shopper) == ["placed_open"]
    shopper.do(SetQuantity("l1", 2))
    assert _placing(shopper) == ["placed_best"]


def test_r_price_1_the_why_of_a_price_runs_from_the_list_price_over_the_item_layer_to_what_is_paid() -> None:
    cut = Promotion("cut", Layer.ITEM, (Tier(When(), UnitAmountOff(300)),), shop="a")
    deal = off("p", (1_000, 200), scope=Scope())
    pen = goods("pen", 2_000, list_price=2_500, tags=frozenset({"p"}))
    shopper = Shopper(scene_of(pen, promotions=(cut, deal))).add("pen").enter()
    told = why(shopper.view, shopper.scene, "line:l1", "price", explain=shopper.explanation)
    assert [reason.code for reason in told] == ["price_struck", "cut_item", "price_after_item", "cut_shop", "price_net"]
    assert (told[0]["list_fen"], told[0]["price_fen"]) == (2_500, 2_000)
    assert (told[1]["amount_fen"], told[2]["price_fen"]) == (300, 1_700)
    assert (told[3]["amount_fen"], told[4]["net_fen"]) == (200, 1_500)


@pytest.mark.parametrize(
    ("offer", "settings", "said"),
    [
        (goods("pen", stock=7), {}, "最多可买7件：库存只有这么多"),
        (goods("pen", stock=700), {"cap__per_sku": 30}, "最多可买30件：每种商品限30件"),
    ],
)
def test_r_cap_2_the_binding_limit_is_named(offer: Offer, settings: dict[str, int], said: str) -> None:
    shopper = Shopper(scene_of(offer)).add("pen").enter().policy(**settings)
    (reason,) = why(shopper.view, shopper.scene, "line:l1", "quantity", explain=shopper.explanation)
    assert Speaker("zh").explain(reason) == said


def test_an_item_that_cannot_be_bought_does_not_explain_its_stock() -> None:
    shopper = Shopper(scene_of(goods("pen"))).add("pen").enter()
    shopper.read(goods("pen", listed=False)).enter()
    told = why(shopper.view, shopper.scene, "line:l1", "stock", explain=shopper.explanation)
    assert told[0].code == "invalid_off_shelf"
