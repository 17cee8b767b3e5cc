"""The trainer's hand on the market: edits that hold while the market goes on around them.

Each runs inside the caller's unit of work, beside the journal entry that records it, and leaves a market
event at the world's present tick; what changes nothing leaves none. All raise UnknownCodeError where a
code is not in the catalogue, PolicyError where a value does not fit.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping
from typing import Final

from cartsim.errors import PolicyError, UnknownCodeError
from cartsim.model.trouble import NO_TROUBLE, Neighbour, TroubleKind
from cartsim.store import staging, trouble
from cartsim.store import ticks as statements
from cartsim.store.goods import find_city, unknown
from cartsim.store.ticks import Move, Subject
from cartsim.world.changes import ChangeKind
from cartsim.world.clock import read_world

CLOSED_ZH = "该地区不销售"
CLOSED_EN = "Not sold in this region"
"""Reason of a trainer's restriction; unlike its own, the market does not lift it."""

USUAL_PAR = 20
"""Pieces a restock puts where a warehouse has no level of its own."""

MOST_FEN: Final = 100_000_000
"""A million yuan: the most a price may be, as in the files people write."""

MOST_PIECES: Final = 1_000_000
"""Pieces one restock may put into a warehouse, likewise."""

WHOLE: Final = 10_000
"""Hundredths of a percent that make one."""


def set_price(connection: sqlite3.Connection, sku: str, price: int) -> None:
    """Drop or raise a price to `price` fen; later moves revert to it."""
    if not 1 <= price <= MOST_FEN:
        raise PolicyError(f"a price must be from 1 to {MOST_FEN} fen, not {price}")
    found = _find(connection, sku)
    statements.rebase_price(connection, found.sku_id, price)
    _record(connection, ChangeKind.PRICE, sku, found.price, price)


def scale_price(connection: sqlite3.Connection, sku: str, rate: int) -> None:
    """Multiply a price by `rate` hundredths of a percent (8500 is 85 %), rounded half up, at least 1 fen."""
    if rate < 1:
        raise PolicyError(f"a price must be scaled by more than nothing, not {rate}")
    set_price(connection, sku, max(1, (_find(connection, sku).price * rate + WHOLE // 2) // WHOLE))


def sell_out(connection: sqlite3.Connection, sku: str) -> None:
    """Take every piece of a SKU from every warehouse; the market does not restock it."""
    found = _find(connection, sku)
    statements.set_level(connection, found.sku_id, 0)
    _record(connection, ChangeKind.STOCK, sku, found.pieces, 0)


def restock(connection: sqlite3.Connection, sku: str, pieces: int = 0) -> None:
    """Put `pieces` into each warehouse that keeps the SKU; 0 fills each up to its usual level."""
    if not 0 <= pieces <= MOST_PIECES:
        raise PolicyError(f"stock must be from 0 to {MOST_PIECES} pieces, not {pieces}")
    before = _find(connection, sku)
    if pieces:
        statements.set_level(connection, before.sku_id, pieces)
    else:
        statements.fill_up(connection, before.sku_id, USUAL_PAR)
    _record(connection, ChangeKind.RESTOCK, sku, before.pieces, _find(connection, sku).pieces)


def set_stock(connection: sqlite3.Connection, sku: str, city: str, pieces: int) -> None:
    """Exactly `pieces` for a city, all in its nearest warehouse."""
    before = _find(connection, sku)
    staging.set_stock(connection, sku, city, pieces)
    after = _find(connection, sku).pieces
    _record(connection, ChangeKind.RESTOCK if after > before.pieces else ChangeKind.STOCK, sku, before.pieces, after)


def delist(connection: sqlite3.Connection, sku: str) -> None:
    """Take the product of a SKU off the shelf."""
    found = _find(connection, sku)
    if statements.set_product_listed(connection, found.product_id, False):
        _record(connection, ChangeKind.DELIST, found.product, 1, 0)


def relist(connection: sqlite3.Connection, sku: str) -> None:
    """Put the product of a SKU back on the shelf, and this specification with it."""
    found = _find(connection, sku)
    if statements.set_product_listed(connection, found.product_id, True):
        _record(connection, ChangeKind.RELIST, found.product, 0, 1)
    if statements.set_sku_listed(connection, found.sku_id, True):
        _record(connection, ChangeKind.RELIST, sku, 0, 1)


def restrict(connection: sqlite3.Connection, sku: str, city: str) -> None:
    """Stop selling the product of a SKU in a city."""
    found, city_id = _find(connection, sku), find_city(connection, city).id
    if statements.restrict(connection, found.product_id, city_id, CLOSED_ZH, CLOSED_EN):
        _record(connection, ChangeKind.RESTRICT, found.product, 1, 0)


def permit(connection: sqlite3.Connection, sku: str, city: str) -> None:
    """Sell the product of a SKU in a city again, whatever it was restricted for."""
    found, city_id = _find(connection, sku), find_city(connection, city).id
    if statements.permit(connection, found.product_id, city_id):
        _record(connection, ChangeKind.PERMIT, found.product, 0, 1)


def set_trouble(connection: sqlite3.Connection, neighbour: str, kind: str, now: int) -> None:
    """Let a neighbour of the cart answer `stale`, late (`slow`), not at all (`down`), or as it should (`none`).

    UnknownCodeError for a neighbour or a trouble there is not.
    """
    if neighbour not in set(Neighbour):
        raise UnknownCodeError(f"there is no neighbour {neighbour!r}; there are {', '.join(Neighbour)}")
    if kind == NO_TROUBLE:
        trouble.end_trouble(connection, Neighbour(neighbour))
    elif kind in set(TroubleKind):
        trouble.begin_trouble(connection, Neighbour(neighbour), TroubleKind(kind), now)
    else:
        raise UnknownCodeError(f"there is no trouble {kind!r}; there are {', '.join((NO_TROUBLE, *TroubleKind))}")


_Edit = Callable[[sqlite3.Connection, str, int, str], None]

_EDITS: Mapping[str, _Edit] = {
    "set_price": lambda connection, sku, value, _: set_price(connection, sku, value),
    "scale_price": lambda connection, sku, value, _: scale_price(connection, sku, value),
    "sell_out": lambda connection, sku, *_: sell_out(connection, sku),
    "restock": lambda connection, sku, value, _: restock(connection, sku, value),
    "delist": lambda connection, sku, *_: delist(connection, sku),
    "relist": lambda connection, sku, *_: relist(connection, sku),
    "restrict": lambda connection, sku, _, city: restrict(connection, sku, city),
    "permit": lambda connection, sku, _, city: permit(connection, sku, city),
}

ACTIONS = tuple(_EDITS)
"""What an `EditMarket` command may say."""


def edit_market(connection: sqlite3.Connection, action: str, sku: str, value: int, city: str) -> None:
    """Do what an `EditMarket` command says; raises UnknownCodeError for an action there is not."""
    if action not in _EDITS:
        raise UnknownCodeError(f"there is no market edit {action!r}; there are {', '.join(ACTIONS)}")
    _EDITS[action](connection, sku, value, city)


def _find(connection: sqlite3.Connection, sku: str) -> Subject:
    found = statements.find_subject(connection, sku)
    if found is None:
        raise unknown(connection, "sku", sku)
    return found


def _record(connection: sqlite3.Connection, kind: ChangeKind, subject: str, before: int, after: int) -> None:
    if before != after:
        world = read_world(connection)
        statements.write_events(connection, world.tick, world.now, [Move(kind, subject, before, after)])
