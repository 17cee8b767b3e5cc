"""换购 in the cart (R-SWAP), the ribbon of a cross-shop deal (R-GRP a), and freight beside the total (R-PRICE-2)."""

from __future__ import annotations

from dataclasses import replace

from cartsim.cart.add_ons import add_on_list
from cartsim.cart.commands import Check, Remove, SetQuantity, TakeAddOn, from_json, to_json
from cartsim.cart.entering import reconcile_of
from cartsim.cart.outcome import Applied
from cartsim.cart.undo import image_of
from cartsim.cart.view import AddOnRow, Entry
from cartsim.model.checkout import FreightRule, FreightStep
from cartsim.model.goods import AddOnGood
from cartsim.model.promotion import (
    AddOn,
    AddOnOffer,
    AmountOff,
    FreightOff,
    Layer,
    Promotion,
    Scope,
    Tier,
    UnitAmountOff,
    When,
)
from cartsim.model.trouble import Neighbour, Trouble, TroubleKind
from cartsim.model.words import Words
from cartsim.store.mapping import cart_from_text, cart_to_text, image_from_text, image_to_text
from tests.cart.shopping import NOON, Shopper, done, goods, off, refused, scene_of

CUP = AddOnGood("cup", Words("玻璃杯", "Glass cup"), 2_500, 40)
CREAM = AddOnGood("cream", Words("护手霜", "Hand cream"), 3_200, 1)
OFFERS = (AddOnOffer("cup", 590, 2_500), AddOnOffer("cream", 880, 3_200))


def trade_up(threshold: int = 10_000, pick: int = 1, **more: object) -> Promotion:
    """A 换购 of shop `a` for the whole shop."""
    tiers = (Tier(When(threshold), AddOn(OFFERS, pick)),)
    return Promotion("up", Layer.PLATFORM, tiers, shop="a", **more)  # type: ignore[arg-type]


def shopper(promotion: Promotion | None = None, *others: Promotion, **more: object) -> Shopper:
    """A pen at 100.00 in shop `a`, ink at 20.00 in shop `b`, both ticked."""
    known = {"cup": CUP, "cream": CREAM}
    scene = scene_of(
        goods("pen", 10_000),
        goods("b:ink", 2_000),
        promotions=(promotion or trade_up(), *others),
        add_ons=known,
        **more,
    )
    return Shopper(scene).add("ink", "pen").enter()


def offers(one: Shopper) -> list[AddOnRow]:
    return [row for line in one.view.lines for row in line.add_ons]


def states(one: Shopper) -> dict[str, str]:
    return {row.goods.code: row.state for row in offers(one)}


def test_r_swap_5_the_offers_hang_on_the_item_that_leads_to_them_with_both_prices() -> None:
    one = shopper()
    assert one.line("ink").add_ons == ()
    rows = one.line("pen").add_ons
    assert [(row.id, row.price, row.goods.price, row.state, row.most) for row in rows] == [
        ("up/cup", 590, 2_500, "open", 1),
        ("up/cream", 880, 3_200, "open", 1),
    ]


def test_r_swap_4_a_taken_offer_costs_its_price_and_counts_in_the_totals() -> None:
    one = shopper()
    before = one.view.totals
    done(one.do(TakeAddOn("up", "cup")))
    after = one.view.totals
    assert (after.net_total - before.net_total, after.pieces - before.pieces, after.lines - before.lines) == (590, 1, 1)
    assert states(one) == {"cup": "taken", "cream": "full"}


def test_r_swap_5_no_more_than_the_promotion_allows() -> None:
    one = shopper(trade_up(pick=2))
    assert refused(one.do(TakeAddOn("up", "cup", 3))).maximum == 2
    done(one.do(TakeAddOn("up", "cup", 1)))
    done(one.do(TakeAddOn("up", "cream", 1)))
    assert refused(one.do(TakeAddOn("up", "cup", 2))).reason.code == "add_on_full"
    assert one.view.totals.net_total == 12_000 + 590 + 880


def test_r_swap_6_below_the_threshold_one_row_says_what_is_missing_and_nothing_can_be_taken() -> None:
    one = shopper(trade_up(15_000))
    assert states(one) == {"cup": "locked"}
    assert offers(one)[0].reason["needed_fen"] == 5_000
    assert refused(one.do(TakeAddOn("up", "cup"))).reason.code == "add_on_locked"
    assert one.cart.add_ons == ()


