"""Quantity, confirmations, SKU, promotion, gift, city, market, add: what their keys and parts do to the cart."""

from __future__ import annotations

from typing import Any

import pytest

from cartsim.cart.commands import AddToCart, Check, CheckAll, EditMarket, Refresh, SetQuantity
from cartsim.cart.vocabulary import MARKET_EDITS
from cartsim.tui.panels.add import AddPanel
from cartsim.tui.panels.city import CityPanel
from cartsim.tui.panels.confirm import ConfirmPanel, ShortPanel
from cartsim.tui.panels.coupons import CouponPanel
from cartsim.tui.panels.gifts import GiftPanel
from cartsim.tui.panels.market import EDITS, MarketPanel
from cartsim.tui.panels.promotions import PromotionPanel
from cartsim.tui.panels.quantity import QuantityPanel
from cartsim.tui.panels.skus import SkuPanel
from cartsim.tui.panels.trade_up import TradeUpPanel
from cartsim.tui.panels.why import WhyPanel
from cartsim.tui.rows import RowList

SHORT, PLENTY, CHOOSING = "l13", "l32", "l14"
"""Lines of the scenario: short of stock, plenty of it, in two promotions."""


def quantity(hands: Any, line: str = PLENTY) -> int:
    return hands.app.session.view().line(line).quantity


async def test_x_2_a_number_is_set(hands: Any) -> None:
    answers = await hands.open(QuantityPanel(PLENTY))
    await hands.type("3")
    assert quantity(hands) == 3
    assert answers == [True]


async def test_x_2_nothing_keeps_what_it_was(hands: Any) -> None:
    answers = await hands.open(QuantityPanel(PLENTY))
    await hands.type("")
    assert quantity(hands) == 1
    assert answers == [False]


async def test_x_2_zero_asks_to_remove_and_no_restores(hands: Any) -> None:
    await hands.open(QuantityPanel(PLENTY))
    await hands.type("0")
    assert isinstance(hands.app.screen, ConfirmPanel)
    await hands.press("n")
    assert quantity(hands) == 1
    assert hands.panel.query_one("#number").value == "1"


async def test_x_2_zero_removes_after_yes(hands: Any) -> None:
    await hands.open(QuantityPanel(PLENTY))
    await hands.type("0")
    await hands.press("y")
    assert hands.app.session.view().line(PLENTY) is None
    assert hands.app.screen is hands.app.cart


async def test_r_stock_14_too_many_says_the_most_and_enter_twice_mends_it(hands: Any) -> None:
    most = hands.app.session.view().line(PLENTY).maximum
    await hands.open(QuantityPanel(PLENTY))
    await hands.type("999")
    assert f"You can buy {most} at most" in hands.shown("note")
    assert hands.panel.focused is hands.panel.query_one("#maximum")
    await hands.press("enter")
    assert quantity(hands) == most


async def test_the_first_digit_replaces_the_number_and_only_digits_can_be_typed(hands: Any) -> None:
    await hands.open(QuantityPanel(PLENTY))
    await hands.press("4", "a", "-", "m", "2")
    assert hands.panel.query_one("#number").value == "42"


async def test_arrows_step_the_number(hands: Any) -> None:
    await hands.open(QuantityPanel(PLENTY))
    await hands.press("up", "up", "down", "enter")
    assert quantity(hands) == 2


async def test_r_stock_14_the_short_dialog_sets_the_maximum_or_leaves_it(hands: Any) -> None:
    answers = await hands.open(ShortPanel(SHORT, 2))
    assert "You can buy 2 at most" in hands.shown("question")
    await hands.press("escape")
    assert quantity(hands, SHORT) == 3
    answers = await hands.open(ShortPanel(SHORT, 2))
    await hands.press("m")
    assert quantity(hands, SHORT) == 2
    assert answers == [True]


