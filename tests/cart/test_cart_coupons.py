"""Coupons in the cart and their drawer (R-CPN, R-PRICE-2)."""

from __future__ import annotations

from cartsim.cart.commands import PickCoupon
from cartsim.cart.drawer import drawer_of
from cartsim.cart.view import CouponDrawer, CouponState
from cartsim.model.checkout import FreightRule
from cartsim.model.promotion import Coupon, FreightOff, Layer, Promotion, Tier, When
from tests.cart.shopping import DAY, NOON, Shopper, coupon, done, goods, refused, scene_of


def _shopper(*coupons: Coupon, **policy: object) -> Shopper:
    offers = [goods("pen", 10000), goods("b:cup")]
    return Shopper(scene_of(*offers, coupons=coupons, policy=policy)).add("cup", "pen").enter()


def _drawer(shopper: Shopper, shop: str = "a") -> CouponDrawer:
    return drawer_of(shopper.cart, shopper.scene, shop, shopper.view)


def test_r_cpn_1_the_shop_shows_coupons_only_where_one_passes() -> None:
    shopper = _shopper(coupon("c1", 5000, 500, claimed=0), coupon("c2", 5000, 500, claimed=0, left=0, shop="b"))
    assert {shop.code: (shop.has_coupons, shop.coupons) for shop in shopper.view.shops} == {
        "a": (True, 1),
        "b": (False, 0),
    }


def test_r_cpn_3_5_every_state_and_the_order_of_showing() -> None:
    cards = [
        coupon("used", 100, 10, claimed=0, used=1),
        coupon("gone", 100, 10, claimed=0, left=0),
        coupon("opens", 100, 10, claimed=0, claim_from=NOON + DAY),
        coupon("later", 100, 10, starts_at=NOON + 2 * DAY),
        coupon("open", 5000, 700, claimed=0),
        coupon("short", 20000, 900),
        coupon("held", 5000, 600),
        coupon("over", 100, 10, ends_at=NOON),
        coupon("far", 100, 10, claimed=0, claim_from=NOON + 49 * 3600),
    ]
    drawer = _drawer(_shopper(*cards))
    assert [(card.coupon.id, card.state) for card in drawer.cards] == [
        ("held", CouponState.CLAIMED),
        ("short", CouponState.SHORT),
        ("open", CouponState.CLAIMABLE),
        ("later", CouponState.LATER),
        ("opens", CouponState.NOT_OPEN),
        ("gone", CouponState.GONE),
        ("used", CouponState.USED),
    ]
    by_id = {card.coupon.id: card for card in drawer.cards}
    assert (by_id["held"].saves, by_id["held"].applied, by_id["open"].saves) == (600, 600, 100)
    assert (by_id["short"].reason.code, by_id["short"].reason["needed_fen"]) == ("coupon_short", 10000)
    assert [card.coupon.id for card in drawer.cards if card.recommended] == ["open"]
    assert by_id["open"].excluded_by == "held"
    assert by_id["open"].claimable is None
    assert by_id["later"].saves == 0


def test_a_card_says_what_the_cart_would_save_over_what_it_saves_now() -> None:
    shopper = _shopper(coupon("held", 5000, 1000), coupon("better", 5000, 1500, claimed=0))
    assert {card.coupon.id: (card.saves, card.recommended) for card in _drawer(shopper).cards} == {
        "held": (1000, False),
        "better": (500, True),
    }
    claimed = _shopper(coupon("held", 5000, 1000), coupon("better", 5000, 1500))
    assert shopper.view.totals.net_total - claimed.view.totals.net_total == 500


def test_the_coupon_in_use_is_recommended_where_no_other_beats_it() -> None:
    shopper = _shopper(coupon("held", 5000, 1000), coupon("worse", 5000, 800, claimed=0))
    assert {card.coupon.id: (card.saves, card.recommended, card.excluded_by) for card in _drawer(shopper).cards} == {
        "held": (1000, True, None),
        "worse": (0, False, "held"),
    }


def test_a_better_coupon_that_was_put_away_is_recommended_over_the_one_in_use() -> None:
    shopper = _shopper(coupon("big", 5000, 900), coupon("small", 5000, 300))
    done(shopper.do(PickCoupon("small", True)))
    assert {card.coupon.id: (card.saves, card.recommended) for card in _drawer(shopper).cards} == {
        "small": (300, False),
        "big": (600, True),
    }


