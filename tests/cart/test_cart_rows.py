"""What a row carries: price drop, gifts, labels, reasons (R-DROP, R-GIFT, R-TAG)."""

from __future__ import annotations

import pytest

from cartsim.cart import receipt, settle
from cartsim.cart.choices import choices_of
from cartsim.cart.commands import Check, PickGift, SetQuantity, TakeAddOn
from cartsim.cart.view import TagKind
from cartsim.cart.why import why
from cartsim.model.checkout import FreightRule
from cartsim.model.goods import Activity, AddOnGood, Shop, ShopKind
from cartsim.model.promotion import AddOn, AddOnOffer
from tests.cart.shopping import (
    DAY,
    NOON,
    Gift,
    GiftGive,
    ItemGift,
    Layer,
    Promotion,
    Scope,
    Shopper,
    Tier,
    UnitAmountOff,
    When,
    Words,
    done,
    goods,
    off,
    refused,
    scene_of,
)

SOCKS = Gift("socks", Words("袜", "Socks"), 900, 3)
SALE = Promotion("sale", Layer.ITEM, (Tier(When(), UnitAmountOff(200)),), "a", Scope(tags=frozenset({"sale"})))
ON_SALE = frozenset({"sale"})


def test_r_drop_2_4_the_drop_shows_the_difference_and_goes_when_the_price_is_back() -> None:
    shopper = Shopper(scene_of(goods("pen", 1000))).add("pen").enter()
    assert shopper.line("pen").drop is None
    shopper.read(goods("pen", 850))
    drop = shopper.line("pen").drop
    assert drop is not None
    assert (drop.code, drop["amount_fen"], shopper.view.counts.drop) == ("drop", 150, 1)
    assert shopper.read(goods("pen", 1000)).line("pen").drop is None


def test_r_drop_1_a_the_drop_compares_item_prices_and_no_shop_promotion() -> None:
    tags = frozenset({"sale", "p"})
    offer = goods("pen", 1000, tags=tags)
    shopper = Shopper(scene_of(offer, promotions=[off("p", (100, 90))])).add("pen").enter()
    assert shopper.line("pen").drop is None
    shopper.read(promotions=(off("p", (100, 90)), SALE))
    drop = shopper.line("pen").drop
    assert drop is not None
    assert (drop["amount_fen"], shopper.line("pen").price) == (200, 800)


def test_r_drop_c_it_is_the_drop_of_one_piece() -> None:
    shopper = Shopper(scene_of(goods("pen", 1000))).add("pen").enter()
    shopper.do(SetQuantity("l1", 5))
    drop = shopper.read(goods("pen", 900)).line("pen").drop
    assert drop is not None
    assert drop["amount_fen"] == 100


def test_r_drop_e_small_drops_can_be_left_out_and_rises_shown() -> None:
    shopper = Shopper(scene_of(goods("pen", 1000))).add("pen").enter().read(goods("pen", 990))
    assert shopper.policy(drop__min_rate=200).line("pen").drop is None
    assert shopper.policy(drop__min_rate=100).line("pen").drop is not None
    assert shopper.policy(drop__min_abs=11).line("pen").drop is None
    rise = shopper.policy(drop__rise=True).read(goods("pen", 1100)).line("pen").drop
    assert rise is not None
    assert (rise.code, rise["amount_fen"]) == ("rise", 100)


def test_r_drop_g_an_add_during_a_promotion_is_measured_by_its_price() -> None:
    offer = goods("pen", 1000, tags=ON_SALE)
    shopper = Shopper(scene_of(offer, promotions=[SALE])).add("pen").enter()
    assert shopper.stored("pen").added_price == 800
    assert shopper.read(goods("pen", 900, tags=ON_SALE), promotions=()).line("pen").drop is None


def test_the_price_is_struck_where_the_list_price_is_above_it() -> None:
    shopper = Shopper(scene_of(goods("pen", 1000, list_price=1300))).add("pen")
    assert (shopper.line("pen").price, shopper.line("pen").struck) == (1000, 1300)


def _gifted(stock: int, **policy: object) -> Shopper:
    gift = Gift("socks", Words("袜", "Socks"), 900, stock)
    shopper = Shopper(scene_of(goods("shoe", gifts=(ItemGift(gift, per=2, give=1),)), policy=policy)).add("shoe")
    shopper.do(SetQuantity("l1", 5))
    return shopper.enter()


@pytest.mark.parametrize(("stock", "quantity", "state"), [(9, 2, "full"), (1, 1, "partial"), (0, 0, "gone")])
def test_r_gift_2_3_gifts_follow_the_quantity_and_their_stock(stock: int, quantity: int, state: str) -> None:
    row = _gifted(stock).line("shoe").gifts[0]
    assert (row.quantity, row.earned, row.state) == (quantity, 2, state)


def test_r_gift_a_a_short_gift_may_be_withheld_or_block_its_item() -> None:
    assert _gifted(1, **{"gift.on_short": "none"}).line("shoe").gifts[0].state == "gone"
    shopper = _gifted(1, **{"gift.on_short": "block_main"})
    assert [reason.code for reason in shopper.view.blocked] == ["blocked_gift"]


