"""A tick of a large world against raw sqlite3 that writes the same rows into a copy of the same file."""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from statistics import median
from typing import Any

from cartsim.store.seed.making import seed_world
from cartsim.store.ticks import KEPT_EVENTS
from cartsim.store.worldfile import open_world
from cartsim.world.ticks import advance

TICKS = 60
WARM_UP = 10
SEED = 1


def measure() -> list[dict[str, Any]]:
    """Median milliseconds of a tick on `large`, of the same writes in raw sqlite3, and their ratio."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "large.world")
        seed_world(path, "large", SEED)
        twin = Path(shutil.copy(path, Path(folder, "raw.world")))
        with closing(open_world(path)) as world, closing(open_world(twin)) as raw:
            figures = list(_ticks(world, raw))[WARM_UP:]
    tick_ms, raw_ms, changes = (median(column) for column in zip(*figures, strict=True))
    return [
        {"name": "tick", "ms": round(tick_ms, 2), "ratio": round(tick_ms / raw_ms, 2), "changes": changes},
        {"name": "raw sqlite3, the same writes", "ms": round(raw_ms, 2), "ratio": 1.0, "changes": changes},
    ]


def _ticks(world: sqlite3.Connection, raw: sqlite3.Connection) -> Iterator[tuple[float, float, int]]:
    """Milliseconds of the tick, of the raw writes, and the tick's changes; both files stay equal."""
    before = _rows(world)
    for _ in range(TICKS):
        started = time.perf_counter()
        made = advance(world)
        tick_ms = (time.perf_counter() - started) * 1e3
        after = _rows(world)
        writes = _writes(world, made.tick, before, after)
        if _rows(raw) != before:
            raise AssertionError("the raw writes of the tick before did not give the same world")
        started = time.perf_counter()
        _write_raw(raw, writes)
        yield tick_ms, (time.perf_counter() - started) * 1e3, made.changes
        before = after


def _rows(world: sqlite3.Connection) -> tuple[set[Any], ...]:
    """What a tick may change of the catalogue."""
    return tuple(
        set(world.execute(statement))
        for statement in (
            "SELECT price, id FROM sku",
            "SELECT quantity, sku_id, warehouse_id FROM stock",
            "SELECT listed, id FROM product",
            "SELECT listed, id FROM sku",
        )
    )


def _writes(
    world: sqlite3.Connection, tick: int, before: tuple[set[Any], ...], after: tuple[set[Any], ...]
) -> list[tuple[str, list[Any]]]:
    """The statements, with their rows, that take the state before the tick to the one after it."""
    prices, stock, products, skus = (
        sorted(new - old, key=lambda row: row[1:]) for old, new in zip(before, after, strict=True)
    )
    events = world.execute(
        "SELECT id, tick, at, kind, subject, before, after FROM marketevent WHERE tick = ? ORDER BY id", (tick,)
    ).fetchall()
    return [
        ("UPDATE world SET tick = ?, step = ? WHERE id = 1", world.execute("SELECT tick, step FROM world").fetchall()),
        ("UPDATE sku SET price = ? WHERE id = ?", prices),
        ("UPDATE stock SET quantity = ? WHERE sku_id = ? AND warehouse_id = ?", stock),
        ("UPDATE product SET listed = ? WHERE id = ?", products),
        ("UPDATE sku SET listed = ? WHERE id = ?", skus),
        ("INSERT INTO marketevent (id, tick, at, kind, subject, before, after) VALUES (?, ?, ?, ?, ?, ?, ?)", events),
        ("DELETE FROM marketevent WHERE id <= ?", [(events[-1][0] - KEPT_EVENTS,)] if events else []),
    ]


def _write_raw(raw: sqlite3.Connection, writes: list[tuple[str, list[Any]]]) -> None:
    raw.execute("BEGIN IMMEDIATE")
    for statement, rows in writes:
        raw.executemany(statement, rows)
    raw.execute("COMMIT")


if __name__ == "__main__":
    for figure in measure():
        print(figure)
