"""What a scenario says will happen later: kept in the world, handed to the tick that reaches it."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from typing import Any, NamedTuple

from cartsim.store.goods import find_city, unknown
from cartsim.store.mapping import to_text

_ADD = "INSERT INTO plannedfact (at, subject, city, facts) VALUES (?, ?, ?, ?)"
_DUE = "SELECT subject, city, facts FROM plannedfact WHERE at <= ? ORDER BY at, id"
_DONE = "DELETE FROM plannedfact WHERE at <= ?"


class Planned(NamedTuple):
    """One thing to do."""

    subject: str
    """Code of a SKU, or of a coupon where `facts` says what is left of it, or a neighbour where it says its trouble."""
    city: str
    facts: Mapping[str, Any]
    """`price` in fen, `stock` in pieces of the city, `listed`, `restricted`; `left` of a coupon; `trouble`;
    `answer` of a slow neighbour, with the world time of its last."""


def plan_for_sku(connection: sqlite3.Connection, at: int, sku: str, city: str, facts: Mapping[str, int | bool]) -> None:
    """Let the world set facts of a SKU at world time `at`. UnknownCodeError for SKU or city."""
    find_city(connection, city)
    _must_exist(connection, "sku", sku)
    connection.execute(_ADD, (at, sku, city, to_text(facts)))


def plan_for_coupon(connection: sqlite3.Connection, at: int, coupon: str, left: int) -> None:
    """Let so many pieces of a coupon be left at world time `at`. UnknownCodeError for the coupon."""
    _must_exist(connection, "coupon", coupon)
    connection.execute(_ADD, (at, coupon, "", to_text({"left": left})))


def plan_trouble(connection: sqlite3.Connection, at: int, neighbour: str, trouble: str) -> None:
    """Let a neighbour of the cart answer stale, late, not at all, or as it should at world time `at`."""
    connection.execute(_ADD, (at, neighbour, "", to_text({"trouble": trouble})))


def plan_answer(connection: sqlite3.Connection, at: int, neighbour: str, last: int) -> None:
    """Let a slow neighbour, whose answer before is that of world time `last`, answer at world time `at`."""
    connection.execute(_ADD, (at, neighbour, "", to_text({"answer": last})))


def take_due(connection: sqlite3.Connection, now: int) -> list[Planned]:
    """What is to be done by world time `now`, in its order; it is struck out of the plan."""
    due = [Planned(subject, city, json.loads(facts)) for subject, city, facts in connection.execute(_DUE, (now,))]
    if due:
        connection.execute(_DONE, (now,))
    return due


def set_coupon_left(connection: sqlite3.Connection, coupon: str, left: int) -> None:
    """So many pieces of the coupon can still be claimed."""
    connection.execute("UPDATE coupon SET stock = ? WHERE code = ?", (left, coupon))


def _must_exist(connection: sqlite3.Connection, kind: str, code: str) -> None:
    if connection.execute(f"SELECT 1 FROM {kind} WHERE code = ?", (code,)).fetchone() is None:
        raise unknown(connection, kind, code)
