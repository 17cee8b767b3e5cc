"""Titles full of markup, escape codes, bidi marks and width: every panel shows them as text, and holds its shape."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from cartsim.cart.commands import Enter
from cartsim.i18n import Speaker
from cartsim.session.session import Session
from cartsim.tui import draw
from cartsim.tui.app import CartsimApp
from cartsim.tui.board import Board
from cartsim.tui.panels.add import AddPanel
from cartsim.tui.panels.confirm import ConfirmPanel
from cartsim.tui.panels.coupons import CouponPanel
from cartsim.tui.panels.detail import DetailPanel
from cartsim.tui.panels.market import MarketPanel
from cartsim.tui.panels.promotions import PromotionPanel
from cartsim.tui.panels.quantity import QuantityPanel
from cartsim.tui.panels.settlement import SettlementPanel
from cartsim.tui.panels.skus import SkuPanel
from cartsim.tui.panels.topup import TopUpPanel
from cartsim.tui.rows import RowList

EVIL = "[/] [SALE] [@click=app.quit]x[/] \x1b]0;owned\x07\x1b[31m \u202eevil \u200b" + "宽" * 200


@pytest.fixture
def hostile(full_cart_world: Path, tmp_path: Path) -> Path:
    """A world whose every product and shop is called something evil."""
    path = Path(shutil.copyfile(full_cart_world, tmp_path / "hostile.world"))
    with closing(sqlite3.connect(path)) as connection, connection:
        for table in ("product", "shop"):
            connection.execute(f"UPDATE {table} SET zh = ?, en = ?", (EVIL, EVIL))
    return path


@pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=["80", "120"])
async def test_evil_names_are_only_text(hostile: Path, size: tuple[int, int]) -> None:
    with Session(hostile) as session:
        session.pause(True)
        session.do(Enter())
        app = CartsimApp(session, Speaker("zh"))
        async with app.run_test(size=size) as pilot:
            for panel in (
                TopUpPanel("footprintpost-300-40"),
                CouponPanel("footprintpost-flagship"),
                SkuPanel("l32"),
                DetailPanel(),
                SettlementPanel(),
                QuantityPanel("l32"),
                MarketPanel("l32"),
                PromotionPanel("l14"),
                AddPanel(),
                ConfirmPanel(EVIL, EVIL, EVIL, EVIL),
            ):
                await app.push_screen(panel)
                await pilot.pause()
                for board in panel.query(Board):
                    for line in board.lines:
                        assert draw.width_of(line) <= max(board.size.width, 0), (type(panel), board.id)
                for rows in panel.query(RowList):
                    for row in rows.rows:
                        for line in row.draw(rows.row_width, rows.palette):
                            assert draw.width_of(line) <= rows.row_width, (type(panel), row.id)
                panel.close()
                await pilot.pause()
            assert app.return_code is None
