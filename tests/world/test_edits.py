"""The trainer's hand: each edit is seen at once, leaves an event, and holds."""

from __future__ import annotations

import sqlite3

import pytest

from cartsim.cart.commands import SetPace
from cartsim.cart.vocabulary import MARKET_EDITS
from cartsim.errors import PolicyError, UnknownCodeError
from cartsim.model.bounds import PRICE, RATE, STOCK
from cartsim.world import edits, episodes
from cartsim.world.clock import read_world
from cartsim.world.pace import set_pace
from cartsim.world.ticks import advance
from tests.world.conftest import PRODUCTS, market_of

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
    set_pace(world, SetPace(liveliness=100))
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
    set_pace(world, SetPace(liveliness=100))
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
    set_pace(world, SetPace(liveliness=100))
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
        ("set_price", PRICE.high + 1),
        ("scale_price", 0),
        ("scale_price", RATE.high + 1),
        ("restock", -1),
        ("restock", STOCK.high + 1),
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


def _course(world: sqlite3.Connection, kind: episodes.Episodes) -> tuple[int, int]:
    """A subject that the market takes away for one episode, and the step at which that begins."""
    seed = read_world(world).seed
    for epoch in range(1, 12):
        begin = epoch * kind.period
        for step in range(begin + 1, begin + 1 + PRODUCTS):
            for turn in episodes.turns(seed, kind, step, PRODUCTS):
                later = episodes.turns(seed, kind, step + kind.period, PRODUCTS)
                back = {turn.subject for turn in later if turn.starting is None}
                if turn.ending is None and turn.subject in back:
                    return turn.subject, step
    raise AssertionError("nothing is taken away")


def _to_step(world: sqlite3.Connection, step: int) -> None:
    world.execute("UPDATE world SET step = ?", (step - 1,))
    advance(world, 1)


def _product(world: sqlite3.Connection, product_id: int) -> tuple[str, str]:
    """Its code, and one of its SKUs."""
    query = "SELECT product.code, sku.code FROM product JOIN sku ON product_id = product.id WHERE product.id = ?"
    code, sku = world.execute(query, (product_id,)).fetchone()
    return code, sku


@pytest.mark.parametrize("before", [True, False], ids=["before it", "during it"])
def test_a_product_delisted_by_hand_stays_away_when_an_episode_of_the_market_ends(
    world: sqlite3.Connection, before: bool
) -> None:
    product_id, step = _course(world, episodes.PRODUCT_AWAY)
    _, sku = _product(world, product_id)
    listed = "SELECT listed FROM product WHERE id = ?"
    if before:
        edits.delist(world, sku)
    _to_step(world, step)
    if not before:
        edits.delist(world, sku)
    _to_step(world, step + episodes.PRODUCT_AWAY.period)
    assert world.execute(listed, (product_id,)).fetchone() == (0,)
    edits.relist(world, sku)
    assert world.execute(listed, (product_id,)).fetchone() == (1,)


def test_a_product_that_the_market_took_away_comes_back_by_itself(world: sqlite3.Connection) -> None:
    product_id, step = _course(world, episodes.PRODUCT_AWAY)
    code, _ = _product(world, product_id)
    _to_step(world, step)
    _to_step(world, step + episodes.PRODUCT_AWAY.period)
    told = world.execute("SELECT kind FROM marketevent WHERE subject = ? ORDER BY id", (code,)).fetchall()
    assert told == [("delist",), ("relist",)]


def test_a_product_relisted_by_hand_in_an_episode_is_not_told_again_at_its_end(world: sqlite3.Connection) -> None:
    product_id, step = _course(world, episodes.PRODUCT_AWAY)
    code, sku = _product(world, product_id)
    _to_step(world, step)
    edits.relist(world, sku)
    _to_step(world, step + episodes.PRODUCT_AWAY.period)
    told = world.execute("SELECT kind FROM marketevent WHERE subject = ? ORDER BY id", (code,)).fetchall()
    assert told == [("delist",), ("relist",)]


@pytest.mark.parametrize(("table", "kind"), [("product", episodes.PRODUCT_AWAY), ("sku", episodes.SKU_AWAY)])
def test_goods_that_began_off_the_shelf_are_not_put_there_by_the_market(
    world: sqlite3.Connection, table: str, kind: episodes.Episodes
) -> None:
    subject, step = _course(world, kind)
    world.execute(f"UPDATE {table} SET listed = 0 WHERE id = ?", (subject,))
    _to_step(world, step)
    _to_step(world, step + kind.period)
    assert world.execute(f"SELECT listed FROM {table} WHERE id = ?", (subject,)).fetchone() == (0,)


def test_the_market_knows_every_edit_of_the_vocabulary(world: sqlite3.Connection) -> None:
    for action, argument in MARKET_EDITS.items():
        edits.edit_market(world, action, SKU, argument.bounds.low if argument else 0, CITY)


def test_a_price_is_never_scaled_beyond_the_dearest_there_may_be(world: sqlite3.Connection) -> None:
    edits.set_price(world, SKU, PRICE.high)
    with pytest.raises(PolicyError, match=r"price takes 0\.01 to 1000000\.00 yuan"):
        edits.scale_price(world, SKU, 11_000)
    assert _one(world, "SELECT price FROM sku WHERE id = 7") == PRICE.high


def test_the_market_moves_the_dearest_goods_no_higher(world: sqlite3.Connection) -> None:
    world.execute("UPDATE sku SET price = ?1, base_price = ?1, volatility = 5000", (PRICE.high,))
    set_pace(world, SetPace(liveliness=100))
    advance(world, 10)
    lowest, highest = world.execute("SELECT min(price), max(price) FROM sku").fetchone()
    assert lowest < highest == PRICE.high


@pytest.mark.parametrize(
    "change",
    [
        f"UPDATE stock SET quantity = {STOCK.high + 1}",
        f"UPDATE stock SET par = {STOCK.high + 1}",
        f"UPDATE sku SET price = {PRICE.high + 1}",
        f"UPDATE sku SET base_price = {PRICE.high + 1}",
        "UPDATE world SET liveliness = 101",
    ],
)
def test_the_tables_hold_no_figure_outside_of_its_range(world: sqlite3.Connection, change: str) -> None:
    with pytest.raises(sqlite3.IntegrityError, match="CHECK"):
        world.execute(change)
