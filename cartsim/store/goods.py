"""Batched reads of goods: what the cart knows of its SKUs for one address.

A reading is a handful of statements whatever the number of SKUs. Codes go in as one JSON list, so every
statement is a constant; `CROSS JOIN` keeps SQLite on the order of the joins as written.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from cartsim.errors import DataError, UnknownCodeError
from cartsim.model.goods import Activity, Gift, ItemGift, Offer, Shop, ShopKind
from cartsim.model.nearest import nearest
from cartsim.model.words import EMPTY, Words
from cartsim.store.mapping import colour_of, spec_of, words_of

_SKU_COLUMNS = """
    SELECT sku.id, sku.code, sku.spec_zh, sku.spec_en, sku.colour, sku.list_price, sku.price, sku.weight, sku.listed,
        product.id, product.code, shop.code, product.zh, product.en, product.category, product.sprite, product.listed,
        product.deleted, product.min_quantity, product.step, product.purchase_limit, shop.id, product.sold_until
"""
_SKUS_BY_CODE = f"""{_SKU_COLUMNS}
    FROM json_each(?1) AS asked
    CROSS JOIN sku ON sku.code = asked.value
    CROSS JOIN product ON product.id = sku.product_id
    CROSS JOIN shop ON shop.id = product.shop_id
"""
_SKUS_BY_ID = f"""{_SKU_COLUMNS}
    FROM json_each(?1) AS asked
    CROSS JOIN sku ON sku.id = asked.value
    CROSS JOIN product ON product.id = sku.product_id
    CROSS JOIN shop ON shop.id = product.shop_id
"""
_SKUS_OF_PRODUCT = """
    SELECT sku.code FROM product JOIN sku ON sku.product_id = product.id WHERE product.code = ? ORDER BY sku.id
"""

# A bare column beside MAX or MIN is taken from the row that has it; among equals from the lowest warehouse id.
_STOCK_ANY = """
    SELECT stock.sku_id, SUM(stock.quantity), stock.warehouse_id, MAX(stock.quantity)
    FROM json_each(?1) AS asked
    CROSS JOIN stock ON stock.sku_id = asked.value
    WHERE stock.warehouse_id IN (SELECT warehouse_id FROM warehouseregion WHERE region_id = ?2)
    GROUP BY stock.sku_id
"""
_STOCK_NEAREST = """
    SELECT stock.sku_id, stock.quantity, stock.warehouse_id, MIN(warehouseregion.rank)
    FROM json_each(?1) AS asked
    CROSS JOIN stock ON stock.sku_id = asked.value
    CROSS JOIN warehouseregion ON warehouseregion.region_id = ?2
        AND warehouseregion.warehouse_id = stock.warehouse_id
    GROUP BY stock.sku_id
"""
_PRODUCT_STOCK_ANY = """
    SELECT sku.product_id, SUM(stock.quantity)
    FROM json_each(?1) AS asked
    CROSS JOIN sku ON sku.product_id = asked.value
    CROSS JOIN stock ON stock.sku_id = sku.id
    WHERE sku.listed AND stock.warehouse_id IN (SELECT warehouse_id FROM warehouseregion WHERE region_id = ?2)
    GROUP BY sku.product_id
"""
_PRODUCT_STOCK_NEAREST = """
    SELECT product_id, SUM(quantity) FROM (
        SELECT sku.product_id AS product_id, stock.quantity AS quantity, MIN(warehouseregion.rank)
        FROM json_each(?1) AS asked
        CROSS JOIN sku ON sku.product_id = asked.value
        CROSS JOIN stock ON stock.sku_id = sku.id
        CROSS JOIN warehouseregion ON warehouseregion.region_id = ?2
            AND warehouseregion.warehouse_id = stock.warehouse_id
        WHERE sku.listed
        GROUP BY sku.id
    ) GROUP BY product_id
"""
_STOCK = {"any_serving": (_STOCK_ANY, _PRODUCT_STOCK_ANY), "nearest": (_STOCK_NEAREST, _PRODUCT_STOCK_NEAREST)}
"""By `stock.warehouse_match`: pieces of a SKU with the warehouse to name, pieces of all SKUs of a product."""

_RESTRICTIONS = """
    SELECT restriction.product_id, restriction.zh, restriction.en
    FROM json_each(?1) AS asked
    CROSS JOIN restriction ON restriction.product_id = asked.value AND restriction.city_id = ?2
