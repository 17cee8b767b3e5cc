"""What is read of goods for an address."""

from __future__ import annotations

import sqlite3

import pytest

from cartsim.errors import UnknownCodeError
from cartsim.model.words import Words
from cartsim.store.finding import goods_of_promotion, search
from cartsim.store.goods import cities, offers, offers_of_product, shops, sight_of
from cartsim.store.seed.making import STARTS_AT as NOW

EAST = {"sh": 2, "wh": 5, "bonded": 8}
SOUTH = {"gz": 1, "bonded": 8}


@pytest.fixture
def stocked(world: sqlite3.Connection) -> str:
    """A SKU with 3 pieces in Shanghai, 4 in Wuhan, 9 in Guangzhou and none elsewhere."""
    product, sku = world.execute(
        "SELECT product.id, sku.code FROM sku JOIN product ON product.id = product_id WHERE product.listed "
        "AND NOT deleted AND sku.listed AND product_id IN (SELECT product_id FROM sku GROUP BY 1 HAVING COUNT(*) > 4)"
    ).fetchone()
    world.execute("DELETE FROM stock WHERE sku_id IN (SELECT id FROM sku WHERE product_id = ?)", (product,))
    world.execute("DELETE FROM restriction WHERE product_id = ?", (product,))
    for warehouse, pieces in ((EAST["sh"], 3), (EAST["wh"], 4), (SOUTH["gz"], 9)):
        world.execute("INSERT INTO stock SELECT id, ?, ?, 50 FROM sku WHERE code = ?", (warehouse, pieces, sku))
    return str(sku)


def test_r_stock_1_pieces_of_all_serving_warehouses_add_up(world: sqlite3.Connection, stocked: str) -> None:
    offer = offers(world, [stocked], "shanghai", NOW)[stocked]
    assert (offer.available, offer.warehouse.zh) == (7, "武汉仓")
    assert offers(world, [stocked], "guangzhou", NOW)[stocked].available == 9


def test_r_stock_1_the_nearest_warehouse_alone_counts_where_the_policy_says_so(
    world: sqlite3.Connection, stocked: str
) -> None:
    offer = offers(world, [stocked], "shanghai", NOW, "nearest")[stocked]
    assert (offer.available, offer.warehouse.zh) == (3, "上海仓")


def test_r_stock_1_stock_elsewhere_is_none_at_the_address(world: sqlite3.Connection, stocked: str) -> None:
    offer = offers(world, [stocked], "beijing", NOW)[stocked]
    assert (offer.available, offer.warehouse, offer.siblings) == (0, Words("", ""), 0)


@pytest.mark.parametrize("match", ["any_serving", "nearest"])
def test_r_stock_6_siblings_are_counted_where_the_sku_has_none(
    world: sqlite3.Connection, stocked: str, match: str
) -> None:
    product = stocked.split("/")[0]
    other, out, *_ = (offer.sku for offer in offers_of_product(world, product, "shanghai", NOW) if offer.sku != stocked)
    world.execute("UPDATE sku SET listed = 1 WHERE product_id = (SELECT id FROM product WHERE code = ?)", (product,))
    world.execute("INSERT INTO stock SELECT id, ?, 1000, 50 FROM sku WHERE code = ?", (EAST["sh"], out))
    world.execute("UPDATE sku SET listed = 0 WHERE code = ?", (out,))
    expected = {"any_serving": 7, "nearest": 3}[match]
    assert offers(world, [other], "shanghai", NOW, match)[other].siblings == expected


def test_a_restriction_says_why_and_only_in_its_city(world: sqlite3.Connection, stocked: str) -> None:
    world.execute(
        "INSERT INTO restriction SELECT product_id, (SELECT id FROM city WHERE code = 'hangzhou'), '不发', 'No' "
        "FROM sku WHERE code = ?", (stocked,)
    )  # fmt: skip
    assert offers(world, [stocked], "hangzhou", NOW)[stocked].restricted == Words("不发", "No")
    assert offers(world, [stocked], "shanghai", NOW)[stocked].restricted is None


def test_what_changed_is_seen_at_the_next_reading(world: sqlite3.Connection, stocked: str) -> None:
    before = offers(world, [stocked], "shanghai", NOW)[stocked]
    world.execute("UPDATE sku SET price = price + 100 WHERE code = ?", (stocked,))
    world.execute("UPDATE product SET listed = 0 WHERE code = ?", (before.product,))
    after = offers(world, [stocked], "shanghai", NOW)[stocked]
    assert (after.price - before.price, before.listed, after.listed) == (100, True, False)


def test_r_tag_5_an_activity_goes_when_it_ends(world: sqlite3.Connection, stocked: str) -> None:
    product, ends_at = world.execute(
        "SELECT product.code, activity.ends_at FROM activityproduct JOIN activity ON activity.id = activity_id "
        "JOIN product ON product.id = product_id ORDER BY ends_at DESC"
    ).fetchone()
    before, after = (offers_of_product(world, product, "shanghai", now)[0] for now in (ends_at - 1, ends_at))
    assert len(before.activities) == len(after.activities) + 1


