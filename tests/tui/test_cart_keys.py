"""Every action of the cart by its first key, on the row it is for: what it does to the cart, the world or the window.

The table of checks must name every action there is, so a new one needs its check here.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass

import pytest
from textual.pilot import Pilot

from cartsim.cart.view import LineView, StockState, Tick
from cartsim.i18n import Speaker
from cartsim.session.session import Session
from cartsim.testing import parts, settle, text_of
from cartsim.tui.actions import ACTIONS, BY_NAME
from cartsim.tui.app import CartsimApp
from cartsim.tui.showing import Density, Filter

BY_PALETTE = "palette:"
"""Before the name of an action that has no key."""


@dataclass
class Stage:
    """The cart on the screen, a line that can be stepped both ways, and the key under test."""

    app: CartsimApp
    pilot: Pilot[None]
    key: str

    @property
    def session(self) -> Session:
        return self.app.session

    def line(self, wanted: Callable[[LineView], bool]) -> LineView:
        """The first line that is like this."""
        return next(line for line in self.session.view().lines if wanted(line))

    def now(self, line: LineView) -> LineView:
        """The line as it is now."""
        found = self.session.view().line(line.id)
        assert found is not None
        return found

    async def on(self, row: str) -> None:
        """Put the cursor on a row."""
        self.app.cart.list.move_cursor(row)
        await settle(self.pilot)
        assert self.app.cart.list.cursor == row

    async def on_line(self, wanted: Callable[[LineView], bool]) -> LineView:
        """Put the cursor on the first line that is like this."""
        line = self.line(wanted)
        await self.on(f"line:{line.id}")
        return line

    async def press(self, key: str = "") -> None:
        """Press the key under test, or another one; an action without a key is done by its name."""
        key = key or self.key
        if key.startswith(BY_PALETTE):
            self.app.cart.perform(key.removeprefix(BY_PALETTE))
        else:
            await self.pilot.press(key)
        await settle(self.pilot)

    async def opens(self, panel: str) -> None:
        """The key opens this panel, and Escape leaves it."""
        await self.press()
        assert type(self.app.screen).__name__ == panel
        await self.press("escape")
        assert self.app.screen is self.app.cart
        assert self.app.focused is self.app.cart.list


@pytest.fixture
async def stage(session: Session, request: pytest.FixtureRequest) -> AsyncIterator[Stage]:
    app = CartsimApp(session, Speaker("zh"))
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        yield Stage(app, pilot, request.param)


def plain(line: LineView) -> bool:
    """Ticked, and free to be stepped, switched and removed."""
    return line.tick is Tick.ON and line.more is None and line.switch is None and line.invalid is None


async def check(stage: Stage) -> None:
    line = await stage.on_line(plain)
    await stage.press()
    assert stage.now(line).tick is Tick.OFF
    await stage.press()
    assert stage.now(line).tick is Tick.ON


async def more(stage: Stage) -> None:
    line = await stage.on_line(plain)
    await stage.press()
    assert stage.now(line).quantity == line.quantity + 1


async def less(stage: Stage) -> None:
    line = await stage.on_line(lambda line: plain(line) and line.quantity > 1)
    await stage.press()
    assert stage.now(line).quantity == line.quantity - 1


async def quantity(stage: Stage) -> None:
    await stage.on_line(plain)
    await stage.opens("QuantityPanel")


async def sku(stage: Stage) -> None:
    await stage.on_line(plain)
    await stage.opens("SkuPanel")


async def mend(stage: Stage) -> None:
    line = await stage.on_line(lambda line: line.stock.state is StockState.SHORT)
    await stage.press()
    assert stage.now(line).quantity == line.maximum < line.quantity


async def promotion(stage: Stage) -> None:
    await stage.on_line(lambda line: len(line.choices) > 1)
    await stage.opens("PromotionPanel")


async def trade_up(stage: Stage) -> None:
    await stage.on_line(lambda line: bool(line.add_ons))
    await stage.opens("TradeUpPanel")


async def remove(stage: Stage) -> None:
    line = await stage.on_line(plain)
    await stage.opens("ConfirmPanel")
    assert stage.now(line) == line, "leaving the question removes nothing"
    await stage.press()
    await stage.press("y")
    assert stage.session.view().line(line.id) is None


async def remove_ticked(stage: Stage) -> None:
    ticked = [line.id for line in stage.session.view().lines if line.tick is Tick.ON]
    assert len(ticked) > 1
    await stage.opens("ConfirmPanel")
    assert [line.id for line in stage.session.view().lines if line.tick is Tick.ON] == ticked
    await stage.press()
    assert str(len(ticked)) in text_of(stage.app)
    await stage.press("y")
    assert not set(ticked) & {line.id for line in stage.session.view().lines}
    await stage.press("z")
    assert [line.id for line in stage.session.view().lines if line.tick is Tick.ON] == ticked


async def _edited(stage: Stage) -> tuple[LineView, LineView]:
    """The line under the cursor before the trainer's hand, and after the next reading."""
    line = await stage.on_line(plain)
    await stage.press()
    await stage.press("r")
    return line, stage.now(line)


