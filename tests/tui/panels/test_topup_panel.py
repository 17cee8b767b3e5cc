"""The 凑单 panel on a real cart: one gap with the cart, steppers, ticks, bands, search, sort."""

from __future__ import annotations

from typing import Any

import pytest

from cartsim.cart.commands import Redo, Undo
from cartsim.cart.view import Tick
from cartsim.pricing.basket import Gap
from cartsim.tui.panels.confirm import ConfirmPanel
from cartsim.tui.panels.topup import TopUpPanel

PROMOTION = "sanmu-100-20"


def cart_gap(hands: Any, promotion: str = PROMOTION) -> Gap:
    bars = [group.bar for shop in hands.app.session.view().shops for group in shop.groups if group.bar is not None]
    return next(bar.gap for bar in bars if bar.promotion.id == promotion)


@pytest.fixture
async def panel(hands: Any) -> Any:
    await hands.open(TopUpPanel(PROMOTION))
    return hands


async def test_r_add_7_the_panel_says_the_gap_the_cart_says(panel: Any) -> None:
    assert cart_gap(panel).needed == 5000
    assert "¥50 to go" in panel.shown("foot")


async def test_r_add_7_an_add_in_the_panel_moves_both_gaps_at_once(hands: Any) -> None:
    promotion = "footprintpost-300-40"
    await hands.open(TopUpPanel(promotion))
    goods = hands.panel.query_one("#goods")
    row = next(row for row in hands.rows() if goods.row(row).value.good.line is None)
    before, price = cart_gap(hands, promotion).base, goods.row(row).value.good.price
    goods.move_cursor(row)
    await hands.press("plus")
    gap = cart_gap(hands, promotion)
    assert gap.base == before + price
    assert hands.app.session.top_up(promotion).gap == gap
    assert hands.app.speaker.money(gap.base) in hands.shown("foot")


async def test_r_add_f_a_line_of_the_cart_is_ticked_with_space(panel: Any) -> None:
    row = panel.rows()[0]
    good = panel.panel.query_one("#goods").row(row).value
    assert good.tick
    await panel.press("space")
    assert panel.app.session.view().line(good.good.line).tick is Tick.ON
    assert cart_gap(panel).base == 5000 + good.good.price


async def test_a_click_on_the_box_ticks_too(panel: Any) -> None:
    row = panel.rows()[0]
    line = panel.panel.query_one("#goods").row(row).value.good.line
    await panel.click_part("check", row)
    assert panel.app.session.view().line(line).tick is Tick.ON


async def test_rows_keep_their_places_when_something_is_added(panel: Any) -> None:
    before = panel.rows()
    await panel.click_part("plus", before[1])
    assert panel.rows() == before


async def test_r_edit_2_minus_at_one_asks_before_it_removes(panel: Any) -> None:
    row = panel.rows()[0]
    line = panel.panel.query_one("#goods").row(row).value.good.line
    await panel.click_part("minus", row)
    assert isinstance(panel.app.screen, ConfirmPanel)
    await panel.press("n")
    assert panel.app.session.view().line(line) is not None
    await panel.press("minus")
    await panel.press("y")
    assert panel.app.session.view().line(line) is None


async def test_minus_above_one_takes_one_piece_off(panel: Any) -> None:
    row = panel.rows()[0]
    line = panel.panel.query_one("#goods").row(row).value.good.line
    await panel.press("plus")
    assert panel.app.session.view().line(line).quantity == 2
    await panel.press("minus")
    assert panel.app.session.view().line(line).quantity == 1


async def test_b_walks_the_bands_and_a_click_shows_all(panel: Any) -> None:
    everything = panel.rows()
    seen = []
    for _ in panel.app.session.top_up(PROMOTION).bands:
        await panel.press("b")
        seen.append(panel.panel._band)
    assert seen == [band.code for band in panel.app.session.top_up(PROMOTION).bands]
    await panel.click_part("band-all")
    assert panel.panel._band is None
    assert set(panel.rows()) == set(everything)


async def test_the_search_finds_nothing_says_so_and_escape_clears_it(panel: Any) -> None:
    everything = panel.rows()
    await panel.press("slash")
    await panel.type("zzzz")
    assert not [row for row in panel.rows() if not panel.panel.query_one("#goods").row(row).value.tick]
    await panel.press("escape")
    assert panel.app.screen is panel.panel
    assert set(panel.rows()) == set(everything)
    await panel.press("escape")
    assert panel.app.screen is panel.app.cart


async def test_keys_typed_into_the_search_do_nothing_else(panel: Any) -> None:
    before = cart_gap(panel)
    await panel.press("slash", "b", "o", "plus", "space")
    assert panel.panel.query_one("#search").value == "bo+ "
    assert cart_gap(panel) == before


