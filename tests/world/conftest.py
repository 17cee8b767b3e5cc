"""A small real world file: the schema of the store, goods in plain rows, windows around the start."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from cartsim.store.worldfile import create_schema, mark_as_world, open_world

SEED = 20_260_618
STARTS_AT = 1_781_784_000
PRODUCTS = 400
SKUS = 1_600
WAREHOUSES = 2


def _fill(path: Path) -> None:
    create_schema(path)
    connection = sqlite3.connect(path)
    with connection:
        connection.execute(
            "INSERT INTO world (id, seed, size, scenario, starts_at, tick, step, tick_s, liveliness, speed, "
            "paused, frozen, lease_holder, lease_until, checksum, policy, first_policy, scenario_text, life, login) "
            "VALUES (1, ?, 'demo', '', ?, 0, 0, 1, 1, 1, 0, 0, '', 0, '', '{}', '{}', '', 0, '')",
            (SEED, STARTS_AT),
        )
        connection.execute("INSERT INTO region (id, code, zh, en) VALUES (1, 'east', '华东', 'East')")
        connection.executemany(
            "INSERT INTO city (id, code, region_id, zh, en) VALUES (?, ?, 1, '城', 'City')",
            [(n, f"city-{n}") for n in range(1, 6)],
        )
        connection.executemany(
            "INSERT INTO warehouse (id, code, zh, en, special) VALUES (?, ?, '仓', 'Warehouse', 0)",
            [(n, f"warehouse-{n}") for n in range(1, WAREHOUSES + 1)],
        )
        connection.execute(
            "INSERT INTO shop (id, code, kind, business, zh, en) VALUES (1, 's', 'pop', 'main', '店', 'S')"
        )
        connection.executemany(
            "INSERT INTO product (id, code, shop_id, zh, en, category, sprite, listed, deleted, min_quantity, step) "
            "VALUES (?, ?, 1, '鞋', 'Shoe', 'shoes', 'shoe', 1, 0, 1, 1)",
            [(n, f"shoe-{n:03}") for n in range(1, PRODUCTS + 1)],
        )
        connection.executemany(
            "INSERT INTO sku (id, code, product_id, spec_zh, spec_en, colour, list_price, base_price, price, "
            "volatility, weight, listed) VALUES (?, ?, ?, '[]', '[]', '', 0, ?, ?, ?, 300, 1)",
            [
                (
                    n,
                    f"shoe-{(n - 1) * PRODUCTS // SKUS + 1:03}/{n}",
                    (n - 1) * PRODUCTS // SKUS + 1,
                    base,
                    base,
                    100 * (n % 12),
                )
                for n in range(1, SKUS + 1)
                for base in [490 + 97 * n]
            ],
        )
        connection.executemany(
            "INSERT INTO stock (sku_id, warehouse_id, quantity, par) VALUES (?, ?, ?, ?)",
            [
                (sku, warehouse, (sku * 7 + warehouse) % 40, (sku * 7) % 40)
                for sku in range(1, SKUS + 1)
                for warehouse in range(1, WAREHOUSES + 1)
            ],
        )
        connection.execute(
            "INSERT INTO promotion (id, code, shop_id, layer, whole_shop, starts_at, ends_at, terms) "
            "VALUES (1, 's-300-40', 1, 'shop', 1, ?, ?, '{}')",
            (STARTS_AT + 5, STARTS_AT + 9),
        )
        connection.execute(
            "INSERT INTO cart (owner_kind, owner, business, version, body) VALUES ('account', 'me', 'main', 3, '[1]')"
        )
    mark_as_world(connection)
    connection.close()


def market_of(world: sqlite3.Connection) -> dict[str, list[tuple[object, ...]]]:
    """All a tick may change, row by row; the driver's lease and pace left out."""
    queries = {
        "world": "SELECT tick, step FROM world",
        "product": "SELECT id, listed FROM product ORDER BY id",
        "sku": "SELECT id, listed, price, base_price FROM sku ORDER BY id",
        "stock": "SELECT * FROM stock ORDER BY sku_id, warehouse_id",
        "restriction": "SELECT * FROM restriction ORDER BY product_id, city_id",
        "marketevent": "SELECT * FROM marketevent ORDER BY id",
    }
    return {name: world.execute(query).fetchall() for name, query in queries.items()}


@pytest.fixture(scope="session")
def fresh_world(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A world file at tick 0 that no test changes."""
    path = tmp_path_factory.mktemp("worlds") / "fresh.world"
    _fill(path)
    return path


@pytest.fixture
def make_world(fresh_world: Path, tmp_path: Path) -> Callable[[str], Path]:
    """Makes a copy of the fresh world under a name."""

    def make(name: str = "world") -> Path:
        return Path(shutil.copy(fresh_world, tmp_path / f"{name}.world"))

    return make


@pytest.fixture
def open_copy(make_world: Callable[[str], Path]) -> Iterator[Callable[[str], sqlite3.Connection]]:
    """Opens copies of the fresh world by name; closes them after the test."""
    opened: list[sqlite3.Connection] = []

    def connect(name: str = "world") -> sqlite3.Connection:
        opened.append(open_world(make_world(name)))
        return opened[-1]

    yield connect
    for connection in opened:
        connection.close()


@pytest.fixture
def world(open_copy: Callable[[str], sqlite3.Connection]) -> sqlite3.Connection:
    """An open copy of the fresh world."""
    return open_copy("world")
