"""Coupons, price detail, settlement, rules, why, help: what their keys and parts do."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

from cartsim.cart.commands import EditMarket
from cartsim.cart.view import CouponState, CouponView
from cartsim.i18n import Speaker
from cartsim.model.policy_fields import get
from cartsim.session.session import Session
from cartsim.tui.app import CartsimApp
from cartsim.tui.panels.city import CityPanel
from cartsim.tui.panels.coupons import CouponPanel
from cartsim.tui.panels.detail import DetailPanel
from cartsim.tui.panels.help import HelpPanel
from cartsim.tui.panels.policy import PolicyPanel
from cartsim.tui.panels.quantity import QuantityPanel
from cartsim.tui.panels.settlement import SettlementPanel
from cartsim.tui.panels.why import WhyPanel
from tests.tui.panels.conftest import SIZE, Hands

SHOP = "footprintpost-flagship"


def cards(hands: Any) -> dict[str, CouponView]:
    return {card.coupon.id: card for card in hands.app.session.drawer(SHOP).cards}


def one(hands: Any, state: CouponState) -> str:
    return next(code for code, card in cards(hands).items() if card.state is state)


async def test_r_cpn_5_enter_claims_the_coupon_under_the_cursor(hands: Any) -> None:
    code = one(hands, CouponState.CLAIMABLE)
    await hands.open(CouponPanel(SHOP))
    hands.panel.query_one("#cards").move_cursor(f"coupon:{code}")
    await hands.press("enter")
    assert cards(hands)[code].coupon.claimed == 1
    assert cards(hands)[code].state is not CouponState.CLAIMABLE


async def test_r_cpn_5_a_click_on_the_button_claims(hands: Any) -> None:
    code = one(hands, CouponState.CLAIMABLE)
    await hands.open(CouponPanel(SHOP))
    await hands.click_part("claim", f"coupon:{code}")
    assert cards(hands)[code].coupon.claimed == 1
    assert "claim" not in hands.panel.query_one("#cards").parts_of(f"coupon:{code}")


async def test_a_coupon_in_use_is_put_away_and_given_back(hands: Any) -> None:
    code = next(code for code, card in cards(hands).items() if card.applied)
    before = hands.app.session.view().totals.net_total
    await hands.open(CouponPanel(SHOP))
    hands.panel.query_one("#cards").move_cursor(f"coupon:{code}")
    await hands.press("u")
    assert cards(hands)[code].coupon.picked is False
    assert hands.app.session.view().totals.net_total >= before
    await hands.press("u")
    assert cards(hands)[code].coupon.picked is None
    assert hands.app.session.view().totals.net_total == before


async def test_r_cpn_4_every_group_of_the_drawer_names_its_coupons(hands: Any) -> None:
    await hands.open(CouponPanel(SHOP))
    heads = [row.id for row in hands.panel.query_one("#cards").rows if row.id.startswith("group:")]
    assert heads == ["group:claimable", "group:claimed", "group:short", "group:later", "group:gone"]


async def test_the_receipt_is_copied(hands: Any) -> None:
    await hands.open(DetailPanel())
    await hands.press("c")
    assert hands.app.speaker.money(hands.app.session.view().totals.net_total) in hands.app.clipboard


async def test_the_receipt_is_written_as_csv_whose_shares_add_up(hands: Any, tmp_path: Path) -> None:
    await hands.open(DetailPanel())
    await hands.click_part("write")
    await hands.type(str(tmp_path / "receipt.csv"))
    with (tmp_path / "receipt.csv").open(encoding="utf-8-sig", newline="") as file:
        head, *lines, total = csv.reader(file)
    assert {len(row) for row in (head, *lines, total)} == {len(head)}
    assert sum(int(row[-1]) for row in lines) == int(total[-1]) == hands.app.session.view().totals.net_total
    for at in range(head.index("amount_fen"), len(head)):
        assert sum(int(row[at]) for row in lines) == int(total[at]), head[at]


async def test_a_file_that_exists_is_left_alone(hands: Any, tmp_path: Path) -> None:
    kept = tmp_path / "kept.csv"
    kept.write_text("mine", encoding="utf-8")
    await hands.open(DetailPanel())
    await hands.press("x")
    await hands.type(str(kept))
    assert "exists" in hands.shown("told")
    assert kept.read_text(encoding="utf-8") == "mine"


async def test_a_folder_that_is_not_there_is_named(hands: Any, tmp_path: Path) -> None:
    await hands.open(DetailPanel())
    await hands.press("x")
    await hands.type(str(tmp_path / "nowhere" / "receipt.csv"))
    assert "there is no such folder" in " ".join(hands.shown("told").split())


async def test_x_4_the_settlement_says_what_stands_in_the_way(hands: Any) -> None:
    settlement = hands.app.session.settlement()
    assert settlement.blocks
    await hands.open(SettlementPanel())
    assert "in the way" in hands.shown("head")
    money = hands.app.speaker.money
    assert money(settlement.payable) in hands.shown("foot")
    assert settlement.payable == settlement.net_total + settlement.freight
    assert hands.app.speaker.words(settlement.city) in hands.shown("head")
    assert {money(settlement.net_total), money(settlement.payable)} <= set(hands.shown("lines").split())
    await hands.click_part("again")
    assert "in the way" in hands.shown("head")


async def test_r_stock_1_the_settlement_is_read_again_for_another_address(hands: Any) -> None:
    await hands.open(SettlementPanel())
    await hands.click_part("city")
    assert isinstance(hands.panel, CityPanel)
    city = next(code for code, _ in hands.app.session.cities() if code != hands.app.session.view().city_code)
    await hands.click_part("choose", f"city:{city}")
    assert isinstance(hands.panel, SettlementPanel)
    assert hands.app.session.view().city_code == city
    assert hands.app.speaker.words(hands.app.session.view().city) in hands.shown("head")


async def test_a_rule_is_changed_and_set_back(hands: Any) -> None:
    await hands.open(PolicyPanel("cap.total"))
    await hands.press("enter")
    await hands.type("64")
    assert get(hands.app.session.policy, "cap.total") == 64
    await hands.press("x")
    assert get(hands.app.session.policy, "cap.total") == 120


async def test_a_value_that_this_window_overrides_is_not_told_as_done(full_cart: Path) -> None:
    with Session(full_cart, overrides={"cap.total": 77}) as session:
        app = CartsimApp(session, Speaker("en"))
        async with app.run_test(size=SIZE) as pilot:
            hands = Hands(app, pilot)
            await hands.open(PolicyPanel("cap.total"))
            await hands.press("enter")
            await hands.type("64")
            assert "this window keeps the 77 it was opened with" in hands.shown("told")
            assert get(session.policy, "cap.total") == 77


async def test_a_value_that_does_not_fit_is_told_and_changes_nothing(hands: Any) -> None:
    await hands.open(PolicyPanel("cap.total"))
    await hands.press("e")
    await hands.type("many")
    assert "cap.total takes a whole number" in hands.shown("told")
    await hands.type("0")
    assert "1 to 2000" in hands.shown("told")
    assert get(hands.app.session.policy, "cap.total") == 120


async def test_d_shows_only_what_differs_from_the_standard(hands: Any) -> None:
    await hands.open(PolicyPanel())
    await hands.press("d")
    assert hands.rows() == [
        "field:refresh.modes", "field:addon.types", "field:cart.freight", "field:features.switch_promotion",
    ]  # fmt: skip


async def test_a_rule_is_found_by_its_rule_id(hands: Any) -> None:
    await hands.open(PolicyPanel())
    await hands.press("slash")
    await hands.type("r-stock-3")
    assert hands.rows() == ["field:stock.hint_at"]


async def test_why_names_rule_and_field_and_leads_to_it(hands: Any) -> None:
    await hands.open(WhyPanel("line:l32", "stock"))
    assert "R-STOCK-2" in hands.shown("lines")
    line = hands.app.session.view().line("l32")
    assert hands.app.speaker.words(line.title) in hands.shown("head")
    assert "l32" not in hands.shown("head")
    assert "left =" not in hands.shown("lines")
    await hands.click_part("policy:stock.hide_above")
    assert isinstance(hands.app.screen, PolicyPanel)
    assert hands.panel.query_one("#fields").cursor == "field:stock.hide_above"


async def test_a_click_on_a_key_in_the_help_does_what_it_says(hands: Any) -> None:
    answers = await hands.open(HelpPanel())
    await hands.click_part("action:quantity")
    await hands.settle()
    assert answers == ["quantity"]
    assert isinstance(hands.app.screen, QuantityPanel)


async def test_left_right_and_space_pick_among_the_choices_of_a_field(hands: Any) -> None:
    field = "sku_switch.merge"
    await hands.open(PolicyPanel(field))
    await hands.press("right")
    assert get(hands.app.session.policy, field) == "overwrite"
    await hands.press("left")
    assert get(hands.app.session.policy, field) == "sum"
    await hands.press("space")
    assert get(hands.app.session.policy, field) == "overwrite"


async def test_a_refused_value_is_explained_in_chinese(hands: Any) -> None:
    hands.app.speak("zh")
    await hands.open(PolicyPanel("cap.total"))
    await hands.press("e")
    await hands.type("many")
    assert "不能这样设：cap.total 要填整数" in hands.shown("told")


async def test_x_4_a_repriced_row_shows_both_prices_and_r_takes_them_to_the_cart(hands: Any) -> None:
    session = hands.app.session
    line = next(line for shop in session.settlement().shops for line in shop.lines if line.problem is None)
    row = session.view().line(line.line)
    assert session.do(EditMarket("scale_price", row.sku, 9000)).ok
    await hands.open(SettlementPanel())
    change = f"{hands.app.speaker.money(row.price)} → {hands.app.speaker.money(row.price * 9 // 10)}"
    assert change in hands.shown("lines")
    await hands.press("r")
    assert change in hands.shown("lines")
    assert session.view().line(line.line).price == row.price * 9 // 10


async def test_x_4_m_sets_a_short_line_to_its_maximum(hands: Any) -> None:
    session = hands.app.session
    rows = [session.view().line(line.line) for shop in session.settlement().shops for line in shop.lines]
    short = next(row for row in rows if row is not None and 0 < row.maximum < row.quantity)
    before = session.settlement().short
    await hands.open(SettlementPanel())
    await hands.press("m")
    assert session.view().line(short.id).quantity == short.maximum
    assert session.settlement().short == before - 1