"""
_ACTIVITIES = """
    SELECT activityproduct.product_id, activity.code, activity.zh, activity.en, activity.starts_at, activity.ends_at
    FROM json_each(?1) AS asked
    CROSS JOIN activityproduct ON activityproduct.product_id = asked.value
    CROSS JOIN activity ON activity.id = activityproduct.activity_id
    WHERE activity.ends_at > ?2
"""
_GIFTS = """
    SELECT productgift.product_id, giftgood.code, giftgood.zh, giftgood.en, giftgood.list_price, giftgood.stock,
        productgift.per, productgift.give, productgift.max_per_order
    FROM json_each(?1) AS asked
    CROSS JOIN productgift ON productgift.product_id = asked.value
    CROSS JOIN giftgood ON giftgood.id = productgift.gift_id
"""
_TAGS = """
    SELECT promotionproduct.product_id, promotion.code
    FROM json_each(?1) AS asked
    CROSS JOIN promotionproduct ON promotionproduct.product_id = asked.value
    CROSS JOIN promotion ON promotion.id = promotionproduct.promotion_id
    UNION ALL
    SELECT couponproduct.product_id, coupon.code
    FROM json_each(?1) AS asked
    CROSS JOIN couponproduct ON couponproduct.product_id = asked.value
    CROSS JOIN coupon ON coupon.id = couponproduct.coupon_id
"""
_WAREHOUSES = "SELECT id, zh, en FROM warehouse"
_CITY = "SELECT id, region_id, zh, en FROM city WHERE code = ?"
_CITIES = "SELECT code, zh, en FROM city ORDER BY id"
_SHOPS = """
    SELECT shop.code, shop.kind, shop.business, shop.zh, shop.en
    FROM json_each(?1) AS asked CROSS JOIN shop ON shop.id = asked.value
"""
_SIGHT = """
    SELECT product.id, shop.id, shop.code
    FROM json_each(?1) AS asked CROSS JOIN product ON product.code = asked.value
    CROSS JOIN shop ON shop.id = product.shop_id
"""


_KNOWN_OFFERS = 8192
"""Offers kept between two readings."""

_KNOWN_SHOPS = 1024
"""Shops kept between two readings."""


class Sight(NamedTuple):
    """Products by row id, and the shops that sell them: what promotions and coupons are found from (R-CPN-2)."""

    products: frozenset[int]
    shops: Mapping[int, str]
    """Row id -> code."""


class City(NamedTuple):
    """Where goods are delivered to."""

    id: int
    region_id: int
    title: Words


class _About(NamedTuple):
    """What hangs on products rather than on SKUs: rows by product id, as read."""

    restrictions: dict[int, tuple[str, str]]
    activities: dict[int, tuple[Any, ...]]
    gifts: dict[int, tuple[Any, ...]]
    tags: dict[int, tuple[Any, ...]]


def as_list(values: Iterable[str] | Iterable[int]) -> str:
    """Codes or ids as the one JSON parameter of a batched statement."""
    return json.dumps(list[Any](values))


def offers(
    connection: sqlite3.Connection, skus: Iterable[str], city_code: str, now: int, match: str = "any_serving"
) -> dict[str, Offer]:
    """What is known of each SKU for the city at world time `now`, by code; unknown codes are left out.

    `match` is `stock.warehouse_match`: `any_serving` adds up all warehouses that serve the city's region,
    `nearest` takes the nearest that keeps the SKU (R-STOCK-1). Activities that ended are left out.
    UnknownCodeError for the city.
    """
    return read_goods(connection, skus, city_code, now, match)[0]


def read_goods(
    connection: sqlite3.Connection, skus: Iterable[str], city_code: str, now: int, match: str = "any_serving"
) -> tuple[dict[str, Offer], Sight]:
    """`offers`, and the products and shops they belong to."""
    rows = connection.execute(_SKUS_BY_CODE, (as_list(skus),)).fetchall()
    found = _offers(connection, rows, find_city(connection, city_code), now, match)
    sight = Sight(frozenset(row[9] for row in rows), {row[21]: row[11] for row in rows})
    return {offer.sku: offer for offer in found}, sight


def sight_of(connection: sqlite3.Connection, products: Iterable[str]) -> Sight:
    """The rows of these products (codes) and of their shops; unknown codes are left out."""
    rows = connection.execute(_SIGHT, (as_list(products),)).fetchall()
    return Sight(frozenset(row[0] for row in rows), {row[1]: row[2] for row in rows})


def offers_by_id(
    connection: sqlite3.Connection, sku_ids: Iterable[int], city: City, now: int, match: str
) -> tuple[Offer, ...]:
    """`offers` for row ids of SKUs, in the order given."""
    rows = connection.execute(_SKUS_BY_ID, (as_list(sku_ids),)).fetchall()
    return tuple(_offers(connection, rows, city, now, match))


def offers_of_product(
    connection: sqlite3.Connection, product: str, city_code: str, now: int, match: str = "any_serving"
) -> tuple[Offer, ...]:
    """All SKUs of the product, taken out or not, in the product's order. UnknownCodeError if there is none."""
    codes = [code for (code,) in connection.execute(_SKUS_OF_PRODUCT, (product,))]
    if not codes:
        raise unknown(connection, "product", product)
    return tuple(offers(connection, codes, city_code, now, match).values())


