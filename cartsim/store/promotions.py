"""Promotions and coupons in sight of a cart, and the claiming of coupons."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Any

from cartsim.model.goods import AddOnGood, Gift
from cartsim.model.promotion import AddOn, Coupon, Promotion
from cartsim.store.goods import Sight, as_list, unknown
from cartsim.store.mapping import words_of
from cartsim.store.terms import PromotionFacts, gift_codes, gifts_of, promotion_of

# Found from the products alone (R-CPN-2): what they are enrolled in, and what takes all of their shops.
_IN_SIGHT = """
    SELECT promotion.id, promotion.code, promotion.shop_id, promotion.layer, NOT promotion.whole_shop,
        promotion.starts_at, promotion.ends_at, promotion.terms
    FROM promotion WHERE promotion.id IN (
        SELECT promotionproduct.promotion_id
        FROM json_each(?1) AS asked CROSS JOIN promotionproduct ON promotionproduct.product_id = asked.value
    ) AND (promotion.ends_at IS NULL OR promotion.ends_at > ?3)
    UNION ALL
    SELECT promotion.id, promotion.code, promotion.shop_id, promotion.layer, 0,
        promotion.starts_at, promotion.ends_at, promotion.terms
    FROM json_each(?2) AS asked CROSS JOIN promotion ON promotion.shop_id = asked.value AND promotion.whole_shop
    WHERE promotion.ends_at IS NULL OR promotion.ends_at > ?3
    UNION ALL
    SELECT promotion.id, promotion.code, NULL, promotion.layer, 0,
        promotion.starts_at, promotion.ends_at, promotion.terms
    FROM promotion WHERE promotion.shop_id IS NULL AND promotion.whole_shop
        AND (promotion.ends_at IS NULL OR promotion.ends_at > ?3)
"""
_COUPONS = """
    SELECT coupon.id, coupon.code, coupon.shop_id, coupon.layer, NOT coupon.whole_shop, coupon.use_from,
        coupon.use_until, coupon.terms, coupon.claim_from, coupon.claim_until, coupon.stock, coupon.per_user,
        coupon.stack
    FROM coupon WHERE coupon.id IN (
        SELECT couponproduct.coupon_id
        FROM json_each(?1) AS asked CROSS JOIN couponproduct ON couponproduct.product_id = asked.value
    ) AND (coupon.use_until IS NULL OR coupon.use_until > ?3)
    UNION ALL
    SELECT coupon.id, coupon.code, coupon.shop_id, coupon.layer, 0, coupon.use_from,
        coupon.use_until, coupon.terms, coupon.claim_from, coupon.claim_until, coupon.stock, coupon.per_user,
        coupon.stack
    FROM json_each(?2) AS asked CROSS JOIN coupon ON coupon.shop_id = asked.value AND coupon.whole_shop
    WHERE coupon.use_until IS NULL OR coupon.use_until > ?3
    UNION ALL
    SELECT coupon.id, coupon.code, NULL, coupon.layer, 0, coupon.use_from,
        coupon.use_until, coupon.terms, coupon.claim_from, coupon.claim_until, coupon.stock, coupon.per_user,
        coupon.stack
    FROM coupon WHERE coupon.shop_id IS NULL AND coupon.whole_shop
        AND (coupon.use_until IS NULL OR coupon.use_until > ?3)
"""
_HOLDINGS = "SELECT coupon_id, claimed, used, claimed_at FROM couponclaim WHERE owner = ?"
_SHOP_CODES = "SELECT shop.id, shop.code FROM json_each(?1) AS asked CROSS JOIN shop ON shop.id = asked.value"
_GIFTS = """
    SELECT giftgood.code, giftgood.zh, giftgood.en, giftgood.list_price, giftgood.stock
    FROM json_each(?1) AS asked CROSS JOIN giftgood ON giftgood.code = asked.value
"""
_ADD_ONS = """
    SELECT addongood.code, addongood.zh, addongood.en, addongood.price, addongood.stock, addongood.weight
    FROM json_each(?1) AS asked CROSS JOIN addongood ON addongood.code = asked.value
"""
_COUPON_STATE = "SELECT id, claim_from, claim_until, per_user FROM coupon WHERE code = ?"
_TAKE_ONE = "UPDATE coupon SET stock = stock - 1 WHERE id = ? AND stock > 0"
_GIVE_BACK = "UPDATE coupon SET stock = stock + 1 WHERE id = ?"
_HELD = "SELECT claimed FROM couponclaim WHERE owner = ? AND coupon_id = ?"
_HOLD_ONE = """
    INSERT INTO couponclaim (owner, coupon_id, claimed, used, claimed_at) VALUES (?1, ?2, 1, 0, ?3)
    ON CONFLICT (owner, coupon_id) DO UPDATE SET claimed = claimed + 1, claimed_at = ?3 WHERE claimed < ?4