@pytest.mark.parametrize(
    ("keys", "answer"),
    [
        (("y",), True),
        (("n",), False),
        (("escape",), False),
        (("enter",), True),
        (("left", "enter"), False),
        (("tab", "space"), False),
    ],
)
async def test_a_question_is_answered_by_keys(hands: Any, keys: tuple[str, ...], answer: bool) -> None:
    answers = await hands.open(ConfirmPanel("Clear 5 invalid items?", "Clear", "Keep"))
    await hands.press(*keys)
    assert answers == [answer]


@pytest.mark.parametrize(("button", "answer"), [("#yes", True), ("#no", False)])
async def test_a_question_is_answered_by_clicks(hands: Any, button: str, answer: bool) -> None:
    answers = await hands.open(ConfirmPanel("Clear 5 invalid items?", "Clear", "Keep"))
    await hands.pilot.click(button)
    await hands.settle()
    assert answers == [answer]


def other_sku(hands: Any, line: str) -> str:
    matrix = hands.app.session.skus(line)
    return next(
        cell.sku for cell in matrix.cells if cell.unavailable is None and not cell.current and cell.in_cart is None
    )


async def switchable(hands: Any) -> str:
    """A line whose product has another SKU that can be had."""
    for line in hands.app.session.view().lines:
        cells = hands.app.session.skus(line.id).cells if line.switch is None else ()
        if any(cell.unavailable is None and not cell.current and cell.in_cart is None for cell in cells):
            return str(line.id)
    raise AssertionError("no line of the scenario can be switched")


async def test_r_sku_2_a_click_on_a_cell_and_enter_switch_the_line(hands: Any) -> None:
    line = await switchable(hands)
    target = other_sku(hands, line)
    answers = await hands.open(SkuPanel(line))
    await hands.click_part(f"sku:{target}")
    await hands.press("enter")
    assert hands.app.session.view().line(line).sku == target
    assert answers == [True]


async def test_r_sku_2_one_that_cannot_be_had_shows_its_reason_and_is_not_taken(hands: Any) -> None:
    for line in hands.app.session.view().lines:
        gone = [
            cell for cell in hands.app.session.skus(line.id).cells if cell.unavailable is not None and not cell.current
        ]
        if line.switch is None and gone:
            break
    await hands.open(SkuPanel(line.id))
    await hands.click_part(f"sku:{gone[0].sku}")
    assert hands.shown("consequences").strip() == hands.app.speaker.reason(gone[0].unavailable)
    panel = hands.panel
    await hands.press("enter")
    assert hands.app.screen is panel
    assert hands.app.session.view().line(line.id).sku == line.sku


async def test_arrows_walk_the_matrix(hands: Any) -> None:
    line = await switchable(hands)
    await hands.open(SkuPanel(line))
    start = hands.panel._chosen
    await hands.press("right")
    assert hands.panel._chosen != start
    await hands.press("left")
    assert hands.panel._chosen == start


async def test_a_promotion_is_chosen_and_given_back(hands: Any) -> None:
    choices = hands.app.session.view().line(CHOOSING).choices
    other = next(choice for choice in choices if not choice.current)
    await hands.open(PromotionPanel(CHOOSING))
    await hands.click_part("choose", f"promotion:{other.promotion.id}")
    assert hands.app.session.view().line(CHOOSING).promotion == other.promotion.id
    await hands.open(PromotionPanel(CHOOSING))
    await hands.press("home", "enter")
    assert not any(choice.chosen for choice in hands.app.session.view().line(CHOOSING).choices)


async def test_no_deal_is_called_the_best_price_where_none_takes_anything_off(hands: Any) -> None:
    session = hands.app.session

    async def said() -> str:
        await hands.open(PromotionPanel(CHOOSING))
        rows = hands.panel.query_one(RowList)
        words = "".join(span.text for row in rows.rows for line in row.draw(100, rows.palette) for span in line)
        await hands.press("escape")
        return words

    assert "best price" in await said()
    session.do(CheckAll(False))
    session.do(Check((CHOOSING,), True))
    session.do(SetQuantity(CHOOSING, 1))
    session.do(EditMarket("set_price", session.view().line(CHOOSING).sku, 100))
    session.do(Refresh("pull"))
    words = await said()
    assert "same total" in words
    assert "best price" not in words


