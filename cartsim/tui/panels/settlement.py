"""结算: every ticked line read and checked again before an order could be placed (X-4)."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.types import CSSPathType

from cartsim.cart.panels import Settlement
from cartsim.i18n.marks import N_
from cartsim.tui.board import Board
from cartsim.tui.panels import settlement_lines
from cartsim.tui.panels.drawer import Drawer
from cartsim.tui.panels.drawn import Drawn


class SettlementPanel(Drawer[None]):
    """Orders by shop, the price block, what stands in the way, as read when it opened; `r` reads again."""

    CSS_PATH: ClassVar[CSSPathType | None] = ["overlay.tcss", "detail.tcss"]
    AUTO_FOCUS = "#scroll"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("r", "again", N_("check again"))]

    def __init__(self) -> None:
        super().__init__()
        self._settlement: Settlement | None = None

    def compose_sheet(self) -> ComposeResult:
        """Head, orders, foot."""
        yield Drawn(id="head")
        with VerticalScroll(id="scroll"):
            yield Drawn(id="lines")
        yield Drawn(id="foot")

    def repaint(self) -> None:
        """What was read when the panel opened, or when it was asked again."""
        if self._settlement is None:
            self._settlement = self.session.settlement()
        settlement, pen, width = self._settlement, self.pen, self.sheet_width
        self.query_one("#head", Drawn).show(settlement_lines.head(pen, width, settlement))
        self.query_one("#lines", Drawn).show(settlement_lines.body(pen, width - 1, settlement))
        self.query_one("#foot", Drawn).show(settlement_lines.foot(pen, width, settlement))

    def action_again(self) -> None:
        """Read and check everything again."""
        self._settlement = None
        self.repaint()

    @on(Board.Pressed)
    def _pressed(self, event: Board.Pressed) -> None:
        event.stop()
        if event.part == "again":
            self.action_again()
        elif event.part == "leave":
            self.action_leave()