def test_r_gift_b_c_an_unticked_item_dims_or_hides_its_gift_an_invalid_one_hides_it() -> None:
    shopper = _gifted(9)
    shopper.do(Check(("l1",), False))
    row = shopper.line("shoe").gifts[0]
    assert (row.state, row.quantity, row.earned) == ("unchecked", 0, 2)
    assert shopper.policy(gift__when_unchecked="hide").line("shoe").gifts == ()
    assert shopper.policy(gift__when_unchecked="dim").read(goods("shoe", listed=False)).line("shoe").gifts == ()


def test_one_gift_is_not_promised_to_two_lines() -> None:
    gifts = (ItemGift(Gift("socks", Words("袜", "Socks"), 900, 1), per=1, give=1),)
    shopper = Shopper(scene_of(goods("shoe/a", gifts=gifts), goods("shoe/b", gifts=gifts))).add("shoe/a", "shoe/b")
    assert [row.gifts[0].state for row in shopper.enter().view.lines] == ["full", "gone"]


def test_r_gift_e_g_a_full_gift_stands_below_its_bar_can_be_picked_and_goes_with_the_threshold() -> None:
    cap = Gift("cap", Words("帽", "Cap"), 900, 5)
    tier = Tier(When(5000), GiftGive(SOCKS, 1, (cap,)))
    offer = goods("shoe", 6000, tags=frozenset({"p"}))
    shopper = Shopper(scene_of(offer, promotions=[off("p", (0, 0), tiers=(tier,))])).add("shoe").enter()
    bar = shopper.group("p").bar
    assert bar is not None
    assert (bar.kind, bar.gifts[0].gift.code, bar.gifts[0].quantity) == ("full_gift", "socks", 1)
    done(shopper.do(PickGift("p", "cap")))
    bar = shopper.group("p").bar
    assert bar is not None
    assert bar.gifts[0].gift.code == "cap"
    assert refused(shopper.do(PickGift("p", "tie"))).reason.code == "no_gift"
    shopper.do(Check(("l1",), False))
    bar = shopper.group("p").bar
    assert bar is not None
    assert bar.gifts == ()


def test_r_tag_3_5_running_activities_then_promotions_up_to_the_maximum() -> None:
    activities = tuple(
        Activity(code, Words(code, code), starts, ends)
        for code, starts, ends in [("on", 0, NOON + DAY), ("over", 0, NOON), ("ahead", NOON + 1, NOON + DAY)]
    )
    shopper = Shopper(scene_of(goods("pen", tags=ON_SALE, activities=activities), promotions=[SALE])).add("pen")
    tags = shopper.line("pen").tags
    assert [(tag.kind, tag.code) for tag in tags] == [
        (TagKind.ACTIVITY, "on"),
        (TagKind.PROMOTION, "item_cut"),
    ]
    assert len(shopper.policy(tags__max_per_line=1).line("pen").tags) == 1


def test_r_tag_1_4_a_business_of_its_own_replaces_the_badge_of_the_shop() -> None:
    shop = Shop("a", ShopKind.SUPERMARKET, "main", Words("超市", "Supermarket"))
    shopper = Shopper(scene_of(goods("pen"))).add("pen").read(goods("pen", listed=False), shops={"a": shop}).enter()
    assert [(tag.kind, tag.code) for tag in shopper.line("pen").tags] == [(TagKind.BUSINESS, "supermarket")]
    assert set(TagKind) == {TagKind.SHOP, TagKind.PROMOTION, TagKind.BUSINESS, TagKind.ACTIVITY}


def test_r_tag_2_invalid_rows_carry_the_badge_of_the_shop_they_came_from() -> None:
    shopper = Shopper(scene_of(goods("pen"))).add("pen").read(goods("pen", listed=False)).enter()
    assert [(tag.kind, tag.code) for tag in shopper.line("pen").tags] == [(TagKind.SHOP, "flagship")]


def test_choices_of_a_line_say_what_each_would_cost() -> None:
    both = frozenset({"p", "q"})
    promotions = [off("p", (1000, 300)), off("q", (1000, 100))]
    shopper = Shopper(scene_of(goods("pen", 2000, tags=both), promotions=promotions)).add("pen").enter()
    assert shopper.line("pen").choices == ()
    shopper.policy(features__switch_promotion=True)
    choices = choices_of(shopper.cart, shopper.scene, shopper.view, "l1")
    assert {choice.promotion.id: (choice.current, choice.extra) for choice in choices} == {
        "p": (True, 0),
        "q": (False, 200),
    }


