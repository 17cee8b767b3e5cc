"""Ticks of line, shop and cart (R-SEL)."""

from __future__ import annotations

from cartsim.cart import reconcile_of
from cartsim.cart.commands import Check, CheckAll, CheckShop
from cartsim.cart.view import Tick
from tests.cart.shopping import Shopper, done, goods, refused, scene_of


def _shopper() -> Shopper:
    return Shopper(scene_of(goods("pen"), goods("ink"), goods("b:cup"))).add("pen", "ink", "cup").enter()


def test_r_sel_1_ticks_survive_an_entry_unless_the_policy_forgets_them() -> None:
    shopper = _shopper()
    shopper.do(Check(("l2",), False))
    shopper.enter()
    assert [line.checked for line in shopper.cart.lines] == [True, False, True]
    shopper.policy(select__remember=False).enter()
    assert [line.checked for line in shopper.cart.lines] == [False, False, False]


def test_r_sel_2_a_new_line_is_ticked_by_policy() -> None:
    assert Shopper(scene_of(goods("pen"))).add("pen").stored("pen").checked
    assert not Shopper(scene_of(goods("pen"), policy={"select.new_checked": False})).add("pen").stored("pen").checked


def test_r_sel_3_a_second_tick_takes_the_first_back() -> None:
    shopper = _shopper()
    before = shopper.view
    shopper.do(Check(("l1",), False))
    assert shopper.view.line("l1") != before.line("l1")
    shopper.do(Check(("l1",), True))
    assert shopper.view == before


def test_r_sel_4_boxes_are_the_and_of_what_can_be_ticked() -> None:
    shopper = _shopper()
    assert shopper.view.tick is Tick.ON
    shopper.do(Check(("l1",), False))
    ticks = {shop.code: shop.tick for shop in shopper.view.shops}
    assert (ticks, shopper.view.tick) == ({"a": Tick.SOME, "b": Tick.ON}, Tick.SOME)
    shopper.do(CheckShop("a", True))
    assert shopper.view.tick is Tick.ON
    shopper.do(CheckAll(False))
    assert (shopper.view.tick, shopper.view.totals.net_total) == (Tick.OFF, 0)


def test_r_sel_4_what_cannot_be_bought_takes_no_part_in_select_all() -> None:
    shopper = _shopper()
    shopper.read(goods("pen", listed=False), goods("ink", stock=0))
    due = reconcile_of(shopper.cart, shopper.scene)
    assert due is not None
    shopper.do(due)
    assert [line.checked for line in shopper.cart.lines] == [False, False, True]
    assert shopper.view.tick is Tick.ON
    assert {shop.code: shop.tick for shop in shopper.view.shops} == {"a": Tick.NONE, "b": Tick.ON}
    shopper.do(CheckAll(False), CheckAll(True))
    assert [line.checked for line in shopper.cart.lines] == [False, False, True]
    assert refused(shopper.do(CheckShop("a", True))).reason.code == "nothing_to_tick"


def test_select_all_within_a_filter_acts_on_the_shown_lines_and_says_so() -> None:
    shopper = _shopper()
    answer = done(shopper.do(CheckAll(False, among=("l1", "l3"))))
    assert [line.checked for line in shopper.cart.lines] == [False, True, False]
    assert (answer.notices[0].code, answer.notices[0]["lines"]) == ("acted_on_shown", 2)


def test_r_sel_5_an_invalid_line_is_unticked_and_its_recovery_does_not_tick_it() -> None:
    shopper = _shopper()
    shopper.read(goods("pen", listed=False))
    due = reconcile_of(shopper.cart, shopper.scene)
    assert due is not None
    assert due.lines == ("l1",)
    shopper.do(due)
    shopper.read(goods("pen"))
    assert reconcile_of(shopper.cart, shopper.scene) is None
    assert shopper.line("pen").tick is Tick.OFF


def test_settlement_takes_no_more_lines_than_the_policy() -> None:
    shopper = _shopper().policy(select__max_lines=2)
    assert shopper.view.blocked[0].code == "too_many_lines"
    shopper.do(CheckAll(False))
    assert [reason.code for reason in shopper.view.blocked] == ["nothing_checked"]
