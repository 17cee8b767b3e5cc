"""Who is meant by an action of the cart: the row under the cursor, its line, its shop, its promotion."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from textual.screen import Screen

from cartsim.cart.view import AddOnRow, CartView, Entry, GroupView, LineView, PromotionBar, ShopView
from cartsim.errors import CartsimError
from cartsim.tui.rows import RowList
from cartsim.tui.showing import Showing

if TYPE_CHECKING:
    from cartsim.tui.app import CartsimApp
    from cartsim.tui.bars import Undoable


class CartSubject(Screen[None]):
    """What every group of actions of the cart starts from."""

    list: RowList
    showing: Showing

    if TYPE_CHECKING:

        @property
        def shop(self) -> CartsimApp: ...

        def follow(self) -> None: ...

        def undoable(self) -> Undoable | None: ...

        def forget_undo(self) -> None: ...

    @property
    def view(self) -> CartView:
        """The cart as last read."""
        return self.shop.session.view()

    def perform(self, name: str, row_id: str | None = None) -> None:
        """Do an action by its name, on the row under the cursor."""
        if row_id is not None:
            self.list.move_cursor(row_id)
        try:
            getattr(self, f"action_{name}")()
        except CartsimError as error:
            self.shop.withstand(error)

    def _subject(self) -> tuple[str, str]:
        """Kind and code of the row under the cursor."""
        kind, _, code = (self.list.cursor or "").partition(":")
        return kind, code

    def _line(self) -> LineView | None:
        """The line under the cursor."""
        kind, code = self._subject()
        return self.view.line(code) if kind == "line" else None

    def _line_or_say(self) -> LineView | None:
        """The line under the cursor; where the cursor is on none, the status line says that it must be."""
        line = self._line()
        if line is None:
            self.shop.tell(self.shop.speaker.text("Put the cursor on an item first"))
        return line

    def _shop_here(self) -> ShopView | None:
        """The shop the cursor is in."""
        kind, code = self._subject()
        for shop in self.view.shops:
            if kind == "shop" and shop.code == code:
                return shop
            for group in shop.groups:
                if (kind == "bar" and group.id == code) or (
                    kind == "line" and any(line.id == code for line in group.lines)
                ):
                    return shop
        return None

    def _group_here(self) -> GroupView | None:
        """The promotion group the cursor is in, or the first of its shop that can be topped up."""
        shop = self._shop_here()
        if shop is None:
            return None
        kind, code = self._subject()
        for group in shop.groups:
            if (kind == "bar" and group.id == code) or any(kind == "line" and line.id == code for line in group.lines):
                return group
        with_bar = [group for group in shop.groups if group.bar is not None]
        open_ones = (group for group in with_bar if group.bar is not None and group.bar.entry is not Entry.NONE)
        return next(open_ones, with_bar[0] if with_bar else None)

    def _bar_here(self) -> PromotionBar | None:
        """The promotion of the row under the cursor: the ribbon itself, else the group's."""
        kind, code = self._subject()
        if kind == "ribbon":
            return next((ribbon for ribbon in self.view.ribbons if ribbon.promotion.id == code), None)
        group = self._group_here()
        return None if group is None else group.bar

    def _add_on_here(self) -> AddOnRow | None:
        """The 换购 offer under the cursor."""
        kind, code = self._subject()
        rows = (row for line in self.view.lines for row in line.add_ons)
        return next((row for row in rows if row.id == code), None) if kind == "addon" else None

    def _trade_up_here(self) -> str | None:
        """The 换购 under the cursor, of its line, or the first of its shop."""
        offer = self._add_on_here()
        shop, line = self._shop_here(), self._line()
        lines = (*(() if line is None else (line,)), *(() if shop is None else shop.lines))
        offers = (offer, *(offer for line in lines for offer in line.add_ons))
        return next((offer.promotion.id for offer in offers if offer is not None), None)

    def ask(self, question: str, yes: str, no: str, detail: str, then: Callable[[], object]) -> None:
        """Ask before something is lost; `then` is done after a yes."""
        from cartsim.tui.panels.confirm import ConfirmPanel

        def answered(said: bool | None) -> None:
            if not said:
                return
            try:
                then()
            except CartsimError as error:
                self.shop.withstand(error)

        self.shop.push_screen(ConfirmPanel(question, yes, no, detail), answered)
