"""Facts a scenario sets on a freshly seeded world, before anybody looks. Each inside a unit of work.

Unlike the trainer's edits these leave no market events: they are how the world begins.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple

from cartsim.errors import DataError
from cartsim.model.checkout import FreightRule
from cartsim.model.goods import Activity, Gift, ItemGift
from cartsim.model.promotion import Coupon, Promotion
from cartsim.model.words import Words
from cartsim.store.goods import as_list, find_city, unknown
from cartsim.store.terms import terms_to_text

_BEGIN = "UPDATE world SET scenario = ?, starts_at = ?, liveliness = ?, frozen = ? WHERE id = 1"

_IDS = {
    kind: f"SELECT id FROM {table} WHERE code = ?"
    for kind, table in (
        ("sku", "sku"),
        ("product", "product"),
        ("shop", "shop"),
        ("gift", "giftgood"),
        ("activity", "activity"),
        ("coupon", "coupon"),
        ("promotion", "promotion"),
    )
}
_SKU_COLUMNS = frozenset({"price", "base_price", "list_price", "listed", "volatility"})
_PRODUCT_COLUMNS = frozenset({"listed", "deleted", "purchase_limit", "min_quantity", "step", "sold_until", "zh", "en"})

_EMPTY_STOCK = """
    UPDATE stock SET quantity = 0 WHERE sku_id = ?1
    AND warehouse_id IN (SELECT warehouse_id FROM warehouseregion WHERE region_id = ?2)
"""
_NEAREST = "SELECT warehouse_id FROM warehouseregion WHERE region_id = ? ORDER BY rank LIMIT 1"
_FILL_STOCK = """
    INSERT INTO stock (sku_id, warehouse_id, quantity, par) VALUES (?1, ?2, ?3, ?3)
    ON CONFLICT (sku_id, warehouse_id) DO UPDATE SET quantity = ?3
"""
_RESTRICT = """
    INSERT INTO restriction (product_id, city_id, zh, en) VALUES (?1, ?2, ?3, ?4)
    ON CONFLICT (product_id, city_id) DO UPDATE SET zh = ?3, en = ?4
"""
_PUT_GIFT = """
    INSERT INTO giftgood (code, zh, en, list_price, stock) VALUES (?1, ?2, ?3, ?4, ?5)
    ON CONFLICT (code) DO UPDATE SET zh = ?2, en = ?3, list_price = ?4, stock = ?5
"""
_NO_GIFTS = "DELETE FROM productgift WHERE product_id = ?"
_HANG_GIFT = "INSERT INTO productgift (product_id, gift_id, per, give, max_per_order) VALUES (?, ?, ?, ?, ?)"
_PUT_ACTIVITY = """
    INSERT INTO activity (code, zh, en, starts_at, ends_at) VALUES (?1, ?2, ?3, ?4, ?5)
    ON CONFLICT (code) DO UPDATE SET zh = ?2, en = ?3, starts_at = ?4, ends_at = ?5
"""
_NO_ACTIVITIES = "DELETE FROM activityproduct WHERE product_id = ?"
_ENROL_ACTIVITY = "INSERT INTO activityproduct (product_id, activity_id) VALUES (?, ?)"

_PUT_PROMOTION = """
    INSERT INTO promotion (code, shop_id, layer, whole_shop, starts_at, ends_at, terms) VALUES (?, ?, ?, ?, ?, ?, ?)
"""
_ENROL_PROMOTION = "INSERT INTO promotionproduct (product_id, promotion_id) VALUES (?, ?)"
_PUT_COUPON = """
    INSERT INTO coupon (code, shop_id, layer, whole_shop, claim_from, claim_until, use_from, use_until, stock, per_user,
        stack, terms) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""
_ENROL_COUPON = "INSERT INTO couponproduct (product_id, coupon_id) VALUES (?, ?)"
_CLAIM = "INSERT INTO couponclaim (owner, coupon_id, claimed, used, claimed_at) VALUES (?, ?, ?, ?, ?)"

_PUT_FREIGHT = """
    INSERT OR REPLACE INTO freightrule
        (shop_id, fee, free_over, first_pieces, first_grams, next_pieces, next_grams) VALUES (?, ?, ?, 0, 0, 0, 0)
"""
_NO_PLATFORM = (
    "DELETE FROM promotionproduct WHERE promotion_id IN (SELECT id FROM promotion WHERE shop_id IS NULL)",
    "DELETE FROM promotion WHERE shop_id IS NULL",
    "DELETE FROM couponproduct WHERE coupon_id IN (SELECT id FROM coupon WHERE shop_id IS NULL)",
    "DELETE FROM couponclaim WHERE coupon_id IN (SELECT id FROM coupon WHERE shop_id IS NULL)",
    "DELETE FROM coupon WHERE shop_id IS NULL",
)
_SHOP_IDS = "SELECT shop.id FROM json_each(?) AS asked CROSS JOIN shop ON shop.code = asked.value"
_PRODUCTS_OF_SHOP = "SELECT id FROM product WHERE shop_id = ?"