async def sell_out(stage: Stage) -> None:
    _, after = await _edited(stage)
    assert after.stock.available == 0


async def lower_price(stage: Stage) -> None:
    before, after = await _edited(stage)
    assert after.price < before.price


async def raise_price(stage: Stage) -> None:
    before, after = await _edited(stage)
    assert after.price > before.price


async def delist(stage: Stage) -> None:
    _, after = await _edited(stage)
    assert after.invalid is not None


async def restrict(stage: Stage) -> None:
    _, after = await _edited(stage)
    assert after.invalid is not None


async def freeze(stage: Stage) -> None:
    await stage.press()
    assert stage.session.clock().frozen
    await stage.press()
    assert not stage.session.clock().frozen


async def trouble(stage: Stage) -> None:
    await stage.press()
    for _ in ("stale", "slow", "down"):
        await stage.press("enter")
    assert [each.reason.code for each in stage.session.troubles()] == ["goods_down"]
    await stage.press("escape")
    await stage.press("r")
    assert stage.session.view().blocked[0].code == "goods_down"
    assert "价格为0秒前" in text_of(stage.app)


async def restart(stage: Stage) -> None:
    line = await stage.on_line(plain)
    await stage.press("plus")
    changed = stage.now(line).quantity
    stage.session.step(3)
    await stage.opens("ConfirmPanel")
    assert stage.session.clock().tick == 3
    assert stage.now(line).quantity == changed
    await stage.press()
    await stage.press("y")
    assert stage.session.clock().tick == 0


async def quit_shop(stage: Stage) -> None:
    await stage.pilot.press(stage.key)
    await stage.pilot.pause()
    assert stage.app.return_code == 0


async def market(stage: Stage) -> None:
    await stage.on_line(plain)
    await stage.opens("MarketPanel")


async def topup(stage: Stage) -> None:
    await stage.on(next(row.id for row in stage.app.cart.list.rows if row.id.startswith("bar:")))
    await stage.opens("TopUpPanel")


async def coupons(stage: Stage) -> None:
    await stage.on(next(f"shop:{shop.code}" for shop in stage.session.view().shops if shop.has_coupons))
    await stage.opens("CouponPanel")


async def platform_coupons(stage: Stage) -> None:
    await stage.opens("CouponPanel")


async def threshold_base(stage: Stage) -> None:
    before = stage.session.view()
    await stage.press()
    assert stage.session.policy.pricing.threshold_base == "progressive"
    assert stage.session.view().totals.net_total > before.totals.net_total
    await stage.press()
    assert stage.session.policy.pricing.threshold_base == "parallel"
    assert stage.session.view().totals == before.totals


async def fold(stage: Stage) -> None:
    shop = stage.session.view().shops[0]
    await stage.on(f"shop:{shop.code}")
    await stage.press()
    assert stage.app.cart.list.row(f"line:{shop.lines[0].id}") is None
    await stage.press()
    assert stage.app.cart.list.row(f"line:{shop.lines[0].id}") is not None


async def previous_shop(stage: Stage) -> None:
    first, second, *_ = stage.session.view().shops
    await stage.on(f"shop:{second.code}")
    await stage.press()
    assert stage.app.cart.list.cursor == f"shop:{first.code}"


