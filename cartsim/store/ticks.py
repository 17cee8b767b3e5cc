"""The statements of the market: what ticks, the driver and a trainer's hand read and write, in plain rows.

A bucket is the SKUs whose id leaves the same rest: `first, first + period, ...` up to `last`. It is found
by arithmetic on the ids, without an index. Nothing here begins or ends a transaction: that is the caller's.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from typing import NamedTuple

KEPT_EVENTS = 2_000
"""Market events a world keeps; older ones are forgotten."""

_BUCKET = """
    WITH RECURSIVE due(id) AS (
        SELECT :first WHERE :first <= :last
        UNION ALL
        SELECT id + :period FROM due WHERE id + :period <= :last
    )
"""

_WINDOWS = """
    SELECT 'opens', code FROM activity WHERE starts_at > :since AND starts_at <= :now
    UNION SELECT 'ends', code FROM activity WHERE ends_at > :since AND ends_at <= :now
    UNION SELECT 'opens', code FROM promotion WHERE starts_at > :since AND starts_at <= :now
    UNION SELECT 'ends', code FROM promotion WHERE ends_at > :since AND ends_at <= :now
    UNION SELECT 'opens', code FROM coupon WHERE claim_from > :since AND claim_from <= :now
    UNION SELECT 'ends', code FROM coupon WHERE claim_until > :since AND claim_until <= :now
    UNION SELECT 'opens', code FROM coupon WHERE use_from > :since AND use_from <= :now
    UNION SELECT 'ends', code FROM coupon WHERE use_until > :since AND use_until <= :now
    ORDER BY 1 DESC, 2
"""


class WorldRow(NamedTuple):
    """The world's row as stored, catalogue checksum and policy left out; truth values are 0 and 1."""

    seed: int
    size: str
    scenario: str
    starts_at: int
    tick: int
    step: int
    tick_s: int
    liveliness: int
    speed: int
    paused: int
    frozen: int
    lease_holder: str
    lease_until: float
    life: int


class Move(NamedTuple):
    """One thing that moved in the market; what before and after hold depends on the kind."""

    kind: str
    """As `MarketEvent.kind`."""
    subject: str
    """Code of the SKU, product, promotion, coupon or activity."""
    before: int
    after: int


class Subject(NamedTuple):
    """What an edit of the market starts from; truth values are 0 and 1."""

    sku_id: int
    price: int
    spec_listed: int
    product_id: int
    product: str
    listed: int
    pieces: int
    """Over all warehouses."""


class Extent(NamedTuple):
    """The highest ids of what the market moves; ids are dense and start at 1."""

    products: int
    skus: int
    cities: int


class PricedSku(NamedTuple):
    """A SKU whose price may move."""

    id: int
    code: str
    base_price: int
    volatility: int
    price: int


class StockLevel(NamedTuple):
    """Pieces of one SKU in one warehouse."""

    sku_id: int
    code: str
    warehouse_id: int
    quantity: int
    par: int


def read_world_row(connection: sqlite3.Connection) -> WorldRow | None:
    """The world's row, None where the file has none."""
    row = connection.execute(f"SELECT {', '.join(WorldRow._fields)} FROM world WHERE id = 1").fetchone()
    return None if row is None else WorldRow._make(row)


def claim_tick(connection: sqlite3.Connection, tick: int, steps: int) -> bool:
    """Move the world from `tick` to the next; False where it is no longer at `tick`."""
    changed = connection.execute(
        "UPDATE world SET tick = tick + 1, step = step + ? WHERE id = 1 AND tick = ?", (steps, tick)
    )
    return changed.rowcount == 1


def read_extent(connection: sqlite3.Connection) -> Extent:
    """The highest ids, each from the end of its table."""
    return Extent._make(
        connection.execute(
            "SELECT (SELECT coalesce(max(id), 0) FROM product), (SELECT coalesce(max(id), 0) FROM sku), "
            "(SELECT coalesce(max(id), 0) FROM city)"
        ).fetchone()
    )


def read_prices(connection: sqlite3.Connection, first: int, period: int, last: int) -> list[PricedSku]:
    """A bucket of SKUs with what their price depends on, by id."""
    rows = connection.execute(
        _BUCKET + "SELECT sku.id, code, base_price, volatility, price FROM due JOIN sku ON sku.id = due.id",
        {"first": first, "period": period, "last": last},
    )
    return [PricedSku._make(row) for row in rows]


