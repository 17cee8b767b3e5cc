"""What keys, parts and the palette do in the cart. Each action says a command to the app, or opens a panel."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import ClassVar

from textual import on
from textual.binding import BindingType
from textual.timer import Timer

from cartsim.cart import commands
from cartsim.cart.bars import entry_reason
from cartsim.cart.view import AddOnRow, Entry, Tick
from cartsim.tui import parts
from cartsim.tui.actions import bindings
from cartsim.tui.bars import Found, tick_target
from cartsim.tui.board import Board
from cartsim.tui.rows import RowList
from cartsim.tui.screens.removal_actions import RemovalActions
from cartsim.tui.screens.world_actions import WorldActions
from cartsim.tui.showing import Density, Filter, Showing, matching, revealing, shown_lines, shown_tick, shown_tick_of
from cartsim.tui.side import advised, nearest_gap

PART_ACTIONS: Mapping[str, str] = {
    parts.CHECK: "check", parts.MINUS: "less", parts.PLUS: "more", parts.QUANTITY: "quantity", parts.SKU: "sku",
    parts.PROMOTION: "promotion", parts.MEND: "mend", parts.REMOVE: "remove", parts.TOPUP: "topup",
    parts.COUPONS: "coupons", parts.FOLD: "fold", parts.CLEAR: "clear_invalid", parts.GIFT: "gift",
    parts.STATE: "advance", parts.TERMS: "advance", parts.ADD_ON: "check",
    parts.TRADE_UP: "trade_up",
}  # fmt: skip
"""Action of a part of a row; any other part explains itself."""
BOARD_ACTIONS: Mapping[str, str] = {
    "city": "city", "pause": "pause", "step": "step", "speed": "speed", "profile": "policy",
    "filter_all": "show_all", "filter_drop": "show_drop", "filter_low": "show_low",
    "filter_promotion": "show_promotion", "filter_invalid": "show_invalid", "refresh": "refresh",
    "check": "check_all", "detail": "detail", "settle": "settle", "undo": "undo", "topup": "topup_nearest",
    "why": "why", "remove": "remove_ticked", "platform_coupons": "platform_coupons", "base": "threshold_base",
    "freight": "detail",
}  # fmt: skip


class CartActions(WorldActions, RemovalActions):
    """Keys and parts of the cart; `CartScreen` paints."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings()]

    finding: str | None = None
    """What is typed to be found, as long as the keys are letters of it."""
    _side_timer: Timer | None = None
    _pressed_part = ""
    _asked: Density | None = None
    """The density somebody asked for."""

    @on(RowList.PartPressed, "#cart")
    def _part_pressed(self, message: RowList.PartPressed) -> None:
        action = PART_ACTIONS.get(message.part)
        if action == "gift":
            self._open_gift(message.row_id)
        elif action is not None:
            self.perform(action, message.row_id)
        else:
            self._open_why(message.row_id, message.part)

    @on(RowList.RowOpened, "#cart")
    def _row_opened(self, message: RowList.RowOpened) -> None:
        kind = message.row_id.partition(":")[0]
        opened = {
            "line": "sku", "shop": "fold", "bar": "topup", "ribbon": "advance", "addon": "trade_up", "invalid": "fold",
        }.get(kind)  # fmt: skip
        if kind == "gift":
            self._open_gift(message.row_id)
        elif opened is not None:
            self.perform(opened)

    @on(Board.Pressed)
    def _board_pressed(self, message: Board.Pressed) -> None:
        if message.part.startswith("key:"):
            name = message.part.removeprefix("key:")
            self.shop.action_command_palette() if name == "palette" else self.perform(name)
            return
        if message.part in parts.TICKS:
            for part, line_id in zip(parts.TICKS, advised(self.view), strict=False):
                if part == message.part:
                    self.shop.act(commands.Check((line_id,), True))
            return
        action = BOARD_ACTIONS.get(message.part)
        if action is not None:
            self.perform(action)

    # Lines

    def action_check(self) -> None:
        """Tick or untick the line, the lines of the bar, or the shop."""
        offer = self._add_on_here()
        if offer is not None:
            self.take(offer, 0 if offer.quantity else 1)
            return
        kind, code = self._subject()
        shown = shown_lines(self.view, self.showing)
        if kind == "line":
            line = self.view.line(code)
            if line is not None:
                self.shop.act(commands.Check((code,), line.tick is not Tick.ON))
        elif kind == "shop":
            shop = self._shop_here()
            if shop is not None:
                self.shop.act(commands.CheckShop(code, tick_target(shown_tick_of(shop, self.showing)), shown))
        elif kind == "bar":
            group = self._group_here()
            if group is not None:
                lines = tuple(line.id for line in group.lines if line.tick is not Tick.NONE)
                every = all(line.tick in (Tick.ON, Tick.NONE) for line in group.lines)
                self.shop.act(commands.Check(lines, not every))

    def action_check_all(self) -> None:
        """Tick or untick everything that is shown."""
        tick = shown_tick(self.view, self.showing)
        self.shop.act(commands.CheckAll(tick_target(tick), shown_lines(self.view, self.showing)))

    def action_more(self) -> None:
        """One piece more."""
        self._step(1)

    def action_less(self) -> None:
        """One piece fewer."""
        self._step(-1)

    def _step(self, by: int) -> None:
        offer = self._add_on_here()
        if offer is not None:
            self.take(offer, max(0, offer.quantity + by))
            return
        line = self._line_or_say()
        if line is None:
            return
        stopped = line.more if by > 0 else line.less
        if stopped is not None:
            self.shop.tell(self.shop.speaker.reason(stopped))
            return
        refusal = self.shop.act(commands.SetQuantity(line.id, line.quantity + by)).refusal
        if refusal is not None and refusal.reason.code == "confirm_delete":
            self.ask_to_remove(line)

    def action_quantity(self) -> None:
        """Type the quantity."""
        line = self._line_or_say()
        if line is not None and not line.maximum:
            self.shop.tell(self.shop.speaker.reason(line.more or line.stock.reason))
        elif line is not None:
            from cartsim.tui.panels.quantity import QuantityPanel

            self.shop.push_screen(QuantityPanel(line.id))

    def action_sku(self) -> None:
        """Choose another SKU."""
        line = self._line_or_say()
        if line is None:
            return
        if line.switch is not None:
            self.shop.tell(self.shop.speaker.reason(line.switch))
            return
        from cartsim.tui.panels.skus import SkuPanel

        self.shop.push_screen(SkuPanel(line.id))

    def action_mend(self) -> None:
        """Lower the quantity to what can be bought."""
        line = self._line_or_say()
        if line is not None:
            self.shop.act(commands.SetToMaximum(line.id))

    def action_promotion(self) -> None:
        """换促销."""
        line = self._line_or_say()
        if line is None:
            return
        if len(line.choices) < 2:
            self.shop.tell(self.shop.speaker.text("This line has no other deal to switch to"))
            return
        from cartsim.tui.panels.promotions import PromotionPanel

        self.shop.push_screen(PromotionPanel(line.id))

    # Shops, promotions, gifts

    def action_topup(self) -> None:
        """凑单 for the promotion under the cursor."""
        bar = self._bar_here()
        if bar is None:
            self.shop.tell(self.shop.speaker.text("No deal here to top up"))
            return
        if bar.entry is Entry.NONE:
            self.shop.tell(self.shop.speaker.explain(entry_reason(bar)))
            return
        from cartsim.tui.panels.topup import TopUpPanel

        self.shop.push_screen(TopUpPanel(bar.promotion.id))

    def action_trade_up(self) -> None:
        """The list of the 换购 under the cursor, of its line, or of its shop (R-SWAP-3)."""
        promotion = self._trade_up_here()
        if promotion is None:
            self.shop.tell(self.shop.speaker.text("Nothing here can be traded up"))
            return
        from cartsim.tui.panels.trade_up import TradeUpPanel

        self.shop.push_screen(TradeUpPanel(promotion))

    def action_advance(self) -> None:
        """The body of a promotion bar: 凑单 where its kind has one (R-ADD-3), else why it is as it is."""
        bar = self._bar_here()
        if bar is not None and bar.entry is not Entry.NONE:
            self.action_topup()
        else:
            self.action_why()

    def action_topup_nearest(self) -> None:
        """凑单 for the promotion the advice speaks of."""
        row_id, _ = nearest_gap(self.view)
        if row_id:
            self.perform("topup", row_id)

    def action_coupons(self) -> None:
        """Coupons of the shop the cursor is in."""
        shop = self._shop_here()
        if shop is None or not shop.has_coupons:
            self.shop.tell(self.shop.speaker.text("This shop has no coupons for what is in the cart"))
            return
        from cartsim.tui.panels.coupons import CouponPanel

        self.shop.push_screen(CouponPanel(shop.code))

    def action_platform_coupons(self) -> None:
        """Coupons of the platform and of categories (R-CPN c)."""
        if not self.view.platform_coupons[1]:
            self.shop.tell(self.shop.speaker.text("The platform has no coupons for what is in the cart"))
            return
        from cartsim.tui.panels.coupons import CouponPanel

        self.shop.push_screen(CouponPanel())

    def action_threshold_base(self) -> None:
        """平行式 or 渐进式: what thresholds read, and what it does to the estimate (pricing.md, section 3)."""
        self.shop.switch_base()

    def take(self, offer: AddOnRow, pieces: int) -> None:
        """Take so many pieces of a 换购 offer; none drops it."""
        self.shop.act(commands.TakeAddOn(offer.promotion.id, offer.goods.code, pieces))

    def _open_gift(self, row_id: str) -> None:
        """Choose among the gifts of a promotion, or say why there is none."""
        code = row_id.partition(":")[2]
        for shop in self.view.shops:
            for group in shop.groups:
                for gift in group.bar.gifts if group.bar is not None else ():
                    if gift.id == code and gift.choices and group.bar is not None:
                        from cartsim.tui.panels.gifts import GiftPanel

                        self.shop.push_screen(GiftPanel(group.bar.promotion.id))
                        return
        self._open_why(row_id, parts.GIFT)

    def action_fold(self) -> None:
        """Fold or unfold the shop, or the invalid section."""
        kind, _ = self._subject()
        if kind == "invalid" or (self._line() is not None and self._shop_here() is None):
            self._show(replace(self.showing, invalid_open=not self.showing.invalid_open))
            return
        shop = self._shop_here()
        if shop is not None:
            self._show(replace(self.showing, folded=self.showing.folded ^ {shop.code}))
            self.list.move_cursor(f"shop:{shop.code}")

    def action_next_shop(self) -> None:
        """The shop below."""
        self._walk_shops(1)

    def action_previous_shop(self) -> None:
        """The shop above."""
        self._walk_shops(-1)

    def _walk_shops(self, direction: int) -> None:
        heads = [row.id for row in self.list.rows if row.id.startswith("shop:") or row.id == "invalid"]
        order = {row.id: at for at, row in enumerate(self.list.rows)}
        here = order.get(self.list.cursor or "", 0)
        after = [head for head in heads if (order[head] - here) * direction > 0]
        if after:
            self.list.move_cursor(after[0] if direction > 0 else after[-1])

    # The cart

    def action_detail(self) -> None:
        """Every layer of the price."""
        from cartsim.tui.panels.detail import DetailPanel

        self.shop.push_screen(DetailPanel())

    def action_settle(self) -> None:
        """结算: re-read, re-check, preview."""
        if not self.view.totals.lines:
            self.shop.tell(self.shop.speaker.text("Tick something first"))
            return
        from cartsim.tui.panels.settlement import SettlementPanel

        self.shop.push_screen(SettlementPanel())

    def action_refresh(self) -> None:
        """Read prices and stock now."""
        self.shop.act(commands.Refresh("pull"))

    def action_add(self) -> None:
        """Add anything from the catalogue."""
        from cartsim.tui.panels.add import AddPanel

        self.shop.push_screen(AddPanel())

    def action_city(self) -> None:
        """Deliver to another city."""
        from cartsim.tui.panels.city import CityPanel

        self.shop.push_screen(CityPanel())

    # The list

    def action_why(self) -> None:
        """Why the row or part under the cursor is as it is."""
        if self.list.cursor is not None:
            self._open_why(self.list.cursor, self.list.part)

    def _open_why(self, row_id: str, part: str) -> None:
        from cartsim.tui.panels.why import WhyPanel

        self.shop.push_screen(WhyPanel(row_id, part))

    def action_find(self) -> None:
        """Find a line in the cart; loaded with its input at the first use."""
        from cartsim.tui.find_bar import FindBar

        FindBar.open(self, self.shop.speaker.text("Find in the cart"))

    def find(self, text: str, again: bool = False) -> bool:
        """Put the cursor on the first line that holds the text, or on the next one; False where none does."""
        found = matching(self.view, text)
        if not found:
            return False
        kind, code = self._subject()
        at = found.index(code) + again if kind == "line" and code in found else 0
        line_id = found[at % len(found)]
        self._show(revealing(self.view, self.showing, line_id))
        self.list.move_cursor(f"line:{line_id}")
        return True

    def _found(self, text: str) -> Found:
        """How many lines hold the text, and which of them the cursor is on."""
        found = matching(self.view, text)
        kind, code = self._subject()
        at = found.index(code) + 1 if kind == "line" and code in found else 0
        return Found(bool(text.strip()), at, len(found))

    def _show(self, showing: Showing) -> None:
        """Show the cart another way."""
        self.showing = showing
        self.follow()

    def _filter(self, tab: Filter) -> None:
        self._show(replace(self.showing, filter=tab))
        if tab is not Filter.ALL:
            speaker = self.shop.speaker
            self.shop.cart.say(speaker.text("Select-all now acts on the lines shown"), "soft")

    def action_show_all(self) -> None:
        """Every line."""
        self._filter(Filter.ALL)

    def action_show_drop(self) -> None:
        """Lines that got cheaper."""
        self._filter(Filter.DROP)

    def action_show_low(self) -> None:
        """Lines about to run out."""
        self._filter(Filter.LOW)

    def action_show_promotion(self) -> None:
        """Lines with a deal."""
        self._filter(Filter.PROMOTION)

    def action_show_invalid(self) -> None:
        """What is no longer available."""
        self._filter(Filter.INVALID)

    # World and window

    def action_theme(self) -> None:
        """The next theme."""
        self.shop.next_theme()

    def action_language(self) -> None:
        """The other language."""
        self.shop.speak("en" if self.shop.speaker.language == "zh" else "zh")

    def action_density(self) -> None:
        """Comfortable or compact."""
        other = Density.COMPACT if self.showing.density is Density.COMFORTABLE else Density.COMFORTABLE
        self._asked = other
        self._show(replace(self.showing, density=other))

    def action_quit_shop(self) -> None:
        """Leave; the cart is kept."""
        self.shop.exit()

    def action_ids(self) -> None:
        """The names of everything on the screen."""
        self.shop.action_ids()

    def action_help(self) -> None:
        """All keys."""
        from cartsim.tui.panels.help import HelpPanel

        self.shop.push_screen(HelpPanel())
