"""The trainer's hand on the market of one SKU."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from textual import on
from textual.app import ComposeResult
from textual.widgets import Input

from cartsim.cart.commands import EditMarket
from cartsim.cart.view import LineView
from cartsim.cart.vocabulary import MARKET_EDITS, Argument
from cartsim.i18n.marks import N_
from cartsim.model.bounds import FEN, Range
from cartsim.tui import draw, glyphs
from cartsim.tui.draw import Line, Span
from cartsim.tui.panels.chooser import Chooser
from cartsim.tui.panels.drawn import Drawn
from cartsim.tui.panels.item import Item, PanelList
from cartsim.tui.panels.pen import Pen
from cartsim.tui.rows import Row, RowList


class Edit(NamedTuple):
    """One thing the trainer may do, and `done`, which tells it afterwards; without a `value` its number is asked, where
    the edit takes one."""

    code: str
    action: str
    name: str
    done: str
    value: int | None = None

    @property
    def asks(self) -> Argument | None:
        """What is asked before it is done."""
        return MARKET_EDITS[self.action] if self.value is None else None


EDITS = (
    Edit("sell-out", "sell_out", N_("Sell out"), N_("nothing is left")),
    Edit("restock", "restock", N_("Restock"), N_("restocked with {number}")),
    Edit("drop", "scale_price", N_("Drop the price by 10 %"), N_("10 % cheaper"), 9000),
    Edit("raise", "scale_price", N_("Raise the price by 10 %"), N_("10 % dearer"), 11_000),
    Edit("price", "set_price", N_("Set the price"), N_("costs {amount} now")),
    Edit("delist", "delist", N_("Delist the item"), N_("taken off the shelf")),
    Edit("relist", "relist", N_("Relist the item"), N_("back on the shelf")),
    Edit("restrict", "restrict", N_("Restrict it in this city"), N_("not sold in this city now")),
    Edit("permit", "permit", N_("Permit it in this city"), N_("sold in this city again")),
)
TOO_FINE = re.compile(r"[0-9]*\.[0-9]{3,}")
"""An amount below a fen."""
UNITS = {"int": N_("pieces"), "fen": N_("yuan")}
"""What a number that is asked for counts, by the kind of the argument."""


def paint_edit(pen: Pen, width: int, edit: Edit) -> tuple[Line, ...]:
    """What would be done; an ellipsis where it asks for a number."""
    words = pen.text(edit.name) + (f" {glyphs.ELLIPSIS}" if edit.asks else "")
    return (draw.spread((pen.span(words, "text", "choose"),), (), width),)


class MarketPanel(Chooser[None]):
    """Sell out, restock, price, listing, region of the SKU of a line; the cart shows it at its next reading."""

    def __init__(self, line: str) -> None:
        super().__init__()
        self.line = line
        self._asking: Edit | None = None
        self._told = ("", "")
        self._finished = False

    def compose_sheet(self) -> ComposeResult:
        """Head, what can be done, the number where one is asked, note."""
        yield Drawn(id="head")
        yield PanelList(id="choices")
        yield Input(id="number", compact=True, max_length=12)
        yield Drawn(id="note")

    def on_mount(self) -> None:
        """The line for a number shows when one is asked for."""
        self.query_one("#number").display = False
        super().on_mount()

    def title_text(self) -> str:
        """Whose hand it is."""
        return self.text("Trainer's hand on the market")

    def about(self, width: int) -> list[Line]:
        """The SKU with price and stock as the market has them now, and what the cart still shows."""
        line = self._line()
        if line is None:
            return []
        pen = self.pen
        left = (
            pen.span(self.speaker.words(line.title), "text"),
            draw.blank(2),
            pen.span(self.speaker.spec(line.spec), "dim"),
        )
        cell = next((cell for cell in self.session.skus(self.line).cells if cell.current), None)
        price, available = (line.price, line.stock.available) if cell is None else (cell.price, cell.available)
        stock = self.speaker.count("{n} in stock", "{n} in stock", available)
        right = (pen.span(self.speaker.money(price), "total", bold=True), draw.blank(2), pen.span(stock, "soft"))
        below = [pen.span(line.sku, "dim")]
        if cell is not None and cell.unavailable is not None:
            below += [draw.blank(2), pen.span(self.speaker.reason(cell.unavailable), "drop")]
        shown = () if price == line.price and available == line.stock.available else (self._shown(line),)
        return [draw.spread(left, right, width), draw.spread(below, shown, width)]

    def _shown(self, line: LineView) -> Span:
        """What the cart shows until it reads again."""
        words = self.text(
            "the cart shows {price}, {n} until it reads again",
            price=self.speaker.money(line.price),
            n=line.stock.available,
        )
        return self.pen.span(words, "warn")

    def rows(self) -> Sequence[Row]:
        """Everything the hand can do."""
        return [Item(f"edit:{edit.code}", edit, paint_edit, self.speaker) for edit in EDITS]

    def note(self, width: int) -> list[Line]:
        """What was done, or what is asked."""
        words, colour = self._told
        return self.pen.wrapped(words, width, colour) if words else []

    def choose(self, row_id: str) -> None:
        """Do it, or ask for its number."""
        edit = next(edit for edit in EDITS if f"edit:{edit.code}" == row_id)
        if not edit.asks:
            self._edit(edit, edit.value or 0)
            return
        self._asking = edit
        self._finished = False
        number = self.query_one("#number", Input)
        number.placeholder = f"{self.text(edit.name)} ({self.text(UNITS[edit.asks.kind])})"
        number.value = ""
        number.display = True
        number.focus()

    def action_choose_here(self) -> None:
        """Choose the row under the cursor; right after something was done, close instead of doing it again."""
        if self._finished:
            self.close(None)
        else:
            super().action_choose_here()

    @on(RowList.RowOpened, "#choices")
    def _opened(self, event: RowList.RowOpened) -> None:
        event.stop()
        event.prevent_default()
        self.action_choose_here()

    @on(RowList.CursorMoved, "#choices")
    def _moved(self, event: RowList.CursorMoved) -> None:
        event.stop()
        self._finished = False

    def action_leave(self) -> None:
        """Out of the line for a number first."""
        if self._asking is not None:
            self._put_away()
        else:
            super().action_leave()

    @on(Input.Submitted, "#number")
    def _given(self, event: Input.Submitted) -> None:
        event.stop()
        edit = self._asking
        if edit is None or edit.asks is None:
            return
        try:
            value = edit.asks.bounds.parse(event.value.strip())
        except ValueError:
            self._told = (self._asked(event.value.strip(), edit.asks.bounds), "drop")
            self.follow()
            return
        self._put_away()
        self._edit(edit, value)

    def _asked(self, typed: str, bounds: Range) -> str:
        """What the number must be, by what is wrong with the one typed."""
        low, high = bounds.shown(bounds.low), bounds.shown(bounds.high)
        if bounds.unit != FEN:
            return self.text("Give a whole number from {low} to {high}.", low=low, high=high)
        if TOO_FINE.fullmatch(typed):
            return self.text("Give two decimals at most, such as 129.90.")
        return self.text("Give a number from {low} to {high}.", low=low, high=high)

    def _put_away(self) -> None:
        self._asking = None
        self.query_one("#number").display = False
        self.query_one("#choices").focus()

    def _edit(self, edit: Edit, value: int) -> None:
        line = self._line()
        if line is None:
            self.close(None)
            return
        # The app would name action and code; the trainer is told the words of the list and the title.
        outcome = self.shop.attempt(EditMarket(edit.action, line.sku, value))
        if outcome.refusal is not None:
            self._told = (self.speaker.reason(outcome.refusal.reason), "drop")
        else:
            done = self.text(edit.done, amount=self.speaker.money(value), number=value)
            self.shop.tell(self.text("{title}: {done}", title=self.speaker.words(line.title), done=done))
            self._finished = True
            self._told = (self.text("Done: {done}. Enter closes, the arrows lead to more.", done=done), "good")
        self.shop.follow()

    def _line(self) -> LineView | None:
        return self.session.view().line(self.line)