async def test_one_way_is_marked_as_chosen_and_the_switch_is_told(hands: Any) -> None:
    def marked() -> int:
        rows = hands.panel.query_one("#choices")
        return sum("(*)" in span.text for row in rows.rows for line in row.draw(80, rows.palette) for span in line)

    told: list[str] = []
    hands.app.tell = lambda text, tone="warn": told.append(text)
    other = next(one for one in hands.app.session.view().line(CHOOSING).choices if not one.current)
    await hands.open(PromotionPanel(CHOOSING))
    assert marked() == 1
    await hands.click_part("choose", f"promotion:{other.promotion.id}")
    assert hands.app.speaker.promotion(other.promotion) in told[-1]
    await hands.open(PromotionPanel(CHOOSING))
    assert marked() == 1


async def test_r_swap_3_the_list_takes_steps_and_drops_offers_and_says_what_is_missing(hands: Any) -> None:
    promotion, kit, cream = "beauty-add-on-150", "travel-wash-kit", "hand-cream"

    def taken() -> dict[str, int]:
        known = hands.app.session.add_ons(promotion)
        return {row.goods.code: row.quantity for row in known.offers}

    await hands.open(TradeUpPanel(promotion))
    assert taken() == {cream: 0, kit: 1}
    await hands.click_part("addon", f"addon:{promotion}/{cream}")
    assert taken() == {cream: 1, kit: 1}
    await hands.click_part("minus", f"addon:{promotion}/{cream}")
    assert taken() == {cream: 0, kit: 1}
    await hands.click_part("plus", f"addon:{promotion}/{kit}")
    assert taken() == {cream: 0, kit: 2}
    await hands.press("home", "space")
    assert taken() == {cream: 0, kit: 2}, "two pieces are all it allows"
    await hands.press("down", "space")
    assert taken() == {cream: 0, kit: 0}
    await hands.press("question_mark")
    assert isinstance(hands.panel, WhyPanel)
    await hands.press("escape", "escape")
    assert hands.app.screen is hands.app.cart


async def test_r_swap_3_what_is_not_reached_cannot_be_taken_from_the_list(hands: Any) -> None:
    await hands.open(TradeUpPanel("elm-bay-add-on-500"))
    await hands.press("home", "space", "plus")
    known = hands.app.session.add_ons("elm-bay-add-on-500")
    assert [(row.state, row.quantity) for row in known.offers] == [("locked", 0), ("locked", 0)]
    assert known.gap.needed > 0


async def test_r_gift_e_another_gift_is_picked(hands: Any) -> None:
    promotion = "southbridge-99-tote"

    def given() -> str:
        bars = [group.bar for shop in hands.app.session.view().shops for group in shop.groups if group.bar]
        return next(bar.gifts[0].gift.code for bar in bars if bar.promotion.id == promotion)

    now = given()
    await hands.open(GiftPanel(promotion))
    other = next(row for row in hands.rows() if row not in {f"gift:{now}", "gift:"})
    await hands.click_part("choose", other)
    assert given() == other.removeprefix("gift:")


async def test_another_city_is_chosen(hands: Any) -> None:
    now = hands.app.session.view().city_code
    await hands.open(CityPanel())
    other = next(row for row in hands.rows() if row != f"city:{now}")
    hands.panel.query_one("#choices").move_cursor(other)
    await hands.press("enter")
    assert hands.app.session.view().city_code == other.removeprefix("city:")


async def test_the_trainer_sets_a_price(hands: Any) -> None:
    await hands.open(MarketPanel(PLENTY))
    await hands.click_part("choose", "edit:price")
    await hands.type("12.5")
    assert "Done: costs ¥12.50 now" in hands.shown("note")
    hands.app.session.refresh("pull")
    offer = next(cell for cell in hands.app.session.skus(PLENTY).cells if cell.current)
    assert offer.price == 1250