def test_r_swap_6_of_several_tiers_only_the_offers_of_those_reached_may_be_taken() -> None:
    tiers = (Tier(When(10_000), AddOn(OFFERS[:1], 1)), Tier(When(15_000), AddOn(OFFERS, 2)))
    one = shopper(Promotion("up", Layer.PLATFORM, tiers, shop="a"))
    assert states(one) == {"cup": "open"}
    told = add_on_list(one.cart, one.scene, one.view.quote, "up")
    assert told is not None
    assert [(row.goods.code, row.state, row.when.amount) for row in told.offers] == [
        ("cup", "open", 10_000),
        ("cream", "locked", 15_000),
    ]
    assert (told.allowed, told.taken) == (1, 0)
    refusal = refused(one.do(TakeAddOn("up", "cream"))).reason
    assert (refusal.code, refusal["needed_fen"]) == ("add_on_locked", 5_000)
    done(one.do(SetQuantity(one.line("pen").id, 2)))
    assert states(one) == {"cup": "open", "cream": "open"}
    done(one.do(TakeAddOn("up", "cream")))
    done(one.do(SetQuantity(one.line("pen").id, 1)))
    assert states(one) == {"cup": "full", "cream": "lost"}


def test_r_swap_3_the_list_of_a_trade_up_has_every_offer_also_where_none_can_be_had() -> None:
    one = shopper(trade_up(15_000))
    told = add_on_list(one.cart, one.scene, one.view.quote, "up")
    assert told is not None
    assert [(row.goods.code, row.state, row.price, row.goods.price) for row in told.offers] == [
        ("cup", "locked", 590, 2_500),
        ("cream", "locked", 880, 3_200),
    ]
    assert (told.gap.needed, told.allowed) == (5_000, 0)
    assert add_on_list(one.cart, one.scene, one.view.quote, "nothing") is None


def test_r_swap_6_an_item_price_that_shuts_its_layer_out_does_not_help_to_reach_it() -> None:
    flash = Promotion(
        "flash", Layer.ITEM, (Tier(When(), UnitAmountOff(100)),), shop="a", excludes=frozenset({Layer.PLATFORM})
    )
    assert states(shopper(trade_up(9_900))) == {"cup": "open", "cream": "open"}
    assert states(shopper(trade_up(9_900), flash)) == {"cup": "locked"}


def test_r_swap_a_an_offer_whose_threshold_is_lost_stays_says_so_and_costs_nothing() -> None:
    one = shopper()
    done(one.do(TakeAddOn("up", "cup")))
    done(one.do(Check((one.line("pen").id,), False)))
    assert states(one) == {"cup": "lost", "cream": "locked"}
    assert one.view.totals.net_total == 2_000
    done(one.do(Check((one.line("pen").id,), True)))
    assert states(one)["cup"] == "taken"


def test_r_swap_a_a_lost_offer_can_be_dropped() -> None:
    one = shopper()
    done(one.do(TakeAddOn("up", "cup")))
    done(one.do(Check((one.line("pen").id,), False)))
    done(one.do(TakeAddOn("up", "cup", 0)))
    assert one.cart.add_ons == ()
    assert refused(one.do(TakeAddOn("up", "cup", 0))).reason.code == "no_add_on"


def test_r_swap_c_goods_that_are_gone_say_so_and_are_refused() -> None:
    one = shopper()
    one.read(add_ons={"cup": CUP, "cream": AddOnGood("cream", CREAM.title, 3_200, 0)})
    assert states(one)["cream"] == "gone"
    assert refused(one.do(TakeAddOn("up", "cream"))).reason.code == "add_on_gone"


def test_r_swap_2_it_stands_beside_the_activity_of_its_lines_and_feeds_no_threshold() -> None:
    activity = off("p", (11_000, 1_000), scope=Scope())
    one = shopper(trade_up(pick=2), activity)
    done(one.do(TakeAddOn("up", "cup")))
    bar = one.group("p").bar
    assert bar is not None
    assert (bar.gap.base, bar.gap.needed) == (10_000, 1_000)
    done(one.do(SetQuantity(one.line("pen").id, 2)))
    assert one.view.totals.net_total == 2_000 + 20_000 - 1_000 + 590


