"""What other shoppers buy and what shops restock. Pure.

A SKU is visited once in `PERIOD` market steps, at a phase given by its id. What happens then depends on
(seed, SKU, step) and on the stock found, so a step is reproducible given the state before it.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

from cartsim.store.ticks import Move, StockLevel
from cartsim.world.chance import Stream, below, draws, stream_key
from cartsim.world.changes import ChangeKind

PERIOD = 120
"""Market steps from one visit of a SKU to the next."""

BUY_OF_FOUR = 3
"""So many of four visits buy."""

BASKET_OF_PAR = 12
"""One visit buys at most this part of par, and up to 2 pieces of goods with little stock."""

LOW_OF_PAR = 5
"""Stock at or under this part of par is low and may be filled up."""

RESTOCK_OF_FOUR = 1
"""So many of four visits of a low warehouse fill it up."""


class Visit(NamedTuple):
    """The new level of one warehouse and the event it makes."""

    sku_id: int
    warehouse_id: int
    quantity: int
    move: Move


def visits_due(seed: int, step: int, levels: Sequence[StockLevel]) -> list[Visit]:
    """What happens to the stock of SKUs that are due at `step`; `levels` come by SKU and warehouse."""
    by_sku = [list(group) for _, group in groupby(levels, key=itemgetter(0))]
    ids = [group[0][0] for group in by_sku]
    purchases = draws(stream_key(seed, Stream.RIVAL, step), ids)
    restocks = draws(stream_key(seed, Stream.RESTOCK, step), ids)
    visits = []
    for warehouses, purchase, restock in zip(by_sku, purchases, restocks, strict=True):
        visit = _visit(warehouses, purchase, restock)
        if visit is not None:
            visits.append(visit)
    return visits


def _visit(warehouses: Sequence[StockLevel], purchase: int, restock: int) -> Visit | None:
    """At most one warehouse of a SKU changes a visit: a low one is filled up, or rivals buy from it."""
    level = warehouses[purchase % len(warehouses)]
    sku_id, code, warehouse_id, quantity, par = level
    if quantity * LOW_OF_PAR <= par and quantity < par and restock & 3 < RESTOCK_OF_FOUR:
        kind, after = ChangeKind.RESTOCK, par
    elif quantity > 0 and restock >> 62 < BUY_OF_FOUR:
        pieces = 1 + below(purchase, max(2, par // BASKET_OF_PAR))
        kind, after = ChangeKind.STOCK, quantity - min(pieces, quantity)
    else:
        return None
    total = sum([warehouse[3] for warehouse in warehouses])
    return Visit(sku_id, warehouse_id, after, Move(kind, code, total, total - quantity + after))
