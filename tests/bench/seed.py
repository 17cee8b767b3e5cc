"""Inserting a seeded catalogue, against raw sqlite3 executemany of the same rows; generation timed apart."""

from __future__ import annotations

import resource
import sqlite3
import sys
import tempfile
from contextlib import closing
from pathlib import Path
from time import perf_counter
from typing import Any

from cartsim.store.seed.making import seed_world
from cartsim.store.seed.writer import COLUMNS, FAST_PRAGMAS, INSERTS
from cartsim.store.worldfile import create_schema

PORTION = 20_000
SIZES = ("demo", "large")


def measure(sizes: tuple[str, ...] = SIZES) -> list[dict[str, Any]]:
    """Milliseconds of generating and of inserting for each size, the latter with its ratio; then peak memory."""
    with tempfile.TemporaryDirectory() as folder:
        figures = [row for size in sizes for row in _measured(Path(folder), size)]
    unit = 1 if sys.platform == "darwin" else 1024
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit // 2**20
    return [*figures, {"name": "peak memory", "mb": peak, "ratio": None}]


def _measured(folder: Path, size: str) -> list[dict[str, Any]]:
    made = min(
        (seed_world(folder / f"{size}-{turn}.world", size) for turn in range(3)), key=lambda one: one.inserting_seconds
    )
    raw = min(_raw_seconds(made.path, folder / f"{size}-{turn}.raw") for turn in range(3))
    return [
        {"name": f"generating, {made.rows} rows", "ms": round(made.generating_seconds * 1000, 1), "ratio": None},
        {"name": f"raw executemany, {made.rows} rows", "ms": round(raw * 1000, 1), "ratio": 1.0},
        {
            "name": f"inserting, {made.rows} rows",
            "ms": round(made.inserting_seconds * 1000, 1),
            "ratio": round(made.inserting_seconds / raw, 2),
        },
    ]


def _raw_seconds(source: Path, target: Path) -> float:
    """Seconds to insert the rows of `source` into an empty file of the same schema, commit included."""
    create_schema(target)
    with closing(sqlite3.connect(source)) as made:
        rows = {
            table: made.execute(f"SELECT {', '.join(columns)} FROM {table}").fetchall()
            for table, columns in COLUMNS.items()
        }
    with closing(sqlite3.connect(target)) as raw:
        for pragma in FAST_PRAGMAS:
            raw.execute(pragma)
        started = perf_counter()
        for table, statement in INSERTS.items():
            for first in range(0, len(rows[table]), PORTION):
                raw.executemany(statement, rows[table][first : first + PORTION])
        raw.commit()
        return perf_counter() - started