async def test_o_sorts_by_price(panel: Any) -> None:
    await panel.press("o", "o")
    goods = panel.app.session.top_up(PROMOTION, "", None, panel.panel._sort).goods
    assert panel.panel._sort == "price"
    assert [good.price for good in goods] == sorted(good.price for good in goods)
    others = [row for row in panel.rows() if not panel.panel.query_one("#goods").row(row).value.tick]
    assert others == [f"good:{good.sku}" for good in goods]


async def test_back_to_cart_is_a_button(panel: Any) -> None:
    await panel.click_part("leave")
    assert panel.app.screen is panel.app.cart


async def test_a_combination_is_one_row_and_adding_it_adds_all_of_its_goods(hands: Any) -> None:
    promotion = "elm-bay-every-100-15"
    await hands.open(TopUpPanel(promotion))
    before = cart_gap(hands, promotion)
    best = hands.app.session.top_up(promotion).combinations[0]
    total = hands.app.session.view().totals.net_total
    cart = hands.app.session.cart
    await hands.click_part("plus", "combined:0")
    for part in best.parts:
        (line,) = [line for line in hands.app.session.view().lines if line.sku == part.sku]
        assert (line.quantity, line.tick) == (part.quantity, Tick.ON)
    after = cart_gap(hands, promotion)
    assert (after.base, after.reached, after.needed) == (best.gap_after.base, before.reached + 1, best.gap_after.needed)
    assert hands.app.session.view().totals.net_total == total + best.extra
    taken = hands.app.session.cart
    hands.app.act(Undo())
    assert (hands.app.session.cart.lines, hands.app.session.view().totals.net_total) == (cart.lines, total)
    hands.app.act(Redo())
    assert hands.app.session.cart.lines == taken.lines


async def test_a_combination_nobody_needs_any_more_stands_where_it_stood(hands: Any) -> None:
    promotion = "sanmu-100-20"
    await hands.open(TopUpPanel(promotion))
    goods = hands.panel.query_one("#goods")
    combined = [row for row in hands.rows() if row.startswith("combined:")]
    others = hands.rows()
    await hands.press("space")
    assert hands.rows() == others
    assert not any(goods.row(row).value.is_needed for row in combined)


async def test_the_foot_says_what_returning_the_row_under_the_cursor_gives_back(hands: Any) -> None:
    await hands.open(TopUpPanel("elm-bay-every-100-15"))
    goods, money = hands.panel.query_one("#goods"), hands.app.speaker.money
    seen = set()
    for row in hands.rows()[:3]:
        goods.move_cursor(row)
        await hands.settle()
        value = goods.row(row).value
        refund = value.combination.refund if row.startswith("combined:") else value.good.refund
        shown = hands.shown("foot")
        assert f"by shares {money(refund.split)}" in shown
        assert f"by clawback {money(refund.clawback)}" in shown
        assert "pricing.refund = split" in shown
        seen.add(shown)
    assert len(seen) == 3


async def test_r_add_c_the_tier_after_is_named_with_what_it_really_costs(hands: Any) -> None:
    promotion = "elm-bay-every-100-15"
    await hands.open(TopUpPanel(promotion))
    tier = hands.app.session.top_up(promotion).next_tier
    assert tier is not None
    assert tier.extra is not None
    assert f"then ¥400 −60, really {hands.app.speaker.signed(tier.extra)}" in hands.shown("head")


async def test_a_campaign_of_all_shops_is_worked_out_beside_the_screen(hands: Any) -> None:
    promotion = "platform-every-300-50"
    session = hands.app.session
    assert session.asks_top_up(promotion).is_heavy
    await hands.open(TopUpPanel(promotion))
    assert hands.panel._top_up.gap == next(gap for gap in session.view().quote.gaps if gap.promotion == promotion)
    await hands.app.workers.wait_for_complete()
    await hands.settle()
    answer = session.top_up(promotion)
    assert answer.sold > answer.total > 100
    shown = [row for row in hands.rows() if row.startswith("good:")]
    assert len(shown) == len(answer.goods) + len(answer.in_cart)
    first = hands.panel.query_one("#goods").row(shown[len(answer.in_cart)]).value.good
    assert first.is_exact
    assert first.closes


async def test_r_deg_2_a_campaign_is_asked_again_when_the_world_could_not_be_read(hands: Any) -> None:
    promotion = "platform-every-300-50"
    session = hands.app.session
    away = session.path.with_name("away.world")
    session.path.rename(away)
    await hands.open(TopUpPanel(promotion))
    await hands.app.workers.wait_for_complete()
    await hands.settle()
    glanced = len(hands.rows())
    away.rename(session.path)
    hands.app.follow()
    await hands.app.workers.wait_for_complete()
    await hands.settle()
    assert len(hands.rows()) > glanced + 50
    assert hands.app.return_code is None
