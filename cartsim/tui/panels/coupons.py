"""领券: the coupons of a shop that fit something in the cart (R-CPN)."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from cartsim.cart.commands import ClaimCoupon, PickCoupon
from cartsim.cart.drawer import PLATFORM
from cartsim.cart.view import CouponDrawer, CouponState, CouponView
from cartsim.i18n.marks import N_
from cartsim.tui.board import Board
from cartsim.tui.panels import coupon_lines
from cartsim.tui.panels.coupon_lines import Card
from cartsim.tui.panels.drawer import Drawer
from cartsim.tui.panels.drawn import Drawn
from cartsim.tui.panels.item import Item, PanelList, heading, sentence
from cartsim.tui.rows import Row, RowList


class CouponPanel(Drawer[None]):
    """Cards by what can be done with them; Enter claims, `u` puts away, insists, or leaves it to the till."""

    AUTO_FOCUS = "#cards"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("c", "claim", N_("claim"), key_display="Enter"),
        Binding("u", "pick", N_("use, put away or automatic")),
        Binding("b", "best", N_("best combination")),
        Binding("question_mark", "why", N_("why"), key_display="?"),
    ]

    def __init__(self, shop: str = PLATFORM) -> None:
        super().__init__()
        self.seller = shop
        self._cards: dict[str, CouponView] = {}

    def compose_sheet(self) -> ComposeResult:
        """Head and cards."""
        yield Drawn(id="head")
        yield PanelList(id="cards")

    def repaint(self) -> None:
        """The cards as the session sees them now."""
        drawer = self.session.drawer(self.seller)
        self._cards = {card.coupon.id: card for card in drawer.cards}
        self.query_one("#head", Drawn).show(coupon_lines.head(self.pen, self.sheet_width, drawer))
        self.query_one("#cards", RowList).set_rows(self._rows(drawer))

    def _rows(self, drawer: CouponDrawer) -> list[Row]:
        coupons = {coupon.id: coupon for coupon in self.session.view().coupons}
        coupons |= {card.coupon.id: card.coupon for card in drawer.cards}
        rows: list[Row] = []
        for code, name, states in coupon_lines.GROUPS:
            cards = [card for card in drawer.cards if card.state in states]
            if cards:
                rows.append(heading(f"group:{code}", f"{self.text(name)} {len(cards)}", self.speaker))
            for card in cards:
                value = Card(card, coupons.get(card.excluded_by or ""))
                rows.append(
                    Item(
                        f"coupon:{card.coupon.id}", value, coupon_lines.paint_card, self.speaker,
                        height=coupon_lines.card_height(self.pen, value),
                        figures=(("saves", card.applied or card.saves),),
                    )
                )  # fmt: skip
        return rows or [sentence("nothing", self.text("No coupon fits what is in your cart."), self.speaker)]

    def action_claim(self) -> None:
        """Claim the coupon under the cursor; where that cannot be, say why."""
        card = self._under_cursor()
        if card is None:
            return
        if card.claimable is None:
            self.act(ClaimCoupon(card.coupon.id))
        else:
            self.notify(self.speaker.reason(card.claimable), severity="warning", markup=False)

    def action_pick(self) -> None:
        """A coupon in use is put away, one that is not is insisted on, a choice made is taken back."""
        card = self._under_cursor()
        if card is None:
            return
        if card.coupon.picked is not None:
            self.act(PickCoupon(card.coupon.id, None))
        elif card.state in {CouponState.CLAIMED, CouponState.SHORT, CouponState.CLAIMABLE}:
            self.act(PickCoupon(card.coupon.id, not card.applied))
        else:
            self.notify(self.speaker.reason(card.reason), severity="warning", markup=False)

    def action_best(self) -> None:
        """Take every choice back: the till decides again, for the cheapest combination."""
        chosen = [code for code, card in self._cards.items() if card.coupon.picked is not None]
        for code in chosen:
            self.act(PickCoupon(code, None))
        if not chosen:
            self.notify(self.text("The best combination is in use already"), markup=False)

    def action_why(self) -> None:
        """Why the coupon stands where it stands."""
        from cartsim.tui.panels.why import WhyPanel

        card = self._under_cursor()
        if card is not None:
            self.app.push_screen(WhyPanel(card.coupon.id, "coupon", (card.reason,)))

    def _under_cursor(self) -> CouponView | None:
        cursor = self.query_one("#cards", RowList).cursor
        return self._cards.get(cursor.removeprefix("coupon:")) if cursor else None

    @on(RowList.RowOpened, "#cards")
    def _opened(self, event: RowList.RowOpened) -> None:
        event.stop()
        self.action_claim()

    @on(RowList.PartPressed, "#cards")
    def _part(self, event: RowList.PartPressed) -> None:
        event.stop()
        if event.part == "claim":
            self.action_claim()
        elif event.part in {"face", "pick"}:
            self.action_pick()

    @on(Board.Pressed, "#head")
    def _pressed(self, event: Board.Pressed) -> None:
        event.stop()
        if event.part == "best":
            self.action_best()
        else:
            self.close(None)