async def next_shop(stage: Stage) -> None:
    first, second, *_ = stage.session.view().shops
    await stage.on(f"shop:{first.code}")
    await stage.press()
    assert stage.app.cart.list.cursor == f"shop:{second.code}"


async def check_all(stage: Stage) -> None:
    assert stage.session.view().tick is Tick.SOME
    await stage.press()
    assert stage.session.view().tick is Tick.ON
    await stage.press()
    assert stage.session.view().tick is Tick.OFF


async def detail(stage: Stage) -> None:
    await stage.opens("DetailPanel")


async def checkout(stage: Stage) -> None:
    await stage.opens("SettlementPanel")


async def clear_invalid(stage: Stage) -> None:
    assert stage.session.view().invalid
    await stage.opens("ConfirmPanel")
    assert stage.session.view().invalid, "leaving the question clears nothing"
    await stage.press()
    await stage.press("y")
    assert not stage.session.view().invalid


async def undo(stage: Stage) -> None:
    line = await stage.on_line(plain)
    totals = stage.session.view().totals
    await stage.press("d")
    await stage.press("y")
    await stage.press()
    assert stage.now(line) == line
    assert stage.session.view().totals == totals


async def redo(stage: Stage) -> None:
    line = await stage.on_line(plain)
    await stage.press("plus")
    await stage.press("plus")
    await stage.press("z")
    await stage.press("z")
    assert stage.now(line).quantity == line.quantity
    await stage.press()
    assert stage.now(line).quantity == line.quantity + 1
    await stage.press()
    assert stage.now(line).quantity == line.quantity + 2


async def refresh(stage: Stage) -> None:
    stage.session.step(3)
    assert stage.session.view().read_at < stage.session.clock().now
    await stage.press()
    assert stage.session.view().read_at == stage.session.clock().now


async def add(stage: Stage) -> None:
    await stage.opens("AddPanel")


async def city(stage: Stage) -> None:
    await stage.opens("CityPanel")


async def why(stage: Stage) -> None:
    await stage.opens("WhyPanel")


async def find(stage: Stage) -> None:
    line = stage.session.view().shops[-1].lines[0]
    await stage.press()
    await stage.pilot.press(*line.sku.partition("/")[0])
    await settle(stage.pilot)
    assert stage.app.cart.list.cursor == f"line:{line.id}"
    await stage.press("escape")
    assert stage.app.focused is stage.app.cart.list


async def _shows(stage: Stage, tab: Filter) -> None:
    await stage.press()
    assert stage.app.cart.showing.filter is tab


async def show_all(stage: Stage) -> None:
    await stage.press("3")
    await _shows(stage, Filter.ALL)


async def show_drop(stage: Stage) -> None:
    await _shows(stage, Filter.DROP)


async def show_low(stage: Stage) -> None:
    await _shows(stage, Filter.LOW)


async def show_promotion(stage: Stage) -> None:
    await _shows(stage, Filter.PROMOTION)


async def show_invalid(stage: Stage) -> None:
    await _shows(stage, Filter.INVALID)


async def pause(stage: Stage) -> None:
    assert stage.session.clock().paused
    await stage.press()
    assert not stage.session.clock().paused
    await stage.press()
    assert stage.session.clock().paused


async def speed(stage: Stage) -> None:
    seen = [stage.session.clock().speed]
    for _ in range(3):
        await stage.press()
        seen.append(stage.session.clock().speed)
    assert seen == [1, 10, 60, 1]


async def step(stage: Stage) -> None:
    before = stage.session.clock().now
    await stage.press()
    assert stage.session.clock().now == before + 1
    assert stage.app.speaker.time(before + 1) in text_of(stage.app)


async def policy(stage: Stage) -> None:
    await stage.opens("PolicyPanel")


async def theme(stage: Stage) -> None:
    seen = [stage.app.theme]
    for _ in range(3):
        await stage.press()
        seen.append(stage.app.theme)
    assert seen == ["cartsim-dark", "cartsim-light", "cartsim-contrast", "cartsim-dark"]


async def language(stage: Stage) -> None:
    await stage.press()
    assert stage.session.view().shops[0].title.en in text_of(stage.app)
    await stage.press()
    assert stage.session.view().shops[0].title.zh in text_of(stage.app)


