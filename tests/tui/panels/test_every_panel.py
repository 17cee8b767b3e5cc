"""What holds for every panel: it opens, fits, keeps the focus inside, closes, and gives the focus back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from cartsim.i18n import Speaker
from cartsim.session.session import Session
from cartsim.tui import draw
from cartsim.tui.app import CartsimApp
from cartsim.tui.board import Board
from cartsim.tui.panels.add import AddPanel
from cartsim.tui.panels.city import CityPanel
from cartsim.tui.panels.confirm import ConfirmPanel, ShortPanel
from cartsim.tui.panels.coupons import CouponPanel
from cartsim.tui.panels.detail import DetailPanel
from cartsim.tui.panels.drawn import KeyLine
from cartsim.tui.panels.gifts import GiftPanel
from cartsim.tui.panels.help import HelpPanel
from cartsim.tui.panels.market import MarketPanel
from cartsim.tui.panels.overlay import Overlay
from cartsim.tui.panels.policy import PolicyPanel
from cartsim.tui.panels.promotions import PromotionPanel
from cartsim.tui.panels.quantity import QuantityPanel
from cartsim.tui.panels.scenarios import ScenarioPanel
from cartsim.tui.panels.settlement import SettlementPanel
from cartsim.tui.panels.skus import SkuPanel
from cartsim.tui.panels.topup import TopUpPanel
from cartsim.tui.panels.trade_up import TradeUpPanel
from cartsim.tui.panels.trouble import TroublePanel
from cartsim.tui.panels.why import WhyPanel
from cartsim.tui.rows import RowList

PANELS: dict[str, Callable[[], Overlay[Any]]] = {
    "topup": lambda: TopUpPanel("footprintpost-300-40"),
    "coupons": lambda: CouponPanel("footprintpost-flagship"),
    "skus": lambda: SkuPanel("l32"),
    "detail": DetailPanel,
    "settlement": SettlementPanel,
    "confirm": lambda: ConfirmPanel("Remove this item?", "Remove", "Cancel", "A thing"),
    "short": lambda: ShortPanel("l13", 2),
    "quantity": lambda: QuantityPanel("l32"),
    "promotions": lambda: PromotionPanel("l14"),
    "trade-up": lambda: TradeUpPanel("elm-bay-add-on-500"),
    "trade-up-open": lambda: TradeUpPanel("beauty-add-on-150"),
    "gifts": lambda: GiftPanel("southbridge-99-tote"),
    "city": CityPanel,
    "scenarios": ScenarioPanel,
    "platform-coupons": CouponPanel,
    "trouble": TroublePanel,
    "market": lambda: MarketPanel("l32"),
    "add": AddPanel,
    "policy": PolicyPanel,
    "why": lambda: WhyPanel("line:l32", "stock"),
    "help": HelpPanel,
}
SMALL, USUAL = (80, 24), (120, 40)


@pytest.mark.parametrize(
    ("language", "size"),
    [("zh", SMALL), ("en", USUAL)],
    ids=["zh-80", "en-120"],
)
async def test_panels_fit_keep_the_focus_inside_and_close(
    session: Session, language: str, size: tuple[int, int]
) -> None:
    app = CartsimApp(session, Speaker(language))
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        home = app.focused
        for name, make in PANELS.items():
            await app.push_screen(make())
            await pilot.pause()
            await pilot.pause()
            panel = app.screen
            assert isinstance(panel, Overlay), name
            _fits(name, panel, size)
            for _ in range(3):
                await pilot.press("tab")
                assert panel.focused is not None, name
                assert panel.focused.screen is panel, name
            await pilot.press("escape")
            await pilot.pause()
            if app.screen is panel:  # Escape left a line to type in first
                await pilot.press("escape")
                await pilot.pause()
            assert app.screen is app.cart, name
            assert app.focused is home, name


def _fits(name: str, panel: Overlay[Any], size: tuple[int, int]) -> None:
    keys = panel.query_one(KeyLine)
    assert keys.region.bottom == size[1], name
    assert keys.lines, name
    wrong = []
    for board in panel.query(Board):
        if board.display and not isinstance(board, KeyLine):
            assert panel.region.contains_region(board.region.intersection(panel.region)), name
            for line in board.lines:
                if draw.width_of(line) > board.size.width:
                    wrong.append((name, board.id, board.size.width, "".join(span.text for span in line)))
    assert not wrong, wrong
    for rows in panel.query(RowList):
        assert rows.region.height > 0, name
        for row in rows.rows:
            for line in row.draw(rows.row_width, rows.palette):
                assert draw.width_of(line) <= rows.row_width, (name, row.id)


async def test_a_click_beside_the_panel_closes_it(hands: Any) -> None:
    for name in ("topup", "skus"):
        await hands.open(PANELS[name]())
        await hands.pilot.click(offset=(1, 0))
        await hands.settle()
        assert hands.app.screen is hands.app.cart, name


async def test_a_click_on_close_closes_it(hands: Any) -> None:
    for name in ("topup", "coupons", "detail", "settlement", "policy", "why", "help", "city"):
        await hands.open(PANELS[name]())
        await hands.click_part("leave")
        assert hands.app.screen is hands.app.cart, name


async def test_the_key_line_can_be_clicked(hands: Any) -> None:
    await hands.open(PANELS["city"]())
    offset = hands.panel.query_one(KeyLine).screen_offset_of("leave")
    await hands.pilot.click(offset=tuple(offset))
    await hands.settle()
    assert hands.app.screen is hands.app.cart


async def test_panels_follow_a_switch_of_language(hands: Any) -> None:
    for name in ("topup", "quantity", "policy"):
        await hands.open(PANELS[name]())
        keys = hands.panel.query_one(KeyLine)
        before = keys.lines
        hands.app.speak("en" if hands.app.speaker.language == "zh" else "zh")
        await hands.settle()
        assert keys.lines != before, name
        await hands.press("escape")


async def test_the_way_out_stays_in_a_key_line_that_is_too_narrow(session: Session) -> None:
    app = CartsimApp(session, Speaker("en"))
    async with app.run_test(size=(60, 24)) as pilot:
        await pilot.pause()
        await app.push_screen(PolicyPanel())
        await pilot.pause()
        await pilot.pause()
        keys = app.screen.query_one(KeyLine)
        assert keys.screen_offset_of("leave") is not None
        assert draw.width_of(keys.lines[0]) <= 60


async def test_a_panel_below_another_shows_no_buttons(hands: Any) -> None:
    await hands.open(PANELS["quantity"]())
    below = hands.panel
    await hands.open(PANELS["confirm"]())
    assert not below.query_one("#buttons").visible
    await hands.press("escape")
    assert below.query_one("#buttons").visible