"""

_BEFORE_ALL = -(2**62)
_KNOWN_COUPONS = 4096
"""Coupons kept as values between two readings."""
_NOTHING_HELD = (0, 0, None)
"""claimed, used, claimed at"""


class Claim(StrEnum):
    """What became of a claim made in time."""

    DONE = "done"
    GONE = "gone"
    """已抢光: nobody can claim it any more."""
    LIMIT = "limit"
    """The shopper has claimed as many as one may."""


@dataclass(frozen=True, slots=True)
class NotOpen:
    """A claim made too early."""

    opens_at: int
    """World time, seconds."""


@dataclass(frozen=True, slots=True)
class Over:
    """A claim made too late."""

    ended_at: int
    """World time, seconds."""


def promotions_for(connection: sqlite3.Connection, sight: Sight, since: int | None = None) -> tuple[Promotion, ...]:
    """Promotions some of these products may take part in, oldest first.

    Those of a whole shop have `shop` set; those with enrolment take the tag that is their own code, which
    `Offer.tags` carries. `since`: leave out what ended at or before this world time.
    """
    rows = _rows_in_sight(connection, _IN_SIGHT, sight, since)
    facts = _facts(connection, rows, sight)
    gifts = _gifts(connection, facts)
    return tuple([promotion_of(fact, gifts_of(fact.terms, gifts)) for fact in facts])


def add_on_goods(connection: sqlite3.Connection, promotions: Iterable[Promotion]) -> dict[str, AddOnGood]:
    """The goods that the 换购 among these promotions offer, by code (R-SWAP-4)."""
    codes = {
        offer.sku
        for promotion in promotions
        for tier in promotion.tiers
        if isinstance(tier.give, AddOn)
        for offer in tier.give.offers
    }
    if not codes:
        return {}
    return {
        code: AddOnGood(code, words_of(zh, en), price, stock, weight)
        for code, zh, en, price, stock, weight in connection.execute(_ADD_ONS, (as_list(sorted(codes)),))
    }


def coupons_for(
    connection: sqlite3.Connection, sight: Sight, owner: str, since: int | None = None
) -> tuple[Coupon, ...]:
    """Coupons usable for some of these products, with what `owner` holds of them, oldest first (R-CPN-2, 3).

    `since`: leave out those whose use window ended at or before this world time (R-CPN-4).
    """
    rows = _rows_in_sight(connection, _COUPONS, sight, since)
    facts = _facts(connection, rows, sight)
    gifts = _gifts(connection, facts)
    held = {row[0]: row[1:] for row in connection.execute(_HOLDINGS, (owner,))}
    return tuple(
        [
            _coupon(fact, gifts_of(fact.terms, gifts), row[8:], held.get(row[0], _NOTHING_HELD))
            for fact, row in zip(facts, rows, strict=True)
        ]
    )


def claim_coupon(connection: sqlite3.Connection, code: str, owner: str, now: int) -> Claim | NotOpen | Over:
    """Claim one piece inside a unit of work (R-CPN-5); every shortage leaves all as it was.

    Stock and limit are taken by conditional statements, so of many who ask for the last piece one gets it.
    UnknownCodeError if there is no such coupon.
    """
    row = connection.execute(_COUPON_STATE, (code,)).fetchone()
    if row is None:
        raise unknown(connection, "coupon", code)
    coupon_id, claim_from, claim_until, per_user = row
    if claim_from is not None and now < claim_from:
        return NotOpen(claim_from)
    if claim_until is not None and now >= claim_until:
        return Over(claim_until)
    if connection.execute(_TAKE_ONE, (coupon_id,)).rowcount != 1:
        held = connection.execute(_HELD, (owner, coupon_id)).fetchone()
        return Claim.LIMIT if held is not None and held[0] >= per_user else Claim.GONE
    if connection.execute(_HOLD_ONE, (owner, coupon_id, now, per_user)).rowcount != 1:
        connection.execute(_GIVE_BACK, (coupon_id,))
        return Claim.LIMIT
    return Claim.DONE


def _rows_in_sight(connection: sqlite3.Connection, statement: str, sight: Sight, since: int | None) -> list[Any]:
    """Rows by id, each once: one that takes a whole shop may be enrolled in as well."""
    if not sight.products:
        return []
    ended = _BEFORE_ALL if since is None else since
    found = connection.execute(statement, (as_list(sight.products), as_list(sight.shops), ended))
    by_id = {row[0]: row for row in found}
    return [by_id[row_id] for row_id in sorted(by_id)]


def _facts(connection: sqlite3.Connection, rows: Iterable[tuple[Any, ...]], sight: Sight) -> list[PromotionFacts]:
    """Rows with their shops named; an enrolled product may be of another shop than those in sight."""
    shops = sight.shops
    others = {row[2] for row in rows} - shops.keys() - {None}
    if others:
        shops = {**shops, **dict(connection.execute(_SHOP_CODES, (as_list(others),)).fetchall())}
    return [PromotionFacts(row[1], row[2] and shops[row[2]], *row[3:8]) for row in rows]


@lru_cache(maxsize=_KNOWN_COUPONS)
def _coupon(
    facts: PromotionFacts, gifts: tuple[Gift, ...], row: tuple[Any, ...], held: tuple[int, int, int | None]
) -> Coupon:
    claim_from, claim_until, left, per_user, stack = row
    claimed, used, claimed_at = held
    promotion = promotion_of(facts, gifts)
    return Coupon(
        promotion, claim_from, claim_until, left, per_user, claimed - used, used, bool(stack), None, claimed_at
    )


def _gifts(connection: sqlite3.Connection, facts: Iterable[PromotionFacts]) -> dict[str, Gift]:
    codes = [code for fact in facts for code in gift_codes(fact.terms)]
    if not codes:
        return {}
    return {
        code: Gift(code, words_of(zh, en), list_price, stock)
        for code, zh, en, list_price, stock in connection.execute(_GIFTS, (as_list(sorted(set(codes))),))
    }