def write_prices(connection: sqlite3.Connection, prices: Iterable[tuple[int, int]]) -> None:
    """Set prices, given as (fen, SKU id)."""
    connection.executemany("UPDATE sku SET price = ? WHERE id = ?", prices)


def read_stock(connection: sqlite3.Connection, first: int, period: int, last: int) -> list[StockLevel]:
    """Stock of a bucket of SKUs that are on sale, by SKU and warehouse."""
    rows = connection.execute(
        _BUCKET
        + """
        SELECT sku_id, sku.code, warehouse_id, quantity, par
        FROM due JOIN sku ON sku.id = due.id JOIN product ON product.id = sku.product_id
        JOIN stock ON stock.sku_id = due.id
        WHERE sku.listed AND product.listed AND NOT product.deleted
        """,
        {"first": first, "period": period, "last": last},
    )
    return [StockLevel._make(row) for row in rows]


def write_stock(connection: sqlite3.Connection, levels: Iterable[tuple[int, int, int]]) -> None:
    """Set stock, given as (pieces, SKU id, warehouse id)."""
    connection.executemany("UPDATE stock SET quantity = ? WHERE sku_id = ? AND warehouse_id = ?", levels)


def set_product_listed(connection: sqlite3.Connection, product_id: int, listed: bool) -> str | None:
    """List or delist for good a product that is not deleted; its code, None where it stood or was away already."""
    return _set_listed(connection, "product", "NOT deleted", product_id, listed, away=False)


def set_sku_listed(connection: sqlite3.Connection, sku_id: int, listed: bool) -> str | None:
    """Offer or take out for good one specification; its code, None where it stood or was away already."""
    return _set_listed(connection, "sku", "TRUE", sku_id, listed, away=False)


def turn_product(connection: sqlite3.Connection, product_id: int, listed: bool) -> str | None:
    """Take a product off the shelf for a while, or put it back if that is why it is gone; its code, None where not."""
    condition = f"NOT deleted AND {_MAY_TURN[listed]}"
    return _set_listed(connection, "product", condition, product_id, listed, away=not listed)


def turn_sku(connection: sqlite3.Connection, sku_id: int, listed: bool) -> str | None:
    """The same for one specification."""
    return _set_listed(connection, "sku", _MAY_TURN[listed], sku_id, listed, away=not listed)


_MAY_TURN = {True: "away", False: "listed"}
"""What the market may put back, and take off."""


def _set_listed(
    connection: sqlite3.Connection, table: str, condition: str, row_id: int, listed: bool, *, away: bool
) -> str | None:
    """The code where this changed whether it is listed; what stays off the shelf may do so for another reason now."""
    row = connection.execute(f"SELECT code, listed FROM {table} WHERE id = ? AND {condition}", (row_id,)).fetchone()
    if row is None:
        return None
    connection.execute(f"UPDATE {table} SET listed = ?, away = ? WHERE id = ?", (listed, away, row_id))
    return None if row[1] == listed else str(row[0])


def restrict(connection: sqlite3.Connection, product_id: int, city_id: int, zh: str, en: str) -> str | None:
    """Stop selling a product in a city for a reason; its code, None where it was not sold there already."""
    added = connection.execute(
        "INSERT OR IGNORE INTO restriction (product_id, city_id, zh, en) VALUES (?, ?, ?, ?)",
        (product_id, city_id, zh, en),
    )
    return _product_code(connection, product_id) if added.rowcount == 1 else None


def permit(connection: sqlite3.Connection, product_id: int, city_id: int, en: str | None = None) -> str | None:
    """Lift a restriction, with `en` only one made for that reason; the product's code, None if none is lifted."""
    lifted = connection.execute(
        "DELETE FROM restriction WHERE product_id = ? AND city_id = ? AND en = coalesce(?, en)",
        (product_id, city_id, en),
    )
    return _product_code(connection, product_id) if lifted.rowcount == 1 else None


def _product_code(connection: sqlite3.Connection, product_id: int) -> str:
    return str(connection.execute("SELECT code FROM product WHERE id = ?", (product_id,)).fetchone()[0])


