"""Writing rows in bulk, and the checksum of what was written."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterable, Sequence
from pathlib import Path
from time import perf_counter
from typing import Any

from sqlalchemy import create_engine
from sqlalchemy.pool import NullPool

from cartsim.store.worldfile import mark_as_world

COLUMNS: dict[str, tuple[str, ...]] = {
    "region": ("id", "code", "zh", "en"),
    "city": ("id", "code", "region_id", "zh", "en"),
    "warehouse": ("id", "code", "zh", "en", "special"),
    "warehouseregion": ("region_id", "warehouse_id", "rank"),
    "shop": ("id", "code", "kind", "business", "zh", "en"),
    "freightrule": (
        "shop_id", "fee", "first_fee", "first_pieces", "first_grams", "next_fee", "next_pieces", "next_grams",
        "free_over",
    ),
    "activity": ("id", "code", "zh", "en", "starts_at", "ends_at"),
    "giftgood": ("id", "code", "zh", "en", "list_price", "stock"),
    "addongood": ("id", "code", "shop_id", "zh", "en", "price", "stock", "weight"),
    "product": (
        "id", "code", "shop_id", "zh", "en", "category", "sprite", "listed", "deleted", "purchase_limit",
        "min_quantity", "step", "sold_until",
    ),
    "sku": (
        "id", "code", "product_id", "spec_zh", "spec_en", "colour", "list_price", "base_price", "price",
        "volatility", "weight", "listed",
    ),
    "stock": ("sku_id", "warehouse_id", "quantity", "par"),
    "restriction": ("product_id", "city_id", "zh", "en"),
    "activityproduct": ("product_id", "activity_id"),
    "productgift": ("product_id", "gift_id", "per", "give", "max_per_order"),
    "promotion": ("id", "code", "shop_id", "layer", "whole_shop", "starts_at", "ends_at", "terms"),
    "promotionproduct": ("product_id", "promotion_id"),
    "coupon": (
        "id", "code", "shop_id", "layer", "whole_shop", "claim_from", "claim_until", "use_from", "use_until", "stock",
        "per_user", "stack", "terms",
    ),
    "couponproduct": ("product_id", "coupon_id"),
}  # fmt: skip
"""Columns of the tables of a catalogue, parents first, in the order of the seeded rows."""

INSERTS = {
    table: f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})"
    for table, columns in COLUMNS.items()
}

FAST_PRAGMAS = ("PRAGMA locking_mode = EXCLUSIVE", "PRAGMA journal_mode = OFF", "PRAGMA synchronous = OFF",
                "PRAGMA cache_size = -65536")  # fmt: skip
"""For a file nobody else sees before it is complete: a failure deletes it whole."""

_READ_BATCH = 20_000


class Checksum:
    """A logical checksum: of the rows, whatever the pages, in whatever portions they come."""

    def __init__(self) -> None:
        self._tables = {table: hashlib.sha256() for table in COLUMNS}

    def add(self, table: str, rows: Sequence[Sequence[Any]]) -> None:
        """Take in the next rows of a table."""
        if rows:
            self._tables[table].update(json.dumps(rows)[1:-1].encode() + b", ")

    def digest(self) -> str:
        """Sixteen hexadecimal digits."""
        whole = hashlib.sha256()
        for table, part in self._tables.items():
            whole.update(f"{table} {part.hexdigest()}\n".encode())
        return whole.hexdigest()[:16]


def stored_checksum(connection: sqlite3.Connection) -> str:
    """The checksum of the catalogue as it stands in a world file."""
    checksum = Checksum()
    for table, columns in COLUMNS.items():
        key = "sku_id, warehouse_id" if table == "stock" else "rowid"
        cursor = connection.execute(f"SELECT {', '.join(columns)} FROM {table} ORDER BY {key}")
        while rows := cursor.fetchmany(_READ_BATCH):
            checksum.add(table, rows)
    return checksum.digest()


class BulkWriter:
    """Writes into a file with a schema and no rows. Close it in any case."""

    def __init__(self, path: Path) -> None:
        self._engine = create_engine(f"sqlite:///{path}", poolclass=NullPool)
        self._connection = self._engine.connect()
        for pragma in FAST_PRAGMAS:
            self._connection.exec_driver_sql(pragma)
        self.checksum = Checksum()
        self.rows = 0
        self.seconds = 0.0
        """Time spent inserting."""

    def write(self, rows: dict[str, list[tuple[Any, ...]]]) -> None:
        """Insert rows by table, parents first, and empty the lists."""
        for table, statement in INSERTS.items():
            portion = rows.get(table)
            if not portion:
                continue
            if table == "stock":
                portion.sort()  # it is kept by its key, and reads in that order
            self.checksum.add(table, portion)
            started = perf_counter()
            self._connection.exec_driver_sql(statement, portion)
            self.seconds += perf_counter() - started
            self.rows += len(portion)
            portion.clear()

    def execute(self, statement: str, parameters: Iterable[Any]) -> None:
        """One statement with its parameters."""
        self._connection.exec_driver_sql(statement, tuple(parameters))

    def finish(self) -> None:
        """Commit and mark the file as a world."""
        started = perf_counter()
        self._connection.commit()
        driver = self._connection.connection.driver_connection
        assert isinstance(driver, sqlite3.Connection)
        driver.execute("PRAGMA optimize")
        mark_as_world(driver)
        self.seconds += perf_counter() - started

    def close(self) -> None:
        """Give the file back."""
        self._connection.close()
        self._engine.dispose()