class Beginning(NamedTuple):
    """How a world begins."""

    scenario: str
    starts_at: int
    """World time of tick 0, seconds."""
    liveliness: int
    """Market steps a tick."""
    frozen: bool = False
    """Whether the market stands still."""


def set_beginning(connection: sqlite3.Connection, beginning: Beginning) -> None:
    """Say what the world is and when it begins."""
    connection.execute(_BEGIN, beginning)


def set_sku(connection: sqlite3.Connection, code: str, facts: Mapping[str, int | bool]) -> None:
    """Set columns of a SKU: `price` (also what it reverts to), `list_price`, `listed`, `volatility`."""
    values = dict(facts)
    if "price" in values:
        values["base_price"] = values["price"]
    _set(connection, "sku", code, values, _SKU_COLUMNS)


def set_skus_of(connection: sqlite3.Connection, product: str, facts: Mapping[str, int | bool]) -> None:
    """`set_sku` for every SKU of a product."""
    for code in _skus_of(connection, product):
        set_sku(connection, code, facts)


def set_stock_of(connection: sqlite3.Connection, product: str, city_code: str, pieces: int) -> None:
    """`set_stock` for every SKU of a product."""
    for code in _skus_of(connection, product):
        set_stock(connection, code, city_code, pieces)


def set_product(connection: sqlite3.Connection, code: str, facts: Mapping[str, int | bool | str | None]) -> None:
    """Set columns of a product: `listed`, `deleted`, `purchase_limit`, `min_quantity`, `step`, titles ..."""
    _set(connection, "product", code, facts, _PRODUCT_COLUMNS)


def set_stock(connection: sqlite3.Connection, sku: str, city_code: str, pieces: int) -> None:
    """Exactly so many pieces for the city, all in its nearest warehouse."""
    sku_id, city = _id(connection, "sku", sku), find_city(connection, city_code)
    connection.execute(_EMPTY_STOCK, (sku_id, city.region_id))
    if pieces:
        (nearest,) = connection.execute(_NEAREST, (city.region_id,)).fetchone()
        connection.execute(_FILL_STOCK, (sku_id, nearest, pieces))


def restrict_product(connection: sqlite3.Connection, product: str, city_code: str, cause: Words) -> None:
    """The product is not sold in the city, for the cause given."""
    city = find_city(connection, city_code)
    connection.execute(_RESTRICT, (_id(connection, "product", product), city.id, cause.zh, cause.en))


def put_gift(connection: sqlite3.Connection, gift: Gift) -> None:
    """Add or replace a gift."""
    connection.execute(_PUT_GIFT, (gift.code, gift.title.zh, gift.title.en, gift.list_price, gift.stock))


def hang_gifts(connection: sqlite3.Connection, product: str, gifts: Iterable[ItemGift]) -> None:
    """The gifts of a product, instead of those it had. UnknownCodeError for product or gift."""
    product_id = _id(connection, "product", product)
    connection.execute(_NO_GIFTS, (product_id,))
    for hung in gifts:
        gift_id = _id(connection, "gift", hung.gift.code)
        connection.execute(_HANG_GIFT, (product_id, gift_id, hung.per, hung.give, hung.max_per_order))


def put_activity(connection: sqlite3.Connection, activity: Activity) -> None:
    """Add or replace a campaign."""
    title = activity.title
    connection.execute(_PUT_ACTIVITY, (activity.code, title.zh, title.en, activity.starts_at, activity.ends_at))


def enrol_in_activities(connection: sqlite3.Connection, product: str, activities: Iterable[str]) -> None:
    """The campaigns of a product, instead of those it was in. UnknownCodeError for product or campaign."""
    product_id = _id(connection, "product", product)
    connection.execute(_NO_ACTIVITIES, (product_id,))
    rows = [(product_id, _id(connection, "activity", code)) for code in activities]
    connection.executemany(_ENROL_ACTIVITY, rows)


