"""结算: every ticked line read and checked again before an order could be placed (X-4)."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.types import CSSPathType

from cartsim.cart.commands import SetToMaximum
from cartsim.cart.panels import Settlement, SettlementLine
from cartsim.i18n.marks import N_
from cartsim.tui.board import Board
from cartsim.tui.panels import settlement_lines
from cartsim.tui.panels.drawer import Drawer
from cartsim.tui.panels.drawn import Drawn


class SettlementPanel(Drawer[None]):
    """Orders by shop, the price block, what stands in the way, as read when it opened.

    `r` reads again, `m` mends, `v` sends it elsewhere.
    """

    CSS_PATH: ClassVar[CSSPathType | None] = ["overlay.tcss", "detail.tcss"]
    AUTO_FOCUS = "#scroll"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("r", "again", N_("check again")),
        Binding("m", "mend", N_("set the short line to its maximum")),
        Binding("v", "city", N_("deliver to")),
    ]

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
        """Read and check everything again; the cart behind shows what was read."""
        self._settlement = self.session.settlement()
        self.session.refresh("recheck")
        self.shop.follow()

    def action_mend(self) -> None:
        """Set the first line that is short to the most there is, and check again."""
        self.session.refresh("recheck")
        short = next((line for line in self._lines() if self._can_mend(line)), None)
        if short is None:
            self.shop.tell(self.text("No line is short of stock."))
        else:
            self.act(SetToMaximum(short.line))
        self._settlement = None
        self.shop.follow()

    def action_city(self) -> None:
        """Deliver to another city, and check again for it."""
        from cartsim.tui.panels.city import CityPanel

        self.app.push_screen(CityPanel(), lambda changed: self.action_again() if changed else None)

    def _lines(self) -> list[SettlementLine]:
        return [line for shop in self.session.settlement().shops for line in shop.lines]

    def _can_mend(self, line: SettlementLine) -> bool:
        row = self.session.view().line(line.line)
        return row is not None and 0 < row.maximum < line.asked

    @on(Board.Pressed)
    def _pressed(self, event: Board.Pressed) -> None:
        event.stop()
        if event.part == "again":
            self.action_again()
        elif event.part == "city":
            self.action_city()
        elif event.part == "leave":
            self.action_leave()
