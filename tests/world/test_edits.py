"""The trainer's hand: each edit is seen at once, leaves an event, and holds."""

from __future__ import annotations

import sqlite3

import pytest

from cartsim.errors import PolicyError, UnknownCodeError
from cartsim.world import edits, pace
from cartsim.world.ticks import advance
from tests.world.conftest import market_of

SKU = "shoe-002/7"
CITY = "city-2"


def _event(world: sqlite3.Connection) -> tuple[object, ...]:
    return tuple(
        world.execute("SELECT kind, subject, before, after FROM marketevent ORDER BY id DESC LIMIT 1").fetchone()
    )


def _one(world: sqlite3.Connection, query: str) -> object:
    return world.execute(query).fetchone()[0]


def test_a_price_is_set_and_reverts_to_the_new_base(world: sqlite3.Connection) -> None:
    edits.set_price(world, SKU, 9_990)
    assert _event(world) == ("price", SKU, 1_169, 9_990)
    pace.set_liveliness(world, 100)
    advance(world, 20)
    shown = _one(world, "SELECT price FROM sku WHERE id = 7")
    assert isinstance(shown, int)
    assert 9_990 * 0.93 <= shown <= 9_990 * 1.07


@pytest.mark.parametrize(("rate", "price"), [(8_500, 994), (10_000, 1_169), (1, 1), (15_000, 1_754)])
def test_a_price_is_scaled_half_up(world: sqlite3.Connection, rate: int, price: int) -> None:
    edits.scale_price(world, SKU, rate)
    assert world.execute("SELECT price, base_price FROM sku WHERE id = 7").fetchone() == (price, price)


def test_goods_sold_out_by_hand_stay_sold_out(world: sqlite3.Connection) -> None:
    edits.sell_out(world, SKU)
    assert _event(world)[0::3] == ("stock", 0)
    pace.set_liveliness(world, 100)
    advance(world, 30)
    assert _one(world, "SELECT sum(quantity) FROM stock WHERE sku_id = 7") == 0


def test_goods_come_back_to_their_usual_level(world: sqlite3.Connection) -> None:
    edits.sell_out(world, SKU)
    edits.restock(world, SKU)
    assert _event(world) == ("restock", SKU, 0, 2 * edits.USUAL_PAR)


def test_a_few_pieces_can_be_put_on_the_shelf(world: sqlite3.Connection) -> None:
    edits.restock(world, SKU, 3)
    assert world.execute("SELECT quantity FROM stock WHERE sku_id = 7").fetchall() == [(3,), (3,)]


def test_a_product_is_delisted_and_relisted(world: sqlite3.Connection) -> None:
    edits.delist(world, SKU)
    assert _event(world) == ("delist", "shoe-002", 1, 0)
    assert _one(world, "SELECT listed FROM product WHERE id = 2") == 0
    world.execute("UPDATE sku SET listed = 0 WHERE id = 7")
    edits.relist(world, SKU)
    assert _one(world, "SELECT listed FROM product WHERE id = 2") == 1
    assert _one(world, "SELECT listed FROM sku WHERE id = 7") == 1


def test_a_product_is_restricted_in_a_city_until_it_is_permitted(world: sqlite3.Connection) -> None:
    edits.restrict(world, SKU, CITY)
    assert _event(world) == ("restrict", "shoe-002", 1, 0)
    pace.set_liveliness(world, 100)
    advance(world, 30)
    assert _one(world, "SELECT count(*) FROM restriction WHERE product_id = 2 AND city_id = 2") == 1
    edits.permit(world, SKU, CITY)
    assert _event(world) == ("permit", "shoe-002", 0, 1)


def test_an_edit_that_changes_nothing_leaves_no_event(world: sqlite3.Connection) -> None:
    edits.set_price(world, SKU, 1_169)
    edits.relist(world, SKU)
    edits.permit(world, SKU, CITY)
    assert _one(world, "SELECT count(*) FROM marketevent") == 0


@pytest.mark.parametrize(
    ("action", "value"),
    [
        ("set_price", 0),
        ("set_price", -5),
        ("set_price", 100_000_001),
        ("scale_price", 0),
        ("scale_price", 10**15),
        ("restock", -1),
        ("restock", 1_000_001),
    ],
)
def test_a_value_that_does_not_fit_is_refused(world: sqlite3.Connection, action: str, value: int) -> None:
    before = market_of(world)
    with pytest.raises(PolicyError):
        edits.edit_market(world, action, SKU, value, CITY)
    assert market_of(world) == before


@pytest.mark.parametrize(
    ("action", "sku", "city"),
    [("explode", SKU, CITY), ("sell_out", "nothing/1", CITY), ("restrict", SKU, "atlantis")],
)
def test_an_unknown_code_is_refused(world: sqlite3.Connection, action: str, sku: str, city: str) -> None:
    before = market_of(world)
    with pytest.raises(UnknownCodeError):
        edits.edit_market(world, action, sku, 0, city)
    assert market_of(world) == before
