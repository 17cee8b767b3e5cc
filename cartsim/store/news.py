"""Market events: what moved lately, with the names a feed shows."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection

from cartsim.cart.moment import FeedItem
from cartsim.model.words import EMPTY, Words
from cartsim.store.goods import as_list
from cartsim.store.mapping import spec_of, words_of

_NEWEST = """
    SELECT at, kind, subject, "before", "after" FROM marketevent
    WHERE subject IN (SELECT value FROM json_each(?2)) ORDER BY id DESC LIMIT ?1
"""
_SKU_TITLES = """
    SELECT sku.code, product.zh, product.en, sku.spec_zh, sku.spec_en
    FROM json_each(?1) AS asked CROSS JOIN sku ON sku.code = asked.value
    CROSS JOIN product ON product.id = sku.product_id
"""
_OTHER_TITLES = """
    SELECT product.code, product.zh, product.en
    FROM json_each(?1) AS asked CROSS JOIN product ON product.code = asked.value
    UNION ALL
    SELECT activity.code, activity.zh, activity.en
    FROM json_each(?1) AS asked CROSS JOIN activity ON activity.code = asked.value
    UNION ALL
    SELECT promotion.code, shop.zh, shop.en
    FROM json_each(?1) AS asked CROSS JOIN promotion ON promotion.code = asked.value
    CROSS JOIN shop ON shop.id = promotion.shop_id
    UNION ALL
    SELECT coupon.code, shop.zh, shop.en
    FROM json_each(?1) AS asked CROSS JOIN coupon ON coupon.code = asked.value
    CROSS JOIN shop ON shop.id = coupon.shop_id
"""
_COUNT = """
    SELECT COUNT(*) FROM marketevent WHERE tick > ?1 AND subject IN (SELECT value FROM json_each(?2))
"""


def count_events(connection: sqlite3.Connection, since_tick: int, subjects: Collection[str]) -> int:
    """How many events of these subjects (codes of SKUs, products, promotions ...) happened after this tick."""
    return int(connection.execute(_COUNT, (since_tick, as_list(subjects))).fetchone()[0])


def market_events(connection: sqlite3.Connection, count: int, subjects: Collection[str]) -> tuple[FeedItem, ...]:
    """The newest events of these subjects (codes of SKUs, products, promotions ...), newest first.

    Promotions and coupons carry the name of their shop. Bounded: a world keeps its last 2,000 events.
    """
    rows = connection.execute(_NEWEST, (count, as_list(subjects))).fetchall()
    named = as_list({row[2] for row in rows})
    titles: dict[str, Words] = {}
    specs: dict[str, tuple[Words, ...]] = {}
    for code, zh, en in connection.execute(_OTHER_TITLES, (named,)):
        titles[code] = words_of(zh, en)
    for code, zh, en, spec_zh, spec_en in connection.execute(_SKU_TITLES, (named,)):
        titles[code] = words_of(zh, en)
        specs[code] = spec_of(spec_zh, spec_en)
    return tuple(
        FeedItem(at, kind, subject, titles.get(subject, EMPTY), specs.get(subject, ()), before, after)
        for at, kind, subject, before, after in rows
    )