def shops(connection: sqlite3.Connection, shop_ids: Iterable[int]) -> dict[str, Shop]:
    """Shops of these rows, by code."""
    return {row[0]: _shop(*row) for row in connection.execute(_SHOPS, (as_list(shop_ids),))}


@lru_cache(maxsize=_KNOWN_SHOPS)
def _shop(code: str, kind: str, business: str, zh: str, en: str) -> Shop:
    try:
        return Shop(code, ShopKind(kind), business, words_of(zh, en))
    except ValueError:
        known = ", ".join(ShopKind)
        raise DataError(f"shop {code!r} of the world is of an unknown kind, {kind!r}; there are {known}") from None


def cities(connection: sqlite3.Connection) -> tuple[tuple[str, Words], ...]:
    """Every city goods are delivered to: (code, name)."""
    return tuple((code, words_of(zh, en)) for code, zh, en in connection.execute(_CITIES))


def find_city(connection: sqlite3.Connection, code: str) -> City:
    """The city of a code; UnknownCodeError names the nearest if there is none."""
    row = connection.execute(_CITY, (code,)).fetchone()
    if row is None:
        raise unknown(connection, "city", code)
    return City(row[0], row[1], words_of(row[2], row[3]))


_CODES = {
    "sku": "SELECT code FROM sku WHERE code >= ?1 ORDER BY code LIMIT 50",
    "product": "SELECT code FROM product WHERE code >= ?1 ORDER BY code LIMIT 50",
    "shop": "SELECT code FROM shop WHERE code >= ?1 ORDER BY code LIMIT 50",
    "city": "SELECT code FROM city WHERE code >= ?1 ORDER BY code LIMIT 50",
    "promotion": "SELECT code FROM promotion WHERE code >= ?1 ORDER BY code LIMIT 50",
    "coupon": "SELECT code FROM coupon WHERE code >= ?1 ORDER BY code LIMIT 50",
    "gift": "SELECT code FROM giftgood WHERE code >= ?1 ORDER BY code LIMIT 50",
    "activity": "SELECT code FROM activity WHERE code >= ?1 ORDER BY code LIMIT 50",
    "add-on": "SELECT code FROM addongood WHERE code >= ?1 ORDER BY code LIMIT 50",
    "category": "SELECT DISTINCT category FROM product WHERE category >= ?1 ORDER BY category LIMIT 50",
}
"""Codes from a prefix on: those a mistyped code is compared with, whatever the size of the catalogue."""


def must_be_known(connection: sqlite3.Connection, kind: str, code: str) -> None:
    """UnknownCodeError, naming the nearest, where there is no `kind` of this code."""
    first = connection.execute(_CODES[kind], (code,)).fetchone()
    if first is None or first[0] != code:
        raise unknown(connection, kind, code)