def test_tags_name_what_a_product_is_enrolled_in(world: sqlite3.Connection) -> None:
    product, promotion = world.execute(
        "SELECT product.code, promotion.code FROM promotionproduct JOIN product ON product.id = product_id "
        "JOIN promotion ON promotion.id = promotion_id"
    ).fetchone()
    assert promotion in offers_of_product(world, product, "shanghai", NOW)[0].tags


def test_one_reading_takes_the_same_statements_for_one_line_and_for_many(world: sqlite3.Connection) -> None:
    codes = [code for (code,) in world.execute("SELECT code FROM sku LIMIT 1500")]
    counts = []
    for some in (codes[:1], codes):
        seen: list[str] = []
        world.set_trace_callback(seen.append)
        assert set(offers(world, some, "shanghai", NOW)) == set(some)
        world.set_trace_callback(None)
        counts.append(len(seen))
    assert counts[0] == counts[1] < 12


def test_unknown_codes_name_the_nearest(world: sqlite3.Connection) -> None:
    assert offers(world, ["nonsense"], "shanghai", NOW) == {}
    with pytest.raises(UnknownCodeError, match="did you mean 'shanghai'"):
        offers(world, [], "shangahi", NOW)
    with pytest.raises(UnknownCodeError, match="did you mean 'running-shoes-001'"):
        offers_of_product(world, "runing-shoes-001", "shanghai", NOW)


def test_cities_and_shops_come_with_both_names(world: sqlite3.Connection) -> None:
    assert ("shanghai", Words("上海", "Shanghai")) in cities(world)
    (code,) = sight_of(world, ["running-shoes-001", "nowhere"]).shops.values()
    found = shops(world, [*sight_of(world, ["running-shoes-001"]).shops, 0])
    assert list(found) == [code]
    assert found[code].title.zh
    assert found[code].title.en


@pytest.mark.parametrize("text", ["跑步鞋", "running shoes", "RUNNING", "running-shoes-0"])
def test_search_finds_by_title_in_both_languages_and_by_code(world: sqlite3.Connection, text: str) -> None:
    found = search(world, text, "shanghai", NOW, 5)
    assert found
    assert all("跑步鞋" in offer.title.zh for offer in found)


@pytest.mark.parametrize("text", ["", "   ", "%", "_", "100%", "\\", "'; DROP TABLE sku; --"])
def test_search_takes_no_letter_for_a_wildcard(world: sqlite3.Connection, text: str) -> None:
    assert search(world, text, "shanghai", NOW) == ()


def test_every_word_must_be_found_however_many_they_are(world: sqlite3.Connection) -> None:
    (title,) = world.execute("SELECT en FROM product WHERE listed ORDER BY id LIMIT 1").fetchone()
    word = title.split()[0]
    many = " ".join([word] * 8)
    assert search(world, many, "shanghai", NOW)
    assert search(world, f"{many} nosuchword", "shanghai", NOW) == ()


def test_search_puts_the_exact_code_first_and_keeps_to_its_count(world: sqlite3.Connection, stocked: str) -> None:
    assert search(world, stocked, "shanghai", NOW)[0].sku == stocked
    assert len(search(world, "e", "shanghai", NOW, 7)) == 7


def test_r_add_6_goods_of_an_activity_can_be_bought_at_the_address(world: sqlite3.Connection) -> None:
    for (code,) in world.execute("SELECT code FROM promotion WHERE layer = 'shop'").fetchall():
        found = goods_of_promotion(world, code, "urumqi", NOW)
        assert len(found.offers) == found.total
        assert all(
            offer.available and offer.listed and offer.spec_listed and not offer.deleted and offer.restricted is None
            for offer in found.offers
        )
        assert [offer.price for offer in found.offers] == sorted(offer.price for offer in found.offers)


def test_r_add_6_search_and_pages_leave_the_counts_alone(world: sqlite3.Connection) -> None:
    code, count = world.execute(
        "SELECT promotion.code, COUNT(*) FROM promotion JOIN product USING (shop_id) "
        "WHERE whole_shop AND layer = 'shop' GROUP BY 1 ORDER BY 2 DESC"
    ).fetchone()
    everything = goods_of_promotion(world, code, "shanghai", NOW)
    assert everything.total + everything.hidden == count
    assert goods_of_promotion(world, code, "shanghai", NOW, count=2, skip=1).offers == everything.offers[1:3]
    nothing = goods_of_promotion(world, code, "shanghai", NOW, "zzz")
    assert (nothing.offers, nothing.total, nothing.hidden) == ((), everything.total, everything.hidden)