def read_windows(connection: sqlite3.Connection, since: int, now: int) -> list[tuple[str, str]]:
    """Windows that open or end after `since` and up to `now`, as (`opens` or `ends`, code)."""
    return connection.execute(_WINDOWS, {"since": since, "now": now}).fetchall()


def write_events(connection: sqlite3.Connection, tick: int, now: int, moves: Sequence[Move]) -> None:
    """Append moves at world time `now` to the market's events and forget what is too old to keep."""
    if not moves:
        return
    last = connection.execute("SELECT coalesce(max(id), 0) FROM marketevent").fetchone()[0]
    newest = last + len(moves)
    kept = moves[-KEPT_EVENTS:]
    connection.executemany(
        "INSERT INTO marketevent (id, tick, at, kind, subject, before, after) VALUES (?, ?, ?, ?, ?, ?, ?)",
        [(event_id, tick, now, *move) for event_id, move in enumerate(kept, newest - len(kept) + 1)],
    )
    connection.execute("DELETE FROM marketevent WHERE id <= ?", (newest - KEPT_EVENTS,))


def find_subject(connection: sqlite3.Connection, sku: str) -> Subject | None:
    """The SKU of a code with its product, None where there is no such code."""
    row = connection.execute(
        "SELECT sku.id, sku.price, sku.listed, product.id, product.code, product.listed, "
        "(SELECT coalesce(sum(quantity), 0) FROM stock WHERE sku_id = sku.id) "
        "FROM sku JOIN product ON product.id = sku.product_id WHERE sku.code = ?",
        (sku,),
    ).fetchone()
    return None if row is None else Subject._make(row)


def rebase_price(connection: sqlite3.Connection, sku_id: int, price: int) -> None:
    """Set a SKU's price and the base its moves revert to."""
    connection.execute("UPDATE sku SET price = ?1, base_price = ?1 WHERE id = ?2", (price, sku_id))


def set_level(connection: sqlite3.Connection, sku_id: int, pieces: int) -> None:
    """Set the pieces of a SKU in each of its warehouses, and the par that restocks fill up to."""
    connection.execute("UPDATE stock SET quantity = ?1, par = ?1 WHERE sku_id = ?2", (pieces, sku_id))


def fill_up(connection: sqlite3.Connection, sku_id: int, par_if_none: int) -> None:
    """Fill each warehouse of a SKU up to par, which is made `par_if_none` where it is 0."""
    connection.execute("UPDATE stock SET par = ? WHERE sku_id = ? AND par = 0", (par_if_none, sku_id))
    connection.execute("UPDATE stock SET quantity = max(quantity, par) WHERE sku_id = ?", (sku_id,))


def take_lease(connection: sqlite3.Connection, holder: str, now: float, lease_s: float) -> bool:
    """Take or renew the driver's lease until `now + lease_s` (real time); False where another holds it.

    A lease that ends more than two terms ahead was written before the machine's clock was set back, and
    counts as expired.
    """
    changed = connection.execute(
        "UPDATE world SET lease_holder = :holder, lease_until = :now + :lease WHERE id = 1 AND "
        "(lease_holder IN ('', :holder) OR lease_until <= :now OR lease_until > :now + 2 * :lease)",
        {"holder": holder, "now": now, "lease": lease_s},
    )
    return changed.rowcount == 1


def give_back_lease(connection: sqlite3.Connection, holder: str) -> bool:
    """End a lease of one's own; False where it was not."""
    changed = connection.execute(
        "UPDATE world SET lease_holder = '', lease_until = 0 WHERE id = 1 AND lease_holder = ?", (holder,)
    )
    return changed.rowcount == 1


def set_pace(
    connection: sqlite3.Connection,
    *,
    speed: int | None = None,
    paused: bool | None = None,
    frozen: bool | None = None,
    liveliness: int | None = None,
) -> None:
    """Change how the world runs; None leaves a setting as it is."""
    connection.execute(
        "UPDATE world SET speed = coalesce(?, speed), paused = coalesce(?, paused), "
        "frozen = coalesce(?, frozen), liveliness = coalesce(?, liveliness) WHERE id = 1",
        (speed, paused, frozen, liveliness),
    )
