"""From a new view that differs in 10 % of its lines to the painted frame, against a bare list that does the same."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from functools import partial
from typing import Any

from cartsim.cart.view import CartView, LineView, ShopView
from cartsim.i18n import Speaker
from cartsim.tui.app import CartsimApp
from tests.bench.bare import FrameDriver, bare_tick_ms, frame_ms, least, running
from tests.tui.views import ShownSession, long_view

SIZES = (120, 2000)
CASES = ((120, 12), (2000, 12), (2000, 200))
"""(lines, lines that change)"""


def measure() -> list[dict[str, Any]]:
    """Median milliseconds of the bare list, of the cart's list alone, and of the whole cart screen."""
    return asyncio.run(_measure())


async def _measure() -> list[dict[str, Any]]:
    bare = f"bare list, {SIZES[0]} rows, {SIZES[0] // 10} changed"
    names = {case: f"cart screen, {case[0]} lines, {case[1]} changed" for case in CASES}
    taken = await least(
        {bare: partial(bare_tick_ms, SIZES[0])} | {name: partial(cart_tick_ms, *case) for case, name in names.items()}
    )
    rows = [{"name": name, "ms": round(ms, 2), "ratio": round(ms / taken[bare], 2)} for name, ms in taken.items()]
    first = taken[names[CASES[0]]]
    for case in CASES[1:]:
        ms = taken[names[case]]
        name = f"{case[0]} lines, {case[1]} changed, against {SIZES[0]} lines"
        rows.append({"name": name, "ms": round(ms, 2), "ratio": round(ms / first, 2)})
    return rows


async def cart_tick_ms(lines: int, changed: int) -> float:
    """A tick of the cart screen: so many lines get another price."""
    views = [long_view(lines)]
    for turn in range(10):
        views.append(repriced(views[-1], turn, changed * 10))
    session = ShownSession(views[0])
    app = make_app(session)
    async with running(app):

        def tick(turn: int) -> None:
            session.shown = views[10 - abs((turn + 1) % 20 - 10)]  # up and down, so that each step changes as many
            app.follow()

        return await frame_ms(tick)


def make_app(session: ShownSession) -> CartsimApp:
    """The cart on a driver that tells when a frame was written."""
    app = CartsimApp(session, Speaker("zh"))  # type: ignore[arg-type]
    app.driver_class = FrameDriver
    return app


def repriced(view: CartView, turn: int, within: int) -> CartView:
    """The view with another price on every tenth of its first lines; what did not change stays the same value."""

    def moved(line: LineView) -> LineView:
        number = int(line.id[1:])
        return line._replace(price=line.price + 100) if number < within and number % 10 == turn % 10 else line

    def shop_after(shop: ShopView) -> ShopView:
        lines = [tuple(moved(line) for line in group.lines) for group in shop.groups]
        if all(new == group.lines for new, group in zip(lines, shop.groups, strict=True)):
            return shop
        groups = zip(shop.groups, lines, strict=True)
        return replace(shop, groups=tuple(group._replace(lines=new) for group, new in groups))

    totals = replace(view.totals, net_total=view.totals.net_total + 100)
    return replace(view, shops=tuple(shop_after(shop) for shop in view.shops), totals=totals)
