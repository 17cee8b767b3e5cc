"""Looking for goods: those of one promotion (凑单), and those a person names."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from typing import NamedTuple

from cartsim.model.goods import Offer
from cartsim.store.goods import as_list, find_city, offers_by_id, unknown

_LIKE_ANYTHING = "%"

# One SKU stands for each product: the cheapest that can be bought. Its row is the one MIN is taken from.
_ACTIVITY_GOODS = """
    WITH taking_part AS (
        SELECT product.id FROM promotion
        CROSS JOIN promotionproduct ON promotionproduct.promotion_id = promotion.id
        CROSS JOIN product ON product.id = promotionproduct.product_id
        WHERE promotion.id = ?1 AND NOT promotion.whole_shop
        UNION ALL
        SELECT product.id FROM promotion
        CROSS JOIN product ON promotion.shop_id IS NULL OR product.shop_id = promotion.shop_id
        WHERE promotion.id = ?1 AND promotion.whole_shop
            AND (?9 IS NULL OR product.category IN (SELECT value FROM json_each(?9)))
    ), sellable AS (
        SELECT sku.id AS sku_id, product.id AS product_id, MIN(sku.price) AS price, product.zh AS zh, product.en AS en,
            product.code AS code
        FROM taking_part
        CROSS JOIN product ON product.id = taking_part.id
        CROSS JOIN sku ON sku.product_id = product.id
        WHERE sku.listed AND product.listed AND NOT product.deleted
            AND (product.sold_until IS NULL OR product.sold_until > ?5)
            AND NOT EXISTS (
                SELECT 1 FROM restriction WHERE restriction.product_id = product.id AND restriction.city_id = ?2
            )
            AND EXISTS (
                SELECT 1 FROM stock CROSS JOIN warehouseregion ON warehouseregion.region_id = ?3
                    AND warehouseregion.warehouse_id = stock.warehouse_id
                WHERE stock.sku_id = sku.id AND stock.quantity > 0
            )
        GROUP BY product.id
    )
    SELECT sku_id, (SELECT COUNT(*) FROM taking_part), (SELECT COUNT(*) FROM sellable) FROM sellable
    WHERE NOT EXISTS (
        SELECT 1 FROM json_each(?4) AS word
        WHERE sellable.zh NOT LIKE word.value ESCAPE '\\' AND sellable.en NOT LIKE word.value ESCAPE '\\'
            AND sellable.code NOT LIKE word.value ESCAPE '\\'
    )
    ORDER BY CASE WHEN price >= ?8 THEN price - ?8 ELSE ABS(price - ?8 / 2) END, sku_id LIMIT ?6 OFFSET ?7
"""
_ACTIVITY_COUNTS = """
    SELECT CASE WHEN promotion.whole_shop
        THEN (
            SELECT COUNT(*) FROM product WHERE promotion.shop_id IS NULL OR product.shop_id = promotion.shop_id
        )
        ELSE (SELECT COUNT(*) FROM promotionproduct WHERE promotionproduct.promotion_id = promotion.id)
    END FROM promotion WHERE promotion.id = ?
"""
_PROMOTION_ID = "SELECT id FROM promotion WHERE code = ?"
_BY_CODE = "SELECT id FROM sku WHERE code >= ?1 AND code < ?1 || '~' ORDER BY code <> ?1, code LIMIT ?2"
_BY_TITLE = """
    SELECT sku.id, MIN(NOT sku.listed), MIN(sku.price)
    FROM (
        SELECT product.id AS id FROM product
        WHERE NOT product.deleted AND NOT EXISTS (
            SELECT 1 FROM json_each(?1) AS word
            WHERE product.zh NOT LIKE word.value ESCAPE '\\' AND product.en NOT LIKE word.value ESCAPE '\\'
                AND product.code NOT LIKE word.value ESCAPE '\\'
        )
        ORDER BY product.listed DESC, product.id LIMIT ?2
    ) AS found
    CROSS JOIN sku ON sku.product_id = found.id
    GROUP BY found.id ORDER BY found.id
"""


class ActivityGoods(NamedTuple):
    """A page of the goods of one promotion."""

    offers: tuple[Offer, ...]
    """One SKU a product, the cheapest that can be bought."""
    total: int
    """Products taking part that can be bought at the address, before search."""
    hidden: int
    """Products taking part that cannot: no stock, taken out, or not for the address (R-ADD i)."""


def goods_of_promotion(
    connection: sqlite3.Connection,
    promotion_code: str,
    city_code: str,
    now: int,
    search: str = "",
    match: str = "any_serving",
    *,
    count: int = 200,
    skip: int = 0,
    near: int = 0,
    categories: Iterable[str] | None = None,
) -> ActivityGoods:
    """Goods to reach the threshold of a promotion with (R-ADD-6).

    Those nearest above `near` fen, and those around half of it, of which two make it up, come first; cheapest first
    for 0. `categories` are those a promotion of a whole shop, or of all shops, is limited to; None is all. Every word
    of `search` must stand in the title, in either language, or in the code.
    UnknownCodeError for promotion or city.
    """
    city = find_city(connection, city_code)
    row = connection.execute(_PROMOTION_ID, (promotion_code,)).fetchone()
    if row is None:
        raise unknown(connection, "promotion", promotion_code)
    within = None if categories is None else as_list(sorted(categories))
    wanted = (row[0], city.id, city.region_id, as_list(_patterns(search)), now, count, skip, near, within)
    rows = connection.execute(_ACTIVITY_GOODS, wanted).fetchall()
    found = offers_by_id(connection, [row[0] for row in rows], city, now, match)
    if rows:
        taking_part, sellable = rows[0][1:]
    else:
        taking_part, sellable = _counts(connection, wanted)
    return ActivityGoods(found, sellable, taking_part - sellable)


def search(
    connection: sqlite3.Connection,
    text: str,
    city_code: str,
    now: int,
    count: int = 20,
    match: str = "any_serving",
) -> tuple[Offer, ...]:
    """Up to `count` SKUs whose code begins with `text`, then one a product whose title or code has all its words.

    A product that was taken out is found last, a deleted one not at all. UnknownCodeError for the city.
    """
    city = find_city(connection, city_code)
    text = text.strip()
    if not text or count <= 0:
        return ()
    ids = [row[0] for row in connection.execute(_BY_CODE, (text.lower(), count))]
    if len(ids) < count:
        by_title = connection.execute(_BY_TITLE, (as_list(_patterns(text)), count)).fetchall()
        ids += [sku_id for sku_id, _, _ in by_title if sku_id not in set(ids)]
    return offers_by_id(connection, ids[:count], city, now, match)


def _counts(connection: sqlite3.Connection, wanted: tuple[int | str | None, ...]) -> tuple[int, int]:
    everything = (*wanted[:3], as_list([_LIKE_ANYTHING]), wanted[4], 1, 0, 0, wanted[-1])
    row = connection.execute(_ACTIVITY_GOODS, everything).fetchone()
    if row is not None:
        return int(row[1]), int(row[2])
    return int(connection.execute(_ACTIVITY_COUNTS, (wanted[0],)).fetchone()[0]), 0


def _patterns(text: str) -> list[str]:
    escaped = text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return [f"%{word}%" for word in escaped.split()]
