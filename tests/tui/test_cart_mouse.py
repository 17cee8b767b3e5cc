"""Every part of the documented table under the mouse: what a click on it does.

Parts are those `cartsim.tui.id_table` names; the table of checks must name each of them.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass

import pytest
from textual.pilot import Pilot

from cartsim.cart.commands import Check as Check_
from cartsim.cart.view import AddOnRow, LineView, StockState, Tick
from cartsim.i18n import Speaker
from cartsim.session.session import Session
from cartsim.testing import click, parts, settle
from cartsim.tui.actions import footer
from cartsim.tui.app import CartsimApp
from cartsim.tui.id_table import TABLE
from cartsim.tui.showing import Filter
from cartsim.tui.side import advised

NOTHING: dict[str, set[str]] = {"header": {"name", "cart", "time"}, "side": {"market"}}
"""Parts of boards that only show."""


@dataclass
class Mouse:
    """The cart on the screen under the mouse, with the panel beside it."""

    app: CartsimApp
    pilot: Pilot[None]

    @property
    def session(self) -> Session:
        return self.app.session

    @property
    def panel(self) -> str:
        """Name of the panel on top; empty where the cart is."""
        return "" if self.app.screen is self.app.cart else type(self.app.screen).__name__

    def with_part(self, kind: str, part: str, wanted: Callable[[LineView], bool] | None = None) -> str:
        """Id of the first row of a kind that shows the part; for lines, of one that is like this."""
        for row in self.app.cart.list.rows:
            if row.id.partition(":")[0] != kind or part not in self.app.cart.list.parts_of(row.id):
                continue
            line = self.session.view().line(row.id.partition(":")[2])
            if wanted is None or (line is not None and wanted(line)):
                return row.id
        raise AssertionError(f"no row of kind {kind} shows {part}")

    def line(self, row: str) -> LineView:
        found = self.session.view().line(row.partition(":")[2])
        assert found is not None
        return found

    async def click(self, row: str, part: str) -> None:
        await click(self.pilot, row, part)


@pytest.fixture
async def mouse(session: Session) -> AsyncIterator[Mouse]:
    app = CartsimApp(session, Speaker("zh"))
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        yield Mouse(app, pilot)


Check = Callable[[Mouse], Awaitable[None]]


def plain(line: LineView) -> bool:
    """Ticked and free to be stepped and switched."""
    return line.tick is Tick.ON and line.more is None and line.switch is None and line.quantity > 1


async def check_line(mouse: Mouse) -> None:
    row = mouse.with_part("line", "check", plain)
    await mouse.click(row, "check")
    assert mouse.line(row).tick is Tick.OFF
    await mouse.click(row, "check")
    assert mouse.line(row).tick is Tick.ON


async def plus(mouse: Mouse) -> None:
    row = mouse.with_part("line", "plus", plain)
    before = mouse.line(row).quantity
    await mouse.click(row, "plus")
    assert mouse.line(row).quantity == before + 1


async def minus(mouse: Mouse) -> None:
    row = mouse.with_part("line", "minus", plain)
    before = mouse.line(row).quantity
    await mouse.click(row, "minus")
    assert mouse.line(row).quantity == before - 1


async def mend(mouse: Mouse) -> None:
    row = mouse.with_part("line", "mend", lambda line: line.stock.state is StockState.SHORT)
    await mouse.click(row, "mend")
    assert mouse.line(row).quantity == mouse.line(row).maximum


async def remove(mouse: Mouse) -> None:
    row = mouse.with_part("line", "remove")
    await mouse.click(row, "remove")
    assert mouse.panel == "ConfirmPanel"
    await mouse.pilot.press("y")
    await settle(mouse.pilot)
    assert mouse.session.view().line(row.partition(":")[2]) is None


async def check_shop(mouse: Mouse) -> None:
    shop = next(shop for shop in mouse.session.view().shops if shop.tick is Tick.SOME)
    for tick in (Tick.ON, Tick.OFF):
        await mouse.click(f"shop:{shop.code}", "check")
        assert next(each for each in mouse.session.view().shops if each.code == shop.code).tick is tick


async def fold_shop(mouse: Mouse) -> None:
    shop = mouse.session.view().shops[0]
    for folded in (True, False):
        await mouse.click(f"shop:{shop.code}", "fold")
        assert (mouse.app.cart.list.row(f"line:{shop.lines[0].id}") is None) is folded


async def fold_invalid(mouse: Mouse) -> None:
    hidden = f"line:{mouse.session.view().invalid[-1].id}"
    assert mouse.app.cart.list.row(hidden) is None
    await mouse.click("invalid", "fold")
    assert mouse.app.cart.list.row(hidden) is not None
    await mouse.click("invalid", "fold")
    assert mouse.app.cart.list.row(hidden) is None


async def clear(mouse: Mouse) -> None:
    await mouse.click("invalid", "clear")
    assert mouse.panel == "ConfirmPanel"
    assert mouse.session.view().invalid
    await mouse.pilot.press("y")
    await settle(mouse.pilot)
    assert not mouse.session.view().invalid


def opens(kind: str, part: str, panel: str, wanted: Callable[[LineView], bool] | None = None) -> Check:
    """A click opens the panel, a second one beside it or Escape closes it."""

    async def opened(mouse: Mouse) -> None:
        row = mouse.with_part(kind, part, wanted)
        await mouse.click(row, part)
        assert mouse.panel == panel
        await mouse.pilot.press("escape")
        await settle(mouse.pilot)
        assert mouse.panel == ""
        assert mouse.app.cart.list.cursor == row or kind == "gift", (
            "gifts are the line's, the cursor does not rest there"
        )

    return opened


def board_opens(board: str, part: str, panel: str) -> Check:
    """A click on a board opens the panel."""

    async def opened(mouse: Mouse) -> None:
        await mouse.click(board, part)
        assert mouse.panel == panel

    return opened


def shows(tab: Filter) -> Check:
    """A click on a tab shows what it counts."""

    async def shown(mouse: Mouse) -> None:
        await mouse.click("filters", "filter_low")
        await mouse.click("filters", f"filter_{tab.value}")
        assert mouse.app.cart.showing.filter is tab

    return shown


async def refresh(mouse: Mouse) -> None:
    mouse.session.step(3)
    await mouse.click("filters", "refresh")
    assert mouse.session.view().read_at == mouse.session.clock().now


async def pause(mouse: Mouse) -> None:
    for paused in (False, True):
        await mouse.click("header", "pause")
        assert mouse.session.clock().paused is paused


async def step(mouse: Mouse) -> None:
    before = mouse.session.clock().now
    await mouse.click("header", "step")
    assert mouse.session.clock().now == before + 1


async def speed(mouse: Mouse) -> None:
    await mouse.click("header", "speed")
    assert mouse.session.clock().speed == 10


async def check_all(mouse: Mouse) -> None:
    for tick in (Tick.ON, Tick.OFF):
        await mouse.click("pay", "check")
        assert mouse.session.view().tick is tick


async def undo(mouse: Mouse) -> None:
    row = mouse.with_part("line", "check", plain)
    mouse.app.cart.list.move_cursor(row)
    await mouse.pilot.press("d", "y")
    await settle(mouse.pilot)
    await mouse.click("pay", "undo")
    assert plain(mouse.line(row))


def offer_of(mouse: Mouse, row: str) -> AddOnRow:
    offers = (offer for line in mouse.session.view().lines for offer in line.add_ons)
    return next(offer for offer in offers if f"addon:{offer.id}" == row)


def offered(mouse: Mouse, state: str) -> str:
    """Id of the first 换购 row in this state."""
    offers = (offer for line in mouse.session.view().lines for offer in line.add_ons)
    return next(f"addon:{offer.id}" for offer in offers if offer.state == state)


def take_add_on(part: str) -> Check:
    """R-SWAP: a click takes the offer, a second one drops it."""

    async def taken(mouse: Mouse) -> None:
        row, before = offered(mouse, "open"), mouse.session.view().totals
        await mouse.click(row, part)
        offer = offer_of(mouse, row)
        assert (offer.state, offer.quantity) == ("taken", 1)
        assert mouse.session.view().totals.pieces == before.pieces + 1
        await mouse.click(row, part)
        assert offer_of(mouse, row).state == "open"
        assert mouse.session.view().totals == before

    return taken


async def step_add_on(mouse: Mouse) -> None:
    """R-SWAP-5: the stepper goes to what the promotion allows, and down to none."""
    row = offered(mouse, "taken")
    await mouse.click(row, "plus")
    assert offer_of(mouse, row).quantity == offer_of(mouse, row).most == 2
    await mouse.click(row, "minus")
    await mouse.click(row, "minus")
    assert offer_of(mouse, row).quantity == 0


async def switch_base(mouse: Mouse) -> None:
    for base in ("progressive", "parallel"):
        await mouse.click("side", "base")
        assert mouse.session.view().threshold_base == base


async def tick_advised(mouse: Mouse) -> None:
    (first, *_), before = advised(mouse.session.view()), mouse.session.view().totals.net_total
    extra = mouse.session.ticked_extra((first,))[first]
    await mouse.click("side", "tick1")
    assert mouse.line(f"line:{first}").tick is Tick.ON
    assert mouse.session.view().totals.net_total == before + extra


async def tick_both(mouse: Mouse) -> None:
    """Two lines that reach the tier only together."""
    session = mouse.session
    apart = ("journal-001", "curtain-002", "storage-box-003")
    session.do(Check_(tuple(line.id for line in session.view().lines if line.sku.startswith(apart)), False))
    session.refresh()
    mouse.app.follow()
    mouse.app.cart.follow_now()
    await settle(mouse.pilot)
    both = advised(session.view())
    assert len(both) == 2
    await mouse.click("side", "tick2")
    assert mouse.line(f"line:{both[1]}").tick is Tick.ON


ROWS: dict[str, dict[str, Check]] = {
    "shop": {"check": check_shop, "fold": fold_shop, "coupons": opens("shop", "coupons", "CouponPanel"),
             "freight": opens("shop", "freight", "WhyPanel")},
    "ribbon": {
        "kind": opens("ribbon", "kind", "WhyPanel"),
        **{part: opens("ribbon", part, "TopUpPanel") for part in ("state", "terms", "topup")},
    },
    "addon": {
        "check": take_add_on("check"), "addon": take_add_on("addon"), "price": opens("addon", "price", "WhyPanel"),
        "trade_up": opens("addon", "trade_up", "TradeUpPanel"),
        "plus": step_add_on, "minus": step_add_on, "quantity": step_add_on,
    },
    "bar": {
        "kind": opens("bar", "kind", "WhyPanel"), "state": opens("bar", "state", "TopUpPanel"),
        "terms": opens("bar", "terms", "TopUpPanel"), "topup": opens("bar", "topup", "TopUpPanel"),
    },
    "line": {
        "check": check_line, "plus": plus, "minus": minus, "mend": mend, "remove": remove,
        "quantity": opens("line", "quantity", "QuantityPanel", plain), "sku": opens("line", "sku", "SkuPanel", plain),
        "promotion": opens("line", "promotion", "PromotionPanel", lambda line: len(line.choices) > 1),
        **{part: opens("line", part, "WhyPanel") for part in ("title", "price", "drop", "stock", "net", "why")},
    },
    "gift": {"gift": opens("gift", "gift", "WhyPanel"), "price": opens("gift", "price", "WhyPanel")},
    "invalid": {"fold": fold_invalid, "clear": clear},
    "header": {
        "profile": board_opens("header", "profile", "PolicyPanel"), "city": board_opens("header", "city", "CityPanel"),
        "pause": pause, "step": step, "speed": speed,
    },
    "filters": {**{f"filter_{tab.value}": shows(tab) for tab in Filter}, "refresh": refresh},
    "pay": {
        "check": check_all, "undo": undo, "remove": board_opens("pay", "remove", "ConfirmPanel"),
        "detail": board_opens("pay", "detail", "DetailPanel"),
        "platform_coupons": board_opens("pay", "platform_coupons", "CouponPanel"),
        "settle": board_opens("pay", "settle", "SettlementPanel"),
    },
    "side": {
        "detail": board_opens("side", "detail", "DetailPanel"), "topup": board_opens("side", "topup", "TopUpPanel"),
        "why": board_opens("side", "why", "WhyPanel"), "freight": board_opens("side", "freight", "DetailPanel"),
        "base": switch_base, "tick1": tick_advised, "tickNUMBER": tick_both,
    },
}  # fmt: skip
"""Check of each part that takes a click, by kind of row or name of board."""


@pytest.mark.parametrize(
    "does", [pytest.param(does, id=f"{on}-{part}") for on, some in ROWS.items() for part, does in some.items()]
)
async def test_a_click_on_the_part_does_what_it_says(mouse: Mouse, does: Check) -> None:
    await does(mouse)


def documented() -> dict[str, set[str]]:
    """Parts of the cart's screen in the table of names, by kind of row or name of board."""
    return {entry.id.partition(":")[0]: set(entry.parts) for entry in TABLE if entry.screen == "CartScreen"}