def clear_promotions(connection: sqlite3.Connection, shops: Collection[str]) -> None:
    """Take away every promotion, coupon, gift and campaign the seed gave these shops and their products."""
    for (shop_id,) in connection.execute(_SHOP_IDS, (as_list(shops),)).fetchall():
        for enrolment, kind in (("promotionproduct", "promotion"), ("couponproduct", "coupon")):
            connection.execute(f"DELETE FROM {enrolment} WHERE product_id IN ({_PRODUCTS_OF_SHOP})", (shop_id,))
            own = f"SELECT id FROM {kind} WHERE shop_id = ?"
            connection.execute(f"DELETE FROM {enrolment} WHERE {kind}_id IN ({own})", (shop_id,))
            if kind == "coupon":
                connection.execute(f"DELETE FROM couponclaim WHERE coupon_id IN ({own})", (shop_id,))
            connection.execute(f"DELETE FROM {kind} WHERE shop_id = ?", (shop_id,))
        for hung in ("productgift", "activityproduct"):
            connection.execute(f"DELETE FROM {hung} WHERE product_id IN ({_PRODUCTS_OF_SHOP})", (shop_id,))


def clear_platform(connection: sqlite3.Connection) -> None:
    """Take away the campaigns and coupons that the platform itself was seeded with."""
    for statement in _NO_PLATFORM:
        connection.execute(statement)


def put_promotion(connection: sqlite3.Connection, promotion: Promotion, products: Collection[str] | None) -> None:
    """Add a promotion: for the products named, or for the whole shop (all shops where it has none).

    DataError if its code is taken, UnknownCodeError for shop or products.
    """
    _must_be_new(connection, "promotion", promotion.id)
    shop_id = None if promotion.shop is None else _id(connection, "shop", promotion.shop)
    window = (promotion.starts_at, promotion.ends_at)
    added = connection.execute(
        _PUT_PROMOTION, (promotion.id, shop_id, promotion.layer, products is None, *window, terms_to_text(promotion))
    ).lastrowid
    rows = [(_id(connection, "product", code), added) for code in products or ()]
    connection.executemany(_ENROL_PROMOTION, rows)


def put_coupon(connection: sqlite3.Connection, coupon: Coupon, products: Collection[str] | None, owner: str) -> None:
    """Add a coupon as `put_promotion` does a promotion, with what `owner` has claimed and used of it."""
    _must_be_new(connection, "coupon", coupon.id)
    promotion = coupon.promotion
    shop_id = None if promotion.shop is None else _id(connection, "shop", promotion.shop)
    windows = (coupon.claim_from, coupon.claim_until, promotion.starts_at, promotion.ends_at)
    limits = (coupon.left, coupon.per_user, coupon.stack)
    added = connection.execute(
        _PUT_COUPON,
        (promotion.id, shop_id, promotion.layer, products is None, *windows, *limits, terms_to_text(promotion)),
    ).lastrowid
    rows = [(_id(connection, "product", code), added) for code in products or ()]
    connection.executemany(_ENROL_COUPON, rows)
    if coupon.claimed_at is not None:
        connection.execute(_CLAIM, (owner, added, coupon.claimed + coupon.used, coupon.used, coupon.claimed_at))


def put_freight(connection: sqlite3.Connection, rule: FreightRule) -> None:
    """What a shop takes for sending, flat, instead of what it took. UnknownCodeError for the shop."""
    shop_id = _id(connection, "shop", rule.shop or "")
    connection.execute(_PUT_FREIGHT, (shop_id, rule.fee, rule.free_over))


def _skus_of(connection: sqlite3.Connection, product: str) -> list[str]:
    rows = connection.execute("SELECT code FROM sku WHERE product_id = ?", (_id(connection, "product", product),))
    return [code for (code,) in rows.fetchall()]


def _set(
    connection: sqlite3.Connection,
    kind: str,
    code: str,
    facts: Mapping[str, int | bool | str | None],
    columns: frozenset[str],
) -> None:
    row_id = _id(connection, kind, code)
    for column, value in facts.items():
        if column not in columns:
            raise KeyError(column)
        connection.execute(f"UPDATE {kind} SET {column} = ? WHERE id = ?", (value, row_id))


def _must_be_new(connection: sqlite3.Connection, kind: str, code: str) -> None:
    if connection.execute(_IDS[kind], (code,)).fetchone() is not None:
        raise DataError(f"there is a {kind} {code!r} already")


def _id(connection: sqlite3.Connection, kind: str, code: str) -> int:
    row = connection.execute(_IDS[kind], (code,)).fetchone()
    if row is None:
        raise unknown(connection, kind, code)
    return int(row[0])
