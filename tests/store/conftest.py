"""A seeded demo world to read, and copies of it to write to."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from cartsim.store.seed.making import STARTS_AT, seed_world
from cartsim.store.worldfile import open_world

NOW = STARTS_AT


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo catalogue of seed 42; never write to it."""
    path = tmp_path_factory.mktemp("demo") / "demo.world"
    seed_world(path, "demo", 42)
    return path


@pytest.fixture
def path(demo: Path, tmp_path: Path) -> Path:
    """A copy of the demo world."""
    return Path(shutil.copy(demo, tmp_path / "a.world"))


@pytest.fixture
def world(path: Path) -> Iterator[sqlite3.Connection]:
    """A connection to a copy of the demo world."""
    connection = open_world(path)
    yield connection
    connection.close()