def test_every_documented_part_is_checked() -> None:
    told = documented()
    assert told.pop("keys") == {"key:ACTION"}
    told = {on: some - NOTHING.get(on, set()) for on, some in told.items() if some}
    assert {on: told[on] - set(ROWS.get(on, ())) for on in told} == {on: set() for on in told}


async def test_the_key_line_does_what_the_keys_do(mouse: Mouse) -> None:
    opened = {"sku": "SkuPanel", "topup": "TopUpPanel", "coupons": "CouponPanel", "detail": "DetailPanel"}
    assert {f"key:{action.name}" for action in footer()} <= set(parts(mouse.app, "keys"))
    for name, panel in {**opened, "why": "WhyPanel", "palette": "CartPalette"}.items():
        await mouse.click("keys", f"key:{name}")
        assert mouse.panel == panel
        await mouse.pilot.press("escape")
        await settle(mouse.pilot)


async def test_a_double_click_opens_a_line_and_folds_a_shop(mouse: Mouse) -> None:
    row = mouse.with_part("line", "sku", plain)
    rows = mouse.app.cart.list
    rows.scroll_to_row(row)
    await mouse.pilot.pause()
    region = rows.where(row)
    assert region is not None
    await mouse.pilot.click(offset=rows.content_region.offset + region.offset, times=2)
    await settle(mouse.pilot)
    assert mouse.panel == "SkuPanel"


async def test_a_click_where_nothing_is_moves_the_cursor_only(mouse: Mouse) -> None:
    before = mouse.session.view()
    row = mouse.with_part("line", "sku", plain)
    await click(mouse.pilot, row)
    assert mouse.app.cart.list.cursor == row
    assert mouse.session.view() == before
