"""Invalid lines (R-INV)."""

from __future__ import annotations

import pytest

from cartsim.cart import reconcile_of
from cartsim.cart.commands import Check, ClearInvalid, SetQuantity
from cartsim.cart.view import Tick
from cartsim.model.goods import Offer
from tests.cart.shopping import NOON, Shopper, Words, done, goods, refused, scene_of

TIBET = Words("西藏", "Tibet")


@pytest.mark.parametrize(
    ("offer", "code"),
    [
        (goods("pen", deleted=True, listed=False, restricted=TIBET, stock=0, siblings=0), "invalid_deleted"),
        (goods("pen", listed=False, restricted=TIBET, stock=0, siblings=0), "invalid_off_shelf"),
        (goods("pen", spec_listed=False, restricted=TIBET), "invalid_spec_gone"),
        (goods("pen", restricted=TIBET, stock=0, siblings=0), "invalid_region"),
        (goods("pen", stock=0, siblings=0, sold_until=NOON), "invalid_sold_out"),
        (goods("pen", sold_until=NOON, purchase_limit=0), "invalid_activity_over"),
        (goods("pen", purchase_limit=0), "invalid_limit_used"),
    ],
)
def test_r_inv_1_d_one_reason_by_priority(offer: Offer, code: str) -> None:
    shopper = Shopper(scene_of(goods("pen"))).add("pen").enter().read(offer).enter()
    reason = shopper.view.invalid[0].invalid
    assert reason is not None
    assert reason.code == code


def test_goods_gone_from_the_catalogue_count_as_deleted() -> None:
    shopper = Shopper(scene_of(goods("pen"), goods("pad"))).add("pen", "pad").enter()
    shopper.scene = scene_of(goods("pad"))
    row = shopper.line("pen")
    assert row.invalid is not None
    assert (row.invalid.code, row.title) == ("invalid_deleted", Words("pen", "pen"))
    assert shopper.enter().order == ["pad", "pen"]


def test_a_delisted_line_greys_where_it_stands_until_the_next_entry() -> None:
    shopper = Shopper(scene_of(goods("pen"), goods("pad"))).add("pad", "pen").enter()
    shopper.read(goods("pen", listed=False))
    row = shopper.line("pen")
    assert shopper.order == ["pen", "pad"]
    assert (row.tick, row.net, row.drop, row.gifts) == (Tick.NONE, None, None, ())
    assert row.invalid == row.locked == row.more == row.less
    assert shopper.view.totals.net_total == 1000
    assert shopper.enter().order == ["pad", "pen"]


def test_r_inv_6_clearing_takes_only_what_is_invalid_now() -> None:
    shopper = Shopper(scene_of(goods("pen"), goods("ink"), goods("pad"))).add("pen", "ink", "pad").enter()
    assert refused(shopper.do(ClearInvalid())).reason.code == "nothing_invalid"
    shopper.read(goods("pen", listed=False), goods("ink", listed=False)).enter().read(goods("ink"))
    answer = done(shopper.do(ClearInvalid()))
    assert answer.notices[0]["lines"] == 1
    assert shopper.order == ["pad", "ink"]


def test_r_inv_a_a_recovered_line_returns_to_its_old_place_unticked_and_says_so_once() -> None:
    shopper = Shopper(scene_of(goods("pen"), goods("ink"), goods("pad"))).add("pen", "ink", "pad").enter()
    shopper.read(goods("ink", listed=False)).enter()
    shopper.read(goods("ink"))
    waiting = shopper.line("ink")
    assert (waiting.recovered, waiting.invalid) == (True, None)
    assert waiting.locked is not None
    assert waiting.locked.code == "locked_until_entry"
    shopper.enter()
    row = shopper.line("ink")
    assert (shopper.order, row.tick, row.recovered) == (["pad", "ink", "pen"], Tick.OFF, True)
    shopper.do(Check((row.id,), True))
    assert not shopper.line("ink").recovered


def test_r_inv_a_the_hint_of_a_recovery_is_gone_at_the_entry_after() -> None:
    shopper = Shopper(scene_of(goods("pen"), goods("ink"))).add("pen", "ink").enter()
    shopper.read(goods("ink", listed=False)).enter().read(goods("ink")).enter()
    assert shopper.line("ink").recovered
    assert not shopper.enter().line("ink").recovered


def test_r_inv_a_a_whole_shop_gone_and_back_stands_where_it_stood() -> None:
    shopper = Shopper(scene_of(goods("pen"), goods("b:cup"))).add("pen", "cup").enter()
    shopper.read(goods("b:cup", listed=False)).enter()
    assert [shop.code for shop in shopper.view.shops] == ["a"]
    shopper.read(goods("b:cup")).enter()
    assert [shop.code for shop in shopper.view.shops] == ["b", "a"]


def test_r_inv_b_an_invalid_line_takes_neither_tick_nor_quantity() -> None:
    shopper = Shopper(scene_of(goods("pen"))).add("pen").enter().read(goods("pen", listed=False))
    due = reconcile_of(shopper.cart, shopper.scene)
    assert due is not None
    shopper.do(due)
    assert refused(shopper.do(Check(("l1",), True))).reason.code == "invalid_off_shelf"
    assert refused(shopper.do(SetQuantity("l1", 2))).reason.code == "invalid_off_shelf"


def test_r_inv_c_the_region_flips_both_ways() -> None:
    shopper = Shopper(scene_of(goods("pen"))).add("pen").enter()
    shopper.read(goods("pen", restricted=TIBET)).enter()
    reason = shopper.view.invalid[0].invalid
    assert reason is not None
    assert reason["cause"] == TIBET
    shopper.read(goods("pen")).enter()
    assert shopper.view.invalid == ()


def test_r_inv_6_tab_question_and_clearing_count_the_same_lines_not_one_that_recovered() -> None:
    shopper = Shopper(scene_of(goods("pen"), goods("ink"), goods("pad"))).add("pen", "ink", "pad").enter()
    shopper.read(goods("pen", listed=False), goods("ink", listed=False)).enter().read(goods("ink"))
    assert (len(shopper.view.invalid), shopper.view.counts.invalid) == (2, 1)
    shopper.read(goods("pad", listed=False))
    assert (len(shopper.view.invalid), shopper.view.counts.invalid) == (2, 2)
    assert done(shopper.do(ClearInvalid())).notices[0]["lines"] == 2


def test_a_line_without_stock_does_not_say_that_it_is_back() -> None:
    shopper = Shopper(scene_of(goods("pen"), goods("ink"))).add("pen", "ink").enter()
    shopper.read(goods("ink", listed=False)).enter().read(goods("ink", stock=0))
    assert not shopper.line("ink").recovered
    answer = done(shopper.enter().last)  # type: ignore[arg-type]
    assert answer.notices == ()
    assert not shopper.line("ink").recovered