def test_r_swap_2_where_the_policy_says_so_what_it_costs_counts_for_the_thresholds_of_others() -> None:
    activity = off("p", (10_590, 1_000), scope=Scope())
    one = shopper(trade_up(pick=2), activity).policy(swap__counts_for_threshold=True)
    bar = one.group("p").bar
    assert bar is not None
    assert (bar.gap.base, bar.gap.needed) == (10_000, 590)
    done(one.do(TakeAddOn("up", "cup")))
    bar = one.group("p").bar
    assert bar is not None
    assert (bar.gap.base, bar.gap.needed, bar.granted) == (10_590, 0, 1_000)
    nets = {line.id: line.net for line in one.view.quote.lines}
    assert nets == {one.line("pen").id: 9_000, one.line("ink").id: 2_000, "up/cup": 590}


def tidy(one: Shopper) -> Applied | None:
    """What the session does after each command."""
    due = reconcile_of(one.cart, one.scene)
    return None if due is None else done(one.do(due))


def later(one: Shopper, seconds: int) -> None:
    one.scene = replace(one.scene, now=one.scene.now + seconds)


def test_r_swap_a_an_offer_that_is_lost_stays_for_its_grace_and_then_goes_with_a_word() -> None:
    one = shopper().policy(swap__grace=60)
    done(one.do(TakeAddOn("up", "cup")))
    assert tidy(one) is None
    done(one.do(Check((one.line("pen").id,), False)))
    tidy(one)
    row = offers(one)[0]
    assert (row.state, row.reason["until_at"]) == ("lost", NOON + 60)
    later(one, 59)
    assert tidy(one) is None
    later(one, 1)
    gone = tidy(one)
    assert gone is not None
    assert [(notice.code, notice["goods"]) for notice in gone.notices] == [("add_on_removed", CUP.title)]
    assert (one.cart.add_ons, one.cart.add_ons_lost) == ((), ())
    assert tidy(one) is None


def test_r_swap_a_the_grace_begins_anew_once_the_condition_was_met_again() -> None:
    one = shopper().policy(swap__grace=60)
    done(one.do(TakeAddOn("up", "cup")))
    pen = one.line("pen").id
    for wait in (50, 50):
        done(one.do(Check((pen,), False)))
        tidy(one)
        later(one, wait)
        done(one.do(Check((pen,), True)))
        tidy(one)
    assert states(one)["cup"] == "taken"
    assert one.cart.add_ons_lost == ()


def test_r_swap_a_the_grace_is_kept_with_the_cart() -> None:
    one = shopper().policy(swap__grace=60)
    done(one.do(TakeAddOn("up", "cup"), Check((one.line("pen").id,), False)))
    tidy(one)
    assert cart_from_text(cart_to_text(one.cart)).add_ons_lost == ((("up", "cup"), NOON),)


def test_r_swap_a_where_the_item_is_removed_it_hangs_on_another_of_the_shop_or_goes_at_once() -> None:
    one = shopper()
    done(one.do(TakeAddOn("up", "cup")))
    done(one.do(Remove((one.line("pen").id,))))
    gone = tidy(one)
    assert gone is not None
    assert [notice.code for notice in gone.notices] == ["add_on_removed"]
    assert one.cart.add_ons == ()


def test_r_swap_a_nothing_is_held_against_the_shopper_while_a_neighbour_is_in_trouble() -> None:
    one = shopper().policy(swap__grace=0)
    done(one.do(TakeAddOn("up", "cup"), Check((one.line("pen").id,), False)))
    one.read(troubles=(Trouble(Neighbour.PROMOTIONS, TroubleKind.DOWN, NOON),))
    assert tidy(one) is None
    one.read(troubles=())
    assert tidy(one) is not None
    assert one.cart.add_ons == ()


def test_r_swap_5_the_policy_limits_the_pieces_of_one_offer_also_of_what_was_taken_before() -> None:
    one = shopper(trade_up(pick=5))
    done(one.do(TakeAddOn("up", "cup", 3)))
    one.policy(swap__max=2)
    assert offers(one)[0].most == 2
    assert one.view.totals.net_total == 12_000 + 2 * 590
    told = refused(one.do(TakeAddOn("up", "cup", 3)))
    assert (told.reason.code, told.reason.policy, told.maximum) == ("add_on_most", "swap.max", 2)