async def test_a_number_the_market_cannot_take_is_refused_and_the_field_stays(hands: Any) -> None:
    price, pieces = "Give a number from 0.01", "Give a whole number from 1"
    cases = (("price", "0", price), ("price", "99999999", price), ("price", "abc", price), ("restock", "0", pieces),
             ("restock", "2.5", pieces), ("price", "1.999", "Give two decimals at most"))  # fmt: skip
    for edit, typed, told in cases:
        await hands.open(MarketPanel(PLENTY))
        await hands.click_part("choose", f"edit:{edit}")
        await hands.type(typed)
        assert told in hands.shown("note"), typed
        assert hands.panel.query_one("#number").display, typed
        await hands.press("escape", "escape")


async def test_after_an_edit_the_panel_shows_the_market_as_it_is_and_enter_closes_it(hands: Any) -> None:
    price = hands.app.session.view().line(PLENTY).price
    await hands.open(MarketPanel(PLENTY))
    await hands.click_part("choose", "edit:drop")
    now = next(cell.price for cell in hands.app.session.skus(PLENTY).cells if cell.current)
    assert now == price * 9 // 10
    assert hands.app.speaker.money(now) in hands.shown("head")
    await hands.press("enter")
    assert hands.app.screen is hands.app.cart
    assert next(cell.price for cell in hands.app.session.skus(PLENTY).cells if cell.current) == now


async def test_the_trainer_sells_out(hands: Any) -> None:
    await hands.open(MarketPanel(PLENTY))
    await hands.press("enter")
    hands.app.session.refresh("pull")
    assert hands.app.session.view().line(PLENTY).stock.available == 0


async def test_anything_is_added_by_its_code(hands: Any) -> None:
    before = {line.sku for line in hands.app.session.view().lines}
    found = next(hit for hit in hands.app.session.find("shirt", 50) if hit.refusal is None and hit.sku not in before)
    await hands.open(AddPanel())
    await hands.type(found.sku)
    assert found.sku in {line.sku for line in hands.app.session.view().lines}
    assert "Added" in hands.shown("note")


async def test_a_search_without_hits_says_so(hands: Any) -> None:
    await hands.open(AddPanel())
    await hands.type("qqqqqq")
    assert hands.rows() == []


async def test_a_line_that_leaves_while_its_panel_is_open_closes_it(hands: Any) -> None:
    from cartsim.cart.commands import Remove

    assert hands.app.session.do(AddToCart(other_sku(hands, await switchable(hands)))).ok
    await hands.open(SkuPanel(PLENTY))
    hands.app.act(Remove((PLENTY,)))
    await hands.settle()
    assert hands.app.screen is hands.app.cart


async def test_r_cpn_c_platform_coupons_are_picked_put_away_and_left_to_the_till_again(hands: Any) -> None:
    session = hands.app.session
    before = session.view().totals
    await hands.open(CouponPanel())
    assert "Platform coupons" in hands.shown("head")
    hands.panel.query_one(RowList).move_cursor("coupon:platform-coupon-888-60")
    await hands.press("u")
    assert session.view().totals.net_total > before.net_total
    assert dict(session._situation.cart.coupon_choices) == {"platform-coupon-888-60": False}
    await hands.click_part("best")
    assert session.view().totals == before
    await hands.press("b")
    assert session.view().totals == before


def test_the_trainers_panel_offers_every_edit_of_the_vocabulary_and_asks_what_it_takes() -> None:
    assert {edit.action for edit in EDITS} == set(MARKET_EDITS)
    assert {edit.action: edit.asks for edit in EDITS if edit.value is None} == {
        action: argument for action, argument in MARKET_EDITS.items() if action != "scale_price"
    }
    for edit in EDITS:
        if edit.value is not None:
            argument = MARKET_EDITS[edit.action]
            assert argument is not None
            assert edit.value in argument.bounds
