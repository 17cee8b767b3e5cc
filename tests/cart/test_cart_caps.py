"""Caps, least quantities and steps (R-CAP)."""

from __future__ import annotations

from cartsim.cart.commands import AddToCart, SetQuantity, SetToMaximum
from tests.cart.shopping import Shopper, done, goods, refused, scene_of


def test_r_cap_1_a_new_line_above_the_cap_is_refused_and_says_what_could_be_cleared() -> None:
    offers = [goods(f"g{number}") for number in range(4)]
    shopper = Shopper(scene_of(*offers, policy={"cap.total": 3})).add("g0", "g1", "g2")
    answer = refused(shopper.do(AddToCart("g3")))
    assert (answer.reason.code, answer.reason["used"], answer.reason["cap"]) == ("cart_full", 3, 3)
    assert answer.reason.policy == "cap.total"
    shopper.read(goods("g1", listed=False))
    answer = refused(shopper.do(AddToCart("g3")))
    assert (answer.reason.code, answer.reason["invalid"]) == ("cart_full_clear", 1)
    shopper.policy(cap__total=2)
    answer = refused(shopper.do(AddToCart("g3")))
    assert (answer.reason.code, answer.reason["used"]) == ("cart_full", 3), "clearing one makes no room for another"
    shopper.policy(cap__total=3, cap__counts_invalid=False)
    done(shopper.do(AddToCart("g3")))


def test_r_cap_1_more_of_a_line_is_not_affected_by_a_full_cart() -> None:
    shopper = Shopper(scene_of(goods("pen"), policy={"cap.total": 1})).add("pen")
    done(shopper.do(AddToCart("pen", 2)))
    assert shopper.stored("pen").quantity == 3


def test_r_cap_1_pieces_can_be_what_the_cap_counts() -> None:
    shopper = Shopper(scene_of(goods("pen"), goods("pad"), policy={"cap.total": 5, "cap.unit": "pieces"})).add("pen")
    notices = done(shopper.do(AddToCart("pad", 9))).notices
    assert (shopper.stored("pad").quantity, notices[0].code) == (4, "cart_full")
    assert refused(shopper.do(SetQuantity("l1", 2))).reason.code == "cart_full"


def test_r_cap_2_an_add_above_the_sku_cap_is_cut_down_with_a_notice() -> None:
    shopper = Shopper(scene_of(goods("pen", stock=500)))
    notices = done(shopper.do(AddToCart("pen", 150))).notices
    assert shopper.stored("pen").quantity == 99
    assert (notices[0].code, notices[0]["maximum"], notices[0].policy) == ("maximum_sku", 99, "cap.per_sku")
    shopper.policy(cap__overflow="refuse")
    assert refused(shopper.do(AddToCart("pen", 1))).maximum == 99


def test_r_cap_2_the_purchase_limit_counts_the_product_over_all_its_skus() -> None:
    shopper = Shopper(scene_of(goods("pen/red", purchase_limit=3), goods("pen/blue", purchase_limit=3)))
    shopper.do(AddToCart("pen/red", 2), AddToCart("pen/blue", 2))
    assert shopper.stored("pen/blue").quantity == 1
    row = shopper.line("pen/blue")
    assert row.maximum == 1
    assert row.limit is not None
    assert (row.limit.code, row.limit["limit"], row.limit["elsewhere"]) == ("maximum_user", 3, 2)
    assert row.more == row.limit


def test_r_cap_3_least_quantity_and_step_bind_adds_and_typing() -> None:
    shopper = Shopper(scene_of(goods("pack", min_quantity=4, step=2, stock=11)))
    notices = done(shopper.do(AddToCart("pack"))).notices
    assert (shopper.stored("pack").quantity, notices[0].code) == (4, "raised_to_step")
    assert refused(shopper.do(SetQuantity("l1", 7))).reason.code == "off_step"
    assert refused(shopper.do(SetQuantity("l1", 3))).reason.code == "confirm_delete"
    done(shopper.do(SetQuantity("l1", 8)))
    assert refused(shopper.do(SetQuantity("l1", 3))).reason.code == "below_minimum"
    done(shopper.do(SetToMaximum("l1")))
    assert shopper.stored("pack").quantity == 10


def test_the_cap_of_the_policy_lowered_later_blocks_the_line_and_names_itself() -> None:
    shopper = Shopper(scene_of(goods("pen"))).add("pen").enter()
    shopper.do(SetQuantity("l1", 8))
    shopper.policy(cap__per_sku=5)
    assert [reason.code for reason in shopper.view.blocked] == ["blocked_maximum"]
    assert shopper.view.blocked[0].policy == "cap.per_sku"
