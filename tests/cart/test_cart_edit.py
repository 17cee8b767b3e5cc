"""Adding again, stepping down, removing, taking back (R-EDIT, X-2)."""

from __future__ import annotations

import pytest

from cartsim.cart import image_of
from cartsim.cart.commands import AddToCart, Check, PickCoupon, Remove, SetQuantity
from tests.cart.shopping import Shopper, coupon, done, goods, off, refused, scene_of


def test_r_edit_1_unknown_delisted_and_empty_goods_cannot_be_added() -> None:
    shopper = Shopper(scene_of(goods("pen", listed=False), goods("ink", stock=0)))
    assert refused(shopper.do(AddToCart("nothing"))).reason.code == "no_sku"
    assert refused(shopper.do(AddToCart("pen"))).reason.code == "invalid_off_shelf"
    assert refused(shopper.do(AddToCart("ink"))).reason.code == "stock_zero"
    assert refused(Shopper(scene_of(goods("pen"))).do(AddToCart("pen", 0))).reason.code == "quantity_positive"


def test_r_edit_2_minus_at_one_asks_refuses_or_removes() -> None:
    shopper = Shopper(scene_of(goods("pen"))).add("pen").enter()
    assert refused(shopper.do(SetQuantity("l1", 0))).reason.code == "confirm_delete"
    assert shopper.line("pen").less is None
    shopper.policy(edit__minus_at_one="disabled")
    assert refused(shopper.do(SetQuantity("l1", 0))).reason.code == "minimum_reached"
    less = shopper.line("pen").less
    assert less is not None
    assert less.policy == "edit.minus_at_one"
    shopper.policy(edit__minus_at_one="delete")
    done(shopper.do(SetQuantity("l1", 0)))
    assert shopper.cart.lines == ()


def test_x_2_zero_typed_over_many_asks_and_a_negative_number_is_refused() -> None:
    shopper = Shopper(scene_of(goods("pen"))).add("pen")
    shopper.do(SetQuantity("l1", 7))
    assert refused(shopper.do(SetQuantity("l1", 0))).reason.code == "confirm_delete"
    assert refused(shopper.do(SetQuantity("l1", -2))).reason.code == "quantity_positive"
    assert shopper.stored("pen").quantity == 7


def test_r_edit_3_a_removal_takes_only_its_line_and_its_empty_group() -> None:
    shopper = Shopper(scene_of(goods("pen"), goods("ink"), goods("b:cup"))).add("pen", "cup", "ink").enter()
    done(shopper.do(Remove(("l2",))))
    assert shopper.order == ["ink", "pen"]
    assert [shop.code for shop in shopper.view.shops] == ["a"]
    assert refused(shopper.do(Remove(("l2",)))).reason.code == "no_line"


def test_r_edit_6_adding_again_sums_ticks_and_takes_the_latest_baseline() -> None:
    shopper = Shopper(scene_of(goods("pen", 1000), goods("ink"))).add("pen", "ink").enter()
    shopper.do(Check(("l1",), False))
    shopper.read(goods("pen", 800))
    shopper.do(AddToCart("pen", 2))
    line = shopper.stored("pen")
    assert (line.quantity, line.checked, line.added_price) == (3, True, 800)
    assert shopper.order == ["ink", "pen"]
    assert shopper.enter().order == ["pen", "ink"]


@pytest.mark.parametrize(("snapshot", "price"), [("latest", 800), ("first", 1000), ("max", 1000)])
def test_r_edit_6_the_baseline_of_a_re_add_is_a_policy(snapshot: str, price: int) -> None:
    shopper = Shopper(scene_of(goods("pen", 1000), policy={"readd.snapshot": snapshot})).add("pen")
    shopper.read(goods("pen", 800)).add("pen")
    assert shopper.stored("pen").added_price == price


def test_r_edit_6_a_re_add_may_keep_place_and_tick() -> None:
    policy = {"readd.sort": "keep", "readd.check": False}
    shopper = Shopper(scene_of(goods("pen"), goods("ink"), policy=policy)).add("pen", "ink").enter()
    shopper.do(Check(("l1",), False), AddToCart("pen"))
    assert not shopper.stored("pen").checked
    assert shopper.enter().order == ["ink", "pen"]