def test_r_cpn_a_a_future_coupon_counts_in_no_total() -> None:
    shopper = _shopper(coupon("later", 100, 900, starts_at=NOON + DAY))
    assert shopper.view.totals.net_total == 11000
    assert refused(shopper.do(PickCoupon("later", True))).reason.code == "coupon_later"


def test_r_cpn_4_the_preview_window_is_a_policy() -> None:
    far = coupon("far", 100, 10, claimed=0, claim_from=NOON + 49 * 3600)
    assert _drawer(_shopper(far)).cards == ()
    assert len(_drawer(_shopper(far, **{"coupon.preview_h": 49})).cards) == 1


def test_r_price_2_the_estimate_counts_claimed_claimable_or_no_coupons() -> None:
    pair = (coupon("held", 5000, 600), coupon("open", 5000, 700, claimed=0))
    assert _shopper(*pair).view.totals.saved == 600
    assert _shopper(*pair, **{"coupon.estimate": "claimable_best"}).view.totals.saved == 700
    assert _shopper(*pair, **{"coupon.estimate": "off"}).view.totals.saved == 0


def test_a_coupon_is_put_away_insisted_on_or_left_to_the_engine() -> None:
    shopper = _shopper(coupon("big", 5000, 600), coupon("small", 5000, 400))
    done(shopper.do(PickCoupon("small", True)))
    assert shopper.view.totals.saved == 400
    answer = done(shopper.do(PickCoupon("big", True)))
    assert (answer.notices[0].code, shopper.cart.coupon_choices) == ("coupon_replaced", (("big", True),))
    done(shopper.do(PickCoupon("big", False)))
    assert shopper.view.totals.saved == 400
    done(shopper.do(PickCoupon("big", None)))
    assert (shopper.view.totals.saved, shopper.cart.coupon_choices) == (600, ())


def test_an_unclaimed_or_unknown_coupon_cannot_be_insisted_on() -> None:
    shopper = _shopper(coupon("open", 5000, 700, claimed=0))
    assert refused(shopper.do(PickCoupon("open", True))).reason.code == "coupon_not_claimed"
    assert refused(shopper.do(PickCoupon("nothing", True))).reason.code == "no_coupon"


def test_a_stacking_coupon_says_that_it_cannot_join_one_in_use_that_does_not_stack() -> None:
    shopper = _shopper(coupon("great", 5000, 900), coupon("small", 5000, 100, stack=True))
    cards = {card.coupon.id: (card.saves, card.excluded_by) for card in _drawer(shopper).cards}
    assert cards == {"great": (900, None), "small": (0, "great")}
    both = _shopper(coupon("great", 5000, 900, stack=True), coupon("small", 5000, 100, stack=True, claimed=0))
    assert {card.coupon.id: (card.saves, card.excluded_by) for card in _drawer(both).cards} == {
        "great": (900, None),
        "small": (100, None),
    }


def test_insisting_on_a_stacking_coupon_replaces_one_that_does_not_stack() -> None:
    shopper = _shopper(coupon("great", 5000, 900), coupon("small", 5000, 100, stack=True))
    done(shopper.do(PickCoupon("great", True)))
    answer = done(shopper.do(PickCoupon("small", True)))
    assert ([notice.code for notice in answer.notices], shopper.view.totals.saved) == (["coupon_replaced"], 100)


def test_a_freight_coupon_says_what_it_takes_off_the_freight_or_would() -> None:
    six = Promotion("six", Layer.SHOP_COUPON, (Tier(When(5000), FreightOff(amount=600)),), shop="a")
    rules = (FreightRule("a", fee=1600), FreightRule("b", fee=600))
    for claimed, applied in ((0, 0), (1, 600)):
        offers = [goods("pen", 10000), goods("b:cup")]
        scene = scene_of(*offers, coupons=[Coupon(six, left=5, claimed=claimed)], freight=rules)
        shopper = Shopper(scene).add("cup", "pen").enter()
        (card,) = _drawer(shopper).cards
        assert (card.saves, card.applied, shopper.view.quote.freight) == (600, applied, 2200 - applied)
