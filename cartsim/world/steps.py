"""One step of the market: every stream's due subjects are read, moved and written in batches."""

from __future__ import annotations

import sqlite3

from cartsim.store import ticks as statements
from cartsim.store.ticks import Extent, Move
from cartsim.world import episodes, prices, rivals
from cartsim.world.changes import ChangeKind

RESTRICTED_ZH = "该地区暂不销售"
RESTRICTED_EN = "Not sold in this region for now"
"""Reason of restrictions the market makes; it lifts no others."""


def take_step(connection: sqlite3.Connection, seed: int, step: int, extent: Extent) -> list[Move]:
    """Take market step number `step` and give its changes, in a fixed order of streams.

    Runs inside the caller's transaction; writes catalogue rows that changed and nothing else.
    """
    changes = _turn_listings(connection, seed, step, extent)
    changes += _turn_restrictions(connection, seed, step, extent)
    changes += _move_stock(connection, seed, step, extent)
    changes += _move_prices(connection, seed, step, extent)
    return changes


def _turn_listings(connection: sqlite3.Connection, seed: int, step: int, extent: Extent) -> list[Move]:
    changes = []
    for kind_of_episode, last_id, set_listed in (
        (episodes.PRODUCT_AWAY, extent.products, statements.turn_product),
        (episodes.SKU_AWAY, extent.skus, statements.turn_sku),
    ):
        for turn in episodes.turns(seed, kind_of_episode, step, last_id):
            listed = turn.starting is None
            code = set_listed(connection, turn.subject, listed)
            if code is not None:
                kind = ChangeKind.RELIST if listed else ChangeKind.DELIST
                changes.append(Move(kind, code, int(not listed), int(listed)))
    return changes


def _turn_restrictions(connection: sqlite3.Connection, seed: int, step: int, extent: Extent) -> list[Move]:
    changes: list[Move] = []
    if not extent.cities:
        return changes
    for turn in episodes.turns(seed, episodes.CITY_CLOSED, step, extent.products):
        if turn.ending is not None:
            city = 1 + turn.ending % extent.cities
            code = statements.permit(connection, turn.subject, city, RESTRICTED_EN)
            if code is not None:
                changes.append(Move(ChangeKind.PERMIT, code, 0, 1))
        if turn.starting is not None:
            city = 1 + turn.starting % extent.cities
            code = statements.restrict(connection, turn.subject, city, RESTRICTED_ZH, RESTRICTED_EN)
            if code is not None:
                changes.append(Move(ChangeKind.RESTRICT, code, 1, 0))
    return changes


def _move_stock(connection: sqlite3.Connection, seed: int, step: int, extent: Extent) -> list[Move]:
    levels = statements.read_stock(connection, _first_due(step, rivals.PERIOD), rivals.PERIOD, extent.skus)
    visits = rivals.visits_due(seed, step, levels)
    statements.write_stock(connection, [(quantity, sku, warehouse) for sku, warehouse, quantity, _ in visits])
    return [visit[3] for visit in visits]


def _move_prices(connection: sqlite3.Connection, seed: int, step: int, extent: Extent) -> list[Move]:
    goods = statements.read_prices(connection, _first_due(step, prices.PERIOD), prices.PERIOD, extent.skus)
    moved = prices.prices_due(seed, step, [(sku[0], sku[2], sku[3]) for sku in goods])
    changed = [(sku, price) for sku, price in zip(goods, moved, strict=True) if price != sku[4]]
    statements.write_prices(connection, [(price, sku[0]) for sku, price in changed])
    return [Move(ChangeKind.PRICE, sku[1], sku[4], price) for sku, price in changed]


def _first_due(step: int, period: int) -> int:
    """The lowest id whose turn it is at `step`."""
    return 1 + (step - 1) % period