def unknown(connection: sqlite3.Connection, kind: str, code: str) -> UnknownCodeError:
    """The error for a code that is not in the catalogue; names the nearest there is."""
    statement = _CODES[kind]
    prefixes = {code[:length] for length in (1, 2, 4, 8, len(code) - 1) if length > 0}
    near = {found for prefix in sorted(prefixes | {""}) for (found,) in connection.execute(statement, (prefix,))}
    return UnknownCodeError(f"no {kind} {code!r}{nearest(code, sorted(near))}")


def _offers(connection: sqlite3.Connection, rows: list[Any], city: City, now: int, match: str) -> list[Offer]:
    by_sku, by_product = _STOCK[match]
    stock = {
        sku_id: (pieces, warehouse)
        for sku_id, pieces, warehouse, _ in connection.execute(
            by_sku, (as_list(row[0] for row in rows), city.region_id)
        )
        if pieces
    }
    short = {row[9] for row in rows if row[0] not in stock}
    siblings = dict(connection.execute(by_product, (as_list(short), city.region_id)).fetchall())
    warehouses = {row_id: (zh, en) for row_id, zh, en in connection.execute(_WAREHOUSES)}
    about = _about(connection, as_list({row[9] for row in rows}), city, now)
    return [
        _offer(
            row,
            stock[row[0]][0] if row[0] in stock else 0,
            warehouses[stock[row[0]][1]] if row[0] in stock else EMPTY,
            0 if row[0] in stock else siblings.get(row[9], 0),
            about.restrictions.get(row[9]),
            about.activities.get(row[9], ()),
            about.gifts.get(row[9], ()),
            about.tags.get(row[9], ()),
        )
        for row in rows
    ]


@lru_cache(maxsize=_KNOWN_OFFERS)
def _offer(
    row: tuple[Any, ...],
    available: int,
    warehouse: tuple[str, str],
    siblings: int,
    restriction: tuple[str, str] | None,
    activities: tuple[Any, ...],
    gifts: tuple[Any, ...],
    tags: tuple[Any, ...],
) -> Offer:
    """The value of rows as read; most of a refresh finds what the one before it found."""
    (
        _, code, spec_zh, spec_en, colour, list_price, price, weight, spec_listed,
        _, product, shop, zh, en, category, sprite, listed,
        deleted, min_quantity, step, purchase_limit, _, sold_until,
    ) = row  # fmt: skip
    return Offer(
        sku=code,
        product=product,
        shop=shop,
        title=words_of(zh, en),
        spec=spec_of(spec_zh, spec_en),
        category=category,
        sprite=sprite,
        colour=colour_of(colour),
        list_price=max(list_price, price),
        price=price,
        available=available,
        warehouse=words_of(*warehouse),
        siblings=siblings,
        listed=bool(listed),
        deleted=bool(deleted),
        spec_listed=bool(spec_listed),
        restricted=words_of(*restriction) if restriction else None,
        weight=weight,
        min_quantity=min_quantity,
        step=step,
        purchase_limit=purchase_limit,
        sold_until=sold_until,
        activities=tuple(Activity(row[1], words_of(row[2], row[3]), row[4], row[5]) for row in activities),
        gifts=tuple(ItemGift(Gift(row[1], words_of(row[2], row[3]), row[4], row[5]), *row[6:]) for row in gifts),
        tags=frozenset((product, *(row[1] for row in tags))),
    )


def _about(connection: sqlite3.Connection, product_ids: str, city: City, now: int) -> _About:
    restrictions = connection.execute(_RESTRICTIONS, (product_ids, city.id))
    return _About(
        {product_id: (zh, en) for product_id, zh, en in restrictions},
        _by_product(connection.execute(_ACTIVITIES, (product_ids, now))),
        _by_product(connection.execute(_GIFTS, (product_ids,))),
        _by_product(connection.execute(_TAGS, (product_ids,))),
    )


def _by_product(rows: Iterable[tuple[Any, ...]]) -> dict[int, tuple[Any, ...]]:
    found: dict[int, tuple[Any, ...]] = {}
    for row in rows:
        found[row[0]] = (*found.get(row[0], ()), row)
    return found
