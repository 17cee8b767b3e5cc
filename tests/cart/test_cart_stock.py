"""Stock words, short lines and zero (R-STOCK)."""

from __future__ import annotations

import pytest

from cartsim.cart import reconcile_of
from cartsim.cart.commands import Check, Enter, SetQuantity, SetToMaximum
from cartsim.cart.validity import stock_hint
from cartsim.cart.view import StockState, Tick
from cartsim.model.policy import STANDARD
from cartsim.model.policy_fields import override
from tests.cart.shopping import Shopper, done, goods, refused, scene_of


def _word(stock: int, **settings: object) -> tuple[StockState, int | None]:
    changed = {name.replace("__", "."): value for name, value in settings.items()}
    hint = stock_hint(goods("pen", stock=stock), 1, override(STANDARD, changed))  # type: ignore[arg-type]
    return hint.state, hint.shown


def test_r_stock_2_plenty_shows_no_number_above_ten() -> None:
    assert _word(11) == (StockState.PLENTY, None)


def test_r_stock_3_few_shows_the_number_at_five() -> None:
    assert _word(5) == (StockState.FEW, 5)
    assert _word(1) == (StockState.FEW, 1)


@pytest.mark.parametrize("stock", [6, 10])
def test_r_stock_4_between_the_bands_says_tight_without_a_number(stock: int) -> None:
    assert _word(stock) == (StockState.TIGHT, None)
    assert _word(stock, stock__band_mode="quiet") == (StockState.PLENTY, None)
    assert _word(stock, stock__band_mode="exact") == (StockState.FEW, stock)


def test_r_stock_5_enterprise_hints_below_fifty() -> None:
    assert _word(49, stock__scene="enterprise") == (StockState.FEW, 49)
    assert _word(50, stock__scene="enterprise") == (StockState.PLENTY, None)


def test_r_stock_6_one_sku_at_zero_stays_in_its_shop_unticked_and_locked() -> None:
    shopper = Shopper(scene_of(goods("pen/red"), goods("pad"))).add("pen/red", "pad").enter()
    shopper.read(goods("pen/red", stock=0, siblings=8))
    due = reconcile_of(shopper.cart, shopper.scene)
    assert due is not None
    shopper.do(due, Enter())
    row = shopper.line("pen/red")
    assert (row.tick, row.stock.state, row.invalid) == (Tick.NONE, StockState.ZERO, None)
    assert row.locked == row.more == row.less == row.stock.reason
    assert row.stock.reason["siblings"] == 8
    assert row.switch is None
    assert not shopper.view.invalid
    assert refused(shopper.do(Check((row.id,), True))).reason.code == "stock_zero"


def test_r_stock_6_whole_product_at_zero_is_sold_out_and_invalid_at_the_next_entry() -> None:
    shopper = Shopper(scene_of(goods("pen/red"), goods("pad"))).add("pen/red", "pad").enter()
    shopper.read(goods("pen/red", stock=0, siblings=0))
    assert shopper.order == ["pad", "pen/red"]
    assert not shopper.view.invalid
    shopper.enter()
    assert [row.sku for row in shopper.view.invalid] == ["pen/red"]
    reason = shopper.view.invalid[0].invalid
    assert reason is not None
    assert reason.code == "invalid_sold_out"


def test_r_stock_6_zero_place_moves_to_the_bottom_of_the_shop_or_to_the_invalid_at_entry() -> None:
    shopper = Shopper(scene_of(goods("pen/red"), goods("pad"), goods("b:cup"))).add("cup", "pen/red", "pad")
    shopper.add("pen/red").enter()
    shopper.read(goods("pen/red", stock=0)).policy(stock__zero_place="shop_bottom")
    assert shopper.order == ["pen/red", "pad", "cup"]
    shopper.enter()
    assert shopper.order == ["pad", "pen/red", "cup"]
    shopper.policy(stock__zero_place="invalid").enter()
    assert shopper.order == ["pad", "cup", "pen/red"]
    assert shopper.view.counts.invalid == 1


def test_r_stock_7_hints_can_be_switched_off() -> None:
    assert _word(3, stock__show=False) == (StockState.HIDDEN, None)


def test_r_stock_14_typing_above_the_stock_names_the_maximum_and_one_key_mends_it() -> None:
    shopper = Shopper(scene_of(goods("pen", stock=3))).add("pen").enter()
    answer = refused(shopper.do(SetQuantity("l1", 9)))
    assert (answer.reason.code, answer.maximum) == ("maximum_stock", 3)
    assert shopper.stored("pen").quantity == 1
    done(shopper.do(SetToMaximum("l1")))
    assert shopper.stored("pen").quantity == 3


def test_r_stock_14_a_line_above_a_shrunken_stock_keeps_its_number_counts_what_is_left_and_blocks() -> None:
    shopper = Shopper(scene_of(goods("pen", 500))).add("pen").enter()
    shopper.do(SetQuantity("l1", 10))
    shopper.read(goods("pen", 500, stock=4))
    row, view = shopper.line("pen"), shopper.view
    assert (row.quantity, row.counted, row.stock.state, row.stock.shown) == (10, 4, StockState.SHORT, 4)
    assert (view.totals.net_total, view.totals.pieces) == (2000, 4)
    assert [reason.code for reason in view.blocked] == ["blocked_short"]
    assert reconcile_of(shopper.cart, shopper.scene) is None


@pytest.mark.parametrize(("way", "quantity", "checked"), [("clamp", 4, True), ("uncheck", 10, False)])
def test_r_stock_14_short_lines_are_cut_down_or_unticked_by_policy(way: str, quantity: int, checked: bool) -> None:
    shopper = Shopper(scene_of(goods("pen", 500))).add("pen").enter()
    shopper.do(SetQuantity("l1", 10))
    shopper.read(goods("pen", 500, stock=4)).policy(stock__on_short=way)
    due = reconcile_of(shopper.cart, shopper.scene)
    assert due is not None
    shopper.do(due)
    assert (shopper.stored("pen").quantity, shopper.stored("pen").checked) == (quantity, checked)
    assert reconcile_of(shopper.cart, shopper.scene) is None
