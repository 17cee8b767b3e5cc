"""What a scenario has planned, done by the tick that reaches it and told like every other change of the market."""

from __future__ import annotations

import sqlite3

from cartsim.model.trouble import Neighbour
from cartsim.store import plan, trouble
from cartsim.store.plan import Planned
from cartsim.world import edits


def do_planned(connection: sqlite3.Connection, now: int) -> None:
    """Do everything planned up to world time `now`, inside the tick's unit of work."""
    for planned in plan.take_due(connection, now):
        _do(connection, planned, now)


def _do(connection: sqlite3.Connection, planned: Planned, now: int) -> None:
    sku, facts = planned.subject, planned.facts
    if "trouble" in facts:
        edits.set_trouble(connection, planned.subject, facts["trouble"], now)
    if "answer" in facts:
        trouble.give_answer(connection, Neighbour(planned.subject), facts["answer"], now)
    if "left" in facts:
        plan.set_coupon_left(connection, planned.subject, facts["left"])
    if "price" in facts:
        edits.set_price(connection, sku, facts["price"])
    if "stock" in facts:
        edits.set_stock(connection, sku, planned.city, facts["stock"])
    if "listed" in facts:
        (edits.relist if facts["listed"] else edits.delist)(connection, sku)
    if "restricted" in facts:
        (edits.restrict if facts["restricted"] else edits.permit)(connection, sku, planned.city)