def test_undo_of_a_removal_puts_rows_where_they_stood() -> None:
    offers = [goods("pen", tags=frozenset({"p"})), goods("ink"), goods("b:cup"), goods("pad", tags=frozenset({"p"}))]
    shopper = Shopper(scene_of(*offers, promotions=[off("p", (100, 10))])).add("pen", "cup", "ink", "pad").enter()
    order, before = shopper.order, shopper.cart
    done(shopper.do(Remove(("l2", "l4"))))
    image = image_of(before, shopper.cart)
    done(shopper.undo(image))
    assert shopper.order == order
    assert shopper.cart.lines == before.lines
    assert shopper.cart.placement == before.placement


def test_undo_is_refused_when_a_touched_line_changed_since() -> None:
    shopper = Shopper(scene_of(goods("pen"), goods("ink"))).add("pen", "ink").enter()
    before = shopper.cart
    shopper.do(SetQuantity("l1", 5))
    image = image_of(before, shopper.cart)
    shopper.do(Check(("l1",), False))
    assert refused(shopper.undo(image)).reason.code == "changed_since"


def test_undo_is_refused_when_the_sku_is_in_the_cart_again() -> None:
    shopper = Shopper(scene_of(goods("pen"))).add("pen").enter()
    before = shopper.cart
    shopper.do(Remove(("l1",)))
    image = image_of(before, shopper.cart)
    shopper.add("pen")
    assert refused(shopper.undo(image)).reason.code == "sku_added_since"


def test_r_cap_1_undo_brings_lines_back_to_a_cart_that_is_full() -> None:
    offers = [goods("pen"), goods("ink"), goods("pad"), goods("nib")]
    shopper = Shopper(scene_of(*offers, policy={"cap.total": 2})).add("pen", "ink").enter()
    before = shopper.cart
    shopper.do(Remove(("l1",)))
    image = image_of(before, shopper.cart)
    shopper.add("pad")
    done(shopper.undo(image))
    assert sorted(line.sku for line in shopper.cart.lines) == ["ink", "pad", "pen"]
    assert refused(shopper.do(AddToCart("nib"))).reason.code == "cart_full"


def test_r_cap_1_a_cart_above_a_lowered_cap_may_still_take_a_quantity_back() -> None:
    shopper = Shopper(scene_of(goods("pen"), goods("ink"))).add("pen", "ink").enter()
    before = shopper.cart
    shopper.do(SetQuantity("l1", 5))
    image = image_of(before, shopper.cart)
    shopper.policy(cap__total=1)
    done(shopper.undo(image))
    assert shopper.stored("pen").quantity == 1


def test_undo_of_an_add_gives_shop_and_group_their_ranks_back() -> None:
    offers = [goods("pen"), goods("ink"), goods("b:cup")]
    shopper = Shopper(scene_of(*offers)).add("pen", "cup")
    before = shopper.cart
    shopper.add("ink")
    image = image_of(before, shopper.cart)
    assert dict(shopper.cart.shop_ranks)["a"] > dict(shopper.cart.shop_ranks)["b"]
    done(shopper.undo(image))
    assert shopper.cart.shop_ranks == before.shop_ranks
    assert shopper.cart.group_ranks == before.group_ranks
    assert shopper.enter().order == ["cup", "pen"]


def test_undo_leaves_a_rank_alone_that_a_later_add_raised() -> None:
    shopper = Shopper(scene_of(goods("pen"), goods("ink"), goods("b:cup"))).add("cup")
    before = shopper.cart
    shopper.add("pen")
    image = image_of(before, shopper.cart)
    shopper.add("ink")
    raised = dict(shopper.cart.shop_ranks)["a"]
    done(shopper.undo(image))
    assert dict(shopper.cart.shop_ranks)["a"] == raised
    assert shopper.enter().order == ["ink", "cup"]


def test_undo_of_a_pick_gives_the_choice_back_unless_it_was_changed_again() -> None:
    shopper = Shopper(scene_of(goods("pen"), coupons=[coupon("c1", 100, 10), coupon("c2", 100, 20)])).add("pen").enter()
    shopper.do(PickCoupon("c1", True))
    before = shopper.cart
    shopper.do(PickCoupon("c2", True))
    image = image_of(before, shopper.cart)
    done(shopper.undo(image))
    assert shopper.cart.coupon_choices == (("c1", True),)
    shopper.do(PickCoupon("c2", False))
    assert refused(shopper.undo(image)).reason.code == "changed_since"
