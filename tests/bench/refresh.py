"""Reading, quoting and building the view of a cart, against one bare batched read of the same rows.

Each part apart and all three together, as a refresh does them: on top of the view before it, a tenth of the prices
moved. Then what a session adds: a ticked box through the journal to the new view, and a pulse that finds nothing new.
"""

from __future__ import annotations

import gc
import tempfile
import time
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import replace
from itertools import cycle
from json import dumps
from pathlib import Path
from statistics import median
from typing import Any

from cartsim.cart.basket import basket_of
from cartsim.cart.commands import Check, Enter
from cartsim.cart.memo import Memo
from cartsim.cart.scene import Scene
from cartsim.cart.view import CartView
from cartsim.cart.viewing import view_of
from cartsim.market.reading import Shopper, read_scene
from cartsim.model.cart import Cart, Line
from cartsim.model.goods import Offer
from cartsim.model.policy import Policy
from cartsim.pricing import quote
from cartsim.session.founding import NO_SCENARIO, found_world
from cartsim.session.session import Session
from cartsim.store import accounts
from cartsim.store.carts import CartKey, CartStore, OwnerKind
from cartsim.store.state import Connection
from cartsim.store.worldfile import open_world, unit_of_work

LINES = (120, 2000)
ROUNDS = 31

_BARE = """
    SELECT sku.code, sku.price, sku.list_price, sku.spec_zh, sku.spec_en, sku.colour, sku.weight, sku.listed,
        product.code, product.zh, product.en, product.sprite, product.listed, shop.code, SUM(stock.quantity)
    FROM json_each(?1) AS asked
    CROSS JOIN sku ON sku.code = asked.value
    CROSS JOIN product ON product.id = sku.product_id
    CROSS JOIN shop ON shop.id = product.shop_id
    CROSS JOIN stock ON stock.sku_id = sku.id
    GROUP BY sku.id
"""


def measure() -> list[dict[str, Any]]:
    """Milliseconds of each part and of the whole for carts of 120 and 2,000 lines."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "large.world")
        found_world(path, size="large", seed=1, scenario=NO_SCENARIO)
        return [row for count in LINES for row in _measured(path, count)]


def _measured(path: Path, count: int) -> list[dict[str, Any]]:
    _fill(path, count)
    with Session(path) as session:
        policy, now = session.policy, session.clock().now
    with closing(open_world(path)) as connection:
        figures = _parts(connection, policy, now)
    with Session(path) as session:
        figures |= _session_parts(session)
    bare = figures["bare batched read"]
    return [
        {"name": f"{name}, {count} lines", "ms": round(figure, 2), "ratio": round(figure / bare, 2)}
        for name, figure in figures.items()
    ]


def _parts(connection: Connection, policy: Policy, now: int) -> dict[str, float]:
    cart, _ = CartStore(connection).load(CartKey(OwnerKind.ACCOUNT, accounts.SHOPPER))
    account = accounts.shopper(connection, accounts.SHOPPER)
    shopper = Shopper(account.owner, account.city_code, account.city, account.audiences)
    codes = dumps([line.sku for line in cart.lines])
    scene = read_scene(connection, cart, shopper, policy, now)
    basket = basket_of(cart, scene)
    paid = quote(basket)
    memo = Memo()
    prices = cycle(_moved_prices(scene))
    moved = cycle([replace(scene, offers={**scene.offers, **offers}) for offers in _moved_prices(scene)])

    def refreshed() -> CartView:
        fresh = read_scene(connection, cart, shopper, policy, now)
        return view_of(cart, replace(fresh, offers={**fresh.offers, **next(prices)}), memo=memo)

    parts: dict[str, Callable[[], object]] = {
        "bare batched read": lambda: connection.execute(_BARE, (codes,)).fetchall(),
        "reading": lambda: read_scene(connection, cart, shopper, policy, now),
        "quoting": lambda: quote(basket),
        "view, the first": lambda: view_of(cart, scene, paid),
        "view, a tenth of the prices moved": lambda: view_of(cart, next(moved), paid, memo),
        "all three, a tenth of the prices moved": refreshed,
    }
    return _timed(parts)


def _session_parts(session: Session) -> dict[str, float]:
    line = next(line.id for line in session.view().lines if line.locked is None)
    ticks = cycle((False, True))

    def toggle() -> CartView:
        assert session.do(Check((line,), next(ticks))).ok
        return session.view()

    return _timed({"box toggled, journaled and shown": toggle, "pulse, nothing new": session.pulse})


def _moved_prices(scene: Scene) -> tuple[dict[str, Offer], ...]:
    """Every tenth offer one fen dearer, and then as it was."""
    tenth = list(scene.offers.values())[::10]
    return {offer.sku: replace(offer, price=offer.price + 1) for offer in tenth}, {offer.sku: offer for offer in tenth}


def _timed(parts: Mapping[str, Callable[[], object]]) -> dict[str, float]:
    gc.collect()
    gc.freeze()
    try:
        return {name: _milliseconds(work) for name, work in parts.items()}
    finally:
        gc.unfreeze()


def _fill(path: Path, count: int) -> None:
    """A cart of `count` lines over the whole catalogue, entered once so that it is placed."""
    key = CartKey(OwnerKind.ACCOUNT, accounts.SHOPPER)
    with closing(open_world(path)) as connection, unit_of_work(connection):
        rows = connection.execute("SELECT code, price FROM sku WHERE listed ORDER BY (id * 7919) % 60013").fetchall()
        lines = tuple(
            Line(f"l{number}", sku, 1 + number % 3, True, number, 0, price)
            for number, (sku, price) in enumerate(rows[:count], 1)
        )
        store = CartStore(connection)
        store.save(key, Cart(accounts.SHOPPER, lines=lines, next_line=count + 1), store.version(key))
    with Session(path) as session:
        session.do(Enter())


def _milliseconds(work: Callable[[], object]) -> float:
    """Median processor milliseconds."""
    times = []
    for _ in range(ROUNDS):
        started = time.process_time()
        work()
        times.append((time.process_time() - started) * 1e3)
    return median(times)
