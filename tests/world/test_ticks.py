"""Ticks on a real world file: guarded, seekable, and apart from carts."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable

import pytest

from cartsim.cart.commands import SetPace
from cartsim.store.ticks import KEPT_EVENTS
from cartsim.world.clock import read_world
from cartsim.world.pace import set_pace
from cartsim.world.prices import price
from cartsim.world.ticks import advance
from tests.world.conftest import STARTS_AT, market_of

Connect = Callable[[str], sqlite3.Connection]


def test_a_tick_moves_the_clock_by_its_length(world: sqlite3.Connection) -> None:
    world.execute("UPDATE world SET tick_s = 7")
    made = advance(world, 3)
    assert (made.ticks, made.tick) == (3, 3)
    assert read_world(world).now == STARTS_AT + 21


def test_a_tick_that_another_process_has_applied_is_not_applied_again(world: sqlite3.Connection) -> None:
    assert advance(world, 1, expected_tick=0).ticks == 1
    before = market_of(world)
    late = advance(world, 1, expected_tick=0)
    assert (late.ticks, late.changes, late.tick) == (0, 0, 1)
    assert market_of(world) == before


def test_prices_of_a_world_are_the_function_of_its_step(world: sqlite3.Connection) -> None:
    for ticks in (1, 36, 463, 250):
        advance(world, ticks)
        state = read_world(world)
        rows = world.execute("SELECT id, base_price, volatility, price FROM sku").fetchall()
        assert [row[3] for row in rows] == [price(state.seed, *row[:3], state.step) for row in rows]
    assert sum(row[1] != row[3] for row in rows) > len(rows) // 3


def test_the_same_world_ticks_the_same(open_copy: Connect) -> None:
    one, other = open_copy("one"), open_copy("other")
    advance(one, 300)
    for _ in range(300):
        advance(other, 1)
    assert market_of(one) == market_of(other)


def test_another_seed_ticks_otherwise(open_copy: Connect) -> None:
    one, other = open_copy("one"), open_copy("other")
    other.execute("UPDATE world SET seed = seed + 1")
    advance(one, 50)
    advance(other, 50)
    assert market_of(one)["sku"] != market_of(other)["sku"]


def test_liveliness_takes_the_same_course_in_fewer_ticks(open_copy: Connect) -> None:
    calm, lively = open_copy("calm"), open_copy("lively")
    set_pace(lively, SetPace(liveliness=10))
    advance(calm, 400)
    advance(lively, 40)
    for table in ("sku", "product", "stock", "restriction"):
        assert market_of(lively)[table] == market_of(calm)[table]
    assert read_world(lively).step == read_world(calm).step == 400
    assert read_world(lively).tick == 40


def test_a_frozen_market_stands_still_while_the_clock_runs_and_then_goes_on(open_copy: Connect) -> None:
    world, twin = open_copy("world"), open_copy("twin")
    advance(world, 20)
    advance(twin, 20)
    before = market_of(world)
    set_pace(world, SetPace(frozen=True))
    advance(world, 100)
    frozen = market_of(world)
    for table in ("sku", "product", "stock", "restriction", "marketevent"):
        assert frozen[table] == before[table]
    assert read_world(world).now == STARTS_AT + 120
    set_pace(world, SetPace(frozen=False))
    advance(world, 80)
    advance(twin, 80)
    assert market_of(world)["sku"] == market_of(twin)["sku"]
    assert market_of(world)["stock"] == market_of(twin)["stock"]


def test_a_tick_leaves_every_cart_byte_for_byte(world: sqlite3.Connection) -> None:
    before = world.execute("SELECT quote(owner), quote(version), quote(body), rowid FROM cart").fetchall()
    advance(world, 200)
    assert world.execute("SELECT quote(owner), quote(version), quote(body), rowid FROM cart").fetchall() == before
    assert before


def test_stock_is_never_negative_and_moves_both_ways(world: sqlite3.Connection) -> None:
    advance(world, 600)
    assert world.execute("SELECT min(quantity) FROM stock").fetchone() == (0,)
    kinds = dict(world.execute("SELECT kind, count(*) FROM marketevent GROUP BY kind").fetchall())
    assert kinds["stock"] > 100
    assert kinds["restock"] > 10


def test_every_event_says_what_became_of_its_subject(world: sqlite3.Connection) -> None:
    advance(world, 1)
    before = {code: (price, sum_) for code, price, sum_ in _skus(world)}
    advance(world, 1)
    after = {code: (price, sum_) for code, price, sum_ in _skus(world)}
    events = world.execute("SELECT kind, subject, before, after FROM marketevent WHERE tick = 2").fetchall()
    moved = {(kind, code, old, new) for kind, code, old, new in events if kind in {"price", "stock", "restock"}}
    by_price = {("price", code, before[code][0], after[code][0]) for code in after if before[code][0] != after[code][0]}
    by_stock = {
        ("stock" if after[code][1] < before[code][1] else "restock", code, before[code][1], after[code][1])
        for code in after
        if before[code][1] != after[code][1]
    }
    assert moved == by_price | by_stock
    assert by_price
    assert by_stock


def _skus(world: sqlite3.Connection) -> list[tuple[str, int, int]]:
    return world.execute(
        "SELECT code, price, (SELECT sum(quantity) FROM stock WHERE sku_id = sku.id) FROM sku ORDER BY id"
    ).fetchall()


def test_goods_are_delisted_and_relisted_and_restricted_and_permitted(world: sqlite3.Connection) -> None:
    set_pace(world, SetPace(liveliness=100))
    seen: dict[str, int] = {}
    for _ in range(60):
        before = world.execute("SELECT coalesce(max(id), 0) FROM marketevent").fetchone()
        advance(world, 1)
        for kind, count in world.execute("SELECT kind, count(*) FROM marketevent WHERE id > ? GROUP BY kind", before):
            seen[kind] = seen.get(kind, 0) + count
    away = world.execute("SELECT sum(NOT listed) FROM product").fetchone()[0]
    away += world.execute("SELECT sum(NOT listed) FROM sku").fetchone()[0]
    assert seen["delist"] - seen["relist"] == away
    assert seen["relist"] > 5
    closed = world.execute("SELECT count(*) FROM restriction").fetchone()[0]
    assert seen["restrict"] - seen["permit"] == closed
    assert seen["permit"] > 5


def test_the_market_lifts_no_restriction_it_did_not_make(world: sqlite3.Connection) -> None:
    world.execute(
        "INSERT INTO restriction SELECT product.id, city.id, '易碎品', 'Fragile' FROM product, city "
        "WHERE product.id < 200"
    )
    made = world.execute("SELECT count(*) FROM restriction").fetchone()
    set_pace(world, SetPace(liveliness=100))
    advance(world, 30)
    assert world.execute("SELECT count(*) FROM restriction WHERE en = 'Fragile'").fetchone() == made


def test_goods_that_are_off_the_shelf_are_bought_by_nobody(world: sqlite3.Connection) -> None:
    world.execute("UPDATE sku SET listed = 0 WHERE id % 2 = 0")
    world.execute("UPDATE product SET deleted = 1 WHERE id > 300")
    query = (
        "SELECT stock.* FROM stock JOIN sku ON sku.id = sku_id JOIN product ON product.id = product_id "
        "WHERE deleted OR sku.id % 2 = 0"
    )
    before = world.execute(query).fetchall()
    advance(world, 200)
    assert world.execute(query).fetchall() == before


def test_windows_open_and_end_by_world_time_even_while_the_market_is_frozen(world: sqlite3.Connection) -> None:
    set_pace(world, SetPace(frozen=True))
    advance(world, 20)
    events = world.execute("SELECT tick, at - ?, kind, subject FROM marketevent", (STARTS_AT,)).fetchall()
    assert events == [(5, 5, "opens", "s-300-40"), (9, 9, "ends", "s-300-40")]


def test_no_window_is_missed_by_long_ticks(world: sqlite3.Connection) -> None:
    world.execute("UPDATE world SET tick_s = 60, frozen = 1")
    advance(world, 2)
    assert world.execute("SELECT tick, kind FROM marketevent").fetchall() == [(1, "opens"), (1, "ends")]


def test_a_trainers_price_holds_and_later_moves_revert_to_it(world: sqlite3.Connection) -> None:
    advance(world, 250)
    world.execute("UPDATE sku SET price = 4990, base_price = 4990, volatility = 500 WHERE id = 7")
    shown = []
    for _ in range(8):
        advance(world, 200)
        shown.append(world.execute("SELECT price FROM sku WHERE id = 7").fetchone()[0])
    assert all(abs(price - 4_990) <= 249 for price in shown)
    assert len(set(shown)) > 1


def test_events_are_kept_in_bounds(world: sqlite3.Connection) -> None:
    set_pace(world, SetPace(liveliness=100))
    made = advance(world, 10)
    assert made.changes > KEPT_EVENTS
    newest, count = world.execute("SELECT max(id), count(*) FROM marketevent").fetchone()
    assert (newest, count) == (made.changes, KEPT_EVENTS)


def test_a_tick_that_fails_half_way_changes_nothing(world: sqlite3.Connection) -> None:
    before = market_of(world)
    world.execute("CREATE TRIGGER full BEFORE INSERT ON marketevent BEGIN SELECT raise(ABORT, 'no room'); END")
    with pytest.raises(sqlite3.IntegrityError, match="no room"):
        advance(world, 1)
    assert market_of(world) == before


def test_an_empty_catalogue_ticks_too(world: sqlite3.Connection) -> None:
    for table in ("stock", "sku", "product", "city"):
        world.execute(f"DELETE FROM {table}")
    assert advance(world, 10).tick == 10
