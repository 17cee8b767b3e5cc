"""换购 in the cart (R-SWAP), the ribbon of a cross-shop deal (R-GRP a), and freight beside the total (R-PRICE-2)."""

from __future__ import annotations

from cartsim.cart import receipt
from cartsim.cart.commands import Check, SetQuantity, TakeAddOn, from_json, to_json
from cartsim.cart.undo import image_of
from cartsim.cart.view import AddOnRow, Entry
from cartsim.model.checkout import FreightRule
from cartsim.model.goods import AddOnGood
from cartsim.model.promotion import AddOn, AddOnOffer, AmountOff, FreightOff, Layer, Promotion, Scope, Tier, When
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
    assert refused(one.do(TakeAddOn("up", "cup"))).reason.code == "add_on_lost"
    assert one.cart.add_ons == ()


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


def test_a_trade_up_of_a_shop_is_told_among_the_deals_of_the_shop_everywhere() -> None:
    one = shopper()
    done(one.do(TakeAddOn("up", "cup")))
    assert [(section.code, section.shop, section.off) for section in receipt.sections(one.view)] == [
        ("shop", "a", 1_910)
    ]
    assert [(step.code, step.off) for step in receipt.waterfall(one.view)] == [("list_total", 0), ("shop", 1_910)]
    assert [row.by_layer for row in receipt.shares(one.view) if row.by_layer] == [((Layer.SHOP, 1_910),)]
    assert receipt.layers(one.view) == (Layer.SHOP,)
