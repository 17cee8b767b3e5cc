"""The market on a really seeded catalogue."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from cartsim.cart.commands import SetPace
from cartsim.store.worldfile import open_world
from cartsim.world import prices
from cartsim.world.clock import read_world
from cartsim.world.pace import set_pace
from cartsim.world.ticks import advance


def test_a_seeded_catalogue_keeps_its_constraints_and_its_prices_through_the_market(world_path: Path) -> None:
    with closing(open_world(world_path)) as world:
        set_pace(world, SetPace(liveliness=100))
        carts = world.execute("SELECT * FROM cart").fetchall()
        made = advance(world, 6)
        assert made.changes > 1_000
        assert world.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert world.execute("PRAGMA foreign_key_check").fetchall() == []
        assert world.execute("SELECT * FROM cart").fetchall() == carts
        state = read_world(world)
        skus = world.execute("SELECT id, base_price, volatility, price FROM sku").fetchall()
        assert [sku[3] for sku in skus] == [prices.price(state.seed, *sku[:3], state.step) for sku in skus]
        assert any(price != base for _, base, _, price in skus)


def test_ids_of_a_seeded_catalogue_are_dense(world_path: Path) -> None:
    """What the arithmetic of a tick stands on: a bucket misses no SKU and asks for none that is not there."""
    with closing(open_world(world_path)) as world:
        for table in ("product", "sku", "city"):
            lowest, highest, count = world.execute(f"SELECT min(id), max(id), count(*) FROM {table}").fetchone()
            assert (lowest, highest) == (1, count)