async def density(stage: Stage) -> None:
    await stage.press()
    assert stage.app.cart.showing.density is Density.COMPACT
    await stage.press()
    assert stage.app.cart.showing.density is Density.COMFORTABLE


async def ids(stage: Stage) -> None:
    await stage.press()
    assert stage.app.screen.query("#ids")
    await stage.press()
    assert not stage.app.screen.query("#ids")


async def mark(stage: Stage) -> None:
    before = stage.session.view()
    await stage.press()
    assert stage.app.speaker.text("Marked: a recording expects what is shown now") in text_of(stage.app)
    assert stage.session.view() == before


async def record(stage: Stage) -> None:
    await stage.press()
    assert stage.app.speaker.text("This window writes no files") in text_of(stage.app)


async def scenarios(stage: Stage) -> None:
    await stage.opens("ScenarioPanel")


async def show_help(stage: Stage) -> None:
    await stage.opens("HelpPanel")


CHECKS: dict[str, Callable[[Stage], Awaitable[None]]] = {
    "check": check, "more": more, "less": less, "quantity": quantity, "sku": sku, "mend": mend,
    "promotion": promotion, "trade_up": trade_up, "remove": remove, "market": market, "topup": topup,
    "coupons": coupons, "fold": fold,
    "previous_shop": previous_shop, "next_shop": next_shop, "check_all": check_all, "detail": detail,
    "settle": checkout, "clear_invalid": clear_invalid, "undo": undo, "redo": redo, "refresh": refresh, "add": add,
    "city": city,
    "why": why, "find": find, "show_all": show_all, "show_drop": show_drop, "show_low": show_low,
    "show_promotion": show_promotion, "show_invalid": show_invalid, "pause": pause, "speed": speed, "step": step,
    "policy": policy, "theme": theme, "language": language, "density": density, "help": show_help,
    "remove_ticked": remove_ticked, "sell_out": sell_out, "lower_price": lower_price, "raise_price": raise_price,
    "platform_coupons": platform_coupons, "threshold_base": threshold_base,
    "ids": ids, "mark": mark, "record": record, "export": record, "scenarios": scenarios,
    "delist": delist, "restrict": restrict, "freeze": freeze, "trouble": trouble, "restart": restart,
    "quit_shop": quit_shop,
}  # fmt: skip


@pytest.mark.parametrize(
    ("stage", "name"),
    [
        pytest.param(action.keys[0] if action.keys else f"{BY_PALETTE}{action.name}", action.name, id=action.name)
        for action in ACTIONS
    ],
    indirect=["stage"],
)
async def test_the_key_does_what_its_action_says(stage: Stage, name: str) -> None:
    await CHECKS[name](stage)


@pytest.mark.parametrize(
    ("stage", "name"),
    [pytest.param(key, action.name, id=f"{action.name}-{key}") for action in ACTIONS for key in action.keys[1:]],
    indirect=["stage"],
)
async def test_the_other_key_does_the_same(stage: Stage, name: str) -> None:
    await CHECKS[name](stage)


def test_every_action_is_checked() -> None:
    assert set(CHECKS) == set(BY_NAME)


@pytest.mark.parametrize("stage", ["d"], indirect=True)
async def test_the_undo_stands_in_the_pay_line_until_it_is_used(stage: Stage) -> None:
    await stage.on_line(plain)
    assert "undo" not in parts(stage.app, "pay")
    await stage.press()
    await stage.press("y")
    assert "undo" in parts(stage.app, "pay")
    await stage.press("z")
    assert "undo" not in parts(stage.app, "pay")


@pytest.mark.parametrize("stage", ["minus"], indirect=True)
async def test_r_edit_2_minus_at_one_removes_after_a_yes(stage: Stage) -> None:
    line = await stage.on_line(lambda line: line.tick is Tick.ON and line.quantity == 1)
    for answer, there in (("n", True), ("y", False)):
        await stage.press()
        assert type(stage.app.screen).__name__ == "ConfirmPanel"
        await stage.press(answer)
        assert (stage.session.view().line(line.id) is not None) is there
