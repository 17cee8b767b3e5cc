"""A cursor step and a toggled box to the painted frame on 120 lines, against a bare list's cursor step."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from functools import partial
from typing import Any

from cartsim.cart.view import CartView, Tick
from tests.bench.bare import bare_key_ms, frame_ms, least, running
from tests.bench.tick import make_app
from tests.tui.views import ShownSession, long_view

LINES = 120


def measure() -> list[dict[str, Any]]:
    """Median milliseconds: bare list, cursor step, toggle."""
    return asyncio.run(_measure())


async def _measure() -> list[dict[str, Any]]:
    bare = "bare list, cursor step"
    taken = await least(
        {bare: partial(bare_key_ms, LINES), "cart, cursor step": cursor_ms, "cart, toggled box": toggle_ms}
    )
    return [{"name": name, "ms": round(ms, 2), "ratio": round(ms / taken[bare], 2)} for name, ms in taken.items()]


async def cursor_ms() -> float:
    """Down and up over rows in view."""
    app = make_app(ShownSession(long_view(LINES)))
    async with running(app):
        return await frame_ms(lambda turn: app.cart.list.action_cursor(1 if turn % 8 < 4 else -1))


async def toggle_ms() -> float:
    """The first line's box on and off, with the header's box and the totals it moves."""
    on = long_view(LINES)
    session = ShownSession(on)
    off = toggled(on)
    app = make_app(session)
    async with running(app):

        def toggle(turn: int) -> None:
            session.shown = off if turn % 2 == 0 else on
            app.follow()

        return await frame_ms(toggle)


def toggled(view: CartView) -> CartView:
    """The view with its first line unticked."""
    shop = view.shops[0]
    group = shop.groups[0]
    line = group.lines[0]._replace(tick=Tick.OFF, net=None)
    shop = replace(shop, tick=Tick.SOME, groups=(group._replace(lines=(line, *group.lines[1:])), *shop.groups[1:]))
    totals = replace(view.totals, net_total=view.totals.net_total - line.price, lines=view.totals.lines - 1)
    return replace(view, shops=(shop, *view.shops[1:]), totals=totals, tick=Tick.SOME)