def test_r_cap_1_what_is_bought_with_a_trade_up_takes_a_place_of_the_cart() -> None:
    one = shopper(trade_up(pick=2)).policy(cap__total=3)
    done(one.do(TakeAddOn("up", "cup")))
    assert refused(one.do(TakeAddOn("up", "cream"))).reason.code == "cart_full"
    done(one.do(TakeAddOn("up", "cup", 2)))
    one.policy(cap__unit="pieces", cap__total=4)
    assert refused(one.do(SetQuantity(one.line("ink").id, 2))).reason.code == "cart_full"
    done(one.do(TakeAddOn("up", "cup", 0)))
    done(one.do(SetQuantity(one.line("ink").id, 2)))


def test_r_swap_b_what_is_bought_with_a_trade_up_is_weighed_for_freight() -> None:
    rule = FreightRule("a", first=FreightStep(800, grams=1_000), next=FreightStep(200, grams=1_000))
    one = shopper(None, freight=(rule,)).policy(cart__freight="estimate")
    one.read(add_ons={"cup": replace(CUP, weight=1_100), "cream": CREAM})
    assert one.view.quote.freight == 800
    done(one.do(TakeAddOn("up", "cup")))
    assert one.view.quote.freight == 1_000


def test_unknown_offers_and_promotions_are_refused() -> None:
    one = shopper()
    for command in (TakeAddOn("up", "nothing"), TakeAddOn("nothing", "cup")):
        assert refused(one.do(command)).reason.code == "no_add_on"


def test_taking_an_offer_is_undone_and_kept_by_the_journal() -> None:
    one = shopper()
    before = one.cart
    done(one.do(TakeAddOn("up", "cup")))
    image = image_from_text(image_to_text(image_of(before, one.cart)))
    assert cart_from_text(cart_to_text(one.cart)) == one.cart
    assert from_json(to_json(TakeAddOn("up", "cup", 2))) == TakeAddOn("up", "cup", 2)
    done(one.undo(image))
    assert one.cart == before


def test_r_grp_a_a_cross_shop_deal_is_a_ribbon_with_gap_entry_and_lines_to_tick() -> None:
    across = Promotion(
        "x",
        Layer.CROSS_SHOP,
        (Tier(When(13_000), AmountOff(3_000)),),
        repeat=None,
        excess_drops=True,
        starts_at=NOON - 1,
    )
    one = shopper(None, across)
    (ribbon,) = one.view.ribbons
    assert (ribbon.kind, ribbon.state, ribbon.gap.needed, ribbon.entry) == ("cross_shop", "gap", 1_000, Entry.GO)
    done(one.do(SetQuantity(one.line("ink").id, 2)))
    (ribbon,) = one.view.ribbons
    assert (ribbon.state, ribbon.granted, ribbon.entry) == ("met", 3_000, Entry.BROWSE)
    done(one.do(Check((one.line("ink").id,), False)))
    assert one.view.ribbons[0].tickable == (one.line("ink").id,)


def test_a_cross_shop_deal_that_is_closed_or_for_other_goods_has_no_ribbon() -> None:
    tiers = (Tier(When(13_000), AmountOff(3_000)),)
    ahead = Promotion("ahead", Layer.CROSS_SHOP, tiers, starts_at=NOON + 1)
    other = Promotion("other", Layer.CROSS_SHOP, tiers, scope=Scope(categories=frozenset({"books"})))
    assert shopper(None, ahead, other).view.ribbons == ()


def test_r_price_2_freight_is_estimated_only_where_the_policy_says_so_and_never_inside_the_total() -> None:
    rules = (FreightRule("a", fee=800, free_over=9_900), FreightRule("b", fee=600, free_over=5_000))
    one = shopper(None, freight=rules)
    assert not one.view.freight_shown
    assert [shop.freight for shop in one.view.shops] == [None, None]
    one.policy(cart__freight="estimate")
    told = {shop.code: shop.freight for shop in one.view.shops}
    assert told["a"] is not None
    assert told["b"] is not None
    assert [(part.net, part.short) for part in (told["a"], told["b"])] == [(0, 0), (600, 3_000)]
    assert (one.view.totals.net_total, one.view.quote.freight) == (12_000, 600)


def test_a_freight_promotion_comes_off_the_parcel_not_off_the_goods() -> None:
    free = Promotion("f", Layer.PLATFORM, (Tier(When(pieces=1), FreightOff(rate=10_000)),), shop="b")
    one = shopper(None, free, freight=(FreightRule("b", fee=600),)).policy(cart__freight="estimate")
    (part,) = one.view.quote.freight_parts
    assert (part.fee, part.cuts, part.net) == (600, (("f", 600),), 0)
    assert one.view.totals.net_total == 12_000
