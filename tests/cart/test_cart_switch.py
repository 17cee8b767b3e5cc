"""Another SKU for a line (R-SKU)."""

from __future__ import annotations

import pytest

from cartsim.cart.commands import Check, SetQuantity, SwitchSku
from cartsim.cart.matrix import matrix_of
from tests.cart.shopping import Shopper, Words, done, goods, off, refused, scene_of

P = frozenset({"p"})


def _shopper(**policy: object) -> Shopper:
    offers = [goods("pen/red", 1000), goods("pen/blue", 900, stock=6), goods("pad"), goods("pen/old", listed=False)]
    return Shopper(scene_of(*offers, policy=policy)).add("pen/red", "pad").enter()


def test_r_sku_1_a_d_e_the_switch_keeps_place_and_tick_and_resets_the_baseline() -> None:
    shopper = _shopper()
    shopper.do(Check(("l1",), False))
    done(shopper.do(SwitchSku("l1", "pen/blue")))
    line = shopper.stored("pen/blue")
    assert (line.id, line.checked, line.added_price, line.rank) == ("l1", False, 900, 1)
    assert shopper.order == ["pad", "pen/blue"]
    assert shopper.line("pen/blue").drop is None


def test_r_sku_a_a_switch_may_bump_by_policy() -> None:
    shopper = _shopper(**{"sku_switch.sort": "bump"})
    shopper.do(SwitchSku("l1", "pen/blue"))
    assert shopper.order == ["pen/blue", "pad"]


@pytest.mark.parametrize(("merge", "quantity"), [("sum", 3), ("overwrite", 1)])
def test_r_sku_b_the_same_sku_merges_into_the_upper_row(merge: str, quantity: int) -> None:
    shopper = _shopper(**{"sku_switch.merge": merge}).add("pen/blue").enter()
    shopper.do(SetQuantity("l3", 2))
    assert shopper.order == ["pen/blue", "pad", "pen/red"]
    answer = done(shopper.do(SwitchSku("l1", "pen/blue")))
    assert shopper.order == ["pen/blue", "pad"]
    assert (shopper.stored("pen/blue").id, shopper.stored("pen/blue").quantity) == ("l3", quantity)
    assert answer.notices[0].code == "merged"


def test_r_sku_c_a_quantity_above_the_target_stock_is_cut_down_with_a_text() -> None:
    shopper = _shopper()
    shopper.do(SetQuantity("l1", 20))
    answer = done(shopper.do(SwitchSku("l1", "pen/blue")))
    assert shopper.stored("pen/blue").quantity == 6
    assert [notice.code for notice in answer.notices] == ["maximum_stock"]


def test_r_sku_a_the_target_in_another_group_moves_the_row_to_that_group() -> None:
    offers = [goods("pen/red"), goods("pen/blue", tags=P), goods("new", tags=P), goods("older", tags=P)]
    shopper = Shopper(scene_of(*offers, promotions=[off("p", (5000, 500))]))
    shopper.add("older", "pen/red", "new").enter()
    shopper.do(SwitchSku("l2", "pen/blue"))
    assert [row.sku for row in shopper.group("p").lines] == ["new", "pen/blue", "older"]


def test_r_sku_2_refused_targets_name_their_reason() -> None:
    shopper = _shopper()
    assert refused(shopper.do(SwitchSku("l1", "pen/old"))).reason.code == "invalid_off_shelf"
    assert refused(shopper.do(SwitchSku("l1", "pad"))).reason.code == "other_product"
    shopper.read(goods("pen/blue", stock=0))
    assert refused(shopper.do(SwitchSku("l1", "pen/blue"))).reason.code == "stock_zero"


def test_r_sku_3_the_feature_can_be_off() -> None:
    shopper = _shopper(**{"sku_switch.enabled": False})
    assert refused(shopper.do(SwitchSku("l1", "pen/blue"))).reason.policy == "sku_switch.enabled"
    switch = shopper.line("pen/red").switch
    assert switch is not None
    assert switch.code == "switch_disabled"


def test_r_sku_g_a_sold_out_specification_can_be_changed_and_the_row_returns_to_its_shop() -> None:
    shopper = _shopper()
    shopper.read(goods("pen/red", spec_listed=False)).enter()
    assert [row.sku for row in shopper.view.invalid] == ["pen/red"]
    assert shopper.view.invalid[0].switch is None
    done(shopper.do(SwitchSku("l1", "pen/blue")))
    assert (shopper.order, shopper.view.invalid) == (["pad", "pen/blue"], ())


def test_r_sku_2_the_matrix_lists_every_sku_with_why_it_cannot_be_chosen() -> None:
    shopper = _shopper().add("pen/blue").enter()
    offers = [offer for offer in shopper.scene.offers.values() if offer.product == "pen"]
    matrix = matrix_of(shopper.cart, shopper.scene, "l1", offers)
    cells = {cell.sku: cell for cell in matrix.cells}
    assert matrix.dimensions == ((Words("red", "red"), Words("blue", "blue"), Words("old", "old")),)
    assert cells["pen/red"].current
    assert (cells["pen/blue"].in_cart, cells["pen/blue"].maximum, cells["pen/blue"].price) == ("l3", 6, 900)
    unavailable = cells["pen/old"].unavailable
    assert unavailable is not None
    assert unavailable.code == "invalid_off_shelf"