def test_x_4_the_settlement_names_old_and_new_prices_and_what_is_short_or_gone() -> None:
    shopper = Shopper(scene_of(goods("pen", 1000), goods("ink", 500), goods("pad", 700), goods("b:cup", 300)))
    shopper.add("pen", "ink", "pad", "cup").enter()
    shopper.do(SetQuantity("l2", 4))
    before = shopper.scene
    shopper.read(goods("pen", 1100), goods("ink", 500, stock=2), goods("pad", 700, listed=False))
    preview = settle.settlement_of(shopper.cart, before, shopper.scene)
    lines = {line.line: line for order in preview.shops for line in order.lines}
    assert (lines["l1"].price, lines["l1"].was, lines["l4"].was) == (1100, 1000, None)
    assert (lines["l2"].quantity, lines["l2"].asked) == (2, 4)
    assert (preview.before, preview.net_total) == (4000, 2400)
    assert (preview.unchanged, preview.repriced, preview.short) == (1, 1, 2)
    assert [reason.code for reason in preview.blocks] == ["blocked_gone", "blocked_short"]
    assert preview.rows == (("list_total", 2400), ("net_total", 2400), ("freight", 0), ("payable", 2400))


def test_r_price_1_the_settlement_adds_up_to_what_is_payable_and_says_why_the_freight_is_what_it_is() -> None:
    rules = (FreightRule("a", fee=800, free_over=2_000), FreightRule("b", fee=600, free_over=5_000))
    deal = off("p", (2_000, 300), scope=Scope())
    scene = scene_of(goods("pen", 2_000, list_price=2_500), goods("b:ink", 520), promotions=(deal,), freight=rules)
    shopper = Shopper(scene).add("ink", "pen").enter().policy(pricing__round_order="yuan")
    preview = settle.settlement_of(shopper.cart, shopper.scene, shopper.scene)
    assert preview.rows == (
        ("list_total", 3_020), ("markdown", -500), ("shop", -300), ("net_total", 2_220), ("freight", 1_400),
        ("round_order", -20), ("payable", 3_600),
    )  # fmt: skip
    assert (preview.net_total, preview.freight, preview.payable) == (2_220, 1_400, 3_600)
    assert preview.net_total == shopper.view.totals.net_total, "as the footer of the cart has it"
    told = {order.shop: order.freight for order in preview.shops}
    assert told["a"] is not None
    assert told["b"] is not None
    assert [(part.net, part.short) for part in (told["a"], told["b"])] == [(800, 300), (600, 4_480)]
    assert preview.city == scene.city


def test_r_swap_b_a_trade_up_is_a_row_of_its_own_in_every_breakdown_of_the_price() -> None:
    give = AddOn((AddOnOffer("cup", 590, 2_500),), 1)
    up = Promotion("up", Layer.PLATFORM, (Tier(When(1_000), give),), shop="a")
    cup = AddOnGood("cup", Words("玻璃杯", "Glass cup"), 2_500, 40)
    shopper = Shopper(scene_of(goods("pen", 2_000), promotions=(up,), add_ons={"cup": cup})).add("pen").enter()
    done(shopper.do(TakeAddOn("up", "cup")))
    preview = settle.settlement_of(shopper.cart, shopper.scene, shopper.scene)
    assert dict(preview.rows)["swap"] == -1_910
    assert [line.is_add_on for order in preview.shops for line in order.lines] == [False, True]
    assert [(step.code, step.off) for step in receipt.waterfall(shopper.view)][1:] == [("swap", 1_910)]
    assert [row.by_step for row in receipt.shares(shopper.view)] == [(), (("swap", 1_910),)]


def test_why_gives_the_live_numbers_the_policy_field_and_what_would_change_it() -> None:
    shopper = Shopper(scene_of(goods("pen", stock=3))).add("pen").enter()
    reasons = why(shopper.view, shopper.scene, "line:l1", "stock", explain=shopper.explanation)
    assert [(reason.code, reason.policy) for reason in reasons] == [
        ("stock_few", "stock.hint_at"),
        ("if_still_shown", "stock.hint_at"),
        ("if_number_hidden", "stock.hint_at"),
    ]
    assert reasons[2]["value"] == 2
    assert shopper.line("pen").stock.shown == 3
    assert shopper.policy(stock__hint_at=2).line("pen").stock.shown is None


@pytest.mark.parametrize(
    ("target", "part", "code"),
    [
        ("l1", "price", "price_net"),
        ("line:l1", "check", "tick_on"),
        ("line:l1", "plus", "maximum_sku"),
        ("line:l1", "minus", "minus_way"),
        ("line:l1", "sku", "switch_free"),
        ("shop:a", "check", "tick_shop"),
        ("bar:a/p", "topup", "entry_go"),
        ("bar:a/p", "", "bar_gap"),
        ("coupon:none", "", None),
        ("invalid", "clear", "clear_asks"),
        ("pay", "", "total_sum"),
        ("pay", "check", "tick_cart"),
        ("line:gone", "", None),
    ],
)
def test_every_part_of_the_screen_has_its_reasons(target: str, part: str, code: str | None) -> None:
    offer = goods("pen", 1000, tags=frozenset({"p"}))
    shopper = Shopper(scene_of(offer, promotions=[off("p", (5000, 500))])).add("pen").enter()
    codes = [reason.code for reason in why(shopper.view, shopper.scene, target, part, explain=shopper.explanation)]
    assert (codes[0] if codes else None) == code
