"""How much a world holds, for a look from outside."""

from __future__ import annotations

import sqlite3

_COUNTED = {
    "shops": "shop",
    "products": "product",
    "skus": "sku",
    "promotions": "promotion",
    "coupons": "coupon",
    "journal": "journal",
}
_CHECKSUM = "SELECT checksum FROM world WHERE id = 1"


def count_rows(connection: sqlite3.Connection) -> dict[str, int]:
    """Rows of what a person would ask after, by its name."""
    return {
        name: int(connection.execute(f"SELECT COUNT(*) FROM {table}").fetchone()[0]) for name, table in _COUNTED.items()
    }


def seeded_checksum(connection: sqlite3.Connection) -> str:
    """The logical checksum of the catalogue as it was seeded."""
    return str(connection.execute(_CHECKSUM).fetchone()[0])
